"""Edits that say at which revision their maker saw the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.errors import ConflictError
from annotations.records import Claim, Evidence


def test_an_edit_on_an_older_revision_is_refused_with_both_records() -> None:
    project = Project.in_memory()
    claim = project.add_claim("Words.")
    seen = project.rev(Claim, claim.id)
    theirs = project.set_claim(claim.id, text="Theirs.")
    with pytest.raises(ConflictError) as told:
        project.set_claim(claim.id, rev=seen, text="Mine.")
    conflict = told.value
    assert (conflict.table, conflict.id, conflict.theirs) == ("claims", claim.id, theirs)
    assert isinstance(conflict.mine, Claim)
    assert conflict.mine.text == "Mine."
    assert project.claim(claim.id) == theirs
    assert project.set_claim(claim.id, rev=project.rev(Claim, claim.id), text="Mine.").text == "Mine."


def test_an_edit_of_what_is_gone_is_refused_without_a_record() -> None:
    project = Project.in_memory()
    claim = project.add_claim("Words.")
    seen = project.rev(Claim, claim.id)
    project.delete_claim(claim.id)
    with pytest.raises(ConflictError) as told:
        project.set_notes(claim.id, "mine", rev=seen)
    assert told.value.theirs is None


def test_notes_are_refused_when_the_quote_has_changed() -> None:
    project = Project.in_memory()
    claim = project.add_claim("Words.")
    text = "Title\n\nSome words.\n"
    source = Source(path=Path("a.txt"), text=text, encoding="utf-8", guessed=False, title="Title")
    article = project.add_source(source).article
    piece = project.mark(claim.id, article.id, 0, 5, "supports")
    seen = project.rev(Evidence, piece.id)
    project.set_evidence(piece.id, note="theirs")
    with pytest.raises(ConflictError):
        project.set_notes(claim.id, "mine", piece=piece.id, piece_note="mine", piece_rev=seen)
    assert project.claim(claim.id).note == ""
    project.set_notes(
        claim.id, "mine", piece=piece.id, piece_note="mine", piece_rev=project.rev(Evidence, piece.id)
    )
    assert project.piece(piece.id).note == "mine"


def test_revisions_grow_with_every_change_of_a_record_and_of_no_other() -> None:
    project = Project.in_memory()
    one, other = project.add_claim("One."), project.add_claim("Other.")
    before = project.rev(Claim, one.id), project.rev(Claim, other.id)
    project.set_claim(one.id, text="Once more.")
    assert project.rev(Claim, one.id) > before[0]
    assert project.rev(Claim, other.id) == before[1]
    assert project.rev(Claim, "none") == 0
