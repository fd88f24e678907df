"""Evidence on the versions of an article: what waits for a person, what a person does, what was dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations import Project
from annotations.anchoring import Differences
from annotations.articles import Source
from annotations.errors import ProjectError, ReadOnlyError
from annotations.records import Article, Cue, Evidence, Quote
from annotations.soundness import check
from annotations.versions import dropped, works, works_data

FIRST = (
    "The envoy arrived on Tuesday. According to the agency, he promised 1,000 sappers after the talks. "
    "Nobody else in the delegation spoke to the press.\n"
    "The ministry said that the camp by the river has been closed since the spring. It gave no reason."
)
PROMISE = "he promised 1,000 sappers"
CAMP = "The ministry said that the camp by the river has been closed since the spring."


def source(text: str, name: str = "a.txt") -> Source:
    return Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title="T")


class Desk:
    """An article with a number, a cue and a second sentence, each of them evidence on a claim of its own."""

    def __init__(self) -> None:
        self.project = Project.in_memory(annotator="mo")
        self.first = self.update(FIRST)
        self.promise = self.mark(PROMISE)
        start = FIRST.index("According to the agency")
        cue = Cue(start=start, end=start + 23, exact="According to the agency")
        self.project.set_evidence(self.promise.id, cue=cue)
        self.camp = self.mark(CAMP)

    def mark(self, words: str) -> Evidence:
        start = FIRST.index(words)
        _, piece = self.project.claim_from(self.first.id, start, start + len(words))
        return piece

    def update(self, text: str) -> Article:
        return self.project.add_source(source(text)).article

    def copies(self, article: Article) -> tuple[Evidence, Evidence]:
        """The copies of the promise and of the camp on a version."""
        by_claim = {piece.claim: piece for piece in self.project.evidence_in(article.id)}
        return by_claim[self.promise.claim], by_claim[self.camp.claim]

    def status(self, piece: Evidence) -> str:
        return self.project.agreement(piece.claim).status


@pytest.fixture
def desk() -> Desk:
    return Desk()


# ---- Carrying ------------------------------------------------------------------------------------


def test_a_cue_is_carried_with_its_quote(desk: Desk) -> None:
    promise, _ = desk.copies(desk.update("Updated. " + FIRST))
    assert promise.cue == Cue(start=39, end=62, exact="According to the agency")
    assert check(desk.project) == []


def test_a_cue_whose_words_are_gone_is_left_out(desk: Desk) -> None:
    promise, _ = desk.copies(desk.update(FIRST.replace("According to the agency", "It is said that")))
    assert (promise.anchor, promise.cue) == ("exact", None)


def test_changed_words_count_for_nothing_until_a_person_confirms_them(desk: Desk) -> None:
    assert desk.status(desk.promise) == "single_source"
    new = desk.update(FIRST.replace("1,000", "1,200"))
    promise, camp = desk.copies(new)
    assert (promise.anchor, camp.anchor) == ("changed", "exact")
    assert promise.quote.exact == PROMISE
    assert desk.status(promise) == "open"
    confirmed = desk.project.confirm_quote(promise.id)
    assert (confirmed.anchor, confirmed.quote.exact) == ("exact", "he promised 1,200 sappers")
    assert (confirmed.carried_from, confirmed.cue) == (desk.promise.id, promise.cue)
    assert desk.status(promise) == "single_source"
    assert desk.project.claim(promise.claim).text == PROMISE
    assert check(desk.project) == []


def test_what_waits_is_listed_with_the_old_place_and_the_proposed_one(desk: Desk) -> None:
    new = desk.update(FIRST.replace("he promised 1,000", "she offered 1,200").replace(CAMP + " ", ""))
    text = desk.project.text(new.id)
    first, second = desk.project.waiting()
    assert (first.piece.anchor, first.article, first.before) == (
        "changed",
        new,
        desk.project.piece(desk.promise.id),
    )
    assert first.proposed is not None
    assert text[slice(*first.proposed)] in "she offered 1,200 sappers"
    assert first.whole is not None
    assert text[slice(*first.whole)] == "she offered 1,200 sappers"
    assert (second.piece.anchor, second.proposed, second.whole) == ("orphan", None, None)
    assert second.before == desk.camp


def test_what_was_confirmed_or_placed_waits_no_longer(desk: Desk) -> None:
    new = desk.update(FIRST.replace("1,000", "1,200").replace(CAMP + " ", ""))
    promise, camp = desk.copies(new)
    desk.project.confirm_quote(promise.id)
    text = desk.project.text(new.id)
    start = text.index("It gave no reason.")
    desk.project.move_quote(camp.id, start, start + 18)
    assert desk.project.waiting() == []
    assert desk.status(camp) == "single_source"


def test_what_waits_is_known_without_comparing_texts_and_not_on_older_versions(desk: Desk) -> None:
    second = desk.update(FIRST.replace("1,000", "1,200").replace(CAMP + " ", ""))
    assert desk.project.waiting_evidence() == list(desk.copies(second))
    third = desk.update(FIRST.replace("1,000", "1,300").replace(CAMP + " ", ""))
    assert desk.project.waiting_evidence() == list(desk.copies(third))
    for piece in desk.copies(third):
        desk.project.delete_evidence(piece.id)
    assert desk.project.waiting_evidence() == []
    desk.project.undo()
    assert [piece.article for piece in desk.project.waiting_evidence()] == [third.id]


def test_placing_a_quote_and_saying_what_it_says_there_is_one_change(desk: Desk) -> None:
    new = desk.update(FIRST.replace("1,000", "1,200"))
    promise, _ = desk.copies(new)
    start, end = promise.quote.start, promise.quote.end
    placed = desk.project.move_quote(promise.id, start, end, stance="refutes")
    assert (placed.stance, placed.anchor) == ("refutes", "exact")
    assert placed.quote.exact == desk.project.text(new.id)[start:end]
    change = desk.project.undo()
    assert change is not None
    assert change.label == "refutes, quote placed, claim 1, article A"
    assert desk.project.piece(promise.id) == promise


def test_confirming_is_one_change_and_undone_as_one(desk: Desk) -> None:
    promise, _ = desk.copies(desk.update(FIRST.replace("1,000", "1,200")))
    desk.project.confirm_quote(promise.id)
    change = desk.project.undo()
    assert change is not None
    assert change.label == "quote confirmed, claim 1, article A"
    assert desk.project.piece(promise.id) == promise


def test_an_orphan_has_no_place_to_confirm(desk: Desk) -> None:
    _, camp = desk.copies(desk.update(FIRST.replace(CAMP + " ", "")))
    with pytest.raises(ProjectError, match="no place is proposed"):
        desk.project.confirm_quote(camp.id)
    assert desk.project.piece(camp.id) == camp


def test_a_quote_that_moved_may_be_confirmed_and_one_in_its_place_stays_as_it_is(desk: Desk) -> None:
    new = desk.update(CAMP + "\n" + FIRST.replace(CAMP + " ", ""))
    promise, camp = desk.copies(new)
    assert (promise.anchor, camp.anchor) == ("exact", "moved")
    assert desk.project.confirm_quote(camp.id).anchor == "exact"
    assert desk.project.confirm_quote(promise.id) == promise


def test_a_claim_made_of_a_quote_does_not_follow_it_to_other_words(desk: Desk) -> None:
    promise, _ = desk.copies(desk.update(FIRST.replace("1,000", "1,200")))
    desk.project.remove_article(desk.first.id)
    start, end = promise.quote.start, promise.quote.end
    desk.project.move_quote(promise.id, start, end)
    assert desk.project.claim(promise.claim).text == PROMISE


def test_a_quote_that_waits_is_carried_from_the_last_words_that_were_certain(desk: Desk) -> None:
    desk.update(FIRST.replace("1,000", "1,200"))
    third = desk.update("Updated. " + FIRST)
    promise, camp = desk.copies(third)
    assert (promise.anchor, camp.anchor) == ("changed", "exact")
    text = desk.project.text(third.id)
    assert text[promise.quote.start : promise.quote.end] == promise.quote.exact == PROMISE
    (waiting,) = desk.project.waiting()
    assert waiting.before == desk.project.piece(desk.promise.id)


def test_a_proposed_place_of_which_nothing_more_is_known_is_carried_as_a_proposal(desk: Desk) -> None:
    desk.project.set_evidence(desk.promise.id, anchor="changed")
    promise, _ = desk.copies(desk.update("Updated. " + FIRST))
    assert (promise.anchor, promise.quote.start) == ("changed", desk.promise.quote.start + 9)


def test_quotes_that_were_carried_in_a_circle_wait_for_a_person(desk: Desk) -> None:
    new = desk.update(FIRST.replace("1,000", "1,200"))
    promise, _ = desk.copies(new)
    desk.project.set_evidence(desk.promise.id, anchor="orphan", carried_from=promise.id)
    assert [one.piece.id for one in desk.project.waiting()] == [promise.id]
    assert desk.project.waiting()[0].before is None
    desk.project.reanchor()
    assert desk.copies(new)[0].anchor in ("changed", "orphan")
    assert not any(one.changed for one in desk.project.reanchor())


# ---- What changed --------------------------------------------------------------------------------


def test_any_two_versions_can_be_compared(desk: Desk) -> None:
    second = desk.update("Updated. " + FIRST)
    third = desk.update("Updated. " + FIRST + "\nMore.")
    difference: Differences = desk.project.what_changed(desk.first.id, third.id)
    inserted = [difference.new[s.new_start : s.new_end] for s in difference.spans if s.kind == "inserted"]
    assert inserted == ["Updated. ", "\nMore."]
    back = desk.project.what_changed(third.id, second.id)
    assert [s.kind for s in back.spans] == ["kept", "removed"]


def test_an_article_that_is_not_there_cannot_be_compared(desk: Desk) -> None:
    with pytest.raises(ProjectError, match="no article"):
        desk.project.what_changed(desk.first.id, "nothing")


# ---- What was dropped ----------------------------------------------------------------------------


def test_a_sentence_with_evidence_that_an_update_drops_is_a_finding(desk: Desk) -> None:
    second = desk.update(FIRST.replace(CAMP + " ", ""))
    (found,) = dropped(desk.project)
    assert (found.words, found.piece, found.old.id, found.new) == (CAMP, desk.camp, desk.first.id, second)
    assert FIRST[found.start : found.end] == CAMP
    assert found.copy is not None
    assert found.copy.anchor == "orphan"


def test_it_stays_one_when_its_quote_is_placed_elsewhere_or_deleted(desk: Desk) -> None:
    new = desk.update(FIRST.replace(CAMP + " ", ""))
    _, camp = desk.copies(new)
    desk.project.move_quote(camp.id, 0, 29)
    assert [found.copy.anchor for found in dropped(desk.project) if found.copy] == ["exact"]
    desk.project.delete_evidence(camp.id)
    assert [found.copy for found in dropped(desk.project)] == [None]


@pytest.mark.parametrize(
    "new",
    [
        "Updated. " + FIRST,
        FIRST.replace("camp by the river", "camp on the river bank"),
        CAMP + "\n" + FIRST.replace(CAMP + " ", ""),
        FIRST.replace("It gave no reason.", ""),
    ],
    ids=["kept", "changed", "moved", "without evidence"],
)
def test_a_sentence_that_was_kept_changed_or_moved_was_not_dropped(desk: Desk, new: str) -> None:
    desk.update(new)
    assert dropped(desk.project) == []


def test_every_version_says_what_it_changed_and_how_its_quotes_stand(desk: Desk) -> None:
    desk.update("Updated. " + FIRST.replace(CAMP + " ", ""))
    desk.project.add_source(source("Another article.", "b.txt"))
    a, b = works(desk.project)
    first, second = a.versions
    assert (first.changed, first.anchors["exact"]) == (None, 2)
    assert second.changed == {
        "kept": len(FIRST) - len(CAMP) - 1,
        "removed": len(CAMP) + 1,
        "inserted": 9,
        "moved": 0,
    }
    assert second.anchors == {"exact": 1, "moved": 0, "changed": 0, "orphan": 1}
    assert [version.article.label for version in b.versions] == ["B"]
    data = works_data(desk.project, [a, b])
    assert data["works"][0]["dropped"][0]["sentence"] == CAMP
    assert data["works"][0]["dropped"][0]["now"]["anchor"] == "orphan"
    assert data["works"][1]["dropped"] == []


# ---- Carried anew --------------------------------------------------------------------------------


def test_carrying_anew_places_what_an_older_way_of_carrying_has_lost(desk: Desk) -> None:
    new = desk.update("Updated. " + FIRST.replace("1,000", "1,200"))
    promise, camp = desk.copies(new)
    for piece, quote in ((promise, desk.promise.quote), (camp, desk.camp.quote)):
        desk.project.set_evidence(piece.id, anchor="orphan", quote=quote, cue=None)
    found = {one.before.id: one for one in desk.project.reanchor()}
    assert (found[promise.id].before.anchor, found[promise.id].after.anchor) == ("orphan", "changed")
    assert found[camp.id].after.anchor == "exact"
    assert desk.project.piece(camp.id).quote == camp.quote
    assert desk.project.piece(promise.id).quote == promise.quote
    assert desk.project.piece(promise.id).cue == promise.cue


def test_carrying_anew_is_one_change_and_the_second_time_none(desk: Desk) -> None:
    new = desk.update("Updated. " + FIRST)
    lost = [replace(piece, anchor="orphan", cue=None) for piece in desk.copies(new)]
    for piece in lost:
        desk.project.set_evidence(piece.id, anchor="orphan", cue=None)
    told: list[str] = []
    desk.project.subscribe(lambda change: told.append(change.label))
    assert sum(one.changed for one in desk.project.reanchor()) == 2
    assert not any(one.changed for one in desk.project.reanchor())
    assert told == ["quotes anchored anew"]
    desk.project.undo()
    assert [piece.anchor for piece in desk.copies(new)] == ["orphan", "orphan"]


def test_carrying_anew_leaves_alone_what_a_person_has_placed_or_confirmed(desk: Desk) -> None:
    new = desk.update(FIRST.replace("1,000", "1,200").replace(CAMP + " ", ""))
    promise, camp = desk.copies(new)
    desk.project.confirm_quote(promise.id)
    desk.project.move_quote(camp.id, 0, 29)
    before = desk.project.evidence
    assert not any(one.changed for one in desk.project.reanchor())
    assert desk.project.evidence == before


def test_carrying_anew_goes_from_version_to_version(desk: Desk) -> None:
    second = desk.update("Updated. " + FIRST)
    third = desk.update("Updated again. " + FIRST)
    for article in (second, third):
        for piece in desk.copies(article):
            desk.project.set_evidence(piece.id, anchor="orphan", cue=None)
    desk.project.reanchor()
    assert {piece.anchor for piece in desk.project.evidence} == {"exact"}
    assert check(desk.project) == []


def test_carrying_anew_does_not_count_what_waited_on_the_version_before(desk: Desk) -> None:
    desk.update(FIRST.replace("1,000", "1,200"))
    third = desk.update(FIRST)
    desk.project.reanchor()
    assert desk.copies(third)[0].anchor == "changed"


def test_evidence_whose_past_is_gone_is_left_as_it_is(desk: Desk) -> None:
    new = desk.update(FIRST.replace(CAMP + " ", ""))
    desk.project.remove_article(desk.first.id)
    before = desk.project.evidence
    assert desk.project.reanchor() == []
    assert desk.project.evidence == before
    assert desk.copies(new)[1].anchor == "orphan"


def test_a_project_that_is_only_read_is_not_carried_anew(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    Project.open(tmp_path).close()
    with Project.open(tmp_path, read_only=True) as project, pytest.raises(ReadOnlyError):
        project.reanchor()


def test_a_proposed_place_may_be_widened_to_whole_words(desk: Desk) -> None:
    new = desk.update(FIRST.replace("he promised", "they have promised"))
    (waiting,) = desk.project.waiting()
    assert waiting.whole is not None
    assert desk.project.text(new.id)[slice(*waiting.whole)] == "they have promised 1,000 sappers"
    assert waiting.piece.quote == Quote(
        start=waiting.piece.quote.start,
        end=waiting.piece.quote.end,
        exact=PROMISE,
        prefix=desk.promise.quote.prefix,
        suffix=desk.promise.quote.suffix,
    )
