"""The store of a project folder: a TinyDB file, a journal of the changes since, their history, backups.

`commit` applies a change in memory and has its line written, in the background if so asked. A store that may
not write follows whoever does.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.changes import Change, Edit, Told
from annotations.durable import remove_leftovers, set_aside, write_durably
from annotations.errors import ProjectError, ReadOnlyError
from annotations.records import new_id, utc_now
from annotations.store import backups, history
from annotations.store.follower import Follower
from annotations.store.journal import encode_change
from annotations.store.lock import LOCK_NAME, ProjectLock
from annotations.store.protocol import (
    NOTHING_EXPECTED,
    SAVED,
    Expected,
    Holder,
    Listener,
    ReadyToCommit,
    ReadyToTakeOver,
    Recorded,
    SaveState,
)
from annotations.store.recovery import FILE_NAME, JOURNAL_NAME, Opened, read_project
from annotations.store.snapshot import encode_snapshot
from annotations.store.tables import Frozen, Tables, difference
from annotations.store.writer import Writer


class Ready(NamedTuple):
    """The lock of a project, and what was read under it: to be taken over, or to be given back."""

    lock: ProjectLock
    opened: Opened
    edits: tuple[Edit, ...]
    taken: int

    def give_back(self) -> None:
        """Let go of the lock: nothing has changed."""
        self.lock.release()


class TinyDBStore:
    """The records of a project folder.

    Args:
        folder: the project folder, which must exist.
        read_only: take no lock, refuse commits, follow whoever else writes.
        background: let no commit wait for the disk; else each is on disk when it returns, or `state` says
            why not.
        salvage: where the files are damaged and not everything can be had again, take what can.

    Raises:
        BusyError: another process has the project open for writing.
        DamagedError: the project's files are damaged and cannot be mended; they are left as they are.
        NewerError: the journal was written in a format that this version does not know.
        OSError: the folder cannot be read, or not be written to and `read_only` is false.
    """

    def __init__(
        self, folder: Path, *, read_only: bool = False, background: bool = False, salvage: bool = False
    ) -> None:
        self.read_only = read_only
        self._background = background
        self.notices: list[str] = []
        #: What was wrong with the files, one line each.
        self.faults: list[str] = []
        self.reason = ""
        self._folder = folder
        self._process = os.getpid()
        self._closed = False
        self._listener: Listener | None = None
        self._news_listener: Listener | None = None
        self._exclusive = threading.Lock()
        self._lock = None if read_only else ProjectLock(folder / LOCK_NAME)
        self._writer: Writer | None = None
        self._follower: Follower | None = None
        self._state = SAVED
        #: Changes of others that are applied and were not handed out yet.
        self._missed: list[Change] = []
        #: How often something of others was applied.
        self._taken = 0
        try:
            opened = read_project(folder, salvage=salvage)
            self._tables = opened.tables
            self._new = opened.stamp is None and not (opened.number or opened.last or opened.faults)
            if self._lock is not None and not opened.newer:
                self._clear(opened)
            self._begin(opened)
        except BaseException:
            if self._lock is not None:
                self._lock.release()
            raise

    def _begin(self, opened: Opened) -> None:
        """Write to the project, or follow it."""
        self.notices = list(opened.notices)
        self.faults = list(opened.faults)
        if self._lock is not None and opened.newer:
            self._lock.release()
            self._lock = None
            self.read_only = True
            self.reason = "the project was written by a newer version of Variorum and is open to be read only"
        if self._lock is None:
            self._follower = Follower(self._folder, self._folder / LOCK_NAME, opened)
            return
        self._writer = Writer(
            self._folder, opened, self._freeze, lock=self._lock, background=self._background
        )
        self._writer.listener = self._listener
        if opened.foreign is not None:
            self._put_on_record(opened.foreign)

    def _put_on_record(self, known: Tables) -> None:
        """Put what others have changed in the files into the history, as a change like others: so it can be
        undone, and so it is there when the snapshot has to be built again."""
        assert self._writer is not None
        edits = difference(known, self._tables)
        if edits:
            label = "changed by another program"
            change = Change(id=new_id(), label=label, edits=edits, at=utc_now())
            number = self._tables.number + 1
            self._tables.number = number
            self._writer.submit(number, encode_change(change, number))

    def _clear(self, opened: Opened) -> None:
        """Do what has to be done to the files before anything is written to them.

        Raises:
            OSError: it could not be done.
        """
        for name in (FILE_NAME, JOURNAL_NAME):
            remove_leftovers(self._folder / name)
        for path in opened.damaged:
            opened.notices.append(f"kept as it was: {set_aside(path)}")

    @property
    def tables(self) -> Tables:
        """The records as they are now."""
        return self._tables

    @property
    def state(self) -> SaveState:
        """Whether every committed change is on disk."""
        return self._writer.state if self._writer is not None else self._state

    @property
    def holder(self) -> Holder | None:
        """Who else has the project open for writing; null where nobody has."""
        return self._follower.holder if self._follower is not None else None

    def ready_to_commit(self, change: Change, told: Told | None = None) -> ReadyToCommit:
        """Do what takes long of committing a change, on a copy of the records.

        Raises:
            ReadOnlyError, ConflictError, ProjectError: as `commit` raises them.
        """
        self._writable()
        with self._exclusive:  # never in the middle of another change
            base, tables = self._tables.number, self._tables.parted(change)
        tables.check(change, told=told)
        line = encode_change(change, base + 1, told)
        tables.apply(change, base + 1, told)
        return ReadyToCommit(change, base, tables, line, self._tables)

    def commit(
        self, change: Change, *, expect: Expected = NOTHING_EXPECTED, ready: ReadyToCommit | None = None
    ) -> int:
        """Apply all edits of a change, or none; its number. In the background the disk follows later.

        Raises:
            ReadOnlyError: the store was opened to be read.
            ConflictError: a record is not as the change, or `expect`, has it; nothing was changed.
            ProjectError: an edit cannot be kept, or the store is closed; nothing was changed.
        """
        writer = self._writable()
        with self._exclusive:
            number = self._tables.number + 1
            if ready is not None and ready.fits(change, self._tables) and not expect:
                line = ready.line
                self._tables.become(ready.tables)
            else:
                self._tables.check(change, expect)
                line = encode_change(change, number)  # before anything changes: a bad value changes nothing
                self._tables.apply(change, number)
        writer.submit(number, line)
        return number

    def _writable(self) -> Writer:
        if self._closed:
            raise ProjectError("the project is closed")
        if os.getpid() != self._process:
            raise ProjectError("the project was opened by another process, from which this one was forked")
        if self._writer is None:
            raise ReadOnlyError(self.reason or "the project is open to be read only")
        return self._writer

    def on_state(self, listener: Listener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on the writer's thread."""
        self._listener = listener
        if self._writer is not None:
            self._writer.listener = listener

    def on_news(self, listener: Listener | None) -> None:
        """Call `listener`, on another thread, when others have changed something, or `holder` has changed."""
        self._news_listener = listener
        if self._follower is not None:
            self._follower.on_news(listener)

    def catch_up(self) -> list[Change]:
        """Apply what others have changed meanwhile; those changes, the oldest first."""
        return self._apply_news(self._follower.collect() if self._follower is not None else [])

    def ready_to_take_over(self) -> Ready | None:
        """Do what takes long of `take_over`: take the lock, and read and compare all files. It changes no
        record, so that it may run on another thread.

        Raises:
            BusyError, ReadOnlyError, DamagedError, OSError: as `take_over` raises them.
        """
        if self._follower is None or self._closed:
            return None
        lock = ProjectLock(self._folder / LOCK_NAME)
        try:
            opened = read_project(self._folder)
            if opened.newer:
                raise ReadOnlyError(opened.notices[-1])
            return Ready(lock, opened, difference(self._tables, opened.tables), self._taken)
        except BaseException:
            lock.release()
            raise

    def take_over(self, ready: ReadyToTakeOver | None = None) -> None:
        """Become the one who may write, after catching up.

        What others have changed up to now comes with the next `catch_up` as well.

        Raises:
            BusyError: somebody else has it still, or again.
            ReadOnlyError: the project was written by a newer version.
            DamagedError: the files cannot be read any more.
            OSError: the folder cannot be written to.
        """
        if self._follower is None or self._closed:
            if ready is not None:
                ready.give_back()
            return
        if not isinstance(ready, Ready):
            ready = self.ready_to_take_over()
            assert ready is not None
        lock, opened = ready.lock, ready.opened
        try:
            self._clear(opened)  # as long as there is a way back to following
        except BaseException:
            lock.release()
            raise
        news = self._follower.collect(look=True)
        self._follower.stop()
        self._missed = self._apply_news([*news, opened], ready)
        self._follower = None
        self._lock, self.read_only = lock, False
        opened.tables = self._tables
        try:
            self._begin(opened)
        except BaseException:
            lock.release()
            self._lock, self.read_only = None, True
            self._follower = Follower(self._folder, self._folder / LOCK_NAME, opened)
            self._follower.on_news(self._news_listener)
            raise

    def past(self, *, newest_first: bool = False) -> Iterator[Recorded]:
        """Every change that is known, as far back as the history goes, the oldest first unless asked
        otherwise. What is not on disk yet is left out.

        Raises:
            OSError: the history cannot be read.
        """
        # An import of thousands of records would be kept twice for its undo, and an app keeps that in memory.
        return history.read_past(
            self._folder,
            self._folder / JOURNAL_NAME,
            newest_first=newest_first,
            known=self._tables.record,
        )

    def snapshot(self, target: Path, told: Told | None = None) -> None:
        """Write all records to a file that plain TinyDB opens, on disk when this returns.

        Raises:
            OSError: it could not be written.
        """
        write_durably(target, encode_snapshot(self._tables, told))

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or a write has failed, at most `timeout` seconds."""
        return self._writer.flush(timeout) if self._writer is not None else self._state

    def close(self) -> SaveState:
        """Flush, put the journal into the snapshot and let go of the lock; the state that was reached."""
        self._closed = True
        if os.getpid() != self._process:  # a fork has nothing of its own here
            return self._state
        if self._follower is not None:
            self._follower.stop()
        if self._writer is not None:
            self._state = self._writer.close()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        return self._state

    def discard(self) -> bool:
        """Close, and take away what was made in a folder that was no project before; whether it was."""
        # Held until all is gone, so that nobody begins here meanwhile; the writer has it, too.
        lock, self._lock = self._lock, None
        self.close()
        try:
            return self._take_away()
        finally:
            if lock is not None:
                with contextlib.suppress(OSError):  # an empty file that stays behind stands in nobody's way
                    if self._new:
                        (self._folder / LOCK_NAME).unlink(missing_ok=True)
                lock.release()

    def _take_away(self) -> bool:
        if not self._new:
            return False
        for name in (FILE_NAME, JOURNAL_NAME):
            (self._folder / name).unlink(missing_ok=True)
        for journal in history.past_journals(self._folder):
            journal.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            for backup in backups.Backups(self._folder / backups.FOLDER).list():
                backup.path.unlink(missing_ok=True)
        for name in (history.FOLDER, backups.FOLDER):
            with contextlib.suppress(OSError):
                (self._folder / name).rmdir()
        return True

    def _freeze(self) -> Frozen:
        with self._exclusive:
            return self._tables.frozen()

    def _apply_news(self, news: list[Recorded | Opened], ready: Ready | None = None) -> list[Change]:
        changes, self._missed = self._missed, []
        for item in news:
            # What was compared ahead was compared with records that nothing has come to since.
            ahead = ready is not None and ready.opened is item and ready.taken == self._taken
            self._taken += 1
            if isinstance(item, Recorded):
                self._tables.apply(item.change, item.number)
                changes.append(item.change)
                continue
            edits = ready.edits if ready is not None and ahead else difference(self._tables, item.tables)
            if edits:
                change = Change(id=new_id(), label="changed elsewhere", edits=edits, at=utc_now())
                self._tables.apply(change, item.tables.number)
                changes.append(change)
            self._tables.take_marks(item.tables)
        return changes
