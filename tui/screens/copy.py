"""Saving a copy of the whole project to another folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, ProgressBar, Static

from annotations.errors import ProjectError, VariorumError
from annotations.store import FILE_NAME
from tui.collecting import uncollected
from tui.desk import Desk
from tui.display import displayable, shown
from tui.screens.dialog import Dialog
from tui.widgets.prose import Line

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Seconds of work after which it is shown how far it is, and how often that is brought up to date.
SHOW_AFTER, WATCH = 0.5, 0.2
_WRITING = "writing the copy; what is begun is not called off"
_ABOUT = "A project of its own: all records, all texts, the codebook. Your article files stay where they are."


class CopyDialog(Dialog):
    """Asks where to and writes the copy there. The folder must hold no project yet.

    Args:
        desk: the desk.
        then: called with the folder when the copy is written.
    """

    HINT = "Enter save the copy · Esc close"
    DEFAULT_CSS = """
    CopyDialog {
        #working, #bar { display: none; }
        &.-working #working, &.-working #bar { display: block; height: 1; }
    }
    """

    def __init__(self, desk: Desk, then: Callable[[Path], object] | None = None) -> None:
        super().__init__(desk)
        self._then = then
        self._offered = str(_free(Path.home() / f"variorum-copy-of-{project_name(desk)}"))
        self._writing = False
        self._share = 0.0
        self._watch: Timer | None = None

    def title_text(self) -> str:
        return "Save a copy of the project"

    def fields(self) -> ComposeResult:
        yield Static(shown(_ABOUT), markup=False)
        yield self.row("To", Line(self._offered, id="target"))
        yield Static(shown(_WRITING), id="working", markup=False)
        yield ProgressBar(total=100, show_eta=False, id="bar")

    def on_mount(self) -> None:
        self.query_one(Line).focus()

    @on(Input.Submitted)
    def _save(self) -> None:
        words = self.query_one(Line).words
        words = words if words == self._offered else words.strip()
        if not words:
            self.say("say where to first")
        elif not self._writing:
            self._writing, self._share = True, 0.0
            self._watch = self.set_timer(SHOW_AFTER, self._show_progress)
            cast("VariorumApp", self.app).lend_project()
            self._write(words)

    def _tell(self, done: int, total: int) -> None:  # on the worker's thread: one figure is put in place
        self._share = done / total

    def _show_progress(self) -> None:
        """It takes a while: say how far it is from now on."""
        if not self.has_class("-working"):
            self.add_class("-working")
            self._watch = self.set_interval(WATCH, self._show_progress)
        self.query_one(ProgressBar).update(progress=100 * self._share)

    def action_leave(self) -> None:
        """Close; not while the copy is being written, which must not see the project change."""
        if self._writing:
            self.say("still writing the copy")
        else:
            super().action_leave()

    @work(thread=True, group="copy")
    def _write(self, words: str) -> None:
        folder, problem = Path(words), None
        try:
            # As this process sees the disk, so that the toast says where the copy is from anywhere.
            folder = folder.expanduser().absolute()
            with uncollected():
                self.desk.project.save_copy(folder, self._tell)
        except VariorumError as error:
            problem = error
        except (OSError, RuntimeError, ValueError) as error:  # no home, no such user, no such path
            problem = ProjectError(f"{words}: {error}")
        self.app.call_from_thread(self._written, folder, problem)

    def _written(self, folder: Path, problem: VariorumError | None) -> None:
        self._writing = False
        self.remove_class("-working")
        if self._watch is not None:
            self._watch.stop()
        cast("VariorumApp", self.app).return_project()
        if problem is not None:
            self.complain(problem)
            return
        self.app.notify(displayable(f"the copy is in {folder}"), timeout=10, markup=False)
        if self.is_current:
            self.dismiss()
        if self._then is not None:
            self._then(folder)


def project_name(desk: Desk) -> str:
    """The name of the project's folder."""
    folder = desk.project.folder
    return folder.resolve().name or "project" if folder is not None else "project"


def _free(folder: Path) -> Path:
    """This folder, or with a number the first in which there is no project yet."""
    found, number = folder, 1
    while (found / FILE_NAME).exists():
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found
