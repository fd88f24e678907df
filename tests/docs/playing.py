"""Playing the examples of a page in a folder made for it, one after another, as a reader would.

What a comment above a block says of it:

* ``file: NAME``: the block is what stands in this file; it is written there. ``$XDG_CONFIG_HOME`` and its
  like stand for what they are here.
* ``before: COMMANDS``: these are run first, and are not shown to readers.
* ``prints``: a block of text which is what the block before it printed. Times are not compared, and a line
  of nothing but … stands for any lines.
* ``pressed in: FOLDER``: keys, a step a line, which are pressed in the app on that folder
  (`tests.docs.pressing`); blocks with nothing but words between them are pressed without leaving it.
* ``opens a screen``: each of its commands is started in a pseudo-terminal, painted and left by its key.
* ``not run: REASON``: it is not run, and its commands are only held against what there is.
* ``the tests``: the command that .ci/run takes out of the README.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from string import Template

from click.testing import CliRunner

from tests.docs.pages import ROOT, Block, blocks
from tui.cli import cli

LANGUAGES = {"sh", "python", "toml", "json", "text"}
MARKS = {"file", "before", "prints", "pressed in", "opens a screen", "not run", "the tests"}
SECONDS = 120

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d(:?\d\d)?Z?")


class BrokenExample(AssertionError):
    """An example of the documentation that does not do what it says."""


class Workshop:
    """An empty folder with programs and homes of its own, in which examples are played."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        programs = folder / "programs"
        for made in (self.folder, programs, folder / "home"):
            made.mkdir(parents=True)
        for name, what in (("variorum", "-m tui "), ("python", ""), ("python3", "")):
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {what}"$@"\n')
            program.chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "LOGNAME": "you",
            "USER": "you",
            "TERM": "xterm-256color",
            "TEXTUAL_ANIMATIONS": "none",
            "COLUMNS": "200",
            **{
                f"XDG_{kind}_HOME": str(folder / "home" / kind.lower())
                for kind in ("DATA", "CONFIG", "STATE")
            },
        }
        self.printed = ""
        self._steps: list[Block] = []

    def play(self, block: Block) -> None:
        """Play one block.

        Raises:
            BrokenExample: it does not do what it says.
        """
        if strange := set(block.marks) - MARKS:
            raise BrokenExample(f"{block}: nobody knows what is meant by {', '.join(sorted(strange))}")
        if "pressed in" in block.marks:
            self._steps.append(block)
            return
        self.press()
        if "before" in block.marks:
            self._run(block, ["bash", "-euo", "pipefail", "-c", block.marks["before"]])
        if "file" in block.marks:
            place = self.folder / Template(block.marks["file"]).substitute(self.environment)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, "utf-8")
        if "not run" in block.marks or "the tests" in block.marks:
            if "not run" in block.marks and len(block.marks["not run"]) < 10:
                raise BrokenExample(f"{block}: is not run and gives no reason")
            for words in commands(block.text):
                check_command(words, str(block))
        elif "opens a screen" in block.marks:
            for words in commands(block.text):
                self._open(block, words)
        elif block.language == "sh":
            self.printed = self._run(block, ["bash", "-euo", "pipefail", "-c", block.text])
        elif block.language == "python":
            self.printed = self._run(block, [sys.executable, "-c", block.text])
        else:
            self._look_at(block)

    def press(self) -> None:
        """Press the keys of the blocks since the last one of another kind.

        Raises:
            BrokenExample: the app tells of an error.
        """
        steps, self._steps = self._steps, []
        if steps:
            folder = str(self.folder / steps[0].marks["pressed in"])
            typed = "".join(block.text for block in steps)
            self._run(steps[0], [sys.executable, "-m", "tests.docs.pressing", folder], typed=typed)

    def _look_at(self, block: Block) -> None:
        """Blocks that are data or output."""
        try:
            if block.language == "toml":
                tomllib.loads(block.text)
            elif block.language == "json":
                json.loads(block.text)
            elif "prints" in block.marks:
                compare(block.text, self.printed, str(block))
            elif "file" not in block.marks:
                raise BrokenExample(f"{block}: neither a file nor what something printed")
        except ValueError as problem:
            raise BrokenExample(f"{block}: {problem}") from problem

    def _open(self, block: Block, words: list[str]) -> None:
        if os.path.basename(words[0]) != "variorum":
            raise BrokenExample(f"{block}: {words[0]} is no command that opens a screen here")
        starter = str(ROOT / ".ci" / "start_in_terminal.py")
        self._run(block, [sys.executable, starter, sys.executable, "-m", "tui", *words[1:]])

    def _run(self, block: Block, command: list[str], typed: str = "") -> str:
        run = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        if run.returncode:
            raise BrokenExample(f"{block}: ended with {run.returncode} and said\n{run.stdout}")
        return run.stdout


