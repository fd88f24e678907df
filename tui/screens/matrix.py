"""The matrix: claims down, sources across, a letter and a colour in each cell, worst first."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.widgets import Input, Static

from annotations.filtering import ClaimFilter, read_filter
from annotations.matrix import DERIVED_ORDERS, ORDERS, Order, arranged, columns
from annotations.records import Claim
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.matrix import MATRIX
from tui.display import cut, shown
from tui.looks.linear import is_linear
from tui.screens.command_screen import CommandScreen
from tui.widgets.cell_preview import CellPreview
from tui.widgets.key_line import KeyLine, bar
from tui.widgets.matrix_grid import STEP, MatrixGrid
from tui.widgets.rows import Rows
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: From this many columns on the quotes stand beside the grid.
BESIDE = 160
#: From this many lines on there is room for more of them below it.
TALL = 32
#: How many agreements are derived at once; more are derived in slices, with keys in between.
AT_ONCE = 1_000
#: Seconds of a slice.
SLICE = 0.01
#: What can be typed into the filter.
FILTER_HINT = "words  #tag  status:disputed  type:plan  source:B  open:B · Enter keeps · Esc shows all"


class FilterField(Input):
    """Where the filter is typed. Its words hold at once."""

    BINDINGS = [
        Binding("escape", "screen.drop_filter", "show all", show=False),
        Binding("down", "screen.keep_filter", "keep", show=False),
    ]


class MatrixScreen(CommandScreen):
    """All claims against all sources. Enter on a cell jumps to its quotes."""

    CSS_PATH = "matrix.tcss"
    GROUPS = (MATRIX, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "MatrixGrid"

    grid = getters.query_one(MatrixGrid)
    status = getters.query_one(StatusBar)
    preview = getters.query_one(CellPreview)
    field = getters.query_one(FilterField)

    def __init__(self) -> None:
        super().__init__()
        self._filter = ClaimFilter()
        # How many agreements are to be derived still, while a worker does that.
        self._waiting = 0

    @property
    def is_sorting(self) -> bool:
        """Whether agreements are derived for the order still, with a bar that says how far that is."""
        return self._waiting > 0

    @property
    def room(self) -> ReadingRoom:
        """The reading room beneath."""
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="about", markup=False)
        with Horizontal(id="filter"):
            yield Static("filter ", markup=False)
            yield FilterField(compact=True)
        yield Static(shown(FILTER_HINT), id="hint", markup=False)
        with Container(id="body"):
            yield MatrixGrid(self.desk)
            yield CellPreview(self.desk, id="cell")
        yield KeyLine()

    def on_mount(self) -> None:
        self._fold()
        self.follow()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.grid.go_to_article(self.desk.article)
        self._show_cell()

    def on_resize(self) -> None:
        self._fold()
        self._about()

    def _fold(self) -> None:
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.set_class(self.size.height >= TALL, "-tall")

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        self.show_claims()

    # ---- Which claims, and in which order --------------------------------------------------------

    def show_claims(self) -> None:
        """Show the claims that the filter admits, in the order that is asked for.

        Where that needs more agreements than can be derived at once, they are derived in slices, and the
        claims are shown in the order of creation until then.
        """
        project, view = self.desk.project, self.desk.matrix_view
        self._filter = read_filter(view.filter, project)
        rows = [row for row in enumerate(project.claims, start=1) if self._filter.admits(row[1])]
        waiting: list[str] = []
        if view.order in DERIVED_ORDERS or self._filter.statuses is not None:
            missing = set(project.underived())
            waiting = [claim.id for _, claim in rows if claim.id in missing]
        self._waiting = len(waiting) if len(waiting) > AT_ONCE else 0
        if self._waiting:
            self._derive(waiting)
        else:
            self.workers.cancel_group(self, "derive")
            if self._filter.statuses is not None:
                rows = [
                    row for row in rows if self._filter.admits_status(project.agreement(row[1].id).status)
                ]
            rows = arranged(project, rows, view.order)
        self.grid.show(rows, columns(project))
        self._show_cell()

    @work(exclusive=True, group="derive")
    async def _derive(self, claims: list[str]) -> None:
        # On the thread of the screen, a little at a time: the project is not safe to use from two.
        project, done = self.desk.project, 0
        while done < len(claims):
            end = perf_counter() + SLICE
            for claim in claims[done:]:
                done += 1
                if project.find(Claim, claim) is not None:
                    project.agreement(claim)
                if perf_counter() >= end:
                    break
            self._waiting = max(1, len(claims) - done)
            self._about()
            await asyncio.sleep(0)
        self._waiting = 0
        self.call_later(self.show_claims)  # when this worker is done: it ends any that is under way

    def put_in_order(self, order: Order) -> None:
        """Sort the claims otherwise; the cursor stays on its claim."""
        self.desk.matrix_view.order = order
        self.show_claims()

    def step_back(self) -> None:
        """Stop sorting if that is under way; else show all claims if some are left out; else leave."""
        if self._waiting:
            self._waiting = 0
            self.workers.cancel_group(self, "derive")
            self.desk.matrix_view.order = "number"
            if self._filter.statuses is not None:
                self.desk.matrix_view.filter = ""
            self.say("stopped; the claims stay in order of creation")
            self.show_claims()
        elif self.desk.matrix_view.filter:
            self.action_drop_filter()
        else:
            self.dismiss()

    def ask_filter(self) -> None:
        """Open the field for the filter."""
        self.add_class("-filtering")
        self.field.value = self.desk.matrix_view.filter
        self.field.cursor_position = len(self.field.value)
        self.field.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self.has_class("-filtering") and event.value != self.desk.matrix_view.filter:
            self.desk.matrix_view.filter = event.value
            self.show_claims()

    @on(Input.Submitted)
    def action_keep_filter(self) -> None:
        """Close the field and keep what it says; the claim under the cursor is the current one."""
        self.remove_class("-filtering")
        self.grid.focus()
        if self.grid.row_count:
            self.desk.choose_claim(self.grid.claim_at(self.grid.cursor))
        self._show_cell()

    def action_drop_filter(self) -> None:
        """Show all claims again."""
        self.remove_class("-filtering")
        self.desk.matrix_view.filter = ""
        self.grid.focus()
        self.show_claims()

    # ---- How it is shown -------------------------------------------------------------------------

    def turn_density(self) -> None:
        """Between a grid with one cell a source and one with five."""
        self.desk.matrix_view.compact = not self.desk.matrix_view.compact
        self.grid.look_anew()
        self._about()

    def widen(self, step: int) -> None:
        """Make the column of the claims wider or narrower by so many steps."""
        step *= STEP
        view, before = self.desk.matrix_view, self.grid.claims_width
        view.wider += step
        if self.grid.claims_width == before:
            view.wider -= step  # no room for that
        self.grid.look_anew()
        self._about()

    def _about(self) -> None:
        """Which claims and sources are in view, in which order, and how to have all again."""
        view, project = self.desk.matrix_view, self.desk.project
        every, sources = project.tally.claims, self.grid.source_count
        if self._waiting:
            derived = every - self._waiting
            far = bar(derived / max(1, every), linear=is_linear(self))
            left = f"sorting: {derived:,} of {every:,} {far} · {self.key('matrix.back')} stops"
        elif view.filter.strip():
            problem = f" · {', '.join(self._filter.problems)}" if self._filter.problems else ""
            all_again = f"{problem} · {self.key('matrix.back')} shows all"
            left = f"{self.grid.row_count:,} of {every:,} · {view.filter.strip()}{all_again}"
        else:
            left = f"{every:,} claims · {sources:,} sources"
        first, after = self.grid.columns_in_view
        right = ORDERS[view.order]
        if sources and after - first < sources:
            right += f" · sources {first + 1}–{after} of {sources}"
        width = max(1, self.size.width - 4)
        left = cut(left, width)
        gap = width - cell_len(left) - cell_len(right)
        line = left + " " * gap + right if gap > 1 else left
        self.query_one("#about", Static).update(shown(line), layout=False)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        if event.row < self.grid.row_count:
            self.desk.choose_claim(self.grid.claim_at(event.row))
        self._show_cell()

    def _show_cell(self) -> None:
        if self.desk.project.tally.claims:
            nothing = f"No claim is like that: {self.key('matrix.back')} shows all."
        else:
            back, make = self.key("matrix.back"), self.key("claim.make")
            nothing = f"No claims yet: {back}, then {make} makes one from a sentence."
        self.preview.show_cell(self.grid.cell(), nothing)
        self._about()

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
