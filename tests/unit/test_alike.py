"""Articles that read alike: found, told, and put on record as what a person says they are."""

from __future__ import annotations

import pytest

from annotations import Project
from annotations.articles import read_text
from annotations.errors import ProjectError
from annotations.records import Evidence
from annotations.soundness import check
from tests.unit.articles.making import FIRST, SECOND, THIRD

REPORT = f"{FIRST} {SECOND} {THIRD}"
COPY = f"By our correspondents. {FIRST} {SECOND} {THIRD.replace('not', 'never')}"
OTHER = "Nobody in the harbour had heard of the pier being shut before the storm came in on Sunday night."


@pytest.fixture
def project() -> Project:
    project = Project.in_memory(annotator="mo")
    project.add_source(read_text(REPORT))
    project.add_source(read_text(OTHER))
    return project


def test_a_copy_is_told_by_how_much_of_its_wording_is_the_same(project: Project) -> None:
    (alike,) = project.alike(COPY)
    assert alike.article == project.articles[0]
    assert 0.8 < alike.share < 1
    assert alike.in_words == f"reads like A: {int(alike.share * 100)} % the same words"


def test_the_same_text_is_told_as_the_same(project: Project) -> None:
    (alike,) = project.alike(OTHER)
    assert (alike.same, alike.in_words) == (True, "the same text as B")


def test_an_article_that_holds_another_is_told_by_the_other(project: Project) -> None:
    longer = OTHER + " And then came many more words of another kind, which nobody had said before. " * 3
    (alike,) = project.alike(longer)
    assert alike.in_words == "holds B: 100 % of its words stand in here"


def test_two_reports_of_one_event_are_not_copies(project: Project) -> None:
    assert project.alike("The state agency said that the envoy would send 1,000 sappers to the border.") == []


def test_works_that_are_left_out_and_versions_that_are_over_are_not_looked_at(project: Project) -> None:
    report = project.articles[0]
    assert project.alike(REPORT, leave_out=[report.work]) == []
    project.set_article(report.id, state="retracted")
    assert project.alike(REPORT) == []


def test_a_copy_can_be_added_as_the_next_version_of_what_it_is_a_copy_of(project: Project) -> None:
    report = project.articles[0]
    claim, _ = project.claim_from(report.id, 0, len(FIRST))
    added = project.add_source(read_text(COPY), version_of=report.id)
    assert (added.outcome, added.article.version, added.article.label) == ("new version", 2, "A")
    assert project.article(report.id).state == "superseded"
    assert [piece.article for piece in project.evidence_on(claim.id)] == [report.id, added.article.id]
    assert check(project) == []


def test_a_version_of_what_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(ProjectError, match="there is no article nonsense"):
        project.add_source(read_text(COPY), version_of="nonsense")


@pytest.fixture
def copies(project: Project) -> list[Evidence]:
    """Two copies that support one claim in their own voice, and one of them also by somebody's word."""
    report, copy = project.articles[0], project.add_source(read_text(COPY)).article
    claim = project.add_claim("An envoy came.")
    start = COPY.index(FIRST)
    one = project.mark(claim.id, report.id, 0, len(FIRST), "supports")
    two = project.mark(claim.id, copy.id, start, start + len(FIRST), "supports")
    agency = project.add_origin("the state agency")
    named = project.mark(claim.id, copy.id, 0, 10, "queries", attribution=(agency.id,))
    return [one, two, named]


def test_copies_of_one_origin_count_once_and_by_its_name(project: Project, copies: list[Evidence]) -> None:
    one, two, named = copies
    before = project.agreement(one.claim)
    assert (before.status, before.origins) == ("unsourced", 0)
    origin = project.say_copies([one.article, two.article], "  A made-up   wire ")
    after = project.agreement(one.claim)
    assert (origin.name, origin.kind) == ("A made-up wire", "news_agency")
    assert (after.status, after.origins) == ("single_origin", 1)
    assert project.piece(one.id).attribution == project.piece(two.id).attribution == (origin.id,)
    assert project.piece(named.id) == named
    assert check(project) == []


def test_saying_that_articles_are_copies_is_one_change(project: Project, copies: list[Evidence]) -> None:
    project.say_copies([copies[0].article, copies[1].article], "A made-up wire")
    project.undo()
    assert [project.piece(piece.id) for piece in copies] == copies
    assert project.origin_named("A made-up wire") is None


def test_an_origin_that_is_there_already_is_taken(project: Project, copies: list[Evidence]) -> None:
    origin = project.say_copies([copies[0].article, copies[1].article], "The State Agency")
    assert origin.id == copies[2].attribution[0]


def test_one_article_alone_is_no_copy_and_nobody_is_no_origin(
    project: Project, copies: list[Evidence]
) -> None:
    one, two = copies[0].article, copies[1].article
    with pytest.raises(ProjectError, match="two articles or more"):
        project.say_copies([one, one], "A wire")
    with pytest.raises(ProjectError, match="needs a name"):
        project.say_copies([one, two], "  ")
    with pytest.raises(ProjectError, match="there is no article"):
        project.say_copies([one, "nonsense"], "A wire")
