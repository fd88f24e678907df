"""What is being edited is changed by somebody else: nothing of either is lost unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.playing import played

EDITORS = {"e": "text", "i": "note", "f": "open_question"}
editors = pytest.mark.parametrize(("key", "field"), EDITORS.items(), ids=EDITORS)


@editors
async def test_the_dialog_says_what_they_wrote_and_a_second_enter_saves_ours(
    story: Path, key: str, field: str
) -> None:
    async with played(story, size=(80, 24)) as app:
        app.project.add_claim("The ferry ran aground.")
        (claim,) = app.project.claims
        await app.settle()
        await app.press(key)
        await app.type(" ours")
        app.project.set_claim(claim.id, **{field: "theirs [b]\x1b"})
        await app.press("enter")
        frame = app.frame()
        assert "changed meanwhile to: theirs [b]␛" in frame
        assert "ours" in frame
        assert getattr(app.project.claim(claim.id), field).startswith("theirs")
        await app.press("enter")
        assert app.app.screen is app.room
        assert getattr(app.project.claim(claim.id), field).endswith(" ours")
        assert app.project.drafts == {}
        await app.press("u")
        assert getattr(app.project.claim(claim.id), field).startswith("theirs")


@editors
async def test_escape_leaves_theirs_and_keeps_ours_as_a_draft(story: Path, key: str, field: str) -> None:
    async with played(story) as app:
        app.project.add_claim("The ferry ran aground.")
        (claim,) = app.project.claims
        await app.settle()
        await app.press(key)
        await app.type(" ours")
        app.project.set_claim(claim.id, **{field: "theirs"})
        await app.press("enter", "escape")
        assert getattr(app.project.claim(claim.id), field) == "theirs"
        await app.press(key)
        assert " ours" in app.frame()


@editors
async def test_a_change_of_something_else_is_no_conflict_and_stays(story: Path, key: str, field: str) -> None:
    async with played(story) as app:
        app.project.add_claim("The ferry ran aground.")
        (claim,) = app.project.claims
        await app.settle()
        await app.press(key)
        await app.type(" ours")
        app.project.set_claim(claim.id, tags=("theirs",))
        await app.press("enter")
        assert app.app.screen is app.room
        assert app.project.claim(claim.id).tags == ("theirs",)
        assert getattr(app.project.claim(claim.id), field).endswith(" ours")


@editors
async def test_what_was_deleted_meanwhile_is_said_and_ours_is_kept(story: Path, key: str, field: str) -> None:
    async with played(story) as app:
        app.project.add_claim("The ferry ran aground.")
        (claim,) = app.project.claims
        await app.settle()
        await app.press(key)
        await app.type(" ours")
        app.project.delete_claim(claim.id)
        await app.press("enter")
        assert "This was deleted meanwhile" in app.frame()
        await app.press("escape")
        assert app.app.is_running
        ((_, kept),) = app.project.drafts.items()
        assert any(words.endswith(" ours") for words in kept.values())


async def test_of_two_notes_only_the_one_that_was_edited_here_is_written(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "i", "tab")
        await app.type("ours")
        (piece,) = app.project.evidence
        app.project.set_evidence(piece.id, note="theirs")
        await app.press("enter")
        assert app.app.screen is app.room
        assert app.project.piece(piece.id).note == "theirs"
        assert app.project.claims[0].note == "ours"


async def test_a_note_on_a_quote_that_they_changed_too_is_asked_about(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "i")
        await app.type("ours")
        (piece,) = app.project.evidence
        app.project.set_evidence(piece.id, note="theirs")
        await app.press("enter")
        assert "The note on the quote changed meanwhile to: theirs" in app.frame()
        await app.press("enter")
        assert app.project.piece(piece.id).note == "ours"


async def test_a_quote_that_is_gone_meanwhile_is_said(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "i")
        await app.type("ours")
        app.project.delete_evidence(app.project.evidence[0].id)
        await app.press("enter")
        assert "This was deleted meanwhile" in app.frame()
