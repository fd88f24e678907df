"""The one question about independence, put only where its answer would change a status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from annotations.agreement import derive, ultimate_origin
from annotations.records import Article, Claim, Evidence, Origin, Review

Pair = tuple[str, str]


def question(
    claim: Claim,
    evidence: Iterable[Evidence],
    reviews: Iterable[Review],
    articles: Mapping[str, Article],
    origins: Mapping[str, Origin],
    settled: Collection[Pair] = (),
) -> Pair | None:
    """Two origins of whom a person should say whether they are independent, or null.

    One of the two has no group yet, and the status of the claim would be another one if they were
    independent. Pairs in `settled` (ids in sorted order) are not asked about again.
    """
    pieces, looks = list(evidence), list(reviews)
    now = derive(claim, pieces, looks, articles, origins)
    waiting = now.modifiers.independence_open
    if not waiting:
        return None
    supports = [p for p in pieces if p.stance == "supports" and p.id not in now.set_aside]
    others = {ultimate_origin(claim, piece) for piece in supports} - {None}
    for one in waiting:
        for other in sorted(id for id in others if id is not None and id in origins):
            if other == one or (min(one, other), max(one, other)) in settled:
                continue
            if origins[other].group is None and other not in waiting:
                continue
            apart = dict(origins)
            for id in (one, other):
                if origins[id].group is None:
                    apart[id] = replace(origins[id], group=f"independent {id}")
            if derive(claim, pieces, looks, articles, apart).status != now.status:
                return one, other
    return None
