"""The app: one project, one desk, the screens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.segment import Segment
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message

from annotations import Project
from annotations.changes import Change
from tui.desk import Desk
from tui.display import displayable
from tui.ordered_keys import OrderedKeys
from tui.palette import CommandProvider
from tui.screens.command_screen import CommandScreen
from tui.screens.question import Question
from tui.screens.reading_room import ReadingRoom


class VariorumApp(OrderedKeys):
    """The terminal app on an open project.

    Args:
        project: the project; whoever opened it closes it.
        notices: what to tell the person at the start, one line each.
    """

    TITLE = "Variorum"
    COMMANDS = {CommandProvider}
    ENABLE_COMMAND_PALETTE = True
    MODES = {"reading": ReadingRoom}
    DEFAULT_MODE = "reading"
    # Toasts stand at the lower left, where they hide neither the claim in hand nor the end of a line.
    CSS = """
    ToastRack { align: left bottom; padding: 0 0 1 1; }
    ToastHolder { align-horizontal: left; }
    Toast { width: auto; max-width: 60; padding: 0 1; margin: 0; }
    """

    class Changed(Message):
        """The project has changed."""

    class StateChanged(Message):
        """How much of the project is on disk has changed."""

    def __init__(
        self, project: Project, *, notices: Sequence[str] = (), driver_class: type[Driver] | None = None
    ) -> None:
        super().__init__(driver_class)
        self.project = project
        self.desk = Desk(project)
        self._notices = [*project.notices, *notices]
        self._unsubscribe: Callable[[], None] | None = None

    def on_mount(self) -> None:
        self._unsubscribe = self.project.subscribe(self._project_changed)
        self.project.on_state(self._state_changed)
        for notice in self._notices:
            self.notify(displayable(notice), timeout=10, markup=False)
        self._offer_new_files()

    def on_unmount(self) -> None:
        self.project.on_state(None)
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _project_changed(self, change: Change) -> None:  # noqa: ARG002
        self.post_message(self.Changed())

    def _state_changed(self) -> None:  # on the store's thread: posting a message is all that is allowed
        self.post_message(self.StateChanged())

    def on_variorum_app_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                screen.follow()
        if isinstance(self.screen, ReadingRoom):
            self.screen.ask_independence()

    def on_variorum_app_state_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                screen.follow_state()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The second wall: whatever a widget forgot to make safe is made safe as it is painted."""
        return [*super().get_line_filters(), SafeLines()]

    def _offer_new_files(self) -> None:
        if self.project.read_only:
            return
        self.run_worker(self._look_for_new_files, thread=True, exit_on_error=False)

    def _look_for_new_files(self) -> None:
        found = self.project.new_files()
        if found:
            self.call_from_thread(self._ask_about, found)

    def _ask_about(self, found: Sequence[Path]) -> None:
        names = ", ".join(path.name for path in found[:5]) + (" …" if len(found) > 5 else "")
        many = f"{len(found)} new files" if len(found) > 1 else "a new file"

        def add() -> None:
            for added in self.project.add_files(found):
                if added.guessed:
                    self.notify(
                        displayable(f"{added.article.label}: not UTF-8, read as {added.article.encoding}"),
                        markup=False,
                    )

        self.push_screen(
            Question(
                self.desk,
                "New in this folder",
                f"There is {many} in the folder that the project does not have: {names}",
                [("y", "add", add), ("n", "not now", None)],
            )
        )

    async def action_quit(self) -> None:
        """Leave. Asks only where something could not be saved."""
        self.run_worker(self._leave, thread=True, exclusive=True, group="leave")

    def _leave(self) -> None:
        state = self.project.flush(timeout=5)
        self.call_from_thread(self._left, state.word == "saved", state.reason)

    def _left(self, saved: bool, reason: str) -> None:
        if saved:
            self.exit()
            return
        self.push_screen(
            Question(
                self.desk,
                "Not everything is on disk",
                f"The last changes could not be written: {reason or 'still trying'}. Leaving now loses them.",
                [("s", "stay", None), ("l", "leave and lose them", self.exit)],
            )
        )


class SafeLines(LineFilter):
    """Makes every painted line safe to show."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Translate what a terminal would act on."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(displayable(segment.text), segment.style)
            for segment in segments
        ]


def run_app(project: Project, *, notices: Sequence[str] = ()) -> int:
    """Open the app on a project until the person leaves; the exit status.

    The project stays open; the caller closes it.
    """
    driver: type[Driver] | None = None
    if sys.platform != "win32":
        from tui.terminal_keys import TerminalDriver

        driver = TerminalDriver
    app = VariorumApp(project, notices=notices, driver_class=driver)
    app.run()
    return app.return_code or 0
