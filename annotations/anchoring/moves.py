"""Passages that stand in both texts and not in the same order: taken out here and put in there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.anchoring.alignment import align
from annotations.anchoring.chance import SURE
from annotations.anchoring.subsequence import Block

_WORD = re.compile(r"\w+")
#: So many words that stand once in either text make a passage that was moved. Fewer are a phrase.
_PASSAGE = 5
#: A move goes on over changes of up to this many characters: about a sentence that was put in or left out.
_BREAK = 200

Stretch = tuple[int, int]


class Move(NamedTuple):
    """One passage that was moved, with what was changed in it: its blocks in order, in code points."""

    blocks: tuple[Block, ...]

    @property
    def old(self) -> Stretch:
        """From where to where it stood."""
        return self.blocks[0].old, self.blocks[-1].old_end

    @property
    def new(self) -> Stretch:
        """From where to where it stands."""
        return self.blocks[0].new, self.blocks[-1].new_end


def moves(old: str, new: str, kept: Sequence[Block]) -> list[Move]:
    """The passages that were moved, among what is not `kept` in its place; in the order of the old text."""
    found: list[Move] = []
    removed, inserted = gaps(kept, len(old), len(new))
    while removed and inserted:
        seeds = _seeds(old, new, removed, inserted)
        used: set[Stretch] = set()
        before = len(found)
        for (taken, put), _ in sorted(seeds.items(), key=lambda item: (-item[1], item[0])):
            if taken in used or put in used:
                continue
            used |= {taken, put}
            found += (move for move in _moved(old, new, taken, put) if not _is_repeat(move, old, new))
        if len(found) == before:
            break
        blocks = [*kept, *(block for move in found for block in move.blocks)]
        removed = _free((0, len(old)), [(b.old, b.old_end) for b in blocks])
        inserted = _free((0, len(new)), [(b.new, b.new_end) for b in blocks])
    return sorted(found)


def _is_repeat(move: Move, old: str, new: str) -> bool:
    """Whether the passage, as it stands in the new text, stood in the old one in another place as well: then
    it may be a repeat of that, and what looks like its old place was dropped."""
    words = new[slice(*move.new)].strip()
    at = old.find(words)
    while at >= 0:
        if at >= move.old[1] or at + len(words) <= move.old[0]:
            return True
        at = old.find(words, at + 1)
    return False


def gaps(blocks: Sequence[Block], old_end: int, new_end: int) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches of the old and of the new text that no block covers."""
    return (
        _free((0, old_end), [(block.old, block.old_end) for block in blocks]),
        _free((0, new_end), [(block.new, block.new_end) for block in blocks]),
    )


def _free(whole: Stretch, covered: Sequence[Stretch]) -> list[Stretch]:
    free = []
    at = whole[0]
    for start, end in sorted(covered):
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if whole[1] > at:
        free.append((at, whole[1]))
    return free


def _seeds(
    old: str, new: str, removed: Sequence[Stretch], inserted: Sequence[Stretch]
) -> dict[tuple[Stretch, Stretch], int]:
    """How many passages two stretches share that stand once in all that was removed, and once in all that was
    inserted."""
    taken, put = _passages(old, removed), _passages(new, inserted)
    seeds: dict[tuple[Stretch, Stretch], int] = {}
    for passage, stretch in taken.items():
        there = put.get(passage)
        if stretch is not None and there is not None:
            seeds[stretch, there] = seeds.get((stretch, there), 0) + 1
    return seeds


def _passages(text: str, stretches: Sequence[Stretch]) -> dict[tuple[str, ...], Stretch | None]:
    """The passages of these stretches of a text; null for those that stand there twice."""
    found: dict[tuple[str, ...], Stretch | None] = {}
    for stretch in stretches:
        words = _WORD.findall(text, *stretch)
        for passage in zip(*(words[shift:] for shift in range(_PASSAGE)), strict=False):
            found[passage] = None if passage in found else stretch
    return found


def _moved(old: str, new: str, taken: Stretch, put: Stretch) -> Iterator[Move]:
    """What of a stretch that was taken out stands in one that was put in."""
    run: list[Block] = []
    for block in align(old[slice(*taken)], new[slice(*put)], edges=False):
        block = Block(block.old + taken[0], block.new + put[0], block.length)
        if run and max(block.old - run[-1].old_end, block.new - run[-1].new_end) > _BREAK:
            yield from _sure(run)
            run = []
        run.append(block)
    yield from _sure(run)


def _sure(run: Sequence[Block]) -> Iterator[Move]:
    if any(block.length >= SURE for block in run):
        yield Move(tuple(run))
