"""Statuses and cells in words: they say what rests on what, and never what is true."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from annotations.agreement import STATUSES, Agreement, Cell, Modifiers, Status
from annotations.records import Article, Evidence, Origin, Quote
from annotations.wording import (
    CELL_LETTERS,
    CELL_WORDS,
    STATUS_LABELS,
    STATUS_MEANINGS,
    cell_letter,
    headline,
    qualifications,
    status_in_words,
    why_set_aside,
)

ARTICLES = {
    id: Article(id=id, work=id, label=label, title="t", sha256="", chars=0)
    for id, label in (("a", "A"), ("b", "B"), ("c", "C"), ("d", "AA"))
}


def agreement(status: Status, cells: str = "supports supports", origins: int = 1, **more: Any) -> Agreement:
    found = dict(zip(ARTICLES, cells.split(), strict=False))
    supporting = sum(cell in ("supports", "mixed") for cell in found.values())
    return msgspec.convert(
        {
            "status": status,
            "origins": origins,
            "groups": (),
            "supporting": supporting,
            "cells": found,
            "modifiers": more,
        },
        Agreement,
    )


def test_everything_has_a_letter_a_word_a_label_and_a_meaning() -> None:
    assert set(CELL_LETTERS) == set(CELL_WORDS) == set(get_args(Cell))
    assert set(STATUS_LABELS) == set(STATUS_MEANINGS) == set(STATUSES)
    for table in (CELL_LETTERS, CELL_WORDS, STATUS_LABELS, STATUS_MEANINGS):
        assert len(set(table.values())) == len(table)


def test_no_status_is_worded_as_a_verdict() -> None:
    words = " ".join([*STATUS_LABELS.values(), *STATUS_MEANINGS.values(), *CELL_WORDS.values()]).split()
    assert not {"true", "false", "correct", "wrong", "confirmed", "proven", "lie"} & set(words)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (agreement("single_origin"), "2 articles → 1 named origin"),
        (agreement("single_origin", some_unnamed=True), "2 articles → 1 named origin + unnamed"),
        (agreement("unsourced", origins=0), "2 articles → no named origin"),
        (agreement("single_source", "supports no_mention"), "one source"),
        (agreement("partial", "partly_supports supports"), "partly supported"),
        (agreement("corroborated", origins=3), "3 independent origins"),
        (agreement("corroborated", origins=2, some_unnamed=True), "2 independent origins + unnamed"),
        (agreement("disputed", "supports refutes"), "disputed · B against"),
        (agreement("disputed", "mixed supports refutes"), "disputed · A, C against"),
        (agreement("refuted", "no_mention refutes", 0), "refuted by B"),
        (agreement("questioned", "queries queries", 0), "questioned by A, B"),
        (agreement("open", "unreviewed unreviewed", 0), "open"),
        (agreement("unreported", "no_mention no_mention", 0), "in no source"),
        (agreement("not_checkable", "unreviewed supports", 0), "opinion · not checkable"),
    ],
)
def test_each_status_has_a_headline(found: Agreement, words: str) -> None:
    assert headline(found, ARTICLES) == words


@pytest.mark.parametrize("cell", ["unreviewed", "set_aside"])
def test_while_cells_are_open_the_headline_says_so_far(cell: str) -> None:
    assert headline(agreement("single_origin", f"supports supports {cell}"), ARTICLES).endswith(
        "origin so far"
    )
    assert headline(agreement("corroborated", f"supports supports {cell}", 2), ARTICLES).endswith("so far")
    assert headline(agreement("refuted", f"refutes {cell}", 0), ARTICLES) == "refuted by A so far"
    assert "so far" not in headline(agreement("open", f"unreviewed {cell}", 0), ARTICLES)
    assert "so far" not in headline(agreement("not_checkable", f"supports {cell}", 0), ARTICLES)


@pytest.mark.parametrize("cell", ["superseded", "retracted", "no_mention"])
def test_cells_that_are_not_open_leave_so_far_out(cell: str) -> None:
    assert headline(agreement("single_origin", f"supports supports {cell}"), ARTICLES).endswith("origin")


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"questioned_by": ("b", "a")}, "queried by A, B"),
        ({"mixed_in": ("a",)}, "A says both"),
        ({"single_relay": "b"}, "all through B"),
        ({"hedged_only": True}, "hedged only"),
        ({"independence_open": ("x", "y")}, "independence open"),
        ({"unconfirmed_origin": True}, "origin to confirm"),
        ({"set_aside": ("a",)}, "A set aside"),
        ({"omitted_by": ("c",)}, "not in C"),
        ({"unreviewed": ("d", "b")}, "B, AA open"),
    ],
)
def test_each_modifier_that_holds_is_said_and_only_that(more: dict[str, Any], part: str) -> None:
    assert qualifications(agreement("single_origin", **more), ARTICLES) == [part]


def test_without_modifiers_nothing_is_added() -> None:
    assert qualifications(agreement("single_origin"), ARTICLES) == []


def test_no_named_origin_is_said_once() -> None:
    assert qualifications(agreement("single_source", no_named_origin=True, origins=0), ARTICLES) == [
        "no named origin"
    ]
    words = status_in_words(agreement("unsourced", no_named_origin=True, origins=0), ARTICLES)
    assert words == "2 articles → no named origin"


@pytest.mark.parametrize("status", ["disputed", "partial", "single_origin", "single_source", "corroborated"])
def test_that_some_support_is_unnamed_is_said_once_wherever_something_counts(status: Status) -> None:
    words = status_in_words(agreement(status, some_unnamed=True, origins=2), ARTICLES)
    assert words.count("unnamed") == 1


def test_the_status_line_says_the_headline_first_and_then_the_gravest() -> None:
    found = agreement(
        "single_origin",
        "supports supports no_mention unreviewed",
        questioned_by=("a",),
        hedged_only=True,
        omitted_by=("c",),
        unreviewed=("d",),
    )
    assert status_in_words(found, ARTICLES) == (
        "2 articles → 1 named origin so far · queried by A · hedged only · not in C · AA open"
    )


def test_two_versions_of_an_article_are_named_once() -> None:
    articles = {**ARTICLES, "b": msgspec.structs.replace(ARTICLES["b"], label="A")}
    assert headline(agreement("refuted", "refutes refutes", 0), articles) == "refuted by A"


@pytest.mark.parametrize("cell", get_args(Cell))
def test_a_cell_has_its_letter(cell: Cell) -> None:
    assert cell_letter(agreement("open", cell), "a") == CELL_LETTERS[cell]


def test_an_exclamation_mark_tells_of_a_doubt_that_the_letter_hides() -> None:
    doubted = agreement(
        "single_origin", "supports queries set_aside mixed", questioned_by=("a", "b", "c", "d")
    )
    assert [cell_letter(doubted, id) for id in "abcd"] == ["S!", "Q", "~", "M!"]


def test_modifiers_that_do_not_hold_are_not_written() -> None:
    assert msgspec.to_builtins(Modifiers()) == {}


def test_more_than_a_dozen_sources_are_counted_and_not_named() -> None:
    many = {f"s{n}": replace(ARTICLES["a"], id=f"s{n}", label=f"S{n}") for n in range(13)}
    for number, said in ((12, "S0, S1"), (13, "13 sources open")):
        found = msgspec.convert(
            {
                "status": "open",
                "origins": 0,
                "groups": (),
                "supporting": 0,
                "cells": dict.fromkeys(many, "unreviewed"),
                "modifiers": {"unreviewed": list(many)[:number]},
            },
            Agreement,
        )
        assert qualifications(found, many)[0].startswith(said)


# ---- Why a piece of evidence does not count ----------------------------------------------------------


def version(number: int, state: str, work: str = "w") -> Article:
    article = Article(
        id=f"{work}{number}", work=work, version=number, label="B", title="t", sha256="", chars=0
    )
    return replace(article, state=state)


VERSIONS = {
    article.id: article
    for article in (
        version(1, "superseded"),
        version(2, "superseded"),
        version(3, "current"),
        version(1, "retracted", "r"),
        version(1, "current", "c"),
        version(9, "current", "other"),
    )
}
PORT = Origin(id="port", name="The port", state="withdrawn")
CREW = Origin(id="crew", name="A crew member")
ORIGINS = {"port": PORT, "crew": CREW}


def evidence(article: str, **fields: Any) -> Evidence:
    quote = Quote(start=0, end=1, exact="x")
    return Evidence(id="e", claim="k", article=article, stance="supports", quote=quote, **fields)


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        (evidence("r1"), "B is retracted"),
        (evidence("r1", anchor="orphan", attribution=("port",)), "B is retracted"),
        (evidence("w1"), "superseded by v2"),
        (evidence("w2"), "superseded by v3"),
        (evidence("w3", anchor="changed", carried_from="d"), "its words changed in v3"),
        (evidence("w3", anchor="orphan", carried_from="d"), "v3 no longer has these words"),
        (evidence("c1", anchor="orphan"), "its words are not in the text"),
        (evidence("c1", attribution=("crew", "port")), "“The port” was withdrawn"),
        (evidence("c1", attribution=("gone", "port", "crew")), "“The port” was withdrawn"),
        (
            evidence("c1", attribution=("crew",), joint="j"),
            "it holds only together with a quote that is set aside",
        ),
        (evidence("nowhere"), "its article is gone"),
    ],
)
def test_the_reason_why_a_piece_is_set_aside_is_said_the_first_that_holds(
    piece: Evidence, reason: str
) -> None:
    assert why_set_aside(piece, VERSIONS, ORIGINS) == reason


def test_a_superseded_version_without_a_newer_one_says_no_number() -> None:
    lone = version(4, "superseded", "lone")
    assert why_set_aside(evidence("lone4"), {lone.id: lone}, {}) == "superseded"
