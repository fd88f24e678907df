"""A change of thousands of records, worked out ahead: what becomes of the records, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from annotations.agreement import Agreement, Unmarked, derive, met_in
from annotations.changes import Change, Told, tell_now_and_then
from annotations.records import Article, Claim, Origin
from annotations.store import ReadyToCommit, Tables
from annotations.tally import Tally

#: How often it is told from nothing to all how far a change is worked out: it is checked, put into the words
#: of the journal, applied to a copy, the cells are counted, and the agreements derived.
STEPS = 5
#: Of so many claims at most the agreements are derived ahead: 50 ms for a thousand, and 2 kB each.
DERIVED = 20_000


class Ahead(NamedTuple):
    """A change with all that takes long of making it. Nothing is changed by it.

    Attributes:
        ready: the change, and what it makes of the records.
        tally: how many claims have been met in each article after it.
        agreements: the agreements after it, by claim; none where there are too many claims.
        about: the change that it takes back or does again; null where it does neither.
    """

    ready: ReadyToCommit
    tally: Tally
    agreements: Mapping[str, Agreement]
    about: Change | None = None

    @property
    def change(self) -> Change:
        """The change."""
        return self.ready.change


class Telling:
    """Tells of several steps, each of which goes from nothing to all, as of one.

    Args:
        told: told how far it is, of a thousand.
        steps: how many steps there are.
    """

    def __init__(self, told: Told | None, steps: int) -> None:
        self._told, self._steps, self._step = told, steps, -1

    def __call__(self, done: int, total: int) -> None:
        """So much of a step is done; the first word of a step is that nothing is."""
        if not done:
            self._step += 1
        if self._told is not None:
            step = max(0, min(self._step, self._steps - 1))
            self._told(1000 * step // self._steps + 1000 * done // (max(1, total) * self._steps), 1000)


def tallied(tables: Tables, told: Told | None = None) -> Tally:
    """How many claims have been met in each article of these records."""
    tally = Tally(lambda claim: articles_met_in(tables, claim), ())
    claims = [claim.id for claim in tables.all(Claim)]
    for claim in tell_now_and_then(claims, told):
        tally.forget((claim,))
        tally.catch_up()
    return tally


def articles_met_in(tables: Tables, claim: str) -> frozenset[str] | None:
    """The articles in which a claim has been met; null where there is no such claim."""
    if tables.get(Claim, claim) is None:
        return None
    return met_in(
        tables.evidence_on(claim), tables.reviews_on(claim), tables.by_id(Article), tables.by_id(Origin)
    )


def agreements_in(tables: Tables, told: Told | None = None) -> dict[str, Agreement]:
    """The agreements on all claims of these records; none where there are too many."""
    if tables.count(Claim) > DERIVED:
        return {}
    articles, origins = tables.by_id(Article), tables.by_id(Origin)
    unmarked = Unmarked(tables.all(Article))
    return {
        claim.id: derive(
            claim, tables.evidence_on(claim.id), tables.reviews_on(claim.id), articles, origins, unmarked
        )
        for claim in tell_now_and_then(tables.all(Claim), told)
    }
