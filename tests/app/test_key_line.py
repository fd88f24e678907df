"""The line of keys at the bottom: what it shows, and that it can be clicked."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tests.app.playing import played
from tui.widgets.key_line import KeyLine

SIZE = (24, 4)


class Keys(App[None]):
    """An app with a few keys, one of which may be of no use."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("a", "add(1)", "add", tooltip="Adds [one]."),
        Binding("b,c", "add(2)", "twice"),
        Binding("d", "idle", "idle"),
        Binding("e", "add(100)", "hundred"),
        Binding("x", "add(3)", "hidden", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sum = 0
        self.bells = 0
        self.busy = True

    def compose(self) -> ComposeResult:
        yield KeyLine()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "idle" and self.busy else True

    def action_add(self, number: int) -> None:
        self.sum += number

    def action_idle(self) -> None:
        self.sum = -1

    def bell(self) -> None:
        self.bells += 1

    @property
    def line(self) -> KeyLine:
        return self.query_one(KeyLine)

    @property
    def text(self) -> str:
        return self.line.render_line(0).text


async def test_it_names_the_keys_that_are_to_be_shown_each_once() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert [(item.shown, item.words) for item in app.line.items][:4] == [
            ("a", "add"),
            ("b", "twice"),
            ("d", "idle"),
            ("e", "hundred"),
        ]
        # What does not fit as a whole is left out, until the wheel brings it.
        assert app.text.rstrip() == "a add b twice d idle"
        assert "hidden" not in app.text


async def test_a_click_presses_the_key_and_between_two_keys_nothing() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.click(KeyLine, offset=(8, 0))
        await pilot.pause()
        assert app.sum == 2
        await pilot.click(KeyLine, offset=(5, 0))
        await pilot.pause()
        assert app.sum == 2


async def test_a_key_that_is_of_no_use_now_does_nothing_and_makes_no_sound() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.click(KeyLine, offset=(15, 0))
        await pilot.pause()
        assert (app.sum, app.bells) == (0, 0)


async def test_it_follows_what_can_be_done() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert [item.enabled for item in app.line.items][:3] == [True, True, False]
        app.busy = False
        app.refresh_bindings()
        await pilot.pause()
        assert all(item.enabled for item in app.line.items)


async def test_the_wheel_brings_the_keys_that_have_no_room() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = app.text
        for _ in range(20):
            app.line._scroll(KeyLine.STEP)
        assert "e hundred" in app.text
        for _ in range(20):
            app.line._scroll(-KeyLine.STEP)
        assert app.text == before


async def test_what_a_key_does_is_told_under_the_pointer_as_it_is_written() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.hover(KeyLine, offset=(1, 0))
        assert str(app.line.tooltip) == "Adds [one]."
        await pilot.hover(KeyLine, offset=(5, 0))
        assert app.line.tooltip is None


async def test_what_is_said_pushes_the_keys_on_and_a_click_still_finds_them() -> None:
    app = Keys()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.line.say("done [b]")
        assert app.text == " done [b]  a add b twice"
        await pilot.click(KeyLine, offset=(3, 0))
        await pilot.click(KeyLine, offset=(17, 0))
        await pilot.pause()
        assert app.sum == 2
        app.line.hush()
        assert app.text.startswith("a add")


async def test_what_takes_long_has_the_line_for_itself() -> None:
    app = Keys()
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.pause()
        app.line.show_work("opening B", 0.45)
        assert app.text.rstrip() == f" opening B {'━' * 9}{'─' * 11}  45% · Esc ends it"
        app.line.end_work()
        assert app.text.startswith("a add")


class Grouped(Keys, inherit_bindings=False):
    """An app some of whose keys may stand together."""

    TOGETHER = Binding.Group("mark", compact=True)
    BINDINGS = [
        Binding("s", "add(1)", "supports", group=TOGETHER),
        Binding("p", "add(2)", "partly", group=TOGETHER),
        Binding("q", "add(4)", "queries", group=TOGETHER),
        Binding("u", "add(8)", "undo"),
    ]


async def test_keys_that_may_stand_together_do_so_where_there_is_little_room() -> None:
    app = Grouped()
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.pause()
        assert "spq mark u undo" in app.text
        await pilot.resize_terminal(120, 4)
        await pilot.pause()
        assert "s supports p partly q queries u undo" in app.text


async def test_a_click_on_one_of_the_keys_that_stand_together_presses_that_one() -> None:
    app = Grouped()
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.pause()
        at = app.text.index("spq mark")
        for offset, total in ((0, 1), (1, 3), (2, 7), (5, 11)):
            await pilot.click(KeyLine, offset=(at + offset, 0))
            await pilot.pause()
            assert app.sum == total


async def test_at_80_columns_the_line_of_the_reading_room_reaches_from_help_and_palette_to_the_matrix(
    story: Path,
) -> None:
    async with played(story, size=(80, 24)) as app:
        line = app.frame().split("\n")[-1]
        assert line == ("? help ctrl+p palette c claim spqr mark n no mention . next open u undo m matrix")


@pytest.mark.parametrize("key", ["m", "o", "v", "I"])
async def test_help_and_palette_come_first_on_every_screen(story: Path, key: str) -> None:
    async with played(story, size=(80, 24)) as app:
        await app.press("c", key)
        assert app.frame().split("\n")[-1].startswith("? help ctrl+p palette ")


async def test_keys_are_named_the_same_in_the_line_the_palette_the_help_and_messages(story: Path) -> None:
    async with played(story) as app:
        named = {item.words: item.shown for item in app.room.key_line.items}
        assert named["palette"] == app.room.key("palette") == "ctrl+p"
        await app.press("question_mark")
        page = str(app.app.screen.query_one("#page", Static).content)
        assert " ctrl+r " in page
        assert "^" not in page
