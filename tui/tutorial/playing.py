"""The tutorial as it is played: which step waits, whether it is done, what is said after a wrong key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, TextArea

from tui.tutorial.lessons import ALWAYS, END, LESSONS, Lesson, Step
from tui.tutorial.moment import Moment
from tui.tutorial.progress import At, Progress
from tui.widgets.guide import Guide, with_keys

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app import VariorumApp


class Tutorial:
    """Follows what a person does in the copy of the sample, and tells the next step on every screen.

    Args:
        progress: where the person was, and where that is kept.
        lessons: what is taught.

    Attributes:
        at: the step that waits; behind the last lesson when all is done.
        hint: what is said because something else was pressed; empty otherwise.
    """

    def __init__(self, progress: Progress, lessons: Sequence[Lesson] = LESSONS) -> None:
        self._progress, self._lessons = progress, lessons
        self.at = self._valid(progress.place())
        self.hint = ""
        self._app: VariorumApp | None = None
        self._ran: list[str] = []
        self._fresh: list[str] = []
        # Whether a key was pressed since the last look that was meant for a screen, and not for a field.
        self._acted = False
        self._in_dialog = False

    def _valid(self, at: At) -> At:
        if at.lesson >= len(self._lessons):
            return At(len(self._lessons), 0)
        return at if at.step < len(self._lessons[at.lesson].steps) else At(at.lesson)

    @property
    def is_over(self) -> bool:
        """Whether every lesson is done."""
        return self.at.lesson >= len(self._lessons)

    @property
    def step(self) -> Step | None:
        """The step that waits."""
        return None if self.is_over else self._lessons[self.at.lesson].steps[self.at.step]

    # ---- What it is told -------------------------------------------------------------------------

    def begin(self, app: VariorumApp) -> None:
        """The app is there: take the claim of the tutorial in hand, where it was made already."""
        self._app = app
        claim = Moment(app.desk, ()).claim
        if claim is not None:
            app.desk.choose_claim(claim.id)

    def ran(self, command: str) -> None:
        """A command was run."""
        self._ran.append(command)
        self._fresh.append(command)

    def act(self) -> None:
        """A key or a click begins: what the ones before it have come to is seen first."""
        self.look()
        if self._app is not None and self._app.screen_stack:
            screen = self._app.screen
            typing = isinstance(screen.focused, Input | TextArea)
            self._acted |= self._is_of_commands(screen) and not typing

    def look(self) -> None:
        """See whether the step that waits is done; if not, and something else was done, give a hint."""
        app, step = self._app, self.step
        if app is None or step is None or not app.screen_stack:
            return
        if self._is_labelling(app):
            return  # half of a choice: what it comes to is seen when both words are chosen
        acted, fresh = self._acted, self._fresh
        in_dialog = not self._is_of_commands(app.screen)
        came_back = self._in_dialog and not in_dialog
        self._acted, self._fresh, self._in_dialog = False, [], in_dialog
        if step.done(self._moment()):
            self.go_on()
        elif (came_back or acted) and not in_dialog and not self._is_fine(fresh, step, came_back=came_back):
            self.hint = step.hint
            self.tell()

    def _is_fine(self, fresh: Sequence[str], step: Step, *, came_back: bool) -> bool:
        """Whether what was done leads to the step, or at least does no harm."""
        if came_back:  # from a dialog, which was perhaps only looked at
            return self._ran[-1:] == [] or self._ran[-1] in ALWAYS
        leads = all(id in ALWAYS or id in step.takes for id in fresh)
        return bool(fresh) and leads and not any(id in step.ends for id in fresh)

    def go_on(self) -> None:
        """To the next step."""
        lesson, step = self.at
        more = not self.is_over and step + 1 < len(self._lessons[lesson].steps)
        self.at = At(lesson, step + 1) if more else At(min(lesson + 1, len(self._lessons)))
        self._progress.keep(self.at)
        self.hint = ""
        self._ran.clear()
        self.tell()

    def lesson_again(self) -> None:
        """Back to the beginning of the lesson; behind the last one, of that."""
        self.at = At(min(self.at.lesson, len(self._lessons) - 1))
        self._progress.keep(self.at)
        self.hint = ""
        self._ran.clear()
        self.tell()

    def _moment(self) -> Moment:
        assert self._app is not None
        from tui.screens.reading_room import ReadingRoom

        stack = self._app.screen_stack
        rooms = [screen for screen in stack if isinstance(screen, ReadingRoom)]
        searching = any(room.is_mounted and room.searching.shows for room in rooms)
        return Moment(
            self._app.desk, tuple(type(screen).__name__ for screen in stack), tuple(self._ran), searching
        )

    @staticmethod
    def _is_labelling(app: VariorumApp) -> bool:
        """Whether words are being chosen by their letters."""
        from tui.screens.reading_room import ReadingRoom

        room = app.screen
        return isinstance(room, ReadingRoom) and room.is_mounted and room.reader.labelled is not None

    @staticmethod
    def _is_of_commands(screen: Screen[Any]) -> bool:
        from tui.screens.command_screen import CommandScreen

        return isinstance(screen, CommandScreen)

    # ---- What it says ----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Which lesson and step it is."""
        if self.is_over:
            return "Tutorial · done"
        lesson = self._lessons[self.at.lesson]
        where = f"Tutorial {self.at.lesson + 1}/{len(self._lessons)} · {lesson.title}"
        return f"{where} · {self.at.step + 1}/{len(lesson.steps)}"

    def tell(self) -> None:
        """Say on every screen what is to be done next."""
        for screen in self._app.screen_stack if self._app is not None else ():
            for guide in screen.query(Guide):
                self._tell(guide)

    def _tell(self, guide: Guide) -> None:
        assert self._app is not None
        key_of, step = self._app.desk.key, self.step
        leave = "" if step is None else f" · {key_of('quit')} leaves for now"
        hint = with_keys(self.hint, key_of, "bold") if self.hint else None
        guide.tell(self.title + leave, [with_keys(END if step is None else step.text, key_of)], hint)

    def attend(self, screen: Screen[Any]) -> None:
        """Put the strip on a screen."""
        guide = Guide(steady=True)
        screen.mount(guide, before=0)
        screen.add_class("-guided")
        self._tell(guide)
