"""TinyDB's own interface over a store: its tables, queries and documents, with our files and rules below.

    db = tinydb_over(store, annotator="mo")
    db.table("claims").search(where("type") == "plan")

Reads come from the records in memory, and what they give are copies. Every call that changes something
becomes one `Change` of the store: all of it or nothing, saved, seen in the history, and undone like any
other. Documents are plain values with the fields of the records (`annotations.records`), their doc_ids are
the lasting numbers of the records in their tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Protocol, TypeAlias, cast

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from annotations.changes import Change, Edit
from annotations.errors import ConflictError, ProjectError
from annotations.records import RECORD_TYPES, SCHEMA, TABLES, AnyRecord, Settings, new_id, utc_now
from annotations.records import Table as TableName
from annotations.store.documents import checked
from annotations.store.snapshot import PROJECT
from annotations.store.tables import Tables

__all__ = ["LABEL", "JournalTable", "StoreDB", "StoreStorage", "tinydb_over"]

#: What undo and the history say of a change that came through TinyDB.
LABEL = "edited through TinyDB"

#: Documents by their numbers, as TinyDB's own updaters take them.
Draft: TypeAlias = MutableMapping[int, dict[str, Any]]


class Keeper(Protocol):
    """What keeps the records: a store, or whoever makes changes to one and wants to know of all of them."""

    @property
    def tables(self) -> Tables:
        """The records as they are now."""

    def commit(self, change: Change) -> int:
        """Apply all edits of a change, or none; see `Store.commit`."""


def tinydb_over(store: Keeper, *, annotator: str = "") -> StoreDB:
    """A TinyDB whose tables are those of a store; its changes are made by `annotator`.

    Closing it leaves the store open.
    """
    return StoreDB(store, annotator=annotator)


class StoreStorage(Storage):
    """The tables of a store as TinyDB's storage interface has them: read as a whole, written as a whole.

    What is written is compared with what is there; the difference is one change.
    """

    def __init__(self, store: Keeper, *, annotator: str = "") -> None:
        self.store = store
        self.annotator = annotator

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables as plain values: table, number, document. Costs what all the records cost."""
        tables = self.store.tables
        return {
            table: {str(place): plain(record) for place, record in tables.placed(table)} for table in TABLES
        }

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the records what `data` says, in one change. A table that is not in it loses its documents.

        The settings of the project stay where the whole table `meta` is left out: without them no file is
        a project's.

        Raises:
            ProjectError: a document is none that its table can hold; nothing was changed.
            ConflictError: an id stands twice in a table; nothing was changed.
            ReadOnlyError: the store was opened to be read.
        """
        for table, documents in data.items():
            if table not in TABLES and documents:
                raise _no_table(table)
        edits: list[Edit] = []
        for table in TABLES:
            draft = _Draft(self.store.tables, table)
            documents = {_number(table, key): value for key, value in data.get(table, {}).items()}
            for place in draft:
                if place not in documents and not (table not in data and draft.is_project(place)):
                    del draft[place]
            for place, document in documents.items():
                draft[place] = cast("dict[str, Any]", document)
            edits += draft.edits()
        self.commit(edits)

    def commit(self, edits: Iterable[Edit]) -> None:
        """Commit edits as one change; none at all where they change nothing.

        Raises:
            ProjectError: see `Store.commit`.
        """
        made = tuple(edits)
        if made:
            self.store.commit(Change(id=new_id(), label=LABEL, edits=made, by=self.annotator, at=utc_now()))

    def close(self) -> None:
        """Nothing: the store belongs to whoever opened it."""


class _NoCache(LRUCache[QueryLike, list[Document]]):
    """Remembers nothing. TinyDB's cache forgets at its own writes only, and most changes come by other
    ways; what it remembers is also handed out twice, and changed by whoever changes a result."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Forget it at once."""


