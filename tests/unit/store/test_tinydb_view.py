"""TinyDB's own interface over a store: it behaves as TinyDB does, and nothing gets past the store."""

from __future__ import annotations

import contextlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import add, delete
from tinydb.storages import MemoryStorage, Storage
from tinydb.table import Document, Table

from annotations.changes import Change, Edit
from annotations.errors import ConflictError, ProjectError, ReadOnlyError
from annotations.records import Claim, Evidence, Origin, Quote, Review, Settings, new_id
from annotations.store import MemoryStore
from annotations.store.tinydb_view import LABEL, JournalTable, StoreDB, StoreStorage, tinydb_over


def claim(id: str, text: str = "It ran dry.", **fields: Any) -> dict[str, Any]:
    return {"id": id, "text": text, **fields}


def put(store: MemoryStore, *records: Any) -> None:
    """Commit new records past TinyDB."""
    tables = {Claim: "claims", Origin: "origins", Evidence: "evidence", Review: "reviews", Settings: "meta"}
    for record in records:
        table: Any = tables[type(record)]
        known = store.tables.record(table, record.id)
        place = store.tables.place(table, record.id) or store.tables.next_place(table)
        store.commit(Change(id=new_id(), label="put", edits=(Edit(table, record.id, place, known, record),)))


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    put(store, Settings(), Claim(id="a", text="One.", tags=("x", "y")), Claim(id="b", text="Two."))
    return store


@pytest.fixture
def db(store: MemoryStore) -> StoreDB:
    return tinydb_over(store, annotator="mo")


def changes(store: MemoryStore) -> list[Change]:
    return [recorded.change for recorded in store.past()]


# ---- Reading -----------------------------------------------------------------------------------------


def test_every_table_can_be_read_by_tinydb_s_own_methods(db: StoreDB) -> None:
    claims = db.table("claims")
    assert [(c.doc_id, c["id"], c["tags"]) for c in claims.all()] == [(1, "a", ["x", "y"]), (2, "b", [])]
    assert [c["id"] for c in claims] == ["a", "b"]
    assert len(claims) == 2
    assert claims.get(doc_id=2)["text"] == "Two."  # type: ignore[index]
    assert claims.get(where("text") == "One.").doc_id == 1  # type: ignore[union-attr]
    assert [c["id"] for c in claims.get(doc_ids=[2, 9])] == ["b"]
    assert claims.get(doc_id=9) is None
    assert claims.contains(where("tags").any(["y"]))
    assert not claims.contains(doc_id=3)
    assert claims.count(where("id") == "a") == 1
    assert db.tables() == {"meta", "articles", "origins", "claims", "evidence", "reviews"}
    assert db.table("meta").get(doc_id=1)["format"] == "variorum"  # type: ignore[index]


def test_what_is_read_is_what_plain_tinydb_reads_from_the_snapshot(
    store: MemoryStore, db: StoreDB, tmp_path: Path
) -> None:
    quote = Quote(start=0, end=3, exact="One", suffix=" ”\u2028")
    put(
        store,
        Origin(id="o", name="O", aliases=("P",)),
        Evidence(id="e", claim="a", article="x", stance="refutes", quote=quote, attribution=("o", "o")),
        Review(claim="a", article="x", annotator="mo"),
        Settings(undecided=(("o", "p"), ("o", "q"))),
    )
    store.snapshot(tmp_path / "file.json")
    with TinyDB(tmp_path / "file.json") as stock:
        for table in db.tables():
            documents = [dict(document) for document in stock.table(table)]
            for document in documents:
                for mark in ("seq", "highest", "revs"):
                    document.pop(mark, None)
            assert [dict(document) for document in db.table(table)] == documents
            assert [d.doc_id for d in db.table(table)] == [d.doc_id for d in stock.table(table)]


@pytest.mark.parametrize("key", ["01", "1 ", "x", "-1", "²", ""])
def test_only_a_number_as_it_is_written_is_one(db: StoreDB, key: Any) -> None:
    assert db.table("claims").get(doc_id=key) is None
    assert db.table("claims").get(doc_id=1) is not None


