"""Completion by real shells: what ``variorum completion`` prints, and what comes of a line half typed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.agreement import STATUSES
from annotations.exports import FORMATS
from tui.cli import cli

ROOT = Path(__file__).parents[3]
SHELLS = ("bash", "zsh", "fish")
#: How each shell looks at a script without running it.
SYNTAX = {"bash": ["bash", "-n"], "zsh": ["zsh", "-f", "-n"], "fish": ["fish", "--no-execute"]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a story and a file in it, and the program on the path beside it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "variorum"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tui "$@"\n')
    program.chmod(0o755)
    work = tmp_path / "work"
    (work / "my-story").mkdir(parents=True)
    (work / "my-page.html").write_text("<p>Words.</p>")
    return work


def ask(place: Path, *command: str) -> str:
    """Run a command with the program on the path."""
    environment = {
        "PATH": f"{place.parent / 'programs'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(place.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
    }
    run = subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    return run.stdout


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")


def by_bash(place: Path, line: str) -> list[str]:
    """What bash offers at the end of a line; paths too, which it adds by itself."""
    needs("bash")
    words = line.split(" ")
    told = f"""
        complete() {{ :; }}; compopt() {{ if [ "$2" = default ]; then compgen -f -- "$word"; fi; }}
        eval "$(variorum completion bash)"
        COMP_WORDS=({shlex.join(words) if words[-1] else shlex.join(words[:-1]) + " ''"})
        COMP_CWORD={len(words) - 1}; word={shlex.quote(words[-1])}
        _variorum_completion variorum
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return [offer for offer in ask(place, "bash", "--norc", "-c", told).splitlines() if offer]


def by_fish(place: Path, line: str) -> list[str]:
    """What fish offers at the end of a line."""
    needs("fish")
    told = f"variorum completion fish | source; complete --do-complete={shlex.quote(line)}"
    offers = ask(place, "fish", "--no-config", "-c", told).splitlines()
    return [offer.partition("\t")[0].rstrip("/") for offer in offers]


def by_zsh(place: Path, line: str) -> list[str]:
    """What zsh would offer at the end of a line: the functions that offer are replaced by ones that print."""
    needs("zsh")
    words = line.split(" ")
    told = f"""
        compdef() {{ :; }}
        eval "$(variorum completion zsh)"
        _describe() {{ local -a given; given=("${{(@P)3}}"); print -rl -- "${{(@)given%%:*}}" }}
        compadd() {{ while [[ "$1" != -a ]]; do shift; done; print -rl -- "${{(@P)2}}" }}
        _path_files() {{ print -rl -- ${{PREFIX}}*(N) }}
        words=({shlex.join(words[:-1])} {shlex.quote(words[-1])}); CURRENT={len(words)}
        PREFIX={shlex.quote(words[-1])}
        _variorum_completion
    """
    return [offer for offer in ask(place, "zsh", "-f", "-c", told).splitlines() if offer]


BY = {"bash": by_bash, "zsh": by_zsh, "fish": by_fish}


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_printed_is_a_script_of_that_shell(place: Path, shell: str) -> None:
    needs(shell)
    script = place / "script"
    script.write_text(ask(place, "variorum", "completion", shell))
    assert "_variorum_completion" in script.read_text()
    ask(place, *SYNTAX[shell], str(script))


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_are_completed(place: Path, shell: str) -> None:
    assert set(BY[shell](place, "variorum ")) >= set(cli.commands)
    assert BY[shell](place, "variorum mat") == ["matrix"]


@pytest.mark.parametrize("shell", SHELLS)
def test_options_are_completed(place: Path, shell: str) -> None:
    assert BY[shell](place, "variorum import my-story --on") == ["--on-conflict"]
    assert BY[shell](place, "variorum import my-story --on-conflict th") == ["theirs"]


@pytest.mark.parametrize("shell", SHELLS)
def test_formats_and_statuses_are_completed(place: Path, shell: str) -> None:
    writable = {format.name for format in FORMATS.values() if format.writes}
    assert set(BY[shell](place, "variorum export my-story --to ")) == writable
    assert set(BY[shell](place, "variorum matrix my-story --status ")) == set(STATUSES)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["variorum my-", "variorum open my-", "variorum add my-story my-"])
def test_paths_are_completed(place: Path, shell: str, line: str) -> None:
    assert set(BY[shell](place, line)) == {"my-story", "my-page.html"}


def test_completing_a_word_loads_no_screen(place: Path) -> None:
    told = (
        "import os, sys; os.environ |= {'_VARIORUM_COMPLETE': 'bash_complete', 'COMP_CWORD': '1',"
        " 'COMP_WORDS': 'variorum ma'}\n"
        "from tui.__main__ import main\n"
        "try: main()\nexcept SystemExit: print('textual' in sys.modules, 'rich' in sys.modules)"
    )
    assert ask(place, sys.executable, "-c", told).split() == ["plain,matrix", "False", "False"]
