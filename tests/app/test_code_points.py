"""What is really here: words in disguise are marked where they stand, and a passage shows its code points."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played
from tui.screens.code_points import CodePointsScreen
from tui.screens.reading_room import ReadingRoom

pytestmark = pytest.mark.hostile

TEXT = "Bank notice\n\nThe раnk paid 1О0 euros. It is p\u200baid \u202etxt now.\n\nAll else is plain here.\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text("Another report\n\nNothing else was said of it.\n", "utf-8")
    with Project.open(folder) as project:
        project.set_article(project.articles[0].id, publisher="Моrning Post")
        project.add_origin("The Тown Clerk")
        project.add_origin("The Town Clerk's aide")
    return folder


def screen(app: Played) -> CodePointsScreen:
    found = app.app.screen
    assert isinstance(found, CodePointsScreen)
    return found


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_line_with_a_word_in_disguise_has_a_sign_and_others_have_none(
    bank: Path, size: tuple[int, int]
) -> None:
    async with played(bank, size=size) as app:
        lines = app.frame().splitlines()
        assert any("≈The раnk paid 1О0 euros." in line for line in lines)
        plain = [line[line.index("All else") - 4 :] for line in lines if "All else" in line]
        assert plain
        assert not any("≈" in line for line in plain)
        assert any("≈Моrning Post" in line for line in lines)
        overlined = [
            segment.text
            for strip in app.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.overline
        ]
        assert {"раnk", "1О0"} <= {text.strip() for text in overlined}


async def test_names_of_origins_in_disguise_have_the_sign(bank: Path) -> None:
    async with played(bank) as app:
        await app.press("o")
        assert "≈The Тown Clerk" in app.frame()
        assert "≈The Town Clerk's aide" not in app.frame()


@pytest.mark.parametrize("keys", ["", "m", "I", "M"], ids=["claims", "matrix", "still open", "chooser"])
async def test_claims_with_a_word_in_disguise_have_the_sign_in_every_list(bank: Path, keys: str) -> None:
    async with played(bank, size=(120, 40)) as app:
        await app.sentence("The раnk")
        await app.press("c")
        await app.sentence("All else")
        await app.press("c", *keys)
        frame = app.frame()
        if keys == "M":  # there the style of the words says it
            overlined = {
                segment.text
                for strip in app.app.screen._compositor.render_strips()
                for segment in strip
                if segment.style is not None and segment.style.overline
            }
            assert "раnk" in overlined
        else:
            assert "≈The раnk" in frame
            assert "≈All else" not in frame


async def test_names_of_sources_in_disguise_have_the_sign_in_every_list(bank: Path) -> None:
    async with played(bank, size=(120, 40)) as app:
        for keys in (["I", "tab"], ["escape", "ctrl+f", *"else", "enter"]):
            await app.press(*keys)
            lines = [line for line in app.frame().splitlines() if "Моrning" in line]
            assert lines
            assert all("≈Моrning Post" in line for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_code_points_of_a_sentence_are_listed_with_what_is_odd(
    bank: Path, size: tuple[int, int]
) -> None:
    async with played(bank, size=size) as app:
        await app.sentence("It is p")
        selected = app.selected
        await app.press("number_sign")
        rows = screen(app).rows
        assert rows.row_count == len(selected)
        frame = app.frame()
        assert "U+0049" in frame
        assert "LATIN CAPITAL LETTER I" in frame
        await app.press("n", "n")
        assert selected[rows.cursor] == "\u200b"
        frame = app.frame()
        assert "U+200B" in frame
        assert "ZERO WIDTH SPACE" in frame
        assert "cannot be seen" in frame
        while selected[rows.cursor] != "\u202e":
            await app.press("n")
        assert "RIGHT-TO-LEFT OVERRIDE" in app.frame()
        assert "turns the direction" in app.frame()
        await app.press("n")
        assert "no odd code point after" in app.said
        await app.press("escape")
        assert isinstance(app.app.screen, ReadingRoom)
        assert app.selected == selected


async def test_a_letter_of_another_script_is_named(bank: Path) -> None:
    async with played(bank) as app:
        await app.sentence("The раnk")
        await app.press("number_sign", "n")
        frame = app.frame()
        assert "CYRILLIC SMALL LETTER ER" in frame
        assert "letters of Cyrillic and Latin" in frame
        assert "7 of them odd" in frame


async def test_without_an_article_there_is_nothing_to_show(tmp_path: Path) -> None:
    Project.open(tmp_path / "empty").close()
    async with played(tmp_path / "empty") as app:
        await app.press("number_sign")
        assert isinstance(app.app.screen, ReadingRoom)
