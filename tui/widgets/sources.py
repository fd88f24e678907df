"""The articles of the story: a list beside the reader, or one line of tabs above it where space is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from annotations.records import Article
from annotations.text.folding import Narrowing
from tui.desk import Desk
from tui.display import cut, flagged
from tui.looks.linear import is_linear
from tui.tooltips import article_words, tell
from tui.widgets.rows import Piece, Rows


def _short(article: Article, counts: tuple[int, int] | None) -> str:
    """The state of an article in a word or two."""
    if article.state != "current":
        return "old version" if article.state == "superseded" else "retracted"
    met, still_open = counts or (0, 0)
    if not still_open:
        return f"{met} claim{'s' * (met != 1)} met" if met else "no claims yet"
    return f"{met} met · {still_open} open"


class SourceList(Rows):
    """The articles, two lines each: label and name, then how far the claims have been met in it."""

    LINES = 2

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._articles: list[Article] = []
        self._counts: dict[str, tuple[int, int]] = {}
        self.narrowing = Narrowing("")
        """What the list is narrowed to."""

    def follow(self) -> None:
        """Show the articles as they are now, the one in hand under the cursor."""
        every = self._desk.listed_articles()
        if self.narrowing:
            every = [article for article in every if self.narrowing.takes(*self._desk.article_words(article))]
        self._articles = every
        self._counts = self._desk.article_counts()
        self.reload()
        for row, article in enumerate(self._articles):
            if article.id == self._desk.article:
                self.put_cursor(row)

    def article_at(self, row: int) -> str:
        """The id of the article in a row."""
        return self._articles[row].id

    @property
    def row_count(self) -> int:
        """How many articles there are."""
        return len(self._articles)

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Label and name; state."""
        article = self._articles[row]
        muted = "rows--muted" if article.state != "current" else ""
        version = f" v{article.version}" if article.version > 1 or article.state == "superseded" else ""
        label = f"{article.label}{version} "
        name = cut(flagged(article.publisher or article.title), width - cell_len(label))
        in_hand = article.id == self._desk.article
        if is_linear(self):
            said = f"{label}{flagged(article.publisher or article.title)}{', in hand' if in_hand else ''}"
            state = _short(article, self._counts.get(article.id)).replace(" · ", ", ")
            return [[(cut(said, width), "")], [(cut(state, width), "rows--muted")]]
        return [
            [(cut(label, width), "rows--strong"), (name, "rows--strong" if in_hand else muted)],
            [(cut("  " + _short(article, self._counts.get(article.id)), width), "rows--muted")],
        ]

    def told_at(self, x: int, y: int) -> str:  # noqa: ARG002
        """What the counts of an article mean."""
        row = self.row_at(y)
        if row is None:
            return ""
        article = self._articles[row]
        return article_words(article, self._counts.get(article.id))


class SourceTabs(Widget):
    """The articles as one line of tabs. A click opens one; keys go to the reader."""

    DEFAULT_CSS = """
    SourceTabs { height: 1; background: $panel; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        article: str

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._ends: list[tuple[int, str]] = []
        self._painted: Content | None = None

    def follow(self) -> None:
        """Show the articles as they are now."""
        if self.display and (self._painted is None or not self._tabs().is_same(self._painted)):
            self.refresh()

    def render(self) -> Content:
        """The tabs, the one in hand pointed at; where there is no room for all, those around it."""
        self._painted = self._tabs()
        return self._painted

    def _tabs(self) -> Content:
        articles = [
            a for a in self._desk.listed_articles() if a.state != "superseded" or a.id == self._desk.article
        ]
        counts = self._desk.article_counts()
        at = next((n for n, a in enumerate(articles) if a.id == self._desk.article), 0)
        room = max(12, self.size.width // max(1, min(3, len(articles))) - 3)

        def label(article: Article) -> str:
            still_open = counts.get(article.id, (0, 0))[1]
            mark = " ret" if article.state == "retracted" else " old" if article.state == "superseded" else ""
            tail = f"{mark} {still_open}?" if still_open else mark
            pointer = "▶" if article.id == self._desk.article else " "
            name = cut(
                f"{article.label} {flagged(article.publisher or article.title)}", room - cell_len(tail)
            )
            return f"{pointer}{name}{tail} "

        # Only what there is room for is made: backwards from the one in hand, then on to the end of the line.
        around = [label(article) for article in articles[at : at + 1]]
        first = at
        while first > 0:
            before = label(articles[first - 1])
            if sum(cell_len(each) + 1 for each in (before, *around)) >= self.size.width:
                break
            around.insert(0, before)
            first -= 1
        self._ends, used, parts = [], 0, []
        for number, article in enumerate(articles[first:]):
            if used >= self.size.width:
                break
            text = around[number] if number < len(around) else label(article)
            used += cell_len(text) + 1
            self._ends.append((used, article.id))
            parts.append(Content.styled(text, "bold reverse" if article.id == self._desk.article else ""))
        return Content("│").join(parts)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the count of the tab under the pointer means."""
        id = next((article for end, article in self._ends if event.x < end), None)
        article = self._desk.project.find(Article, id) if id is not None else None
        counts = self._desk.article_counts()
        tell(self, article_words(article, counts.get(article.id)) if article is not None else "")

    def on_click(self, event: events.Click) -> None:
        for end, article in self._ends:
            if event.x < end:
                self.post_message(self.Chosen(article))
                return
