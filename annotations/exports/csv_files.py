"""Tables for a spreadsheet or a data frame: a folder of CSV files that loads back without loss.

UTF-8 with a byte-order mark (Excel needs it), comma, CR LF, RFC 4180; ``datapackage.json`` describes them
(Frictionless Data Package 1). A cell that a spreadsheet would take for a formula is written with an
apostrophe before it, in a way that can be undone: `unescape`. The texts stand beside the tables, byte for
byte.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exports.native import visible
from annotations.exports.tables import CLAIMS, SHEETS, Sheet, headings, rows, text_file

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: Excel takes a CSV file for UTF-8 only if it begins with this.
MARK = "\ufeff"
#: What describes the tables.
PACKAGE = "datapackage.json"
VERSION = 1

# What OWASP lists as the beginning of a formula. Apostrophes before it are doubled up too, so that the
# one that was added can be told from those of the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\0]")
#: With what a cell begins that `escape` may have to look at.
_FIRST = frozenset("'=+-@\t\r\n\0")
#: Columns of which every value is one of a few words.
_FIXED = frozenset({"stance", "certainty", "anchor", "state", "kind", "status", "basis", "reliability"})
_BATCH = 256


def files(selection: Selection) -> Iterator[tuple[str, Iterable[str]]]:
    """The files by their names, each piece by piece.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    yield PACKAGE, (_package(selection),)
    for sheet in SHEETS.values():
        yield f"{sheet.name}.csv", _table(selection, sheet)
    written = set()
    for article in selection.watch.walk("texts", selection.articles):
        if article.sha256 not in written:
            written.add(article.sha256)
            yield text_file(article), (selection.text(article.id),)


def escape(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Injective: `unescape` gives the cell back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescape(cell: str) -> str:
    """What `escape` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def escape_optional(cell: str | None) -> str:
    """A cell of a column that may be null, which is the empty cell: an empty text is one apostrophe, and a
    text of apostrophes only gets one more. `unescape_optional` gives the cell back."""
    if cell is None:
        return ""
    return f"'{cell}" if cell.strip("'") == "" else escape(cell)


def unescape_optional(cell: str) -> str | None:
    """What `escape_optional` was given."""
    if not cell:
        return None
    return cell[1:] if cell.strip("'") == "" else unescape(cell)


def _table(selection: Selection, sheet: Sheet) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(MARK)
    heading = [column.name for column in sheet.columns]
    if sheet is CLAIMS:
        heading += [escape(name) for name in headings(selection)]
    writer.writerow(heading)
    # Only what people and articles say can begin like a formula.
    free = [n for n, column in enumerate(sheet.columns) if column.kind in ("string", "list")]
    free = [n for n in free if sheet.columns[n].name not in _FIXED]
    optional = [n for n, column in enumerate(sheet.columns) if column.optional and column.kind == "string"]
    flags = [n for n, column in enumerate(sheet.columns) if column.kind == "boolean"]
    for number, row in enumerate(rows(selection, sheet), start=1):
        cells: list[Any] = list(row)
        for place in free:
            cell = cells[place]
            if cell and cell[0] in _FIRST:
                cells[place] = escape(cell)
        for place in optional:
            cell = row[place]
            if type(cell) is str and not cell.strip("'"):
                cells[place] = escape_optional(cell)
        for place in flags:
            cells[place] = "true" if row[place] else "false"
        writer.writerow(cells)
        if not number % _BATCH:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _package(selection: Selection) -> str:
    package = {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", selection.name.lower()).strip("-.") or "variorum",
        "title": selection.name,
        "variorum": {"version": VERSION, "codebook": selection.project.codebook},
        "resources": [_resource(selection, sheet) for sheet in SHEETS.values()],
    }
    return visible(msgspec.json.format(msgspec.json.encode(package), indent=2).decode()) + "\n"


def _resource(selection: Selection, sheet: Sheet) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": "string" if column.kind == "list" else column.kind}
        for column in sheet.columns
    ]
    if sheet is CLAIMS:
        fields += [{"name": escape(name), "type": "string"} for name in headings(selection)]
    keys = [
        {"fields": [column], "reference": {"resource": there, "fields": list(SHEETS[there].key)}}
        for column, there in sheet.refers.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": fields,
            "primaryKey": list(sheet.key),
            "missingValues": [""],
            **({"foreignKeys": keys} if keys else {}),
        },
    }
