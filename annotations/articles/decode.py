"""Bytes become text: byte-order mark, then UTF-8, then one named fallback."""

from __future__ import annotations

import codecs
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


class Decoded(NamedTuple):
    """A text, the name of the encoding that was used, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool


def decode(raw: bytes) -> Decoded:
    """Decode the bytes of a file; a byte-order mark is left out of the text.

    Raises:
        SourceError: the bytes are no text, or more than a tenth of it is control characters
            (a single one is forgiven: it is text with a slip in it).
    """
    decoded = _decode(raw)
    controls = len(decoded.text) - len(decoded.text.translate(_CONTROLS))
    if controls > 1 and controls > CONTROL_SHARE * len(decoded.text):
        raise SourceError("is not a text file (too many control characters)")
    return decoded


def _decode(raw: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw[len(mark) :].decode(encoding), encoding, guessed=False)
            except UnicodeDecodeError:
                raise SourceError(
                    f"begins with the mark of {encoding.upper()} but is not valid in it"
                ) from None
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(raw.decode(FALLBACK), FALLBACK, guessed=True)
    except UnicodeDecodeError:
        raise SourceError("is not a text file (neither UTF-8 nor Windows-1252)") from None
