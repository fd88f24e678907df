"""What was just marked is what the next key is about, and that is said where another quote is in view."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "pair"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry turned back on Monday.\n\nNobody was hurt.\n", "utf-8")
    (folder / "b.txt").write_text("On Monday the ferry turned back.\n\nA window broke.\n", "utf-8")
    with Project.open(folder, annotator="mo"):
        pass
    return folder


async def marked(app: Played) -> None:
    """Claim in A, walk to B, mark there: the walk is at its end, and A is in view again."""
    await app.press("c", "full_stop", "s")
    assert app.label == "A"
    assert [app.project.article(piece.article).label for piece in app.project.evidence] == ["A", "B"]


def over_the_card(app: Played) -> str:
    return str(app.room.card.border_title)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_over_the_card_stands_which_quote_keys_are_about_until_the_next_key(
    pair: Path, size: tuple[int, int]
) -> None:
    async with played(pair, size=size) as app:
        await marked(app)
        assert "just marked in B" in over_the_card(app)
        await app.press("k")
        assert "just marked" not in over_the_card(app)


async def test_a_key_of_another_screen_ends_it_too(pair: Path) -> None:
    async with played(pair) as app:
        await marked(app)
        await app.press("m", "escape")
        assert "just marked" not in over_the_card(app)


async def test_certainty_note_and_delete_are_about_the_same_quote(pair: Path) -> None:
    async with played(pair) as app:
        await marked(app)
        await app.press("h")
        here, there = app.project.evidence
        assert (here.certainty, there.certainty) == ("certain", "hedged")
        await app.press("d")
        assert [piece.id for piece in app.project.evidence] == [here.id]
        assert "supports deleted · claim 1 · B" in app.said


async def test_after_another_key_delete_is_about_the_quote_in_view(pair: Path) -> None:
    async with played(pair) as app:
        await marked(app)
        _, there = app.project.evidence
        await app.press("j", "k", "d")
        assert [piece.id for piece in app.project.evidence] == [there.id]
        assert "supports deleted · claim 1 · A" in app.said


async def test_looking_at_the_types_accepts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.txt").write_text("According to the council, the bridge is closed.\n", "utf-8")
    async with played(folder) as app:
        await app.press("c")
        assert app.project.evidence[0].proposed
        await app.press("ctrl+t", "escape")
        assert app.project.evidence[0].proposed
        await app.press("1")
        assert not app.project.evidence[0].proposed


async def test_a_part_of_a_known_persons_name_is_that_person_first(pair: Path) -> None:
    async with played(pair) as app:
        origin = app.project.draft_origin("Ada Quill")
        await app.press("c")
        piece = app.project.evidence[0]
        app.project.attribute(piece.id, [origin])
        app.project.set_origin(app.project.origins[0].id, kind="person")
        await app.press("a")
        await app.type("Quill")
        frame = app.frame()
        assert frame.index("Ada Quill  person") < frame.index("+ new: Quill")


async def test_the_settings_name_the_theme_that_was_chosen_in_its_list(pair: Path) -> None:
    async with played(pair) as app:
        await app.press("comma", "down", "down", "enter")
        await app.type("variorum-light")
        await app.press("enter")
        line = next(line for line in app.frame().split("\n") if " theme " in line)
        assert "variorum-light" in line
