"""One place in a text, counted in code points, in UTF-16 units or in UTF-8 bytes.

Variorum counts code points. Java, JavaScript and what is written in them count UTF-16 units, in which
everything beyond the basic plane takes two; some tools count bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
#: So many code points are encoded at most to find one place in bytes.
_STRIDE = 1024


class Offsets:
    """Converts offsets into one text. Looking through the text costs once; a place then costs a search.

    Args:
        text: the text; its offsets run from 0 to its length, both included.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _beyond(self) -> list[int]:
        """Where the code points stand that take two units."""
        if self._text.isascii():
            return []
        return [found.start() for found in _BEYOND.finditer(self._text)]

    @cached_property
    def _beyond_units(self) -> list[int]:
        return [place + number for number, place in enumerate(self._beyond)]

    @cached_property
    def _bytes(self) -> list[int]:
        """How many bytes stand before every so many code points."""
        total, marks = 0, [0]
        for start in range(0, len(self._text), _STRIDE):
            total += len(self._text[start : start + _STRIDE].encode())
            marks.append(total)
        return marks

    def utf16(self, place: int) -> int:
        """Code points to UTF-16 units.

        Raises:
            ValueError: the text does not reach so far.
        """
        self._check(place, len(self._text), "code points")
        return place + bisect_left(self._beyond, place)

    def from_utf16(self, units: int) -> int:
        """UTF-16 units to code points.

        Raises:
            ValueError: the text does not reach so far, or the place is within a code point.
        """
        self._check(units, len(self._text) + len(self._beyond), "UTF-16 units")
        before = bisect_left(self._beyond_units, units)
        if before and self._beyond_units[before - 1] == units - 1:
            raise ValueError(f"{units} UTF-16 units end within a character")
        return units - before

    def utf8(self, place: int) -> int:
        """Code points to UTF-8 bytes.

        Raises:
            ValueError: the text does not reach so far.
        """
        self._check(place, len(self._text), "code points")
        if self._text.isascii():
            return place
        mark = place // _STRIDE
        return self._bytes[mark] + len(self._text[mark * _STRIDE : place].encode())

    def from_utf8(self, count: int) -> int:
        """UTF-8 bytes to code points.

        Raises:
            ValueError: the text does not reach so far, or the place is within a code point.
        """
        if self._text.isascii():
            self._check(count, len(self._text), "bytes")
            return count
        self._check(count, self._bytes[-1], "bytes")
        mark = bisect_right(self._bytes, count) - 1
        start = min(mark * _STRIDE, len(self._text))
        raw = self._text[start : start + _STRIDE].encode()[: count - self._bytes[mark]]
        try:
            return start + len(raw.decode())
        except UnicodeDecodeError:
            raise ValueError(f"{count} bytes end within a character") from None

    @staticmethod
    def _check(place: int, end: int, unit: str) -> None:
        if not 0 <= place <= end:
            raise ValueError(f"{place} is outside the text (0 to {end} {unit})")
