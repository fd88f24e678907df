"""What every store promises, whatever it keeps its records in."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from annotations.changes import Change, Edit
from annotations.errors import BusyError, ConflictError, ProjectError, ReadOnlyError
from annotations.records import (
    TABLE_OF,
    AnyRecord,
    Article,
    Claim,
    Evidence,
    Origin,
    Review,
    Settings,
    quote_of,
)
from annotations.store import FILE_NAME, SAVED, MemoryStore, Store, TinyDBStore


def claim(id: str, text: str = "t") -> Claim:
    return Claim(id=id, text=text)


def piece(id: str, claim: str = "c", article: str = "a") -> Evidence:
    return Evidence(id=id, claim=claim, article=article, stance="supports", quote=quote_of("x", 0, 1))


def put(store: Store, *records: AnyRecord) -> Change:
    """One change that adds these records or replaces those with their ids."""
    edits: list[Edit] = []
    for record in records:
        table = TABLE_OF[type(record)]
        place = store.tables.place(table, record.id)
        if place is None:
            place = store.tables.next_place(table) + sum(e.table == table and e.before is None for e in edits)
        edits.append(Edit(table, record.id, place, store.tables.record(table, record.id), record))
    change = Change(id="x", label="put", edits=tuple(edits))
    store.commit(change)
    return change


def delete(store: Store, *records: AnyRecord) -> Change:
    edits = []
    for record in records:
        table = TABLE_OF[type(record)]
        place = store.tables.place(table, record.id)
        assert place is not None
        edits.append(Edit(table, record.id, place, record, None))
    change = Change(id="x", label="delete", edits=tuple(edits))
    store.commit(change)
    return change


def everything(store: Store) -> list[list[tuple[int, AnyRecord]]]:
    return [
        list(store.tables.placed(table))
        for table in ("meta", "articles", "origins", "claims", "evidence", "reviews")
    ]


class Kind:
    """A kind of store; `again` closes a store and opens what it kept."""

    def __init__(self, make: Callable[[], Store], lasting: bool) -> None:
        self.make = make
        self.lasting = lasting

    def again(self, store: Store) -> Store:
        assert store.close() == SAVED
        return self.make() if self.lasting else store


@pytest.fixture(params=["memory", "tinydb"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    with contextlib.ExitStack() as stack:
        if request.param == "memory":
            yield Kind(MemoryStore, lasting=False)
            return

        (tmp_path / "project").mkdir()

        def make() -> Store:
            store = TinyDBStore(tmp_path / "project")
            stack.callback(store.close)
            return store

        yield Kind(make, lasting=True)


@pytest.fixture
def store(kind: Kind) -> Store:
    store = kind.make()
    put(store, Settings(created="2025-01-01T00:00:00.000Z"))
    return store


def test_records_come_back_as_they_were_put_in_and_in_order(kind: Kind, store: Store) -> None:
    text = 'é „“ 中 👩\u200d👧 \u2028 " \\ \x00 \x1b ' + "x" * 10_000
    records: list[AnyRecord] = [
        Article(id="a", work="a", label="A", title=text, sha256="0", chars=1, published="2025"),
        Origin(id="o", name="O", aliases=("one", ""), kind="monitor", group="g", reliability="A"),
        claim("z", text),
        Claim(id="c", text="t", type="quote", tags=("a", "b"), speaker="o", credibility=3, verdict="v"),
        piece("e"),
        Review(claim="c", article="a", annotator='m"o', basis="read", at="now"),
    ]
    put(store, *records)
    before = everything(store)
    again = kind.again(store)
    assert everything(again) == before
    assert again.tables.all(Claim) == [records[2], records[3]]
    assert again.tables.get(Review, records[5].id) == records[5]


def test_a_change_happens_as_a_whole_or_not_at_all(kind: Kind, store: Store) -> None:
    put(store, claim("1"), claim("2"))
    before = everything(store)
    half = Change(
        id="x",
        label="half",
        edits=(
            Edit("claims", "3", 3, None, claim("3")),
            Edit("claims", "1", 1, claim("1"), None),
            Edit("claims", "2", 2, claim("2", "stale"), claim("2", "new")),
        ),
    )
    with pytest.raises(ProjectError, match="no longer fits"):
        store.commit(half)
    assert everything(store) == before
    assert everything(kind.again(store)) == before


@pytest.mark.parametrize(
    "edit",
    [
        Edit("claims", "1", 1, None, claim("1", "new")),
        Edit("claims", "1", 1, claim("1", "stale"), claim("1", "new")),
        Edit("claims", "1", 1, claim("1", "stale"), None),
        Edit("claims", "2", 2, claim("2"), claim("2", "new")),
        Edit("claims", "2", 2, claim("2"), None),
    ],
    ids=["new but there", "changed since", "deleted but changed", "changed but not there", "deleted twice"],
)
def test_stale_edits_are_refused(store: Store, edit: Edit) -> None:
    put(store, claim("1"))
    before = everything(store)
    with pytest.raises(ProjectError, match="claims"):
        store.commit(Change(id="x", label="stale", edits=(edit,)))
    assert everything(store) == before


def test_a_record_may_be_edited_twice_in_one_change(store: Store) -> None:
    one, two = claim("1", "one"), claim("1", "two")
    edits = (Edit("claims", "1", 1, None, one), Edit("claims", "1", 1, one, two))
    change = Change(id="x", label="twice", edits=edits)
    store.commit(change)
    assert store.tables.all(Claim) == [two]
    store.commit(change.inverse())
    assert store.tables.all(Claim) == []


def test_a_text_that_no_file_can_hold_is_refused_before_anything_changes(kind: Kind, store: Store) -> None:
    before = everything(store)
    with pytest.raises(ProjectError, match="lone surrogate"):
        put(store, claim("1"), claim("2", "a \udc80 b"))
    assert everything(store) == before
    put(store, claim("3"))
    assert [c.id for c in kind.again(store).tables.all(Claim)] == ["3"]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (Edit("claims", "1", 1, None, Claim(id="1", text=None)), "text"),  # type: ignore[arg-type]
        (Edit("claims", "1", 1, None, Claim(id="1", text="t", credibility="high")), "credibility"),  # type: ignore[arg-type]
        (Edit("origins", "1", 1, None, Origin(id="1", name="O", state="gone")), "state"),  # type: ignore[arg-type]
        (Edit("origins", "1", 1, None, claim("1")), "no record of this table"),
    ],
    ids=["no text", "a word for a number", "an unknown state", "another table's record"],
)
def test_a_record_that_could_not_be_read_again_is_refused(
    kind: Kind, store: Store, edit: Edit, why: str
) -> None:
    before = everything(store)
    good = Edit("claims", "0", 1, None, claim("0"))
    with pytest.raises(ProjectError, match=why):
        store.commit(Change(id="x", label="odd", edits=(good, edit)))
    assert everything(store) == before
    assert everything(kind.again(store)) == before


def test_places_count_from_one_and_are_never_given_twice(store: Store) -> None:
    put(store, claim("1"), claim("2"), claim("3"))
    assert [place for place, _ in store.tables.placed("claims")] == [1, 2, 3]
    delete(store, claim("3"))
    assert store.tables.next_place("claims") == 4
    put(store, claim("4"))
    assert [(p, r.id) for p, r in store.tables.placed("claims")] == [(1, "1"), (2, "2"), (4, "4")]
    assert store.tables.place("claims", "3") is None


def test_changing_a_record_keeps_its_place(kind: Kind, store: Store) -> None:
    put(store, claim("1"), claim("2"))
    put(store, claim("1", "new"))
    again = kind.again(store)
    assert [(p, r.id) for p, r in again.tables.placed("claims")] == [(1, "1"), (2, "2")]
    assert again.tables.get(Claim, "1") == claim("1", "new")


def test_what_an_undo_brings_back_returns_to_its_old_place(kind: Kind, store: Store) -> None:
    put(store, *(claim(str(number)) for number in range(1, 6)))
    before = everything(store)
    gone = delete(store, claim("4"), claim("2"))
    assert [c.id for c in store.tables.all(Claim)] == ["1", "3", "5"]
    later = put(store, claim("6"))
    store.commit(gone.inverse())
    assert [c.id for c in store.tables.all(Claim)] == ["1", "2", "3", "4", "5", "6"]
    store.commit(later.inverse())
    assert everything(store) == before
    assert everything(kind.again(store)) == before


def test_evidence_and_reviews_are_found_by_claim_and_by_article(kind: Kind, store: Store) -> None:
    pieces = piece("1", "c", "a"), piece("2", "c", "b"), piece("3", "d", "a")
    looks = Review(claim="c", article="a"), Review(claim="c", article="a", annotator="mo")
    put(store, *pieces, *looks)
    for tables in (store.tables, kind.again(store).tables):
        assert tables.evidence_on("c") == [pieces[0], pieces[1]]
        assert tables.evidence_in("a") == [pieces[0], pieces[2]]
        assert tables.evidence_on("none") == []
        assert tables.reviews_on("c") == list(looks) == tables.reviews_in("a")
        assert tables.reviews_in("b") == []


def test_the_indexes_follow_when_evidence_moves_changes_and_goes(store: Store) -> None:
    put(store, piece("1", "c", "a"))
    moved = put(store, piece("1", "d", "b"))
    assert (store.tables.evidence_on("c"), store.tables.evidence_in("a")) == ([], [])
    assert store.tables.evidence_on("d") == store.tables.evidence_in("b") == [piece("1", "d", "b")]
    store.commit(moved.inverse())
    assert store.tables.evidence_on("c") == store.tables.evidence_in("a") == [piece("1")]
    assert (store.tables.evidence_on("d"), store.tables.evidence_in("b")) == ([], [])
    delete(store, piece("1"))
    assert (store.tables.evidence_on("c"), store.tables.evidence_in("a")) == ([], [])


def test_lists_handed_out_are_copies(store: Store) -> None:
    put(store, claim("1"), piece("1"))
    store.tables.all(Claim).clear()
    store.tables.evidence_on("c").clear()
    assert store.tables.count(Claim) == len(store.tables.evidence_on("c")) == 1


def test_the_same_id_in_two_tables_is_two_records(store: Store) -> None:
    put(store, claim("1"), Origin(id="1", name="O"), piece("1"))
    delete(store, claim("1"))
    assert store.tables.get(Origin, "1") == Origin(id="1", name="O")
    assert store.tables.get(Claim, "1") is None


def test_flushing_and_closing_reach_the_saved_state_and_may_be_repeated(store: Store) -> None:
    assert store.flush() == SAVED
    put(store, claim("1"))
    assert store.flush() == store.flush() == store.state == SAVED
    assert store.close() == store.close() == SAVED


def test_a_change_on_a_stale_revision_is_a_conflict_and_overwrites_nothing(store: Store) -> None:
    put(store, claim("1"))
    seen = store.tables.rev("claims", "1")
    put(store, claim("1", "theirs"))
    theirs = store.tables.rev("claims", "1")
    mine = Change(
        id="m", label="mine", edits=(Edit("claims", "1", 1, claim("1", "theirs"), claim("1", "mine")),)
    )
    with pytest.raises(ConflictError) as refused:
        store.commit(mine, expect={("claims", "1"): seen})
    assert (refused.value.table, refused.value.id) == ("claims", "1")
    assert (refused.value.theirs, refused.value.mine) == (claim("1", "theirs"), claim("1", "mine"))
    assert store.tables.all(Claim) == [claim("1", "theirs")]
    store.commit(mine, expect={("claims", "1"): theirs})
    assert store.tables.all(Claim) == [claim("1", "mine")]


def test_a_revision_is_the_number_of_the_change_that_touched_the_record_last(
    kind: Kind, store: Store
) -> None:
    put(store, claim("1"), claim("2"))
    put(store, claim("1", "new"))
    first, second = (store.tables.rev("claims", id) for id in "12")
    assert (first, second) == (store.tables.number, store.tables.number - 1)
    assert store.tables.rev("claims", "none") == 0
    again = kind.again(store)
    assert (again.tables.rev("claims", "1"), again.tables.rev("claims", "2")) == (first, second)


def test_a_place_is_never_given_twice_not_even_after_the_store_was_closed(kind: Kind, store: Store) -> None:
    put(store, claim("1"), claim("2"))
    delete(store, claim("2"))
    again = kind.again(store)
    assert again.tables.next_place("claims") == 3


def test_a_record_under_another_id_or_at_a_taken_place_is_refused(store: Store) -> None:
    put(store, claim("1"))
    before = everything(store)
    for edit in (
        Edit("claims", "2", 2, None, claim("3")),
        Edit("claims", "2", 1, None, claim("2")),
        Edit("claims", "2", 0, None, claim("2")),
    ):
        with pytest.raises(ProjectError):
            store.commit(Change(id="x", label="odd", edits=(edit,)))
    assert everything(store) == before


def test_the_past_has_every_change_in_order_and_back(kind: Kind, store: Store) -> None:
    put(store, claim("1"))
    put(store, claim("1", "new"), claim("2"))
    gone = delete(store, claim("2"))
    store.commit(gone.inverse(by="mo", at="now"))
    for again in (store, kind.again(store)):
        again.flush()
        past = list(again.past())
        assert [recorded.number for recorded in past] == [1, 2, 3, 4, 5]
        assert [recorded.change.label for recorded in past] == ["put", "put", "put", "delete", "delete"]
        assert past[3].change == gone
        assert (past[4].change.role, past[4].change.by, past[4].change.at) == ("undo", "mo", "now")
        assert past[4].change.edits == gone.inverse().edits
        assert list(again.past(newest_first=True)) == past[::-1]


def test_a_snapshot_opens_with_plain_tinydb_and_is_everything(store: Store, tmp_path: Path) -> None:
    put(
        store, claim("b", "é\u2028\x1b"), piece("e"), Origin(id="o", name="O"), Review(claim="b", article="a")
    )
    put(store, claim("a"))
    store.snapshot(tmp_path / "snapshot.json")
    with TinyDB(tmp_path / "snapshot.json", access_mode="r", encoding="utf-8") as database:
        for table in ("articles", "origins", "claims", "evidence", "reviews"):
            documents = [(document.doc_id, dict(document)) for document in database.table(table)]
            assert documents == [
                (place, json.loads(msgspec.json.encode(record)))
                for place, record in store.tables.placed(table)
            ]


def test_the_snapshot_of_one_store_put_into_another_is_the_same(
    kind: Kind, store: Store, tmp_path: Path
) -> None:
    put(store, claim("b"), piece("e"), claim("a"))
    delete(store, claim("b"))
    for folder, again in ((tmp_path / "one", store), (tmp_path / "two", kind.again(store))):
        folder.mkdir()
        again.snapshot(folder / FILE_NAME)
        with contextlib.closing(TinyDBStore(folder)) as other:
            assert everything(other) == everything(store)
            assert other.tables.number == again.tables.number


def test_cells_are_found_by_claim_and_article_together(store: Store) -> None:
    put(
        store,
        piece("1", "c", "a"),
        piece("2", "c", "b"),
        piece("3", "c", "a"),
        Review(claim="c", article="a"),
    )
    assert [p.id for p in store.tables.evidence_at("c", "a")] == ["1", "3"]
    assert [r.claim for r in store.tables.reviews_at("c", "a")] == ["c"]
    assert store.tables.evidence_at("d", "a") == store.tables.reviews_at("c", "b") == []


def test_nobody_else_has_a_store_that_one_has_oneself(store: Store) -> None:
    assert store.holder is None
    assert store.catch_up() == []
    store.take_over()
    put(store, claim("1"))


def test_a_second_session_sees_what_the_first_one_does_and_takes_over_when_it_leaves(tmp_path: Path) -> None:
    with contextlib.closing(TinyDBStore(tmp_path)) as first:
        put(first, Settings(), claim("1"))
        second = TinyDBStore(tmp_path, read_only=True)
        heard = threading.Event()
        second.on_news(heard.set)
        made = put(first, claim("2"))
        assert heard.wait(20)
        assert second.catch_up() == [made]
        assert second.tables.all(Claim) == [claim("1"), claim("2")]
        assert second.holder is not None
        assert second.holder.pid == os.getpid()
        with pytest.raises(BusyError):
            second.take_over()
        put(first, claim("3"))
    with contextlib.closing(second):
        second.take_over()
        assert [change.label for change in second.catch_up()] == ["put"]
        assert not second.read_only
        assert second.holder is None
        put(second, claim("4"))
        assert [c.id for c in second.tables.all(Claim)] == ["1", "2", "3", "4"]
    with contextlib.closing(TinyDBStore(tmp_path, read_only=True)) as third:
        assert [c.id for c in third.tables.all(Claim)] == ["1", "2", "3", "4"]


DIE = """
import os, signal, sys
from pathlib import Path
from annotations.changes import Change, Edit
from annotations.records import Claim, Settings
from annotations.store import TinyDBStore
store = TinyDBStore(Path(sys.argv[1]))
store.commit(Change(id="0", label="m", edits=(Edit("meta", "project", 1, None, Settings()),)))
claim = Claim(id="c", text="t")
store.commit(Change(id="1", label="c", edits=(Edit("claims", "c", 1, None, claim),)))
assert store.state.word == "saved"
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_counts_as_saved_survives_a_kill(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DIE, str(tmp_path)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert store.tables.all(Claim) == [claim("c")]


def test_a_store_that_is_only_read_refuses_changes(tmp_path: Path) -> None:
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        put(store, Settings(), claim("1"))
    with contextlib.closing(TinyDBStore(tmp_path, read_only=True)) as store:
        with pytest.raises(ReadOnlyError):
            put(store, claim("2"))
        assert store.tables.all(Claim) == [claim("1")]
