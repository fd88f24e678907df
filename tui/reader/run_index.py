"""Which highlights cover which part of a text, kept sorted so that a line is painted in a few bisects."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import itemgetter


class RunIndex:
    """A text cut into runs, each with the names of the layers that cover it.

    A layer is a name and a span [start, end) of code points; one name may be added with several
    spans, even overlapping ones, and counts as often as it covers. Names within a run are sorted, so
    that equal covers are equal tuples.
    """

    __slots__ = ("_bounds", "_covers")

    def __init__(self) -> None:
        # Run i is [_bounds[i], _bounds[i + 1]) and covered by _covers[i]. The first bound is minus
        # one, so that every offset lies in a run; the last run has no end.
        self._bounds: list[int] = [-1]
        self._covers: list[tuple[str, ...]] = [()]

    @classmethod
    def of(cls, layers: Iterable[tuple[str, int, int]]) -> "RunIndex":
        """Return the index of all `layers` (name, start, end), built in one sweep.

        Raises:
            ValueError: If a span is empty, inverted or begins before 0.
        """
        events: list[tuple[int, bool, str]] = []
        for name, start, end in layers:
            _check(start, end)
            events.append((start, True, name))
            events.append((end, False, name))
        events.sort(key=itemgetter(0))
        index = cls()
        bounds, covers = index._bounds, index._covers
        cover: list[str] = []  # always sorted
        for offset, begins, name in events:
            if begins:
                insort(cover, name)
            else:
                cover.remove(name)
            if bounds[-1] == offset:
                covers[-1] = tuple(cover)
            else:
                bounds.append(offset)
                covers.append(tuple(cover))
        index._merge(1, len(bounds))
        return index

    def add(self, name: str, start: int, end: int) -> None:
        """Cover [start, end) with `name`.

        Raises:
            ValueError: If the span is empty, inverted or begins before 0.
        """
        _check(start, end)
        first, last = self._cut(start), self._cut(end)
        for run in range(first, last):
            self._covers[run] = tuple(sorted((*self._covers[run], name)))
        self._merge(first, last)

    def remove(self, name: str, start: int, end: int) -> None:
        """Take back what `add` did with the same arguments.

        Raises:
            ValueError: If `name` does not cover all of [start, end); then nothing is changed.
        """
        _check(start, end)
        left = bisect_right(self._bounds, start) - 1
        right = bisect_left(self._bounds, end)
        if any(name not in cover for cover in self._covers[left:right]):
            raise ValueError(f"{name!r} does not cover all of [{start}, {end})")
        first, last = self._cut(start), self._cut(end)
        for run in range(first, last):
            cover = list(self._covers[run])
            cover.remove(name)
            self._covers[run] = tuple(cover)
        self._merge(first, last)

    def slice(self, start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield (start, end, names) for the runs of [start, end) in order, covering it without gaps."""
        run = bisect_right(self._bounds, start) - 1
        while start < end:
            run += 1
            stop = min(end, self._bounds[run]) if run < len(self._bounds) else end
            yield start, stop, self._covers[run - 1]
            start = stop

    def at(self, offset: int) -> tuple[str, ...]:
        """Return the names that cover the code point at `offset`."""
        return self._covers[bisect_right(self._bounds, offset) - 1]

    def names_in(self, start: int, end: int) -> set[str]:
        """Return the names that cover any part of [start, end)."""
        return {name for _, _, cover in self.slice(start, end) for name in cover}

    def __len__(self) -> int:
        """Return the number of runs, the uncovered ones between and around layers included."""
        return len(self._bounds)

    def _cut(self, offset: int) -> int:
        """Make `offset` a bound and return the run that begins there."""
        run = bisect_left(self._bounds, offset)
        if run == len(self._bounds) or self._bounds[run] != offset:
            self._bounds.insert(run, offset)
            self._covers.insert(run, self._covers[run - 1])
        return run

    def _merge(self, first: int, last: int) -> None:
        """Drop the bounds in [first, last] that no longer part two different covers."""
        for run in range(min(last, len(self._bounds) - 1), max(first, 1) - 1, -1):
            if self._covers[run] == self._covers[run - 1]:
                del self._bounds[run], self._covers[run]


def _check(start: int, end: int) -> None:
    if not 0 <= start < end:
        raise ValueError(f"not a span of code points: [{start}, {end})")
