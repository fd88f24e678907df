"""Whole projects as hypothesis draws them: every plane, all line ends, odd ids, nested and empty quotes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from annotations import Project
from annotations.articles import text_hash
from annotations.editing.articles import labels
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
