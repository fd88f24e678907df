"""The export dialog: format, place, a look at the first lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.errors import ExportError, VariorumError
from annotations.exports import EXPORTS, FORMATS, export, render
from tui.desk import Desk
from tui.display import displayable, shown
from tui.screens.dialog import Dialog
from tui.screens.question import Question
from tui.widgets.prose import Line

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Lines of the preview.
PREVIEW = 8


class ExportDialog(Dialog):
    """Writes the project in a format. An existing file is never replaced without a yes."""

    HINT = "↑ ↓ format · Tab to the place · Enter export · Esc close"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "export", "export", show=False)]

    DEFAULT_CSS = """
    ExportDialog {
        OptionList { height: auto; border: none; }
        #preview { height: 8; color: $text-muted; margin-top: 1; background: $panel; overflow: hidden; }
        #losses { height: auto; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._formats = list(FORMATS.values())
        self._touched = False

    def title_text(self) -> str:
        claims = len(self.desk.project.claims)
        return f"Export · {claims} claims, {len(self.desk.project.evidence)} pieces of evidence"

    def fields(self) -> ComposeResult:
        yield OptionList(
            *(
                Option(
                    Content.assemble(shown(f"{form.name:<10}", "bold"), shown(form.keeps.partition(":")[0]))
                )
                for form in self._formats
            ),
            id="formats",
            compact=True,
            markup=False,
        )
        yield Static("", id="losses", markup=False)
        yield self.row("To", Line("", id="target"))
        yield Static("", id="preview", markup=False)

    def on_mount(self) -> None:
        self.query_one("#formats", OptionList).focus()
        self.query_one("#formats", OptionList).highlighted = 0

    def _target(self, number: int) -> str:
        project, form = self.desk.project, self._formats[number]
        folder = project.folder.resolve() if project.folder is not None else Path.cwd()
        return str(folder / EXPORTS / f"{folder.name}{form.suffix}")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        form = self._formats[event.option_index]
        self.query_one("#target", Line).value = displayable(self._target(event.option_index))
        self.query_one("#losses", Static).update(shown(f"Keeps: {form.keeps} Loses: {form.loses}"))
        self._preview(event.option_index)

    @work(thread=True, exclusive=True, group="preview")
    def _preview(self, number: int) -> None:
        form = self._formats[number]
        try:
            with self._lent():
                text = "" if form.folder else render(self.desk.project, form.name)
        except VariorumError as problem:
            text = str(problem)
        lines = text.split("\n")[:PREVIEW] if text else ["a folder of several files"]
        self.app.call_from_thread(
            self.query_one("#preview", Static).update,
            Content("\n").join([shown(line[:200]) for line in lines]),
        )

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def action_export(self) -> None:
        """Write the file or folder."""
        self._export(force=False)

    def _export(self, *, force: bool) -> None:
        number = self.query_one("#formats", OptionList).highlighted or 0
        typed = self.query_one("#target", Line).value.strip()
        own = self._target(number)
        if not typed:
            self.say("say where to first")
            return
        try:
            target = Path(own if typed == displayable(own) else typed).expanduser()
            there = target.exists()
        except (OSError, RuntimeError, ValueError) as problem:
            self.complain(ExportError(f"{typed}: {problem}"))
            return
        if there and not force:
            self.app.push_screen(
                Question(
                    self.desk,
                    "Replace it?",
                    f"{target} is there already.",
                    [("y", "replace it", lambda: self._export(force=True)), ("n", "leave it", None)],
                )
            )
            return
        self._write(self._formats[number].name, target, force)

    @work(thread=True, exclusive=True, group="export")
    def _write(self, name: str, target: Path, force: bool) -> None:
        try:
            with self._lent():
                export(self.desk.project, name, target, force=force)
        except VariorumError as problem:
            self.app.call_from_thread(self.complain, problem)
            return
        self.app.call_from_thread(self._written, target)

    @contextmanager
    def _lent(self) -> Iterator[None]:
        """The project for a worker: what others change waits until it is done."""
        app = cast("VariorumApp", self.app)
        app.call_from_thread(app.lend_project)
        try:
            yield
        finally:
            app.call_from_thread(app.return_project)

    def _written(self, target: Path) -> None:
        self.say(f"written: {target}")
        if self.is_current:
            self.dismiss()
