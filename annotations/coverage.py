"""How far the reading is: claims met and cells open, article by article and in the whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger


class ArticleCoverage(NamedTuple):
    """How far one current article version is.

    Attributes:
        article: its id.
        met: claims that are marked in it, or were looked for in it.
        open: claims that are neither.
        read: whether no claim is open and at least one was not found by reading all of it.
    """

    article: str
    met: int
    open: int
    read: bool


class Coverage(NamedTuple):
    """How far a project is. `articles` are the current ones, by label."""

    articles: tuple[ArticleCoverage, ...]
    claims: int

    @property
    def met(self) -> int:
        """How many cells are met."""
        return sum(article.met for article in self.articles)

    @property
    def open(self) -> int:
        """How many cells are open."""
        return sum(article.open for article in self.articles)


def coverage(project: Ledger) -> Coverage:
    """How far the reading of a project is; only what has changed since the last time is counted anew."""
    tally = project.tally
    claims = tally.claims
    figures = []
    for article in project.current_articles:
        met = tally.met(article.id)
        read = met == claims and any(review.basis == "read" for review in project.reviews_in(article.id))
        figures.append(ArticleCoverage(article.id, met, claims - met, read))
    return Coverage(tuple(figures), claims)
