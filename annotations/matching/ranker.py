"""Ranking passages by how likely they speak to a claim."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from annotations.matching.grams import Grams
from annotations.matching.terms import MEANT, plain, terms

#: The two constants of BM25; these did better than the usual 1.2 and 0.75 on short passages of one story.
K1, B = 0.9, 0.4
#: What a value or a country that is only meant weighs, where a word that is there weighs 1.
LIGHT = 0.5
#: Up to so many passages letters count as well as words; from there on it takes too long for what it gives.
SMALL = 2000
#: In more passages than that a term that more than this share of them have only adds to the score of those
#: that rarer terms have brought within `NEAR` of the best: two of three postings are of such terms.
COMMON, NEAR = 0.05, 0.25


class Postings:
    """Where in a list of passages which terms are. What terms weigh is decided when they are looked for.

    Attributes:
        size: how many passages there are.
        total: how many terms they have.
    """

    def __init__(self, passages: Iterable[str]) -> None:
        #: By term the passages that have it once, and those that have it more often, with how often.
        self._once: dict[str, array[int]] = {}
        self._often: dict[str, list[tuple[int, int]]] = {}
        lengths = array("L")
        once, often = self._once, self._often
        kept: list[str] = []
        for number, passage in enumerate(passages):
            found = terms(passage)
            lengths.append(sum(not term.startswith(MEANT) for term in found))
            counts: Mapping[str, int] = Counter(found)
            for term, times in counts.items():
                if times == 1:
                    places = once.get(term)
                    if places is None:
                        places = once[term] = array("I")
                    places.append(number)
                else:
                    often.setdefault(term, []).append((number, times))
            if number < SMALL:
                kept.append(passage)
        self._lengths = lengths
        self._passages: list[str] | None = kept if len(lengths) <= SMALL else None
        self._grams: Grams | None = None
        self._scales: tuple[float, array[float], array[float]] | None = None
        self._counts: dict[str, bytearray] = {}
        self.size = len(lengths)
        self.total = sum(lengths)

    def count(self, term: str) -> int:
        """How many passages have a term."""
        return len(self._once.get(term, ())) + len(self._often.get(term, ()))

    def terms(self) -> Iterable[str]:
        """All terms, each once."""
        return self._once.keys() | self._often.keys()

    def words_score(self, rarities: Mapping[str, float], mean: float) -> list[float]:
        """The BM25 score of each passage.

        Args:
            rarities: what each term of a query weighs.
            mean: the mean number of terms of a passage, in whatever is compared.
        """
        scores = [0.0] * self.size
        norms, single = self._scaled(mean)
        most = self.size * COMMON if self.size > SMALL else self.size
        common = {term for term in rarities if self.count(term) > most}
        if len(common) == len(rarities):
            common = set()
        for term, rarity in rarities.items():
            if term in common:
                continue
            for number in self._once.get(term, ()):
                scores[number] += rarity * single[number]
            for number, times in self._often.get(term, ()):
                scores[number] += rarity * times * (K1 + 1) / (times + norms[number])
        if common:
            least = max(scores, default=0.0) * NEAR
            near = [number for number, score in enumerate(scores) if score > least]
            for term in common:
                rarity, counts = rarities[term], self._counts_of(term)
                for number in near:
                    times = counts[number]
                    if times:
                        scores[number] += rarity * times * (K1 + 1) / (times + norms[number])
        return scores

    def _counts_of(self, term: str) -> bytearray:
        """How often each passage has a common term, kept: there are few such terms."""
        counts = self._counts.get(term)
        if counts is None:
            counts = bytearray(self.size)
            for number in self._once.get(term, ()):
                counts[number] = 1
            for number, times in self._often.get(term, ()):
                counts[number] = min(times, 255)
            self._counts[term] = counts
        return counts

    def prepare(self, mean: float | None = None) -> None:
        """Make what the first question would make otherwise, which on many passages takes as long as ten."""
        if mean is not None:
            self._scaled(mean)
        if self._passages is not None and self._grams is None:
            self._grams = Grams(map(plain, self._passages))

    def letters_score(self, query: str) -> list[float] | None:
        """How alike query and passages are by letters, 0 to 1; null where there are too many passages."""
        if self._passages is None:
            return None
        self.prepare()
        assert self._grams is not None
        return self._grams.score(plain(query))

    def _scaled(self, mean: float) -> tuple[array[float], array[float]]:
        """For each passage what its length adds to a count, and what a term weighs that it has once."""
        if self._scales is None or self._scales[0] != mean:
            norms = array("d", (K1 * (1 - B + B * length / mean) if mean else K1 for length in self._lengths))
            self._scales = mean, norms, array("d", ((K1 + 1) / (1 + norm) for norm in norms))
        return self._scales[1], self._scales[2]


def rarity(term: str, having: int, size: int) -> float:
    """What a term weighs that so many of so many passages have."""
    weight = log(1 + (size - having + 0.5) / (having + 0.5))
    return weight * LIGHT if term.startswith(MEANT) else weight


def joined(by_words: list[float], by_letters: list[float] | None) -> list[float]:
    """Two scores made one, between 0 and 1: each is measured by its best, and they weigh the same."""
    if by_letters is None:
        best = max(by_words, default=0.0)
        return [score / best for score in by_words] if best else by_words
    word, letter = max(by_words, default=0.0), max(by_letters, default=0.0)
    word, letter = 0.5 / word if word else 0.0, 0.5 / letter if letter else 0.0
    return [one * word + other * letter for one, other in zip(by_words, by_letters, strict=True)]


class Ranker:
    """Scores passages against a query by what they share: the rarer it is here, the more it weighs.

    BM25 over stems, values of numbers and countries by all their names, its weights taken from these
    passages; up to `SMALL` passages also the likeness of three to five letters running, which finds other
    forms of a word. All indexes are built at construction: 0.1 ms a passage where letters count, else half
    of that.
    """

    def __init__(self, passages: Iterable[str]) -> None:
        postings = self._postings = Postings(passages)
        self._mean = postings.total / postings.size if postings.size else 0.0
        postings.prepare(self._mean)

    def score(self, query: str) -> list[float]:
        """One score a passage, in their order, from 0 to 1; higher is better, 0 means nothing in common."""
        postings = self._postings
        weights = {
            term: rarity(term, having, postings.size)
            for term in dict.fromkeys(terms(query))
            if (having := postings.count(term))
        }
        return joined(postings.words_score(weights, self._mean), postings.letters_score(query))
