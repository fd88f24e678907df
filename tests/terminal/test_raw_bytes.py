"""What a terminal receives when strangers' text is on every surface: the text, and no order to the terminal.

``pytest tests/terminal -m full`` shows 112 payloads on some 38 screens and commands each, which takes half an
hour; a smaller walk is part of every run of the tests.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from tests.hostile.corpus import CATEGORIES, leaks, payloads
from tests.hostile.session import ROOT, Session
from tests.hostile.stories import make_story
from tests.hostile.surfaces import SOME, Known, command_lines, screens

pytestmark = pytest.mark.hostile

#: Payloads of one walk, one of each category; walks of the full run, and the least pairs of payload and
#: surface that each of them must have shown, so that all of them are 5,000 and more.
EACH, WALKS, LEAST = len(CATEGORIES), 7, 715


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What harmless text of the same shape causes, on surfaces that show all records and some commands."""
    return taught(tmp_path_factory.mktemp("harmless") / "story", brief=True)


@pytest.fixture(scope="module")
def harmless_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The same, on all of them."""
    return taught(tmp_path_factory.mktemp("harmless") / "story", brief=False)


def taught(folder: Path, *, brief: bool) -> Known:
    """What a walk over harmless text causes."""
    words = payloads(3)
    make_story(folder, words, harmless=True)
    told = screens(folder, words, known=None, brief=True)
    told.add(command_lines(folder, words, known=None, said=1, brief=brief))
    return told.known


def test_a_terminal_is_sent_nothing_that_harmless_text_does_not_cause(
    tmp_path: Path, harmless: Known
) -> None:
    words = payloads(EACH)
    make_story(tmp_path / "story", words)
    found = screens(tmp_path / "story", words, known=harmless, brief=True)
    found.add(command_lines(tmp_path / "story", words, known=harmless, said=1, brief=True))
    assert found.leaks == []
    assert len(found.pairs) >= 300
    print(f"{len(found.pairs)} pairs of payload and surface")


@pytest.mark.full
@pytest.mark.parametrize("number", range(WALKS))
def test_no_payload_acts_on_any_surface(tmp_path: Path, harmless_everywhere: Known, number: int) -> None:
    words = payloads(EACH * WALKS)[number * EACH :][:EACH]
    make_story(tmp_path / "story", words)
    found = screens(tmp_path / "story", words, known=harmless_everywhere)
    found.add(command_lines(tmp_path / "story", words, known=harmless_everywhere, said=4))
    assert found.leaks == []
    assert len(found.pairs) >= LEAST
    print(f"{len(found.pairs)} pairs of payload and surface")


@pytest.mark.parametrize("without", ["door", "filter"])
def test_each_wall_alone_keeps_screens_harmless(tmp_path: Path, harmless: Known, without: str) -> None:
    words = payloads(EACH)[:10]
    make_story(tmp_path / "story", words)
    found = screens(tmp_path / "story", words, known=harmless, without=without, brief=True, lists=SOME)
    assert found.leaks == []
    assert len(found.pairs) >= 75


@pytest.mark.full
@pytest.mark.parametrize("without", ["door", "filter"])
def test_each_wall_alone_keeps_every_screen_harmless(
    tmp_path: Path, harmless_everywhere: Known, without: str
) -> None:
    words = payloads(EACH)
    make_story(tmp_path / "story", words)
    found = screens(tmp_path / "story", words, known=harmless_everywhere, without=without, brief=True)
    assert found.leaks == []
    assert len(found.pairs) >= 300


def test_without_both_walls_the_same_walk_leaks(tmp_path: Path, harmless: Known) -> None:
    words = payloads(EACH)[:10]
    make_story(tmp_path / "story", words)
    found = screens(tmp_path / "story", words, known=harmless, without="door,filter", brief=True, lists=SOME)
    assert {"matrix", "origins", "reading room", "import"} <= {surface for surface, _ in found.leaks}
    assert len(found.leaks) > 100


def test_without_the_door_commands_leak(tmp_path: Path, harmless: Known) -> None:
    words = payloads(EACH)[:10]
    make_story(tmp_path / "story", words)
    found = command_lines(tmp_path / "story", words, known=harmless, without="door", said=1, brief=True)
    assert len({surface for surface, _ in found.leaks}) >= 3


@pytest.mark.parametrize(
    ("received", "leaked"),
    [
        (b"\x1b[1;31mred\x1b[3;4Hhere", []),
        (b"\x1b]0;title\x07", [b"\x1b]0;title\x07"]),
        (b"\x1b]52;c;AA", [b"\x1b]52;c;AA"]),
        (b"a\x1bcb", [b"\x1bc"]),
        (b"\x1b[?1049l", [b"\x1b[?1049l"]),
        ("\x9b2J".encode(), ["\x9b".encode()]),
        ("\u202etxt".encode(), ["\u202e".encode()]),
        (b"\x9b2J", [b"\x9b"]),
        ("مرحبا 👩\u200d👧".encode(), []),
    ],
)
def test_the_measure_itself_tells_text_from_orders(received: bytes, leaked: list[bytes]) -> None:
    assert leaks(received, frozenset({b"colour", b"place"})) == leaked


def test_data_for_programs_is_as_it_is_through_a_pipe_and_safe_on_a_terminal(tmp_path: Path) -> None:
    words = [payload for payload in payloads(EACH) if payload.category in ("bidi", "c1")]
    make_story(tmp_path / "story", words)
    arguments = ["matrix", str(tmp_path / "story"), "--json"]
    command = [sys.executable, "-m", "tui.cli", *arguments]
    piped = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=True).stdout.decode()
    assert all(payload.text in piped for payload in words)
    session = Session(*arguments, cwd=tmp_path, home=tmp_path)
    told = session.rest().decode()
    assert not any(payload.text in told for payload in words)
    assert "signs stand for characters" in told
