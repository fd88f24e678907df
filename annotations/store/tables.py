"""The records of a project in memory, with the indexes that the app asks for at every key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

import msgspec

from annotations.changes import Change, Edit
from annotations.errors import ProjectError
from annotations.records import RECORD_TYPES, TABLE_OF, TABLES, AnyRecord, Evidence, Review, Table

R = TypeVar("R", bound=AnyRecord)


class Tables:
    """All records by table and id, in the order of creation, and evidence and reviews by claim and article.

    A record's place is its lasting number in its table, from 1; numbers are never given twice.
    """

    def __init__(self) -> None:
        self._records: dict[Table, dict[str, AnyRecord]] = {table: {} for table in TABLES}
        self._places: dict[Table, dict[str, int]] = {table: {} for table in TABLES}
        self._highest: dict[Table, int] = dict.fromkeys(TABLES, 0)
        self._evidence_by_claim: dict[str, dict[str, Evidence]] = {}
        self._evidence_by_article: dict[str, dict[str, Evidence]] = {}
        self._reviews_by_claim: dict[str, dict[str, Review]] = {}
        self._reviews_by_article: dict[str, dict[str, Review]] = {}

    def get(self, kind: type[R], id: str) -> R | None:
        """The record with this id, if there is one."""
        return cast("R | None", self._records[TABLE_OF[kind]].get(id))

    def all(self, kind: type[R]) -> list[R]:
        """All records of a kind in the order of creation."""
        return cast("list[R]", list(self._records[TABLE_OF[kind]].values()))

    def count(self, kind: type[AnyRecord]) -> int:
        """How many records of a kind there are."""
        return len(self._records[TABLE_OF[kind]])

    def record(self, table: Table, id: str) -> AnyRecord | None:
        """The record with this id in a table given by its name."""
        return self._records[table].get(id)

    def placed(self, table: Table) -> Iterator[tuple[int, AnyRecord]]:
        """The records of a table with their places, in order."""
        places = self._places[table]
        for id, record in self._records[table].items():
            yield places[id], record

    def place(self, table: Table, id: str) -> int | None:
        """The place of a record."""
        return self._places[table].get(id)

    def next_place(self, table: Table) -> int:
        """The place that the next new record of a table gets."""
        return self._highest[table] + 1

    def evidence_on(self, claim: str) -> list[Evidence]:
        """The evidence on a claim."""
        return list(self._evidence_by_claim.get(claim, {}).values())

    def evidence_in(self, article: str) -> list[Evidence]:
        """The evidence in an article version."""
        return list(self._evidence_by_article.get(article, {}).values())

    def reviews_on(self, claim: str) -> list[Review]:
        """The reviews of a claim."""
        return list(self._reviews_by_claim.get(claim, {}).values())

    def reviews_in(self, article: str) -> list[Review]:
        """The reviews in an article version."""
        return list(self._reviews_by_article.get(article, {}).values())

    def apply(self, change: Change) -> None:
        """Apply all edits of a change.

        Raises:
            ProjectError: a record is not as the change expects it, or none that could be read again from a
                file; nothing was applied.
        """
        for edit in change.edits:
            _check(edit)
        seen: dict[tuple[Table, str], AnyRecord | None] = {}
        for edit in change.edits:
            key = (edit.table, edit.id)
            present = seen[key] if key in seen else self._records[edit.table].get(edit.id)
            if present != edit.before:
                raise ProjectError(
                    f"“{change.label}” no longer fits: {edit.table} {edit.id} has changed since"
                )
            seen[key] = edit.after
        for edit in change.edits:
            self._apply(edit)

    def load(self, table: Table, place: int, record: AnyRecord) -> None:
        """Put in a record that was read from a snapshot.

        Raises:
            ProjectError: the id is there already.
        """
        if record.id in self._records[table]:
            raise ProjectError(f"the id {record.id} is there twice in {table}")
        self._apply(Edit(table, record.id, place, None, record))

    def _apply(self, edit: Edit) -> None:
        records, places = self._records[edit.table], self._places[edit.table]
        if edit.after is None:
            del records[edit.id]
            del places[edit.id]
        else:
            out_of_order = edit.id not in records and edit.place < self._highest[edit.table]
            records[edit.id] = edit.after
            places[edit.id] = edit.place
            self._highest[edit.table] = max(self._highest[edit.table], edit.place)
            if out_of_order:  # a deleted record comes back to its old place
                for id in sorted(records, key=places.__getitem__):
                    records[id] = records.pop(id)
        if edit.table == "evidence":
            self._index(self._evidence_by_claim, self._evidence_by_article, edit)
        elif edit.table == "reviews":
            self._index(self._reviews_by_claim, self._reviews_by_article, edit)

    @staticmethod
    def _index(by_claim: dict[str, dict[str, R]], by_article: dict[str, dict[str, R]], edit: Edit) -> None:
        before, after = (cast("Evidence | Review | None", record) for record in (edit.before, edit.after))
        if before is not None and (
            after is None or (before.claim, before.article) != (after.claim, after.article)
        ):
            for index, key in ((by_claim, before.claim), (by_article, before.article)):
                del index[key][edit.id]
                if not index[key]:
                    del index[key]
        if after is not None:
            by_claim.setdefault(after.claim, {})[edit.id] = cast("R", after)
            by_article.setdefault(after.article, {})[edit.id] = cast("R", after)


def _check(edit: Edit) -> None:
    """Refuse a record that a file cannot hold or give back: one such, and no project file could be opened."""
    if edit.after is None:
        return
    try:
        msgspec.json.decode(msgspec.json.encode(edit.after), type=RECORD_TYPES[edit.table])
    except UnicodeEncodeError:
        raise ProjectError("a text holds a lone surrogate, which no file can hold") from None
    except msgspec.ValidationError as problem:
        raise ProjectError(f"{edit.table} {edit.id}: {problem}") from None
