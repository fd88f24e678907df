"""A project at a glance: the figures that the screen and the report draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from annotations import Project
from annotations.matrix import matrix
from annotations.overview import Overview, overview, shares


def glance(project: Project) -> Overview:
    found = matrix(project)
    return overview(
        found.rows, found.articles, {each.id: each for each in project.origins}, project.evidence_on
    )


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def test_every_cell_of_a_current_source_is_counted_once(sample: Path) -> None:
    with Project.open(sample, read_only=True) as project:
        found = glance(project)
        assert [bar.article.id for bar in found.sources] == [a.id for a in project.current_articles]
        for bar in found.sources:
            assert bar.total == found.claims == len(project.claims)
            assert bar.met == project.tally.met(bar.article.id)


def test_statuses_are_counted_worst_first(sample: Path) -> None:
    with Project.open(sample, read_only=True) as project:
        found = glance(project)
        statuses = [project.agreement(claim.id).status for claim in project.claims]
        assert dict(found.statuses) == {status: statuses.count(status) for status in statuses}
        assert found.statuses[0][0] == matrix(project).rows[0].agreement.status


def test_what_rests_on_an_origin_names_its_claims_and_its_ways(sample: Path) -> None:
    with Project.open(sample, read_only=True) as project:
        found = glance(project)
        assert len(found.origins) > 2
        for bar in found.origins:
            assert bar.claims
            assert {number for way in bar.ways for number in way.claims} == set(bar.claims)
        named = [len(bar.claims) for bar in found.origins if bar.origin is not None]
        assert named == sorted(named, reverse=True)


def test_a_withdrawn_origin_has_nothing_resting_on_it(sample: Path) -> None:
    with Project.open(sample) as project:
        first = glance(project).origins[0].origin
        assert first is not None
        project.withdraw_origin(first)
        assert first not in [bar.origin for bar in glance(project).origins]


def test_relays_stand_between_the_source_and_the_origin(sample: Path) -> None:
    with Project.open(sample, read_only=True) as project:
        chains = {
            (piece.attribution[-1], piece.article, tuple(piece.attribution[:-1]))
            for claim in project.claims
            for piece in project.evidence_on(claim.id)
            if len(piece.attribution) > 1
            and claim.speaker is None
            and piece.id not in project.agreement(claim.id).set_aside
        }
        assert chains
        ways = {(b.origin, way.article.id, way.relays) for b in glance(project).origins for way in b.ways}
        assert chains <= ways


@given(st.lists(st.integers(0, 400), max_size=9), st.integers(0, 60))
def test_a_bar_is_shared_out_without_losing_a_cell(numbers: list[int], cells: int) -> None:
    given_out = shares(numbers, cells)
    assert sum(given_out) == (cells if any(numbers) else 0)
    assert all(share == 0 for number, share in zip(numbers, given_out, strict=True) if number == 0)
    if cells >= sum(number > 0 for number in numbers):
        assert all(share > 0 for number, share in zip(numbers, given_out, strict=True) if number)
