"""The app in a real pseudo-terminal, as a process of its own."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from annotations import Project

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from tests.terminal.terminal import ARTICLES, Terminal


def test_a_claim_made_in_a_terminal_is_on_disk_and_the_terminal_is_as_before(story: Path) -> None:
    terminal = Terminal(str(story), "--annotator", "mo", cwd=story)
    terminal.until("Claims 0 of 0")
    terminal.press("j")
    terminal.press("c")
    terminal.until("Claims 1 of 1")
    terminal.press("2")
    terminal.until("quantity")
    terminal.press(".")
    terminal.until("cand")
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
    ours = {"texts", "history", "variorum.json", "variorum.json.journal", "variorum.json.lock"}
    assert made == ours
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


def test_what_is_being_typed_survives_a_kill_and_is_offered_again(story: Path) -> None:
    terminal = Terminal(str(story), cwd=story)
    terminal.until("Claims 0 of 0")
    terminal.press("jcf")
    terminal.until("Open question")
    terminal.press("half a thought")
    terminal.until("thought")
    end = time.monotonic() + 30
    while time.monotonic() < end:  # no key follows: it is kept by itself
        with Project.open(story, read_only=True) as project:
            if any("half a thought" in kept.values() for kept in project.drafts.values()):
                break
    terminal.child.kill(signal.SIGKILL)
    assert terminal.ended() is None
    again = Terminal(str(story), cwd=story)
    again.until("half-typed text is kept: open question on claim 1")  # its key may be on the next line
    again.press("f")
    again.until("half a thought")
    again.press("!\r")
    assert again.leave() == 0
    with Project.open(story, read_only=True) as project:
        assert project.claims[0].open_question == "half a thought!"
        assert project.drafts == {}
