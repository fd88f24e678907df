"""Text as XML: escaped so that every parser gives it back, line ends and tabs included.

What XML 1.0 cannot hold at all becomes U+FFFD in words, and is kept in ids by percent signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from annotations.exports.planes import NOT_IN_XML

_NOT_IN_XML = re.compile(NOT_IN_XML)
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_IN_IDS = re.compile("[^\x20-\x24\x26-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")


def xml_words(words: str) -> str:
    """Words as XML can hold them."""
    return _NOT_IN_XML.sub("\ufffd", words)


def xml_text(words: str) -> str:
    """Words as they stand in XML, between tags and in attributes alike."""
    return xml_words(words).translate(_ESCAPES)


def xml_id(id: str) -> str:
    """An id as XML can hold it; `id_of_xml` gives it back."""
    return _IN_IDS.sub(lambda found: quote(found[0], safe=""), id)


def id_of_xml(id: str) -> str:
    """What `xml_id` was given."""
    return unquote(id)


def tag(name: str, attributes: Mapping[str, str | None] | None = None, content: str | None = None) -> str:
    """An element with attributes (those that are null are left out) around content that is XML already."""
    begun = name + "".join(
        f' {key}="{xml_text(value)}"' for key, value in (attributes or {}).items() if value is not None
    )
    return f"<{begun}/>" if content is None else f"<{begun}>{content}</{name}>"
