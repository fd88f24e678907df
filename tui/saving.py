"""What is not on disk: said and asked about once, and told of when the person leaves."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.screens.question import Question

#: The signals that end a process which does not heed them, and can be heeded. Those that a fault in the
#: interpreter itself raises (SEGV, BUS, FPE, ILL, TRAP, SYS) are none of them: a handler in Python is run by
#: the interpreter, which goes back to the fault first, for ever.
ENDING = (
    *("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT", "SIGABRT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM"),
    *("SIGPROF", "SIGXCPU", "SIGPWR", "SIGSTKFLT", "SIGIO"),
)


class Saving:
    """Follows whether the project can be saved, asks about it once until it can, and sees the person out.

    Args:
        app: the app on the project.
    """

    def __init__(self, app: VariorumApp) -> None:
        self._app = app
        # Whether it was seen, and asked about, that changes cannot be saved; until they are.
        self._unsaved = False
        self._asked = False
        self._question: Question | None = None
        # The copy that holds everything there is in the project, if one was saved and nothing changed since.
        self._copy: Path | None = None
        #: The exit status that a signal asks for, once one has come.
        self.ended: int | None = None

    # ---- Not saved -------------------------------------------------------------------------------

    def project_changed(self) -> None:
        """The project has changed: no copy holds all of it any more."""
        self._copy = None

    def follow_state(self) -> None:
        """How much of the project is on disk has changed."""
        state = self._app.project.state
        if state.word == "not_saved":
            self._unsaved = True
        elif state.word == "saved":
            if self._asked:
                self._app.notify("everything is saved again", timeout=6, markup=False)
            self._unsaved = self._asked = False

    @staticmethod
    def prepare() -> None:
        """Load the dialogs that may be needed; on any thread. They are left out of the start, and are not to
        be read only when the disk fails."""
        from tui.screens import copy, question  # noqa: F401

    @property
    def is_to_be_asked(self) -> bool:
        """Whether changes cannot be saved and nobody was asked about it yet."""
        return self._unsaved and not self._asked

    def ask(self) -> None:
        """Say that changes cannot be saved, and ask what to do about it."""
        from tui.screens.question import Question

        app = self._app
        self._asked = True
        self._question = Question(
            app.desk,
            "NOT SAVED",
            f"The last changes could not be written: {app.project.state.reason or 'still trying'}. "
            "Your work goes on in memory and will be saved as soon as that is possible.",
            [
                ("", "keep working", None),
                ("", "save a copy elsewhere", self._save_copy),
            ],
            echo=False,
        )
        app.push_screen(self._question)

    def _save_copy(self) -> None:
        from tui.screens.copy import CopyDialog

        self._app.push_screen(CopyDialog(self._app.desk, self._copied))

    def _copied(self, folder: Path) -> None:
        self._copy = folder

    # ---- Leaving ---------------------------------------------------------------------------------

    def leave(self) -> None:
        """Leave once everything is on disk. Asks only where something could not be saved."""
        self.keep_drafts()
        self._app.run_worker(self._flush, thread=True, exclusive=True, group="leave")

    def heed_signals(self) -> None:
        """Leave in good order when the process is told to end or its terminal is closed.

        The exit status is then what a shell says of a process that a signal ended: 128 and its number.
        """
        for name in ENDING:
            number = getattr(signal, name, None)  # not every system has them all
            if number is not None:
                asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)

    def _end(self, status: int) -> None:
        """Leave because the system says so; whoever opened the project saves what is still under way."""
        self.ended = status
        self.keep_drafts()
        self._app.exit(None, status)

    def keep_drafts(self) -> None:
        """Keep what is half typed in open dialogs."""
        from tui.screens.dialog import Dialog

        for screen in self._app.screen_stack:
            if isinstance(screen, Dialog) and screen.is_mounted:
                screen.keep_draft()

    def _flush(self) -> None:
        state = self._app.project.flush(timeout=5)
        self._app.call_from_thread(self._flushed, state.word == "saved", state.reason)

    def _flushed(self, saved: bool, reason: str) -> None:
        from tui.screens.question import Question

        app = self._app
        if saved:
            app.exit()
            return
        self._asked = True
        if app.screen is self._question:  # the question that follows takes its place
            self._question.dismiss()
        why = f"The last changes could not be written: {reason or 'still trying'}."
        if self._copy is not None:
            text, leave = f"{why} The copy in {self._copy} has them.", "leave"
        else:
            text, leave = f"{why} Leaving now loses them.", "leave and lose them"
        app.push_screen(
            Question(
                app.desk,
                "Not everything is on disk",
                text,
                [
                    ("s", "stay", None),
                    ("c", "save a copy elsewhere", self._save_copy),
                    ("l", leave, app.exit),
                ],
            )
        )
