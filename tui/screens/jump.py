"""A letter over every pane: pressing it goes there."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.display import shown

#: The letters, the easiest first.
LETTERS = "asdfjklghqweruiop"


class Jump(ModalScreen[None]):
    """Shows a letter on each pane of the screen beneath. A letter goes to its pane, Esc stays.

    Args:
        panes: where one can go, in the order of the letters.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "close", show=False)]
    DEFAULT_CSS = """
    Jump {
        background: transparent;
        & > .letter {
            position: absolute;
            width: 5;
            height: 1;
            text-align: center;
            text-style: bold reverse;
            color: $text-accent;
            background: $surface;
        }
        & > .hint {
            dock: bottom;
            height: 1;
            padding: 0 1;
            background: $panel;
        }
    }
    """

    def __init__(self, panes: list[Widget]) -> None:
        super().__init__()
        self._panes = dict(zip(LETTERS, panes, strict=False))

    @property
    def letters(self) -> dict[str, Widget]:
        """Which letter stands for which pane."""
        return dict(self._panes)

    def compose(self) -> ComposeResult:
        for letter, pane in self._panes.items():
            place = _frame(pane)
            label = Static(shown(letter), classes="letter", markup=False)
            label.styles.offset = (place.x + max(0, (place.width - 5) // 2), place.y)
            yield label
        yield Static("a letter goes to its pane · Esc stays", classes="hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        pane = self._panes.get(event.character or "")
        if pane is None:
            return
        event.stop()
        self.dismiss()
        pane.screen.set_focus(pane)

    def on_resize(self) -> None:
        """The panes are elsewhere now."""
        for label, pane in zip(self.query(".letter"), self._panes.values(), strict=True):
            place = _frame(pane)
            label.styles.offset = (place.x + max(0, (place.width - 5) // 2), place.y)


def _frame(pane: Widget) -> Region:
    """Where a pane is on the screen, with the frame that is drawn around it and nothing else."""
    around = pane.parent
    if isinstance(around, Widget) and around.border_title and around.styles.border.top[0]:
        others = [widget for widget in around.children if widget.can_focus and widget.display]
        if others == [pane]:
            return around.region
    return pane.region
