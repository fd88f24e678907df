"""The command line as a process of its own: what it loads, its bytes, and a reader that leaves early."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations import Project

ARROW = "→"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project called story and an exchange file of it."""
    folder = tmp_path_factory.mktemp("processes")
    (folder / "story").mkdir()
    for name in ("one", "two"):
        (folder / "story" / f"{name}.txt").write_text(f"Snow fell in Graz, says {name}.", "utf-8")
    with Project.open(folder / "story", annotator="mo") as project:
        one, two = project.articles
        claim, _ = project.claim_from(one.id, 0, 17)
        project.mark(claim.id, two.id, 0, 17, "supports")
        project.add_claim("Ice lay on the Mur.")
        project.export("variorum", folder / "x.json")
    return folder


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tui.cli", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "XDG_DATA_HOME": str(folder / "data"), **environment},
        timeout=120,
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["formats"],
        ["matrix", "story"],
        ["matrix", "story", "--json"],
        ["export", "story", "--to", "markdown", "-o", "-"],
        ["export", "story", "--to", "csv", "-o", "tables", "--force"],
        ["import", "imported", "x.json"],
        ["check", "story"],
        ["add", "added", "story/one.txt"],
        ["sample", "sample", "--help"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_commands_without_a_screen_load_neither_textual_nor_rich(folder: Path, words: list[str]) -> None:
    script = (
        "import sys\n"
        "from tui.cli import cli\n"
        "try:\n    cli(sys.argv[1:])\n"
        "except SystemExit as left:\n    assert not left.code, left.code\n"
        "loaded = {name.partition('.')[0] for name in sys.modules} & {'textual', 'rich'}\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=folder, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_that_leaves_early_sees_no_traceback(folder: Path) -> None:
    for words in (
        ["matrix", "story"],
        ["matrix", "story", "--json"],
        ["export", "story", "--to", "variorum", "-o", "-"],
    ):
        with subprocess.Popen(
            [sys.executable, "-m", "tui.cli", *words],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()  # before it can have written, so the first write fails for certain
            assert process.stderr.read() == b""
            assert process.wait(120) == 1


ENVIRONMENTS: list[dict[str, str]] = [
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"TERM": "dumb", "NO_COLOR": "1"},
]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=str)
def test_it_works_where_little_can_be_shown(folder: Path, environment: dict[str, str]) -> None:
    matrix = run(folder, "matrix", "story", **environment)
    assert (matrix.returncode, matrix.stderr) == (0, b"")
    assert b"\x1b" not in matrix.stdout
    export = run(folder, "export", "story", "--to", "variorum", "-o", "-", **environment)
    assert export.stdout == (folder / "x.json").read_bytes()
    sheet = run(folder, "export", "story", "--to", "markdown", "-o", "-", **environment)
    assert f"2 articles {ARROW} no named origin" in sheet.stdout.decode("utf-8")
    for words in (["n\udcffwhere\x1b[31m"], ["matrix", "nöwhere"]):
        failed = run(folder, *words, **environment)
        assert failed.returncode == 1
        assert failed.stderr.count(b"\n") == 1
        assert b"\x1b" not in failed.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("variorum ma", "plain,matrix"),
        ("variorum st", "file,st"),
        ("variorum story o", "file,o"),
        ("variorum export story --to m", "plain,markdown"),
        ("variorum matrix story --status corr", "plain,corroborated"),
    ],
)
def test_the_shell_completes_commands_paths_and_choices(folder: Path, words: str, offered: str) -> None:
    last = str(words.count(" "))
    completed = run(folder, _VARIORUM_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=last)
    assert completed.stdout.decode().split() == [offered]


def test_no_screen_is_opened_without_a_terminal(folder: Path) -> None:
    opened = run(folder, "story")
    assert opened.returncode == 1
    assert opened.stdout == b""
    assert opened.stderr.startswith(b"variorum needs a terminal to open a screen")


def test_json_is_utf_8_whatever_the_locale(folder: Path) -> None:
    printed = run(folder, "matrix", "story", "--json", LC_ALL="C", PYTHONUTF8="0")
    document: dict[str, Any] = json.loads(printed.stdout.decode("utf-8"))
    assert document["claims"][0]["status"] == "unsourced"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestOnATerminal:
    """With a pseudo-terminal as standard output."""

    def shown(self, folder: Path, *words: str, columns: int = 100, **environment: str) -> tuple[int, str]:
        import pexpect

        child = pexpect.spawn(
            sys.executable,
            ["-m", "tui.cli", *words],
            cwd=str(folder),
            env={**os.environ, "TERM": "xterm-256color", **environment},
            dimensions=(40, columns),
            timeout=60,
            encoding="utf-8",
        )
        child.expect(pexpect.EOF)
        child.close()
        return int(child.exitstatus or 0), str(child.before)

    def test_the_matrix_has_colours_and_letters(self, folder: Path) -> None:
        status, shown = self.shown(folder, "matrix", "story", "--status", "unsourced", NO_COLOR="")
        assert status == 0
        assert "\x1b[1;32mS\x1b[0m" in shown
        assert "S supports" in shown

    def test_no_color_holds(self, folder: Path) -> None:
        _, shown = self.shown(folder, "matrix", "story", "--status", "unsourced", NO_COLOR="1")
        assert "\x1b[1;32m" not in shown
        assert "S supports" in shown

    def test_a_dumb_terminal_is_refused_in_one_line(self, folder: Path) -> None:
        status, shown = self.shown(folder, "story", TERM="dumb", columns=200)
        assert status == 1
        assert shown.strip().endswith("this one is dumb")
        assert shown.count("\n") == 1
