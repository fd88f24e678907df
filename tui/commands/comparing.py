"""Comparing: what can be done on the screen that shows one claim in several sources side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import Command, Group, find_command
from tui.commands.reading import READING
from tui.commands.walking import WALKING

if TYPE_CHECKING:
    from tui.screens.compare import CompareScreen


def _pane(step: int) -> Callable[[CompareScreen], object]:
    return lambda screen: screen.step_pane(step)


def _article(step: int) -> Callable[[CompareScreen], object]:
    return lambda screen: screen.step_article(step)


def next_quote(screen: CompareScreen) -> None:
    screen.next_quote()


def together(screen: CompareScreen) -> None:
    screen.turn_together()


def more(screen: CompareScreen) -> None:
    screen.add_pane()


def fewer(screen: CompareScreen) -> None:
    screen.remove_pane()


def back(screen: CompareScreen) -> None:
    """Drop a selection made by hand; else back to the reading room."""
    if screen.reader.explicit and screen.desk.quote_in_hand() is None:
        screen.reader.drop_selection()
    else:
        screen.leave()


def matrix(screen: CompareScreen) -> None:
    from tui.screens.matrix import MatrixScreen

    screen.desk.take_up(None)
    screen.app.switch_screen(MatrixScreen())


def next_open(screen: CompareScreen) -> None:
    room = screen.room
    screen.dismiss()
    room.next_open_cell()


COMPARING = Group(
    "Comparing",
    (
        Command(
            "compare.quote",
            "enter",
            "quote",
            "To the claim's next quote in this article; where there is none, to the next candidate.",
            next_quote,
            footer=5,
        ),
        Command("compare.pane.next", "tab", "pane", "To the next pane.", _pane(1)),
        Command("compare.pane.previous", "shift+tab", "pane", "To the pane before.", _pane(-1)),
        Command(
            "compare.together",
            "z",
            "together",
            "Scroll the panes together, or each by itself.",
            together,
            footer=9,
        ),
        Command("compare.more", "plus", "third pane", "Show a third source; from 150 columns on.", more),
        Command("compare.fewer", "minus", "two panes", "Take the third source away.", fewer),
        Command("article.next", "greater_than_sign", "next article", "The next article here.", _article(1)),
        Command(
            "article.previous", "less_than_sign", "article before", "The article before, here.", _article(-1)
        ),
        *(find_command([WALKING], id) for id in ("claim.next", "claim.previous")),
        Command("walk.next", "full_stop", "next open", "To the next open cell.", next_open, accepts=True),
        Command("matrix", "m", "matrix", "All claims against all sources, worst first.", matrix),
        Command(
            "compare.back", "escape,v", "back", "Back to the reading room, at this place.", back, footer=2
        ),
    ),
)

#: Reading in the pane in hand: the same commands as in the reading room.
READING_HERE = Group(
    READING.name,
    tuple(
        find_command([READING], id)
        for id in (
            "sentence.next",
            "sentence.previous",
            "paragraph.next",
            "paragraph.previous",
            "page.down",
            "page.up",
            "article.start",
            "article.end",
            "edge.end.back",
            "edge.end.on",
            "edge.start.back",
            "edge.start.on",
            "copy",
            "article.details",
        )
    ),
)
