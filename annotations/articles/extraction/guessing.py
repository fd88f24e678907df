"""What encoding bytes are in that nobody declared and that are no UTF-8. A guess, and told as one."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from annotations.articles.decode import FALLBACK, encoding_named

#: What text that is not UTF-8 was written in, as far as it is still met with.
_CANDIDATES = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "cp866", "mac_cyrillic"),
    *("cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949"),
)
#: Above this share of bytes beyond ASCII among the letters, the script is not Latin: European languages
#: in Latin script have an accent in every fifth letter at most, others have hardly a letter without.
_LATIN = 0.4
_BEYOND = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")


def guess_encoding(raw: bytes) -> str | None:
    """The likeliest encoding, as Python names it; null where the bytes fit none.

    Text in Latin script is taken for Windows-1252: a handful of accents tells no more.
    """
    # Not in the middle of a character of several bytes.
    piece = raw[: raw.rfind(b"\n") + 1] or raw[: raw.rfind(b" ") + 1] or raw
    beyond, letters = len(_BEYOND.findall(piece)), len(_LETTER.findall(piece))
    if beyond < _LATIN * (beyond + letters):
        return FALLBACK
    best = from_bytes(piece, cp_isolation=list(_CANDIDATES), preemptive_behaviour=False).best()
    return None if best is None else encoding_named(best.encoding)