def test_changing_a_result_changes_nothing_that_is_kept(store: MemoryStore, db: StoreDB) -> None:
    query = where("id") == "a"
    for found in (
        db.table("claims").get(doc_id=1),
        db.table("claims").search(query)[0],
        db.table("claims").all()[0],
        db.storage.read()["claims"]["1"],  # type: ignore[index]
    ):
        found["tags"].append("z")  # type: ignore[index]
        found["text"] = "Three."  # type: ignore[index]
    assert store.tables.get(Claim, "a") == Claim(id="a", text="One.", tags=("x", "y"))
    assert db.table("claims").search(query)[0]["tags"] == ["x", "y"]


def test_a_search_repeated_after_a_commit_past_tinydb_sees_it(store: MemoryStore, db: StoreDB) -> None:
    query = where("text") == "Two."
    assert db.table("claims").count(query) == 1
    put(store, Claim(id="c", text="Two."))
    assert [c["id"] for c in db.table("claims").search(query)] == ["b", "c"]
    put(store, Claim(id="b", text="Changed."))
    assert [c["id"] for c in db.table("claims").search(query)] == ["c"]


def test_a_walk_goes_through_what_was_there_when_it_began(db: StoreDB) -> None:
    claims = db.table("claims")
    for document in claims:
        claims.insert(claim(f"{document['id']}2"))
    assert [c["id"] for c in claims] == ["a", "b", "a2", "b2"]


# ---- Changing ----------------------------------------------------------------------------------------


def test_each_call_is_one_change_by_the_annotator(store: MemoryStore, db: StoreDB) -> None:
    claims = db.table("claims")
    before = len(changes(store))
    assert claims.insert(claim("c")) == 3
    assert claims.insert_multiple([claim("d"), Document(claim("e"), 9), claim("f")]) == [4, 9, 10]
    assert claims.update({"note": "n"}, where("id") == "a") == [1]
    assert claims.update_multiple([({"type": "plan"}, where("id").one_of(["c", "d"]))]) == [3, 4]
    assert claims.upsert(claim("g"), where("id") == "g") == [11]
    assert claims.upsert(claim("g", "Other."), where("id") == "g") == [11]
    assert claims.remove(where("type") == "plan") == [3, 4]
    claims.truncate()
    made = changes(store)[before:]
    assert len(made) == 8
    assert {(change.label, change.by, change.role, change.undoable) for change in made} == {
        (LABEL, "mo", "do", True)
    }
    assert all(change.at.endswith("Z") and change.id for change in made)
    assert [len(change.edits) for change in made] == [1, 3, 1, 2, 1, 1, 2, 5]


def test_a_change_through_tinydb_can_be_undone(store: MemoryStore, db: StoreDB) -> None:
    before = db.storage.read()
    db.table("claims").truncate()
    db.table("claims").insert(claim("c"))
    for change in reversed(changes(store)[-2:]):
        store.commit(change.inverse())
    assert db.storage.read() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda t: t.update({"text": "One."}, doc_ids=[1]),
        lambda t: t.update({"text": "x"}, where("id") == "z"),
        lambda t: t.update_multiple([]),
        lambda t: t.remove(doc_ids=[9]),
        lambda t: t.insert_multiple([]),
        lambda t: t.update(lambda document: document["tags"].clear(), doc_ids=[2]),
    ],
)
def test_what_changes_nothing_is_no_change(
    store: MemoryStore, db: StoreDB, act: Callable[[Table], object]
) -> None:
    before = len(changes(store))
    act(db.table("claims"))
    assert len(changes(store)) == before


def test_only_the_documents_that_changed_are_in_the_change(store: MemoryStore, db: StoreDB) -> None:
    def note_on_b(document: Any) -> None:
        if document["id"] == "b":
            document["note"] = "n"

    db.table("claims").update(note_on_b)
    (edit,) = changes(store)[-1].edits
    assert (edit.id, edit.place) == ("b", 2)


