"""From claim to claim and from open cell to open cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.commands.room import Room
    from tui.screens.reading_room import ReadingRoom


def _claim(step: int) -> Callable[[Room], object]:
    def go(room: Room) -> None:
        room.desk.step_claim(step)
        room.follow()
        room.reveal_claim()

    return go


def next_open(room: ReadingRoom) -> None:
    room.next_open_cell()


def _candidate(step: int) -> Callable[[ReadingRoom], object]:
    def go(room: ReadingRoom) -> None:
        span = room.desk.step_candidate(step)
        if span is None:
            room.complain("no candidates: . goes to the next open cell and shows them")
            return
        room.desk.take_up(None)
        room.reader.reveal(*span)
        room.follow()

    return go


def matrix(room: ReadingRoom) -> None:
    from tui.screens.matrix import MatrixScreen

    room.app.push_screen(MatrixScreen())


def compare(room: ReadingRoom) -> None:
    from tui.screens.compare import CompareScreen

    room.desk.require_two_articles()
    room.app.push_screen(CompareScreen())


WALKING = Group(
    "From claim to claim",
    (
        Command(
            "walk.next",
            "full_stop",
            "next open",
            "To the next open cell, of this claim first, at the passage most likely to speak to it.",
            next_open,
            footer=5,
        ),
        Command(
            "walk.candidate.next", "tab", "candidate", "To the next candidate in this article.", _candidate(1)
        ),
        Command(
            "walk.candidate.previous",
            "shift+tab",
            "candidate",
            "To the candidate before.",
            _candidate(-1),
        ),
        Command(
            "claim.next", "right_parenthesis", "next claim", "Make the next claim the current one.", _claim(1)
        ),
        Command(
            "claim.previous",
            "left_parenthesis",
            "claim before",
            "Make the claim before the current one.",
            _claim(-1),
        ),
        Command("matrix", "m", "matrix", "All claims against all sources, worst first.", matrix, footer=6),
        Command(
            "compare",
            "v",
            "compare",
            "The current claim in two sources side by side, equal and differing words marked.",
            compare,
            footer=9,
        ),
    ),
)
