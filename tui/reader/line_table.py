"""A text wrapped to a width: which line an offset stands on, and which offset a cell shows.

Offsets are code points of the text; lines count from 0; cells are terminal columns from 0 at the
left edge of the text.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tui.reader import graphemes
from tui.reader.graphemes import Cluster
from tui.reader.long_work import LongWork

TAB: Final = 4
"""Cells between two tab stops."""
TELL: Final = 500
"""Lines after which it is told how far the work has come."""
_MANY: Final = 2000
# Lines of which the clusters are remembered: those of two screens.
_RECENT = 128

# White space at which a line may break; no-break spaces are left out.
_SPACES: Final = frozenset(
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
)
_DASHES: Final = frozenset("—–")
# A line does not begin with these, nor end with those, when it breaks between two wide characters.
_NOT_FIRST: Final = frozenset("、。，．！？：；）」』】〕〉》・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥’”")
_NOT_LAST: Final = frozenset("（「『【〔〈《‘“")


class LineTable:
    """The lines of `text` at `width` cells. Immutable.

    Lines break at white space, after dashes, inside hyphenated words, between ideographs, and, for a
    word longer than a line, between any two grapheme clusters; a cluster is never split. White space
    at a break hangs: it belongs to the line it ends and takes no cells of the next. A line feed
    belongs to the line it ends, so the lines cover every offset of the text exactly once.

    Args:
        text: The text as shown (see `annotations.text.displayable`).
        width: Cells a line may take, at least 1. Only a cluster wider than that exceeds it.
        work: Told how far it has come, some hundred lines apart.

    Raises:
        StoppedError: `work` was stopped.
    """

    __slots__ = ("_ends", "_long", "_narrow", "_recent", "_starts", "_told", "_work", "text", "width")

    def __init__(self, text: str, width: int, work: LongWork | None = None) -> None:
        self.text = text
        self.width = max(1, width)
        self._work = work
        self._told = 0
        self._starts: array[int] = array("L")
        self._ends: array[int] = array("L")
        # 1 for a line where each code point is one cell, so that offsets and cells agree.
        self._narrow = bytearray()
        # The last line that was far longer than it is wide, with its clusters.
        self._long: tuple[int, array[int], array[int]] | None = None
        # The clusters of the lines asked about last: a key paints the same ones again, and again.
        self._recent: dict[int, tuple[array[int], array[int]]] = {}
        position = 0
        while True:
            line_end = text.find("\n", position)
            if line_end < 0:
                line_end = len(text)
            self._wrap(position, line_end)
            if line_end == len(text):
                break
            position = line_end + 1
        self._work = None

    def __len__(self) -> int:
        return len(self._starts)

    def _wrap(self, start: int, end: int) -> None:
        """Append the lines of text[start:end], which holds no line feed."""
        narrow = graphemes.is_single_cells(self.text, start, end)
        if narrow:
            cuts = _narrow_cuts(self.text, start, end, self.width)
        else:
            line = self.text[start:end]
            starts, cells = graphemes.split(line)
            starts.append(len(line))
            cuts = []
            for cut in _Breaker(line, starts, cells, self.width).cuts():
                cuts.append(start + cut)
                if self._work is not None and len(cuts) % TELL == 0:  # a line may be as long as the text
                    self._work.tell((start + cut) / len(self.text))
        for cut in cuts:
            self._starts.append(start)
            self._ends.append(cut)
            self._narrow.append(narrow)
            start = cut
        if self._work is not None and len(self._starts) - self._told > TELL:
            self._told = len(self._starts)
            self._work.tell(end / len(self.text))

    def span(self, line: int) -> tuple[int, int]:
        """Return the offsets [start, end) of `line`, hanging white space in, line feed out."""
        return self._starts[line], self._ends[line]

    def shown_span(self, line: int) -> tuple[int, int]:
        """Return the offsets [start, end) of `line` without the white space that hangs at its end."""
        start, end = self.span(line)
        while end > start and self.text[end - 1] in _SPACES and graphemes.is_boundary(self.text, end):
            end -= 1
        return start, end

    def covered_span(self, line: int) -> tuple[int, int]:
        """Return the offsets [start, end) that only `line` answers for, line feed included."""
        following = line + 1
        return self._starts[line], self._starts[following] if following < len(self) else len(self.text)

    def is_narrow(self, line: int) -> bool:
        """Tell whether each code point of `line` takes exactly one cell."""
        return bool(self._narrow[line])

    def line_of(self, offset: int) -> int:
        """Return the line that `offset` (clamped to the text) stands on."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def lines_of(self, start: int, end: int) -> range:
        """Return the lines that [start, end) touches; an empty span touches the line it stands on."""
        return range(self.line_of(start), self.line_of(max(start, end - 1)) + 1)

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Return (line, cell) of the cluster that holds `offset`; the end of a line is after its last cell.

        Cells of hanging white space may lie beyond the width.
        """
        offset = min(max(offset, 0), len(self.text))
        line = self.line_of(offset)
        start, end = self.span(line)
        if self._narrow[line]:
            return line, min(offset, end) - start
        cell = 0
        for cluster in self.clusters(line):
            if offset < cluster.end:
                return line, cell
            cell += cluster.cells
        return line, cell

    def offset_at(self, line: int, cell: int) -> int:
        """Return the offset where the cluster shown at (line, cell) begins.

        Left of the line it is the line's start, right of it the line's end (before its line feed).
        """
        start, end = self.span(line)
        if self._narrow[line]:
            return min(max(start, start + cell), end)
        right = 0
        for cluster in self.clusters(line):
            right += cluster.cells
            if cell < right:
                return cluster.start
        return end

    def clusters(self, line: int) -> Iterator[Cluster]:
        """Yield the clusters of `line` in order, tabs with the cells they take here."""
        start, _ = self.span(line)
        starts, cells = self._split(line)
        column = 0
        for (left, right), width in zip(pairwise(starts), cells, strict=True):
            taken = width or TAB - column % TAB
            yield Cluster(start + left, start + right, taken)
            column += taken

    def _split(self, line: int) -> tuple["array[int]", "array[int]"]:
        """Where the clusters of a line begin, with its end, and their cells."""
        if self._long is not None and self._long[0] == line:
            return self._long[1:]
        if line in self._recent:
            return self._recent[line]
        start, end = self.span(line)
        starts, cells = graphemes.split(self.text[start:end])
        starts.append(end - start)
        if end - start > _MANY:
            # So many in one line are marks upon marks. Telling them apart takes longer than a key may.
            self._long = line, starts, cells
        else:
            if len(self._recent) == _RECENT:
                del self._recent[next(iter(self._recent))]
            self._recent[line] = starts, cells
        return starts, cells

    def cells(self, line: int) -> int:
        """Return the cells `line` takes, without the white space that hangs at its end."""
        return self.cell_of_end(line, self.shown_span(line)[1])

    def cell_of_end(self, line: int, offset: int) -> int:
        """Return the cell just after the last cluster of `line` that begins before `offset`."""
        start, end = self.span(line)
        if self._narrow[line]:
            return min(offset, end) - start
        return sum(cluster.cells for cluster in self.clusters(line) if cluster.start < offset)


def _narrow_cuts(text: str, first: int, end: int, width: int) -> list[int]:
    """Return the end offset of each line of text[first:end], where every code point takes one cell.

    The same cuts as `_Breaker` makes, which is asked only where a line ends otherwise than behind a space
    with one plain word after it. Nearly all lines end like that: it takes a third of the time.
    """
    cuts: list[int] = []
    breaker: _Breaker | None = None
    start = first
    while end - start > width:
        cut = start + width
        if text[cut] not in _SPACES:
            word = text.rfind(" ", start, cut) + 1
            if word and (word == cut or text[word:cut].isalnum()):
                cut = word
            else:
                if breaker is None:
                    breaker = _Breaker(text[first:end], range(end - first + 1), None, width)
                cut = first + breaker.break_before(start - first, cut - first)
        while cut < end and text[cut] in _SPACES:
            cut += 1
        cuts.append(cut)
        start = cut
    if start < end or not cuts:
        cuts.append(end)
    return cuts


class _Breaker:
    """Cuts one unwrapped line. `starts` are its cluster starts and its length; `cells` None = all one."""

    __slots__ = ("cells", "line", "starts", "width")

    def __init__(self, line: str, starts: Sequence[int], cells: Sequence[int] | None, width: int) -> None:
        self.line = line
        self.starts = starts
        self.cells = cells
        self.width = width

    def cuts(self) -> Iterator[int]:
        """Yield the end offset of each line, the last one being the length of the text."""
        count = len(self.starts) - 1
        if not count:
            yield 0
        cluster = 0
        while cluster < count:
            overflow = self._first_overflowing(cluster, count)
            if overflow < count:
                overflow = self.break_before(cluster, overflow)
                while overflow < count and self._is_space(overflow):
                    overflow += 1
            yield self.starts[overflow]
            cluster = overflow

    def _first_overflowing(self, first: int, count: int) -> int:
        """Return the first cluster that no longer fits on a line beginning at `first`, which always does."""
        if self.cells is None:
            return min(first + self.width, count)
        column = 0
        for index in range(first, count):
            column += self.cells[index] or TAB - column % TAB
            if column > self.width:
                return max(index, first + 1)
        return count

    def break_before(self, first: int, overflow: int) -> int:
        """Return the last good place to break in (first, overflow]."""
        if self._is_space(overflow):
            return overflow
        for index in range(overflow, first, -1):
            if self._may_break(index):
                return index
        return overflow

    def _may_break(self, index: int) -> bool:
        """Tell whether a line may end before the cluster `index`, which is not the first."""
        if self._is_space(index - 1):
            return True
        line = self.line
        here, after = self.starts[index], self.starts[index + 1]
        before = line[self.starts[index - 1]]
        if before in _DASHES:
            return True
        if before == "-":
            # Between the halves of a compound, not inside "-5" or "2-1".
            return here >= 2 and line[here - 2].isalpha() and line[here].isalpha()
        if self.cells is None:
            return False
        wide = self._is_ideographic(index) or self._is_ideographic(index - 1)
        return wide and line[here:after] not in _NOT_FIRST and before not in _NOT_LAST

    def _is_space(self, index: int) -> bool:
        start = self.starts[index]
        return self.line[start] in _SPACES and self.starts[index + 1] == start + 1

    def _is_ideographic(self, index: int) -> bool:
        return (
            "\u3000" <= self.line[self.starts[index]] <= "\uffef"
            and self.cells is not None
            and (self.cells[index] == 2)
        )
