"""config.toml read and checked: what is wrong is named with its line, all else holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.corpus import payloads
from tui.configuration.reading import Configuration, checked, default_path, read
from tui.configuration.settings import Settings

PATH = Path("config.toml")


def parsed(text: str) -> Configuration:
    return checked(text.encode(), PATH)


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.words) for problem in parsed(text).problems]


def test_without_a_file_everything_is_as_it_is_by_default(tmp_path: Path) -> None:
    found = read(tmp_path / "config.toml")
    assert (found.exists, found.problems, found.settings) == (False, (), Settings())


def test_the_file_lies_in_the_config_folder_of_the_user(config_home: Path) -> None:
    assert default_path() == config_home / "variorum" / "config.toml"


def test_all_that_can_be_set_holds() -> None:
    found = parsed(
        """
keymap = "plain"
theme = "nord"
annotator = " mo "
measure = 72
linear = true
[confirm]
close_article = false
[keys]
"walk.next" = ["F9", "."]
undo = "f2"
claim.split = []
"""
    )
    assert found.problems == ()
    settings = found.settings
    assert (settings.keymap, settings.theme, settings.annotator) == ("plain", "nord", "mo")
    assert (settings.measure, settings.linear) == (72, True)
    assert not settings.asks("close_article")
    assert settings.asks("independence")
    assert found.keys.keys_of("walk.next") == ("f9", "full_stop")
    assert found.keys.keys_of("claim.split") == ()
    assert found.keys.keys_of("sentence.next") == ("down",)
    assert {"theme", "confirm.close_article", "keys.undo"} <= found.said
    assert "confirm.independence" not in found.said


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nfrob = 1", 2, "there is no setting “frob”"),
        ('keymap = "emacs"', 1, "“keymap” must be one of vim, plain"),
        ('theme = "nrod"', 1, "there is no theme “nrod”; “nord” is one"),
        ("theme = 3", 1, "“theme” must be the name of a theme"),
        ("annotator = ''", 1, "“annotator” must be a name"),
        ('annotator = "a\\u001bb"', 1, "cannot be seen"),
        (f'annotator = "{"a" * 300}"', 1, "longer than"),
        ('measure = "80"', 1, "“measure” must be a number"),
        ("measure = true", 1, "“measure” must be a number"),
        ("# one\nmeasure = 12", 2, "from 40 to 140"),
        ("linear = 1", 1, "“linear” must be true or false"),
        ("confirm = 1", 1, "must be a table"),
        ("[confirm]\nquit = false", 2, "no question is called “quit”"),
        ("[confirm]\nindependence = 'no'", 2, "must be true or false"),
        ("keys = 1", 1, "must be a table"),
        ('[keys]\n\n"walk.nxet" = "f9"', 3, "no command “walk.nxet”; “walk.next” is one"),
        ("[keys]\nwalk.nxet = 'f9'", 2, "no command “walk.nxet”"),
        ("[keys]\nundo = 'ctrl+i'", 2, "ctrl+i is tab"),
        ("[keys]\nundo = 'nokey'", 2, "no key “nokey”"),
        ("[keys]\nundo = 7", 2, "a key must be text in quotes"),
        ("[keys]\nundo = ['f2', 7]", 2, "a key must be text in quotes"),
        ("[keys]\nundo = 'x'", 2, "x is the key of “export” (export) in the reading room already"),
        ("[keys]\nexport = 'f2'\nundo = 'f2'", 3, "F2 is the key of “export”"),
        ("[keys]\nundo = 'ctrl+q'", 2, "always leaves the program"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_rest_holds(text: str, line: int, words: str) -> None:
    [(at, said)] = problems(text)
    assert at == line
    assert words in said
    with_more = parsed("measure = 72\n" + text) if "measure" not in text else parsed(text)
    assert len(with_more.problems) == 1
    assert "measure" in text or with_more.settings.measure == 72
    assert not with_more.broken


def test_of_a_list_the_keys_that_can_be_had_hold() -> None:
    found = parsed("[keys]\nundo = ['f2', 'ctrl+i']")
    assert len(found.problems) == 1
    assert found.keys.keys_of("undo") == ("f2",)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"keymap = vim", 1),
        (b"keymap = 'vim'\nmeasure = ", 2),
        (b"keymap = 'vim'\nkeymap = 'plain'", 2),
        (b"a = '\n", 1),
        (b"\n\n\xff", 3),
        (b"[" * 5000, 1),
        (b"a = " + b"[" * 100_000, 1),
    ],
)
def test_a_file_that_is_no_toml_holds_nothing_and_says_where(raw: bytes, line: int) -> None:
    found = checked(raw, PATH)
    assert found.broken
    assert [problem.line for problem in found.problems] == [line]
    assert found.settings == Settings()


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for name, words in (
        ("folder", "is a folder"),
        ("pipe", "is not a regular file"),
        ("nowhere", "no such file"),
        ("round", "circle"),
    ):
        found = read(tmp_path / name)
        assert found.broken
        assert words in str(found.problems[0])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"#" * 2_000_000)
    assert "larger than" in str(read(tmp_path / "config.toml").problems[0])


def test_a_link_to_a_file_elsewhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "kept.toml").write_text("measure = 72\n")
    (tmp_path / "config.toml").symlink_to(tmp_path / "kept.toml")
    assert read(tmp_path / "config.toml").settings.measure == 72


@pytest.mark.parametrize("payload", payloads(24), ids=lambda payload: payload.name)
def test_hostile_values_make_problems_and_never_settings(payload) -> None:  # type: ignore[no-untyped-def]
    import tomlkit

    words = payload.marked
    document = {"theme": words, "keymap": words, "keys": {words: "f2", "undo": words}, "frob": {words: 1}}
    found = checked(tomlkit.dumps(document).encode("utf-8", "replace"), PATH)
    assert found.problems
    assert found.settings == Settings()


def test_the_start_tells_a_few_problems_and_counts_the_rest() -> None:
    found = parsed("\n".join(f"x{number} = 1" for number in range(9)))
    assert len(found.notices) == 4
    assert "6 more problems" in found.notices[-1]


def test_the_example_in_the_documentation_holds() -> None:
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    found = parsed(example)
    assert found.problems == ()
    assert len(found.said) == 9


def test_the_documentation_names_every_setting_and_question() -> None:
    from tui.configuration.settings import CONFIRMATIONS, NAMES

    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text("utf-8")
    for name in [*NAMES, *(f"[confirm] {name}" for name in CONFIRMATIONS)]:
        assert f"| `{name}` |" in page


def test_the_bounds_and_themes_are_those_of_the_app() -> None:
    from textual.theme import BUILTIN_THEMES

    from tui.configuration.settings import LEAST_MEASURE, MEASURE, MOST_MEASURE
    from tui.configuration.themes import TEXTUAL
    from tui.widgets.reader import Reader

    assert (Reader.MEASURE, Reader.LEAST_MEASURE, Reader.MOST_MEASURE) == (
        MEASURE,
        LEAST_MEASURE,
        MOST_MEASURE,
    )
    assert set(TEXTUAL) <= set(BUILTIN_THEMES)
