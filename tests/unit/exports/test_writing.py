"""Where an export goes: whole or not at all, and never over what is somebody else's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.errors import ExportError
from annotations.exports import FORMATS, default_target, export, render


@pytest.fixture
def project(tmp_path: Path) -> Any:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "one.txt").write_text("The ferry left.\n", "utf-8")
    with Project.open(folder, annotator="mo") as opened:
        opened.claim_from(opened.articles[0].id, 0, 15)
        opened.flush()
        yield opened


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("to", ["variorum", "markdown"])
def test_a_single_file_holds_what_rendering_gives(project: Project, tmp_path: Path, to: str) -> None:
    target = tmp_path / "out"
    assert export(project, to, target) == target
    written = target.read_text("utf-8").splitlines()
    assert [line for line in written if "made:" not in line] == [
        line for line in render(project, to).splitlines() if "made:" not in line
    ]


def test_a_folder_holds_all_files(project: Project, tmp_path: Path) -> None:
    export(project, "csv", tmp_path / "tables")
    assert names(tmp_path / "tables") == ["articles.csv", "claims.csv", "evidence.csv"]
    assert names(tmp_path) == ["harbour", "tables"]


def test_the_project_itself_can_be_asked(project: Project, tmp_path: Path) -> None:
    assert project.export("markdown", str(tmp_path / "sheet.md"), tags=["none"]).exists()


def test_without_a_target_it_is_named_after_the_project(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(project, "markdown") == Path("harbour.md") == default_target(project, "markdown")
    assert (tmp_path / "harbour.md").exists()


@pytest.mark.parametrize("to", FORMATS)
def test_what_is_there_is_left_alone(project: Project, tmp_path: Path, to: str) -> None:
    target = tmp_path / "there"
    if FORMATS[to].folder:
        target.mkdir()
    else:
        target.write_text("mine", "utf-8")
    with pytest.raises(ExportError, match="is there already"):
        export(project, to, target)
    assert target.is_dir() or target.read_text("utf-8") == "mine"


def test_force_replaces_a_file(project: Project, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("mine", "utf-8")
    export(project, "variorum", target, force=True)
    assert target.read_text("utf-8").startswith("{")


def test_force_on_a_folder_replaces_its_own_files_and_leaves_those_of_others(
    project: Project, tmp_path: Path
) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "claims.csv").write_text("old", "utf-8")
    (target / "mine.txt").write_text("mine", "utf-8")
    export(project, "csv", target, force=True)
    assert names(target) == ["articles.csv", "claims.csv", "evidence.csv", "mine.txt"]
    assert (target / "mine.txt").read_text("utf-8") == "mine"
    assert (target / "claims.csv").read_text("utf-8-sig").startswith("number,")


@pytest.mark.parametrize("to", FORMATS)
def test_a_folder_never_becomes_a_file_nor_a_file_a_folder(project: Project, tmp_path: Path, to: str) -> None:
    target = tmp_path / "there"
    if FORMATS[to].folder:
        target.write_text("mine", "utf-8")
    else:
        target.mkdir()
    with pytest.raises(ExportError, match=r"is a (file|folder), and"):
        export(project, to, target, force=True)


@pytest.mark.parametrize("name", ["variorum.json", "variorum.json.lock", "texts/x.md", "codebook.toml"])
def test_the_project_s_own_files_are_never_written_over(project: Project, name: str) -> None:
    assert project.folder is not None
    with pytest.raises(ExportError, match="belongs to the project itself"):
        export(project, "markdown", project.folder / name, force=True)


def test_an_article_is_never_written_over(project: Project, tmp_path: Path) -> None:
    assert project.folder is not None
    link = tmp_path / "link.md"
    link.symlink_to(project.folder / "one.txt")
    for target in (project.folder / "one.txt", link):
        with pytest.raises(ExportError, match="articles are never written"):
            export(project, "markdown", target, force=True)
    assert (project.folder / "one.txt").read_text("utf-8") == "The ferry left.\n"


def test_a_folder_that_is_not_there_is_said_in_one_line(project: Project, tmp_path: Path) -> None:
    for to in FORMATS:
        with pytest.raises(ExportError, match="no such file or directory") as refused:
            export(project, to, tmp_path / "nowhere" / "out")
        assert "\n" not in str(refused.value)


def test_a_folder_that_cannot_be_finished_leaves_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(ExportError, match="no space left"):
        export(project, "csv", tmp_path / "tables")
    assert names(tmp_path) == ["harbour"]


def test_an_export_that_is_refused_writes_nothing(project: Project, tmp_path: Path) -> None:
    assert project.folder is not None
    sha256 = project.articles[0].sha256
    (project.folder / "texts" / f"{sha256}.txt").write_text("other", "utf-8")
    with (
        Project.open(project.folder, read_only=True) as again,
        pytest.raises(Exception, match="text of an article"),
    ):
        export(again, "csv", tmp_path / "tables")
    assert names(tmp_path) == ["harbour"]


def test_a_format_that_there_is_not_is_named(project: Project) -> None:
    with pytest.raises(ExportError, match=r"there is no format pdf \(there are variorum, csv, markdown\)"):
        render(project, "pdf")


def test_a_folder_cannot_be_rendered(project: Project) -> None:
    with pytest.raises(ExportError, match="folder of files"):
        render(project, "csv")


def test_every_format_says_in_a_sentence_what_it_keeps_and_loses() -> None:
    for format in FORMATS.values():
        assert format.keeps.endswith(".")
        assert format.loses.endswith(".")
        assert (format.render is None) == format.folder
