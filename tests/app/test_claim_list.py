"""The list of claims: in which order they stand, and where the cursor is."""

from __future__ import annotations

import re

import pytest

import tui.widgets.claims as claims_module
from annotations import Project
from annotations.matrix import matrix
from tests.app.playing import Played, playing
from tests.benchmarks.stories import fill


def story(claims: int = 30, sources: int = 6) -> Project:
    project = Project.in_memory(annotator="mo")
    fill(project, claims, sources)
    for origin in project.origins:  # so that nothing asks whether they are independent
        project.set_origin(origin.id, group=origin.name)
    return project


def listed(app: Played) -> list[str]:
    rows = app.room.claims
    return [rows.claim_at(row) for row in range(rows.row_count)]


def under_the_cursor(app: Played) -> str:
    return app.room.claims.claim_at(app.room.claims.cursor)


async def test_o_turns_the_order_and_the_current_claim_stays_under_the_cursor() -> None:
    async with playing(story()) as app:
        project = app.project
        made = [claim.id for claim in project.claims]
        await app.press(*["right_parenthesis"] * 7)
        assert listed(app) == made
        shown = []
        for _ in range(5):
            await app.press("O")
            shown.append(listed(app))
            assert sorted(listed(app)) == sorted(made)
            assert under_the_cursor(app) == app.app.desk.claim == made[7]
            assert "Claims 8 of 30" in app.frame()
        worst, origins, still_open, text, back = shown
        assert worst == [row.claim.id for row in matrix(project).rows]
        assert worst != made
        by_origins = [project.agreement(claim).origins for claim in origins]
        assert by_origins == sorted(by_origins)
        by_open = [len(project.agreement(claim).open_cells) for claim in still_open]
        assert by_open == sorted(by_open, reverse=True)
        assert by_open[0] > by_open[-1]
        texts = [project.claim(claim).text.lower() for claim in text]
        assert texts == sorted(texts)
        assert back == made


async def test_the_order_is_named_below_the_list_and_kept_while_the_app_runs() -> None:
    async with playing(story()) as app:
        assert "worst first" not in app.frame()
        await app.press("O")
        assert "claims worst first" in app.said
        await app.press("m", "m", "j")
        assert re.search(r"worst first.*╯", app.frame())
        assert listed(app) == [row.claim.id for row in matrix(app.project).rows]


async def test_a_mark_puts_its_claim_in_its_place_and_the_cursor_goes_with_it() -> None:
    async with playing(story()) as app:
        await app.press("O")
        sound = [id for id in listed(app) if app.project.agreement(id).status == "corroborated"]
        claim = sound[-1]
        app.app.desk.choose_claim(claim)
        app.room.follow()
        before = listed(app).index(claim)
        await app.press("G", "R")
        assert app.project.agreement(claim).status == "disputed"
        assert listed(app) == [row.claim.id for row in matrix(app.project).rows]
        assert listed(app).index(claim) < before
        assert under_the_cursor(app) == claim


async def test_the_filter_and_the_order_hold_together() -> None:
    async with playing(story()) as app:
        await app.press("O", "ctrl+w", "slash")
        word = app.project.claim(listed(app)[3]).text.split()[2]
        await app.type(word)
        rows = [row.claim for row in matrix(app.project).rows]
        wanted = [c.id for c in rows if word.lower() in " ".join(app.app.desk.claim_words(c)).lower()]
        assert 0 < len(wanted) < 30
        assert listed(app) == wanted


async def test_moving_in_a_sorted_list_makes_the_next_row_the_current_claim() -> None:
    async with playing(story()) as app:
        await app.press("O", "O", "O")
        app.room.claims.focus()
        await app.press("g", "j", "j")
        assert app.app.desk.claim == listed(app)[2] == under_the_cursor(app)


async def test_many_agreements_are_derived_beside_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_module, "AT_ONCE", 10)
    async with playing(story(60)) as app:
        app.project._agreements.clear()
        app.app.desk.claims_order = "worst"
        app.room.claims.follow()
        assert listed(app) == [claim.id for claim in app.project.claims]
        await app.settle()
        assert listed(app) == [row.claim.id for row in matrix(app.project).rows]


async def test_the_rows_are_arranged_once_a_change_and_not_for_each_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with playing(story()) as app:
        await app.press("O")
        counted: list[str] = []
        arranged = __import__("annotations.matrix", fromlist=["arranged"]).arranged

        def counting(*arguments: object) -> object:
            counted.append("once")
            return arranged(*arguments)

        monkeypatch.setattr("annotations.matrix.arranged", counting)
        await app.press("j", "k", "right_parenthesis", "j")
        assert counted == []
        await app.press("S")
        assert counted == ["once"]
