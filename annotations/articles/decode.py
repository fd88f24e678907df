"""Bytes become text: byte-order mark, then what is declared, then UTF-8, then a guess.

Encodings are named as Python names them (``cp1252``, ``koi8-r``), which is what a record keeps.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from annotations.errors import SourceError

#: Longest marks first: the UTF-32 LE mark begins with the UTF-16 LE one.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What most Western text that is not UTF-8 turns out to be. Its user is always told.
FALLBACK = "cp1252"
#: A text of which more than this share is control characters is no text.
CONTROL_SHARE = 0.10

_CONTROLS = {
    code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n\r\f\x85"
}
#: Names that the web uses for less than it means (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
#: Labels of the web that Python does not know.
_LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "windows-949": "cp949", "x-gbk": "gb18030"}
#: Codecs that make text of bytes and are no encoding of a text anybody wrote.
_NO_ENCODINGS = frozenset(
    (
        *("idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape"),
        *("undefined", "charmap", "mbcs", "oem", "utf-7", "rot13", "rot-13"),
    )
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()-]{0,39}")

#: Tells the encoding of bytes that are no UTF-8, or null.
Guess = Callable[[bytes], str | None]


class Decoded(NamedTuple):
    """A text, the name of the encoding that was used, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool


def encoding_named(name: str) -> str | None:
    """The encoding that a name means, as Python calls it; null where it means none."""
    name = name.strip()
    if not _NAME.fullmatch(name):
        return None
    try:
        found = codecs.lookup(_LABELS.get(name.lower(), name)).name
        codecs.decode(b"", found)
        "".encode(found)  # codecs from bytes to bytes refuse this
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    return None if found in _NO_ENCODINGS else found


def decode(
    raw: bytes,
    *,
    chosen: str | None = None,
    declared: tuple[str | None, ...] = (),
    guess: Guess | None = None,
) -> Decoded:
    """Decode the bytes of a source; a byte-order mark is left out of the text.

    Args:
        raw: the bytes.
        chosen: the encoding that a person says it is; nothing else is tried.
        declared: the names that the source, or who sent it, says it is in, the weightiest first. One that
            does not fit is passed over.
        guess: called where nothing else fits.

    Raises:
        SourceError: the bytes are no text, or more than a tenth of it is control characters
            (a single one is forgiven: it is text with a slip in it).
    """
    decoded = _as_chosen(raw, chosen) if chosen else _decode(raw, declared, guess)
    controls = len(decoded.text) - len(decoded.text.translate(_CONTROLS))
    if controls > 1 and controls > CONTROL_SHARE * len(decoded.text):
        raise SourceError("is not a text file (too many control characters)")
    return decoded


def _as_chosen(raw: bytes, chosen: str) -> Decoded:
    encoding = encoding_named(chosen)
    if encoding is None:
        raise SourceError(f"cannot be read as {chosen[:40]}: there is no such encoding")
    for mark, marked in _MARKS:
        # "utf-16" is either of both, and the mark says which; a mark of another encoding is no mark.
        if raw.startswith(mark) and marked.startswith(encoding.removesuffix("-sig")):
            encoding, raw = marked, raw[len(mark) :]
            break
    try:
        return Decoded(raw.decode(encoding), encoding, guessed=False)
    except UnicodeError:
        raise SourceError(f"is not valid in {encoding}") from None


def _decode(raw: bytes, declared: tuple[str | None, ...], guess: Guess | None) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw[len(mark) :].decode(encoding), encoding, guessed=False)
            except UnicodeDecodeError:
                raise SourceError(
                    f"begins with the mark of {encoding.upper()} but is not valid in it"
                ) from None
    utf_8 = _try(raw, "utf-8")
    for said in filter(None, map(_declared, declared)):
        # Bytes beyond ASCII are valid UTF-8 by chance as good as never, and servers that say Latin-1 of
        # everything are many; so UTF-8 holds against an encoding of single bytes.
        if utf_8 is not None and _has_single_bytes(said):
            break
        text = _try(raw, said)
        if text is not None:
            return Decoded(text, said, guessed=False)
    if utf_8 is not None:
        return Decoded(utf_8, "utf-8", guessed=False)
    for guessed in (guess(raw) if guess else None, FALLBACK):
        text = _try(raw, guessed) if guessed else None
        if guessed and text is not None:
            return Decoded(text, guessed, guessed=True)
    raise SourceError("is not a text file (neither UTF-8 nor Windows-1252)")


def _declared(name: str | None) -> str | None:
    encoding = encoding_named(name) if name else None
    return _MEANT.get(encoding, encoding) if encoding else None


def _has_single_bytes(encoding: str) -> bool:
    """Whether an encoding has one byte for every character, and those of ASCII as they are."""
    try:
        return bytes(range(0x20, 0x7F)).decode(encoding).isascii() and len(b"\xc3\xa9".decode(encoding)) == 2
    except UnicodeError:
        return False


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None