def test_numbers_are_never_given_twice(db: StoreDB, store: MemoryStore) -> None:
    claims = db.table("claims")
    claims.remove(doc_ids=[2])
    assert claims.insert(claim("c")) == 3
    claims.truncate()
    assert claims.insert_multiple([claim("d"), claim("e")]) == [4, 5]
    db.drop_tables()
    put(store, Claim(id="past", text="x"))
    assert db.table("claims").insert(claim("f")) == 7


def test_numbers_go_on_after_an_insertion_that_failed(db: StoreDB) -> None:
    claims = db.table("claims")
    with pytest.raises(ProjectError):
        claims.insert_multiple([claim("c"), {"id": "d"}])
    assert claims.insert(claim("c")) == 3


def test_a_number_that_is_taken_is_refused_as_tinydb_does(db: StoreDB) -> None:
    with pytest.raises(ValueError, match="ID 1 already exists"):
        db.table("claims").insert(Document(claim("c"), 1))


@pytest.mark.parametrize("number", [0, -1, "x", False, 1.5])
def test_a_number_that_is_none_is_refused(db: StoreDB, number: Any) -> None:
    with pytest.raises(ProjectError, match="no number that a document can have"):
        db.table("claims").insert(Document(claim("c"), number))
    assert len(db.table("claims")) == 2


class Interrupted(Exception):
    pass


def interrupt(document: Any) -> None:
    document["text"] = "half"
    if document["id"] == "b":
        raise Interrupted


def stream() -> Iterator[dict[str, Any]]:
    yield claim("c")
    raise Interrupted


@pytest.mark.parametrize(
    "act",
    [
        lambda t: t.update(interrupt),
        lambda t: t.update(interrupt, where("text").exists()),
        lambda t: t.update_multiple([(interrupt, where("text").exists())]),
        lambda t: t.insert_multiple(stream()),
    ],
)
def test_an_exception_in_the_middle_changes_nothing(
    store: MemoryStore, db: StoreDB, act: Callable[[Table], object]
) -> None:
    before, number = db.storage.read(), store.tables.number
    with pytest.raises(Interrupted):
        act(db.table("claims"))
    assert (db.storage.read(), store.tables.number) == (before, number)
    assert db.table("claims").insert(claim("d")) == 3


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"id": "c"}, r"^claims 3 \(c\): .*text"),
        ({"text": "x"}, r"^claims 3: .*id"),
        (claim("c", credibility="1"), r"^claims 3 \(c\): .*credibility"),
        (claim("c", tags="xy"), r"^claims 3 \(c\): .*tags"),
        (claim("c", rev=1), r"^claims 3 \(c\): .*rev"),
        (claim("c", "\ud800"), r"^claims 3 \(c\): .*surrogate"),
        (claim("c", created=object()), r"^claims 3 \(c\): .*created"),
        ({"id": "c", "text": "x", 1: 2}, r"^claims 3 \(c\): .*key"),
        (claim("c", type("Odd", (str,), {})("x")), r"^claims 3 \(c\): .*Odd"),
    ],
)
def test_a_document_that_is_no_record_is_named_and_nothing_is_changed(
    store: MemoryStore, db: StoreDB, document: dict[str, Any], words: str
) -> None:
    before = db.storage.read()
    for act in (
        lambda: db.table("claims").insert(document),
        lambda: db.storage.write({**before, "claims": {**before["claims"], "3": document}}),  # type: ignore
    ):
        with pytest.raises(ProjectError, match=words):
            act()
        assert db.storage.read() == before


def test_what_is_no_mapping_is_refused_as_tinydb_does(db: StoreDB) -> None:
    with pytest.raises(ValueError, match="not a Mapping"):
        db.table("claims").insert([1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "theirs"),
    [
        ([claim("b")], Claim(id="b", text="Two.")),
        ([claim("c"), claim("b")], Claim(id="b", text="Two.")),
        ([claim("c"), claim("c", "x")], None),
    ],
)
def test_the_id_of_another_document_is_refused(
    db: StoreDB, new: list[dict[str, Any]], theirs: Claim | None
) -> None:
    before = db.storage.read()
    with pytest.raises(ConflictError, match="is there already, as number") as caught:
        db.table("claims").insert_multiple(new)
    assert (caught.value.table, caught.value.theirs) == ("claims", theirs)
    assert db.storage.read() == before


