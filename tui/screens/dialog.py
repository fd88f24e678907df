"""A box over the screen beneath, with a title and one line that names its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Select, Static, TextArea

from annotations.errors import ReadOnlyError, VariorumError
from tui.desk import Desk
from tui.display import cut, displayable, shown, subtitle
from tui.looks.linear import is_linear

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Seconds after which what is being typed is kept as a draft. Not put off by further typing, so that a power
#: cut takes no more than this of it.
DRAFT_EVERY = 0.5
#: What was typed in a dialog and not saved, by the names of its drafts; null where there is nothing.
Typed = Mapping[str, Mapping[str, str] | None]


class Dialog(ModalScreen[None]):
    """A dialog about the desk. Esc closes it and loses nothing: what was typed is kept as a draft.

    It is kept while it is being typed, too, for the case that nobody gets to press Esc.

    Subclasses compose their fields in `fields`, say in `HINT` which keys do what, and in `typed` what is not
    saved yet. When it has been saved they call `done`.
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
            border: round $frame-focus;
            background: $surface;
            padding: 0 1;
        }
        /* Below what the tutorial says. */
        &.-guided > .box { max-height: 74%; }
        &.-guided .hint { margin-top: 0; }
        &.-guided Prose { height: 2; }
        .conflict { color: $text-warning; height: auto; display: none; }
        .said {
            dock: bottom;
            height: auto;
            max-height: 50%;
            display: none;
            padding: 0 1;
            background: $panel;
        }
        .said.-warning { color: $text-warning; }
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
        self._draft_timer: Timer | None = None
        self.said = ""
        """What it says; empty while it says nothing."""
        self.complains = False
        """Whether what it says is that something was not done."""
        self._said_timer: Timer | None = None
        self._is_done = False

    def title_text(self) -> str:
        """What stands in the frame."""
        return ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box", can_focus=False) as box:
            box.border_title = shown(self.title_text())
            yield Static("", classes="conflict", markup=False)
            yield from self.fields()
            yield Static("", classes="said", markup=False)
            yield Static(Content("\n").join(map(shown, self.HINT.split("\n"))), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Nothing is said over a dialog. Where the tutorial is played, its next step stands above it."""
        cast("VariorumApp", self.app).put_notice_back()
        tutorial = getattr(self.app, "tutorial", None)
        if tutorial is not None:
            tutorial.attend(self)

    def fields(self) -> ComposeResult:
        """The fields of this dialog."""
        yield from ()

    @staticmethod
    def row(name: str, field: Widget) -> Horizontal:
        """A field with its name before it."""
        return Horizontal(Static(name, classes="field-name", markup=False), field, classes="row")

    def action_leave(self) -> None:
        """Keep what was typed and close."""
        drafts = self.keep_draft()
        self._no_more_drafts()
        if any(drafts.values()):
            read_only = self.desk.project.read_only
            self.say("not kept: the project is open to be read only" if read_only else "kept as a draft")
        self.dismiss()

    @on(OptionList.OptionHighlighted)
    def say_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say in words which line of a list is in hand, where a colour says it otherwise."""
        if is_linear(self):
            words = str(event.option.prompt).split("\n")[0].strip()
            subtitle(self.query_one(".box"), cut(f"selected: {words}", max(20, self.size.width - 6)))

    # ---- Drafts ----------------------------------------------------------------------------------

    def typed(self) -> Typed:
        """What was typed and not saved."""
        return {}

    def keep_draft(self) -> Typed:
        """Keep what was typed and not saved; that."""
        if self._is_done:
            return {}
        typed = self.typed()
        for key, fields in typed.items():
            self.desk.keep_draft(key, fields)
        return typed

    def done(self) -> None:
        """What was typed is saved: close, and leave no draft behind."""
        self._no_more_drafts()
        for key in self.typed():
            self.desk.keep_draft(key, None)
        self.dismiss()

    def _no_more_drafts(self) -> None:
        # A timer may be due already; what it would keep is no longer half typed.
        self._is_done = True
        if self._draft_timer is not None:
            self._draft_timer.stop()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def keep_draft_soon(self) -> None:
        """Something was typed or chosen."""
        if self._draft_timer is None and not self._is_done:
            self._draft_timer = self.set_timer(DRAFT_EVERY, self._keep_draft_now)

    def _keep_draft_now(self) -> None:
        self._draft_timer = None
        if self.desk.lent:
            self.keep_draft_soon()
            return
        with self.mending():
            self.keep_draft()

    # ---- What it says ----------------------------------------------------------------------------

    def say_conflict(self, lines: Sequence[str]) -> None:
        """Say above the fields what somebody else has changed meanwhile; with no lines, take that away."""
        box = self.query_one(".conflict", Static)
        box.update(Content("\n").join([shown(line) for line in lines]))
        box.styles.display = "block" if lines else "none"
        if lines:
            self.call_after_refresh(box.scroll_visible, animate=False)

    def complain(self, problem: VariorumError) -> None:
        """Say why something could not be done; the dialog stays."""
        said = self.desk.why_read_only() if isinstance(problem, ReadOnlyError) else str(problem)
        self._say(said, 6, warning=True)

    @contextmanager
    def mending(self) -> Iterator[None]:
        """Say what a person can mend in the frame of the dialog."""
        try:
            yield
        except VariorumError as problem:
            self.complain(problem)

    def say(self, text: str) -> None:
        """Name what was done, in the frame; what was said before gives way."""
        self._say(text, 3)

    def _say(self, text: str, seconds: float, *, warning: bool = False) -> None:
        """Say something at the foot of the dialog, over no field."""
        self.said, self.complains = text, warning
        box = self.query_one(".said", Static)
        box.update(shown(text))
        box.set_class(warning, "-warning")
        box.styles.display = "block"
        if self._said_timer is not None:
            self._said_timer.stop()
        self._said_timer = self.set_timer(seconds, self._hush)

    def on_unmount(self) -> None:
        """What was done is said on the screen below, where nobody could read it here."""
        if self.said and not self.complains:
            self.app.notify(displayable(self.said), timeout=3, markup=False)

    def _hush(self) -> None:
        self.said = ""
        self.query_one(".said", Static).styles.display = "none"
