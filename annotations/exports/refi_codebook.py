"""A REFI-QDA codebook (.qdc): the claims as codes, without sources and codings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotations.exports.refi import codes, sets

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

NAMESPACE = "urn:QDA-XML:codebook:1.0"


def pieces(selection: Selection) -> Iterator[str]:
    """The codebook, a claim a piece."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<CodeBook xmlns="{NAMESPACE}" origin="Variorum">\n<Codes>\n'
    yield from codes(selection, notes=False)
    yield "</Codes>"
    members = list(sets(selection, "guid"))
    if members:
        yield "\n<Sets>\n" + "".join(members) + "</Sets>"
    yield "</CodeBook>\n"