def test_the_id_of_a_document_stays(db: StoreDB, store: MemoryStore) -> None:
    with pytest.raises(ProjectError, match=r"claims 1: an id cannot be changed \(a to c\)"):
        db.table("claims").update({"id": "c"}, doc_ids=[1])
    put(store, Review(claim="a", article="x", annotator="mo"))
    with pytest.raises(ProjectError, match="claim, article and annotator of a review"):
        db.table("reviews").update({"annotator": "ida"})
    assert db.table("reviews").update({"basis": "read"}) == [1]


def test_a_change_made_by_the_updater_itself_is_not_overwritten(store: MemoryStore, db: StoreDB) -> None:
    def meddle(document: Any) -> None:
        put(store, Claim(id="a", text="Theirs."))
        document["text"] = "Mine."

    with pytest.raises(ConflictError):
        db.table("claims").update(meddle, doc_ids=[1])
    assert store.tables.get(Claim, "a") == Claim(id="a", text="Theirs.")


def test_a_store_that_is_read_only_stays_as_it_is(
    store: MemoryStore, db: StoreDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(change: Change) -> int:
        raise ReadOnlyError("read only")

    monkeypatch.setattr(store, "commit", refuse)
    for act in (lambda: db.table("claims").truncate(), db.drop_tables, lambda: db.drop_table("claims")):
        with pytest.raises(ReadOnlyError):
            act()
    assert len(db.table("claims")) == 2


# ---- Whole tables ------------------------------------------------------------------------------------


def test_tables_are_dropped_in_one_change_and_the_project_stays_a_project(
    store: MemoryStore, db: StoreDB
) -> None:
    put(store, Origin(id="o", name="O"), Settings(id="drafts"))
    db.drop_table("claims")
    assert [(e.table, e.id) for e in changes(store)[-1].edits] == [("claims", "a"), ("claims", "b")]
    db.drop_tables()
    assert [(e.table, e.id) for e in changes(store)[-1].edits] == [("meta", "drafts"), ("origins", "o")]
    assert db.storage.read() == {
        **{table: {} for table in ("articles", "origins", "claims", "evidence", "reviews")},
        "meta": {"1": {**db.table("meta").get(doc_id=1)}},  # type: ignore[dict-item]
    }


@pytest.mark.parametrize(
    "act",
    [
        lambda meta: meta.truncate(),
        lambda meta: meta.remove(doc_ids=[1]),
        lambda meta: meta.update({"schema": 1}),
        lambda meta: meta.update({"format": "other"}),
    ],
)
def test_what_makes_a_file_a_project_cannot_be_taken_away(
    db: StoreDB, act: Callable[[Table], object]
) -> None:
    with pytest.raises(ProjectError, match="a project cannot be without its format and schema"):
        act(db.table("meta"))
    assert db.table("meta").update({"created": "now"}) == [1]


def test_a_table_that_is_asked_to_persist_empty_is_not_emptied(db: StoreDB) -> None:
    assert len(db.table("claims", persist_empty=True)) == 2


def test_the_whole_of_the_data_can_be_written_back(store: MemoryStore, db: StoreDB) -> None:
    data = json.loads(json.dumps(db.storage.read()))
    number = store.tables.number
    db.storage.write(data)
    assert store.tables.number == number
    data["claims"]["7"] = claim("g")
    del data["claims"]["1"]
    data["claims"]["2"]["note"] = "n"
    data["_default"] = {}
    db.storage.write(data)
    assert store.tables.number == number + 1
    assert [(c.doc_id, c["id"], c["note"]) for c in db.table("claims")] == [(2, "b", "n"), (7, "g", "")]


def test_tables_of_plain_tinydb_work_on_the_storage_too(store: MemoryStore) -> None:
    class Plain(TinyDB):
        table_class = Table

    stock = Plain(store, annotator="mo", storage=StoreStorage).table("claims")
    assert stock.insert(claim("c")) == 3
    assert stock.update({"note": "n"}, where("id") == "a") == [1]
    assert stock.remove(doc_ids=[2]) == [2]
    assert [c.id for c in store.tables.all(Claim)] == ["a", "c"]
    assert store.tables.get(Claim, "a") == Claim(id="a", text="One.", tags=("x", "y"), note="n")


@pytest.mark.parametrize("name", ["_default", "claim", ""])
def test_a_table_that_no_project_has_is_refused(db: StoreDB, name: str) -> None:
    with pytest.raises(ProjectError, match=f"no table “{name}”; a project has meta, articles"):
        db.table(name)
    with pytest.raises(ProjectError, match=f"no table “{name}”"):
        db.storage.write({**db.storage.read(), name: {"1": {}}})  # type: ignore[dict-item]


def test_methods_of_the_default_table_say_that_there_is_none(db: StoreDB) -> None:
    for act in (lambda: db.insert(claim("c")), lambda: db.all(), lambda: len(db), lambda: list(db)):
        with pytest.raises(ProjectError, match="no table “_default”"):
            act()
    with pytest.raises(AttributeError, match="flush"):
        db.flush()
    assert "'claims': 2" in repr(db)


def test_a_table_needs_a_store() -> None:
    with pytest.raises(TypeError):
        JournalTable(MemoryStorage(), "claims")


def test_closing_leaves_the_store_open(store: MemoryStore) -> None:
    with tinydb_over(store) as db:
        db.table("claims").insert(claim("c"))
    put(store, Claim(id="d", text="x"))
    assert len(store.tables.all(Claim)) == 4


# ---- The seam ----------------------------------------------------------------------------------------


class Elsewhere(Storage):
    """A storage that nobody may touch."""

    def read(self) -> Any:
        raise AssertionError("a method of TinyDB's table reads past _read_table")

    def write(self, data: Any) -> None:
        raise AssertionError("a method of TinyDB's table writes past _update_table")


class Watched(Table):
    """A table that lives in a dict, by the three methods that `JournalTable` overrides and no other."""

    def __init__(self) -> None:
        super().__init__(Elsewhere(), "watched")
        self.documents: dict[int, Any] = {1: {"n": 1}, 2: {"n": 2}}
        self.calls: list[str] = []

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        self.calls.append("read")
        return {str(number): document for number, document in self.documents.items()}

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        self.calls.append("update")
        updater(self.documents)

    def _get_next_id(self) -> int:
        self.calls.append("number")
        return 10 + len(self.documents)


class TestTheSeam:
    """What `JournalTable` rests on in TinyDB and what is no promise of TinyDB's. An upgrade of TinyDB that
    fails here must be looked at by a person before it is let in."""

    WRITERS: ClassVar[list[tuple[Callable[[Any], object], list[str]]]] = [
        (lambda t: t.insert({"n": 3}), ["number", "update"]),
        (lambda t: t.insert(Document({"n": 3}, 5)), ["update"]),
        (lambda t: t.insert_multiple([{"n": 3}, Document({"n": 4}, 7)]), ["update", "number"]),
        (lambda t: t.update({"m": 1}), ["update"]),
        (lambda t: t.update({"m": 1}, where("n") == 1), ["update"]),
        (lambda t: t.update({"m": 1}, doc_ids=[1]), ["update"]),
        (lambda t: t.update_multiple([({"m": 1}, where("n") == 1)]), ["update"]),
        (lambda t: t.upsert({"m": 1}, where("n") == 1), ["update"]),
        (lambda t: t.upsert({"n": 9}, where("n") == 9), ["update", "number", "update"]),
        (lambda t: t.upsert(Document({"n": 9}, 9)), ["update", "update"]),
        (lambda t: t.remove(where("n") == 1), ["update"]),
        (lambda t: t.remove(doc_ids=[1]), ["update"]),
        (lambda t: t.truncate(), ["update"]),
    ]
    READERS: ClassVar[list[tuple[Callable[[Any], object], object]]] = [
        (lambda t: t.all(), [{"n": 1}, {"n": 2}]),
        (lambda t: list(t), [{"n": 1}, {"n": 2}]),
        (lambda t: len(t), 2),
        (lambda t: t.search(where("n") == 2), [{"n": 2}]),
        (lambda t: t.get(where("n") == 2), {"n": 2}),
        (lambda t: t.get(doc_id=2), {"n": 2}),
        (lambda t: t.get(doc_ids=[2]), [{"n": 2}]),
        (lambda t: t.contains(where("n") == 2), True),
        (lambda t: t.contains(doc_id=3), False),
        (lambda t: t.count(where("n") == 2), 1),
    ]

    def test_it_has_the_methods_with_the_parameters_that_are_overridden(self) -> None:
        for name, parameters in {
            "_update_table": ["self", "updater"],
            "_read_table": ["self"],
            "_get_next_id": ["self"],
            "__init__": ["self", "storage", "name", "cache_size", "persist_empty"],
            "update": ["self", "fields", "cond", "doc_ids"],
            "update_multiple": ["self", "updates"],
            "remove": ["self", "cond", "doc_ids"],
        }.items():
            assert list(inspect.signature(getattr(Table, name)).parameters) == parameters
            assert list(inspect.signature(getattr(JournalTable, name)).parameters) == parameters

    def test_there_is_no_other_way_in_than_those_that_are_known(self) -> None:
        known = {"insert", "insert_multiple", "update", "update_multiple", "upsert", "remove", "truncate"}
        known |= {"all", "search", "get", "contains", "count", "clear_cache", "name", "storage"}
        known |= {"document_class", "document_id_class", "query_cache_class", "default_query_cache_capacity"}
        assert {name for name in vars(Table) if not name.startswith("_")} == known
        hidden = {name for name, value in vars(Table).items() if name.startswith("_") and callable(value)}
        assert hidden == {
            "__init__", "__repr__", "__len__", "__iter__", "_get_next_id", "_read_table", "_update_table",
        }  # fmt: skip

    @pytest.mark.parametrize(("act", "calls"), WRITERS)
    def test_what_changes_a_table_goes_through_update_table_only(
        self, act: Callable[[Table], object], calls: list[str]
    ) -> None:
        table = Watched()
        before = json.dumps(table.documents)
        act(table)
        assert table.calls == calls
        assert json.dumps(table.documents) != before

    @pytest.mark.parametrize(("act", "expected"), READERS)
    def test_what_reads_a_table_goes_through_read_table_only(
        self, act: Callable[[Table], object], expected: object
    ) -> None:
        table = Watched()
        assert act(table) == expected
        assert set(table.calls) == {"read"}

    def test_a_database_makes_the_tables_of_its_table_class(self, db: StoreDB) -> None:
        assert isinstance(db.table("claims"), JournalTable)
        assert db.table("claims").storage is db.storage
        assert isinstance(db.storage, StoreStorage)

    def test_a_cache_of_ours_is_the_one_that_is_used(self, db: StoreDB) -> None:
        table = db.table("claims")
        table.search(where("id") == "a")
        assert type(table._query_cache) is JournalTable.query_cache_class
        assert len(table._query_cache) == 0


# ---- Against TinyDB itself ---------------------------------------------------------------------------

ids = st.sampled_from("abcdefgh")
fields = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["One.", "Two — “2”.", "", "\x00\u2028👩"]),
        "tags": st.lists(st.sampled_from("xyz"), max_size=2),
        "type": st.sampled_from([None, "plan", "quote"]),
        "credibility": st.sampled_from([None, 1, 6]),
    },
)
conditions = st.sampled_from(
    [
        where("id") == "a",
        where("text") == "One.",
        where("tags").any(["x", "y"]),
        where("type") == "plan",
        where("type") != "plan",
        where("credibility").one_of([1, 6]),
        where("none").exists(),
        (where("type") == "plan") & (where("text").search("—")),
        lambda document: len(document["tags"]) > 1,
    ]
)
#: Places in the list of all documents that there ever were: they stand for doc_ids in both databases.
which = st.lists(st.integers(0, 15), max_size=3)
operations = st.one_of(
    st.tuples(st.just("insert"), ids, fields),
    st.tuples(st.just("insert_multiple"), st.lists(st.tuples(ids, fields), max_size=3)),
    st.tuples(st.just("insert at"), ids, fields, st.integers(0, 3)),
    st.tuples(st.just("update"), fields, conditions),
    st.tuples(st.just("update by"), st.sampled_from(["tag", "note", "text", "raise"]), conditions),
    st.tuples(st.just("update ids"), fields, which),
    st.tuples(st.just("update all"), fields),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(fields, conditions), max_size=3)),
    st.tuples(st.just("upsert"), ids, fields),
    st.tuples(st.just("upsert by"), ids, fields, conditions),
    st.tuples(st.just("remove"), conditions),
    st.tuples(st.just("remove ids"), which),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("drop")),
)


