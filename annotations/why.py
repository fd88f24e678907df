"""Why a claim has its status, in plain words: what it rests on, which origins count as one, what is missing.

Pure functions over records. What is said would change a status is not looked up in a table: it is derived,
with the records as they would be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annotations.agreement import Agreement, Status, derive, ultimate_origin
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review, Stance
from annotations.wording import STATUS_LABELS, STATUS_MEANINGS, why_set_aside

#: Up to how many names stand one by one.
NAMED = 8
#: How good a status is, for what is missing for a better one. A dispute is not settled by counting.
RANK: dict[Status, int] = {
    "refuted": 0,
    "questioned": 0,
    "open": 0,
    "unreported": 0,
    "partial": 1,
    "single_source": 1,
    "unsourced": 2,
    "single_origin": 2,
    "corroborated": 3,
}
_STANCES: dict[Stance, str] = {
    "supports": "supports",
    "partly_supports": "partly supports",
    "queries": "queries",
    "refutes": "refutes",
}


class Why(NamedTuple):
    """Why a claim has its status.

    Attributes:
        status: the status, and what it means.
        rests: a line for each quote that counts for or against it, or is set aside, with who says so.
        origins: how those are counted: which origins count as one, and which as none.
        missing: what a better status waits for, and what nobody has looked at yet.
    """

    status: str
    rests: list[str]
    origins: list[str]
    missing: list[str]

    @property
    def lines(self) -> list[str]:
        """All of it below the status, line by line."""
        return [*self.rests, *self.origins, *self.missing]


def why(
    claim: Claim,
    evidence: Iterable[Evidence],
    reviews: Iterable[Review],
    articles: Mapping[str, Article],
    origins: Mapping[str, Origin],
    stance: Callable[[Stance], str] = _STANCES.__getitem__,
) -> Why:
    """Say why a claim has the status that `derive` gives it.

    Args:
        claim: the claim.
        evidence: the evidence on it.
        reviews: the reviews of it.
        articles: all articles of the project by id.
        origins: all origins by id.
        stance: how a stance is worded.
    """
    case = _Case(claim, list(evidence), list(reviews), articles, origins)
    now = case.derive()
    return Why(
        f"{STATUS_LABELS[now.status]}: {STATUS_MEANINGS[now.status]}.",
        list(_rests(case, now, stance)),
        list(_counted(case, now)),
        [*_missing(case, now), *_open(case, now)],
    )


class _Case(NamedTuple):
    """All that a status is derived from."""

    claim: Claim
    evidence: list[Evidence]
    reviews: list[Review]
    articles: Mapping[str, Article]
    origins: Mapping[str, Origin]

    def derive(self) -> Agreement:
        return derive(self.claim, self.evidence, self.reviews, self.articles, self.origins)

    def label(self, article: str) -> str:
        found = self.articles.get(article)
        if found is None:
            return article
        return found.label + (f" v{found.version}" if found.state == "superseded" else "")

    def labels(self, articles: Iterable[str]) -> str:
        return listed(sorted({self.label(id) for id in articles}, key=lambda label: (len(label), label)))

    def last(self, piece: Evidence) -> Origin | None:
        return self.origins.get(ultimate_origin(self.claim, piece) or "")

    def supports(self, now: Agreement) -> list[Evidence]:
        return [p for p in self.evidence if p.stance == "supports" and p.id not in now.set_aside]


def listed(names: Sequence[str]) -> str:
    """ "A, B and C"; of many the first ones, and how many more there are."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _rests(case: _Case, now: Agreement, stance: Callable[[Stance], str]) -> Iterable[str]:
    carried = {piece.carried_from for piece in case.evidence}
    for piece in case.evidence:
        if piece.id in carried:
            continue  # it is told of where it was carried to
        said = f"{case.label(piece.article)} {stance(piece.stance)} it"
        origin = case.last(piece)
        if piece.id in now.set_aside:
            yield f"{said} but is set aside: {why_set_aside(piece, case.articles, case.origins)}"
        elif origin is None:
            adds = ": adds no origin" if piece.stance == "supports" else ""
            speaker = case.origins.get(case.claim.speaker or "")
            if speaker is not None and piece.attribution[-1:] == (speaker.id,):
                yield f"{said} itself, as the words of {speaker.name}, who is no origin of being quoted{adds}"
            else:
                yield f"{said} in its own voice{adds}"
        elif piece.stance != "supports":
            yield f"{said}, from {origin.name}"
        elif origin.group is not None:
            yield f"{said}, from {origin.name}, who is in the group {origin.group}"
        elif origin.named:
            yield f"{said}, from {origin.name}, who is in no group yet"
        else:
            yield f"{said}, from {origin.name}, who is nobody in particular: adds no origin"


