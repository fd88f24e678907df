"""A text with line feeds for all its line ends, and where in it the places of the text are."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

_PAIR = re.compile("\r\n")


class LineFeeds:
    """What a tool reads that turns CR LF and CR into LF, with offsets both ways, in code points.

    A place between a CR and its LF is taken for the one before them.

    Args:
        text: the text as it is.
    """

    def __init__(self, text: str) -> None:
        self._whole = text

    @cached_property
    def text(self) -> str:
        """The text with line feeds only."""
        return self._whole.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _pairs(self) -> list[int]:
        """Where the line feed of each CR LF stands."""
        return [found.start() + 1 for found in _PAIR.finditer(self._whole)]

    def place(self, place: int) -> int:
        """Where a place of the whole text is in `text`."""
        return place - bisect_left(self._pairs, place + 1)
