"""Versions: what can be done on the screen that shows two versions of an article side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.records import Stance
from tui.commands.command import Command, Group, find_command
from tui.commands.reading import READING
from tui.commands.selecting import SELECTING

if TYPE_CHECKING:
    from tui.screens.versions import VersionsScreen


def _change(step: int) -> Callable[[VersionsScreen], object]:
    return lambda screen: screen.step_change(step)


def _waiting(step: int) -> Callable[[VersionsScreen], object]:
    return lambda screen: screen.step_waiting(step)


def _version(step: int) -> Callable[[VersionsScreen], object]:
    return lambda screen: screen.step_version(step)


def _settle(stance: Stance | None = None) -> Callable[[VersionsScreen], object]:
    return lambda screen: screen.settle(stance)


def delete(screen: VersionsScreen) -> None:
    screen.delete()


def back(screen: VersionsScreen) -> None:
    """Drop a selection made by hand; else back to the reading room."""
    if screen.selected_by_hand:
        screen.drop_selection()
    else:
        screen.leave()


def _stance(id: Stance, key: str, label: str) -> Command:
    return Command(
        f"versions.{id}",
        key,
        label,
        f"The waiting quote stands on the selected words, and they say this: {label}.",
        _settle(id),
        edits=True,
    )


VERSIONS = Group(
    "Versions",
    (
        Command("versions.change.next", "n", "change", "To the next change.", _change(1), footer=5),
        Command("versions.change.previous", "N", "change before", "To the change before.", _change(-1)),
        Command(
            "versions.waiting.next",
            "tab",
            "next quote",
            "To the next quote that waits, in this article or another one.",
            _waiting(1),
            footer=4,
        ),
        Command(
            "versions.waiting.previous",
            "shift+tab",
            "quote before",
            "To the waiting quote before.",
            _waiting(-1),
        ),
        Command(
            "versions.settle",
            "enter",
            "place here",
            "The waiting quote stands on the words that are selected, and counts again.",
            _settle(),
            footer=3,
            edits=True,
        ),
        _stance("supports", "s", "supports"),
        _stance("partly_supports", "p", "partly"),
        _stance("queries", "q", "queries"),
        _stance("refutes", "r", "refutes"),
        Command(
            "versions.delete",
            "d",
            "delete",
            "The waiting quote has no place here any more; the older version keeps its own.",
            delete,
            footer=6,
            edits=True,
        ),
        Command("versions.older", "less_than_sign", "older", "An older version in this pane.", _version(-1)),
        Command("versions.newer", "greater_than_sign", "newer", "A newer version in this pane.", _version(1)),
        Command(
            "versions.back", "escape,V,U", "back", "Back to the reading room, at this place.", back, footer=2
        ),
    ),
)

#: Reading and selecting in the pane in hand: the same commands as in the reading room.
READING_VERSIONS = Group(
    READING.name,
    tuple(
        find_command([READING, SELECTING], id)
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
        )
    ),
)
