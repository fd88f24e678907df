"""Annotations of Hypothesis are read: the answer of its search interface, as JSON.

Each that quotes something is a piece of evidence. A tag ``<claim id>:<stance>`` says on which claim; without
one, the annotation is a claim of its own, its text or else the quote, with its tags, which the quote
supports. Its positions are counted in UTF-16 units, so quotes are sought by their words; the article is the
one with its address.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from annotations.errors import ImportRefusedError
from annotations.imports.document import Document
from annotations.imports.json_values import json_value, list_at, object_at, text_at
from annotations.imports.places import refuse
from annotations.imports.watching import Watch
from annotations.records import STANCES, Table

_CLAIMS = uuid.UUID("5a0f8f0e-93d5-5f0c-9a59-0f3c1f8e7b42")
_LABEL = re.compile(rf"(.+):({'|'.join(STANCES)})", re.DOTALL)


def read(raw: bytes, watch: Watch) -> Document:
    """The records in the annotations of a file.

    Raises:
        ImportRefusedError: it is no JSON or holds no annotations, or a part of one is of the wrong type; the
            message begins with the place.
    """
    content = json_value(raw)
    if isinstance(content, dict):
        content = content.get("rows", [content])
    if not isinstance(content, list):
        raise ImportRefusedError("holds no annotations (no rows)")
    records: dict[Table, list[dict[str, Any]]] = {"claims": [], "evidence": []}
    places: dict[Table, list[str]] = {"claims": [], "evidence": []}
    left_out = 0
    for number, row in enumerate(watch.guarded(content)):
        place = f"rows[{number}]"
        row = object_at(row, place)
        span = _span(row, place)
        if not span:
            left_out += 1  # a note on a page, or an answer to another annotation
            continue
        id = text_at(row.get("id"), f"{place}.id")
        tags = [text_at(tag, f"{place}.tags[{n}]") for n, tag in enumerate(_list(row, "tags", place))]
        words = text_at(row.get("text", ""), f"{place}.text")
        stamps = {"annotator": text_at(row.get("user", ""), f"{place}.user")}
        stamps |= {ours: text_at(row.get(theirs, ""), f"{place}.{theirs}") for ours, theirs in _STAMPS}
        labels = [label for tag in tags if (label := _LABEL.fullmatch(tag))]
        if not labels:
            claim = str(uuid.uuid5(_CLAIMS, id))
            text = words or span.get("exact", "")
            records["claims"].append({"id": claim, "text": text, "tags": tags, **stamps})
            places["claims"].append(place)
        article = text_at(row.get("uri"), f"{place}.uri")
        marks = [(label[1], label[2]) for label in labels] or [(claim, "supports")]
        for nth, (about, stance) in enumerate(marks):
            piece = {"id": id if not nth else f"{id} {nth + 1}", "claim": about, "article": article}
            note = words if labels else ""
            records["evidence"].append({**piece, "stance": stance, "quote": span, "note": note, **stamps})
            places["evidence"].append(place)
    notices = (f"{left_out} annotations quote nothing and were left out",) if left_out else ()
    return Document(records, places=places, loose=True, notices=notices)


_STAMPS = (("created", "created"), ("modified", "updated"))


def _list(row: dict[str, Any], field: str, place: str) -> list[Any]:
    return list_at(row.get(field, []), f"{place}.{field}")


def _span(row: dict[str, Any], place: str) -> dict[str, Any]:
    targets = _list(row, "target", place)
    found: dict[str, Any] = {}
    if not targets:
        return found
    target = object_at(targets[0], f"{place}.target[0]")
    for number, selector in enumerate(_list(target, "selector", f"{place}.target[0]")):
        where = f"{place}.target[0].selector[{number}]"
        kind = object_at(selector, where).get("type")
        parts = {"TextQuoteSelector": ("exact", "prefix", "suffix"), "TextPositionSelector": ("start", "end")}
        for part in parts.get(str(kind), ()):
            if part in selector:
                found[part] = selector[part]
            elif part in ("exact", "start", "end"):
                raise refuse(f"{where}.{part}", "is missing")
    return found
