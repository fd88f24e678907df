"""The project at a glance: what was found in each source, how the claims stand, who says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import getters
from textual.app import ComposeResult
from textual.content import Content

from annotations.matrix import matrix
from annotations.overview import Overview, overview
from annotations.records import Origin
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.overview import OVERVIEW_HERE
from tui.looks.linear import is_linear
from tui.reader import LongWork
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Lines
from tui.widgets.overview import drawing
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from annotations import Project
    from tui.app import VariorumApp


#: Of so many claims or quotes the figures are counted at once.
AT_ONCE = 1_000


def _figures(project: Project, work: LongWork | None = None) -> Overview:
    """The figures of a project; on any thread, as long as nobody changes it."""

    def telling(stage: int) -> Callable[[int, int], None] | None:
        return (lambda done, total: work.tell((stage + done / total) / 2)) if work is not None else None

    found = matrix(project, told=telling(0))
    origins = {origin.id: origin for origin in project.origins}
    return overview(found.rows, found.articles, origins, project.evidence_on, telling(1))


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
    # When that was so.
    _moment = -1

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
        """Show the project as it is now. Where that takes long keys wait for it; Esc leaves then."""
        project = self.desk.project
        self.status.follow()
        if self._moment == project.moment:
            self._draw()
            return
        if not self._is_long:
            self._show(project.moment, _figures(project))
            return
        moment = project.moment
        cast("VariorumApp", self.app).waiting.begin(
            "looking at all claims",
            lambda work: _figures(project, work),
            lambda found: self._show(moment, found),
            failed=lambda problem: self.complain(str(problem)),
            ended=self.dismiss,
        )

    @property
    def _is_long(self) -> bool:
        """Whether the figures take longer than a key may: some 100 ms for a thousand claims."""
        project = self.desk.project
        return len(project.underived()) > AT_ONCE or len(project.evidence) > AT_ONCE

    def _show(self, moment: int, found: Overview) -> None:
        self._found, self._moment = found, moment
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        if self._found is None:
            return
        width = max(30, self.size.width - 5)  # less margins, paddings, and the bar at the right
        lines = drawing(self._found, self._origin, width, linear=is_linear(self))
        if is_linear(self):  # words are wrapped
            self.page.show(Content("\n").join(line() for line in lines))
        else:
            self.page.show_each(lines)

    def _origin(self, id: str) -> Origin | None:
        return self.desk.project.find(Origin, id)

    def turn(self, pages: int) -> None:
        """Scroll by pages, two lines overlapping."""
        self.page.scroll_lines(pages * max(1, self.page.size.height - 2))
