"""Panes stay where they are, whatever is read and marked in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Region

from tests.app.playing import Played, played

KEYS = [
    "j",
    "J",
    "g",
    "c",
    "2",
    "greater_than_sign",
    "full_stop",
    "s",
    "u",
    "u",
    "c",
    "c",
    "left_parenthesis",
    "d",
]


def places(app: Played) -> dict[str, Region]:
    """Where each pane, list and line of the reading room is."""
    names = ["#articles", "#reading", "#annotations", "#card", "Reader", "ClaimList", "StatusBar", "KeyLine"]
    return {name: app.room.query_one(name).region for name in names}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_no_pane_moves_under_the_eye_while_one_reads_and_marks(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        before = places(app)
        for key in KEYS:
            await app.press(key)
            assert (key, places(app)) == (key, before)
        await app.press("e")
        await app.press("escape")
        assert places(app) == before
        assert len(app.project.claims) >= 2
