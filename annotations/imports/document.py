"""What every importer makes of a file: records as they were written, not yet held against anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotations.codebook import Codebook
from annotations.records import Table


class Document(NamedTuple):
    """The records of one file by table, each as the fields that the file gives, in the order of the file.

    Articles have their ``text`` among the fields. Everything else is as in the public records.

    Attributes:
        records: the records by table.
        codebook: the codebook that came along.
        places: per table what the place of each record in the file is called, if not ``claims[3]``.
        loose: whether quotes are to be sought by their words: their places may be counted in UTF-16 units or
            left out, and their article may be named by its address. Or the numbers of the pieces of evidence
            of which that is so.
        notices: what a person should be told of the reading, one line each.
    """

    records: dict[Table, list[dict[str, Any]]]
    codebook: Codebook | None = None
    places: Mapping[Table, Sequence[str]] = {}
    loose: bool | frozenset[int] = False
    notices: tuple[str, ...] = ()
