"""In a trace of the real app's system calls: "saved" is painted after the disk has it, never before."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.terminal.screen import Screen

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")
STRACE = shutil.which("strace")

_LINE = re.compile(r"(\d+) +(?:(?P<name>\w+)\((?P<rest>.*)|<\.\.\. (?P<resumed>\w+) resumed>(?P<end>.*))")


class Call(NamedTuple):
    """A system call, at the place in the trace where it returned."""

    name: str
    what: str


def calls(trace: str) -> list[Call]:
    """The calls in the order in which they returned; those of two threads overlap."""
    begun: dict[tuple[str, str], str] = {}
    found = []
    for line in trace.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        thread = match[1]
        if match["resumed"]:
            found.append(Call(match["resumed"], begun.pop((thread, match["resumed"]), "") + match["end"]))
        elif match["rest"].endswith("<unfinished ...>"):
            begun[thread, match["name"]] = match["rest"]
        else:
            found.append(Call(match["name"], match["rest"]))
    return found


@pytest.mark.skipif(STRACE is None, reason="the order of system calls is read with strace")
def test_saved_is_painted_only_after_the_disk_has_it(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text("Bridge closed\n\nIt was closed on Monday. Police said so.\n", "utf-8")
    trace = tmp_path / "trace"
    arguments = ["-f", "-y", "-s", "100000", "-o", str(trace), "-e"]
    arguments += ["trace=write,fdatasync,fsync,rename,renameat,renameat2"]
    child = pexpect.spawn(
        STRACE,
        [*arguments, sys.executable, "-m", "tui.cli", str(folder)],
        env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
        dimensions=(40, 120),
        timeout=60,
    )
    screen = Screen(120, 40)

    def until(words: str, *more: str) -> None:
        end = time.monotonic() + 120
        while not all(word in screen.text for word in (words, *more)):
            assert time.monotonic() < end, screen.text
            screen.feed(child.read_nonblocking(65536, timeout=60))

    until("Claims 0 of 0", "● saved")
    for number in range(1, 6):
        child.send("Jc")
        until(f"Claims {number} of {number}", "● saved")
    child.send("\x11")
    while True:
        try:
            child.read_nonblocking(65536, timeout=60)
        except pexpect.EOF:
            break
    child.close()
    assert child.exitstatus == 0

    made = calls(trace.read_text("utf-8", "replace"))
    written = [n for n, call in enumerate(made) if call.name == "write" and '.journal>, "' in call.what]
    changes = [n for n in written if "claim " in made[n].what and " made" in made[n].what]
    assert len(changes) == 5
    for place in changes:
        synced = next(n for n in range(place, len(made)) if made[n].name == "fdatasync")
        assert ".journal>" in made[synced].what
        assert made[synced].what.rstrip().endswith("= 0")
        between = [call for call in made[place:synced] if call.name == "write" and "/dev/" in call.what]
        assert not [call for call in between if " saved" in call.what]
        assert any(" saved" in call.what for call in made[synced:] if "/dev/" in call.what)
    # The snapshot at the end: written, synced, renamed over the old one, the rename synced.
    (moved,) = [n for n in range(changes[-1], len(made)) if _renames(made[n], '/variorum.json"')]
    before, after = made[changes[-1] : moved], made[moved + 1 :]
    steps = [call.name for call in before if ".variorum.json." in call.what and call.name != "rename"]
    assert steps[0] == "write"
    assert steps[-1] == "fsync"
    assert after[0].name == "fsync"
    assert f"{folder}>" in after[0].what


def _renames(call: Call, target: str) -> bool:
    return call.name.startswith("rename") and target in call.what
