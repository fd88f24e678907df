"""Where the clauses of a sentence begin and end: at commas, dashes, quotation marks, brackets."""

from itertools import pairwise
from typing import Final

from annotations.text import words

_OPENING: Final = frozenset("“‘„‚‟«‹([{（［｛「『【〔〈《¿¡\"'")
_CLOSING: Final = frozenset("”’»›)]}）］｝」』】〕〉》!?…‥！？؟\"'")
_PARTING: Final = frozenset(",;:—―、，；：。｡､･・،؛۔।॥")
# A dash of these only between spaces, or doubled: otherwise it joins ("post-war", "2019–2020").
_JOINING: Final = frozenset("–‒-")


def clause_edges(sentence: str) -> tuple[list[int], list[int]]:
    """Return where clauses of `sentence` may begin and where they may end, in code points, in order.

    A clause ends before the punctuation behind it, and once more behind the quotation marks and brackets
    that close there; it begins, in the same way, before and behind those that open. The sentence itself
    is always among them. What stands inside a word or a number ("man's", "1,000") parts nothing.
    """
    starts, ends = {0}, {len(sentence)}
    spans = [(0, 0), *words(sentence), (len(sentence), len(sentence))]
    for (_, left), (right, _) in pairwise(spans):
        gap = sentence[left:right]
        outer = not left or right == len(sentence)
        if not (_parts(gap) or (outer and gap)):
            continue
        if left:
            ends.add(left)
            closing = 0
            for at, character in enumerate(gap, 1):
                if character in _CLOSING:
                    closing = at
                elif character not in _PARTING and character != ".":
                    break
            ends.add(left + closing)
        if right < len(sentence):
            starts.add(right)
            opening = right
            while opening > left and sentence[opening - 1] in _OPENING:
                opening -= 1
            starts.add(opening)
    return sorted(starts), sorted(ends)


def _parts(gap: str) -> bool:
    """Tell whether what stands between two words parts clauses."""
    if any(character in _PARTING or character in _OPENING or character in _CLOSING for character in gap):
        return True
    if ".." in gap:
        return True
    bare = gap.strip()
    return bool(bare) and set(bare) <= _JOINING and (len(bare) > 1 or bare != gap)
