"""What reading a source gives: the text as it will be stored, and what is known about it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

#: A title is the first line, cut to this many code points.
TITLE_LENGTH = 200


class Original(msgspec.Struct, frozen=True):
    """A page or document as it was read, so that its text can be extracted once more.

    `suffix` is the ending of a file of its kind, with the dot.
    """

    raw: bytes
    suffix: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a source gave: the text as it will be stored, and what is known about it.

    It comes from a file (`path`), from an `address`, or from neither: standard input, pasted text.

    Attributes:
        called: what to call it where it has neither path nor address.
        guessed: the encoding was a guess that a person should look at.
        kept, visible: how many characters of the visible text were kept, of how many; white space is not
            counted. Null for plain text, of which nothing is left out.
        notes: what else a person should know about the reading, one line each.
        original: the bytes that the text was extracted from; null where the text says it all.
    """

    path: Path | None = None
    address: str | None = None
    called: str = "standard input"
    text: str
    encoding: str
    guessed: bool
    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    label: str | None = None
    kept: int | None = None
    visible: int | None = None
    notes: tuple[str, ...] = ()
    original: Original | None = None

    @property
    def sha256(self) -> str:
        """The hash of the text in UTF-8."""
        return text_hash(self.text)

    @property
    def name(self) -> str:
        """What a person calls it: the path, the address, or where else it came from. Not safe to show."""
        return str(self.path) if self.path is not None else self.address or self.called

    @property
    def left_out(self) -> str | None:
        """What is not in the text, in words; null where all of the visible text is, or nobody counted."""
        if self.kept is None or self.visible is None or self.kept >= self.visible:
            return None
        return f"{self.kept:,} of {self.visible:,} characters of visible text kept"


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def title_of(text: str) -> str:
    """The first line of a text that is not blank, without the marks of a Markdown heading."""
    first = re.search(r"\S[^\n\r]*", text)
    line = first.group().strip() if first else ""
    return re.sub(r"^#{1,6}\s+", "", line)[:TITLE_LENGTH]