class JournalTable(Table):
    """A table of a store with TinyDB's interface.

    All of TinyDB's own methods change a table through `_update_table`, read it through `_read_table` and
    number new documents through `_get_next_id`; these three are what is other here. They have been the
    same since TinyDB 4.0, and a test watches that they stay so.

    Numbers are never given twice, so after a `truncate` they go on. Methods that change something raise

    - ProjectError: a document is none that this table can hold, or its id would change,
    - ConflictError: another document has the id,
    - ReadOnlyError: the store was opened to be read,
    - ValueError: TinyDB's own refusals,

    and then nothing was changed; nor was it where a function that was passed in raises.
    """

    query_cache_class = _NoCache  # type: ignore[assignment]

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = Table.default_query_cache_capacity,
        persist_empty: bool = False,  # noqa: ARG002  (every table of a project is always there)
    ) -> None:
        if not isinstance(storage, StoreStorage):
            raise TypeError("a JournalTable needs the storage of a store")
        if name not in TABLES:
            raise _no_table(name)
        # TinyDB 4.9 empties a table that is there when it is told to persist an empty one.
        super().__init__(storage, name, cache_size=cache_size, persist_empty=False)
        self._keeper = storage
        self._table: TableName = name
        self._draft: _Draft | None = None

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update documents as TinyDB does; only those that match are copied."""
        if cond is not None and doc_ids is None:
            return super().update(fields, doc_ids=self._matching(cond))
        return super().update(fields, cond, doc_ids)

    def update_multiple(
        self,
        updates: Iterable[tuple[Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None], QueryLike]],
    ) -> list[int]:
        """Update documents as TinyDB does; only those that match are copied."""
        acts = list(updates)
        updated: list[int] = []

        def updater(table: Draft) -> None:
            draft = cast("_Draft", table)
            for place in list(draft):
                for fields, cond in acts:
                    # An update before may have changed it: the draft knows.
                    if cond(draft.peek(place)):
                        updated.append(place)
                        if callable(fields):
                            fields(draft[place])
                        else:
                            draft[place].update(fields)

        self._update_table(updater)
        return updated

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove documents as TinyDB does; none is copied."""
        if cond is not None and doc_ids is None:
            return super().remove(doc_ids=self._matching(cond))
        return super().remove(cond, doc_ids)

    def _matching(self, cond: QueryLike) -> list[int]:
        return [int(number) for number, document in self._read_table().items() if cond(document)]

    def _get_next_id(self) -> int:
        if self._draft is not None:
            return self._draft.next_place
        return self._keeper.store.tables.next_place(self._table)

    def _read_table(self) -> Mapping[str, Mapping[str, Any]]:  # type: ignore[override]
        return _Documents(self._keeper.store.tables, self._table)

    def _update_table(self, updater: Callable[[Draft], None]) -> None:  # type: ignore[override]
        outer, self._draft = self._draft, _Draft(self._keeper.store.tables, self._table)
        try:
            updater(self._draft)
            edits = self._draft.edits()
        finally:
            self._draft = outer
        self._keeper.commit(edits)


