"""The app: one project, one desk, the screens, and which question is asked when."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message
from textual.worker import WorkerFailed

from annotations import Project
from annotations.errors import VariorumError
from tui.commands.command import Command, find_command
from tui.desk import Desk
from tui.display import SafeLines, displayable
from tui.drafts import half_typed_words
from tui.folder_news import FolderNews
from tui.following import Following
from tui.ordered_keys import OrderedKeys
from tui.palette import CommandProvider
from tui.prefill import get_ready
from tui.saving import Saving
from tui.screens.command_screen import CommandScreen
from tui.screens.reading_room import ReadingRoom

if TYPE_CHECKING:
    from tui.tutorial.playing import Tutorial


class VariorumApp(OrderedKeys):
    """The terminal app on an open project.

    Args:
        project: the project; whoever opened it closes it.
        notices: what to tell the person at the start, one line each.
        heed_signals: leave in good order when the process is told to end or its terminal is closed.
        only_look: the project was asked to be opened to be read only, so that it is not to be taken over.
        tutorial: what is taught on this project, where it is the tutorial's own copy of the sample.
        introduce: whether the project is the sample, seen for the first time, and says so.
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

    class News(Message):
        """Others have changed something, or somebody else has the project now, or nobody."""

    def __init__(
        self,
        project: Project,
        *,
        notices: Sequence[str] = (),
        driver_class: type[Driver] | None = None,
        heed_signals: bool = False,
        only_look: bool = False,
        tutorial: Tutorial | None = None,
        introduce: bool = False,
    ) -> None:
        super().__init__(driver_class)
        self.tutorial = tutorial
        self.introduce = introduce
        self.to_tutorial = False
        """Whether the app was left to come back after the tutorial."""
        self.project = project
        self.desk = Desk(project, only_look=only_look)
        if tutorial is not None:
            tutorial.begin(self)
        self.saving = Saving(self)
        self.following = Following(self)
        self.folder_news = FolderNews(self)
        self._has_toasts = False
        self._heed_signals = heed_signals
        self._notices = list(dict.fromkeys([*project.notices, *notices]))
        self.fault: BaseException | None = None
        """What the program broke down of, if it did."""

    def on_load(self) -> None:
        # Before the terminal is taken over: from then on nothing may end the app that does not give it back.
        if self._heed_signals:
            self.saving.heed_signals()

    def on_mount(self) -> None:
        # Stopped and gone on with from outside: Textual takes the terminal back and leaves it empty.
        self.app_resume_signal.subscribe(self, lambda _: self.paint_anew())
        for notice in self._notices:
            self.notify(displayable(notice), timeout=10, markup=False)
        self._offer_what_waits()
        self.following.listen()
        self.call_after_refresh(self._begun)

    def _begun(self) -> None:
        """The first frame is painted: what could wait for that."""
        if not gc.isenabled():
            # What is there by now stays. Looked through for garbage again and again, it held up every tenth
            # key by 60 ms.
            gc.freeze()
            gc.enable()
        if self.project.read_only:
            from tui.welcome import still_works

            self.notify(still_works(self.key_of).plain, timeout=10, markup=False)
        self.run_worker(self._get_ready, thread=True, exit_on_error=False)
        if not self.project.read_only:
            self.run_worker(self._look_back, thread=True, exit_on_error=False)

    def _get_ready(self) -> None:
        get_ready()
        self.call_from_thread(self._is_ready)

    def _is_ready(self) -> None:
        room = self.screen_stack[0] if self.screen_stack else None
        if isinstance(room, ReadingRoom) and room.is_mounted:
            room.tell_place()

    def _look_back(self) -> None:
        self.saving.prepare()
        self.project.look_back()

    def on_unmount(self) -> None:
        self.following.stop_listening()

    def paint_anew(self) -> None:
        """Paint all of the screen, whatever is thought to be there."""
        self.refresh(layout=True)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Make every painted line safe to show, last of all."""
        return [*super().get_line_filters(), SafeLines()]

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the terminal's clipboard, in the form that is safe to show: a paste must not act."""
        super().copy_to_clipboard(displayable(text, keep_lines=True))

    def bell(self) -> None:
        """Make no sound, whatever Textual would ring for."""

    def notify(self, *arguments: Any, **named: Any) -> None:
        """Show a toast."""
        self._has_toasts = True
        super().notify(*arguments, **named)

    def clear_notifications(self) -> None:
        """Take all toasts away; at no cost where there are none, which is what Textual would take for it."""
        if self._has_toasts:
            self._has_toasts = False
            super().clear_notifications()

    # ---- The project -----------------------------------------------------------------------------

    def on_variorum_app_changed(self) -> None:
        self.following.follow_changes()
        if self.tutorial is not None:
            self.tutorial.look()
        self.ask()

    def on_variorum_app_state_changed(self) -> None:
        self.saving.follow_state()
        self.following.follow_state()
        self.ask()

    def on_variorum_app_news(self) -> None:
        self.following.follow_others()

    def lend_project(self) -> None:
        """A worker on another thread reads the project: what others change waits until `return_project`."""
        self.following.lend_project()

    def return_project(self) -> None:
        """A worker is done with the project."""
        self.following.return_project()

    def take_over(self) -> None:
        """Become the one who may write; raises what `Following.take_over` does."""
        self.following.take_over()
        self._offer_what_waits()

    # ---- Keys by the names of commands -----------------------------------------------------------

    def keys_of(self, command: Command) -> str:
        """The keys of a command that are in force, in Textual's notation, separated by commas; empty for
        none."""
        return command.keys

    def key_of(self, id: str) -> str:
        """The first key of a command as people know it, or how else it is reached; for texts that name keys.

        Raises:
            KeyError: no screen of commands in the stack has such a command.
        """
        screens = [screen for screen in reversed(self.screen_stack) if isinstance(screen, CommandScreen)]
        for screen in screens:
            with suppress(KeyError):
                command = find_command(screen.groups, id)
                keys = self.keys_of(command)
                if keys:
                    return displayable(self.get_key_display(Binding(keys.split(",")[0], "")))
                return f"“{displayable(command.label)}” in the palette"
        raise KeyError(id)

    # ---- What is asked, and leaving --------------------------------------------------------------

    def begin_act(self) -> None:
        """A key or a click begins."""
        if self.tutorial is not None:
            self.tutorial.act()
        self.desk.begin_act()

    def on_ordered_keys_keys_done(self) -> None:
        if self.tutorial is not None:
            self.tutorial.look()
        self.ask()

    def ask(self) -> None:
        """Put what is to be asked, one question at a time: never over a dialog, never before keys that were
        pressed without having seen it."""
        if self.keys_under_way or not self.screen_stack or not isinstance(self.screen, CommandScreen):
            return
        if self.saving.is_to_be_asked:
            self.saving.ask()
        elif not isinstance(self.screen, ReadingRoom):
            return
        elif self.folder_news.is_to_be_asked:
            self.folder_news.ask()
        elif self.tutorial is None:
            self.screen.ask_independence()

    def _offer_what_waits(self) -> None:
        """Say what is half typed still, and look for files to add."""
        said = "" if self.project.read_only else half_typed_words(self.project, ReadingRoom.GROUPS)
        if said:
            self.notify(displayable(said), timeout=10, markup=False)
        self.folder_news.look()

    def go_to_tutorial(self) -> None:
        """Leave for the tutorial; who opened the app opens it here again after that."""
        self.to_tutorial = True
        self.saving.leave()

    async def action_quit(self) -> None:
        """Leave. Asks only where something could not be saved."""
        self.to_tutorial = False
        self.saving.leave()

    def _fatal_error(self) -> None:
        """Leave after a fault of the program. Textual would print the values of variables: articles."""
        if self.saving.ended is not None:
            # A screen that was still being put together when it was to go complains; nothing is broken.
            self._close_messages_no_wait()
            return
        fault = self._exception
        # What a worker broke down of, and not that one did.
        self.fault = self.fault or (fault.error if isinstance(fault, WorkerFailed) else fault)
        with suppress(Exception):
            self.saving.keep_drafts()
        self._close_messages_no_wait()


