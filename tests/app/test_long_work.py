"""What takes long on a long text: it holds up no key that could not wait, is seen, and can be ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.playing import Played, played
from tui import desk
from tui.reader import ArticleText, LineTable, LongWork
from tui.screens.reading_room import ReadingRoom
from tui.widgets import reader

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


class Gate:
    """Holds up the work on one text until it is opened; the work has come to 45 % by then."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.reached = threading.Event()
        self.opened = threading.Event()
        self.stopped = threading.Event()

    def hold(self, text: str, work: LongWork | None) -> None:
        if self.words not in text or work is None:
            return
        self.reached.set()
        try:
            while not self.opened.wait(0.005):
                work.tell(0.45)
        except Exception:
            self.stopped.set()
            raise


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The second article takes as long to be opened as the test likes, and nothing is opened ahead."""
    gate = Gate("Passengers")

    def slow(raw: str, work: LongWork | None = None, **segmentation: tuple[int, ...]) -> ArticleText:
        gate.hold(raw, work)
        return ArticleText(raw, work, **segmentation)

    monkeypatch.setattr(desk, "ArticleText", slow)
    monkeypatch.setattr(ReadingRoom, "load_near", lambda self: None)
    yield gate
    gate.opened.set()


@pytest.fixture
def wrapping(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The lines of the second article take as long as the test likes."""
    gate = Gate("Passengers")

    def slow(text: str, width: int, work: LongWork | None = None) -> LineTable:
        gate.hold(text, work)
        return LineTable(text, width, work)

    monkeypatch.setattr(reader, "LineTable", slow)
    monkeypatch.setattr(reader, "_is_long", lambda text: "Passengers" in text)
    yield gate
    gate.opened.set()


def bottom(app: Played) -> str:
    return app.frame().splitlines()[-1]


def press(app: Played, key: str) -> None:
    """Press a key without waiting until it is done."""
    app.app.simulate_key(key)


@SIZES
async def test_an_article_that_is_long_in_coming_shows_how_far_it_is(
    story: Path, opening: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        press(app, "greater_than_sign")
        press(app, "j")  # is about the article that is to come
        await app.until_seen(lambda: "45%" in bottom(app))
        assert "opening B" in bottom(app)
        assert "Esc" in bottom(app)
        assert app.label == "A"
        opening.opened.set()
        await app.until(lambda: app.label == "B")
        assert app.selected.startswith("All 120 passengers")
        assert "%" not in bottom(app)


@SIZES
async def test_escape_ends_the_opening_of_an_article_and_one_stays(
    story: Path, opening: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("j")
        here = app.selected
        press(app, "greater_than_sign")
        press(app, "c")  # dropped: it was meant for the other article
        await app.until_seen(opening.reached.is_set)
        press(app, "escape")
        await app.until(opening.stopped.is_set)
        assert (app.label, app.selected) == ("A", here)
        assert app.said == "B was not opened"
        assert app.project.claims == []
        opening.opened.set()
        await app.press("greater_than_sign")
        assert app.label == "B"


@SIZES
async def test_keys_wait_for_the_lines_of_a_long_text(
    story: Path, wrapping: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        press(app, "greater_than_sign")
        press(app, "G")
        await app.until_seen(lambda: "laying out B" in bottom(app))
        assert app.room.reader.line_count == 0
        wrapping.opened.set()
        await app.until(lambda: app.room.reader.line_count > 0)
        assert app.selected.startswith("The union disputes")
        assert "union disputes" in app.frame()


async def test_escape_goes_back_from_a_text_whose_lines_are_long_in_coming(
    story: Path, wrapping: Gate
) -> None:
    async with played(story) as app:
        await app.press("j", "j")
        here = app.selected
        press(app, "greater_than_sign")
        await app.until_seen(lambda: "laying out B" in bottom(app))
        press(app, "escape")
        await app.until(wrapping.stopped.is_set)
        assert (app.label, app.selected) == ("A", here)
        assert here.split()[0] in app.frame()


async def test_while_a_long_text_is_wrapped_anew_it_stays_as_it_was(story: Path, wrapping: Gate) -> None:
    async with played(story) as app:
        wrapping.opened.set()
        await app.press("greater_than_sign", "j")
        wrapping.opened.clear()
        wrapping.reached.clear()
        lines = app.room.reader.line_count
        await app.pilot.resize_terminal(80, 24)
        await app.until_seen(wrapping.reached.is_set)
        assert app.room.reader.line_count == lines
        await app.press("j")  # nothing waits for the new lines
        assert app.selected.startswith("The ferry had reportedly")
        wrapping.opened.set()
        await app.until(lambda: app.room.reader.line_count != lines)
        assert "reportedly left port" in app.frame()


async def test_coming_back_to_a_long_text_does_not_take_as_long_again(story: Path, wrapping: Gate) -> None:
    async with played(story) as app:
        wrapping.opened.set()
        await app.press("greater_than_sign", "less_than_sign")
        wrapping.opened.clear()
        wrapping.reached.clear()
        await app.press("greater_than_sign")
        assert app.label == "B"
        assert "union disputes" in app.frame()
        assert not wrapping.reached.is_set()


async def test_what_has_no_room_in_the_card_of_a_claim_comes_by_keys_and_by_the_wheel(story: Path) -> None:
    async with played(story, size=(80, 24)) as app:
        await app.press("c")
        app.project.set_claim(app.project.claims[0].id, note="\n".join(f"line {n}" for n in range(40)))
        await app.settle()
        assert "line 39" not in app.frame()
        assert "▐" in app.frame()
        await app.press(*["ctrl+down"] * 14)
        assert "line 39" in app.frame()
        await app.press("j")  # a claim that stays the same stays where it is
        assert "line 39" in app.frame()
        await app.press(*["ctrl+up"] * 14)
        assert app.room.card.top == 0
        app.room.card.on_mouse_scroll_down()
        assert app.room.card.top == 3
