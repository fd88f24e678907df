"""Articles that are retracted, origins that are withdrawn, quotes that an update has dropped: what falls is
named before and after, and what is set aside says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Select

from annotations import Project
from annotations.records import Claim
from tests.app.playing import Played, played, playing
from tui.screens.article_details import ArticleDetails
from tui.screens.question import Question
from tui.widgets.cell_preview import CellPreview

SIZES = [(80, 24), (120, 40)]
sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


def fill(project: Project) -> Claim:
    """A claim that A and B support, from two origins that are independent; and one that only A has."""
    a, b, _ = project.current_articles
    master = project.add_origin("the harbour master", group="harbour")
    union = project.add_origin("the union", group="union")
    text, other = project.text(a.id), project.text(b.id)
    at = text.index("120 people")
    claim, _ = project.claim_from(a.id, at, at + 10, attribution=[master.id])
    at = other.index("All 120")
    project.mark(claim.id, b.id, at, at + 18, "supports", attribution=[union.id])
    at = text.index("Nobody was hurt")
    project.claim_from(a.id, at, at + 15)
    return claim


def question(app: Played) -> str:
    """The question on the screen, its lines joined."""
    assert isinstance(app.app.screen, Question)
    return "\n".join(app.app.screen._lines)


async def choose(app: Played, state: str) -> None:
    """Choose a state in the details of the article in hand, and save."""
    assert isinstance(app.app.screen, ArticleDetails)
    app.app.screen.query_one("#state", Select).value = state
    app.app.screen.query_one("#title").focus()
    await app.settle()
    await app.press("enter")


# ---- Retracting --------------------------------------------------------------------------------------


@sizes
async def test_a_retraction_names_what_falls_before_it_is_saved_and_after(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        fill(app.project)
        await app.press("E")
        await choose(app, "retracted")
        assert "claim 1: corroborated (2 origins) → single source" in question(app)
        assert "claim 2: single source → open" in question(app)
        assert "2 claims (1, 2) fall" in question(app)
        assert "claim 1: corroborated (2 origins)" in app.frame()
        assert "y  retract it" in app.frame()
        assert app.project.current_articles[0].state == "current"
        await app.press("y")
        assert app.app.screen is app.room
        assert app.project.articles[0].state == "retracted"
        assert "article A retracted · 2 claims (1, 2) fall · u takes it back" in app.said
        assert app.project.drafts == {}
        await app.press("u")
        assert app.project.articles[0].state == "current"
        assert app.project.agreement(app.project.claims[0].id).status == "corroborated"


async def test_other_details_are_saved_with_the_retraction_and_undone_with_it(story: Path) -> None:
    async with played(story) as app:
        fill(app.project)
        before = app.project.articles[0]
        await app.press("E")
        await app.type("Harbour news")
        await app.press("tab", "tab", "tab", "tab")
        await app.type("en-GB")
        await choose(app, "retracted")
        assert "Saved with it: title, language." in question(app)
        await app.press("y")
        after = app.project.articles[0]
        assert (after.title, after.language, after.state) == ("Harbour news", "en-GB", "retracted")
        await app.press("u")
        assert app.project.articles[0] == before


async def test_the_answer_no_and_escape_leave_the_details_open_and_save_nothing(story: Path) -> None:
    async with played(story) as app:
        fill(app.project)
        await app.press("E")
        for answer in ("n", "escape"):
            await choose(app, "retracted")
            await app.press(answer)
            assert isinstance(app.app.screen, ArticleDetails)
            assert app.project.articles[0].state == "current"
        await app.press("escape")
        assert app.project.drafts == {f"article {app.project.articles[0].id}": {"state": "retracted"}}


async def test_an_article_that_counts_again_is_asked_about_and_names_what_changes(story: Path) -> None:
    async with played(story) as app:
        fill(app.project)
        app.project.retract_article(app.project.articles[0].id)
        await app.settle()
        await app.press("E")
        await choose(app, "current")
        assert "claim 1: single source → corroborated (2 origins)" in question(app)
        await app.press("y")
        assert app.project.articles[0].state == "current"
        assert "article A no longer retracted · 2 claims (1, 2) change" in app.said


async def test_a_retracted_version_that_was_replaced_is_offered_as_superseded_only(story: Path) -> None:
    async with played(story) as app:
        fill(app.project)
        old = app.project.articles[0]
        app.project.retract_article(old.id)
        (story / "a-harbour.txt").write_text("Ferry runs aground\n\nNobody was hurt at all.\n", "utf-8")
        app.project.add_files([story / "a-harbour.txt"])
        await app.settle()
        app.room.open_article(old.id)
        await app.settle()
        await app.press("E")
        offered = [value for _, value in app.app.screen.query_one("#state", Select)._options]
        assert offered == ["superseded", "retracted"]
        await choose(app, "superseded")
        await app.press("y")
        assert app.project.article(old.id).state == "superseded"
        await app.press("u")
        app.project.keep_draft(f"article {old.id}", {"state": "current"})  # from before it was replaced
        await app.press("E")
        assert app.app.screen.query_one("#state", Select).value == "retracted"


async def test_details_without_another_state_are_saved_without_a_question(story: Path) -> None:
    async with played(story) as app:
        await app.press("E", "tab", "tab", "tab", "tab")
        await app.type("de")
        await app.press("enter")
        assert app.app.screen is app.room
        assert app.project.articles[0].language == "de"
        await app.press("E", "tab", "tab", "tab", "tab", "backspace", "enter")
        assert app.project.articles[0].language is None


async def test_in_a_project_that_is_open_to_be_read_a_retraction_is_refused_before_it_is_asked(
    story: Path,
) -> None:
    with Project.open(story, annotator="mo"):
        pass
    with Project.open(story, annotator="mo", read_only=True) as project:
        async with playing(project, only_look=True) as app:
            await app.press("E")
            await choose(app, "retracted")
            assert isinstance(app.app.screen, ArticleDetails)
            assert app.app.desk.why_read_only() in app.said


# ---- Why it is set aside -----------------------------------------------------------------------------


def card(app: Played) -> str:
    return app.room.card.content.plain


async def preview(app: Played, label: str) -> str:
    """What the matrix shows of the current claim in the newest article with a label."""
    await app.press("m")
    grid = app.app.screen.query_one("MatrixGrid")
    article = next(a for a in app.project.listed_articles if a.label == label)
    grid.go_to_article(article.id)  # type: ignore[attr-defined]
    await app.settle()
    await app.press(*("lh" if label == "A" else "hl"))  # away and back, so that it is told
    said = app.app.screen.query_one(CellPreview).content.plain
    await app.press("m", "escape")
    return said


async def test_a_piece_of_a_retracted_article_says_so_everywhere(story: Path) -> None:
    async with played(story) as app:
        claim = fill(app.project)
        app.project.retract_article(app.project.articles[0].id)
        await app.settle()
        assert "set aside: A is retracted" in card(app)
        assert "A supports it but is set aside: A is retracted" in app.app.desk.why(claim.id).rests
        assert "set aside: A is retracted" in await preview(app, "A")


async def test_a_chain_through_a_withdrawn_origin_names_it_everywhere(story: Path) -> None:
    async with played(story) as app:
        claim = fill(app.project)
        app.project.withdraw_origin(app.project.origins[1].id)
        await app.settle()
        assert "set aside: “the union” was withdrawn" in card(app)
        assert "B supports it but is set aside: “the union” was withdrawn" in app.app.desk.why(claim.id).rests
        assert "set aside: “the union” was withdrawn" in await preview(app, "B")


async def test_words_that_changed_or_went_with_an_update_are_said_everywhere(story: Path) -> None:
    async with played(story) as app:
        claim = fill(app.project)
        hurt = app.project.claims[1]
        (story / "a-harbour.txt").write_text(
            "Ferry runs aground off Tarn Point\n\nThe ferry Morwen ran aground on Monday. According to the "
            "harbour master, 140 people were on board.\nThe company called it “a gentle stop”.\n",
            "utf-8",
        )
        app.project.add_files([story / "a-harbour.txt"])
        anchors = {p.claim: p.anchor for p in app.project.evidence if p.carried_from is not None}
        assert anchors == {claim.id: "changed", hurt.id: "orphan"}
        await app.settle()
        assert "set aside: its words changed in v2: U shows them" in card(app)
        assert "A supports it but is set aside: its words changed in v2" in app.app.desk.why(claim.id).rests
        assert "set aside: its words changed in v2)" in await preview(app, "A")
        await app.press("right_parenthesis")
        assert "set aside: v2 no longer has these words" in card(app)
        assert (
            "A supports it but is set aside: v2 no longer has these words" in app.app.desk.why(hurt.id).rests
        )


async def test_the_key_that_is_named_shows_the_words_that_changed(story: Path) -> None:
    async with played(story) as app:
        fill(app.project)
        text = app.project.text(app.project.articles[0].id).replace("120 people", "140 people")
        (story / "a-harbour.txt").write_text(text, "utf-8")
        app.project.add_files([story / "a-harbour.txt"])
        await app.settle()
        app.room.open_article(app.project.current_articles[0].id)
        await app.settle()
        await app.press("g", "z")
        assert app.selected == "140 people"


async def test_a_quote_on_an_older_version_says_what_replaced_it(story: Path) -> None:
    async with played(story) as app:
        claim = fill(app.project)
        (story / "a-harbour.txt").write_text("Ferry runs aground\n\nA calm day.\n", "utf-8")
        app.project.add_files([story / "a-harbour.txt"])
        copy = next(p for p in app.project.evidence_on(claim.id) if p.carried_from is not None)
        app.project.delete_evidence(copy.id)
        await app.settle()
        assert "set aside: superseded by v2" in card(app)
        assert "A v1 supports it but is set aside: superseded by v2" in app.app.desk.why(claim.id).rests


async def test_a_refutation_that_is_set_aside_is_told_too(story: Path) -> None:
    async with played(story) as app:
        claim = fill(app.project)
        b = app.project.current_articles[1]
        union = app.project.origins[1].id
        app.project.mark(claim.id, b.id, 40, 60, "refutes", attribution=[union])
        app.project.withdraw_origin(union)
        assert "B refutes it but is set aside: “the union” was withdrawn" in app.app.desk.why(claim.id).rests