def add_tag(document: Any) -> None:
    document["tags"].append("more")


def fail_on_plans(document: Any) -> None:
    if document["type"] == "plan":
        raise Interrupted


class InText(Storage):
    """Keeps everything as JSON, as TinyDB's file does: in its own storage in memory two documents share the
    list that one update gave to both."""

    def __init__(self) -> None:
        self.text: str | None = None

    def read(self) -> Any:
        return None if self.text is None else json.loads(self.text)

    def write(self, data: Any) -> None:
        self.text = json.dumps(data)


class Pair:
    """The view and TinyDB side by side. Numbers are compared by the documents that they stand for, because
    TinyDB gives those of removed documents again."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.ours = tinydb_over(self.store)
        self.stock = TinyDB(storage=InText)
        self.numbers: list[tuple[int, int]] = []

    def documents(self) -> tuple[dict[int, Any], dict[int, Any]]:
        ours = {document.doc_id: dict(document) for document in self.ours.table("claims")}
        stock = {document.doc_id: dict(document) for document in self.stock.table("claims")}
        return ours, stock

    def check(self, query: Any) -> None:
        ours, stock = self.documents()
        live = [(one, other) for one, other in self.numbers if one in ours and other in stock]
        self.numbers = live
        assert {one for one, _ in live} == set(ours)
        assert {other for _, other in live} == set(stock)
        for one, other in live:
            assert ours[one] == stock[other]
            assert self.ours.table("claims").get(doc_id=one) == self.stock.table("claims").get(doc_id=other)
        mine, theirs = self.ours.table("claims"), self.stock.table("claims")
        key = dict(live)
        assert {key[d.doc_id] for d in mine.search(query)} == {d.doc_id for d in theirs.search(query)}
        assert mine.count(query) == theirs.count(query)
        assert mine.contains(query) == theirs.contains(query)
        assert len(mine) == len(theirs)
        some = live[::2]
        assert {key[d.doc_id] for d in mine.get(doc_ids=[one for one, _ in some])} == {
            d.doc_id for d in theirs.get(doc_ids=[other for _, other in some])
        }

    def run(self, operation: tuple[Any, ...]) -> None:
        name, *rest = operation
        taken = {document["id"] for document in self.ours.table("claims")}
        mine, theirs = self.ours.table("claims"), self.stock.table("claims")
        if name in ("insert", "insert at", "insert_multiple"):
            pairs = rest[0] if name == "insert_multiple" else [rest[:2]]
            new = [whole(id, some) for id, some in pairs if id not in taken]
            new = list({document["id"]: document for document in new}.values())
            if name == "insert at":  # numbers that neither of them has given
                high = max([0, *(n for pair in self.numbers for n in pair)])
                high = max(high, self.store.tables.next_place("claims")) + rest[2]
                self.added(
                    [mine.insert(Document(d, high)) for d in new],
                    [theirs.insert(Document(d, high)) for d in new],
                )
            elif name == "insert" and new:
                self.added([mine.insert(new[0])], [theirs.insert(new[0])])
            else:
                self.added(mine.insert_multiple(new), theirs.insert_multiple(new))
        elif name == "update":
            self.same(mine.update(rest[0], rest[1]), theirs.update(dict(rest[0]), rest[1]))
        elif name == "update by" and rest[0] == "raise":
            for table in (mine, theirs):
                # Plain TinyDB keeps what was done up to there; this function does nothing up to there.
                with contextlib.suppress(Interrupted):
                    table.update(fail_on_plans, rest[1])
        elif name == "update by":
            act = {"tag": add_tag, "note": add("note", "+"), "text": lambda d: delete("text")(d)}[rest[0]]
            if rest[0] == "text" and mine.contains(rest[1]):
                before = self.documents()[0]
                with pytest.raises(ProjectError, match="text"):
                    mine.update(act, rest[1])
                assert self.documents()[0] == before
            elif rest[0] != "text":
                self.same(mine.update(act, rest[1]), theirs.update(act, rest[1]))
        elif name == "update ids":
            ones, others = self.chosen(rest[1])
            self.same(mine.update(rest[0], doc_ids=ones), theirs.update(rest[0], doc_ids=others))
        elif name == "update all":
            self.same(mine.update(rest[0]), theirs.update(rest[0]))
        elif name == "update_multiple":
            self.same(mine.update_multiple(rest[0]), theirs.update_multiple(rest[0]))
        elif name == "upsert":
            document = whole(rest[0], rest[1])
            query = where("id") == rest[0]
            ours, stock = mine.upsert(document, query), theirs.upsert(document, query)
            if rest[0] in taken:
                self.same(ours, stock)
            else:
                self.added(ours, stock)
        elif name == "upsert by":
            if mine.contains(rest[2]) or rest[0] in taken:  # several documents would get one id
                return
            document = whole(rest[0], rest[1])
            self.added(mine.upsert(document, rest[2]), theirs.upsert(document, rest[2]))
        elif name == "remove":
            self.same(mine.remove(rest[0]), theirs.remove(rest[0]))
        elif name == "remove ids":
            ones, others = self.chosen(rest[0])
            self.same(mine.remove(doc_ids=ones), theirs.remove(doc_ids=others))
        elif name == "truncate":
            mine.truncate()
            theirs.truncate()
        else:
            self.ours.drop_table("claims")
            self.stock.drop_table("claims")

    def chosen(self, numbers: list[int]) -> tuple[list[int], list[int]]:
        """Numbers in both databases, and one that neither has; each once, as removing one twice fails."""
        pairs = list(dict.fromkeys(self.numbers[n] for n in numbers if n < len(self.numbers)))
        return [one for one, _ in pairs] + [999], [other for _, other in pairs] + [999]

    def added(self, ours: list[int], stock: list[int]) -> None:
        assert len(ours) == len(stock)
        known = {one for one, _ in self.numbers}
        assert not known & set(ours)
        live = set(self.documents()[1]) - set(stock)
        self.numbers = [pair for pair in self.numbers if pair[1] in live]
        self.numbers += zip(ours, stock, strict=True)

    def same(self, ours: list[int], stock: list[int]) -> None:
        key = dict(self.numbers)
        assert sorted(key[one] for one in ours) == sorted(stock)


def whole(id: str, some: Mapping[str, Any]) -> dict[str, Any]:
    """A document with every field, as the view gives it."""
    document = {"id": id, "text": "", "type": None, "tags": [], "speaker": None, "note": ""}
    document |= {"open_question": "", "verdict": None, "credibility": None, "annotator": ""}
    return json.loads(json.dumps({**document, "created": "", "modified": "", **some}))


@given(st.lists(st.tuples(operations, conditions), max_size=12))
def test_it_does_what_tinydb_does(steps: list[tuple[Any, Any]]) -> None:
    pair = Pair()
    given_out = 0
    for operation, query in steps:
        pair.run(operation)
        pair.check(query)
        assert pair.store.tables.next_place("claims") > given_out
        given_out = pair.store.tables.next_place("claims") - 1
