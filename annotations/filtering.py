"""Which claims somebody wants to see: a few words, tags, statuses, types and sources, read from one line.

``bridge #number status:disputed type:plan source:B open:C`` – words stand in the claim's text; ``#`` begins
a tag; ``source:B`` says something to the claim, ``open:C`` was not looked at for it yet. Case and accents do
not matter, and a tag, status or type may be cut short. Of what a claim has one only (status, type) any that
is named will do; of everything else all must hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.agreement import STATUSES, Status
from annotations.records import Article, Claim
from annotations.text.folding import fold
from annotations.wording import STATUS_LABELS

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

#: What may stand before a colon.
KEYS = ("status", "type", "source", "open", "tag")
#: The type of a claim that has none.
NO_TYPE = "none"
_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+|"')


@dataclass(frozen=True)
class ClaimFilter:
    """What a claim must be to be shown.

    Attributes:
        words: folded; all of them must stand in the claim's text.
        tags: the folded beginning of each tag that the claim must have.
        types: ids of claim types, one of which it must have; null for a claim without one.
        statuses: one of which it must have.
        sources: per source that must say something to it: the claims that it says something to.
        open_in: per source that must be open: whether a claim has been met in it.
        problems: what could not be understood, in words; such a filter admits nothing.
    """

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    types: frozenset[str | None] | None = None
    statuses: frozenset[Status] | None = None
    sources: tuple[frozenset[str], ...] = ()
    open_in: tuple[Callable[[str], bool], ...] = ()
    problems: tuple[str, ...] = ()

    def admits(self, claim: Claim) -> bool:
        """Whether a claim is to be shown, as far as that can be told without its status."""
        if self.problems or (self.types is not None and claim.type not in self.types):
            return False
        if self.words:
            text = fold(claim.text)
            if not all(word in text for word in self.words):
                return False
        tags = [fold(tag) for tag in claim.tags] if self.tags else []
        return (
            all(any(tag.startswith(wanted) for tag in tags) for wanted in self.tags)
            and all(claim.id in claims for claims in self.sources)
            and not any(is_met(claim.id) for is_met in self.open_in)
        )

    def admits_status(self, status: Status) -> bool:
        """Whether a claim with this status is to be shown."""
        return self.statuses is None or status in self.statuses


def read_filter(line: str, project: Ledger) -> ClaimFilter:
    """The filter that a line describes. What is only begun (``status:``) asks for nothing yet."""
    words, tags, problems = [], [], []
    types: set[str | None] = set()
    statuses: set[Status] = set()
    sources: list[frozenset[str]] = []
    open_in: list[Callable[[str], bool]] = []
    for word in _WORD.findall(line):
        key, colon, value = word.partition(":")
        key = key.casefold()
        if word.startswith("#"):
            key, value = "tag", word[1:]
        elif not colon or key not in KEYS:
            key, value = "", word
        value = fold(value.replace('"', "")).strip()
        if not value:
            continue
        if key == "":
            words.append(value)
        elif key == "tag":
            tags.append(value)
        elif key == "status":
            found = _statuses(value)
            statuses.update(found)
            problems += [] if found else [f"no status {value}"]
        elif key == "type":
            kinds = _types(value, project)
            types.update(kinds)
            problems += [] if kinds else [f"no type {value}"]
        else:
            articles = _sources(value, project)
            problems += [] if articles else [f"no source {value}"]
            if key == "source":
                said = (piece.claim for article in articles for piece in project.evidence_in(article.id))
                sources.append(frozenset(said))
            else:
                open_in += [_met_in(project, article) for article in articles if article.state == "current"]
    return ClaimFilter(
        words=tuple(words),
        tags=tuple(tags),
        types=frozenset(types) if types else None,
        statuses=frozenset(statuses) if statuses else None,
        sources=tuple(sources),
        open_in=tuple(open_in),
        problems=tuple(problems),
    )


def _statuses(value: str) -> list[Status]:
    value = value.replace("-", "_").replace(" ", "_")
    exactly = [status for status in STATUSES if status == value]
    return exactly or [
        status
        for status in STATUSES
        if status.startswith(value) or STATUS_LABELS[status].replace(" ", "_").startswith(value)
    ]


def _types(value: str, project: Ledger) -> list[str | None]:
    if value == NO_TYPE:
        return [None]
    types = project.codebook.types
    exactly: list[str | None] = [entry.id for entry in types if fold(entry.id) == value]
    return exactly or [
        entry.id for entry in types if fold(entry.id).startswith(value) or fold(entry.label).startswith(value)
    ]


def _sources(value: str, project: Ledger) -> Collection[Article]:
    """The articles with this label, or else those whose publisher's name holds it; no superseded versions."""
    articles = [article for article in project.listed_articles if article.state != "superseded"]
    exactly = [article for article in articles if fold(article.label) == value]
    return exactly or [article for article in articles if value in fold(article.publisher or article.title)]


def _met_in(project: Ledger, article: Article) -> Callable[[str], bool]:
    tally, id = project.tally, article.id
    return lambda claim: tally.is_met(claim, id)
