"""What is not finished in a reading, so that nothing incomplete passes as complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.records import Evidence
from annotations.wording import CELL_WORDS

if TYPE_CHECKING:
    from annotations.exports.selection import Selection
    from annotations.matrix import Row

#: Up to how many articles are named one by one.
_NAMED = 12


def unfinished(selection: Selection, row: Row) -> list[str]:
    """What is not finished about a claim, in words: open cells, and quotes whose place nobody has confirmed.

    An empty list where nothing is.
    """
    labels = {article.id: article.label for article in selection.articles}
    current = {article.id for article in selection.articles if article.state == "current"}
    found = []
    for cell in ("unreviewed", "set_aside"):
        there = [labels[id] for id in row.agreement.open_cells if row.agreement.cells[id] == cell]
        if there:
            named = ", ".join(there) if len(there) <= _NAMED else f"{len(there)} sources"
            found.append(f"{named} {CELL_WORDS[cell]}")
    for piece in selection.evidence_on(row.claim.id):
        if piece.article in current and piece.anchor in ("changed", "orphan"):
            found.append(_lost(piece, labels[piece.article]))
    return found


def reasons(selection: Selection) -> Iterator[str]:
    """Why a selection is not complete, a line for each claim that is not; none where everything is."""
    for row in sorted(selection.rows, key=lambda row: row.number):
        found = unfinished(selection, row)
        if found:
            yield f"claim {row.number}: {'; '.join(found)}"


def _lost(piece: Evidence, label: str) -> str:
    if piece.anchor == "orphan":
        return f"a quote in {label} is no longer there"
    return f"a quote in {label} has changed and nobody has confirmed it"
