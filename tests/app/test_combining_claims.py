"""Claims that say the same made one, and claims that say two things made two, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.records import Claim
from tests.app.playing import Played, played
from tui.screens.claim_chooser import ClaimChooser
from tui.screens.claim_split import Shares, SplitDialog
from tui.screens.matrix import MatrixScreen
from tui.screens.question import Question
from tui.widgets.prose import Prose


@pytest.fixture
def ferry(story: Path) -> Path:
    """The story with four claims: the first and the third say the same in other words."""
    with Project.open(story, annotator="mo") as project:
        a, b, c = project.current_articles
        master = project.add_origin("the harbour master", group="harbour")
        union = project.add_origin("the union", group="union")

        def quote(article: str, words: str) -> tuple[int, int]:
            at = project.text(article).index(words)
            return at, at + len(words)

        project.claim_from(a.id, *quote(a.id, "120 people were on board"), attribution=[master.id])
        project.claim_from(c.id, *quote(c.id, "now planned for Thursday"))
        third, _ = project.claim_from(
            b.id, *quote(b.id, "All 120 passengers of the Morwen were taken off"), attribution=[union.id]
        )
        project.set_claim(third.id, text="There were 120 people on the ferry.", tags=("number",))
        claim, _ = project.claim_from(a.id, *quote(a.id, "Nobody was hurt"), attribution=[master.id])
        project.mark(claim.id, b.id, *quote(b.id, "left port an hour late"), "supports")
        project.set_claim(claim.id, type="event")
    return story


def texts(app: Played) -> list[str]:
    return [claim.text for claim in app.project.claims]


def current(app: Played) -> Claim:
    return app.app.desk.current_claim()


def question(app: Played) -> str:
    assert isinstance(app.app.screen, Question)
    return "\n".join(app.app.screen._lines)


# ---- Two made one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_two_claims_are_merged_after_it_was_shown_what_that_makes_of_them(
    ferry: Path, size: tuple[int, int]
) -> None:
    async with played(ferry, size=size) as app:
        before = app.project.claims, app.project.evidence
        await app.press("M")
        assert isinstance(app.app.screen, ClaimChooser)
        assert app.app.screen._offered[0] == app.project.claims[2].id
        await app.press("down", "enter")
        assert "Claims 1 and 3 become one, with 1 quote of claim 3" in question(app)
        assert "claim 1: single source → corroborated (2 origins)" in question(app)
        assert "yes, in the words of claim 1" in app.frame()
        await app.press("y")
        assert "claims 1 and 3 are one, claim 1 · 1 quote moved" in app.said
        assert texts(app)[0] == "120 people were on board"
        assert len(texts(app)) == 3
        assert current(app).tags == ("number",)
        assert len(app.project.evidence_on(current(app).id)) == 2
        assert app.app.screen is app.room
        await app.press("u")
        assert (app.project.claims, app.project.evidence) == before
        await app.press("ctrl+r")
        assert len(texts(app)) == 3


async def test_the_merged_claim_can_keep_the_words_of_the_other_one_or_be_left_alone(ferry: Path) -> None:
    async with played(ferry) as app:
        for answer in ("n", "escape"):
            await app.press("M", *"ferry", "enter", answer)
            assert len(texts(app)) == 4
        await app.press("M", "3", "enter", "o")
        assert "There were 120 people on the ferry." in texts(app)
        assert "120 people were on board" not in texts(app)
        assert current(app).text == "There were 120 people on the ferry."
        assert "claims 1 and 3 are one, claim 2" in app.said


async def test_claims_are_narrowed_by_words_tags_and_number(ferry: Path) -> None:
    async with played(ferry) as app:
        claims = [claim.id for claim in app.project.claims]
        await app.press("M")
        screen = app.app.screen
        assert isinstance(screen, ClaimChooser)
        assert set(screen._offered) == set(claims[1:])
        await app.press("enter")
        assert "mark a claim first" in app.said
        for typed, found in (("thurs", 1), ("#number", 2), ("4", 3)):
            await app.type(typed)
            assert screen._offered[0] == claims[found]
            await app.press(*["backspace"] * len(typed))
        await app.type("no such words")
        assert screen._offered == []
        await app.press("enter", "escape")
        assert len(texts(app)) == 4


async def test_the_claim_under_the_cursor_of_the_matrix_is_merged_there(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("m", "s", "g", "M", "3", "enter", "y")
        assert isinstance(app.app.screen, MatrixScreen)
        assert len(texts(app)) == 3
        assert app.app.screen.grid.row_count == 3
        assert app.app.screen.grid.claim_at(app.app.screen.grid.cursor) == current(app).id
        await app.press("u")
        assert app.app.screen.grid.row_count == 4


async def test_a_claim_that_is_alone_has_nothing_to_merge_with(story: Path) -> None:
    async with played(story) as app:
        await app.press("M")
        assert "no claim yet" in app.said
        await app.press("c", "M")
        assert "there is no other claim" in app.said
        assert app.app.screen is app.room


# ---- One made two ------------------------------------------------------------------------------------


async def to_the_last(app: Played) -> None:
    await app.press("left_parenthesis")
    assert current(app).text == "Nobody was hurt"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_claim_is_split_with_the_quotes_that_go(ferry: Path, size: tuple[int, int]) -> None:
    async with played(ferry, size=size) as app:
        await to_the_last(app)
        old = current(app)
        await app.press("D")
        assert isinstance(app.app.screen, SplitDialog)
        assert "Split claim 4" in app.frame()
        await app.press("j", "space")
        assert "goes  B S" in app.frame()
        assert app.app.screen.query_one(Prose).value == "left port an hour late"
        await app.press("enter")
        assert app.app.screen is app.room
        assert "claim 4 split · claim 5 has 1 quote" in app.said
        new = current(app)
        assert (new.text, new.type) == ("left port an hour late", "event")
        assert [piece.quote.exact for piece in app.project.evidence_on(new.id)] == ["left port an hour late"]
        assert [piece.quote.exact for piece in app.project.evidence_on(old.id)] == ["Nobody was hurt"]
        await app.press("u")
        assert len(app.project.claims) == 4
        assert len(app.project.evidence_on(old.id)) == 2


async def test_a_quote_that_says_both_stays_and_goes_along(ferry: Path) -> None:
    async with played(ferry) as app:
        await to_the_last(app)
        old = current(app)
        await app.press("D", "space", "space")
        assert "both  A S" in app.frame()
        await app.press("tab")
        await app.press(*["backspace"] * len("Nobody was hurt"))
        await app.type("Nobody needed help")
        await app.press("enter")
        new = current(app)
        assert new.text == "Nobody needed help"
        (copy,) = app.project.evidence_on(new.id)
        kept = app.project.evidence_on(old.id)
        assert len(kept) == 2
        assert (copy.quote, copy.attribution) == (kept[0].quote, kept[0].attribution)
        await app.press("u")
        assert len(app.project.evidence) == 5


async def test_words_of_ones_own_are_not_replaced_by_a_quote_and_kept_as_a_draft(ferry: Path) -> None:
    async with played(ferry) as app:
        await to_the_last(app)
        await app.press("D", "tab")
        await app.type("The ferry was late")
        await app.press("shift+tab", "space")
        assert app.app.screen.query_one(Prose).value == "The ferry was late"
        await app.press("escape")
        assert "kept as a draft" in app.said
        await app.press("D")
        assert app.app.screen.query_one(Prose).value == "The ferry was late"
        assert "draft" in app.frame()
        await app.press("space", "enter")
        assert current(app).text == "The ferry was late"
        assert app.project.drafts == {}


async def test_a_split_that_shares_nothing_out_is_refused_and_the_box_stays(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("D", "enter")
        assert "which quotes go" in app.said
        assert isinstance(app.app.screen, SplitDialog)
        await app.press("escape")
        assert len(app.project.claims) == 4


async def test_a_click_on_a_quote_turns_what_becomes_of_it(ferry: Path) -> None:
    async with played(ferry) as app:
        await to_the_last(app)
        await app.press("D")
        await app.pilot.click(Shares, offset=(3, 1))
        await app.settle()
        assert "goes  B S" in app.frame()


@pytest.mark.parametrize("key", ["M", "D"])
async def test_a_project_that_is_open_to_be_read_is_neither_merged_nor_split(ferry: Path, key: str) -> None:
    with Project.open(ferry, read_only=True) as project:
        from tests.app.playing import playing

        async with playing(project, only_look=True) as app:
            await app.press(key)
            assert app.app.screen is app.room
            assert "only" in app.said
