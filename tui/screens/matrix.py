"""The matrix: claims down, sources across, a letter and a colour in each cell, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Footer, Static

from annotations.matrix import Matrix, matrix
from annotations.records import Article
from annotations.wording import CELL_WORDS, cell_letter, status_in_words
from tui.commands.command import Command, Group, bindings
from tui.commands.everywhere import EVERYWHERE
from tui.desk import Desk
from tui.display import cut, shown
from tui.screens.command_screen import CommandScreen
from tui.widgets.claims import LETTER_CLASSES
from tui.widgets.rows import Piece, Rows
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: Cells of a column of the grid.
COLUMN = 5
#: Cells of the column with the number of origins.
ORIGINS = 9


class MatrixGrid(Rows):
    """Claims down, articles across. The header and the claims stay; the columns scroll with the cursor."""

    HEADER = 1
    BINDINGS = [
        Binding(
            "l,right", "column(1)", "right", show=False, id="matrix.right", tooltip="One source to the right."
        ),
        Binding(
            "h,left", "column(-1)", "left", show=False, id="matrix.left", tooltip="One source to the left."
        ),
    ]

    DEFAULT_CSS = """
    MatrixGrid { & > .matrix--cell { text-style: reverse bold; } }
    """
    COMPONENT_CLASSES = {"matrix--cell"}

    column: reactive[int] = reactive(0, init=False, repaint=False)
    """The article that the cursor is on."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._matrix = Matrix([], [])
        self._first = 0

    def follow(self) -> None:
        """Show the matrix as it is now, the current claim under the cursor."""
        self._matrix = matrix(self._desk.project)
        self.set_reactive(MatrixGrid.column, max(0, min(self.column, len(self._matrix.articles) - 1)))
        self.reload()
        for number, row in enumerate(self._matrix.rows):
            if row.claim.id == self._desk.claim:
                self.put_cursor(number)

    def go_to_article(self, article: str | None) -> None:
        """Put the cursor on the column of an article."""
        for number, known in enumerate(self._matrix.articles):
            if known.id == article:
                self.set_reactive(MatrixGrid.column, number)
        self._show_column()

    @property
    def row_count(self) -> int:
        """How many claims there are."""
        return len(self._matrix.rows)

    def claim_at(self, row: int) -> str:
        """The id of the claim in a row."""
        return self._matrix.rows[row].claim.id

    def cell(self) -> tuple[str, Article] | None:
        """The claim and the article under the cursor."""
        if not self._matrix.rows or not self._matrix.articles:
            return None
        return self.claim_at(self.cursor), self._matrix.articles[self.column]

    def _widths(self, width: int) -> tuple[int, int, int]:
        """The cells for claims, the number of columns shown, the cells for the status."""
        articles = len(self._matrix.articles)
        claims = max(16, min(48, width // 3))
        status = max(16, min(60, width // 4))
        columns = max(1, min(articles, (width - claims - status - ORIGINS) // COLUMN))
        return claims, columns, width - claims - columns * COLUMN - ORIGINS

    def header_pieces(self, width: int) -> Sequence[Piece]:
        """What the columns are."""
        claims, columns, status = self._widths(width - 1)
        shown_articles = self._matrix.articles[self._first : self._first + columns]
        labels = "".join(f"{cut(article.label, COLUMN - 1):^{COLUMN}}" for article in shown_articles)
        more = "›" if self._first + columns < len(self._matrix.articles) else " "
        return [
            (" " + f"{'claim':<{claims}}{labels}{more}", ""),
            (f"{'origins':^{ORIGINS}}", ""),
            (cut("status", status), ""),
        ]

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Number and claim, a letter a source, the number of origins, the status in words."""
        number, claim, agreement = self._matrix.rows[row]
        claims, columns, status = self._widths(width)
        head = f"{number:>{len(str(len(self._desk.project.claims)))}} "
        text = cut(claim.text, claims - len(head) - 1)
        pieces: list[Piece] = [(head, "rows--muted"), (text, "")]
        pieces.append((" " * (claims - len(head) - cell_len(text)), ""))
        for at, article in enumerate(self._matrix.articles[self._first : self._first + columns], self._first):
            letter = cell_letter(agreement, article.id)
            style = LETTER_CLASSES.get(letter[0], "rows--muted")
            if row == self.cursor and at == self.column:
                style = "matrix--cell"
            pieces.append((f"{letter:^{COLUMN}}", style))
        articles = {article.id: article for article in self._desk.project.articles}
        pieces.append((f"{agreement.origins:^{ORIGINS}}", "rows--strong"))
        pieces.append((cut(status_in_words(agreement, articles), status), ""))
        return [pieces]

    def action_column(self, step: int) -> None:
        """Move the cursor by columns."""
        if not self._matrix.rows:
            return
        last = len(self._matrix.articles) - 1
        self.set_reactive(MatrixGrid.column, max(0, min(self.column + step, last)))
        self._show_column()
        self.post_message(self.Moved(self, self.cursor))

    def _show_column(self) -> None:
        _, columns, _ = self._widths(max(1, self.scrollable_content_region.width - 1))
        self._first = max(min(self._first, self.column), self.column - columns + 1, 0)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None:
            claims, columns, _ = self._widths(self.scrollable_content_region.width - 1)
            at = (offset.x - 1 - claims) // COLUMN
            if 0 <= at < columns:
                self.set_reactive(MatrixGrid.column, self._first + at)
                self._show_column()


def _back(screen: MatrixScreen) -> None:
    screen.dismiss()


def _next_open(screen: MatrixScreen) -> None:
    room = screen.room
    screen.dismiss()
    room.next_open_cell()


def _compare(screen: MatrixScreen) -> None:
    from tui.screens.compare import CompareScreen

    cell = screen.grid.cell()
    if cell is not None:
        screen.desk.choose_claim(cell[0])
    screen.desk.require_two_articles()
    if cell is not None:
        screen.desk.article = cell[1].id
        screen.desk.take_up(None)
    screen.app.switch_screen(CompareScreen())


MATRIX = Group(
    "Matrix",
    (
        Command("matrix.next", "full_stop", "next open", "To the next open cell.", _next_open, footer=2),
        Command("compare", "v", "compare", "This claim in two sources side by side.", _compare, footer=4),
        Command("matrix.back", "escape,m", "back", "Back to the reading room.", _back, footer=3),
    ),
)


class MatrixScreen(CommandScreen):
    """All claims against all sources. Enter on a cell jumps to its quotes."""

    CSS_PATH = "matrix.tcss"
    GROUPS = (MATRIX, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "MatrixGrid"

    grid = getters.query_one(MatrixGrid)
    status = getters.query_one(StatusBar)

    @property
    def room(self) -> ReadingRoom:
        """The reading room beneath."""
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield MatrixGrid(self.desk)
        yield Static("", id="cell", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.follow()
        self.call_after_refresh(self.grid.go_to_article, self.desk.article)

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        self.grid.follow()
        self._preview()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.desk.choose_claim(self.grid.claim_at(event.row))
        self._preview()

    def _preview(self) -> None:
        """The quotes of the cell under the cursor."""
        cell = self.grid.cell()
        panel = self.query_one("#cell", Static)
        if cell is None:
            panel.update("No claims yet: Esc, then c makes one from a sentence.")
            return
        claim, article = cell
        pieces = self.desk.project.evidence_on(claim, article.id)
        lines = [
            f"{article.label} {self.desk.project.codebook.stance(p.stance).label}: “{p.quote.exact}” "
            f"({self.desk.chain(p.attribution)})"
            for p in pieces
        ]
        width = max(10, self.size.width - 4)
        if not lines:
            words = CELL_WORDS[self.desk.project.agreement(claim).cells[article.id]]
            lines = [f"{article.label} {article.publisher or article.title}: {words}"]
        head = f"{self.desk.project.number(claim)} {self.desk.project.claim(claim).text}"
        text = [shown(cut(head, width), "bold"), *(shown(cut(line, width * 2)) for line in lines)]
        panel.update(Content("\n").join(text))

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        cell = self.grid.cell()
        if cell is None:
            return
        claim, article = cell
        room = self.room
        self.desk.choose_claim(claim)
        pieces = [p for p in self.desk.project.evidence_on(claim, article.id) if p.anchor != "orphan"]
        self.dismiss()
        if pieces:
            room.jump_to(pieces[0].id)
            return
        if article.state == "current":
            self.desk.begin_walk(claim)
        else:
            self.desk.walk = None
        room.open_article(article.id)
