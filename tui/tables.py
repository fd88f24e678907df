"""The tables of the command line: coloured on a terminal, plain and aligned in a pipe.

Every cell is display-safe, and letters say whatever colours say.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from annotations.agreement import Cell, Status
from annotations.changes import Edit, Role
from annotations.exports import FORMATS, Format
from annotations.matrix import Matrix
from annotations.records import Article
from annotations.store import Recorded
from annotations.text import displayable
from annotations.wording import CELL_LETTERS, CELL_WORDS, cell_letter, status_in_words

_CELL_STYLES: Mapping[Cell, str] = {
    "mixed": "bold magenta",
    "refutes": "bold red",
    "supports": "bold green",
    "partly_supports": "green",
    "queries": "bold yellow",
}
_STATUS_STYLES: Mapping[Status, str] = {
    "disputed": "red",
    "refuted": "red",
    "questioned": "yellow",
    "partial": "yellow",
    "unsourced": "yellow",
    "corroborated": "green",
}


_ROLES: Mapping[Role, str] = {"do": "", "undo": "undone: ", "redo": "done again: "}
#: How many characters of a field the history shows.
_SHOWN = 60


def history_lines(history: Sequence[Recorded], *, with_fields: bool = False) -> list[str]:
    """The history of a project, a line for each change: its number, when (local time), who, what.

    Args:
        history: the changes.
        with_fields: below each, what became of the fields of every record that it touched.
    """
    number_width = max((len(str(recorded.number)) for recorded in history), default=0)
    who_width = max((_width(displayable(recorded.change.by)) for recorded in history), default=0)
    lines = []
    for recorded in history:
        change = recorded.change
        who = displayable(change.by)
        who += " " * (who_width - _width(who))
        what = _ROLES[change.role] + change.label
        lines.append(f"{recorded.number:>{number_width}}  {_local(change.at)}  {who}  {displayable(what)}")
        if with_fields:
            lines += [f"{' ' * number_width}    {line}" for edit in change.edits for line in _fields(edit)]
    return lines


def _local(at: str) -> str:
    """A time as people on the spot read it, to the minute."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return displayable(at)


def _fields(edit: Edit) -> list[str]:
    """What an edit did to the fields of its record."""
    name = edit.table.removesuffix("s")
    if edit.after is None:
        return [f"{name} deleted"]
    before = {} if edit.before is None else msgspec.to_builtins(edit.before)
    lines = []
    for field, value in msgspec.to_builtins(edit.after).items():
        if field in ("id", "claim", "created", "modified") or value == before.get(field):
            continue
        if edit.before is None and value in (None, "", [], {}, False):
            continue
        change = _value(value) if edit.before is None else f"{_value(before.get(field))} → {_value(value)}"
        lines.append(f"{name} {field.replace('_', ' ')}: {change}")
    return lines


def _value(value: object) -> str:
    if isinstance(value, dict) and "exact" in value:
        value = value["exact"]
    text = displayable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if isinstance(value, str) else text


def print_matrix(table: Matrix, articles: Mapping[str, Article]) -> None:
    """Print a matrix to the terminal with Rich, as wide as the terminal is; NO_COLOR holds."""
    # Only a terminal needs Rich; a pipe is spared its loading.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("", justify="right", no_wrap=True)
    grid.add_column("claim", ratio=3)
    for article in table.articles:
        grid.add_column(Text(displayable(article.label)), justify="center", no_wrap=True)
    grid.add_column("origins", justify="right", no_wrap=True)
    grid.add_column("status", ratio=2)
    for number, claim, agreement in table.rows:
        cells = (
            Text(cell_letter(agreement, a.id), style=_CELL_STYLES.get(agreement.cells[a.id], "dim"))
            for a in table.articles
        )
        grid.add_row(
            Text(str(number)),
            Text(displayable(claim.text)),
            *cells,
            Text(str(agreement.origins)),
            Text(
                displayable(status_in_words(agreement, articles)),
                style=_STATUS_STYLES.get(agreement.status, ""),
            ),
        )
    console.print(grid)
    if table.rows:
        console.print(Text(_legend(table), style="dim"))
    else:
        console.print(Text("no claims"))


def plain_matrix(table: Matrix, articles: Mapping[str, Article]) -> str:
    """A matrix as aligned lines, nothing cut off; the texts stand last, so that they may be of any length."""
    rows = [["", *(displayable(a.label) for a in table.articles), "origins", "status", "claim"]]
    for number, claim, agreement in table.rows:
        rows.append(
            [
                str(number),
                *(cell_letter(agreement, article.id) for article in table.articles),
                str(agreement.origins),
                displayable(status_in_words(agreement, articles)),
                displayable(claim.text),
            ]
        )
    return aligned(rows)


def formats_table() -> str:
    """What can be exported and imported, and what each format keeps and loses."""
    return "\n".join(line for format in FORMATS.values() for line in _format(format))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines with a column below the other, two spaces between them."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return "\n".join(
        "  ".join(
            [
                *(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)),
                row[-1],
            ]
        ).rstrip()
        for row in rows
    )


def _legend(table: Matrix) -> str:
    shown = {agreement.cells[a.id] for _, _, agreement in table.rows for a in table.articles}
    words = [f"{letter} {CELL_WORDS[cell]}" for cell, letter in CELL_LETTERS.items() if cell in shown]
    if any(
        cell_letter(agreement, a.id).endswith("!") for _, _, agreement in table.rows for a in table.articles
    ):
        words.append("! also queries")
    return " · ".join(words)


def _format(format: Format) -> Iterable[str]:
    ways = [*(["export"] if format.writes else []), *(["import"] if format.reads else [])]
    what = "a folder of files" if format.folder else f"one file, {format.suffix}"
    extra = f"; needs the extra {format.extra}" if format.extra else ""
    yield f"{format.name}: {' and '.join(ways)}, {what}{extra}"
    yield f"    {format.about}"
    yield f"    loses  {format.loses}"


def _width(text: str) -> int:
    """The cells that a text takes on a terminal, near enough for a table."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
