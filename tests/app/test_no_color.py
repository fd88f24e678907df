"""Without colour: every screen goes without, and what is in hand is to be seen all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style

import seeds
from tests.app.playing import Played, played
from tests.app.test_looks import MORE
from tests.app.test_screens import SCREENS

THEMES = ["variorum-dark", "variorum-light", "ansi-dark", "dracula"]


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def painted(app: Played) -> list[tuple[str, Style]]:
    """What stands on the screen, piece by piece."""
    app.frame()
    strips = app.app.screen._compositor.render_strips()
    return [(segment.text, segment.style or Style()) for strip in strips for segment in strip]


def exchanged(app: Played) -> str:
    """What is painted with ink and ground exchanged."""
    return " ".join(text for text, style in painted(app) if style.reverse)


@pytest.mark.parametrize("theme", THEMES)
async def test_no_screen_has_a_colour(sample: Path, theme: str) -> None:
    for keys in {**SCREENS, **MORE}.values():
        async with played(sample, size=(80, 24)) as app:
            app.app.theme = theme
            await app.press(*keys)
            await app.settle()
            for text, style in painted(app):
                assert style.color is None, (keys, text)
                assert style.bgcolor is None, (keys, text)


@pytest.mark.parametrize("theme", THEMES)
async def test_what_is_in_hand_has_ink_and_ground_exchanged(sample: Path, theme: str) -> None:
    async with played(sample, size=(80, 24)) as app:
        app.app.theme = theme
        await app.press("j")
        assert " ".join(app.selected.split()[:3]) in exchanged(app)
        await app.press("ctrl+w", "j")
        assert "5,000 military" in exchanged(app)
        await app.press("m")
        assert "5,000 military" in exchanged(app)
        await app.press("escape", "comma", "down", "down")
        assert "theme" in exchanged(app)
        await app.press("escape", "e")
        assert [text for text, style in painted(app) if style.reverse and text == " "]  # where one writes


async def test_of_a_sentence_only_the_words_that_are_selected_are_exchanged(sample: Path) -> None:
    async with played(sample, size=(80, 24)) as app:
        await app.press("j")
        whole = exchanged(app)
        await app.press("semicolon")
        clause = exchanged(app)
        assert app.selected.split()[0] in clause
        assert len(clause) < len(whole)


async def test_hits_stand_out_in_the_sentence_in_hand_too(sample: Path) -> None:
    async with played(sample, size=(80, 24)) as app:
        await app.press("slash", "t", "h", "e")
        hits = [style for text, style in painted(app) if text.lower() == "the"]
        assert len(hits) > 3
        assert {bool(style.reverse) for style in hits} == {True, False}
        assert all(style.reverse or style.underline or style.bold for style in hits)


async def test_the_pane_that_the_keys_go_to_has_a_heavy_frame(sample: Path) -> None:
    async with played(sample, size=(80, 24)) as app:
        for keys, pane in ((), "#reading"), (("ctrl+w", "j"), "#annotations"), (("v",), "SourcePane"):
            await app.press(*keys)
            lines = app.frame().split("\n")
            found = [each for each in app.app.screen.query(pane) if each.has_focus_within]
            assert len(found) == 1
            assert lines[found[0].region.y][found[0].region.x] == "┏"
            assert sum(line.count("┏") for line in lines) == 1
