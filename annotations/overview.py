"""A project at a glance: what was found in each source, how the claims stand, and what rests on whom.

Figures only, for those who draw them: the screen of the app and the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from annotations.agreement import STATUSES, Cell, Status, ultimate_origin
from annotations.changes import Told, tell_now_and_then
from annotations.matrix import Row
from annotations.records import Article, Evidence, Origin, Stance

#: The cells in the order in which a bar shows them: what was found, what was not, what is open.
CELLS_IN_ORDER: tuple[Cell, ...] = (
    *("supports", "partly_supports", "queries", "mixed", "refutes"),
    *("no_mention", "set_aside", "unreviewed"),
)
#: The cells that nobody has met yet.
OPEN_CELLS: frozenset[Cell] = frozenset({"unreviewed", "set_aside"})
#: The stances that speak for a claim.
_FOR: frozenset[Stance] = frozenset({"supports", "partly_supports"})


class SourceBar(NamedTuple):
    """What was found in one current source, for all claims.

    Attributes:
        article: the source.
        cells: how many cells of each kind, in the order of `CELLS_IN_ORDER`; none that are 0.
    """

    article: Article
    cells: tuple[tuple[Cell, int], ...]

    @property
    def total(self) -> int:
        """How many claims there are."""
        return sum(number for _, number in self.cells)

    @property
    def open(self) -> int:
        """How many cells are open."""
        return sum(number for cell, number in self.cells if cell in OPEN_CELLS)

    @property
    def met(self) -> int:
        """How many cells are met."""
        return self.total - self.open


class Way(NamedTuple):
    """One way from an origin to a source.

    Attributes:
        article: the source.
        relays: the ids of the origins in between, nearest to the source first.
        claims: the numbers of the claims that came this way.
    """

    article: Article
    relays: tuple[str, ...]
    claims: tuple[int, ...]


class OriginBar(NamedTuple):
    """What rests on one origin, counting only evidence that counts.

    Attributes:
        origin: its id; null for what sources say in their own voice.
        speaks_for: the numbers of the claims that it supports, fully or partly.
        against: the numbers of those that it queries or refutes.
        ways: how it came to the sources, most claims first.
    """

    origin: str | None
    speaks_for: tuple[int, ...]
    against: tuple[int, ...]
    ways: tuple[Way, ...]

    @property
    def claims(self) -> tuple[int, ...]:
        """The numbers of all claims that it has to do with."""
        return tuple(sorted({*self.speaks_for, *self.against}))


class Overview(NamedTuple):
    """A project at a glance.

    Attributes:
        sources: the current sources, by label.
        statuses: how many claims have each status, worst first; none that are 0.
        origins: who says so, most claims first; own voice, if any, at the end.
    """

    sources: tuple[SourceBar, ...]
    statuses: tuple[tuple[Status, int], ...]
    origins: tuple[OriginBar, ...]

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(number for _, number in self.statuses)


def overview(
    rows: Sequence[Row],
    articles: Sequence[Article],
    origins: Mapping[str, Origin],
    evidence_on: Callable[[str], Sequence[Evidence]],
    told: Told | None = None,
) -> Overview:
    """Derive the figures.

    Args:
        rows: the claims with their agreements.
        articles: the articles, in the order in which they are to be shown.
        origins: the origins, by id; others in chains are passed over as relays.
        evidence_on: the evidence on a claim, by its id.
        told: told of how many claims the origins are counted; what it raises ends that.
    """
    numbers = Counter(row.agreement.status for row in rows)
    return Overview(
        tuple(_source(article, rows) for article in articles if article.state == "current"),
        tuple((status, numbers[status]) for status in STATUSES if numbers[status]),
        _origins(rows, {article.id: article for article in articles}, origins, evidence_on, told),
    )


def _source(article: Article, rows: Sequence[Row]) -> SourceBar:
    found = Counter(row.agreement.cells[article.id] for row in rows)
    return SourceBar(article, tuple((cell, found[cell]) for cell in CELLS_IN_ORDER if found[cell]))


def _origins(
    rows: Sequence[Row],
    articles: Mapping[str, Article],
    origins: Mapping[str, Origin],
    evidence_on: Callable[[str], Sequence[Evidence]],
    told: Told | None,
) -> tuple[OriginBar, ...]:
    speaks_for: dict[str | None, set[int]] = {}
    against: dict[str | None, set[int]] = {}
    ways: dict[str | None, dict[tuple[str, tuple[str, ...]], set[int]]] = {}
    for row in tell_now_and_then(rows, told):
        for piece in evidence_on(row.claim.id):
            if piece.id in row.agreement.set_aside or piece.article not in articles:
                continue
            last = ultimate_origin(row.claim, piece)
            side = speaks_for if piece.stance in _FOR else against
            side.setdefault(last, set()).add(row.number)
            chain = piece.attribution
            relays = tuple(link for link in chain[: chain.index(last)] if link in origins) if last else ()
            ways.setdefault(last, {}).setdefault((piece.article, relays), set()).add(row.number)
    bars = [
        OriginBar(
            origin,
            tuple(sorted(speaks_for.get(origin, ()))),
            tuple(sorted(against.get(origin, ()))),
            tuple(
                Way(articles[article], relays, tuple(sorted(claims)))
                for (article, relays), claims in sorted(
                    found.items(),
                    key=lambda way: (-len(way[1]), len(articles[way[0][0]].label), articles[way[0][0]].label),
                )
            ),
        )
        for origin, found in ways.items()
    ]
    names = {id: origin.name for id, origin in origins.items()}
    bars.sort(key=lambda bar: (bar.origin is None, -len(bar.claims), names.get(bar.origin or "", "")))
    return tuple(bars)


def shares(numbers: Sequence[int], cells: int) -> list[int]:
    """Share out the cells of a bar by numbers: none that is not 0 vanishes, and all are used.

    Largest remainders, as for seats; with fewer cells than numbers the last ones get none.
    """
    total = sum(numbers)
    if not total or cells <= 0:
        return [0] * len(numbers)
    exact = [number * cells / total for number in numbers]
    given = [max(1, int(share)) if number else 0 for number, share in zip(numbers, exact, strict=True)]
    while sum(given) > cells:
        # From the longest; where all are 1, from the last.
        longest = max(range(len(given)), key=lambda at: (given[at], at))
        given[longest] -= 1
    while sum(given) < cells:
        short = max(
            range(len(given)), key=lambda at: (exact[at] - given[at], -at) if numbers[at] else (-1e9, 0)
        )
        given[short] += 1
    return given
