"""REFI-QDA 1.5, the exchange format of qualitative analysis programs: a project (.qdpx).

Claims are codes with a code below them for each stance (``<claim id>:<stance>``) and one for “no mention”;
evidence are coded passages, looks are codings of a whole source, tags are sets, what is known of an article
are variables. Texts stand in the archive with line feeds only, as the format wants them; offsets are code
points of these, end exclusive.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING

from annotations.exports.xml_text import tag, xml_id, xml_text
from annotations.exports.zipped import blocks, entry
from annotations.records import STANCES, Article, Claim, Evidence, Review
from annotations.text.line_ends import LineFeeds

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

NAMESPACE = "urn:QDA-XML:project:1.0"
#: The code of a claim for articles that were looked at and hold nothing.
NO_MENTION = "no_mention"
#: What is known of an article, as variables: their names are those of our fields.
VARIABLES = (
    "id", "work", "version", "label", "state", "publisher", "author", "published", "language", "url",
)  # fmt: skip
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SPACE = uuid.UUID("3d9a2b54-9a0b-5d0e-b7d5-0f0f2d2f7c11")


def pieces(selection: Selection) -> Iterator[bytes]:
    """The archive, a block at a time.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """

    def fill(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(entry("project.qde"), "w", force_zip64=True) as part:
                for piece in _project(selection):
                    part.write(piece.encode())
            for article in selection.watch.walk("texts", selection.articles):
                text = LineFeeds(selection.text(article.id)).text
                archive.writestr(entry(f"sources/{guid('article', article.id)}.txt"), text.encode())

    yield from blocks(fill)


def guid(kind: str, id: str) -> str:
    """The GUID of a record: its id where that is one, else always the same one for the same id."""
    return id if _GUID.fullmatch(id) else str(uuid.uuid5(_SPACE, f"{kind}:{id}"))


def codes(selection: Selection, *, notes: bool) -> Iterator[str]:
    """The claims as codes, with a code for each stance below; with `notes`, they refer to theirs."""
    names: dict[str, int] = {}
    for claim in selection.watch.walk("claims", selection.claims):
        # Some programs take two codes of one name for one code.
        name = claim.text or "claim"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        below = "".join(
            tag(
                "Code",
                {"guid": code_guid(claim.id, said), "name": label(claim.id, said), "isCodable": "true"},
            )
            for said in (*STANCES, NO_MENTION)
        )
        note = _note_guid(claim)
        noted = tag("NoteRef", {"targetGUID": note}) if notes and claim.note else ""
        content = tag("Description", content=xml_text(claim.text)) + noted + below
        about = {"guid": guid("claim", claim.id), "name": name, "isCodable": "true"}
        yield tag("Code", about, content) + "\n"


def sets(selection: Selection, member: str) -> Iterator[str]:
    """The tags as sets of claims; `member` is the attribute by which a set names its members."""
    tagged: dict[str, list[str]] = {}
    for claim in selection.claims:
        for name in dict.fromkeys(claim.tags):
            tagged.setdefault(name, []).append(claim.id)
    for name, claims in tagged.items():
        members = "".join(tag("MemberCode", {member: guid("claim", id)}) for id in claims)
        yield tag("Set", {"guid": guid("tag", name), "name": name}, members) + "\n"


def label(claim: str, said: str) -> str:
    """The name of a code for a claim and a stance."""
    return f"{xml_id(claim)}:{said}"


def code_guid(claim: str, said: str) -> str:
    """The GUID of that code."""
    return guid("code", f"{claim}:{said}")


def _project(selection: Selection) -> Iterator[str]:
    about = {"xmlns": NAMESPACE, "name": selection.name, "origin": "Variorum"}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + tag("Project", about, "").removesuffix("</Project>")
    annotators = dict.fromkeys(
        [piece.annotator for piece in selection.evidence] + [look.annotator for look in selection.reviews]
    )
    users = [tag("User", {"guid": guid("user", name), "name": name}) for name in annotators if name]
    yield from _section("Users", users)
    yield from _section("CodeBook><Codes", codes(selection, notes=True))
    variables = (
        tag("Variable", {"guid": guid("variable", name), "name": name, "typeOfVariable": "Text"})
        for name in VARIABLES
    )
    yield from _section("Variables", variables)
    walked = selection.watch.walk("articles", selection.articles)
    by_article: dict[str, list[Evidence]] = {}
    for piece in selection.evidence:
        if piece.anchor in ("exact", "moved"):
            by_article.setdefault(piece.article, []).append(piece)
    looks: dict[str, list[Review]] = {}
    for look in selection.reviews:
        looks.setdefault(look.article, []).append(look)
    sources = (_source(selection, a, by_article.get(a.id, []), looks.get(a.id, [])) for a in walked)
    yield from _section("Sources", sources)
    notes = (
        tag(
            "Note",
            {"guid": _note_guid(claim), "name": claim.text},
            tag("PlainTextContent", content=xml_text(claim.note)),
        )
        for claim in selection.claims
        if claim.note
    )
    yield from _section("Notes", notes)
    yield from _section("Sets", sets(selection, "targetGUID"))
    yield "</Project>\n"


def _section(names: str, parts: Iterable[str]) -> Iterator[str]:
    """A section, unless there is nothing in it: the schema wants none to be empty."""
    begun = False
    for part in parts:
        if not begun:
            yield f"\n<{names}>\n"
            begun = True
        yield part
    if begun:
        yield "".join(f"</{name}>" for name in reversed(names.split("><")))


def _source(selection: Selection, article: Article, evidence: list[Evidence], looks: list[Review]) -> str:
    id = guid("article", article.id)
    feeds = LineFeeds(selection.text(article.id))
    parts = [_selection(piece, feeds) for piece in selection.watch.guarded(evidence)]
    for look in looks:
        coded = {"guid": guid("look", look.id), **_by(look.annotator, look.at)}
        parts.append(tag("Coding", coded, _code_ref(look.claim, NO_MENTION)) + "\n")
    for name in VARIABLES:
        value = getattr(article, name)
        if value is not None:
            words = xml_id(value) if name in ("id", "work") else str(value)
            ref = tag("VariableRef", {"targetGUID": guid("variable", name)})
            parts.append(tag("VariableValue", content=ref + tag("TextValue", content=xml_text(words))))
    about = {"guid": id, "name": article.title, "plainTextPath": f"internal://{id}.txt"}
    return tag("TextSource", about, "\n" + "".join(parts)) + "\n"


def _selection(piece: Evidence, feeds: LineFeeds) -> str:
    by = _by(piece.annotator, piece.created)
    about = {
        "guid": guid("evidence", piece.id),
        "name": xml_id(piece.id),
        "startPosition": str(feeds.place(piece.quote.start)),
        "endPosition": str(feeds.place(piece.quote.end)),
        **by,
    }
    coding = tag("Coding", {"guid": guid("coding", piece.id), **by}, _code_ref(piece.claim, piece.stance))
    note = tag("Description", content=xml_text(piece.note)) if piece.note else ""
    return tag("PlainTextSelection", about, note + coding) + "\n"


def _code_ref(claim: str, said: str) -> str:
    return tag("CodeRef", {"targetGUID": code_guid(claim, said)})


def _by(annotator: str, at: str) -> dict[str, str | None]:
    try:
        is_time = datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        is_time = False
    return {
        "creatingUser": guid("user", annotator) if annotator else None,
        "creationDateTime": at if is_time else None,
    }


def _note_guid(claim: Claim) -> str:
    return guid("note", f"note of {claim.id}")
