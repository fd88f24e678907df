"""Web Annotations are read: our own without loss, those of others as claims with evidence.

What the model says in its own words holds (texts, tags, notes, stances, quotes); ``record`` adds the rest.
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import unquote

from annotations.codebook import Codebook
from annotations.errors import ImportRefusedError
from annotations.exports.webannotation import URN
from annotations.imports.document import Document
from annotations.imports.json_values import json_value, object_at
from annotations.imports.places import refuse, typed
from annotations.imports.watching import Watch
from annotations.records import STANCES, Table

_TABLES: tuple[Table, ...] = ("articles", "origins", "claims", "evidence", "reviews")
#: The ids of claims that are made of annotations of others: the same one always gets the same id.
_CLAIMS = uuid.UUID("0b1c2df4-6f0a-5d7e-8a31-2a9d5be4c6f1")


def read(raw: bytes, watch: Watch) -> Document:
    """The records in the annotations of a file: a collection, a page, a list or one annotation.

    Raises:
        ImportRefusedError: it is no JSON or holds no annotations, or a part of one is of the wrong type; the
            message begins with the place.
    """
    content = json_value(raw)
    codebook = None
    if isinstance(content, dict) and isinstance(content.get("record"), dict):
        codebook = content["record"].get("codebook")
    reading = _Reading()
    for number, item in enumerate(watch.walk("annotations", _items(content))):
        place = f"items[{number}]"
        reading.take(object_at(item, place), place)
    return Document(
        reading.records,
        typed(codebook, Codebook, "record.codebook") if codebook is not None else None,
        reading.places,
        loose=frozenset(reading.foreign),
    )


def _items(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    if isinstance(content, dict):
        page = content.get("first", content)
        if isinstance(page, dict) and "items" in page:
            return _listed(page["items"])
        if "target" in content:
            return [content]
        if isinstance(page, str):
            raise refuse("first", "the annotations are elsewhere; save the pages and import them")
    raise ImportRefusedError("holds no annotations")


class _Reading:
    """Sorts annotations into records."""

    def __init__(self) -> None:
        self.records: dict[Table, list[dict[str, Any]]] = {table: [] for table in _TABLES}
        self.places: dict[Table, list[str]] = {table: [] for table in _TABLES}
        #: The pieces of evidence whose quotes have to be sought, because they are not ours.
        self.foreign: list[int] = []

    def take(self, item: dict[str, Any], place: str) -> None:
        """Add what one annotation says."""
        record = item.get("record")
        if record is None:
            self._foreign(item, place)
            return
        own = dict(object_at(record, f"{place}.record"))
        table = own.pop("table", None)
        if table not in _TABLES:
            raise refuse(f"{place}.record.table", "expected one of " + ", ".join(_TABLES))
        bodies = _bodies(item, place)
        if table == "articles":
            self._put(table, place, {**own, "text": _one(bodies, "describing", f"{place}.body")})
        elif table == "origins":
            self._put(table, place, {**own, "name": _one(bodies, "describing", f"{place}.body")})
        elif table == "claims":
            said: dict[str, Any] = {
                "text": _one(bodies, "describing", f"{place}.body"),
                "tags": bodies.get("tagging", []),
                "note": _joined(bodies, "commenting"),
                "open_question": _joined(bodies, "questioning"),
            }
            self._put(table, place, {**own, **said})
        elif table == "evidence":
            given = own.pop("quote", {})
            span = {**_span(item, place), **object_at(given, f"{place}.record.quote")}
            stance = _one(bodies, "assessing", f"{place}.body")
            said = {"stance": stance, "note": _joined(bodies, "commenting"), "quote": span}
            self._put(table, place, {**own, **said})
        else:
            self._put(table, place, own)

    def _foreign(self, item: dict[str, Any], place: str) -> None:
        """An annotation of others: evidence on the claim that it names, or on one made of what it says."""
        span = _span(item, place)
        if not span:
            return  # it is about a whole page, and quotes nothing
        self.foreign.append(len(self.records["evidence"]))
        bodies = _bodies(item, place)
        id = _keyword(item, "id")
        if not isinstance(id, str) or not id:
            raise refuse(f"{place}.id", "is missing")
        assessed = [value for value in bodies.get("assessing", []) if value in STANCES]
        stance = assessed[0] if assessed else "supports"
        claim = _named_claim(item)
        if claim is None:
            claim = str(uuid.uuid5(_CLAIMS, id))
            words = _joined(bodies, "describing") or _joined(bodies, "commenting") or span.get("exact", "")
            self._put("claims", place, {"id": claim, "text": words, "tags": bodies.get("tagging", [])})
        article = _source(item, place)
        said = {"id": id, "claim": claim, "article": article, "stance": stance, "quote": span}
        note = _joined(bodies, "commenting")
        self._put("evidence", place, {**said, "note": note} if note else said)

    def _put(self, table: Table, place: str, fields: dict[str, Any]) -> None:
        self.records[table].append(fields)
        self.places[table].append(place)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _bodies(item: dict[str, Any], place: str) -> dict[str, list[str]]:
    """The texts of an annotation by their purpose; one without is a comment, as the model has it."""
    found: dict[str, list[str]] = {}
    for number, body in enumerate(_listed(item.get("body"))):
        if isinstance(body, dict) and "value" in body:
            value = body["value"]
            if not isinstance(value, str):
                raise refuse(f"{place}.body[{number}].value", "expected a text")
            for purpose in _listed(body.get("purpose", "commenting")):
                found.setdefault(str(purpose), []).append(value)
        elif isinstance(body, str) and not body.startswith(URN):
            continue
    if isinstance(item.get("bodyValue"), str):
        found.setdefault("commenting", []).append(item["bodyValue"])
    return found


def _keyword(item: dict[str, Any], name: str) -> Any:
    """The value of a keyword of JSON-LD, which may stand with its sign where a tool has compacted it."""
    return item.get(name, item.get(f"@{name}"))


def _one(bodies: dict[str, list[str]], purpose: str, place: str) -> str:
    texts = bodies.get(purpose, [])
    if not texts:
        raise refuse(place, f"no text with the purpose {purpose}")
    return texts[-1] if purpose == "assessing" else texts[0]


def _joined(bodies: dict[str, list[str]], purpose: str) -> str:
    return "\n".join(bodies.get(purpose, []))


def _target(item: dict[str, Any], place: str) -> Any:
    targets = _listed(item.get("target"))
    if not targets:
        raise refuse(f"{place}.target", "is missing")
    return targets[0]


def _source(item: dict[str, Any], place: str) -> str:
    target = _target(item, place)
    source = target.get("source", _keyword(target, "id")) if isinstance(target, dict) else target
    if isinstance(source, dict):
        source = _keyword(source, "id")
    if not isinstance(source, str):
        raise refuse(f"{place}.target.source", "is missing")
    if source.startswith(f"{URN}articles:"):
        return unquote(source.removeprefix(f"{URN}articles:"))
    return source


def _span(item: dict[str, Any], place: str) -> dict[str, Any]:
    """What the selectors of an annotation select; empty where there are none for texts."""
    target = _target(item, place)
    found: dict[str, Any] = {}
    for number, selector in enumerate(_listed(target.get("selector")) if isinstance(target, dict) else []):
        where = f"{place}.target.selector[{number}]"
        kinds = _listed(_keyword(object_at(selector, where), "type"))
        if "TextQuoteSelector" in kinds:
            for part in ("exact", "prefix", "suffix"):
                if part in selector:
                    found[part] = selector[part]
        elif "TextPositionSelector" in kinds:
            for part in ("start", "end"):
                if part not in selector:
                    raise refuse(f"{where}.{part}", "is missing")
                found[part] = selector[part]
    return found


def _named_claim(item: dict[str, Any]) -> str | None:
    """The claim of ours that an annotation identifies, if it does."""
    for body in _listed(item.get("body")):
        source = body.get("source") if isinstance(body, dict) else body
        if isinstance(source, str) and source.startswith(f"{URN}claims:"):
            return unquote(source.removeprefix(f"{URN}claims:"))
    return None
