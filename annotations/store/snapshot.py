"""The snapshot of a project: a file of plain TinyDB JSON, tables of documents under integer numbers.

Every document carries its revision. The document of the project's settings also carries `seq`, the number
of the last change in the snapshot, and `highest`, the highest number that each table ever gave.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotations.errors import DamagedError, ProjectError
from annotations.records import TABLES, Settings, Table
from annotations.store.documents import decode_document, encode_document
from annotations.store.migrations import SCHEMA
from annotations.store.tables import Frozen, Tables

#: Documents that are encoded in one go: some 5 ms, so that other threads get their turn.
CHUNK = 1000
#: The id of the project's settings in the table `meta`.
PROJECT = "project"


class Stamp(NamedTuple):
    """What tells whether a snapshot is the one that was written: its length in bytes and its CRC-32."""

    length: int
    crc: int


def stamp(raw: bytes) -> Stamp:
    """The stamp of a snapshot."""
    return Stamp(len(raw), zlib.crc32(raw))


class Snapshot(msgspec.Struct, frozen=True):
    """What was read from a snapshot. `bad` tells of each document that could not be read."""

    tables: Tables
    schema: int
    bad: tuple[str, ...] = ()


def encode_snapshot(tables: Tables) -> bytes:
    """All records as the file that plain TinyDB opens."""
    return b"".join(snapshot_chunks(tables.frozen()))


def snapshot_chunks(frozen: Frozen) -> Iterator[bytes]:
    """The same in pieces, so that a thread that writes it can stop in between."""
    yield b"{"
    for number, table in enumerate(TABLES):
        yield b'%s"%s":{' % (b"," if number else b"", table.encode())
        rows, revs = frozen.rows(table)
        for at in range(0, len(rows), CHUNK):
            piece = b",".join(
                b'"%d":%s' % (place, _document(frozen, record, revs.get(record.id, 0)))
                for place, record in rows[at : at + CHUNK]
            )
            yield b"," + piece if at else piece
        yield b"}"
    yield b"}"


def _document(frozen: Frozen, record: Any, rev: int) -> bytes:
    raw = encode_document(record, rev)
    if isinstance(record, Settings) and record.id == PROJECT:
        highest = msgspec.json.encode(frozen.highest)
        raw = b'%s,"seq":%d,"highest":%s}' % (raw[:-1], frozen.number, highest)
    return raw


def decode_snapshot(raw: bytes, path: Path, *, lenient: bool = False) -> Snapshot:
    """The records of a snapshot.

    Args:
        raw: the file.
        path: where it is, for messages.
        lenient: take the documents that can be read, where not all can.

    Raises:
        DamagedError: it is no snapshot of a project, or a document cannot be read.
    """
    try:
        data = msgspec.json.decode(raw, type=dict[str, dict[str, msgspec.Raw]])
    except (msgspec.DecodeError, RecursionError) as problem:
        raise DamagedError(f"{path}: is not a Variorum project ({problem})") from None
    marks = _marks(data.get("meta", {}))
    if marks is None:
        raise DamagedError(f"{path}: is not a Variorum project")
    settings, seq, highest = marks
    schema = settings["schema"]
    tables, bad = Tables(), []
    for table, documents in data.items():
        if table not in TABLES:
            # Newer versions may keep more than this one knows; plain TinyDB makes an empty `_default`.
            if schema <= SCHEMA and documents:
                bad.append(f"there is no table “{table}”")
            continue
        bad += _load(tables, table, documents, schema)
    if bad and not lenient:
        more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
        raise DamagedError(f"{path}: is damaged ({bad[0]}{more})")
    for table in TABLES:
        tables.keep_free(table, highest.get(table, 0))
    tables.number = seq
    return Snapshot(tables, schema, tuple(bad))


def _load(tables: Tables, table: Table, documents: dict[str, msgspec.Raw], schema: int) -> list[str]:
    bad = []
    rows = []
    for name, raw in documents.items():
        if name.isascii() and name.isdigit():
            rows.append((int(name), bytes(raw)))
        else:
            bad.append(f"{table} has a document with the number {name}")
    rows.sort()
    for place, document in rows:
        if table == "meta":
            document = _without_marks(document)
        try:
            record, rev = decode_document(table, document, schema)
            tables.load(table, place, record, rev)
        except (msgspec.DecodeError, ProjectError, KeyError, RecursionError) as problem:
            bad.append(f"{table} {place}: {problem}")
    return bad


def _marks(meta: dict[str, msgspec.Raw]) -> tuple[dict[str, Any], int, dict[str, int]] | None:
    """The settings of the project, the number of the last change and the highest places."""
    for raw in meta.values():
        try:
            settings = msgspec.json.decode(raw, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            continue
        if settings.get("format") != "variorum" or not isinstance(settings.get("schema"), int):
            continue
        if settings.get("id", PROJECT) != PROJECT:
            continue
        seq, highest = settings.get("seq", 0), settings.get("highest", {})
        sound = isinstance(highest, dict) and all(isinstance(place, int) for place in highest.values())
        return settings, seq if isinstance(seq, int) else 0, highest if sound else {}
    return None


def _without_marks(raw: bytes) -> bytes:
    document = msgspec.json.decode(raw, type=dict[str, Any])
    return msgspec.json.encode({name: v for name, v in document.items() if name not in ("seq", "highest")})
