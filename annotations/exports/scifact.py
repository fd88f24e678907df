"""Claims and documents in the shape of the SciFact data: which sentences of which document say what.

``corpus.jsonl`` holds the articles cut into sentences, ``claims.jsonl`` the claims with the sentences that
support or contradict them. Documents that were looked at without such evidence are cited only. Its numbers
are the positions of records; ``ids.json`` says which id each belongs to. Partial and querying evidence has
no label there, and quotes become the sentences that they touch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exports.jsonl import lines
from annotations.records import Stance
from annotations.text import sentences

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

LABELS: dict[Stance, str] = {"supports": "SUPPORT", "refutes": "CONTRADICT"}


def files(selection: Selection) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files by their names.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    documents = {article.id: number for number, article in enumerate(selection.articles, start=1)}
    cuts: dict[str, list[tuple[int, int]]] = {}
    yield "corpus.jsonl", lines(_corpus(selection, documents, cuts))
    yield "claims.jsonl", lines(_claims(selection, documents, cuts))
    ids = {
        "documents": {str(number): id for id, number in documents.items()},
        "claims": {str(selection.numbers[claim.id]): claim.id for claim in selection.claims},
    }
    yield "ids.json", (msgspec.json.format(msgspec.json.encode(ids), indent=2) + b"\n",)


def _corpus(
    selection: Selection, documents: dict[str, int], cuts: dict[str, list[tuple[int, int]]]
) -> Iterator[dict[str, Any]]:
    for article in selection.watch.walk("articles", selection.articles):
        text = selection.text(article.id)
        cuts[article.id] = [(start, end) for start, end in sentences(text)]
        yield {
            "doc_id": documents[article.id],
            "title": article.title,
            "abstract": [text[start:end].strip() for start, end in cuts[article.id]],
            "structured": False,
        }


def _claims(
    selection: Selection, documents: dict[str, int], cuts: dict[str, list[tuple[int, int]]]
) -> Iterator[dict[str, Any]]:
    derived = {row.claim.id: row.agreement for row in selection.rows}
    for claim in selection.watch.walk("claims", selection.claims):
        evidence: dict[str, list[dict[str, Any]]] = {}
        looked = {review.article for review in selection.reviews_on(claim.id)}
        for piece in selection.evidence_on(claim.id):
            looked.add(piece.article)
            label = LABELS.get(piece.stance)
            if label is None or piece.id in derived[claim.id].set_aside:
                continue
            touched = _touched(cuts[piece.article], piece.quote.start, piece.quote.end)
            if touched:
                said = {"sentences": touched, "label": label}
                found = evidence.setdefault(str(documents[piece.article]), [])
                found += [said] if said not in found else []
        yield {
            "id": selection.numbers[claim.id],
            "claim": claim.text,
            "evidence": evidence,
            "cited_doc_ids": sorted(documents[article] for article in looked),
        }


def _touched(cut: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """The numbers of the sentences, from 0, that a span touches."""
    first = max(0, bisect_right(cut, (start, len(cut) and cut[-1][1])) - 1)
    return [n for n in range(first, len(cut)) if cut[n][0] < end and start < cut[n][1]]
