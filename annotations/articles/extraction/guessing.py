"""What encoding bytes are in that nobody declared and that are no UTF-8. A guess, and told as one."""

from __future__ import annotations

import re
import unicodedata

from charset_normalizer import from_bytes

from annotations.articles.decode import FALLBACK, encoding_named

#: What text that is not UTF-8 was written in, as far as it is still met with.
_CANDIDATES = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "cp866"),
    *("cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949"),
)
#: Above this share of bytes beyond ASCII in the words that hold any, the script is not Latin: in Latin script
#: a word has an accent or two among plain letters, in others hardly a plain letter.
_LATIN = 0.5
#: How many bytes the library can judge.
_ENOUGH = 800
#: How much messier than the best a reading may look to the library to be as good.
_ALIKE = 0.02
#: The commonest letters of the Cyrillic, Greek, Hebrew, Arabic and Thai alphabets.
_COMMON = frozenset("оеаинтсрвлкдαοιετνσρκπυμיוהלארתבשמנדاليمنروتبدعهานรอกเงมยลวด")
_RUN = re.compile(rb"[^\x00-\x20]+")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{2,}")
_BEYOND = bytes(range(0x80, 0x100))


def guess_encoding(raw: bytes) -> str | None:
    """The likeliest encoding, as Python names it; null where the bytes fit none.

    Text in Latin script is taken for Windows-1252: a handful of accents tells no more.
    """
    words = [word for word in _WORD.findall(raw) if not word.isascii()]
    plain = sum(len(word.translate(None, _BEYOND)) for word in words)
    if plain >= (1 - _LATIN) * sum(map(len, words)):
        return FALLBACK
    # Only what tells anything, and often enough: the library judges by how coherent a text looks, which it
    # cannot tell of a few words.
    telling = b" ".join(run for run in _RUN.findall(raw) if not run.isascii()) + b" "
    telling *= 1 + _ENOUGH // len(telling)
    found = from_bytes(telling, cp_isolation=list(_CANDIDATES), preemptive_behaviour=False)
    best = found.best()
    if best is None:
        return None
    if _commonness(str(best)) > 0:
        # Alphabets of one byte a letter lie so alike in their tables that order and case are the same in
        # several; how common the letters are tells between them.
        near = [match for match in found if match.chaos <= best.chaos + _ALIKE]
        best = max(near, key=lambda match: _commonness(str(match)))
    return encoding_named(best.encoding)


def _commonness(text: str) -> float:
    """The share of a text's letters that are among the commonest of their alphabet; 0 to 1."""
    letters = [letter for letter in unicodedata.normalize("NFD", text.lower()) if letter.isalpha()]
    return sum(letter in _COMMON for letter in letters) / len(letters) if letters else 0.0
