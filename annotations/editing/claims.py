"""Claims of a project: made, changed, deleted."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from annotations.changes import Change
from annotations.editing.chains import Chain, chain_of_ids
from annotations.editing.changing import named
from annotations.editing.evidence import EvidenceEdits
from annotations.editing.ledger import DRAFTS
from annotations.errors import ConflictError, ProjectError
from annotations.records import TABLE_OF, Claim, Evidence, Settings, Stance, new_id, utc_now


def only_drafts(change: Change) -> bool:
    """Whether a change touches nothing but half-typed text, so that no view of the records is another one."""
    return all(edit.table == "meta" and edit.id == DRAFTS for edit in change.edits)


class ClaimEdits(EvidenceEdits):
    """Edits of claims."""

    def add_claim(self, text: str, **fields: Any) -> Claim:
        """Make a claim of one's own words, without evidence.

        Raises:
            ProjectError: the text is blank.
        """
        claim = self._new_claim(text, **fields)
        with self._change(f"claim {len(self.claims) + 1} made") as edits:
            edits.put(claim)
        return claim

    def claim_from(
        self,
        article: str,
        start: int,
        end: int,
        *,
        stance: Stance = "supports",
        attribution: Chain = (),
        proposed: bool = False,
        **fields: Any,
    ) -> tuple[Claim, Evidence]:
        """Make a claim whose text is a quote, and the quote its first evidence. Offsets in code points.

        An `Origin` in the attribution that is not in the project is made along with it.

        Raises:
            ProjectError: the quote is blank, or the span lies outside the text.
        """
        piece = self._new_evidence("", article, start, end, stance, proposed=proposed, **fields)
        claim = self._new_claim(piece.quote.exact)
        with self._change(
            f"claim {len(self.claims) + 1} made, article {self.article(article).label}"
        ) as edits:
            piece = replace(piece, claim=claim.id, attribution=chain_of_ids(self, edits, attribution))
            edits.put(claim)
            edits.put(piece)
        return claim, piece

    def set_claim(self, id: str, *, label: str | None = None, rev: int | None = None, **fields: Any) -> Claim:
        """Change fields of a claim.

        Args:
            id: the claim.
            label: what was done, for undo and history; the names of the fields if not given.
            rev: the revision at which it was seen (`Project.rev`); whatever it is now if not given.
            fields: the new values.

        Raises:
            ConflictError: the claim has another revision than `rev` by now, or is gone.
            ProjectError: the new text is blank, or the speaker is no origin of the project.
        """
        self._expect(Claim, id, rev, **fields)
        claim = self.claim(id)
        if "text" in fields and not fields["text"].strip():
            raise ProjectError("a claim needs words")
        if fields.get("speaker") is not None:
            self.origin(fields["speaker"])
        changed = replace(claim, **fields)
        if changed != claim:
            with self._change(f"{label or named(fields)}, claim {self.number(id)}") as edits:
                edits.put(replace(changed, modified=utc_now()))
        return self.claim(id)

    def set_notes(
        self,
        claim: str,
        note: str,
        *,
        piece: str | None = None,
        piece_note: str = "",
        rev: int | None = None,
        piece_rev: int | None = None,
    ) -> None:
        """Write the note on a claim and, with `piece`, the one on a piece of its evidence, in one change.

        Args:
            claim: the claim.
            note: the note on it.
            piece: the piece of evidence.
            piece_note: the note on that.
            rev: the revision at which the claim was seen; whatever it is now if not given.
            piece_rev: the same of the piece.

        Raises:
            ConflictError: the claim or the piece has another revision by now, or is gone.
        """
        self._expect(Claim, claim, rev, note=note)
        if piece is not None:
            self._expect(Evidence, piece, piece_rev, note=piece_note)
        about = self.piece(piece) if piece is not None else None
        on_quote = about is not None and about.note != piece_note
        where = self._where(about) if about is not None and on_quote else f"claim {self.number(claim)}"
        with self._change(f"note, {where}") as edits:
            known = self.claim(claim)
            if known.note != note:
                edits.put(replace(known, note=note, modified=utc_now()))
            if piece is not None and self.piece(piece).note != piece_note:
                edits.put(replace(self.piece(piece), note=piece_note, modified=utc_now()))

    @property
    def drafts(self) -> dict[str, dict[str, str]]:
        """What was typed in an editor and not saved, by what it belongs to."""
        kept = self.find(Settings, DRAFTS)
        return kept.drafts if kept is not None else {}

    def keep_draft(self, key: str, fields: dict[str, str] | None) -> None:
        """Keep what was typed in an editor, or with null forget it. No edit of the reading, so not undone."""
        drafts = {known: words for known, words in self.drafts.items() if known != key}
        if fields:
            drafts[key] = dict(fields)
        if drafts != self.drafts:
            # A record of their own: what undo has to find as it left it must not change behind its back.
            with self._change("draft kept" if fields else "draft done", undoable=False) as edits:
                edits.put(Settings(id=DRAFTS, drafts=drafts))

    def delete_claim(self, id: str) -> None:
        """Delete a claim with its evidence and reviews."""
        claim = self.claim(id)
        with self._change(f"claim {self.number(id)} deleted") as edits:
            for piece in self.evidence_on(id):
                self._drop_evidence(edits, piece)
            for review in self.reviews_on(id):
                edits.delete(review)
            edits.delete(claim)

    def _expect(self, kind: type[Claim] | type[Evidence], id: str, rev: int | None, **fields: Any) -> None:
        """Refuse to write over what somebody else has changed since it was seen at a revision."""
        if rev is None:
            return
        theirs = self.find(kind, id)
        if theirs is None or self._store.tables.rev(TABLE_OF[kind], id) != rev:
            what = "claim" if kind is Claim else "quote"
            raise ConflictError(
                f"the {what} was {'deleted' if theirs is None else 'changed'} by somebody else meanwhile",
                table=TABLE_OF[kind],
                id=id,
                theirs=theirs,
                mine=replace(theirs, **fields) if theirs is not None else None,
            )

    def _new_claim(self, text: str, **fields: Any) -> Claim:
        if not text.strip():
            raise ProjectError("a claim needs words")
        now = utc_now()
        fields = {"annotator": self.annotator, "created": now, "modified": now, **fields}
        return Claim(id=new_id(), text=text, **fields)
