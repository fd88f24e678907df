"""The formats of spans: brat, doccano, spaCy and Prodigy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import read_text
from annotations.exports import export, render

TEXT = "🌊 One.\r\nThe crane fell\nover. Nobody saw it."


@pytest.fixture
def project() -> Project:
    """Nested passages, one of them over line ends, and a note of two lines."""
    made = Project.in_memory(annotator="mo")
    article = made.add_source(read_text(TEXT)).article.id
    claim = made.add_claim("The crane\nfell.").id
    made.mark(claim, article, 2, TEXT.index(" Nobody"), "supports", note="seen\nfrom afar")
    start = TEXT.index("crane")
    made.mark(claim, article, start, start + 10, "queries")
    made.add_source(read_text("Nothing here."))
    return made


def test_brat_gets_every_passage_in_fragments_without_line_ends(project: Project, tmp_path: Path) -> None:
    folder = export(project, "brat", tmp_path / "brat")
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001-A.ann", "0001-A.txt", "0002-B.ann", "0002-B.txt", "annotation.conf",
    ]  # fmt: skip
    text = (folder / "0001-A.txt").read_bytes().decode()
    assert text == TEXT.replace("\r\n", "\n")
    found = []
    for line in (folder / "0001-A.ann").read_bytes().decode().removesuffix("\n").split("\n"):
        id, middle, *rest = line.split("\t")
        if id.startswith("T"):
            kind, _, places = middle.partition(" ")
            parts = [tuple(map(int, place.split())) for place in places.split(";")]
            assert kind == "Evidence"
            assert " ".join(text[start:end] for start, end in parts) == rest[0]
            found.append(rest[0])
    assert found == ["One. The crane fell over.", "crane fell"]
    assert (folder / "0002-B.ann").read_text("utf-8") == ""


def test_brat_gets_stance_claim_and_note_of_each(project: Project, tmp_path: Path) -> None:
    lines = (export(project, "brat", tmp_path / "brat") / "0001-A.ann").read_text("utf-8").splitlines()
    claim = project.claims[0].id
    assert "A1\tStance T1 supports" in lines
    assert "A2\tStance T2 queries" in lines
    assert f"N1\tReference T1 Claims:{claim}\tThe crane fell." in lines
    assert "#1\tAnnotatorNotes T1\tseen from afar" in lines


def rows(project: Project, to: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(project, to).splitlines()]


def test_doccano_gets_labelled_spans_at_their_places(project: Project) -> None:
    first, second = rows(project, "doccano")
    claim = project.claims[0].id
    spans = [(e["label"], first["text"][e["start_offset"] : e["end_offset"]]) for e in first["entities"]]
    assert spans == [(f"{p.claim}:{p.stance}", p.quote.exact) for p in project.evidence]
    assert [entity["label"] for entity in first["entities"]] == [f"{claim}:supports", f"{claim}:queries"]
    assert second["entities"] == []


def test_spacy_gets_labelled_spans_at_their_places(project: Project) -> None:
    first, _ = rows(project, "spacy")
    assert [first["text"][span["start"] : span["end"]] for span in first["spans"]] == [
        piece.quote.exact for piece in project.evidence
    ]


@pytest.mark.parametrize("to", ["brat", "doccano", "spacy"])
def test_a_quote_that_is_lost_is_on_no_passage(project: Project, tmp_path: Path, to: str) -> None:
    for piece in project.evidence:
        project.set_evidence(piece.id, anchor="orphan")
    target = export(project, to, tmp_path / "out")
    files = sorted(target.glob("*.ann")) if target.is_dir() else [target]
    written = "".join(path.read_text("utf-8") for path in files)
    assert "supports" not in written
    assert "queries" not in written
