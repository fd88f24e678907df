"""What rests on each origin."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from annotations.origins import KIND_MEANINGS, RELIABILITY_MEANINGS, kind_label
from annotations.records import ORIGIN_KINDS, RELIABILITIES
from annotations.resting import Resting, resting

TEXT = "The pier is shut. So is the quay."


class Desk:
    """An agency that passes on what a port says; the port also speaks for itself."""

    def __init__(self) -> None:
        self.project = Project.in_memory(annotator="mo")
        self.a = self.add("a.txt", TEXT)
        self.b = self.add("b.txt", "The pier is closed.")
        self.agency = self.project.add_origin("The agency").id
        self.port = self.project.add_origin("The port").id
        self.crew = self.project.add_origin("The crew").id
        self.pier, self.piece = self.project.claim_from(self.a, 0, 17, attribution=[self.agency, self.port])
        self.project.mark(self.pier.id, self.b, 0, 19, "refutes", attribution=[self.port])
        self.quay, _ = self.project.claim_from(self.a, 18, 33, attribution=[self.agency])

    def add(self, name: str, text: str) -> str:
        source = Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title="T")
        return self.project.add_source(source).article.id

    def on(self, origin: str) -> Resting:
        return resting(self.project)[origin]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_claims_are_told_apart_by_whether_it_says_so_or_passes_it_on(desk: Desk) -> None:
    port, agency = desk.on(desk.port), desk.on(desk.agency)
    assert (port.ends, port.passes, port.claims, port.quotes) == ([desk.pier.id], [], 1, 2)
    assert (agency.ends, agency.passes, agency.claims) == ([desk.quay.id], [desk.pier.id], 2)
    assert agency.quotes == 2
    assert desk.on(desk.crew) == Resting()


def test_pairs_of_a_chain_are_counted_for_both_ends(desk: Desk) -> None:
    desk.project.mark(
        desk.quay.id, desk.b, 0, 8, "queries", attribution=[desk.agency, desk.port, desk.crew, desk.port]
    )
    pair, on = (desk.agency, desk.port), (desk.port, desk.crew)
    assert desk.on(desk.agency).relays == Counter({pair: 2})
    assert desk.on(desk.port).relays == Counter({pair: 2, on: 1, (desk.crew, desk.port): 1})
    assert desk.on(desk.port).quotes == 3


def test_the_speaker_of_a_quote_claim_does_not_say_that_it_is_so(desk: Desk) -> None:
    desk.project.set_claim(desk.pier.id, type="quote", speaker=desk.port)
    port, agency = desk.on(desk.port), desk.on(desk.agency)
    assert (port.ends, port.passes, port.speaks, port.claims) == ([], [], [desk.pier.id], 1)
    assert agency.ends == [desk.pier.id, desk.quay.id]


def test_what_is_set_aside_still_rests_on_it(desk: Desk) -> None:
    desk.project.withdraw_origin(desk.port)
    desk.project.retract_article(desk.a)
    assert desk.on(desk.port).ends == [desk.pier.id]
    assert desk.on(desk.port).quotes == 2


def test_a_quote_that_was_carried_to_a_newer_version_counts_once(desk: Desk) -> None:
    desk.add("a.txt", TEXT + " Updated.")
    assert len(desk.project.evidence) == 5
    assert desk.on(desk.agency).quotes == 2
    assert desk.on(desk.agency).relays == Counter({(desk.agency, desk.port): 1})


def test_every_kind_and_every_grade_is_explained_in_words_of_its_own() -> None:
    assert set(KIND_MEANINGS) == set(ORIGIN_KINDS)
    assert set(RELIABILITY_MEANINGS) == set(RELIABILITIES)
    for table in (KIND_MEANINGS, RELIABILITY_MEANINGS):
        assert len(set(table.values())) == len(table)
    assert [kind_label(kind) for kind in ("person", "news_agency")] == ["person", "news agency"]
