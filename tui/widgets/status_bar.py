"""The line at the top: which project, how much of it is met, who annotates, and whether all is on disk."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.store import SAVED, SaveState
from annotations.wording import counted
from tui.desk import Desk
from tui.display import cut, displayable, shown
from tui.holding import read_only_words
from tui.looks.linear import is_linear
from tui.tooltips import tell

#: Exactly one of these stands on the screen.
WORDS = {"saved": "● saved", "saving": "○ saving", "not_saved": "✗ NOT SAVED"}

#: What they mean.
SAVING = {
    "saved": "Everything is on disk.",
    "saving": "The last change is being written to disk.",
    "not_saved": "The last changes are not on disk, for the reason given here. They are still in the app.",
}


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

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the part under the pointer means."""
        at = event.get_content_offset(self)
        tell(self, self._told_at(at.x) if at is not None else "")

    def _told_at(self, x: int) -> str:
        if self._painted is None or self._counts is None:
            return ""
        desk, (met, cells, waiting) = self._desk, self._counts
        line, gap, word = self._painted
        if x >= cell_len(line + gap):
            if self._desk.project.read_only and x < cell_len(line + gap + word) - len(WORDS[self.state.word]):
                return "The project is open to be read: nothing can be changed in it from here."
            return SAVING[self.state.word]
        done = f"A cell is one claim in one article: {met} of {cells} are marked or looked at."
        told = (
            (
                f"annotator {displayable(desk.project.annotator)}",
                "What you mark is recorded under this name.",
            ),
            (
                f"{waiting} to check",
                f"{counted(waiting, 'quote')} to check, because the words have changed in a newer version:"
                f" {desk.key('quotes.waiting')} shows them.",
            ),
            (f"cells {met}/{cells}", f"{done} To the next open one: {desk.key('walk.next')}"),
        )
        for words, meaning in told:
            begins = line.rfind(words)
            if begins >= 0 and x >= cell_len(line[:begins]):
                return meaning
        folder = desk.project.folder
        return f"The project in {folder}." if folder is not None else "The project is in memory only."

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
            self._counts = *self._desk.cells(), project.waiting_count
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
