"""The passages of several articles, ranked article by article, with weights from all of them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from annotations.matching.ranker import Postings, joined, rarity
from annotations.matching.terms import terms


class Candidate(NamedTuple):
    """A passage that may speak to a claim: its number in its article, from 0, and its score, above 0 to 1.

    Scores are measured by the best of the article: they tell its passages apart, not articles.
    """

    number: int
    score: float


class Pool:
    """An index for each article, kept as long as it is open; what a word weighs follows from all of them.

    Articles may be added and removed on one thread while another asks.
    """

    def __init__(self) -> None:
        self._articles: dict[str, Postings] = {}
        self._having: Counter[str] = Counter()
        self._size = self._total = 0
        #: Held for a moment only, while an index that is made comes or goes.
        self._mutex = threading.Lock()

    def __contains__(self, article: str) -> bool:
        return article in self._articles

    def add(self, article: str, passages: Iterable[str]) -> None:
        """Index the passages of an article, in place of those that it had; 0.1 ms a passage."""
        postings = Postings(passages)
        postings.prepare()
        self._swap(article, postings)

    def remove(self, article: str) -> None:
        """Forget an article; nothing happens where it is not there."""
        self._swap(article, None)

    def scores(self, query: str, article: str) -> list[float]:
        """One score for each passage of an article, in their order, from 0 to 1.

        Raises:
            KeyError: the article was not added.
        """
        wanted = dict.fromkeys(terms(query))
        with self._mutex:
            postings, size = self._articles[article], self._size
            mean = self._total / size if size else 0.0
            weights = {
                term: rarity(term, self._having[term], size) for term in wanted if postings.count(term)
            }
        return joined(postings.words_score(weights, mean), postings.letters_score(query))

    def best(self, query: str, article: str, most: int = 10) -> list[Candidate]:
        """The passages of an article that have anything in common with a query, the best first.

        Raises:
            KeyError: the article was not added.
        """
        scores = self.scores(query, article)
        ranked = sorted((-score, number) for number, score in enumerate(scores) if score > 0)
        return [Candidate(number, -score) for score, number in ranked[:most]]

    def _swap(self, article: str, new: Postings | None) -> None:
        with self._mutex:
            old = self._articles.pop(article, None)
            if old is not None:
                self._having.subtract({term: old.count(term) for term in old.terms()})
                self._having = +self._having
                self._size, self._total = self._size - old.size, self._total - old.total
            if new is not None:
                self._articles[article] = new
                self._having.update({term: new.count(term) for term in new.terms()})
                self._size, self._total = self._size + new.size, self._total + new.total
