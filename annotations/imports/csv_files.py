"""Tables are read: the CSV package that was exported, or sheets of a desk with the same headings.

Only what identifies a record and what it says has to be there; columns that only help to read, and columns
of others, are left alone.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.codebook import Codebook
from annotations.errors import ImportRefusedError
from annotations.exports.csv_files import MARK, PACKAGE, unescape, unescape_optional
from annotations.exports.tables import SHEETS, TEXTS, Column, Sheet, split_list
from annotations.imports.document import Document
from annotations.imports.json_values import json_object, visible_place
from annotations.imports.places import refuse, typed
from annotations.imports.watching import STRIDE, Watch
from annotations.records import Table

#: The ids of claims that came without: the same text always gets the same id.
_CLAIMS = uuid.UUID("6a1cbb0e-1d0f-5a6e-9d8c-3f6c2f4f7f10")
_NUMBER = re.compile(r"(\d{1,16})(?:\.0+)?", re.ASCII)
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_TEXT_FILE = re.compile(rf"{TEXTS}/[0-9A-Za-z._-]+\.txt", re.ASCII)


def read(raw: bytes, watch: Watch) -> Document:
    """The records of one table, which is told by its headings."""
    return read_files({"": raw}, watch)


def read_files(files: Mapping[str, bytes], watch: Watch) -> Document:
    """The records in the files of a package, by their names.

    Raises:
        ImportRefusedError: a file is no table, or a part of it is missing or of the wrong type; the message
            begins with the place.
    """
    records: dict[Table, list[dict[str, Any]]] = {}
    places: dict[Table, list[str]] = {}
    loose = False
    for name, raw in files.items():
        if name and (not name.endswith(".csv") or "/" in name):
            continue
        heading, lines = _lines(name, raw, watch)
        sheet = _sheet(name, heading)
        if sheet.table in records:
            raise ImportRefusedError(f"{name}: there is a table of {sheet.name} already")
        table = _Table(sheet, heading, name, files)
        records[sheet.table] = [table.record(line, cells) for line, cells in watch.walk(sheet.name, lines)]
        places[sheet.table] = [f"{name or sheet.name} line {line}" for line, _ in lines]
        if sheet.name == "evidence":
            loose = not {"start", "end"} <= set(heading)
    if not records:
        raise ImportRefusedError("holds no table of claims, evidence, articles, origins or reviews")
    return Document(records, _codebook(files.get(PACKAGE)), places, loose)


def _lines(name: str, raw: bytes, watch: Watch) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings of a table and its lines of cells, each with the number of the line that it begins on."""
    try:
        text = raw.decode().removeprefix(MARK)
    except UnicodeDecodeError as problem:
        raise refuse(name or "table", f"is not UTF-8 (byte {problem.start + 1:,})") from None
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if cells:
                lines.append((begins, cells))
                if not len(lines) % STRIDE:
                    watch.check()
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise refuse(f"{name or 'table'} line {begins}", f"is not CSV ({problem})") from None
    if not lines:
        raise refuse(name or "table", "is empty")
    heading = [unescape(cell) for cell in lines[0][1]]
    twice = next((cell for cell in heading if heading.count(cell) > 1 and cell), None)
    if twice is not None:
        raise refuse(name or "table", f"has two columns {visible_place(twice)}")
    for line, cells in lines[1:]:
        if len(cells) != len(heading):
            raise refuse(
                f"{name or 'table'} line {line}", f"has {len(cells)} cells, and {len(heading)} headings"
            )
    return heading, lines[1:]


def _sheet(name: str, heading: Sequence[str]) -> Sheet:
    there = set(heading)
    if name.removesuffix(".csv") in SHEETS:
        return SHEETS[name.removesuffix(".csv")]
    if {"evidence", "stance"} <= there or {"stance", "quote"} <= there:
        return SHEETS["evidence"]
    if {"claim", "article"} <= there:
        return SHEETS["reviews"]
    if {"article", "title"} <= there:
        return SHEETS["articles"]
    if {"origin", "name"} <= there:
        return SHEETS["origins"]
    if "text" in there:
        return SHEETS["claims"]
    raise ImportRefusedError(f"{name or 'table'}: no column says what it holds (claim, evidence, article, …)")


