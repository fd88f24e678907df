"""Who has a project open for writing: a lock that the kernel drops when its process ends."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from annotations.errors import BusyError
from annotations.records import utc_now


class ProjectLock:
    """The right to write to a project, held from construction until `release`.

    Raises:
        BusyError: another process has it; the message says who, where and since when.
        OSError: the lock file cannot be made, as in a folder that may not be written to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path, blocking=False, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise BusyError(f"the project is open in another session: {holder(path)}") from None
        who = {"pid": os.getpid(), "user": login(), "host": socket.gethostname(), "since": utc_now()}
        # Only told to people; the lock itself is the kernel's. A full disk must not keep anybody out.
        with contextlib.suppress(OSError):
            path.write_text(json.dumps(who), "utf-8")

    def release(self) -> None:
        """Let others write."""
        self._lock.release()


def holder(path: Path) -> str:
    """Who has the lock, in words; "another process" where the lock file does not say."""
    try:
        who = json.loads(path.read_text("utf-8"))
        return f"{who['user']} on {who['host']}, process {who['pid']}, since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def login() -> str:
    """The login name, or "unknown" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
