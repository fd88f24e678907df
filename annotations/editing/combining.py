"""Two claims that say one thing made one, and one claim that says two things made two."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from annotations.consequences import Consequence, Readings
from annotations.editing.changing import Edits
from annotations.editing.claims import ClaimEdits
from annotations.errors import ProjectError
from annotations.records import Basis, Claim, Evidence, new_id, utc_now

#: What a look was worth, the best last.
_WORTH: tuple[Basis | None, ...] = (None, "candidates", "searched", "read")


class CombiningEdits(ClaimEdits):
    """Merging and splitting of claims; each is one change."""

    def merge_claims(self, keep: str, other: str) -> Claim:
        """Make one claim of two that say the same: evidence and reviews of `other` become those of `keep`.

        Words, type, speaker, verdict and credibility are those of the kept claim; what it does not say is
        taken from the other one. Tags, notes and open questions are those of both. Of two pieces that are
        alike in everything one is left; of two reviews of one article by one annotator the better founded.

        Raises:
            ProjectError: there is no such claim, or the two are one.
        """
        kept, gone = self.claim(keep), self.claim(other)
        with self._change(f"claim {self.number(other)} merged into claim {self.number(keep)}") as edits:
            self._merge_claims(edits, kept, gone)
        return self.claim(keep)

    def foresee_claim_merge(self, keep: str, other: str) -> Consequence:
        """What a merge of two claims would make of the one that is kept. Nothing is changed.

        Raises:
            ProjectError: there is no such claim, or the two are one.
        """
        edits = Edits(self._store.tables)
        self._merge_claims(edits, self.claim(keep), self.claim(other))
        after = Readings.of(self).after(edits.made())
        return Consequence(after.claims[keep], self.agreement(keep), after.agreements([keep])[keep])

    def _merge_claims(self, edits: Edits, kept: Claim, gone: Claim) -> None:
        if kept.id == gone.id:
            raise ProjectError("a claim cannot be merged with itself")
        now = utc_now()
        edits.put(
            replace(
                kept,
                type=kept.type or gone.type,
                speaker=kept.speaker or gone.speaker,
                verdict=kept.verdict if kept.verdict is not None else gone.verdict,
                credibility=kept.credibility if kept.credibility is not None else gone.credibility,
                tags=tuple(dict.fromkeys((*kept.tags, *gone.tags))),
                note=_both(kept.note, gone.note),
                open_question=_both(kept.open_question, gone.open_question),
                modified=now,
            )
        )
        there = self.evidence_on(kept.id)
        alike = {_substance(piece): piece for piece in there}
        taken = {piece.joint for piece in there} - {None}
        joints: dict[str, str] = {}
        moved = self.evidence_on(gone.id)
        replaced = {piece.carried_from for piece in moved}
        for piece in moved:
            twin = alike.get(_substance(piece))
            if twin is not None and piece.id not in replaced and piece.carried_from is None:
                edits.delete(piece)
                continue
            joint = piece.joint
            if joint is not None and joint in taken:
                # By chance both claims call a set of pieces the same.
                joint = joints.setdefault(joint, new_id())
            edits.put(replace(piece, claim=kept.id, joint=joint, modified=now))
        looks = {(review.article, review.annotator): review for review in self.reviews_on(kept.id)}
        for review in self.reviews_on(gone.id):
            known = looks.get((review.article, review.annotator))
            if known is None or _WORTH.index(known.basis) < _WORTH.index(review.basis):
                edits.put(replace(review, claim=kept.id))
            edits.delete(review)
        edits.delete(gone)

    def split_claim(
        self, claim: str, evidence: Collection[str], text: str, *, both: Collection[str] = ()
    ) -> Claim:
        """Make a claim of its own of one half of what a claim says; the new claim.

        It gets the words `text`, the type, tags and speaker of the old one, and the pieces of evidence given,
        together with those that have their stance only jointly with them or were carried from or to them.
        Where the old claim was looked for and not found, neither half was: those reviews stand for both.
        Where it was found, whichever claim has no evidence left there is open again.

        Args:
            claim: the claim.
            evidence: pieces that become those of the new claim.
            text: the words of the new claim.
            both: pieces that say both halves: they stay, and the new claim gets copies of them. What cannot
                be parted from a piece that goes, goes, too.

        Raises:
            ProjectError: the text is blank, or a piece is no evidence on this claim.
        """
        old = self.claim(claim)
        pieces = {piece.id: piece for piece in self.evidence_on(claim)}
        for id in (*evidence, *both):
            if id not in pieces:
                raise ProjectError(f"evidence {id} is not on claim {self.number(claim)}")
        going = _belonging_together(pieces, evidence)
        copied = _belonging_together(pieces, set(both) - going)
        new = self._new_claim(text, type=old.type, tags=old.tags, speaker=old.speaker)
        now = utc_now()
        with self._change(f"claim {self.number(claim)} divided") as edits:
            edits.put(new)
            for id in going:
                edits.put(replace(pieces[id], claim=new.id, modified=now))
            ids = {id: new_id() for id in pieces if id in copied}
            for id, own in ids.items():
                source = ids.get(pieces[id].carried_from or "")
                edits.put(
                    replace(pieces[id], id=own, claim=new.id, carried_from=source, created=now, modified=now)
                )
            found = {piece.article for piece in pieces.values()}
            left = {piece.article for piece in pieces.values() if piece.id not in going}
            for review in self.reviews_on(claim):
                if review.article not in found:
                    edits.put(replace(review, claim=new.id))
                elif review.article not in left:
                    edits.delete(review)
        return self.claim(new.id)


def _both(one: str, other: str) -> str:
    return "\n".join(dict.fromkeys(words for words in (one, other) if words.strip()))


def _substance(piece: Evidence) -> Evidence:
    """A piece without what tells it from one that says the same."""
    return replace(piece, id="", claim="", created="", modified="", carried_from=None)


def _belonging_together(pieces: dict[str, Evidence], chosen: Iterable[str]) -> set[str]:
    """The pieces chosen, with those that cannot be parted from them."""
    going = set(chosen)
    while True:
        joints = {pieces[id].joint for id in going} - {None}
        sources = {pieces[id].carried_from for id in going}
        more = {
            piece.id
            for piece in pieces.values()
            if piece.joint in joints or piece.id in sources or piece.carried_from in going
        }
        if more <= going:
            return going
        going |= more
