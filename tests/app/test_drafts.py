"""Half-typed text: kept while it is being typed, offered at the next opening, gone when it is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.changes import Change
from annotations.errors import ProjectError
from tests.app.playing import played
from tui.screens.dialog import Dialog
from tui.widgets.status_bar import StatusBar

#: Keys that open each dialog with a field on the first claim and its quote, what its draft is called, and how
#: its draft is named when the project is opened again.
DIALOGS = {
    "claim editor": (("e",), "claim ", "claim 1 · e"),
    "new claim": (("C",), "new claim", "new claim · C"),
    "note on the quote": (("i",), "note ", "note on a quote of claim 1 in A · i"),
    "note on the claim": (("i", "tab"), "note ", "note on claim 1 · i"),
    "open question": (("f",), "question ", "open question on claim 1 · f"),
    "tags": (("t",), "tag ", "tag of claim 1 · t"),
    "attribution": (("a",), "attribution ", "who says so on a quote of claim 1 in A · a"),
    "article": (("E",), "article ", "details of article A · E"),
}
each_dialog = pytest.mark.parametrize(("keys", "key", "named"), DIALOGS.values(), ids=DIALOGS)


@each_dialog
async def test_what_is_being_typed_is_kept_without_a_key_and_offered_again(
    story: Path, keys: tuple[str, ...], key: str, named: str
) -> None:
    async with played(story) as app:
        await app.press("c", *keys)
        await app.type("zebra")
        await app.until(
            lambda: any("zebra" in "".join(kept.values()) for kept in app.project.drafts.values())
        )
        (found,) = app.project.drafts
        assert found.startswith(key)
        assert isinstance(app.app.screen, Dialog)
    # The app was torn down with the dialog open, as by a power cut: nobody pressed Esc.
    async with played(story) as app:
        assert app.said == f"half-typed text is kept: {named}"
        await app.press(*keys)
        frame = app.frame()
        assert "zebra" in frame
        assert "draft" in frame
        await app.type("!")  # goes on where it was left
        assert "zebra!" in app.frame()


@each_dialog
async def test_opening_a_dialog_and_leaving_it_keeps_nothing(
    story: Path, keys: tuple[str, ...], key: str, named: str
) -> None:
    async with played(story) as app:
        await app.press("c", *keys)
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
        await app.press("escape")
        assert app.project.drafts == {}
        assert "draft" not in app.said


SAVED = {
    "claim editor": ("e", "x", "enter"),
    "new claim": ("C", "x", "enter"),
    "notes": ("i", "x", "enter"),
    "open question": ("f", "x", "enter"),
    "tags": ("t", "x", "enter", "enter"),
    "attribution": ("a", "x", "enter", "enter"),
    "article": ("E", "x", "enter"),
}


@pytest.mark.parametrize("keys", SAVED.values(), ids=SAVED)
async def test_what_was_saved_leaves_no_draft_even_if_its_timer_comes_late(
    story: Path, keys: tuple[str, ...]
) -> None:
    async with played(story) as app:
        await app.press("c", *keys[:2])
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
        assert app.project.drafts
        await app.press(*keys[2:])
        assert app.app.screen is app.room
        assert app.project.drafts == {}
        dialog._keep_draft_now()
        dialog.keep_draft()
        assert app.project.drafts == {}


async def test_what_was_typed_and_taken_back_is_no_draft_any_more(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("x")
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
        assert app.project.drafts
        await app.press("backspace")
        dialog._keep_draft_now()
        assert app.project.drafts == {}


async def test_a_half_typed_group_comes_back_as_the_group_of_the_same_origin(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("Anna")
        await app.press("enter", "enter", "a", "down", "ctrl+g")
        await app.type("coast gu")
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
    async with played(story) as app:
        await app.press("a")
        assert "Independence group of Anna" in app.frame()
        await app.type("ard")
        await app.press("enter")
        assert [origin.group for origin in app.project.origins] == ["coast guard"]
        await app.press("escape")
        assert app.project.drafts == {}


async def test_a_chain_shortened_by_a_key_is_kept_like_what_is_typed(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("Anna")
        await app.press("enter", "enter", "a", "backspace")
        await app.until(lambda: app.project.drafts)
        ((_, kept),) = app.project.drafts.items()
        assert kept == {"links": "0"}


async def test_three_drafts_are_named_and_the_others_counted(story: Path) -> None:
    with Project.open(story) as project:
        claims = [project.add_claim(f"Claim {number}.") for number in range(1, 6)]
        for claim in claims:
            project.keep_draft(f"note {claim.id}", {"text": "half"})
    async with played(story) as app:
        assert app.said == (
            "half-typed text is kept: "
            "note on claim 5 · i; note on claim 4 · i; note on claim 3 · i; and 2 more"
        )


async def test_drafts_about_what_is_gone_are_not_named(story: Path) -> None:
    with Project.open(story) as project:
        claim, piece = project.claim_from(project.current_articles[0].id, 0, 5)
        for key in (f"claim {claim.id}", f"note {piece.id}", "article gone", "colour 7", "claim", "note "):
            project.keep_draft(key, {"text": "half"})
        project.delete_claim(claim.id)
    async with played(story) as app:
        assert app.said == ""
        assert len(app.project.drafts) == 6


async def test_keeping_a_draft_paints_no_pane_anew(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        followed: list[object] = []
        counted: list[object] = []
        monkeypatch.setattr(type(app.room), "follow", followed.append)
        monkeypatch.setattr(type(app.app.desk), "cells", lambda desk: counted.append(desk) or (0, 0))
        app.project.subscribe(lambda change: changes.append(change))
        changes: list[Change] = []
        await app.type("half")
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
        assert app.project.flush(30).word == "saved"
        await app.until(lambda: app.room.query_one(StatusBar).state.word == "saved")
        assert [change.label for change in changes] == ["draft kept"]
        assert followed == []
        assert counted == []


async def test_a_draft_that_cannot_be_kept_does_not_end_the_app(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("half")

        def refuse(*args: object) -> None:
            raise ProjectError("no room")

        monkeypatch.setattr(app.project, "keep_draft", refuse)
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        dialog._keep_draft_now()
        await app.settle()
        assert app.said.endswith("no room")
        assert app.app.is_running
