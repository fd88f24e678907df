"""Linear: the screen for people who hear it. One column, no frames, no signs that are only seen.

What colours, letters in the gutter, pointers and frames tell otherwise is said in words. The cursor of the
terminal stands where the focus is, and is shown, since that is what a screen reader follows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.geometry import Offset
from textual.widget import Widget

#: Put on the app while it is linear.
CLASS = "-linear"
STYLES = Path(__file__).with_name("linear.tcss")


@runtime_checkable
class HasPlace(Protocol):
    """A widget that has a cursor of its own."""

    def cursor_place(self) -> Offset:
        """Where that is on the screen, in cells."""
        ...


@runtime_checkable
class ShowsCursor(Protocol):
    """A driver that can show the cursor of the terminal."""

    def show_cursor(self, shown: bool) -> None:
        """Show it or hide it."""
        ...


def is_linear(widget: Widget) -> bool:
    """Whether a widget is to say in words what it shows with signs."""
    return bool(getattr(widget.app, "linear", False))


class Linear(App[None]):
    """An app that can be linear."""

    _linear = False
    _cursor = Offset(0, 0)

    @property
    def linear(self) -> bool:
        """Whether the screen is in one column and in words; may be set at any time."""
        return self._linear

    @linear.setter
    def linear(self, on: bool) -> None:
        if on == self._linear:
            return
        self._linear = on
        self.set_class(on, CLASS)
        if not self.is_running:
            if on and STYLES not in self.css_path:
                self.css_path.append(STYLES)
            return
        if on and not self.stylesheet.has_source(str(STYLES), ""):
            self.stylesheet.read(STYLES)
            self.stylesheet.reparse()
        self.refresh_css(animate=False)
        self.show_cursor()
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget):
                # They keep what they have painted until their styles are others.
                widget.notify_style_update()
            screen.refresh(layout=True)

    def show_cursor(self) -> None:
        """Show the cursor of the terminal while the app is linear, and hide it otherwise."""
        if isinstance(self._driver, ShowsCursor):
            self._driver.show_cursor(self._linear)

    @property
    def cursor_position(self) -> Offset:
        """Where the cursor of the terminal is put after each time something was painted."""
        if self._linear and self._screen_stacks.get(self._current_mode):
            focused = self.screen.focused
            if isinstance(focused, HasPlace) and focused.is_mounted:
                return focused.cursor_place()
        return self._cursor

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        # Set by Textual, and by its fields, which know where their cursor is.
        self._cursor = place
