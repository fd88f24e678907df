"""What of a project is exported: statuses, tags, articles, one annotator; and whether that is finished."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.errors import ExportError, IncompleteError
from annotations.exports import FORMATS, Losses, Selection, export, losses, render
from annotations.imports import import_files
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review, quote_of
from annotations.soundness import check

OLD, NEW, OTHER = "The mast fell.", "The old mast fell.", "No mast fell 🌊."


def piece(id: str, claim: str, article: str, text: str, **fields: Any) -> Evidence:
    start = text.index("mast")
    return Evidence(
        **{"stance": "supports", "annotator": "mo", **fields},
        id=id,
        claim=claim,
        article=article,
        quote=quote_of(text, start, start + 4),
    )


@pytest.fixture
def project() -> Project:
    """Article A in two versions and B; a claim that both people marked, and one that nobody finished."""
    made = Project.in_memory(annotator="mo")
    texts = {"a1": OLD, "a2": NEW, "b": OTHER}
    made.add_records(
        "articles",
        [
            Article(
                id=id, work=id[0], version=int(id[1:] or 1), label=id[0].upper(), title="t", chars=len(text),
                sha256=text_hash(text), state="superseded" if id == "a1" else "current",
            )
            for id, text in texts.items()
        ],
        texts.values(),
    )  # fmt: skip
    made.add_records("origins", [Origin(id="o", name="Mate")])
    made.add_records(
        "claims",
        [
            Claim(id="c1", text="The mast fell.", annotator="mo", tags=("rig",), note="check"),
            Claim(id="c2", text="Nobody was hurt.", annotator="ro", open_question="Who was there?"),
        ],
    )
    made.add_records(
        "evidence",
        [
            piece("e1", "c1", "a1", OLD),
            piece("e2", "c1", "a2", NEW, carried_from="e1", anchor="moved"),
            piece("e3", "c1", "b", OTHER, stance="refutes", annotator="ro"),
        ],
    )
    made.add_records("reviews", [Review(claim="c2", article="b", annotator="ro")])
    return made


def written(project: Project, **scope: Any) -> dict[str, list[str]]:
    document = json.loads(render(project, "variorum", **scope))
    return {
        table: [record.get("id") or record["claim"] for record in document[table]]
        for table in ("articles", "claims", "evidence", "reviews")
    }


def test_an_article_is_chosen_by_its_label_with_all_its_versions_and_the_claims_marked_in_it(
    project: Project,
) -> None:
    assert written(project, articles=["A"]) == {
        "articles": ["a1", "a2"], "claims": ["c1"], "evidence": ["e1", "e2"], "reviews": [],
    }  # fmt: skip


def test_an_article_is_chosen_by_its_id(project: Project) -> None:
    assert written(project, articles=["b"])["evidence"] == ["e3"]
    assert written(project, articles=["b"])["claims"] == ["c1", "c2"]


def test_a_version_without_the_one_before_comes_back_by_itself(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(render(project, "variorum", articles=["a2"]), "utf-8")
    again = Project.in_memory()
    import_files(again, [path])
    assert again.piece("e2").carried_from is None
    assert check(again) == []


def test_an_article_that_there_is_not_is_named(project: Project) -> None:
    with pytest.raises(ExportError, match="there is no article Z"):
        render(project, "variorum", articles=["A", "Z"])


def test_one_annotator_is_exported_with_what_they_marked_and_made(project: Project) -> None:
    assert written(project, annotator="ro") == {
        "articles": ["a1", "a2", "b"], "claims": ["c1", "c2"], "evidence": ["e3"], "reviews": ["c2"],
    }  # fmt: skip
    assert written(project, annotator="nobody")["claims"] == []


def test_statuses_are_derived_from_what_is_exported(project: Project) -> None:
    assert project.agreement("c1").status == "disputed"
    assert written(project, statuses=["refuted"], annotator="ro")["claims"] == ["c1"]
    assert written(project, statuses=["disputed"], annotator="ro")["claims"] == []
    assert written(project, statuses=["single_source"], articles=["A"])["claims"] == ["c1"]


def test_a_report_says_what_was_chosen(project: Project) -> None:
    sheet = render(project, "markdown", articles=["A"], annotator="mo")
    assert "Only a choice of the sources: A." in sheet
    assert "Only what mo has marked." in sheet


def test_strictly_an_unfinished_reading_is_refused_with_all_reasons(project: Project, tmp_path: Path) -> None:
    gone = Quote(start=1, end=5, exact="gone")
    lost = Evidence(id="e9", claim="c2", article="b", stance="supports", quote=gone, anchor="orphan")
    project.add_records("lost", [lost])
    with pytest.raises(IncompleteError) as refused:
        export(project, "markdown", tmp_path / "out", strict=True)
    assert refused.value.reasons == (
        "claim 2: A not looked at yet; B set aside; a quote in B is no longer there",
    )
    assert not (tmp_path / "out").exists()


def test_strictly_a_finished_reading_is_exported(project: Project, tmp_path: Path) -> None:
    assert export(project, "markdown", tmp_path / "out", strict=True, tags=["rig"]).exists()


def test_a_lossless_format_loses_nothing(project: Project) -> None:
    assert losses(project, "variorum") == []
    assert losses(project, "csv") == []


def test_what_is_lost_is_told_in_numbers(project: Project) -> None:
    lost = {loss.plane: loss.words for loss in losses(project, "markdown")}
    assert lost["texts"] == "3 articles’ texts"
    assert lost["annotators"] == "2 annotators’ names"
    assert lost["offsets"] == "3 quotes’ places in the text"
    assert "line_ends" not in lost
    assert "cues" not in lost


def test_only_the_chosen_part_is_counted(project: Project) -> None:
    lost = {loss.plane: loss.number for loss in losses(project, "markdown", articles=["b"])}
    assert (lost["texts"], lost["offsets"]) == (1, 1)


def test_what_a_project_does_not_have_is_not_lost() -> None:
    counted = Losses(Selection(Project.in_memory()))
    for format in FORMATS.values():
        assert {loss.plane for loss in counted.of(format)} <= {"codebook"}


def test_a_format_that_keeps_verdicts_only_counts_the_claims_without_one(project: Project) -> None:
    assert {loss.plane: loss.number for loss in losses(project, "claimreview")}["unjudged"] == 2
    project.set_claim("c1", verdict="So")
    lost = {loss.plane: loss.number for loss in losses(project, "claimreview")}
    assert (lost["unjudged"], "claims" in lost) == (1, False)


def test_where_all_texts_are_lost_nothing_is_said_of_their_line_ends(project: Project) -> None:
    lost = {loss.plane for loss in losses(project, "refi-codebook")}
    assert "texts" in lost
    assert not lost & {"line_ends", "free_ids", "unplaced"}
