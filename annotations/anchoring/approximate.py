"""Words that were put in and resemble those of a quote: where they stand, and how alike they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotations.anchoring.subsequence import common_blocks
from annotations.text import words as words_of

#: So many of the rarer words of a quote stand in a place before its letters are compared: any two passages of
#: a language have half of their letters in common, and most of their small words.
_SHARE = 0.5
_FEWEST = 2
#: A word is a small one from so many occurrences among the inserted ones on: one in 200, and more than three.
_SMALL = 200
_RARE = 3
#: Up to how many pairs of characters are compared: 4e6 bits of rows are 0.5 MB and 5 ms.
_COMPARED = 4_000_000


class Place(NamedTuple):
    """A place in a text, in code points, and how alike it is to what was sought: 0 to 1."""

    start: int
    end: int
    likeness: float


def likeness(one: int, other: int, common: int) -> float:
    """How alike two texts of these lengths are that have so many characters in common: twice the common ones
    by all of them, as in `difflib.SequenceMatcher.ratio`."""
    return 2 * common / (one + other) if one + other else 1.0


class Inserted:
    """The stretches that were put into a text, to look for quotes in.

    Args:
        text: the text.
        stretches: what was put in, in code points and in order.
    """

    def __init__(self, text: str, stretches: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._stretches = stretches
        #: The words of all stretches, numbered through; where each stands, and the numbers of equal ones.
        self._spans: list[tuple[int, int]] = []
        self._numbers: dict[str, list[int]] = {}
        for start, end in stretches:
            for first, last in words_of(text[start:end]):
                word = text[start + first : start + last].lower()
                self._numbers.setdefault(word, []).append(len(self._spans))
                self._spans.append((start + first, start + last))

    def most_alike(self, quote: str) -> Place | None:
        """The place within one of the stretches that is most like a quote; null where nothing is like it.

        It is looked for by words, and its borders are set by letters.
        """
        sought = [quote[first:last].lower() for first, last in words_of(quote)]
        run = self._fullest(sought)
        if run is None:
            return None
        start, end = self._stretch(run[0])
        # As many words more on either side as the quote has beyond those that were found, and one.
        more = len(sought) - (run[1] - run[0])
        before, after = run[0] - more, run[1] + more
        if before > 0:
            start = max(start, self._spans[before][0])
        if after < len(self._spans):
            end = min(end, self._spans[after][1])
        place = _borders(quote, self._text[start:end])
        return place and Place(place.start + start, place.end + start, place.likeness)

    def _fullest(self, sought: Sequence[str]) -> tuple[int, int] | None:
        """The numbers of the first and the last word of a run, no longer than what is sought, that has most
        of the rarer words of it; null where none has enough."""
        often = max(_RARE, len(self._spans) // _SMALL)
        rare = {word for word in sought if len(self._numbers.get(word, ())) <= often}
        found = sorted((number, word) for word in rare for number in self._numbers.get(word, ()))
        best, run = max(_FEWEST, _SHARE * len(rare)), None
        first = 0
        held: dict[str, int] = {}
        for number, word in found:
            held[word] = held.get(word, 0) + 1
            while number - found[first][0] >= len(sought) or not self._together(found[first][0], number):
                left = found[first][1]
                held[left] -= 1
                if not held[left]:
                    del held[left]
                first += 1
            if len(held) >= best:
                best, run = len(held) + 1, (found[first][0], number)
        return run

    def _stretch(self, number: int) -> tuple[int, int]:
        """The stretch that a word stands in."""
        at = self._spans[number][0]
        return self._stretches[bisect_right(self._stretches, at, key=lambda stretch: stretch[0]) - 1]

    def _together(self, one: int, other: int) -> bool:
        return self._stretch(one)[1] >= self._spans[other][1]


def _borders(quote: str, text: str) -> Place | None:
    """From the first to the last passage of a text that it has in common with a quote."""
    if len(quote) * len(text) > _COMPARED:
        return None
    blocks = common_blocks(quote, text)
    # Single letters far off from all others are chance.
    while len(blocks) > 1 and blocks[1].new - blocks[0].new_end > blocks[0].length:
        blocks.pop(0)
    while len(blocks) > 1 and blocks[-1].new - blocks[-2].new_end > blocks[-1].length:
        blocks.pop()
    if not blocks:
        return None
    start, end = blocks[0].new, blocks[-1].new_end
    common = sum(block.length for block in blocks)
    return Place(start, end, likeness(len(quote), end - start, common))
