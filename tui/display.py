"""The one door to the screen: text that came from anywhere becomes something that can only be shown.

Every title, quote, tag, note, name, path and message goes through here on its way to a widget. What
comes out is plain content, never markup, and holds no code point that a terminal would act on.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.geometry import Region
from textual.widget import Widget

from annotations.text import displayable
from annotations.text.scripts import is_odd, odd_words

__all__ = ["SafeLines", "cut", "cut_middle", "displayable", "flagged", "retitle", "shown"]

#: Stands before a name, and beside a line, with a word that is not what it looks like.
ODD = "≈"
#: Code points of a text that may find room in a row of a list: looking through a claim of a megabyte for odd
#: words would take as long as all else that a key does.
IN_A_ROW = 400


def shown(text: str, style: str = "") -> Content:
    """`text` as content for a widget, in one style; line ends in it are shown as signs.

    Words that are not what they look like have a line above them.
    """
    content = Content.styled(displayable(text), style) if style else Content(displayable(text))
    for start, end, _ in odd_words(text):
        content = content.stylize("overline", start, end)
    return content


def flagged(text: str) -> str:
    """A name or a claim for a row of a list, with a sign before it where a word of it is not what it looks
    like (`annotations.text.scripts`); of a long one no more is looked at than finds room in a row."""
    return f"{ODD}{text}" if is_odd(text[:IN_A_ROW]) else text


def retitle(widget: Widget, text: str) -> None:
    """Put `text` into the upper frame of a widget; only a new one, and only that line is painted."""
    _reframe(widget, "title", text, 0)


def subtitle(widget: Widget, text: str) -> None:
    """Put `text` into the lower frame of a widget, as `retitle` does into the upper one."""
    _reframe(widget, "subtitle", text, widget.outer_size.height - 1)


def _reframe(widget: Widget, name: str, text: str, line: int) -> None:
    """Set words in a frame, of which `line` is a line of the widget.

    Textual has a widget painted whole for new words in its frame: of the card that was some 1,000 cells and
    3,500 bytes at each sentence, for a dozen cells that were others than before.
    """
    words = shown(text)
    if getattr(widget, f"border_{name}") == words.markup:
        return
    if not widget.outer_size:
        setattr(widget, f"border_{name}", words)
        return
    setattr(widget, f"_border_{name}", words)
    across = Region(0, line, widget.outer_size.width, 1)
    widget.refresh(across.translate(-widget.content_offset))


def cut(text: str, cells: int) -> str:
    """`text`, safe to show, cut to at most `cells` cells with an ellipsis where something is missing."""
    safe = displayable(text)
    if cell_len(safe) <= cells:
        return safe
    return set_cell_size(safe, max(0, cells - 1)).rstrip() + "…" if cells > 0 else ""


def cut_middle(text: str, cells: int) -> str:
    """`text`, safe to show, in at most `cells` cells; of a longer one the middle gives way to an ellipsis, so
    that both ends of a quote can be checked."""
    safe = displayable(text)
    if cell_len(safe) <= cells:
        return safe
    tail = ""
    for character in reversed(safe):
        if cell_len(character + tail) > cells // 3:
            break
        tail = character + tail
    return cut(text, cells - cell_len(tail)) + tail.lstrip()


class SafeLines(LineFilter):
    """The second wall: whatever a widget forgot to make safe is made safe as it is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Translate what a terminal would act on."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(displayable(segment.text), segment.style)
            for segment in segments
        ]
