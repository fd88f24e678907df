"""Fields for words: one for a sentence or two, one for a line. Enter is done.

Both show only what is safe to show and give a text that was not touched back to the code point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, TextArea

from tui.display import displayable


class Prose(TextArea):
    """A small text area in which Enter submits; `ctrl+j` makes a new line where one is wanted."""

    DEFAULT_CSS = """
    Prose { height: 4; border: none; padding: 0; &:focus { border: none; } }
    """

    # What a person wants who writes another text over this one. To the beginning of a line goes Home.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", show=False)]

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        prose: Prose

        @property
        def control(self) -> Prose:
            """The field."""
            return self.prose

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(editable(text), id=id, compact=True, soft_wrap=True, tab_behavior="focus")
        self._given = text
        self._shown = self.text

    @property
    def value(self) -> str:
        """What was typed; the text as it was given where nothing was changed, to the code point."""
        return self._given if self.text == self._shown else self.text

    def take(self, text: str) -> None:
        """Put a text into the field that counts as given: to the code point, as long as nobody edits it."""
        self._given = text
        self.text = editable(text)
        self._shown = self.text
        self.move_cursor(self.document.end)

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def on_key(self, event: events.Key) -> None:
        # A text area takes Enter for itself before any binding is looked at.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self))
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")


class Line(Input):
    """A one-line field. The first key in it replaces the text, unless that is a draft to `go_on` with."""

    def __init__(
        self,
        text: str,
        *,
        id: str | None = None,
        placeholder: str = "",
        go_on: bool = False,
        suggester: Suggester | None = None,
    ) -> None:
        self._given, self._shown = text, displayable(text)
        super().__init__(
            self._shown,
            id=id,
            compact=True,
            placeholder=placeholder,
            select_on_focus=not go_on,
            suggester=suggester,
        )

    @property
    def words(self) -> str:
        """What was typed; the text as it was given where nothing was changed, to the code point."""
        return self._given if self.value == self._shown else self.value

    def take(self, text: str) -> None:
        """Put a text into the field that counts as given: to the code point, as long as nobody edits it."""
        self._given, self._shown = text, displayable(text)
        self.value = self._shown


def editable(text: str) -> str:
    """A text as an editor may show it: line ends stay line ends, everything else is safe to show."""
    return "\n".join(displayable(line) for line in text.splitlines()) if text else ""
