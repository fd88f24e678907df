"""The store of a project folder: a TinyDB file, replaced as a whole, atomically, off the caller's thread.

`commit` applies a change in memory and wakes a writer thread, which writes whatever has come together
since its last write as one new snapshot. Between two snapshots nothing is on disk yet; a journal of
changes takes its place in `_Writer` when there is one.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage

from annotations.changes import Change
from annotations.durable import remove_leftovers, write_durably
from annotations.errors import ProjectError, ReadOnlyError
from annotations.store.documents import check_records
from annotations.store.lock import ProjectLock
from annotations.store.protocol import (
    NOTHING_EXPECTED,
    SAVED,
    SAVING,
    Expected,
    Holder,
    Listener,
    Recorded,
    SaveState,
    StateListener,
)
from annotations.store.snapshot import decode_snapshot, encode_snapshot
from annotations.store.tables import Tables

FILE_NAME = "variorum.json"
LOCK_NAME = "variorum.json.lock"
#: Seconds between two tries to write what could not be written.
RETRY = 2.0


class SnapshotStorage(Storage):
    """TinyDB's storage interface on a file that is replaced as a whole, never written in place."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables as plain values, or null where there is no file yet.

        Raises:
            OSError: the file cannot be read.
            msgspec.DecodeError: it is not JSON.
        """
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, dict[str, Any]])
        except FileNotFoundError:
            return None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file, on disk when this returns.

        Raises:
            OSError: it could not be written; the old file is as it was.
        """
        write_durably(self._path, msgspec.json.encode(data))


class TinyDBStore:
    """The records of a project folder.

    Args:
        folder: the project folder, which must exist.
        read_only: take no lock and refuse commits.

    Raises:
        BusyError: another process has the project open for writing.
        DamagedError: the project file is not one; it is left as it is.
        NewerError: the project file was written by a newer version.
        OSError: the folder cannot be read, or not be written to and `read_only` is false.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.read_only = read_only
        self._closed = False
        self._path = folder / FILE_NAME
        self._lock = None if read_only else ProjectLock(folder / LOCK_NAME)
        try:
            if self._lock is not None:
                remove_leftovers(self._path)
            self._tables = _read(self._path)
        except BaseException:
            if self._lock is not None:
                self._lock.release()
            raise
        self._database = TinyDB(self._path, storage=SnapshotStorage)
        self._writer = _Writer(self._path, self._tables)

    @property
    def tables(self) -> Tables:
        """The records as they are now."""
        return self._tables

    @property
    def state(self) -> SaveState:
        """Whether every committed change is on disk."""
        return self._writer.state

    notices: list[str] = []
    holder: Holder | None = None

    def on_news(self, listener: Listener | None) -> None: ...

    def catch_up(self) -> list[Change]:
        return []

    def take_over(self) -> None: ...

    def past(self, *, newest_first: bool = False) -> Iterator[Recorded]:
        return iter([])

    def snapshot(self, target: Path) -> None:
        write_durably(target, encode_snapshot(self._tables))

    def commit(self, change: Change, *, expect: Expected = NOTHING_EXPECTED) -> int:
        """Apply all edits of a change, or none; the disk follows.

        Raises:
            ReadOnlyError: the store was opened to be read.
            ProjectError: an edit does not fit what is there, or the store is closed; nothing was changed.
        """
        if self.read_only:
            raise ReadOnlyError("the project is open to be read only")
        if self._closed:
            raise ProjectError("the project is closed")
        with self._writer.exclusive:
            self._tables.check(change, expect)
            check_records(change)
            self._tables.apply(change)
        self._writer.wake()
        return self._tables.number

    def on_state(self, listener: StateListener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on the writer's thread."""
        self._writer.listener = listener

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or a write has failed, at most `timeout` seconds."""
        return self._writer.flush(timeout)

    def close(self) -> SaveState:
        """Flush, end the writer and let go of the lock; the state that was reached."""
        self._closed = True
        state = self._writer.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        return state


class _Writer:
    """Writes snapshots on a thread of its own, one for all changes that have come together meanwhile."""

    def __init__(self, path: Path, tables: Tables) -> None:
        self.listener: StateListener | None = None
        #: Held while the tables change and while they are copied, so that no snapshot holds half a change.
        self.exclusive = threading.Lock()
        self._path = path
        self._tables = tables
        self._condition = threading.Condition()
        self._wanted = 0  # how many commits there were
        self._tried = 0  # how many of them the last write, good or bad, covered
        self._state = SAVED
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> SaveState:
        return self._state

    def wake(self) -> None:
        with self._condition:
            self._wanted += 1
            if self._state is SAVED:
                self._state = SAVING
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="variorum-writer", daemon=True)
                self._thread.start()
            self._condition.notify_all()
        self._tell()

    def flush(self, timeout: float | None) -> SaveState:
        with self._condition:
            goal = self._wanted
            self._condition.wait_for(lambda: self._tried >= goal, timeout)
        return self._state

    def close(self) -> SaveState:
        with self._condition:
            self._closing = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()
        return self._state

    def _run(self) -> None:
        while True:
            with self._condition:
                failed = self._state.word == "not_saved"
                self._condition.wait_for(
                    lambda: self._wanted > self._tried or self._closing, RETRY if failed else None
                )
                covered = self._wanted
                if self._closing and covered == self._tried and not failed:
                    return
                closing = self._closing
            state = self._write()
            with self._condition:
                self._tried = covered
                behind = self._wanted > covered
                self._state = SAVING if behind and state is SAVED else state
                self._condition.notify_all()
            self._tell()
            if closing and not behind:
                return

    def _write(self) -> SaveState:
        with self.exclusive:
            raw = encode_snapshot(self._tables)
        try:
            write_durably(self._path, raw)
        except OSError as problem:
            return SaveState("not_saved", problem.strerror or str(problem))
        return SAVED

    def _tell(self) -> None:
        listener = self.listener
        if listener is not None:
            # A listener of a screen that is just closing must not end the writer.
            with contextlib.suppress(Exception):
                listener()


def _read(path: Path) -> Tables:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Tables()
    return decode_snapshot(raw, path).tables
