"""Words without their English endings: "sending" and "sends" are one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

#: Longer than any word that has an ending worth taking off; what is longer is left as it is.
_LONGEST = 40


@cache
def _stemmer() -> Callable[[str], str]:
    # Loaded when it is needed first: the package brings the stemmers of all its languages in, 20 ms.
    from snowballstemmer.english_stemmer import EnglishStemmer

    stem_word: Callable[[str], str] = EnglishStemmer().stemWord
    return stem_word


# Taking an ending off takes 40 µs, and the words of a story come again and again.
@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """The stem of a word in small letters (Snowball's English stemmer); others come back as they are."""
    if not word.isascii() or not word.isalpha() or len(word) > _LONGEST:
        return word
    return _stemmer()(word)
