"""What an export is made of: the claims chosen, with everything that belongs to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from annotations.agreement import STATUSES, Agreement, Unmarked, derive
from annotations.errors import ExportError
from annotations.exports.progress import Watch
from annotations.matrix import Row, columns
from annotations.records import Article, Claim, Evidence, Origin, Review
from annotations.soundness import misplaced

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

_LINE_END = re.compile(r"\r\n|\n|\r")


class Scope(NamedTuple):
    """What of a project is exported; what is empty or null leaves nothing out.

    Attributes:
        statuses: only claims with one of these statuses.
        tags: only claims with one of these tags.
        articles: only these articles, by label (all versions) or id, and the claims with a mark in them.
        annotator: only this person's evidence and reviews, and the claims that they made or marked.
    """

    statuses: Collection[str] = ()
    tags: Collection[str] = ()
    articles: Collection[str] = ()
    annotator: str | None = None

    @property
    def is_partial(self) -> bool:
        """Whether marks are left out, so that statuses are derived from fewer than there are."""
        return bool(self.articles) or self.annotator is not None


class Selection:
    """Chosen claims with their evidence and reviews, the chosen articles and all origins of a project.

    Where articles or an annotator are chosen, statuses are derived from what is exported alone: an export
    says nothing that it does not show.

    Args:
        project: the project.
        statuses, tags, articles, annotator: as in `Scope`.
        watch: told how far it is.
        at: when it is as of; the last change of a record if not given, so that two exports of the same
            records are the same.

    Attributes:
        project: the project that is exported.
        name: the name of the project's folder.
        scope: what was chosen.

    Raises:
        ExportError: there is no such article.
    """

    def __init__(
        self,
        project: Ledger,
        *,
        statuses: Collection[str] = (),
        tags: Collection[str] = (),
        articles: Collection[str] = (),
        annotator: str | None = None,
        watch: Watch | None = None,
        at: str | None = None,
    ) -> None:
        self.project = project
        self.name = name_of(project)
        self.scope = Scope(tuple(statuses), tuple(tags), tuple(articles), annotator)
        self.watch = watch or Watch()
        self._at = at
        self._line_ends: dict[str, list[int]] = {}
        self._articles = self._chosen_articles()

    @property
    def articles(self) -> list[Article]:
        """The chosen article versions in the order of creation."""
        return self._articles

    @property
    def origins(self) -> list[Origin]:
        """All origins in the order of creation."""
        return self.project.origins

    @cached_property
    def rows(self) -> list[Row]:
        """The chosen claims with their agreements, worst first."""
        rank = {status: number for number, status in enumerate(STATUSES)}
        return sorted(self._numbered, key=lambda row: (rank[row.agreement.status], row.number))

    @cached_property
    def columns(self) -> list[Article]:
        """The articles of the matrix: every version that is not superseded, by label."""
        chosen = {article.id for article in self.articles}
        return [article for article in columns(self.project) if article.id in chosen]

    @cached_property
    def claims(self) -> list[Claim]:
        """The chosen claims in the order of creation."""
        if self.scope.statuses:
            return [row.claim for row in self._numbered]
        return [claim for _, claim in self._candidates()]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each chosen claim as people see it."""
        return {claim.id: self.project.number(claim.id) for claim in self.claims}

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The evidence on the chosen claims in the order of creation."""
        if self.scope == Scope():
            return self.project.evidence
        claims = {claim.id for claim in self.claims}
        return list(self._marks(piece for piece in self.project.evidence if piece.claim in claims))

    @cached_property
    def reviews(self) -> list[Review]:
        """The reviews of the chosen claims in the order of creation."""
        if self.scope == Scope():
            return self.project.reviews
        claims = {claim.id for claim in self.claims}
        return [r for r in self.project.reviews if r.claim in claims and self._is_in(r)]

    @cached_property
    def at(self) -> str:
        """When the newest of the records was made, or any was changed; empty where nothing says."""
        if self._at is not None:
            return self._at
        stamps = {claim.modified for claim in self.claims}
        stamps.update(piece.modified for piece in self.evidence)
        stamps.update(review.at for review in self.reviews)
        return self.project.changed_after(max(stamps, default=""))

    def evidence_on(self, claim: str) -> list[Evidence]:
        """The chosen evidence on a claim, by label, version and place in the text."""
        return list(self._marks(self.project.evidence_on(claim)))

    def reviews_on(self, claim: str) -> list[Review]:
        """The chosen reviews of a claim."""
        return [review for review in self.project.reviews_on(claim) if self._is_in(review)]

    def text(self, article: str) -> str:
        """The text of an article version.

        Raises:
            ProjectError: it is missing or damaged.
        """
        return self.project.text(article)

    def check(self) -> None:
        """Hold every quote and every cue against the text where its anchor says that it stands there.

        Raises:
            ExportError: one is not what stands at its place.
            ProjectError: the text of an article is missing or damaged.
        """
        texts: dict[str, str] = {}
        for piece in self.watch.walk("checking", self.evidence):
            article = piece.article
            text = texts.get(article)
            if text is None:
                text = texts[article] = self.text(article)
            for name, span in (("quote", piece.quote), ("cue", piece.cue)):
                wrong = misplaced(text, piece.anchor, span) if span is not None else None
                if wrong is not None and span is not None:
                    raise ExportError(
                        f"evidence {piece.id}: its {name} is not what stands in article "
                        f"{self.project.article(article).label} from {span.start} to {span.end}"
                    )

    def line(self, piece: Evidence) -> int | None:
        """The line of its article, from 1, on which a quote begins; null for an orphan, whose place is gone.

        Raises:
            ProjectError: the text of the article is missing or damaged.
        """
        if piece.anchor == "orphan":
            return None
        if piece.article not in self._line_ends:
            text = self.text(piece.article)
            self._line_ends[piece.article] = [end.end() for end in _LINE_END.finditer(text)]
        return bisect_right(self._line_ends[piece.article], piece.quote.start) + 1

    def _chosen_articles(self) -> list[Article]:
        wanted = set(self.scope.articles)
        if not wanted:
            return self.project.articles
        chosen = [a for a in self.project.articles if a.id in wanted or a.label in wanted]
        unknown = wanted - {a.id for a in chosen} - {a.label for a in chosen}
        if unknown:
            raise ExportError(f"there is no article {min(unknown)}")
        return chosen

    @cached_property
    def _article_ids(self) -> frozenset[str]:
        return frozenset(article.id for article in self._articles)

    def _is_in(self, mark: Evidence | Review) -> bool:
        annotator = self.scope.annotator
        return mark.article in self._article_ids and annotator in (None, mark.annotator)

    def _marks(self, pieces: Iterable[Evidence]) -> Iterator[Evidence]:
        """Chosen evidence; what it was carried from is not named where it is not chosen itself."""
        for piece in pieces:
            if self._is_in(piece):
                before = piece.carried_from and self.project.find(Evidence, piece.carried_from)
                yield piece if not before or self._is_in(before) else replace(piece, carried_from=None)

    def _candidates(self) -> Iterator[tuple[int, Claim]]:
        """The chosen claims with their numbers, before statuses are looked at."""
        tags = set(self.scope.tags)
        for number, claim in enumerate(self.project.claims, start=1):
            if tags and tags.isdisjoint(claim.tags):
                continue
            if self.scope.is_partial:
                own = not self.scope.articles and claim.annotator == self.scope.annotator
                if not own and not self.evidence_on(claim.id) and not self.reviews_on(claim.id):
                    continue
            yield number, claim

    @cached_property
    def _numbered(self) -> list[Row]:
        rows = []
        for number, claim in self.watch.walk("deriving", list(self._candidates())):
            agreement = self.derived(claim)
            if not self.scope.statuses or agreement.status in self.scope.statuses:
                rows.append(Row(number, claim, agreement))
        return rows

    @cached_property
    def _unmarked(self) -> Unmarked:
        return Unmarked(self.articles)

    def derived(self, claim: Claim, withdrawn: Origin | None = None) -> Agreement:
        """The agreement on a claim as far as it is exported; with one origin withdrawn, if that is given."""
        if not self.scope.is_partial and withdrawn is None:
            return self.project.agreement(claim.id)
        origins = {origin.id: origin for origin in self.origins}
        if withdrawn is not None:
            origins[withdrawn.id] = replace(withdrawn, state="withdrawn")
        articles = {article.id: article for article in self.articles}
        evidence, reviews = self.evidence_on(claim.id), self.reviews_on(claim.id)
        return derive(claim, evidence, reviews, articles, origins, self._unmarked)


def name_of(project: Ledger) -> str:
    """The name of a project: its folder's."""
    return (project.folder.resolve().name if project.folder is not None else "") or "variorum"
