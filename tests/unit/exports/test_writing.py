"""Where an export goes: whole or not at all, and never over what is somebody else's."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from annotations import Project
from annotations.errors import DamagedError, ExportCancelledError, ExportError
from annotations.exports import FORMATS, Progress, Selection, default_target, export, render
from annotations.folders import OWN


@pytest.fixture
def project(tmp_path: Path) -> Any:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "one.txt").write_text("The ferry left.\n", "utf-8")
    with Project.open(folder, annotator="mo") as opened:
        opened.claim_from(opened.articles[0].id, 0, 15)
        opened.flush()
        yield opened


TABLES, REST = ["articles.csv", "claims.csv"], ["origins.csv", "reviews.csv", "texts"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("to", ["variorum", "markdown"])
def test_a_single_file_holds_what_rendering_gives(project: Project, tmp_path: Path, to: str) -> None:
    target = tmp_path / "out"
    assert export(project, to, target) == target
    written = target.read_text("utf-8").splitlines()
    assert written == render(project, to).splitlines()


def test_a_folder_holds_all_files(project: Project, tmp_path: Path) -> None:
    export(project, "csv", tmp_path / "tables")
    assert names(tmp_path / "tables") == [*TABLES, "datapackage.json", "evidence.csv", *REST]
    assert names(tmp_path) == ["harbour", "tables"]


def test_the_project_itself_can_be_asked(project: Project, tmp_path: Path) -> None:
    assert project.export("markdown", str(tmp_path / "sheet.md"), tags=["none"]).exists()


def test_without_a_target_it_is_named_after_the_project(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(project, "markdown") == Path("harbour.md") == default_target(project, "markdown")
    assert (tmp_path / "harbour.md").exists()


@pytest.mark.parametrize("to", [name for name, format in FORMATS.items() if format.writes])
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
    assert names(target) == [*TABLES, "datapackage.json", "evidence.csv", "mine.txt", *REST]
    assert (target / "mine.txt").read_text("utf-8") == "mine"
    assert (target / "claims.csv").read_text("utf-8-sig").startswith("number,")


@pytest.mark.parametrize("to", [name for name, format in FORMATS.items() if format.writes])
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


def test_an_export_that_fails_leaves_no_folder_for_exports_behind(project: Project) -> None:
    assert project.folder is not None
    cancel = threading.Event()
    cancel.set()
    exports = project.folder / "exports"
    with pytest.raises(ExportCancelledError):
        export(project, "html", exports / "report.html", cancel=cancel)
    assert not exports.exists()
    export(project, "html", exports / "report.html")
    with pytest.raises(ExportCancelledError):
        export(project, "markdown", exports / "sheet.md", cancel=cancel)
    assert [path.name for path in exports.iterdir()] == ["report.html"]


@pytest.mark.parametrize("name", OWN)
def test_no_export_goes_into_a_folder_that_the_project_keeps_for_itself(project: Project, name: str) -> None:
    assert project.folder is not None
    for to, target in (("csv", project.folder / name), ("html", project.folder / name / "report.html")):
        with pytest.raises(ExportError, match="belongs to the project itself"):
            export(project, to, target, force=True)


def test_an_article_is_never_written_over(project: Project, tmp_path: Path) -> None:
    assert project.folder is not None
    link = tmp_path / "link.md"
    link.symlink_to(project.folder / "one.txt")
    for target in (project.folder / "one.txt", link):
        with pytest.raises(ExportError, match="articles are never written"):
            export(project, "markdown", target, force=True)
    assert (project.folder / "one.txt").read_text("utf-8") == "The ferry left.\n"


def test_a_folder_that_is_not_there_is_said_in_one_line(project: Project, tmp_path: Path) -> None:
    for to in WRITTEN:
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
    with pytest.raises(ExportError, match=r"there is no format pdf \(there are variorum, csv, "):
        render(project, "pdf")


def test_a_folder_cannot_be_rendered(project: Project) -> None:
    with pytest.raises(ExportError, match="folder of files"):
        render(project, "csv")


def test_a_folder_is_replaced_only_once_all_of_it_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tables"
    export(project, "csv", target)
    before = {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}
    project.set_claim(project.claims[0].id, note="later")

    def lost(*_: Any) -> str:
        raise DamagedError("the text of an article is missing")

    monkeypatch.setattr(Selection, "text", lost)
    with pytest.raises(DamagedError):
        export(project, "csv", target, force=True)
    assert {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()} == before
    assert names(tmp_path) == ["harbour", "tables"]


WRITTEN = [name for name, format in FORMATS.items() if format.writes and not format.lacking]


@pytest.mark.parametrize("to", WRITTEN)
def test_it_is_told_how_far_an_export_is(project: Project, tmp_path: Path, to: str) -> None:
    told: list[Progress] = []
    export(project, to, tmp_path / "out", progress=told.append)
    assert all(0 < progress.done <= progress.total for progress in told)
    assert {progress.step for progress in told} >= {"checking"}


@pytest.mark.parametrize("to", WRITTEN)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_export_that_is_called_off_leaves_nothing(
    project: Project, tmp_path: Path, to: str, after: int
) -> None:
    cancel = threading.Event()
    told: list[Progress] = []

    def hear(progress: Progress) -> None:
        told.append(progress)
        if len(told) >= after:
            cancel.set()

    if not after:
        cancel.set()
    with pytest.raises(ExportCancelledError):
        export(project, to, tmp_path / "out", progress=hear, cancel=cancel)
    assert names(tmp_path) == ["harbour"]


@pytest.mark.parametrize("to", WRITTEN)
def test_two_exports_of_the_same_records_are_the_same(project: Project, tmp_path: Path, to: str) -> None:
    one, other = export(project, to, tmp_path / "one"), export(project, to, tmp_path / "other")
    for path in sorted(one.rglob("*")) if one.is_dir() else [one]:
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(one)).read_bytes()


@pytest.mark.parametrize("to", WRITTEN)
def test_a_quote_that_is_not_in_its_article_is_never_written(
    project: Project, tmp_path: Path, to: str
) -> None:
    piece = project.evidence[0]
    project.add_records(
        "wrong",
        [replace(piece, id="wrong", quote=replace(piece.quote, exact="other words"))],
    )
    with pytest.raises(ExportError, match="evidence wrong: its quote is not what stands in article A"):
        export(project, to, tmp_path / "out")
    assert names(tmp_path) == ["harbour"]


def test_every_format_says_in_a_sentence_what_it_is_for_and_what_it_loses() -> None:
    for format in FORMATS.values():
        assert format.keeps.endswith(".")
        assert format.loses.endswith(".")
