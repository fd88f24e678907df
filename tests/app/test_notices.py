"""What is said lies over nothing that the person looks at, one thing at a time, and never over a dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widgets import Input, Static

import seeds
from annotations import Project
from tests.app.playing import Played, played, playing
from tui.notices import Ground, HasRegion, Notice
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
LONG = (
    "The last session ended in the middle of a write; what it had not finished is kept as it was, beside the "
    "project, under a name that says when that was and of which file it is a part."
)


async def toast(app: Played) -> Notice:
    """The one toast, once it is placed."""
    await app.until(lambda: [t for t in app.app.screen.query(Notice) if t.region])
    (found,) = app.app.screen.query(Notice)
    return found


def needed(app: Played) -> list[Region]:
    """What must stay in view in the reading room."""
    card = app.room.card.region
    return [
        app.room.reader.region_in_hand,
        Region(card.x, card.y, card.width, 5),
        app.room.query_one(KeyLine).region,
    ]


def lies_over_nothing(app: Played, found: Notice) -> bool:
    return not any(found.region.overlaps(region) for region in needed(app) if region)


@SIZES
async def test_notices_of_the_start_come_one_at_a_time_and_hide_nothing(
    story: Path, size: tuple[int, int]
) -> None:
    with Project.open(story, annotator="mo") as project:
        project.claim_from(project.articles[0].id, 0, 20)
        async with playing(project, size=size, notices=[LONG, "A second one.", LONG.upper()]) as app:
            for words in (LONG, "A second one.", LONG.upper()):
                found = await toast(app)
                assert app.app.notices[0] == words
                assert app.room.reader.region_in_hand
                assert lies_over_nothing(app, found)
                app.app.clear_notifications()
                await app.settle()
            assert not app.app.notices


@SIZES
async def test_it_gives_way_to_the_sentence_that_is_read(story: Path, size: tuple[int, int]) -> None:
    (story / "d.txt").write_text("\n\n".join(f"Line {n} of the log is short." for n in range(60)), "utf-8")
    async with played(story, size=size) as app:
        await app.press("left_square_bracket")
        app.app.notify(LONG, timeout=300, markup=False)
        places = set()
        for key in ("g", *"jjjjjjjjjjjjjjjjjj", "G"):
            await app.press(key)
            if not app.app.notices:  # a key that said something took its place
                app.app.notify(LONG, timeout=300, markup=False)
            found = await toast(app)
            assert lies_over_nothing(app, found), key
            places.add(found.region.y)


@SIZES
async def test_a_warning_is_said_at_once_and_what_it_interrupts_comes_again(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        app.app.notify("First.", timeout=300, markup=False)
        app.app.notify("Second.", timeout=300, markup=False)
        await toast(app)
        app.app.notify("It was not done.", severity="warning", timeout=300, markup=False)
        await app.settle()
        assert app.app.notices == ["It was not done.", "First.", "Second."]
        found = await toast(app)
        assert found.has_class("-warning")
        assert lies_over_nothing(app, found)
        app.app.clear_notifications()
        await app.settle()
        assert app.app.notices == ["First.", "Second."]


@SIZES
@pytest.mark.parametrize("key", ["x", "F", "E", "comma"])
async def test_nothing_lies_over_a_dialog_and_it_is_said_when_that_closes(
    story: Path, size: tuple[int, int], key: str
) -> None:
    async with played(story, size=size) as app:
        await app.press("c")
        app.app.notify(LONG, timeout=300, markup=False)
        await toast(app)
        await app.press(key)
        if not isinstance(app.app.screen, Dialog):
            pytest.skip("this key opens no dialog here")
        app.app.notify("Meanwhile.", timeout=300, markup=False)
        await app.settle()
        assert not [t for t in app.app.screen.query(Notice) if t.is_on_screen and t.visible]
        assert "Meanwhile." in app.app.notices
        await app.press("escape")
        await app.until(lambda: not isinstance(app.app.screen, Dialog))
        assert lies_over_nothing(app, await toast(app))


@SIZES
async def test_a_dialog_complains_in_its_own_frame_beside_its_fields(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("F", "enter")
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        assert dialog.complains
        said = dialog.query_one(".said", Static).region
        assert "say what to add first" in app.frame()
        assert dialog.query_one(".box").region.contains_region(said)
        assert dialog.focused is not None
        assert not any(said.overlaps(field.region) for field in dialog.query(Input) if field.has_focus)


def test_it_goes_where_it_fits_the_lowest_place_first() -> None:
    text, card = Region(0, 2, 40, 10), Region(40, 10, 30, 6)
    assert Ground([text, card]).spot(20, 3) == (0, 9)
    assert Ground([text, card], [Region(0, 10, 40, 1)]).spot(20, 3) == (0, 7)
    assert Ground([text, card], [Region(0, 3, 40, 8)]).spot(20, 3) == (40, 13)
    assert Ground([text, card], [text, card]).spot(20, 3) == (0, 9)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_what_is_longer_than_a_line_goes_on_in_the_next(story: Path, size: tuple[int, int]) -> None:
    words = "half-typed text is kept: open question on claim 1 · f, and a note on the quote in article B · i"
    async with played(story, size=size) as app:
        app.app.notify(words, timeout=30, markup=False)
        await app.settle()
        lines = [
            line[line.index("▌") + 1 : line.index("▐")] for line in app.frame().splitlines() if "▌" in line
        ]
        assert " ".join(" ".join(lines).split()) == words


@SIZES
@pytest.mark.parametrize("keys", [("m",), ("o",), ("I",), ("v",), ("number_sign",), ("V",)], ids=str)
async def test_it_gives_way_to_what_is_in_hand_on_every_screen(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=size) as app:
        await app.press(*keys)
        held = set()
        for key in ("g", *"jjjjjjjjj", "G", "k"):
            await app.press(key)
            if not app.app.notices:  # a key that said something took its place
                app.app.notify(LONG, timeout=300, markup=False)
            found = await toast(app)
            focused = app.app.screen.focused
            assert isinstance(focused, HasRegion)
            assert not found.region.overlaps(focused.region_in_hand), key
            assert not found.region.overlaps(app.app.screen.query_one(KeyLine).region), key
            held.add(focused.region_in_hand.y)
        assert len(held) > 1


@SIZES
async def test_it_gives_way_to_the_field_in_which_a_filter_is_typed(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("c", "m", "slash")
        app.app.notify(LONG, timeout=300, markup=False)
        found = await toast(app)
        field = app.app.screen.focused
        assert isinstance(field, Input)
        assert not found.region.overlaps(field.region)


@SIZES
async def test_where_the_screen_is_linear_it_has_lines_of_its_own(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size, linear=True) as app:
        app.app.notify(LONG, timeout=300, markup=False)
        found = await toast(app)
        app.frame()
        panes = [app.room.query_one(name).region for name in ("#articles", "#reading", "#annotations")]
        assert not any(found.region.overlaps(pane) for pane in [*panes, app.room.query_one(KeyLine).region])
        assert LONG in " ".join(app.frame().split())


async def test_what_is_said_is_never_markup_and_a_click_takes_it_away(story: Path) -> None:
    async with played(story) as app:
        app.app.notify("[bold]so[/bold] \x1b[31m it is", timeout=300)
        found = await toast(app)
        assert "[bold]so[/bold] ␛[31m it is" in app.frame()
        await app.pilot.click(found)
        await app.settle()
        assert not app.app.screen.query(Notice)
