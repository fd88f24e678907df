"""The grid of the matrix: claims down, sources across, painted cell by cell as far as it is in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.reactive import reactive

from annotations.agreement import Agreement
from annotations.records import Article, Claim
from annotations.wording import CELL_WORDS, STATUS_LABELS, STATUS_MEANINGS, cell_letter, status_in_words
from tui.desk import Desk
from tui.display import cut, flagged
from tui.looks.linear import is_linear
from tui.tooltips import cell_words
from tui.widgets.claims import LETTER_CLASSES, ONE_LETTER
from tui.widgets.rows import Piece, Rows

#: Cells of a column: room for any letter in brackets.
COLUMN = 5
#: Cells of the column with the number of origins.
ORIGINS = 9
#: The least cells for the claims, and for the statuses.
LEAST_CLAIMS, LEAST_STATUS = 12, 10
#: The least cells for how many articles have it from how many origins, and a sign that there is more.
HEADLINE = 31
#: By how many cells the claims' column grows at a time.
STEP = 4
#: By how many columns the wheel scrolls sideways.
WHEEL = 3
#: The classes of cells that stand out in a compact grid, where they have no room to say more.
DOUBTED = "matrix--doubted"


class Widths(NamedTuple):
    """Cells for the claims and for each column, the number of columns in view, cells for the statuses."""

    claims: int
    column: int
    columns: int
    status: int


class MatrixGrid(Rows):
    """Claims down, articles across. The header and the claims stay; the columns scroll with the cursor.

    The cell under the cursor stands in brackets. In a compact grid, where a cell has room for its letter
    only, a pointer stands above its column as another one stands before its row.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Elsewhere these go to the first and the last row.
        Binding("home", "screen.run_command('matrix.first')", show=False, id="matrix.first"),
        Binding("end", "screen.run_command('matrix.last')", show=False, id="matrix.last"),
    ]

    DEFAULT_CSS = """
    MatrixGrid {
        & > .matrix--cell { text-style: reverse bold; }
        & > .matrix--doubted { text-style: underline; }
    }
    """
    COMPONENT_CLASSES = {"matrix--cell", DOUBTED}

    column: reactive[int] = reactive(0, init=False, repaint=False)
    """The article that the cursor is on."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._rows: Sequence[tuple[int, Claim]] = ()
        self._articles: Sequence[Article] = ()
        self._labels = 1
        self._first = 0

    def show(self, rows: Sequence[tuple[int, Claim]], articles: Sequence[Article]) -> None:
        """Show these numbered claims against these articles, the current claim under the cursor.

        Agreements are asked for row by row, as rows come into view.
        """
        article = self._articles[self.column].id if self.column < len(self._articles) else None
        claim = self.claim_at(self.cursor) if self.cursor < len(self._rows) else None
        self._rows, self._articles = rows, articles
        self._labels = max((len(article.label) for article in articles), default=1)
        columns = [number for number, known in enumerate(articles) if known.id == article]
        self.set_reactive(MatrixGrid.column, columns[0] if columns else 0)
        self._put_first()
        self.reload()
        places = {known.id: row for row, (_, known) in enumerate(rows)}
        # Where the current claim is left out: the one that was under the cursor, or the first.
        self.put_cursor(places.get(self._desk.claim or "", places.get(claim or "", 0)))

    def look_anew(self) -> None:
        """Widths have changed: lay out and paint everything anew, the cursor in view."""
        self._put_first()
        self.reload()
        self._follow()

    def go_to_article(self, article: str | None) -> None:
        """Put the cursor on the column of an article."""
        for number, known in enumerate(self._articles):
            if known.id == article:
                self._set_column(number)

    @property
    def row_count(self) -> int:
        """How many claims are shown."""
        return len(self._rows)

    def claim_at(self, row: int) -> str:
        """The id of the claim in a row."""
        return self._rows[row][1].id

    def cell(self) -> tuple[str, Article] | None:
        """The claim and the article under the cursor."""
        if not self._rows or not self._articles:
            return None
        return self.claim_at(self.cursor), self._articles[self.column]

    @property
    def source_count(self) -> int:
        """How many columns there are."""
        return len(self._articles)

    @property
    def claims_width(self) -> int:
        """The cells of the column of the claims."""
        return self._widths().claims

    @property
    def columns_in_view(self) -> tuple[int, int]:
        """The first column in view, and the one after the last."""
        return self._first, min(len(self._articles), self._first + self._widths().columns)

    # ---- Painting --------------------------------------------------------------------------------

    def _widths(self, width: int | None = None) -> Widths:
        """How a line is divided; `width` is that of the line without the pointer and the scroll bar."""
        if width is None:
            width = max(1, self.scrollable_content_region.width - 1)
        view, articles = self._desk.matrix_view, max(1, len(self._articles))
        column = 1 if view.compact else COLUMN
        status = max(16, min(60, width // (6 if view.compact else 4)))
        claims = max(16, min(48, width // 3)) + view.wider
        # A wider column of claims takes first from the sources, then from the statuses.
        claims = max(LEAST_CLAIMS, min(claims, width - 2 - column - ORIGINS - LEAST_STATUS))
        columns = max(1, min(articles, (width - 2 - claims - status - ORIGINS) // column))
        return Widths(claims, column, columns, max(0, width - 2 - claims - columns * column - ORIGINS))

    @property
    def header_height(self) -> int:
        """One line; in a compact grid the labels stand upright over the pointer."""
        return self._labels + 1 if self._desk.matrix_view.compact else 1

    def header_pieces(self, line: int, width: int) -> Sequence[Piece]:
        """What the columns are; a sign at either end where there are more."""
        if is_linear(self):
            return [("claims, each with its status and what the sources say", "")] if line == 0 else []
        claims, column, columns, status = self._widths(width - 1)
        articles = self._articles[self._first : self._first + columns]
        last = line == self.header_height - 1
        before = "‹" if last and self._first else " "
        after = "›" if last and self._first + columns < len(self._articles) else " "
        at = self.column - self._first
        if column > 1:
            labels = [f"{cut(article.label, COLUMN - 1):^{COLUMN}}" for article in articles]
        elif last:
            labels = ["▾" if number == at else " " for number in range(len(articles))]
        else:
            labels = [f"{article.label:>{self._labels}}"[line] for article in articles]
        head = f" {'claim' if last else '':<{claims}}{before}"
        return [
            (head + "".join(labels[:at]), ""),
            ("".join(labels[at : at + 1]), "matrix--cell" if column > 1 and self._rows else ""),
            ("".join(labels[at + 1 :]).ljust((columns - at - 1) * column) + after, ""),
            (f"{'origins' if last else '':^{ORIGINS}}", ""),
            (cut("status", status) if last else "", ""),
        ]

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Number and claim, a letter a source, the number of origins, the status in words."""
        number, claim = self._rows[row]
        project = self._desk.project
        agreement = project.agreement(claim.id)
        if is_linear(self):
            return [[(cut(self._in_words(number, claim, agreement, row == self.cursor), width), "")]]
        claims, column, columns, status = self._widths(width)
        head = f"{number:>{len(str(project.tally.claims))}} "
        text = cut(flagged(claim.text), claims - len(head) - 1)
        pieces: list[Piece] = [
            (head, "rows--muted"),
            (text + " " * (claims - len(head) - cell_len(text) + 1), ""),
        ]
        runs: list[Piece] = []
        for at, article in enumerate(self._articles[self._first : self._first + columns], self._first):
            piece = self._cell(agreement, article.id, column, row == self.cursor and at == self.column)
            # Neighbours in one style are painted as one.
            if runs and runs[-1][1] == piece[1]:
                runs[-1] = (runs[-1][0] + piece[0], piece[1])
            else:
                runs.append(piece)
        words = _as_far_as(status_in_words(agreement, project.articles_by_id), agreement, status)
        return [
            [
                *pieces,
                *runs,
                (" ", ""),
                (f"{agreement.origins:^{ORIGINS}}", "rows--strong"),
                (words, ""),
            ]
        ]

    def _in_words(self, number: int, claim: Claim, agreement: Agreement, under_cursor: bool) -> str:
        """A row as it is said, what the source under the cursor says first."""
        project = self._desk.project
        parts = [f"claim {number} of {len(self._rows)}"]
        if under_cursor and self._articles:
            article = self._articles[self.column]
            parts.append(f"at {article.label} {CELL_WORDS[agreement.cells[article.id]]}")
        parts.append(status_in_words(agreement, project.articles_by_id).replace(" · ", ", "))
        parts += [
            f"{each.label} {CELL_WORDS[agreement.cells[each.id]]}"
            for column, each in enumerate(self._articles)
            if not (under_cursor and column == self.column)
        ]
        return f"{', '.join(parts)}: {claim.text}"

    def _cell(self, agreement: Agreement, article: str, column: int, under_cursor: bool) -> Piece:
        letter = cell_letter(agreement, article)
        style = LETTER_CLASSES.get(letter[0], "rows--muted")
        if column == 1:
            if letter.endswith("!"):
                style = DOUBTED
            letter = ONE_LETTER.get(agreement.cells[article], letter[0])
        elif under_cursor:
            letter = f"[{letter}]"
        return f"{letter:^{column}}", "matrix--cell" if under_cursor else style

    # ---- Moving ----------------------------------------------------------------------------------

    def move_column(self, step: int) -> None:
        """Move the cursor by columns."""
        self._go_column(self.column + step)

    def page_columns(self, step: int) -> None:
        """Move the cursor by as many columns as are in view."""
        self._go_column(self.column + step * self._widths().columns)

    def _go_column(self, column: int) -> None:
        before = self.column
        if self._rows and self._articles:
            self._set_column(column)
            if self.column != before:
                self.post_message(self.Moved(self, self.cursor))

    def _set_column(self, column: int) -> None:
        self.set_reactive(MatrixGrid.column, max(0, min(column, len(self._articles) - 1)))
        if self._put_first():
            self.refresh()
        else:
            self.refresh(Region(0, 0, self.size.width, self.header_height))
            self._refresh_row(self.cursor)

    def _put_first(self) -> bool:
        """Scroll sideways so that the column of the cursor is in view; whether that was needed.

        By half a page: a scroll paints every cell anew, which not every step of the cursor shall cost.
        """
        before, columns = self._first, self._widths().columns
        first, half = self._first, columns // 2
        if self.column < first:
            first = self.column - half
        elif self.column >= first + columns:
            first = self.column - columns + 1 + half
        self._first = max(0, min(first, len(self._articles) - columns))
        return self._first != before

    def on_resize(self) -> None:
        self._put_first()

    def scroll_columns(self, step: int) -> None:
        """Scroll sideways; the cursor stays where it is."""
        last = max(0, len(self._articles) - self._widths().columns)
        first = max(0, min(self._first + step, last))
        if first != self._first:
            self._first = first
            self.refresh()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._wheel(event, WHEEL)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._wheel(event, -WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        if event.shift or event.ctrl:
            self._wheel(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        if event.shift or event.ctrl:
            self._wheel(event, -WHEEL)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_columns(step)

    def told_at(self, x: int, y: int) -> str:
        """What the letter of a cell, or a number of origins, means."""
        widths, row = self._widths(), self.row_at(y)
        columns = min(widths.columns, len(self._articles) - self._first)
        if row is None or x < 2 + widths.claims:
            return ""
        agreement = self._desk.project.agreement(self.claim_at(row))
        at = (x - 2 - widths.claims) // widths.column
        if at < columns:
            return cell_words(self._desk, agreement, self._articles[self._first + at])
        after = x - 2 - widths.claims - columns * widths.column
        if after <= ORIGINS:
            return "So many named origins support the claim, each independent of the others."
        return f"{STATUS_LABELS[agreement.status]}: {STATUS_MEANINGS[agreement.status]}."

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell; a click on the cell under the cursor opens it."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        widths, row = self._widths(), self.row_at(offset.y)
        at = (offset.x - 2 - widths.claims) // widths.column
        is_cell = offset.x >= 2 + widths.claims and at < min(widths.columns, len(self._articles))
        column = self._first + at if is_cell else self.column
        if row is None:
            if offset.y < self.header_height:
                self._go_column(column)
        elif (row, column) == (self.cursor, self.column):
            self.post_message(self.Chosen(self, row))
        else:
            self._go_column(column)
            self._go(row)


def _as_far_as(words: str, agreement: Agreement, cells: int) -> str:
    """A status in so many cells: as many of its parts as find room, or its short name; none is cut in two.
    All of it stands beside the grid."""
    parts = words.split(" · ")
    if cells < HEADLINE and "→" in parts[0]:
        # Where it finds no room in one row, another row has the same status by the same name.
        parts[0] = STATUS_LABELS[agreement.status]
        words = " · ".join(parts)
    if cell_len(words) <= cells:
        return words
    for count in range(len(parts) - 1, 0, -1):
        told = " · ".join(parts[:count]) + " …"
        if cell_len(told) <= cells:
            return told
    return cut(f"{STATUS_LABELS[agreement.status]} …", cells)
