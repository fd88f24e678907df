"""A list that paints only the rows on the screen, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.commands.lists import ACTIONS, LISTS
from tui.display import cut, shown
from tui.looks.linear import is_linear
from tui.rebinding import put_keys_in_force
from tui.tooltips import tell

#: A piece of a row: text, already safe to show, and the component class that it is painted in ("" for none).
Piece = tuple[str, str]
#: Cells for a line of the row in hand where that is told in full.
IN_FULL = 4_000
_Look = tuple[int, str, tuple[Piece, ...]]
"""A line: for which width, of which kind, and what stands on it."""


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows of equal height with a cursor. Subclasses say how many there are and what is in them.

    The cursor shows without colour: a pointer stands before its row. Where the screen is linear, the row
    under the cursor is as high as all of its words need.
    """

    ALLOW_SELECT = False
    LINES: ClassVar[int] = 1
    """The lines of one row."""
    HEADER: ClassVar[int] = 0
    """The lines at the top that stay where they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Each command of a list, and the action of this widget that does it.
        *(
            Binding(command.keys, action, command.label, show=False, id=command.id, tooltip=command.help)
            for command, action in zip(LISTS.commands, ACTIONS, strict=True)
        ),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor",
        "rows--muted",
        "rows--strong",
        "rows--supports",
        "rows--partly",
        "rows--queries",
        "rows--refutes",
        "rows--header",
    }

    DEFAULT_CSS = """
    Rows {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $surface;
        & > .rows--cursor { background: $row-blurred; color: $text; text-style: bold; }
        &:focus > .rows--cursor { background: $row; color: $text; text-style: bold; }
        & > .rows--muted { color: $text-muted; }
        & > .rows--strong { text-style: bold; }
        & > .rows--supports { color: $stance-supports; text-style: bold; }
        & > .rows--partly { color: $stance-partly; text-style: bold; }
        & > .rows--queries { color: $stance-queries; text-style: bold; }
        & > .rows--refutes { color: $stance-refutes; text-style: bold; }
        & > .rows--header { color: $text-muted; text-style: bold; background: $panel; }
    }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """The row that the cursor is on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # What was painted last on each line of the widget.
        self._painted: dict[int, _Look] = {}
        self._styles_of: dict[str, Style] = {}

    @dataclass
    class Moved(Message):
        """A person moved the cursor."""

        rows: Rows
        row: int

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A person opened a row, by Enter or a click."""

        rows: Rows
        row: int

        @property
        def control(self) -> Rows:
            """The list."""
            return self.rows

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 0

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """The lines of a row, each made of pieces, for a width in cells."""
        raise NotImplementedError

    @property
    def header_height(self) -> int:
        """The lines at the top that stay where they are."""
        return self.HEADER

    def header_pieces(self, line: int, width: int) -> Sequence[Piece]:  # noqa: ARG002
        """A line of those that stay at the top, for a width in cells."""
        return ()

    def reload(self) -> None:
        """Show the rows as they are now, painting only what has changed; the cursor stays within them."""
        if self.row_count:
            self.set_reactive(Rows.cursor, max(0, min(self.cursor, self.row_count - 1)))
        self._fit()
        self._repaint()

    def _repaint(self) -> None:
        """Have those lines painted that are not as they were painted last."""
        if not self.is_mounted:
            return
        for y in range(self.size.height):
            if self._painted.get(y) != self._look(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _in_full(self) -> Sequence[str]:
        """The lines of the row under the cursor where that is told in full; none where it is not."""
        if not is_linear(self) or self.cursor >= self.row_count:
            return ()
        room = self.scrollable_content_region.height - self.header_height
        width = max(1, self.scrollable_content_region.width - 1)
        pieces = ["".join(text for text, _ in line) for line in self.row_lines(self.cursor, IN_FULL)]
        told = [" ".join(words.split()) for words in pieces]
        said = shown(f"selected {told[0]}" if told else "selected", "")
        lines = [line.plain for part in (said, *map(shown, told[1:])) for line in part.wrap(width)]
        lines += [""] * (self.LINES - len(lines))
        if len(lines) > room > 0:
            lines = [*lines[: room - 1], cut(lines[room - 1] + "…" * width, width)]
        return lines

    @property
    def _more(self) -> int:
        """By how many lines the row under the cursor is higher than the others."""
        return max(0, len(self._in_full()) - self.LINES)

    def _top(self, row: int) -> int:
        """The first line of a row, from 0 at the first row."""
        return row * self.LINES + (self._more if row > self.cursor else 0)

    def _row_and_part(self, line: int) -> tuple[int, int]:
        """Which row stands on a line, counted from the first row, and which of its lines that is."""
        first, more = self.cursor * self.LINES, self._more
        if more and line >= first + self.LINES:
            if line < first + self.LINES + more:
                return self.cursor, line - first
            line -= more
        return divmod(line, self.LINES)

    def put_cursor(self, row: int) -> None:
        """Put the cursor on a row and bring it into view, without telling anybody."""
        row = max(0, min(row, self.row_count - 1))
        if self.row_count and row != self.cursor:
            old = self.cursor
            self.set_reactive(Rows.cursor, row)
            self._refresh_row(old)
            self._refresh_row(self.cursor)
        self._follow()

    def on_mount(self) -> None:
        put_keys_in_force(self)
        self._fit()

    def on_resize(self) -> None:
        self._fit()
        self._follow()

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)

    def _fit(self) -> None:
        height = self.row_count * self.LINES + self._more + self.header_height
        self.virtual_size = Size(self.scrollable_content_region.width, height)

    def _refresh_row(self, row: int) -> None:
        if is_linear(self):  # it may be higher or lower than it was
            self._fit()
            self._repaint()
            return
        top = row * self.LINES + self.header_height - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.LINES))

    def _follow(self) -> None:
        height = self.scrollable_content_region.height - self.header_height
        if height <= 0:
            return
        top, bottom = self._top(self.cursor), self._top(self.cursor + 1)
        y = self.scroll_offset.y
        if top < y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > y + height:
            self.scroll_to(y=bottom - height, animate=False, immediate=True)

    def cursor_place(self) -> Offset:
        """Where the row under the cursor begins on the screen, in cells."""
        region = self.content_region
        line = self.cursor * self.LINES + self.header_height - self.scroll_offset.y
        return Offset(region.x, region.y + max(0, min(line, region.height - 1)))

    @property
    def region_in_hand(self) -> Region:
        """Where the row under the cursor is on the screen; empty where there is none in view."""
        region = self.scrollable_content_region
        if not self.row_count:
            return Region()
        first, last = self._top(self.cursor), self._top(self.cursor + 1)
        top = region.y + self.header_height - self.scroll_offset.y
        return Region(region.x, top + first, region.width, last - first).intersection(region)

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self._go(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by pages."""
        height = max(1, (self.scrollable_content_region.height - self.header_height) // self.LINES)
        self._go(self.cursor + step * height)

    def action_to(self, row: int) -> None:
        """Move the cursor to a row; -1 is the last."""
        self._go(self.row_count - 1 if row < 0 else row)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.row_count:
            self.post_message(self.Chosen(self, self.cursor))

    def _go(self, row: int) -> None:
        before = self.cursor
        self.put_cursor(row)
        if self.cursor != before:
            self.post_message(self.Moved(self, self.cursor))

    def row_at(self, y: int) -> int | None:
        """The row at a line of the widget, if there is one."""
        line = y - self.header_height
        row, _ = self._row_and_part(line + self.scroll_offset.y)
        return row if line >= 0 and 0 <= row < self.row_count else None

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = self.row_at(offset.y) if offset is not None else None
        if row is not None:
            self._go(row)
            self.post_message(self.Chosen(self, row))

    def told_at(self, x: int, y: int) -> str:  # noqa: ARG002
        """What stands under the pointer at a cell of the widget, as it was written; "" for nothing."""
        return ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = event.get_content_offset(self)
        tell(self, self.told_at(at.x, at.y) if at is not None and not is_linear(self) else "")

    def _look(self, y: int) -> _Look:
        """What stands on a line of the widget."""
        width = self.scrollable_content_region.width
        if y < self.header_height:
            return width, "header", tuple(self.header_pieces(y, width))
        row, part = self._row_and_part(y - self.header_height + self.scroll_offset.y)
        if row >= self.row_count:
            return width, "blank", ()
        pointed = row == self.cursor
        if pointed and (told := self._in_full()):
            return width, "cursor", ((told[part] if part < len(told) else "", ""),)
        lines = self.row_lines(row, width - 1)
        pieces = lines[part] if part < len(lines) else ()
        pointer = "" if is_linear(self) else "▸" if pointed and part == 0 else " "
        return width, "cursor" if pointed else "row", ((pointer, ""), *pieces)

    def render_line(self, y: int) -> Strip:
        self._painted[y] = look = self._look(y)
        width, kind, pieces = look
        base = self._styled("")
        if kind in ("header", "cursor"):
            base = base + self._styled(f"rows--{kind}")
        return self._strip(pieces, width, base) if pieces else Strip.blank(width, base)

    def _strip(self, pieces: Sequence[Piece], width: int, base: Style) -> Strip:
        segments, used = [], 0
        for text, component in pieces:
            text = text if used + cell_len(text) <= width else cut(text, width - used)
            used += cell_len(text)
            segments.append(Segment(text, base + self._styled(component) if component else base))
        return Strip(segments, used).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Forget the styles of the old theme."""
        super().notify_style_update()
        self._styles_of.clear()

    def _styled(self, name: str) -> Style:
        """What a component class says by itself, so that the cursor's background stays; "" for the widget's
        style. Remembered, since Textual puts them together anew each time they are asked."""
        if (style := self._styles_of.get(name)) is None:
            style = self.get_component_rich_style(name, partial=True) if name else self.rich_style
            self._styles_of[name] = style
        return style
