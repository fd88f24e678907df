"""Hits: what can be done on the screen that lists what a search in all articles found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.hits import HitsScreen


def _back(screen: HitsScreen) -> None:
    screen.back()


HITS = Group(
    "Hits",
    (Command("hits.back", "escape", "back", "Stop searching; then back to the article.", _back, footer=2),),
)
