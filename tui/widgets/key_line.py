"""The line at the bottom: the keys that act now, and for a few seconds what was just done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.display import cut, displayable, shown
from tui.looks.linear import is_linear

#: Seconds for which what was said is to be read.
SECONDS = 3.0
#: Cells that are left for keys beside what is said, at least.
LEAST_KEYS = 8
#: Cells of what a word means, at least, where it is cut.
LEAST_MEANING = 40
#: Below so many cells keys that may do so stand together: what is left of the line would be too little.
NARROW = 110
#: Cells of the bar that shows how far a long piece of work has come.
BAR = 20


@dataclass(frozen=True)
class Item:
    """One key as the line shows it: the key, what it does, in how many cells, and what a click on it does;
    the word for it and its neighbours, where they may stand together."""

    shown: str
    words: str
    cells: int
    key: str
    enabled: bool
    tooltip: str
    together: str = ""
    gap: int = 1
    """Cells between it and the next one."""


class KeyLine(Widget):
    """The keys of the screen that are to be shown, as Textual's `Footer` shows them, in one widget.

    The footer mounts a widget for each key, and all of them anew whenever a key may have come or gone: three
    times before a screen is painted first, 70 ms of the start. Here a line is painted anew if it has changed.
    A click on a key presses it; the wheel shows the keys that have no room.

    What is said stands at the left and pushes the keys on. Every mark says something, and a toast for it
    comes and goes as a widget, each time with a layout and a repaint of most of the screen: 70 of the 90 ms
    of a mark.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--words", "key-line--hover"}

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;

        & > .key-line--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        & > .key-line--words {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
        & > .key-line--hover { background: $block-hover-background; }
    }
    """

    #: Cells by which the wheel moves the line.
    STEP = 8

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        """What it says; empty while it says nothing."""
        self.meaning = ""
        """What the word means that was just set, for where there is room."""
        self._timer: Timer | None = None
        self._work: tuple[str, float | None] | None = None
        self._all: list[Item] = []
        self._items: list[Item] = []
        self._first = 0
        """The cell of the whole line at the left edge."""
        self._hovered: Item | None = None
        self._due = False

    @property
    def items(self) -> list[Item]:
        """What the line shows, from left to right."""
        return list(self._items)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if not self.app.app_focus or not self.is_attached or screen is not self.screen:
            return
        if not self._all:
            self._follow()  # to be there with the first paint
        if not self._due:
            self._due = True
            self.call_after_refresh(self._follow)  # what says which keys act may still be about to change

    def _follow(self) -> None:
        """Show the keys that act now."""
        self._due = False
        if not self.is_attached:
            return
        items: dict[str, Item] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in items:  # the first key of several
                key, words = displayable(self.app.get_key_display(binding)), displayable(binding.description)
                cells = cell_len(key) + cell_len(words) + 1
                group = binding.group.description if binding.group is not None else ""
                items[binding.action] = Item(key, words, cells, binding.key, enabled, tooltip, group)
        if list(items.values()) != self._all:
            self._all = list(items.values())
            self._fit()

    def on_resize(self) -> None:
        """Other keys have room."""
        self._fit()

    def _fit(self) -> None:
        """Show the keys in the form for which there is room."""
        items = _together(self._all) if self.size.width < NARROW else self._all
        if items != self._items:
            self._items = items
            self._scroll(0)
            self.refresh()

    def say(self, text: str, meaning: str = "") -> None:
        """Show a text, and what it means where there is room; what was said before gives way."""
        self.text, self.meaning = text, meaning
        self._first = 0
        self.refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS, self.hush)

    def hush(self) -> None:
        """Say nothing any more."""
        if self.text:
            self.text = ""
            self.refresh()

    def show_work(self, words: str, share: float | None) -> None:
        """Show how far something has come that takes long, in place of everything else; until `end_work`.
        Null where nobody can tell how far that is."""
        if self._work != (words, share):
            self._work = words, share
            self.refresh()

    @property
    def works(self) -> bool:
        """Whether it shows how far something has come."""
        return self._work is not None

    def end_work(self) -> None:
        """Nothing takes long any more."""
        if self._work is not None:
            self._work = None
            self.refresh()

    @property
    def _said(self) -> str:
        """What is said, as it stands in the line."""
        if not self.text:
            return ""
        room = max(LEAST_KEYS, self.size.width - LEAST_KEYS)
        said = cut(self.text, room)
        meaning = _shortly(displayable(self.meaning), room - cell_len(said) - 3)
        return f" {said} · {meaning} " if meaning else f" {said} "

    def render_line(self, y: int) -> Strip:
        """The line."""
        base, width = self.rich_style, self.size.width
        if y:
            return Strip.blank(width, base)
        if self._work is not None:
            doing, share = self._work
            tail = f"{self._bar(share)} · Esc ends it"
            line = cut(f" {doing}", width - len(tail)) + tail
            return Strip([Segment(line, base + Style(bold=True))]).adjust_cell_length(width, base)
        key, words = (self.get_component_rich_style(f"key-line--{name}") for name in ("key", "words"))
        hover = Style(bgcolor=self.get_component_rich_style("key-line--hover").bgcolor)
        segments = []
        if self.text:
            segments = [Segment(self._said, key + Style(reverse=True)), Segment(" ", base)]
        at = self._before
        # Under a dialog none of them acts; it names its own.
        for item in self._items if self.app.screen is self.screen else ():
            if at + item.cells > self._first + width and at > self._first:
                break  # half of its words would say nothing; the wheel brings it
            at += item.cells + item.gap
            over = hover if item is self._hovered else Style()
            if not item.enabled:
                over += Style(dim=True)
            segments.append(Segment(item.shown, key + over))
            if item.words:
                segments.append(Segment(f" {item.words}", words + over))
            segments.append(Segment(" " * item.gap, base))
        strip = Strip(segments).crop(self._first, self._first + width)
        return strip.adjust_cell_length(width, base)

    def _bar(self, share: float | None) -> str:
        return " …" if share is None else f" {bar(share, linear=is_linear(self))}"

    def _item_at(self, x: int) -> Item | None:
        """The item at a cell of the widget; between two there is none."""
        x += self._first - self._before
        if x < 0:
            return None
        for item in self._items:
            if x < item.cells:
                return item
            x -= item.cells + item.gap
            if x < 0:
                return None
        return None

    @property
    def _before(self) -> int:
        """The cells before the first key."""
        return cell_len(self._said) + 1 if self.text else 0

    def _scroll(self, cells: int) -> None:
        """Move the line, as far as there is something to see."""
        room = self._before + sum(item.cells + item.gap for item in self._items) - self.size.width
        first = max(0, min(self._first + cells, room))
        if first != self._first:
            self._first = first
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(self.STEP)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-self.STEP)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._item_at(event.x))

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, item: Item | None) -> None:
        if item is not self._hovered:
            self._hovered = item
            self.tooltip = shown(item.tooltip) if item is not None and item.tooltip else None
            self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        item = self._item_at(event.x)
        if item is None:
            return
        if item.enabled:
            self.app.simulate_key(item.key)


def _together(items: Sequence[Item]) -> list[Item]:
    """The same with the keys of a group side by side, its word behind the last of them."""
    fitted = []
    for number, item in enumerate(items):
        if item.together:
            group = [other.shown for other in items if other.together == item.together]
            is_last = all(other.together != item.together for other in items[number + 1 :])
            words = item.together if is_last else ""
            gap = 0 if not is_last and all(cell_len(key) == 1 for key in group) else 1
            cells = cell_len(item.shown) + (cell_len(words) + 1 if words else 0)
            item = replace(item, words=words, cells=cells, gap=gap)
        fitted.append(item)
    return fitted


def bar(share: float, *, linear: bool = False) -> str:
    """A bar that shows how far something has come, with that in figures, or `linear` the figures alone."""
    done = round(BAR * share)
    return f"{'' if linear else '━' * done + '─' * (BAR - done) + ' '}{share:4.0%}"


def _shortly(meaning: str, cells: int) -> str:
    """What a word means in so many cells: all of it, its first sentence, or the beginning of that; nothing
    where so little of it would be left that it says nothing."""
    first, stop, _ = meaning.partition(". ")
    for words in (meaning, first + stop.strip()):
        if cell_len(words) <= cells:
            return words
    return cut(meaning, cells) if cells >= LEAST_MEANING else ""
