"""Who a passage says it has something from, as it is proposed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.attribution import Proposal, attribute, issuer, named
from annotations.records import Origin
from annotations.text import sentences

DATA = Path(__file__).parents[2] / "data"

ORIGINS = [
    Origin(id="wire", name="TASS", kind="news_agency"),
    Origin(id="shoigu", name="Sergei Shoigu", aliases=("the envoy",), kind="official"),
    Origin(id="board", name="Velm Water Board", aliases=("VWB",), kind="government"),
]


def proposed(text: str, passage: str | None = None) -> Proposal:
    start = text.index(passage) if passage is not None else sentences(text)[-1][0]
    end = start + len(passage) if passage is not None else len(text)
    return attribute(text, sentences(text), start, end, ORIGINS)


def names(text: str, passage: str | None = None) -> list[str]:
    return [link.name for link in proposed(text, passage).links]


def labelled(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
    return cases


def chain(case: dict[str, Any]) -> list[str]:
    before = case.get("before", "")
    text = f"{before} {case['sentence']}" if before else case["sentence"]
    passage = case.get("passage", case["sentence"])
    start = text.index(passage, len(before))
    found = attribute(text, sentences(text), start, start + len(passage))
    if [link.name.casefold() for link in found.links] == [link.casefold() for link in case["chain"]]:
        assert found.certainty == case.get("certainty", "certain")
        assert found.inferred is case.get("inferred", False)
    return [link.name.casefold() for link in found.links]


@pytest.mark.parametrize(
    ("name", "right_of_proposed", "found_of_stated"),
    [
        ("attribution.json", 0.95, 0.80),
        ("attribution_later.json", 0.95, 0.80),
        # As varied in wording as could be thought of; .61 and .51 when it was met first.
        ("attribution_harder.json", 0.85, 0.80),
    ],
)
def test_what_is_proposed_is_right_and_little_is_missed(
    name: str, right_of_proposed: float, found_of_stated: float
) -> None:
    cases = labelled(name)
    pairs = [(chain(case), [link.casefold() for link in case["chain"]]) for case in cases]
    right = sum(found == wanted for found, wanted in pairs if found)
    precision = right / sum(bool(found) for found, _ in pairs)
    recall = right / sum(bool(wanted) for _, wanted in pairs)
    print(f"{name}: {len(cases)} passages, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= right_of_proposed
    assert recall >= found_of_stated


def test_origins_are_known_again_by_alias_article_and_surname() -> None:
    assert [link.origin for link in proposed("Shoigu told the TASS agency that it was late.").links] == [
        "wire",
        "shoigu",
    ]
    assert proposed("The pipes leak, the VWB said.").links[0].origin == "board"
    assert proposed("It rained, said the envoy.").links[0].name == "Sergei Shoigu"


def test_origins_that_a_sentence_names_are_told_by_alias_and_surname_as_whole_words_only() -> None:
    text = "Shoigu and the VWB were seen. The envoys and TASSO were not."
    assert [origin.id for origin in named(text, 0, 29, ORIGINS)] == ["shoigu", "board"]
    assert named(text, 30, len(text), ORIGINS) == []


def test_a_document_may_name_whoever_issued_it() -> None:
    assert issuer("May 3 report from the Velm Water Board") == "Velm Water Board"
    assert issuer("report of 2024") is None
    assert issuer("leaked memo") is None


def test_letters_that_were_spelled_out_before_stand_for_the_whole_name() -> None:
    text = "The Lake Survey of Velm (LSV) met in May. According to LSV figures, the water has risen."
    (link,) = proposed(text).links
    assert link.name == "Lake Survey of Velm"


def test_a_hedge_about_somebody_in_passing_does_not_hedge_the_whole() -> None:
    text = "The board said it would honour the divers who reportedly died."
    assert proposed(text).certainty == "certain"
    assert proposed(text, "divers who reportedly died").certainty == "certain"
    assert proposed(text, "reportedly died").certainty == "hedged"


def test_a_surname_that_two_origins_share_is_nobody_yet() -> None:
    origins = [Origin(id="1", name="Ada Holm"), Origin(id="2", name="Bo Holm")]
    text = "Holm said the gate was shut."
    (link,) = attribute(text, sentences(text), 0, len(text), origins).links
    assert (link.name, link.origin) == ("Holm", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The gate was shut, Reuters reported.", "news_agency"),
        ("The gate was shut, officials said.", "generic"),
        ("The gate was shut, said Mayor Ada Holm.", "official"),
        ("The gate was shut, said Ada Holm.", "person"),
        ("The gate was shut, the defence ministry said.", "government"),
        ("The gate was shut, Kyiv said.", "government"),
        ("The gate was shut, according to a report by the board.", "document"),
        ("The gate was shut, residents said.", "eyewitness"),
        ("The gate was shut, according to an unnamed guard.", "unnamed"),
    ],
)
def test_a_new_name_comes_with_the_kind_that_it_suggests(text: str, kind: str) -> None:
    (link,) = attribute(text, sentences(text), 0, len(text)).links
    assert (link.origin, link.kind) == (None, kind)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("This change was reported by state media on Tuesday.", ["state media"]),
        ("The lock had earlier been announced by the ministry of works.", ["ministry of works"]),
        ("It was first confirmed by residents.", ["residents"]),
        ("The figures were published by UNHCR last week.", ["UNHCR"]),
        ("It was reported by TASS on Monday, citing Sergei Shoigu.", ["TASS", "Sergei Shoigu"]),
        ("Officials said the lock was announced by Mayor Ada Holm.", ["officials", "Ada Holm"]),
        ("The novel was published by Quillgate House.", []),
        ("The lock was announced by phone.", []),
        ("The lock was announced by Monday.", []),
        ("The lock would be announced by the board.", []),
        ("The leak has not been confirmed by the board.", []),
        ("The leak could not be independently confirmed by TASS.", []),
        ("The visit, which was reported by TASS, was short.", []),
    ],
)
def test_what_was_reported_or_announced_by_somebody_is_theirs(text: str, who: list[str]) -> None:
    assert names(text) == who


def test_what_stands_before_something_that_was_announced_was_not_announced_with_it() -> None:
    text = "The gate was shut and a new lock was announced by the board."
    assert names(text, "The gate was shut") == []
    assert names(text, "a new lock was announced by the board") == ["board"]


def test_a_cue_governs_its_own_clause_only() -> None:
    text = "The board said the water was clean, but residents reported a smell."
    assert names(text, "the water was clean") == ["board"]
    assert names(text, "a smell") == ["residents"]


def test_when_somebody_spoke_is_not_who_speaks() -> None:
    assert names("After the board said the water was clean, the shops sold out.", "the shops sold out") == []


def test_the_exact_words_of_the_cue_are_told() -> None:
    text = "It rained. The gate was shut, TASS reported, citing Sergei Shoigu."
    found = proposed(text)
    assert found.cue is not None
    assert text[slice(*found.cue)] == "TASS reported, citing Sergei Shoigu"


@pytest.mark.parametrize(
    "text", ["", " ", "Said.", "said said said", "According to", "“”", "told told by by"]
)
def test_fragments_are_nobodys(text: str) -> None:
    assert attribute(text, sentences(text), 0, len(text)).links == ()


def test_a_span_after_the_last_sentence_is_nobodys() -> None:
    assert attribute("It rained.  ", [(0, 10)], 11, 12) == Proposal()


FRAGMENTS = (
    "said told TASS the ministry Shoigu he according to citing , . “ ” reported by that but who as quoted "
    "saying Monday in an interview with ( ) 's and may :"
)
WORDS = st.sampled_from(FRAGMENTS.split())


@given(st.lists(WORDS, max_size=25), st.integers(0, 80), st.integers(0, 80))
def test_any_text_gives_a_proposal_whose_cue_lies_in_its_sentence(
    words: list[str], start: int, length: int
) -> None:
    text = " ".join(words)
    spans = sentences(text)
    found = attribute(text, spans, start, start + length, ORIGINS)
    assert all(link.name for link in found.links)
    if found.cue is not None:
        assert any(a <= found.cue[0] < found.cue[1] <= b for a, b in spans)
