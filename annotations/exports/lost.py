"""What a format will lose of this very project, in numbers, before anything is written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from annotations.exports.planes import PLANES, lost
from annotations.exports.registry import Format

if TYPE_CHECKING:
    from annotations.exports.selection import Selection


class Loss(NamedTuple):
    """So many of these will be missing: `plane` is its name, `words` say it ("3 claims’ notes")."""

    plane: str
    number: int
    words: str


class Losses:
    """Counts what a selection holds once, for all formats that are asked about.

    Args:
        selection: what is to be exported.
    """

    def __init__(self, selection: Selection) -> None:
        self._count = cache(lambda plane: PLANES[plane].count(selection))

    def of(self, format: Format) -> list[Loss]:
        """What this format will lose; only what there is. An empty list where it keeps everything.

        Raises:
            ProjectError: the text of an article is missing or damaged.
        """
        counted = [(plane, self._count(plane.name)) for plane in lost(format.holds)]
        return [Loss(plane.name, count, plane.in_words(count)) for plane, count in counted if count]
