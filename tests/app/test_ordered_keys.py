"""One key after another, whoever says that the one before is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events

from tests.app.playing import played


async def test_a_key_that_is_said_to_be_done_twice_lets_one_key_through(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(story) as app:
        keys = app.app
        let_through: list[Callable[[], object]] = []
        with monkeypatch.context() as held:
            # Its message has come through, and the timer has run out at the same moment.
            held.setattr(keys, "call_later", let_through.append)
            keys._held.extend([events.Key("t", "t"), events.Key("n", "n")])
            keys._in_flight = True
            turn = keys._turn
            keys._done(turn)
            keys._done(turn)
        assert len(let_through) == 1
        keys._held.clear()
        keys._in_flight = False


async def test_keys_that_come_together_are_done_one_by_one(story: Path) -> None:
    async with played(story) as app:
        for key in ("c", "t", "n", "o", "enter"):
            app.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await app.until(lambda: app.project.claims and app.project.claims[0].tags)
        assert app.project.claims[0].tags == ("no",)
        assert not app.project.reviews
