"""One article's text with everything the reader asks of it worked out once."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from annotations.text import displayable, paragraphs, sentences, words
from annotations.text.folding import FoldedText
from annotations.text.segmentation import resegmented
from tui.reader import graphemes
from tui.reader.clauses import clause_edges
from tui.reader.long_work import LongWork

Edge = Literal["start", "end"]
Unit = Literal["character", "word", "clause"]
"""By what an edge moves: a grapheme cluster, a word, a clause."""

# Code points around a passage in which a word that reaches into it is looked for.
_REACH = 1000
#: Code points in which words are looked for at once, at least; twice as many at most where there is white
#: space. A line of a megabyte takes a second as a whole, and its first key would wait for that.
STRETCH = 4000
_SPACE = re.compile(r"\s")
# What no word goes over that has no white space in it either.
_NO_LETTER = re.compile(r"[^\w'’‐‑\-.,:]")


class ArticleText:
    """A text, its displayable twin, and where its sentences, paragraphs and words are. Immutable.

    All offsets are code points and hold for `raw` and `display` alike. Sentence, paragraph and word
    spans lie on grapheme boundaries. Building takes some 20 ms for 100,000 words, since words, which take
    ten times as long, are looked for in a paragraph when they are asked for; so build it once per article
    and keep it. `work` is told how far that has come, and may stop it (`StoppedError`). `cuts` and `joins`
    are where people cut and joined its sentences, as `annotations.text.segmentation.resegmented` takes them.
    """

    __slots__ = (
        "__weakref__",
        "_clauses",
        "_folded",
        "_paragraph_ends",
        "_paragraph_starts",
        "_sentence_ends",
        "_sentence_starts",
        "_stretches",
        "_word_edges",
        "display",
        "raw",
    )

    def __init__(
        self,
        raw: str,
        work: LongWork | None = None,
        *,
        cuts: Collection[int] = (),
        joins: Collection[int] = (),
    ) -> None:
        self.raw = raw
        """The text as stored, for quoting."""
        self.display = displayable(raw, keep_lines=True)
        """The text as shown; as long as `raw`."""
        self._folded: FoldedText | None = None
        found = _told(sentences(raw), len(raw), work)
        if cuts or joins:
            found = resegmented(raw, list(found), cuts, joins)
        self._sentence_starts, self._sentence_ends = self._boundaries(found)
        self._paragraph_starts, self._paragraph_ends = self._boundaries(paragraphs(raw))
        # The word edges of the stretch and the clauses of the sentence asked about last: edges go by small
        # steps.
        self._word_edges: tuple[tuple[int, int], dict[Edge, list[int]]] = ((-1, -1), {})
        self._stretches: tuple[int, list[int]] = (-1, [])
        self._clauses: tuple[int, dict[Edge, list[int]]] = (-1, {})

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def folded(self) -> FoldedText:
        """The text folded for searching; worked out when it is asked for first."""
        if self._folded is None:
            self._folded = FoldedText(self.raw)
        return self._folded

    def _boundaries(self, spans: Iterable[tuple[int, int]]) -> tuple["array[int]", "array[int]"]:
        """Return starts and ends of `spans`, widened to whole clusters, still in order and apart."""
        display = self.display
        if display.isascii():
            flat = array("L", (offset for span in spans for offset in span))
            return flat[::2], flat[1::2]
        starts, ends = array("L"), array("L")
        previous, length = 0, len(display)
        for start, end in spans:
            # Before an ASCII character there is always a boundary: that spares nearly every call.
            if display[start] > "\x7f":
                start = graphemes.floor(display, start)
            if start < previous:
                start = previous
            if end < length and display[end] > "\x7f":
                end = graphemes.ceiling(display, end)
            if start < end:
                starts.append(start)
                ends.append(end)
                previous = end
        return starts, ends

    @property
    def sentence_count(self) -> int:
        """How many sentences there are; 0 for a text of white space only."""
        return len(self._sentence_starts)

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs there are; 0 for a text of white space only."""
        return len(self._paragraph_starts)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds `offset`, else the next one, else the last.

        Returns -1 if there is none at all.
        """
        return _span_at(self._sentence_starts, self._sentence_ends, offset)

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Return the offsets [start, end) of the sentence `index`.

        Raises:
            IndexError: If there is no such sentence.
        """
        return self._sentence_starts[index], self._sentence_ends[index]

    def is_sentence(self, start: int, end: int) -> bool:
        """Tell whether [start, end) is a sentence, no more and no less."""
        index = self.sentence_at(start)
        return index >= 0 and self.sentence_span(index) == (start, end)

    def paragraph_of(self, offset: int) -> int:
        """Return the index of the paragraph that holds `offset`, else the next one, else the last.

        Returns -1 if there is none at all.
        """
        return _span_at(self._paragraph_starts, self._paragraph_ends, offset)

    def paragraph_span(self, index: int) -> tuple[int, int]:
        """Return the offsets [start, end) of the paragraph `index`.

        Raises:
            IndexError: If there is no such paragraph.
        """
        return self._paragraph_starts[index], self._paragraph_ends[index]

    def word_edge_after(self, offset: int, edge: Edge = "end") -> int:
        """Return the first end (or start) of a word or sentence after `offset`, else the text's end."""
        for paragraph in range(max(0, self.paragraph_of(offset)), self.paragraph_count):
            borders = self._borders(paragraph)
            for at in range(max(1, bisect_right(borders, offset)), len(borders)):
                edges = self._edges_in(borders[at - 1], borders[at], edge)
                index = bisect_right(edges, offset)
                if index < len(edges):
                    return edges[index]
        return len(self.raw)

    def word_edge_before(self, offset: int, edge: Edge = "start") -> int:
        """Return the last start (or end) of a word or sentence before `offset`, else 0."""
        for paragraph in range(self.paragraph_of(offset), -1, -1):
            borders = self._borders(paragraph)
            for at in range(min(bisect_left(borders, offset), len(borders) - 1), 0, -1):
                edges = self._edges_in(borders[at - 1], borders[at], edge)
                index = bisect_left(edges, offset) - 1
                if index >= 0:
                    return edges[index]
        return 0

    def _borders(self, paragraph: int) -> list[int]:
        """Where the stretches of a paragraph begin in which words are looked for at once, and its end.

        No word goes over the end of a line, nor over white space; where there is none for two stretches, the
        next character that is no letter is taken, and else any cluster.
        """
        if self._stretches[0] != paragraph:
            left, right = self.paragraph_span(paragraph)
            borders = [left]
            while right - borders[-1] > 2 * STRETCH:
                first, last = borders[-1] + STRETCH, borders[-1] + 2 * STRETCH
                found = _SPACE.search(self.raw, first, last) or _NO_LETTER.search(self.raw, first, last)
                at = found.end() if found else last
                border = self.snap(at)
                if border <= borders[-1]:  # one cluster is longer than a stretch
                    border = self.snap(at, up=True)
                if border >= right:
                    break
                borders.append(border)
            self._stretches = (paragraph, [*borders, right])
        return self._stretches[1]

    def _edges_in(self, left: int, right: int, edge: Edge) -> list[int]:
        """The word edges in one stretch, in order."""
        if self._word_edges[0] != (left, right):
            spans = ((left + start, left + end) for start, end in words(self.raw[left:right]))
            starts, ends = self._boundaries(_with_marks(self.raw, spans))
            # The ends of a sentence count as word edges too, so that an edge can be moved over the
            # quotation mark or the full stop there.
            first = bisect_left(self._sentence_starts, left)
            last = bisect_left(self._sentence_starts, right)
            after = bisect_right(self._sentence_ends, left)
            until = bisect_right(self._sentence_ends, right)
            self._word_edges = (
                (left, right),
                {
                    "start": sorted({*starts, *self._sentence_starts[first:last]}),
                    "end": sorted({*ends, *self._sentence_ends[after:until]}),
                },
            )
        return self._word_edges[1][edge]

    def edge_after(self, offset: int, edge: Edge = "end", unit: Unit = "word") -> int:
        """Return the first place after `offset` for the end (or start) of a passage, moving by `unit`.

        Where there is none it is the text's end, or for clauses `offset` itself.
        """
        if unit == "character":
            return graphemes.ceiling(self.display, offset + 1)
        if unit == "word":
            return self.word_edge_after(offset, edge)
        for sentence in range(max(0, self.sentence_at(offset)), self.sentence_count):
            edges = self.clause_edges(sentence, edge)
            index = bisect_right(edges, offset)
            if index < len(edges):
                return edges[index]
        return offset

    def edge_before(self, offset: int, edge: Edge = "start", unit: Unit = "word") -> int:
        """Return the last place before `offset` for the start (or end) of a passage, moving by `unit`.

        Where there is none it is 0, or for clauses `offset` itself.
        """
        if unit == "character":
            return graphemes.floor(self.display, offset - 1)
        if unit == "word":
            return self.word_edge_before(offset, edge)
        for sentence in range(self.sentence_at(offset), -1, -1):
            edges = self.clause_edges(sentence, edge)
            index = bisect_left(edges, offset) - 1
            if index >= 0:
                return edges[index]
        return offset

    def clause_edges(self, sentence: int, edge: Edge) -> list[int]:
        """Return where the clauses of a sentence begin (or end), its own edges among them."""
        if self._clauses[0] != sentence:
            left, right = self.sentence_span(sentence)
            starts, ends = clause_edges(self.raw[left:right])
            self._clauses = (
                sentence,
                {
                    "start": sorted({self.snap(left + start) for start in starts}),
                    "end": sorted({self.snap(left + end, up=True) for end in ends}),
                },
            )
        return self._clauses[1][edge]

    def words_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the words that [start, end) touches, without the marks around them, as whole clusters."""
        raw = self.raw
        left, right = min(start, len(raw)), min(end, len(raw))
        # No word goes over white space.
        while left > max(0, start - _REACH) and not raw[left - 1].isspace():
            left -= 1
        while right < min(len(raw), end + _REACH) and not raw[right].isspace():
            right += 1
        left = self.snap(left)
        spans = [(left + first, left + last) for first, last in words(raw[left:right])]
        starts, ends = self._boundaries(spans)
        return [span for span in zip(starts, ends, strict=True) if span[0] < end and start < span[1]]

    def word_at(self, offset: int) -> tuple[int, int] | None:
        """Return the word that holds `offset`, without the marks around it; None between words."""
        return next(iter(self.words_in(offset, offset + 1)), None)

    def cluster_at(self, offset: int) -> tuple[int, int]:
        """Return the grapheme cluster that holds `offset`; an empty span at the text's end."""
        start = self.snap(offset)
        return start, self.snap(start + 1, up=True)

    def is_blank(self, start: int, end: int) -> bool:
        """Tell whether [start, end) holds nothing but white space."""
        passage = self.raw[start:end]
        return not passage or passage.isspace()

    def snap(self, offset: int, *, up: bool = False) -> int:
        """Return the grapheme boundary at or before `offset` (or at or after it), within the text."""
        display = self.display
        if 0 <= offset < len(display) and display[offset] <= "\x7f":
            return offset  # thousands of highlights are asked about at once, and nearly all come out here
        return graphemes.ceiling(display, offset) if up else graphemes.floor(display, offset)


