"""The screens follow the project, whoever changes it; and it is taken over when the others have left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from annotations.changes import Change
from annotations.editing.claims import only_drafts
from annotations.errors import BusyError, ProjectError, ReadOnlyError
from tui.holding import since, who
from tui.screens.command_screen import CommandScreen

if TYPE_CHECKING:
    from tui.app import VariorumApp


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
        if not self._app.desk.lent and self._news_waits:
            self._news_waits = False
            self._app.post_message(self._app.News())

    def take_over(self) -> None:
        """Become the one who may write.

        Raises:
            ReadOnlyError: it was asked to only look.
            BusyError: somebody else has the project.
            ProjectError: the folder cannot be written to.
        """
        project = self._app.project
        if not project.read_only:
            raise ProjectError("the project is yours already")
        if self._app.desk.only_look:
            raise ReadOnlyError

        def take_over() -> list[Change]:
            project.take_over()
            return []

        try:
            self._caught_up(take_over)
        except BusyError as problem:
            holder = project.holder
            told = f"{who(holder)} has it open since {since(holder)}" if holder is not None else str(problem)
            raise BusyError(f"the project cannot be taken over: {told}") from None
        finally:
            self._show_project()
        self._app.notify("yours now: every change is saved", timeout=5, markup=False)
