"""Label Studio: tasks with annotations, one an article, and the labelling interface for them.

``tasks.json`` is imported into a project whose interface is ``config.xml``. A passage has the label
``<claim id>:<stance>``; the choice of a claim on a whole article says that it was looked at. What Label
Studio has no words for is in the data of the tasks and the meta of the regions, which it keeps. Offsets are
code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.exports.native import fields_of, visible
from annotations.exports.xml_text import tag, xml_id
from annotations.records import STANCES, Article, Evidence, Review, Stance

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: The names of the controls, and of the object that they are about.
EVIDENCE, LOOKED, TEXT = "evidence", "looked", "text"
OWN = "variorum"
_COLOURS: dict[Stance, str] = {
    "supports": "#2e7d32", "partly_supports": "#9ccc65", "queries": "#f9a825", "refutes": "#c62828",
}  # fmt: skip


def files(selection: Selection) -> Iterator[tuple[str, Iterable[str]]]:
    """The files by their names, each piece by piece.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    yield "tasks.json", _tasks(selection)
    yield "config.xml", _config(selection)


def label(claim: str, stance: str) -> str:
    """The label of a passage."""
    return f"{xml_id(claim)}:{stance}"


def _config(selection: Selection) -> Iterator[str]:
    yield '<View>\n  <Labels name="evidence" toName="text" choice="single" showInline="false">\n'
    for claim in selection.claims:
        for stance in STANCES:
            said = selection.project.codebook.stance(stance).label
            about = {"value": label(claim.id, stance), "hint": f"{said}: {claim.text}"}
            yield "    " + tag("Label", {**about, "background": _COLOURS[stance]}) + "\n"
    yield '  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n'
    if selection.claims:
        yield '  <Choices name="looked" toName="text" choice="multiple">\n'
        for claim in selection.claims:
            yield "    " + tag("Choice", {"value": xml_id(claim.id), "hint": claim.text}) + "\n"
        yield "  </Choices>\n"
    yield "</View>\n"


def _tasks(selection: Selection) -> Iterator[str]:
    numbers = {piece.id: number for number, piece in enumerate(selection.evidence)}
    looks = {look.id: number for number, look in enumerate(selection.reviews)}
    by_article: dict[str, list[Evidence]] = {}
    for piece in selection.evidence:
        by_article.setdefault(piece.article, []).append(piece)
    looked: dict[str, list[Review]] = {}
    for look in selection.reviews:
        looked.setdefault(look.article, []).append(look)
    shared: dict[str, Any] = {
        "version": 1,
        "codebook": fields_of(selection.project.codebook),
        "origins": [fields_of(origin) for origin in selection.origins],
        "claims": [fields_of(claim) for claim in selection.claims],
    }
    between = "[\n"
    for number, article in enumerate(selection.watch.walk("articles", selection.articles), start=1):
        pieces, here = by_article.get(article.id, []), looked.get(article.id, [])
        task = _task(selection, article, pieces, here, numbers, looks)
        if number == 1:
            task["data"][OWN] |= shared
        yield between + visible(msgspec.json.encode({"id": number, **task}).decode())
        between = ",\n"
    if not selection.articles:
        data = {TEXT: "", OWN: shared}
        yield between + visible(msgspec.json.encode({"id": 1, "data": data}).decode())
    yield "\n]\n"


def _task(
    selection: Selection,
    article: Article,
    pieces: list[Evidence],
    reviews: list[Review],
    numbers: dict[str, int],
    looks: dict[str, int],
) -> dict[str, Any]:
    own: dict[str, Any] = {
        "article": fields_of(article),
        # A quote that is not in the text has no region that could show it.
        "unplaced": [
            {**fields_of(piece), "number": numbers[piece.id]}
            for piece in pieces
            if piece.anchor in ("changed", "orphan")
        ],
        "reviews": [{**fields_of(look), "number": looks[look.id]} for look in reviews],
    }
    result = [
        _region(number, piece, numbers[piece.id])
        for number, piece in enumerate(selection.watch.guarded(pieces), start=1)
        if piece.anchor in ("exact", "moved")
    ]
    looked = list(dict.fromkeys(xml_id(look["claim"]) for look in own["reviews"]))
    if looked:
        about = {"id": "looked", "from_name": LOOKED, "to_name": TEXT, "type": "choices"}
        result.append({**about, "value": {"choices": looked}})
    data = {TEXT: selection.text(article.id), "title": article.title, "label": article.label, OWN: own}
    return {"data": data, "annotations": [{"result": result}] if result else []}


def _region(number: int, piece: Evidence, place: int) -> dict[str, Any]:
    quote = piece.quote
    own = {
        name: value
        for name, value in fields_of(piece).items()
        if name not in ("claim", "article", "stance", "note")
    }
    own["quote"] = {"prefix": quote.prefix, "suffix": quote.suffix}
    return {
        "id": f"r{number}",
        "from_name": EVIDENCE,
        "to_name": TEXT,
        "type": "labels",
        "value": {
            "start": quote.start,
            "end": quote.end,
            "text": quote.exact,
            "labels": [label(piece.claim, piece.stance)],
        },
        "meta": {"text": [piece.note] if piece.note else [], OWN: {**own, "number": place}},
    }
