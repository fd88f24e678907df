"""The exchange file that is read: strictly, and a refusal says where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.errors import ImportRefusedError
from annotations.imports import import_files, json_values

TEXT = "The bridge is closed.\nThe council said so."


@pytest.fixture(params=["in one go", "list by list"], autouse=True)
def large(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is read as a small one, and as one that is so large that others must get their turn."""
    if request.param == "list by list":
        monkeypatch.setattr(json_values, "LARGE", 0)


def document(**parts: Any) -> dict[str, Any]:
    """A small document that fits, with parts replaced."""
    return {
        "format": "variorum",
        "version": 1,
        "articles": [{"id": "a", "text": TEXT}],
        "origins": [{"id": "o", "name": "The council"}],
        "claims": [{"id": "c", "text": "The bridge is closed."}],
        "evidence": [evidence()],
        "reviews": [{"claim": "c", "article": "a"}],
        **parts,
    }


def evidence(**fields: Any) -> dict[str, Any]:
    return {
        "id": "e",
        "claim": "c",
        "article": "a",
        "stance": "supports",
        "quote": {"start": 4, "end": 10},
        **fields,
    }


def quote(**fields: Any) -> dict[str, Any]:
    return document(evidence=[evidence(quote={"start": 4, "end": 10, **fields})])


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Any], Path]:
    def write(content: Any) -> Path:
        path = tmp_path / "in.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def taken(path: Path) -> Project:
    project = Project.in_memory(annotator="mo")
    import_files(project, [path])
    return project


def test_what_is_not_given_is_filled_in(file: Callable[[Any], Path]) -> None:
    project = taken(file(document()))
    (article,), (claim,), (piece,), (review,) = (
        project.articles,
        project.claims,
        project.evidence,
        project.reviews,
    )
    assert (article.work, article.version, article.label, article.title) == (
        "a",
        1,
        "A",
        "The bridge is closed.",
    )
    assert (article.chars, article.state) == (len(TEXT), "current")
    assert (piece.quote.exact, piece.quote.prefix) == ("bridge", "The ")
    assert piece.quote.suffix == TEXT[10:42]
    assert {claim.annotator, piece.annotator, review.annotator} == {"mo"}
    assert claim.created == claim.modified == piece.created == review.at != ""
    assert project.text("a") == TEXT


def test_what_is_given_is_kept(file: Callable[[Any], Path]) -> None:
    content = quote(prefix="before", suffix="after", exact="bridge")
    content["articles"][0].update(label="Z", title="Mine", work="w", version=3, state="retracted")
    content["claims"][0].update(annotator="", created="then", modified="later")
    project = taken(file(content))
    assert project.evidence[0].quote.prefix == "before"
    assert project.evidence[0].quote.suffix == "after"
    (article,) = project.articles
    assert (article.label, article.title, article.work, article.version) == ("Z", "Mine", "w", 3)
    assert (project.claims[0].annotator, project.claims[0].created) == ("", "then")


def test_records_keep_the_order_of_the_file(file: Callable[[Any], Path]) -> None:
    claims = [{"id": id, "text": "x"} for id in ("z", "a", "m")]
    project = taken(file(document(claims=claims, evidence=[], reviews=[])))
    assert [claim.id for claim in project.claims] == ["z", "a", "m"]


def test_a_byte_order_mark_does_no_harm(file: Callable[[Any], Path]) -> None:
    assert taken(file(b"\xef\xbb\xbf" + json.dumps(document()).encode())).claims


def test_tables_and_codebook_may_be_left_out(file: Callable[[Any], Path]) -> None:
    assert taken(file({"format": "variorum", "version": 1})).claims == []


def test_an_orphan_may_lie_where_the_text_has_ended(file: Callable[[Any], Path]) -> None:
    place = {"start": 1000, "end": 1006, "exact": "gone"}
    project = taken(file(document(evidence=[evidence(anchor="orphan", quote=place)])))
    assert project.evidence[0].quote.exact == "gone"


