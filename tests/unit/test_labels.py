"""What is undone is named in words: what, which claim, which article, for every kind of edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.records import Article, Claim, Evidence, Origin

TEXT = "The pier is shut, the port said. Boats wait outside. The mayor disagrees."


class Story(NamedTuple):
    """A project with an article, two claims, quotes and origins."""

    project: Project
    a: Article
    b: Article
    claim: Claim
    other: Claim
    piece: Evidence
    port: Origin
    mayor: Origin


@pytest.fixture
def story() -> Story:
    project = Project.in_memory(annotator="mo")
    a = project.add_source(Source(text=TEXT, title="One", encoding="utf-8", guessed=False)).article
    b = project.add_source(Source(text="Two. " + TEXT, title="Two", encoding="utf-8", guessed=False)).article
    claim, piece = project.claim_from(a.id, 0, 16)
    other = project.add_claim("The mayor disagrees.")
    port, mayor = project.add_origin("the port"), project.add_origin("the mayor")
    return Story(project, a, b, claim, other, piece, port, mayor)


EDITS: list[tuple[str, Callable[[Story], object]]] = [
    ("refutes, claim 2, article B", lambda s: s.project.mark(s.other.id, s.b.id, 0, 4, "refutes")),
    ("queries, claim 1, article A", lambda s: s.project.set_evidence(s.piece.id, stance="queries")),
    ("note, claim 1, article A", lambda s: s.project.set_evidence(s.piece.id, note="who?")),
    (
        "hedged, claim 1, article A",
        lambda s: s.project.set_evidence(s.piece.id, certainty="hedged", label="hedged"),
    ),
    ("quote placed, claim 1, article A", lambda s: s.project.move_quote(s.piece.id, 4, 16)),
    ("supports deleted, claim 1, article A", lambda s: s.project.delete_evidence(s.piece.id)),
    ("no mention, claim 2, article B", lambda s: s.project.review(s.other.id, s.b.id)),
    ("no mention, 2 claims, article B", lambda s: s.project.close_article(s.b.id, "read")),
    ("claim 3 made", lambda s: s.project.add_claim("Boats wait.")),
    ("claim 3 made, article A", lambda s: s.project.claim_from(s.a.id, 33, 51)),
    ("type, claim 2", lambda s: s.project.set_claim(s.other.id, type="event")),
    ("open question, claim 2", lambda s: s.project.set_claim(s.other.id, open_question="why?")),
    ("note, claim 2", lambda s: s.project.set_notes(s.other.id, "a note")),
    (
        "note, claim 1, article A",
        lambda s: s.project.set_notes(s.claim.id, "", piece=s.piece.id, piece_note="who?"),
    ),
    ("claim 2 deleted", lambda s: s.project.delete_claim(s.other.id)),
    ("claim 2 merged into claim 1", lambda s: s.project.merge_claims(s.claim.id, s.other.id)),
    ("claim 1 divided", lambda s: s.project.split_claim(s.claim.id, [s.piece.id], "The pier.")),
    ("from the port, claim 1, article A", lambda s: s.project.attribute(s.piece.id, [s.port.id])),
    (
        "from the mayor ← the port, claim 1, article A",
        lambda s: s.project.attribute(s.piece.id, [s.mayor.id, s.port.id]),
    ),
    ("origin the crew made", lambda s: s.project.add_origin("the crew")),
    ("origin the port: kind", lambda s: s.project.set_origin(s.port.id, kind="official")),
    (
        "origin the mayor merged into the port",
        lambda s: s.project.merge_origins(s.port.id, s.mayor.id),
    ),
    ("origin the mayor deleted", lambda s: s.project.delete_origin(s.mayor.id)),
    ("independent: the port, the mayor", lambda s: s.project.say_independent(s.port.id, s.mayor.id)),
    ("same group: the port, the mayor", lambda s: s.project.say_same_group(s.port.id, s.mayor.id)),
    (
        "independence of the port and the mayor left open",
        lambda s: s.project.say_undecided(s.port.id, s.mayor.id),
    ),
    ("origin the port withdrawn", lambda s: s.project.withdraw_origin(s.port.id)),
    ("article A retracted", lambda s: s.project.retract_article(s.a.id)),
    ("details of article A", lambda s: s.project.set_article(s.a.id, title="First")),
    ("article B removed", lambda s: s.project.remove_article(s.b.id)),
    ("sentence cut, article A", lambda s: s.project.split_sentence(s.a.id, 18)),
    (
        "article C added",
        lambda s: s.project.add_source(Source(text="x y.", title="x", encoding="utf-8", guessed=False)),
    ),
    (
        "new version of article A",
        lambda s: s.project.add_source(
            Source(text="New. " + TEXT, title="One", encoding="utf-8", guessed=False), version_of=s.a.id
        ),
    ),
]


@pytest.mark.parametrize(("words", "edit"), EDITS, ids=[words for words, _ in EDITS])
def test_an_undo_names_what_it_took_back(story: Story, words: str, edit: Callable[[Story], object]) -> None:
    edit(story)
    undone = story.project.undo()
    assert undone is not None
    assert undone.label == words


def test_a_review_taken_back_names_claim_and_article(story: Story) -> None:
    story.project.review(story.claim.id, story.b.id)
    story.project.withdraw_review(story.claim.id, story.b.id)
    assert story.project.undo().label == "open again, claim 1, article B"  # type: ignore[union-attr]


def test_an_accepted_attribution_names_whom(story: Story) -> None:
    piece = story.project.mark(
        story.other.id, story.a.id, 0, 16, "supports", attribution=[story.port.id], proposed=True
    )
    story.project.accept(piece.id)
    assert story.project.undo().label == "accepted: the port, claim 2, article A"  # type: ignore[union-attr]
