"""Edits of one change while they are collected."""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeVar, cast

from annotations.changes import Edit
from annotations.records import TABLE_OF, AnyRecord, Table
from annotations.store.tables import Tables

R = TypeVar("R", bound=AnyRecord)


class Edits:
    """The edits of one change while they are collected."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._edits: dict[tuple[str, str], Edit] = {}
        self._new: Counter[Table] = Counter()

    def put(self, record: AnyRecord, place: int | None = None) -> None:
        """Add the record, or replace the one with its id; a record that comes back may get its old place."""
        self._set(record, record, place)

    def delete(self, record: AnyRecord) -> None:
        """Delete the record with this record's id."""
        self._set(record, None)

    def current(self, record: R) -> R | None:
        """The record as it will be after the edits collected so far; null where they delete it."""
        edit = self._edits.get((TABLE_OF[type(record)], record.id))
        return record if edit is None else cast("R | None", edit.after)

    def made(self) -> tuple[Edit, ...]:
        """The edits that change something, in the order in which they were begun."""
        return tuple(edit for edit in self._edits.values() if edit.before != edit.after)

    def _set(self, record: AnyRecord, after: AnyRecord | None, wanted: int | None = None) -> None:
        table = TABLE_OF[type(record)]
        key = (table, record.id)
        known = self._edits.get(key)
        if known is not None:
            self._edits[key] = known._replace(after=after)
            return
        place = self._tables.place(table, record.id)
        if place is None and wanted is not None:
            place = wanted
        elif place is None:
            place = self._tables.next_place(table) + self._new[table]
            self._new[table] += 1
        self._edits[key] = Edit(table, record.id, place, self._tables.record(table, record.id), after)


def named(fields: dict[str, Any]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
