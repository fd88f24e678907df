"""The tutorial, played by keys: from start to end, left and taken up again, and with wrong keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from tests.app.playing import Played, playing
from tui.commands.command import find_command
from tui.commands.scopes import commands
from tui.tutorial.lessons import ALWAYS, LESSONS
from tui.tutorial.playing import Tutorial
from tui.tutorial.progress import At, Progress
from tui.widgets.guide import _COMMAND, Guide

PASSAGE = "In the words of Russian state media"


@asynccontextmanager
async def lesson(folder: Path, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Played]:
    """The tutorial, kept in this folder, open on a screen."""
    progress = Progress(folder)
    with progress.open_story(annotator="mo") as project:
        async with playing(project, size=size, tutorial=Tutorial(progress)) as app:
            yield app


def at(app: Played) -> tuple[int, int]:
    """The lesson and the step that wait, from 1."""
    assert app.app.tutorial is not None
    return app.app.tutorial.at.lesson + 1, app.app.tutorial.at.step + 1


def strip(app: Played) -> str:
    """What the strip of the topmost screen says."""
    return str(app.app.screen.query_one(Guide).content)


async def choose_words(app: Played, first: str, last: str) -> None:
    """Type the labels of the words with which these begin in the article."""
    await app.press("l")
    reader = app.room.reader
    for word in (first, last):
        at = reader.article.raw.index(word)
        label = next(label for label, span in reader._labelling.labels if span[0] == at)
        await app.press(*label)


async def to_the_claim(app: Played) -> None:
    await app.press("j", "j", "j")
    assert at(app) == (1, 2)
    await app.press("greater_than_sign")
    assert at(app) == (1, 3)
    await app.press("slash")
    await app.type("sappers")
    await app.press("enter")
    assert at(app) == (1, 4)
    await app.press("escape", "less_than_sign")
    assert at(app) == (2, 1)
    await app.sentence(PASSAGE)
    await app.press("c")
    assert at(app) == (2, 2)


async def test_it_can_be_played_from_start_to_end(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        await to_the_claim(app)
        await choose_words(app, "the journey", "assignment” given")
        assert app.project.evidence[-1].quote.exact == "the journey was a “special assignment”"
        assert at(app) == (2, 3)
        await app.press("1")
        assert at(app) == (2, 4)
        assert "→" not in strip(app)
        await app.press("e")
        await app.type(" and more.")
        await app.press("enter")
        assert at(app) == (2, 4)  # the old words are in it still
        await app.press("e", "ctrl+a")
        await app.type("He came on a special assignment.")
        await app.press("enter")
        assert at(app) == (3, 1)
        await app.press("a", "enter")
        assert at(app) == (3, 2)
        await app.press("o")
        assert at(app) == (3, 3)
        await app.press("escape")
        assert at(app) == (4, 1)
        await app.press("full_stop")
        assert at(app) == (4, 2)
        assert "special assignment" in app.selected
        await app.press("s")
        assert at(app) == (4, 3)
        await app.press("n")
        assert at(app) == (5, 1)
        await app.press("exclamation_mark", "escape", "m", "escape", "v", "escape")
        assert at(app) == (6, 1)
        await app.press("i")
        await app.type("who says so first?")
        await app.press("enter")
        assert at(app) == (6, 2)
        await app.press("u")
        assert at(app) == (6, 3)
        await app.press("ctrl+r")
        assert at(app) == (6, 4)
        await app.press("x")
        await app.press("down", "escape")
        assert app.app.tutorial is not None
        assert app.app.tutorial.is_over
        assert "That was all of it" in strip(app)
        assert "variorum tutorial --again" in app.frame()


async def test_who_moved_between_the_claim_and_its_words_is_told_the_way_back(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        await to_the_claim(app)
        await app.press("j", "k", "l")
        assert "→" not in strip(app)  # half of the choice is no mistake
        await app.press("escape")
        await choose_words(app, "the journey", "assignment” given")
        assert at(app) == (2, 2)
        assert "u, then c again" in " ".join(strip(app).split())
        await app.press("u")
        await app.sentence(PASSAGE)
        await app.press("c")
        await choose_words(app, "the journey", "assignment” given")
        assert at(app) == (2, 3)


async def test_it_is_left_in_the_middle_and_taken_up_again(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        await to_the_claim(app)
        claim = app.project.claims[-1].id
        await app.press("ctrl+q")
    async with lesson(tmp_path) as app:
        assert at(app) == (2, 2)
        assert app.app.desk.claim == claim
        assert "Keep the first" in strip(app)


async def test_a_wrong_key_is_answered_with_a_hint_that_goes_when_the_step_is_done(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        before = strip(app)
        await app.press("y")
        assert strip(app) != before
        assert "→ Press j" in strip(app)
        await app.press("j", "j", "j")
        assert "→" not in strip(app)
        await app.press("m")
        assert "→" not in app.app.tutorial.hint  # it is told where it can be acted on
        await app.press("escape")
        assert at(app) == (1, 2)


async def test_looking_around_is_never_wrong(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        await app.press("k", "J", "g", "question_mark", "escape", "ctrl+w", "escape")
        assert app.app.tutorial is not None
        assert app.app.tutorial.hint == ""


async def test_a_claim_from_another_sentence_does_not_count(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        await app.press("j", "j", "j", "greater_than_sign", "slash")
        await app.type("sappers")
        await app.press("enter", "escape", "less_than_sign", "g", "c")
        assert at(app) == (2, 1)
        assert "takes another" in strip(app)
        await app.press("u")
        await app.sentence(PASSAGE)
        await app.press("c")
        assert at(app) == (2, 2)


async def test_nothing_below_the_strip_moves_when_it_says_something_else(tmp_path: Path) -> None:
    for size in ((80, 24), (120, 40)):
        async with lesson(tmp_path / f"{size[0]}", size=size) as app:
            region = app.room.query_one("#panes").region
            await app.press("y")
            assert app.app.tutorial is not None
            assert app.app.tutorial.hint
            assert app.room.query_one("#panes").region == region
            assert region.height >= 12


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_every_text_fits_into_the_strip_with_its_hint(size: tuple[int, int]) -> None:
    import textwrap

    lines = Guide.LINES_NARROW if size[0] < Guide.NARROW else Guide.LINES
    for one in LESSONS:
        for step in one.steps:
            text, hint = (_COMMAND.sub("x", words) for words in (step.text, "→ " + step.hint))
            height = sum(len(textwrap.wrap(words, size[0] - 7)) for words in (text, hint))
            assert 1 + height <= lines, step.text


def test_every_command_that_a_lesson_names_is_one_that_has_a_key() -> None:
    named = {id for one in LESSONS for step in one.steps for id in _COMMAND.findall(step.text + step.hint)}
    for id in named:
        assert commands()[id].keys, id
    assert named - ALWAYS


def test_there_are_six_lessons() -> None:
    assert len(LESSONS) == 6


async def test_a_step_can_be_skipped_and_a_lesson_begun_again_from_the_palette(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        command = find_command(app.room.groups, "tutorial")
        app.room.run_command(command)
        await app.settle()
        await app.press("s")
        assert at(app) == (1, 2)
        app.room.run_command(command)
        await app.settle()
        await app.press("l")
        assert at(app) == (1, 1)


async def test_the_strip_stands_over_dialogs_and_on_every_screen(tmp_path: Path) -> None:
    async with lesson(tmp_path) as app:
        for keys in (["m"], ["o"], ["v"], ["e"], ["exclamation_mark"], ["x"]):
            await app.press(*keys)
            assert "Tutorial 1/6" in strip(app)
            assert "Tutorial 1/6" in app.frame()
            await app.press("escape")


@pytest.mark.parametrize("said", [b"", b"no", b"[]", b'{"lesson": -1, "step": 0}', b'{"lesson": "x"}'])
def test_a_place_that_makes_no_sense_is_the_beginning(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "tutorial.json").write_bytes(said)
    assert Progress(tmp_path).place() == At()


def test_a_place_behind_the_last_step_of_a_lesson_is_its_beginning(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.keep(At(1, 99))
    assert Tutorial(progress).at == At(1)
    progress.keep(At(99, 0))
    assert Tutorial(progress).is_over


def test_a_new_beginning_makes_a_new_copy(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    with progress.open_story(annotator="mo") as project:
        project.add_claim("The ferry ran aground.")
        count = len(project.claims)
    progress.keep(At(3, 1))
    with progress.open_story(annotator="mo", again=True) as project:
        assert len(project.claims) == count - 1
    assert progress.place() == At()


async def test_from_a_project_one_leaves_for_it_and_the_project_is_not_touched(story: Path) -> None:
    from tests.app.playing import played

    async with played(story) as app:
        before = app.project.state
        app.room.run_command(find_command(app.room.groups, "tutorial"))
        await app.until_seen(lambda: not app.app.is_running)
        assert app.app.to_tutorial
        assert app.project.state == before


async def test_the_strip_is_not_there_without_the_tutorial(story: Path) -> None:
    from tests.app.playing import played

    async with played(story) as app:
        assert not app.app.screen.query(Guide)
        assert app.app.screen.query(Static)
