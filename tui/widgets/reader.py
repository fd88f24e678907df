"""The reader: one article, its highlights, and a cursor that moves by sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotations.text.scripts import odd_words
from tui.looks.linear import is_linear
from tui.reader import (
    ArticleText,
    Coverage,
    Edge,
    Highlight,
    Labels,
    LineTable,
    LongWork,
    RunIndex,
    Selection,
    StoppedError,
    Unit,
    graphemes,
)
from tui.tooltips import tell

_LETTERS = {"supports": "s", "partly_supports": "p", "queries": "q", "refutes": "r"}
# Where quotes of one claim overlap, the graver stance gives the colour.
_SAYS = {
    "supports": "supports",
    "partly_supports": "partly supports",
    "queries": "queries",
    "refutes": "refutes",
}
_GRAVITY = {"refutes": 3, "queries": 2, "partly_supports": 1, "supports": 0}

_Look = tuple[str, bool, bool]
"""What of a highlight shows in the text: stance, current, counted."""

# Code points around a line that are looked at for what is odd in it.
_AROUND = 80
#: Marks of which two stand around words: opening and closing.
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("(", ")"), ("[", "]"))
# Code points of a line that are looked at for it, at most.
_LOOKED_AT = 1000

# How often the text is pulled along, in seconds, while the pointer drags at its upper or lower edge.
_PULL = 0.05
#: Code points of a sentence up to which its clauses are looked for when labels are dealt out; some 5 ms.
LONG_SENTENCE = 5_000


# Code points from which on a text is wrapped on a thread of its own; more of one where each takes one cell.
_LONG = 300_000
_LONG_NARROW = 3_000_000


class Place(NamedTuple):
    """Where a reader stood in its article, in code points: to come back to."""

    cursor: int
    """Where the cursor sentence begins."""
    explicit: tuple[int, int] | None
    """The passage chosen by hand, if there was one."""
    top: int
    """The first offset on the screen."""


@dataclass
class _Labelling:
    """Words being chosen by their labels: which edge is asked for, and what was chosen already."""

    labels: Labels
    edge: Edge
    both: bool
    chosen: Callable[[], object]
    first: tuple[int, int] | None = None
    changed: bool = False


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows an `ArticleText` with highlights, a sentence cursor and an explicit selection.

    It paints line by line and only what is on the screen, so its cost does not grow with the
    article. It binds no keys; commands call its methods. All offsets are code points of the article.

    The gutter at the left tells without colour what the text tells with it: the number of the claim
    a quote speaks to, the letter of its stance (s, p, q, r), `+` for further claims on that line, a bar
    beside the cursor sentence (heavy while the reader has the focus) or the selection, and `≈` beside words
    that are not what they look like, which have a line above them. In the text
    quotes are underlined: those of the current claim twice and bold, and slanted where several claims meet.
    """

    ALLOW_SELECT = False

    MEASURE: ClassVar[int] = 84
    """The longest line of text, in cells: longer ones are tiring to read. `set_measure` changes it."""

    LEAST_MEASURE: ClassVar[int] = 40
    """The least that the longest line may be set to, in cells."""

    MOST_MEASURE: ClassVar[int] = 140
    """The most that the longest line may be set to, in cells."""

    GUTTER: ClassVar[int] = 6
    """The cells left of the text: four for claim numbers, one for the bar, one free."""

    MARGIN: ClassVar[int] = 2
    """The lines kept visible above and below the cursor, where the height allows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--gutter",
        "reader--bar",
        "reader--supports",
        "reader--partly-supports",
        "reader--queries",
        "reader--refutes",
        "reader--quote",
        "reader--current-quote",
        "reader--shared-quote",
        "reader--set-aside",
        "reader--cursor",
        "reader--selection",
        "reader--label",
        "reader--same",
        "reader--differs",
        "reader--removed",
        "reader--inserted",
        "reader--moved",
        "reader--odd",
        "reader--hit",
        "reader--current-hit",
    }

    DEFAULT_CSS = """
    Reader {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;

        & > .reader--gutter { color: $text-muted; }
        & > .reader--bar { color: $text-accent; text-style: bold; }
        & > .reader--supports { color: $stance-supports; }
        & > .reader--partly-supports { color: $stance-partly; }
        & > .reader--queries { color: $stance-queries; }
        & > .reader--refutes { color: $stance-refutes; }
        & > .reader--quote { text-style: underline; }
        & > .reader--current-quote { text-style: bold underline uu; }
        & > .reader--shared-quote { text-style: italic; }
        & > .reader--set-aside { color: $text-muted; text-style: strike; }
        & > .reader--cursor { background: $sentence; }
        & > .reader--selection { text-style: reverse; }
        & > .reader--label { color: $text-accent; text-style: bold reverse; }
        & > .reader--same { text-style: not bold underline; }
        & > .reader--differs { text-style: bold reverse not underline; }
        & > .reader--removed { color: $text-error; background: $error 20%; text-style: strike; }
        & > .reader--inserted { color: $text-success; background: $success 20%; text-style: bold underline; }
        & > .reader--moved { color: $text-warning; text-style: italic; }
        & > .reader--odd { color: $text-warning; text-style: bold overline; }
        & > .reader--hit { color: $text-warning; text-style: reverse; }
        & > .reader--current-hit { color: $text-primary; text-style: reverse bold underline; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor or the selection changed."""

        reader: Reader
        span: tuple[int, int]
        """The explicit selection, else the cursor sentence."""
        explicit: bool
        """Whether `span` was chosen by hand."""

        @property
        def control(self) -> Reader:
            """The reader, for `@on` selectors."""
            return self.reader

    @dataclass
    class HighlightClicked(Message):
        """A highlight, or its number in the gutter, was clicked."""

        reader: Reader
        key: str
        """The key of the highlight."""

        @property
        def control(self) -> Reader:
            """The reader, for `@on` selectors."""
            return self.reader

    @dataclass
    class LaidOut(Message):
        """The lines of a long text are known; it is shown from now on."""

        reader: Reader

        @property
        def control(self) -> Reader:
            """The reader, for `@on` selectors."""
            return self.reader

    @dataclass
    class _Wrapped(Message):
        """A thread has wrapped a long text."""

        work: LongWork
        table: LineTable
        then: Callable[[], None]

    @dataclass
    class Asking(Message):
        """Words have labels now, or have them no longer."""

        reader: Reader
        edge: Edge | None
        """The edge of the selection that the next label sets; None when the labels are gone."""

        @property
        def control(self) -> Reader:
            """The reader, for `@on` selectors."""
            return self.reader

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._article: ArticleText | None = None
        self._selection: Selection | None = None
        self._coverage = Coverage()
        self._highlights: dict[str, Highlight] = {}
        self._runs = RunIndex()
        self._marks: list[tuple[int, int, str]] = []
        # Hits of a search, painted over everything else and never kept among the painted lines.
        self._hits: Sequence[tuple[int, int]] = ()
        self._current_hit: tuple[int, int] = (0, 0)
        self._table: LineTable | None = None
        # What to scroll to as soon as there are lines to scroll.
        self._pending: tuple[int, int] | None = None
        # What was kept in its place over a resize: an offset, the row it stood on, and how things stood
        # after. Resizing back and forth returns to it, as long as nobody moved in between.
        self._anchor: tuple[int, int, tuple[int, tuple[int, int]]] | None = None
        self._last_height = 0
        self._width_generation = 0
        self._theme_generation = 0
        self._strips: LRUCache[tuple[int, int, int], Strip] = LRUCache(512)
        self._components: dict[str, Style] = {}
        self._composed: dict[tuple[tuple[_Look, ...], bool, bool, bool], Style] = {}
        self._measure = self.MEASURE
        self._labelling: _Labelling | None = None
        self._laying_out: LongWork | None = None
        # The lines of the long texts shown last, so that coming back to one does not take as long again.
        self._long_tables: LRUCache[tuple[ArticleText, int], LineTable] = LRUCache(3)
        # Where the mouse went down, in cells of the content area; what was under it; whether it has moved
        # since; where it is now. What a click with shift extends from, and how things stood then.
        self._pressed: Offset | None = None
        self._begun = (0, 0)
        self._dragged = False
        self._pointer = Offset(0, 0)
        self._planted: tuple[tuple[int, int], tuple[int, tuple[int, int]]] | None = None
        self._puller: Timer | None = None
        self._pulls = 0

    # What is shown

    @property
    def _beside(self) -> int:
        """The cells left of the text; none where what stands there is said in words."""
        return 0 if is_linear(self) else self.GUTTER

    def quotes_here(self) -> list[Highlight]:
        """The highlights of the passage that a mark would take, the current claim's first."""
        start, end = self.span
        found = [self._highlights[key] for key in self._runs.names_in(start, end) if key in self._highlights]
        return sorted(found, key=lambda quote: (not quote.current, quote.number, quote.start))

    @property
    def place_in_words(self) -> str:
        """Where the reader stands: "sentence 4 of 27", and whether words are selected by hand."""
        if self._article is None or self._selection is None or self._selection.sentence < 0:
            return "no sentence"
        where = f"sentence {self._selection.sentence + 1} of {self._article.sentence_count}"
        return f"{where}, words selected" if self.explicit else where

    def cursor_place(self) -> Offset:
        """Where the passage in hand begins on the screen, in cells."""
        region = self.content_region
        if self._table is None:
            return region.offset
        line, cell = self._table.cell_of(self.span[0])
        line -= self.scroll_offset.y
        return Offset(region.x + self._beside + cell, region.y + max(0, min(line, region.height - 1)))

    @property
    def article(self) -> ArticleText | None:
        """The article shown, if any."""
        return self._article

    @property
    def span(self) -> tuple[int, int]:
        """The passage a mark would take: the explicit selection, else the cursor sentence.

        (0, 0) without an article or in one without a sentence.
        """
        return self._selection.span if self._selection else (0, 0)

    @property
    def explicit(self) -> bool:
        """Whether a passage was selected by hand."""
        return self._selection is not None and self._selection.explicit is not None

    @property
    def cursor_offset(self) -> int:
        """Where the cursor sentence begins; 0 without an article."""
        return self._selection.sentence_span[0] if self._selection else 0

    @property
    def coverage(self) -> Coverage:
        """What of the article has been on the screen; may be handed to a later `show`."""
        return self._coverage

    @property
    def seen_all(self) -> bool:
        """Whether every line of the article has been on the screen."""
        return self._article is not None and self._coverage.complete(len(self._article))

    def show(
        self,
        text: ArticleText,
        highlights: Mapping[str, Highlight] | None = None,
        at: tuple[int, int] | None = None,
        *,
        coverage: Coverage | None = None,
    ) -> None:
        """Show an article from its beginning, or with the cursor on the sentence at `at`.

        Posts `Moved`.

        Args:
            text: The article.
            highlights: Its highlights, by their keys.
            at: The passage to start at; it is scrolled to, not selected.
            coverage: What was seen of this article before; nothing if left out.
        """
        self.end_labels()
        self._let_go()
        self._article = text
        self._selection = Selection(text)
        self._coverage = Coverage() if coverage is None else coverage
        self._hits, self._current_hit = (), (0, 0)
        self._highlights = dict(highlights or {})
        self._runs = RunIndex.of(
            (highlight.key, *span)
            for highlight in self._highlights.values()
            if (span := self._painted_span(highlight)) is not None
        )
        if at is not None:
            self._selection.to_offset(at[0])
        self._marks = []
        self._table = None
        self._anchor = None
        self._pending = at or (0, 0)
        self._wrap()
        self.refresh()
        self._post_moved()

    def clear(self) -> None:
        """Show nothing."""
        if self._laying_out is not None:
            self._laying_out.stop()
            self._laying_out = None
        self.end_labels()
        self._let_go()
        self._article = self._selection = self._table = self._anchor = self._pending = None
        self._coverage = Coverage()
        self._highlights = {}
        self._hits, self._current_hit = (), (0, 0)
        self._runs = RunIndex()
        self._marks = []
        self._strips.clear()
        self.virtual_size = Size(0, 0)
        self.refresh()

    def set_highlights(self, highlights: Mapping[str, Highlight]) -> None:
        """Replace the highlights, by their keys; only lines on which something changed are painted again.

        The usual call changes one of thousands: the same objects as before cost next to nothing.
        """
        if self._article is None:
            return
        present = self._highlights
        changed = [highlight for key, highlight in highlights.items() if present.get(key) is not highlight]
        added = 0
        for highlight in changed:
            was = present.get(highlight.key)
            if was != highlight:
                if was is not None:
                    self._unmark(was)
                self._mark(highlight)
            added += was is None
        if len(present) + added > len(highlights):
            for key in present.keys() - highlights.keys():
                self._unmark(present[key])
        self._highlights = dict(highlights)

    def set_marks(self, marks: Sequence[tuple[int, int, str]]) -> None:
        """Paint spans over the highlights, until the next call or the next article.

        Args:
            marks: spans that are not empty and do not overlap, each with its component class.
        """
        wanted = sorted(marks) if self._article is not None else []
        before, self._marks = self._marks, wanted
        if before != wanted:
            for start, end, _ in {*before, *wanted}:
                self._forget_lines(start, end)

    def _marks_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The marks that touch [start, end)."""
        first = max(0, bisect_right(self._marks, start, key=lambda mark: mark[0]) - 1)
        last = bisect_left(self._marks, end, key=lambda mark: mark[0])
        return [mark for mark in self._marks[first:last] if mark[1] > start]

    def set_hits(self, hits: Sequence[tuple[int, int]], current: tuple[int, int] = (0, 0)) -> None:
        """Show the hits of a search over everything else, one of them as the current one.

        Only lines on the screen on which something changed are painted again.

        Args:
            hits: Spans in order and apart, on whole clusters.
            current: The current one; an empty span for none.
        """
        lines = range(self.scroll_offset.y, self.scroll_offset.y + self._height)
        before = [self._hits_on(line) for line in lines]
        self._hits, self._current_hit = hits, current
        for line, was in zip(lines, before, strict=True):
            if self._hits_on(line) != was:
                self._refresh_range(range(line, line + 1))

    def _hits_on(self, line: int) -> list[tuple[int, int, bool]]:
        """The hits that touch a line, each with whether it is the current one."""
        table = self._table
        if table is None or not self._hits or line >= len(table):
            return []
        start, end = table.covered_span(line)
        at = bisect_left(self._hits, (start, 0))
        if at > 0 and self._hits[at - 1][1] > start:
            at -= 1
        found = []
        while at < len(self._hits) and self._hits[at][0] < end:
            found.append((*self._hits[at], self._hits[at] == self._current_hit))
            at += 1
        return found

    def _mark(self, highlight: Highlight) -> None:
        if (span := self._painted_span(highlight)) is not None:
            self._runs.add(highlight.key, *span)
            self._forget_lines(*span)

    def _unmark(self, highlight: Highlight) -> None:
        if (span := self._painted_span(highlight)) is not None:
            self._runs.remove(highlight.key, *span)
            self._forget_lines(*span)

    def _painted_span(self, highlight: Highlight) -> tuple[int, int] | None:
        """The highlight's span within the text and widened to whole clusters; None if nothing is left."""
        assert self._article is not None
        if highlight.start >= highlight.end:
            return None
        start = self._article.snap(highlight.start)
        end = self._article.snap(highlight.end, up=True)
        return (start, end) if start < end else None

    # Moving

    def move_sentence(self, n: int) -> bool:
        """Move the cursor `n` sentences on (back if negative); return whether anything changed."""
        return self._change(lambda selection: selection.move_sentence(n))

    def move_paragraph(self, n: int) -> bool:
        """Move the cursor `n` paragraphs on (back if negative); return whether anything changed."""
        return self._change(lambda selection: selection.move_paragraph(n))

    def go_start(self) -> bool:
        """Move the cursor to the first sentence; return whether anything changed."""
        return self._change(Selection.to_start)

    def go_end(self) -> bool:
        """Move the cursor to the last sentence; return whether anything changed."""
        return self._change(Selection.to_end)

    def move_edge(self, edge: Edge, n: int, unit: Unit = "word") -> bool:
        """Move one edge of the span `n` units on (back if negative), which makes it explicit.

        Returns whether anything changed.
        """
        changed = self._change(lambda selection: selection.move_edge(edge, n, unit), follow=False)
        self._show_edge(edge)
        return changed

    def _show_edge(self, edge: Edge) -> None:
        start, end = self.span
        if start < end:
            self._scroll_into_view(*((end - 1, end) if edge == "end" else (start, start + 1)))

    def drop_selection(self) -> bool:
        """Give up the explicit selection; return whether there was one."""
        return self._change(Selection.drop, follow=False)

    def page(self, n: int) -> bool:
        """Move `n` screenfuls on (back if negative), two lines overlapping, the cursor going along.

        Where the text cannot scroll further the cursor goes to its end (or beginning). Returns
        whether anything changed.
        """
        table, selection = self._table, self._selection
        if table is None or selection is None or n == 0:
            return False
        height = self._height
        top = self.scroll_offset.y
        target = min(max(top + n * max(1, height - 2), 0), self.max_scroll_y)
        if target == top:
            return self.go_end() if n > 0 else self.go_start()
        row = table.line_of(selection.sentence_span[0]) - top
        line = min(target + min(max(row, 0), height - 1), len(table) - 1)
        article = selection.article
        sentence = article.sentence_at(table.span(line)[0])
        while (
            sentence + 1 < article.sentence_count
            and table.line_of(article.sentence_span(sentence)[0]) < target
            and table.line_of(article.sentence_span(sentence + 1)[0]) < target + height
        ):
            sentence += 1
        here = selection.sentence
        sentence = max(sentence, here) if n > 0 else min(sentence, here)
        self._scroll_to_line(target)
        self._change(lambda selection: selection.to_sentence(sentence), follow=False)
        return True

    def reveal(self, start: int, end: int, *, select: bool = False) -> None:
        """Put the cursor on the sentence at `start` and scroll [start, end) into view, at once.

        Args:
            start: Where the passage begins.
            end: Where it ends, exclusive.
            select: Also select exactly the passage (widened to whole grapheme clusters).
        """

        def place(selection: Selection) -> bool:
            before = selection.sentence, selection.explicit
            selection.to_offset(start)
            if select:
                selection.select(start, end)
            return (selection.sentence, selection.explicit) != before

        self._change(place, follow=False)
        self._scroll_into_view(start, end)

    def place(self) -> Place:
        """Return where the reader stands, for `return_to`; the beginning without an article."""
        selection, table = self._selection, self._table
        if selection is None:
            return Place(0, None, 0)
        top = table.span(min(self.scroll_offset.y, len(table) - 1))[0] if table else self.cursor_offset
        return Place(selection.sentence_span[0], selection.explicit, top)

    def return_to(self, place: Place) -> None:
        """Stand where the reader stood in this article: the cursor, the selection, the top line."""

        def put(selection: Selection) -> bool:
            before = selection.sentence, selection.explicit
            selection.to_offset(place.cursor)
            if place.explicit is not None:
                selection.select(*place.explicit)
            return (selection.sentence, selection.explicit) != before

        self._change(put, follow=False)
        if self._table is None:
            self._pending = self.span
        else:
            self._scroll_to_line(min(self._table.line_of(place.top), self.max_scroll_y))

    def _change(self, change: Callable[[Selection], bool], *, follow: bool = True, tell: bool = True) -> bool:
        """Apply `change` to the selection; repaint what it touched, follow the cursor, say so."""
        selection = self._selection
        if selection is None:
            return False
        before = (selection.sentence_span, selection.explicit)
        changed = change(selection)
        if changed:
            after = (selection.sentence_span, selection.explicit)
            self._refresh_overlays(before, after)
        if follow:
            self._read_on(*selection.sentence_span)
        if changed and tell:
            self._post_moved()
        return changed

    def _post_moved(self) -> None:
        self.post_message(self.Moved(self, self.span, self.explicit))

    # Labels

    @property
    def labelled(self) -> Labels | None:
        """The labels on the words in view, while there are any."""
        return self._labelling.labels if self._labelling is not None else None

    def label_words(self, edge: Edge, chosen: Callable[[], object], *, both: bool = False) -> bool:
        """Put labels on the words in view; typing the letters of one sets `edge` at that word.

        While there are labels, letters go to them and nowhere else; Esc ends them, backspace takes a letter
        back, and any other key ends them and does what it always does.

        Args:
            edge: the edge of the selection that is set first.
            chosen: called once when the labels are gone again, if the selection was changed by them, and
                before `Moved` says so.
            both: also ask for the other edge. Two words chosen are the ends of the selection, whichever
                comes first in the text.

        Returns:
            Whether there was any word to put a label on.
        """
        self.end_labels()
        table, article = self._table, self._article
        if table is None or article is None:
            return False
        top = self.scroll_offset.y
        last = min(top + self._height, len(table)) - 1
        if last < top:
            return False
        start, end = table.span(top)[0], table.shown_span(last)[1]
        words = article.words_in(start, end)
        if not words:
            return False
        after = None if both or edge == "start" else self.span[0]
        labels = Labels(words, self.span[0], start, self._likely(words, edge, after))
        self._labelling = _Labelling(labels, edge, both, chosen)
        self._repaint_labels()
        self.post_message(self.Asking(self, edge))
        return True

    def end_labels(self) -> bool:
        """Take the labels away; return whether there were any."""
        labelling, self._labelling = self._labelling, None
        if labelling is None:
            return False
        self._repaint_labels()
        self.post_message(self.Asking(self, None))
        if labelling.changed:
            labelling.chosen()
            self._post_moved()
        return True

    def _likely(
        self, words: Sequence[tuple[int, int]], edge: Edge, after: int | None
    ) -> list[tuple[int, int]]:
        """The words of the sentence in hand, or those of it from `after` on, at which an edge is likely to
        be: first those where a clause begins or ends."""
        article = self._article
        number = article.sentence_at(self.span[0] if after is None else after) if article is not None else -1
        if article is None or number < 0:
            return []
        left, right = article.sentence_span(number)
        inside = [word for word in words if max(left, after or 0) <= word[0] < right]
        if right - left > LONG_SENTENCE:
            return inside
        edges = set(article.clause_edges(number, edge))
        side = 0 if edge == "start" else 1
        return sorted(inside, key=lambda word: word[side] not in edges)

    def _repaint_labels(self) -> None:
        top = self.scroll_offset.y
        self._refresh_range(range(top, top + self._height))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolled, the words in view are others: their labels go."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.end_labels()

    def on_key(self, event: events.Key) -> None:
        """While words have labels, letters go to them."""
        labelling = self._labelling
        if labelling is None:
            return
        letter = event.character or (event.key if len(event.key) == 1 else "")
        if event.key == "escape" or (event.key == "backspace" and not labelling.labels.rub_out()):
            self.end_labels()
        elif event.key == "backspace":
            self._repaint_labels()
        elif len(letter) == 1 and letter.isalpha():
            word = labelling.labels.type(letter)
            if word is not None:
                self._choose_word(labelling, word)
            self._repaint_labels()
        else:
            self.end_labels()
            return
        event.prevent_default()
        event.stop()

    def _choose_word(self, labelling: _Labelling, word: tuple[int, int]) -> None:
        first, raw = labelling.first, self._article.raw if self._article is not None else ""

        def place(selection: Selection) -> bool:
            if first is None:
                return selection.place_edge(labelling.edge, word)
            return selection.select(*_with_mark(raw, min(first[0], word[0]), max(first[1], word[1])))

        self._change(place, follow=False, tell=False)
        labelling.changed = True
        if first is None and labelling.both:
            labelling.first = word
            labelling.edge = "end" if labelling.edge == "start" else "start"
            words = [span for _, span in labelling.labels]
            likely = self._likely(words, labelling.edge, word[0])
            labelling.labels = Labels(words, word[0], labelling.labels.first, likely)
            self.post_message(self.Asking(self, labelling.edge))
        else:
            self.end_labels()

    def _label_line(self, strip: Strip, table: LineTable, line: int) -> Strip:
        """Paint the labels of a line over the first two cells of their words; nothing is shifted.

        A label has one cell where the next one begins after one. Over a selection, which is reversed, it
        is not.
        """
        assert self._labelling is not None
        shown = self._labelling.labels.shown(*table.covered_span(line))
        if not shown:
            return strip
        cells = [self._beside + table.cell_of(offset)[1] for offset, _ in shown]
        width = strip.cell_length
        over: dict[int, str] = {}
        for (_, letters), cell, following in zip(shown, cells, [*cells[1:], width], strict=True):
            over.update(enumerate(letters[: min(2, following - cell)], cell))
        style = self._base + self._component("reader--label")
        return Strip(_overwritten(strip, over, style), width).simplify()

    # Lines and scrolling

    @property
    def line_count(self) -> int:
        """How many lines the text takes; 0 while that is not known."""
        return len(self._table) if self._table is not None else 0

    @property
    def window_lines(self) -> int:
        """How many lines there is room for."""
        return self._height

    def line_of(self, offset: int) -> int:
        """The line that `offset` stands on; 0 while lines are not known."""
        return self._table.line_of(offset) if self._table is not None else 0

    @property
    def region_in_hand(self) -> Region:
        """Where the sentence or the selection in hand is on the screen; empty where it is not in view."""
        region, (start, end) = self.scrollable_content_region, self.span
        first, last = (self.line_of(at) - self.scroll_offset.y for at in (start, max(start, end - 1)))
        lines = Region(region.x, region.y + first, region.width, last - first + 1)
        return lines.intersection(region)

    def put_on_top(self, line: int) -> None:
        """Scroll so that `line` is the first one shown, as near as the ends of the text allow."""
        line = min(max(line, 0), max(0, self.line_count - self._height))
        if line != self.scroll_offset.y:
            self._scroll_to_line(line)

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _wrap(self, then: Callable[[], None] = lambda: None) -> None:
        """Wrap the text to the present width, if that is known and new; then do something.

        A long text is wrapped on a thread of its own; what was shown before stays until that is done.
        """
        region = self.scrollable_content_region
        article = self._article
        if article is None or region.width <= self._beside or region.height <= 0:
            return
        width = min(region.width - self._beside, self._measure)
        if self._laying_out is not None:
            self._laying_out.stop()
            self._laying_out = None
        known = self._table if self._table is not None and self._table.width == width else None
        if known is None:
            known = self._long_tables.get((article, width))
        if known is None and not _is_long(article.display):
            known = LineTable(article.display, width)
        if known is not None:
            self._take(known)
            then()
        else:
            work = self._laying_out = LongWork()
            self.run_worker(partial(self._lay_out, article, width, work, then), thread=True, group="lines")

    def _lay_out(
        self, article: ArticleText, width: int, work: LongWork, then: Callable[[], None]
    ) -> None:  # on a thread of its own
        with suppress(StoppedError):
            table = LineTable(article.display, width, work)
            self.post_message(self._Wrapped(work, table, then))

    def on_reader__wrapped(self, message: _Wrapped) -> None:
        """The lines of a long text are known."""
        if message.work is self._laying_out:
            self._laying_out = None
            if self._article is not None:
                self._long_tables[self._article, message.table.width] = message.table
            self._take(message.table)
            message.then()
            self.refresh()
            self.post_message(self.LaidOut(self))

    def _take(self, table: LineTable) -> None:
        """These are the lines now; scroll to what is waited for."""
        if table is not self._table:
            self._table = table
            self._width_generation += 1
            self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, len(table))
        if self._pending is not None:
            start, end = self._pending
            self._pending = None
            self._scroll_to_line(0)
            self._scroll_into_view(start, end)

    @property
    def laying_out(self) -> LongWork | None:
        """The work on the lines of a long text, while that is under way."""
        return self._laying_out

    @property
    def measure(self) -> int:
        """The longest line of text, in cells."""
        return self._measure

    @property
    def line_width(self) -> int:
        """The cells a line of text may take as things are: the measure, or less where there is no room."""
        return min(self._measure, max(0, self.scrollable_content_region.width - self._beside))

    def set_measure(self, cells: int) -> bool:
        """Let lines be at most `cells` long, within bounds; the line under the cursor keeps its row.

        Returns whether that is new.
        """
        cells = min(max(cells, self.LEAST_MEASURE), self.MOST_MEASURE)
        if cells == self._measure:
            return False
        self.end_labels()
        self._measure = cells
        self._wrap_in_place()
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Wrap anew; the line under the cursor keeps its row."""
        self.end_labels()
        self._wrap_in_place()

    def _wrap_in_place(self) -> None:
        """Wrap anew and keep a line on the row where it is: that under the cursor, else the top one."""
        before = self._table
        top = self.scroll_offset.y
        region = self.scrollable_content_region
        if region.width <= self._beside or region.height <= 0:
            return
        height, self._last_height = self._last_height, self._height
        if before is None or self._pending is not None or top >= len(before):
            self._wrap()
            return
        self.virtual_size = Size(region.width, len(before))
        if self._anchor is not None and self._anchor[2] == (top, self.span):
            offset, row, _ = self._anchor
        else:
            lines = before.lines_of(*self.span)
            line = max(lines.start, top)
            if line not in range(top, min(lines.stop, top + height)):
                line = top
            offset, row = max(before.span(line)[0], self.span[0] if line == lines.start else 0), line - top
        self._wrap(partial(self._put_in_place, offset, row))

    def _put_in_place(self, offset: int, row: int) -> None:
        """Scroll so that the line of `offset` stands on a row, and remember that for the next time."""
        table = self._table
        assert table is not None
        margin = min(self.MARGIN, (self._height - 1) // 2)
        target = table.line_of(offset) - min(row, self._height - 1 - margin if row else 0)
        target = min(max(target, 0), self.max_scroll_y)
        if target != self.scroll_offset.y:
            self._scroll_to_line(target)
        self._anchor = (offset, row, (self.scroll_offset.y, self.span))

    def _scroll_to_line(self, line: int) -> None:
        # Forced, since before the first layout with this text a scroll bar is not yet known to be needed.
        self.scroll_to(y=line, animate=False, immediate=True, force=True)

    def _scroll_into_view(self, start: int, end: int) -> None:
        """Scroll as little as shows [start, end) with a margin; its beginning if it is too long."""
        table = self._table
        if table is None:
            self._pending = (start, end)
            return
        lines = table.lines_of(start, end)
        height = self._height
        margin = min(self.MARGIN, (height - 1) // 2)
        top = self.scroll_offset.y
        wanted = max(top, lines[-1] + 1 + margin - height)
        wanted = min(wanted, lines[0] - margin)
        wanted = min(max(wanted, 0), self.max_scroll_y)
        if wanted != top:
            self._scroll_to_line(wanted)

    def _read_on(self, start: int, end: int) -> None:
        """Scroll [start, end) into view as one reads: not at all, or on by most of a screen.

        So the text stands still under the eye, and a sentence costs a few lines and not a screen to paint.
        What came before keeps a quarter of the screen.
        """
        table = self._table
        if table is None:
            self._pending = (start, end)
            return
        lines, height, top = table.lines_of(start, end), self._height, self.scroll_offset.y
        margin = min(self.MARGIN, (height - 1) // 2)
        kept = height // 4
        if lines[-1] + 1 + margin > top + height:
            wanted = max(lines[0] - kept, top)
        elif lines[0] - margin < top:
            wanted = min(lines[-1] + 1 + kept - height, lines[0] - margin, top)
        else:
            return
        wanted = min(max(wanted, 0), self.max_scroll_y)
        if wanted != top:
            self._scroll_to_line(wanted)

    def _refresh_range(self, lines: range) -> None:
        """Have `lines` painted again, as far as they are on the screen."""
        top = self.scroll_offset.y
        first, last = max(lines.start, top), min(lines.stop, top + self._height)
        if first < last:
            self.refresh_lines(first, last - first)

    def _refresh_overlays(self, *overlays: tuple[tuple[int, int], tuple[int, int] | None]) -> None:
        if self._table is None:
            return
        for sentence, explicit in overlays:
            self._refresh_range(self._table.lines_of(*sentence))
            if explicit is not None:
                self._refresh_range(self._table.lines_of(*explicit))

    def _forget_lines(self, start: int, end: int) -> None:
        """Drop the painted lines of [start, end) and have them painted again."""
        if self._table is None:
            return
        lines = self._table.lines_of(start, end)
        if len(lines) > len(self._strips):
            self._strips.clear()
        else:
            for line in lines:
                self._strips.discard(self._strip_key(line))
        self._refresh_range(lines)

    def on_focus(self) -> None:
        """Show the heavy bar."""
        self._repaint_cursor()

    def on_blur(self) -> None:
        """Show the light bar."""
        self.end_labels()
        self._repaint_cursor()

    def _repaint_cursor(self) -> None:
        if self._selection is not None:
            self._refresh_overlays((self._selection.sentence_span, self._selection.explicit))

    # Mouse

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the offset shown at cell (x, y) of the content area, None outside the text's lines.

        It is where the grapheme cluster under the cell begins. The gutter counts as the start of its
        line, the room right of the text as its end.
        """
        table = self._table
        line = y + self.scroll_offset.y
        if table is None or y < 0 or not 0 <= line < len(table):
            return None
        shown = table.shown_span(line)
        return min(table.offset_at(line, x - self._beside), shown[1])

    def _under(self, x: int, y: int) -> tuple[int, int]:
        """The grapheme cluster at cell (x, y) of the content area, or beyond it on the nearest line.

        An empty span left and right of the text of a line, and below the last one.
        """
        table, article = self._table, self._article
        assert table is not None
        assert article is not None
        line = min(max(y, 0), self._height - 1) + self.scroll_offset.y
        if line >= len(table):
            return len(article), len(article)
        start, end = table.shown_span(line)
        if x < self._beside:
            return start, start
        offset = table.offset_at(line, x - self._beside)
        return article.cluster_at(offset) if offset < end else (end, end)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to draw a selection; with shift, extend the one there is."""
        self._let_go()
        self.end_labels()
        at = event.get_content_offset(self)
        if at is None or self._table is None or event.button > 1:
            return
        self.capture_mouse()
        self._pressed = self._pointer = at
        if not event.shift:
            self._begun = self._under(at.x, at.y)
            return
        if self._planted is not None and self._planted[1] == self._standing:
            self._begun = self._planted[0]
        else:
            self._begun = self.span
        self._dragged = True
        self._draw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the selection to where the pointer is; at an edge, pull the text along. While nothing is drawn
        say what the sign in the gutter means that is under the pointer."""
        if self._pressed is None:
            there = event.get_content_offset(self)
            tell(self, self._told_at(there.x, there.y) if there is not None else "")
            return
        at = event.get_content_offset_capture(self)
        if not self._dragged and at == self._pressed:
            return
        pulled = self._pull_step
        self._dragged = True
        self._pointer = at
        self._draw()
        if self._pull_step and not pulled:
            self._pull_text()
        if self._pull_step and self._puller is None:
            self._puller = self.set_interval(_PULL, self._pull)

    def _told_at(self, x: int, y: int) -> str:
        """What the sign in the gutter at a cell means; "" where there is none."""
        table, line = self._table, y + self.scroll_offset.y
        if table is None or x >= self._beside or not 0 <= line < len(table):
            return ""
        start, end = table.shown_span(line)
        if x == self.GUTTER - 1:
            odd = self._odd_in(start, end)
            return "A word on this line is not what it looks like; it has a line above it." if odd else ""
        if x == self.GUTTER - 2:
            first, last = self.span
            here = first < end and start < last
            return "The sentence or the words that the next mark is about." if here else ""
        keys = self._runs.names_in(start, end)
        foremost = self._foremost(keys, line)
        if foremost is None:
            return ""
        words = f"Claim {foremost.number}: a quote on this line {_SAYS.get(foremost.stance, 'speaks to')} it"
        words += "." if foremost.counted else ", and is set aside: it does not count."
        others = sorted({self._highlights[key].number for key in keys} - {foremost.number})
        return f"{words} Here, too: claim {', '.join(map(str, others))}." if others else words

    def on_mouse_up(self, event: events.MouseUp) -> None:  # noqa: ARG002
        """End drawing."""
        dragged = self._dragged
        self._let_go()
        self._dragged = dragged  # for the click that follows

    def _let_go(self) -> None:
        """Follow the pointer no longer."""
        if self._pressed is not None:
            self.release_mouse()
        self._pressed = None
        self._dragged = False
        if self._puller is not None:
            self._puller.stop()
            self._puller = None

    @property
    def _standing(self) -> tuple[int, tuple[int, int]]:
        """Which sentence and which span the reader is on."""
        return (self._selection.sentence if self._selection else -1), self.span

    def _draw(self) -> None:
        """Select from where drawing began to the pointer, both clusters included."""
        start, end = self._under(*self._pointer)
        start, end = min(start, self._begun[0]), max(end, self._begun[1])
        article = self._article
        assert article is not None
        if article.is_blank(start, end):
            self._change(Selection.drop, follow=False)
        else:
            self._change(lambda selection: selection.select(start, end), follow=False)
        self._planted = (self._begun, self._standing)

    @property
    def _pull_step(self) -> int:
        """How many lines the text moves at a time while the pointer drags where it is; back if negative.

        Beyond the edges the text moves; on the first and last row it does if drawing began elsewhere.
        """
        if self._pressed is None or not self._dragged:
            return 0
        y, last = self._pointer.y, self._height - 1
        if y < 0 or (y == 0 and self._pressed.y > 0):
            return min(-1, max(y, -3))
        if y > last or (y == last and self._pressed.y < last):
            return max(1, min(y - last, 3))
        return 0

    def _pull(self) -> None:
        self._pulls += 1
        if 0 < self._pointer.y < self._height - 1:
            if self._puller is not None:
                self._puller.stop()
                self._puller = None
        elif not 0 <= self._pointer.y < self._height or self._pulls % 3 == 0:
            self._pull_text()

    def _pull_text(self) -> None:
        top = self.scroll_offset.y
        wanted = min(max(top + self._pull_step, 0), self.max_scroll_y)
        if wanted != top:
            self._scroll_to_line(wanted)
            self._draw()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked sentence; say which highlight was clicked, if one was.

        A second click selects the word, a third the sentence. What ended drawing is no click.
        """
        if self._dragged:
            self._dragged = False
            return
        at = event.get_content_offset(self)
        table = self._table
        if at is None or table is None or (offset := self.offset_at(at.x, at.y)) is None:
            return
        line = at.y + self.scroll_offset.y
        start, end = table.shown_span(line)
        in_text = at.x >= self._beside and offset < end
        if event.chain > 1 and in_text:
            self._select_around(offset, sentence=event.chain % 2 == 1)
            return
        hit: Highlight | None
        if at.x < self._beside:
            hit = self._foremost(self._runs.names_in(start, end), line)
            if hit is not None:
                offset = max(hit.start, start)
        else:
            hit = self._foremost(self._runs.at(offset), line) if in_text else None
        # Right of a line its last sentence is meant, not the first of the next.
        place = max(start, min(offset, end - 1))
        self._change(lambda selection: selection.to_offset(place))
        self._planted = (self._under(at.x, at.y), self._standing)
        if hit is not None:
            self.post_message(self.HighlightClicked(self, hit.key))

    def _select_around(self, offset: int, *, sentence: bool) -> None:
        """Select the word at `offset`, or what stands there between words, or its sentence."""
        article = self._article
        assert article is not None
        if sentence:
            start, end = article.sentence_span(article.sentence_at(offset))
        else:
            start, end = article.word_at(offset) or article.cluster_at(offset)
        if not article.is_blank(start, end):
            self._change(lambda selection: selection.select(start, end), follow=False)
            self._planted = ((start, end), self._standing)

    # Painting

    def notify_style_update(self) -> None:
        """Forget what was painted in the old theme."""
        super().notify_style_update()
        self._theme_generation += 1
        self._strips.clear()
        self._components.clear()
        self._composed.clear()

    def render_line(self, y: int) -> Strip:
        """Paint the line `y` of the screen region."""
        width = self.size.width
        table, selection = self._table, self._selection
        line = y + self.scroll_offset.y
        if table is None or selection is None or line >= len(table):
            return Strip.blank(width, self._base)
        if self.screen.is_current:
            self._coverage.add(*table.covered_span(line))
        hits = self._hits_on(line)
        if hits or self._is_overlaid(table, selection, line):
            strip = self._paint(table, line, selection, hits).crop_extend(0, width, self._base)
        else:
            key = self._strip_key(line)
            if (painted := self._strips.get(key)) is None:
                painted = self._strips[key] = self._paint(table, line, None)
            strip = painted.crop_extend(0, width, self._base)
        return strip if self._labelling is None else self._label_line(strip, table, line)

    def _strip_key(self, line: int) -> tuple[int, int, int]:
        return line, self._width_generation, self._theme_generation

    @staticmethod
    def _is_overlaid(table: LineTable, selection: Selection, line: int) -> bool:
        start, end = table.covered_span(line)
        spans = (selection.sentence_span, selection.explicit or (0, 0))
        return any(left < end and start < right for left, right in spans)

    def _paint(
        self,
        table: LineTable,
        line: int,
        selection: Selection | None,
        hits: Sequence[tuple[int, int, bool]] = (),
    ) -> Strip:
        """Paint a line: base, highlights, given a selection cursor sentence and selection, then hits."""
        start, end = table.shown_span(line)
        sentence = selection.sentence_span if selection else (0, 0)
        explicit = (selection.explicit if selection else None) or (0, 0)
        odd = self._odd_in(start, end)
        segments = self._gutter(line, start, end, sentence, explicit, odd) if self._beside else []
        pieces: list[tuple[int, int, Style]] = []
        marks = [*self._marks_in(start, end), *((first, last, "reader--odd") for first, last in odd)]
        # Without colour both are shown by ink and ground exchanged.
        inverted = self.app.no_color
        in_hand = (0, 0) if inverted and explicit != (0, 0) else sentence
        edges = [edge for first, last, *_ in (*marks, *hits) for edge in (first, last)]
        cuts = [cut for cut in (*sentence, *explicit, *edges) if start < cut < end]
        for left, right, cover in self._runs.slice(start, end):
            inner = sorted({left, right, *(cut for cut in cuts if left < cut < right)})
            for first, last in pairwise(inner):
                style = self._style(
                    cover, in_hand[0] <= first < in_hand[1], explicit[0] <= first < explicit[1]
                )
                under = style
                for name in (mark[2] for mark in marks if mark[0] <= first < mark[1]):
                    style += self._component(name)
                for left_hit, right_hit, current in hits:
                    if left_hit <= first < right_hit:
                        # Only the current one is bold, even where the quote beneath would be.
                        style += Style(bold=False)
                        style += self._component("reader--current-hit" if current else "reader--hit")
                if inverted and under.reverse and style != under:
                    style += Style(reverse=False)  # what stands out elsewhere by that stands out here without
                pieces.append((first, last, style))
        text = table.text
        if table.is_narrow(line):
            segments.extend(Segment(text[first:last], style) for first, last, style in pieces)
        else:
            segments.extend(_wide_segments(table, line, pieces))
        return Strip(segments)

    def _gutter(
        self,
        line: int,
        start: int,
        end: int,
        sentence: tuple[int, int],
        explicit: tuple[int, int],
        odd: Sequence[tuple[int, int]],
    ) -> list[Segment]:
        keys = self._runs.names_in(start, end)
        quiet = self._base + self._component("reader--gutter")
        foremost = self._foremost(keys, line)
        if foremost is None:
            number = Segment(" " * 4, quiet)
        else:
            others = {self._highlights[key].number for key in keys} - {foremost.number}
            label = f"{foremost.number}{_LETTERS.get(foremost.stance, '?')}" + ("+" if others else " ")
            if len(label) > 4:
                label = f"{foremost.number}" + ("+" if others else _LETTERS.get(foremost.stance, "?"))
            style = self._base + self._component(_stance_class(foremost.stance))
            if foremost.current:
                style += Style(bold=True)
            if not foremost.counted:
                style += self._component("reader--set-aside")
            number = Segment(label[-4:].rjust(4), style)
        bar = " "
        if explicit[0] < end and start < explicit[1]:
            bar = "┃"
        elif sentence[0] < end and start < sentence[1]:
            bar = "┃" if self.has_focus and explicit == (0, 0) else "│"
        return [
            number,
            Segment(bar, self._base + self._component("reader--bar")),
            Segment("≈", self._base + self._component("reader--odd")) if odd else Segment(" ", self._base),
        ]

    def _odd_in(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """The words of a line that are not what they look like. Offsets in code points."""
        article = self._article
        if article is None:
            return ()
        # With what stands around it, which says what is usual here and has the ends of words that are cut.
        left = max(0, start - _AROUND)
        # A line of thousands of code points is one of marks upon marks, of which few are painted.
        found = odd_words(article.raw[left : min(end, start + _LOOKED_AT) + _AROUND])
        return [
            (left + word.start, left + word.end)
            for word in found
            if left + word.start < end and start < left + word.end
        ]

    def _foremost(self, keys: Iterable[str], line: int) -> Highlight | None:
        """The highlight that stands for several: of the current claim, else one that begins here."""
        table = self._table
        assert table is not None
        start = table.span(line)[0]
        highlights = self._highlights
        return max(
            (highlights[key] for key in keys if key in highlights),
            key=lambda highlight: (
                highlight.current,
                highlight.start >= start,
                highlight.counted,
                _GRAVITY.get(highlight.stance, 0),
                -highlight.number,
                highlight.key,
            ),
            default=None,
        )

    def _style(self, cover: tuple[str, ...], cursor: bool, selected: bool) -> Style:
        """The style of a run, remembered for each different look of a cover."""
        looks: tuple[_Look, ...] = ()
        shared = False
        if cover:
            found = [self._highlights[key] for key in cover if key in self._highlights]
            looks = tuple(sorted({(each.stance, each.current, each.counted) for each in found}))
            shared = len({each.number for each in found}) > 1
        key = (looks, shared, cursor, selected)
        if (style := self._composed.get(key)) is None:
            style = self._composed[key] = self._compose_style(*key)
        return style

    def _compose_style(self, looks: tuple[_Look, ...], shared: bool, cursor: bool, selected: bool) -> Style:
        style = self._base
        if looks:
            current = [look for look in looks if look[1]]
            front = current or list(looks)
            if current:
                gravest = max(current, key=lambda look: _GRAVITY.get(look[0], 0))
                style += self._component(_stance_class(gravest[0]))
                style += self._component("reader--current-quote")
            else:
                style += self._component("reader--quote")
            if shared:
                style += self._component("reader--shared-quote")
            if not any(counted for _, _, counted in front):
                style += self._component("reader--set-aside")
        if selected:
            return style + self._component("reader--selection")
        return style + self._component("reader--cursor") if cursor else style

    @property
    def _base(self) -> Style:
        """The style of the text, remembered: Textual puts it together anew each time it is asked."""
        if (style := self._components.get("")) is None:
            style = self._components[""] = self.rich_style
        return style

    def _component(self, name: str) -> Style:
        """What the component class says by itself, its colours blended over the widget's."""
        if (style := self._components.get(name)) is None:
            rules = self.get_component_styles(name)
            blended = self.get_component_rich_style(name)
            style = self._components[name] = (
                Style(
                    color=blended.color if rules.has_rule("color") else None,
                    bgcolor=blended.bgcolor if rules.has_rule("background") else None,
                )
                + rules.text_style
            )
        return style


def _is_long(text: str) -> bool:
    """Whether wrapping a text would hold up keys: a tenth of a second or more."""
    if len(text) <= _LONG:
        return False
    return len(text) > _LONG_NARROW or not text.isascii()


def _with_mark(raw: str, start: int, end: int) -> tuple[int, int]:
    """A passage with the quotation mark or bracket right beside it of which the other one is in it."""
    for opening, closing in _PAIRS:
        left = raw.count(opening, start, end) - raw.count(closing, start, end)
        if left > 0 and raw[end : end + 1] == closing:
            return start, end + 1
        if left < 0 and raw[start - 1 : start] == opening:
            return start - 1, end
    return start, end


def _stance_class(stance: str) -> str:
    return f"reader--{stance.replace('_', '-')}" if stance in _LETTERS else "reader--gutter"


def _wide_segments(
    table: LineTable, line: int, pieces: Sequence[tuple[int, int, Style]]
) -> Iterable[Segment]:
    """The segments of a line on which offsets and cells differ; `pieces` cover it in order."""
    waiting = iter(pieces)
    _, last, style = next(waiting, (0, 0, Style.null()))
    drawn: list[str] = []
    for start, end, cells in table.clusters(line):
        while start >= last:
            if drawn:
                yield Segment("".join(drawn), style)
                drawn = []
            following = next(waiting, None)
            if following is None:
                return
            _, last, style = following
        cluster = table.text[start:end]
        drawn.append(" " * cells if cluster == "\t" else graphemes.drawn(cluster))
    if drawn:
        yield Segment("".join(drawn), style)


def _overwritten(strip: Strip, over: Mapping[int, str], style: Style) -> Iterable[Segment]:
    """The segments of a line with other letters over some of its cells; what they cover half goes blank.

    Cut by clusters here, since Rich would cut emoji that are joined.
    """
    not_reversed = style + Style(reverse=False)
    cell = 0
    for segment in strip:
        kept: list[str] = []
        starts, widths = graphemes.split(segment.text)
        starts.append(len(segment.text))
        for (start, end), width in zip(pairwise(starts), widths, strict=True):
            if not any(place in over for place in range(cell, cell + width)):
                kept.append(segment.text[start:end])
                cell += width
                continue
            if kept:
                yield Segment("".join(kept), segment.style)
                kept = []
            look = not_reversed if segment.style is not None and segment.style.reverse else style
            for place in range(cell, cell + width):
                yield Segment(over[place], look) if place in over else Segment(" ", segment.style)
            cell += width
        if kept:
            yield Segment("".join(kept), segment.style)
