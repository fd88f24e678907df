"""What a person sets in the app is in force at once and kept in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from tests.app.playing import Played, played
from tui.commands.scopes import commands
from tui.configuration.reading import read
from tui.configuration.themes import THEMES
from tui.screens.keys import KeysDialog, PressKey, give, still_elsewhere
from tui.screens.question import Question
from tui.screens.reading_room import ReadingRoom
from tui.screens.settings import AnnotatorDialog, SettingsDialog


@pytest.fixture
def path(config_home: Path) -> Path:
    """Where the configuration is; the folder is there."""
    found = config_home / "variorum" / "config.toml"
    found.parent.mkdir()
    return found


def lines(app: Played) -> dict[str, str]:
    """The settings on the screen."""
    options = app.app.screen.query_one(OptionList)
    shown = [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]
    return {line[:26].strip(): line[26:].strip() for line in shown}


async def choose(app: Played, name: str) -> None:
    """Mark a setting and press Enter."""
    await app.press("home", *["down"] * list(lines(app)).index(name), "enter")


async def test_settings_are_changed_in_one_place_and_kept(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        await app.press("comma")
        assert isinstance(app.app.screen, SettingsDialog)
        assert (lines(app)["keymap"], lines(app)["annotator"]) == ("vim", "mo")
        await choose(app, "keymap")
        await choose(app, "linear")
        await choose(app, "ask before closing")
        await choose(app, "columns of text")
        await app.press("left")
        assert lines(app)["columns of text"] == "84"
        await app.press("left")
        await choose(app, "annotator")
        assert isinstance(app.app.screen, AnnotatorDialog)
        app.app.screen.query_one(Input).value = "kim"
        await app.press("enter")
        assert lines(app)["annotator"] == "kim"
        assert app.app.linear is True
        await app.press("escape")
        assert app.room.reader.measure == 76
        assert app.project.annotator == "kim"
        await app.press("down", "f1", "escape")
        await app.press("c", "X")
        assert isinstance(app.app.screen, ReadingRoom)
    found = read()
    assert found.problems == ()
    assert (found.settings.keymap, found.settings.annotator) == ("plain", "kim")
    assert (found.settings.linear, found.settings.measure) == (True, 76)
    assert not found.settings.asks("close_article")


async def test_a_theme_that_is_chosen_is_kept_and_there_the_next_time(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        app.app.theme = "nord"
        await app.settle()
    assert read().settings.theme == "nord"
    async with played(story, configuration=read()) as app:
        assert app.app.theme == "nord"
    assert path.read_text() == 'theme = "nord"\n'


async def test_starting_and_looking_round_writes_nothing(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        await app.press("comma", "down", "escape", "question_mark", "escape", "m", "escape")
    assert list(path.parent.iterdir()) == []


async def test_the_length_of_lines_is_kept(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        await app.press("9", "9")
    assert read().settings.measure == 68
    async with played(story, configuration=read()) as app:
        assert app.room.reader.measure == 68


async def test_a_command_gets_another_key_by_pressing_it(story: Path, path: Path) -> None:
    path.write_text("# mine\n")
    async with played(story, configuration=read()) as app:
        await app.press("comma")
        await choose(app, "keys of commands")
        assert isinstance(app.app.screen, KeysDialog)
        await app.type("undo")
        await app.press("enter")
        assert isinstance(app.app.screen, PressKey)
        await app.press("x")
        assert isinstance(app.app.screen, PressKey)  # it is the key of export: said, and nothing done
        assert "“export”" in str(app.app.screen.query_one("#refused").visual)  # type: ignore[attr-defined]
        assert path.read_text() == "# mine\n"
        await app.press("f2")
        assert isinstance(app.app.screen, KeysDialog)
        await app.press("escape", "escape")
        await app.press("c", "u")
        assert app.project.claims
        await app.press("f2")
        assert not app.project.claims
        assert next(item.shown for item in app.room.key_line.items if item.words == "undo") == "F2"
    assert path.read_text() == '# mine\n\n[keys]\nundo = "f2"\n'
    async with played(story, configuration=read()) as app:
        app.app.screen.run_command(next(c for g in app.room.groups for c in g.commands if c.id == "keys"))
        await app.settle()
        await app.type("undo")
        await app.press("ctrl+d", "escape", "c", "u")
        assert not app.project.claims
    assert read().settings.keys == {}


async def test_a_new_key_says_where_a_command_of_the_same_name_still_has_the_old_one(
    story: Path, path: Path
) -> None:
    async with played(story, configuration=read()) as app:
        app.app.screen.run_command(next(c for g in app.room.groups for c in g.commands if c.id == "keys"))
        await app.settle()
        await app.type("walk.next")
        await app.press("enter", "f2")
        assert "next open · F2 · in the matrix it is still . (matrix.next)" in app.said
        preferences, command = app.app.preferences, commands()["walk.next"]
        give(preferences, "matrix.next", ("f2",))
        assert still_elsewhere(command, ("full_stop",), preferences.keys) == []


async def test_a_key_can_be_taken_away(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        app.room.action_run_command("keys")
        await app.settle()
        await app.type("claim.make")
        await app.press("ctrl+k", "escape", "c")
        assert not app.project.claims
        assert "“claim” makes one" in str(app.room.card._card())
    assert read().settings.keys == {"claim.make": ()}


async def test_the_keymap_can_be_chosen_from_the_palette(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        await app.press("ctrl+p")
        await app.type("plain keys")
        await app.press("enter")
        start = app.room.reader.span
        await app.press("j")
        assert app.room.reader.span == start
        await app.press("down")
        assert app.room.reader.span != start
    assert read().settings.keymap == "plain"


async def test_keys_that_clash_in_another_keymap_are_named_when_it_is_chosen(story: Path, path: Path) -> None:
    path.write_text('[keys]\nexport = "f5"\n')
    async with played(story, configuration=read()) as app:
        app.room.action_run_command("keymap.plain")
        await app.settle()
        assert "F5 is the key of “walk.next”" in app.said
        assert app.app.desk.key("export") == "x"


async def test_a_broken_file_is_told_and_never_written_to(story: Path, path: Path) -> None:
    path.write_text("theme = \n")
    async with played(story, configuration=read()) as app:
        assert "config.toml, line 1" in app.said
        app.app.theme = "nord"
        await app.settle()
        await app.until(lambda: "not kept" in app.said)
        assert app.app.theme == "nord"
    assert path.read_text() == "theme = \n"


async def test_a_folder_that_takes_nothing_is_told_and_the_setting_holds_all_the_same(
    story: Path, config_home: Path
) -> None:
    (config_home / "variorum").write_text("a file where the folder should be")
    async with played(story, configuration=read()) as app:
        await app.press("9")
        await app.until(lambda: "not kept" in app.said)
        assert app.room.reader.measure == 76
        assert "Errno" not in app.said


async def test_what_does_not_hold_is_told_with_its_line_at_the_start(story: Path, path: Path) -> None:
    path.write_text('measure = 72\n[keys]\nundo = "[/]\\u001b[2J"\n')
    async with played(story, configuration=read()) as app:
        assert "config.toml, line 3: there is no key “[/]␛[2J”" in app.said
        assert app.room.reader.measure == 72


async def test_a_name_from_the_command_line_goes_before_the_configured_one(story: Path, path: Path) -> None:
    path.write_text('annotator = "kim"\n')
    async with played(story, configuration=read(), options=frozenset({"annotator"})) as app:
        await app.press("comma")
        await choose(app, "annotator")
        assert isinstance(app.app.screen, SettingsDialog)
        assert "goes before the configuration" in app.said
        assert app.project.annotator == "mo"


async def test_an_article_is_closed_without_a_question_where_none_is_wanted(story: Path, path: Path) -> None:
    async with played(story, configuration=read()) as app:
        await app.press("c", "greater_than_sign", "X")
        assert isinstance(app.app.screen, Question)
    path.write_text("[confirm]\nclose_article = false\n")
    async with played(story, configuration=read()) as app:
        await app.press("greater_than_sign", "X")
        assert "u opens them again" in app.said
        [review] = app.project.reviews_on(app.project.claims[0].id)
        await app.press("u")
        assert app.project.reviews_on(app.project.claims[0].id) == []
        assert review.article == app.project.articles[1].id


async def test_new_files_are_told_in_a_line_where_no_question_is_wanted(story: Path, path: Path) -> None:
    path.write_text("[confirm]\nnew_files = false\n")
    async with played(story, configuration=read()):
        pass
    (story / "d-late.txt").write_text("Late news of the Morwen.\n")
    async with played(story, configuration=read()) as app:
        await app.until(lambda: "d-late.txt" in app.said)
        assert "F adds files" in app.said
        assert isinstance(app.app.screen, ReadingRoom)


async def test_every_theme_of_the_app_can_be_configured(story: Path) -> None:
    async with played(story) as app:
        assert set(app.app.available_themes) <= set(THEMES)


async def test_the_list_of_themes_names_the_one_in_force_and_has_it_first(story: Path) -> None:
    async with played(story, size=(80, 24)) as app:
        app.app.theme = "nord"
        await app.press("comma", "down", "down", "enter")
        await app.until(lambda: "in force" in app.frame())
        named = [line for line in app.frame().splitlines() if "in force" in line]
        assert [line.split()[0] for line in named] == ["nord"]
        themes = [line.split()[0] for line in app.frame().splitlines() if line.endswith(("dark", "light"))]
        assert themes[:2] == ["variorum-dark", "variorum-light"]
        await app.type("lights")  # nothing is like that
        await app.press("backspace", "enter", "enter")
        assert app.app.theme.endswith("light")
