"""What is really here: every code point of a passage, also those that cannot be seen."""

from __future__ import annotations

from textual import getters
from textual.app import ComposeResult
from textual.widgets import Static

from tui.commands.code_points import CODE_POINTS_HERE
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.display import cut, shown
from tui.screens.command_screen import CommandScreen
from tui.widgets.code_points import CodePointList
from tui.widgets.key_line import KeyLine
from tui.widgets.status_bar import StatusBar


class CodePointsScreen(CommandScreen):
    """Place, number, sign, name and category of each code point, and what is odd about it.

    Args:
        text: a stored text.
        start, end: the passage, in code points of the text.
    """

    CSS_PATH = "code_points.tcss"
    GROUPS = (CODE_POINTS_HERE, EVERYWHERE)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "CodePointList"

    rows = getters.query_one(CodePointList)

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__()
        self._text, self._start, self._end = text, start, end

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="about", markup=False)
        yield CodePointList()
        yield KeyLine()

    def on_mount(self) -> None:
        self.rows.show(self._text, self._start, self._end)
        self.follow()

    def on_resize(self) -> None:
        self._about()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.query_one(StatusBar).follow()
        self._about()

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.query_one(StatusBar).follow_state()

    def _about(self) -> None:
        count, odd = self.rows.row_count, self.rows.odd_count
        words = (
            f"{count:,} code {'point' if count == 1 else 'points'} · "
            f"{f'{odd:,} of them odd' if odd else 'none of them odd'} · "
            f"“{self._text[self._start : min(self._end, self._start + 200)]}”"
        )
        self.query_one("#about", Static).update(shown(cut(words, max(1, self.size.width - 4))), layout=False)

    def step(self, way: int) -> None:
        """To the next odd code point, or the one before."""
        if not self.rows.step(way):
            self.say("no odd code point " + ("after this one" if way > 0 else "before this one"))
