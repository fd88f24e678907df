"""A program on a pseudo-terminal whose two ends we hold, so that its state is seen before and after."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

from tests.hostile.session import LAUNCH, surroundings, words_in

#: Private modes that are on when a terminal is opened: the cursor is shown, lines wrap.
_ON = {b"7", b"25"}


class Line:
    """`variorum` with a terminal of its own as its controlling one."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        without: str = "none",
        size: tuple[int, int] = (120, 40),
        program: Path | None = None,
        **environment: str,
    ) -> None:
        self.home = home
        self.master, self.slave = os.openpty()
        self.resize(*size, tell=False)
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            [sys.executable, *([str(LAUNCH), without] if program is None else [str(program)]), *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=surroundings(home, environment),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self.raw = b""

    def resize(self, columns: int, lines: int, *, tell: bool = True) -> None:
        """Give the terminal another size; the system tells the program."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read(self, seconds: float) -> bytes:
        """What came within this time."""
        came, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                break
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                break
            came += piece
            self.raw += piece
        return came

    def until(self, words: str, patience: float = 30) -> None:
        """Read until these words have come since the last call, for so many seconds at most."""
        came, end = b"", time.monotonic() + patience
        while words not in words_in(came):
            assert time.monotonic() < end, words_in(came)[-3000:]
            came += self.read(0.2)

    def press(self, keys: str) -> None:
        """Send keys."""
        os.write(self.master, keys.encode())

    def ended(self) -> int:
        """Read until the program has ended; its exit status, negative for a signal that ended it."""
        end = time.monotonic() + 30
        while self.process.poll() is None:
            assert time.monotonic() < end, "it does not end"
            self.read(0.1)
        self.read(0.1)
        return self.process.returncode

    def close(self) -> None:
        """Close the terminal under the program."""
        for handle in (self.master, self.slave):
            with contextlib.suppress(OSError):
                os.close(handle)

    @property
    def attributes_are_back(self) -> bool:
        """Whether the terminal is in the mode in which it was given."""
        now: list[Any] = termios.tcgetattr(self.slave)
        return now == self.before

    @property
    def modes_left(self) -> list[bytes]:
        """Modes that were turned on (or off) and not back again."""
        last: dict[bytes, bytes] = {}
        for numbers, way in re.findall(rb"\x1b\[\?([\d;]+)([hl])", self.raw):
            for number in numbers.split(b";"):
                last[number] = way
        left = [mode for mode, way in last.items() if (way == b"h") != (mode in _ON)]
        # The keyboard protocol is pushed and popped.
        pushed, popped = self.raw.rfind(b"\x1b[>"), self.raw.rfind(b"\x1b[<u")
        return [*left, *([b"keyboard"] if popped < pushed else [])]
