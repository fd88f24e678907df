"""What two passages have in common, and where they give another figure for the same thing.

It points out, and judges nothing: of the differences that it finds about half are two different things. It is
for two passages that a person is looking at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from annotations.matching.dates import Date, dates
from annotations.matching.names import names
from annotations.matching.numbers import Number, numbers, written
from annotations.matching.stems import stem

Span: TypeAlias = tuple[int, int]
Kind: TypeAlias = Literal["number", "date", "name"]


class Match(NamedTuple):
    """Two places that belong together, one in each text, as spans in code points.

    Attributes:
        kind: what they are.
        here: where it stands in the first text.
        there: where it stands in the second.
        values: what each amounts to, in one way of writing; the same twice where they are equal.
    """

    kind: Kind
    here: Span
    there: Span
    values: tuple[str, str]


class Comparison(NamedTuple):
    """What two texts have in common, and what a person might check."""

    equal: tuple[Match, ...]
    differs: tuple[Match, ...]


def compare(
    here: str, there: str, date_here: date | None = None, date_there: date | None = None
) -> Comparison:
    """Compare two passages by their numbers, dates and names.

    Numbers differ where the same noun stands within three words after both and neither value is found on the
    other side. Dates differ where each passage has one of their kind only and they are not the same.

    Args:
        here: one passage.
        there: the other one.
        date_here: the day on which the first was written (`annotations.matching.dates.day_of`).
        date_there: the same of the other one.
    """
    days_here, days_there = dates(here, date_here), dates(there, date_there)
    counts_here = _beside(numbers(here), days_here)
    counts_there = _beside(numbers(there), days_there)
    equal = [
        Match("number", one[:2], other[:2], (written(one.value),) * 2)
        for one in counts_here
        for other in counts_there
        if _equal(one, other)
    ]
    equal += [
        Match("date", one[:2], other[:2], (one.written, other.written))
        for one in days_here
        for other in days_there
        if one.same(other)
    ]
    equal += [
        Match("name", one[:2], other[:2], (one.key, other.key))
        for one in names(here)
        for other in names(there)
        if one.key == other.key and (one.sure or other.sure)
    ]
    differs = [*_other_counts(here, there, counts_here, counts_there), *_other_days(days_here, days_there)]
    return Comparison(tuple(sorted(equal, key=_place)), tuple(sorted(differs, key=_place)))


def _place(match: Match) -> tuple[Span, Span]:
    return match.here, match.there


def _beside(counts: Iterable[Number], days: Sequence[Date]) -> list[Number]:
    """The numbers that are no part of a date."""
    return [one for one in counts if not any(day.start < one.end and one.start < day.end for day in days)]


def _equal(one: Number, other: Number) -> bool:
    return one.value == other.value and (one.unit == other.unit or not one.unit or not other.unit)


def _other_counts(here: str, there: str, mine: Sequence[Number], theirs: Sequence[Number]) -> Iterable[Match]:
    lonely = [one for one in mine if not any(_equal(one, other) for other in theirs)]
    strangers = [one for one in theirs if not any(_equal(one, other) for other in mine)]
    nouns = [(other, _counted(there, other)) for other in strangers]
    for one in lonely:
        counted = _counted(here, one)
        for other, what in nouns:
            if counted & what and one.unit == other.unit:
                yield Match("number", one[:2], other[:2], (written(one.value), written(other.value)))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"[\s-]+([^\W\d_]+)")
#: Words that stand beside many numbers and are not what is counted.
_IDLE: Final = _set(
    """a an the of and or to in on at by for from with about than more less over under up as is are was
    were be be been has have had will would who that which this their its his her other another new
    first last per cent percent least most some all only hundred thousand million billion"""
)


def _counted(text: str, number: Number) -> frozenset[str]:
    """The stems of what may be counted: of the three words after a number, up to the next stop or comma."""
    found, at = set(), number.end
    if number.unit == "%":
        found.add("%")
    for _ in range(3):
        match = _WORD.match(text, at)
        if match is None:
            break
        word = match[1].lower()
        if word not in _IDLE:
            found.add(stem(word))
        at = match.end()
    return frozenset(found - {"%"}) or frozenset()


def _other_days(mine: Sequence[Date], theirs: Sequence[Date]) -> Iterable[Match]:
    for one in mine:
        alike = [other for other in theirs if one.same_grain(other)]
        mates = [other for other in mine if one.same_grain(other)]
        if len(alike) == len(mates) == 1 and not one.same(alike[0]):
            yield Match("date", one[:2], alike[0][:2], (one.written, alike[0].written))
