"""Cells, independent origins and the derived status of a claim: pure functions.

A status says who says so. It is never a verdict, and nothing here looks at one. The rules are the six
of the contract ("Derived status of a claim"); the order of the evidence never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal, TypeAlias

import msgspec

from annotations.records import Article, Claim, Evidence, Origin, Review

Status: TypeAlias = Literal[
    "disputed",
    "refuted",
    "questioned",
    "partial",
    "unsourced",
    "single_origin",
    "single_source",
    "open",
    "unreported",
    "corroborated",
    "not_checkable",
]
#: Worst first: the order of the matrix.
STATUSES: tuple[Status, ...] = (
    "disputed",
    "refuted",
    "questioned",
    "partial",
    "unsourced",
    "single_origin",
    "single_source",
    "open",
    "unreported",
    "corroborated",
    "not_checkable",
)

Cell: TypeAlias = Literal[
    "mixed",
    "refutes",
    "supports",
    "partly_supports",
    "queries",
    "set_aside",
    "no_mention",
    "unreviewed",
    "superseded",
    "retracted",
]
#: Cells that still ask for a look.
OPEN_CELLS: frozenset[Cell] = frozenset({"unreviewed", "set_aside"})

#: The claim type that has no status, and the one whose speaker is not a witness.
OPINION = "opinion"
QUOTE = "quote"


class Unmarked:
    """The cells that a claim has where nobody has marked anything: the same for all claims of a project.

    Made once for a set of articles, so that deriving a claim costs what is marked on it, not what there is.

    Attributes:
        cells: per article in the order of the articles: its state, or `unreviewed` where it is current.
        current: the ids of the current articles, sorted.
    """

    __slots__ = ("cells", "current")

    def __init__(self, articles: Iterable[Article]) -> None:
        self.cells: dict[str, Cell] = {
            article.id: "unreviewed" if article.state == "current" else article.state for article in articles
        }
        self.current = tuple(sorted(id for id, cell in self.cells.items() if cell == "unreviewed"))


class Cells(Mapping[str, Cell]):
    """The cells of one claim, for every article, in the order of the articles.

    Attributes:
        marked: only those on which there is evidence or a review, in no order.
    """

    __slots__ = ("_unmarked", "marked")

    def __init__(self, unmarked: Unmarked, marked: Mapping[str, Cell]) -> None:
        self._unmarked = unmarked
        self.marked = marked

    def __getitem__(self, article: str) -> Cell:
        return self.marked.get(article) or self._unmarked.cells[article]

    def __iter__(self) -> Iterator[str]:
        return iter(self._unmarked.cells)

    def __len__(self) -> int:
        return len(self._unmarked.cells)

    def __repr__(self) -> str:
        return f"Cells({dict(self)})"

    @property
    def unreviewed(self) -> int:
        """How many cells are unreviewed."""
        return len(self._unmarked.current) - len(self.marked)


class Modifiers(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What qualifies a status. Only what holds is set; lists are sorted and hold article ids,
    `independence_open` origin ids, `annotators` names."""

    questioned_by: tuple[str, ...] = ()
    omitted_by: tuple[str, ...] = ()
    unreviewed: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    mixed_in: tuple[str, ...] = ()
    hedged_only: bool = False
    no_named_origin: bool = False
    some_unnamed: bool = False
    independence_open: tuple[str, ...] = ()
    single_relay: str | None = None
    unconfirmed_origin: bool = False
    annotators: tuple[str, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence on one claim amounts to.

    `origins` is the number of independent origins, `groups` their names (a named origin that nobody
    has grouped yet counts once and has no name here). `supporting` is the number of articles that support
    the claim in full. `cells` maps every article's id to its cell.
    `set_aside` holds the ids of evidence that does not count (rule 1).
    """

    status: Status
    origins: int
    groups: tuple[str, ...]
    supporting: int
    cells: Mapping[str, Cell]
    modifiers: Modifiers
    set_aside: frozenset[str] = frozenset()

    @property
    def open_cells(self) -> tuple[str, ...]:
        """The articles that still ask for a look, in the order of the articles."""
        return tuple(article for article, cell in self.cells.items() if cell in OPEN_CELLS)

    @property
    def is_open(self) -> bool:
        """Whether any cell still asks for a look; that costs the same whatever the number of articles."""
        if isinstance(self.cells, Cells):
            return self.cells.unreviewed > 0 or "set_aside" in self.cells.marked.values()
        return bool(self.open_cells)

    @property
    def open_count(self) -> int:
        """How many cells still ask for a look; that costs the same whatever the number of articles."""
        if isinstance(self.cells, Cells):
            return self.cells.unreviewed + list(self.cells.marked.values()).count("set_aside")
        return len(self.open_cells)

    def marked_with(self, *cells: Cell) -> list[str]:
        """The articles whose cell is one of these, in no order; of cells that come from a mark."""
        marked = self.cells.marked if isinstance(self.cells, Cells) else self.cells
        return [article for article, cell in marked.items() if cell in cells]


def ultimate_origin(claim: Claim, evidence: Evidence) -> str | None:
    """The origin at the end of the chain, or null for the article's own voice (rule 2).

    On a quote claim the speaker is the subject, not a witness, and is stripped from the end first.
    """
    chain = list(evidence.attribution)
    if claim.type == QUOTE and claim.speaker is not None:
        while chain and chain[-1] == claim.speaker:
            chain.pop()
    return chain[-1] if chain else None


def counts(evidence: Evidence, articles: Mapping[str, Article], origins: Mapping[str, Origin]) -> bool:
    """Whether a piece of evidence counts by itself (rule 1; pieces that hold only jointly: `derive`)."""
    article = articles.get(evidence.article)
    if article is None or article.state != "current" or evidence.anchor in ("changed", "orphan"):
        return False
    chain = (origins.get(link) for link in evidence.attribution)
    return not any(origin is not None and origin.state == "withdrawn" for origin in chain)


def derive(
    claim: Claim,
    evidence: Iterable[Evidence],
    reviews: Iterable[Review],
    articles: Mapping[str, Article],
    origins: Mapping[str, Origin],
    unmarked: Unmarked | None = None,
) -> Agreement:
    """Derive the status of `claim` from its evidence and reviews.

    Args:
        claim: the claim.
        evidence: the evidence on this claim, in any order.
        reviews: the reviews of this claim, in any order.
        articles: all articles of the project by id; their order is the order of the cells.
        origins: all origins by id. A link that is not among them counts as unnamed.
        unmarked: what `Unmarked` makes of these articles, where that is at hand.
    """
    pieces = sorted(evidence, key=lambda piece: piece.id)
    looks = list(reviews)
    reviewed = {review.article for review in looks}
    set_aside = _set_aside(pieces, articles, origins)
    counted = [piece for piece in pieces if piece.id not in set_aside]
    supports = [piece for piece in counted if piece.stance == "supports"]
    partly = [piece for piece in counted if piece.stance == "partly_supports"]
    refuted = any(piece.stance == "refutes" for piece in counted)
    # A query beside another stance in one article is hidden by the cell, so look at the evidence itself.
    questioned = tuple(sorted({piece.article for piece in counted if piece.stance == "queries"}))

    unmarked = Unmarked(articles.values()) if unmarked is None else unmarked
    cells = Cells(unmarked, _marked(unmarked, pieces, set_aside, reviewed))
    support = _Support(claim, supports, origins)
    grade = _grade(support, partly=bool(partly))
    unreviewed: tuple[str, ...] = ()
    if cells.unreviewed:
        unreviewed = tuple([article for article in unmarked.current if article not in cells.marked])
    is_open = bool(unreviewed) or "set_aside" in cells.marked.values()

    status: Status
    if claim.type == OPINION:
        status = "not_checkable"
    elif refuted:
        status = "disputed" if grade else "refuted"
    elif grade:
        status = grade
    elif questioned:
        status = "questioned"
    else:
        status = "open" if is_open else "unreported"

    def articles_with(wanted: Cell) -> tuple[str, ...]:
        return tuple(sorted([article for article, cell in cells.marked.items() if cell == wanted]))

    contributors = {claim.annotator, *(p.annotator for p in pieces), *(r.annotator for r in looks)} - {""}
    return Agreement(
        status=status,
        origins=support.number,
        groups=support.groups,
        supporting=support.articles,
        cells=cells,
        modifiers=Modifiers(
            questioned_by=questioned if status != "questioned" else (),
            omitted_by=articles_with("no_mention") if counted else (),
            unreviewed=unreviewed,
            set_aside=articles_with("set_aside"),
            mixed_in=articles_with("mixed"),
            hedged_only=bool(supports or partly) and all(p.certainty != "certain" for p in supports + partly),
            no_named_origin=bool(supports) and support.number == 0,
            some_unnamed=support.number > 0 and support.unnamed,
            independence_open=support.undecided,
            single_relay=support.relay,
            unconfirmed_origin=any(piece.proposed for piece in counted),
            annotators=tuple(sorted(contributors)) if len(contributors) > 1 else (),
        ),
        set_aside=set_aside,
    )


def met_in(
    evidence: Iterable[Evidence],
    reviews: Iterable[Review],
    articles: Mapping[str, Article],
    origins: Mapping[str, Origin],
) -> frozenset[str]:
    """The articles in which a claim with these marks has been met: reviewed, or with evidence that counts.

    Of current articles these are the ones whose cells are not open; others may be among them. It is a small
    part of `derive`, for counting over all claims.
    """
    pieces = list(evidence)
    aside = _set_aside(pieces, articles, origins) if pieces else frozenset()
    reviewed = {review.article for review in reviews}
    reviewed.difference_update([piece.article for piece in pieces])
    return frozenset(reviewed.union([piece.article for piece in pieces if piece.id not in aside]))


def _set_aside(
    pieces: Iterable[Evidence], articles: Mapping[str, Article], origins: Mapping[str, Origin]
) -> frozenset[str]:
    """The ids of evidence that does not count. Pieces that hold only jointly fall together."""
    alone = {piece.id for piece in pieces if not counts(piece, articles, origins)}
    # A piece that was carried to a newer version is replaced there; it does not break its set.
    replaced = {piece.carried_from for piece in pieces}
    broken = {p.joint for p in pieces if p.joint is not None and p.id in alone and p.id not in replaced}
    return frozenset(alone | {piece.id for piece in pieces if piece.joint in broken})


def _marked(
    unmarked: Unmarked, pieces: Iterable[Evidence], set_aside: frozenset[str], reviewed: set[str]
) -> dict[str, Cell]:
    """The cells of current articles on which there is evidence or a review."""
    stances: dict[str, set[str]] = {}
    for piece in pieces:
        stances.setdefault(piece.article, set()).add("set_aside" if piece.id in set_aside else piece.stance)
    return {
        article: _cell(stances.get(article, set()))
        for article in stances.keys() | reviewed
        if unmarked.cells.get(article) == "unreviewed"
    }


def _cell(stances: set[str]) -> Cell:
    if "refutes" in stances and stances & {"supports", "partly_supports"}:
        return "mixed"
    order: tuple[Cell, ...] = ("refutes", "supports", "partly_supports", "queries", "set_aside")
    for stance in order:
        if stance in stances:
            return stance
    return "no_mention"


def _grade(support: _Support, *, partly: bool) -> Status | None:
    """Rule 4: the first grade that holds, or null where nothing supports the claim at all."""
    if support.number >= 2:
        return "corroborated"
    if support.articles >= 2:
        return "single_origin" if support.number else "unsourced"
    if partly:
        return "partial"
    return "single_source" if support.articles else None


class _Support:
    """The full supports of one claim, counted by articles and by independent origins (rules 2 to 4).

    Pieces that hold only jointly count as one piece: where their origins or articles differ, the set
    adds one of them at most, and none at all where another piece or set has brought one of them already.
    """

    def __init__(self, claim: Claim, supports: Iterable[Evidence], origins: Mapping[str, Origin]) -> None:
        self.unnamed = False
        named: set[str] = set()
        sets: dict[str, tuple[set[str], set[str]]] = {}  # per piece or joint set: its groups, its articles
        groups_of: dict[str, set[str]] = {}  # per article: the groups that came through it
        for piece in supports:
            groups, places = sets.setdefault(
                f"joint {piece.joint}" if piece.joint is not None else f"piece {piece.id}", (set(), set())
            )
            places.add(piece.article)
            last = ultimate_origin(claim, piece)
            origin = origins.get(last) if last is not None else None
            if origin is not None and origin.group is not None:
                groups.add(origin.group)
                groups_of.setdefault(piece.article, set()).add(origin.group)
            elif origin is not None and origin.named:
                named.add(origin.id)
            else:
                self.unnamed = True
        self.groups = _representatives(groups for groups, _ in sets.values())
        self.articles = len(_representatives(places for _, places in sets.values()))
        self.number = len(self.groups) or (1 if named else 0)
        self.undecided = tuple(sorted(named)) if len(named) + len(self.groups) > 1 else ()
        # One article relays two or more groups, and no counted group came through any other article.
        self.relay = next(iter(groups_of)) if len(self.groups) >= 2 and len(groups_of) == 1 else None


#: Up to how many members the fewest of them are searched for.
SEARCHED = 12


def _representatives(sets: Iterable[set[str]]) -> tuple[str, ...]:
    """The fewest members that leave no set without one, sorted; of several such choices the first.

    The fewest, not merely few: by any choice made in passing, two groups made one or a set taken away
    could add an origin.
    """
    distinct = {frozenset(members) for members in sets if members}
    chosen = {next(iter(members)) for members in distinct if len(members) == 1}
    open_sets = [members for members in distinct if not members & chosen]
    while open_sets:
        together = [open_sets.pop()]
        members: set[str] = set()
        for one in together:  # grows while it is walked: all sets that hang together
            members |= one
            together += [other for other in open_sets if other & one]
            open_sets = [other for other in open_sets if not other & one]
        chosen |= _fewest(together, sorted(members))
    return tuple(sorted(chosen))


def _fewest(sets: list[frozenset[str]], members: list[str]) -> set[str]:
    if len(members) > SEARCHED:
        # Nobody joins that many by hand. Sets with nothing in common need one member each at least.
        apart: list[frozenset[str]] = []
        for one in sorted(sets, key=sorted):
            if not any(one & other for other in apart):
                apart.append(one)
        return {min(one) for one in apart}
    choices = (choice for size in range(1, len(members) + 1) for choice in combinations(members, size))
    return set(next(choice for choice in choices if all(one & set(choice) for one in sets)))
