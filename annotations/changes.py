"""A Change: the unit that is applied, saved, undone and shown in the history.

A change holds every record it touches as it was before and as it is after, so that undoing it is
nothing but the same change the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from annotations.records import AnyRecord, Claim, Evidence, Review, Table

#: A record's address: its table and its id.
Key: TypeAlias = tuple[Table, str]

Role: TypeAlias = Literal["do", "undo", "redo"]

#: Told that so many edits of so many are done, after each so many of them; what it raises ends that.
Told: TypeAlias = Callable[[int, int], None]
STRIDE = 500
T = TypeVar("T")


def tell_now_and_then(items: Sequence[T], told: Told | None, stride: int = STRIDE) -> Iterable[T]:
    """Items one by one, telling before each so many of them how many are done."""
    if told is None:
        return items
    return _telling(items, told, stride)


def _telling(items: Sequence[T], told: Told, stride: int) -> Iterator[T]:
    for start in range(0, len(items), stride):
        told(start, len(items))
        yield from items[start : start + stride]


class Edit(NamedTuple):
    """One record before and after. `before` is null where it is new, `after` where it is deleted.

    `place` is the record's lasting number in its table: it gives the order of creation, and a record
    that an undo brings back returns to its old place.
    """

    table: Table
    id: str
    place: int
    before: AnyRecord | None
    after: AnyRecord | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one act of a person did. All of its edits happen, or none.

    `label` says what was done in a few plain words; it is what undo, redo and the history show. A change
    that takes another back or does it again carries that one's id and says so in its `role`. What is not
    `undoable` (half-typed text, the making of a project) is kept without what was there before.
    """

    id: str
    label: str
    edits: tuple[Edit, ...]
    by: str = ""
    at: str = ""
    role: Role = "do"
    undoable: bool = True

    def inverse(self, *, by: str = "", at: str = "") -> Change:
        """The change that takes this one back, made `by` somebody `at` a time."""
        edits = tuple(Edit(e.table, e.id, e.place, e.after, e.before) for e in reversed(self.edits))
        return msgspec.structs.replace(self, edits=edits, by=by, at=at, role="undo")

    def again(self, *, by: str = "", at: str = "") -> Change:
        """The same change, done again after it was undone."""
        return msgspec.structs.replace(self, by=by, at=at, role="redo")

    def touches(self, *tables: Table) -> bool:
        """Whether a record of one of these tables is changed."""
        return any(edit.table in tables for edit in self.edits)


def ids_of(changes: Iterable[Edit], table: Table) -> set[str]:
    """The ids that these edits touch in one table."""
    return {edit.id for edit in changes if edit.table == table}


def concerns(edit: Edit, claim: str) -> bool:
    """Whether an edit touches a claim, its evidence or its reviews."""
    for record in (edit.before, edit.after):
        if isinstance(record, Claim) and record.id == claim:
            return True
        if isinstance(record, Evidence | Review) and record.claim == claim:
            return True
    return False
