"""The project at a glance: what was found in each source, how the claims stand, who says so."""

from __future__ import annotations

from textual import getters
from textual.app import ComposeResult

from annotations.matrix import matrix
from annotations.overview import Overview, overview
from annotations.records import Origin
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.overview import OVERVIEW_HERE
from tui.looks.linear import is_linear
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Lines
from tui.widgets.overview import drawing
from tui.widgets.status_bar import StatusBar


class OverviewScreen(CommandScreen):
    """One page of bars that scrolls."""

    DEFAULT_CSS = "OverviewScreen Lines { height: 1fr; padding: 0 1; margin: 0 1; }"
    GROUPS = (OVERVIEW_HERE, EVERYWHERE)
    PANES = ()
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = ""

    page = getters.query_one(Lines)
    status = getters.query_one(StatusBar)

    _found: Overview | None = None

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Lines()
        yield KeyLine()

    def on_mount(self) -> None:
        self.follow()

    def on_resize(self) -> None:
        self._draw()

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        project = self.desk.project
        self.status.follow()
        found = matrix(project)
        origins = {origin.id: origin for origin in project.origins}
        self._found = overview(found.rows, found.articles, origins, project.evidence_on)
        self._draw()

    def _draw(self) -> None:
        if self._found is not None:
            width = max(30, self.size.width - 5)  # less margins, paddings, and the bar at the right
            self.page.show(drawing(self._found, self._origin, width, linear=is_linear(self)))

    def _origin(self, id: str) -> Origin | None:
        return self.desk.project.find(Origin, id)

    def turn(self, pages: int) -> None:
        """Scroll by pages, two lines overlapping."""
        self.page.scroll_lines(pages * max(1, self.page.size.height - 2))
