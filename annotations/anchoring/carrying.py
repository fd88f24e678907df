"""Where the quotes of one version of a text stand in the next.

First by the difference of the whole texts: what was kept in its place, then what was moved with the passage
it stands in. Only then the very words are sought, and words that resemble them, and only in what the
difference shows as inserted: a quote never comes to lie on a sentence that was there before and still is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from annotations.anchoring.approximate import Inserted, likeness
from annotations.anchoring.borders import sentence_borders, slides
from annotations.anchoring.chance import SURE
from annotations.anchoring.differences import Differences, differences
from annotations.anchoring.moves import Move
from annotations.anchoring.subsequence import Block
from annotations.records import CONTEXT, Anchor, Quote, quote_of

#: A place that is less like the quote than this is not proposed.
ALIKE = 0.6
#: Words that stand so many times in a text say nothing of where a quote may be.
_EVERYWHERE = 50


class Carried(NamedTuple):
    """What became of a quote, and how alike its words and those at its place are, 0 to 1.

    An ``exact`` quote stands where the text around it stands, a ``moved`` one elsewhere with its sentence;
    both have the very same words. A ``changed`` one keeps its old words and their surroundings, and its start
    and end propose a place in the new text. An ``orphan`` keeps its words and its last known place, which is
    one in the old text.
    """

    anchor: Anchor
    quote: Quote
    likeness: float


def find_again(quote: Quote, old: str, new: str) -> tuple[Anchor, Quote]:
    """Where the quote of the `old` text stands in the `new` one. For many quotes, use one `Carrier`."""
    carried = Carrier(differences(old, new)).carry(quote)
    return carried.anchor, carried.quote


class _Place(NamedTuple):
    """What was kept of a quote in one place: parts of blocks in order, with the move they belong to."""

    parts: tuple[Block, ...]
    move: Move | None

    @property
    def kept(self) -> int:
        return sum(part.length for part in self.parts)


class _Doubt(NamedTuple):
    """A stretch of the old text of which one of several equal parts was taken out; none can tell which.

    "He said yes. He said yes." without one of the two. A part may be `longest` characters long; the parts
    differ by up to `slide` characters.
    """

    start: int
    end: int
    longest: int
    slide: int


class Carrier:
    """Carries quotes over one difference of two texts. Offsets are code points."""

    def __init__(self, difference: Differences) -> None:
        self._difference = difference
        self._old, self._new = difference.old, difference.new
        self._lines: list[tuple[Sequence[Block], Move | None]] = [
            (difference.kept, None),
            *((move.blocks, move) for move in difference.moved),
        ]
        self._doubts = list(_doubts(difference))

    def carry(self, quote: Quote) -> Carried:
        """Where a quote of the old text stands in the new one.

        A quote that is not what stands at its place in the old text is an orphan.
        """
        start, end, words = quote.start, quote.end, quote.exact
        lost = Carried("orphan", quote, 0.0)
        if not words or not 0 <= start <= end <= len(self._old) or self._old[start:end] != words:
            return lost
        places = [place for line in self._lines if (place := _kept(line, start, end))]
        place = max(places, key=lambda place: place.kept, default=None)
        at = self._same_words(place, quote) if place is not None else None
        if place is None or at is None:
            moved = self._moved(quote)
            if moved is not None or place is None:
                return moved or self._elsewhere(quote) or lost
            # What was put in between makes the place no less sure, so it does not count here.
            kept = place.kept - self._doubtful(place)
            if likeness(len(words), kept, kept) < ALIKE:
                return self._elsewhere(quote) or lost
            new = (place.parts[0].new, place.parts[-1].new_end)
            return self._changed(quote, *new, likeness(len(words), new[1] - new[0], place.kept))
        new = (at, at + len(words))
        if place.move is None:
            in_doubt = any(
                doubt.start <= start and end <= doubt.end and len(words) <= doubt.longest
                for doubt in self._doubts
            )
            return lost if in_doubt else Carried("exact", quote_of(self._new, *new), 1.0)
        if self._with_its_sentence(*new, place.move):
            return Carried("moved", quote_of(self._new, *new), 1.0)
        # The same words in another sentence: “An earlier version said that …”
        return self._changed(quote, *new, 1.0)

    def whole_words(self, quote: Quote, start: int, end: int) -> tuple[int, int]:
        """A place of the new text widened to what was put there for the first and the last words of a quote:
        ``1,200 sappers`` where only `` sappers`` is left of ``1,000 sappers``.

        Nothing is taken in for words that stood outside of the quote.
        """
        for low, high in self._difference.removed:
            if quote.start <= low < high <= quote.end:
                for first, last in self._difference.inserted:
                    if low == quote.start and last == start:
                        start = first
                    if high == quote.end and first == end:
                        end = last
        if _between_words(self._old, quote.start):
            while not _between_words(self._new, start):
                start -= 1
        if _between_words(self._old, quote.end):
            while not _between_words(self._new, end):
                end += 1
        return start, end

    def _same_words(self, place: _Place, quote: Quote) -> int | None:
        """Where all words of a quote stand, by the parts that were kept; null where they do not."""
        for part in place.parts:
            at = part.new - part.old + quote.start
            if at >= 0 and self._new.startswith(quote.exact, at):
                return at
        return None

    def _doubtful(self, place: _Place) -> int:
        """How many of the characters that were kept may as well be those of an equal passage beside it."""
        return sum(
            max(0, min(doubt.end, part.old_end) - max(doubt.start, part.old))
            for doubt in self._doubts
            if place.move is None and doubt.slide >= SURE
            for part in place.parts
        )

    def _with_its_sentence(self, start: int, end: int, move: Move) -> bool:
        """Whether the sentences around a span of the new text were moved whole."""
        first, last = _sentences_around(self._new_borders, start, end)
        outside = self._new[first : max(first, move.new[0])] + self._new[min(last, move.new[1]) : last]
        return not outside.strip()

    def _moved(self, quote: Quote) -> Carried | None:
        """The very words of a quote among what was inserted, where its whole sentence stands and is the only
        one in either text, or has the same text before or behind it."""
        places = self._inserted_places(quote.exact)
        if not places:
            return None
        words = quote.exact
        once = self._old.find(words) == self._old.rfind(words) and self._new.count(words) == 1
        first, last = _sentences_around(self._old_borders, quote.start, quote.end)
        found = []
        for start in places:
            begin, end = _sentences_around(self._new_borders, start, start + len(words))
            if self._old[first:last].strip() == self._new[begin:end].strip():
                before = self._old[max(0, first - CONTEXT) : first].strip()
                behind = self._old[last : last + CONTEXT].strip()
                near = len(before) > CONTEXT // 2 and self._new[:begin].rstrip().endswith(before)
                near |= len(behind) > CONTEXT // 2 and self._new[end:].lstrip().startswith(behind)
                found += [start] if once or near else []
        if len(found) != 1:
            return None
        return Carried("moved", quote_of(self._new, found[0], found[0] + len(words)), 1.0)

    def _elsewhere(self, quote: Quote) -> Carried | None:
        """The place among what was inserted that has the very words of a quote, if they are in no other, or
        else is most like it, if one is like enough."""
        places = self._inserted_places(quote.exact)
        if len(places) == 1:
            return self._changed(quote, places[0], places[0] + len(quote.exact), 1.0)
        found = self._inserted.most_alike(quote.exact)
        if found is None or found.likeness < ALIKE:
            return None
        return self._changed(quote, found.start, found.end, found.likeness)

    def _inserted_places(self, words: str) -> list[int]:
        """Where these words stand in what was inserted; nowhere if they are everywhere."""
        places: list[int] = []
        inserted = self._difference.inserted
        at = self._new.find(words)
        for _ in range(_EVERYWHERE):
            if at < 0:
                return places
            number = bisect_right(inserted, at, key=lambda stretch: stretch[0]) - 1
            if number >= 0 and at + len(words) <= inserted[number][1]:
                places.append(at)
            at = self._new.find(words, at + 1)
        return []

    @cached_property
    def _old_borders(self) -> list[int]:
        return sentence_borders(self._old)

    @cached_property
    def _new_borders(self) -> list[int]:
        return sentence_borders(self._new)

    @cached_property
    def _inserted(self) -> Inserted:
        return Inserted(self._new, self._difference.inserted)

    @staticmethod
    def _changed(quote: Quote, start: int, end: int, alike: float) -> Carried:
        proposed = Quote(start=start, end=end, exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix)
        return Carried("changed", proposed, alike)


def _between_words(text: str, at: int) -> bool:
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())


def _sentences_around(borders: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """From where to where the sentences reach that a span lies in."""
    first = max(0, bisect_right(borders, start) - 1)
    last = min(len(borders) - 1, bisect_left(borders, end))
    return borders[first], borders[last]


def _kept(line: tuple[Sequence[Block], Move | None], start: int, end: int) -> _Place | None:
    """What of ``old[start:end]`` is in the blocks of one line; null where nothing is."""
    blocks, move = line
    parts = []
    for number in range(max(0, bisect_right(blocks, start, key=lambda block: block.old) - 1), len(blocks)):
        block = blocks[number]
        if block.old >= end:
            break
        low, high = max(start, block.old), min(end, block.old_end)
        if low < high:
            parts.append(Block(low, block.new + low - block.old, high - low))
    return _Place(tuple(parts), move) if parts else None


def _doubts(difference: Differences) -> Iterator[_Doubt]:
    removed = set(difference.removed)
    # At the ends of a text nothing stands in the way of a part that was taken out, and so nothing slides.
    ends = [Block(0, 0, 0), *difference.kept, Block(len(difference.old), len(difference.new), 0)]
    for before, after in pairwise(ends):
        stretch = (before.old_end, after.old)
        if stretch in removed:
            back, on = slides(difference.old, *stretch, before.length, after.length)
            if back or on:
                yield _Doubt(stretch[0] - back, stretch[1] + on, stretch[1] - stretch[0], back + on)
