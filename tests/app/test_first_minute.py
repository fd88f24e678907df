"""What a person meets first: an empty folder, articles, a project that is open to be read, the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds
from annotations import Project
from tests.app.playing import played, playing
from tui.widgets.guide import Guide

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_folder_opens_with_what_to_press(tmp_path: Path, size: tuple[int, int]) -> None:
    async with played(tmp_path, size=size) as app:
        frame = " ".join(app.frame().split())
        assert "There are no articles in this folder yet" in frame
        assert "F adds files, folders" in frame
        assert ".pdf" in frame
        await app.press("F")
        assert type(app.app.screen).__name__ == "AddSources"


async def test_the_words_about_an_empty_folder_go_with_the_first_article(tmp_path: Path) -> None:
    async with played(tmp_path) as app:
        (tmp_path / "one.txt").write_text("The pier is shut. So says the port.\n", "utf-8")
        app.project.add_files([tmp_path / "one.txt"])
        await app.settle()
        frame = app.frame()
        assert "There are no articles" not in frame
        assert "The pier is shut." in frame


@pytest.mark.parametrize("size", SIZES)
async def test_articles_without_claims_open_with_the_key_that_makes_one(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        frame = app.frame()
        assert "No claims yet." in frame
        assert "c makes one from" in frame
        assert "Ferry runs aground" in frame
        await app.press("c")
        assert "No claims yet" not in app.frame()


@pytest.mark.parametrize("size", SIZES)
async def test_a_project_that_is_only_looked_at_says_why_and_what_works(
    story: Path, size: tuple[int, int]
) -> None:
    Project.open(story).close()
    with Project.open(story, read_only=True) as project:
        async with playing(project, size=size, only_look=True) as app:
            assert "What works: reading, search (/), the matrix (m)" in app.said
            words = " ".join(str(app.room.card.content).split())
            assert (
                "none can be made: nothing can be changed: the project was opened with --read-only" in words
            )
            await app.press("c")
            assert "--read-only" in app.said
            await app.press("m", "escape", "slash")
            await app.type("Morwen")
            await app.press("enter")
            assert app.room.searching.shows


async def test_an_empty_project_to_be_read_says_that_nothing_can_be_added(tmp_path: Path) -> None:
    Project.open(tmp_path).close()
    with Project.open(tmp_path, read_only=True) as project:
        async with playing(project, only_look=True) as app:
            frame = " ".join(app.frame().split())
            assert "There are no articles in this project yet" in frame
            assert "--read-only" in frame
            assert "adds files" not in frame


@pytest.mark.parametrize("size", SIZES)
async def test_the_sample_explains_itself_and_leaves_room_for_the_work(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=size, introduce=True) as app:
        said = str(app.room.query_one(Guide).content)
        for words in ("your copy of the sample", "Try !", ". –", "m –", "“tutorial” teaches", "“plain keys”"):
            assert words in said
        assert app.room.reader.size.height >= 10
        await app.press("j", "m", "escape")
        assert app.room.query(Guide)
        await app.press("escape")
        assert not app.room.query(Guide)


async def test_a_sample_that_is_known_opens_without_words(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:
        assert not app.room.query(Guide)


async def test_what_is_said_at_the_start_is_said_once(story: Path) -> None:
    with Project.open(story) as project:
        project.notices.append("one thing")
        async with playing(project, notices=["one thing"]) as app:
            assert app.said.count("one thing") == 1
