"""Numbers, dates and names of the two passages in view: equal ones, and those that a person might check."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played
from tui.figures import Passage, in_words

ONE = """Quarry to reopen

The firm Halden will send 1,000 workers to the quarry on June 17. It has bought 40 lorries. Nobody objected.
"""
OTHER = """Workers wanted

Halden wants a thousand workers for the quarry by 17 June, its chair said. The roads are narrow.

The firm bought 60 lorries last year. The mayor is against it.
"""


@pytest.fixture
def quarry(tmp_path: Path) -> Path:
    folder = tmp_path / "quarry"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE, "utf-8")
    (folder / "b.txt").write_text(f"---\npublished: 2025-06-20\n---\n{OTHER}", "utf-8")
    return folder


def line(app: Played, begins: str) -> str:
    """The line of the card that begins so, with those that it is wrapped over."""
    text = app.room.card.content.plain
    return next((row for row in text.splitlines() if row.startswith(begins)), "")


async def test_on_the_walk_equal_values_are_named_however_they_are_written(quarry: Path) -> None:
    async with played(quarry) as app:
        await app.sentence("The firm Halden")
        await app.press("c", "full_stop")
        assert app.label == "B"
        same = line(app, "same:")
        assert "1,000 = a thousand" in same
        assert "June 17 = 17 June" in same
        assert "Halden" in same
        assert line(app, "differs") == ""


async def test_another_figure_for_the_same_thing_is_to_be_checked_and_marks_nothing(quarry: Path) -> None:
    async with played(quarry) as app:
        await app.sentence("It has bought")
        await app.press("c", "full_stop")
        assert app.selected.startswith("The firm bought")
        assert line(app, "differs") == "differs, check: A 40, B 60"
        assert len(app.project.evidence) == 1


async def test_it_is_about_the_passage_in_view_and_goes_with_the_walk(quarry: Path) -> None:
    async with played(quarry) as app:
        await app.sentence("It has bought")
        await app.press("c", "full_stop")
        assert line(app, "differs")
        await app.press("k")
        assert line(app, "differs") == ""
        await app.press("j")
        assert line(app, "differs")
        await app.press("escape")
        assert app.app.desk.walk is None
        assert line(app, "differs") == ""


async def test_the_comparison_of_two_quotes_names_them_too(quarry: Path) -> None:
    async with played(quarry) as app:
        await app.sentence("It has bought")
        await app.press("c", "full_stop", "r", "v")
        assert "differs, check: A 40, B 60" in app.frame()


def test_last_year_is_reckoned_from_the_day_of_its_article(quarry: Path) -> None:
    with Project.open(quarry) as project:
        a, b = (article.id for article in project.current_articles)
        assert in_words(project, Passage(a, "It fell in 2024."), Passage(b, "It fell last year.")) == [
            "same: 2024 = last year"
        ]
        # Without a day nothing is known of "last year".
        assert in_words(project, Passage(b, "It fell in 2024."), Passage(a, "It fell last year.")) == []


async def test_where_there_are_few_lines_they_stand_in_the_frame_of_the_card(quarry: Path) -> None:
    async with played(quarry, size=(80, 24)) as app:
        await app.sentence("It has bought")
        await app.press("c", "full_stop")
        assert "differs, check: A 40, B 60" in app.frame()
        await app.press("k")
        assert "differs" not in app.frame()
