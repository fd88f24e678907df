"""A disk that takes nothing: it is said, asked about once, a copy is saved elsewhere, leaving tells of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import annotations.durable
from annotations import Project
from tests.app.playing import Played, played
from tui.screens.copy import CopyDialog
from tui.screens.dialog import Dialog
from tui.screens.question import Question

FULL = "No space left on device"

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs to know what is written to")


class Disk:
    """The disk under a folder, which can be filled up and emptied again."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._write = os.write
        self.full = False

    def write(self, handle: int, data: bytes) -> int:
        if self.full and os.readlink(f"/proc/self/fd/{handle}").startswith(self._folder + "/"):
            raise OSError(errno.ENOSPC, FULL)
        return self._write(handle, data)


@pytest.fixture
def disk(story: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk(story.resolve())
    monkeypatch.setattr(annotations.durable.os, "write", made.write)
    monkeypatch.setenv("HOME", str(story.parent))
    return made


@contextmanager
def emptied(disk: Disk) -> Iterator[None]:
    """Let the disk take what is left in the end, so that the project can be closed."""
    try:
        yield
    finally:
        disk.full = False


async def not_saved(app: Played) -> None:
    await app.until(lambda: app.project.state.word == "not_saved" and isinstance(app.app.screen, Question))


def asked(app: Played) -> str:
    return app.frame() if isinstance(app.app.screen, Question) else ""


async def test_what_cannot_be_saved_is_asked_about_once_and_again_after_it_could(
    story: Path, disk: Disk
) -> None:
    async with played(story) as app:
        with emptied(disk):
            disk.full = True
            await app.press("c")
            await not_saved(app)
            frame = " ".join(app.frame().split())
            assert "NOT SAVED" in frame
            assert FULL in frame
            assert "goes on in memory" in frame
            await app.press("down", "enter")
            assert app.app.screen is app.room
            await app.press("j", "c")
            app.project.flush(30)
            await app.settle()
            assert app.app.screen is app.room
            assert "NOT SAVED" in app.frame()
            disk.full = False
            await app.until(lambda: app.project.state.word == "saved")
            assert "everything is saved again" in app.said
            disk.full = True
            await app.press("j", "c")
            await not_saved(app)
            await app.press("escape")
    with Project.open(story, read_only=True) as project:
        assert len(project.claims) == 3


async def test_it_is_not_asked_over_a_dialog_but_when_that_is_closed(story: Path, disk: Disk) -> None:
    async with played(story) as app:
        with emptied(disk):
            await app.press("c", "f")
            await app.type("why")
            disk.full = True
            dialog = app.app.screen
            assert isinstance(dialog, Dialog)
            dialog._keep_draft_now()
            await app.until(lambda: app.project.state.word == "not_saved")
            assert app.app.screen is dialog
            await app.press("escape")
            assert FULL in asked(app)
            await app.press("escape")


async def test_it_is_asked_on_the_matrix_too(story: Path, disk: Disk) -> None:
    async with played(story) as app:
        with emptied(disk):
            await app.press("c", "m")
            disk.full = True
            app.project.add_claim("made while the matrix is open")
            await not_saved(app)
            await app.press("escape")


async def test_a_copy_elsewhere_is_a_whole_project(story: Path, disk: Disk) -> None:
    target = story.parent / "variorum-copy-of-ferry"
    async with played(story) as app:
        with emptied(disk):
            disk.full = True
            await app.press("c")
            await not_saved(app)
            await app.press("down", "down", "enter")
            assert isinstance(app.app.screen, CopyDialog)
            assert target.name in app.frame()
            await app.press("enter")
            await app.until(lambda: app.app.screen is app.room)
            assert f"the copy is in {target}" in app.said
            # Leaving says that the copy has it all.
            await app.press("ctrl+q")
            await app.until(lambda: isinstance(app.app.screen, Question))
            assert "has them" in " ".join(app.frame().split())
            assert "lose them" not in app.frame()
            await app.press("s")
            await app.press("j", "c", "ctrl+q")
            await app.until(lambda: isinstance(app.app.screen, Question))
            assert "l  leave and lose them" in app.frame()
            await app.press("s")
            assert app.app.is_running
    with Project.open(target) as copy:
        (claim,) = copy.claims
        assert [article.label for article in copy.current_articles] == ["A", "B", "C"]
        assert copy.text(copy.evidence_on(claim.id)[0].article).startswith(claim.text)


async def test_leaving_what_is_not_saved_can_save_a_copy_or_lose_it(story: Path, disk: Disk) -> None:
    async with played(story) as app:
        with emptied(disk):
            disk.full = True
            await app.press("c")
            await not_saved(app)
            await app.press("escape", "ctrl+q")
            await app.until(lambda: isinstance(app.app.screen, Question))
            await app.press("c")
            assert isinstance(app.app.screen, CopyDialog)
            await app.press("escape", "ctrl+q")
            await app.until(lambda: isinstance(app.app.screen, Question))
            await app.press("l")
            await app.until(lambda: not app.app.is_running)


async def test_leaving_asks_only_while_something_is_not_saved(story: Path, disk: Disk) -> None:
    async with played(story) as app:
        with emptied(disk):
            disk.full = True
            await app.press("c")
            await not_saved(app)
            await app.press("ctrl+q")
            assert "Not everything is on disk" in app.frame()
            await app.press("s")
            assert app.app.screen is app.room  # one question took the place of the other
            disk.full = False
            await app.press("j", "c")
            await app.until(lambda: app.project.state.word == "saved")
            assert "NOT SAVED" not in app.frame()
            await app.press("ctrl+q")
            assert not app.app.is_running
    with Project.open(story, read_only=True) as project:
        assert len(project.claims) == 2


async def test_a_copy_is_not_written_over_a_project(story: Path, disk: Disk) -> None:
    other = story.parent / "other"
    Project.open(other).close()
    before = (other / "variorum.json").read_bytes()
    async with played(story) as app:
        await app.press("ctrl+p")
        await app.type("save a copy")
        await app.until(lambda: app.app.screen.query("OptionList Option, OptionList"))
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, CopyDialog))
        await app.type(str(other))
        await app.press("enter")
        await app.until(lambda: "there is a project already" in app.said)
        assert isinstance(app.app.screen, CopyDialog)
    assert (other / "variorum.json").read_bytes() == before


@pytest.mark.parametrize("place", ["~nobody-of-that-name/x", "a\0b", "/dev/null/x"])
async def test_a_place_that_cannot_be_is_said_in_one_line(story: Path, disk: Disk, place: str) -> None:
    async with played(story) as app:
        dialog = CopyDialog(app.app.desk)
        await app.app.push_screen(dialog)
        dialog.query_one("#target").value = place  # type: ignore[attr-defined]
        await app.press("enter")
        await app.until(lambda: app.said)
        assert "\n" not in app.said
        assert app.app.screen is dialog
        assert not app.app.desk.lent
