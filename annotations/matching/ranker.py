"""Ranking passages by how likely they speak to a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")


class Ranker:
    """Scores passages against a query. The index is built once, at construction.

    For now by plain overlap: the cosine of the two sets of words, case folded.
    """

    def __init__(self, passages: Sequence[str]) -> None:
        self._words = [_words(passage) for passage in passages]

    def score(self, query: str) -> list[float]:
        """One score a passage, in their order; higher is better, 0 means nothing in common."""
        wanted = _words(query)
        return [
            len(wanted & words) / sqrt(len(wanted) * len(words)) if wanted and words else 0.0
            for words in self._words
        ]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
