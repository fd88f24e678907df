"""Numbers, dates and names with their values, and what two passages have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.matching import compare
from annotations.matching.dates import dates, day_of
from annotations.matching.names import names
from annotations.matching.numbers import numbers, written

WEDNESDAY = date(2025, 6, 18)


def values(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], written(one.value) + one.unit) for one in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000 and a thousand", [("1,000", "1000"), ("a thousand", "1000")]),
        ("half a million, half-a-million", [("half a million", "500000"), ("half-a-million", "500000")]),
        ("1.3bn or 1.3 billion", [("1.3bn", "1300000000"), ("1.3 billion", "1300000000")]),
        ("a dozen, two dozen, half a dozen", [("a dozen", "12"), ("two dozen", "24"), ("half a dozen", "6")]),
        ("twenty-five, a hundred and fifty", [("twenty-five", "25"), ("a hundred and fifty", "150")]),
        (
            "two hundred and five thousand three hundred",
            [("two hundred and five thousand three hundred", "205300")],
        ),
        ("two and a half million", [("two and a half million", "2500000")]),
        ("1.5 million and 300,000", [("1.5 million", "1500000"), ("300,000", "300000")]),
        (
            "40%, 40 per cent, forty percent",
            [("40%", "40%"), ("40 per cent", "40%"), ("forty percent", "40%")],
        ),
        ("$5m, 5m people, 5m tall", [("$5m", "5000000$"), ("5m", "5000000"), ("5m", "5")]),
        ("20 million euros", [("20 million", "20000000€")]),
        ("10\u202f000 of them", [("10\u202f000", "10000")]),
        ("five or six", [("five", "5"), ("six", "6")]),
        ("one man", [("one", "1")]),
        ("Nine Million", [("Nine Million", "9000000")]),
    ],
)
def test_a_number_has_its_value_however_it_is_written(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    ["COVID-19", "F-16", "Su-35", "G7", "5G", "A4", "thousands of people", "dozens", "no one", "one of them",
     "one another", "at 10:30", "the first half", "the 1990s", "v1.2.3", "someone"],
)  # fmt: skip
def test_this_is_no_number(text: str) -> None:
    assert values(text) == []


def days(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.written) for one in dates(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 17", "2025-06-17"),
        ("17 June", "2025-06-17"),
        ("the 17th of June, 2025", "2025-06-17"),
        ("2025-06-17", "2025-06-17"),
        ("17.06.2025", "2025-06-17"),
        ("Dec. 30", "2024-12-30"),
        ("June 2024", "2024-06"),
        ("in March", "2025-03"),
        ("in 2024", "2024"),
        ("last year", "2024"),
        ("next year", "2026"),
        ("last month", "2025-05"),
        ("last week", "2025-W24"),
        ("last June", "2024-06"),
        ("yesterday", "2025-06-17"),
        ("on Tuesday", "2025-06-17"),
        ("they will meet on Friday", "2025-06-20"),
    ],
)
def test_a_date_is_read_against_the_day_of_the_article(text: str, expected: str) -> None:
    assert [value for _, value in days(text)] == [expected]


def test_without_the_day_of_the_article_only_what_is_said_is_known() -> None:
    assert days("June 17, last year, on Monday, in 2024", None) == [("June 17", "--06-17"), ("2024", "2024")]


@pytest.mark.parametrize(
    "text", ["he may go", "30 February", "2000 soldiers", "a march", "version 1.6.2025.3"]
)
def test_this_is_no_date(text: str) -> None:
    assert days(text) == []


def test_the_first_and_last_days_of_the_calendar_have_neighbours_that_are_left_out() -> None:
    assert days("yesterday", date.min) == []
    assert days("tomorrow, next year", date.max) == [("next year", "10000")]


def test_the_day_of_an_article_is_read_from_its_date() -> None:
    assert day_of("2025-06-17T10:00:00Z") == date(2025, 6, 17)
    assert day_of("2025-06-17") == date(2025, 6, 17)
    assert day_of("June") is None
    assert day_of(None) is None


def test_a_country_is_one_under_all_its_names_and_a_person_by_the_surname() -> None:
    assert [one.key for one in names("Then Pyongyang and the North Koreans met Sergei Shoigu.")] == [
        "north korea",
        "north korea",
        "shoigu",
    ]


def pairs(here: str, there: str, **dates: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = compare(here, there, **dates)
    return tuple(  # type: ignore[return-value]
        [(here[slice(*one.here)], there[slice(*one.there)]) for one in group]
        for group in (found.equal, found.differs)
    )


def test_equal_values_are_shown_as_equal_on_both_sides() -> None:
    equal, differs = pairs(
        "He said a thousand sappers would leave Pyongyang on June 17, as they did last year.",
        "On 17 June 1,000 sappers left; in 2024 the North Koreans had sent fewer.",
        date_here=WEDNESDAY,
        date_there=WEDNESDAY,
    )
    assert ("a thousand", "1,000") in equal
    assert ("June 17", "17 June") in equal
    assert ("last year", "2024") in equal
    assert ("Pyongyang", "North Koreans") in equal
    assert differs == []


def test_another_number_of_the_same_thing_is_to_be_checked() -> None:
    assert pairs("Thirty people were killed.", "The blast killed 35 people.")[1] == [("Thirty", "35")]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("5,000 workers came.", "There were 6,000 casualties."),
        ("30 people came, 35 people left.", "Of 35 people none stayed."),
        ("40% of voters", "30 voters"),
        ("On June 17 he came.", "In 17 villages he spoke."),
    ],
)
def test_numbers_of_other_things_or_with_a_match_elsewhere_are_not(here: str, there: str) -> None:
    assert pairs(here, there)[1] == []


def test_two_single_days_that_are_not_the_same_are_to_be_checked() -> None:
    assert pairs("He came on June 17.", "He came on 18 June.")[1] == [("June 17", "18 June")]
    assert pairs("He came on June 17.", "He came on 18 June or 19 June.")[1] == []


FRAGMENTS = (
    "a an half million thousand 1,000 5 % $ bn and hundred twenty five dozen June 17 17th of , 2025 "
    "last year Monday . - COVID-19 North Korea Moscow Ada Holm people killed one in 10:30 ٣ ½ 𝟑"
)
PIECES = st.sampled_from(FRAGMENTS.split())
TEXTS = st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=30)


@given(TEXTS)
def test_what_is_found_lies_in_the_text_in_order_and_apart(text: str) -> None:
    for found in (numbers(text), dates(text, WEDNESDAY), names(text)):
        spans = [(one.start, one.end) for one in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(TEXTS, TEXTS)
def test_a_comparison_is_the_same_from_either_side(here: str, there: str) -> None:
    one, other = compare(here, there), compare(there, here)
    for mine, theirs in ((one.equal, other.equal), (one.differs, other.differs)):
        assert {(m.kind, m.here, m.there) for m in mine} == {(m.kind, m.there, m.here) for m in theirs}


@given(st.integers(0, 10**15))
def test_a_number_in_digits_is_itself_with_and_without_commas(value: int) -> None:
    for text in (f"{value}", f"{value:,}"):
        assert [one.value for one in numbers(text)] == [Decimal(value)]
