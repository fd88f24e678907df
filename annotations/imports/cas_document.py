"""One UIMA CAS document, as XMI or as JSON: its text, and its feature structures with what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from annotations.errors import ImportRefusedError
from annotations.imports.json_values import json_object, list_at, object_at, visible_place
from annotations.imports.places import refuse
from annotations.imports.watching import Watch
from annotations.imports.xml_tree import Element, parse
from annotations.text.offsets import Offsets

#: The view that a text stands in if nobody says otherwise.
_VIEW = "_InitialView"
_SOFA = "uima.cas.Sofa"
#: By what the structures of a JSON document are known.
STRUCTURES = "%FEATURE_STRUCTURES"
_XMI_ID = "http://www.omg.org/XMI}id"
_TYPE = re.compile(r"http:///(.+)\.ecore")
_NUMBER = re.compile(r"\s*([+-]?\d{1,16})\s*", re.ASCII)


class Structure(NamedTuple):
    """A feature structure.

    Attributes:
        type: the full name of its type.
        id: its number in the document.
        place: where it stands, for messages.
        features: what it says; references to others are left as they are.
    """

    type: str
    id: str
    place: str
    features: Mapping[str, Any]

    def text(self, name: str, place: str) -> str | None:
        """A feature that is a text; null where it is not there.

        Raises:
            ImportRefusedError: it is none; the message begins with `place`.
        """
        value = self.features.get(name)
        if value is not None and not isinstance(value, str):
            raise refuse(f"{place}.{name}", "expected a text")
        return value

    def offset(self, name: str, place: str, offsets: Offsets) -> int:
        """A feature that is a place in the text, in code points; it is given in UTF-16 units.

        Raises:
            ImportRefusedError: it is none; the message begins with `place`.
        """
        value = self.features.get(name)
        if value is None:
            raise refuse(f"{place}.{name}", "is missing")
        if isinstance(value, str) and (found := _NUMBER.fullmatch(value)):
            value = int(found[1])
        if type(value) is not int:
            raise refuse(f"{place}.{name}", f"expected a number, got {visible_place(str(value))}")
        try:
            return offsets.from_utf16(value)
        except ValueError as problem:
            raise refuse(f"{place}.{name}", str(problem)) from None


class CasDocument(NamedTuple):
    """The text of a document (of its first view) and the structures on it, in the order of the file."""

    text: str
    structures: list[Structure]


def read_document(raw: bytes, watch: Watch) -> CasDocument:
    """Take a document apart.

    Raises:
        ImportRefusedError: it is neither XMI nor JSON of a CAS, or has no text.
    """
    is_json = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    structures = list(_of_json(raw) if is_json else _of_xmi(parse(raw, watch)))
    sofas = [structure for structure in structures if structure.type == _SOFA]
    sofas.sort(key=lambda sofa: sofa.features.get("sofaID") != _VIEW)
    if not sofas:
        raise ImportRefusedError("holds no text (no sofa)")
    first = sofas[0]
    text = first.text("sofaString", first.place)
    if text is None:
        raise refuse(first.place, "holds no text (sofaString)")
    on_it = [
        structure
        for structure in structures
        if structure.type != _SOFA and structure.features.get("sofa") in (None, first.id)
    ]
    return CasDocument(text, on_it)


def _of_xmi(root: Element) -> Iterator[Structure]:
    if root.name != "XMI":
        raise ImportRefusedError(f"is no UIMA CAS document (its root is {visible_place(root.name)})")
    for element in root.children:
        space = _TYPE.fullmatch(element.namespace)
        if space is None:
            continue
        kind = f"{space[1].replace('/', '.')}.{element.name}"
        # Features are attributes; a text may be an element instead.
        features = {child.name: child.text for child in element.children}
        features |= {name: value for name, value in element.attributes.items() if "}" not in name}
        place = f"line {element.line} ({visible_place(element.name)})"
        yield Structure(kind, element.get(_XMI_ID) or "", place, features)


def _of_json(raw: bytes) -> Iterator[Structure]:
    content = json_object(raw)
    for number, row in enumerate(list_at(content.get(STRUCTURES), STRUCTURES)):
        place = f"{STRUCTURES}[{number}]"
        row = object_at(row, place)
        kind = row.get("%TYPE")
        if not isinstance(kind, str):
            raise refuse(f"{place}.%TYPE", "expected a text")
        features = {name: value for name, value in row.items() if name[:1] not in ("%", "@", "^")}
        # References begin with "@".
        if "@sofa" in row:
            features["sofa"] = str(row["@sofa"])
        yield Structure(kind, str(row.get("%ID", "")), place, features)
