"""What is proposed is accepted by the act that goes on with it, in one step."""

from __future__ import annotations

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.errors import ProjectError

TEXT = "It rained, the mayor said. The road is shut."


@pytest.fixture
def project() -> Project:
    project = Project.in_memory()
    project.add_source(Source(text=TEXT, encoding="utf-8", guessed=False, title="Rain"))
    mayor = project.add_origin("mayor")
    project.claim_from(project.articles[0].id, 0, 26, attribution=[mayor.id], proposed=True)
    return project


def test_the_change_that_is_made_accepts_it_and_undo_takes_both_back(project: Project) -> None:
    claim, piece = project.claims[0], project.evidence[0]
    with project.accepting(piece.id):
        project.set_claim(claim.id, type="event")
    assert not project.piece(piece.id).proposed
    project.undo()
    assert project.piece(piece.id).proposed
    assert project.claim(claim.id).type is None


def test_what_the_act_makes_of_the_piece_itself_holds(project: Project) -> None:
    piece = project.evidence[0]
    with project.accepting(piece.id):
        project.set_evidence(piece.id, certainty="hedged")
    assert (project.evidence[0].certainty, project.evidence[0].proposed) == ("hedged", False)


def test_an_act_that_changes_nothing_or_fails_accepts_nothing(project: Project) -> None:
    claim, piece = project.claims[0], project.evidence[0]
    with project.accepting(piece.id):
        project.set_claim(claim.id, text=claim.text)
    with pytest.raises(ProjectError), project.accepting(piece.id):
        project.set_claim("nobody", type="event")
    project.set_claim(claim.id, type="event")  # not inside any more
    assert project.piece(piece.id).proposed


def test_half_typed_text_that_is_kept_meanwhile_accepts_nothing(project: Project) -> None:
    claim, piece = project.claims[0], project.evidence[0]
    with project.accepting(piece.id):
        project.keep_draft("note", {"text": "half"})
        assert project.piece(piece.id).proposed
        project.set_claim(claim.id, type="event")
    assert not project.piece(piece.id).proposed
