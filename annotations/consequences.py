"""What an edit makes of the statuses: the claims that rest on more or on less after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from annotations.agreement import STATUSES, Agreement, derive
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

    def agreements(self) -> dict[str, Agreement]:
        """The agreement on every claim."""
        pieces: dict[str, list[Evidence]] = {}
        for piece in self.evidence.values():
            pieces.setdefault(piece.claim, []).append(piece)
        looks: dict[str, list[Review]] = {}
        for review in self.reviews.values():
            looks.setdefault(review.claim, []).append(review)
        return {
            claim.id: derive(
                claim, pieces.get(claim.id, ()), looks.get(claim.id, ()), self.articles, self.origins
            )
            for claim in self.claims.values()
        }


def consequences(before: Readings, after: Readings) -> list[Consequence]:
    """The claims of both readings whose status, origins or number of supporting articles differ, in order."""
    then, now = before.agreements(), after.agreements()
    return [
        Consequence(claim, then[claim.id], now[claim.id])
        for claim in after.claims.values()
        if claim.id in then and _sum(then[claim.id]) != _sum(now[claim.id])
    ]


def _sum(agreement: Agreement) -> tuple[object, ...]:
    return agreement.status, agreement.origins, agreement.groups, agreement.supporting
