"""Is everything in a project sound? What is looked at is exactly what the rest of the app relies on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from annotations.errors import DamagedError
from annotations.records import Anchor, Article, Claim, Cue, Evidence, Origin, Quote, Review

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

R = TypeVar("R", Article, Origin, Claim, Evidence, Review)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


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
    work, and a work has each version once and one current version at most. Kept pages and documents are what
    they were.
    """
    check = _Check(project)
    return [
        *check.articles(),
        *check.works(),
        *check.claims(),
        *check.evidence(),
        *check.reviews(),
        *check.originals(),
    ]


def text_of(project: Ledger, article: Article) -> str:
    """The text of an article version, whatever its record says.

    Raises:
        DamagedError: it is not there, not what it was, or its record names no text.
    """
    if not _HASH.fullmatch(article.sha256):  # it becomes part of a path
        raise DamagedError(f"“{article.sha256}” is not the hash of a text")
    return project.text(article.id)


def misplaced(text: str, anchor: Anchor, span: Quote | Cue) -> str | None:
    """What is wrong with the place of a quote, or of the cue of a quote with this anchor; null if nothing.

    Offsets in code points.
    """
    start, end = span.start, span.end
    # An orphan has its last known place, which was in another text and may lie behind the end of this.
    if not 0 <= start <= end or (end > len(text) and anchor != "orphan"):
        return f"lies outside the text ({start} to {end} of {len(text)})"
    if anchor in ("exact", "moved") and text[start:end] != span.exact:
        return f"is not what stands in the text from {start} to {end}"
    return None


class Names:
    """What findings call the records of a project, by what people see where there is something to see."""

    def __init__(self, project: Ledger) -> None:
        self._project = project
        self._labels = {article.id: article.label for article in project.articles}

    def article(self, article: Article) -> str:
        """An article version."""
        return f"article {article.label} (version {article.version})"

    def claim(self, id: str) -> str:
        """A claim, which need not be there."""
        return f"claim {self._project.number(id)}" if self._project.find(Claim, id) else f"claim {id}"

    def evidence(self, piece: Evidence) -> str:
        """A piece of evidence."""
        return f"{self.claim(piece.claim)}, article {self._label(piece.article)}, evidence {piece.id}"

    def review(self, review: Review) -> str:
        """A review."""
        return f"{self.claim(review.claim)}, review of article {self._label(review.article)}"

    def _label(self, article: str) -> str:
        return self._labels.get(article, article)


class _Check:
    def __init__(self, project: Ledger) -> None:
        self._project = project
        self._names = Names(project)
        #: The texts that could be read, by article.
        self._texts: dict[str, str] = {}

    def articles(self) -> Iterator[Finding]:
        for article in self._project.articles:
            where = self._names.article(article)
            try:
                text = text_of(self._project, article)
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
            where = self._names.claim(claim.id)
            yield from self._refer(where, Origin, "speaker", claim.speaker)
            if not claim.text.strip():
                yield Finding("warning", where, "has no words")

    def evidence(self) -> Iterator[Finding]:
        for piece in self._project.evidence:
            where = self._names.evidence(piece)
            yield from self._refer(where, Claim, "claim", piece.claim)
            yield from self._refer(where, Article, "article", piece.article)
            yield from self._refer(where, Evidence, "carried from", piece.carried_from)
            for link in piece.attribution:
                yield from self._refer(where, Origin, "attribution", link)
            text = self._texts.get(piece.article)
            if text is None:
                continue
            for name, span in (("quote", piece.quote), ("cue", piece.cue)):
                wrong = misplaced(text, piece.anchor, span) if span is not None else None
                if wrong is not None:
                    yield Finding("error", where, f"its {name} {wrong}")

    def reviews(self) -> Iterator[Finding]:
        for review in self._project.reviews:
            where = self._names.review(review)
            yield from self._refer(where, Claim, "claim", review.claim)
            yield from self._refer(where, Article, "article", review.article)

    def originals(self) -> Iterator[Finding]:
        for name, wrong in self._project.original_faults():
            # Quotes rest on the texts, and these do not change with it.
            yield Finding("warning", f"original {name}", wrong)

    def _refer(self, where: str, kind: type[R], what: str, id: str | None) -> Iterator[Finding]:
        if id is not None and self._project.find(kind, id) is None:
            yield Finding("error", where, f"{what}: there is no {kind.__name__.lower()} {id}")
