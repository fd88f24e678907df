"""With ``NO_COLOR`` no colour is sent to the terminal: read from the bytes, not from what the app thinks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from tests.terminal.terminal import Terminal

#: How text is set without colour, each with what ends it: bold, dim, slanted, one line below, ink and ground
#: exchanged, struck, two lines below, a line above.
SET = {0, 1, 2, 3, 4, 7, 9, 21, 22, 23, 24, 27, 29, 53, 55}
#: Keys that lead through the app, with Esc from where one is before, and words that come then.
WALK = (
    ("j", "The bridge was closed"),
    ("c", "Claims 1 of 1"),
    ("/police", "1 of"),
    ("\x1b\x1bm", "origins"),
    ("\x1be", "One checkable sentence"),
    ("\x1b,", "Settings"),
    ("\x1b?", "Help"),
    ("\x1b\x10", "Search for commands"),
    ("\x1bx", "Loses nothing"),
    ("\x1bF", "Esc"),
    ("\x1b", ""),
)


def settings_sent(raw: bytes) -> set[int]:
    """The parameters of all SGR sequences in what a terminal received."""
    found = re.findall(rb"\x1b\[([0-9;:]*)m", raw)
    return {int(number or 0) for each in found for number in re.split(rb"[;:]", each)}


def walked(folder: Path, **environment: str) -> bytes:
    """What the terminal receives on a walk through the app."""
    terminal = Terminal(str(folder), cwd=folder, COLORTERM="truecolor", **environment)
    terminal.until("Claims 0 of 0")
    for keys, words in WALK:
        terminal.press(keys)
        if words:
            terminal.until(words)
    assert terminal.leave() == 0
    return terminal.raw


def test_with_no_color_nothing_is_coloured_and_what_is_in_hand_is_set_otherwise(story: Path) -> None:
    sent = settings_sent(walked(story, NO_COLOR="1"))
    assert sent <= SET
    assert {1, 4, 7} <= sent


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": ""}], ids=["not set", "empty"])
def test_without_it_the_same_walk_is_coloured(
    story: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert 38 in settings_sent(walked(story, **environment))