def test_the_words_of_a_changed_quote_are_taken_as_given(file: Callable[[Any], Path]) -> None:
    place = {"start": 0, "end": 3, "exact": "older words"}
    project = taken(file(document(evidence=[evidence(anchor="changed", quote=place)])))
    assert project.evidence[0].quote.exact == "older words"


NOT_JSON = [
    b"",
    b"{",
    b"[1,]",
    b'{"format": "variorum",',
    b"\xff\xfe{\x00}\x00",
    b'{"a": NaN}',
    b'{"a": "\\ud800"}',
]
DEEP = b'{"format": "variorum", "version": 1, "claims": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
REFUSED: list[tuple[str, Any, str]] = [
    ("another format", {"format": "else", "version": 1}, '"format" is not "variorum"'),
    ("no format", {}, '"format" is not "variorum"'),
    ("a list", [1], "is in no format"),
    ("a newer version", document(version=2), "version: 2 is newer"),
    ("a version in words", document(version="1"), "version: expected a number"),
    ("a version that is true", document(version=True), "version: expected a number"),
    ("an unknown part", document(extra=[]), "unknown field “extra”"),
    ("a part that is no list", document(claims={}), "claims: expected a list"),
    ("a record that is no object", document(claims=[1]), "claims[0]: expected an object"),
    ("nested deeply", DEEP, "nested too deeply"),
    (
        "an unknown field",
        document(claims=[{"id": "c", "text": "x", "colour": 1}]),
        "claims[0]: unknown field colour",
    ),
    ("an unknown field of a quote", quote(colour=1), "evidence[0].quote: unknown field colour"),
    ("a wrong type", quote(start="4"), "evidence[0].quote.start: expected int, got str"),
    ("a half number", quote(start=4.5), "evidence[0].quote.start: expected int, got float"),
    ("a number that is true", quote(start=True), "evidence[0].quote.start: expected int, got bool"),
    ("a null", quote(start=None), "evidence[0].quote.start: expected int, got null"),
    ("no claim id", document(claims=[{"text": "x"}]), "claims[0]: missing field id"),
    ("no claim text", document(claims=[{"id": "x"}]), "claims[0]: missing field text"),
    ("no article text", document(articles=[{"id": "a"}]), "articles[0]: missing field text"),
    (
        "an article id that is a number",
        document(articles=[{"id": 5, "text": "a"}]),
        "articles[0].id: expected str",
    ),
    ("no article id", document(articles=[{"text": "a"}]), "articles[0]: missing field id"),
    (
        "an article text that is a number",
        document(articles=[{"id": "a", "text": 1}]),
        "articles[0].text: expected str",
    ),
    ("no origin name", document(origins=[{"id": "o"}]), "origins[0]: missing field name"),
    (
        "no quote",
        document(evidence=[{"id": "e", "claim": "c", "article": "a", "stance": "supports"}]),
        "evidence[0]: missing field quote",
    ),
    ("no end", document(evidence=[evidence(quote={"start": 1})]), "evidence[0].quote: missing field end"),
    (
        "a quote that is a list",
        document(evidence=[evidence(quote=[1, 2])]),
        "evidence[0].quote: expected object",
    ),
    (
        "a stance that there is not",
        document(evidence=[evidence(stance="agrees")]),
        "evidence[0].stance: invalid enum value 'agrees'",
    ),
    ("an empty id", document(claims=[{"id": "", "text": "x"}]), "claims[0].id: is empty"),
    ("one id twice", document(claims=[{"id": "c", "text": "x"}] * 2), "claims[1].id: c is there twice"),
    ("no such claim", document(evidence=[evidence(claim="d")]), "evidence[0].claim: there is no claim d"),
    (
        "no such article",
        document(evidence=[evidence(article="d")]),
        "evidence[0].article: there is no article d",
    ),
    (
        "no such origin",
        document(evidence=[evidence(attribution=["o", "p"])]),
        "evidence[0].attribution[1]: there is no origin p",
    ),
    (
        "no such speaker",
        document(claims=[{"id": "c", "text": "x", "speaker": "p"}]),
        "claims[0].speaker: there is no origin p",
    ),
    (
        "no such evidence before",
        document(evidence=[evidence(carried_from="d")]),
        "evidence[0].carried_from: there is no evidence d",
    ),
    (
        "evidence that was carried from itself",
        document(evidence=[evidence(carried_from="e")]),
        "evidence[0].carried_from: evidence e was carried from itself",
    ),
    (
        "evidence that was carried in a circle",
        document(
            evidence=[
                evidence(carried_from="g"),
                evidence(id="f", carried_from="e"),
                evidence(id="g", carried_from="f"),
            ]
        ),
        "evidence[0].carried_from: evidence e was carried from itself",
    ),
    (
        "a review of no claim",
        document(reviews=[{"claim": "d", "article": "a"}]),
        "reviews[0].claim: there is no claim d",
    ),
    (
        "a review of no article",
        document(reviews=[{"claim": "c", "article": "d"}]),
        "reviews[0].article: there is no article d",
    ),
    ("a start before the text", quote(start=-1), "evidence[0].quote.start: -1 is outside"),
    ("an end behind the text", quote(end=1000), "evidence[0].quote.end: 1000 is not between"),
    ("an end before the start", quote(end=3), "evidence[0].quote.end: 3 is not between"),
    ("a huge number", quote(start=10**30, end=10**30), "evidence[0].quote.start"),
    (
        "a huge place of an orphan",
        document(evidence=[evidence(anchor="orphan", quote={"start": 0, "end": 10**30, "exact": ""})]),
        "evidence[0].quote.end",
    ),
    (
        "other words",
        quote(exact="brigde"),
        "evidence[0].quote.exact: is not what stands in the text from 4 to 10",
    ),
    (
        "other words of a cue",
        document(evidence=[evidence(cue={"start": 0, "end": 3, "exact": "Thé"})]),
        "evidence[0].cue.exact",
    ),
    (
        "a cue outside",
        document(evidence=[evidence(cue={"start": 0, "end": 999, "exact": "x"})]),
        "evidence[0].cue.end",
    ),
    (
        "a wrong hash",
        document(articles=[{"id": "a", "text": TEXT, "sha256": "0" * 64}]),
        "articles[0].sha256",
    ),
    ("a wrong length", document(articles=[{"id": "a", "text": TEXT, "chars": 1}]), "articles[0].chars"),
    ("version nought", document(articles=[{"id": "a", "text": TEXT, "version": 0}]), "articles[0].version"),
    (
        "two current versions",
        document(articles=[{"id": "a", "text": TEXT}, {"id": "b", "work": "a", "version": 2, "text": ""}]),
        "articles[1].state",
    ),
    (
        "one version twice",
        document(
            articles=[{"id": "a", "text": TEXT}, {"id": "b", "work": "a", "text": "", "state": "superseded"}]
        ),
        "articles[1].version",
    ),
    (
        "a credibility of seven",
        document(claims=[{"id": "c", "text": "x", "credibility": 7}]),
        "claims[0].credibility",
    ),
    ("a broken codebook", document(codebook={"name": 1}), "codebook.name: expected str, got int"),
]


@pytest.mark.parametrize(
    ("content", "place"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_does_not_fit_is_refused_by_its_place(
    file: Callable[[Any], Path], content: Any, place: str
) -> None:
    path = file(content)
    project = Project.in_memory()
    with pytest.raises(ImportRefusedError) as refused:
        import_files(project, [path])
    assert str(refused.value).startswith(f"{path}: ")
    assert place in str(refused.value)
    assert "\n" not in str(refused.value)
    assert project.articles == project.claims == project.evidence == []


@pytest.mark.parametrize("content", NOT_JSON, ids=range(len(NOT_JSON)))
def test_what_is_no_json_is_refused(file: Callable[[Any], Path], content: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        taken(file(content))
    with pytest.raises(ImportRefusedError, match="not valid JSON"):
        import_files(Project.in_memory(), [file(content)], "variorum")
