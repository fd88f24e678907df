"""How records of older schemas become records of today's, one by one.

The schema number stands in the `meta` table of a snapshot and in the first line of a journal. Before a
snapshot is migrated it is backed up; its migrated form is written at the next compaction. Journals of the
past stay as they are and are migrated whenever they are read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from annotations.records import SCHEMA, Table

__all__ = ["SCHEMA", "STEPS", "Step", "migrated"]

#: Takes a table and a document of one schema, gives the document of the next. It reads nothing else.
Step: TypeAlias = Callable[[Table, dict[str, Any]], dict[str, Any]]


def _as_it_was(table: Table, document: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """Schema 2 keeps numbers and revisions beside the project's settings; schema 3 has records of where
    people cut and joined sentences. All others are as in schema 1."""
    return document


#: By the schema from which a step leads to the next one.
STEPS: dict[int, Step] = {1: _as_it_was, 2: _as_it_was}


def migrated(table: Table, document: dict[str, Any], schema: int) -> dict[str, Any]:
    """A document of an older schema as it is in today's.

    Raises:
        KeyError: there is no way from that schema to this.
    """
    for step in range(schema, SCHEMA):
        document = STEPS[step](table, document)
    return document
