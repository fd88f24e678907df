"""A project folder from a stranger: pipes, devices and links under the names of the project's own files."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations import Project, project
from annotations.errors import ProjectError

pytestmark = pytest.mark.hostile

FILES = ("variorum.json", "variorum.json.journal", "variorum.json.lock", "codebook.toml")
FOLDERS = ("texts", "originals", "history", "backups", "exports")


def named_pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def unix_socket(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    server.bind(path.name)
    os.chdir(here)


def loop(path: Path) -> None:
    path.symlink_to(path)


def out(path: Path) -> None:
    path.symlink_to(next(above / "elsewhere" for above in path.parents if (above / "elsewhere").exists()))


def folder(path: Path) -> None:
    path.mkdir()


SURPRISES: list[Callable[[Path], None]] = [named_pipe, device, unix_socket, loop, out, folder]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with an article, and beside it one that must not be written to."""
    (tmp_path / "elsewhere").mkdir()
    story = tmp_path / "story"
    story.mkdir()
    (story / "a.txt").write_text("Some words.\n", "utf-8")
    return story


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("surprise", SURPRISES, ids=lambda make: make.__name__)
def test_what_is_no_file_of_the_project_is_refused_by_its_name(
    story: Path, name: str, surprise: Callable[[Path], None]
) -> None:
    surprise(story / name)
    for read_only in (False, True):
        with pytest.raises(ProjectError) as refused:
            Project.open(story, read_only=read_only).close()
        said = str(refused.value)
        assert "\n" not in said
        # One that is only to be read and is none yet is told to be none.
        assert said.startswith(str(story / name)) or read_only
    assert sorted(os.listdir(story)) == sorted(["a.txt", name])
    assert os.listdir(story.parent / "elsewhere") == []


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("surprise", SURPRISES[:-1], ids=lambda make: make.__name__)
def test_what_is_no_folder_of_the_project_is_refused_by_its_name(
    story: Path, name: str, surprise: Callable[[Path], None]
) -> None:
    surprise(story / name)
    with pytest.raises(ProjectError, match=str(story / name)):
        Project.open(story).close()
    assert sorted(os.listdir(story)) == sorted(["a.txt", name])
    assert os.listdir(story.parent / "elsewhere") == []


@pytest.mark.parametrize("surprise", [named_pipe, device, unix_socket, out], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["texts", "history", "backups"])
def test_one_odd_file_among_many_is_found(story: Path, name: str, surprise: Callable[[Path], None]) -> None:
    with Project.open(story) as opened:
        opened.add_claim("one")
    (story / name).mkdir(exist_ok=True)
    surprise(story / name / "odd")
    with pytest.raises(ProjectError, match="odd"):
        Project.open(story).close()


def test_links_within_the_folder_are_followed(story: Path) -> None:
    with Project.open(story) as opened:
        opened.add_claim("one")
    (story / "kept").mkdir()
    os.rename(story / "texts", story / "kept" / "texts")
    (story / "texts").symlink_to(Path("kept") / "texts")
    with Project.open(story) as opened:
        assert [claim.text for claim in opened.claims] == ["one"]
        assert opened.text(opened.articles[0].id) == "Some words.\n"


@pytest.mark.parametrize("name", FILES)
def test_the_program_says_so_within_a_moment(story: Path, name: str) -> None:
    os.mkfifo(story / name)
    for command in (["check", str(story)], ["add", str(story), str(story / "a.txt")], ["matrix", str(story)]):
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli", *command], capture_output=True, timeout=20, check=False
        )
        assert done.returncode == 1
        assert len(done.stderr.decode().splitlines()) == 1


def test_without_the_look_texts_are_written_outside(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out(story / "texts")
    monkeypatch.setattr(project, "refuse_surprises", lambda folder, files: None)
    Project.open(story).close()
    assert os.listdir(story.parent / "elsewhere") != []
