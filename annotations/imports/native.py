"""The exchange format ``variorum`` is read: JSON, of this format and version, with lists of records."""

from __future__ import annotations

from typing import Any

from annotations.codebook import Codebook
from annotations.errors import ImportRefusedError
from annotations.exports.native import NAME, VERSION
from annotations.imports.document import Document
from annotations.imports.json_values import json_lists
from annotations.imports.places import refuse, typed
from annotations.imports.watching import Watch
from annotations.records import Table

_TABLES: tuple[Table, ...] = ("articles", "origins", "claims", "evidence", "reviews")


def read(raw: bytes, watch: Watch) -> Document:
    """The records in the bytes of a file.

    Raises:
        ImportRefusedError: it is no JSON, not this format or a newer version of it, or a part of it is of
            the wrong type or unknown; the message begins with the place.
    """
    content = json_lists(raw, watch)
    if not isinstance(content, dict):
        raise ImportRefusedError("is not a Variorum exchange file (not a JSON object)")
    if content.get("format") != NAME:
        raise ImportRefusedError(f'is not a Variorum exchange file ("format" is not "{NAME}")')
    version = content.get("version")
    if type(version) is not int or version < 1:
        raise refuse("version", "expected a number from 1 on")
    if version > VERSION:
        raise refuse("version", f"{version} is newer than this Variorum, which knows {VERSION}")
    for field in content:
        if field not in ("format", "version", "codebook", *_TABLES):
            raise ImportRefusedError(f"unknown field “{field}”")
    records: dict[Table, list[dict[str, Any]]] = {}
    for table in _TABLES:
        rows = content.get(table, [])
        if not isinstance(rows, list):
            raise refuse(table, "expected a list")
        for number, row in enumerate(watch.guarded(rows)):
            if not isinstance(row, dict):
                raise refuse(f"{table}[{number}]", "expected an object")
        records[table] = rows
    codebook = content.get("codebook")
    return Document(records, typed(codebook, Codebook, "codebook") if codebook is not None else None)
