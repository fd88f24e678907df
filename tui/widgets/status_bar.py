"""The line at the top: which project, how much of it is met, who annotates, and whether all is on disk."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.store import SAVED, SaveState
from tui.desk import Desk
from tui.display import cut, displayable, shown

#: Exactly one of these stands on the screen.
WORDS = {"saved": "● saved", "saving": "○ saving", "not_saved": "✗ NOT SAVED"}


class StatusBar(Widget):
    """One line. The word about saving is always complete; the rest gives way to it."""

    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; padding: 0 1; }
    """

    state: reactive[SaveState] = reactive(SAVED)

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk

    def follow(self) -> None:
        """Show the project as it is now."""
        self.state = self._desk.project.state
        self.refresh()

    def render(self) -> Content:
        """The line, for the width there is."""
        project, width = self._desk.project, self.size.width
        word = WORDS[self.state.word]
        if project.read_only:
            word = f"read only {word}"
        if self.state.reason:
            word += f": {displayable(self.state.reason)}"
        met, cells = self._desk.cells()
        name = project.folder.resolve().name if project.folder is not None else "in memory"
        middle = (
            f"cells {met}/{cells} · {cells - met} open"
            if cells
            else "no current article"
            if project.claims
            else "no claims yet"
        )
        who = f"annotator {displayable(project.annotator)}"
        room = width - cell_len(word) - 2
        left = cut(f"variorum · {name}", max(8, room - cell_len(middle) - 4))
        line = f"{left}  {middle}"
        if cell_len(line) + cell_len(who) + 4 <= room:
            line += " " * (room - cell_len(line) - cell_len(who)) + who
        line = cut(line, room)
        style = {"saved": "$text-success", "saving": "$text-muted", "not_saved": "bold reverse $text-error"}
        gap = " " * (width - cell_len(line) - cell_len(word))
        return Content.assemble(shown(line), gap, (word, style[self.state.word]))
