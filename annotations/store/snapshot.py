"""The snapshot of a project: a file of plain TinyDB JSON, tables of documents under integer numbers.

The document of the project's settings carries besides them `seq`, the number of the last change in the
snapshot, `highest`, the highest number that each table ever gave, and `revs`, the revisions of the records
by table and number.
"""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotations.changes import Told
from annotations.errors import DamagedError, ProjectError
from annotations.records import (
    TABLES,
    AnyRecord,
    Article,
    Claim,
    Evidence,
    Origin,
    Review,
    Settings,
    Table,
)
from annotations.store.documents import decode_record, encode_record
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


def encode_snapshot(tables: Tables, told: Told | None = None) -> bytes:
    """All records as the file that plain TinyDB opens; `told` is told of how many pieces that are."""
    frozen = tables.frozen()
    # A piece before and behind each table, and one for each so many of its documents.
    total = 2 + 2 * len(TABLES) + sum(-(-len(frozen.rows(table)) // CHUNK) for table in TABLES)
    chunks: list[bytes] = []
    for chunk in snapshot_chunks(frozen):
        if told is not None:
            told(len(chunks), total)
        chunks.append(chunk)
    return b"".join(chunks)


def snapshot_chunks(frozen: Frozen) -> Iterator[bytes]:
    """The same in pieces, so that a thread that writes it can stop in between."""
    yield b"{"
    for number, table in enumerate(TABLES):
        yield b'%s"%s":{' % (b"," if number else b"", table.encode())
        rows = frozen.rows(table)
        for at in range(0, len(rows), CHUNK):
            piece = b",".join(
                b'"%d":%s' % (place, _document(frozen, record)) for place, record in rows[at : at + CHUNK]
            )
            yield b"," + piece if at else piece
        yield b"}"
    yield b"}"


def _document(frozen: Frozen, record: AnyRecord) -> bytes:
    raw = encode_record(record)
    if isinstance(record, Settings) and record.id == PROJECT:
        marks = msgspec.json.encode(_Marks(frozen.number, frozen.highest, frozen.revs()))
        raw = b"%s,%s" % (raw[:-1], marks[1:])
    return raw


class _Marks(msgspec.Struct):
    """What the document of the project's settings carries besides them."""

    seq: int = 0
    highest: dict[Table, int] = {}
    revs: dict[Table, dict[int, int]] = {}


class _Settings(msgspec.Struct):
    """Just enough of the project's settings to know whether and how this version can read the rest."""

    format: str
    schema: int
    id: str = PROJECT


def decode_snapshot(raw: bytes, path: Path, *, lenient: bool = False) -> Snapshot:
    """The records of a snapshot.

    Args:
        raw: the file.
        path: where it is, for messages.
        lenient: take the documents that can be read, where not all can.

    Raises:
        DamagedError: it is no snapshot of a project, or a document cannot be read.
    """
    quick = _decode_whole(raw)
    if quick is not None:
        return quick
    try:
        data = msgspec.json.decode(raw, type=dict[str, dict[str, msgspec.Raw]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise DamagedError(f"{path}: is not a Variorum project ({problem})") from None
    found = _settings(data.get("meta", {}))
    if found is None:
        raise DamagedError(f"{path}: is not a Variorum project")
    schema, marks = found
    tables, bad = Tables(), []
    for table, documents in data.items():
        if table in TABLES:
            bad += _load(tables, table, documents, schema, marks.revs.get(table, {}))
        # Newer versions may keep more than this one knows; plain TinyDB makes an empty `_default`.
        elif schema <= SCHEMA and documents:
            bad.append(f"there is no table “{table}”")
    if bad and not lenient and schema <= SCHEMA:
        more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
        raise DamagedError(f"{path}: is damaged ({bad[0]}{more})")
    for table in TABLES:
        tables.keep_free(table, marks.highest.get(table, 0))
    tables.number = max(0, marks.seq)
    return Snapshot(tables, schema, tuple(bad))


class _Whole(msgspec.Struct, forbid_unknown_fields=True):
    """A snapshot of today's schema in which nothing is amiss."""

    meta: dict[str, msgspec.Raw]
    articles: dict[int, Article] = {}
    origins: dict[int, Origin] = {}
    claims: dict[int, Claim] = {}
    evidence: dict[int, Evidence] = {}
    reviews: dict[int, Review] = {}


_whole = msgspec.json.Decoder(_Whole)


def _decode_whole(raw: bytes) -> Snapshot | None:
    """The records of a snapshot in one go; null where it must be looked at document by document, which takes
    twice as long."""
    collects = gc.isenabled()
    gc.disable()  # it would look through 100,000 new records again and again, for a third of the time
    try:
        whole = _whole.decode(raw)
        found = _settings(whole.meta)
        if found is None or found[0] != SCHEMA:
            return None
        marks, tables = found[1], Tables()
        if _load(tables, "meta", whole.meta, SCHEMA, marks.revs.get("meta", {})):
            return None
        for table in TABLES[1:]:
            tables.load_all(table, getattr(whole, table), marks.revs.get(table, {}))
        for table, highest in marks.highest.items():
            tables.keep_free(table, highest)
        tables.number = max(0, marks.seq)
    except (msgspec.DecodeError, UnicodeDecodeError, ProjectError, RecursionError):
        return None
    finally:
        if collects:
            gc.enable()
    return Snapshot(tables, SCHEMA)


def _load(
    tables: Tables, table: Table, documents: dict[str, msgspec.Raw], schema: int, revs: dict[int, int]
) -> list[str]:
    bad = []
    rows = []
    for name, raw in documents.items():
        if name.isascii() and name.isdigit():
            rows.append((int(name), raw))
        else:
            bad.append(f"{table} has a document with the number {name}")
    for place, document in sorted(rows, key=itemgetter(0)):
        try:
            plain = _without_marks(document) if table == "meta" else document
            tables.load(table, place, decode_record(table, plain, schema), revs.get(place, 0))
        except (msgspec.DecodeError, UnicodeDecodeError, ProjectError, KeyError, RecursionError) as problem:
            bad.append(f"{table} {place}: {problem}")
    return bad


def _settings(meta: dict[str, msgspec.Raw]) -> tuple[int, _Marks] | None:
    """The schema of a project, and what its settings carry besides."""
    for raw in meta.values():
        try:
            settings = msgspec.json.decode(raw, type=_Settings)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if settings.format == "variorum" and settings.id == PROJECT:
            try:
                return settings.schema, msgspec.json.decode(raw, type=_Marks)
            except (msgspec.DecodeError, UnicodeDecodeError):
                return settings.schema, _Marks()
    return None


def _without_marks(raw: msgspec.Raw) -> msgspec.Raw:
    document = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    return msgspec.Raw(
        msgspec.json.encode({n: value for n, value in document.items() if n not in _Marks.__struct_fields__})
    )
