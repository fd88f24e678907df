"""Rows for models and data frames: one a claim and article that were looked at together, in JSON lines.

``cells.jsonl`` holds these, ``claims.jsonl``, ``articles.jsonl`` (with the texts) and ``origins.jsonl`` what
they refer to. Every row of a file has the same fields of the same types: what is not said is an empty text
or list, and 0 for a number, so that no reader has to guess a type. ``schema.json`` says which; a claim and
article without a row were not looked at together. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from annotations.records import Article, Claim, Evidence

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

VERSION = 1

#: A field's type: a name, or the fields of the objects in a list, or a list of texts.
Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"

EVIDENCE: dict[str, Shape] = {
    "id": "string", "stance": "string", "start": "integer", "end": "integer", "quote": "string",
    "prefix": "string", "suffix": "string", "attribution": ["string"], "who_says_so": ["string"],
    "inferred": "boolean", "proposed": "boolean", "certainty": "string", "cue": "string",
    "joint": "string", "note": "string", "anchor": "string", "counts": "boolean", "annotator": "string",
    "created": "string", "modified": "string",
}  # fmt: skip
REVIEW: dict[str, Shape] = {"annotator": "string", "basis": "string", "at": "string"}
FILES: dict[str, dict[str, Shape]] = {
    "cells": {
        "claim": "string", "article": "string", "label": "string", "claim_text": "string",
        "claim_type": "string", "article_label": "string", "article_state": "string",
        "status": "string", "evidence": [EVIDENCE], "reviews": [REVIEW],
    },
    "claims": {
        "id": "string", "number": "integer", "text": "string", "type": "string", "tags": ["string"],
        "speaker": "string", "note": "string", "open_question": "string", "verdict": "string",
        "credibility": "integer", "status": "string", "origins": "integer", "groups": ["string"],
        "finished": "boolean", "annotator": "string", "created": "string", "modified": "string",
    },
    "articles": {
        "id": "string", "work": "string", "version": "integer", "label": "string", "title": "string",
        "publisher": "string", "author": "string", "published": "string", "retrieved": "string",
        "language": "string", "url": "string", "source": "string", "encoding": "string",
        "sha256": "string", "chars": "integer", "state": "string", "text": "string",
    },
    "origins": {
        "id": "string", "name": "string", "aliases": ["string"], "kind": "string", "group": "string",
        "state": "string", "reliability": "string",
    },
}  # fmt: skip

#: What JSON lets stand as it is and some readers split lines at: how it is written instead.
_LINE_ENDS = tuple((sign.encode(), b"\\u%04x" % ord(sign)) for sign in "\x85\u2028\u2029")


def files(selection: Selection) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files by their names, each piece by piece.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    yield "schema.json", (_schema(),)
    yield "cells.jsonl", _lines(_cells(selection))
    yield "claims.jsonl", _lines(_claims(selection))
    yield "articles.jsonl", _lines(_articles(selection))
    yield "origins.jsonl", _lines(_origins(selection))


def lines(rows: Iterable[Any]) -> Iterator[bytes]:
    """Rows as JSON lines. No sign in them is taken for the end of a line, whatever a reader takes for one."""
    return _lines(rows)


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for row in rows:
        line = encode(row)
        for sign, escaped in _LINE_ENDS:
            if sign in line:
                line = line.replace(sign, escaped)
        yield line + b"\n"


def _cells(selection: Selection) -> Iterator[dict[str, Any]]:
    names = {origin.id: origin.name for origin in selection.origins}
    articles = {article.id: article for article in selection.articles}
    derived = {row.claim.id: row.agreement for row in selection.rows}
    for claim in selection.watch.walk("cells", selection.claims):
        agreement = derived[claim.id]
        evidence: dict[str, list[dict[str, Any]]] = {}
        for piece in selection.evidence_on(claim.id):
            counts = piece.id not in agreement.set_aside
            evidence.setdefault(piece.article, []).append(_piece(piece, names, counts))
        reviews: dict[str, list[dict[str, str]]] = {}
        for review in selection.reviews_on(claim.id):
            said = {"annotator": review.annotator, "basis": review.basis or "", "at": review.at}
            reviews.setdefault(review.article, []).append(said)
        for id, article in articles.items() if evidence or reviews else ():
            if id in evidence or id in reviews:
                yield {
                    "claim": claim.id,
                    "article": id,
                    "label": agreement.cells[id],
                    "claim_text": claim.text,
                    "claim_type": claim.type or "",
                    "article_label": article.label,
                    "article_state": article.state,
                    "status": agreement.status,
                    "evidence": evidence.get(id, []),
                    "reviews": reviews.get(id, []),
                }


def _piece(piece: Evidence, names: dict[str, str], counts: bool) -> dict[str, Any]:
    quote = piece.quote
    return {
        "id": piece.id,
        "stance": piece.stance,
        "start": quote.start,
        "end": quote.end,
        "quote": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "attribution": piece.attribution,
        "who_says_so": [names.get(id, id) for id in piece.attribution],
        "inferred": piece.inferred,
        "proposed": piece.proposed,
        "certainty": piece.certainty,
        "cue": piece.cue.exact if piece.cue is not None else "",
        "joint": piece.joint or "",
        "note": piece.note,
        "anchor": piece.anchor,
        "counts": counts,
        "annotator": piece.annotator,
        "created": piece.created,
        "modified": piece.modified,
    }


def _claims(selection: Selection) -> Iterator[dict[str, Any]]:
    rows = {row.claim.id: row for row in selection.rows}
    claim: Claim
    for claim in selection.watch.walk("claims", selection.claims):
        agreement = rows[claim.id].agreement
        yield {
            "id": claim.id,
            "number": rows[claim.id].number,
            "text": claim.text,
            "type": claim.type or "",
            "tags": claim.tags,
            "speaker": claim.speaker or "",
            "note": claim.note,
            "open_question": claim.open_question,
            "verdict": claim.verdict or "",
            "credibility": claim.credibility or 0,
            "status": agreement.status,
            "origins": agreement.origins,
            "groups": agreement.groups,
            "finished": not agreement.is_open,
            "annotator": claim.annotator,
            "created": claim.created,
            "modified": claim.modified,
        }


def _articles(selection: Selection) -> Iterator[dict[str, Any]]:
    article: Article
    for article in selection.watch.walk("articles", selection.articles):
        fields = {name: getattr(article, name) for name in FILES["articles"] if name != "text"}
        said = {name: "" if value is None else value for name, value in fields.items()}
        yield {**said, "text": selection.text(article.id)}


def _origins(selection: Selection) -> Iterator[dict[str, Any]]:
    for origin in selection.watch.walk("origins", selection.origins):
        fields = {name: getattr(origin, name) for name in FILES["origins"]}
        yield {name: "" if value is None else value for name, value in fields.items()}


def _schema() -> bytes:
    """What the rows are, as a JSON Schema for each file."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Variorum rows",
        "version": VERSION,
        "$defs": {name: _described(shape) for name, shape in FILES.items()},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _described(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, str):
        return {"type": shape}
    if isinstance(shape, list):
        return {"type": "array", "items": _described(shape[0])}
    return {
        "type": "object",
        "properties": {name: _described(inner) for name, inner in shape.items()},
        "required": list(shape),
        "additionalProperties": False,
    }
