"""Lines for spaCy and Prodigy: a text with spans an article; offsets are code points.

Spans may nest and overlap, so they belong into a span group (``doc.spans``), not into ``doc.ents``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.exports.jsonl import lines
from annotations.exports.passages import label, passages

if TYPE_CHECKING:
    from annotations.exports.selection import Selection


def pieces(selection: Selection) -> Iterator[bytes]:
    """The lines of the file.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    for article, evidence in passages(selection):
        spans = [
            {"start": piece.quote.start, "end": piece.quote.end, "label": label(piece), "id": piece.id}
            for piece in evidence
        ]
        meta = {"article": article.id, "label": article.label, "title": article.title}
        yield from lines([{"text": selection.text(article.id), "meta": meta, "spans": spans}])
