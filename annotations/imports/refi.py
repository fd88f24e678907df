"""REFI-QDA is read: projects (.qdpx, .qde) and codebooks (.qdc).

Codes are claims. A code ``<claim id>:<stance>`` below one, as we write them, says what a passage says to it;
a passage with a code of others supports that claim. Sources are articles; codings of a whole source are
looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotations.errors import ImportRefusedError
from annotations.exports.refi import NO_MENTION, VARIABLES
from annotations.exports.xml_text import id_of_xml
from annotations.imports.archives import Archive
from annotations.imports.document import Document
from annotations.imports.json_values import visible_place
from annotations.imports.places import refuse
from annotations.imports.watching import Watch
from annotations.imports.xml_tree import Element, parse
from annotations.records import STANCES, Table

_LABEL = re.compile(rf"(.+):({'|'.join((*STANCES, NO_MENTION))})", re.DOTALL)
_NUMBER = re.compile(r"\s*([+-]?\d{1,16})\s*", re.ASCII)
_PATH = re.compile(r"internal://([^/\\]+)")
_SOURCES = ("sources/", "Sources/")


class _Said(NamedTuple):
    """What a code says: of which claim, and which stance; “no mention” is none."""

    claim: str
    stance: str


def read(raw: bytes, watch: Watch) -> Document:
    """The records of a project or a codebook.

    Raises:
        ImportRefusedError: it is no such file, or a part of it does not fit; the message begins with the
            place.
    """
    if not raw.startswith(b"PK"):
        return _Reading(parse(raw, watch), None, watch).document()
    archive = Archive(raw)
    named = [name for name in archive.names if name.endswith(".qde") and "/" not in name]
    if len(named) != 1:
        raise ImportRefusedError("holds no project (one .qde file)")
    try:
        root = parse(archive.read(named[0]), watch)
        return _Reading(root, archive, watch).document()
    except ImportRefusedError as problem:
        raise ImportRefusedError(f"{named[0]}: {problem}") from None


class _Reading:
    def __init__(self, root: Element, archive: Archive | None, watch: Watch) -> None:
        if root.name not in ("Project", "CodeBook"):
            raise ImportRefusedError(f"is no REFI-QDA file (its root is {visible_place(root.name)})")
        self._root, self._archive, self._watch = root, archive, watch
        self._records: dict[Table, list[dict[str, Any]]] = {}
        self._places: dict[Table, list[str]] = {}
        self._users = {user.get("guid"): user.get("name") or "" for user in root.all("Users", "User")}
        self._notes = {note.get("guid"): note for note in root.all("Notes", "Note")}
        self._variables = {
            variable.get("guid"): variable.get("name") for variable in root.all("Variables", "Variable")
        }
        self._codes: dict[str, _Said] = {}

    def document(self) -> Document:
        """What was read."""
        self._claims()
        for source in self._watch.walk("articles", list(self._root.all("Sources", "TextSource"))):
            self._source(source)
        others = sum(child.name != "TextSource" for s in self._root.all("Sources") for child in s.children)
        notices = []
        if others:
            notices.append(f"{others} sources that are no plain text were left out")
        return Document(self._records, places=self._places, notices=tuple(notices))

    def _put(self, table: Table, element: Element, fields: dict[str, Any]) -> None:
        self._records.setdefault(table, []).append(fields)
        self._places.setdefault(table, []).append(_place(element))

    # ---- Codes ------------------------------------------------------------------------------------

    def _claims(self) -> None:
        tags: dict[str, list[str]] = {}
        for tagged in self._root.all("Sets", "Set"):
            for member in tagged.all("MemberCode"):
                guid = member.get("targetGUID") or member.get("guid") or ""
                tags.setdefault(guid, []).append(tagged.get("name") or "")
        codes = self._root.all("CodeBook", "Codes", "Code")
        if self._root.name == "CodeBook":
            codes = self._root.all("Codes", "Code")
        for code in codes:
            self._code(code, tags)

    def _code(self, code: Element, tags: dict[str, list[str]]) -> None:
        guid, name = _given(code, "guid"), _given(code, "name")
        below = list(code.all("Code"))
        ours = [(child, said) for child in below if (said := _LABEL.fullmatch(child.get("name") or ""))]
        claim = id_of_xml(ours[0][1][1]) if ours else guid
        description = code.words("Description")
        notes = [self._notes[ref.get("targetGUID")].words("PlainTextContent")
                 for ref in code.all("NoteRef") if ref.get("targetGUID") in self._notes]  # fmt: skip
        # In a codebook of others a description explains the code; in ours it is the whole claim.
        text, note = (description, notes) if ours else (name, [description, *notes])
        words = {"text": text, "note": "\n".join(filter(None, note))}
        self._put("claims", code, {"id": claim, **words, "tags": tags.get(guid, [])})
        self._know(code, guid, _Said(claim, "supports"))
        stances = {child.get("guid"): said[2] for child, said in ours}
        for child in below:
            if child.get("guid") in stances:
                id = _given(child, "guid")
                self._know(child, id, _Said(claim, stances[id]))
            else:
                self._code(child, tags)

    def _know(self, code: Element, guid: str, said: _Said) -> None:
        if guid in self._codes:
            raise refuse(f"{_place(code)}.guid", f"{visible_place(guid)} is there twice")
        self._codes[guid] = said

    # ---- Sources ----------------------------------------------------------------------------------

    def _source(self, source: Element) -> None:
        known = {
            self._variables.get(ref.get("targetGUID")): value.words("TextValue")
            for value in source.all("VariableValue")
            for ref in value.all("VariableRef")
        }
        fields: dict[str, Any] = {name: known[name] for name in VARIABLES if name in known}
        for name in ("id", "work"):
            if name in fields:
                fields[name] = id_of_xml(fields[name])
        if "version" in fields:
            fields["version"] = _number(fields["version"], f"{_place(source)}.version")
        article = fields.setdefault("id", _given(source, "guid"))
        text = self._text(source)
        title = source.get("name")
        self._put(
            "articles", source, {**fields, **({"title": title} if title is not None else {}), "text": text}
        )
        for passage in source.all("PlainTextSelection"):
            self._passage(passage, article)
        for coding in source.all("Coding"):
            for said in self._said(coding):
                look = {"claim": said.claim, "article": article, "annotator": self._user(coding)}
                at = coding.get("creationDateTime")
                self._put("reviews", coding, {**look, **({"at": at} if at else {})})

    def _passage(self, passage: Element, article: str) -> None:
        start = _number(_given(passage, "startPosition"), f"{_place(passage)}.startPosition")
        end = _number(_given(passage, "endPosition"), f"{_place(passage)}.endPosition")
        name, id = passage.get("name") or "", _given(passage, "guid")
        codings = [(coding, said) for coding in passage.all("Coding") for said in self._said(coding)]
        for number, (coding, said) in enumerate(codings):
            # We name a passage by the id of the evidence, others by its words.
            own = id_of_xml(name) if name and self._root.get("origin") == "Variorum" else id
            at = coding.get("creationDateTime") or passage.get("creationDateTime")
            piece = {
                "id": own if not number else f"{own} {number + 1}",
                "claim": said.claim,
                "article": article,
                "stance": said.stance if said.stance != NO_MENTION else "supports",
                "quote": {"start": start, "end": end},
                "note": passage.words("Description"),
                "annotator": self._user(coding) or self._user(passage),
                **({"created": at, "modified": at} if at else {}),
            }
            self._put("evidence", passage, piece)

    def _said(self, coding: Element) -> Iterator[_Said]:
        for ref in coding.all("CodeRef"):
            target = _given(ref, "targetGUID")
            said = self._codes.get(target)
            if said is None:
                raise refuse(f"{_place(ref)}.targetGUID", f"there is no code {visible_place(target)}")
            yield said

    def _user(self, element: Element) -> str:
        return self._users.get(element.get("creatingUser"), "")

    def _text(self, source: Element) -> str:
        place = _place(source)
        path = source.get("plainTextPath")
        if path is None:
            return source.words("PlainTextContent")
        found = _PATH.fullmatch(path)
        if found is None or found[1] == ".." or self._archive is None:
            raise refuse(f"{place}.plainTextPath", f"{visible_place(path)} is not within this file")
        for folder in _SOURCES:
            if folder + found[1] in self._archive.names:
                try:
                    text = self._archive.read(folder + found[1]).decode("utf-8-sig")
                except UnicodeDecodeError:
                    raise refuse(
                        f"{place}.plainTextPath", f"{visible_place(found[1])} is not UTF-8"
                    ) from None
                # Offsets are counted with one code point a line end, whatever it is written as.
                return text.replace("\r\n", "\n").replace("\r", "\n")
        raise refuse(f"{place}.plainTextPath", f"{visible_place(found[1])} is not there")


def _place(element: Element) -> str:
    return f"line {element.line} ({visible_place(element.name)})"


def _given(element: Element, attribute: str) -> str:
    value = element.get(attribute)
    if value is None:
        raise refuse(f"{_place(element)}.{attribute}", "is missing")
    return value


def _number(value: str, place: str) -> int:
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise refuse(place, f"expected a number, got {visible_place(value)}")
    return int(found[1])
