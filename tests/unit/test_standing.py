"""Articles that are retracted, origins that are withdrawn, and every status that falls with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations import Project
from annotations.articles import Source
from annotations.changes import Change, Edit
from annotations.consequences import Readings
from annotations.errors import ProjectError
from annotations.records import TABLE_OF
from tests.benchmarks.stories import fill


def source(text: str, name: str) -> Source:
    return Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title="T")


class Desk:
    """A claim that two articles support, each by an origin of its own; and one that only the first does."""

    def __init__(self) -> None:
        self.project = Project.in_memory(annotator="mo")
        self.a = self.project.add_source(source("The pier is shut. So is the quay.", "a.txt")).article
        self.b = self.project.add_source(source("The pier is closed.", "b.txt")).article
        self.port = self.project.add_origin("The port", group="port")
        self.crew = self.project.add_origin("A crew member", group="crew")
        self.pier, _ = self.project.claim_from(self.a.id, 0, 17, attribution=[self.port.id])
        self.project.mark(self.pier.id, self.b.id, 0, 19, "supports", attribution=[self.crew.id])
        self.quay, _ = self.project.claim_from(self.a.id, 18, 33)
        self.project.review(self.quay.id, self.b.id)

    def statuses(self) -> list[str]:
        return [self.project.agreement(claim.id).status for claim in self.project.claims]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(found: list) -> list[tuple[int, str, str, bool]]:  # type: ignore[type-arg]
    return [(one.before.origins, one.before.status, one.after.status, one.falls) for one in found]


FALLEN = [(2, "corroborated", "single_source", True), (0, "single_source", "unreported", True)]


def test_a_retracted_article_takes_its_evidence_with_it_and_every_fall_is_told(desk: Desk) -> None:
    assert desk.statuses() == ["corroborated", "single_source"]
    found = desk.project.retract_article(desk.a.id)
    assert [one.claim.id for one in found] == [desk.pier.id, desk.quay.id]
    assert told(found) == FALLEN
    assert desk.statuses() == ["single_source", "unreported"]
    assert desk.project.article(desk.a.id).state == "retracted"


def test_a_retraction_can_be_taken_back(desk: Desk) -> None:
    desk.project.retract_article(desk.a.id)
    found = desk.project.reinstate_article(desk.a.id)
    assert [one.falls for one in found] == [False, False]
    assert desk.statuses() == ["corroborated", "single_source"]
    with pytest.raises(ProjectError, match="is not retracted"):
        desk.project.reinstate_article(desk.a.id)


def test_a_retracted_version_that_was_replaced_meanwhile_stays_replaced(desk: Desk) -> None:
    desk.project.retract_article(desk.a.id)
    desk.project.add_source(source("The pier is shut. So is the quay. Updated.", "a.txt"))
    desk.project.reinstate_article(desk.a.id)
    assert desk.project.article(desk.a.id).state == "superseded"
    with pytest.raises(ProjectError, match="a newer version of article A counts"):
        desk.project.set_article(desk.a.id, state="current")


def test_details_are_set_with_a_retraction_in_one_step(desk: Desk) -> None:
    project = desk.project
    assert told(project.retract_article(desk.a.id, title="Withdrawn", label="Z", language="en")) == FALLEN
    assert (project.article(desk.a.id).title, project.article(desk.a.id).label) == ("Withdrawn", "Z")
    project.undo()
    assert project.article(desk.a.id) == desk.a
    project.redo()
    project.reinstate_article(desk.a.id, title="Back")
    assert (project.article(desk.a.id).title, project.article(desk.a.id).state) == ("Back", "current")
    project.undo()
    assert (project.article(desk.a.id).title, project.article(desk.a.id).state) == ("Withdrawn", "retracted")


def test_a_retraction_with_details_that_cannot_be_changes_nothing(desk: Desk) -> None:
    before = desk.project.articles
    with pytest.raises(ProjectError, match="the label “B” is taken"):
        desk.project.retract_article(desk.a.id, label="B")
    with pytest.raises(ProjectError, match="cannot be empty"):
        desk.project.retract_article(desk.a.id, label=" ")
    assert desk.project.articles == before
    assert desk.statuses() == ["corroborated", "single_source"]


def test_the_label_that_comes_with_a_retraction_is_that_of_all_versions(desk: Desk) -> None:
    newer = desk.project.add_source(source("The pier is shut. Updated.", "a.txt")).article
    desk.project.retract_article(newer.id, label="Q")
    assert {a.label for a in desk.project.articles if a.work == desk.a.work} == {"Q"}
    assert desk.project.article(desk.a.id).state == "superseded"


def test_an_article_has_no_state_that_there_is_not(desk: Desk) -> None:
    with pytest.raises(ProjectError, match="there is no state “gone”"):
        desk.project.set_article(desk.a.id, state="gone")


def test_a_withdrawn_origin_takes_its_chains_with_it(desk: Desk) -> None:
    found = desk.project.withdraw_origin(desk.port.id)
    assert told(found) == [(2, "corroborated", "single_source", True)]
    assert desk.project.agreement(desk.pier.id).cells[desk.a.id] == "set_aside"
    assert [one.falls for one in desk.project.reinstate_origin(desk.port.id)] == [False]
    assert desk.statuses() == ["corroborated", "single_source"]
    with pytest.raises(ProjectError, match="The port is not withdrawn"):
        desk.project.reinstate_origin(desk.port.id)


def test_each_is_one_change_that_says_what_was_done(desk: Desk) -> None:
    labels: list[str] = []
    desk.project.subscribe(lambda change: labels.append(f"{change.role} {change.label}"))
    desk.project.retract_article(desk.a.id)
    desk.project.undo()
    desk.project.withdraw_origin(desk.port.id)
    desk.project.reinstate_origin(desk.port.id)
    assert labels == [
        "do article A retracted",
        "undo article A retracted",
        "do origin The port withdrawn",
        "do origin The port no longer withdrawn",
    ]
    assert desk.statuses() == ["corroborated", "single_source"]


def test_doing_what_is_done_already_changes_nothing(desk: Desk) -> None:
    desk.project.retract_article(desk.a.id)
    changes: list[Change] = []
    desk.project.subscribe(changes.append)
    assert desk.project.retract_article(desk.a.id) == []
    assert changes == []


def test_what_would_fall_can_be_asked_before_anything_is_done(desk: Desk) -> None:
    before = desk.project.articles
    found = desk.project.foresee(replace(desk.a, state="retracted"))
    assert told(found) == FALLEN
    assert desk.project.articles == before
    both = desk.project.foresee(replace(desk.port, state="withdrawn"), replace(desk.crew, state="withdrawn"))
    assert told(both) == [(2, "corroborated", "open", True)]


def test_what_a_change_did_to_statuses_can_be_asked_after_it(desk: Desk) -> None:
    changes: list[Change] = []
    desk.project.subscribe(changes.append)
    desk.project.add_source(source("The quay is open.", "a.txt"))
    assert told(desk.project.consequences_of(changes[-1])) == [
        (2, "corroborated", "single_source", True),
        (0, "single_source", "open", True),
    ]
    desk.project.set_claim(desk.pier.id, note="looked at")
    assert desk.project.consequences_of(changes[-1]) == []
    desk.project.undo()
    desk.project.undo()
    assert [one.falls for one in desk.project.consequences_of(changes[-1])] == [False, False]


def test_only_claims_that_an_edit_touches_are_derived_and_none_is_missed() -> None:
    project = Project.in_memory(annotator="mo")
    fill(project, 120, 9)
    records = [
        *(replace(origin, state="withdrawn") for origin in project.origins),
        *(replace(origin, group="one and all") for origin in project.origins),
        *(replace(article, state="retracted") for article in project.articles),
        *(replace(article, title="Other") for article in project.articles),
    ]
    met = 0
    for record in records:
        now = Readings.of(project)
        edits = [Edit(TABLE_OF[type(record)], record.id, 0, None, record)]
        then, after = now.agreements(), now.after(edits).agreements()
        expected = [
            id
            for id in then
            if (then[id].status, then[id].origins, then[id].groups, then[id].supporting)
            != (after[id].status, after[id].origins, after[id].groups, after[id].supporting)
        ]
        assert [one.claim.id for one in project.foresee(record)] == expected
        met += len(expected)
    assert met > 100


def test_what_undoing_a_mark_or_a_deletion_did_is_found_too(desk: Desk) -> None:
    changes: list[Change] = []
    desk.project.subscribe(changes.append)
    piece = desk.project.evidence_on(desk.pier.id, desk.b.id)[0]
    desk.project.delete_evidence(piece.id)
    assert told(desk.project.consequences_of(changes[-1])) == [(2, "corroborated", "single_source", True)]
    desk.project.undo()
    assert [one.falls for one in desk.project.consequences_of(changes[-1])] == [False]
    desk.project.withdraw_review(desk.quay.id, desk.b.id)
    desk.project.merge_origins(desk.port.id, desk.crew.id)
    assert told(desk.project.consequences_of(changes[-1])) == [(2, "corroborated", "single_origin", True)]
