"""The edits of a project: what each does, and that undo and redo leave exactly the same records."""

from __future__ import annotations

import errno
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.changes import Change, Edit
from annotations.editing.articles import labels
from annotations.errors import ProjectError, ReadOnlyError, SourceError
from annotations.records import AnyRecord, Article, Claim, Evidence, Origin, Review, quote_of

TEXT = "The envoy arrived on Tuesday. He promised 1,000 sappers. Nobody else spoke."
ECHO = "The envoy promised 1,000 sappers, the agency said. It gave no date."
Tables = tuple[list[AnyRecord], ...]


def source(text: str, name: str = "a.txt", *, label: str | None = None, title: str = "T") -> Source:
    return Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title=title, label=label)


def tables(project: Project) -> Tables:
    return (
        [project.settings, *(project.segmentation(article.id) for article in project.articles)],
        list(project.articles),
        list(project.origins),
        list(project.claims),
        list(project.evidence),
        list(project.reviews),
    )


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


class Desk:
    """A project with two articles, three origins, two claims and a piece of evidence in each cell but one."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.a = project.add_source(source(TEXT, "a.txt")).article
        self.b = project.add_source(source(ECHO, "b.txt")).article
        self.envoy = project.add_origin("The envoy", kind="official")
        self.agency = project.add_origin("The agency", kind="news_agency", group="state")
        self.other = project.add_origin("Envoy of the state", kind="official", aliases=["envoi"])
        self.claim, self.piece = project.claim_from(
            self.a.id, *span(TEXT, "He promised 1,000 sappers."), attribution=[self.envoy.id]
        )
        self.echo = project.mark(
            self.claim.id,
            self.b.id,
            *span(ECHO, "promised 1,000 sappers"),
            "supports",
            attribution=[self.agency.id, self.other.id],
        )
        self.second = project.add_claim("The envoy said so.", type="quote", speaker=self.other.id)
        self.look = project.review(self.second.id, self.b.id, "read")


@pytest.fixture
def desk() -> Desk:
    return Desk(Project.in_memory(annotator="mo"))


EDITS: dict[str, Callable[[Desk], object]] = {
    "add an article": lambda d: d.project.add_source(source("More words.", "c.txt")),
    "add a version": lambda d: d.project.add_source(source("New. " + TEXT, "a.txt")),
    "change an article": lambda d: d.project.set_article(d.a.id, title="Other", publisher="Post", label="Q"),
    "retract an article": lambda d: d.project.set_article(d.a.id, state="retracted"),
    "remove an article": lambda d: d.project.remove_article(d.b.id),
    "add a claim": lambda d: d.project.add_claim("A claim.", tags=("number",)),
    "make a claim from a quote": lambda d: d.project.claim_from(d.b.id, 0, 9),
    "change a claim": lambda d: d.project.set_claim(d.claim.id, text="Shorter.", type="plan", tags=("x",)),
    "delete a claim": lambda d: d.project.delete_claim(d.claim.id),
    "delete a claim with a review": lambda d: d.project.delete_claim(d.second.id),
    "mark": lambda d: d.project.mark(d.second.id, d.a.id, 0, 9, "queries", certainty="hedged"),
    "change evidence": lambda d: d.project.set_evidence(d.echo.id, stance="refutes", note="No."),
    "move a quote": lambda d: d.project.move_quote(d.piece.id, *span(TEXT, "1,000 sappers")),
    "delete evidence": lambda d: d.project.delete_evidence(d.piece.id),
    "merge claims": lambda d: d.project.merge_claims(d.claim.id, d.second.id),
    "merge claims the other way": lambda d: d.project.merge_claims(d.second.id, d.claim.id),
    "split a claim": lambda d: d.project.split_claim(d.claim.id, [d.echo.id], "The other half."),
    "close an article": lambda d: d.project.close_article(d.a.id, "read"),
    "cut a sentence": lambda d: d.project.split_sentence(d.a.id, 5),
    "join sentences": lambda d: d.project.merge_sentences(d.a.id, 0, len(TEXT)),
    "review": lambda d: d.project.review(d.claim.id, d.b.id, "searched"),
    "withdraw a review": lambda d: d.project.withdraw_review(d.second.id, d.b.id),
    "add an origin": lambda d: d.project.add_origin("A witness"),
    "change an origin": lambda d: d.project.set_origin(d.agency.id, state="withdrawn", reliability="B"),
    "attribute": lambda d: d.project.attribute(d.echo.id, [d.agency, d.envoy.id]),
    "attribute to a new origin": lambda d: d.project.attribute(
        d.piece.id, [d.project.draft_origin("A resident")]
    ),
    "attribute to nobody": lambda d: d.project.attribute(d.piece.id, []),
    "merge origins": lambda d: d.project.merge_origins(d.envoy.id, d.other.id),
    "delete an origin": lambda d: d.project.delete_origin(d.project.add_origin("Nobody").id),
    "say independent": lambda d: d.project.say_independent(d.envoy.id, d.other.id),
    "say same group": lambda d: d.project.say_same_group(d.envoy.id, d.other.id),
    "retract an article and set details": lambda d: d.project.retract_article(
        d.a.id, title="Taken back", label="Z"
    ),
    "withdraw an origin": lambda d: d.project.withdraw_origin(d.agency.id),
    "say undecided": lambda d: d.project.say_undecided(d.envoy.id, d.other.id),
}


@pytest.mark.parametrize("name", EDITS)
def test_undo_and_redo_of_an_edit_leave_exactly_the_same_records(name: str, desk: Desk) -> None:
    before = tables(desk.project)
    changes: list[Change] = []
    desk.project.subscribe(changes.append)
    EDITS[name](desk)
    after = tables(desk.project)
    done = len(changes)
    assert after != before or name == "delete an origin"
    for _ in range(2):
        for _ in range(done):
            assert desk.project.undo() is not None
        assert tables(desk.project) == before
        for _ in range(done):
            assert desk.project.redo() is not None
        assert tables(desk.project) == after
    assert desk.project.redo() is None


@pytest.mark.parametrize("name", [name for name in EDITS if name != "delete an origin"])
def test_an_edit_is_one_change_with_a_label_of_one_line(name: str, desk: Desk) -> None:
    changes: list[Change] = []
    desk.project.subscribe(changes.append)
    EDITS[name](desk)
    assert len(changes) == 1
    assert changes[0].label.strip()
    assert "\n" not in changes[0].label
    assert changes[0].by == "mo"


@pytest.mark.parametrize("name", EDITS)
def test_agreements_are_derived_anew_after_an_edit_its_undo_and_its_redo(name: str, desk: Desk) -> None:
    def check() -> None:
        for claim in desk.project.claims:
            assert desk.project.agreement(claim.id) == desk.project.derived(claim)

    check()
    EDITS[name](desk)
    check()
    desk.project.undo()
    check()
    desk.project.redo()
    check()


@pytest.mark.parametrize("name", EDITS)
def test_no_edit_leaves_a_record_that_names_what_is_not_there(name: str, desk: Desk) -> None:
    EDITS[name](desk)
    project = desk.project
    origins = {origin.id for origin in project.origins}
    claims = {claim.id for claim in project.claims}
    articles = {article.id for article in project.articles}
    pieces = {piece.id for piece in project.evidence}
    assert {claim.speaker for claim in project.claims} <= origins | {None}
    for piece in project.evidence:
        assert (piece.claim in claims, piece.article in articles) == (True, True)
        assert set(piece.attribution) <= origins
        assert piece.carried_from in pieces | {None}
    for review in project.reviews:
        assert (review.claim in claims, review.article in articles) == (True, True)
    assert {id for pair in project.settings.undecided for id in pair} <= origins


NO_OPS: dict[str, Callable[[Desk], object]] = {
    "the same article details": lambda d: d.project.set_article(d.a.id, title=d.a.title, label=d.a.label),
    "the same claim": lambda d: d.project.set_claim(d.claim.id, text=d.claim.text, type=None),
    "the same evidence": lambda d: d.project.set_evidence(d.echo.id, stance="supports"),
    "the same quote": lambda d: d.project.move_quote(d.piece.id, d.piece.quote.start, d.piece.quote.end),
    "the same chain": lambda d: d.project.attribute(d.echo.id, [d.agency.id, d.other.id]),
    "the same origin": lambda d: d.project.set_origin(d.envoy.id, kind="official"),
    "independent with groups": lambda d: d.project.say_independent(d.agency.id),
    "the same group with itself": lambda d: d.project.say_same_group(d.agency.id, d.agency.id),
    "no review to withdraw": lambda d: d.project.withdraw_review(d.claim.id, d.a.id),
    "the same text of a source": lambda d: d.project.add_source(source(TEXT, "a.txt")),
}


@pytest.mark.parametrize("name", NO_OPS)
def test_what_changes_nothing_makes_no_change(name: str, desk: Desk) -> None:
    before, changes = tables(desk.project), list[Change]()
    desk.project.undo()
    desk.project.redo()
    desk.project.subscribe(changes.append)
    NO_OPS[name](desk)
    assert changes == []
    assert tables(desk.project) == before


def test_leaving_independence_open_twice_is_one_change(desk: Desk) -> None:
    desk.project.say_undecided(desk.envoy.id, desk.other.id)
    before = tables(desk.project)
    desk.project.say_undecided(desk.other.id, desk.envoy.id)
    assert tables(desk.project) == before


FAILURES: dict[str, Callable[[Desk], object]] = {
    "a label that is taken": lambda d: d.project.set_article(d.a.id, label="B", title="New"),
    "an empty label": lambda d: d.project.set_article(d.a.id, label="", title="New"),
    "a blank label": lambda d: d.project.set_article(d.a.id, label="  ", title="New"),
    "no such article": lambda d: d.project.set_article("none", title="x"),
    "no article to remove": lambda d: d.project.remove_article("none"),
    "a claim without words": lambda d: d.project.add_claim(" \n"),
    "a claim made blank": lambda d: d.project.set_claim(d.claim.id, text="  ", type="plan"),
    "a claim from blanks": lambda d: d.project.claim_from(d.a.id, 9, 10),
    "a claim from nothing": lambda d: d.project.claim_from(d.a.id, 5, 5),
    "a span that is inverted": lambda d: d.project.claim_from(d.a.id, 9, 3),
    "a span before the text": lambda d: d.project.claim_from(d.a.id, -3, 3),
    "a span behind the text": lambda d: d.project.claim_from(d.a.id, 0, len(TEXT) + 1),
    "no such claim": lambda d: d.project.mark("none", d.a.id, 0, 9, "supports"),
    "a mark in no article": lambda d: d.project.mark(d.claim.id, "none", 0, 9, "supports"),
    "a mark by no origin": lambda d: d.project.mark(d.claim.id, d.a.id, 0, 9, "supports", attribution=["x"]),
    "a chain with no origin": lambda d: d.project.set_evidence(d.echo.id, attribution=["x"], note="n"),
    "an attribution to no origin": lambda d: d.project.attribute(
        d.echo.id, [Origin(id="new", name="New"), "x"]
    ),
    "a quote moved out of the text": lambda d: d.project.move_quote(d.piece.id, 0, 10_000),
    "a quote moved onto blanks": lambda d: d.project.move_quote(d.piece.id, 9, 10),
    "no such evidence": lambda d: d.project.set_evidence("none", note="x"),
    "a review of no claim": lambda d: d.project.review("none", d.a.id),
    "a review of no article": lambda d: d.project.review(d.claim.id, "none"),
    "an origin without a name": lambda d: d.project.add_origin("  "),
    "an origin that is there": lambda d: d.project.add_origin("THE  ENVOY"),
    "an origin that is there by an alias": lambda d: d.project.add_origin("Envoi"),
    "an origin made nameless": lambda d: d.project.set_origin(d.envoy.id, name=" "),
    "an origin renamed to another": lambda d: d.project.set_origin(d.envoy.id, name="the agency"),
    "an origin merged with itself": lambda d: d.project.merge_origins(d.envoy.id, d.envoy.id),
    "an origin merged with none": lambda d: d.project.merge_origins(d.envoy.id, "none"),
    "an origin that evidence names": lambda d: d.project.delete_origin(d.envoy.id),
    "an origin that a claim names": lambda d: d.project.delete_origin(d.other.id),
    "no origin independent": lambda d: d.project.say_independent(d.envoy.id, "none"),
    "no origin in a group": lambda d: d.project.say_same_group(d.envoy.id, "none"),
    "an id that is taken": lambda d: d.project.add_records(
        "x", [Claim(id="new", text="t"), Claim(id=d.claim.id, text="t")]
    ),
    "a note that is no text": lambda d: d.project.set_evidence(d.echo.id, note=5),
    "a state that there is not": lambda d: d.project.set_article(d.a.id, state="gone"),
    "a lone surrogate in a claim": lambda d: d.project.set_claim(d.claim.id, text="a \ud800 b"),
    "a lone surrogate in a note": lambda d: d.project.set_evidence(d.echo.id, note="\udfff"),
    "a lone surrogate in a new origin": lambda d: d.project.attribute(
        d.piece.id, [d.project.draft_origin("A \ud83d")]
    ),
    "a lone surrogate in a new claim": lambda d: d.project.add_claim("\ud800"),
    "a lone surrogate in a title": lambda d: d.project.add_source(source("Words.", "z.txt", title="\ud800")),
    "a lone surrogate in a text": lambda d: d.project.add_source(source("Words \ud800.", "z.txt")),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("where", ["in memory", "on disk"])
def test_an_edit_that_fails_says_so_and_changes_nothing(name: str, where: str, tmp_path: Path) -> None:
    project = Project.open(tmp_path / "p") if where == "on disk" else Project.in_memory()
    with project:
        desk = Desk(project)
        project.add_claim("One more.")
        project.undo()
        before, changes = tables(project), list[Change]()
        project.subscribe(changes.append)
        with pytest.raises(ProjectError) as failed:
            FAILURES[name](desk)
        assert "\n" not in str(failed.value)
        assert changes == []
        assert tables(project) == before
        assert project.can_redo
        assert project.flush().word == "saved"


def test_labels_go_on_behind_z() -> None:
    found = list(islice(labels(), 26 + 26 * 26 + 1))
    assert found[:3] == ["A", "B", "C"]
    assert found[25:29] == ["Z", "AA", "AB", "AC"]
    assert found[26 + 26 * 26 - 1 :] == ["ZZ", "AAA"]
    assert len(set(found)) == len(found)


def test_a_new_article_gets_the_next_free_label() -> None:
    project = Project.in_memory()
    given = [
        project.add_source(source(f"Text {n}.", f"{n}.txt", label=label)).article.label
        for n, label in enumerate([None, "C", None, None, "A", "Q"])
    ]
    assert given == ["A", "C", "B", "D", "E", "Q"]


def test_a_label_belongs_to_all_versions(desk: Desk) -> None:
    new = desk.project.add_source(source("New. " + TEXT, "a.txt")).article
    assert new.label == "A"
    desk.project.set_article(new.id, label="K", title="Only mine")
    assert [(a.label, a.title) for a in desk.project.articles] == [("K", "T"), ("B", "T"), ("K", "Only mine")]
    assert [a.label for a in desk.project.current_articles] == ["B", "K"]


def test_articles_are_listed_by_label_with_z_before_aa(desk: Desk) -> None:
    desk.project.set_article(desk.a.id, label="AA")
    desk.project.set_article(desk.b.id, label="Z")
    assert [article.label for article in desk.project.current_articles] == ["Z", "AA"]


def test_a_source_with_the_same_text_says_so(desk: Desk) -> None:
    added = desk.project.add_source(source(TEXT, "a.txt", title="Another title"))
    assert (added.outcome, added.article, added.carried) == ("same", desk.a, {})


def test_the_same_text_from_another_file_is_another_article(desk: Desk) -> None:
    added = desk.project.add_source(source(TEXT, "copy.txt"))
    assert (added.outcome, added.article.work == desk.a.work, added.article.label) == ("added", False, "C")


def test_a_source_with_another_text_makes_the_next_version(desk: Desk) -> None:
    added = desk.project.add_source(source("An update. " + TEXT, "a.txt"))
    new = added.article
    assert (added.outcome, new.version, new.work, new.state) == ("new version", 2, desk.a.work, "current")
    assert desk.project.article(desk.a.id).state == "superseded"
    assert desk.project.text(desk.a.id) == TEXT
    assert desk.project.text(new.id) == "An update. " + TEXT


def test_evidence_is_carried_to_a_new_version_as_a_copy(desk: Desk) -> None:
    desk.project.set_evidence(desk.piece.id, note="kept", certainty="hedged", joint="j")
    added = desk.project.add_source(source("An update. " + TEXT, "a.txt"))
    (copy,) = desk.project.evidence_in(added.article.id)
    assert added.carried == {"exact": 1}
    assert (copy.carried_from, copy.anchor, copy.claim) == (desk.piece.id, "exact", desk.claim.id)
    assert (copy.note, copy.certainty, copy.joint) == ("kept", "hedged", "j")
    assert copy.attribution == desk.piece.attribution
    assert copy.quote.exact == "He promised 1,000 sappers."
    assert copy.quote.start == desk.piece.quote.start + len("An update. ")
    assert desk.project.piece(desk.piece.id).article == desk.a.id
    assert desk.project.agreement(desk.claim.id).supporting == 2


def test_what_was_carried_ahead_is_what_adding_the_source_carries(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    before = tables(desk.project)
    update = source("An update. He promised 1,000 sappers. Nobody spoke.", "a.txt")
    ahead = desk.project.carry_ahead(update, told=lambda done, total: told.append((done, total)))
    assert tables(desk.project) == before
    assert told == [(0, 1), (1, 1)]
    # Whatever is edited in between: only texts and words are known ahead.
    desk.project.mark(desk.echo.claim, desk.a.id, *span(TEXT, "arrived on Tuesday"), "refutes")
    added = desk.project.add_source(update, ahead=ahead)
    assert sum(added.carried.values()) == 2
    carried = {p.quote.exact: p for p in desk.project.evidence_in(added.article.id)}
    desk.project.undo()
    again = desk.project.add_source(update)
    assert {p.quote for p in desk.project.evidence_in(again.article.id)} == {
        p.quote for p in carried.values()
    }


def test_nothing_is_carried_ahead_where_there_is_no_version_before_or_the_text_is_the_same(
    desk: Desk,
) -> None:
    assert desk.project.carry_ahead(source("Something else.", "new.txt")) is None
    assert desk.project.carry_ahead(source(TEXT, "a.txt")) is None


def test_carrying_that_is_ended_changes_nothing(desk: Desk) -> None:
    def end(done: int, total: int) -> None:
        raise InterruptedError

    before = tables(desk.project)
    with pytest.raises(InterruptedError):
        desk.project.carry_ahead(source("An update. " + TEXT, "a.txt"), told=end)
    assert tables(desk.project) == before


def test_evidence_that_the_update_lost_becomes_an_orphan_and_the_cell_is_open_again(desk: Desk) -> None:
    added = desk.project.add_source(source("Something else altogether.", "b.txt"))
    (copy,) = desk.project.evidence_in(added.article.id)
    assert added.carried == {"orphan": 1}
    assert (copy.anchor, copy.quote) == ("orphan", desk.echo.quote)
    assert desk.project.agreement(desk.claim.id).cells[added.article.id] == "set_aside"


def test_a_quote_that_was_lost_and_comes_back_waits_for_a_person_to_say_so(desk: Desk) -> None:
    desk.project.add_source(source("Something else altogether.", "b.txt"))
    third = desk.project.add_source(source(ECHO, "b.txt")).article
    (copy,) = desk.project.evidence_in(third.id)
    assert (copy.anchor, copy.quote) == ("changed", desk.echo.quote)
    assert desk.project.agreement(desk.claim.id).cells[third.id] == "set_aside"
    desk.project.move_quote(copy.id, *span(ECHO, "promised 1,000 sappers"))
    assert desk.project.piece(copy.id).anchor == "exact"
    assert desk.project.agreement(desk.claim.id).cells[third.id] == "supports"


def test_evidence_that_waits_for_a_person_is_not_placed_by_an_update(desk: Desk) -> None:
    desk.project.set_evidence(desk.echo.id, anchor="changed")
    added = desk.project.add_source(source("New. " + ECHO, "b.txt"))
    (copy,) = desk.project.evidence_in(added.article.id)
    assert copy.anchor == "changed"
    assert (copy.quote.start, copy.quote.exact) == (desk.echo.quote.start + 5, desk.echo.quote.exact)


def test_joint_evidence_counts_on_after_an_update(desk: Desk) -> None:
    more = desk.project.mark(desk.claim.id, desk.a.id, *span(TEXT, "on Tuesday"), "supports", joint="j")
    desk.project.set_evidence(desk.piece.id, joint="j")
    before = desk.project.agreement(desk.claim.id)
    new = desk.project.add_source(source("An update. " + TEXT, "a.txt")).article
    after = desk.project.agreement(desk.claim.id)
    assert more.joint == "j"
    assert (after.cells[new.id], after.supporting) == ("supports", before.supporting)


def test_reviews_are_not_carried(desk: Desk) -> None:
    new = desk.project.add_source(source("New. " + ECHO, "b.txt")).article
    assert [review.article for review in desk.project.reviews] == [desk.b.id]
    assert desk.project.agreement(desk.second.id).cells[new.id] == "unreviewed"


def test_a_retracted_article_stays_retracted_when_an_update_comes(desk: Desk) -> None:
    desk.project.set_article(desk.a.id, state="retracted")
    new = desk.project.add_source(source("New. " + TEXT, "a.txt")).article
    assert (desk.project.article(desk.a.id).state, new.state) == ("retracted", "current")


def test_removing_an_article_takes_its_evidence_and_reviews(desk: Desk) -> None:
    desk.project.remove_article(desk.b.id)
    assert [a.id for a in desk.project.articles] == [desk.a.id]
    assert [p.id for p in desk.project.evidence] == [desk.piece.id]
    assert desk.project.reviews == []


def test_removing_the_old_version_keeps_the_carried_evidence(desk: Desk) -> None:
    new = desk.project.add_source(source("New. " + TEXT, "a.txt")).article
    desk.project.remove_article(desk.a.id)
    (copy,) = desk.project.evidence_in(new.id)
    assert (copy.carried_from, copy.anchor) == (None, "exact")


def test_deleting_a_claim_deletes_carried_evidence_whatever_the_order_of_the_versions() -> None:
    project = Project.in_memory()
    facts = {"work": "w", "label": "A", "title": "T", "sha256": "", "chars": 9}
    piece = {"claim": "c", "stance": "supports", "quote": quote_of("x", 0, 1)}
    project.add_records(
        "x",
        [
            Article(id="new", version=2, **facts),  # type: ignore[arg-type]
            Article(id="old", state="superseded", **facts),  # type: ignore[arg-type]
            Claim(id="c", text="t"),
            Evidence(id="copy", article="new", carried_from="first", **piece),  # type: ignore[arg-type]
            Evidence(id="first", article="old", **piece),  # type: ignore[arg-type]
        ],
    )
    project.delete_claim("c")
    assert (project.claims, project.evidence) == ([], [])


def test_claims_are_numbered_by_their_order(desk: Desk) -> None:
    third = desk.project.add_claim("Third.")
    assert [desk.project.number(c.id) for c in desk.project.claims] == [1, 2, 3]
    desk.project.delete_claim(desk.claim.id)
    assert desk.project.number(third.id) == 2
    desk.project.undo()
    assert (desk.project.number(desk.claim.id), desk.project.number(third.id)) == (1, 3)
    with pytest.raises(ProjectError):
        desk.project.number("none")


def test_a_claims_text_follows_its_quote_until_it_is_edited(desk: Desk) -> None:
    assert desk.claim.text == "He promised 1,000 sappers."
    desk.project.move_quote(desk.piece.id, *span(TEXT, "1,000 sappers"))
    assert desk.project.claim(desk.claim.id).text == "1,000 sappers"
    desk.project.set_claim(desk.claim.id, text="A thousand sappers were promised.")
    desk.project.move_quote(desk.piece.id, *span(TEXT, "sappers"))
    assert desk.project.claim(desk.claim.id).text == "A thousand sappers were promised."
    assert desk.project.piece(desk.piece.id).quote.exact == "sappers"


def test_moving_a_quote_drops_its_cue_and_keeps_the_rest(desk: Desk) -> None:
    moved = desk.project.move_quote(desk.echo.id, *span(ECHO, "sappers"))
    assert (moved.stance, moved.attribution, moved.cue) == ("supports", desk.echo.attribution, None)
    assert moved.quote == quote_of(ECHO, *span(ECHO, "sappers"))


def test_origins_of_one_group_that_are_called_independent_part_and_the_first_keeps_it(desk: Desk) -> None:
    project = desk.project
    project.say_same_group(desk.agency.id, desk.envoy.id, desk.other.id)
    shared = project.origin(desk.agency.id).group
    project.say_independent(desk.agency.id, desk.other.id)
    groups = [project.origin(id).group for id in (desk.agency.id, desk.envoy.id, desk.other.id)]
    assert groups[:2] == [shared, shared]
    assert groups[2] not in (None, shared)
    project.say_independent(desk.agency.id, desk.other.id)
    assert project.origin(desk.other.id).group == groups[2]


def test_merging_origins_takes_chains_speakers_and_names_along(desk: Desk) -> None:
    desk.project.set_origin(desk.other.id, group="embassy", reliability="C")
    desk.project.merge_origins(desk.envoy.id, desk.other.id)
    kept = desk.project.origin(desk.envoy.id)
    assert (kept.name, kept.aliases) == ("The envoy", ("Envoy of the state", "envoi"))
    assert (kept.group, kept.reliability) == ("embassy", "C")
    assert desk.project.piece(desk.echo.id).attribution == (desk.agency.id, desk.envoy.id)
    assert desk.project.claim(desk.second.id).speaker == desk.envoy.id
    assert desk.project.find(Origin, desk.other.id) is None
    assert desk.project.origin_named("ENVOI") == kept


def test_merging_origins_names_one_origin_twice_running_only_once(desk: Desk) -> None:
    desk.project.attribute(desk.echo.id, [desk.agency.id, desk.other.id, desk.envoy.id])
    desk.project.merge_origins(desk.envoy.id, desk.other.id)
    assert desk.project.piece(desk.echo.id).attribution == (desk.agency.id, desk.envoy.id)


def test_merging_origins_keeps_the_group_and_the_names_of_the_one_kept(desk: Desk) -> None:
    desk.project.set_origin(desk.envoy.id, aliases=("ENVOI",), group="one", reliability="A")
    desk.project.set_origin(desk.other.id, group="two", reliability="B")
    kept = desk.project.merge_origins(desk.envoy.id, desk.other.id)
    assert (kept.group, kept.reliability, kept.aliases) == ("one", "A", ("ENVOI", "Envoy of the state"))


def test_what_a_merge_would_change_can_be_asked_before_it_is_done(desk: Desk) -> None:
    project = desk.project
    project.set_origin(desk.envoy.id, group="one")
    project.set_origin(desk.other.id, group="two")
    project.attribute(desk.piece.id, [desk.envoy.id])
    project.attribute(desk.echo.id, [desk.other.id])
    before = tables(project)
    foreseen = project.foresee_merge(desk.envoy.id, desk.other.id)
    assert tables(project) == before
    changes: list[Change] = []
    project.subscribe(changes.append)
    project.merge_origins(desk.envoy.id, desk.other.id)
    done = project.consequences_of(changes[-1])
    assert [(one.claim.id, one.before, one.after) for one in foreseen] == [
        (one.claim.id, one.before, one.after) for one in done
    ]
    assert [one.falls for one in done] == [True]
    with pytest.raises(ProjectError):
        project.foresee_merge(desk.envoy.id, "none")


def test_a_question_left_open_stays_left_open_when_origins_are_merged(desk: Desk) -> None:
    desk.project.say_undecided(desk.other.id, desk.agency.id)
    desk.project.say_undecided(desk.other.id, desk.envoy.id)
    desk.project.merge_origins(desk.envoy.id, desk.other.id)
    pair = tuple(sorted((desk.envoy.id, desk.agency.id)))
    assert desk.project.settings.undecided == (pair,)


def test_saying_independent_gives_each_ungrouped_origin_a_group_of_its_own(desk: Desk) -> None:
    desk.project.say_independent(desk.envoy.id, desk.other.id, desk.agency.id)
    groups = [desk.project.origin(o.id).group for o in (desk.envoy, desk.other, desk.agency)]
    assert len(set(groups)) == 3
    assert None not in groups
    assert groups[2] == "state"
    assert desk.project.agreement(desk.claim.id).status == "corroborated"


def test_a_group_made_of_a_name_never_falls_together_with_another(desk: Desk) -> None:
    desk.project.set_origin(desk.agency.id, group="the envoy")
    desk.project.say_independent(desk.envoy.id)
    assert desk.project.origin(desk.envoy.id).group == "the envoy 2"


def test_saying_same_group_takes_the_group_that_is_there(desk: Desk) -> None:
    desk.project.say_same_group(desk.envoy.id, desk.agency.id)
    assert desk.project.origin(desk.envoy.id).group == "state"
    desk.project.say_same_group(desk.other.id, desk.project.add_origin("Somebody").id)
    found = [desk.project.origin(o.id).group for o in desk.project.origins[2:]]
    assert found[0] == found[1] is not None


def test_accepting_an_attribution_ends_the_proposal(desk: Desk) -> None:
    piece = desk.project.mark(
        desk.claim.id, desk.b.id, 0, 9, "supports", attribution=[desk.envoy.id], proposed=True
    )
    assert desk.project.agreement(desk.claim.id).modifiers.unconfirmed_origin
    assert not desk.project.attribute(piece.id, [desk.envoy.id]).proposed
    assert not desk.project.agreement(desk.claim.id).modifiers.unconfirmed_origin


def test_an_origin_drafted_is_made_only_when_it_is_used(desk: Desk) -> None:
    draft = desk.project.draft_origin("A resident of Kursk")
    assert desk.project.find(Origin, draft.id) is None
    desk.project.attribute(desk.piece.id, [draft])
    assert desk.project.origin(draft.id) == draft
    assert desk.project.draft_origin("a  RESIDENT of kursk") == draft


def test_each_annotator_has_reviews_of_their_own(desk: Desk) -> None:
    desk.project.annotator = "jo"
    desk.project.review(desk.second.id, desk.b.id)
    assert [review.annotator for review in desk.project.reviews_on(desk.second.id)] == ["mo", "jo"]
    desk.project.withdraw_review(desk.second.id, desk.b.id)
    assert desk.project.reviews == [desk.look]
    assert desk.project.derived(desk.second, annotator="jo").cells[desk.b.id] == "unreviewed"


def test_listeners_hear_every_change_undo_and_redo_until_they_leave(desk: Desk) -> None:
    heard: list[tuple[str, bool, bool]] = []

    def listen(change: Change) -> None:
        heard.append((change.label, desk.project.can_undo, desk.project.can_redo))

    leave = desk.project.subscribe(listen)
    while desk.project.can_undo:
        desk.project.undo()
    assert heard[-1][1:] == (False, True)
    heard.clear()
    desk.project.add_claim("One.")
    desk.project.undo()
    desk.project.redo()
    leave()
    desk.project.undo()
    # What a listener sees is the state after the change, so that it can show what can be undone now.
    assert heard == [
        ("claim 1 made", True, False),
        ("claim 1 made", False, True),
        ("claim 1 made", True, False),
    ]


def test_a_listener_hears_of_what_is_already_so(desk: Desk) -> None:
    seen: list[tuple[bool, int]] = []
    desk.project.subscribe(
        lambda change: seen.append(
            (
                all(
                    desk.project.find(type(e.after), e.id) == e.after
                    for e in change.edits
                    if e.after is not None
                ),
                len(desk.project.claims),
            )
        )
    )
    desk.project.add_claim("One more.")
    desk.project.undo()
    assert seen == [(True, 3), (True, 2)]


def test_a_new_edit_ends_the_redo(desk: Desk) -> None:
    desk.project.add_claim("One.")
    desk.project.undo()
    desk.project.add_claim("Other.")
    assert not desk.project.can_redo
    assert [claim.text for claim in desk.project.claims][-1] == "Other."


def test_evidence_is_listed_in_the_order_of_articles_and_texts(desk: Desk) -> None:
    late = desk.project.mark(desk.claim.id, desk.a.id, *span(TEXT, "Nobody"), "queries")
    early = desk.project.mark(desk.claim.id, desk.a.id, *span(TEXT, "The envoy"), "queries")
    order = [early.id, desk.piece.id, late.id, desk.echo.id]
    assert [piece.id for piece in desk.project.evidence_on(desk.claim.id)] == order
    assert [piece.id for piece in desk.project.evidence_in(desk.a.id)] == order[:3]
    assert [piece.id for piece in desk.project.evidence_on(desk.claim.id, desk.b.id)] == [desk.echo.id]


# ---- On disk -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story").mkdir()
    (tmp_path / "story" / "b.txt").write_bytes(b"---\nlabel: A\n---\nSecond text.\r\n")
    (tmp_path / "story" / "a.txt").write_text("First text.", "utf-8")
    return tmp_path / "story"


def test_opening_a_folder_makes_it_a_project_with_its_files_by_name(folder: Path) -> None:
    with Project.open(folder, annotator="mo") as project:
        assert [(a.source, a.label, a.title) for a in project.articles] == [
            ("a.txt", "A", "First text."),
            ("b.txt", "B", "Second text."),
        ]
        assert project.text(project.articles[1].id) == "Second text.\r\n"
        assert not project.can_undo
    assert (folder / "variorum.json").exists()


def test_what_was_done_is_there_when_the_project_is_opened_again(folder: Path) -> None:
    with Project.open(folder) as project:
        desk = Desk(project)
        before = tables(project)
        assert desk.a.source == str(Path("a.txt").absolute())
    for path in (folder, folder / "variorum.json"):
        with Project.open(path) as project:
            assert tables(project) == before
            assert project.agreement(desk.claim.id).supporting == 2


def test_new_files_are_offered_and_not_added(folder: Path) -> None:
    with Project.open(folder) as project:
        assert project.new_files() == []
    (folder / "c.txt").write_text("Third.", "utf-8")
    with Project.open(folder) as project:
        assert len(project.articles) == 2
        assert project.new_files() == [folder / "c.txt"]
        project.add_files(project.new_files())
        assert project.articles[-1].source == "c.txt"
        assert project.new_files() == []


def test_files_outside_the_folder_are_known_by_their_whole_path(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "x.txt"
    outside.write_text("Outside.", "utf-8")
    with Project.open(folder) as project:
        (added,) = project.add_files([outside])
        assert added.article.source == outside.as_posix()
        assert project.add_files([folder / ".." / "x.txt"])[0].outcome == "same"


def test_a_folder_becomes_a_project_without_the_articles_that_cannot_be_read(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"\x00" * 50)
    (folder / "d.txt").write_bytes(b"")
    with Project.open(folder) as project:
        assert [article.source for article in project.articles] == ["a.txt", "b.txt"]
        assert [notice.startswith("left out") for notice in project.notices] == [True, True]


def test_a_folder_without_a_readable_article_does_not_become_a_project(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_bytes(b"\x00" * 50)
    (tmp_path / "d.txt").write_bytes(b"")
    with pytest.raises(SourceError, match=r"c\.txt.*d\.txt"):
        Project.open(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.txt", "d.txt"]


def test_none_of_several_files_is_added_when_one_cannot_be_read(folder: Path) -> None:
    with Project.open(folder) as project:
        (folder / "c.txt").write_text("Third.", "utf-8")
        with pytest.raises(SourceError):
            project.add_files([folder / "c.txt", folder / "none.txt"])
        assert len(project.articles) == 2


def test_an_encoding_that_was_guessed_is_told(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"Caf\xe9.")
    with Project.open(folder) as project:
        assert project.notices == ["c.txt: not UTF-8, read as cp1252; does it read right?"]


@pytest.mark.parametrize("name", EDITS)
def test_a_project_that_is_only_read_refuses_every_edit(name: str, tmp_path: Path) -> None:
    with Project.open(tmp_path) as project:
        desk = Desk(project)
    with Project.open(tmp_path, read_only=True) as project:
        desk.project = project
        before = tables(project)
        with pytest.raises(ReadOnlyError):
            EDITS[name](desk)
        with pytest.raises(ReadOnlyError):
            project.undo()
        assert tables(project) == before


def test_a_project_in_a_folder_that_cannot_be_written_to_opens_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(tmp_path) as project:
        project.add_claim("One.")

    def refuse(path: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("annotations.store.tinydb_store.ProjectLock", refuse)
    with Project.open(tmp_path) as project:
        assert [claim.text for claim in project.claims] == ["One."]
        assert project.read_only
        (notice,) = project.notices
        assert "cannot be written to (read-only file system)" in notice
        with pytest.raises(ReadOnlyError, match="cannot be written to"):
            project.add_claim("Two.")
    with pytest.raises(ProjectError, match="cannot be opened"):
        Project.open(tmp_path / "new")


def test_reading_a_folder_that_is_no_project_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "there is no project"), (tmp_path / "none", "no such project folder")):
        with pytest.raises(ProjectError, match=why):
            Project.open(path, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_project_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", "utf-8")
    for path in (tmp_path / "a.txt", tmp_path / "a.txt" / "below"):
        with pytest.raises(ProjectError):
            Project.open(path)


def test_a_text_that_was_tampered_with_is_noticed(folder: Path) -> None:
    with Project.open(folder) as project:
        article = project.articles[0]
    (folder / "texts" / f"{article.sha256}.txt").write_text("Other words.", "utf-8")
    with Project.open(folder) as project, pytest.raises(ProjectError, match="was changed"):
        project.text(article.id)


def test_edits_made_with_a_stale_change_are_refused(desk: Desk) -> None:
    stale = Change(
        id="x",
        label="stale",
        edits=(Edit("claims", desk.claim.id, 1, Claim(id=desk.claim.id, text="never"), None),),
    )
    with pytest.raises(ProjectError, match="no longer fits"):
        desk.project._commit(stale)
    assert desk.project.find(Claim, desk.claim.id) == desk.claim
    assert desk.project.find(Review, desk.look.id) == desk.look


def test_removing_the_newest_version_makes_the_one_before_it_count_again(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("One. Two.\n", "utf-8")
    with Project.open(tmp_path) as project:
        claim, _ = project.claim_from(project.articles[0].id, 0, 4)
        source.write_text("One. Three.\n", "utf-8")
        project.add_files([source])
        old, new = project.articles
        assert (old.state, new.state) == ("superseded", "current")
        project.remove_article(new.id)
        assert [article.state for article in project.articles] == ["current"]
        assert project.agreement(claim.id).supporting == 1
        project.undo()
        assert project.articles == [old, new]


def test_a_claim_follows_only_the_quote_that_it_was_made_from(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Same words here. More.\n", "utf-8")
    with Project.open(tmp_path) as project:
        a, b = project.current_articles
        claim, first = project.claim_from(a.id, 0, 16)
        second = project.mark(claim.id, b.id, 0, 16, "supports")
        project.move_quote(second.id, 0, 10)
        assert project.claim(claim.id).text == "Same words here."
        project.move_quote(first.id, 0, 10)
        assert project.claim(claim.id).text == "Same words"


def test_saying_no_mention_again_on_the_same_basis_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.\n", "utf-8")
    with Project.open(tmp_path) as project:
        claim = project.add_claim("Something else.")
        article = project.articles[0].id
        first = project.review(claim.id, article)
        assert project.review(claim.id, article) == first
        assert project.review(claim.id, article, "read").basis == "read"
        project.undo()
        assert project.reviews == [first]


def test_a_speaker_must_be_an_origin_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.\n", "utf-8")
    with Project.open(tmp_path) as project:
        claim = project.add_claim("He said so.")
        with pytest.raises(ProjectError, match="no origin"):
            project.set_claim(claim.id, type="quote", speaker="nobody")
        assert project.claim(claim.id) == claim


def test_tinydb_itself_reads_and_writes_the_records_of_an_open_project(tmp_path: Path) -> None:
    from tinydb import where

    with Project.open(tmp_path, annotator="mo") as project:
        claim = project.add_claim("1,000 sappers will be sent.")
        heard: list[str] = []
        project.subscribe(lambda change: heard.append(change.label))
        claims = project.database.table("claims")
        assert [document["text"] for document in claims.all()] == ["1,000 sappers will be sent."]
        assert claims.update({"type": "plan"}, where("text").search("will be sent")) == [1]
        assert project.claim(claim.id).type == "plan"
        assert project.agreement(claim.id).status == "unreported"
        claims.update({"type": "opinion"}, doc_ids=[1])
        assert project.agreement(claim.id).status == "not_checkable"  # what is derived has followed
        assert heard == ["edited through TinyDB"] * 2
        project.undo()
        project.undo()
        assert project.claim(claim.id) == claim
        with pytest.raises(ProjectError):
            claims.update({"type": 5}, doc_ids=[1])
        assert project.claim(claim.id) == claim
        claims.insert({"id": "mine", "text": "By hand."})
    with Project.open(tmp_path, read_only=True) as project:
        assert [known.text for known in project.claims] == [claim.text, "By hand."]
        with pytest.raises(ReadOnlyError):
            project.database.table("claims").truncate()
