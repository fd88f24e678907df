"""doccano: a line an article, with its text and labelled spans; offsets are code points.

It is the shape for entities and relations ("JSONL (Relation)"). doccano keeps spans that overlap only in a
project that allows this, and takes no empty text.
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
    number = 0
    for task, (article, evidence) in enumerate(passages(selection), start=1):
        text = selection.text(article.id)
        if not text:
            continue
        entities = []
        for piece in evidence:
            number += 1
            place = {"start_offset": piece.quote.start, "end_offset": piece.quote.end}
            entities.append({"id": number, "label": label(piece), **place})
        row = {"id": task, "text": text, "entities": entities, "relations": []}
        yield from lines([{**row, "Comments": [], "title": article.title, "article": article.id}])
