"""A text of several lines that is painted again only where it has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui.looks.linear import is_linear

#: Lines that the wheel moves at a time.
WHEEL = 3


class Lines(Widget):
    """Shows content, wrapped to its width; longer than it is high, it scrolls, with a bar at its right.

    A `Static` is laid out and painted whole at every update, and the screen is laid out with it; a
    `ScrollView` as soon as the number of lines is another.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"lines--bar"}
    DEFAULT_CSS = """
    Lines > .lines--bar { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = Content("")
        self._each: Sequence[Callable[[], Content]] = ()
        # Null for a line that was not in view yet.
        self._strips: list[Strip | None] = []
        self._top = 0
        # What was painted last on each line of the widget.
        self._painted: dict[int, Strip] = {}

    @property
    def content(self) -> Content:
        """What is shown."""
        return self._content

    @property
    def top(self) -> int:
        """The first line in view, from 0."""
        return self._top

    def show(self, content: Content) -> None:
        """Show content; the same lines stay in view as far as there are as many."""
        self._content, self._each = content, ()
        self._wrap()

    def show_each(self, lines: Sequence[Callable[[], Content]]) -> None:
        """Show lines that need no wrapping, each made when it comes into view: thousands of them took
        seconds. What is longer than the widget is wide is cut off."""
        self._content, self._each = Content(""), lines
        self._wrap()

    def scroll_lines(self, step: int) -> None:
        """Move so many lines on, or back if negative, as far as there are lines."""
        self.go_to_line(self._top + step)

    def go_to_line(self, line: int) -> None:
        """Have this line be the first one in view, as near as the ends allow."""
        self._top = max(0, min(line, len(self._strips) - self.size.height))
        self._repaint()

    def notify_style_update(self) -> None:
        """Paint anew in the new theme."""
        super().notify_style_update()
        self._wrap()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._wrap()

    def on_mouse_scroll_down(self) -> None:
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        self.scroll_lines(-WHEEL)

    def _wrap(self) -> None:
        width, height = self.size
        if not self.is_mounted or width <= 0:
            return
        if self._each:
            self._strips = [None] * len(self._each)
            self.go_to_line(self._top)
            return
        self._strips = [*self._wrapped(width)]
        if len(self._strips) > height and not is_linear(self):
            self._strips = [*self._wrapped(width - 1)]
        self.go_to_line(self._top)

    def _wrapped(self, width: int, content: Content | None = None) -> list[Strip]:
        content = self._content if content is None else content
        return Visual.to_strips(self, content, max(1, width), None, self.visual_style)

    def _strip(self, number: int) -> Strip:
        """A line of all there are."""
        strip = self._strips[number]
        if strip is None:
            strip = self._strips[number] = next(
                iter(self._wrapped(self.size.width, self._each[number]())), Strip([])
            )
        return strip

    def _repaint(self) -> None:
        for y in range(self.size.height):
            if self._painted.get(y) != self._line(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _line(self, y: int) -> Strip:
        """What stands on a line of the widget."""
        width, height, count = self.size.width, self.size.height, len(self._strips)
        if y + self._top >= count:
            return Strip.blank(width, self.rich_style)
        text = self._strip(y + self._top)
        if count <= height or is_linear(self):
            return text.adjust_cell_length(width, self.rich_style)
        first = self._top * height // count
        bar = "▐" if first <= y <= first + height * height // count else " "
        style = self.get_component_rich_style("lines--bar")
        return Strip.join(
            [text.adjust_cell_length(width - 1, self.rich_style), Strip([Segment(bar, style)], 1)]
        )

    def render_line(self, y: int) -> Strip:
        """A line of the part that is in view."""
        self._painted[y] = strip = self._line(y)
        return strip
