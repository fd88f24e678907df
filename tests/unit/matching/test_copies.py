"""How much of one text stands in another, word for word."""

from __future__ import annotations

import pytest

from annotations.matching.copies import Wording

TEN = "one two three four five six seven eight nine ten"


def share(text: str, other: str) -> float:
    return Wording(text).share_in(Wording(other))


@pytest.mark.parametrize(
    ("text", "other", "part"),
    [
        (TEN, TEN, 1.0),
        (TEN, TEN.upper().replace(" ", ",\r\n"), 1.0),
        (TEN, f"before {TEN} and after", 1.0),
        (TEN, "one two three four five and six seven eight nine ten", 1.0),
        (TEN, "one two three four five", 0.5),
        (TEN, "one two three four and five six seven eight and nine ten", 0.0),
        (TEN, "ten nine eight seven six five four three two one", 0.0),
        (f"{TEN} x x x x x x x x x x", TEN, 0.5),
        ("it’s the agency's own word", "it's the agency’s own word", 1.0),
        ("two words", "two words", 1.0),
        ("two words", "there are two words here", 0.0),
        ("", "", 0.0),
        ("…", TEN, 0.0),
    ],
)
def test_words_count_where_they_stand_in_runs_of_five(text: str, other: str, part: float) -> None:
    assert share(text, other) == part


def test_a_word_that_lies_in_two_runs_counts_once() -> None:
    assert share("a b c d e f", "a b c d e x b c d e f") == 1.0
