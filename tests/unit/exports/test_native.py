"""The exchange file that is written: complete, in order, and never with a quote that is not there."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.codebook import Codebook, built_in
from annotations.errors import ExportError
from annotations.exports import render
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review, quote_of

TEXT = "The ferry left at nine.\r\nNobody was hurt."


def story() -> Project:
    """Two articles, two claims, evidence from an origin, and one review."""
    project = Project.in_memory(annotator="mo")
    articles = [
        Article(
            id=id, work=id, label=id.upper(), title="Ferry", sha256=text_hash(TEXT + id), chars=len(TEXT + id)
        )
        for id in ("a", "b")
    ]
    project.add_records("articles", articles, [TEXT + id for id in ("a", "b")])
    project.add_records("origins", [Origin(id="o", name="Harbour office", group="harbour")])
    project.add_records(
        "claims", [Claim(id="late", text="It left late."), Claim(id="early", text="It left.")]
    )
    project.add_records(
        "evidence",
        [
            Evidence(
                id="e1",
                claim="early",
                article="a",
                stance="supports",
                quote=quote_of(TEXT + "a", 4, 14),
                attribution=("o",),
            )
        ],
    )
    project.add_records("reviews", [Review(claim="late", article="b", annotator="mo")])
    return project


def written(project: Project, **chosen: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(project, "variorum", **chosen))
    return document


def test_the_parts_stand_in_the_order_of_the_format() -> None:
    assert list(written(story())) == [
        *("format", "version", "codebook", "articles", "origins", "claims", "evidence", "reviews")
    ]


def test_every_field_of_a_record_is_there_in_the_order_of_the_record() -> None:
    document = written(story())
    assert list(document["articles"][0]) == [*Article.__struct_fields__, "text"]
    assert list(document["evidence"][0]) == list(Evidence.__struct_fields__)
    assert list(document["evidence"][0]["quote"]) == list(Quote.__struct_fields__)


def test_records_stand_in_the_order_of_creation() -> None:
    assert [claim["id"] for claim in written(story())["claims"]] == ["late", "early"]


def test_texts_keep_their_line_ends() -> None:
    assert written(story())["articles"][0]["text"] == TEXT + "a"


def test_the_codebook_is_brought_along() -> None:
    assert msgspec.convert(written(story())["codebook"], Codebook) == built_in()


def test_the_same_records_give_the_same_bytes() -> None:
    project = story()
    assert render(project, "variorum") == render(project, "variorum")


def test_the_file_is_indented_and_ends_with_a_line_feed() -> None:
    rendered = render(story(), "variorum")
    assert rendered.startswith('{\n  "format": "variorum",\n  "version": 1,\n')
    assert rendered.endswith("\n}\n")


def test_a_choice_of_claims_takes_their_evidence_and_reviews_and_leaves_articles_and_origins() -> None:
    document = written(story(), statuses=["single_source"])
    assert [claim["id"] for claim in document["claims"]] == ["early"]
    assert [piece["id"] for piece in document["evidence"]] == ["e1"]
    assert document["reviews"] == []
    assert len(document["articles"]) == 2
    assert len(document["origins"]) == 1


@pytest.mark.parametrize("anchor", ["exact", "moved"])
def test_a_quote_that_is_not_in_its_article_is_not_written(anchor: Any) -> None:
    project = story()
    project.add_records(
        "broken",
        [
            Evidence(
                id="bad",
                claim="late",
                article="a",
                stance="refutes",
                anchor=anchor,
                quote=Quote(start=0, end=3, exact="Tho"),
            )
        ],
    )
    with pytest.raises(ExportError, match="evidence bad: its quote is not what stands in article A"):
        render(project, "variorum")


@pytest.mark.parametrize("anchor", ["changed", "orphan"])
def test_a_quote_that_waits_for_a_person_is_written_as_it_is(anchor: Any) -> None:
    project = story()
    project.add_records(
        "waiting",
        [
            Evidence(
                id="old",
                claim="late",
                article="a",
                stance="refutes",
                anchor=anchor,
                quote=Quote(start=0, end=3, exact="words of old"),
            )
        ],
    )
    assert written(project)["evidence"][1]["quote"]["exact"] == "words of old"


def test_nothing_in_the_file_acts_on_a_terminal_and_nothing_is_lost() -> None:
    project = Project.in_memory()
    hostile = "\x1b]0;title\x07 \x9b31m \u202e \u2028 \U000e0041 \x7f bell"
    project.add_records("claims", [Claim(id="c", text=hostile)])
    rendered = render(project, "variorum")
    assert not set(rendered) & {"\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\U000e0041", "\x7f"}
    assert json.loads(rendered)["claims"][0]["text"] == hostile