def _told(spans: Iterable[tuple[int, int]], length: int, work: LongWork | None) -> Iterable[tuple[int, int]]:
    """The same spans; `work` is told, some thousand spans apart, how far in the text they are."""
    if work is None:
        return spans

    def telling() -> Iterator[tuple[int, int]]:
        for number, span in enumerate(spans):
            if number % 1000 == 0:
                work.tell(span[1] / length)
            yield span

    return telling()


def _span_at(starts: "array[int]", ends: "array[int]", offset: int) -> int:
    index = bisect_right(starts, offset) - 1
    if index >= 0 and offset < ends[index]:
        return index
    return min(index + 1, len(starts) - 1)


_OPENING = "“‘«„‚‹([{"
_CLOSING = "”’»›)]}"


def _with_marks(raw: str, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Word spans widened over the quotation marks and brackets that stand right at them.

    So that a selection can end behind a closing mark, not only before it. A straight mark opens or closes
    by the side of the word that it stands on.
    """
    for start, end in spans:
        while start > 0 and (raw[start - 1] in _OPENING or raw[start - 1] in "\"'"):
            if (
                raw[start - 1] in "\"'"
                and start > 1
                and not raw[start - 2].isspace()
                and raw[start - 2] not in _OPENING
            ):
                break
            start -= 1
        while end < len(raw) and (raw[end] in _CLOSING or raw[end] in "\"'"):
            end += 1
        yield start, end
