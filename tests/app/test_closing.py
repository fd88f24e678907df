"""Closing an article: read, and nothing for the remaining claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played, playing
from tui.screens.question import Question


@pytest.fixture
def ferry(story: Path) -> Path:
    """Four claims from the first article; one of them is marked in the third, too."""
    with Project.open(story, annotator="mo") as project:
        a, _, c = project.current_articles
        for words in ("The ferry Morwen", "120 people", "Nobody was hurt", "a gentle stop"):
            at = project.text(a.id).index(words)
            claim, _ = project.claim_from(a.id, at, at + len(words))
        project.mark(claim.id, c.id, 0, 6, "queries")
    return story


def question(app: Played) -> str:
    assert isinstance(app.app.screen, Question)
    return "\n".join(app.app.screen._lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_an_article_that_was_read_is_closed_after_one_question_and_opened_in_one_step(
    ferry: Path, size: tuple[int, int]
) -> None:
    async with played(ferry, size=size) as app:
        await app.press("less_than_sign", "G", "X")
        assert "Still open in C: 3 claims (1, 2, 3)." in question(app)
        assert "Every line of it was on the screen" in question(app)
        await app.press("y")
        c = app.project.current_articles[2]
        assert {(review.article, review.basis) for review in app.project.reviews} == {(c.id, "read")}
        assert len(app.project.reviews) == 3
        assert "no mention · 3 claims · C" in app.said
        cells = [app.project.agreement(claim.id).cells[c.id] for claim in app.project.claims]
        assert cells == ["no_mention"] * 3 + ["queries"]
        await app.press("u")
        assert app.project.reviews == []


@pytest.mark.parametrize("answer", ["n", "escape", "enter"])
async def test_any_other_answer_leaves_them_open(ferry: Path, answer: str) -> None:
    async with played(ferry) as app:
        await app.press("less_than_sign", "X", answer)
        assert app.project.reviews == []


async def test_what_was_not_on_the_screen_is_not_recorded_as_read(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(ferry) as app:
        desk = app.app.desk
        monkeypatch.setattr(desk, "has_read", lambda article: False)
        first, second, third, _ = app.project.claims
        await app.press("right_parenthesis", "slash", *"sailors", "tab", "enter", "escape", "escape")
        desk.choose_claim(first.id)
        await app.press("full_stop")
        assert app.label == "B"
        await app.press("X")
        said = question(app)
        assert "Not every line of it was on the screen" in said
        assert (
            "1 searched for, 1 looked for at the best candidates, 2 not read to the end, without a basis"
            in said
        )
        await app.press("y")
        bases = {review.claim: review.basis for review in app.project.reviews}
        assert (bases[first.id], bases[second.id], bases[third.id]) == ("candidates", "searched", None)


async def test_on_the_walk_one_goes_on_to_the_next_open_cell(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("full_stop")
        assert app.label == "B"
        await app.press("X", "y")
        assert app.label == "C"
        await app.press("X", "y")
        assert app.label == "A"
        assert all(not app.project.agreement(claim.id).open_cells for claim in app.project.claims)
        assert "every source is looked at" in app.said


async def test_where_no_claim_waits_nothing_is_asked(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("X")
        assert "no claim waits in A" in app.said
        await app.press("greater_than_sign")
        app.project.retract_article(app.app.desk.article or "")
        await app.press("X")
        assert "B is retracted" in app.said
        assert app.app.screen is app.room


async def test_a_project_that_is_open_to_be_read_closes_nothing(ferry: Path) -> None:
    with Project.open(ferry, read_only=True) as project:
        async with playing(project, only_look=True) as app:
            await app.press("less_than_sign", "X")
            assert app.app.screen is app.room
            assert "only" in app.said
