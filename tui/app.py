"""The app: one project, one desk, the screens, and which question is asked when."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import ScreenStackError
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message
from textual.worker import WorkerFailed

from annotations import Project
from tui.configuration.key_names import key_name
from tui.configuration.keymaps import Keys
from tui.configuration.reading import Configuration
from tui.desk import Desk
from tui.display import SafeLines, displayable
from tui.drafts import half_typed_words
from tui.folder_news import FolderNews
from tui.following import Following
from tui.looks.linear import Linear
from tui.looks.themes import Looks
from tui.notices import Ground, Notices
from tui.ordered_keys import OrderedKeys
from tui.palette import CommandProvider
from tui.preferences import Preferences
from tui.prefill import get_ready
from tui.rebinding import put_keys_of_app_in_force
from tui.saving import Saving
from tui.screens.command_screen import CommandScreen
from tui.screens.reading_room import ReadingRoom
from tui.waiting import Waiting

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tui.tutorial.playing import Tutorial


class VariorumApp(Linear, Looks, Notices, OrderedKeys):
    """The terminal app on an open project.

    Args:
        project: the project; whoever opened it closes it.
        notices: what to tell the person at the start, one line each.
        heed_signals: leave in good order when the process is told to end or its terminal is closed.
        only_look: the project was asked to be opened to be read only, so that it is not to be taken over.
        configuration: what the person has set; if not given, nothing is set and nothing is kept.
        options: the settings that were given on the command line.
        tutorial: what is taught on this project, where it is the tutorial's own copy of the sample.
        introduce: whether the project is the sample, seen for the first time, and says so.
        linear: one column in words, for people who hear the screen (`tui.looks.linear`), whatever is set.
    """

    TITLE = "Variorum"
    COMMANDS = {CommandProvider}
    ENABLE_COMMAND_PALETTE = True
    MODES = {"reading": ReadingRoom}
    DEFAULT_MODE = "reading"
    CSS_PATH = "looks/textual_widgets.tcss"

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
        configuration: Configuration | None = None,
        options: frozenset[str] = frozenset(),
        linear: bool = False,
        tutorial: Tutorial | None = None,
        introduce: bool = False,
    ) -> None:
        super().__init__(driver_class)
        configuration = configuration if configuration is not None else Configuration()
        self.tutorial = tutorial
        self.introduce = introduce
        self.to_tutorial = False
        """Whether the app was left to come back after the tutorial."""
        self.project = project
        self.desk = Desk(project, only_look=only_look)
        self.desk.settings, self.desk.keys = configuration.settings, configuration.keys
        self.preferences = Preferences(self, configuration, options)
        put_keys_of_app_in_force(self, self.desk.keys)  # before the first line of keys is painted
        self.linear = linear or configuration.settings.linear
        if tutorial is not None:
            tutorial.begin(self)
        self.saving = Saving(self)
        self.following = Following(self)
        self.waiting = Waiting(self)
        self.folder_news = FolderNews(self)
        self._heed_signals = heed_signals
        self._notices = list(dict.fromkeys([*project.notices, *notices, *configuration.notices]))
        self.fault: BaseException | None = None
        """What the program broke down of, if it did."""
        self.leaving = False
        """Whether the app is on its way out."""

    def on_load(self) -> None:
        # Before the terminal is taken over: from then on nothing may end the app that does not give it back.
        if self._heed_signals:
            self.saving.heed_signals()

    def on_mount(self) -> None:
        self.show_cursor()
        # Stopped and gone on with from outside: Textual takes the terminal back and leaves it empty.
        self.app_resume_signal.subscribe(self, lambda _: self.paint_anew())
        self.preferences.begin()
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
            # What one key paints is some 13,000 objects, nearly all of them gone by the next. Counted by the
            # hundreds, they had all that was painted looked through at every eighth key, for 50 ms.
            gc.set_threshold(10_000, 10, 10)
            gc.enable()
        if self.project.read_only:
            from tui.welcome import still_works

            self.notify(still_works(self.desk.key).plain, timeout=10, markup=False)
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
        self.waiting.stop()
        self.preferences.finish()
        self.following.stop_listening()

    @property
    def keys_in_force(self) -> Keys:
        """The keys in force."""
        return self.desk.keys

    def on_preferences_not_kept(self, message: Preferences.NotKept) -> None:
        self.notify(displayable(message.words), severity="warning", timeout=8, markup=False)

    def paint_anew(self) -> None:
        """Paint all of the screen, whatever is thought to be there."""
        self.refresh(layout=True)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Make every painted line safe to show, last of all."""
        return [*super().get_line_filters(), SafeLines()]

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the terminal's clipboard, in the form that is safe to show: a paste must not act."""
        super().copy_to_clipboard(displayable(text, keep_lines=True))

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is named everywhere: in the line of keys, the help, the documentation and messages."""
        return binding.key_display or key_name(binding.key)

    def bell(self) -> None:
        """Make no sound, whatever Textual would ring for."""

    def notice_ground(self) -> Ground | None:
        """Where something may be said now: nowhere as long as a dialog is open."""
        screen = self.screen if self.screen_stack else None
        return screen.notice_ground() if isinstance(screen, CommandScreen) and screen.is_mounted else None

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

    def taken_over(self) -> None:
        """The project is one's own now."""
        self._offer_what_waits()

    def say(self, text: str) -> None:
        """Name what was done, where the person is."""
        if isinstance(self.screen, CommandScreen):
            self.screen.say(text)
        else:
            self.notify(displayable(text), timeout=5, markup=False)

    def complain(self, text: str) -> None:
        """Say why something was not done, where the person is."""
        if isinstance(self.screen, CommandScreen):
            self.screen.complain(text)
        else:
            self.notify(displayable(text), severity="warning", timeout=6, markup=False)

    # ---- What is asked, and leaving --------------------------------------------------------------

    def begin_act(self) -> None:
        """A key or a click begins."""
        if self.tutorial is not None:
            self.tutorial.act()
        self.desk.begin_act()

    def on_ordered_keys_keys_done(self) -> None:
        self.place_notice()
        if isinstance(self.screen, ReadingRoom):
            self.screen.after_keys()
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
        said = "" if self.project.read_only else half_typed_words(self.project, self.desk.keys)
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

    def clear_selection(self) -> None:
        """Clear what is selected on the screen.

        A field that is being made does so. Where tasks begin at once, as from Python 3.12 on, the fields of
        the first screen are made before that is on the stack.
        """
        with suppress(ScreenStackError):
            super().clear_selection()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; from here on nothing that goes wrong on a screen matters any more."""
        self.leaving = True
        super().exit(result, return_code, message)

    def _fatal_error(self) -> None:
        """Leave after a fault of the program. Textual would print the values of variables: articles."""
        if self.leaving:
            # A screen that was still being put together when it was to go complains; nothing is broken.
            self._close_messages_no_wait()
            return
        fault = self._exception
        # What a worker broke down of, and not that one did.
        self.fault = self.fault or (fault.error if isinstance(fault, WorkerFailed) else fault)
        with suppress(Exception):
            self.saving.keep_drafts()
        self._close_messages_no_wait()
