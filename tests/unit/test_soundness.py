"""What the check of a project finds, and that it finds nothing in a sound one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.articles import text_hash
from annotations.records import AnyRecord, Article, Claim, Cue, Evidence, Origin, Quote, Review, quote_of
from annotations.soundness import Finding, check

TEXT = "The well ran dry in May."


def article(id: str = "a", text: str = TEXT, **fields: Any) -> Article:
    values = {
        "work": id,
        "label": id.upper(),
        "title": "t",
        "sha256": text_hash(text),
        "chars": len(text),
        **fields,
    }
    return Article(id=id, **values)


def piece(id: str = "e", **fields: Any) -> Evidence:
    values = {"claim": "c", "article": "a", "stance": "supports", "quote": quote_of(TEXT, 4, 8), **fields}
    return Evidence(id=id, **values)


def findings(*records: AnyRecord) -> list[Finding]:
    project = Project.in_memory(annotator="mo")
    project.add_records(
        "base", [article(), Claim(id="c", text="It ran dry."), Origin(id="o", name="O")], [TEXT]
    )
    for record in records:
        project.add_records("more", [record], [TEXT])
    return check(project)


def test_a_sound_project_has_no_findings() -> None:
    sound = piece(attribution=("o",), cue=Cue(start=0, end=3, exact="The"))
    assert findings(sound, Review(claim="c", article="a")) == []


def test_quotes_that_wait_for_a_person_need_not_equal_their_slices() -> None:
    gone = Quote(start=900, end=905, exact="words")
    assert findings(piece(anchor="orphan", quote=gone)) == []
    assert findings(piece(anchor="changed", quote=Quote(start=0, end=3, exact="A"))) == []


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (
            piece(quote=Quote(start=4, end=8, exact="wall")),
            "its quote is not what stands in the text from 4 to 8",
        ),
        (piece(anchor="moved", quote=Quote(start=0, end=1, exact="t")), "its quote is not what stands"),
        (piece(quote=Quote(start=4, end=99, exact="x")), "its quote lies outside the text"),
        (piece(anchor="changed", quote=Quote(start=4, end=99, exact="x")), "its quote lies outside the text"),
        (piece(anchor="orphan", quote=Quote(start=4, end=2, exact="x")), "its quote lies outside the text"),
        (piece(cue=Cue(start=0, end=3, exact="Das")), "its cue is not what stands"),
        (piece(claim="d"), "claim: there is no claim d"),
        (piece(article="d"), "article: there is no article d"),
        (piece(attribution=("p",)), "attribution: there is no origin p"),
        (piece(carried_from="d"), "carried from: there is no evidence d"),
        (Claim(id="d", text="x", speaker="p"), "speaker: there is no origin p"),
        (Review(claim="d", article="a"), "claim: there is no claim d"),
        (Review(claim="c", article="d"), "article: there is no article d"),
        (article("b", label="A"), "belongs to 2 articles at once"),
        (article("b", work="a", label="A", version=2), "has more than one current version"),
        (article("b", work="a", label="A", state="superseded"), "has two versions with one number"),
        (article("b", work="a", version=2, state="superseded"), "do not have one label"),
        (article("b", chars=3), "is said to have 3 characters, its text has 24"),
        (article("b", text="nowhere"), "is missing"),
        (article("b", sha256="../../notes"), "is not the hash of a text"),
        (article("b", sha256="\0"), "is not the hash of a text"),
    ],
)
def test_what_is_wrong_is_an_error(record: AnyRecord, what: str) -> None:
    (finding,) = findings(record)
    assert finding.severity == "error"
    assert what in finding.what
    assert finding.where


def test_a_claim_without_words_is_a_warning() -> None:
    (finding,) = findings(Claim(id="d", text=" "))
    assert finding == Finding("warning", "claim 2", "has no words")


def test_nothing_that_dangles_ends_the_check(tmp_path: Path) -> None:
    with Project.open(tmp_path, annotator="mo") as project:
        project.add_records(
            "dangling",
            [
                article("b", work="gone", sha256="\0", chars=-1, version=-3, label=""),
                article("c", work="gone", sha256="f" * 64, chars=10**30),
                Claim(id="d", text="", speaker="gone"),
                piece(
                    claim="gone", article="gone", attribution=("gone", "gone"), carried_from="e",
                    quote=Quote(start=-(10**30), end=10**30, exact=""), cue=Cue(start=5, end=1, exact="x"),
                ),
                piece("f", claim="d", article="b", joint="gone"),
                Review(claim="gone", article="gone"),
            ],
        )  # fmt: skip
        errors = [finding for finding in check(project) if finding.severity == "error"]
    assert len(errors) == 11


@pytest.mark.parametrize("harm", ["changed", "taken away", "no longer UTF-8"])
def test_a_text_that_was_tampered_with_is_found(tmp_path: Path, harm: str) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    with Project.open(tmp_path) as project:
        text = tmp_path / "texts" / f"{project.articles[0].sha256}.txt"
    if harm == "taken away":
        text.unlink()
    else:
        text.write_bytes(b"The well was full." if harm == "changed" else b"\xff")
    with Project.open(tmp_path, read_only=True) as project:
        (finding,) = check(project)
    assert (finding.severity, finding.where) == ("error", "article A (version 1)")
    assert text.name in finding.what
