"""Linear: the screen for people who hear it. One column, no frames, no signs that are only seen.

What colours, letters in the gutter, pointers and frames tell otherwise is said in words. The cursor of the
terminal stands where the focus is, and is shown, since that is what a screen reader follows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.visual import VisualType, visualize
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


def place_in_hand(screen: Screen[Any]) -> Offset:
    """Where the cursor of the terminal goes on a screen, in cells: to what the keys act on, or where nothing
    has the focus, to where reading begins."""
    # Only where they are needed: the first screen does without them.
    from textual.widgets import Input, OptionList, TextArea, Tree

    focused = screen.focused
    if focused is None or not focused.is_mounted:
        pages = [page for page in screen.query(".box, .page") if page.region]
        return pages[0].content_region.offset if pages else Offset(0, 0)
    if isinstance(focused, HasPlace):
        return focused.cursor_place()
    if isinstance(focused, Input | TextArea):
        return focused.cursor_screen_offset
    region = focused.content_region
    line = 0
    if isinstance(focused, OptionList) and focused.highlighted is not None:
        # As high as each of them is at this width.
        above = (focused.get_option_at_index(number).prompt for number in range(focused.highlighted))
        line = sum(_height(focused, prompt, region.width) for prompt in above)
    elif isinstance(focused, Tree):
        line = max(0, focused.cursor_line)
    line -= focused.scroll_offset.y
    return Offset(region.x, region.y + max(0, min(line, region.height - 1)))


def _height(widget: Widget, prompt: VisualType, width: int) -> int:
    return visualize(widget, prompt, markup=False).get_height(widget.styles.get_rules(), max(1, width))


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
            return place_in_hand(self.screen)
        return self._cursor

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        # Set by Textual, and by its fields, which know where their cursor is.
        self._cursor = place
