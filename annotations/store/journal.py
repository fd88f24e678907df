"""The journal: what was changed since the snapshot, one checked line each.

    <CRC-32 in 8 hex digits> <JSON>\\n

The first line, the header, says to which snapshot the changes belong. Each further line is one change,
across all tables, with its number. A line is there as a whole or not at all: where the sum does not fit, the
line is torn (the last one, by a death in the middle of writing it: it was never called saved) or damaged.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import msgspec

from annotations.changes import Change, Edit, Role, Told, tell_now_and_then
from annotations.errors import ProjectError
from annotations.records import TABLES, AnyRecord, Table
from annotations.store.documents import checked, decode_record, encode_record
from annotations.store.migrations import SCHEMA
from annotations.store.protocol import Recorded
from annotations.store.snapshot import Stamp

#: The version of the format of the lines, apart from the schema of the records in them.
FORMAT = 1
_START = re.compile(rb"[0-9a-f]{8} \{")
_HEADER = b'{"journal":'
_NULL = msgspec.Raw(b"null")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """To what a journal belongs: the snapshot with this stamp (null: none yet), whose last change has the
    number `seq`."""

    journal: int = FORMAT
    schema: int = SCHEMA
    base: Stamp | None = None
    seq: int = 0


class Damage(NamedTuple):
    """A stretch of a journal, in bytes, that is not what was written."""

    start: int
    end: int


class Scan(msgspec.Struct, frozen=True):
    """What was read from a journal.

    Attributes:
        header: its first line; null where that is missing or damaged.
        changes: the changes that could be read, in the order of the file.
        end: where the last good line ends, in bytes.
        torn: how many bytes of a line that was never finished follow.
        damaged: what could not be read before that.
    """

    header: Header | None
    changes: list[Recorded]
    end: int
    torn: int
    damaged: list[Damage]


#: The record of a table with an id, where there is one.
Known: TypeAlias = Callable[[Table, str], AnyRecord | None]


class _Line(msgspec.Struct, omit_defaults=True):
    n: int
    id: str
    label: str
    edits: list[tuple[Table, str, int, msgspec.Raw, msgspec.Raw]]
    by: str = ""
    at: str = ""
    role: Role = "do"
    undoable: bool = True


_encoder = msgspec.json.Encoder()
_lines = msgspec.json.Decoder(_Line)
_headers = msgspec.json.Decoder(Header)


def encode_line(payload: bytes) -> bytes:
    """A line of a journal."""
    return b"%08x %s\n" % (zlib.crc32(payload), payload)


def encode_header(header: Header) -> bytes:
    """The first line of a journal."""
    return encode_line(_encoder.encode(header))


def encode_change(change: Change, number: int, told: Told | None = None) -> bytes:
    """The line of a change; `told` is told how many edits are in it.

    Raises:
        ProjectError: a record in it could not be read again, or a text cannot be kept.
    """
    edits = [
        (
            edit.table,
            edit.id,
            edit.place,
            msgspec.Raw(encode_record(edit.before)) if edit.before is not None and change.undoable else _NULL,
            msgspec.Raw(checked(edit.table, edit.after)) if edit.after is not None else _NULL,
        )
        for edit in tell_now_and_then(change.edits, told)
    ]
    line = _Line(number, change.id, change.label, edits, change.by, change.at, change.role, change.undoable)
    try:
        return encode_line(_encoder.encode(line))
    except UnicodeEncodeError:
        raise ProjectError("a text holds a lone surrogate, which no file can hold") from None


def decode_change(payload: bytes, schema: int = SCHEMA, known: Known | None = None) -> Recorded:
    """The change of a line without its sum.

    Args:
        payload: the line.
        schema: the schema of its records.
        known: the records that are in memory anyway; one that is the same is taken instead of a second one.

    Raises:
        msgspec.DecodeError: it is none.
    """

    def record(table: Table, id: str, raw: msgspec.Raw) -> AnyRecord | None:
        read = _record(table, raw, schema)
        there = known(table, id) if known is not None and read is not None else None
        return there if there == read else read

    line = _lines.decode(payload)
    edits = tuple(
        Edit(table, id, place, record(table, id, before), record(table, id, after))
        for table, id, place, before, after in line.edits
    )
    change = Change(
        id=line.id,
        label=line.label,
        edits=edits,
        by=line.by,
        at=line.at,
        role=line.role,
        undoable=line.undoable,
    )
    return Recorded(line.n, change)


def decode_header(payload: bytes) -> Header:
    """The header of a line without its sum.

    Raises:
        msgspec.DecodeError: it is none.
    """
    return _headers.decode(payload)


def payload(line: bytes) -> bytes | None:
    """What a line without its end says; null where its sum does not fit."""
    said = line[9:]
    return said if line[:9] == b"%08x " % zlib.crc32(said) else None


def scan(data: bytes, known: Known | None = None) -> Scan:
    """Read a journal, whatever happened to it. Nothing in it is believed that its sum does not vouch for.

    `known` gives the records that are in memory anyway (see `decode_change`).
    """
    header: Header | None = None
    changes: list[Recorded] = []
    damaged: list[Damage] = []
    end = at = 0
    while at < len(data):
        stop = data.find(b"\n", at)
        whole = stop >= 0
        stop = stop if whole else len(data)
        for start, said in _sayings(data[at:stop], whole):
            try:
                if start == 0 == at and said is not None and said.startswith(_HEADER):
                    header = decode_header(said)
                    end = stop + 1
                    continue
                if said is not None:
                    changes.append(decode_change(said, header.schema if header else SCHEMA, known))
                    end = stop + 1
                    continue
            except (msgspec.DecodeError, KeyError, RecursionError):
                pass
            damaged.append(Damage(at + start, stop))
        at = stop + 1
    torn = 0
    if damaged and damaged[-1].end == len(data) and not data.endswith(b"\n"):
        last = damaged.pop()
        torn = last.end - last.start
    # A good line may lack its end: the last byte of all is no part of what its sum vouches for.
    return Scan(header, changes, min(end, len(data)), torn, damaged)


def _sayings(line: bytes, whole: bool) -> list[tuple[int, bytes | None]]:
    """What a stretch up to the end of a line says, by where it starts; null for what is damaged.

    One flipped bit in the end of a line makes one line of two: both are found again.
    """
    said = payload(line)
    if said is not None:
        return [(0, said)]
    if not whole and (said := payload(line[:-1])) is not None:
        return [(0, said)]
    for match in _START.finditer(line, 1):
        rest = payload(line[match.start() :])
        if rest is not None:
            first = payload(line[: match.start() - 1])
            return [(0, first), (match.start(), rest)]
    return [(0, None)]


def _record(table: Table, raw: msgspec.Raw, schema: int) -> AnyRecord | None:
    if bytes(raw) == b"null":
        return None
    if table not in TABLES:
        raise msgspec.ValidationError(f"there is no table {table}")
    return decode_record(table, bytes(raw), schema)


def plain(recorded: Recorded) -> dict[str, Any]:
    """A change as plain values, as ``variorum history --json`` prints it."""
    change = recorded.change
    return {
        "number": recorded.number,
        "id": change.id,
        "role": change.role,
        "what": change.label,
        "by": change.by,
        "at": change.at,
        "edits": [
            {
                "table": edit.table,
                "id": edit.id,
                "before": msgspec.to_builtins(edit.before),
                "after": msgspec.to_builtins(edit.after),
            }
            for edit in change.edits
        ],
    }
