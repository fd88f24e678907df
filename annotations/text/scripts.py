"""Words that are not what they look like: letters of several scripts, figures of several systems, and
signs between letters that cannot be seen.

It is a hint for a reader, drawn from what confusables are made of in practice (Unicode Technical Standard 39
calls the first of it mixed-script text): a word of Latin letters with a Cyrillic one among them, a name that
is written in look-alikes only, a number with a letter for a nought. Words of one script, whichever, and
scripts that are written together (Han and kana, Hangul, Latin beside them) are what they look like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

#: Scripts of which letters are taken for one another, by how Unicode's names begin.
_ALIKE: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "MATHEMATICAL", "FULLWIDTH")
#: Letters of other scripts that most faces draw as Latin ones.
_LATIN_LOOKS: Final = frozenset("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲϳАВЕКМНОРСТХ")
#: Joiners and fillers that cannot be seen where nothing is joined.
_UNSEEN: Final = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060-\u2064\u206a-\u206f\ufeff\U000e0000-\U000e007f"
_TOKEN: Final = re.compile(rf"[\w{_UNSEEN}\u0300-\u036f‚٫٬․]+(?:[.,][\w]+)*")
_IN_NUMBER: Final = re.compile(r"(?<=[0-9])[OoIlОоΟοІ‚٫٬․](?=[0-9])")
_UNSEEN_IN: Final = re.compile(rf"[{_UNSEEN}]")


#: Code points of a passage whose odd words are remembered.
_SHORT = 1000


class OddWord(NamedTuple):
    """A word that is not what it looks like; offsets in code points, end exclusive."""

    start: int
    end: int
    why: str


def odd_words(text: str) -> Sequence[OddWord]:
    """The words of a text that are not what they look like, in order.

    Looks at words and not at what they say; whether most of the text is Latin decides about words that are
    wholly of look-alikes, so give it a passage and not a word.
    """
    # The lines on a screen are painted again and again; a long text is looked through once.
    return _remembered(text) if len(text) <= _SHORT else _found(text)


def _found(text: str) -> Sequence[OddWord]:
    if text.isascii():
        return [
            OddWord(*_around(text, found.start()), "a letter in a number")
            for found in _IN_NUMBER.finditer(text)
        ]
    found = []
    latin: bool | None = None
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word.isascii() and not _IN_NUMBER.search(word):
            continue
        if latin is None:
            latin = sum(c.isascii() and c.isalpha() for c in text) * 2 > sum(c.isalpha() for c in text)
        why = _why(word, latin)
        if why:
            found.append(OddWord(*token.span(), why))
    return found


_remembered = lru_cache(maxsize=256)(_found)


def is_odd(text: str) -> bool:
    """Whether any word of a name is not what it looks like."""
    return bool(odd_words(text))


@lru_cache(maxsize=4096)
def _why(word: str, among_latin: bool) -> str:
    scripts = {script for script in map(_script, word) if script}
    if len(scripts & set(_ALIKE)) > 1:
        return "letters of " + " and ".join(sorted(each.capitalize() for each in scripts & set(_ALIKE)))
    digits = {ord(c) - int(c) for c in word if c.isdecimal()}
    if len(digits) > 1:
        return "figures of several systems"
    if _IN_NUMBER.search(word):
        return "a letter in a number"
    if scripts & set(_ALIKE) and _UNSEEN_IN.search(word.replace("\u00ad", "")):
        return "signs that cannot be seen"
    letters = [c for c in word if c.isalpha()]
    if among_latin and len(letters) > 2 and all(c in _LATIN_LOOKS for c in letters):
        return f"{_script(letters[0]).capitalize()} letters that look Latin"
    return ""


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The script of a letter, by its name; nothing for what belongs to all."""
    if not character.isalpha():
        return "FULLWIDTH" if "\uff10" <= character <= "\uff19" else ""
    name = unicodedata.name(character, "")
    return name.partition(" ")[0].partition("-")[0]


def _around(text: str, offset: int) -> tuple[int, int]:
    """The word around an offset."""
    start = end = offset
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
