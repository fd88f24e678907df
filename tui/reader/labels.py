"""Letters on words: type those on a word to choose it, wherever on the screen it stands."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Final

LETTERS: Final = "fjdkslaghrueiwoqptyvmcnxbz"
"""The letters of labels, those of the home row first."""

SINGLE: Final = 18
"""How many words have a label of one letter at most. The other eight letters begin 208 of two; on a full
screen the words that are furthest away have three."""

Span = tuple[int, int]


@cache
def _pairs() -> list[str]:
    """Return all pairs of letters, those of home row letters first."""
    pairs = sorted(
        product(LETTERS, repeat=2),
        key=lambda pair: (max(map(LETTERS.index, pair)), *map(LETTERS.index, pair)),
    )
    return list(map("".join, pairs))


def codes(count: int, single: int = 0) -> list[str]:
    """Return `count` different labels, the easiest first, none of them the beginning of another.

    The first `single` of them, fewer than 26, are one letter; the others two. Where these run out, at 676 if
    none is single, the hardest pairs make room by getting further letters.
    """
    single = min(single, count)
    if single:
        pairs = [pair for pair in _pairs() if pair[0] not in LETTERS[:single]]
        return [*LETTERS[:single], *_lengthened(pairs, count - single)]
    return _lengthened(_pairs(), count)


def _lengthened(pairs: list[str], count: int) -> list[str]:
    found = pairs[:count]
    hardest = len(found) - 1
    while len(found) < count:
        stem = found.pop(hardest)
        found.extend(stem + letter for letter in LETTERS)
        hardest = hardest - 1 if hardest else len(found) - 1
    return found[:count]


class Labels:
    """The labels of some words and what has been typed of one of them.

    Args:
        words: spans of words [start, end) in code points, in order and apart.
        near: the offset by which the easiest labels go.
        first: the first offset on the screen; a word that begins before it has its label there.
        likely: the words that are most likely meant, the likeliest first: up to `SINGLE` of them have a label
            of one letter.
    """

    __slots__ = ("_codes", "_words", "first", "typed")

    def __init__(
        self, words: Sequence[Span], near: int = 0, first: int = 0, likely: Sequence[Span] = ()
    ) -> None:
        self._words = list(words)
        self.first = first
        """The first offset on the screen."""
        rank = {word: place for place, word in enumerate(likely[:SINGLE])}
        nearest = sorted(
            range(len(words)),
            key=lambda word: (rank.get(words[word], SINGLE), abs(words[word][0] - near), word),
        )
        self._codes = [""] * len(words)
        for word, code in zip(nearest, codes(len(words), len(rank)), strict=True):
            self._codes[word] = code
        self.typed = ""
        """The letters typed so far."""

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[tuple[str, Span]]:
        """Yield each label with its word, in the order of the text."""
        return iter(zip(self._codes, self._words, strict=True))

    def type(self, letter: str) -> Span | None:
        """Type one letter; return the word whose label is complete, if any.

        A letter that leads to no label is passed over. After a word, the next label begins.
        """
        typed = self.typed + letter.lower()
        for code, word in self:
            if code == typed:
                self.typed = ""
                return word
            if code.startswith(typed):
                self.typed = typed
        return None

    def rub_out(self) -> bool:
        """Take the last letter back; return whether there was one."""
        had = bool(self.typed)
        self.typed = self.typed[:-1]
        return had

    def shown(self, start: int, end: int) -> list[tuple[int, str]]:
        """Return what stands in [start, end): where, and the letters that are still to be typed there."""
        at = len(self.typed)
        return [
            (place, code[at:])
            for code, word in self
            if start <= (place := max(word[0], self.first)) < end and code.startswith(self.typed)
        ]
