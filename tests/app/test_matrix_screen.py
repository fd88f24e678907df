"""The matrix on the screen: moving, sorting, filtering, what is in view of much, and what it costs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

import seeds
import tui.screens.matrix as matrix_module
from annotations import Project
from annotations.matrix import matrix
from tests.app.playing import Played, played, playing
from tests.app.test_screens import compare, without_paths
from tests.benchmarks.stories import fill
from tui.screens.matrix import MatrixScreen
from tui.screens.question import Question

SIZES = [(80, 24), (120, 40), (200, 50)]


@asynccontextmanager
async def story(claims: int, sources: int, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Played]:
    project = Project.in_memory(annotator="mo")
    fill(project, claims, sources)
    async with playing(project, size=size) as app:
        await app.press("m")
        yield app


def screen(app: Played) -> MatrixScreen:
    found = app.app.screen
    assert isinstance(found, MatrixScreen)
    return found


def numbers(app: Played) -> list[int]:
    """The numbers of the claims in the rows that are in view."""
    region = screen(app).grid.region
    lines = app.frame().split("\n")[region.y : region.bottom]
    rows = (re.match(r" [ ▸] *(\d+) ", line) for line in lines)
    return [int(row.group(1)) for row in rows if row]


def about(app: Played) -> str:
    return app.frame().split("\n")[1]


# ---- How it looks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40", "200x50"])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("matrix-large", ("l", "l", "j")),
        ("matrix-compact", ("z", "l", "l", "j")),
        ("matrix-filter", ("slash", *"source:B")),
    ],
)
async def test_a_large_matrix_looks_as_it_should(
    name: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with story(120, 70, size) as app:
        await app.press(*keys)
        compare(f"{name}-{size[0]}x{size[1]}", without_paths(app.frame()))


async def test_the_quotes_stand_beside_a_wide_matrix_and_below_another(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=(200, 50)) as app:
        await app.press("m")
        beside = screen(app).preview.region
        assert beside.x > screen(app).grid.region.x
        quote = app.project.evidence_on(app.project.claims[0].id)[0].quote.exact
        assert quote[:20] in app.frame()
        await app.pilot.resize_terminal(120, 40)
        await app.settle()
        assert screen(app).preview.region.y > screen(app).grid.region.y
        assert quote[:20] in app.frame()


async def test_the_cell_under_the_cursor_shows_without_colour() -> None:
    async with story(20, 12) as app:
        assert len(re.findall(r"\[.{1,3}\]", app.frame())) == 1
        await app.press("l", "j")
        assert len(re.findall(r"\[.{1,3}\]", app.frame())) == 1
        await app.press("z")
        assert app.frame().count("▾") == 1
        assert app.frame().count("▸") == 1


# ---- Moving ------------------------------------------------------------------------------------------


async def test_every_cell_can_be_reached_and_header_and_claims_stay_in_view() -> None:
    async with story(100, 60) as app:
        grid = screen(app).grid
        await app.press("end", "G")
        assert grid.cell() == (grid.claim_at(99), app.project.listed_articles[59])
        header = next(line for line in app.frame().split("\n") if "status" in line and "claim" in line)
        assert "BH" in header
        assert "‹" in header
        assert "›" not in header
        assert len(numbers(app)) > 10
        await app.press("home", "g")
        assert grid.cell() == (grid.claim_at(0), app.project.listed_articles[0])
        assert "›" in app.frame()
        await app.press("L")
        first, after = grid.columns_in_view
        assert first <= grid.column < after
        assert grid.column > 1
        await app.press("H")
        assert grid.column == 0
        await app.press("h", "k")
        assert grid.cell() == (grid.claim_at(0), app.project.listed_articles[0])


async def test_a_click_goes_to_a_cell_and_a_second_one_opens_it() -> None:
    async with story(40, 30) as app:
        grid = screen(app).grid
        await app.press("g", "home")
        header = next(y for y, line in enumerate(app.frame().split("\n")) if "status" in line)
        x = app.frame().split("\n")[header].index(" D ") + 1
        await app.pilot.click(offset=(x, header + 3))
        await app.settle()
        assert (grid.cursor, grid.column) == (2, 3)
        assert isinstance(app.app.screen, MatrixScreen)
        await app.pilot.click(offset=(x, header + 3))
        await app.settle()
        assert app.app.screen is app.room
        assert app.label == "D"


async def test_the_wheel_scrolls_both_ways_and_leaves_the_cursor_where_it_is() -> None:
    async with story(200, 60) as app:
        grid = screen(app).grid
        await app.press("g", "home")
        place = (grid.cursor, grid.column)

        def wheel(kind: type[events.MouseEvent], shift: bool = False) -> None:
            event = kind(grid, 5, 5, 0, 0, 0, shift, False, False, 5, 10)
            grid.post_message(event)

        wheel(events.MouseScrollRight)
        await app.settle()
        assert grid.columns_in_view[0] == 3
        wheel(events.MouseScrollDown, shift=True)
        await app.settle()
        assert grid.columns_in_view[0] == 6
        wheel(events.MouseScrollLeft)
        wheel(events.MouseScrollUp, shift=True)
        await app.settle()
        assert grid.columns_in_view[0] == 0
        assert (grid.cursor, grid.column) == place


# ---- Sorting -----------------------------------------------------------------------------------------


async def test_each_order_is_what_it_says_and_the_cursor_stays_on_its_claim() -> None:
    async with story(60, 8, (120, 80)) as app:
        project = app.project
        await app.press("G", "k", "k")
        claim = app.app.desk.claim
        every = dict(enumerate(project.claims, start=1))
        await app.press("s")
        assert "in order of creation" in about(app)
        assert numbers(app) == sorted(every)
        await app.press("s")
        origins = [project.agreement(every[number].id).origins for number in numbers(app)]
        assert origins == sorted(origins)
        await app.press("s")
        still_open = [len(project.agreement(every[number].id).open_cells) for number in numbers(app)]
        assert still_open == sorted(still_open, reverse=True)
        assert still_open[0] > still_open[-1]
        await app.press("s")
        texts = [every[number].text.lower() for number in numbers(app)]
        assert texts == sorted(texts)
        assert app.app.desk.claim == claim
        assert screen(app).grid.claim_at(screen(app).grid.cursor) == claim
        await app.press("s")
        assert numbers(app) == [row.number for row in matrix(project).rows]


async def test_only_claims_in_view_are_derived_where_the_order_needs_no_more() -> None:
    async with story(300, 40) as app:
        app.app.desk.matrix_view.order = "number"
        await app.press("m")
        project = app.project
        project._agreements.clear()
        await app.press("m", "g")
        assert len(project.claims) - len(project.underived()) < 60


async def test_many_agreements_are_derived_in_slices_with_keys_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matrix_module, "AT_ONCE", 20)
    monkeypatch.setattr(matrix_module, "SLICE", 0.0)
    async with story(0, 5) as app:
        fill_more(app.project, 60)
        app.project._agreements.clear()
        screen(app).put_in_order("worst")
        # Nothing is derived yet, and the claims stand in the order of creation.
        grid = screen(app).grid
        assert [grid.claim_at(row) for row in range(grid.row_count)] == [c.id for c in app.project.claims]
        assert "sorting: 0 of 60 ────────────────────   0% · Esc stops" in about(app)
        await app.settle()
        assert app.project.underived() == []
        assert "sorting" not in about(app)
        assert app.app.desk.matrix_view.order == "worst"


async def test_escape_stops_the_sorting_and_the_claims_stay_in_order_of_creation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matrix_module, "AT_ONCE", 20)
    async with story(0, 5) as app:
        fill_more(app.project, 60)
        await app.settle()
        screen(app).put_in_order("worst")
        assert screen(app)._waiting == 0  # they are at hand
        app.project._agreements.clear()
        screen(app).put_in_order("worst")
        assert screen(app)._waiting > 0
        screen(app).step_back()
        await app.settle()
        assert isinstance(app.app.screen, MatrixScreen)
        assert app.app.desk.matrix_view.order == "number"
        assert "in order of creation" in about(app)
        assert app.project.underived()
        assert "stopped" in app.said


def fill_more(project: Project, claims: int) -> None:
    """More claims, each marked in some source."""
    articles = project.current_articles
    for number in range(claims):
        claim = project.add_claim(f"claim {number}")
        if number % 3:
            project.mark(claim.id, articles[number % len(articles)].id, 0, 9, "supports")


# ---- Filtering ---------------------------------------------------------------------------------------


async def test_a_filter_holds_while_it_is_typed_and_the_header_says_so() -> None:
    async with story(80, 10) as app:
        await app.press("slash")
        await app.type("bridge")
        wanted = [n for n, claim in enumerate(app.project.claims, start=1) if "bridge" in claim.text.lower()]
        assert sorted(numbers(app)) == wanted
        assert f"{len(wanted)} of 80 · bridge · Esc shows all" in about(app)
        await app.press("enter")
        assert sorted(numbers(app)) == wanted
        assert app.app.desk.claim == screen(app).grid.claim_at(screen(app).grid.cursor)
        await app.press("escape")
        assert len(numbers(app)) > len(wanted)
        assert "80 claims · 10 sources" in about(app)
        assert isinstance(app.app.screen, MatrixScreen)
        await app.press("escape")
        assert app.app.screen is app.room


async def test_escape_in_the_field_shows_all_claims_again() -> None:
    async with story(30, 6) as app:
        await app.press("slash")
        await app.type("zzz")
        assert "No claim is like that" in app.frame()
        assert numbers(app) == []
        await app.press("escape")
        assert len(numbers(app)) > 10
        assert app.app.focused is screen(app).grid


async def test_what_cannot_be_understood_is_named() -> None:
    async with story(10, 4) as app:
        await app.press("slash")
        await app.type("status:gone")
        assert "no status gone" in about(app)
        assert "0 of 10" in about(app)


async def test_how_the_matrix_was_looked_at_is_kept_while_the_app_runs() -> None:
    async with story(60, 30) as app:
        await app.press("s", "z", "plus", "slash", *"bridge", "enter")
        before = app.frame()
        await app.press("m")
        if isinstance(app.app.screen, Question):  # about the origins of the claim that is current now
            await app.press("escape")
        assert app.app.screen is app.room
        await app.press("m")
        assert app.frame() == before


async def test_the_column_of_the_claims_grows_and_shrinks_within_the_room_there_is() -> None:
    async with story(20, 30, (80, 24)) as app:
        grid = screen(app).grid
        before = grid.claims_width
        await app.press("plus")
        assert grid.claims_width == before + 4
        for _ in range(12):
            await app.press("plus")
        assert "status" in app.frame()
        assert grid.columns_in_view[1] > grid.columns_in_view[0]
        await app.press("minus")
        widest = grid.claims_width
        for _ in range(12):
            await app.press("minus")
        assert 12 <= grid.claims_width < before < widest


async def test_what_is_undone_shows_and_the_filter_stays() -> None:
    async with story(30, 6) as app:
        project = app.project
        claim = project.add_claim("quite unlike the others")
        await app.settle()
        await app.press("slash", *"unlike", "enter")
        assert numbers(app) == [31]
        project.set_claim(claim.id, text="unlike all others")
        await app.settle()
        assert "unlike all others" in app.frame()
        await app.press("u")
        assert "quite unlike" in app.frame()
        await app.press("u")
        assert "0 of 30 · unlike" in about(app)
