"""The app in a real pseudo-terminal, as a process of its own."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pexpect

ARTICLES = {
    "a.txt": "Bridge closed\n\nThe bridge was closed on Monday. Two lorries had collided, police said.\n",
    "b.txt": "Lorries collide\n\nPolice said that two lorries collided on the bridge. It reopened at noon.\n",
}


class Terminal:
    """A pseudo-terminal with the app in it; what it printed is kept as it came."""

    def __init__(self, *arguments: str, cwd: Path, **environment: str) -> None:
        variables = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **environment}
        variables.pop("COLUMNS", None)
        variables.pop("LINES", None)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tui.cli", *arguments],
            cwd=str(cwd),
            env=variables,
            dimensions=(40, 120),
            timeout=30,
        )
        self.raw = b""

    def until(self, words: str) -> None:
        """Read until these words have been painted since the last call."""
        seen = b""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            seen += self._read()
            if words in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8", "replace")):
                return
        raise AssertionError(f"{words!r} never came; the last was {seen[-2000:]!r}")

    def _read(self) -> bytes:
        try:
            read: bytes = self.child.read_nonblocking(65536, timeout=1)
        except pexpect.TIMEOUT:
            return b""
        self.raw += read
        return read

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        self.child.send(keys)

    def leave(self) -> int | None:
        """Quit by its key; the exit status."""
        self.press("\x11")
        return self.ended()

    def ended(self) -> int | None:
        """Read until the app has ended; its exit status, none where it was killed."""
        while True:
            try:
                self.raw += self.child.read_nonblocking(65536, timeout=30)
            except pexpect.EOF:
                break
        self.child.close()
        status: int | None = self.child.exitstatus
        return status
