"""Export and import on the command line, format by format: exit status, streams, and how far it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations import Project
from annotations.exports import FORMATS, render
from annotations.exports.planes import EVERYTHING
from annotations.exports.progress import Progress
from tui.cli import cli
from tui.meter import StepMeter

Run = Callable[..., Result]
WRITTEN = [name for name, format in FORMATS.items() if format.writes and not format.lacking]
TWO_WAY = [name for name in WRITTEN if FORMATS[name].reads]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in an empty folder, where nothing is a terminal."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A project in which one claim is not finished."""
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "one.txt").write_text("The crane fell.\n", "utf-8")
    (folder / "two.txt").write_text("A crane is said to have fallen.\n", "utf-8")
    with Project.open(folder, annotator="mo") as project:
        project.claim_from(project.articles[0].id, 0, 15)
    return folder


@pytest.mark.parametrize("to", [name for name in WRITTEN if FORMATS[name].folder])
def test_a_folder_of_files_to_standard_output_is_wrong_usage(run: Run, story: Path, to: str) -> None:
    result = run("export", story, "--to", to, "-o", "-")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{to} is a folder of files" in result.stderr


@pytest.mark.parametrize("to", [name for name in WRITTEN if not FORMATS[name].folder])
def test_standard_output_gets_what_a_file_gets(run: Run, story: Path, to: str) -> None:
    streamed = run("export", story, "--to", to, "-o", "-")
    assert (streamed.exit_code, streamed.stderr) == (0, "")
    assert run("export", story, "--to", to, "-o", "file").exit_code == 0
    assert streamed.stdout_bytes == Path("file").read_bytes()


@pytest.mark.parametrize("to", WRITTEN)
def test_strictly_an_unfinished_reading_is_refused_with_its_reasons(run: Run, story: Path, to: str) -> None:
    for target in ("out", "-"):
        if target == "-" and FORMATS[to].folder:
            continue
        result = run("export", story, "--to", to, "-o", target, "--strict")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.splitlines() == [
            "not exported, because it is not finished:", "claim 1: B not looked at yet",
        ]  # fmt: skip
    assert not Path("out").exists()


def test_without_verdicts_there_is_an_empty_and_valid_document(run: Run, story: Path) -> None:
    result = run("export", story, "--to", "claimreview", "-o", "-")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"@context": "https://schema.org", "@graph": []}


@pytest.mark.parametrize("to", TWO_WAY)
def test_what_was_written_is_found_to_be_its_format_and_comes_in(run: Run, story: Path, to: str) -> None:
    assert run("export", story, "--to", to, "-o", "out").exit_code == 0
    result = run("import", "again", "out")
    assert result.exit_code == 0, result.stderr
    assert "\r" not in result.stderr
    with Project.open("again", read_only=True) as again, Project.open(story, read_only=True) as before:
        assert [claim.text for claim in again.claims] == [claim.text for claim in before.claims]
        if FORMATS[to].holds == EVERYTHING:
            assert render(again, "variorum") == render(before, "variorum")
    assert run("import", "again", "out").stdout.startswith("imported nothing new; ")


def test_how_far_it_is_is_shown_on_a_terminal_only_and_wiped_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for terminal, shown in ((True, "\r\x1b[Kevidence: 1,024 of 2,000\r\x1b[K"), (False, "")):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        with StepMeter() as meter:
            meter.show(Progress("evidence", 1_024, 2_000))
        assert capsys.readouterr().err == shown
