"""UIMA CAS as JSON (the format of Apache UIMA, 0.4): the same documents as XMI, each with its type system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotations.exports.cas import documents, type_system

if TYPE_CHECKING:
    from annotations.exports.selection import Selection


def files(selection: Selection) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    """The files by their names.

    Raises:
        ExportError: what writes them is not installed.
        ProjectError: the text of an article is missing or damaged.
    """
    for name, cas in documents(selection, type_system()):
        yield f"{name}.json", (cas.to_json(pretty_print=True),)
