"""How far the reading of a source is, in one line that is wiped away; only where a person looks on."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import click

from annotations.articles import Progress
from annotations.text import displayable

#: No more of a name is shown, in code points, so that the line is not broken.
_NAME = 40
_WIPE = "\r\x1b[K"


class Meter:
    """Shows how far the reading of a source is, on standard error where that is a terminal.

    Args:
        source: a path or an address.
    """

    def __init__(self, source: Path | str) -> None:
        name = displayable(str(source))
        self._name = name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"
        self._shows = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            click.echo(_WIPE, nl=False, err=True)

    def show(self, progress: Progress) -> None:
        """Show this, in place of what was shown before."""
        line = f"{self._name}: {in_words(progress)}"
        if self._shows and line != self._shown:
            self._shown = line
            click.echo(_WIPE + line, nl=False, err=True)


def in_words(progress: Progress) -> str:
    """How far a reading is."""
    if progress.step == "connecting":
        return "connecting …"
    if progress.step == "reading":
        return f"page {progress.done + 1:,} of {progress.total:,}" if progress.total else "reading …"
    received = f"{progress.done / 1e6:.1f}"
    return f"{received} of {progress.total / 1e6:.1f} MB" if progress.total else f"{received} MB"
