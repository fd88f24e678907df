"""The tables as a workbook for spreadsheet programs (.xlsx), a sheet each. No cell is ever a formula.

It is for reading and sorting, with the same columns as the CSV package; texts of articles stay out, because
a cell holds no more than 32,767 characters.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotations.errors import ExportError
from annotations.exports.tables import CLAIMS, SHEETS, headings, rows

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: What a cell holds at most, in code points; Excel counts UTF-16 units.
MAX_CELL = 32_767
_CUT = " […]"
#: What cannot stand in a cell: Excel calls such a file damaged.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A sequence that Excel would take for an escaped sign.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_WIDEST = 60


def pieces(selection: Selection) -> Iterator[bytes]:
    """The workbook.

    Raises:
        ExportError: what writes workbooks is not installed.
        ProjectError: the text of an article is missing or damaged.
    """
    try:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
    except ImportError:
        raise ExportError(
            "xlsx needs openpyxl, which is not installed: pip install 'variorum[xlsx]'"
        ) from None
    book = openpyxl.Workbook(write_only=True)
    for sheet in SHEETS.values():
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        names = [column.name for column in sheet.columns] + (headings(selection) if sheet is CLAIMS else [])
        for number, column in enumerate(sheet.columns, start=1):
            wide = column.name in ("text", "quote", "title", "status_in_words", "note", "open_question")
            letter = openpyxl.utils.get_column_letter(number)
            page.column_dimensions[letter].width = _WIDEST if wide else 14
        page.append([_cell(WriteOnlyCell, page, name, font=Font(bold=True)) for name in names])
        top = Alignment(vertical="top", wrap_text=True)
        for row in rows(selection, sheet):
            page.append([_cell(WriteOnlyCell, page, value, alignment=top) for value in row])
    for stamp in ("created", "modified"):
        setattr(book.properties, stamp, _epoch())
    book.properties.creator = "Variorum"
    out = io.BytesIO()
    book.save(out)
    yield _without_times(out.getvalue())


def written(words: str) -> str:
    """Words as a cell can hold them: not too long, and without signs that no workbook can hold."""
    words = _ESCAPED.sub("_x005F_", _UNWRITABLE.sub("\ufffd", words))
    if len(words.encode("utf-16-le")) // 2 > MAX_CELL:
        cut = words.encode("utf-16-le")[: 2 * (MAX_CELL - len(_CUT))].decode("utf-16-le", "ignore")
        return cut + _CUT
    return words


def _cell(make: Any, page: Any, value: Any, **style: Any) -> Any:
    cell = make(page, value=written(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        # openpyxl takes a text that begins with "=" for a formula unless told otherwise.
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _epoch() -> Any:
    from datetime import datetime

    return datetime(*_NO_TIME)


def _without_times(raw: bytes) -> bytes:
    """The same archive with no time of writing in it, so that two of the same records are the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            new.writestr(info, content)
    return out.getvalue()
