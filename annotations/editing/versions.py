"""Evidence on the versions of an article: carried to the next, confirmed, placed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from annotations.anchoring import Carried, Carrier, Differences, differences
from annotations.editing.changing import Edits
from annotations.editing.evidence import EvidenceEdits
from annotations.errors import ProjectError
from annotations.records import WAITING, Article, Cue, Evidence, Quote, new_id, quote_of, utc_now

#: Of a text of which so many quotes are carried, it is told after each so many.
_STRIDE = 20
CarryingListener: TypeAlias = Callable[[int, int], None]
"""Told that so many quotes of so many are carried; what it raises ends that."""


class Waiting(NamedTuple):
    """A piece of evidence that waits for a person to confirm or place it.

    Attributes:
        piece: the evidence; its quote has the old words.
        article: the article version that it is on.
        before: the same evidence on the last version on which its place was certain; null where that is gone.
        proposed: from where to where the words stand that are proposed, in code points of the article's
            text; null for an orphan.
        whole: the same with all that was written for the first and last words of the quote.
    """

    piece: Evidence
    article: Article
    before: Evidence | None
    proposed: tuple[int, int] | None
    whole: tuple[int, int] | None


class Reanchored(NamedTuple):
    """What carrying a piece of evidence anew came to: the piece before and after, which may be the same."""

    before: Evidence
    after: Evidence

    @property
    def changed(self) -> bool:
        """Whether it stands elsewhere, or for something else, than before."""
        return self.before != self.after


class VersionEdits(EvidenceEdits):
    """Edits of the evidence on versions."""

    def what_changed(self, old: str, new: str) -> Differences:
        """The difference between the texts of two article versions.

        Raises:
            ProjectError: there is no such article, or its text is missing or damaged.
        """
        return differences(self.text(old), self.text(new))

    @property
    def waiting_count(self) -> int:
        """How much `waiting_evidence` there is."""
        articles = self._store.tables.by_id(Article)
        waiting = self._store.tables.evidence_waiting()
        return sum(articles[piece.article].state != "superseded" for piece in waiting)

    def waiting_evidence(self) -> list[Evidence]:
        """The evidence that waits for a person, by label, version and place; none on superseded versions."""
        waiting = self._store.tables.evidence_waiting()
        articles = {piece.article: self.article(piece.article) for piece in waiting}

        def key(piece: Evidence) -> tuple[int, str, int, int, int, str]:
            article, quote = articles[piece.article], piece.quote
            return len(article.label), article.label, article.version, quote.start, quote.end, piece.id

        return sorted((p for p in waiting if articles[p.article].state != "superseded"), key=key)

    def waiting(self) -> list[Waiting]:
        """`waiting_evidence`, each with where its words stood and may stand now. Compares texts."""
        found = []
        carriers = Carriers(self)
        for piece in self.waiting_evidence():
            article, certain = self.article(piece.article), self.certain_before(piece.id)
            place = whole = None
            if piece.anchor == "changed":
                place = whole = (piece.quote.start, piece.quote.end)
                if certain is not None:
                    carrier = carriers.between(certain.article, article.sha256)
                    whole = carrier.whole_words(certain.quote, *place)
            found.append(Waiting(piece, article, certain, place, whole))
        return found

    def certain_before(self, id: str) -> Evidence | None:
        """A piece of evidence, or the one that it was carried from, on the last version where its place is
        certain; null where there is none."""
        return self._certain(self.piece(id))

    def confirm_quote(self, id: str) -> Evidence:
        """Accept the place that is proposed for a quote: its words are those that stand there from now on.

        To put it elsewhere, `move_quote`. A quote whose place is certain stays as it is.

        Raises:
            ProjectError: it is an orphan, for which no place is proposed, or no words stand at the place.
        """
        piece = self.piece(id)
        if piece.anchor == "exact":
            return piece
        if piece.anchor == "orphan":
            raise ProjectError(
                "no place is proposed for this quote; select the words that it should stand on"
            )
        quote = self._quote(piece.article, piece.quote.start, piece.quote.end)
        cue = piece.cue
        if cue is not None and self.text(piece.article)[cue.start : cue.end] != cue.exact:
            cue = None
        with self._change(f"quote confirmed, {self._where(piece)}") as edits:
            edits.put(replace(piece, quote=quote, anchor="exact", cue=cue, modified=utc_now()))
        return self.piece(id)

    def reanchor(self, *, told: CarryingListener | None = None) -> list[Reanchored]:
        """Carry evidence to its version anew, in one change; what became of every piece once carried.

        What is `exact` was certain when it was carried, or has been placed by a person: it is left alone, and
        so is what was carried from a piece that is gone. Doing it again changes nothing.

        Args:
            told: told how far it is; what it raises ends it, and nothing is changed.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: the text of an article is missing or damaged; nothing was changed.
        """
        self._writable()
        carriers = Carriers(self)
        found: list[Reanchored] = []
        total = sum(1 for piece in self.evidence if piece.carried_from is not None)
        with self._change("quotes anchored anew") as edits:
            # By version: what a piece was carried from has been carried anew already.
            for article in sorted(self.articles, key=lambda article: article.version):
                for piece in self.evidence_in(article.id):
                    if piece.carried_from is None:
                        continue
                    _tell(told, len(found), total)
                    source = self.find(Evidence, piece.carried_from)
                    source = edits.current(source) if source is not None else None
                    after = piece
                    if source is not None and piece.anchor != "exact":
                        after = carriers.carried(source, piece, article.sha256, edits)
                    if after != piece:
                        after = replace(after, modified=utc_now())
                        edits.put(after)
                    found.append(Reanchored(piece, after))
        return found

    def _carried_ahead(self, old: Article, sha256: str, told: CarryingListener | None) -> Carriers:
        """Find out what becomes of the evidence of a version on a text that is kept already. It changes
        nothing, so that it may run on another thread as long as nothing is changed."""
        carriers, edits = Carriers(self), Edits(self._store.tables)
        pieces: Sequence[Evidence] = self.evidence_in(old.id)
        for done, piece in enumerate(pieces):
            _tell(told, done, len(pieces))
            carriers.carried(piece, piece, sha256, edits)
        if told is not None:
            told(len(pieces), len(pieces))
        return carriers

    def _carry_over(
        self, edits: Edits, old: Article, new: Article, carriers: Carriers | None = None
    ) -> dict[str, int]:
        """Carry the evidence of a version to the next, whose text is kept already; how much, by anchor."""
        carriers = carriers or Carriers(self)
        carried: Counter[str] = Counter()
        for piece in self.evidence_in(old.id):
            copy = replace(piece, id=new_id(), article=new.id, carried_from=piece.id, modified=utc_now())
            copy = carriers.carried(piece, copy, new.sha256, edits)
            carried[copy.anchor] += 1
            edits.put(copy)
        return dict(carried)

    def _certain(self, piece: Evidence, edits: Edits | None = None) -> Evidence | None:
        """`certain_before`, with edits that are not made yet."""
        seen = set()
        at: Evidence | None = piece
        while at is not None and at.anchor in WAITING:
            seen.add(at.id)
            before = at.carried_from
            at = self.find(Evidence, before) if before is not None and before not in seen else None
            if at is not None and edits is not None:
                at = edits.current(at)
        return at


def _tell(told: CarryingListener | None, done: int, total: int) -> None:
    if told is not None and done % _STRIDE == 0:
        told(done, total)


class Carriers:
    """Carries evidence between versions; every two texts are compared, and each quote sought, once only.

    What it knows depends on texts and words alone, so that it holds whatever is edited meanwhile.
    """

    def __init__(self, project: VersionEdits) -> None:
        self._project = project
        self._known: dict[tuple[str, str], Carrier] = {}
        self._carried: dict[tuple[str, str, Quote], Carried] = {}

    def carried(self, source: Evidence, piece: Evidence, sha256: str, edits: Edits) -> Evidence:
        """`piece` as the evidence of `source` on another version, whose text `sha256` is kept already.

        What waited for a person on the version before goes on waiting, wherever its words stand by now.
        """
        certain = self._project._certain(source, edits)
        if certain is None:
            return self._proposed_again(source, piece, sha256)
        anchor, quote, _ = self._carry(certain.article, sha256, certain.quote)
        if source.anchor in WAITING and anchor != "orphan":
            anchor, quote = "changed", replace(certain.quote, start=quote.start, end=quote.end)
        elif anchor == "orphan":
            quote = source.quote
        cue = certain.cue if anchor != "orphan" else None
        if cue is not None:
            cue = self._carried_cue(certain.article, sha256, cue)
        return replace(piece, anchor=anchor, quote=quote, cue=cue)

    def _proposed_again(self, source: Evidence, piece: Evidence, sha256: str) -> Evidence:
        """Where nothing is known but a proposed place: that place on another version."""
        quote = source.quote
        if source.anchor == "changed" and 0 <= quote.start < quote.end <= len(self._text(source.article)):
            there = quote_of(self._text(source.article), quote.start, quote.end)
            found = self._carry(source.article, sha256, there)
            if found.anchor != "orphan":
                place = replace(quote, start=found.quote.start, end=found.quote.end)
                return replace(piece, anchor="changed", quote=place, cue=None)
        return replace(piece, anchor="orphan", quote=quote, cue=None)

    def _carry(self, old: str, new: str, quote: Quote) -> Carried:
        """Where a quote of the version with this id stands in the text `new`."""
        key = (self._project.article(old).sha256, new, quote)
        if key not in self._carried:
            self._carried[key] = self.between(old, new).carry(quote)
        return self._carried[key]

    def _carried_cue(self, old: str, new: str, cue: Cue) -> Cue | None:
        """The cue where its very words stand, else none: a cue is never proposed."""
        found = self._carry(old, new, Quote(start=cue.start, end=cue.end, exact=cue.exact))
        if found.anchor in WAITING:
            return None
        return Cue(start=found.quote.start, end=found.quote.end, exact=cue.exact)

    def between(self, old: str, new: str) -> Carrier:
        """From the version with this id to the text with this checksum, which is kept already."""
        key = (self._project.article(old).sha256, new)
        if key not in self._known:
            texts = self._project._texts
            self._known[key] = Carrier(differences(texts.get(key[0]), texts.get(key[1])))
        return self._known[key]

    def _text(self, article: str) -> str:
        return self._project.text(article)
