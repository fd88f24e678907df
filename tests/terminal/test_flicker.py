"""What changes on the screen changes once, and what does not change is left alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from annotations import Project
from tests.hostile.session import Session
from tests.terminal.screen import Screen

#: A cell: what stands in it, and how.
Cell = tuple[str, str]

#: The keys of reading and marking, in an order in which each of them does something.
DAILY = [
    "j",
    "j",
    "k",
    "J",
    "g",
    "G",
    "g",
    "j",
    "c",
    "2",
    ")",
    "(",
    ">",
    "<",
    ".",
    "s",
    "u",
    "r",
    "u",
    "u",
    "u",
]
MOVES = ["j", "j", "k", "j"]
#: Seconds in which what a key paints late has come.
LATER = 0.25


class Painted(Screen):
    """Keeps each state that a cell was in since `mark`."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._style = ""
        self._styles = [[""] * columns for _ in range(lines)]
        self._states: dict[tuple[int, int], list[Cell]] = {}
        self.cleared = 0

    def mark(self) -> None:
        """Forget what was painted so far; as it is now is where all begins."""
        self._states = {}
        self.cleared = 0

    @property
    def painted(self) -> int:
        """Cells that were painted."""
        return len(self._states)

    @property
    def changed(self) -> int:
        """Cells that are others now."""
        return sum(states[0] != states[-1] for states in self._states.values())

    @property
    def flickered(self) -> list[tuple[int, int]]:
        """Cells, by line and column, that were something else in between; without the first line, which
        says that an edit is on its way to the disk, and then that it is there."""
        return [
            place
            for place, states in self._states.items()
            if place[0] > 0 and sum(one != other for one, other in pairwise(states)) > 1
        ]

    def _control(self, final: str, arguments: str) -> None:
        if final == "m":
            self._style = "" if arguments in ("", "0") else f"{self._style};{arguments}"
        self.cleared += final == "J"
        super()._control(final, arguments)

    def _put(self, char: str) -> None:
        row, column = self._row, self._column
        before = (self._cells[row][column], self._styles[row][column]) if column < self.columns else None
        super()._put(char)
        if before is not None and self._column > column:
            self._styles[row][column] = self._style
            self._states.setdefault((row, column), [before]).append((self._cells[row][column], self._style))


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    folder = tmp_path / "ferry"
    folder.mkdir()
    told = [
        "The night ferry turned back off the point.",
        "Waves of four metres had broken a window of the car deck.",
        "A deckhand was treated for cuts, the company said.",
        "Nobody else was hurt, and the crossing goes again on Friday.",
        "Two cars were damaged by water, a driver told the harbour office.",
    ]
    for number in range(3):
        (folder / f"{number}.txt").write_text("\n\n".join(told[number:] + told[:number]) + "\n", "utf-8")
    with Project.open(folder, annotator="mo") as project:
        one, other, _ = project.current_articles
        claim, _ = project.claim_from(one.id, 0, 42)
        project.mark(claim.id, other.id, 0, 57, "queries")
    return folder


def begun(folder: Path, size: tuple[int, int]) -> tuple[Session, Painted]:
    """The app in a terminal, and the screen of that."""
    session = Session(str(folder), "--annotator", "mo", cwd=folder, home=folder.parent / "home", size=size)
    screen = Painted(*size)
    screen.feed(session.press("", ["Claims 1 of 1"], 20))
    # What is loaded after the first paint is there after a key that does nothing.
    screen.feed(session.press("k"))
    return session, screen


def press(session: Session, screen: Painted, key: str) -> None:
    """Press a key, and take all that it paints, sooner or later."""
    screen.mark()
    screen.feed(session.press(key))
    while more := session.read(lambda came: False, LATER):
        screen.feed(more)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_key_of_the_daily_work_changes_a_cell_once_and_clears_nothing(
    ferry: Path, size: tuple[int, int]
) -> None:
    session, screen = begun(ferry, size)
    changed = 0
    for key in DAILY:
        press(session, screen, key)
        assert (key, screen.flickered, screen.cleared) == (key, [], 0)
        changed += screen.changed
    session.child.send("\x11")
    session.rest()
    assert changed > 2_000


def test_a_sentence_on_paints_little_more_than_what_is_another_then(ferry: Path) -> None:
    session, screen = begun(ferry, (120, 40))
    for key in MOVES:
        press(session, screen, key)
        assert screen.changed > 20
        assert screen.painted <= 3 * screen.changed
    session.child.send("\x11")
    session.rest()


def test_the_measure_itself_sees_a_cell_that_changes_twice_and_one_that_is_painted_again() -> None:
    screen = Painted(10, 2)
    screen.feed(b"\x1b[2;1Habc")
    screen.mark()
    screen.feed(b"\x1b[2;1Hxbc\x1b[2;1Ha")
    assert screen.flickered == [(1, 0)]
    assert (screen.painted, screen.changed, screen.cleared) == (3, 0, 0)
    screen.feed(b"\x1b[2;2H\x1b[7mb\x1b[0m\x1b[2J")
    assert (screen.changed, screen.cleared) == (1, 1)
