"""What rests on each origin: claims, quotes, and the other origins that stand beside it in chains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from annotations.agreement import ultimate_origin
from annotations.records import Claim, Evidence

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

#: Two origins next to each other in a chain, the relay first, and in how many quotes they are.
Relay = tuple[str, str]


class Resting(msgspec.Struct):
    """What rests on one origin, whether it counts or is set aside.

    Attributes:
        ends: the claims that have evidence whose ultimate origin it is, by number.
        speaks: the claims whose speaker it is, by number.
        passes: the other claims in whose chains it stands, by number.
        quotes: how many quotes have it in their chain. Of one that was carried to a newer version only the
            copy there.
        relays: the pairs in which it stands directly before or behind another in a chain, and how often.
    """

    ends: list[str] = []
    speaks: list[str] = []
    passes: list[str] = []
    quotes: int = 0
    relays: Counter[Relay] = msgspec.field(default_factory=Counter)

    @property
    def claims(self) -> int:
        """How many claims it has to do with."""
        return len({*self.ends, *self.passes, *self.speaks})


def resting(project: Ledger) -> dict[str, Resting]:
    """What rests on each origin of a project, by id: one pass over all evidence."""
    found = {origin.id: Resting() for origin in project.origins}
    ends: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for piece, claim in _pieces(project):
        last = ultimate_origin(claim, piece)
        if last is not None:
            ends.setdefault(last, set()).add(claim.id)
        for link in set(piece.attribution):
            named.setdefault(link, set()).add(claim.id)
            if link in found:
                found[link].quotes += 1
        for pair in set(pairwise(piece.attribution)):
            for link in set(pair):
                if link in found:
                    found[link].relays[pair] += 1
    for claim in project.claims:
        if claim.speaker is not None and claim.speaker in found:
            found[claim.speaker].speaks.append(claim.id)
    for id, one in found.items():
        ultimate = ends.get(id, set())
        one.ends = sorted(ultimate, key=project.number)
        one.passes = sorted(named.get(id, set()) - ultimate - set(one.speaks), key=project.number)
    return found


def _pieces(project: Ledger) -> Iterator[tuple[Evidence, Claim]]:
    every = project.evidence
    carried = {piece.carried_from for piece in every}
    for piece in every:
        claim = project.find(Claim, piece.claim)
        if piece.attribution and piece.id not in carried and claim is not None:
            yield piece, claim
