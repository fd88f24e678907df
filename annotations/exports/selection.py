"""What an export is made of: the claims chosen, with everything that belongs to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import TYPE_CHECKING

from annotations.matrix import Row, matrix
from annotations.records import Article, Claim, Evidence, Origin, Review, utc_now

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

_LINE_END = re.compile(r"\r\n|\n|\r")


class Selection:
    """Chosen claims with their evidence and reviews, and all articles and origins of a project.

    Attributes:
        project: the project that is exported.
        name: the name of the project's folder.
        statuses, tags: what was chosen by; empty means everything.
        rows: the chosen claims with their agreements, worst first.
        columns: the articles of the matrix: every version that is not superseded, by label.
        at: when the export was made.
    """

    def __init__(
        self,
        project: Ledger,
        *,
        statuses: Collection[str] = (),
        tags: Collection[str] = (),
        at: str | None = None,
    ) -> None:
        table = matrix(project, statuses=statuses, tags=tags)
        self.project = project
        self.name = name_of(project)
        self.statuses = tuple(statuses)
        self.tags = tuple(tags)
        self.columns: list[Article] = table.articles
        self.rows: list[Row] = table.rows
        self.at = at or utc_now()
        self._chosen = {row.claim.id for row in table.rows}
        self._line_ends: dict[str, list[int]] = {}

    @property
    def articles(self) -> list[Article]:
        """All article versions in the order of creation."""
        return self.project.articles

    @property
    def origins(self) -> list[Origin]:
        """All origins in the order of creation."""
        return self.project.origins

    @property
    def claims(self) -> list[Claim]:
        """The chosen claims in the order of creation."""
        return [claim for claim in self.project.claims if claim.id in self._chosen]

    @property
    def evidence(self) -> list[Evidence]:
        """The evidence on the chosen claims in the order of creation."""
        return [piece for piece in self.project.evidence if piece.claim in self._chosen]

    @property
    def reviews(self) -> list[Review]:
        """The reviews of the chosen claims in the order of creation."""
        return [review for review in self.project.reviews if review.claim in self._chosen]

    def line(self, piece: Evidence) -> int | None:
        """The line of its article, from 1, on which a quote begins; null for an orphan, whose place is gone.

        Raises:
            ProjectError: the text of the article is missing or damaged.
        """
        if piece.anchor == "orphan":
            return None
        if piece.article not in self._line_ends:
            text = self.project.text(piece.article)
            self._line_ends[piece.article] = [end.end() for end in _LINE_END.finditer(text)]
        return bisect_right(self._line_ends[piece.article], piece.quote.start) + 1


def name_of(project: Ledger) -> str:
    """The name of a project: its folder's."""
    return (project.folder.resolve().name if project.folder is not None else "") or "variorum"
