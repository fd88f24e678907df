"""What is still to do: how far the reading is in each source, and every claim on which something is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from annotations.coverage import Coverage, coverage
from annotations.open_points import OpenPoints, open_points
from annotations.text.folding import Narrowing
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.open_points import OPEN_HERE
from tui.display import cut, shown
from tui.screens.command_screen import CommandScreen
from tui.widgets.find_bar import FilterBar, FindField
from tui.widgets.key_line import KeyLine
from tui.widgets.open_points import CoverageList, OpenList
from tui.widgets.rows import Rows
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: The commands whose keys act in a field, too.
IN_FIELDS = ("palette", "quit")


class OpenPointsScreen(CommandScreen):
    """The sources and how far they are; below them the claims with what is open. Enter goes there."""

    CSS_PATH = "open_points.tcss"
    GROUPS = (OPEN_HERE, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "OpenList"

    rows = getters.query_one(OpenList)
    sources = getters.query_one(CoverageList)
    bar = getters.query_one(FilterBar)
    status = getters.query_one(StatusBar)

    _totals = ""
    # What was counted when.
    _found: tuple[int, Coverage, list[OpenPoints]] | None = None

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="about", markup=False)
        yield CoverageList(self.desk)
        with Vertical(id="list"):
            yield OpenList(self.desk)
            yield FilterBar()
            yield Static("", id="nothing", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.follow()

    def on_resize(self) -> None:
        self._about()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does anything now: keys of commands do nothing in a field."""
        if action == "run_command" and isinstance(self.focused, Input):
            return parameters[0] in IN_FIELDS
        return super().check_action(action, parameters)

    @property
    def room(self) -> ReadingRoom:
        """The reading room beneath."""
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))

    # ---- Showing the project ---------------------------------------------------------------------

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        project = self.desk.project
        if self._found is None or self._found[0] != project.moment:
            # Counted once, not at every return to the screen.
            self._found = project.moment, coverage(project), open_points(project)
        _, far, points = self._found
        self._totals = self._counted(far, points)
        self.sources.show(far.articles)
        self.rows.show(points)
        self._about()

    def _counted(self, far: Coverage, points: list[OpenPoints]) -> str:
        """How far all of it is, in figures."""
        project = self.desk.project
        read = sum(one.read or self.desk.has_read(one.article) for one in far.articles)
        questions = sum(bool(claim.open_question.strip()) for claim in project.claims)
        return " · ".join(
            (
                f"{far.met:,} of {far.met + far.open:,} cells met",
                f"{read:,} of {len(far.articles):,} sources read to the end",
                f"{len(points):,} of {far.claims:,} claims with something open",
                f"{questions:,} {'question' if questions == 1 else 'questions'}",
            )
        )

    def _about(self) -> None:
        words = self._totals
        if self.bar.is_open:
            self.bar.say(f"{self.rows.row_count} of {self.rows.every}")
        self.query_one("#about", Static).update(shown(cut(words, max(1, self.size.width - 4))), layout=False)
        nothing = ""
        if not self.rows.row_count:
            back, make = self.key("open.back"), self.key("claim.make")
            nothing = f"No claim is like that: {back} shows all."
            if not self.rows.every:
                claims = self.desk.project.claims
                nothing = "Nothing is open." if claims else f"No claims yet: {back}, then {make} makes one."
        line = self.query_one("#nothing", Static)
        line.display = bool(nothing)
        line.update(shown(nothing))

    # ---- The filter ------------------------------------------------------------------------------

    def ask_filter(self) -> None:
        """Open the field that narrows the list, or go back to it."""
        if self.bar.is_open:
            self.bar.field.focus()
        else:
            self.bar.open("/", "words #tag status question check confirm")
            self._about()

    @on(Input.Changed, "FilterBar FindField")
    def _typed(self, event: Input.Changed) -> None:
        if self.bar.is_open:
            self.rows.narrow(Narrowing(event.value))
            self._about()

    @on(FindField.Kept)
    @on(FindField.Stepped)
    def _kept(self) -> None:
        self.rows.focus()
        if not self.rows.narrowing:
            self.bar.close()

    @on(FindField.Left)
    def _show_all(self) -> None:
        self.rows.focus()  # before the field is gone, or the focus goes where it likes
        self.bar.close()
        self.rows.narrow(Narrowing(""))
        self._about()

    def step_back(self) -> None:
        """Show all claims again if some are left out; else leave."""
        if self.bar.is_open:
            self._show_all()
        else:
            self.dismiss()

    # ---- Going there -----------------------------------------------------------------------------

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        points = self.rows.points
        if event.rows is self.rows and points is not None:
            self.desk.choose_claim(points.claim.id)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        room = self.room
        if event.rows is self.sources:
            article = self.sources.article_at(event.row)
            self.dismiss()
            room.open_article(article)
        elif (points := self.rows.points) is not None:
            self.dismiss()
            _go(room, points)

    def open_matrix(self) -> None:
        """To the matrix."""
        from tui.screens.matrix import MatrixScreen

        self.app.switch_screen(MatrixScreen())

    def next_open(self) -> None:
        """To the next open cell, in the reading room."""
        room = self.room
        self.dismiss()
        room.next_open_cell()

    def open_compare(self) -> None:
        """Compare the claim under the cursor in two sources; Esc leads to the reading room."""
        from tui.screens.compare import CompareScreen

        self.desk.require_two_articles()
        self.app.switch_screen(CompareScreen())


def _go(room: ReadingRoom, points: OpenPoints) -> None:
    """To what is open on a claim: what asks for a person first."""
    room.desk.choose_claim(points.claim.id)
    if points.to_check:
        from tui.screens.versions import VersionsScreen, pair_for

        piece = points.to_check[0]
        pair = pair_for(room, piece)
        if pair is not None:
            room.app.push_screen(VersionsScreen(pair, piece.id))
        else:
            room.jump_to(piece.id)
    elif points.claim.open_question.strip():
        pieces = [p for p in room.desk.project.evidence_on(points.claim.id) if p.anchor != "orphan"]
        if pieces:
            room.jump_to(pieces[0].id)
        else:
            room.follow()
        key = room.key("question")
        room.say(f"question on claim {points.number}: {points.claim.open_question} · {key} answers it")
    elif points.proposed:
        piece = points.proposed[0]
        room.jump_to(piece.id)
        chain, key = room.desk.chain(piece.attribution), room.key("attribution")
        room.say(f"claim {points.number} · proposed: {chain} · {key} to confirm it")
    else:
        room.next_open_cell()
