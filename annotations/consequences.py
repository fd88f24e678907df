"""What an edit makes of the statuses: the claims that rest on more or on less after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from annotations.agreement import STATUSES, Agreement, Unmarked, derive
from annotations.changes import Edit
from annotations.records import Article, Claim, Evidence, Origin, Review

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger


class Consequence(NamedTuple):
    """A claim whose status changes, and the agreement on it before and after."""

    claim: Claim
    before: Agreement
    after: Agreement

    @property
    def matters(self) -> bool:
        """Whether the claim has another status now, or rests on other origins or on more or less articles."""
        return _sum(self.before) != _sum(self.after)

    @property
    def falls(self) -> bool:
        """Whether the claim rests on less than before: fewer origins, fewer articles, or a worse status."""
        then, now = self.before, self.after
        if (now.origins, now.supporting) != (then.origins, then.supporting):
            return now.origins < then.origins or now.supporting < then.supporting
        return STATUSES.index(now.status) < STATUSES.index(then.status)


class Readings(NamedTuple):
    """The records that statuses follow from, by id."""

    articles: Mapping[str, Article]
    origins: Mapping[str, Origin]
    claims: Mapping[str, Claim]
    evidence: Mapping[str, Evidence]
    reviews: Mapping[str, Review]

    @classmethod
    def of(cls, project: Ledger) -> Self:
        """The records of a project as they are."""
        return cls(
            {article.id: article for article in project.articles},
            {origin.id: origin for origin in project.origins},
            {claim.id: claim for claim in project.claims},
            {piece.id: piece for piece in project.evidence},
            {review.id: review for review in project.reviews},
        )

    def after(self, edits: Iterable[Edit]) -> Self:
        """The same records after some edits."""
        tables: dict[str, dict[str, Any]] = {}
        for edit in edits:
            if edit.table not in self._fields:
                continue  # what a project remembers besides its records
            table = tables.setdefault(edit.table, dict(getattr(self, edit.table)))
            if edit.after is None:
                table.pop(edit.id, None)
            else:
                table[edit.id] = edit.after
        return self._replace(**tables)

    def agreements(self, claims: Collection[str] | None = None) -> dict[str, Agreement]:
        """The agreement on every claim, or on those of these ids that there are, in order."""
        wanted = [claim for claim in self.claims.values() if claims is None or claim.id in claims]
        pieces: dict[str, list[Evidence]] = {claim.id: [] for claim in wanted}
        for piece in self.evidence.values():
            if piece.claim in pieces:
                pieces[piece.claim].append(piece)
        looks: dict[str, list[Review]] = {claim.id: [] for claim in wanted}
        for review in self.reviews.values():
            if review.claim in looks:
                looks[review.claim].append(review)
        unmarked = Unmarked(self.articles.values())
        return {
            claim.id: derive(claim, pieces[claim.id], looks[claim.id], self.articles, self.origins, unmarked)
            for claim in wanted
        }


def consequences(before: Readings, after: Readings) -> list[Consequence]:
    """The claims of both readings whose status, origins or number of supporting articles differ, in order."""
    touched = _touched(before, after)
    then, now = before.agreements(touched), after.agreements(touched)
    return [
        Consequence(after.claims[id], then[id], agreement)
        for id, agreement in now.items()
        if id in then and _sum(then[id]) != _sum(agreement)
    ]


def _touched(before: Readings, after: Readings) -> set[str] | None:
    """The claims whose agreement may differ between two readings; null where any may.

    An article that comes, goes or changes its state adds or takes a cell of every claim.
    """
    articles = _other(before.articles, after.articles)
    if any(_state(before.articles.get(id)) != _state(after.articles.get(id)) for id in articles):
        return None
    origins, claims = _other(before.origins, after.origins), _other(before.claims, after.claims)
    for one, other in ((before, after), (after, before)):
        for id, piece in one.evidence.items():
            if piece is not other.evidence.get(id) or not origins.isdisjoint(piece.attribution):
                claims.add(piece.claim)
        claims.update(look.claim for id, look in one.reviews.items() if id not in other.reviews)
    return claims


def _other(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """The ids of the records of a table that are not the same ones in both."""
    if before is after:
        return set()
    return {id for id in before.keys() | after.keys() if before.get(id) is not after.get(id)}


def _state(article: Article | None) -> str | None:
    return article.state if article is not None else None


def _sum(agreement: Agreement) -> tuple[object, ...]:
    return agreement.status, agreement.origins, agreement.groups, agreement.supporting
