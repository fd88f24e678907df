"""What goes out comes back: the exchange file for whole projects, cells and lists of the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotations import Project
from annotations.articles import text_hash
from annotations.editing.articles import labels
from annotations.exports import render
from annotations.exports.csv_files import escape, join_list, split_list, unescape
from annotations.exports.markdown import plain
from annotations.imports import import_files
from annotations.records import (
    CERTAINTIES,
    ORIGIN_KINDS,
    RELIABILITIES,
    STANCES,
    Article,
    Claim,
    Cue,
    Evidence,
    Origin,
    Quote,
    Review,
    quote_of,
)
from annotations.soundness import check
from annotations.text import displayable

# Every plane, line ends of all kinds, controls and marks; no surrogates, which no file can hold.
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\r\n\t\0 \x1b\u202e\u0301\U0001f30a|'=\\"
)
TEXTS = st.text(CHARACTERS, max_size=60)
IDS = st.text(CHARACTERS, min_size=1, max_size=6)
TIMES = st.just("2025-01-02T03:04:05.678Z") | st.just("")


def spans(text: str) -> st.SearchStrategy[tuple[int, int]]:
    """Any span of a text, also an empty one; drawn often enough they nest, touch and overlap."""
    place = st.integers(0, len(text))
    return st.tuples(place, place).map(lambda pair: (min(pair), max(pair)))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    project = Project.in_memory(annotator=draw(TEXTS))
    texts = {id: draw(TEXTS) for id in draw(st.lists(IDS, max_size=4, unique=True))}
    articles: list[Article] = []
    for (id, text), label in zip(texts.items(), labels(), strict=False):
        before = draw(st.sampled_from([None, *articles]))
        if before is not None and (before.state == "current" or before != articles[-1]):
            before = None
        articles.append(
            Article(
                id=id,
                work=before.work if before else "work of " + id,
                version=before.version + 1 if before else draw(st.integers(1, 2**40)),
                label=before.label if before else label,
                title=draw(TEXTS),
                author=draw(st.none() | TEXTS),
                source=draw(st.none() | TEXTS),
                sha256=text_hash(text),
                chars=len(text),
                state=draw(st.sampled_from(["current", "superseded", "retracted"])),
            )
        )
    project.add_records("articles", articles, texts.values())
    origin_ids = draw(st.lists(IDS, max_size=3, unique=True))
    links = st.lists(st.sampled_from(origin_ids), max_size=3) if origin_ids else st.just([])
    for id in origin_ids:
        kind, group = draw(st.sampled_from(ORIGIN_KINDS)), draw(st.none() | TEXTS)
        origin = Origin(
            id=id, name=draw(TEXTS), aliases=tuple(draw(st.lists(TEXTS, max_size=2))), kind=kind, group=group,
            state=draw(st.sampled_from(["current", "withdrawn"])),
            reliability=draw(st.none() | st.sampled_from(RELIABILITIES)),
        )  # fmt: skip
        project.add_records("origin", [origin])
    claims = draw(st.lists(IDS, max_size=4, unique=True))
    for id in claims:
        claim = Claim(
            id=id, text=draw(TEXTS), type=draw(st.none() | TEXTS),
            tags=tuple(draw(st.lists(TEXTS, max_size=2))),
            speaker=draw(st.sampled_from([None, *origin_ids])), note=draw(TEXTS), open_question=draw(TEXTS),
            verdict=draw(st.none() | TEXTS), credibility=draw(st.none() | st.integers(1, 6)),
            annotator=draw(TEXTS), created=draw(TIMES), modified=draw(TIMES),
        )  # fmt: skip
        project.add_records("claim", [claim])
    if texts and claims:
        _add_evidence(draw, project, texts, claims, links)
    return project


def _add_evidence(
    draw: st.DrawFn, project: Project, texts: dict[str, str], claims: list[str], links: Any
) -> None:
    known: list[str] = []
    for id in draw(st.lists(IDS, max_size=6, unique=True)):
        article = draw(st.sampled_from(list(texts)))
        text = texts[article]
        anchor = draw(st.sampled_from(["exact", "moved", "changed", "orphan"]))
        quote = quote_of(text, *draw(spans(text)))
        if anchor == "orphan":
            quote = Quote(start=quote.start + 90, end=quote.end + 99, exact=draw(TEXTS), prefix=draw(TEXTS))
        elif anchor == "changed":
            quote = Quote(start=quote.start, end=quote.end, exact=draw(TEXTS))
        start, end = draw(spans(text))
        piece = Evidence(
            id=id, claim=draw(st.sampled_from(claims)), article=article,
            stance=draw(st.sampled_from(STANCES)),
            quote=quote, attribution=tuple(draw(links)),
            inferred=draw(st.booleans()), proposed=draw(st.booleans()),
            certainty=draw(st.sampled_from(CERTAINTIES)),
            cue=draw(st.none() | st.just(Cue(start=start, end=end, exact=text[start:end]))),
            joint=draw(st.none() | TEXTS), note=draw(TEXTS), annotator=draw(TEXTS), anchor=anchor,
            carried_from=draw(st.sampled_from([None, *known])), created=draw(TIMES), modified=draw(TIMES),
        )  # fmt: skip
        known.append(id)
        project.add_records("evidence", [piece])
    keys = st.tuples(st.sampled_from(claims), st.sampled_from(list(texts)), TEXTS)
    for claim, article, annotator in draw(st.lists(keys, max_size=4, unique=True)):
        basis = draw(st.sampled_from([None, "read", "searched", "candidates"]))
        review = Review(claim=claim, article=article, annotator=annotator, basis=basis, at=draw(TIMES))
        project.add_records("review", [review])


def came_back(exported: str) -> Project:
    project = Project.in_memory(annotator="somebody else")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_bytes(exported.encode())
        import_files(project, [path])
    return project


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_a_project_comes_back_the_same(project: Project) -> None:
    first = render(project, "variorum")
    again = came_back(first)
    assert again.articles == project.articles
    assert again.origins == project.origins
    assert again.claims == project.claims
    assert again.evidence == project.evidence
    assert again.reviews == project.reviews
    assert [again.text(a.id) for a in again.articles] == [project.text(a.id) for a in project.articles]
    assert render(again, "variorum") == first
    assert [finding for finding in check(again) if finding.severity == "error"] == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects(), st.sampled_from(["markdown", "variorum"]))
def test_no_export_of_any_project_acts_on_a_terminal(project: Project, to: str) -> None:
    exported = render(project, to)
    assert displayable(exported, keep_lines=True) == exported


@given(st.text(CHARACTERS))
def test_a_cell_comes_back_the_same(cell: str) -> None:
    assert unescape(escape(cell)) == cell


@given(st.text("'=+-@\t\r\n a", max_size=6))
def test_a_cell_of_the_signs_that_matter_comes_back_the_same_and_begins_no_formula(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert escape(cell)[:1] not in set("=+-@\t\r\n")


@given(st.text("'=+-@\t\r\n a", max_size=5), st.text("'=+-@\t\r\n a", max_size=5))
def test_two_cells_are_never_written_alike(one: str, other: str) -> None:
    assert (escape(one) == escape(other)) == (one == other)


@given(st.lists(st.text(CHARACTERS | st.sampled_from("|\\"), min_size=1)))
def test_a_list_in_a_cell_comes_back_the_same(values: list[str]) -> None:
    assert split_list(join_list(values)) == values


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.mark.parametrize("frame", ["x{}", "## {}", "- {}x", "| a |\n| - |\n| x{} |"])
@given(st.text(CHARACTERS | st.sampled_from("\\`*_{}[]<>()#+-.!|~&=:/1w ")))
def test_any_text_in_the_desk_sheet_renders_as_that_text(frame: str, text: str) -> None:
    text = "x" + text + "x"
    tokens = MARKDOWN.parse(frame.format(plain(text)))
    inline = [token for token in tokens if token.type == "inline"][-1]
    assert [token.type for token in tokens] == [token.type for token in MARKDOWN.parse(frame.format("x"))]
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    assert displayable(text) in "".join(child.content for child in inline.children or ())


@given(st.text("-+=: 1.)#>|\n\t", max_size=8))
def test_no_text_begins_a_block_of_its_own(text: str) -> None:
    tokens = MARKDOWN.parse(f"- {plain(text.strip(' '))} x")
    assert [token.type for token in tokens] == [token.type for token in MARKDOWN.parse("- x")]
