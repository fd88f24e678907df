"""Undo and redo reach across restarts, and what each change was stays on record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from annotations import Project
from annotations.changes import Change, Edit
from annotations.errors import ConflictError
from annotations.store import history


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "one.txt").write_text("The pier is shut.\nSo says the port.\n", "utf-8")
    with Project.open(folder, annotator="mo") as project:
        project.claim_from(project.articles[0].id, 0, 17)
        project.add_claim("The port is open.")
    return folder


def texts(project: Project) -> list[str]:
    return [claim.text for claim in project.claims]


def test_what_was_done_in_an_earlier_session_is_undone_and_done_again(folder: Path) -> None:
    with Project.open(folder, annotator="kim") as project:
        assert [change.label for change in (project.undo(), project.undo()) if change] == [
            "claim 2 made",
            "claim 1 made, article A",
        ]
        assert texts(project) == []
        assert project.evidence == []
        assert project.undo() is None  # the making of the project stays
    with Project.open(folder) as project:
        redone = project.redo()
        assert redone is not None
        assert redone.label == "claim 1 made, article A"
        assert texts(project) == ["The pier is shut."]
    with Project.open(folder) as project:
        project.redo()
        assert texts(project) == ["The pier is shut.", "The port is open."]
        assert project.redo() is None


def test_a_new_change_takes_away_what_could_be_redone_also_after_a_restart(folder: Path) -> None:
    with Project.open(folder) as project:
        project.undo()
    with Project.open(folder) as project:
        project.add_claim("Another.")
        assert not project.can_redo
        project.undo()
        project.undo()
        assert texts(project) == []
    with Project.open(folder) as project:
        project.redo()
        project.redo()
        assert texts(project) == ["The pier is shut.", "Another."]
        assert not project.can_redo


def test_undo_goes_back_through_many_sessions_in_turn(folder: Path) -> None:
    for number in range(5):
        with Project.open(folder) as project:
            project.add_claim(f"{number}")
            project.undo()
            project.redo()
            project.keep_draft("new", {"text": f"half {number}"})
    with Project.open(folder) as project:
        project.look_back()
        undone = []
        while change := project.undo():
            undone.append(change.label)
        assert undone == [*(f"claim {number} made" for number in range(7, 1, -1)), "claim 1 made, article A"]
        assert texts(project) == []
        assert project.drafts == {"new": {"text": "half 4"}}


def test_looking_back_ahead_changes_nothing_but_when_files_are_read(folder: Path) -> None:
    with Project.open(folder) as project:
        project.look_back()
        shutil.rmtree(folder / "history")  # nothing is read from it any more
        project.undo()
        project.undo()
        assert texts(project) == []


def test_an_older_snapshot_put_back_by_hand_is_a_change_that_can_be_undone(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("earlier"))
    with Project.open(folder) as project:
        project.set_claim(project.claims[1].id, text="The port is closed.")
    shutil.copy(folder.with_name("earlier") / "variorum.json", folder)
    with Project.open(folder) as project:
        assert texts(project)[1] == "The port is open."
        assert "put back to an older state" in project.notices[0]
        undone = project.undo()
        assert undone is not None
        assert undone.label == "changed by another program"
        assert texts(project)[1] == "The port is closed."
        project.undo()
        assert texts(project)[1] == "The port is open."


def test_what_plain_tinydb_has_written_is_on_record_and_is_undone(folder: Path) -> None:
    with TinyDB(folder / "variorum.json", encoding="utf-8") as database:
        database.table("claims").update({"note": "by another hand"}, doc_ids=[2])
        database.table("claims").remove(doc_ids=[1])
    with Project.open(folder) as project:
        assert texts(project) == ["The port is open."]
        assert [one.change.label for one in project.history()][-1] == "changed by another program"
        project.undo()
        assert texts(project) == ["The pier is shut.", "The port is open."]
        assert project.claims[1].note == ""


def test_a_change_that_no_longer_fits_is_not_forced_and_keeps_no_other_from_being_undone() -> None:
    project = Project.in_memory(annotator="mo")
    first, second = project.add_claim("One."), project.add_claim("Two.")
    behind = Edit("claims", second.id, 2, second, replace(second, text="Somebody else's."))
    project._store.commit(Change(id="x", label="behind its back", edits=(behind,)))
    with pytest.raises(ConflictError, match="has changed since"):
        project.undo()
    assert texts(project) == ["One.", "Somebody else's."]
    undone = project.undo()
    assert undone is not None
    assert undone.edits[0].id == first.id
    assert texts(project) == ["Somebody else's."]


def test_who_undid_something_is_on_record(folder: Path) -> None:
    with Project.open(folder, annotator="kim") as project:
        project.undo()
        project.redo()
        project.flush()
        past = [(one.change.label, one.change.by, one.change.role) for one in project.history()][-3:]
    assert past == [
        ("claim 2 made", "mo", "do"),
        ("claim 2 made", "kim", "undo"),
        ("claim 2 made", "kim", "redo"),
    ]


def test_a_history_that_could_not_be_read_for_want_of_memory_is_read_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(folder, annotator="kim") as project:
        scan = history.scan

        def broken(*_: object, **__: object) -> object:
            raise MemoryError

        monkeypatch.setattr(history, "scan", broken)
        with pytest.raises(MemoryError):
            project.undo()
        monkeypatch.setattr(history, "scan", scan)
        undone = project.undo()
        assert undone is not None
        assert undone.label == "claim 2 made"
