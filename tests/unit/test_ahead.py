"""A change that was worked out ahead: the same as one that was not, and nothing to be seen of it before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import Project
from annotations.changes import Change, Edit
from annotations.coverage import coverage
from annotations.editing import ledger
from annotations.errors import ConflictError, ProjectError, ReadOnlyError
from annotations.records import AnyRecord, Claim, Evidence, Review, quote_of
from annotations.soundness import check
from annotations.store import MemoryStore
from tests.unit.test_project import source, tables

TEXT = "The lock gates opened at dawn. Nobody was there."
PLACES = [(0, 3), (4, 8), (9, 14), (15, 21)]


@pytest.fixture(params=["memory", "folder"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    """A project with an article, a claim, and a piece of evidence on it."""
    if request.param == "memory":
        project = Project.in_memory(annotator="mo")
    else:
        project = Project.open(tmp_path / "lock", annotator="mo", with_files=False)
    with project:
        article = project.add_source(source(TEXT)).article
        project.claim_from(article.id, 0, 30)
        yield project


def records(project: Project) -> list[AnyRecord]:
    (article,) = project.articles
    claims = [Claim(id=f"c{number}", text=f"Claim {number}.") for number in range(3)]
    pieces = [
        Evidence(
            id=f"e{number}",
            anchor="exact" if number else "changed",
            claim=claims[number % 3].id,
            article=article.id,
            stance="supports",
            quote=quote_of(TEXT, *place),
        )
        for number, place in enumerate(PLACES)
    ]
    looks = [Review(claim=project.claims[0].id, article=article.id, annotator="mo")]
    return [*claims, *pieces, *looks]


def derived(project: Project) -> list[object]:
    """What follows from the records."""
    claims, (article,) = project.claims, project.articles
    return [
        coverage(project),
        project.waiting_evidence(),
        [project.number(claim.id) for claim in claims],
        [project.agreement(claim.id) for claim in claims],
        [project.evidence_on(claim.id) for claim in claims],
        [project.reviews_on(claim.id) for claim in claims],
        project.evidence_in(article.id),
        project.reviews_in(article.id),
        [project.rev(Claim, claim.id) for claim in claims],
    ]


def test_records_that_were_worked_out_ahead_are_those_that_come(project: Project) -> None:
    new, before, found = records(project), tables(project), derived(project)
    told: list[tuple[int, int]] = []
    ahead = project.records_ahead("more", new, told=lambda done, total: told.append((done, total)))
    assert ahead is not None
    assert (tables(project), derived(project)) == (before, found)  # nothing is to be seen of it
    assert told == sorted(told)
    assert {total for _, total in told} == {1000}
    project.add_records("more", new, ahead=ahead)
    after, seen = tables(project), derived(project)
    assert project.undo() is not None
    assert tables(project) == before
    project.add_records("more", new)
    assert tables(project) == after
    project.undo()
    project.redo(project.redo_ahead())
    assert tables(project)[1:] == after[1:]
    assert derived(project)[:-1] == seen[:-1]
    assert check(project) == []


def test_what_follows_from_a_change_is_worked_out_with_it_and_told_as_new(project: Project) -> None:
    new, mark = records(project), project.claims_changed_since(-1)[0]
    project.add_records("more", new, ahead=project.records_ahead("more", new))
    assert project.underived() == []
    assert project.claims_changed_since(mark)[1] is None  # any of them may have changed


def test_what_was_undone_and_done_again_ahead_is_there_after_opening_anew(tmp_path: Path) -> None:
    with Project.open(tmp_path / "lock", annotator="mo", with_files=False) as project:
        article = project.add_source(source(TEXT)).article
        project.claim_from(article.id, 0, 30)
        before = tables(project)
        new = records(project)
        project.add_records("more", new, ahead=project.records_ahead("more", new))
        after = tables(project)
        change = project.undo(project.undo_ahead())
        assert change is not None
        assert change.label == "more"
        assert tables(project) == before
        project.redo(project.redo_ahead())
        assert tables(project) == after
    with Project.open(tmp_path / "lock", annotator="mo") as project:
        assert tables(project)[1:] == after[1:]
        assert [one.change.role for one in project.history()][-3:] == ["do", "undo", "redo"]
        assert check(project) == []
        project.undo(project.undo_ahead())
        assert tables(project)[1:] == before[1:]


def test_a_change_in_between_makes_what_was_worked_out_worth_nothing(project: Project) -> None:
    new = records(project)
    project.add_records("more", new)
    ahead = project.undo_ahead()
    project.keep_draft("note", {"text": "half"})  # which no undo takes back
    assert ahead is not None
    assert not project.fits(ahead)
    assert project.undo(ahead) is not None
    assert project.drafts == {"note": {"text": "half"}}
    assert len(project.claims) == 1
    ahead = project.redo_ahead()
    claim = project.add_claim("Something else.")
    assert project.redo(ahead) is None
    assert [each.id for each in project.claims][1:] == [claim.id]


def test_what_is_told_can_end_the_work_and_nothing_is_changed(project: Project) -> None:
    new, before, found = records(project), tables(project), derived(project)
    for last in range(8):
        calls = 0

        def end(done: int, total: int, last: int = last) -> None:
            nonlocal calls
            calls += 1
            if calls > last:
                raise InterruptedError

        if last < 6:
            with pytest.raises(InterruptedError):
                project.records_ahead("more", new, told=end)
    assert (tables(project), derived(project)) == (before, found)
    project.add_records("more", new)
    assert len(project.claims) == 4


def test_what_does_not_fit_is_said_ahead(project: Project) -> None:
    new = records(project)
    project.add_records("more", new)
    with pytest.raises(ProjectError, match="the id c0 is taken"):
        project.records_ahead("more", new)
    ahead = project.undo_ahead()
    assert ahead is not None
    # Somebody has changed what it would take back, by a change that no undo takes back.
    (claim,) = [claim for claim in project.claims if claim.id == "c0"]
    with project._change("by the way", undoable=False) as edits:
        edits.put(Claim(id=claim.id, text="Otherwise."))
    assert not project.fits(ahead)
    with pytest.raises(ConflictError):
        project.undo_ahead()
    with pytest.raises(ConflictError):
        project.undo(ahead)


def test_nothing_is_worked_out_where_nothing_may_be_changed(tmp_path: Path) -> None:
    with Project.open(tmp_path / "lock", annotator="mo", with_files=False) as project:
        project.add_claim("One.")
    with Project.open(tmp_path / "lock", read_only=True) as project:
        with pytest.raises(ReadOnlyError):
            project.undo_ahead()
        with pytest.raises(ReadOnlyError):
            project.records_ahead("more", [Claim(id="x", text="x")])


def test_only_what_has_many_records_or_is_in_a_file_takes_long_to_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MANY", 3)
    with Project.open(tmp_path / "lock", annotator="mo", with_files=False) as project:
        project.add_source(source(TEXT))
        new = records_of_claims(3)
        project.add_records("few", new)
        assert not project.undo_is_long
        project.undo()
        assert not project.redo_is_long
        project.add_records("many", records_of_claims(4))
        assert project.undo_is_long
        project.undo()
        assert project.redo_is_long
    with Project.open(tmp_path / "empty", annotator="mo", with_files=False) as project:
        assert project.undo_is_long  # nobody knows yet
        project.look_back()
        assert not project.undo_is_long
        assert not project.redo_is_long
    with Project.open(tmp_path / "lock", annotator="mo") as project:
        assert project.undo_is_long
        project.look_back()
        assert not project.undo_is_long
        assert project.redo_is_long


def test_a_view_of_the_articles_follows_a_change_that_was_worked_out_ahead() -> None:
    store = MemoryStore()
    view = store.tables.by_id(Claim)
    with Project.in_memory() as project:
        project.add_claim("One.")
        (edit,) = project.undo_ahead().change.inverse().edits  # type: ignore[union-attr]
        change = project.undo_ahead().change.inverse()  # type: ignore[union-attr]
    store.commit(change, ready=store.ready_to_commit(change))
    assert list(view) == [edit.id]


def test_a_store_checks_a_change_itself_where_another_one_came_after_it_was_worked_out(
    project: Project,
) -> None:
    store = project._store

    def adding(id: str) -> Change:
        place = store.tables.next_place("claims")
        return Change(id=id, label=id, edits=(Edit("claims", id, place, None, Claim(id=id, text=id)),))

    first, second = adding("one"), adding("two")
    ready = store.ready_to_commit(first)
    store.commit(second)
    with pytest.raises(ProjectError, match="is taken"):
        store.commit(first, ready=ready)
    assert [claim.id for claim in store.tables.all(Claim)][1:] == ["two"]


def records_of_claims(count: int) -> list[AnyRecord]:
    return [Claim(id=f"many{number}", text="Many.") for number in range(count)]


def test_what_was_worked_out_for_another_project_does_not_fit() -> None:
    with Project.in_memory(annotator="mo") as one, Project.in_memory(annotator="mo") as other:
        for project in (one, other):
            project.add_claim("A claim.")
        ahead = one.records_ahead("three", [Claim(id="c1", text="One.")])
        assert ahead is not None
        assert not other.fits(ahead)
        other.add_records("two", [Claim(id="c2", text="Two.")], ahead=ahead)
        assert [claim.text for claim in other.claims] == ["A claim.", "Two."]
        assert one.fits(ahead)


def test_what_was_worked_out_for_another_change_is_worth_nothing() -> None:
    with Project.in_memory(annotator="mo") as project:
        ahead = project.records_ahead("one", [Claim(id="c1", text="One.")], undoable=False)
        project.add_records("one", [Claim(id="c1", text="One.")], ahead=ahead)
        assert project.undo() is not None
        assert project.claims == []


def test_an_agreement_derived_while_a_change_is_made_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.in_memory(annotator="mo") as project:
        article = project.add_source(source(TEXT)).article
        claim = project.add_claim("The gates opened.")
        derive = ledger.derive

        def interrupted(*arguments: object) -> object:
            found = derive(*arguments)  # type: ignore[arg-type]
            monkeypatch.setattr(ledger, "derive", derive)
            project.mark(claim.id, article.id, 0, 30, "supports")
            return found

        monkeypatch.setattr(ledger, "derive", interrupted)
        project.agreement(claim.id)
        assert project.agreement(claim.id).cells[article.id] == "supports"
