"""How alike texts are by letters: the cosine of how often each has three to five letters running."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log, sqrt
from typing import Final

#: How many letters stand together; the space before and after a word counts as one.
SHORTEST, LONGEST = 3, 5
#: Below this cosine two texts have letters in common as any two have.
FAINT: Final = 0.05
#: Of longer words only so many letters count, so that no text takes more than linear time and room.
_REACH: Final = 40

_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=1 << 15)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word[:_REACH]} "
    return tuple(
        padded[at : at + length]
        for length in range(SHORTEST, LONGEST + 1)
        for at in range(max(1, len(padded) - length + 1))
        if at + length <= len(padded)
    )


class Grams:
    """Scores texts against a query. Rare letters running weigh more (TF-IDF, taken from these texts).

    No letters run over the end of a word, so all is counted by words: what letters a word has is looked up
    once for each word of all texts, and a query meets each word once, whatever the number of texts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts = [Counter(_WORD.findall(text)) for text in texts]
        self.size = len(counts)
        #: By word the texts that have it and how often.
        self._texts: dict[str, list[tuple[int, int]]] = {}
        having: Counter[str] = Counter()
        for number, words in enumerate(counts):
            for word, times in words.items():
                self._texts.setdefault(word, []).append((number, times))
            having.update({gram for word in words for gram in _grams(word)})
        self._rarities = {gram: log((1 + self.size) / (1 + n)) + 1 for gram, n in having.items()}
        self._words: dict[str, list[str]] = {}
        for word in self._texts:
            for gram in _grams(word):
                self._words.setdefault(gram, []).append(word)
        self._lengths = [self._length(words) for words in counts]

    def _length(self, words: Counter[str]) -> float:
        weights: Counter[str] = Counter()
        for word, times in words.items():
            for gram in _grams(word):
                weights[gram] += times
        rarities = self._rarities
        return sqrt(sum((times * rarities.get(gram, 0.0)) ** 2 for gram, times in weights.items()))

    def score(self, query: str) -> list[float]:
        """The cosine with each text, 0 to 1; 0 where it is faint."""
        words = Counter(_WORD.findall(query))
        weights: Counter[str] = Counter()
        for word, times in words.items():
            for gram in _grams(word):
                weights[gram] += times
        length = sqrt(sum((n * self._rarities.get(gram, 0.0)) ** 2 for gram, n in weights.items()))
        products = [0.0] * self.size
        if not length:
            return products
        by_word: dict[str, float] = {}
        for gram, times in weights.items():
            weight = times * self._rarities.get(gram, 0.0) ** 2
            for word in self._words.get(gram, ()):
                by_word[word] = by_word.get(word, 0.0) + weight
        for word, weight in by_word.items():
            for number, times in self._texts[word]:
                products[number] += weight * times
        cosines = (
            product / (length * own) if own else 0.0
            for product, own in zip(products, self._lengths, strict=True)
        )
        return [min(cosine, 1.0) if cosine >= FAINT else 0.0 for cosine in cosines]
