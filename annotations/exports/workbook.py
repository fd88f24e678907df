"""The tables as a workbook for spreadsheet programs (.xlsx), a sheet each. No cell is ever a formula.

It is for reading and sorting, with the same columns as the CSV package; texts of articles stay out, because
a cell holds no more than 32,767 characters.
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from annotations.errors import ExportError
from annotations.exports.planes import LONGEST_CELL
from annotations.exports.tables import CLAIMS, SHEETS, headings, rows
from annotations.exports.zipped import NO_TIME, blocks, entry

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: What a cell holds at most, in UTF-16 units.
MAX_CELL = LONGEST_CELL
_CUT = " […]"
#: What cannot stand in a cell: Excel calls such a file damaged.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A sequence that Excel would take for an escaped sign.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: What a sheet holds at most.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_WIDEST = 60
_BLOCK = 1 << 20


def pieces(selection: Selection) -> Iterator[bytes]:
    """The workbook, a block at a time.

    Raises:
        ExportError: what writes workbooks is not installed, or there is more than a sheet holds.
        ProjectError: the text of an article is missing or damaged.
    """
    try:
        import openpyxl
        from openpyxl.writer.excel import ExcelWriter
    except ImportError:
        raise ExportError(
            "xlsx needs openpyxl, which is not installed: pip install 'variorum[xlsx]'"
        ) from None
    book = openpyxl.Workbook(write_only=True)

    def fill(file: IO[bytes]) -> None:
        try:
            _fill(book, selection)
            # As openpyxl saves a workbook, but without the time at which that is.
            ExcelWriter(book, _Archive(file, selection)).save()
        finally:
            _discard(book)

    yield from blocks(fill)


def _fill(book: Any, selection: Selection) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for sheet in SHEETS.values():
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        names = [column.name for column in sheet.columns] + (headings(selection) if sheet is CLAIMS else [])
        if len(names) > MAX_COLUMNS:
            raise ExportError(f"a sheet holds no more than {MAX_COLUMNS:,} columns; choose fewer articles")
        heading, odd_heading, plain, formula = (WriteOnlyCell(page) for _ in range(4))
        heading.font = odd_heading.font = Font(bold=True)
        plain.alignment = formula.alignment = Alignment(vertical="top", wrap_text=True)
        odd_heading.quotePrefix = formula.quotePrefix = True
        for number, column in enumerate(sheet.columns, start=1):
            wide = column.name in ("text", "quote", "title", "status_in_words", "note", "open_question")
            page.column_dimensions[get_column_letter(number)].width = _WIDEST if wide else 14
        page.append(_cells(page, names, heading, odd_heading))
        for number, row in enumerate(rows(selection, sheet), start=2):
            if number > MAX_ROWS:
                raise ExportError(f"a sheet holds no more than {MAX_ROWS:,} rows; choose a part")
            page.append(_cells(page, row, plain, formula))
    for stamp in ("created", "modified"):
        setattr(book.properties, stamp, datetime(*NO_TIME))
    book.properties.creator = "Variorum"


def _discard(book: Any) -> None:
    """Take away the files in which openpyxl keeps the sheets; where all went well they are gone already."""
    for page in book.worksheets:
        writer = page._writer
        if writer is not None and os.path.exists(writer.out):
            with contextlib.suppress(Exception):  # what is half written cannot always be closed in order
                page.close()
            with contextlib.suppress(OSError, ValueError):
                writer.cleanup()


class _Archive(zipfile.ZipFile):
    """The archive of a workbook: no times in it, and its writing ends where the export is called off."""

    def __init__(self, file: IO[bytes], selection: Selection) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._watch = selection.watch

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Put a file into it, a block at a time."""
        with open(filename, "rb") as source, self.open(entry(arcname), "w", force_zip64=True) as part:
            while block := source.read(_BLOCK):
                self._watch.check()
                part.write(block)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Put a small file into it."""
        super().writestr(entry(zinfo_or_arcname), data)


def written(words: str) -> str:
    """Words as a cell can hold them: not too long, and without signs that no workbook can hold."""
    words = _ESCAPED.sub("_x005F_", _UNWRITABLE.sub("\ufffd", words))
    if len(words.encode("utf-16-le")) // 2 > MAX_CELL:
        cut = words.encode("utf-16-le")[: 2 * (MAX_CELL - len(_CUT))].decode("utf-16-le", "ignore")
        return cut + _CUT
    return words


def _cells(page: Any, values: Iterable[Any], plain: Any, formula: Any) -> list[Any]:
    """A row of cells; `plain` and `formula` are cells whose styles they share, which is far faster than
    making them anew."""
    from openpyxl.cell import WriteOnlyCell

    cells: list[Any] = []
    for value in values:
        if value is None:
            cells.append(None)
            continue
        cell = WriteOnlyCell(page, value=written(value) if isinstance(value, str) else value)
        cell._style = plain._style
        if isinstance(value, str):
            # openpyxl takes a text that begins with "=" for a formula unless told otherwise.
            cell.data_type = "s"
            if value[:1] in ("=", "+", "-", "@"):
                cell._style = formula._style
        cells.append(cell)
    return cells
