"""A box to tick that shows without colour, too, whether it is ticked."""

from __future__ import annotations

from textual.widgets import Checkbox

from tui.display import shown
from tui.looks.linear import is_linear


class Tick(Checkbox):
    """A box with words behind it; space and Enter turn it."""

    def __init__(self, words: str, *, id: str | None = None) -> None:
        self.BUTTON_INNER = " "
        super().__init__(shown(words), id=id, compact=True)

    def on_mount(self) -> None:
        if is_linear(self):
            self.BUTTON_LEFT, self.BUTTON_RIGHT = "[", "]"
            self.BUTTON_INNER = "ticked" if self.value else "not ticked"
            self.refresh(layout=True)

    def watch_value(self) -> None:
        """Show the tick, or take it away."""
        # Textual's own shows the same sign either way and tells both apart by its colour.
        ticked, blank = ("ticked", "not ticked") if is_linear(self) else ("✓", " ")
        self.BUTTON_INNER = ticked if self.value else blank
        super().watch_value()
        self.refresh()
