"""Names of origins: found again by any alias, and what kind of origin a name suggests."""

from __future__ import annotations

import pytest

from annotations.origins import find_origin, folded, guess_kind
from annotations.records import ORIGIN_KINDS, Origin, OriginKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sergei Shoigu", "person"),
        ("", "person"),
        ("TASS", "news_agency"),
        ("the state agency", "news_agency"),
        ("AP", "news_agency"),
        ("a resident of Kursk", "eyewitness"),
        ("two eyewitnesses", "eyewitness"),
        ("a leaked memo", "document"),
        ("the joint communiqué", "document"),
        ("Multilateral Sanctions Monitoring Team", "monitor"),
        ("a human rights group", "monitor"),
        ("Western officials", "generic"),
        ("state media", "generic"),
        ("sources", "generic"),
        ("an unnamed official", "unnamed"),
        ("anonymous sources", "unnamed"),
        ("UK Ministry of Defence", "government"),
        ("the Kremlin", "government"),
        ("U.K. defence intelligence", "government"),
        ("South Korea’s Joint Chiefs of Staff", "government"),
        ("the foreign minister", "official"),
        ("a spokeswoman", "official"),
        ("President Putin", "official"),
        # Only whole words: these must not be taken for what they merely begin or end like.
        ("Reporta Lawson", "person"),
        ("Ap Lee", "news_agency"),
        ("Apollo Tasso", "person"),
        ("Mayorga", "person"),
    ],
)
def test_a_name_suggests_a_kind(name: str, kind: OriginKind) -> None:
    assert guess_kind(name) == kind
    assert guess_kind(name.upper()) == kind


def test_a_guess_is_always_a_kind_that_there_is() -> None:
    assert {guess_kind(word) for word in ("x", "agency", "law", "army", "people")} <= set(ORIGIN_KINDS)


ENVOY = Origin(id="1", name="The Envoy", aliases=("Sergei  Shoigu", "STRASSE"))


@pytest.mark.parametrize(
    "name", ["The Envoy", "the\u00a0envoy", "  THE   envoy\n", "sergei shoigu", "Straße"]
)
def test_an_origin_is_found_by_name_or_alias_whatever_case_and_blanks(name: str) -> None:
    assert find_origin(name, [Origin(id="0", name="Other"), ENVOY]) is ENVOY


@pytest.mark.parametrize("name", ["", "Envoy", "The Envoys", "TheEnvoy", "Shoigu"])
def test_no_origin_is_found_by_half_a_name(name: str) -> None:
    assert find_origin(name, [ENVOY]) is None


def test_the_first_of_several_is_found() -> None:
    twin = Origin(id="2", name="the envoy")
    assert find_origin("The Envoy", [ENVOY, twin]) is ENVOY
    assert find_origin("The Envoy", [twin, ENVOY]) is twin


def test_folding_twice_is_folding_once() -> None:
    for name in ("ẞtraße  İstanbul", " a\tb ", ""):
        assert folded(folded(name)) == folded(name)
