"""Records as documents in a file, and back."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.changes import Change, Told, tell_now_and_then
from annotations.errors import ProjectError
from annotations.records import RECORD_TYPES, TABLES, AnyRecord, Table
from annotations.store.migrations import SCHEMA, migrated

_encoder = msgspec.json.Encoder()
_decoders: dict[Table, msgspec.json.Decoder[AnyRecord]] = {
    table: msgspec.json.Decoder(RECORD_TYPES[table]) for table in TABLES
}
_FIELDS: dict[Table, frozenset[str]] = {
    table: frozenset(RECORD_TYPES[table].__struct_fields__) for table in TABLES
}


def encode_record(record: AnyRecord) -> bytes:
    """A record as JSON."""
    return _encoder.encode(record)


def checked(table: Table, record: AnyRecord) -> bytes:
    """A record as JSON that is sure to be read again: one that is not, and no project file could be opened.

    Raises:
        ProjectError: no file could hold it or give it back.
    """
    try:
        raw = _encoder.encode(record)
        _decoders[table].decode(raw)
    except UnicodeEncodeError:
        raise ProjectError("a text holds a lone surrogate, which no file can hold") from None
    except msgspec.ValidationError as problem:
        raise ProjectError(f"{table} {record.id}: {problem}") from None
    return raw


def check_records(change: Change, told: Told | None = None) -> None:
    """Look whether every record of a change can be kept; `told` is told how many were looked at.

    Raises:
        ProjectError: one of them cannot.
    """
    for edit in tell_now_and_then(change.edits, told):
        if edit.after is not None:
            checked(edit.table, edit.after)


def decode_record(table: Table, raw: bytes | msgspec.Raw, schema: int) -> AnyRecord:
    """A record out of a snapshot or a journal of some schema.

    Of a schema newer than today's only the known fields are taken.

    Raises:
        msgspec.DecodeError: it is no record of this table.
    """
    if schema == SCHEMA:
        return _decoders[table].decode(raw)
    return _converted(table, msgspec.json.decode(raw, type=dict[str, Any]), schema)


def _converted(table: Table, document: dict[str, Any], schema: int) -> AnyRecord:
    if schema < SCHEMA:
        document = migrated(table, document, schema)
        if table == "meta" and "schema" in document:
            document["schema"] = SCHEMA
    if schema > SCHEMA:
        document = {name: value for name, value in document.items() if name in _FIELDS[table]}
    record: AnyRecord = msgspec.convert(document, RECORD_TYPES[table], strict=True)
    return record
