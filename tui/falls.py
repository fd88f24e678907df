"""What an act would make of the statuses, asked before it is done and named after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.screen import Screen

from annotations import Project
from annotations.changes import Change
from annotations.consequences import Consequence
from annotations.falls import fall_lines, falls_in_short
from tui.desk import Desk
from tui.display import displayable
from tui.screens.question import Answer, Question

#: Lines of a question besides those that name claims: frame, answers, hint, what is said before, and the ends
#: of lines that are too long.
AROUND = 17
#: Seconds for which it is to be read what fell.
SECONDS = 6
#: The fewest lines that name claims, however low the screen is.
FEWEST = 2


def ask_first(
    desk: Desk,
    title: str,
    about: str,
    found: Sequence[Consequence],
    answers: tuple[str, str],
    act: Callable[[], object],
    *,
    more: Sequence[Answer] = (),
    height: int,
) -> Question:
    """A question that names the claims whose status an act changes, and does the act when it is told to.

    Args:
        desk: what is in hand.
        title: what stands in the frame.
        about: what the act does, in a sentence.
        found: the claims whose status it changes.
        answers: the words of the answer that does it (`y`) and of the one that does not (`n`).
        act: what does it.
        more: further answers, between those two.
        height: the lines of the screen, so that the answers stay in view.
    """
    number = desk.project.number
    lines = [about, "", f"{falls_in_short(found, number)}{':' if found else '.'}"]
    most = max(FEWEST, height - AROUND - len(more))
    lines += [f"  {line}" for line in fall_lines(found, number, most=most)]
    yes, no = answers
    return Question(desk, title, lines, [("y", yes, act), *more, ("n", no, None)])


def after(project: Project, act: Callable[[], object]) -> list[Consequence]:
    """Do something; the claims whose status it has changed."""
    changes: list[Change] = []
    stop = project.subscribe(changes.append)
    try:
        act()
    finally:
        stop()
    return project.consequences_of(changes[-1]) if changes else []


def named(desk: Desk, done: str, found: Sequence[Consequence]) -> str:
    """What was done and which claims fell by it, for a toast."""
    falls = f" · {falls_in_short(found, desk.project.number)}" if found else ""
    return f"{done}{falls} · {desk.key('undo')} takes it back"


def tell(screen: Screen[None], text: str) -> None:
    """Say it in a toast that stays long enough to be read; what was said before gives way."""
    screen.app.clear_notifications()
    screen.notify(displayable(text), timeout=SECONDS, markup=False)