class StoreDB(TinyDB):
    """A TinyDB on a store. A project has no default table, so every table is asked for by its name.

    Raises:
        ProjectError: by `table` for a name that no table of a project has, and by the methods that plain
            TinyDB passes on to its default table.
    """

    table_class = JournalTable

    def __init__(self, store: Keeper, *, annotator: str = "") -> None:
        super().__init__(store, annotator=annotator, storage=StoreStorage)

    def __repr__(self) -> str:
        counts = {table: len(self.table(table)) for table in TABLES}
        return f"<{type(self).__name__} {counts}>"

    def __getattr__(self, name: str) -> Any:
        if not hasattr(Table, name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return super().__getattr__(name)  # type: ignore[no-untyped-call]


def plain(record: AnyRecord) -> dict[str, Any]:
    """A record as TinyDB has it after reading it from JSON: dicts, lists, strings, numbers; all of it new."""
    document: dict[str, Any] = msgspec.to_builtins(record)
    for name, value in document.items():
        if type(value) is tuple:
            document[name] = [list(item) if type(item) is tuple else item for item in value]
    return document


class _Documents(Mapping[str, dict[str, Any]]):
    """A table as TinyDB reads it. Each document is made when it is asked for; a walk through all of them
    goes through those that were there when it began."""

    def __init__(self, tables: Tables, table: TableName) -> None:
        self._tables = tables
        self._table = table

    def __getitem__(self, key: str) -> dict[str, Any]:
        record = None
        if key.isascii() and key.isdigit() and key == str(int(key)):
            record = self._tables.at_place(self._table, int(key))
        if record is None:
            raise KeyError(key)
        return plain(record)

    def __iter__(self) -> Iterator[str]:
        return (str(place) for place, _ in self._tables.placed(self._table))

    def __len__(self) -> int:
        return self._tables.count(RECORD_TYPES[self._table])

    def items(self) -> Iterator[tuple[str, dict[str, Any]]]:  # type: ignore[override]
        """Numbers and documents, one at a time."""
        return ((str(place), plain(record)) for place, record in self._tables.placed(self._table))


class _Draft(Draft):
    """A table while an updater works on it. The documents that it takes hold of are copies; what became of
    them is turned into edits when it is done."""

    def __init__(self, tables: Tables, table: TableName) -> None:
        self._tables = tables
        self._table = table
        #: What was there, and what the updater has made of it, by number; null where there is nothing.
        self._before: dict[int, AnyRecord | None] = {}
        self._after: dict[int, dict[str, Any] | None] = {}
        self._highest = 0

    @property
    def next_place(self) -> int:
        """The number for the next new document; above every one that was ever given."""
        return max(self._tables.next_place(self._table), self._highest + 1)

    def peek(self, place: int) -> dict[str, Any]:
        """A document to look at, as it is now; what is done to it is lost."""
        if place in self._after:
            return self[place]
        record = self._tables.at_place(self._table, place)
        if record is None:
            raise KeyError(place)
        return plain(record)

    def is_project(self, place: int) -> bool:
        """Whether these are the settings without which no file is a project's."""
        record = self._tables.at_place(self._table, place)
        return isinstance(record, Settings) and record.id == PROJECT

    def __getitem__(self, place: int) -> dict[str, Any]:
        if place not in self._after:
            record = self._seen(place)
            self._after[place] = None if record is None else plain(record)
        document = self._after[place]
        if document is None:
            raise KeyError(place)
        return document

    def __setitem__(self, place: int, document: dict[str, Any]) -> None:
        if isinstance(place, bool) or not isinstance(place, int) or place < 1:
            raise ProjectError(f"{self._table}: {place!r} is no number that a document can have")
        self._seen(place)
        self._after[place] = document
        self._highest = max(self._highest, place)

    def __delitem__(self, place: int) -> None:
        if place not in self:
            raise KeyError(place)
        self._seen(place)
        self._after[place] = None

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, int):
            return False
        if place in self._after:
            return self._after[place] is not None
        return self._tables.at_place(self._table, place) is not None

    def __iter__(self) -> Iterator[int]:
        there = [place for place, _ in self._tables.placed(self._table)]
        new = [place for place, before in self._before.items() if before is None]
        return iter([place for place in there + new if place in self])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove everything, without a look at what it is."""
        for place in self:
            del self[place]

    def _seen(self, place: int) -> AnyRecord | None:
        if place not in self._before:
            self._before[place] = self._tables.at_place(self._table, place)
        return self._before[place]

    def edits(self) -> list[Edit]:
        """What the updater did.

        Raises:
            ProjectError: a document is none that this table can hold, or an id would change.
            ConflictError: an id would stand in the table twice.
        """
        made: list[Edit] = []
        places: dict[str, int] = {}
        for place, document in self._after.items():
            before = self._before[place]
            after = None if document is None else self._record(place, document)
            if before == after:
                continue
            self._look(place, before, after)
            if after is None:
                assert before is not None
                made.append(Edit(self._table, before.id, place, before, None))
                continue
            there = places.setdefault(after.id, self._tables.place(self._table, after.id) or place)
            if there != place:
                raise ConflictError(
                    f"{self._table} {place}: the id {after.id} is there already, as number {there}",
                    table=self._table,
                    id=after.id,
                    theirs=self._tables.record(self._table, after.id),
                    mine=after,
                )
            made.append(Edit(self._table, after.id, place, before, after))
        return made

    def _look(self, place: int, before: AnyRecord | None, after: AnyRecord | None) -> None:
        if before is not None and after is not None and before.id != after.id:
            which = "claim, article and annotator of a review" if self._table == "reviews" else "an id"
            raise ProjectError(
                f"{self._table} {place}: {which} cannot be changed ({before.id} to {after.id});"
                " insert another document"
            )
        if any(isinstance(record, Settings) and record.id == PROJECT for record in (before, after)) and (
            not isinstance(after, Settings) or (after.format, after.schema) != ("variorum", SCHEMA)
        ):
            raise ProjectError(f"{self._table} {place}: a project cannot be without its format and schema")

    def _record(self, place: int, document: Mapping[str, Any]) -> AnyRecord:
        where = f"{self._table} {place}"
        if not isinstance(document, Mapping):
            raise ProjectError(f"{where}: is no document")
        if isinstance(id := document.get("id"), str):
            where += f" ({id})"
        try:
            record: AnyRecord = msgspec.convert(dict(document), RECORD_TYPES[self._table], strict=True)
            checked(self._table, record)
        except (msgspec.ValidationError, TypeError, RecursionError) as problem:
            raise ProjectError(f"{where}: {problem}") from None
        except ProjectError as problem:
            raise ProjectError(f"{where}: {problem}") from None
        return record


def _number(table: str, key: Any) -> int:
    try:
        return int(key)
    except (TypeError, ValueError):
        raise ProjectError(f"{table}: {key!r} is no number that a document can have") from None


def _no_table(name: str) -> ProjectError:
    return ProjectError(f"there is no table “{name}”; a project has {', '.join(TABLES)}")
