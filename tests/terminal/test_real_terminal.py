"""The app in a real pseudo-terminal, as a process of its own."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from annotations import Project

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

ARTICLES = {
    "a.txt": "Bridge closed\n\nThe bridge was closed on Monday. Two lorries had collided, police said.\n",
    "b.txt": "Lorries collide\n\nPolice said that two lorries collided on the bridge. It reopened at noon.\n",
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


class Terminal:
    """A pseudo-terminal with the app in it; what it printed is kept as it came."""

    def __init__(self, *arguments: str, cwd: Path, **environment: str) -> None:
        variables = {**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **environment}
        variables.pop("COLUMNS", None)
        variables.pop("LINES", None)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tui.cli", *arguments],
            cwd=str(cwd),
            env=variables,
            dimensions=(40, 120),
            timeout=30,
        )
        self.raw = b""

    def until(self, words: str) -> None:
        """Read until these words have been painted since the last call."""
        seen = b""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            seen += self._read()
            if words in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8", "replace")):
                return
        raise AssertionError(f"{words!r} never came; the last was {seen[-2000:]!r}")

    def _read(self) -> bytes:
        try:
            read: bytes = self.child.read_nonblocking(65536, timeout=1)
        except pexpect.TIMEOUT:
            return b""
        self.raw += read
        return read

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        self.child.send(keys)

    def leave(self) -> int:
        """Quit by its key; the exit status."""
        self.press("\x11")
        return self.ended()

    def ended(self) -> int:
        """Read until the app has ended; its exit status."""
        while True:
            try:
                self.raw += self.child.read_nonblocking(65536, timeout=30)
            except pexpect.EOF:
                break
        self.child.close()
        return int(self.child.exitstatus)


def test_a_claim_made_in_a_terminal_is_on_disk_and_the_terminal_is_as_before(story: Path) -> None:
    terminal = Terminal(str(story), "--annotator", "mo", cwd=story)
    terminal.until("Claims 0 of 0")
    terminal.press("j")
    terminal.press("c")
    terminal.until("Claims 1 of 1")
    terminal.press("2")
    terminal.until("quantity")
    terminal.press(".")
    terminal.until("walk")
    terminal.press("s")
    terminal.until("2 articles")
    assert terminal.leave() == 0
    with Project.open(story, read_only=True) as project:
        (claim,) = project.claims
        assert (claim.text, claim.type) == ("The bridge was closed on Monday.", "quantity")
        assert [piece.stance for piece in project.evidence] == ["supports", "supports"]
    assert b"\x1b[?1049h" in terminal.raw
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    made = {path.name for path in story.iterdir()} - set(ARTICLES)
    assert made == {"texts", "variorum.json", "variorum.json.lock"}
    assert {name: (story / name).read_text("utf-8") for name in ARTICLES} == ARTICLES


@pytest.mark.parametrize("key", ["c", ".", "("])
def test_esc_and_a_key_sent_together_are_both_keys(story: Path, key: str) -> None:
    terminal = Terminal(str(story), cwd=story)
    terminal.until("Claims 0 of 0")
    terminal.press("C")
    terminal.until("New claim")
    terminal.press("draft words")
    terminal.until("words")
    terminal.press("\x1b" + key)  # as tmux, ssh and quick fingers send it: Esc leaves the field, then the key
    terminal.until({"c": "Claims 1 of 1", ".": "no claims yet", "(": "kept as a draft"}[key])
    assert terminal.leave() == 0
    with Project.open(story, read_only=True) as project:
        assert [claim.text for claim in project.claims] == (["Bridge closed"] if key == "c" else [])


def test_hostile_text_reaches_the_terminal_as_harmless_signs(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    evil = "\x1b]2;PWNED\x07 \x1b[2J \x9b31m \x1bc ‮txt"
    plain = " and so the story goes on with many plain words" * 4
    (folder / "a.txt").write_text(f"{evil} title\n\nThey said {evil} here{plain}.\n", "utf-8")
    with Project.open(folder) as project:
        article = project.current_articles[0]
        claim, _ = project.claim_from(article.id, 0, 20)
        project.set_claim(claim.id, text=evil + " claim", note=evil)
    terminal = Terminal(str(folder), "--annotator", evil, cwd=tmp_path)
    terminal.until("Claims 1 of 1")
    terminal.press("e")
    terminal.until("Enter save")
    terminal.press("\x1b")
    terminal.press("m")
    terminal.until("status")
    assert terminal.leave() == 0
    for sequence in (b"\x1b]2;PWNED", b"]2;PWNED\x07", b"\x1b[2J ", b"\xc2\x9b", b"\x1bc ", "‮".encode()):
        assert sequence not in terminal.raw


def test_keys_that_come_all_at_once_each_find_their_place(story: Path) -> None:
    terminal = Terminal(str(story), cwd=story)
    terminal.until("Claims 0 of 0")
    # One write: a typed claim, its tag, its open question, and a second claim from a sentence.
    terminal.press("Cdust and queries\rtnumber\r\rfwho pressed d?\rjc")
    terminal.until("Claims 2 of 2")
    assert terminal.leave() == 0
    with Project.open(story, read_only=True) as project:
        typed, made = project.claims
        assert (typed.text, typed.tags, typed.open_question) == (
            "dust and queries",
            ("number",),
            "who pressed d?",
        )
        assert made.text == "The bridge was closed on Monday."
        assert [piece.stance for piece in project.evidence] == ["supports"]


def test_a_terminal_that_can_do_nothing_is_refused_in_one_line(story: Path) -> None:
    terminal = Terminal(str(story), cwd=story, TERM="dumb")
    output = terminal.child.read().decode()
    terminal.child.close()
    assert terminal.child.exitstatus == 1
    assert len(output.strip().splitlines()) == 1
    assert "\x1b" not in output


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_an_app_that_is_told_to_end_saves_and_gives_the_terminal_back(
    story: Path, name: str, status: int
) -> None:
    terminal = Terminal(str(story), cwd=story)
    terminal.until("Claims 0 of 0")
    terminal.press("jcf")
    terminal.until("Open question")
    terminal.press("half a thought")
    terminal.until("thought")
    terminal.child.kill(getattr(signal, name))
    assert terminal.ended() == status
    for mode in (b"1049", b"1000", b"1003"):  # the other screen, the mouse
        assert terminal.raw.rindex(b"\x1b[?" + mode + b"l") > terminal.raw.rindex(b"\x1b[?" + mode + b"h")
    with Project.open(story, read_only=True) as project:
        (claim,) = project.claims
        assert claim.text == "The bridge was closed on Monday."
        assert project.drafts == {f"question {claim.id}": {"text": "half a thought"}}
