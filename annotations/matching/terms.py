"""What of a text is compared when passages are ranked: stems, figures and countries."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from annotations.matching.numbers import SPELLED, numbers, written
from annotations.matching.places import AMBIGUOUS, LONGEST, countries
from annotations.matching.stems import stem

#: What a term that is not itself in the text begins with: the value of a number, the country that is meant.
MEANT: Final = "="

# A figure, a dotted abbreviation, or a word, which may have digits in it ("5g", "covid19").
_WORD: Final = re.compile(r"\d++(?:[.,]\d++)*+(?![^\W\d_])|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def plain(text: str) -> str:
    """A text in small letters, without accents and ways of setting, quotes straight."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'")


def words(text: str) -> list[str]:
    """The words and figures of a text that is `plain` already, without possessive endings."""
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 18)
def _word_terms(word: str) -> tuple[str, ...]:
    """The terms of a single word."""
    if word[0].isdigit() and word[-1].isdigit():
        return (word.replace(",", ""),)
    word = word.replace(".", "").removesuffix("'s").replace("'", "")
    if _UNSPACED.search(word):
        # Without spaces between the words of a script, two neighbouring characters are what comes nearest.
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    return (stem(word),)


def terms(text: str) -> list[str]:
    """The terms of a text, one for each time it has them.

    Besides the stems of its words these are, marked by `MEANT`, the values of numbers in words and the
    countries that a capital, a people or an abbreviation stands for.
    """
    folded = plain(text)
    found: list[str] = []
    tokens = words(folded)
    for word in tokens:
        found += _word_terms(word)
    if SPELLED.search(folded):
        found += [MEANT + written(number.value) for number in numbers(folded)]
    found += [MEANT + country for country in _countries(text, tokens)]
    return found


@cache
def _first_words() -> dict[str, int]:
    """By the first word of a name of a country, how many words the longest such name has."""
    lengths: dict[str, int] = {}
    for name in countries():
        parts = name.split()
        lengths[parts[0]] = max(lengths.get(parts[0], 0), len(parts))
    return lengths


def _countries(text: str, tokens: list[str]) -> list[str]:
    """The countries that the words of a text name, by whatever name."""
    found = []
    table, first = countries(), _first_words()
    passed = -1
    for at, word in enumerate(tokens):
        token = word.removesuffix("'s").removesuffix(".")
        if token not in first or at <= passed:
            continue
        for length in range(min(first[token], LONGEST), 0, -1):
            parts = [part.removesuffix("'s").removesuffix(".") for part in tokens[at : at + length]]
            name = " ".join(parts)
            if name in table and not (name in AMBIGUOUS and not _stands_as_name(text, name)):
                found.append(table[name])
                passed = at + length - 1
                break
    return found


def _stands_as_name(text: str, name: str) -> bool:
    return name.upper() in text if len(name) < 4 else name.capitalize() in text
