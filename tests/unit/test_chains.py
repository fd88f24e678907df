"""Who a passage seems to have it from: filled in with the mark, accepted, replaced, taken back."""

from __future__ import annotations

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.records import Cue, Evidence

TEXT = "The bridge is safe, said engineer Ada Brook. Trains go again on Monday. The mayor agreed.\n"


@pytest.fixture
def project() -> Project:
    project = Project.in_memory(annotator="mo")
    project.add_source(Source(text=TEXT, encoding="utf-8", guessed=False, title="Bridge"))
    return project


def marked(project: Project, name: str = "Ada Brook", **fields: object) -> Evidence:
    """A claim from the first sentence, from somebody who is no origin yet, as proposed."""
    origin = project.draft_origin(name, "person")
    _, piece = project.claim_from(
        project.articles[0].id,
        0,
        44,
        attribution=[origin],
        proposed=True,
        cue=Cue(start=20, end=43, exact=TEXT[20:43]),
        **fields,
    )
    return piece


def test_a_new_origin_is_made_with_the_claim_and_goes_with_it(project: Project) -> None:
    piece = marked(project)
    (origin,) = project.origins
    assert (origin.name, origin.kind, piece.attribution) == ("Ada Brook", "person", (origin.id,))
    project.undo()
    assert (project.origins, project.claims, project.evidence) == ([], [], [])


def test_what_is_proposed_counts_and_is_said_to_be_unconfirmed_until_it_is_accepted(project: Project) -> None:
    piece = marked(project)
    agreement = project.agreement(piece.claim)
    assert (agreement.origins, agreement.modifiers.unconfirmed_origin) == (1, True)
    project.accept(piece.id)
    assert not project.agreement(piece.claim).modifiers.unconfirmed_origin
    assert project.piece(piece.id).cue == piece.cue
    project.undo()
    assert project.piece(piece.id) == piece


def test_accepting_what_nobody_proposed_changes_nothing(project: Project) -> None:
    _, piece = project.claim_from(project.articles[0].id, 0, 44)
    before = project.state
    assert project.accept(piece.id) == piece
    assert project.state == before


def test_an_origin_that_was_only_filled_in_goes_when_another_takes_its_place(project: Project) -> None:
    piece = marked(project)
    changed = project.attribute(piece.id, [project.draft_origin("Railway")])
    assert [origin.name for origin in project.origins] == ["Railway"]
    assert (changed.cue, changed.proposed) == (None, False)
    project.undo()
    assert [origin.name for origin in project.origins] == ["Ada Brook"]
    assert project.piece(piece.id) == piece


@pytest.mark.parametrize("said", ["named elsewhere", "speaker", "group", "alias"])
def test_an_origin_of_which_anything_else_is_said_stays(project: Project, said: str) -> None:
    piece = marked(project)
    origin = project.origins[0]
    if said == "named elsewhere":
        project.claim_from(project.articles[0].id, 45, 71, attribution=[origin.id])
    elif said == "speaker":
        project.set_claim(piece.claim, speaker=origin.id)
    elif said == "group":
        project.set_origin(origin.id, group="railway")
    else:
        project.set_origin(origin.id, aliases=("Brook",))
    project.attribute(piece.id, [])
    assert project.piece(piece.id).attribution == ()
    assert [known.id for known in project.origins] == [origin.id]


def test_an_origin_that_a_person_named_stays_when_another_takes_its_place(project: Project) -> None:
    _, piece = project.claim_from(project.articles[0].id, 0, 44)
    project.attribute(piece.id, [project.draft_origin("Ada Brook")])
    project.attribute(piece.id, [])
    assert [origin.name for origin in project.origins] == ["Ada Brook"]


def test_two_new_links_with_one_name_are_one_origin(project: Project) -> None:
    chain = [project.draft_origin("Railway"), project.draft_origin("railway")]
    claim, _ = project.claim_from(project.articles[0].id, 0, 44)
    piece = project.mark(claim.id, project.articles[0].id, 45, 71, "queries", attribution=chain)
    assert len(project.origins) == 1
    assert set(piece.attribution) == {project.origins[0].id}
