"""Origins: what can be done on the screen that shows them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.origins import OriginsScreen


def _preview(step: int) -> Callable[[OriginsScreen], object]:
    return lambda screen: screen.preview.scroll_lines(step)


ORIGINS_HERE = Group(
    "Origins",
    (
        Command(
            "origins.edit",
            "e",
            "edit",
            "Edit the origin: name, aliases, kind, group, reliability. Enter does, too.",
            lambda screen: screen.edit(),
            footer=2,
            edits=True,
        ),
        Command(
            "origins.withdraw",
            "W",
            "withdraw",
            "It took back what it said: no chain through it counts. Again: it counts. Says first what falls.",
            lambda screen: screen.withdraw(),
            footer=3,
            edits=True,
        ),
        Command(
            "origins.merge",
            "M",
            "merge",
            "It is the same as another one: make one origin of two.",
            lambda screen: screen.merge(),
            footer=4,
            edits=True,
        ),
        Command(
            "origins.independence",
            "i",
            "independent?",
            "Say whether it is independent of another one, or in one group with it.",
            lambda screen: screen.say_independence(),
            footer=5,
            edits=True,
        ),
        Command(
            "origins.delete",
            "d",
            "delete",
            "Delete an origin on which nothing rests.",
            lambda screen: screen.delete(),
            footer=8,
            edits=True,
        ),
        Command(
            "origins.filter",
            "slash",
            "filter",
            "Show only origins with some words: in name, aliases, kind, group or state.",
            lambda screen: screen.ask_filter(),
            footer=6,
        ),
        Command(
            "origins.back",
            "escape",
            "back",
            "Show all origins again; then back to where you were.",
            lambda screen: screen.step_back(),
            footer=7,
        ),
        Command(
            "walk.next",
            "full_stop",
            "next open",
            "To the next open cell, in the reading room.",
            lambda screen: screen.next_open(),
        ),
        Command("origins.down", "ctrl+down", "more", "On in what rests on the origin.", _preview(3)),
        Command("origins.up", "ctrl+up", "back", "Back in what rests on the origin.", _preview(-3)),
        Command(
            "matrix",
            "m",
            "matrix",
            "All claims against all sources, worst first.",
            lambda screen: screen.open_matrix(),
        ),
        Command(
            "compare",
            "v",
            "compare",
            "The current claim in two sources side by side.",
            lambda screen: screen.open_compare(),
        ),
    ),
)
