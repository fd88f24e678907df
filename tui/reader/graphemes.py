"""Grapheme clusters and the cells they take: the units a reader sees and a cursor may stop between.

Clusters follow the rules of Unicode that matter for running text (combining marks, emoji joined or
modified, flags, conjoining Hangul). Cells are measured by Rich, so that a line measured here and
painted by Textual comes out equally wide. Offsets are code points, end exclusive; widths are cells.
"""

import re
import unicodedata
from array import array
from functools import cache
from typing import Final, NamedTuple

from rich.cells import cell_len, get_character_cell_size

# Code points that take one cell each and are always a cluster of their own unless a mark follows.
# Rich's own list leaves out typographic quotes and dashes, so nearly every news paragraph would miss
# its fast path. Characters that can begin an emoji (©, ™, ↔) are left out on purpose.
SINGLE: Final = (
    " -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u064a"
    "\u0660-\u0669\u0671-\u06d3\u1e00-\u1eff\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e"
    "\u20a0-\u20bf\u2400-\u2426\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\ufffd"
)
# Code points that take two cells each and are a cluster of their own unless a mark follows.
DOUBLE: Final = "\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
_ALL_SINGLE: Final = re.compile(f"[{SINGLE}]*")

_JOINER: Final = "\u200d"
# Near enough to Unicode's Extended_Pictographic for deciding what a joiner may join.
_PICTOGRAPHS: Final = (
    "©®‼⁉™ℹ\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
# Spacing marks that take a cell and yet belong to the letter before: Thai and Lao AM, and the
# half-width voiced sound marks.
_SPACING: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f")
_SOFT_HYPHEN: Final = "\u00ad"
_DOTTED_CIRCLE: Final = "\u25cc"


# Made when a text asks for them first: most never do, and the three take 5 ms of the start.
@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(f"(?P<single>[{SINGLE}]+)|(?P<double>[{DOUBLE}]+)|[^{SINGLE}{DOUBLE}]+")


@cache
def _pictograph() -> re.Pattern[str]:
    return re.compile(f"[{_PICTOGRAPHS}]")


@cache
def _stray_joiner() -> re.Pattern[str]:
    return re.compile(f"{_JOINER}(?![{_PICTOGRAPHS}])")


# More marks than any writing system stacks; what exceeds it keeps its offsets but is not painted.
_DRAWN_MARKS: Final = 32


class Cluster(NamedTuple):
    """One grapheme cluster: code points [start, end), `cells` wide; zero for a tab, which layout expands."""

    start: int
    end: int
    cells: int


def is_single_cells(text: str, start: int, end: int) -> bool:
    """Tell whether every code point of text[start:end] is a cluster of one cell."""
    match = _ALL_SINGLE.match(text, start, end)
    return match is not None and match.end() == end


def is_boundary(text: str, offset: int) -> bool:
    """Tell whether a grapheme cluster begins or ends at `offset`. Ends of the text are boundaries."""
    if offset <= 0 or offset >= len(text):
        return True
    character, before = text[offset], text[offset - 1]
    if character in "\n\t" or before in "\n\t":
        return True
    if character.isascii():
        return True
    if _extends(character):
        return False
    if _is_regional(character):
        run = offset
        while run > 0 and _is_regional(text[run - 1]):
            run -= 1
        return (offset - run) % 2 == 0
    if before == _JOINER and _pictograph().match(character):
        base = offset - 2
        while base > 0 and text[base] != _JOINER and _extends(text[base]):
            base -= 1
        return base < 0 or not _pictograph().match(text[base])
    return True


def floor(text: str, offset: int) -> int:
    """Return the last cluster boundary at or before `offset` (clamped to the text)."""
    offset = min(max(offset, 0), len(text))
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def ceiling(text: str, offset: int) -> int:
    """Return the first cluster boundary at or after `offset` (clamped to the text)."""
    offset = min(max(offset, 0), len(text))
    while not is_boundary(text, offset):
        offset += 1
    return offset


def split(line: str) -> tuple["array[int]", "array[int]"]:
    """Return the clusters of one line as (starts, cells), parallel arrays.

    `line` holds no line feed. A tab is a cluster of 0 cells: how far it reaches depends on where it
    stands. Every other cluster takes at least one cell. Takes linear time.
    """
    starts, cells = array("L"), array("L")
    loose: list[int] = []  # clusters whose width has to be measured
    regionals = 0
    for token in _tokens().finditer(line):
        first, last = token.span()
        if token["single"] is not None or token["double"] is not None:
            starts.extend(range(first, last))
            cells.extend(array("L", (1 if token["double"] is None else 2,)) * (last - first))
            continue
        for offset in range(first, last):
            if _is_regional(line[offset]):
                # Counted as they come: looking back each time would be quadratic on a line of flags.
                adjoining = offset > 0 and _is_regional(line[offset - 1])
                regionals = regionals + 1 if adjoining else 1
                begins = regionals % 2 == 1
            else:
                begins = is_boundary(line, offset)
            if begins:
                starts.append(offset)
                cells.append(0)
            if not loose or loose[-1] != len(starts) - 1:
                loose.append(len(starts) - 1)
    for index in loose:
        end = starts[index + 1] if index + 1 < len(starts) else len(line)
        text = line[starts[index] : end]
        cells[index] = 0 if text == "\t" else cell_len(drawn(text))
    return starts, cells


def drawn(cluster: str) -> str:
    """Return what is painted for one cluster (not a tab): always at least one cell.

    A soft hyphen is drawn as a hyphen, since terminals disagree about its width. A joiner that joins
    no emoji is not painted: Rich would measure the character after it as nothing. Marks that have no
    base, at the start of a line, get a dotted circle to stand on.
    """
    if len(cluster) == 1:
        if cluster == _SOFT_HYPHEN:
            return "\u2010"
        if get_character_cell_size(cluster) and cluster != _JOINER:
            return cluster
    shown = _stray_joiner().sub("", cluster[:_DRAWN_MARKS]).replace(_SOFT_HYPHEN, "\u2010")
    return shown if cell_len(shown) else _DOTTED_CIRCLE + shown


def _extends(character: str) -> bool:
    return (
        get_character_cell_size(character) == 0
        or character in _SPACING
        or unicodedata.category(character).startswith("M")
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
