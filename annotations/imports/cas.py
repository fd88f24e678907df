"""UIMA CAS documents are read, as XMI or JSON, one by one, as a folder, or zipped as INCEpTION exports them.

What was annotated there with our types holds; the feature ``record`` adds what the others do not say. No
library is needed for it, and no type system: our types are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.articles import text_hash
from annotations.codebook import Codebook
from annotations.errors import ImportRefusedError
from annotations.exports.cas import PACKAGE
from annotations.exports.xml_text import id_of_xml, xml_words
from annotations.imports.archives import Archive
from annotations.imports.cas_document import CasDocument, Structure, read_document
from annotations.imports.document import Document
from annotations.imports.json_values import json_object, object_at
from annotations.imports.ordered import Ordered, taken_number
from annotations.imports.places import refuse, typed
from annotations.imports.watching import Watch
from annotations.records import Table
from annotations.text.offsets import Offsets

#: What belongs to UIMA itself and to how a text is cut up: nobody misses it.
_GIVEN = ("uima.", "de.tudarmstadt.ukp.")
_KNOWN = frozenset(
    f"{PACKAGE}.{name}"
    for name in ("Project", "Article", "Origin", "Claim", "Evidence", "Unplaced", "Review")
)


def read(raw: bytes, watch: Watch) -> Document:
    """The records of one document, or of all documents of an archive.

    Raises:
        ImportRefusedError: it is no such file, or a part of it does not fit; the message begins with the
            place.
    """
    if not raw.startswith(b"PK"):
        return _Reading(watch).documents({"": raw})
    archive = Archive(raw)
    named = [name for name in archive.names if name.endswith((".xmi", ".json"))]
    return _Reading(watch).documents({name: archive.read(name) for name in sorted(named)})


def read_files(files: Mapping[str, bytes], watch: Watch) -> Document:
    """The records of the documents of a folder."""
    return _Reading(watch).documents(
        {name: files[name] for name in sorted(files) if name.endswith((".xmi", ".json"))}
    )


class _Reading:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._rows = Ordered()
        self._shared: dict[tuple[Table, Any], tuple[str, dict[str, Any]]] = {}
        self._codebook: Codebook | None = None
        self._others = 0

    def documents(self, files: Mapping[str, bytes]) -> Document:
        """What stands in these files, by their names."""
        if not files:
            raise ImportRefusedError("holds no UIMA CAS document (.xmi or .json)")
        for name, raw in self._watch.walk("documents", list(files.items())):
            try:
                self._document(read_document(raw, self._watch), f"{name} " if name else "")
            except ImportRefusedError as problem:
                said = str(problem)
                began = f"{name}: " if name and not said.startswith(f"{name} ") else ""
                raise ImportRefusedError(began + said) from None
        left = self._others
        notices = (f"{left} annotations of other types than ours were left out",) if left else ()
        return self._rows.document(self._codebook, notices)

    def _document(self, document: CasDocument, before: str) -> None:
        text, article, offsets = document.text, "", Offsets(document.text)
        found = [s for s in document.structures if s.type == f"{PACKAGE}.Article"]
        if len(found) > 1:
            raise refuse(before + found[1].place, "is there twice")
        if found:
            article, text = self._article(found[0], before, text)
        elif text:
            article = f"text {text_hash(text)[:16]}"
            self._rows.put("articles", before + "the document", {"id": article, "text": text})
        for structure in self._watch.guarded(document.structures):
            place = before + structure.place
            kind = structure.type.rpartition(".")[2] if structure.type in _KNOWN else ""
            if kind == "Evidence":
                self._evidence(structure, place, article, offsets)
            elif kind == "Unplaced":
                own, number = self._own(structure, place, ("note",), ("id", "claim"), ("stance",))
                self._rows.put("evidence", place, own, number)
            elif kind == "Review":
                own, number = self._own(structure, place, ("annotator",), ("claim",))
                own.setdefault("article", article)
                self._rows.put("reviews", place, own, number)
            elif kind == "Claim":
                self._claim(structure, place, article)
            elif kind == "Origin":
                own, number = self._own(structure, place, ("name",), ("id",))
                self._put_once("origins", place, own, number)
            elif kind == "Project":
                own = _record(structure, place)
                if own.get("codebook") is not None:
                    self._codebook = typed(own["codebook"], Codebook, f"{place}.record.codebook")
            elif not kind and not structure.type.startswith(_GIVEN):
                self._others += 1

    def _article(self, structure: Structure, before: str, text: str) -> tuple[str, str]:
        """The id of the article and its text, which may hold signs that no document can."""
        place = before + structure.place
        own, number = self._own(structure, place, ("title",), ("id",))
        whole = own.get("text")
        if whole is not None:
            if not isinstance(whole, str) or xml_words(whole) != text:
                raise refuse(f"{place}.record.text", "is not the text of the document")
            text = whole
        id = own.setdefault("id", f"text {text_hash(text)[:16]}")
        if not isinstance(id, str):
            raise refuse(f"{place}.id", "expected a text")
        self._rows.put("articles", place, {**own, "text": text}, number)
        return id, text

    def _claim(self, structure: Structure, place: str, article: str) -> None:
        words = ("text", "note", "open_question", "verdict")
        own, number = self._own(structure, place, words, ("id",))
        said, kept = structure.text("claim_type", place) or "", own.get("type")
        if not isinstance(kept, str | None) or said != xml_words(kept or ""):
            own["type"] = said
        own.setdefault("id", f"{article} claim {structure.id}")
        self._put_once("claims", place, own, number)

    def _evidence(self, structure: Structure, place: str, article: str, offsets: Offsets) -> None:
        own, number = self._own(structure, place, ("note",), ("id", "claim"), ("stance",))
        start = structure.offset("begin", place, offsets)
        end = structure.offset("end", place, offsets)
        span: dict[str, Any] = {"start": start, "end": end}
        kept = own.get("quote")
        if kept is not None:
            kept = object_at(kept, f"{place}.record.quote")
            if (kept.get("start"), kept.get("end")) == (start, end):  # nobody has moved it
                span |= {name: kept[name] for name in ("prefix", "suffix") if name in kept}
        own.setdefault("id", f"{article} {structure.id}")
        self._rows.put("evidence", place, {**own, "article": article, "quote": span}, number)

    def _own(
        self,
        structure: Structure,
        place: str,
        words: tuple[str, ...],
        ids: tuple[str, ...],
        plain: tuple[str, ...] = (),
    ) -> tuple[dict[str, Any], int | None]:
        """The fields of a record, and its place in the order of creation: its features hold, where they say
        something else than what was recorded.

        Args:
            structure, place: where they are.
            words: features that hold what XML can hold of the words of a field.
            ids: features that hold an id.
            plain: features that hold just what the field does.
        """
        own = _record(structure, place)
        number = taken_number(own, f"{place}.record")
        for name in words:
            said, kept = structure.text(name, place) or "", own.get(name)
            if not isinstance(kept, str | None) or said != xml_words(kept or ""):
                own[name] = said
        for name in (*ids, *plain):
            given = structure.text(name, place)
            if given:
                own[name] = id_of_xml(given) if name in ids else given
        return own, number

    def _put_once(self, table: Table, place: str, fields: dict[str, Any], number: int | None) -> None:
        """Put a record that may stand in several documents, in each the same."""
        known = self._shared.setdefault((table, fields.get("id")), (place, fields))
        if known[1] is fields:
            self._rows.put(table, place, fields, number)
        elif known[1] != fields:
            raise refuse(place, f"differs from the one at {known[0]}")


def _record(structure: Structure, place: str) -> dict[str, Any]:
    said = structure.text("record", place)
    try:
        return json_object(said.encode()) if said else {}
    except (ImportRefusedError, UnicodeEncodeError) as problem:
        what = str(problem) if isinstance(problem, ImportRefusedError) else "holds half a character"
        raise refuse(f"{place}.record", what) from None
