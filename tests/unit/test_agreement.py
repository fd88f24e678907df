"""The derived status of a claim: the contract's cases, and what they leave open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.agreement import Agreement, derive
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review, quote_of

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "derivation.json").read_text("utf-8")
)


def article(id: str, state: str = "current") -> Article:
    return msgspec.convert(
        {"id": id, "work": id, "label": id, "title": id, "sha256": "", "chars": 0, "state": state}, Article
    )


def evidence(
    id: str, where: str, stance: str = "supports", chain: tuple[str, ...] = (), **more: Any
) -> Evidence:
    values = {"id": id, "claim": "c", "article": where, "stance": stance, "attribution": chain, **more}
    return msgspec.convert({**values, "quote": {"start": 0, "end": 0, "exact": ""}}, Evidence)


def origin(id: str, group: str | None = None, kind: str = "person", state: str = "current") -> Origin:
    return msgspec.convert({"id": id, "name": id, "group": group, "kind": kind, "state": state}, Origin)


def agreement(
    *pieces: Evidence,
    origins: tuple[Origin, ...] = (),
    articles: tuple[Article, ...] = (article("A"), article("B")),
    reviewed: tuple[str, ...] = ("A", "B"),
    type: str = "event",
) -> Agreement:
    return derive(
        Claim(id="c", text="t", type=type),
        pieces,
        [Review(claim="c", article=a) for a in reviewed],
        {a.id: a for a in articles},
        {o.id: o for o in origins},
    )


def records(
    case: dict[str, Any],
) -> tuple[Claim, list[Evidence], list[Review], dict[str, Article], dict[str, Origin]]:
    """The records of a case of the derivation."""
    pieces = [
        evidence(
            f"e{number}",
            piece["article"],
            piece["stance"],
            tuple(piece["attribution"]),
            certainty=piece.get("certainty", "certain"),
            anchor="orphan" if piece.get("stale") else "exact",
        )
        for number, piece in enumerate(case["evidence"])
    ]
    return (
        msgspec.convert({"id": "c", "text": "t", **case["claim"]}, Claim),
        pieces,
        [Review(claim="c", article=a) for a in case["reviewed"]],
        {id: article(id, fields["state"]) for id, fields in case["articles"].items()},
        {
            id: origin(id, fields["group"], fields["kind"], fields.get("state", "current"))
            for id, fields in case["origins"].items()
        },
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_contract_derives(case: dict[str, Any]) -> None:
    found = derive(*records(case))
    assert {
        "status": found.status,
        "n_independent": found.origins,
        "cells": dict(found.cells),
        "modifiers": json.loads(msgspec.json.encode(found.modifiers)),
    } == case["expect"]


def test_there_are_as_many_cases_as_the_contract_has() -> None:
    assert len(CASES) == 33


def test_pieces_that_hold_only_jointly_count_as_one_origin() -> None:
    origins = (origin("x", "gx"), origin("y", "gy"))
    apart = agreement(evidence("1", "A", chain=("x",)), evidence("2", "A", chain=("y",)), origins=origins)
    joint = agreement(
        evidence("1", "A", chain=("x",), joint="j"),
        evidence("2", "A", chain=("y",), joint="j"),
        origins=origins,
    )
    assert (apart.origins, apart.status) == (2, "corroborated")
    assert (joint.origins, joint.status, joint.groups) == (1, "single_source", ("gx",))


def test_a_joint_set_adds_nothing_where_another_piece_brought_one_of_its_origins() -> None:
    found = agreement(
        evidence("1", "A", chain=("x",), joint="j"),
        evidence("2", "A", chain=("y",), joint="j"),
        evidence("3", "B", chain=("y",)),
        origins=(origin("x", "gx"), origin("y", "gy")),
    )
    assert (found.origins, found.groups, found.status) == (1, ("gy",), "single_origin")


def test_joint_sets_that_share_an_origin_count_once() -> None:
    origins = (origin("x", "gx"), origin("y", "gy"), origin("z", "gz"))
    pieces = (
        evidence("1", "A", chain=("x",), joint="j"),
        evidence("2", "A", chain=("y",), joint="j"),
        evidence("3", "B", chain=("y",), joint="k"),
        evidence("4", "B", chain=("z",), joint="k"),
    )
    assert (agreement(*pieces, origins=origins).origins, agreement(*pieces, origins=origins).groups) == (
        1,
        ("gy",),
    )
    # Support by one of them alone must not lower the number, nor its going raise it.
    assert agreement(*pieces, evidence("5", "A", chain=("y",)), origins=origins).origins == 1


def test_a_great_many_joint_pieces_are_counted_at_once_and_never_too_high() -> None:
    names = [f"o{number:03}" for number in range(60)]
    pieces = [
        evidence(f"{number}{end}", "A", chain=(names[(number + end) % 60],), joint=f"j{number}")
        for number in range(60)
        for end in (0, 1)
    ]
    found = agreement(*pieces, origins=tuple(origin(name, name) for name in names))
    assert 2 <= found.origins <= 30


def test_a_joint_set_survives_the_update_of_its_article() -> None:
    old = [evidence(id, "A", chain=("x",), joint="j") for id in ("1", "2")]
    new = [evidence(f"{piece.id}'", "B", chain=("x",), joint="j", carried_from=piece.id) for piece in old]
    found = agreement(
        *old, *new, origins=(origin("x", "gx"),), articles=(article("A", "superseded"), article("B"))
    )
    assert found.set_aside == {"1", "2"}
    assert (found.status, found.cells["B"]) == ("single_source", "supports")


def test_a_joint_set_falls_when_a_piece_was_lost_in_the_update() -> None:
    found = agreement(
        evidence("1", "A", joint="j"),
        evidence("1'", "B", joint="j", carried_from="1", anchor="orphan"),
        evidence("2", "B", joint="j"),
        articles=(article("A", "superseded"), article("B")),
    )
    assert found.cells["B"] == "set_aside"


def test_a_joint_set_falls_as_a_whole() -> None:
    found = agreement(
        evidence("1", "A", chain=("x",), joint="j"),
        evidence("2", "A", anchor="changed", joint="j"),
        origins=(origin("x", "gx"),),
    )
    assert found.set_aside == {"1", "2"}
    assert (found.status, found.cells["A"]) == ("open", "set_aside")


def test_a_doubt_beside_a_support_in_one_article_is_still_told() -> None:
    found = agreement(evidence("1", "A"), evidence("2", "A", "queries"))
    assert found.cells["A"] == "supports"
    assert found.modifiers.questioned_by == ("A",)


def test_proposed_attributions_are_told_while_they_count() -> None:
    piece = evidence("1", "A", chain=("x",), proposed=True)
    assert agreement(piece, origins=(origin("x"),)).modifiers.unconfirmed_origin
    gone = agreement(piece, origins=(origin("x", state="withdrawn"),))
    assert not gone.modifiers.unconfirmed_origin


def test_annotators_are_named_when_more_than_one_contributed() -> None:
    one = agreement(evidence("1", "A", annotator="mo"))
    two = agreement(evidence("1", "A", annotator="mo"), evidence("2", "B", annotator="jo"))
    assert one.modifiers.annotators == ()
    assert two.modifiers.annotators == ("jo", "mo")


def test_an_unknown_link_counts_as_unnamed() -> None:
    found = agreement(evidence("1", "A", chain=("nobody",)))
    assert (found.origins, found.modifiers.no_named_origin) == (0, True)


def test_the_speaker_is_no_witness_of_a_quote_but_is_one_of_an_event() -> None:
    piece = evidence("1", "A", chain=("s",))
    claim = Claim(id="c", text="t", type="quote", speaker="s")
    articles, origins = {"A": article("A")}, {"s": origin("s", "g")}
    assert derive(claim, [piece], [], articles, origins).origins == 0
    event = msgspec.structs.replace(claim, type="event")
    assert derive(event, [piece], [], articles, origins).origins == 1


def test_a_quote_of_a_text_is_its_slice_with_context() -> None:
    text = "0123456789" * 10
    quote = quote_of(text, 40, 45)
    assert quote == Quote(start=40, end=45, exact=text[40:45], prefix=text[8:40], suffix=text[45:77])
    with pytest.raises(ValueError, match="no such span"):
        quote_of(text, 5, 101)
