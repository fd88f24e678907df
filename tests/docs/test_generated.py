"""What of the documentation is made from the program is up to date, and says all of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from annotations.exports import FORMATS
from docs import generate
from docs.making.commands import manual
from docs.making.keys import keys_in_words
from tests.docs.pages import ROOT
from tui.cli import cli
from tui.screens.reading_room import ReadingRoom


def test_everything_made_from_the_program_is_up_to_date() -> None:
    assert generate.out_of_date() == [], "python docs/generate.py writes it anew"


def test_what_is_out_of_date_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for path, words in generate.made():
        (tmp_path / path.name).write_text(words, "utf-8")
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    assert generate.out_of_date() == []
    for name in ("keys.md", "variorum.1"):
        changed = (tmp_path / name).read_text("utf-8").replace("next", "nxet")
        (tmp_path / name).write_text(changed, "utf-8")
    assert [path.name for path in generate.out_of_date()] == ["keys.md", "variorum.1"]


def test_every_command_of_the_reading_room_is_on_the_page_of_keys() -> None:
    page = (ROOT / "docs" / "keys.md").read_text("utf-8")
    for group in ReadingRoom.GROUPS:
        for command in group.commands:
            assert f"`{command.id}`" in page
            assert keys_in_words(command.keys) in page


def test_keys_stand_there_as_they_are_printed_on_a_keyboard() -> None:
    assert (
        keys_in_words("question_mark,ctrl+p,down,shift+tab,full_stop") == "`?` `ctrl+p` `↓` `Shift+Tab` `.`"
    )


def test_every_format_is_on_the_page_of_formats() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    for format in FORMATS.values():
        assert f"### {format.name}\n\n{format.about}" in page


def test_the_manual_page_is_set_without_a_warning_at_any_width(tmp_path: Path) -> None:
    setter = shutil.which("groff")
    if setter is None:
        pytest.skip("groff is not here")
    page = tmp_path / "variorum.1"
    page.write_text(manual(), "utf-8")
    for width in (40, 60, 80, 120):
        set_ = subprocess.run(
            [setter, "-man", "-ww", "-Tutf8", "-Z", f"-rLL={width}n", str(page)],
            capture_output=True,
            check=True,
        )
        assert set_.stderr == b""


def test_every_command_and_option_is_on_the_manual_page() -> None:
    page = manual()
    for name, command in cli.commands.items():
        assert f'.SS "{name} ' in page or f'.SS "{name}"' in page
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert option.replace("-", "\\-") in page


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not here")
def test_the_manual_page_is_without_fault() -> None:
    page = ROOT / "docs" / "variorum.1"
    run = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", page],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # The day of a release is not written into it, so that it is the same whenever it is made.
    complaints = [line for line in run.stdout.splitlines() if "missing date" not in line]
    assert complaints == []


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not here")
def test_man_shows_the_manual_page() -> None:
    run = subprocess.run(
        ["man", "-l", ROOT / "docs" / "variorum.1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": "/usr/bin:/bin", "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
    )
    assert "variorum - compare the sources of one story by hand, in a terminal" in run.stdout
    assert "--on-conflict [mine|theirs|both]" in run.stdout
