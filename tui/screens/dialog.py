"""A box over the screen beneath, with a title and one line that names its keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from annotations.errors import VariorumError
from tui.desk import Desk
from tui.display import displayable, shown


class Dialog(ModalScreen[None]):
    """A dialog about the desk. Esc closes it and loses nothing: what was typed is kept as a draft.

    Subclasses compose their fields in `fields` and say in `HINT` which keys do what.
    """

    HINT: ClassVar[str] = "Esc close"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "close", show=False)]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .box {
            width: 76;
            max-width: 96%;
            height: auto;
            max-height: 94%;
            border: round $accent;
            background: $surface;
            padding: 0 1;
        }
        .hint { color: $text-muted; height: auto; margin-top: 1; }
        .field-name { color: $text-muted; height: 1; }
        .explained { color: $text-muted; height: auto; padding-left: 14; }
        .row { height: auto; & > .field-name { width: 14; } }
        Input { height: 1; width: 1fr; }
        Select { width: 1fr; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def title_text(self) -> str:
        """What stands in the frame."""
        return ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = shown(self.title_text())
            yield from self.fields()
            yield Static(Content("\n").join(map(shown, self.HINT.split("\n"))), classes="hint", markup=False)

    def fields(self) -> ComposeResult:
        """The fields of this dialog."""
        yield from ()

    @staticmethod
    def row(name: str, field: Widget) -> Horizontal:
        """A field with its name before it."""
        return Horizontal(Static(name, classes="field-name", markup=False), field, classes="row")

    def action_leave(self) -> None:
        """Keep what was typed and close."""
        self.keep_draft()
        self.dismiss()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""

    def complain(self, problem: VariorumError) -> None:
        """Say why something could not be done; the dialog stays."""
        self.notify(displayable(str(problem)), severity="warning", timeout=6, markup=False)

    @contextmanager
    def mending(self) -> Iterator[None]:
        """Turn an error that a person can mend into a toast."""
        try:
            yield
        except VariorumError as problem:
            self.complain(problem)

    def say(self, text: str) -> None:
        """Name what was done, in a toast; the one before it gives way."""
        self.app.clear_notifications()
        self.notify(displayable(text), timeout=3, markup=False)
