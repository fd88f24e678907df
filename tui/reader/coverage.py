"""What of a text has been on the screen."""

from bisect import bisect_left, bisect_right


class Coverage:
    """The code points that were shown so far, as merged spans."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Record that [start, end) was shown; return whether any of it was new."""
        if start >= end or self.covers(start, end):
            return False
        first = bisect_left(self._ends, start)
        last = bisect_right(self._starts, end)
        if first < last:
            start = min(start, self._starts[first])
            end = max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]
        return True

    def covers(self, start: int, end: int) -> bool:
        """Tell whether all of [start, end) was shown; nothing always was."""
        span = bisect_right(self._starts, start) - 1
        return start >= end or (span >= 0 and end <= self._ends[span])

    def complete(self, length: int) -> bool:
        """Tell whether all of a text of `length` code points was shown."""
        return self.covers(0, length)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The spans shown, in order, apart from each other."""
        return list(zip(self._starts, self._ends, strict=True))
