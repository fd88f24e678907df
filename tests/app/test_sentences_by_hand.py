"""Sentences cut and joined by keys: the reader follows, quotes stay, and each is undone in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played, playing
from tui.screens.compare import CompareScreen

WHOLE = "The company called it “a gentle stop”."


async def test_a_sentence_is_cut_where_the_selection_begins(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press(*["right_curly_bracket"] * 5)
        assert app.selected == "120 people were on board."
        await app.press("B")
        assert app.selected == "120 people were on board."
        assert not app.room.reader.explicit
        assert "sentence cut · A" in app.said
        await app.press("k")
        assert app.selected == "According to the harbour master,"
        await app.press("c")
        assert app.project.claims[0].text == "According to the harbour master,"
        await app.press("u", "u")
        assert app.selected == "According to the harbour master, 120 people were on board."
        await app.press("ctrl+r")
        assert app.selected == "According to the harbour master,"


async def test_where_a_sentence_begins_already_it_is_cut_behind_the_selection(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press(*["left_square_bracket"] * 5)
        assert app.selected == "Nobody was hurt"
        await app.press("B")
        assert app.selected == "the coast guard said."


async def test_a_sentence_is_joined_with_the_next_one(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("Y")
        assert app.selected == f"Nobody was hurt, the coast guard said. {WHOLE}"
        assert "sentences joined · A" in app.said
        await app.press("j")
        assert app.selected.startswith("Nobody")
        await app.press("Y")
        assert "there is no sentence after this one" in app.said
        await app.press("u")
        assert app.selected == "Nobody was hurt, the coast guard said."
        await app.press("j")
        assert app.selected == WHOLE


async def test_all_sentences_that_are_selected_become_one_over_line_ends_too(story: Path) -> None:
    async with played(story) as app:
        await app.press("g", "Y")
        assert app.selected.startswith("Ferry runs aground off Tarn Point")
        assert app.selected.endswith("ran aground on Monday.")
        await app.press("j")
        assert app.selected.startswith("According")
        await app.press(*["right_square_bracket"] * 2, "Y")
        assert app.selected.endswith("the coast guard said.")
        assert app.selected.startswith("According")


async def test_cuts_hold_for_the_next_opening_and_quotes_stay_where_they_are(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "Y")
        piece = app.project.evidence[0]
        assert piece.quote.exact == "Nobody was hurt, the coast guard said."
        assert app.selected.endswith(WHOLE)
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("escape")
        assert app.project.evidence[0].quote == piece.quote
        await app.press("j", "k")
        assert app.room.reader.article.sentence_count == 4


async def test_without_a_selection_nothing_is_cut(story: Path) -> None:
    async with played(story) as app:
        await app.press("B")
        assert "select first where a sentence is to begin" in app.said
        assert not app.project.can_undo


async def test_candidates_and_the_comparison_follow_the_cut(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "greater_than_sign")
        await app.sentence("All 120 passengers")
        await app.press("Y", "less_than_sign", "full_stop")
        assert app.label == "B"
        assert app.selected.startswith("All 120 passengers")
        assert app.selected.endswith("an hour late.")
        await app.press("v")
        assert isinstance(app.app.screen, CompareScreen)
        await app.press("u", "u")  # that the attribution was accepted with the walk, and the cut
        await app.press(
            "escape", "greater_than_sign"
        )  # the quote that was undone last is in the first article
        assert app.label == "B"
        await app.sentence("All 120 passengers")
        assert app.selected.endswith("told the Gazette.")


@pytest.mark.parametrize("key", ["B", "Y"])
async def test_a_project_that_is_open_to_be_read_keeps_its_sentences(story: Path, key: str) -> None:
    with Project.open(story):
        pass
    with Project.open(story, read_only=True) as project:
        async with playing(project, only_look=True) as app:
            await app.press("left_square_bracket", key)
            assert "only" in app.said
            assert project.segmentation(app.app.desk.article or "") == ((), ())


def sentences(app: Played) -> int:
    return int(app.room.reader.article.sentence_count)


async def test_what_somebody_else_cuts_is_followed(story: Path) -> None:
    async with played(story) as app:
        before = sentences(app)
        article = app.app.desk.article or ""
        app.project.split_sentence(article, app.project.text(article).index("120 people"))
        await app.settle()
        assert sentences(app) == before + 1
