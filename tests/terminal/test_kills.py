"""The real app, killed in the middle of work: what the screen had called saved is there afterwards.

``VARIORUM_KILLS=300`` makes as many kills; a few are made in every run of the tests.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from annotations import Project
from annotations.soundness import check
from tests.terminal.screen import Screen

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

KILLS = int(os.environ.get("VARIORUM_KILLS", "12"))
COLUMNS, LINES = 120, 40
ARTICLE = "Bridge closed\n\n" + " ".join(f"On day {n} the bridge was closed again." for n in range(60)) + "\n"


class Session:
    """The app on a project, and what its screen has said so far."""

    def __init__(self, folder: Path) -> None:
        self.screen = Screen(COLUMNS, LINES)
        #: The highest number of claims that stood on the screen together with the word saved.
        self.saved_claims = 0
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "tui.cli", str(folder), "--annotator", "mo"],
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"},
            dimensions=(LINES, COLUMNS),
            timeout=60,
        )

    def until(self, words: str) -> None:
        """Read until these words stand on the screen."""
        end = time.monotonic() + 60
        while words not in self.screen.text:
            assert time.monotonic() < end, self.screen.text
            self.read(0.5)

    def read(self, seconds: float) -> None:
        """Read for so long, at most, and note what the screen calls saved after each piece."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._take(self._child.read_nonblocking(4096, timeout=left))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return

    def type(self, keys: str) -> None:
        self._child.send(keys)

    def kill(self) -> None:
        """Kill it, and read what it had painted by then."""
        self._child.kill(signal.SIGKILL)
        while True:
            try:
                self._take(self._child.read_nonblocking(4096, timeout=5))
            except (pexpect.TIMEOUT, pexpect.EOF):
                break
        self._child.close(force=True)

    def _take(self, data: bytes) -> None:
        self.screen.feed(data)
        text = self.screen.text
        claims = re.search(r"Claims \d+ of (\d+)", text)
        if claims and "● saved" in text:
            self.saved_claims = max(self.saved_claims, int(claims[1]))


def test_what_the_screen_called_saved_survives_every_kill(tmp_path: Path) -> None:
    draw = random.Random(20)
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    known = 0
    unsaved = 0
    for kill in range(KILLS):
        session = Session(folder)
        session.until(f"of {known}")
        for number in range(draw.randint(1, 6)):
            session.type(draw.choice(["jc", "jc2", "Jc", f"Cclaim {kill}.{number}\r", "jch", "jcfwhy?\r"]))
            session.read(draw.choice([0.0, 0.005, 0.03, 0.1]))
        session.read(draw.uniform(0.0, 0.3))
        session.kill()
        with Project.open(folder, annotator="mo") as project:
            claims = len(project.claims)
            assert [finding for finding in check(project) if finding.severity == "error"] == []
            assert project.notices == []
        assert claims >= session.saved_claims >= known
        unsaved += claims > session.saved_claims
        known = claims
    print(f"{KILLS} kills, {known} claims, {unsaved} times more on disk than the screen had said")
