"""Searching: in the article, in all articles, and the walk from hit to hit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom


def search(room: ReadingRoom) -> None:
    """Search in the article; in a list, filter it."""
    for rows in (room.claims, room.sources):
        if rows.has_focus:
            room.filter(rows)
            return
    room.searching.open()


def search_all(room: ReadingRoom) -> None:
    room.searching.everywhere_again()


def filter_claims(room: ReadingRoom) -> None:
    room.filter(room.claims)


def filter_sources(room: ReadingRoom) -> None:
    room.filter(room.sources)


def _hit(step: int) -> Callable[[ReadingRoom], object]:
    return lambda room: room.searching.step(step)


def select(room: ReadingRoom) -> None:
    room.searching.select()


SEARCHING = Group(
    "Searching",
    (
        Command(
            "search",
            "slash",
            "search",
            "Search in the article, whatever the case, accents and line ends; /…/ is a regular expression, "
            "Tab searches all articles. In a list: filter it.",
            search,
        ),
        Command(
            "search.all",
            "ctrl+f",
            "search all",
            "Search in all articles; while their hits show, the list of them again.",
            search_all,
        ),
        Command("search.next", "n", "next hit", "While hits show: to the next one.", _hit(1), footer=4),
        Command("search.previous", "N", "previous hit", "While hits show: to the one before.", _hit(-1)),
        Command(
            "search.select",
            "enter",
            "select hit",
            "While hits show: select the hit exactly, so that it can be marked.",
            select,
            footer=4,
        ),
        Command("filter.claims", "", "filter claims", "Narrow the list of claims.", filter_claims),
        Command("filter.sources", "", "filter sources", "Narrow the list of sources.", filter_sources),
    ),
)
#: The commands that there are only while hits show.
WHILE_HITS_SHOW = ("search.next", "search.previous", "search.select")
