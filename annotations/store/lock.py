"""Who has a project open for writing: a lock that the kernel drops when its process ends."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from annotations.errors import BusyError
from annotations.records import utc_now
from annotations.store.protocol import Holder

LOCK_NAME = "variorum.json.lock"


class ProjectLock:
    """The right to write to a project, held from construction until `release`.

    Raises:
        BusyError: another process has it; the message says who, where and since when.
        OSError: the lock file cannot be made, as in a folder that may not be written to, or the file system
            has no locks of the kernel: files as locks would stay behind when a process is killed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path, blocking=False, thread_local=False, fallback_to_soft=False)
        self._acquire()

    def _acquire(self) -> None:
        path = self._path
        try:
            self._lock.acquire()
        except Timeout:
            raise BusyError(f"the project is open in another session: {holder(path)}") from None
        try:
            there = os.stat(path)
        except BaseException:
            self._lock.release(force=True)
            raise
        self._file = (there.st_ino, there.st_dev)
        who = Holder(os.getpid(), login(), socket.gethostname(), utc_now())
        # Only told to people; the lock itself is the kernel's. A full disk must not keep anybody out.
        with contextlib.suppress(OSError):
            path.write_bytes(msgspec.json.encode(who))

    def hold(self) -> bool:
        """Make sure that the lock that is held is the one that others find; false where it had to be taken
        anew, so that somebody else may have had the project meanwhile.

        Raises:
            BusyError: the lock file was replaced, and by now another process has the new one.
            OSError: it was taken away and cannot be made again.
        """
        with contextlib.suppress(FileNotFoundError):
            there = os.stat(self._path)
            if (there.st_ino, there.st_dev) == self._file:
                return True
        self._lock.release(force=True)
        self._acquire()
        return False

    def release(self) -> None:
        """Let others write."""
        # While it is still ours: followers read from the empty file that nobody has the project.
        with contextlib.suppress(OSError):
            os.truncate(self._path, 0)
        self._lock.release()


def holder_of(path: Path) -> Holder | None:
    """Who has the lock, as far as the lock file says; null where nobody has, or where nobody can know."""
    try:
        who = msgspec.json.decode(path.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None
    return who if who.host != socket.gethostname() or _runs(who.pid) else None


def holder(path: Path) -> str:
    """Who has the lock, in words; "another process" where the lock file does not say."""
    return str(holder_of(path) or "another process")


def login() -> str:
    """The login name, or "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _runs(pid: int) -> bool:
    """Whether a process of this machine runs."""
    if os.name == "nt" or pid <= 0:
        return True  # looking would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
