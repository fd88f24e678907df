"""The hits of a search in all articles, as a list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import getters, on
from textual.app import ComposeResult
from textual.widgets import Static

from annotations.records import Article
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.hits import HITS
from tui.desk import Desk
from tui.display import cut, displayable, flagged, shown
from tui.reader import graphemes
from tui.reader.search import Trail
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.rows import Piece, Rows
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.searching import Searching

#: The code points looked at on either side of a hit; more than any line shows.
AROUND = 240


class HitList(Rows):
    """The articles that have hits, each followed by its hits in a line of context."""

    COMPONENT_CLASSES = {"hits--hit"}
    DEFAULT_CSS = """
    HitList { & > .hits--hit { color: $text-warning; text-style: reverse bold; } }
    """

    def __init__(self, desk: Desk, trail: Trail) -> None:
        super().__init__()
        self._desk = desk
        self._trail = trail

    @property
    def row_count(self) -> int:
        """How many articles and hits there are."""
        return len(self._trail) + len(self._trail.articles)

    def _at(self, row: int) -> tuple[int, int | None]:
        """Which article a row is about, by its place in the trail, and which hit in it; null for its name."""
        trail = self._trail
        # The row of the n-th article's name is n plus the hits before it.
        low = bisect_right(range(len(trail.articles)), row, key=lambda n: n + trail.begin(n)) - 1
        within = row - low - trail.begin(low)
        return low, within - 1 if within else None

    def number_at(self, row: int) -> int:
        """The number of the hit in a row; in that of an article, of its first."""
        article, hit = self._at(row)
        return self._trail.begin(article) + (hit or 0)

    def row_of(self, number: int) -> int:
        """The row of a hit."""
        trail = self._trail
        article = bisect_right(range(len(trail.articles)), number, key=trail.begin) - 1
        return number + article + 1

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """The article's name and how many hits it has, or a hit among the words around it."""
        at, hit = self._at(row)
        article = self._trail.articles[at]
        hits = self._trail.hits(article)
        if hit is None:
            known = self._desk.project.find(Article, article)
            label = known.label if known is not None else "?"
            name = (known.publisher or known.title) if known is not None else "no longer there"
            count = f" · {hits.count}"
            head = f"{displayable(label)} "
            return [
                [
                    (head, "rows--strong"),
                    (cut(flagged(name), width - cell_len(head) - len(count)), "rows--strong"),
                    (count, "rows--muted"),
                ]
            ]
        return [[(f"{hit + 1:>5,} ", "rows--muted"), *self._around(article, hits.spans[hit], width - 6)]]

    def _around(self, article: str, span: tuple[int, int], width: int) -> list[Piece]:
        """A hit and the words around it in one line; about a third of the line stands before it."""
        opened = self._desk.opened(article)
        if opened is None:
            return [("…", "rows--muted")]
        text = opened.text
        start, end = span
        begin = text.snap(max(0, start - AROUND), up=True)
        stop = text.snap(min(len(text), end + AROUND))

        def line(first: int, last: int) -> str:
            return displayable(text.display[first:last].replace("\n", " ").replace("\t", " "))

        hit = cut(line(start, end), max(1, width))
        before = line(begin, start).lstrip()
        room = max(0, (width - cell_len(hit)) // 3)
        if cell_len(before) > room or begin > 0:
            while before and cell_len(before) > max(0, room - 1):
                before = before[graphemes.ceiling(before, 1) :]
            before = "…" + before if room else ""
        after = cut(line(end, stop), max(0, width - cell_len(before) - cell_len(hit)))
        return [(before, ""), (hit, "hits--hit"), (after, "")]


class HitsScreen(CommandScreen):
    """What was found in all articles. Enter goes to a hit."""

    GROUPS = (HITS, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "HitList"
    CSS = """
    HitsScreen {
        #found { height: 1; padding: 0 1; text-style: bold; }
        HitList { height: 1fr; }
    }
    """

    rows = getters.query_one(HitList)
    status = getters.query_one(StatusBar)

    def __init__(self, searching: Searching) -> None:
        super().__init__()
        self._searching = searching
        assert searching.request is not None
        self._trail = searching.request.trail
        self._is_placed = False

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="found", markup=False)
        yield HitList(self.desk, self._trail)
        yield KeyLine()

    def on_mount(self) -> None:
        self.status.follow()
        self._searching.listen(self.found)
        self.found()

    def on_unmount(self) -> None:
        self._searching.listen(None)

    def on_resize(self) -> None:
        self.found()

    def found(self) -> None:
        """More was found: show it, the cursor staying where it is, at first on the current hit."""
        words = self._trail.query.words
        width = max(20, self.size.width - 2)
        asked = cut(words, max(10, width // 3))
        summary = self._searching.summary(width - cell_len(asked) - 3)
        self.query_one("#found", Static).update(shown(f"{asked} · {summary}"))
        self.rows.reload()
        if not self._is_placed and self._trail.current is not None:
            self._is_placed = True
            self.call_after_refresh(self.rows.put_cursor, self.rows.row_of(self._trail.current))

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        self.rows.refresh()

    def back(self) -> None:
        """Stop a search that is under way; else leave."""
        if not self._searching.stop():
            self.dismiss()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        number = self.rows.number_at(event.row)
        self.dismiss()
        self._searching.go_to(number)
