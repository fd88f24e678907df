"""A quote found again in a changed text.

What is found is either certain or nothing: the same words at the place to which the text around them
leads (``exact``), the same words, once in the whole text, elsewhere (``moved``), or an ``orphan`` that
waits for a person. A quote is never laid on other words.
"""

from __future__ import annotations

from annotations.records import Anchor, Quote, quote_of


def find_again(quote: Quote, old: str, new: str) -> tuple[Anchor, Quote]:
    """Where the quote of the `old` text stands in the `new` one.

    An orphan keeps the words and the last known place, in code points of the old text.
    """
    words = old[quote.start : quote.end]
    if not words or words != quote.exact or quote.end > len(old):
        return "orphan", quote
    head = _common(old, new)
    if quote.end <= head:
        return "exact", quote_of(new, quote.start, quote.end)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if quote.start >= len(old) - tail:
        shift = len(new) - len(old)
        return "exact", quote_of(new, quote.start + shift, quote.end + shift)
    around = old[max(0, quote.start - len(quote.prefix)) : quote.end + len(quote.suffix)]
    if _once(around, old) and _once(around, new):
        start = new.index(around) + min(len(quote.prefix), quote.start)
        return "exact", quote_of(new, start, start + len(words))
    if _once(words, old) and _once(words, new):
        start = new.index(words)
        return "moved", quote_of(new, start, start + len(words))
    return "orphan", quote


def _common(one: str, other: str) -> int:
    """The length of the common beginning, in code points, found by halving: slices compare at C speed."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _once(words: str, text: str) -> bool:
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0
