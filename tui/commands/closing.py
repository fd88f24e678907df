"""Closing an article: it was read, and says nothing of the claims that are still open in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from annotations.records import Basis
from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: Up to how many claims a question names by their numbers.
NAMED = 12
#: What a look rested on, in words.
BASES: dict[Basis | None, str] = {
    "searched": "searched for",
    "candidates": "looked for at the best candidates",
    None: "not read to the end, without a basis",
}


def close(room: ReadingRoom) -> None:
    """Ask whether the article in hand says nothing of all the claims that are open in it; record that."""
    from tui.screens.question import Question

    room.require_article()
    desk = room.desk
    article = desk.project.article(desk.article or "")
    if article.state != "current":
        raise ProjectError(f"{article.label} is {article.state}: nothing is open in it")
    claims = desk.project.unlooked_for(article.id)
    if not claims:
        raise ProjectError(f"no claim waits in {article.label}: each is marked or was looked for")
    bases = {claim.id: desk.basis(claim.id, article.id) for claim in claims}
    count = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"

    def act() -> None:
        made = desk.project.close_article(article.id, bases, claims=list(bases))
        marked = "1 claim" if len(made) == 1 else f"{len(made)} claims"
        room.marked(
            f"no mention · {marked} · {article.label} · {room.key('undo')} opens them again", stay=False
        )

    if not desk.settings.asks("close_article"):
        act()
        return
    numbers = [str(desk.project.number(claim.id)) for claim in claims]
    named = ", ".join(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")
    lines = [f"Still open in {article.label}: {count} ({named}).", _ground(bases)]
    answers = [("y", f"it mentions none of them: close {article.label}", act), ("n", "leave them open", None)]
    room.app.push_screen(Question(desk, "Nothing for the remaining claims?", lines, answers))


def _ground(bases: Mapping[str, Basis | None]) -> str:
    """What the looks will rest on, in words."""
    found = Counter(bases.values())
    if set(found) == {"read"}:
        return "Every line of it was on the screen: recorded as read."
    looks = ", ".join(f"{found[basis]} {words}" for basis, words in BASES.items() if found[basis])
    return f"Not every line of it was on the screen: {looks}."


CLOSE = Command(
    "article.close",
    "X",
    "close article",
    "Read, and nothing for the remaining claims: no mention for all that are open here. Asks once.",
    close,
    edits=True,
    accepts=True,
)
