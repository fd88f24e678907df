"""What two texts have in common by chance, told from what was kept.

As programs do it that align genes: what is long enough is sure, and from there an alignment goes on over
changes as long as more is common than was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annotations.anchoring.subsequence import Block

#: So many characters in a row are no chance, whatever has changed around them: more than the phrases that any
#: two sentences share ("at the end of the"), less than most sentences.
SURE = 24


def without_chance(blocks: Sequence[Block], old_end: int, new_end: int, *, edges: bool = True) -> list[Block]:
    """The long blocks, the short ones that hang together with them, and runs of short ones that are together
    as good as a long one.

    Args:
        blocks: the blocks, in order.
        old_end: the length of the old text, in code points.
        new_end: that of the new one.
        edges: whether the beginnings and the ends of both texts are as sure as a long block.
    """
    begin = Block(0, 0, 0) if edges else None
    kept: list[Block] = []
    start = 0
    for number, block in enumerate([*blocks, None]):
        if block is None or block.length >= SURE:
            end = block or (Block(old_end, new_end, 0) if edges else None)
            kept += _trusted(blocks[start - 1] if start else begin, blocks[start:number], end)
            kept += [block] if block else []
            start = number + 1
    return kept


def _trusted(before: Block | None, blocks: Sequence[Block], after: Block | None) -> list[Block]:
    """Which of the short blocks between two sure ones are to be trusted; null is the edge of a text that has
    nothing to do with that of the other."""
    first = 0 if before is None else _reach([before, *blocks])
    rest = blocks[first:]
    # The same from the other side, for which both texts are read backwards.
    backwards = [Block(-b.old_end, -b.new_end, b.length) for b in (*rest, *([after] if after else []))][::-1]
    last = len(rest) - (0 if after is None else _reach(backwards))
    return [*blocks[:first], *_together(rest[:last]), *rest[last:]]


def _reach(blocks: Sequence[Block]) -> int:
    """Up to how many blocks from the second on hang together with the first: to where most is won."""
    best = score = reach = 0
    for number, (last, block) in enumerate(pairwise(blocks), start=1):
        score += block.length - _changed(last, block)
        if score >= best:
            best, reach = score, number
    return reach


def _together(blocks: Sequence[Block]) -> Sequence[Block]:
    """The best run of short blocks, if it is as good as a long one."""
    best, run = SURE - 1, (0, 0)
    score = start = 0
    for number, block in enumerate(blocks):
        score -= _changed(blocks[number - 1], block) if number else 0
        if score <= 0:
            score, start = 0, number
        score += block.length
        if score > best:
            best, run = score, (start, number + 1)
    return blocks[slice(*run)]


def _changed(before: Block, after: Block) -> int:
    """How many characters were changed between two blocks, counted in the text that has more of them."""
    return max(after.old - before.old_end, after.new - before.new_end)
