"""The passages of an article that evidence stands on: what formats of spans are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.exports.xml_text import xml_id
from annotations.records import Article, Evidence

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: Of a letter, or what somebody has given for one, no more stands in the name of a file.
_NAMED = 40


def passages(selection: Selection) -> Iterator[tuple[Article, list[Evidence]]]:
    """Each article with the evidence whose words stand in it, in the order of the text.

    Quotes without words are left out: no such format has them.
    """
    found: dict[str, list[Evidence]] = {}
    for piece in selection.evidence:
        if piece.anchor in ("exact", "moved") and piece.quote.exact:
            found.setdefault(piece.article, []).append(piece)
    for article in selection.watch.walk("articles", selection.articles):
        pieces = found.get(article.id, [])
        yield article, sorted(pieces, key=lambda piece: (piece.quote.start, piece.quote.end, piece.id))


def label(piece: Evidence) -> str:
    """What a passage is called where one word has to say everything: ``<claim id>:<stance>``."""
    return f"{xml_id(piece.claim)}:{piece.stance}"


def file_name(number: int, article: Article) -> str:
    """What the files of an article are called, without an ending: its number in the export and its letter."""
    return f"{number:04}-{re.sub(r'[^0-9A-Za-z]+', '-', article.label)[:_NAMED]}"
