"""The screens follow the project, whoever changes it; and it is taken over when the others have left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.timer import Timer

from annotations.changes import Change
from annotations.editing.claims import only_drafts
from annotations.errors import BusyError, ProjectError, ReadOnlyError, VariorumError
from tui.holding import since, who
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from annotations.store import ReadyToTakeOver
    from tui.app import VariorumApp

#: Seconds after which it is shown that something takes long.
WATCH = 0.2


class Following:
    """Listens to the project, tells the app by messages, and shows the screens what there is.

    What others have changed is taken in, but not while a worker on another thread reads the project.

    Args:
        app: the app on the project.
    """

    def __init__(self, app: VariorumApp) -> None:
        self._app = app
        self._unsubscribe: Callable[[], None] | None = None
        # Whether a message is on its way already: many changes at once are followed once.
        self._changed_due = False
        self._news_due = False
        self._news_waits = False
        self._catching_up = False
        # What shows that the project is being taken over, and whether that is wanted still.
        self._taking: Timer | None = None
        self._wanted = False

    # ---- Listening -------------------------------------------------------------------------------

    def listen(self) -> None:
        """Listen to the project from now on, and to what came before anybody listened."""
        project = self._app.project
        self._unsubscribe = project.subscribe(self._project_changed)
        project.on_state(self._state_changed)
        project.on_news(self._news)
        if project.state.word != "saved":
            self._state_changed()
        if project.read_only:
            self._news()

    def stop_listening(self) -> None:
        """Listen to nothing any more."""
        self._app.project.on_state(None)
        self._app.project.on_news(None)
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _project_changed(self, change: Change) -> None:
        if only_drafts(change):
            return  # nothing that a screen shows
        self._app.saving.project_changed()
        if not self._changed_due and not self._catching_up:
            self._changed_due = True
            self._app.post_message(self._app.Changed())

    def _state_changed(self) -> None:  # on the store's thread: posting a message is all that is allowed
        self._app.post_message(self._app.StateChanged())

    def _news(self) -> None:  # on any thread, too
        if not self._news_due:
            self._news_due = True
            self._app.post_message(self._app.News())

    # ---- Showing ---------------------------------------------------------------------------------

    def follow_changes(self) -> None:
        """Show what was changed here."""
        self._changed_due = False
        self._show_project()

    def follow_state(self) -> None:
        """Show on every screen whether everything is on disk, and who has the project."""
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                # The last save may be told while the screen is being taken down.
                with contextlib.suppress(NoMatches):
                    screen.follow_state()

    def _show_project(self) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                screen.follow()

    # ---- Others ----------------------------------------------------------------------------------

    def follow_others(self) -> None:
        """Take in what others have changed and show it; later, where the project is lent."""
        # Before looking: what comes after that is told anew.
        self._news_due = False
        if self._app.desk.lent:
            self._news_waits = True
            return
        if all(only_drafts(change) for change in self._caught_up(self._app.project.catch_up)):
            self.follow_state()
        else:
            self._show_project()

    def _caught_up(self, act: Callable[[], list[Change]]) -> list[Change]:
        """Let the project take in what others have changed. The screens are to follow before anything else
        happens, since a row may be about a record that is gone."""
        self._catching_up = True
        try:
            return act()
        finally:
            self._catching_up = False
            self._app.desk.settle()

    def lend_project(self) -> None:
        """A worker on another thread reads the project: what others change waits until `return_project`."""
        self._app.desk.lent += 1

    def return_project(self) -> None:
        """A worker is done with the project."""
        self._app.desk.lent -= 1
        self._hear_what_waits()

    def _hear_what_waits(self) -> None:
        if not self._app.desk.lent and self._news_waits:
            self._news_waits = False
            self._app.post_message(self._app.News())

    def take_over(self) -> None:
        """Become the one who may write. The files are read on another thread: that takes seconds in a large
        project. Keys wait meanwhile, and Esc leaves it as it was.

        Raises:
            ReadOnlyError: it was asked to only look.
            ProjectError: the project is one's own already.
        """
        project = self._app.project
        if not project.read_only:
            raise ProjectError("the project is yours already")
        if self._app.desk.only_look:
            raise ReadOnlyError
        if self._taking is None:
            self._taking = self._app.set_interval(WATCH, self._tell_taking)
            self._wanted = True
            self._app.hold_keys(self._leave_it)
            self.lend_project()
            self._app.run_worker(self._get_ready_to_take_over, thread=True, group="take over")

    def _tell_taking(self) -> None:
        line = self._key_line()
        if line is not None and self._wanted:
            line.show_work("taking over: reading the project", None)

    def _key_line(self) -> KeyLine | None:
        screens = (s for s in reversed(self._app.screen_stack) if isinstance(s, CommandScreen))
        return next((line for screen in screens if (line := screen.key_line) is not None), None)

    def _leave_it(self) -> None:
        """Esc while the files are read: it stays somebody else's, or nobody's."""
        if self._wanted:
            self._wanted = False
            self._end_taking()

    def _end_taking(self) -> None:
        """Let keys through, and say no more that one waits."""
        line = self._key_line()
        if line is not None:
            line.end_work()
        self._app.release_keys()

    def _get_ready_to_take_over(self) -> None:  # on a thread of its own
        ready: ReadyToTakeOver | None = None
        problem: VariorumError | None = None
        try:
            ready = self._app.project.ready_to_take_over()
        except VariorumError as error:
            problem = error
        except MemoryError:
            problem = ProjectError("not enough memory")
        try:
            self._app.call_from_thread(self._is_ready_to_take_over, ready, problem)
        except BaseException:
            if ready is not None:  # the app is closing
                ready.give_back()
            raise

    def _is_ready_to_take_over(self, ready: ReadyToTakeOver | None, problem: VariorumError | None) -> None:
        if self._taking is not None:
            self._taking.stop()
            self._taking = None
        self._app.desk.lent -= 1
        if not self._wanted:
            if ready is not None:
                ready.give_back()
            self._hear_what_waits()
            return
        try:
            if problem is None:
                self._caught_up(lambda: self._take(ready))
        except VariorumError as error:
            problem = error
        finally:
            self._end_taking()
            self._wanted = False
            self._hear_what_waits()
        self._show_project()
        if problem is not None:
            self._say_not_taken(problem)
            return
        self._app.say("yours now: every change is saved")
        self._app.taken_over()

    def _take(self, ready: ReadyToTakeOver | None) -> list[Change]:
        self._app.project.take_over(ready)
        return []

    def _say_not_taken(self, problem: VariorumError) -> None:
        if isinstance(problem, BusyError):
            holder = self._app.project.holder
            told = f"{who(holder)} has it open since {since(holder)}" if holder is not None else str(problem)
            problem = BusyError(f"the project cannot be taken over: {told}")
        self._app.complain(str(problem))
