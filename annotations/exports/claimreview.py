"""Verdicts as schema.org ClaimReview, in JSON-LD: only claims on which a person has set one.

A status is never made a verdict here. Quotes are given as they stand, with what they say of the claim in
words, and the articles as its appearances.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exports.completeness import unfinished
from annotations.exports.native import visible
from annotations.exports.webannotation import iri
from annotations.records import Article
from annotations.wording import status_in_words

if TYPE_CHECKING:
    from annotations.exports.selection import Selection
    from annotations.matrix import Row

CONTEXT = "https://schema.org"


def pieces(selection: Selection) -> Iterator[str]:
    """The reviews as one JSON-LD document; empty, and still valid, where no verdict is set."""
    yield f'{{"@context":"{CONTEXT}","@graph":['
    between = "\n"
    rows = {row.claim.id: row for row in selection.rows}
    for claim in selection.watch.walk("claims", selection.claims):
        if claim.verdict and claim.verdict.strip():
            yield between + in_script(review(selection, rows[claim.id]))
            between = ",\n"
    yield "\n]}\n"


def in_script(value: Any) -> str:
    """A value as JSON that may stand in the script element of a page: nothing in it ends that."""
    return visible(msgspec.json.encode(value).decode()).replace("<", "\\u003c")


def review(selection: Selection, row: Row) -> dict[str, Any]:
    """The review of one claim."""
    claim, agreement = row.claim, row.agreement
    articles = {article.id: article for article in selection.articles}
    codebook = selection.project.codebook
    evidence = [p for p in selection.evidence_on(claim.id) if p.id not in agreement.set_aside]
    appearances = dict.fromkeys(p.article for p in evidence)
    names = {origin.id: origin.name for origin in selection.origins}
    missing = unfinished(selection, row)
    said = status_in_words(agreement, articles) + (f"; not finished: {'; '.join(missing)}" if missing else "")
    reviewed: dict[str, Any] = {
        "@type": "Claim",
        "@id": iri("claims", claim.id),
        "text": claim.text,
        **({"appearance": [_work(articles[id]) for id in appearances]} if appearances else {}),
    }
    if claim.speaker in names:
        reviewed["author"] = {"@type": "Person", "name": names[claim.speaker]}
    return {
        "@type": "ClaimReview",
        "@id": f"{iri('claims', claim.id)}:review",
        "claimReviewed": claim.text,
        "itemReviewed": reviewed,
        "reviewRating": {"@type": "Rating", "alternateName": claim.verdict},
        "description": said,
        **({"author": {"@type": "Person", "name": claim.annotator}} if claim.annotator else {}),
        **({"datePublished": claim.modified} if claim.modified else {}),
        **({"keywords": list(claim.tags)} if claim.tags else {}),
        **({"reviewBody": claim.note} if claim.note else {}),
        "citation": [
            {
                "@type": "Quotation",
                "text": piece.quote.exact,
                "description": codebook.stance(piece.stance).label,
                "isPartOf": _work(articles[piece.article]),
            }
            for piece in evidence
        ],
    }


def _work(article: Article) -> dict[str, Any]:
    fields = {
        "@type": "CreativeWork",
        "@id": iri("articles", article.id),
        "name": article.title,
        "url": article.url,
        "datePublished": article.published,
        "inLanguage": article.language,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else None,
    }
    return {name: value for name, value in fields.items() if value}
