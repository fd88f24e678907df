"""The workbook: written sheet by sheet, with nothing left where it is called off, and its limits told."""

from __future__ import annotations

import os
import tempfile
import threading
import zipfile
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import read_text
from annotations.errors import ExportCancelledError, ExportError
from annotations.exports import FORMATS, Progress, export, losses, workbook

pytest.importorskip("openpyxl")
TEXT = "The ferry left at nine."


@pytest.fixture
def project() -> Project:
    made = Project.in_memory(annotator="mo")
    article = made.add_source(read_text(TEXT)).article.id
    for number in range(30):
        claim = made.add_claim(f"Claim {number}.")
        made.mark(claim.id, article, 0, 9, "supports")
    return made


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def steps(project: Project, target: Path) -> list[Progress]:
    told: list[Progress] = []
    export(project, "xlsx", target, progress=told.append)
    return told


def test_no_file_beside_is_left(project: Project, tmp_path: Path, scratch: Path) -> None:
    export(project, "xlsx", tmp_path / "book.xlsx")
    assert os.listdir(scratch) == []


def test_wherever_it_is_called_off_nothing_is_left(project: Project, tmp_path: Path, scratch: Path) -> None:
    every = len(steps(project, tmp_path / "whole.xlsx"))
    assert every > 100
    for last in range(1, every, 17):
        cancel = threading.Event()
        told: list[Progress] = []

        def hear(progress: Progress, told: list[Progress] = told, cancel: threading.Event = cancel,
                 last: int = last) -> None:  # fmt: skip
            told.append(progress)
            if len(told) == last:
                cancel.set()

        with pytest.raises(ExportCancelledError):
            export(project, "xlsx", tmp_path / "book.xlsx", progress=hear, cancel=cancel)
        assert os.listdir(scratch) == []
        assert not (tmp_path / "book.xlsx").exists()


def test_it_can_be_called_off_while_the_archive_is_written(
    project: Project, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = threading.Event()
    write = workbook._Archive.writestr

    def begin(*args: object, **options: object) -> None:
        cancel.set()
        write(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(workbook._Archive, "writestr", begin)
    with pytest.raises(ExportCancelledError):
        export(project, "xlsx", tmp_path / "book.xlsx", cancel=cancel)
    assert sorted(os.listdir(tmp_path)) == ["scratch"]
    assert os.listdir(scratch) == []


def test_no_time_of_writing_is_in_it(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(export(project, "xlsx", tmp_path / "book.xlsx")) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">1980-01-01T00:00:00Z<" in book.read("docProps/core.xml")


@pytest.mark.parametrize(("limit", "said"), [("MAX_ROWS", "30 rows"), ("MAX_COLUMNS", "3 columns")])
def test_more_than_a_sheet_holds_is_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(workbook, limit, int(said.split()[0]))
    with pytest.raises(ExportError, match=said):
        export(project, "xlsx", tmp_path / "book.xlsx")
    assert not (tmp_path / "book.xlsx").exists()


def test_what_no_cell_holds_is_counted_as_lost_before(project: Project) -> None:
    project.set_claim(project.claims[0].id, note="🌊" * 16_384)
    project.set_claim(project.claims[1].id, note="🌊" * 16_383, open_question="x" * 32_768)
    assert [loss.number for loss in losses(project, "xlsx") if loss.plane == "long_texts"] == [2]
    for name in FORMATS.keys() - {"xlsx", "hypothesis"}:
        assert "long_texts" not in [loss.plane for loss in losses(project, name)]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula_and_every_word_is_there(project: Project, tmp_path: Path, words: str) -> None:
    import openpyxl

    article, claim = project.articles[0].id, project.claims[0].id
    project.set_article(article, title=words, publisher=words, author=words)
    project.set_claim(claim, text=words, note=words, open_question=words, verdict=words, tags=(words,))
    project.set_evidence(project.evidence[0].id, note=words)
    project.add_origin(words)
    book = openpyxl.load_workbook(export(project, "xlsx", tmp_path / "book.xlsx"))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == words]
    assert len(found) >= 9 - 3 * (words[0] in "\t\r")
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert all(cell.quotePrefix for cell in found if words[0] in "=+-@")
