"""Claims merged and split, articles closed, and how far that brings the reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.coverage import coverage
from annotations.errors import ProjectError
from annotations.records import AnyRecord

TEXT = "The pier is shut. The port says so. Nobody swims."


def source(text: str, name: str) -> Source:
    return Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title=text[:9])


class Story:
    """Two articles and two claims that say nearly the same."""

    def __init__(self) -> None:
        self.project = Project.in_memory(annotator="mo")
        self.a, self.b = (
            self.project.add_source(source(TEXT + tail, f"{tail.strip()}.txt")).article
            for tail in (" One", " Two")
        )
        self.one, self.quote = self.project.claim_from(self.a.id, 0, 17)
        self.two = self.project.add_claim(
            "The pier is closed.", tags=("place",), type="event", note="See map."
        )
        self.echo = self.project.mark(self.two.id, self.b.id, 0, 17, "supports")

    def records(self) -> list[AnyRecord]:
        project = self.project
        return [*project.claims, *project.evidence, *project.reviews]


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_merged_claim_has_the_evidence_tags_and_notes_of_both(story: Story) -> None:
    kept = story.project.merge_claims(story.one.id, story.two.id)
    assert kept.text == "The pier is shut."
    assert (kept.type, kept.tags, kept.note) == ("event", ("place",), "See map.")
    assert [piece.id for piece in story.project.evidence_on(kept.id)] == [story.quote.id, story.echo.id]
    assert [claim.id for claim in story.project.claims] == [kept.id]


def test_what_a_kept_claim_says_is_not_overwritten(story: Story) -> None:
    story.project.set_claim(story.one.id, type="cause", note="Mine.", verdict="true", tags=("place", "date"))
    story.project.set_claim(story.two.id, verdict="false", credibility=2)
    kept = story.project.merge_claims(story.one.id, story.two.id)
    assert (kept.type, kept.note, kept.verdict, kept.credibility) == ("cause", "Mine.\nSee map.", "true", 2)
    assert kept.tags == ("place", "date")


def test_the_same_piece_on_both_claims_is_left_once(story: Story) -> None:
    story.project.mark(story.two.id, story.a.id, 0, 17, "supports")
    story.project.mark(story.two.id, story.a.id, 0, 17, "queries")
    story.project.merge_claims(story.one.id, story.two.id)
    assert [piece.stance for piece in story.project.evidence_on(story.one.id, story.a.id)] == [
        "supports",
        "queries",
    ]


def test_sets_of_joint_pieces_stay_apart_when_claims_are_merged(story: Story) -> None:
    for id in (story.quote.id, story.echo.id):
        story.project.set_evidence(id, joint="1")
    story.project.merge_claims(story.one.id, story.two.id)
    one, other = story.project.evidence_on(story.one.id)
    assert one.joint == "1" != other.joint


def test_of_two_looks_into_one_article_the_better_founded_stays(story: Story) -> None:
    story.project.review(story.one.id, story.b.id, "candidates")
    story.project.review(story.two.id, story.b.id, "read")
    story.project.review(story.one.id, story.a.id, "read")
    story.project.review(story.two.id, story.a.id, "searched")
    story.project.merge_claims(story.one.id, story.two.id)
    assert {(r.article, r.basis) for r in story.project.reviews_on(story.one.id)} == {
        (story.a.id, "read"),
        (story.b.id, "read"),
    }
    assert story.project.reviews_on(story.two.id) == []


def test_a_claim_is_not_merged_with_itself_or_with_none(story: Story) -> None:
    before = story.records()
    for other in (story.one.id, "nothing"):
        with pytest.raises(ProjectError):
            story.project.merge_claims(story.one.id, other)
    assert story.records() == before


def test_a_merge_is_undone_as_one(story: Story) -> None:
    story.project.review(story.two.id, story.a.id, "read")
    before = story.records()
    story.project.merge_claims(story.one.id, story.two.id)
    story.project.undo()
    assert story.records() == before


def test_what_a_merge_makes_of_the_claim_that_is_kept_is_foreseen_and_changes_nothing(story: Story) -> None:
    before = story.records()
    foreseen = story.project.foresee_claim_merge(story.one.id, story.two.id)
    assert story.records() == before
    story.project.merge_claims(story.one.id, story.two.id)
    assert foreseen.after == story.project.agreement(story.one.id)
    with pytest.raises(ProjectError):
        story.project.foresee_claim_merge(story.one.id, story.one.id)


def test_a_piece_that_says_both_halves_stays_and_is_copied(story: Story) -> None:
    more = story.project.mark(story.two.id, story.a.id, 18, 35, "queries", joint="x")
    story.project.set_evidence(story.echo.id, joint="x")
    new = story.project.split_claim(story.two.id, [], "Half.", both=[more.id])
    copies, kept = story.project.evidence_on(new.id), story.project.evidence_on(story.two.id)
    assert [piece.quote for piece in copies] == [piece.quote for piece in kept]
    assert {piece.joint for piece in copies} == {"x"}
    assert not {piece.id for piece in copies} & {piece.id for piece in kept}
    assert len(kept) == 2
    story.project.undo()
    assert story.project.evidence_on(new.id) == []


def test_a_split_takes_the_pieces_named_and_leaves_the_others(story: Story) -> None:
    more = story.project.mark(story.two.id, story.a.id, 18, 35, "queries")
    new = story.project.split_claim(story.two.id, [more.id], "The port said it.")
    assert (new.type, new.tags, new.note) == ("event", ("place",), "")
    assert [piece.id for piece in story.project.evidence_on(new.id)] == [more.id]
    assert [piece.id for piece in story.project.evidence_on(story.two.id)] == [story.echo.id]
    story.project.undo()
    assert len(story.project.claims) == 2
    assert len(story.project.evidence_on(story.two.id)) == 2


def test_pieces_that_hold_only_jointly_or_were_carried_are_not_parted(story: Story) -> None:
    more = story.project.mark(story.two.id, story.a.id, 18, 35, "queries", joint="x")
    story.project.set_evidence(story.echo.id, joint="x")
    story.project.add_source(source(TEXT + " Two, later.", "Two.txt"))
    assert len(story.project.evidence_on(story.two.id)) == 3
    new = story.project.split_claim(story.two.id, [more.id], "All of it.")
    assert len(story.project.evidence_on(new.id)) == 3


def test_a_look_that_found_nothing_stands_for_both_halves_and_one_that_found_something_for_none(
    story: Story,
) -> None:
    story.project.review(story.two.id, story.a.id, "read")
    story.project.review(story.two.id, story.b.id, "read")
    new = story.project.split_claim(story.two.id, [story.echo.id], "Half.")
    cells = story.project.agreement(story.two.id).cells
    assert (cells[story.a.id], cells[story.b.id]) == ("no_mention", "unreviewed")
    assert story.project.agreement(new.id).cells[story.a.id] == "no_mention"


@pytest.mark.parametrize(("evidence", "text"), [(["nothing"], "Half."), ([], "  ")])
def test_a_split_without_words_or_of_foreign_pieces_is_refused(
    story: Story, evidence: list[str], text: str
) -> None:
    before = story.records()
    with pytest.raises(ProjectError):
        story.project.split_claim(story.two.id, evidence, text)
    with pytest.raises(ProjectError):
        story.project.split_claim(story.two.id, [story.quote.id], "Half.")
    assert story.records() == before


def test_closing_an_article_looks_for_what_is_left_and_is_undone_as_one(story: Story) -> None:
    third = story.project.add_claim("It rains.")
    (made, other) = story.project.close_article(story.a.id, {story.two.id: "read", third.id: "candidates"})
    assert [(made.claim, made.basis), (other.claim, other.basis)] == [
        (story.two.id, "read"),
        (third.id, "candidates"),
    ]
    assert story.project.agreement(story.one.id).cells[story.a.id] == "supports"
    assert story.project.close_article(story.a.id, "read") == []
    change = story.project.undo()
    assert change is not None
    assert change.label == f"no mention, 2 claims, article {story.a.label}"
    assert story.project.reviews == []


def test_only_the_claims_asked_for_are_closed_and_only_in_current_articles(story: Story) -> None:
    (made,) = story.project.close_article(story.b.id, "read", claims=[story.one.id])
    assert made.claim == story.one.id
    story.project.retract_article(story.a.id)
    for article, claims in ((story.a.id, None), (story.b.id, ["nothing"])):
        with pytest.raises(ProjectError):
            story.project.close_article(article, "read", claims=claims)
    assert len(story.project.reviews) == 1


def test_coverage_counts_the_cells_of_each_article_and_of_all(story: Story) -> None:
    assert [(c.met, c.open, c.read) for c in coverage(story.project).articles] == [
        (1, 1, False),
        (1, 1, False),
    ]
    story.project.close_article(story.a.id, "read")
    story.project.close_article(story.b.id, "candidates")
    whole = coverage(story.project)
    assert [article.read for article in whole.articles] == [True, False]
    assert (whole.met, whole.open, whole.claims) == (4, 0, 2)


def test_coverage_without_articles_or_claims_is_nothing() -> None:
    whole = coverage(Project.in_memory())
    assert (whole.met, whole.open, whole.articles) == (0, 0, ())
