"""The app: one project, one desk, the screens."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.segment import Segment
from textual import work
from textual.color import Color
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message

from annotations import Project
from annotations.articles import Source
from annotations.changes import Change
from annotations.editing.articles import read_all
from annotations.editing.claims import only_drafts
from annotations.errors import BusyError, ProjectError, ReadOnlyError, VariorumError
from tui.commands.command import find_command
from tui.desk import Desk
from tui.display import displayable
from tui.drafts import kept_drafts
from tui.holding import since, who
from tui.ordered_keys import OrderedKeys
from tui.palette import CommandProvider
from tui.screens.command_screen import CommandScreen
from tui.screens.copy import CopyDialog
from tui.screens.dialog import Dialog
from tui.screens.question import Question
from tui.screens.reading_room import ReadingRoom

#: How many drafts are named at the opening.
NAMED = 3


class VariorumApp(OrderedKeys):
    """The terminal app on an open project.

    Args:
        project: the project; whoever opened it closes it.
        notices: what to tell the person at the start, one line each.
        heed_signals: leave in good order when the process is told to end or its terminal is closed.
        only_look: the project was asked to be opened to be read only, so that it is not to be taken over.
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
    ) -> None:
        super().__init__(driver_class)
        self.project = project
        self.desk = Desk(project, only_look=only_look)
        self._heed_signals = heed_signals
        self._found: tuple[Sequence[Source], Sequence[Source]] | None = None
        # Whether a message is on its way already: many changes at once are followed once.
        self._changed_due = False
        self._news_due = False
        self._news_waits = False
        self._catching_up = False
        # Whether it was seen, and asked about, that changes cannot be saved; until they are.
        self._unsaved = False
        self._unsaved_asked = False
        self._unsaved_question: Question | None = None
        self._copy: Path | None = None
        self._notices = [*project.notices, *notices]
        self._unsubscribe: Callable[[], None] | None = None

    def on_mount(self) -> None:
        self._unsubscribe = self.project.subscribe(self._project_changed)
        self.project.on_state(self._state_changed)
        self.project.on_news(self._news)
        if self._heed_signals:
            for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
                number = getattr(signal, name, None)
                if number is not None:
                    asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)
        for notice in self._notices:
            self.notify(displayable(notice), timeout=10, markup=False)
        self._offer_drafts()
        self._offer_files()
        if not self.project.read_only:
            self.run_worker(self.project.look_back, thread=True, exit_on_error=False)
        if self.project.state.word != "saved":
            self._state_changed()
        if self.project.read_only:  # what came before anybody listened
            self._news()

    def on_unmount(self) -> None:
        self.project.on_state(None)
        self.project.on_news(None)
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _project_changed(self, change: Change) -> None:
        if only_drafts(change):
            return  # nothing that a screen shows
        self._copy = None
        if not self._changed_due and not self._catching_up:
            self._changed_due = True
            self.post_message(self.Changed())

    def _state_changed(self) -> None:  # on the store's thread: posting a message is all that is allowed
        self.post_message(self.StateChanged())

    def _news(self) -> None:  # on any thread, too
        if not self._news_due:
            self._news_due = True
            self.post_message(self.News())

    def on_variorum_app_changed(self) -> None:
        self._changed_due = False
        self._show_project()
        self.ask()

    def _show_project(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                screen.follow()

    def _follow_state(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen) and screen.is_mounted:
                # The last save may be told while the screen is being taken down.
                with contextlib.suppress(NoMatches):
                    screen.follow_state()

    def on_variorum_app_state_changed(self) -> None:
        state = self.project.state
        if state.word == "not_saved":
            self._unsaved = True
        elif state.word == "saved":
            if self._unsaved_asked:
                self.notify("everything is saved again", timeout=6, markup=False)
            self._unsaved = self._unsaved_asked = False
        self._follow_state()
        self.ask()

    # ---- Others ----------------------------------------------------------------------------------

    def on_variorum_app_news(self) -> None:
        # Before looking: what comes after that is told anew.
        self._news_due = False
        if self.desk.lent:
            self._news_waits = True
            return
        if all(only_drafts(change) for change in self._caught_up(self.project.catch_up)):
            self._follow_state()
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
            self.desk.settle()

    def lend_project(self) -> None:
        """A worker on another thread reads the project: what others change waits until `return_project`."""
        self.desk.lent += 1

    def return_project(self) -> None:
        """A worker is done with the project."""
        self.desk.lent -= 1
        if not self.desk.lent and self._news_waits:
            self._news_waits = False
            self.post_message(self.News())

    def take_over(self) -> None:
        """Become the one who may write.

        Raises:
            ReadOnlyError: it was asked to only look.
            BusyError: somebody else has the project.
            ProjectError: the folder cannot be written to.
        """
        if not self.project.read_only:
            raise ProjectError("the project is yours already")
        if self.desk.only_look:
            raise ReadOnlyError

        def take_over() -> list[Change]:
            self.project.take_over()
            return []

        try:
            self._caught_up(take_over)
        except BusyError as problem:
            holder = self.project.holder
            told = f"{who(holder)} has it open since {since(holder)}" if holder is not None else str(problem)
            raise BusyError(f"the project cannot be taken over: {told}") from None
        finally:
            self._show_project()
        self.notify("yours now: every change is saved", timeout=5, markup=False)
        self._offer_drafts()
        self._offer_files()

    # ---- What is asked ---------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The second wall: whatever a widget forgot to make safe is made safe as it is painted."""
        return [*super().get_line_filters(), SafeLines()]

    def on_ordered_keys_keys_done(self) -> None:
        self.ask()

    def begin_act(self) -> None:
        """A key or a click begins."""
        self.desk.begin_act()

    def ask(self) -> None:
        """Put what is to be asked, one question at a time: never over a dialog, never before keys that were
        pressed without having seen it."""
        if self.keys_under_way or not isinstance(self.screen, CommandScreen):
            return
        if self._unsaved and not self._unsaved_asked:
            self._ask_about_saving()
        elif not isinstance(self.screen, ReadingRoom):
            return
        elif self._found is not None:
            found, self._found = self._found, None
            self._ask_about(*found)
        else:
            self.screen.ask_independence()

    def _ask_about_saving(self) -> None:
        self._unsaved_asked = True
        self._unsaved_question = Question(
            self.desk,
            "NOT SAVED",
            f"The last changes could not be written: {self.project.state.reason or 'still trying'}. "
            "Your work goes on in memory and will be saved as soon as that is possible.",
            [
                ("", "keep working", None),
                ("", "save a copy elsewhere", self._save_copy),
            ],
            echo=False,
        )
        self.push_screen(self._unsaved_question)

    def _save_copy(self) -> None:
        self.push_screen(CopyDialog(self.desk, self._copied))

    def _copied(self, folder: Path) -> None:
        self._copy = folder

    def _offer_drafts(self) -> None:
        """Say what is half typed still, and which keys go on with it."""
        drafts = [] if self.project.read_only else kept_drafts(self.project)
        if drafts:
            keys = (find_command(ReadingRoom.GROUPS, draft.command).keys for draft in drafts)
            named = [f"{draft.words} · {key}" for draft, key in zip(drafts, keys, strict=True)]
            more = f"; and {len(named) - NAMED} more" if len(named) > NAMED else ""
            said = f"half-typed text is kept: {'; '.join(named[:NAMED])}{more}"
            self.notify(displayable(said), timeout=10, markup=False)

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
        self.ask()

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
            self.hold_keys()
            self._keep_texts((*changed, *new))

        self.push_screen(
            Question(
                self.desk,
                "The folder has changed",
                " ".join(parts),
                [("", "add", add), ("", "not now", None)],
                echo=False,
            )
        )

    @work(thread=True)
    def _keep_texts(self, sources: Sequence[Source]) -> None:
        """Put the texts of files on disk, and have at hand what they are compared with, so that adding them
        waits for nothing."""
        kept, problems = [], []
        try:
            older = {article.source: article for article in self.project.articles}
            for source in sources:
                known = older.get(self.project.source_name(source.path))
                try:
                    self.project.keep_text(source.text)
                    if known is not None:
                        self.project.text(known.id)
                except VariorumError as problem:
                    problems.append(f"{source.path.name}: {problem}")
                else:
                    kept.append(source)
        finally:
            self.call_from_thread(self._add, kept, problems)

    def _add(self, sources: Sequence[Source], problems: Sequence[str]) -> None:
        self.release_keys()
        for problem in problems:
            self.notify(displayable(problem), severity="warning", timeout=8, markup=False)
        for source in sources:
            try:
                self._add_source(source)
            except VariorumError as problem:
                said = f"{source.path.name}: {problem}"
                self.notify(displayable(said), severity="warning", timeout=8, markup=False)

    def _add_source(self, source: Source) -> None:
        before = self.desk.article
        added = self.project.add_source(source)
        if before is not None and self.project.article(before).state == "superseded":
            older = self.project.article(before)
            if older.work == added.article.work and isinstance(self.screen_stack[0], ReadingRoom):
                self.screen_stack[0].open_article(added.article.id)
        said = f"{added.article.label}: {added.outcome}"
        if added.carried:
            said += " · quotes " + ", ".join(f"{n} {anchor}" for anchor, n in sorted(added.carried.items()))
        if added.guessed:
            said += f" · not UTF-8, read as {added.article.encoding}"
        self.notify(displayable(said), timeout=8, markup=False)

    # ---- Leaving ---------------------------------------------------------------------------------

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
        self._unsaved_asked = True
        if self.screen is self._unsaved_question:  # this question takes its place
            self._unsaved_question.dismiss()
        why = f"The last changes could not be written: {reason or 'still trying'}."
        if self._copy is not None:
            text, leave = f"{why} The copy in {self._copy} has them.", "leave"
        else:
            text, leave = f"{why} Leaving now loses them.", "leave and lose them"
        self.push_screen(
            Question(
                self.desk,
                "Not everything is on disk",
                text,
                [
                    ("s", "stay", None),
                    ("c", "save a copy elsewhere", self._save_copy),
                    ("l", leave, self.exit),
                ],
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


def run_app(project: Project, *, notices: Sequence[str] = (), only_look: bool = False) -> int:
    """Open the app on a project until the person leaves; the exit status.

    The project stays open; the caller closes it. `only_look`: it was asked to be opened to be read only.
    """
    driver: type[Driver] | None = None
    if sys.platform != "win32":
        from tui.terminal_keys import TerminalDriver

        driver = TerminalDriver
    app = VariorumApp(project, notices=notices, driver_class=driver, heed_signals=True, only_look=only_look)
    app.run()
    return app.return_code or 0
