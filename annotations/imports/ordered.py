"""Records in the order of creation, where a file has them in another: ours say their number in it."""

from __future__ import annotations

from typing import Any

from annotations.codebook import Codebook
from annotations.imports.document import Document
from annotations.imports.json_values import visible_place
from annotations.imports.places import refuse
from annotations.records import Table

_MOST = 2**40


class Ordered:
    """Collects records; those without a number come behind all others, in the order in which they are met."""

    def __init__(self) -> None:
        # By table: the place in the order, what the place in the file is called, the fields.
        self._rows: dict[Table, list[tuple[int, str, dict[str, Any]]]] = {}

    def put(self, table: Table, place: str, fields: dict[str, Any], number: int | None = None) -> None:
        """Add a record that stands at this place of the file."""
        rows = self._rows.setdefault(table, [])
        rows.append((len(rows) + _MOST if number is None else number, place, fields))

    def document(self, codebook: Codebook | None, notices: tuple[str, ...]) -> Document:
        """All of them."""
        records: dict[Table, list[dict[str, Any]]] = {}
        places: dict[Table, list[str]] = {}
        for table, rows in self._rows.items():
            ordered = sorted(rows, key=lambda row: row[0])
            records[table] = [fields for _, _, fields in ordered]
            places[table] = [place for _, place, _ in ordered]
        return Document(records, codebook, places, notices=notices)


def taken_number(fields: dict[str, Any], place: str) -> int | None:
    """The number of a record in the order of creation, which is taken out of its fields; null if it has none.

    Raises:
        ImportRefusedError: it is no number; the message begins with the place.
    """
    number = fields.pop("number", None)
    if number is not None and (type(number) is not int or not 0 <= number < _MOST):
        raise refuse(f"{place}.number", f"expected a number, got {visible_place(str(number))}")
    return number
