"""Which claims fall, in words."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from annotations.agreement import Agreement, Status
from annotations.consequences import Consequence
from annotations.falls import fall_line, fall_lines, falls_in_short
from annotations.records import Claim


def agreement(
    status: Status, origins: int = 0, supporting: int = 1, groups: tuple[str, ...] = ()
) -> Agreement:
    fields: dict[str, Any] = {"status": status, "origins": origins, "groups": groups}
    return msgspec.convert({**fields, "supporting": supporting, "cells": {}, "modifiers": {}}, Agreement)


def change(number: int, before: Agreement, after: Agreement) -> Consequence:
    return Consequence(Claim(id=str(number), text="t"), before, after)


CORROBORATED = agreement("corroborated", 2, 2)
SINGLE = agreement("single_source", 1, 1)
DISPUTED = agreement("disputed", 1, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (CORROBORATED, SINGLE, "corroborated (2 origins) → single source"),
        (SINGLE, agreement("open", 0, 0), "single source → open"),
        (DISPUTED, agreement("refuted", 0, 0), "disputed (1 origin) → refuted"),
        (agreement("disputed", 0, 1), agreement("refuted", 0, 0), "disputed → refuted"),
        (agreement("single_origin", 1, 2), SINGLE, "single origin (2 articles) → single source"),
        (agreement("unsourced", 0, 2), agreement("single_source"), "unsourced (2 articles) → single source"),
        (
            agreement("corroborated", 3, 3),
            CORROBORATED,
            "corroborated (3 origins) → corroborated (2 origins)",
        ),
        (
            agreement("corroborated", 2, 3),
            CORROBORATED,
            "corroborated (2 origins, 3 articles) → corroborated (2 origins, 2 articles)",
        ),
        (
            agreement("partial", 1, 1),
            agreement("partial", 0, 0),
            "partly supported (1 origin, 1 article) → partly supported (0 origins, 0 articles)",
        ),
        (
            agreement("corroborated", 2, 2, ("a", "b")),
            agreement("corroborated", 2, 2, ("a", "c")),
            "corroborated (2 origins, 2 articles), by other origins than before",
        ),
    ],
)
def test_a_line_says_from_what_to_what(before: Agreement, after: Agreement, words: str) -> None:
    assert fall_line(change(3, before, after), 3) == f"claim 3: {words}"


def test_claims_that_fall_come_first_and_of_many_the_last_line_names_the_rest() -> None:
    found = [change(2, DISPUTED, CORROBORATED), *(change(n, CORROBORATED, SINGLE) for n in (12, 4, 7))]
    lines = fall_lines(found, int)
    assert [line.split(":")[0] for line in lines] == ["claim 4", "claim 7", "claim 12", "claim 2"]
    assert fall_lines(found, int, most=4) == lines
    assert fall_lines(found, int, most=3) == [*lines[:2], "and 2 claims (2, 12)"]
    assert fall_lines(found, int, most=1) == ["and 4 claims (2, 4, 7, 12)"]
    assert fall_lines([], int, most=3) == []


def test_in_short_it_is_said_how_many_fall_and_which() -> None:
    falls = [change(number, CORROBORATED, SINGLE) for number in range(1, 11)]
    rises = change(20, DISPUTED, CORROBORATED)
    assert falls_in_short([], int) == "no status changes"
    assert falls_in_short(falls[:1], int) == "claim 1 falls"
    assert falls_in_short(falls[:2], int) == "2 claims (1, 2) fall"
    assert falls_in_short(falls, int) == "10 claims (1, 2, 3, 4, 5, 6, 7, 8 …) fall"
    assert falls_in_short([rises], int) == "claim 20 changes"
    more = change(21, DISPUTED, CORROBORATED)
    told = "claim 3 falls · 2 claims (20, 21) change, but rest on no less"
    assert falls_in_short([rises, falls[2], more], int) == told
    assert falls_in_short([rises, falls[2]], int) == "claim 3 falls · claim 20 changes, but rests on no less"
