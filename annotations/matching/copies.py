"""How much of one text stands in another, word for word: copies of one report are told by it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:['’]\w+)*")

#: Words that must stand together in both texts before they count as the same wording. Two reports of one
#: event share names and phrases of three or four words by the dozen, and of five hardly ever.
RUN = 5


class Wording:
    """The words of a text, indexed so that it can be compared with many others.

    Case, punctuation and line ends do not matter.
    """

    def __init__(self, text: str) -> None:
        self._words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
        self._runs = [hash(run) for run in _runs(self._words)]
        self._known = frozenset(self._runs)

    def share_in(self, other: Wording) -> float:
        """The share of this text's words that stand in runs of five or more also in the other; 0 to 1.

        A text of fewer words is a run of its own; one without words has nothing in common with any.
        """
        shared, end = 0, 0  # how many words were counted, and up to where
        length = min(RUN, len(self._words))
        for start, run in enumerate(self._runs):
            if run in other._known:
                shared += start + length - max(start, end)
                end = start + length
        return shared / len(self._words) if self._words else 0.0


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    if not words:
        return []
    return [tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))]
