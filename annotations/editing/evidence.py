"""Evidence and reviews of a project."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from annotations.editing.chains import Chain, chain_of_ids
from annotations.editing.changing import Edits, named
from annotations.editing.ledger import Ledger
from annotations.errors import ProjectError
from annotations.records import (
    Basis,
    Claim,
    Evidence,
    Quote,
    Review,
    Stance,
    new_id,
    quote_of,
    review_id,
    utc_now,
)


class EvidenceEdits(Ledger):
    """Edits of evidence and reviews."""

    def mark(
        self,
        claim: str,
        article: str,
        start: int,
        end: int,
        stance: Stance,
        *,
        attribution: Chain = (),
        proposed: bool = False,
        **fields: Any,
    ) -> Evidence:
        """Add a piece of evidence: what ``text[start:end]`` of an article says to a claim.

        An `Origin` in the attribution that is not in the project is made along with it.

        Raises:
            ProjectError: there is no such claim or article, or the span is blank or outside the text.
        """
        label = f"{self._stance(stance)}, claim {self.number(claim)}, article {self.article(article).label}"
        piece = self._new_evidence(claim, article, start, end, stance, proposed=proposed, **fields)
        with self._change(label) as edits:
            piece = replace(piece, attribution=chain_of_ids(self, edits, attribution))
            edits.put(piece)
        return piece

    def set_evidence(self, id: str, *, label: str | None = None, **fields: Any) -> Evidence:
        """Change fields of a piece of evidence: stance, certainty, note, joint, attribution …

        Raises:
            ProjectError: the attribution names an origin that there is not.
        """
        piece = self.piece(id)
        if "attribution" in fields:
            fields["attribution"] = self._chain(fields["attribution"])
        changed = replace(piece, **fields)
        if changed != piece:
            what = label or (self._stance(fields["stance"]) if "stance" in fields else named(fields))
            with self._change(f"{what}, {self._where(piece)}") as edits:
                edits.put(replace(changed, modified=utc_now()))
        return self.piece(id)

    def move_quote(self, id: str, start: int, end: int, *, stance: Stance | None = None) -> Evidence:
        """Put a quote on ``text[start:end]`` of its article, and with a stance say what it says to the claim
        there.

        The text of a claim follows the quote that it was made from, until it is edited.

        Raises:
            ProjectError: the span is blank or outside the text.
        """
        piece = self.piece(id)
        quote = self._quote(piece.article, start, end)
        if quote == piece.quote and piece.anchor == "exact" and stance in (None, piece.stance):
            return piece
        claim = self.claim(piece.claim)
        now = stance or piece.stance
        what = "quote placed" if now == piece.stance else f"{self._stance(now)}, quote placed"
        with self._change(f"{what}, {self._where(piece)}") as edits:
            edits.put(replace(piece, quote=quote, anchor="exact", cue=None, stance=now, modified=utc_now()))
            # What waits for a person stands on other words now, and those are not what the claim says.
            follows = piece.anchor in ("exact", "moved") and self._is_first(piece)
            if claim.text == piece.quote.exact and follows:
                edits.put(replace(claim, text=quote.exact, modified=utc_now()))
        return self.piece(id)

    def delete_evidence(self, id: str) -> None:
        """Delete a piece of evidence."""
        piece = self.piece(id)
        with self._change(f"{self._stance(piece.stance)} deleted, {self._where(piece)}") as edits:
            self._drop_evidence(edits, piece)

    def review(self, claim: str, article: str, basis: Basis | None = None) -> Review:
        """Record that this annotator looked in an article for a claim.

        Saying so again on the same basis changes nothing.
        """
        number, label = self.number(claim), self.article(article).label
        known = self.find(Review, review_id(claim, article, self.annotator))
        if known is not None and known.basis == basis:
            return known
        review = Review(claim=claim, article=article, annotator=self.annotator, basis=basis, at=utc_now())
        with self._change(f"no mention, claim {number}, article {label}") as edits:
            edits.put(review)
        return review

    def unlooked_for(self, article: str) -> list[Claim]:
        """The claims that nobody has marked or looked for in an article, in the order of creation."""
        tables = self._store.tables
        return [
            claim
            for claim in self.claims
            if not tables.evidence_at(claim.id, article) and not tables.reviews_at(claim.id, article)
        ]

    def close_article(
        self,
        article: str,
        basis: Basis | Mapping[str, Basis | None] | None = None,
        *,
        claims: Collection[str] | None = None,
    ) -> list[Review]:
        """Record for every claim that nobody has marked or looked for in an article that it is not mentioned.

        One change, so one undo opens them all again.

        Args:
            article: the article, read to its end.
            basis: what the look rests on; for all claims, or by claim, null where a claim is left out.
            claims: only these claims; all of the project if not given.

        Returns:
            The reviews that were made, in the order of the claims.

        Raises:
            ProjectError: the article is not current, or there is no such claim.
        """
        closed = self.article(article)
        if closed.state != "current":
            raise ProjectError(f"article {closed.label} is {closed.state}")
        for id in claims or ():
            self.claim(id)
        now = utc_now()
        reviews = [
            Review(
                claim=claim.id,
                article=article,
                annotator=self.annotator,
                basis=basis.get(claim.id) if isinstance(basis, Mapping) else basis,
                at=now,
            )
            for claim in self.unlooked_for(article)
            if claims is None or claim.id in claims
        ]
        number = f"{len(reviews)} claims" if len(reviews) != 1 else f"claim {self.number(reviews[0].claim)}"
        with self._change(f"no mention, {number}, article {closed.label}") as edits:
            for review in reviews:
                edits.put(review)
        return reviews

    def withdraw_review(self, claim: str, article: str) -> None:
        """Take this annotator's review of a claim in an article back."""
        review = self.find(Review, review_id(claim, article, self.annotator))
        if review is not None:
            with self._change(
                f"open again, claim {self.number(claim)}, article {self.article(article).label}"
            ) as edits:
                edits.delete(review)

    def _new_evidence(
        self,
        claim: str,
        article: str,
        start: int,
        end: int,
        stance: Stance,
        **fields: Any,
    ) -> Evidence:
        now = utc_now()
        return Evidence(
            id=new_id(),
            claim=claim,
            article=article,
            stance=stance,
            quote=self._quote(article, start, end),
            annotator=self.annotator,
            created=now,
            modified=now,
            **fields,
        )

    def _quote(self, article: str, start: int, end: int) -> Quote:
        try:
            quote = quote_of(self.text(article), start, end)
        except ValueError as problem:
            raise ProjectError(str(problem)) from None
        if not quote.exact.strip():
            raise ProjectError("there are no words in this selection")
        return quote

    def _is_first(self, piece: Evidence) -> bool:
        """Whether a piece is the oldest one on its claim."""
        places = {
            p.id: self._store.tables.place("evidence", p.id) or 0
            for p in self._store.tables.evidence_on(piece.claim)
        }
        return places[piece.id] == min(places.values())

    def _drop_evidence(self, edits: Edits, piece: Evidence) -> None:
        for other in self._store.tables.evidence_on(piece.claim):
            kept = edits.current(other)
            if kept is not None and kept.carried_from == piece.id:
                edits.put(replace(kept, carried_from=None))
        edits.delete(piece)

    def _chain(self, ids: Sequence[str]) -> tuple[str, ...]:
        for id in ids:
            self.origin(id)
        return tuple(ids)
