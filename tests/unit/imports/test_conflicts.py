"""A record that is there with other content: nothing happens until somebody says what is to be kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.exports import render
from annotations.imports import Choice, ConflictsError, import_files, prepare
from annotations.soundness import check

TEXT = "The lock gate jammed. Two barges waited."
LATER = "On Monday the lock gate jammed. Two barges waited there."
BASE: dict[str, Any] = {
    "articles": [{"id": "a", "text": TEXT, "title": "Lock", "label": "A"}],
    "origins": [{"id": "o", "name": "Keeper"}],
    "claims": [{"id": "c", "text": "The gate jammed.", "speaker": "o", "note": ""}],
    "evidence": [
        {
            "id": "e", "claim": "c", "article": "a", "stance": "supports", "attribution": ["o"],
            "quote": {"start": 4, "end": 20, "exact": "lock gate jammed"},
        }
    ],
    "reviews": [{"claim": "c", "article": "a", "annotator": "mo", "basis": "read"}],
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.in_memory(annotator="mo")
    import_files(made, [file(tmp_path, "base.json")])
    return made


def file(folder: Path, name: str = "in.json", **parts: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({"format": "variorum", "version": 1, **BASE, **parts}), "utf-8")
    return path


def changed(table: str, **fields: Any) -> dict[str, Any]:
    return {table: [{**BASE[table][0], **fields}]}


def test_conflicts_are_listed_with_both_sides_and_nothing_is_changed(
    project: Project, tmp_path: Path
) -> None:
    before = render(project, "variorum")
    parts = changed("claims", note="ours", text="A gate jammed.") | changed("origins", name="The keeper")
    prepared = prepare(project, [file(tmp_path, **parts)])
    assert [conflict.key for conflict in prepared.conflicts] == [("origins", "o"), ("claims", "c")]
    _, claim = prepared.conflicts
    assert [(d.field, d.mine, d.theirs) for d in claim.differences] == [
        ("text", "The gate jammed.", "A gate jammed."),
        ("note", "", "ours"),
    ]
    assert claim.mine == project.claim("c")
    assert claim.where.endswith("in.json: claims[0]")
    assert claim.in_words.endswith("in.json: claims[0].text: differs from the claim c that is there already")
    assert render(project, "variorum") == before


def test_what_is_not_decided_refuses_the_file(project: Project, tmp_path: Path) -> None:
    parts = changed("claims", note="ours") | changed("origins", name="The keeper")
    prepared = prepare(project, [file(tmp_path, **parts)])
    before = render(project, "variorum")
    with pytest.raises(ConflictsError) as refused:
        prepared.take({("claims", "c"): "theirs"})
    assert [conflict.key for conflict in refused.value.conflicts] == [("origins", "o")]
    assert render(project, "variorum") == before


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_one_side_is_kept(project: Project, tmp_path: Path, choice: Choice) -> None:
    report = import_files(project, [file(tmp_path, **changed("claims", note="ours"))], otherwise=choice)
    assert project.claim("c").note == ("ours" if choice == "theirs" else "")
    assert (report.kept, report.replaced) == ((1, {}) if choice == "mine" else (0, {"claims": 1}))
    assert len(project.claims) == 1


def test_taking_theirs_leaves_what_the_file_does_not_give(project: Project, tmp_path: Path) -> None:
    project.set_claim("c", open_question="When?")
    import_files(project, [file(tmp_path, **changed("claims", text="A gate jammed."))], otherwise="theirs")
    assert (project.claim("c").text, project.claim("c").open_question) == ("A gate jammed.", "When?")


def test_both_claims_are_there_each_with_its_evidence(project: Project, tmp_path: Path) -> None:
    import_files(project, [file(tmp_path, **changed("claims", text="A gate jammed."))], otherwise="both")
    assert [claim.text for claim in project.claims] == ["The gate jammed.", "A gate jammed."]
    mine, theirs = project.claims
    assert [piece.quote for piece in project.evidence_on(theirs.id)] == [
        piece.quote for piece in project.evidence_on(mine.id)
    ]
    assert [review.article for review in project.reviews_on(theirs.id)] == ["a"]
    assert check(project) == []


def test_both_origins_are_there_and_what_was_known_keeps_its_own(project: Project, tmp_path: Path) -> None:
    new = {**BASE["claims"][0], "id": "c2", "text": "It opened again."}
    parts = changed("origins", name="The keeper") | {"claims": [*BASE["claims"], new]}
    import_files(project, [file(tmp_path, **parts)], otherwise="both")
    assert project.claim("c").speaker == "o"
    speaker = project.claim("c2").speaker
    assert speaker is not None
    assert project.origin(speaker).name == "The keeper"


def test_of_reviews_there_are_never_two(project: Project, tmp_path: Path) -> None:
    path = file(tmp_path, **changed("reviews", basis="searched"))
    assert prepare(project, [path]).conflicts[0].choices == ("mine", "theirs")
    import_files(project, [path], otherwise="both")
    assert [review.basis for review in project.reviews] == ["read"]
    import_files(project, [path], otherwise="theirs")
    assert [review.basis for review in project.reviews] == ["searched"]


def later(folder: Path) -> Path:
    """The article with other words around its quotes, a piece that is here too and one that is new."""
    known = {**BASE["evidence"][0], "quote": {"start": 14, "end": 30, "exact": "lock gate jammed"}}
    new = {
        "id": "e2", "claim": "c", "article": "a", "stance": "supports",
        "quote": {"start": 10, "end": 30, "exact": "the lock gate jammed"},
    }  # fmt: skip
    return file(folder, **changed("articles", text=LATER), evidence=[known, new])


def test_with_my_text_their_quotes_are_carried_to_it_and_told(project: Project, tmp_path: Path) -> None:
    decided = prepare(project, [later(tmp_path)])
    assert ("articles", "a") in [conflict.key for conflict in decided.conflicts]
    report = decided.take(otherwise="mine")
    assert project.text("a") == TEXT
    assert project.piece("e2").anchor == "changed"
    assert project.piece("e2").quote.exact == "the lock gate jammed"
    assert report.found_again["changed"] == 1
    assert any("quotes sought" in notice for notice in report.notices)
    assert check(project) == []


def test_with_their_text_my_quotes_are_carried_to_it(project: Project, tmp_path: Path) -> None:
    mine = project.mark("c", "a", 22, 40, "queries")
    report = import_files(project, [later(tmp_path)], otherwise="theirs")
    assert project.text("a") == LATER
    carried = project.piece(mine.id)
    assert (
        carried.quote.exact == LATER[carried.quote.start : carried.quote.end] or carried.anchor == "changed"
    )
    assert sum(report.found_again.values()) == 1
    assert check(project) == []


def test_both_articles_are_there_each_with_its_quotes(project: Project, tmp_path: Path) -> None:
    import_files(project, [later(tmp_path)], otherwise="both")
    assert [project.text(article.id) for article in project.articles] == [TEXT, LATER]
    assert [article.label for article in project.articles] == ["A", "B"]
    assert len(project.evidence_in(project.articles[1].id)) == 2
    assert check(project) == []


@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
def test_what_was_decided_is_one_change_that_can_be_undone(
    project: Project, tmp_path: Path, choice: Choice
) -> None:
    before = render(project, "variorum")
    parts = changed("claims", note="ours") | {"reviews": []}
    import_files(project, [later(tmp_path)], otherwise=choice)
    import_files(project, [file(tmp_path, "b.json", **parts)], otherwise=choice)
    while render(project, "variorum") != before:
        assert project.undo() is not None
    assert project.text("a") == TEXT
