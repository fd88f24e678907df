"""Is everything in a project sound? What is looked at is exactly what the rest of the app relies on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from annotations.errors import DamagedError
from annotations.records import Article, Claim, Evidence, Origin, Review

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

R = TypeVar("R", Article, Origin, Claim, Evidence, Review)


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it should be.

    An ``error`` makes a quote, a count or a status wrong; a ``warning`` is odd and does no harm.
    `where` names the record, `what` says what is wrong with it.
    """

    severity: Literal["error", "warning"]
    where: str
    what: str


def check(project: Ledger) -> list[Finding]:
    """Everything that is wrong in a project; an empty list where it is sound. Nothing is changed.

    Texts are there and match their hashes and lengths, quotes and cues lie in their texts and equal their
    slices (anchors ``exact`` and ``moved``; offsets in code points), no id dangles, a label belongs to one
    work, and a work has each version once and one current version at most.
    """
    check = _Check(project)
    return [*check.articles(), *check.works(), *check.claims(), *check.evidence(), *check.reviews()]


class _Check:
    def __init__(self, project: Ledger) -> None:
        self._project = project
        self._labels = {article.id: article.label for article in project.articles}
        #: The texts that could be read, by article.
        self._texts: dict[str, str] = {}

    def articles(self) -> Iterator[Finding]:
        for article in self._project.articles:
            where = f"article {article.label} (version {article.version})"
            try:
                text = self._project.text(article.id)
            except DamagedError as problem:
                yield Finding("error", where, str(problem))
                continue
            self._texts[article.id] = text
            if article.chars != len(text):
                yield Finding(
                    "error", where, f"is said to have {article.chars} characters, its text has {len(text)}"
                )

    def works(self) -> Iterator[Finding]:
        works: dict[str, list[Article]] = {}
        owners: dict[str, set[str]] = {}
        for article in self._project.articles:
            works.setdefault(article.work, []).append(article)
            owners.setdefault(article.label, set()).add(article.work)
        for label, sharing in owners.items():
            if len(sharing) > 1:
                yield Finding("error", f"label {label}", f"belongs to {len(sharing)} articles at once")
        for work, versions in works.items():
            where = f"article {versions[0].label}"
            if len({version.label for version in versions}) > 1:
                yield Finding("error", where, f"the versions of {work} do not have one label")
            if len({version.version for version in versions}) < len(versions):
                yield Finding("error", where, "has two versions with one number")
            if sum(version.state == "current" for version in versions) > 1:
                yield Finding("error", where, "has more than one current version")

    def claims(self) -> Iterator[Finding]:
        for claim in self._project.claims:
            where = self._claim(claim.id)
            yield from self._refer(where, Origin, "speaker", claim.speaker)
            if not claim.text.strip():
                yield Finding("warning", where, "has no words")

    def evidence(self) -> Iterator[Finding]:
        for piece in self._project.evidence:
            where = f"{self._claim(piece.claim)}, article {self._labels.get(piece.article, piece.article)}"
            where += f", evidence {piece.id}"
            yield from self._refer(where, Claim, "claim", piece.claim)
            yield from self._refer(where, Article, "article", piece.article)
            yield from self._refer(where, Evidence, "carried from", piece.carried_from)
            for link in piece.attribution:
                yield from self._refer(where, Origin, "attribution", link)
            if piece.article not in self._texts:
                continue
            yield from self._span(
                where, "quote", piece, piece.quote.start, piece.quote.end, piece.quote.exact
            )
            if piece.cue is not None:
                yield from self._span(where, "cue", piece, piece.cue.start, piece.cue.end, piece.cue.exact)

    def reviews(self) -> Iterator[Finding]:
        for review in self._project.reviews:
            where = f"{self._claim(review.claim)}, review of article "
            where += self._labels.get(review.article, review.article)
            yield from self._refer(where, Claim, "claim", review.claim)
            yield from self._refer(where, Article, "article", review.article)

    def _span(
        self, where: str, name: str, piece: Evidence, start: int, end: int, words: str
    ) -> Iterator[Finding]:
        text = self._texts[piece.article]
        # An orphan has its last known place, which was in another text and may lie behind the end of this.
        if not 0 <= start <= end or (end > len(text) and piece.anchor != "orphan"):
            yield Finding(
                "error", where, f"its {name} lies outside the text ({start} to {end} of {len(text)})"
            )
        elif piece.anchor in ("exact", "moved") and text[start:end] != words:
            yield Finding("error", where, f"its {name} is not what stands in the text from {start} to {end}")

    def _refer(self, where: str, kind: type[R], what: str, id: str | None) -> Iterator[Finding]:
        if id is not None and self._project.find(kind, id) is None:
            yield Finding("error", where, f"{what}: there is no {kind.__name__.lower()} {id}")

    def _claim(self, id: str) -> str:
        return f"claim {self._project.number(id)}" if self._project.find(Claim, id) else f"claim {id}"
