"""Why a claim has its status, in plain words, over all cases of the derivation."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from annotations.records import Claim
from annotations.why import Why, listed, why
from annotations.wording import STATUS_LABELS
from tests.unit.test_agreement import CASES, article, evidence, origin, records

NAMES = [case["name"] for case in CASES]


def told(case: dict[str, Any]) -> Why:
    return why(*records(case))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_status_is_named_and_every_quote_has_a_line(case: dict[str, Any]) -> None:
    found = told(case)
    assert found.status.startswith(STATUS_LABELS[case["expect"]["status"]])
    assert len(found.rests) == len(case["evidence"])
    for piece, line in zip(case["evidence"], found.rests, strict=True):
        assert line.startswith(f"{piece['article']} ")
        assert f" {piece['stance'].replace('_', ' ')} it" in line
        assert ("set aside" in line) or not piece.get("stale")


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_is_missing_says_nothing_of_what_is_there(case: dict[str, Any]) -> None:
    found, expected = told(case), case["expect"]
    open_in = [id for id, cell in expected["cells"].items() if cell == "unreviewed"]
    assert any(line.startswith("not looked at yet in") for line in found.missing) == bool(open_in)
    if expected["status"] == "corroborated":
        assert not any("would make it" in line for line in found.missing)
    elif expected["status"] == "disputed":
        assert any("outvotes" in line for line in found.missing)
    elif expected["status"] == "not_checkable":
        assert found.missing[0].startswith("opinions get no status")
    else:
        assert any("would make it" in line for line in found.missing)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_second_origin_makes_what_it_is_said_to_make(case: dict[str, Any]) -> None:
    found = told(case)
    promised = [line for line in found.missing if line.startswith("a second independent origin")]
    claim, pieces, reviews, articles, origins = records(case)
    articles["new"] = article("new")
    # Independent of whoever is there: with a group of its own, as the others have.
    apart = {
        id: msgspec.structs.replace(o, group=o.group or id) if o.named else o for id, o in origins.items()
    }
    apart["other"] = origin("other", "another group")
    then = why(claim, [*pieces, evidence("new", "new", chain=("other",))], reviews, articles, apart)
    for line in promised:
        assert line.endswith("would make it corroborated")
        assert then.status.startswith("corroborated")


def test_two_articles_with_one_origin_say_whose_and_what_is_open() -> None:
    found = why(
        Claim(id="c", text="t", type="event"),
        [evidence("1", "A", chain=("wire",)), evidence("2", "B", chain=("paper", "wire"))],
        [],
        {id: article(id) for id in "ABC"},
        {"wire": origin("wire", "wires"), "paper": origin("paper", "papers")},
    )
    assert found.origins == ["A and B have it from one origin: wire"]
    assert found.missing == [
        "a second independent origin, in an article that supports it in full, would make it corroborated",
        "not looked at yet in C",
    ]


def test_origins_in_one_group_are_said_to_count_as_one() -> None:
    found = why(
        Claim(id="c", text="t", type="event"),
        [evidence("1", "A", chain=("minister",)), evidence("2", "B", chain=("agency",))],
        [],
        {id: article(id) for id in "AB"},
        {"minister": origin("minister", "state"), "agency": origin("agency", "state")},
    )
    assert found.origins == ["minister and agency count as one: they are in the group state"]


def test_origins_that_nobody_has_compared_are_named_with_what_an_answer_would_change() -> None:
    found = why(
        Claim(id="c", text="t", type="event"),
        [evidence("1", "A", chain=("one",)), evidence("2", "B", chain=("other",))],
        [],
        {id: article(id) for id in "AB"},
        {id: origin(id) for id in ("one", "other")},
    )
    assert "add no more than one: one and other" in found.origins[0]
    assert found.missing[0].startswith("if they are independent it is corroborated")


def test_supports_in_their_own_voice_wait_for_a_name() -> None:
    found = why(
        Claim(id="c", text="t", type="event"),
        [evidence("1", "A"), evidence("2", "B")],
        [],
        {id: article(id) for id in "AB"},
        {},
    )
    assert found.missing[0] == "if one of these said who it is from, it would be single origin"
    assert "from two independent named origins" in found.missing[1]


def test_many_names_are_cut_short_and_counted() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed([str(n) for n in range(11)]).endswith("7 and 3 more")
