"""In tmux, which would act on what gets through: its title, paste buffer and screens stay as they were."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.corpus import Payload
from tests.hostile.session import LAUNCH, ROOT
from tests.hostile.stories import make_story

TMUX = shutil.which("tmux")
pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(TMUX is None, reason="there is no tmux here to look at the app in"),
]

#: What tmux acts on: titles, the paste buffer in three spellings, the other screen, its own passthrough.
WORDS = [
    Payload(f"{number:03}", "osc", text)
    for number, text in enumerate(
        (
            "\x1b]0;PWNTITLE\x1b\\",
            "\x1b]2;PWNTITLE\x07",
            "\x1b]52;c;UFdORUQ=\x1b\\",
            "\x1b]52;c;UFdORUQ=\x07",
            "\x9d52;c;UFdORUQ=\x9c",
            "\x1b[?1049l",
            "\x1bkPWNTITLE\x1b\\",
            "\x1bPtmux;\x1b\x1b]0;PWNTITLE\x07\x1b\\",
            "\x1b[!p\x1bc",
        )
    )
]


class Tmux:
    """A tmux server of its own, which lets programs do all that it can be set to let them do."""

    def __init__(self, folder: Path) -> None:
        self._command = [str(TMUX), "-L", f"variorum-{folder.name}", "-f", "/dev/null"]

    def run(self, *words: str) -> str:
        """Tell it something; what it answers."""
        done = subprocess.run(
            [*self._command, *words], capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout

    def begin(self, folder: Path, walls: str) -> None:
        """Start the app in it."""
        self.run("new-session", "-d", "-x", "140", "-y", "50", "cat")
        for option in ("set-clipboard on", "allow-passthrough on", "allow-rename on"):
            self.run("set-option", "-g", *option.split())
        self.run("set-buffer", "-b", "mine", "what I had copied")
        command = f"env PYTHONPATH={ROOT} TEXTUAL_ANIMATIONS=none {sys.executable} {LAUNCH} {walls} {folder}"
        self.run("respawn-pane", "-k", command)

    def until(self, words: str) -> None:
        """Wait until the pane shows this."""
        end = time.monotonic() + 30
        while words not in (seen := self.run("capture-pane", "-p")):
            assert time.monotonic() < end, seen

    @property
    def state(self) -> tuple[str, str, str]:
        """The pane's title, the paste buffers, and whether the other screen is up."""
        title = self.run("display-message", "-p", "#{pane_title} #{window_name}").strip()
        buffers = self.run("list-buffers", "-F", "#{buffer_name}=#{buffer_sample}").strip()
        return title, buffers, self.run("display-message", "-p", "#{alternate_on}").strip()


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    app = int(server.run("display-message", "-p", "#{pane_pid}") or 0)
    server.run("kill-server")
    end = time.monotonic() + 30
    while app and Path(f"/proc/{app}").exists():  # its terminal is gone: so it goes, too
        assert time.monotonic() < end, app
        time.sleep(0.05)


def walked(tmux: Tmux, folder: Path, walls: str) -> tuple[str, str, str]:
    """The state of tmux after a walk over some screens."""
    make_story(folder, WORDS)
    tmux.begin(folder, walls)
    tmux.until("Claims")
    for keys, words in (("Escape", ""), ("m", "status"), ("Escape", ""), ("o", "origin"), ("Escape", "")):
        tmux.run("send-keys", keys)
        if words and walls == "none":
            tmux.until(words)
    tmux.run("send-keys", "e")
    if walls == "none":
        tmux.until("Enter save")
    return tmux.state


def test_nothing_of_tmux_changes(tmux: Tmux, tmp_path: Path) -> None:
    title, buffers, other = walked(tmux, tmp_path / "story", "none")
    assert "PWN" not in title
    assert buffers == "mine=what I had copied"
    assert other == "1"


def test_without_the_walls_tmux_is_taken_in(tmux: Tmux, tmp_path: Path) -> None:
    walked(tmux, tmp_path / "story", "door,filter")
    end = time.monotonic() + 30
    while (state := tmux.state)[1] == "mine=what I had copied" and "PWN" not in state[0] and state[2] == "1":
        assert time.monotonic() < end, state
