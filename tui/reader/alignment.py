"""Two texts that scroll together, so that what speaks to the same thing stays side by side.

Lines count from 0; a top is the line at the upper edge of a window.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence


class Alignment:
    """Which top of one window goes with which top of another.

    While the first line of an anchor is in the window, its like stands beside it, as far as the ends of the
    texts allow; from anchor to anchor and to the ends both windows scroll in proportion.

    Args:
        anchors: pairs of lines, the most important first. One that crosses an earlier one, or is nearer to it
            than a window is high, is left out: two could not both be kept side by side.
        lines: how many lines each text has.
        heights: how many lines each window shows.
    """

    __slots__ = ("_here", "_last", "_there", "anchors")

    def __init__(
        self, anchors: Iterable[tuple[int, int]], lines: tuple[int, int], heights: tuple[int, int]
    ) -> None:
        height = max(1, *heights)
        self.anchors: list[tuple[int, int]] = []
        for here, there in anchors:
            if all(
                min(here - known, there - other) >= height or min(known - here, other - there) >= height
                for known, other in self.anchors
            ):
                self.anchors.append((here, there))
        self.anchors.sort()
        last = max(0, lines[0] - heights[0]), max(0, lines[1] - heights[1])
        self._last = last[1]
        points: list[tuple[int, int]] = []
        for here, there in self.anchors:
            points += [(here - height + 1, there - height + 1), (here, there)]
        if not points or points[0][0] > 0:
            points.insert(0, (0, 0))
        if points[-1][0] < last[0]:
            points.append(last)
        self._here = [here for here, _ in points]
        self._there = [there for _, there in points]

    def follow(self, top: int) -> int:
        """The top of the other window when this one's is `top`."""
        here, there = self._here, self._there
        at = bisect_right(here, top)
        if at == 0:
            wanted = there[0] + top - here[0]
        elif at == len(here):
            wanted = there[-1] + top - here[-1]
        else:
            share = (top - here[at - 1]) / (here[at] - here[at - 1])
            wanted = round(there[at - 1] + share * (there[at] - there[at - 1]))
        return min(max(wanted, 0), self._last)


def row_for(lines: Sequence[int], last: Sequence[int], height: int) -> int:
    """The row of a window on which one line of each of several texts can stand side by side.

    It is a third down from the upper edge, or as near to that as the ends of the texts allow.

    Args:
        lines: the line of each text.
        last: the greatest top of each text.
        height: how many lines the windows show.
    """
    least = max((line - top for line, top in zip(lines, last, strict=True)), default=0)
    most = min(lines, default=0)
    wanted = height // 3
    return min(max(wanted, least), most) if least <= most else wanted
