"""Where a change begins and ends, as a reader would say: with a paragraph, a sentence or a word."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.anchoring.chance import SURE
from annotations.anchoring.subsequence import Block, common_beginning

#: As far as it is looked how a change could slide, in characters: more than a paragraph.
_SLIDE = 10_000
#: As far as a change is slid to a better place, in characters: a sentence or two.
_STEPS = 1000
#: A change of fewer characters is one of words and not of sentences.
_WRITTEN = 12
#: What two sentences in the same place have in common by chance is one part in so many of them at most.
_STUB = 4
#: A full stop, closing quotation marks and the space behind them have so many characters at most.
_STOP = 6
_STOPS = ".!?…。！？\"'”’»)"
_SENTENCE_END = re.compile(r"[\n\r]\s*|[.!?…。！？][\"'”’»)\]]*\s+")


def slides(text: str, start: int, end: int, back: int, on: int) -> tuple[int, int]:
    """How much further back and further on the same change could have been made: ``text[start:end]`` taken
    out or put in, with the same text around it. At most `back` and `on` characters."""
    most = min(back, start, _SLIDE)
    further_back = common_beginning(text[start - most : start][::-1], text[end - most : end][::-1])
    most = min(on, len(text) - end, _SLIDE)
    return further_back, common_beginning(text[start : start + most], text[end : end + most])


def slid(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """The same blocks, where what was only put in or only taken out between two of them begins and ends with
    a sentence or a word, if it can.

    "He came. He went. He slept." without its second sentence may as well be without "went. He ".
    """
    moved = list(blocks)
    for number in range(len(moved) - 1):
        before, after = moved[number], moved[number + 1]
        if before.old_end == after.old:
            text, start, end = new, before.new_end, after.new
        elif before.new_end == after.new:
            text, start, end = old, before.old_end, after.old
        else:
            continue
        back, on = slides(text, start, end, before.length, after.length)
        if not back and not on:
            continue
        steps = max(
            range(-min(back, _STEPS), min(on, _STEPS) + 1),
            key=lambda by: (_border(text, start + by) + _border(text, end + by), -abs(by)),
        )
        moved[number] = before._replace(length=before.length + steps)
        moved[number + 1] = Block(after.old + steps, after.new + steps, after.length - steps)
    return [block for block in moved if block.length]


def _border(text: str, at: int) -> int:
    """How good a place this is for a change to begin or to end."""
    if at in (0, len(text)):
        return 7
    before, after = text[at - 1], text[at]
    if before in "\n\r" and after not in "\n\r":
        return 6
    if after in "\n\r":
        return 5
    if before.isspace():
        return 4 if at > 1 and text[at - 2] in _STOPS else 3
    if after.isspace():
        return 2
    return 0 if before.isalnum() and after.isalnum() else 1


def without_stubs(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """The same blocks, where sentences that were written anew have their first letters and full stops too.

    Any two sentences end with a full stop, and many begin with "The": nothing of the old one was kept for
    that.
    """
    borders, new_borders = sentence_borders(old), sentence_borders(new)
    cuts: list[tuple[int, int]] = []
    for before, after in pairwise([Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)]):
        written = min(after.old - before.old_end, after.new - before.new_end)
        if written < _WRITTEN:
            continue
        most = written // _STUB
        # The end of the sentence that the change ends in, if that began in the change, in both texts.
        end = _next(borders, after.old)
        if (
            end - after.old <= most
            and _last(borders, end - 1) >= before.old_end - most
            and _last(new_borders, after.new + end - after.old - 1) >= before.new_end - most
        ):
            cuts.append((after.old, end))
        # The beginning of the one that the change begins in, if that ends in the change.
        start = _last(borders, before.old_end)
        if (
            before.old_end - start <= most
            and _next(borders, start + 1) <= after.old + most
            and _next(new_borders, before.new_end + start - before.old_end + 1) <= after.new + most
        ):
            cuts.append((start, before.old_end))
    return list(_cut(blocks, sorted(cuts)))


def with_first_stops(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """The same blocks, where a sentence that was put in or taken out behind a changed word has a full stop of
    its own.

    "It was red. He came. He left." that became "It was re. He left." has lost a letter and a sentence, and
    not "d. He came".
    """
    swapped = [Block(block.new, block.old, block.length) for block in _with_first_stops(blocks, old)]
    return [Block(block.new, block.old, block.length) for block in _with_first_stops(swapped, new)]


def _with_first_stops(blocks: Sequence[Block], old: str) -> Iterator[Block]:
    """The same for what was taken out of the text whose offsets are the `old` ones."""
    borders = sentence_borders(old)
    for before, after in pairwise([Block(0, 0, 0), *blocks]):
        taken = after.old - before.old_end
        if taken < SURE or after.new - before.new_end >= _WRITTEN:
            yield after
            continue
        end = _next(borders, after.old)
        first = _next(borders, before.old_end + 1)
        stop = end - after.old
        if (
            0 < stop <= min(_STOP, after.length)
            and before.old_end <= first - stop <= before.old_end + _WRITTEN
            and old[first - stop : first] == old[after.old : end]
        ):
            yield Block(first - stop, after.new, stop)
            if stop < after.length:
                yield Block(end, after.new + stop, after.length - stop)
        else:
            yield after


def sentence_borders(text: str) -> list[int]:
    """Where sentences begin, in code points, and the end of the text: near enough for comparing two versions,
    in linear time."""
    return sorted({0, len(text), *(match.end() for match in _SENTENCE_END.finditer(text))})


def _next(borders: Sequence[int], at: int) -> int:
    """The first border at a place or behind it."""
    return borders[min(bisect_left(borders, at), len(borders) - 1)]


def _last(borders: Sequence[int], at: int) -> int:
    """The last border at a place or before it."""
    return borders[max(bisect_right(borders, at) - 1, 0)]


def _cut(blocks: Sequence[Block], cuts: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """The blocks without what lies in these stretches of the old text, which are sorted."""
    for block in blocks:
        at = block.old
        # Stubs lie at the ends of blocks: of those before, only the last two can reach into this one.
        number = max(0, bisect_left(cuts, (block.old, 0)) - 2)
        while number < len(cuts) and cuts[number][0] < block.old_end:
            start, end = cuts[number]
            if at < start:
                yield Block(at, block.new + at - block.old, start - at)
            at = max(at, end)
            number += 1
        if at < block.old_end:
            yield Block(at, block.new + at - block.old, block.old_end - at)
