"""Two sessions on one project, each a process in a terminal of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project

pytest.importorskip("pexpect", reason="pseudo-terminals need pexpect")

from tests.terminal.terminal import Terminal


def test_a_second_session_follows_the_first_and_takes_over_when_that_leaves(story: Path) -> None:
    first = Terminal(str(story), "--annotator", "ana", cwd=story)
    first.until("Claims 0 of 0")
    second = Terminal(str(story), "--annotator", "mo", cwd=story)
    second.until("read only")
    first.press("jc")
    first.until("Claims 1 of 1")
    second.until("Claims 1 of 1")
    second.press("c")
    second.until("nothing can be changed")
    first.press("f")
    first.until("Open question")
    first.press("who saw it?\r")
    assert first.leave() == 0
    second.until("nobody else has it, T takes over")
    second.press("T")
    second.until("yours now")
    second.press("jc")
    second.until("Claims 2 of 2")
    assert second.leave() == 0
    with Project.open(story) as project:
        one, other = project.claims
        assert (one.annotator, one.open_question) == ("ana", "who saw it?")
        assert other.annotator == "mo"


def test_a_second_session_lives_on_when_the_first_is_killed(story: Path) -> None:
    first = Terminal(str(story), "--annotator", "ana", cwd=story)
    first.until("Claims 0 of 0")
    second = Terminal(str(story), "--annotator", "mo", cwd=story)
    second.until("read only")
    first.press("jc")
    first.until("Claims 1 of 1")
    second.until("Claims 1 of 1")
    first.child.kill(9)
    first.ended()
    second.until("nobody else has it, T takes over")
    second.press("T")
    second.until("yours now")
    second.press("jjc")
    second.until("Claims 2 of 2")
    assert second.leave() == 0
    with Project.open(story) as project:
        assert [claim.annotator for claim in project.claims] == ["ana", "mo"]


def test_a_session_asked_to_only_look_stays_so(story: Path) -> None:
    Project.open(story).close()
    looking = Terminal("open", str(story), "--read-only", cwd=story)
    looking.until("read only")
    looking.press("T")
    looking.until("--read-only")
    writing = Terminal(str(story), "--annotator", "ana", cwd=story)
    writing.until("Claims 0 of 0")
    writing.press("jc")
    looking.until("Claims 1 of 1")
    assert writing.leave() == 0
    assert looking.leave() == 0
