"""The program under a pseudo-terminal, and what that receives on each surface."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pexpect

LAUNCH = Path(__file__).with_name("launch.py")
ROOT = LAUNCH.parent.parent.parent
#: Seconds without a byte after which a surface counts as painted, once what was waited for is there.
QUIET = 0.04
#: Seconds without a byte after which a surface that has shown something counts as painted, although not all
#: that was waited for is there: a list has room for some, and what still comes is looked at with the next.
STILL = 0.25
#: Seconds after which what does not come is given up.
PATIENCE = 4.0
_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(\x07|\x1b\\)?|\x1b.")
#: What may be the beginning of a sequence, or of a character of several bytes, at the end of what came.
_UNFINISHED = re.compile(
    rb"(?:\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*)?"
    rb"|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"
)


def words_in(received: bytes) -> str:
    """The text in what a terminal received."""
    return _SEQUENCES.sub("", received.decode("utf-8", "replace"))


def surroundings(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program under test: what it keeps for its user is kept in `home`."""
    variables = {
        **os.environ,
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(home),
        "XDG_STATE_HOME": str(home),
        **environment,
    }
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        variables.pop(name, None)
    return variables


class Session:
    """A program in a pseudo-terminal; every byte that it sends is kept.

    Args:
        arguments: of `variorum`.
        without: the walls that are down (`tests.hostile.launch`).
        size: columns and lines.
    """

    def __init__(
        self,
        *arguments: str | bytes,
        cwd: Path,
        home: Path,
        without: str = "none",
        size: tuple[int, int] = (120, 40),
        **environment: str,
    ) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            [str(LAUNCH), without, *map(os.fsdecode, arguments)],
            cwd=str(cwd),
            env=surroundings(home, environment),  # type: ignore[arg-type]
            dimensions=(size[1], size[0]),
            timeout=30,
        )
        self.raw = b""
        # A sequence or a character of which the end had not come yet.
        self._rest = b""

    def read(
        self, until: Callable[[bytes], bool], patience: float = PATIENCE, still: float | None = None
    ) -> bytes:
        """Read until this is so of what came, and then until nothing more comes; what came.

        Args:
            until: what is waited for.
            patience: seconds after which it is given up.
            still: seconds without a byte after which it is given up once there are words; none to wait on.
        """
        came, end = self._rest, time.monotonic() + patience
        while time.monotonic() < end:
            met = until(came)
            shown = still is not None and words_in(came).strip() != ""
            pause = QUIET if met else still if still is not None and shown else 0.1
            try:
                piece = self.child.read_nonblocking(65536, timeout=pause)
            except pexpect.TIMEOUT:
                if met or shown:
                    break
            except pexpect.EOF:
                break
            else:
                came += piece
                self.raw += piece
        cut = _UNFINISHED.search(came)
        self._rest = came[cut.start() :] if cut else b""
        return came[: cut.start()] if cut else came

    def press(
        self, keys: str, words: Iterable[str] = (), patience: float = PATIENCE, still: float | None = None
    ) -> bytes:
        """Send keys; what the terminal received until all these words had come (`read`)."""
        wanted = list(words)

        def met(came: bytes) -> bool:
            seen = words_in(came)
            return bool(came) and all(word in seen for word in wanted)

        self.child.send(keys)
        return self.read(met, patience, still)

    def rest(self) -> bytes:
        """Read until it has ended."""
        came = self._rest
        while True:
            try:
                piece = self.child.read_nonblocking(65536, timeout=30)
            except (pexpect.EOF, pexpect.TIMEOUT):
                break
            came += piece
            self.raw += piece
        self.child.close(force=True)
        return came
