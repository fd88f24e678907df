"""A second session: it reads, follows what the first one does, and takes over when that has left."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from textual import events

from annotations import Project
from annotations.records import Claim
from annotations.store import tinydb_store
from tests.app.following import FIRST, Pair
from tests.app.playing import playing
from tui.holding import since
from tui.screens.article_details import ArticleDetails
from tui.screens.claim_editor import ClaimEditor
from tui.screens.export import ExportDialog


@pytest.fixture
def pair(story: Path) -> Pair:
    pair = Pair(story)
    article = pair.leader.current_articles[0].id
    pair.leader.claim_from(article, 0, 5)
    return pair


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_status_bar_says_who_has_the_project(pair: Pair, size: tuple[int, int]) -> None:
    async with playing(pair.follower, size=size) as app:
        first = app.frame().splitlines()[0]
        assert f"read only · ana@desk since {since(FIRST)} ● saved" in first
        pair.store.leave()
        await app.settle()
        assert "read only · nobody else has it, T takes over ● saved" in app.frame().splitlines()[0]


async def test_a_project_asked_to_be_only_looked_at_says_so(pair: Pair) -> None:
    pair.store.others = None
    async with playing(pair.follower, only_look=True) as app:
        first = app.frame().splitlines()[0]
        assert "read only ● saved" in first
        assert "takes over" not in first
        await app.press("T")
        assert "--read-only" in app.said
        assert app.project.read_only


async def test_a_claim_made_by_the_first_shows_at_once_in_every_pane(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        assert "Claims 1 of 1" in app.frame()
        gazette = pair.leader.current_articles[1]
        at = pair.leader.text(gazette.id).index("The ferry had")
        pair.leader.claim_from(gazette.id, at, at + 13)
        pair.store.tell()
        await app.settle()
        frame = app.frame()
        assert "Claims 1 of 2" in frame
        assert "cells 2/6" in frame
        await app.press("right_parenthesis")
        app.room.claims.focus()
        await app.press("enter")
        assert app.label == "B"
        assert app.selected == "The ferry had"


async def test_the_claim_and_the_place_in_hand_stay_through_news(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        await app.press("j", "j")
        span, claim = app.room.reader.span, app.app.desk.claim
        for number in range(20):
            pair.leader.add_claim(f"News {number}.")
            pair.store.tell()
        await app.settle()
        assert (app.room.reader.span, app.app.desk.claim) == (span, claim)
        assert "Claims 1 of 21" in app.frame()


async def test_many_changes_at_once_are_painted_once(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(pair.follower) as app:
        followed: list[object] = []
        follow = type(app.room).follow
        monkeypatch.setattr(type(app.room), "follow", lambda room: (followed.append(room), follow(room)))
        for number in range(50):
            pair.leader.add_claim(f"News {number}.")
        pair.store.tell()
        await app.settle()
        assert len(followed) == 1


async def test_the_drafts_of_the_first_are_not_offered_and_paint_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = pair.leader.current_articles[0]
    pair.leader.keep_draft(f"article {article.id}", {"title": "half typed by ana"})
    async with playing(pair.follower) as app:
        assert "half-typed" not in app.said
        followed: list[object] = []
        monkeypatch.setattr(type(app.room), "follow", followed.append)
        pair.leader.keep_draft(f"article {article.id}", {"title": "half typed by ana, and more"})
        pair.store.tell()
        await app.settle()
        assert followed == []
        monkeypatch.undo()
        await app.press("E")
        assert "half typed by ana" not in app.frame()


@pytest.mark.parametrize("screen", ["reading room", "matrix", "claims", "walk", "details"])
async def test_what_the_first_deletes_is_let_go_of(pair: Pair, screen: str) -> None:
    for number in range(3):
        pair.leader.add_claim(f"Claim {number}.")
    claims = [claim.id for claim in pair.leader.claims]
    keys = {
        "reading room": (),
        "matrix": ("m", "j", "j"),
        "claims": ("ctrl+w", "j"),
        "walk": ("full_stop",),
        "details": ("E",),
    }[screen]
    async with playing(pair.follower) as app:
        await app.press(*keys)
        in_hand = app.app.desk.article
        assert in_hand is not None
        for claim in claims:
            pair.leader.delete_claim(claim)
        pair.leader.remove_article(in_hand)
        pair.store.tell()
        await app.settle()
        await app.press("j", "k", "enter", "escape", "right_parenthesis", "full_stop", "greater_than_sign")
        assert app.app.is_running
        assert app.app.desk.claim is None
        assert app.app.desk.article != in_hand
        assert app.project.find(Claim, claims[0]) is None


async def test_everything_may_go_while_a_walk_is_on_its_way(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        await app.press("full_stop")
        assert app.app.desk.walk is not None
        pair.leader.delete_claim(pair.leader.claims[0].id)
        for article in pair.leader.articles:
            pair.leader.remove_article(article.id)
        pair.store.tell()
        await app.settle()
        assert app.app.desk.walk is None
        await app.press("full_stop", "tab", "j", "s", "m", "escape")
        assert app.app.is_running


EDITING = ["c", "C", "s", "S", "n", "1", "t", "e", "a", "A", "h", "i", "f", "d", "u", "ctrl+r"]


@pytest.mark.parametrize("key", EDITING)
async def test_a_key_that_would_change_something_says_who_has_the_project(pair: Pair, key: str) -> None:
    async with playing(pair.follower) as app:
        await app.press(key)
        assert app.said == f"nothing can be changed: ana@desk has the project open since {since(FIRST)}"
        assert app.app.screen is app.room


async def test_the_edges_of_a_quote_in_hand_do_not_move_and_say_why(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        await app.press("left_parenthesis", "right_square_bracket")
        assert "ana@desk" in app.said


async def test_saving_in_a_dialog_that_was_open_to_look_says_who_has_it(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        await app.press("E", "x", "enter")
        assert isinstance(app.app.screen, ArticleDetails)
        assert "ana@desk" in app.said


async def test_it_cannot_be_taken_over_while_somebody_has_it(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        await app.press("T")
        assert app.said == (f"the project cannot be taken over: ana@desk has it open since {since(FIRST)}")
        assert app.project.read_only


@pytest.mark.parametrize("screen", ["reading room", "matrix"])
async def test_it_is_taken_over_when_the_first_has_left(pair: Pair, screen: str) -> None:
    claim = pair.leader.claims[0]
    pair.leader.keep_draft(f"note {claim.id}", {"text": "half typed by ana"})
    async with playing(pair.follower) as app:
        if screen == "matrix":
            await app.press("m")
        pair.leader.add_claim("The last one before leaving.")
        pair.store.leave()
        await app.settle()
        await app.press("T")
        assert not app.project.read_only
        assert "yours now" in app.said
        assert "half-typed text is kept: note on claim 1 · i" in app.said
        assert "read only" not in app.frame()
        if screen == "matrix":
            await app.press("escape")
        assert "Claims 1 of 2" in app.frame()
        await app.press("e")
        assert isinstance(app.app.screen, ClaimEditor)
        await app.type(" and mine")
        await app.press("enter")
        assert app.project.claims[0].text.endswith("and mine")
        await app.press("T")
        assert "yours already" in app.said


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_large_project_is_taken_over_beside_the_screen_and_escape_leaves_it(
    story: Path, size: tuple[int, int], ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, opened = threading.Event(), threading.Event()
    real = tinydb_store.read_project

    def slow(folder: Path, **options: bool) -> Any:
        assert threading.current_thread() is not threading.main_thread()
        reached.set()
        assert opened.wait(20)
        return real(folder, **options)

    Project.open(story).close()
    with Project.open(story, read_only=True, annotator="mo") as project:
        async with playing(project, size=size) as app:
            monkeypatch.setattr(tinydb_store, "read_project", slow)
            app.app.post_message(events.Key("T", "T"))
            await app.until_seen(reached.is_set)
            await app.until_seen(lambda: "taking over: reading the project" in app.frame())
            assert "Esc ends it" in app.frame().splitlines()[-1]
            app.app.post_message(events.Key("c", "c"))
            if ended:
                await app.app.on_event(events.Key("escape", None))
            opened.set()
            await app.until(lambda: app.app.desk.lent == 0 and not app.app.keys_under_way)
            assert "taking over" not in app.frame()
            assert project.read_only is ended
            assert len(project.claims) == (0 if ended else 1)  # the key that waited had its turn
            monkeypatch.undo()
            if ended:  # nobody has it: not even who began to take it
                with Project.open(story) as other:
                    assert not other.read_only


async def test_news_waits_for_a_worker_that_reads_the_project(pair: Pair) -> None:
    async with playing(pair.follower) as app:
        app.app.lend_project()
        pair.leader.add_claim("News.")
        pair.store.tell()
        await app.settle()
        assert len(app.project.claims) == 1
        app.app.return_project()
        await app.settle()
        assert len(app.project.claims) == 2


async def test_exporting_while_the_first_goes_on_is_fine(pair: Pair, tmp_path: Path) -> None:
    async with playing(pair.follower) as app:
        await app.press("x")
        assert isinstance(app.app.screen, ExportDialog)
        for number in range(5):
            pair.leader.add_claim(f"News {number}.")
            pair.store.tell()
            await app.press("down")
        await app.settle()
        assert not app.app.desk.lent
        assert len(app.project.claims) == 6


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    from msgspec.structs import replace

    assert since(replace(FIRST, since="sometime\x1b[2J")).startswith("sometime")
    assert "\x1b" not in since(replace(FIRST, since="\x1b[2J"))
    assert re.fullmatch(r"2024-06-1\d", since(FIRST))
