"""The exchange format ``variorum``: one JSON file that loads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.text import displayable

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

NAME = "variorum"
VERSION = 1


def pieces(selection: Selection) -> Iterator[str]:
    """The selection as indented JSON with a final line feed; the same records always give the same bytes.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    codebook = _indented(selection.project.codebook).replace("\n", "\n  ")
    yield f'{{\n  "format": "{NAME}",\n  "version": {VERSION},\n  "codebook": {visible(codebook)}'
    tables: dict[str, Sequence[Any]] = {
        "articles": selection.articles,
        "origins": selection.origins,
        "claims": selection.claims,
        "evidence": selection.evidence,
        "reviews": selection.reviews,
    }
    for table, records in tables.items():
        yield f',\n  "{table}": ['
        between = "\n    "
        for batch in selection.watch.batches(table, records):
            rows = batch
            if table == "articles":
                rows = [{**fields_of(article), "text": selection.text(article.id)} for article in batch]
            # What msgspec puts around a list of its own is two lines; strings hold no line feed as it is.
            yield between + visible(_indented(rows)[len("[\n  ") : -len("\n]")].replace("\n", "\n  "))
            between = ",\n    "
        yield "\n  ]" if records else "]"
    yield "\n}\n"


def fields_of(record: msgspec.Struct) -> dict[str, Any]:
    """The fields of a record as plain values."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return fields


def _indented(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def visible(rendered: str) -> str:
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
