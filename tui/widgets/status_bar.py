"""The line at the top: which project, how much of it is met, who annotates, and whether all is on disk."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.store import SAVED, SaveState
from tui.desk import Desk
from tui.display import cut, displayable, shown
from tui.holding import read_only_words
from tui.looks.linear import is_linear

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
        self._counts: tuple[int, int, int] | None = None
        self._painted: tuple[str, str, str] | None = None

    def follow(self) -> None:
        """Show the project as it is now."""
        self._counts = None
        self.follow_state()

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.set_reactive(StatusBar.state, self._desk.project.state)
        if self.is_mounted and self._line() != self._painted:
            self.refresh()

    def render(self) -> Content:
        """The line, for the width there is."""
        self._painted = self._line()
        line, gap, word = self._painted
        style = {"saved": "$text-success", "saving": "$text-muted", "not_saved": "bold reverse $text-error"}
        return Content.assemble(shown(line), gap, (word, style[self.state.word]))

    def _line(self) -> tuple[str, str, str]:
        """What stands at the left, the gap, and the word about saving."""
        project, width = self._desk.project, self.size.width
        word = WORDS[self.state.word]
        if is_linear(self):
            word = word.split(" ", 1)[1]
        if project.read_only:
            cells = max(8, min(28, width - 56))
            key = self._desk.key("take_over")
            word = f"{read_only_words(project, only_look=self._desk.only_look, key=key, cells=cells)} {word}"
        if self.state.reason:
            word += f": {displayable(self.state.reason)}"
        if self._counts is None:  # once a change: with many claims that takes longer than all the rest
            self._counts = *self._desk.cells(), len(project.waiting_evidence())
        met, cells, waiting = self._counts
        name = project.folder.resolve().name if project.folder is not None else "in memory"
        middle = (
            f"cells {met}/{cells} · {cells - met} open"
            if cells
            else "no current article"
            if project.claims
            else "no claims yet"
        )
        if waiting:
            middle += f" · {waiting} to check ({self._desk.key('quotes.waiting')})"
        who = f"annotator {displayable(project.annotator)}"
        room = width - cell_len(word) - 2
        left, space = displayable(f"variorum · {name}"), max(8, room - cell_len(middle) - 4)
        left = left if cell_len(left) <= space else cut(name, space)
        line = f"{left}  {middle}"
        if cell_len(line) + cell_len(who) + 4 <= room:
            line += " " * (room - cell_len(line) - cell_len(who)) + who
        line = cut(line, room)
        return line, " " * (width - cell_len(line) - cell_len(word)), word
