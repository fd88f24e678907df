"""Which stretches of an old text stand in a new one, in the same order.

Anchored as patience diff does it, and refined from words to letters: passages of several words that stand
once in both texts hold everything else in its place, and between two of them little is left to compare. What
is common by chance is then left out, and changes begin and end with words and sentences where they can.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from annotations.anchoring.borders import slid, with_first_stops, without_stubs
from annotations.anchoring.chance import without_chance
from annotations.anchoring.subsequence import Block, common_beginning, common_blocks

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: The passages by which texts are anchored, in tokens (words, spaces and marks), the longest first: 13 are
#: six or seven words.
_PASSAGES = (13, 7, 3, 1)
#: Up to how many pairs of letters two stretches are compared: 4e7 bits of rows are 5 MB and take 20 ms.
_COMPARED = 40_000_000
#: What has more letters is no word.
_LONGEST_WORD = 64
#: Two words that have less than this share of their letters in common are two words, and not one of them with
#: a typing error.
_ONE_WORD = 0.5


def align(old: str, new: str, *, edges: bool = True) -> list[Block]:
    """What is common to two texts, as blocks in order; between two blocks something was taken out or put in.

    Offsets are code points.

    Args:
        old: the old text.
        new: the new text.
        edges: whether the beginnings of the two texts belong together, and their ends; where they do not, a
            letter that both begin with may be as much of a chance as any other.
    """
    head = _whole_words(old, new, common_beginning(old, new))
    tail = common_beginning(old[head:][::-1], new[head:][::-1])
    tail = _whole_words(old[::-1], new[::-1], tail)
    old_end, new_end = len(old) - tail, len(new) - tail
    blocks = [
        Block(0, 0, head),
        *_between(old[head:old_end], new[head:new_end], head),
        Block(old_end, new_end, tail),
    ]
    blocks = without_chance(_joined(blocks), len(old), len(new), edges=edges)
    blocks = without_stubs(slid(blocks, old, new), old, new)
    return _joined(with_first_stops(blocks, old, new))


def _whole_words(old: str, new: str, common: int) -> int:
    """As much of a common beginning as does not end inside a word of either text."""
    shorter = common
    while shorter > 0 and any(
        shorter < len(text) and text[shorter - 1].isalnum() and text[shorter].isalnum() for text in (old, new)
    ):
        shorter -= 1
    return shorter if common - shorter <= _LONGEST_WORD else common


def _between(old: str, new: str, shift: int) -> Iterator[Block]:
    """The blocks of two stretches that both begin `shift` characters into their texts."""
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    old_at = list(accumulate(map(len, old_tokens), initial=0))
    new_at = list(accumulate(map(len, new_tokens), initial=0))
    old_to = new_to = 0
    for block in (*_by_passages(old_tokens, new_tokens), Block(len(old_tokens), len(new_tokens), 0)):
        yield from (
            Block(old_at[old_to] + letters.old + shift, new_at[new_to] + letters.new + shift, letters.length)
            for letters in _by_letters(
                old[old_at[old_to] : old_at[block.old]], new[new_at[new_to] : new_at[block.new]]
            )
        )
        start, end = old_at[block.old], old_at[block.old_end]
        yield Block(start + shift, new_at[block.new] + shift, end - start)
        old_to, new_to = block.old_end, block.new_end


def _by_passages(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The blocks of two sequences of tokens that hang on passages which stand once in both, in order."""
    blocks: list[Block] = []
    # A stack and no recursion: a text may have more gaps than Python has frames.
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        old_at, old_end, new_at, new_end, level = waiting.pop()
        anchors: list[Block] = []
        while not anchors and level < len(_PASSAGES) and old_at < old_end and new_at < new_end:
            anchors = _anchors(old[old_at:old_end], new[new_at:new_end], _PASSAGES[level])
            level += not anchors
        for anchor in anchors:
            block = Block(anchor.old + old_at, anchor.new + new_at, anchor.length)
            blocks.append(block)
        if anchors:
            # What stands twice in the whole may stand once between two anchors.
            ends = [Block(old_at, new_at, 0), *blocks[-len(anchors) :], Block(old_end, new_end, 0)]
            waiting += [(a.old_end, b.old, a.new_end, b.new, level) for a, b in pairwise(ends)]
    return sorted(blocks)


def _anchors(old: Sequence[str], new: Sequence[str], size: int) -> list[Block]:
    """The passages of `size` tokens that stand once in both and in the same order, as far as they reach."""
    in_old, in_new = _once(old, size), _once(new, size)
    pairs = sorted((at, in_new[passage]) for passage, at in in_old.items() if passage in in_new)
    blocks: list[Block] = []
    old_end = new_end = 0
    for at, there in _ascending(pairs):
        if at < old_end or there < new_end:
            continue  # the one before reached this far
        while at > old_end and there > new_end and old[at - 1] == new[there - 1]:
            at, there = at - 1, there - 1
        length = 0
        while (
            at + length < len(old) and there + length < len(new) and old[at + length] == new[there + length]
        ):
            length += 1
        blocks.append(Block(at, there, length))
        old_end, new_end = blocks[-1].old_end, blocks[-1].new_end
    return blocks


def _once(tokens: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """The passages of `size` tokens that stand once in a sequence, and where."""
    found: dict[tuple[str, ...], int] = {}
    for at, passage in enumerate(zip(*(tokens[shift:] for shift in range(size)), strict=False)):
        if size == 1 and not passage[0][0].isalnum():
            continue  # a space or a comma holds nothing in its place
        found[passage] = -1 if passage in found else at
    return {passage: at for passage, at in found.items() if at >= 0}


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest part of the pairs, which are sorted by their first numbers, whose second ones ascend too."""
    lowest: list[int] = []  # the lowest number in which an ascending run of each length ends
    ends: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        length = bisect_left(lowest, there)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [there]
        ends[length : length + 1] = [number]
    run = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _by_letters(old: str, new: str) -> list[Block]:
    """The letters that two short stretches have in common."""
    if len(old) * len(new) > _COMPARED:
        return []
    blocks = common_blocks(old, new)
    if _WORD.fullmatch(old) and _WORD.fullmatch(new):
        common = sum(block.length for block in blocks)
        if 2 * common < _ONE_WORD * (len(old) + len(new)):
            return []
    return blocks


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that follow each other without a gap made one, and those that hold nothing left out."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and (last.old_end, last.new_end) == (block.old, block.new):
            joined[-1] = Block(last.old, last.new, last.length + block.length)
        elif block.length:
            joined.append(block)
    return joined
