"""UIMA CAS as XMI, for INCEpTION and what else is built on UIMA: a document an article, and the types.

Evidence is an annotation ``variorum.Evidence`` with its claim and stance, claims are ``variorum.Claim``;
looks, articles, origins and quotes that are gone stand beside. A document holds all that its own marks refer
to, so that it can be taken in alone; the first one holds the rest of the project too. What the features do
not say is in the feature ``record``, as JSON. Offsets are UTF-16 units, as UIMA counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from annotations.errors import ExportError
from annotations.exports.native import fields_of, visible
from annotations.exports.passages import file_name
from annotations.exports.planes import NOT_IN_XML
from annotations.exports.xml_text import xml_id, xml_words
from annotations.records import Article, Claim, Evidence, Origin, Review, quote_of

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: What the names of our types begin with.
PACKAGE = "variorum"
VERSION = 1
_RECORD = {"record": "What the other features do not say, as JSON."}
_BASE, _ANNOTATION = "uima.cas.AnnotationBase", "uima.tcas.Annotation"
_MARK = {"claim": "The id of the claim.", "claim_text": "The text of the claim, to be read."}
#: The types: what each is derived from, and its features, all of them texts.
TYPES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Evidence": (_ANNOTATION, {
        "id": "The id.", **_MARK, "stance": "supports, partly_supports, queries or refutes.",
        "note": "A note.", **_RECORD,
    }),
    "Unplaced": (_BASE, {
        "id": "The id.", **_MARK, "stance": "As of evidence.", "note": "A note.",
        "words": "The words that are not in the text.", **_RECORD,
    }),
    "Claim": (_BASE, {
        "id": "The id.", "text": "What is claimed.", "claim_type": "What kind of claim.", "note": "A note.",
        "open_question": "What is still to be found out.", "verdict": "What a person has judged.", **_RECORD,
    }),
    "Review": (_BASE, {**_MARK, "annotator": "Who has looked in this text for this claim.", **_RECORD}),
    "Article": (_BASE, {"id": "The id.", "title": "The title.", "label": "Its letter.", **_RECORD}),
    "Origin": (_BASE, {"id": "The id.", "name": "Who says so.", **_RECORD}),
    "Project": (_BASE, _RECORD),
}  # fmt: skip
_SIGNS = re.compile(NOT_IN_XML)


def files(selection: Selection) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    """The files by their names.

    Raises:
        ExportError: what writes them is not installed.
        ProjectError: the text of an article is missing or damaged.
    """
    types = type_system()
    yield "TypeSystem.xml", (types.to_xml(),)
    for name, cas in documents(selection, types):
        yield f"{name}.xmi", (cas.to_xmi(pretty_print=True),)


def type_system() -> Any:
    """The types as dkpro-cassis has them.

    Raises:
        ExportError: it is not installed.
    """
    try:
        from cassis import TypeSystem
    except ImportError:
        raise ExportError(
            "cas needs dkpro-cassis, which is not installed: pip install 'variorum[cas]'"
        ) from None
    system = TypeSystem()
    for name, (above, features) in TYPES.items():
        made = system.create_type(f"{PACKAGE}.{name}", above)
        for feature, about in features.items():
            system.create_feature(made, feature, "uima.cas.String", description=about)
    return system


def documents(selection: Selection, types: Any) -> Iterator[tuple[str, Any]]:
    """A document for each article, by the name of its file; one without text where there is no article."""
    made = _Made(selection, types)
    for number, article in enumerate(selection.watch.walk("articles", selection.articles)):
        yield file_name(number + 1, article), made.document(article, whole=not number)
    if not selection.articles:
        yield "0000", made.document(None, whole=True)


class _Made:
    """Makes documents; `types` are those of `type_system`."""

    def __init__(self, selection: Selection, types: Any) -> None:
        self._selection, self._types = selection, types
        self._articles = {article.id: number for number, article in enumerate(selection.articles)}
        self._claims = {claim.id: (number, claim) for number, claim in enumerate(selection.claims)}
        self._origins = {origin.id: (number, origin) for number, origin in enumerate(selection.origins)}
        self._evidence: dict[str, list[tuple[int, Evidence]]] = {}
        for number, piece in enumerate(selection.evidence):
            self._evidence.setdefault(piece.article, []).append((number, piece))
        self._looks: dict[str, list[tuple[int, Review]]] = {}
        for number, look in enumerate(selection.reviews):
            self._looks.setdefault(look.article, []).append((number, look))
        self._met = {piece.claim for piece in selection.evidence} | {look.claim for look in selection.reviews}

    def document(self, article: Article | None, *, whole: bool) -> Any:
        """The document of an article; with `whole`, it holds what belongs to no article as well."""
        from cassis import Cas

        cas = Cas(typesystem=self._types)
        pieces = self._evidence.get(article.id, []) if article is not None else []
        looks = self._looks.get(article.id, []) if article is not None else []
        text = self._selection.text(article.id) if article is not None else ""
        cas.sofa_string, cas.sofa_mime = xml_words(text), "text/plain"
        if whole:
            shared = {"version": VERSION, "codebook": fields_of(self._selection.project.codebook)}
            self._add(cas, "Project", shared)
        if article is not None:
            self._article(cas, article, text)
        claims = {piece.claim for _, piece in pieces} | {look.claim for _, look in looks}
        met = [
            (number, claim)
            for number, claim in self._claims.values()
            if claim.id in claims or (whole and claim.id not in self._met)
        ]
        said = {link for _, piece in pieces for link in piece.attribution} | {c.speaker for _, c in met}
        for number, origin in self._origins.values():
            if whole or origin.id in said:
                self._origin(cas, number, origin)
        for number, claim in met:
            self._claim(cas, number, claim)
        for number, piece in self._selection.watch.guarded(pieces):
            self._piece(cas, number, piece, text)
        for number, look in looks:
            words = {**self._about(look.claim), "annotator": look.annotator}
            self._add(cas, "Review", {**fields_of(look), "number": number}, **words)
        return cas

    def _article(self, cas: Any, article: Article, text: str) -> None:
        record = {**fields_of(article), "number": self._articles[article.id]}
        if _SIGNS.search(text):
            record["text"] = text  # the document holds what XML can hold of it
        words = {"title": article.title, "label": article.label}
        self._add(cas, "Article", record, id=xml_id(article.id), **words)

    def _origin(self, cas: Any, number: int, origin: Origin) -> None:
        record = {**fields_of(origin), "number": number}
        self._add(cas, "Origin", record, id=xml_id(origin.id), name=origin.name)

    def _claim(self, cas: Any, number: int, claim: Claim) -> None:
        words = {name: getattr(claim, name) or "" for name in ("text", "note", "open_question", "verdict")}
        words |= {"id": xml_id(claim.id), "claim_type": claim.type or ""}
        self._add(cas, "Claim", {**fields_of(claim), "number": number}, **words)

    def _piece(self, cas: Any, number: int, piece: Evidence, text: str) -> None:
        record = {**fields_of(piece), "number": number}
        words: dict[str, Any] = {"id": xml_id(piece.id), "stance": piece.stance, "note": piece.note}
        words |= self._about(piece.claim)
        if piece.anchor in ("changed", "orphan"):
            self._add(cas, "Unplaced", record, words=piece.quote.exact, **words)
            return
        quote = piece.quote
        if quote == quote_of(text, quote.start, quote.end):
            del record["quote"]  # all of it follows from the text
        # Code points: what writes the file counts them in UTF-16 units.
        self._add(cas, "Evidence", record, begin=quote.start, end=quote.end, **words)

    def _about(self, claim: str) -> dict[str, str]:
        return {"claim": xml_id(claim), "claim_text": self._claims[claim][1].text}

    def _add(self, cas: Any, kind: str, record: dict[str, Any], **features: Any) -> None:
        said = visible(msgspec.json.encode(record).decode())
        # In JSON every sign can be written by its number, and XML holds that.
        said = _SIGNS.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
        words = {
            name: xml_words(value) if isinstance(value, str) else value for name, value in features.items()
        }
        cas.add(self._types.get_type(f"{PACKAGE}.{kind}")(record=said, **words))
