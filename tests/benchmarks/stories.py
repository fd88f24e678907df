"""A made-up story of any size: articles, claims, evidence, reviews; the same for the same numbers.

Run it by hand to try the app on one: ``python tests/benchmarks/stories.py FOLDER --claims 5000
--sources 200``, then ``variorum FOLDER``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

from annotations import Project
from annotations.records import STANCES, AnyRecord, Article, Claim, Evidence, Origin, Review, quote_of

SUBJECTS = [
    "minister",
    "harbour",
    "bridge",
    "council",
    "river",
    "envoy",
    "union",
    "ferry",
    "mayor",
    "railway",
    "hospital",
    "court",
]
VERBS = [
    "said",
    "denied",
    "repaired",
    "closed",
    "opened",
    "counted",
    "moved",
    "signed",
    "promised",
    "lost",
    "found",
    "delayed",
]
OBJECTS = [
    "workers",
    "trains",
    "talks",
    "papers",
    "patients",
    "boats",
    "tonnes",
    "soldiers",
    "houses",
    "votes",
    "roads",
    "letters",
]
PAPERS = ("Post", "Wire", "Daily", "Echo")
TAGS = ("number", "date", "place", "dispatch", "casualties", "hedge", "translation")
TYPES = ("event", "quantity", "plan", "quote", "cause", "rule", "opinion", None)
KINDS = ("person", "official", "government", "news_agency", "document", "generic")
TIME = "2025-06-17T08:00:00Z"


def label_of(number: int) -> str:
    """The label of the article with a number from 0: A … Z, AA …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def fill(project: Project, claims: int, sources: int, seed: int = 5) -> None:
    """Put a story into an empty project: up to four quotes and four looks a claim."""
    draw = random.Random(seed)
    texts: list[str] = []
    records: list[AnyRecord] = []
    spans: list[list[tuple[int, int]]] = []
    for number in range(sources):
        text, places = _article(draw, number)
        texts.append(text)
        spans.append(places)
        records.append(
            Article(
                id=f"a{number:05}",
                work=f"a{number:05}",
                label=label_of(number),
                title=text.partition("\n")[0],
                publisher=f"The {draw.choice(SUBJECTS).title()} {draw.choice(PAPERS)}",
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                chars=len(text),
            )
        )
    origins = [
        Origin(
            id=f"o{number:04}",
            name=f"the {draw.choice(SUBJECTS)} of place {number}",
            kind=draw.choice(KINDS),  # type: ignore[arg-type]
            group=f"group {number % 40}" if number % 3 else None,
        )
        for number in range(max(3, claims // 20))
    ]
    records += origins
    marks: list[AnyRecord] = []
    for number in range(claims):
        claim = f"c{number:06}"
        records.append(
            Claim(
                id=claim,
                text=_sentence(draw).rstrip("."),
                type=draw.choice(TYPES),
                tags=tuple(sorted(draw.sample(TAGS, draw.randint(0, 2)))),
                annotator="mo",
                created=TIME,
                modified=TIME,
            )
        )
        marked = draw.sample(range(sources), min(sources, draw.randint(0, 8)))
        for at, where in enumerate(marked):
            if at % 2:
                marks.append(
                    Review(claim=claim, article=f"a{where:05}", annotator="mo", basis="read", at=TIME)
                )
                continue
            start, end = draw.choice(spans[where])
            marks.append(
                Evidence(
                    id=f"e{len(marks):07}",
                    claim=claim,
                    article=f"a{where:05}",
                    stance=draw.choice((*STANCES, "supports", "supports", "supports")),
                    quote=quote_of(texts[where], start, end),
                    attribution=tuple(draw.choice(origins).id for _ in range(draw.randint(0, 2))),
                    annotator="mo",
                    created=TIME,
                    modified=TIME,
                )
            )
    project.add_records("a story", [*records, *marks], texts)


def _article(draw: random.Random, number: int) -> tuple[str, list[tuple[int, int]]]:
    parts = [f"Report {number} on the {draw.choice(SUBJECTS)}\n"]
    length, spans = len(parts[0]), []
    for _ in range(60):
        sentence = _sentence(draw)
        gap = "\n\n" if draw.random() < 0.3 else " "
        spans.append((length + len(gap), length + len(gap) + len(sentence)))
        parts += [gap, sentence]
        length += len(gap) + len(sentence)
    return "".join(parts), spans


def _sentence(draw: random.Random) -> str:
    return (
        f"The {draw.choice(SUBJECTS)} {draw.choice(VERBS)} {draw.randint(2, 9000)} {draw.choice(OBJECTS)} "
        f"near the {draw.choice(SUBJECTS)} on {draw.randint(1, 28)} June, the {draw.choice(SUBJECTS)} said."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a project of a made-up story.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=5_000)
    parser.add_argument("--sources", type=int, default=200)
    given = parser.parse_args()
    with Project.open(given.folder, annotator="mo", with_files=False) as project:
        fill(project, given.claims, given.sources)


if __name__ == "__main__":
    main()
