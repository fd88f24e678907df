"""Words that were put in and resemble those of a quote: where they stand, and how alike they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from annotations.anchoring.subsequence import common_blocks
from annotations.text import words as words_of

#: So much of the words of a quote stand in a place before its letters are compared: any two passages of a
#: language share half of their letters.
_WORDS = 0.5
#: Fewer words than these are in any text.
_FEWEST = 3
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
        stretches: what was put in, in code points.
    """

    def __init__(self, text: str, stretches: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._stretches = []
        for start, end in stretches:
            spans = [(first + start, last + start) for first, last in words_of(text[start:end])]
            self._stretches.append((start, end, spans, [text[slice(*span)].lower() for span in spans]))

    def most_alike(self, quote: str) -> Place | None:
        """The place within one of the stretches that is most like a quote; null where nothing is like it.

        It is looked for by words, and its borders are set by letters.
        """
        sought = [quote[first:last].lower() for first, last in words_of(quote)]
        if len(sought) < _FEWEST:
            return None
        best: Place | None = None
        for start, end, spans, words in self._stretches:
            window = _fullest(words, sought)
            if window is None:
                continue
            # A word more on either side, where the quote may have begun or ended with other ones.
            first = spans[window - 1][0] if window else start
            last = window + len(sought)
            stop = spans[last][1] if last < len(spans) else end
            place = _borders(quote, self._text[first:stop])
            if place is not None and (best is None or place.likeness > best.likeness):
                best = Place(place.start + first, place.end + first, place.likeness)
        return best


def _fullest(words: Sequence[str], sought: Sequence[str]) -> int | None:
    """Where the run of as many words as are sought begins that holds most of them; null where none holds
    enough."""
    wanted = Counter(sought)
    held: Counter[str] = Counter()
    common, best, at = 0, max(1.0, _WORDS * len(sought)), None
    for number, word in enumerate(words):
        held[word] += 1
        common += held[word] <= wanted[word]
        if number >= len(sought):
            left = words[number - len(sought)]
            common -= held[left] <= wanted[left]
            held[left] -= 1
        if common >= best:
            best, at = common + 1, max(0, number + 1 - len(sought))
    return at


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