def play(page: Path, folder: Path) -> int:
    """Play all examples of a page in a new folder; how many there were.

    Raises:
        BrokenExample: one of them does not do what it says.
    """
    workshop = Workshop(folder)
    found = [block for block in blocks(page) if not block.language.startswith("{")]
    for block in found:
        if block.language not in LANGUAGES:
            raise BrokenExample(f"{block}: a block has one of the languages {', '.join(sorted(LANGUAGES))}")
        workshop.play(block)
    workshop.press()
    return len(found)


def compare(stated: str, printed: str, where: str) -> None:
    """Hold what a page says is printed against what was.

    Raises:
        BrokenExample: it is something else.
    """
    wanted = [_TIME.sub("TIME", line.rstrip()) for line in stated.splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else f"{re.escape(line)}\n" for line in wanted)
    got = "".join(f"{_TIME.sub('TIME', line.rstrip())}\n" for line in printed.splitlines())
    if not re.fullmatch(pattern, got):
        raise BrokenExample(f"{where}: the page says\n{stated}\nand what is printed is\n{printed}")


def commands(text: str) -> list[list[str]]:
    """The simple commands of a piece of shell, each as its words; assignments before one are left out."""
    found: list[list[str]] = []
    for line in text.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|;<>()")
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, ";"]:
            if set(word) <= set("&|;<>()"):
                while words and re.match(r"\w+=", words[0]):
                    del words[0]
                if words:
                    found.append(words)
                words = []
            else:
                words.append(word)
    return found


def check_command(words: list[str], where: str) -> None:
    """Hold a command that is not run against what there is: options, files, modules, extras.

    Raises:
        BrokenExample: it names something that there is not.
    """
    program = os.path.basename(words[0])
    extras = [
        one for word in words for group in re.findall(r"\[([\w,-]+)\]", word) for one in group.split(",")
    ]
    with (ROOT / "pyproject.toml").open("rb") as file:
        known = tomllib.load(file)["project"]["optional-dependencies"]
    if missing := [extra for extra in extras if extra not in known]:
        raise BrokenExample(f"{where}: there is no extra {', '.join(missing)}")
    if program == "variorum":
        check_usage(words[1:], where)
    elif program in ("python", "python3"):
        named = words[1:]
        module = named[1] if named[:1] == ["-m"] else "tui"
        if module not in ("pip", "pytest", "sphinx") and importlib.util.find_spec(module) is None:
            raise BrokenExample(f"{where}: there is no module {module}")
        for word in named:
            if word.endswith(".py") and not (ROOT / word).is_file():
                raise BrokenExample(f"{where}: there is no {word}")
    elif program in ("bash", "sh"):
        if not (ROOT / words[1]).is_file():
            raise BrokenExample(f"{where}: there is no {words[1]}")
    elif program == "." or words[0].startswith(".ci/"):
        if not words[-1].startswith(".venv") and not (ROOT / words[-1]).is_file():
            raise BrokenExample(f"{where}: there is no {words[-1]}")
    elif program in ("uv", "uvx"):
        after = [word for word in words[1:] if not word.startswith("-")]
        if words[1:2] == ["run"] and "variorum" in after:
            check_usage(words[words.index("variorum") + 1 :], where)
    elif program not in ("pipx", "pip", "ruff", "mypy", "lint-imports", "man", "apt-get", "sphinx-build"):
        raise BrokenExample(f"{where}: nobody knows how to look at {shlex.join(words)} without running it")


def check_usage(arguments: list[str], where: str, *, mentioned: bool = False) -> None:
    """Let the command line take arguments without doing anything.

    Args:
        arguments: what stands behind ``variorum``.
        where: where they stand.
        mentioned: a command may be named without what it is about.

    Raises:
        BrokenExample: it does not take them.
    """
    kept = {command: command.callback for command in cli.commands.values()}
    try:
        for command in kept:
            command.callback = lambda **_: None
        taken = CliRunner().invoke(cli, arguments)
    finally:
        for command, callback in kept.items():
            command.callback = callback
    if taken.exit_code and not (mentioned and "Missing " in taken.output):
        raise BrokenExample(f"{where}: variorum {shlex.join(arguments)}: {taken.output}")
