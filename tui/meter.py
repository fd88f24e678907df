"""How far reading, an export or an import is: one line that is wiped away; only where a person looks on."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from annotations.articles import Progress
from annotations.text import displayable

if TYPE_CHECKING:
    from annotations.exports.progress import Progress as StepProgress

#: No more of a name is shown, in code points, so that the line is not broken.
_NAME = 40
_WIPE = "\r\x1b[K"


class _Line:
    """One line on standard error that is painted over and in the end wiped away."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            click.echo(_WIPE, nl=False, err=True)

    def paint(self, line: str) -> None:
        """Show this, in place of what was shown before."""
        if self._shows and line != self._shown:
            self._shown = line
            click.echo(_WIPE + line, nl=False, err=True)


class Meter(_Line):
    """Shows how far the reading of a source is, on standard error where that is a terminal.

    Args:
        source: a path or an address.
    """

    def __init__(self, source: Path | str) -> None:
        super().__init__()
        name = displayable(str(source))
        self._name = name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"

    def show(self, progress: Progress) -> None:
        """Show this, in place of what was shown before."""
        self.paint(f"{self._name}: {in_words(progress)}")


class StepMeter(_Line):
    """Shows how far an export, an import or the carrying of quotes is, on standard error where that is a
    terminal."""

    def show(self, progress: StepProgress) -> None:
        """Show this, in place of what was shown before."""
        self.paint(f"{progress.step}: {progress.done:,} of {progress.total:,}")

    def carried(self, done: int, total: int) -> None:
        """So many quotes of so many are carried."""
        self.paint(f"carrying quotes: {done:,} of {total:,}")


def in_words(progress: Progress) -> str:
    """How far a reading is."""
    if progress.step == "connecting":
        return "connecting …"
    if progress.step == "reading":
        return f"page {progress.done + 1:,} of {progress.total:,}" if progress.total else "reading …"
    received = f"{progress.done / 1e6:.1f}"
    return f"{received} of {progress.total / 1e6:.1f} MB" if progress.total else f"{received} MB"
