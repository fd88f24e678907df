"""What every importer makes of a file: records as they were written, not yet held against anything."""

from __future__ import annotations

from typing import Any, NamedTuple

from annotations.codebook import Codebook
from annotations.records import Table


class Document(NamedTuple):
    """The records of one file by table, each as the fields that the file gives, in the order of the file.

    Articles have their ``text`` among the fields. Everything else is as in the public records.
    """

    records: dict[Table, list[dict[str, Any]]]
    codebook: Codebook | None = None
