"""JSON lines, SciFact's shape, and verdicts as ClaimReview."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import read_text
from annotations.exports import export, render
from annotations.exports.jsonl import FILES, Shape

TEXTS = ("🌊 The dam held. Nobody was hurt, the mayor said.", "The dam broke at noon. It was loud.")


@pytest.fixture
def project() -> Project:
    """Two articles, a disputed claim, one that is only queried, one that nobody mentions, one untouched."""
    made = Project.in_memory(annotator="mo")
    first, second = (made.add_source(read_text(text)).article.id for text in TEXTS)
    claims = [made.add_claim(text).id for text in ("The dam held.", "It was loud.", "It rained.", "Later.")]
    made.mark(claims[0], first, 2, 15, "supports")
    made.mark(claims[0], second, 0, 22, "refutes")
    made.mark(claims[1], second, 23, 35, "queries")
    made.review(claims[2], first, basis="read")
    return made


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def fits(value: Any, shape: Shape) -> bool:
    if isinstance(shape, str):
        return type(value) is {"string": str, "integer": int, "boolean": bool}[shape]
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    return value.keys() == shape.keys() and all(fits(value[name], inner) for name, inner in shape.items())


def test_every_row_has_every_field_with_its_type(project: Project, tmp_path: Path) -> None:
    folder = export(project, "jsonl", tmp_path / "rows")
    for name, shape in FILES.items():
        assert all(fits(row, shape) for row in rows(folder, f"{name}.jsonl")), name
    assert rows(folder, "cells.jsonl")


def test_there_is_a_row_for_every_cell_that_was_looked_at(project: Project, tmp_path: Path) -> None:
    folder = export(project, "jsonl", tmp_path / "rows")
    cells = [(row["claim_text"], row["article_label"], row["label"]) for row in rows(folder, "cells.jsonl")]
    assert cells == [
        ("The dam held.", "A", "supports"),
        ("The dam held.", "B", "refutes"),
        ("It was loud.", "B", "queries"),
        ("It rained.", "A", "no_mention"),
    ]
    assert [row["text"] for row in rows(folder, "claims.jsonl")][-1] == "Later."


def test_a_row_points_into_the_text_beside_it(project: Project, tmp_path: Path) -> None:
    folder = export(project, "jsonl", tmp_path / "rows")
    texts = {row["id"]: row["text"] for row in rows(folder, "articles.jsonl")}
    pieces = [(row["article"], piece) for row in rows(folder, "cells.jsonl") for piece in row["evidence"]]
    assert len(pieces) == 3
    for article, piece in pieces:
        assert texts[article][piece["start"] : piece["end"]] == piece["quote"]


def test_rows_without_any_evidence_have_the_same_fields(project: Project, tmp_path: Path) -> None:
    for piece in project.evidence:
        project.delete_evidence(piece.id)
    folder = export(project, "jsonl", tmp_path / "rows")
    assert [row["evidence"] for row in rows(folder, "cells.jsonl")] == [[]]
    assert fits(rows(folder, "cells.jsonl")[0], FILES["cells"])


def test_scifact_names_the_sentences_that_support_or_contradict(project: Project, tmp_path: Path) -> None:
    folder = export(project, "scifact", tmp_path / "facts")
    claims, corpus = rows(folder, "claims.jsonl"), {r["doc_id"]: r for r in rows(folder, "corpus.jsonl")}
    (first,), (second,) = claims[0]["evidence"]["1"], claims[0]["evidence"]["2"]
    assert (first["label"], second["label"]) == ("SUPPORT", "CONTRADICT")
    assert "held" in corpus[1]["abstract"][first["sentences"][0]]
    assert "broke" in corpus[2]["abstract"][second["sentences"][0]]
    assert claims[0]["cited_doc_ids"] == [1, 2]


def test_scifact_only_cites_what_queries_or_says_nothing(project: Project, tmp_path: Path) -> None:
    claims = rows(export(project, "scifact", tmp_path / "facts"), "claims.jsonl")
    assert [(claim["evidence"], claim["cited_doc_ids"]) for claim in claims[1:]] == [
        ({}, [2]),
        ({}, [1]),
        ({}, []),
    ]


def test_scifact_says_which_number_belongs_to_which_id(project: Project, tmp_path: Path) -> None:
    ids = json.loads((export(project, "scifact", tmp_path / "facts") / "ids.json").read_text("utf-8"))
    assert ids["claims"]["1"] == project.claims[0].id
    assert ids["documents"]["2"] == project.articles[1].id


def test_without_verdicts_the_reviews_are_empty_and_valid(project: Project) -> None:
    assert json.loads(render(project, "claimreview")) == {"@context": "https://schema.org", "@graph": []}


def test_a_status_is_never_a_verdict_and_a_verdict_is_given_as_it_was_set(project: Project) -> None:
    project.set_claim(project.claims[0].id, verdict="Half of it </script>")
    (review,) = json.loads(render(project, "claimreview"))["@graph"]
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Half of it </script>"}
    assert review["claimReviewed"] == "The dam held."
    assert [quote["text"] for quote in review["citation"]] == ["The dam held.", "The dam broke at noon."]
    assert [quote["description"] for quote in review["citation"]] == ["supports", "refutes"]


def test_verdicts_can_be_put_into_a_page_as_they_are(project: Project) -> None:
    hostile = "</script><!--<script>"
    project.set_claim(project.claims[0].id, verdict=hostile)
    written = render(project, "claimreview")
    assert "<" not in written
    assert hostile in json.dumps(json.loads(written))


def test_a_verdict_on_what_is_not_finished_says_so(project: Project) -> None:
    project.set_claim(project.claims[1].id, verdict="So")
    (review,) = json.loads(render(project, "claimreview"))["@graph"]
    assert "not finished: A not looked at yet" in review["description"]