def _counted(case: _Case, now: Agreement) -> Iterable[str]:
    """Which origins count as one."""
    supports = case.supports(now)
    ends = {piece.id: case.last(piece) for piece in supports}
    counting: dict[str, tuple[dict[str, None], set[str]]] = {}  # per group or origin: names, articles
    ungrouped = [o for o in ends.values() if o is not None and o.group is None and o.named]
    for piece in supports:
        origin = ends[piece.id]
        if origin is None or (origin.group is None and not origin.named):
            continue
        names, where = counting.setdefault(origin.group or f"\0{origin.id}", ({}, set()))
        names[origin.name] = None
        where.add(piece.article)
    for key, (names, where) in counting.items():
        if len(names) > 1:
            yield f"{listed(list(names))} count as one: they are in the group {key}"
        elif len(where) > 1:
            yield f"{case.labels(where)} have it from one origin: {next(iter(names))}"
    if now.modifiers.independence_open:
        named = listed([case.origins[id].name for id in now.modifiers.independence_open])
        yield f"nobody said yet whether these are independent, so they add no more than one: {named}"
    elif now.origins > 1:
        yield f"{now.origins} independent origins: {listed(list(now.groups))}"
    elif now.origins == 1 and len(ungrouped) == len(supports) == 1:
        yield f"one origin: {ungrouped[0].name}"
    if now.modifiers.single_relay is not None:
        yield f"all of them came through {case.label(now.modifiers.single_relay)}"


def _missing(case: _Case, now: Agreement) -> Iterable[str]:
    """What a better status waits for."""
    if now.status == "not_checkable":
        yield "opinions get no status; another type would give it one"
        return
    if now.status == "disputed":
        against = case.labels(now.marked_with("refutes", "mixed"))
        yield f"no number of sources outvotes {against}: read the quotes side by side"
        return
    if now.status == "corroborated":
        return
    if now.modifiers.independence_open:
        apart = case._replace(origins=_apart(case.origins, now.modifiers.independence_open)).derive()
        if RANK.get(apart.status, 0) > RANK[now.status]:
            better = STATUS_LABELS[apart.status]
            yield f"if they are independent it is {better}: say so when asked, or among the origins"
    named = _named(case, now)
    if named is not None and RANK.get(named.status, 0) >= RANK[now.status] and named.status != now.status:
        yield f"if one of these said who it is from, it would be {STATUS_LABELS[named.status]}"
    for more in (1, 2):
        then = _with_more(case, now, more)
        if then.status == "disputed":
            yield "a source that supports it would make it disputed"
            return
        if RANK[then.status] > RANK[now.status]:
            yield _would(now, then.status, more)
            return


def _would(now: Agreement, then: Status, more: int) -> str:
    status = STATUS_LABELS[then]
    if then != "corroborated":
        one = "another article" if now.marked_with("supports", "mixed") else "an article"
        return f"{one} that supports it in full would make it {status}"
    if now.origins:
        return f"a second independent origin, in an article that supports it in full, would make it {status}"
    articles = "an article" if more == 1 else "two articles"
    return f"{articles} that support it in full, from two independent named origins, would make it {status}"


def _open(case: _Case, now: Agreement) -> Iterable[str]:
    modifiers = now.modifiers
    if modifiers.unreviewed:
        yield f"not looked at yet in {case.labels(modifiers.unreviewed)}"
    if modifiers.set_aside:
        yield f"set aside, so that it is to be looked at again, in {case.labels(modifiers.set_aside)}"
    if modifiers.unconfirmed_origin:
        yield "who says so is proposed in places, and nobody has accepted it yet"
    if modifiers.hedged_only:
        yield "no source says it for certain"


# ---- The records as they would be ------------------------------------------------------------------


def _apart(origins: Mapping[str, Origin], ids: Collection[str]) -> dict[str, Origin]:
    """The origins, with these in groups of their own."""
    return {
        **origins,
        **{id: replace(origins[id], group=f"\0{id}") for id in ids if origins[id].group is None},
    }


def _named(case: _Case, now: Agreement) -> Agreement | None:
    """The agreement if a support without a named origin had one; null where there is none such."""
    if now.origins or not case.supports(now):
        return None
    first = case.supports(now)[0]
    origin = Origin(id="\0named", name="", group="\0named")
    pieces = [replace(p, attribution=(origin.id,)) if p.id == first.id else p for p in case.evidence]
    return case._replace(evidence=pieces, origins={**case.origins, origin.id: origin}).derive()


def _with_more(case: _Case, now: Agreement, more: int) -> Agreement:
    """The agreement with so many more articles that support the claim in full, each from an origin of its own
    that is independent of all others."""
    counting = [o.id for p in case.supports(now) if (o := case.last(p)) is not None and o.named]
    articles, origins, pieces = dict(case.articles), _apart(case.origins, counting[:1]), list(case.evidence)
    for number in range(more):
        id = f"\0more {number}"
        articles[id] = Article(id=id, work=id, label=id, title="", sha256="", chars=0)
        origins[id] = Origin(id=id, name="", group=id)
        quote = Quote(start=0, end=0, exact="")
        pieces.append(
            Evidence(
                id=id, claim=case.claim.id, article=id, stance="supports", quote=quote, attribution=(id,)
            )
        )
    return case._replace(articles=articles, origins=origins, evidence=pieces).derive()
