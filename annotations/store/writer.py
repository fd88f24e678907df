"""The thread that writes: every change into the journal, the journal into a new snapshot now and then.

An app hands over finished lines and goes on; the writer's thread appends all that have come together in one
write and one sync. A script that wants its change on disk when it goes on writes itself: two threads handing
one line to each other cost 0.07 ms, a third of what a sync takes on a fast disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

from annotations.durable import set_aside, sync_data, write_all, write_durably
from annotations.errors import BusyError
from annotations.records import utc_now
from annotations.store.backups import FOLDER as BACKUPS
from annotations.store.backups import Backups
from annotations.store.history import shelve
from annotations.store.journal import Header, encode_header, scan
from annotations.store.lock import ProjectLock
from annotations.store.migrations import SCHEMA
from annotations.store.protocol import SAVED, SAVING, Listener, SaveState
from annotations.store.recovery import FILE_NAME, JOURNAL_NAME, Opened
from annotations.store.snapshot import snapshot_chunks, stamp
from annotations.store.tables import Frozen

#: Seconds between two tries to write what could not be written.
RETRY = 2.0
#: Seconds that a disk gets to answer when the project is closed.
ANSWER = 30.0
#: Seconds without a change after which nobody is in the middle of something.
IDLE = 3.0
#: A journal is put into a snapshot while the app runs when it has more bytes than this, and than half of
#: the snapshot: reading 4 MB of it takes some 0.3 s at the next opening.
OUTGROWN = 4_000_000
#: Seconds between two backups while there are changes.
BACKUP_EVERY = 3600.0


class _Interrupted(Exception):
    """A change has come while a snapshot was being made: it comes first."""


class Writer:
    """Writes for one project, from construction to `close`.

    Args:
        folder: the project folder; whoever makes a writer holds the project's lock.
        opened: what was read from it.
        freeze: gives a copy of the records, at a moment when no change is half applied.
        lock: the project's lock.
        background: never let whoever hands over a line wait for the disk.
    """

    def __init__(
        self,
        folder: Path,
        opened: Opened,
        freeze: Callable[[], Frozen],
        *,
        lock: ProjectLock,
        background: bool = False,
    ) -> None:
        self.listener: Listener | None = None
        self._folder = folder
        self._freeze = freeze
        self._background = background
        self._lock = lock
        self._snapshot = folder / FILE_NAME
        self._journal = folder / JOURNAL_NAME
        self._backups = Backups(folder / BACKUPS)

        # What is on disk. Only touched by whoever holds `_io`.
        self._io = threading.Lock()
        self._lost = ""  # why nothing is written any more
        self._home = _identity(folder)
        self._snapshot_file = _identity(self._snapshot) if opened.stamp is not None else None
        self._handle: int | None = None
        self._file = (0, 0)  # its inode and device
        self._header = opened.header
        self._first, self._last = opened.first, opened.last
        self._end = opened.end
        self._cut = opened.end < opened.size
        self._stamp = opened.stamp
        self._migrating = opened.stamp is not None and opened.schema < SCHEMA
        self._mend = opened.mend or self._migrating
        self._untrusted = False
        self._snapshot_number = opened.number
        self._backup_number = -1
        self._backup: threading.Thread | None = None
        self._last_backup = time.monotonic()
        self._cannot_compact = 0.0

        # What is still to be written. Guarded by `_mutex`.
        self._mutex = threading.Lock()
        self._changed = threading.Condition(self._mutex)
        self._pending: list[tuple[int, bytes]] = []
        self._submitted = self._tried = self._written = opened.tables.number
        self._state = SAVED
        self._last_commit = 0.0
        self._closing = False

        self._wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="variorum-writer", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        """How far the disk is."""
        return self._state

    def submit(self, number: int, line: bytes) -> None:
        """Have the line of a change written: in the background, or now, as far as that is possible."""
        with self._mutex:
            self._pending.append((number, line))
            self._submitted = number
            self._last_commit = time.monotonic()
            told = self._state is SAVED
            if told:
                self._state = SAVING
        if told and self.listener is not None:
            self._tell()
        if self._background:
            self._wake.put(None)
            return
        with self._io:
            self._write_pending()
        if self._pending or self._end > OUTGROWN:  # to be tried again, or to be put into a snapshot
            self._wake.put(None)

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is written or could not be, at most `timeout` seconds."""
        with self._changed:
            goal = self._submitted
            self._changed.wait_for(lambda: self._tried >= goal, timeout)
            return self._state

    def close(self) -> SaveState:
        """Write what is left, put the journal into the snapshot, and let go of the files."""
        if self._closing:
            return self._state
        self._closing = True
        self._wake.put(None)
        self._thread.join(ANSWER)
        if self._backup is not None:
            self._backup.join(ANSWER)
        if self._thread.is_alive() or not self._io.acquire(timeout=ANSWER):
            return SaveState("not_saved", "the disk does not answer")
        try:
            self._write_pending()
            if not self._pending and (self._last or self._mend):
                self._try_to_compact()
            self._let_go()
        finally:
            self._io.release()
        return self._state

    # ---- The thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        with self._io:
            self._back_up()
            if self._mend:
                self._try_to_compact()
        while not self._closing:
            with contextlib.suppress(queue.Empty):
                self._wake.get(timeout=self._patience())
            if self._closing:
                return
            with self._io:
                if self._pending:
                    self._write_pending()
                elif self._idle():
                    self._tidy()

    def _patience(self) -> float | None:
        """Seconds until there may be something to do that nobody asks for; null if there is nothing."""
        if self._pending or (self._mend and self._state.word == "not_saved"):
            return RETRY if self._state.word == "not_saved" else 0.0
        waits = []
        if self._mend or self._outgrown():
            waits.append(IDLE)
        if self._last:
            waits.append(max(IDLE, self._last_backup + BACKUP_EVERY - time.monotonic()))
        return min(waits, default=None)

    def _idle(self) -> bool:
        return time.monotonic() - self._last_commit >= IDLE

    def _outgrown(self) -> bool:
        length = self._stamp.length if self._stamp is not None else 0
        return self._end > max(OUTGROWN, length // 2)

    def _tidy(self) -> None:
        hour = self._last > 0 and time.monotonic() - self._last_backup >= BACKUP_EVERY
        if self._mend or self._outgrown() or hour:
            self._try_to_compact(interruptible=True)
        if hour:
            self._back_up()

    # ---- The journal -----------------------------------------------------------------------------

    def _write_pending(self) -> None:
        with self._mutex:
            batch = list(self._pending)
        if not batch:
            return
        try:
            self._append(b"".join(line for _, line in batch), batch[0][0], batch[-1][0])
            if self._stamp is None:  # a project is its snapshot: without one it would be none yet
                self._compact()
            state = SAVED
        except OSError as problem:
            state = SaveState("not_saved", problem.strerror or str(problem))
        except Exception as problem:  # whatever it is: the writer must live and the screen must say it
            state = SaveState("not_saved", f"{type(problem).__name__}: {problem}")
        with self._changed:
            self._tried = batch[-1][0]
            if state is SAVED:
                self._written = self._tried
                del self._pending[: len(batch)]
            self._state = SAVING if state is SAVED and self._pending else state
            self._changed.notify_all()
        if self.listener is not None:
            self._tell()

    def _look_around(self) -> None:
        """Make sure that what is to be written goes into the project that was opened, and to nobody else's.

        Raises:
            OSError: the folder is another one now, or somebody else has taken the project.
        """
        if _identity(self._folder) != self._home:
            raise OSError(errno.ESTALE, "the folder was moved or replaced while the project was open")
        if self._lost:
            raise OSError(errno.ESTALE, self._lost)
        replaced = self._stamp is not None and _identity(self._snapshot) != self._snapshot_file
        try:
            held = self._lock.hold()
        except BusyError as problem:
            self._lost = str(problem)  # for good: what is in memory here lacks what they do
            raise OSError(errno.ESTALE, self._lost) from problem
        if replaced and not held:
            self._lost = "another session has had the project meanwhile"
            raise OSError(errno.ESTALE, self._lost)
        if replaced:
            # The records are what they are in memory; what somebody has put in their place is kept.
            with contextlib.suppress(FileNotFoundError):
                set_aside(self._snapshot, "replaced")
            self._mend = True

    def _append(self, data: bytes, first: int, last: int) -> None:
        self._look_around()
        if self._mend:
            self._compact()
        if self._handle is None and not self._untrusted:
            self._open_journal()
        if not self._untrusted and not self._is_in_place():
            self._untrusted = True
        if self._untrusted:
            self._write_elsewhere(data)
        else:
            assert self._handle is not None
            try:
                write_all(self._handle, data)
            except OSError:
                try:
                    os.ftruncate(self._handle, self._end)
                except OSError:
                    self._untrusted = True
                raise
            try:
                sync_data(self._handle)
            except OSError:
                self._untrusted = True
                raise
            self._end += len(data)
        self._first = self._first or first
        self._last = last

    def _open_journal(self) -> None:
        """Open the journal to add to it; make one where there is none."""
        if self._header is None:
            header = Header(base=self._stamp, seq=self._snapshot_number)
            line = encode_header(header)
            write_durably(self._journal, line)
            self._header, self._end, self._cut = header, len(line), False
        handle = os.open(self._journal, os.O_RDWR | os.O_APPEND | getattr(os, "O_CLOEXEC", 0))
        try:
            if self._cut:  # a line that a death left unfinished
                os.ftruncate(handle, self._end)
                self._cut = False
        except BaseException:
            os.close(handle)
            raise
        self._take(handle)

    def _take(self, handle: int) -> None:
        there = os.fstat(handle)
        self._handle, self._file = handle, (there.st_ino, there.st_dev)

    def _is_in_place(self) -> bool:
        """Whether the open journal is still the file of that name: nobody has removed or replaced it."""
        assert self._handle is not None
        try:
            there = os.stat(self._journal)
        except OSError:
            return False
        return (there.st_ino, there.st_dev, there.st_size) == (*self._file, self._end)

    def _write_elsewhere(self, data: bytes) -> None:
        """Write the journal anew, with what is to be added: the file that it was is not to be trusted.

        After a failed sync the system may take for written what is not, so the old file gets no second try.
        """
        known = self._read_back()
        if known is None:
            # Not even that: what the records are is put into a snapshot, and the lines into a new journal.
            self._let_go()
            with contextlib.suppress(FileNotFoundError):  # somebody took it away, or the last try did
                os.replace(self._journal, f"{self._journal}.unreadable-{self._last}")
            self._header, self._first, self._last = None, 0, 0
            self._compact()
            self._append(data, 0, 0)
            return
        write_durably(self._journal, known + data)
        self._let_go()  # not before: where this fails, the next try may have nowhere else to read it from
        self._end = len(known) + len(data)
        self._take(os.open(self._journal, os.O_RDWR | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)))
        self._untrusted = False

    def _read_back(self) -> bytes | None:
        """The good part of the journal as it was written; null where that is not what can be read."""
        if self._header is None:
            return None
        try:
            if self._handle is not None:
                known = os.pread(self._handle, self._end, 0)
            else:
                known = self._journal.read_bytes()[: self._end]
        except OSError:
            return None
        read = scan(known)
        whole = len(known) == self._end and not read.damaged and not read.torn
        return known if whole and read.header == self._header else None

    def _let_go(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with contextlib.suppress(OSError):
                os.close(handle)

    # ---- The snapshot ----------------------------------------------------------------------------

    def _try_to_compact(self, *, interruptible: bool = False) -> None:
        """Put the journal into a new snapshot. Where that fails nothing is lost: the journal has it all."""
        now = time.monotonic()
        if interruptible and now < self._cannot_compact:
            return
        try:
            self._look_around()
            self._compact(interruptible=interruptible)
        except _Interrupted:
            pass
        except OSError as problem:
            self._cannot_compact = now + 60 * RETRY
            if self._mend:  # then the files are not what the records are
                self._say(SaveState("not_saved", problem.strerror or str(problem)))
        else:
            if self._state.word == "not_saved" and not self._pending:
                self._say(SAVED)

    def _compact(self, *, interruptible: bool = False) -> None:
        """Write a new snapshot, move the journal into the history, begin a new one.

        A death between any two steps leaves a project that opens as the same: changes that the snapshot has
        are known by their numbers and left out.
        """
        if self._handle is not None and not self._is_in_place():
            # Before it goes into the history: somebody has taken it away, or put another one there.
            with contextlib.suppress(FileNotFoundError):
                set_aside(self._journal, "replaced")
            known = self._read_back()
            if known is not None:
                write_durably(self._journal, known)
        if self._migrating:  # not without a copy of the file as the older version wrote it
            self._backups.make(self._snapshot.read_bytes(), self._snapshot_number, utc_now())
        frozen = self._freeze()
        chunks = []
        for chunk in snapshot_chunks(frozen):
            if interruptible and self._pending:
                raise _Interrupted
            chunks.append(chunk)
        raw = b"".join(chunks)
        write_durably(self._snapshot, raw)
        self._snapshot_file = _identity(self._snapshot)
        self._stamp = stamp(raw)
        self._snapshot_number = frozen.number
        self._migrating = False
        if self._last:
            shelve(self._journal, self._folder, self._first, self._last)
        self._let_go()
        self._header, self._first, self._last, self._end = None, 0, 0, 0
        self._untrusted = self._mend = False
        self._open_journal()

    # ---- Backups ---------------------------------------------------------------------------------

    def _back_up(self) -> None:
        """Keep a copy of the snapshot as it is on disk, on a thread of its own: changes must not wait."""
        self._last_backup = time.monotonic()
        if self._backup is not None:
            self._backup.join()
        try:
            raw = self._snapshot.read_bytes()
        except OSError:
            return
        # A damaged snapshot is kept apart, never as a backup.
        if self._stamp is None or stamp(raw) != self._stamp:
            return
        number = self._snapshot_number

        def make() -> None:
            # That no backup can be made stops nobody's work; the journal has it all.
            with contextlib.suppress(OSError):
                self._backups.make(raw, number, utc_now())

        self._backup = threading.Thread(target=make, name="variorum-backup", daemon=True)
        self._backup.start()

    def _say(self, state: SaveState) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        listener = self.listener
        if listener is not None:
            # A listener of a screen that is just closing must not end the writer.
            with contextlib.suppress(Exception):
                listener()


def _identity(path: Path) -> tuple[int, int, int]:
    """What tells a file or folder from another of the same name: inode, device, and a file's length."""
    try:
        there = os.stat(path)
    except FileNotFoundError:
        return (0, 0, 0)
    return (there.st_ino, there.st_dev, there.st_size if stat.S_ISREG(there.st_mode) else 0)
