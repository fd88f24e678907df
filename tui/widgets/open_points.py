"""What is still to do, claim by claim, and how far the reading is, source by source."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from annotations.coverage import ArticleCoverage
from annotations.open_points import OpenPoints
from annotations.text.folding import Narrowing
from tui.desk import Desk
from tui.display import cut, flagged
from tui.looks.linear import is_linear
from tui.widgets.rows import Piece, Rows

#: Cells of the columns of a source: claims met, cells open, whether it was read to the end.
MET, OPEN, READ = 13, 8, 18


class CoverageList(Rows):
    """The current articles, one line each: claims met, cells open, whether it was read to the end."""

    HEADER = 1
    DEFAULT_CSS = """
    CoverageList { height: auto; max-height: 35%; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._articles: Sequence[ArticleCoverage] = ()

    def show(self, articles: Sequence[ArticleCoverage]) -> None:
        """Show how far these articles are."""
        self._articles = articles
        self.reload()

    def article_at(self, row: int) -> str:
        """The id of the article in a row."""
        return self._articles[row].article

    @property
    def row_count(self) -> int:
        """How many articles there are."""
        return len(self._articles)

    def header_pieces(self, line: int, width: int) -> Sequence[Piece]:  # noqa: ARG002
        """What stands in each column."""
        if is_linear(self):
            return [(cut("sources, each with how much of it is done", width), "")]
        name = max(8, width - 1 - MET - OPEN - READ)
        return [(f" {'source':<{name}}{'claims met':>{MET}}{'open':>{OPEN}}", "")]

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Label and name, claims met, cells open, "read to the end"."""
        found = self._articles[row]
        article = self._desk.project.article(found.article)
        if is_linear(self):
            told = [
                f"{article.label} {article.publisher or article.title}",
                f"{found.met} claims met",
                f"{found.open} open",
                *(["read to the end"] if found.read or self._desk.has_read(article.id) else []),
            ]
            return [[(cut(", ".join(told), width), "")]]
        room = max(8, width - MET - OPEN - READ)
        name = cut(f"{article.label} {flagged(article.publisher or article.title)}", room - 1)
        read = found.read or self._desk.has_read(article.id)
        return [
            [
                (name + " " * (room - cell_len(name)), "rows--strong" if found.open else ""),
                (f"{found.met:>{MET},}", ""),
                (f"{found.open or '-':>{OPEN}}", "" if found.open else "rows--muted"),
                ("  read to the end" if read else "", "rows--muted"),
            ]
        ]


class OpenList(Rows):
    """The claims on which something is still to do, two lines each: the claim; what it is."""

    LINES = 2

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._every: Sequence[OpenPoints] = ()
        self._rows: Sequence[OpenPoints] = ()
        self.narrowing = Narrowing("")
        """What the list is narrowed to."""

    def show(self, points: Sequence[OpenPoints]) -> None:
        """Show these claims; the cursor stays on its claim, or on the current one."""
        self._every = points
        self.narrow(self.narrowing)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only the claims with some words, be it in what is still to do."""
        at = self.points
        self.narrowing = narrowing
        self._rows = [one for one in self._every if not narrowing or narrowing.takes(*self._words(one))]
        self.reload()
        places = {one.claim.id: row for row, one in enumerate(self._rows)}
        here = places.get(at.claim.id) if at is not None else None
        self.put_cursor(places.get(self._desk.claim or "", here or 0))

    def _words(self, one: OpenPoints) -> tuple[str, ...]:
        return (*self._desk.claim_words(one.claim), *one.in_words(self._desk.project))

    @property
    def points(self) -> OpenPoints | None:
        """What the cursor is on; null where the list is empty."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def every(self) -> int:
        """How many claims there are, also those that are not shown."""
        return len(self._every)

    @property
    def row_count(self) -> int:
        """How many claims are shown."""
        return len(self._rows)

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Number and text; what is still to do."""
        one = self._rows[row]
        digits = len(str(self._rows[-1].number))
        number = f"{one.number:>{digits}} "
        words = " · ".join(one.in_words(self._desk.project))
        return [
            [(number, "rows--muted"), (cut(flagged(one.claim.text), width - len(number)), "")],
            [(" " * len(number) + cut(words, width - len(number)), "rows--muted")],
        ]
