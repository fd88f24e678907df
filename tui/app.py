"""The app: one project, one desk, the screens."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.color import Color
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message

from annotations import Project
from annotations.articles import Source
from annotations.changes import Change
from annotations.editing.articles import read_all
from tui.desk import Desk
from tui.display import displayable
from tui.ordered_keys import OrderedKeys
from tui.palette import CommandProvider
from tui.screens.command_screen import CommandScreen
from tui.screens.dialog import Dialog
from tui.screens.question import Question
from tui.screens.reading_room import ReadingRoom


class VariorumApp(OrderedKeys):
    """The terminal app on an open project.

    Args:
        project: the project; whoever opened it closes it.
        notices: what to tell the person at the start, one line each.
        heed_signals: leave in good order when the process is told to end or its terminal is closed.
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
        self,
        project: Project,
        *,
        notices: Sequence[str] = (),
        driver_class: type[Driver] | None = None,
        heed_signals: bool = False,
    ) -> None:
        super().__init__(driver_class)
        self.project = project
        self.desk = Desk(project)
        self._heed_signals = heed_signals
        self._found: tuple[Sequence[Source], Sequence[Source]] | None = None
        self._notices = [*project.notices, *notices]
        self._unsubscribe: Callable[[], None] | None = None

    def on_mount(self) -> None:
        self._unsubscribe = self.project.subscribe(self._project_changed)
        self.project.on_state(self._state_changed)
        if self._heed_signals:
            for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
                number = getattr(signal, name, None)
                if number is not None:
                    asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)
        for notice in self._notices:
            self.notify(displayable(notice), timeout=10, markup=False)
        self._offer_files()

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
        self._ask()

    def on_variorum_app_state_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                # The last save may be told while the screen is being taken down.
                with contextlib.suppress(NoMatches):
                    screen.follow_state()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The second wall: whatever a widget forgot to make safe is made safe as it is painted."""
        return [*super().get_line_filters(), SafeLines()]

    def on_ordered_keys_keys_done(self) -> None:
        self._ask()

    def begin_act(self) -> None:
        """A key or a click begins."""
        self.desk.begin_act()

    def _ask(self) -> None:
        """Put what is to be asked, one question at a time: never over a dialog, never before keys that were
        pressed without having seen it."""
        if self.keys_under_way or not isinstance(self.screen, ReadingRoom):
            return
        if self._found is not None:
            found, self._found = self._found, None
            self._ask_about(*found)
        else:
            self.screen.ask_independence()

    def _offer_files(self) -> None:
        if not self.project.read_only and self.project.folder is not None:
            self.run_worker(self._look_for_files, thread=True, exit_on_error=False)

    def _look_for_files(self) -> None:
        new, _ = read_all(self.project.new_files())
        changed, _ = read_all(self.project.changed_files())
        if new or changed:
            self.call_from_thread(self._found_files, new, changed)

    def _found_files(self, new: Sequence[Source], changed: Sequence[Source]) -> None:
        self._found = (new, changed)
        self._ask()

    def _ask_about(self, new: Sequence[Source], changed: Sequence[Source]) -> None:
        def names(sources: Sequence[Source]) -> str:
            return ", ".join(source.path.name for source in sources[:5]) + (" …" if len(sources) > 5 else "")

        parts = []
        if new:
            parts.append(f"New in this folder: {names(new)}.")
        if changed:
            parts.append(
                f"Changed since it was read: {names(changed)}. Its next version carries the quotes over."
            )

        def add() -> None:
            for source in (*changed, *new):
                before = self.desk.article
                added = self.project.add_source(source)
                if before is not None and self.project.article(before).state == "superseded":
                    older = self.project.article(before)
                    if older.work == added.article.work and isinstance(self.screen_stack[0], ReadingRoom):
                        self.screen_stack[0].open_article(added.article.id)
                said = f"{added.article.label}: {added.outcome}"
                if added.carried:
                    said += " · quotes " + ", ".join(
                        f"{n} {anchor}" for anchor, n in sorted(added.carried.items())
                    )
                if added.guessed:
                    said += f" · not UTF-8, read as {added.article.encoding}"
                self.notify(displayable(said), timeout=8, markup=False)

        self.push_screen(
            Question(
                self.desk,
                "The folder has changed",
                " ".join(parts),
                [("", "add", add), ("", "not now", None)],
            )
        )

    async def action_quit(self) -> None:
        """Leave. Asks only where something could not be saved."""
        self._keep_drafts()
        self.run_worker(self._leave, thread=True, exclusive=True, group="leave")

    def _keep_drafts(self) -> None:
        """Keep what is half typed in open dialogs."""
        for screen in self.screen_stack:
            if isinstance(screen, Dialog) and screen.is_mounted:
                screen.keep_draft()

    def _end(self, status: int) -> None:
        """Leave because the system says so; whoever opened the project saves what is still under way."""
        self._keep_drafts()
        self.exit(None, status)

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
    app = VariorumApp(project, notices=notices, driver_class=driver, heed_signals=True)
    app.run()
    return app.return_code or 0
