"""Origins: who says so, all of them, and what rests on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Input, Static

from annotations.changes import Change
from annotations.consequences import Consequence
from annotations.errors import ProjectError
from annotations.records import Origin
from annotations.resting import Resting, resting
from annotations.text.folding import Narrowing
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.origins import ORIGINS_HERE
from tui.display import cut, shown
from tui.falls import after, ask_first, named, tell
from tui.screens.command_screen import CommandScreen
from tui.screens.question import Question
from tui.widgets.find_bar import FilterBar, FindField
from tui.widgets.key_line import KeyLine
from tui.widgets.origins import NO_GROUP, OriginList, OriginPreview
from tui.widgets.rows import Rows
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: From this many columns on what rests on an origin stands beside the list.
BESIDE = 132
#: From this many lines on there is room for more of it below the list.
TALL = 32
#: Cells of a name in a question or a toast.
NAME = 40
#: The commands whose keys act in a field, too.
IN_FIELDS = ("palette", "quit")


class OriginsScreen(CommandScreen):
    """All origins. What rests on each is found once for every change of the project."""

    CSS_PATH = "origins.tcss"
    GROUPS = (ORIGINS_HERE, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "OriginList"

    rows = getters.query_one(OriginList)
    bar = getters.query_one(FilterBar)
    preview = getters.query_one(OriginPreview)
    status = getters.query_one(StatusBar)

    def __init__(self) -> None:
        super().__init__()
        # What follows from all origins and all evidence: found once a change, not for each key.
        self._resting: dict[str, Resting] = {}
        self._groups: dict[str | None, list[Origin]] = {}
        self._counts = ""
        self._moment = -1

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="about", markup=False)
        with Container(id="body"):
            with Vertical(id="list"):
                yield OriginList()
                yield FilterBar()
            yield OriginPreview(self.desk, id="rests")
        yield KeyLine()

    def on_mount(self) -> None:
        self._fold()
        self.follow()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Begin on the origin that the current claim rests on."""
        desk = self.desk
        pieces = desk.project.evidence_on(desk.claim) if desk.claim is not None else []
        in_hand = [piece for piece in pieces if piece.id == desk.in_hand]
        links = [piece.attribution[-1] for piece in (*in_hand, *pieces) if piece.attribution]
        if links:
            self.rows.go_to(links[0])
        self._show_origin()

    def on_resize(self) -> None:
        self._fold()

    def _fold(self) -> None:
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.set_class(self.size.height >= TALL, "-tall")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does anything now: keys of commands do nothing in a field."""
        if action == "run_command" and isinstance(self.focused, Input):
            return parameters[0] in IN_FIELDS
        return super().check_action(action, parameters)

    # ---- Showing the project ---------------------------------------------------------------------

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        origins = self.desk.project.origins
        if self._moment != self.desk.project.moment:  # counted once, not at every return to the screen
            self._moment = self.desk.project.moment
            self._resting = resting(self.desk.project)
            self._groups = {}
            for origin in origins:
                self._groups.setdefault(origin.group, []).append(origin)
            self._counts = _counted(origins)
        self.rows.show(origins, self._resting)
        self._show_origin()

    def show_change(self, change: Change) -> None:
        """Go to the origin that was changed."""
        for edit in change.edits:
            if edit.table == "origins" and self.rows.go_to(edit.id):
                break
        self._show_origin()

    def _show_origin(self) -> None:
        origin = self.rows.origin
        if self.rows.every:
            nothing = f"No origin is like that: {self.key('origins.back')} shows all."
        else:
            nothing = f"No origins yet: {self.key('attribution')} says who a quote has it from."
        if origin is None:
            self.preview.show_origin(None, Resting(), nothing=nothing)
        else:
            group = self._groups[origin.group] if origin.group is not None else ()
            self.preview.show_origin(origin, self._resting[origin.id], group)
        self._about()

    def _about(self) -> None:
        words = self._counts
        if self.bar.is_open:
            words += f" · {self.key('origins.back')} shows all"
            self.bar.say(f"{self.rows.row_count} of {self.rows.every}")
        line = cut(words, max(1, self.size.width - 4))
        self.query_one("#about", Static).update(shown(line), layout=False)

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._show_origin()

    # ---- The filter ------------------------------------------------------------------------------

    def ask_filter(self) -> None:
        """Open the field that narrows the list, or go back to it."""
        if self.bar.is_open:
            self.bar.field.focus()
        else:
            self.bar.open("/", "name, kind, group, withdrawn")
            self._about()

    @on(Input.Changed, "FilterBar FindField")
    def _typed(self, event: Input.Changed) -> None:
        if self.bar.is_open:
            self.rows.narrow(Narrowing(event.value))
            self._show_origin()

    @on(FindField.Kept)
    @on(FindField.Stepped)
    def _kept(self) -> None:
        self.rows.focus()
        if not self.rows.narrowing:
            self.bar.close()
            self._about()

    @on(FindField.Left)
    def _show_all(self) -> None:
        self.rows.focus()  # before the field is gone, or the focus goes where it likes
        self.bar.close()
        self.rows.narrow(Narrowing(""))
        self._show_origin()

    def step_back(self) -> None:
        """Show all origins again if some are left out; else leave."""
        if self.bar.is_open:
            self._show_all()
        else:
            self.dismiss()

    # ---- What can be done with one ---------------------------------------------------------------

    def in_hand(self) -> Origin:
        """The origin under the cursor.

        Raises:
            ProjectError: there is none.
        """
        origin = self.rows.origin
        if origin is None:
            raise ProjectError("there is no origin here: a says who a quote has it from")
        return origin

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.attempt(OriginsScreen.edit, edits=True)

    def edit(self) -> None:
        """Open the editor of the origin in hand."""
        from tui.screens.origin_editor import OriginEditor

        self.app.push_screen(OriginEditor(self.desk, self.in_hand().id))

    def withdraw(self) -> None:
        """Ask, naming what falls, then withdraw the origin in hand; one that is withdrawn counts again."""
        origin, project = self.in_hand(), self.desk.project
        name = cut(origin.name, NAME)
        if origin.state == "current":
            found = project.foresee(replace(origin, state="withdrawn"))
            title, about = f"Withdraw {name}?", "It took back what it said: no chain through it counts."
            answers, done, act = ("withdraw it", "it counts as before"), "withdrawn", project.withdraw_origin
        else:
            found = project.foresee(replace(origin, state="current"))
            title, about = f"Let {name} count again?", "It stands by what it said."
            answers, done, act = ("yes", "it stays withdrawn"), "not withdrawn", project.reinstate_origin

        def stand() -> None:
            self._tell(f"{name} {done}", act(origin.id))

        self._ask_first(title, about, found, answers, stand)

    def merge(self) -> None:
        """Ask which origin the one in hand is the same as, and make one of two."""
        from tui.screens.origin_chooser import OriginChooser

        origin, project = self.in_hand(), self.desk.project

        def ask(other: Origin) -> None:
            one, two = cut(origin.name, NAME), cut(other.name, NAME)

            def make_one(kept: Origin, dropped: Origin) -> Callable[[], None]:
                def act() -> None:
                    found = after(project, lambda: project.merge_origins(kept.id, dropped.id))
                    self._tell(f"{cut(dropped.name, NAME)} is {cut(kept.name, NAME)} now", found)
                    self.follow()
                    self.rows.go_to(kept.id)
                    self._show_origin()

                return act

            self._ask_first(
                "One and the same?",
                f"{one} and {two} become one origin, with all that rests on either.",
                project.foresee_merge(other.id, origin.id),
                (f"yes, called {one}", "no, they are two"),
                make_one(origin, other),
                (("o", f"yes, called {two}", make_one(other, origin)),),
            )

        self.app.push_screen(OriginChooser(self.desk, origin, "is the same as …", ask))

    def say_independence(self) -> None:
        """Ask of which origin the one in hand is independent, or with which it is in one group."""
        from tui.screens.origin_chooser import OriginChooser

        origin, project = self.in_hand(), self.desk.project

        def ask(other: Origin) -> None:
            one, two = cut(origin.name, NAME), cut(other.name, NAME)

            def say(what: str, act: Callable[[], None]) -> Callable[[], None]:
                return lambda: self._tell(f"{one} and {two}: {what}", after(project, act))

            lines = [
                f"{one}: {origin.group or NO_GROUP}",
                f"{two}: {other.group or NO_GROUP}",
                "",
                "Are they independent of each other?",
            ]
            independent = say("independent", lambda: project.say_independent(other.id, origin.id))
            same = say("same group", lambda: project.say_same_group(other.id, origin.id))
            unknown = say("left open", lambda: project.say_undecided(other.id, origin.id))
            answers = [
                ("i", "independent: each knows it for itself", independent),
                ("s", "same group: one follows the other, or both one power", same),
                ("k", "don't know: left open, not asked again", unknown),
            ]
            self.app.push_screen(Question(self.desk, "Independent?", lines, answers))

        self.app.push_screen(OriginChooser(self.desk, origin, "and which other origin?", ask))

    def delete(self) -> None:
        """Delete the origin in hand, if nothing rests on it."""
        origin = self.in_hand()
        self.desk.project.delete_origin(origin.id)
        self.say(f"{cut(origin.name, NAME)} deleted · {self.key('undo')} brings it back")

    def _ask_first(
        self,
        title: str,
        about: str,
        found: list[Consequence],
        answers: tuple[str, str],
        act: Callable[[], None],
        more: tuple[tuple[str, str, Callable[[], None]], ...] = (),
    ) -> None:
        height = self.app.size.height
        self.app.push_screen(
            ask_first(self.desk, title, about, found, answers, act, more=more, height=height)
        )

    def _tell(self, done: str, found: list[Consequence]) -> None:
        """Say what was done and which claims fell by it."""
        tell(self, named(self.desk, done, found))

    # ---- Leaving ---------------------------------------------------------------------------------

    def open_matrix(self) -> None:
        """To the matrix."""
        from tui.screens.matrix import MatrixScreen

        self._to(MatrixScreen)

    def open_compare(self) -> None:
        """Compare the current claim in two sources."""
        from tui.screens.compare import CompareScreen

        self.desk.require_two_articles()
        self._to(CompareScreen)

    def next_open(self) -> None:
        """To the next open cell, in the reading room."""
        room = self._room
        while self.app.screen is not room:
            self.app.pop_screen()
        room.next_open_cell()

    def _to(self, kind: type[CommandScreen]) -> None:
        """To a screen: back to it where it lies beneath, else over the reading room, as from there."""
        app, room, beneath = self.app, self._room, self.app.screen_stack[-2]
        self.dismiss()
        if beneath is room:
            app.push_screen(kind())
        elif not isinstance(beneath, kind):
            app.switch_screen(kind())

    @property
    def _room(self) -> ReadingRoom:
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))


def _counted(origins: Sequence[Origin]) -> str:
    """How many origins there are, in no group, and withdrawn."""
    words = [f"{len(origins):,} {'origin' if len(origins) == 1 else 'origins'}"]
    ungrouped = sum(origin.group is None for origin in origins)
    withdrawn = sum(origin.state == "withdrawn" for origin in origins)
    words += [f"{ungrouped:,} in no group"] if ungrouped else []
    words += [f"{withdrawn:,} withdrawn"] if withdrawn else []
    return " · ".join(words)
