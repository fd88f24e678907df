"""Every command can be found, and wherever a key is named it is the one in force."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from textual.widgets import Static

import tui.screens
from tests.app.playing import Played, played
from tui.commands.command import Group
from tui.commands.scopes import SCOPES, commands
from tui.configuration.keymaps import Keys
from tui.configuration.reading import Configuration
from tui.configuration.settings import Settings
from tui.palette import CommandProvider
from tui.screens.command_screen import CommandScreen
from tui.screens.help import Help
from tui.screens.matrix import MatrixScreen
from tui.screens.reading_room import ReadingRoom

#: The commands that have no key of their own: they are in the palette alone.
WITHOUT_KEY = {
    "codebook.read",
    "filter.claims",
    "filter.sources",
    "keymap.plain",
    "keymap.vim",
    "keys",
    "linear",
    "overview",
    "picture",
    "save_copy",
    "theme",
    "tutorial",
    *(f"matrix.order-{order}" for order in ("worst", "number", "origins", "open", "text")),
}


def command_screens() -> list[type[CommandScreen]]:
    for module in pkgutil.iter_modules(tui.screens.__path__):
        importlib.import_module(f"tui.screens.{module.name}")
    return [cls for cls in CommandScreen.__subclasses__() if cls.__module__.startswith("tui.")]


def with_keys(keymap: str = "vim", **own: tuple[str, ...]) -> Configuration:
    """A configuration in which commands have other keys; dots in their names are written as two strokes."""
    changed = {id.replace("__", "."): keys for id, keys in own.items()}
    return Configuration(
        settings=Settings(keymap=keymap, keys=changed), keys=Keys.of_settings(keymap, changed)
    )


async def offered(app: Played) -> dict[str, str]:
    """What the palette offers: for the name of each command with its key, what it says of it."""
    provider = CommandProvider(app.app.screen)
    return {str(hit.text): str(hit.help) async for hit in provider.discover()}


# ---- What there is, without a screen -------------------------------------------------------------


def test_the_commands_of_every_screen_are_known_where_keys_are_checked() -> None:
    known: dict[tuple[tuple[Group, ...], tuple[Group, ...]], str] = {
        (scope.groups, scope.panes): scope.name for scope in SCOPES
    }
    for cls in command_screens():
        assert (cls.GROUPS, cls.PANES) in known, f"{cls.__name__} is no scope of tui.commands.scopes"
    assert len(command_screens()) == len(SCOPES)


def test_every_command_has_a_key_or_is_listed_as_having_none() -> None:
    assert {id for id, command in commands().items() if not command.keys} == WITHOUT_KEY


@pytest.mark.parametrize("id", commands())
def test_every_command_says_in_a_sentence_what_it_does(id: str) -> None:
    command = commands()[id]
    assert re.fullmatch(r"[A-Z].*[.]", command.help), command.help
    assert command.label
    assert command.label == command.label.strip()


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_every_command_has_a_name_of_its_own_on_its_screen(scope) -> None:  # type: ignore[no-untyped-def]
    ids = [command.id for command in scope.commands()]
    assert len(ids) == len(set(ids))


def test_no_command_of_a_screen_is_called_and_described_like_another() -> None:
    for scope in SCOPES:
        every = [(command.label, command.help) for command in scope.commands()]
        assert len(every) == len(set(every)), scope.name


# ---- On the screen -------------------------------------------------------------------------------


async def test_the_palette_has_every_command_of_a_screen_with_the_key_in_force(story: Path) -> None:
    own = with_keys(undo=("f2",), claim__split=(), palette=("f9",), sentence__next=("comma",), settings=())
    async with played(story, configuration=own) as app:
        for screen in (ReadingRoom, MatrixScreen):
            if screen is MatrixScreen:
                await app.press("m")
            assert isinstance(app.app.screen, screen)
            found = await offered(app)
            scope = next(scope for scope in SCOPES if scope.groups == screen.GROUPS)
            help_of = {command.id: command.help for command in scope.commands() if command.id[:5] != "mark."}
            assert set(help_of.values()) - set(found.values()) <= {
                command.help for command in scope.commands() if command.id.startswith("type.")
            }
            assert "undo  F2" in found
            assert "divide  " in found
            assert "settings  " in found


async def test_keys_help_and_the_line_of_keys_are_those_in_force(story: Path) -> None:
    own = with_keys(undo=("f2",), claim__make=("f8",), claim__split=(), help=("f7",), pane__next=())
    async with played(story, configuration=own) as app:
        await app.press("c")
        assert not app.project.claims
        assert "f8 makes one" in str(app.room.card._card()).casefold()
        await app.press("f8")
        assert len(app.project.claims) == 1
        await app.press("u")
        assert len(app.project.claims) == 1
        await app.press("D")
        assert isinstance(app.app.screen, ReadingRoom)
        shown = {item.words: item.shown for item in app.room.key_line.items}
        assert (shown["undo"], shown["claim"], shown["help"]) == ("F2", "F8", "F7")
        assert {item.words for item in app.room.key_line.items if item.words == "divide"} == set()
        undo = next(item for item in app.room.key_line.items if item.words == "undo")
        assert undo.tooltip == commands()["undo"].help
        await app.press("question_mark")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("f7")
        assert isinstance(app.app.screen, Help)
        page = str(app.app.screen.query_one("#page", Static).content)
        assert re.search(r"^ +F2 +Take the last change back", page, re.M)
        assert re.search(r"^ +– +divide: The current claim says two things", page, re.M)
        await app.press("escape", "f2")
        assert not app.project.claims


async def test_the_palette_opens_by_its_key_in_force_alone(story: Path) -> None:
    async with played(story, configuration=with_keys(palette=("f9",))) as app:
        await app.press("ctrl+p")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("f9")
        assert type(app.app.screen).__name__ == "CommandPalette"


async def test_hints_name_the_keys_in_force(story: Path) -> None:
    own = with_keys(walk__next=("f9",), undo=("f2",), search__next=("f6",), search=("f8",))
    async with played(story, configuration=own) as app:
        await app.press("c", "d")
        assert "F2 brings it back" in app.said
        await app.press("tab")
        assert "F9 goes to the next open cell" in app.said
        await app.press("f8")
        await app.type("harbour")
        await app.press("enter")
        assert "F6 N · Esc ends" in str(app.room.query_one("#reading").border_subtitle)


async def test_the_plain_keys_do_all_that_reading_and_marking_take(story: Path) -> None:
    async with played(story, configuration=with_keys("plain")) as app:
        start = app.room.reader.span
        await app.press("down", "down")
        second = app.room.reader.span
        assert second > start
        await app.press("j")
        assert app.room.reader.span == second
        await app.press("end")
        assert app.room.reader.span > second
        await app.press("home")
        assert app.room.reader.span == start
        await app.press("down", "c", "f5")
        assert app.label == "B"
        await app.press("s", "ctrl+z")
        claim = app.project.claims[0]
        assert [piece.article for piece in app.project.evidence_on(claim.id)] == [app.project.articles[0].id]
        await app.press("ctrl+c")
        assert app.app.clipboard == app.selected
        await app.press("f8")
        assert app.label in ("B", "C")
        await app.press("ctrl+f")
        await app.type("Morwen")
        await app.press("enter", "f3", "escape", "m")
        assert isinstance(app.app.screen, MatrixScreen)
        await app.press("home")
        assert app.app.screen.grid.column == 0
        await app.press("right")
        assert app.app.screen.grid.column == 1
        await app.press("l")
        assert app.app.screen.grid.column == 1


async def test_in_lists_the_plain_keys_go_from_row_to_row(story: Path) -> None:
    async with played(story, configuration=with_keys("plain")) as app:
        await app.press("down", "c", "down", "c")
        app.room.claims.focus()
        await app.settle()
        await app.press("home")
        assert app.room.claims.cursor == 0
        await app.press("down")
        assert app.room.claims.cursor == 1
        await app.press("k")
        assert app.room.claims.cursor == 1
        assert len(app.project.claims) == 2


async def test_while_hits_show_the_keys_of_the_search_go_first_in_every_keymap(story: Path) -> None:
    for keymap in ("vim", "plain"):
        async with played(story, configuration=with_keys(keymap)) as app:
            await app.press("c", "slash")
            await app.type("the")
            await app.press("enter")
            before = app.room.reader.span
            await app.press("n")
            assert app.room.reader.span != before
            assert app.project.reviews_on(app.project.claims[0].id) == []
            await app.press("escape")
            await app.press("u")


async def test_lists_can_be_walked_from_the_palette(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "j", "j", "c")
        await app.press("ctrl+p")
        await app.type("row up")
        await app.press("enter")
        assert "no list is in hand: ctrl+w" in app.said
        app.room.claims.focus()
        await app.settle()
        at = app.room.claims.cursor
        app.room.action_run_command("list.up")
        assert app.room.claims.cursor == at - 1
