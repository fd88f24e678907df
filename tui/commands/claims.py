"""Claims: two that say the same made one, one that says two things made two."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from tui.commands.closing import CLOSE
from tui.commands.codebook import READ
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from annotations.matrix import Order
    from tui.screens.command_screen import CommandScreen
    from tui.screens.reading_room import ReadingRoom

#: Cells of a claim's text in a question.
WORDS = 60


def merge(screen: CommandScreen) -> None:
    """Ask which claim says the same as the current one, and make one of two."""
    from tui.screens.claim_chooser import ClaimChooser

    desk = screen.desk
    claim = desk.current_claim()
    if len(desk.project.claims) < 2:
        raise ProjectError("there is no other claim to merge this one with")
    screen.app.push_screen(
        ClaimChooser(desk, claim, "says the same as …", lambda other: _ask_merge(screen, claim.id, other))
    )


def _ask_merge(screen: CommandScreen, claim: str, other: str) -> None:
    """Show what the merge of two claims will make of them, and in whose words."""
    from tui.display import cut
    from tui.falls import ask_first

    desk = screen.desk
    project = desk.project
    one, two = project.number(claim), project.number(other)
    about = (
        f"Claims {one} and {two} become one, with {_moving(screen, other)} of claim {two} "
        f"“{cut(project.claim(other).text, WORDS)}”. Claims behind the one that goes move up by a number."
    )
    changes = [project.foresee_claim_merge(*pair) for pair in ((claim, other), (other, claim))]
    question = ask_first(
        desk,
        "One and the same?",
        about,
        [change for change in changes if change.matters],
        (f"yes, in the words of claim {one}", "no, they are two"),
        _merging(screen, claim, other),
        more=[("o", f"yes, in the words of claim {two}", _merging(screen, other, claim))],
        height=screen.app.size.height,
    )
    screen.app.push_screen(question)


def _merging(screen: CommandScreen, keep: str, other: str) -> Callable[[], None]:
    def act() -> None:
        from tui.falls import named, tell

        desk = screen.desk
        project = desk.project
        numbers = sorted((project.number(keep), project.number(other)))
        moved, foreseen = _moving(screen, other), project.foresee_claim_merge(keep, other)
        project.merge_claims(keep, other)
        desk.choose_claim(keep)
        done = f"claims {numbers[0]} and {numbers[1]} are one, claim {project.number(keep)} · {moved} moved"
        tell(screen, named(desk, done, [foreseen] if foreseen.matters else []))

    return act


def _moving(screen: CommandScreen, claim: str) -> str:
    """ "2 quotes"."""
    count = len(screen.desk.project.evidence_on(claim))
    return "1 quote" if count == 1 else f"{count} quotes"


def split(screen: CommandScreen) -> None:
    """Ask which quotes go to a claim of their own."""
    from tui.screens.claim_split import SplitDialog

    screen.app.push_screen(SplitDialog(screen.desk, screen.desk.current_claim().id))


def turn_order(room: ReadingRoom) -> None:
    """Put the list of claims in the next order."""
    from annotations.matrix import ORDERS

    orders: list[Order] = ["number", *(order for order in ORDERS if order != "number")]
    desk = room.desk
    desk.claims_order = orders[(orders.index(desk.claims_order) + 1) % len(orders)]
    room.follow()
    room.say(f"claims {ORDERS[desk.claims_order]}")


def still_open(screen: CommandScreen) -> None:
    """To what is still open; from another screen than the reading room, in its place."""
    from tui.screens.open_points import OpenPointsScreen
    from tui.screens.reading_room import ReadingRoom

    if isinstance(screen, ReadingRoom):
        screen.app.push_screen(OpenPointsScreen())
    else:
        screen.app.switch_screen(OpenPointsScreen())


MERGE = Command(
    "claim.merge",
    "M",
    "merge",
    "Another claim says the same as the current one: make one of two. Says first what becomes of it.",
    merge,
    edits=True,
)
SPLIT = Command(
    "claim.split",
    "D",
    "divide",
    "The current claim says two things: make two claims of it, and share out its quotes.",
    split,
    edits=True,
)

ORDER = Command(
    "claims.order",
    "O",
    "sort claims",
    "Sort the list of claims otherwise: worst first, fewest origins, most open cells, by text, as created.",
    turn_order,
)

OPEN = Command(
    "claims.open",
    "I",
    "still open",
    "What is still open on each claim, and how far the reading is in each source.",
    still_open,
)

CLAIMS = Group("Claims", (MERGE, SPLIT, CLOSE, ORDER, OPEN, READ))
