"""A letter over every pane: pressing it goes there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.playing import Played, played
from tui.screens.jump import Jump
from tui.widgets.claims import ClaimList
from tui.widgets.reader import Reader
from tui.widgets.sources import SourceList


def letter_of(app: Played, kind: type) -> str:
    jump = app.app.screen
    assert isinstance(jump, Jump)
    return next(letter for letter, pane in jump.letters.items() if isinstance(pane, kind))


async def test_a_letter_goes_to_its_pane(story: Path) -> None:
    async with played(story) as app:
        for kind in (ClaimList, SourceList, Reader):
            await app.press("ctrl+g")
            await app.press(letter_of(app, kind))
            assert isinstance(app.app.focused, kind)
            assert app.app.screen is app.room


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_pane_has_a_letter_that_is_seen(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.press("ctrl+g")
        jump = app.app.screen
        assert isinstance(jump, Jump)
        assert [type(pane) for pane in jump.letters.values()].count(SourceList) == (size[0] >= 110)
        lines = app.frame().splitlines()
        for label in jump.query(".letter"):
            place = label.region
            assert label.render().plain in lines[place.y][place.x : place.right]


async def test_escape_and_other_letters_go_nowhere(story: Path) -> None:
    async with played(story) as app:
        before = app.app.focused
        await app.press("ctrl+g", "z")
        assert isinstance(app.app.screen, Jump)
        await app.press("escape")
        assert app.app.focused is before
        assert app.project.claims == []


async def test_keys_that_follow_at_once_act_in_the_pane(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "j", "c")
        await app.press("ctrl+g")
        letter = letter_of(app, ClaimList)
        await app.press("escape")
        from textual import events

        for key, character in (("ctrl+g", None), (letter, letter), ("k", "k"), ("d", "d")):
            app.app.post_message(events.Key(key, character))
        await app.until(lambda: len(app.project.claims) == 1)
        assert app.app.focused is app.room.claims


async def test_it_works_on_the_other_screens(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "v", "ctrl+g")
        jump = app.app.screen
        assert isinstance(jump, Jump)
        assert len(jump.letters) == 2
        last = list(jump.letters)[-1]
        pane = jump.letters[last]
        await app.press(last)
        assert app.app.focused is pane
        await app.press("escape", "m", "ctrl+g")
        assert "there is one pane here" in app.said
