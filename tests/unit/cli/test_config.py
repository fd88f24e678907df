"""`variorum config`, and whose name new records carry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations import Project
from tui.cli import cli
from tui.commands.scopes import commands
from tui.configuration.reading import checked


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def path(config_home: Path) -> Path:
    """Where the configuration is; the folder is there."""
    found = config_home / "variorum" / "config.toml"
    found.parent.mkdir()
    return found


def test_it_says_where_the_file_would_be_and_what_holds(config_home: Path) -> None:
    done = run("config")
    assert done.exit_code == 0
    assert str(config_home / "variorum" / "config.toml") in done.stdout
    assert "--init" in done.stdout
    assert ["measure", "84", "default"] in [line.split() for line in done.stdout.splitlines()]


def test_it_says_where_each_setting_comes_from_and_which_keys_are_other_ones(path: Path) -> None:
    path.write_text('annotator = "mo"\n[keys]\nundo = "f2"\nexport = "x"\n')
    rows = [line.split() for line in run("config").stdout.splitlines()]
    assert ["annotator", "mo", "file"] in rows
    assert ["undo", "F2", "file,", "instead", "of", "u"] in rows
    assert not [row for row in rows if row[:1] == ["export"]]  # that is its key anyway
    assert ["annotator", "kim", "option"] in [
        line.split() for line in run("config", "--annotator", "kim").stdout.splitlines()
    ]


def test_problems_are_named_by_their_line_and_make_it_fail(path: Path) -> None:
    path.write_text('measure = 8\n[keys]\nundo = "nokey"\n')
    done = run("config")
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "config.toml, line 1",
        "config.toml, line 3",
    ]


def test_all_of_it_can_be_had_as_json(path: Path) -> None:
    path.write_text('theme = "nord"\nfrob = 1\n[confirm]\nnew_files = false\n[keys]\nundo = "f2"\n')
    done = run("config", "--json")
    data = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (data["path"], data["exists"]) == (str(path), True)
    assert data["settings"]["theme"] == {"value": "nord", "from": "file"}
    assert data["settings"]["keymap"] == {"value": "vim", "from": "default"}
    assert data["confirm"]["new_files"] == {"value": False, "from": "file"}
    assert data["keys"] == {"undo": {"value": ["f2"], "keymap": ["u"], "from": "file"}}
    assert [problem["line"] for problem in data["problems"]] == [2]


def test_every_command_is_listed_with_its_keys(path: Path) -> None:
    path.write_text('[keys]\nundo = "f2"\n')
    rows = {line.split()[0]: line for line in run("config", "--keys").stdout.splitlines()}
    assert set(rows) == set(commands())
    assert "F2" in rows["undo"]
    assert "no key" in rows["save_copy"]


def test_a_file_to_begin_with_changes_nothing_and_is_never_written_over_another(path: Path) -> None:
    assert run("config", "--init").exit_code == 0
    made = path.read_text()
    found = checked(made.encode(), path)
    assert (found.problems, found.said) == ((), frozenset())
    again = run("config", "--init")
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text() == made


def test_every_line_of_the_file_to_begin_with_can_be_taken_as_it_is(path: Path) -> None:
    run("config", "--init")
    live = [re.sub(r'^# (?=(?:[a-z_]+|"[\w.-]+") = )', "", line) for line in path.read_text().splitlines()]
    found = checked("\n".join(live).encode(), path)
    assert found.problems == ()
    assert {f"keys.{id}" for id in commands()} <= found.said
    assert {"keymap", "theme", "annotator", "measure", "linear"} <= found.said


def test_it_does_not_import_textual(config_home: Path) -> None:
    script = (
        "import sys, atexit\nfrom tui.__main__ import main\nsys.argv = ['variorum', 'config', '--keys']\n"
        "atexit.register(lambda: print('loaded:', *sorted(sys.modules)))\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert "tui.commands.scopes" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("textual", "tomlkit")}


def test_without_a_file_nothing_that_reads_toml_is_imported(config_home: Path) -> None:
    script = "import sys\nfrom tui.configuration.reading import read\nread()\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert not {"tomllib", "tomlkit", "textual", "tui.commands.scopes"} & set(done.stdout.split())


@pytest.mark.parametrize(("given", "expected"), [((), "from the file"), (("--annotator", "given"), "given")])
def test_new_records_carry_the_configured_name_unless_one_is_given(
    path: Path, tmp_path: Path, given: tuple[str, ...], expected: str
) -> None:
    path.write_text('annotator = "from the file"\n')
    (tmp_path / "one.txt").write_text("The pier is shut.\n")
    assert run("add", tmp_path / "story", tmp_path / "one.txt", *given).exit_code == 0
    with Project.open(tmp_path / "story", read_only=True) as project:
        assert {recorded.change.by for recorded in project.history()} == {expected}


def test_a_broken_file_is_told_in_one_line_and_stops_nothing(path: Path, tmp_path: Path) -> None:
    path.write_text("annotator = \n")
    done = run("sample", tmp_path / "story")
    assert done.exit_code == 0
    assert done.stderr.count("\n") == 1
    assert "config.toml, line 1" in done.stderr
