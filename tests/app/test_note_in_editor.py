"""A note in the person's own editor: a private file, read back, and nothing lost when the editor fails."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App

from tests.app.playing import Played, played

Edit = Callable[[str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Make an editor of a few lines of Python, in which `path` is the file."""

    @contextmanager
    def suspended(self: App[object]) -> Iterator[None]:
        yield

    monkeypatch.setattr(App, "suspend", suspended)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.delenv("VISUAL", raising=False)

    def make(lines: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{lines}\n", "utf-8")
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    return make


async def with_a_claim(app: Played) -> None:
    await app.sentence("Nobody was hurt")
    await app.press("c")


def left_behind(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


async def test_the_note_on_the_quote_is_what_the_editor_leaves(
    story: Path, tmp_path: Path, edit: Edit
) -> None:
    edit("assert os.stat(path).st_mode & 0o777 == 0o600\npath.write_text('who counted?\\n', 'utf-8')")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert app.project.evidence[0].note == "who counted?"
        assert "note saved" in app.said
        await app.press("u")
        assert app.project.evidence[0].note == ""
    assert left_behind(tmp_path) == []


async def test_an_editor_that_changes_nothing_changes_nothing(
    story: Path, tmp_path: Path, edit: Edit
) -> None:
    edit("")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert "as it was" in app.said
        assert app.project.evidence[0].note == ""
    assert left_behind(tmp_path) == []


async def test_what_an_editor_that_fails_has_left_is_a_draft(story: Path, tmp_path: Path, edit: Edit) -> None:
    edit("path.write_text('half a thought', 'utf-8')\nsys.exit(3)")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert "ended with 3" in app.said
        assert app.project.evidence[0].note == ""
        assert [draft["text"] for draft in app.project.drafts.values()] == ["half a thought"]
    assert left_behind(tmp_path) == []


async def test_what_is_no_text_stays_where_it_is_and_is_named(
    story: Path, tmp_path: Path, edit: Edit
) -> None:
    edit("path.write_bytes(b'\\xff\\xfe')")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert "could not be read; it is in" in app.said
        assert app.project.evidence[0].note == ""
    assert len(left_behind(tmp_path)) == 1


async def test_an_editor_that_is_not_there_is_told_of(
    story: Path, tmp_path: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert "no-such-editor-here" in app.said
        assert app.project.evidence[0].note == ""
    assert left_behind(tmp_path) == []


async def test_where_the_terminal_cannot_be_lent_it_says_so(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with played(story) as app:
        await with_a_claim(app)
        await app.press("ctrl+e")
        assert "cannot take this terminal" in app.said