def run_app(
    project: Project,
    *,
    notices: Sequence[str] = (),
    only_look: bool = False,
    introduce: bool = False,
) -> int:
    """Open the app on a project until the person leaves; the exit status.

    The project stays open, also while the person is away in the tutorial; the caller closes it.

    Args:
        project: the project.
        notices: what to tell the person at the start, one line each.
        only_look: it was asked to be opened to be read only.
        introduce: it is the sample, and is opened for the first time.
    """
    before: Desk | None = None
    while True:
        app = VariorumApp(
            project,
            notices=notices,
            driver_class=_driver(),
            heed_signals=True,
            only_look=only_look,
            introduce=introduce,
        )
        if before is not None:
            app.desk.article, app.desk.claim = before.article, before.claim
            app.desk.settle()
        status = _run(app)
        if not app.to_tutorial or status:
            return status
        # Away to the tutorial, and back to where one was.
        before, introduce = app.desk, False
        project.notices.clear()
        try:
            status = run_tutorial(annotator=project.annotator)
            notices = []
        except VariorumError as problem:
            notices = [str(problem)]
        if status:
            return status


def run_tutorial(*, annotator: str | None = None, again: bool = False) -> int:
    """Play the tutorial on its private copy of the sample until the person leaves; the exit status.

    Args:
        annotator: the name for new records.
        again: begin anew, on a new copy.

    Raises:
        ProjectError: the copy cannot be made or opened, or is open in another terminal (`BusyError`).
    """
    from tui.tutorial.playing import Tutorial
    from tui.tutorial.progress import Progress

    progress = Progress()
    while True:
        with progress.open_story(annotator=annotator, again=again) as project:
            app = VariorumApp(project, driver_class=_driver(), heed_signals=True, tutorial=Tutorial(progress))
            status = _run(app)
        if not app.to_tutorial or status:
            return status
        again = True


def _driver() -> type[Driver] | None:
    if sys.platform == "win32":
        return None
    from tui.terminal_keys import TerminalDriver

    return TerminalDriver


def _run(app: VariorumApp) -> int:
    """Run the app until it ends; its exit status. A fault of the program is told."""
    app.run()
    if app.saving.ended is not None:
        return app.saving.ended
    if app.fault is not None:
        from tui import crash

        crash.tell(app.fault, "the app was open")
        return app.return_code or 1
    return app.return_code or 0
