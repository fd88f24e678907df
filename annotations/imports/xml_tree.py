"""XML of strangers as a tree: no document types, no entities, not deep, and not many elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from annotations.errors import ImportRefusedError
from annotations.imports.watching import STRIDE, Watch

#: Elements within elements; nested codes are the deepest that is known to occur.
MAX_DEPTH = 100
MAX_ELEMENTS = 5_000_000
_BLOCK = 1 << 20


class Element:
    """An element: its name and its namespace, its attributes, its text before the first child.

    Attributes that have a namespace are named by it and their name, with a closing brace between.
    """

    __slots__ = ("attributes", "children", "line", "name", "namespace", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.namespace, _, self.name = name.rpartition("}")
        self.attributes, self.line = attributes, line
        self.children: list[Element] = []
        self.text = ""

    def get(self, attribute: str) -> str | None:
        """The value of an attribute; null where it is not there."""
        return self.attributes.get(attribute)

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at the end of a path of names."""
        for child in self.children:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def words(self, name: str) -> str:
        """The text of the first child of this name; empty where there is none."""
        return next((child.text for child in self.children if child.name == name), "")


def parse(raw: bytes, watch: Watch) -> Element:
    """The root of a document.

    Raises:
        ImportRefusedError: it is no XML, or XML that no exchange file needs; the message names the line.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    builder = _Builder(parser, watch)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        for start in range(0, len(raw), _BLOCK):
            parser.Parse(raw[start : start + _BLOCK], False)
            watch.tell("bytes of XML", min(start + _BLOCK, len(raw)), len(raw))
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise ImportRefusedError(f"is not valid XML ({problem})") from None
    if builder.root is None:
        raise ImportRefusedError("is not valid XML (no element)")
    return builder.root


class _Builder:
    def __init__(self, parser: expat.XMLParserType, watch: Watch) -> None:
        self._parser, self._watch = parser, watch
        self._open: list[Element] = []
        self._elements = 0
        self.root: Element | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        self._elements += 1
        if not self._elements % STRIDE:
            self._watch.check()
        if len(self._open) >= MAX_DEPTH:
            raise ImportRefusedError(f"line {line}: nested too deeply")
        if self._elements > MAX_ELEMENTS:
            raise ImportRefusedError(f"line {line}: too many elements (more than {MAX_ELEMENTS:,})")
        element = Element(name, attributes, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:  # noqa: ARG002
        self._open.pop()

    def words(self, words: str) -> None:
        if self._open and not self._open[-1].children:
            self._open[-1].text += words

    def refuse(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise ImportRefusedError(f"line {line}: document types and entities are not read")
