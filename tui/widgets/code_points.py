"""The code points of a passage, as a list."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rich.cells import cell_len

from annotations.text import displayable
from annotations.text.scripts import OddWord, odd_words
from tui.display import cut
from tui.looks.linear import is_linear
from tui.reader.graphemes import drawn
from tui.widgets.rows import Piece, Rows

#: Cells of the columns: place in the text, number, sign, category.
PLACE, NUMBER, SIGN, KIND = 9, 10, 6, 5
#: Names of controls, which Unicode gives none.
CONTROLS = (
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "BELL",
    "BACKSPACE",
    "TABULATION",
    "LINE FEED",
    "LINE TABULATION",
    "FORM FEED",
    "CARRIAGE RETURN",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "FILE SEPARATOR",
    "GROUP SEPARATOR",
    "RECORD SEPARATOR",
    "UNIT SEPARATOR",
)


class CodePointList(Rows):
    """One row for each code point: place, number, sign, name, category, and what is odd about it."""

    HEADER = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text, self._start, self._end = "", 0, 0
        self._words: Sequence[OddWord] = []
        self._odd_places: list[int] = []

    def show(self, text: str, start: int, end: int) -> None:
        """Show the code points of `text` from `start` to `end`, in code points."""
        self._text, self._start, self._end = text, start, end
        self._words = odd_words(text[start:end])
        places = {place for word in self._words for place in range(word.start, word.end)}
        passage = text[start:end]
        if not passage.isprintable():
            places |= {place for place, sign in enumerate(passage) if _acts(sign)}
        self._odd_places = sorted(places)
        self.reload()

    @property
    def row_count(self) -> int:
        """How many code points there are."""
        return self._end - self._start

    @property
    def odd_count(self) -> int:
        """How many of them act, hide, or stand in a word that is not what it looks like."""
        return len(self._odd_places)

    def step(self, way: int) -> bool:
        """Put the cursor on the next odd code point (before it, if negative); whether there is one."""
        at = (
            bisect_right(self._odd_places, self.cursor)
            if way > 0
            else bisect_left(self._odd_places, self.cursor) - 1
        )
        if not 0 <= at < len(self._odd_places):
            return False
        self.put_cursor(self._odd_places[at])
        return True

    def header_pieces(self, line: int, width: int) -> Sequence[Piece]:  # noqa: ARG002
        """What stands in each column."""
        if is_linear(self):
            return [(cut("code points, each with its place, its number, its kind and its name", width), "")]
        head = f" {'place':<{PLACE}}{'number':<{NUMBER}}{'sign':<{SIGN}}{'kind':<{KIND}}name"
        return [(cut(head, width), "")]

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """One code point."""
        sign = self._text[self._start + row]
        painted = drawn(displayable(sign))
        said = why(sign) or next((w.why for w in self._words if w.start <= row < w.end), "")
        left = f"{self._start + row:<{PLACE}}" + f"U+{ord(sign):04X}".ljust(NUMBER)
        name = f"{unicodedata.category(sign):<{KIND}}{name_of(sign)}"
        room = width - PLACE - NUMBER - SIGN
        pieces: list[Piece] = [
            (left, "rows--muted"),
            (painted + " " * max(1, SIGN - cell_len(painted)), "rows--strong"),
            (cut(name, room), ""),
        ]
        if said and room - cell_len(name) > 6:
            pieces.append((cut(f" · {said}", room - cell_len(name)), "rows--queries"))
        return [pieces]


def name_of(sign: str) -> str:
    """What Unicode calls a code point; controls by the names that they had elsewhere."""
    code = ord(sign)
    if code < 0x20:
        return CONTROLS[code]
    if 0x7F <= code < 0xA0:
        return "DELETE" if code == 0x7F else f"C1 CONTROL {code:02X}"
    if 0xD800 <= code < 0xE000:
        return "HALF OF A SURROGATE PAIR"
    return unicodedata.name(sign, "(no name)")


def why(sign: str) -> str:
    """What a code point does besides standing there; nothing for one that only stands there."""
    code, kind = ord(sign), unicodedata.category(sign)
    if sign in "\t\n\r":
        return ""
    if kind == "Cc":
        return "acts on a terminal"
    if kind == "Cf":
        if unicodedata.bidirectional(sign) in _TURNS:
            return "turns the direction of the text"
        return "cannot be seen"
    if kind in ("Zl", "Zp"):
        return "ends a line"
    if kind == "Cs":
        return "is no character"
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return "cannot be seen"
    return "holds no ink" if kind == "Zs" and sign != " " else ""


_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "L", "R", "AL"})


def _acts(sign: str) -> bool:
    return not sign.isprintable() and bool(why(sign))
