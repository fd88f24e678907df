"""What holds of every agreement, whatever the evidence: above all, that nothing is ever over-counted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.agreement import (
    OPEN_CELLS,
    QUOTE,
    STATUSES,
    Agreement,
    Cell,
    Status,
    counts,
    derive,
    met_in,
    ultimate_origin,
)
from annotations.records import (
    CERTAINTIES,
    NAMELESS_KINDS,
    ORIGIN_KINDS,
    STANCES,
    Article,
    Claim,
    Evidence,
    Origin,
    Quote,
    Review,
)

ARTICLES = ("A", "B", "C", "D")
ORIGINS = ("p", "q", "r", "s", "t")
GROUPS = ("w", "x", "y", None)
#: Worst support first: adding a look without a find must not lift a claim up this ladder.
SILENT: tuple[Status, ...] = ("open", "unreported")


class Case(NamedTuple):
    """All that an agreement is derived from."""

    claim: Claim
    evidence: Sequence[Evidence]
    reviews: Sequence[Review]
    articles: Mapping[str, Article]
    origins: Mapping[str, Origin]

    def derive(self) -> Agreement:
        return derive(*self)


def articles() -> st.SearchStrategy[dict[str, Article]]:
    states = st.sampled_from(["current", "current", "current", "superseded", "retracted"])
    return st.lists(states, min_size=len(ARTICLES), max_size=len(ARTICLES)).map(
        lambda found: {
            id: Article(id=id, work=id, label=id, title=id, sha256="", chars=0, state=state)
            for id, state in zip(ARTICLES, found, strict=True)
        }
    )


def origins() -> st.SearchStrategy[dict[str, Origin]]:
    one = st.tuples(
        st.sampled_from(ORIGIN_KINDS),
        st.sampled_from(GROUPS),
        st.sampled_from(["current"] * 4 + ["withdrawn"]),
    )
    return st.lists(one, min_size=len(ORIGINS), max_size=len(ORIGINS)).map(
        lambda found: {
            id: Origin(id=id, name=id, kind=kind, group=group, state=state)
            for id, (kind, group, state) in zip(ORIGINS, found, strict=True)
        }
    )


def pieces(stances: Sequence[str] = (*STANCES, "supports", "supports")) -> st.SearchStrategy[Evidence]:
    return st.builds(
        lambda **fields: Evidence(
            id="", claim="c", quote=Quote(start=0, end=1, exact="x"), annotator="a", **fields
        ),
        article=st.sampled_from(ARTICLES),
        stance=st.sampled_from(stances),
        attribution=st.lists(st.sampled_from((*ORIGINS, "unknown")), max_size=3).map(tuple),
        certainty=st.sampled_from(CERTAINTIES),
        anchor=st.sampled_from(["exact", "exact", "exact", "moved", "changed", "orphan"]),
        joint=st.sampled_from([None, None, None, "j", "k", "l"]),
        proposed=st.booleans(),
    )


@st.composite
def joint_cases(draw: st.DrawFn) -> Case:
    """Full supports that hold only jointly, each set over some groups: where counting is hardest."""
    one = st.tuples(st.sets(st.sampled_from("wxyz"), min_size=1, max_size=3), st.sampled_from(ARTICLES))
    evidence = [
        Evidence(
            id=f"e{number}{group}",
            claim="c",
            article=where,
            stance="supports",
            quote=Quote(start=0, end=1, exact="x"),
            attribution=(group,),
            joint=f"set {number}",
        )
        for number, (groups, where) in enumerate(draw(st.lists(one, min_size=2, max_size=6)))
        for group in sorted(groups)
    ]
    named = {
        id: Origin(id=id, name=id, group=group)
        for id, group in zip((*ORIGINS, *"wxyz"), (None,) * 5 + (*"wxyz",), strict=True)
    }
    current = {id: Article(id=id, work=id, label=id, title=id, sha256="", chars=0) for id in ARTICLES}
    return Case(Claim(id="c", text="t"), evidence, [], current, named)


@st.composite
def mixed_cases(draw: st.DrawFn) -> Case:
    """Cases of every kind, likely and unlikely."""
    evidence = [replace(p, id=f"e{n:02}") for n, p in enumerate(draw(st.lists(pieces(), max_size=8)))]
    reviewed = draw(st.sets(st.sampled_from(ARTICLES)))
    claim = Claim(
        id="c",
        text="t",
        type=draw(st.sampled_from(["event", "event", QUOTE, "opinion", None])),
        speaker=draw(st.sampled_from((None, *ORIGINS))),
    )
    return Case(
        claim,
        evidence,
        [Review(claim="c", article=id) for id in sorted(reviewed)],
        draw(articles()),
        draw(origins()),
    )


def cases() -> st.SearchStrategy[Case]:
    return mixed_cases() | joint_cases()


def added(case: Case, piece: Evidence) -> Case:
    return case._replace(evidence=[*case.evidence, replace(piece, id="z")])


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_evidence_and_reviews_never_matters(case: Case, chance: random.Random) -> None:
    evidence, reviews = list(case.evidence), list(case.reviews)
    chance.shuffle(evidence)
    chance.shuffle(reviews)
    assert case._replace(evidence=evidence, reviews=reviews).derive() == case.derive()


@given(cases())
def test_every_article_has_a_cell_and_every_status_is_a_known_one(case: Case) -> None:
    found = case.derive()
    assert list(found.cells) == list(case.articles)
    assert set(found.cells.values()) <= set(get_args(Cell))
    assert found.status in STATUSES
    for id, article in case.articles.items():
        assert (found.cells[id] == article.state) == (article.state != "current")


def cell_by_cell(case: Case, found: Agreement) -> dict[str, Cell]:
    """The cells as the contract has them, looked up for every article by itself."""
    order: tuple[Cell, ...] = ("refutes", "supports", "partly_supports", "queries", "set_aside")
    cells: dict[str, Cell] = {}
    for id, article in case.articles.items():
        there = {
            "set_aside" if piece.id in found.set_aside else piece.stance
            for piece in case.evidence
            if piece.article == id
        }
        cell: Cell = "no_mention" if any(r.article == id for r in case.reviews) else "unreviewed"
        cell = next((stance for stance in order if stance in there), cell)
        if "refutes" in there and there & {"supports", "partly_supports"}:
            cell = "mixed"
        cells[id] = cell if article.state == "current" else article.state
    return cells


@given(cases())
def test_cells_of_which_only_the_marked_ones_are_kept_are_all_there(case: Case) -> None:
    found, cells = case.derive(), cell_by_cell(case, case.derive())
    assert list(found.cells.items()) == list(cells.items())
    assert found.cells == cells
    assert found.open_cells == tuple(id for id, cell in cells.items() if cell in OPEN_CELLS)
    assert found.is_open == bool(found.open_cells)
    for kind in get_args(Cell)[:7]:
        assert sorted(found.marked_with(kind)) == sorted(id for id, cell in cells.items() if cell == kind)
    said = found.modifiers
    for name, kind in (("unreviewed", "unreviewed"), ("set_aside", "set_aside"), ("mixed_in", "mixed")):
        assert getattr(said, name) == tuple(sorted(id for id, cell in cells.items() if cell == kind))


@given(cases())
def test_what_is_met_is_what_is_not_open(case: Case) -> None:
    found, met = case.derive(), met_in(case.evidence, case.reviews, case.articles, case.origins)
    current = {id for id, article in case.articles.items() if article.state == "current"}
    assert met & current == current - set(found.open_cells)


@given(cases())
def test_evidence_that_does_not_count_changes_nothing_but_its_cell(case: Case) -> None:
    found = case.derive()
    without = case._replace(evidence=[p for p in case.evidence if p.id not in found.set_aside]).derive()
    assert (found.origins, found.groups, found.supporting) == (
        without.origins,
        without.groups,
        without.supporting,
    )
    differing = {id for id in case.articles if found.cells[id] != without.cells[id]}
    assert differing == {id for id, cell in found.cells.items() if cell == "set_aside"}


@given(cases(), st.sampled_from(ARTICLES))
def test_a_look_that_finds_nothing_never_lifts_a_claim(case: Case, where: str) -> None:
    before = case.derive()
    after = case._replace(reviews=[*case.reviews, Review(claim="c", article=where, annotator="b")]).derive()
    assert (after.origins, after.groups, after.supporting) == (
        before.origins,
        before.groups,
        before.supporting,
    )
    if before.status in SILENT:
        assert after.status in SILENT
    else:
        assert after.status == before.status


@given(cases(), pieces(["supports"]))
def test_support_that_names_nobody_never_adds_an_origin(case: Case, piece: Evidence) -> None:
    kinds = {**case.origins, "n": Origin(id="n", name="n", kind="unnamed")}
    case = case._replace(origins=kinds)
    for chain in ((), ("n",), ("p", "n"), ("not there",)):
        if case.claim.type == QUOTE and case.claim.speaker in chain:
            continue
        assert added(case, replace(piece, attribution=chain)).derive().origins <= case.derive().origins


@given(cases(), st.data())
def test_the_same_origin_in_the_same_article_again_never_adds_an_origin(
    case: Case, data: st.DataObject
) -> None:
    if case.evidence:
        piece = data.draw(st.sampled_from(case.evidence))
        assert added(case, piece).derive().origins <= case.derive().origins


@given(cases(), st.data())
@settings(max_examples=300)
def test_withdrawing_an_origin_never_adds_one(case: Case, data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(sorted(case.origins)))
    fewer = {**case.origins, id: replace(case.origins[id], state="withdrawn")}
    assert case._replace(origins=fewer).derive().origins <= case.derive().origins


@given(cases(), st.sampled_from(ARTICLES), st.sampled_from(["retracted", "superseded"]))
@settings(max_examples=300)
def test_retracting_an_article_never_adds_an_origin(case: Case, id: str, state: str) -> None:
    fewer = {**case.articles, id: replace(case.articles[id], state=state)}
    assert case._replace(articles=fewer).derive().origins <= case.derive().origins


@given(cases(), st.data())
@settings(max_examples=300)
def test_taking_evidence_away_never_adds_an_origin(case: Case, data: st.DataObject) -> None:
    # A piece that holds only jointly stands for its set, so the set goes as a whole.
    if case.evidence:
        gone = data.draw(st.sampled_from(case.evidence))
        left = [p for p in case.evidence if p.id != gone.id and (gone.joint is None or p.joint != gone.joint)]
        assert case._replace(evidence=left).derive().origins <= case.derive().origins


@given(cases(), st.sampled_from(GROUPS[:-1]), st.sampled_from(GROUPS[:-1]))
@settings(max_examples=300)
def test_making_one_group_of_two_never_adds_an_origin(case: Case, keep: str, drop: str) -> None:
    merged = {
        id: replace(origin, group=keep) if origin.group == drop else origin
        for id, origin in case.origins.items()
    }
    assert case._replace(origins=merged).derive().origins <= case.derive().origins


@given(cases())
def test_there_are_never_more_origins_than_ultimate_origins_that_support(case: Case) -> None:
    found = case.derive()
    supports = [p for p in case.evidence if p.stance == "supports" and p.id not in found.set_aside]
    ultimate = {ultimate_origin(case.claim, piece) for piece in supports} - {None}
    known = [case.origins[id] for id in ultimate if id in case.origins]
    able = [origin for origin in known if origin.group is not None or origin.kind not in NAMELESS_KINDS]
    assert found.origins <= len(able)
    assert found.supporting <= len({piece.article for piece in supports})
    assert set(found.groups) <= {origin.group for origin in known}


@given(cases())
def test_what_counts_alone_is_set_aside_only_with_its_joint_set(case: Case) -> None:
    found = case.derive()
    for piece in case.evidence:
        if not counts(piece, case.articles, case.origins):
            assert piece.id in found.set_aside
        elif piece.joint is None:
            assert piece.id not in found.set_aside


@given(cases())
def test_statuses_of_support_follow_from_the_numbers(case: Case) -> None:
    found = case.derive()
    if found.status == "corroborated":
        assert found.origins >= 2
    if found.status == "single_origin":
        assert (found.origins, found.supporting >= 2) == (1, True)
    if found.status == "unsourced":
        assert (found.origins, found.supporting >= 2) == (0, True)
    if found.status == "single_source":
        assert (found.supporting, found.origins < 2) == (1, True)
    if found.status in ("open", "unreported", "refuted", "questioned"):
        assert found.supporting == 0
    if found.status == "open":
        assert found.open_cells
    if found.status == "unreported":
        assert not found.open_cells
