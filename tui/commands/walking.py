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
            room.complain(f"no candidates: {room.key('walk.next')} goes to the next open cell and shows them")
            return
        room.desk.take_up(None)
        with room.jumping():
            room.reader.reveal(*span)
        room.follow()

    return go


def _quote(step: int) -> Callable[[ReadingRoom], object]:
    def go(room: ReadingRoom) -> None:
        number = room.desk.project.number(room.desk.current_claim().id)
        found = room.desk.step_quote(room.place[0], step)
        if found is None:
            room.complain(f"no quote of claim {number} in this article")
            return
        room.jump_to(found.piece)
        room.say(f"claim {number} · quote {found.at} of {found.among} here")

    return go


def whose(room: ReadingRoom) -> None:
    """Make the next of the claims whose quotes meet under the cursor the current one."""
    desk = room.desk
    here = desk.claims_quoted(room.place[0])
    if not here:
        room.complain("no claim has a quote here")
        return
    at = (here.index(desk.claim) + 1) % len(here) if desk.claim in here else 0
    desk.choose_claim(here[at])
    room.follow()
    room.say(f"claim {desk.project.number(here[at])} · {at + 1} of {len(here)} here")


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
            accepts=True,
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
        Command("quote.next", "z", "next quote", "To the claim's next quote in this article.", _quote(1)),
        Command(
            "quote.previous", "Z", "quote before", "To the claim's quote before in this article.", _quote(-1)
        ),
        Command(
            "claim.here",
            "W",
            "whose quote",
            "Make the next of the claims that have a quote under the cursor the current one.",
            whose,
        ),
        Command("matrix", "m", "matrix", "All claims against all sources, worst first.", matrix, footer=7),
        Command(
            "compare",
            "v",
            "compare",
            "The current claim in two sources side by side, equal and differing words marked.",
            compare,
            footer=10,
        ),
    ),
)
