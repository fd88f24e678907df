"""The W3C Web Annotation data model, as JSON-LD: one collection that loads back without loss.

Evidence is an annotation on an article (or on its address): the claim identified, its text described, the
stance assessed, the words and the place selected, in code points as the model wants them. Articles, origins,
claims and looks are annotations of their own. What the model has no words for stands beside, under
``record``, which the context declares as JSON, so that tools which expand and compact it keep it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

import msgspec

from annotations.exports.native import fields_of, visible
from annotations.records import Article, Claim, Evidence, Origin, Review, Table

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What our own ids begin with.
URN = "urn:variorum:"
#: The context of what the model has no words for.
OWN_CONTEXT = {"record": {"@id": f"{URN}record", "@type": "@json"}}
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)

Annotation = dict[str, Any]


def pieces(selection: Selection) -> Iterator[str]:
    """The collection, an annotation a line.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    made = _Made(selection)
    steps: list[tuple[Table, Sequence[Any], Callable[[Any], Annotation]]] = [
        ("articles", selection.articles, made.article),
        ("origins", selection.origins, made.origin),
        ("claims", selection.claims, made.claim),
        ("evidence", selection.evidence, made.evidence),
        ("reviews", selection.reviews, made.review),
    ]
    total = sum(len(records) for _, records, _ in steps)
    head = {
        "@context": [CONTEXT, OWN_CONTEXT],
        "id": f"{URN}collection",
        "type": "AnnotationCollection",
        "label": selection.name,
        "total": total,
        "record": {"version": 1, "codebook": fields_of(selection.project.codebook)},
    }
    yield _json(head)[:-1] + f',\n"first":{{"id":"{URN}page","type":"AnnotationPage","startIndex":0,"items":['
    between = "\n"
    for step, records, make in steps:
        for record in selection.watch.walk(step, records):
            yield between + _json(make(record))
            between = ",\n"
    yield "\n]}}\n"


def iri(table: Table, id: str) -> str:
    """The address of a record; any id can be taken out of it again."""
    return f"{URN}{table}:{percent(id, safe='')}"


def _json(value: Any) -> str:
    return visible(msgspec.json.encode(value).decode())


class _Made:
    """Makes annotations of records."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._claims = {claim.id: claim for claim in selection.claims}
        self._targets = {
            article.id: article.url
            if article.url and _ADDRESS.fullmatch(article.url)
            else iri("articles", article.id)
            for article in selection.articles
        }

    def article(self, article: Article) -> Annotation:
        body = _text(self._selection.text(article.id), "describing")
        body["format"] = "text/plain"
        return self._annotation("articles", article, "describing", [body], self._targets[article.id])

    def origin(self, origin: Origin) -> Annotation:
        body = [_text(origin.name, "describing")]
        return self._annotation("origins", origin, "describing", body, iri("origins", origin.id))

    def claim(self, claim: Claim) -> Annotation:
        body = [
            _text(claim.text, "describing"),
            *(_text(tag, "tagging") for tag in claim.tags),
            *([_text(claim.note, "commenting")] if claim.note else []),
            *([_text(claim.open_question, "questioning")] if claim.open_question else []),
        ]
        target = iri("claims", claim.id)
        return self._annotation(
            "claims", claim, "describing", body, target, leave=("text", "tags", "note", "open_question")
        )

    def evidence(self, piece: Evidence) -> Annotation:
        body = [
            *self._about(piece.claim),
            _text(piece.stance, "assessing"),
            *([_text(piece.note, "commenting")] if piece.note else []),
        ]
        quote = piece.quote
        words = {"type": "TextQuoteSelector", "exact": quote.exact}
        words |= {"prefix": quote.prefix, "suffix": quote.suffix}
        stands = piece.anchor in ("exact", "moved")
        place = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
        target = {
            "type": "SpecificResource",
            "source": self._targets[piece.article],
            "selector": [words, place] if stands else words,
        }
        made = self._annotation(
            "evidence", piece, "assessing", body, target, leave=("stance", "note", "quote")
        )
        if not stands:
            # The place of a quote that is gone selects nothing: only we know what to do with it.
            made["record"]["quote"] = {"start": quote.start, "end": quote.end}
        return made

    def review(self, review: Review) -> Annotation:
        body = [*self._about(review.claim), _text("reviewed", "assessing")]
        target = self._targets[review.article]
        return self._annotation("reviews", review, "assessing", body, target)

    def _about(self, claim: str) -> list[Annotation]:
        return [
            {"type": "SpecificResource", "source": iri("claims", claim), "purpose": "identifying"},
            _text(self._claims[claim].text, "describing"),
        ]

    def _annotation(
        self,
        table: Table,
        record: Article | Origin | Claim | Evidence | Review,
        motivation: str,
        body: Sequence[Annotation],
        target: str | Annotation,
        leave: Sequence[str] = (),
    ) -> Annotation:
        own = {name: value for name, value in fields_of(record).items() if name not in leave}
        annotator = getattr(record, "annotator", "")
        stamps = {name: getattr(record, name, "") for name in ("created", "modified")}
        return {
            "id": f"{URN}annotation:{table}:{percent(record.id, safe='')}",
            "type": "Annotation",
            "motivation": motivation,
            **{name: value for name, value in stamps.items() if _is_time(value)},
            **({"creator": {"type": "Person", "name": annotator}} if annotator else {}),
            "body": list(body),
            "target": target,
            "record": {"table": table, **own},
        }


def _text(value: str, purpose: str) -> Annotation:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _is_time(value: str) -> bool:
    """Whether this is a time with a zone, as the model wants it."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
