"""The clipboard gets what a person copies, in its safe form, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual.app import App

import tui
import tui.app
from annotations import Project
from tests.app.playing import played
from tests.hostile.corpus import FORBIDDEN, payloads
from tests.hostile.stories import make_story
from tui.reader import article_text

pytestmark = pytest.mark.hostile

FOLDER = Path(tui.__file__).parent


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the clipboard."""
    found: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: found.append(text))
    return found


async def test_copying_takes_the_words_and_no_order_to_a_terminal(tmp_path: Path, copied: list[str]) -> None:
    words = payloads(16)
    make_story(tmp_path / "story", words)
    async with played(tmp_path / "story") as app:
        await app.press("escape")
        for payload in words:
            await app.sentence("He said")
            await app.press("y")
            assert copied[-1].startswith(f"He said “{payload.tag}")
            assert len(copied[-1]) == len(app.selected)
            assert (FORBIDDEN | {"\x1b"}).isdisjoint(copied[-1].replace("\t", ""))
            await app.press("greater_than_sign")
    assert len(copied) == len(words)


async def test_a_walk_without_copying_leaves_the_clipboard_alone(tmp_path: Path, copied: list[str]) -> None:
    make_story(tmp_path / "story", payloads(3))
    async with played(tmp_path / "story") as app:
        await app.press(
            "escape", "j", "c", "m", "escape", "o", "e", "escape", "escape", "x", "escape", "e", "escape"
        )
        await app.press("question_mark", "escape", "number_sign", "escape", "full_stop", "s", "u")
        for row in range(2, 30, 4):
            await app.pilot.click(offset=(60, row))
        await app.pilot.mouse_down(offset=(40, 6))
        await app.pilot.mouse_up(offset=(60, 9))
        await app.settle()
    assert copied == []


async def test_without_the_door_the_clipboard_would_get_orders(
    tmp_path: Path, copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tui.app, "displayable", lambda text, **_: text)
    # What is copied is cut from the text as it is shown, which is the first of two walls here.
    monkeypatch.setattr(article_text, "displayable", lambda text, **_: text)
    make_story(tmp_path / "story", payloads(4))
    async with played(tmp_path / "story") as app:
        await app.press("escape")
        for _ in range(4):
            await app.sentence("He said")
            await app.press("y", "greater_than_sign")
    assert all("\x1b" in text for text in copied[:4])


async def test_whatever_copies_does_so_in_the_safe_form(tmp_path: Path, copied: list[str]) -> None:
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "a.txt").write_text("Words.\n", "utf-8")
    with Project.open(tmp_path / "story"):
        pass
    async with played(tmp_path / "story") as app:
        app.app.copy_to_clipboard("a\x1b]52;c;AA\x07\u202eb\nc")
    assert copied == ["a␛]52;c;AA␇⇄b\nc"]


def test_only_the_commands_that_copy_write_the_clipboard() -> None:
    writers = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("copy_to_clipboard", "_clipboard", "clipboard")
    }
    assert writers == {"app.py", "commands/reading.py", "commands/sharing.py"}
