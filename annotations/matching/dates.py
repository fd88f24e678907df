"""The dates of a text, each in one way of writing: "June 17" and "17 June" are the same day.

What is only meant from the day of writing ("yesterday", "last year", "on Monday") is found out from the date
of the article, where that is known.
"""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple


class Date(NamedTuple):
    """A date in a text. `start` and `end` are code points, end exclusive.

    Attributes:
        year, month, day: what is known of it; null where it is not said and cannot be found out.
        week: the number of the week (ISO 8601), where a week is meant; `year` is that week's year.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    week: int | None = None

    @property
    def written(self) -> str:
        """The date in one way of writing: ``2025-06-17``, ``--06-17``, ``2025-06``, ``2025-W25``."""
        year = f"{self.year:04}" if self.year is not None else "-"
        if self.week is not None:
            return f"{year}-W{self.week:02}"
        parts = [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join([year, *parts])

    def same(self, other: Date) -> bool:
        """Whether both are the same day, month, week or year; a year that only one of them says is no
        difference."""
        years = {self.year, other.year} - {None}
        mine, theirs = (self.month, self.day, self.week), (other.month, other.day, other.week)
        return mine == theirs and len(years) < 2

    def same_grain(self, other: Date) -> bool:
        """Whether both are days, or both months, weeks or years."""
        return _grain(self) == _grain(other)


def _grain(one: Date) -> tuple[bool, bool, bool]:
    return one.month is None, one.day is None, one.week is None


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
#: Names of months that are short and yet no abbreviations.
_WHOLE: Final = frozenset({"May", "June", "July"})
_WEEKDAYS: Final = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_DAYS_FROM_NOW: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_STEPS: Final = {"last": -1, "previous": -1, "this": 0, "next": 1}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((name.capitalize() for name in _MONTHS), key=len, reverse=True)
    whole, short = (
        [name for name in names if (len(name) > 4 or name in _WHOLE) is is_whole]
        for is_whole in (True, False)
    )
    month = (
        "(?:"
        + "|".join(
            rf"(?:{'|'.join(part)}|{'|'.join(part).upper()})\b{dot}"
            for part, dot in ((whole, ""), (short, r"\.?"))
        )
        + ")"
    )
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    year = r"(?:1[5-9]|20)\d\d"
    weekdays = "|".join(name.capitalize() for name in _WEEKDAYS)
    return re.compile(
        rf"(?<![\w./-])(?:"
        rf"(?P<iso>(?P<y1>{year})-(?P<m1>0[1-9]|1[0-2])-(?P<d1>{day}))(?![\w]|[.,]\d)"
        rf"|(?P<dotted>(?P<d2>{day})(?P<sep>[./])(?P<m2>0?[1-9]|1[0-2])(?P=sep)(?P<y2>{year}))(?![\w]|[.,]\d)"
        rf"|(?P<md>(?P<m3>{month})\s(?P<d3>{day})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<y3>{year})\b)?)(?!\w|[.,:]\d)"
        rf"|(?P<dm>(?P<d4>{day})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m4>{month})(?:,?\s(?P<y4>{year})\b)?)(?!\w)"
        rf"|(?P<my>(?P<m5>{month}),?\s(?P<y5>{year}))(?!\w)"
        rf"|(?P<step>(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]revious)\s"
        rf"(?:(?P<unit>year|month|week)|(?P<m6>{month})|(?P<w6>{weekdays})))(?!\w)"
        rf"|(?P<relative>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)(?!\w)"
        rf"|(?P<weekday>{weekdays})(?!\w)"
        rf"|(?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Bb]y\s)|(?<=\b[Uu]ntil\s))(?P<month>{month})(?!\w)"
        rf"|(?P<year>{year})(?!\w|[.,:/]\d|-\d))"
    )


#: What stands before a year, and would rarely stand before a number of people.
_BEFORE_YEAR: Final = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|between|during|before|after|early|late|mid|spring|summer|autumn|"
    r"fall|winter|and|to|year)[\s-]|[(–-])$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"\s(?:people|men|women|(?!was\b|is\b|as\b|has\b|this\b|does\b)[a-z]+s)\b")
_AHEAD: Final = re.compile(r"\b(?:will|shall|due|to)\b")


def dates(text: str, published: date | None = None) -> list[Date]:
    """The dates of a text in their order.

    Args:
        text: the text.
        published: when it was written; without it, what is told from then on has no value and is left out,
            and days without a year stay so.
    """
    found = []
    for match in _pattern().finditer(text):
        # The first and the last days of the calendar have no neighbours.
        with contextlib.suppress(OverflowError, ValueError):
            one = _found(text, match, published)
            if one is not None:
                found.append(one)
    return found


def day_of(written: str | None) -> date | None:
    """The day in an ISO 8601 date or time, as articles carry it; null where there is none.

    >>> day_of("2025-06-17T10:00:00Z")
    datetime.date(2025, 6, 17)
    """
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def _found(text: str, match: re.Match[str], published: date | None) -> Date | None:
    start, end = match.span()
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "year" in groups:
        meant = _BEFORE_YEAR.search(text, max(0, start - 12), start)
        return Date(start, end, int(groups["year"])) if meant and not _COUNTED.match(text, end) else None
    if "relative" in groups:
        if published is None:
            return None
        return _day(start, end, published + timedelta(_DAYS_FROM_NOW[groups["relative"].lower()]))
    if "weekday" in groups:
        ahead = _AHEAD.search(text, max(0, start - 40), start) is not None
        return _weekday(start, end, groups["weekday"], published, ahead)
    if "step" in groups:
        return _stepped(start, end, groups, published)
    if "month" in groups:
        month = _month(groups["month"])
        year = _nearest_year(published, month, 15)
        return Date(start, end, year, month)
    parts = {name[0]: value for name, value in groups.items() if name[0] in "ymd" and name[1:].isdigit()}
    month = int(parts["m"]) if parts["m"].isdigit() else _month(parts["m"])
    if "d" not in parts:
        return Date(start, end, int(parts["y"]), month)
    day = int(parts["d"])
    year = int(parts["y"]) if "y" in parts else _nearest_year(published, month, day)
    if day > monthrange(year or 2000, month)[1]:
        return None
    return Date(start, end, year, month, day)


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _day(start: int, end: int, day: date) -> Date:
    return Date(start, end, day.year, day.month, day.day)


def _nearest_year(published: date | None, month: int, day: int) -> int | None:
    """The year in which a day that is told without one is nearest to the day of writing."""
    if published is None:
        return None
    years = [year for year in (published.year - 1, published.year, published.year + 1) if 0 < year < 9999]

    def away(year: int) -> int:
        return abs((date(year, month, min(day, monthrange(year, month)[1])) - published).days)

    return min(years, key=away)


def _weekday(start: int, end: int, name: str, published: date | None, ahead: bool) -> Date | None:
    """The last day of this name up to the day of writing, or the next one where the words look ahead."""
    if published is None:
        return None
    back = (published.weekday() - _WEEKDAYS[name.lower()]) % 7
    return _day(start, end, published + timedelta((7 - back) % 7 if ahead else -back))


def _stepped(start: int, end: int, groups: dict[str, str], published: date | None) -> Date | None:
    if published is None:
        return None
    step = _STEPS[groups["which"].lower()]
    if "w6" in groups:
        return _weekday(start, end, groups["w6"], published, ahead=step > 0)
    if "m6" in groups:
        month = _month(groups["m6"])
        year = published.year
        if step < 0 and month >= published.month:
            year -= 1
        elif step > 0 and month <= published.month:
            year += 1
        return Date(start, end, year, month)
    if groups["unit"] == "year":
        return Date(start, end, published.year + step)
    if groups["unit"] == "month":
        years, month = divmod(published.month - 1 + step, 12)
        return Date(start, end, published.year + years, month + 1)
    year, week, _ = (published + timedelta(weeks=step)).isocalendar()
    return Date(start, end, year, week=week)
