"""Numbers, dates and names of the two passages that a person is looking at: which are the same, and where one
gives another figure for the same thing. It is pointed out and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.records import Evidence
from tui.prefill import LONGEST

if TYPE_CHECKING:
    from annotations import Project
    from annotations.matching import Match
    from tui.desk import Desk

Span = tuple[int, int]


class Passage(NamedTuple):
    """Words of an article."""

    article: str
    words: str


def in_words(project: Project, one: Passage, other: Passage) -> list[str]:
    """What is the same in two passages, and what a person might check, a line each, not safe to show; none
    where there is neither."""
    if max(len(one.words), len(other.words)) > LONGEST:
        return []
    from annotations.matching import compare
    from annotations.matching.dates import day_of

    articles = project.article(one.article), project.article(other.article)
    days = [day_of(article.published) for article in articles]
    found = compare(one.words, other.words, *days)
    lines = []
    if found.equal:
        lines.append("same: " + ", ".join(dict.fromkeys(_both(one, other, match) for match in found.equal)))
    if found.differs:
        labels = [article.label for article in articles]
        told = dict.fromkeys(
            f"{labels[0]} {one.words[slice(*match.here)]}, {labels[1]} {other.words[slice(*match.there)]}"
            for match in found.differs
        )
        lines.append("differs, check: " + "; ".join(told))
    return lines


def _both(one: Passage, other: Passage, match: Match) -> str:
    """ "1,000", or where it is written otherwise on the other side "a thousand = 1,000"."""
    here, there = one.words[slice(*match.here)], other.words[slice(*match.there)]
    return here if here.casefold() == there.casefold() else f"{here} = {there}"


def on_the_walk(desk: Desk) -> list[str]:
    """The same for the quote that a walk began with and the passage that it is at."""
    walk, article = desk.walk, desk.article
    if walk is None or article is None or walk.article != article or walk.home is None:
        return []
    home = desk.project.find(Evidence, walk.home)
    opened, span = desk.opened(article), desk.place_in(article)
    if home is None or home.article == article or opened is None or span is None:
        return []
    here = Passage(article, opened.text.raw[slice(*span)])
    return in_words(desk.project, Passage(home.article, home.quote.exact), here)
