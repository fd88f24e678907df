"""Following a project that another process writes: its journal is read as it grows.

What is read may not be on the disk itself yet; it is what the other one sees too. Whenever something does not
continue what was read before (a journal was cut back after a failed write, a backup was restored), the
project is read anew as a whole.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

import msgspec

from annotations.errors import VariorumError
from annotations.store.journal import decode_change, decode_header, payload
from annotations.store.lock import holder_of
from annotations.store.protocol import Holder, Listener, Recorded
from annotations.store.recovery import FILE_NAME, JOURNAL_NAME, Opened, read_project

#: Seconds between two looks: what another person does is seen as it happens, at the cost of a few stats.
LOOK = 0.2


class Follower:
    """Reads what others change in a project.

    Args:
        folder: the project folder.
        lock: the file that says who has it.
        opened: what was read from the folder.
    """

    def __init__(self, folder: Path, lock: Path, opened: Opened) -> None:
        self.holder: Holder | None = holder_of(lock)
        self._folder = folder
        self._lock_path = lock
        self._path = folder / JOURNAL_NAME
        self._number = opened.tables.number
        self._listener: Listener | None = None
        self._handle: int | None = None
        self._at = 0
        #: What tells the snapshot that was read from another; null where it was not looked at.
        self._snapshot: tuple[int, int, int] | None = None
        self._news: list[Recorded | Opened] = []
        self._mutex = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def on_news(self, listener: Listener | None) -> None:
        """Look by itself from now on and call `listener`, on another thread, when there is something new."""
        self._listener = listener
        if listener is not None and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="variorum-follower", daemon=True)
            self._thread.start()

    def collect(self, *, look: bool = False) -> list[Recorded | Opened]:
        """What has come since the last time: changes, or a project that was read anew.

        Args:
            look: look now as well; else what the follower's own thread has found has to do, if it runs.
        """
        if look or self._thread is None:
            self._look()
        with self._mutex:
            news, self._news = self._news, []
        return news

    def stop(self) -> None:
        """Look no further."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._listener = None
        self._let_go()

    def _run(self) -> None:
        while not self._stop.wait(LOOK):
            if self._look() and self._listener is not None:
                # A listener of a screen that is just closing must not end the looking.
                with contextlib.suppress(Exception):
                    self._listener()

    def _look(self) -> bool:
        """Read what is new; whether anything is, be it only who has the project."""
        holder = holder_of(self._lock_path)
        changed = holder != self.holder
        self.holder = holder
        with self._mutex:
            before = len(self._news)
            try:
                if not self._read_on():
                    self._read_anew()
            except (OSError, VariorumError):
                return changed  # it is being replaced, or it is gone; what was read stays
            return changed or len(self._news) > before

    def _read_on(self) -> bool:
        """Read the journal on from where it was read to; false where it does not continue that."""
        try:
            there = os.stat(self._path)
        except FileNotFoundError:
            # Between two journals; or a writer died there, and what it saved last is in the snapshot alone.
            return self._snapshot is not None and self._snapshot == self._stat_snapshot()
        if self._handle is not None:
            mine = os.fstat(self._handle)
            if mine.st_size < self._at:
                return False
            if mine.st_size > self._at and not self._take_lines():
                return False
            if os.path.samestat(there, mine):
                return True
            self._let_go()
        self._handle = os.open(self._path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        self._at = 0
        return self._take_lines()

    def _take_lines(self) -> bool:
        assert self._handle is not None
        data = b""
        while piece := os.pread(self._handle, 1 << 20, self._at + len(data)):
            data += piece
        data = data[: data.rfind(b"\n") + 1]  # a line that is still being written comes next time
        for line in data.splitlines(keepends=True):
            said = payload(line[:-1])
            if said is None:
                return False
            try:
                if self._at == 0:
                    # Changes up to this number are in the snapshot: they were all in the journal before.
                    if decode_header(said).seq > self._number:
                        return False
                else:
                    recorded = decode_change(said)
                    if recorded.number > self._number + 1:
                        return False
                    if recorded.number == self._number + 1:
                        self._news.append(recorded)
                        self._number = recorded.number
            except msgspec.DecodeError:
                return False
            self._at += len(line)
        return True

    def _stat_snapshot(self) -> tuple[int, int, int]:
        there = os.stat(self._folder / FILE_NAME)
        return there.st_ino, there.st_size, there.st_mtime_ns

    def _read_anew(self) -> None:
        self._let_go()
        with contextlib.suppress(FileNotFoundError):
            self._snapshot = self._stat_snapshot()
        opened = read_project(self._folder)
        self._news = [opened]
        self._number = opened.tables.number

    def _let_go(self) -> None:
        if self._handle is not None:
            handle, self._handle, self._at = self._handle, None, 0
            with contextlib.suppress(OSError):  # it was only read
                os.close(handle)
