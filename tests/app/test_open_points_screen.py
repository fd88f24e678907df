"""What is still open, as a list, and how far the reading is in each source."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from annotations import Project
from tests.app.playing import Played, played
from tui.screens.compare import CompareScreen
from tui.screens.matrix import MatrixScreen
from tui.screens.open_points import OpenPointsScreen
from tui.screens.versions import VersionsScreen

SIZES = [(80, 24), (120, 40)]


def screen(app: Played) -> OpenPointsScreen:
    found = app.app.screen
    assert isinstance(found, OpenPointsScreen)
    return found


@pytest.fixture
def ferry(story: Path) -> Path:
    """Three claims: one with a question, one with a proposed origin, one that is met in every source."""
    with Project.open(story, annotator="mo") as project:
        a, b, c = project.current_articles
        master = project.add_origin("the harbour master")
        at = project.text(a.id).index("Nobody was hurt")
        one, _ = project.claim_from(a.id, at, at + 15)
        project.set_claim(one.id, open_question="Were the sailors burned later?")
        at = project.text(b.id).index("All 120")
        two, _ = project.claim_from(b.id, at, at + 18, attribution=[master.id], proposed=True)
        project.review(two.id, a.id, "read")
        three, _ = project.claim_from(c.id, 0, 24)
        for article in (a, b):
            project.review(three.id, article.id, "read")
    return story


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_it_says_what_is_open_on_each_claim_and_how_far_each_source_is(
    ferry: Path, size: tuple[int, int]
) -> None:
    async with played(ferry, size=size) as app:
        await app.press("I")
        frame = app.frame()
        assert "6 of 9 cells met" in frame
        assert "question: Were the sailors burned later?" in frame
        assert "origin to confirm in B · not looked at in C" in frame
        assert screen(app).rows.row_count == 2
        lines = frame.split("\n")
        (gazette,) = (line for line in lines if "The Gazette" in line)
        assert gazette.split()[-2:] == ["2", "1"]
        assert "2 of 3 claims with something open" in frame or size[0] == 80


async def test_an_article_of_which_every_line_was_on_the_screen_is_read_to_the_end(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("less_than_sign", "G", "I")
        (harbour,) = (line for line in app.frame().split("\n") if "Towing" in line)
        assert "read to the end" in harbour
        assert screen(app).rows.has_focus


async def test_enter_goes_to_the_question_the_proposed_origin_and_the_next_open_cell(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("I", "g", "enter")
        assert app.app.screen is app.room
        assert app.selected == "Nobody was hurt"
        assert "Were the sailors burned later?" in app.said
        await app.press("I", "j", "enter")
        assert app.label == "B"
        assert "proposed: the harbour master" in app.said
        piece = next(piece for piece in app.project.evidence if piece.proposed)
        assert app.app.desk.in_hand == piece.id
        app.project.attribute(piece.id, piece.attribution)
        await app.press("I")
        assert "not looked at in C" in app.frame()
        await app.press("enter")
        assert app.label == "C"
        assert app.app.desk.walk is not None


async def test_enter_on_a_source_opens_it(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("I")
        screen(app).sources.focus()
        await app.press("G", "enter")
        assert app.app.screen is app.room
        assert app.label == "C"


async def test_a_quote_to_check_leads_to_the_two_versions(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:
        (piece,) = app.project.waiting_evidence()
        app.app.desk.choose_claim(piece.claim)
        await app.press("I")
        assert "to check in " in app.frame()
        await app.press("enter")
        assert isinstance(app.app.screen, VersionsScreen)
        await app.press("escape")
        assert app.app.screen is app.room


async def test_the_list_is_narrowed_by_what_is_open_and_by_the_words_of_the_claim(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("I", "slash")
        await app.type("confirm")
        assert screen(app).rows.row_count == 1
        assert "1 of 2" in app.frame()
        await app.type(" no such thing")
        assert "No claim is like that" in app.frame()
        await app.press("escape")
        assert screen(app).rows.row_count == 2
        await app.press("escape")
        assert app.app.screen is app.room


async def test_it_is_reached_from_the_matrix_and_leads_back_there(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("m", "I")
        assert isinstance(app.app.screen, OpenPointsScreen)
        await app.press("m")
        assert isinstance(app.app.screen, MatrixScreen)
        await app.press("m", "I", "I")
        assert app.app.screen is app.room


async def test_undo_here_is_followed(ferry: Path) -> None:
    async with played(ferry) as app:
        app.project.review(app.project.claims[0].id, app.project.current_articles[1].id, "read")
        await app.press("I")
        assert "7 of 9 cells met" in app.frame()
        await app.press("u")
        assert "6 of 9 cells met" in app.frame()


async def test_a_project_in_which_nothing_is_open_says_so(story: Path) -> None:
    async with played(story) as app:
        await app.press("I")
        assert "No claims yet" in app.frame()
        await app.press("enter", "escape", "c")
        for article in app.project.current_articles[1:]:
            app.project.review(app.project.claims[0].id, article.id)
        await app.press("I")
        assert "Nothing is open." in app.frame()


async def test_the_point_leads_to_the_next_open_cell_from_here_and_from_the_origins(ferry: Path) -> None:
    async with played(ferry) as app:
        for way in (("I",), ("o",), ("m", "o")):
            await app.press(*way)
            assert len(app.app.screen_stack) > 1
            await app.press("full_stop")
            assert len(app.app.screen_stack) == 1
            assert app.app.desk.walk is not None
            await app.press("escape", "escape")


async def test_the_claim_under_the_cursor_is_compared_from_here(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("I", "j", "v")
        assert isinstance(app.app.screen, CompareScreen)
        assert app.app.desk.claim == app.project.claims[1].id
        await app.press("escape")
        assert len(app.app.screen_stack) == 1


async def test_the_matrix_says_what_a_no_mention_rests_on(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("m")
        for _ in range(3):
            if "every line was on the screen, mo" in app.frame():
                break
            await app.press("j")
        assert "no mention (every line was on the screen, mo)" in app.frame().replace("\n", " ")
