"""The matrix: claims down, articles across, worst first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotations import Project
from annotations.agreement import STATUSES, Status
from annotations.articles import Source
from annotations.matrix import matrix, matrix_data
from annotations.records import Article, Stance

TEXT = "One. Two. Three."


def add(project: Project, name: str, text: str = TEXT) -> Article:
    source = Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title=name)
    return project.add_source(source).article


@pytest.fixture
def project() -> Project:
    """A claim of every status, made in the order best first."""
    project = Project.in_memory(annotator="mo")
    a, b = add(project, "a"), add(project, "b")
    one = project.add_origin("One", group="one").id
    two = project.add_origin("Two", group="two").id
    s, p, q, r = "supports", "partly_supports", "queries", "refutes"
    plans: dict[Status, list[tuple[Article, str, list[str]]]] = {
        "not_checkable": [(a, s, [one])],
        "corroborated": [(a, s, [one]), (b, s, [two])],
        "unreported": [],
        "open": [],
        "single_source": [(a, s, [one])],
        "single_origin": [(a, s, [one]), (b, s, [one])],
        "unsourced": [(a, s, []), (b, s, [])],
        "partial": [(a, s, [one]), (b, p, [])],
        "questioned": [(a, q, [])],
        "refuted": [(a, r, [])],
        "disputed": [(a, s, [one]), (b, r, [])],
    }
    for status, pieces in plans.items():
        claim = project.add_claim(
            status, type="opinion" if status == "not_checkable" else None, tags=(status[0],)
        )
        for article, stance, chain in pieces:
            marked: Stance = stance  # type: ignore[assignment]
            project.mark(claim.id, article.id, 0, 4, marked, attribution=chain)
        if status == "unreported":
            project.review(claim.id, a.id)
            project.review(claim.id, b.id)
    return project


def texts(project: Project, **filters: Any) -> list[str]:
    return [row.claim.text for row in matrix(project, **filters).rows]


def test_the_worst_status_comes_first_and_each_is_what_it_says(project: Project) -> None:
    assert texts(project) == list(STATUSES)
    assert [row.agreement.status for row in matrix(project).rows] == list(STATUSES)


def test_claims_of_one_status_stay_in_the_order_of_creation(project: Project) -> None:
    for word in ("first", "second", "third"):
        project.add_claim(word)
    assert texts(project, statuses=["open"]) == ["open", "first", "second", "third"]


def test_numbers_are_those_of_the_claims_whatever_is_filtered(project: Project) -> None:
    for row in matrix(project, statuses=["disputed", "not_checkable"]).rows:
        assert row.number == project.number(row.claim.id)
    assert [row.number for row in matrix(project, statuses=["disputed", "not_checkable"]).rows] == [11, 1]


def test_rows_are_filtered_by_status_and_by_any_of_the_tags(project: Project) -> None:
    assert texts(project, statuses=["refuted", "open"]) == ["refuted", "open"]
    assert texts(project, tags=["r"]) == ["refuted"]
    assert texts(project, tags=["s", "r"]) == ["refuted", "single_origin", "single_source"]
    assert texts(project, tags=["s"], statuses=["open"]) == []
    assert texts(project, tags=["none"]) == []


def test_columns_are_by_label_without_superseded_versions_but_with_retracted_ones(project: Project) -> None:
    b = project.articles[1]
    new = add(project, "a", "Zero. " + TEXT)
    project.set_article(b.id, state="retracted", label="AA")
    third = add(project, "c")
    project.set_article(third.id, label="Z")
    assert [article.id for article in matrix(project).articles] == [new.id, third.id, b.id]


def test_one_annotators_matrix_rests_on_their_work_alone(project: Project) -> None:
    project.annotator = "jo"
    claim = next(claim for claim in project.claims if claim.text == "open")
    project.mark(claim.id, project.articles[0].id, 0, 4, "refutes")
    theirs = {row.claim.text: row.agreement.status for row in matrix(project, annotator="jo").rows}
    assert theirs["open"] == "refuted"
    assert {status for text, status in theirs.items() if text != "open"} == {"open", "not_checkable"}
    assert texts(project, annotator="jo", statuses=["refuted"]) == ["open"]


def test_an_empty_project_has_an_empty_matrix() -> None:
    empty = matrix(Project.in_memory())
    assert (empty.articles, empty.rows) == ([], [])


def test_the_plain_values_are_those_of_the_contract(project: Project) -> None:
    a, b = project.articles
    new = add(project, "b", "Zero. " + TEXT)
    data = matrix_data(project, matrix(project, statuses=["disputed"]))
    assert json.loads(json.dumps(data)) == data
    claim = project.claims[-1]
    assert data["articles"] == [
        {"id": a.id, "label": "A", "title": "a", "state": "current"},
        {"id": b.id, "label": "B", "title": "b", "state": "superseded"},
        {"id": new.id, "label": "B", "title": "b", "state": "current"},
    ]
    assert data["claims"] == [
        {
            "id": claim.id,
            "text": "disputed",
            "type": None,
            "tags": ["d"],
            "status": "disputed",
            "origins": 1,
            "groups": ["one"],
            "cells": {a.id: "supports", b.id: "superseded", new.id: "refutes"},
            "modifiers": {},
        }
    ]