class _Table:
    """Makes records of the lines of one table."""

    def __init__(self, sheet: Sheet, heading: Sequence[str], name: str, files: Mapping[str, bytes]) -> None:
        self._sheet, self._name, self._files = sheet, name, files
        columns = {column.name: column for column in sheet.columns}
        self._columns = [columns.get(heading) for heading in heading]
        self._text = heading.index("text") if sheet.name == "articles" and "text" in heading else None

    def record(self, line: int, cells: Sequence[str]) -> dict[str, Any]:
        """The fields that a line gives."""
        fields: dict[str, Any] = {}
        spans: dict[str, dict[str, Any]] = {"quote": {}, "cue": {}}
        text_file = None
        for column, cell in zip(self._columns, cells, strict=True):
            if column is None:
                continue
            if column.name == "text_file":
                text_file = unescape(cell)
            elif column.field:
                span, _, part = column.field.rpartition(".")
                into = spans[span] if span else fields
                for value in self._values(column, cell):
                    into[part] = value
        if spans["quote"]:
            fields["quote"] = spans["quote"]
        if spans["cue"].get("start") is not None:
            fields["cue"] = {"exact": "", **{k: v for k, v in spans["cue"].items() if v is not None}}
        elif spans["cue"]:
            fields["cue"] = None
        if self._sheet.name == "articles":
            fields["text"] = self._article_text(line, cells, text_file)
        if self._sheet.name == "claims" and not fields.get("id") and isinstance(fields.get("text"), str):
            fields["id"] = str(uuid.uuid5(_CLAIMS, fields["text"]))
        return fields

    def _values(self, column: Column, cell: str) -> Iterator[Any]:
        """The value of a cell; none where an empty cell leaves it to the default."""
        if column.kind == "list":
            yield split_list(unescape(cell))
        elif column.kind == "integer":
            number = _NUMBER.fullmatch(cell)
            if cell:
                yield int(number[1]) if number else cell
            elif column.optional:
                yield None
        elif column.kind == "boolean":
            if cell:
                yield _FLAGS.get(cell.lower(), cell)
        elif column.optional:
            yield unescape_optional(cell)
        elif column.name in _REQUIRED:
            if cell:
                yield unescape(cell)
        else:
            yield unescape(cell)

    def _article_text(self, line: int, cells: Sequence[str], file: str | None) -> str:
        where = f"{self._name or self._sheet.name} line {line}"
        if self._text is not None:
            return unescape(cells[self._text])
        if file is None:
            raise refuse(where, "has neither a text nor a text_file")
        if not _TEXT_FILE.fullmatch(file):
            raise refuse(f"{where}.text_file", f"{visible_place(file)} is no file of the folder {TEXTS}")
        if file not in self._files:
            raise refuse(f"{where}.text_file", f"{file} is not there")
        try:
            return self._files[file].decode()
        except UnicodeDecodeError as problem:
            raise refuse(file, f"is not UTF-8 (byte {problem.start + 1:,})") from None


#: What has a default of its own where a cell is empty, and no meaning as an empty text.
_REQUIRED = frozenset(
    {"claim", "stance", "certainty", "anchor", "kind", "state", "encoding", "work", "label"}
)


def _codebook(raw: bytes | None) -> Codebook | None:
    if raw is None:
        return None
    own = json_object(raw, PACKAGE).get("variorum")
    if own is None:
        return None
    if not isinstance(own, dict):
        raise refuse(f"{PACKAGE}: variorum", "expected an object")
    codebook = own.get("codebook")
    return typed(codebook, Codebook, f"{PACKAGE}: variorum.codebook") if codebook is not None else None
