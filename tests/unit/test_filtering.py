"""What a filter admits, and what it cannot understand."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.filtering import read_filter
from annotations.matrix import arranged
from annotations.records import Article


def add(project: Project, name: str) -> Article:
    source = Source(path=Path(name), text="One. Two.", encoding="utf-8", guessed=False, title=name)
    return project.add_source(source).article


@pytest.fixture
def project() -> Project:
    project = Project.in_memory(annotator="mo")
    a, b = add(project, "a"), add(project, "b")
    project.set_article(b.id, publisher="The Gazette")
    envoy = project.add_claim("The Envoy went to Zürich", type="event", tags=("place", "date"))
    count = project.add_claim("1,000 sappers", type="quantity", tags=("Number",))
    other = project.add_claim("Nobody went")
    project.mark(envoy.id, a.id, 0, 4, "supports")
    project.mark(count.id, b.id, 0, 4, "refutes")
    project.review(other.id, a.id)
    return project


def admitted(project: Project, line: str) -> list[int]:
    found = read_filter(line, project)
    return [
        number
        for number, claim in enumerate(project.claims, start=1)
        if found.admits(claim) and found.admits_status(project.agreement(claim.id).status)
    ]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("", [1, 2, 3]),
        ("   ", [1, 2, 3]),
        ("went", [1, 3]),
        ("WENT zurich", [1]),
        ("zürich", [1]),
        ('"envoy went"', [1]),
        ('"went envoy"', []),
        ("#number", [2]),
        ("#num", [2]),
        ("tag:place", [1]),
        ("#place #date", [1]),
        ("#place #number", []),
        ("type:event", [1]),
        ("type:event type:quantity", [1, 2]),
        ("type:quan", [2]),
        ("type:none", [3]),
        ("status:refuted", [2]),
        ("status:single_source status:open", [1, 3]),
        ("status:single-s", [1]),
        ('status:"single source"', [1]),
        ("source:a", [1]),
        ("source:B", [2]),
        ("source:gazette", [2]),
        ("source:A source:B", []),
        ("open:B", [1, 3]),
        ("open:A", [2]),
        ("open:A open:B", []),
        ("went open:B", [1, 3]),
        ("status:", [1, 2, 3]),
        ("#", [1, 2, 3]),
        ("unknown:thing", []),
    ],
)
def test_a_line_says_which_claims_are_shown(project: Project, line: str, numbers: list[int]) -> None:
    assert admitted(project, line) == numbers


@pytest.mark.parametrize(
    ("line", "problem"),
    [("status:gone", "no status gone"), ("type:x", "no type x"), ("source:Q", "no source q")],
)
def test_what_there_is_not_is_named_and_admits_nothing(project: Project, line: str, problem: str) -> None:
    assert read_filter(line, project).problems == (problem,)
    assert admitted(project, line) == []


def test_a_source_stands_for_its_newest_version(project: Project) -> None:
    source = Source(path=Path("a"), text="Two. One.", encoding="utf-8", guessed=False, title="a")
    newer = project.add_source(source).article
    assert newer.version == 2
    assert admitted(project, "source:A") == [
        project.number(piece.claim) for piece in project.evidence_in(newer.id)
    ]


def test_claims_that_are_equal_in_an_order_stay_in_the_order_of_creation(project: Project) -> None:
    claims = list(enumerate(project.claims, start=1))
    assert [number for number, _ in arranged(project, claims, "worst")] == [2, 1, 3]
    assert [number for number, _ in arranged(project, reversed(claims), "number")] == [1, 2, 3]
    assert [number for number, _ in arranged(project, reversed(claims), "origins")] == [1, 2, 3]
    assert [number for number, _ in arranged(project, claims, "text")] == [2, 3, 1]
