"""The line at the bottom: the keys of what has the focus, and for a few seconds what was just done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.display import cut, shown

#: Seconds for which what was said is to be read.
SECONDS = 3.0
#: Cells that are left for keys beside what is said, at least.
LEAST_KEYS = 8
#: Cells of the bar that shows how far a long piece of work has come.
BAR = 20


class _Key(NamedTuple):
    """A key as it stands in the line."""

    key: str
    shown: str
    label: str
    help: str


class KeyLine(Widget):
    """One line. What is said stands at the left and pushes the keys to the right.

    Every mark says something. Textual's toasts come and go as widgets, and so do the keys of its footer,
    each time with a layout and a repaint of most of the screen; here only the line itself is painted.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        """What it says; empty while it says nothing."""
        self._timer: Timer | None = None
        self._work: tuple[str, float] | None = None
        # Where each key ends, in cells.
        self._ends: list[tuple[int, _Key]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen.app.app_focus:
            self.refresh()

    def say(self, text: str) -> None:
        """Show a text; what was said before gives way."""
        self.text = text
        self.refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS, self.hush)

    def hush(self) -> None:
        """Say nothing any more."""
        if self.text:
            self.text = ""
            self.refresh()

    def show_work(self, words: str, share: float) -> None:
        """Show how far something has come that takes long, in place of everything else; until `end_work`."""
        if self._work != (words, share):
            self._work = words, share
            self.refresh()

    def end_work(self) -> None:
        """Nothing takes long any more."""
        if self._work is not None:
            self._work = None
            self.refresh()

    def _keys(self) -> Iterator[_Key]:
        """The keys that are shown, one for each action, in the order of the bindings."""
        actions = set()
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and enabled and binding.action not in actions:
                actions.add(binding.action)
                key = self.app.get_key_display(binding)
                yield _Key(binding.key, key, binding.description, tooltip or binding.description)

    def render(self) -> Content:
        """The line, for the width there is."""
        width = self.size.width
        if self._work is not None:
            words, share = self._work
            done = round(BAR * share)
            tail = f" {'━' * done}{'─' * (BAR - done)} {share:4.0%} · Esc ends it"
            return shown(cut(f" {words}", width - len(tail)) + tail, "bold")
        parts: list[Content] = []
        used = 0
        if self.text:
            said = f" {cut(self.text, max(LEAST_KEYS, width - LEAST_KEYS))} "
            parts.append(shown(said, "bold reverse"))
            used = cell_len(said)
        self._ends = []
        for key in self._keys():
            gap = " " if used else ""
            length = len(gap) + cell_len(key.shown) + 1 + cell_len(key.label)
            if used + length > width:
                break
            used += length
            self._ends.append((used, key))
            parts += [shown(f"{gap}{key.shown}", "bold $footer-key-foreground"), shown(f" {key.label}")]
        return Content("").join(parts)

    def _at(self, x: int) -> _Key | None:
        start = cell_len(self.text) + 2 if self.text else 0
        for end, key in self._ends:
            if start <= x < end:
                return key
            start = end
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key under the pointer."""
        key = self._at(event.x)
        self.tooltip = shown(key.help) if key is not None else None

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        key = self._at(event.x)
        if key is not None:
            self.app.simulate_key(key.key)
