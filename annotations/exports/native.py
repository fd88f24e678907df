"""The exchange format ``variorum``: one JSON file that loads back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from annotations.errors import ExportError
from annotations.records import Evidence
from annotations.text import displayable

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

NAME = "variorum"
VERSION = 1


def render(selection: Selection) -> str:
    """The selection as indented JSON with a final line feed; the same records always give the same bytes.

    Raises:
        ExportError: a quote is not what stands at its place in the article.
        ProjectError: the text of an article is missing or damaged.
    """
    for piece in selection.evidence:
        _check(selection, piece)
    document = {
        "format": NAME,
        "version": VERSION,
        "codebook": selection.project.codebook,
        "articles": [
            {**_fields(article), "text": selection.project.text(article.id)} for article in selection.articles
        ],
        "origins": selection.origins,
        "claims": selection.claims,
        "evidence": selection.evidence,
        "reviews": selection.reviews,
    }
    return _visible(msgspec.json.format(msgspec.json.encode(document), indent=2).decode()) + "\n"


def _fields(record: msgspec.Struct) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return fields


def _check(selection: Selection, piece: Evidence) -> None:
    """A file with a quote that is not in its article could not be read back, so it is not written."""
    if piece.anchor not in ("exact", "moved"):
        return
    text, quote = selection.project.text(piece.article), piece.quote
    if not 0 <= quote.start <= quote.end <= len(text) or text[quote.start : quote.end] != quote.exact:
        raise ExportError(
            f"evidence {piece.id}: its quote is not what stands in article "
            f"{selection.project.article(piece.article).label} from {quote.start} to {quote.end}"
        )


def _visible(rendered: str) -> str:
    r"""Write what acts on a terminal or hides as ``\uXXXX``: the same JSON, safe to look at.

    Such code points only occur within strings, where JSON allows the escape; the line feeds between the
    tokens are layout and stay.
    """
    shown = displayable(rendered, keep_lines=True)
    if shown == rendered:
        return rendered
    unsafe = {a for a, b in zip(rendered, shown, strict=True) if a != b}
    return rendered.translate({ord(character): _escape(character) for character in unsafe})


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))
