"""A line to type into, below the text or the list that it searches, with what was found at its right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.display import cut, displayable, shown


class FindField(Input):
    """The field of a `FindBar`. It takes the keys that would move something else on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep"),
        Binding("escape", "leave", "close"),
        Binding("down", "step(1)", "next", show=False),
        Binding("up", "step(-1)", "previous", show=False),
    ]

    @dataclass
    class Kept(Message):
        """Enter: what was found is to stay."""

        bar: FindBar

        @property
        def control(self) -> FindBar:
            """The bar."""
            return self.bar

    @dataclass
    class Left(Message):
        """Esc: everything is to be as it was."""

        bar: FindBar

        @property
        def control(self) -> FindBar:
            """The bar."""
            return self.bar

    @dataclass
    class Turned(Message):
        """Another scope is wanted (`scope`), or another kind of query (`kind`)."""

        bar: FindBar
        what: str

        @property
        def control(self) -> FindBar:
            """The bar."""
            return self.bar

    @dataclass
    class Stepped(Message):
        """The next thing found is wanted, or with -1 the one before."""

        bar: FindBar
        step: int

        @property
        def control(self) -> FindBar:
            """The bar."""
            return self.bar

    @property
    def bar(self) -> FindBar:
        """The bar that this is the field of."""
        bar = self.parent
        assert isinstance(bar, FindBar)
        return bar

    def action_keep(self) -> None:
        """Keep what was found."""
        self.post_message(self.Kept(self.bar))

    def action_leave(self) -> None:
        """Go back."""
        self.post_message(self.Left(self.bar))

    def action_turn(self, what: str) -> None:
        """Ask for another scope or kind."""
        self.post_message(self.Turned(self.bar, what))

    def action_step(self, step: int) -> None:
        """Ask for the next thing found."""
        self.post_message(self.Stepped(self.bar, step))


class SearchField(FindField):
    """The field of a search: in this article or all, for words or an expression."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "turn('scope')", "this/all"),
        Binding("ctrl+r", "turn('kind')", "words/regex"),
    ]


class FilterField(FindField):
    """The field of a filter: the next thing after it is its list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "keep", "keep", show=False),
    ]


class FindBar(Horizontal):
    """A prompt, a field, and what was found. Hidden until it is opened."""

    FIELD: ClassVar[type[FindField]] = FindField
    """The kind of its field."""

    DEFAULT_CSS = """
    FindBar {
        display: none;
        height: 1;
        background: $panel;
        & > .prompt { width: auto; color: $text-accent; text-style: bold; }
        & > FindField { width: 1fr; height: 1; min-width: 8; background: $panel; }
        & > .found { width: 50%; text-align: right; color: $text-muted; }
        & > .found.-problem { width: 75%; color: $text-warning; text-style: bold; }
    }
    """

    field = getters.query_one(FindField)

    def compose(self) -> ComposeResult:
        yield Static("/", classes="prompt", markup=False)
        yield self.FIELD(compact=True)
        yield Static("", classes="found", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    def open(self, prompt: str, placeholder: str = "") -> None:
        """Come on the screen, empty, with the focus."""
        self.display = True
        with self.field.prevent(Input.Changed):
            self.field.value = ""
        self.field.placeholder = displayable(placeholder)
        self.ask(prompt)
        self.say("")
        self.field.focus()

    def close(self) -> None:
        """Leave the screen."""
        self.display = False

    def ask(self, prompt: str) -> None:
        """Show what is asked for, at the left."""
        self.query_one(".prompt", Static).update(shown(prompt))

    def say(self, found: str, *, problem: bool = False) -> None:
        """Show what was found, or why nothing was, at the right."""
        label = self.query_one(".found", Static)
        label.set_class(problem, "-problem")
        room = (self.size.width or 60) * 3 // 4 - 1 if problem else self.room
        # Its width is fixed: at each key, only this line is to be painted again.
        label.update(shown(cut(found, room)), layout=False)

    @property
    def room(self) -> int:
        """The cells for what was found."""
        return max(12, (self.size.width or 60) // 2 - 1)


class SearchBar(FindBar):
    """The field of a search in the text."""

    FIELD = SearchField


class FilterBar(FindBar):
    """The field that narrows a list."""

    FIELD = FilterField
