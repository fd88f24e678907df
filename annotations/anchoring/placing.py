"""Where a quote stands in a text of which nothing older is at hand: a quote that came from elsewhere.

The place that came with it is taken only where the very words stand there, be it counted in code points or
in UTF-16 units (as JavaScript counts). Else the words are sought, and what is found is ``moved`` where only
one place will do, and only proposed (``changed``) where a person has to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from annotations.anchoring.approximate import Inserted
from annotations.anchoring.carrying import ALIKE, Carried
from annotations.records import Quote, quote_of
from annotations.text.offsets import Offsets

#: Words that stand more often in a text are no longer told apart by what surrounds them.
_MANY = 200
#: Longer quotes are sought word for word only, in code points.
_SOUGHT = 5_000


def place(
    text: str,
    exact: str,
    *,
    start: int | None = None,
    end: int | None = None,
    prefix: str = "",
    suffix: str = "",
    offsets: Offsets | None = None,
) -> Carried:
    """Find a quote in a text.

    Args:
        text: the text.
        exact: the words of the quote; empty where only its place came.
        start, end: its place, in code points or UTF-16 units, if that came.
        prefix, suffix: the words around it, of any length.
        offsets: the offsets of the text, where they are at hand.
    """
    given = _given(text, start, end, offsets or Offsets(text))
    if not exact:
        if given:
            return Carried("changed", quote_of(text, *given[0]), 0.0)
        return Carried("orphan", _lost(exact, start, prefix, suffix), 0.0)
    for span in given:
        if text[span[0] : span[1]] == exact:
            return Carried("exact", quote_of(text, *span), 1.0)
    near = given[0][0] if given else 0
    found = _occurrences(text, exact)
    if found:
        ranked = sorted(found, key=lambda at: (-_around(text, at, exact, prefix, suffix), abs(at - near)))
        best = ranked[0]
        sure = len(ranked) == 1 or (
            _around(text, best, exact, prefix, suffix) > _around(text, ranked[1], exact, prefix, suffix)
        )
        if sure:
            return Carried("moved", quote_of(text, best, best + len(exact)), 1.0)
        return Carried("changed", _proposed(exact, best, best + len(exact), prefix, suffix), 1.0)
    if len(exact) <= _SOUGHT and text:
        alike = Inserted(text, [(0, len(text))]).most_alike(exact)
        if alike is not None and alike.likeness >= ALIKE:
            return Carried(
                "changed", _proposed(exact, alike.start, alike.end, prefix, suffix), alike.likeness
            )
    return Carried("orphan", _lost(exact, near, prefix, suffix), 0.0)


def _given(text: str, start: int | None, end: int | None, offsets: Offsets) -> list[tuple[int, int]]:
    """The places that the numbers given may mean."""
    if start is None or end is None:
        return []
    spans = [(start, end)] if 0 <= start <= end <= len(text) else []
    try:
        units = (offsets.from_utf16(start), offsets.from_utf16(end))
    except ValueError:
        return spans
    return spans if units in spans or units[0] > units[1] else [*spans, units]


def _occurrences(text: str, exact: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < _MANY:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def _around(text: str, at: int, exact: str, prefix: str, suffix: str) -> int:
    """How many code points around a place are those that stood around the quote."""
    end = at + len(exact)
    before = _shared(reversed(text[max(0, at - len(prefix)) : at]), reversed(prefix))
    return before + _shared(text[end : end + len(suffix)], suffix)


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _proposed(exact: str, start: int, end: int, prefix: str, suffix: str) -> Quote:
    return Quote(start=start, end=end, exact=exact, prefix=prefix, suffix=suffix)


def _lost(exact: str, start: int | None, prefix: str, suffix: str) -> Quote:
    at = max(0, start or 0)
    return _proposed(exact, at, at + len(exact), prefix, suffix)
