"""The versions of articles: what each changed, what became of the evidence, and what was dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.anchoring import Carrier, Differences, Kind, differences
from annotations.records import Anchor, Article, Evidence, quote_of
from annotations.text import sentences

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.editing.versions import Reanchored

KINDS: tuple[Kind, ...] = ("kept", "removed", "inserted", "moved")
ANCHORS: tuple[Anchor, ...] = ("exact", "moved", "changed", "orphan")


class Version(NamedTuple):
    """One version of an article.

    Attributes:
        article: the version.
        changed: how many code points were kept, removed, inserted and moved since the version before; null
            for the first.
        anchors: how much evidence there is on it, by anchor.
    """

    article: Article
    changed: dict[Kind, int] | None
    anchors: dict[Anchor, int]


class Dropped(NamedTuple):
    """A sentence with evidence about a claim that the next version of its article no longer has.

    Attributes:
        piece: the evidence, on the version that still had the sentence.
        old: that version.
        new: the next one.
        start: where the sentence begins in the old text, in code points.
        end: where it ends.
        words: the sentence, or the sentences where the quote is in several.
        copy: what became of the evidence on the new version; null where it was deleted there.
    """

    piece: Evidence
    old: Article
    new: Article
    start: int
    end: int
    words: str
    copy: Evidence | None


class Work(NamedTuple):
    """An article in all its versions, the oldest first, and what its updates dropped."""

    versions: list[Version]
    dropped: list[Dropped]


def works(project: Ledger) -> list[Work]:
    """All articles of a project, by label.

    Raises:
        ProjectError: the text of a version of an article with several is missing or damaged.
    """
    by_work: dict[str, list[Article]] = {}
    for article in sorted(project.articles, key=lambda a: (len(a.label), a.label, a.version)):
        by_work.setdefault(article.work, []).append(article)
    return [_work(project, articles) for articles in by_work.values()]


def dropped(project: Ledger) -> list[Dropped]:
    """The sentences with evidence that updates have dropped, by label, version and place.

    Raises:
        ProjectError: the text of a version of an article with several is missing or damaged.
    """
    return [found for work in works(project) for found in work.dropped]


def works_data(project: Ledger, found: Sequence[Work]) -> dict[str, Any]:
    """Articles as plain values, as ``variorum versions --json`` prints them."""
    return {
        "works": [
            {
                "work": work.versions[0].article.work,
                "label": work.versions[0].article.label,
                "versions": [_version_data(version) for version in work.versions],
                "dropped": [_dropped_data(project, one) for one in work.dropped],
            }
            for work in found
        ]
    }


def reanchored_data(project: Ledger, found: Sequence[Reanchored]) -> dict[str, Any]:
    """What became of evidence as plain values, as ``variorum reanchor --json`` prints it.

    ``text`` is what stands at the place now, and null for an orphan, which has none.
    """
    return {
        "changed": sum(one.changed for one in found),
        "pieces": [_reanchored_data(project, one) for one in found],
    }


def _reanchored_data(project: Ledger, one: Reanchored) -> dict[str, Any]:
    piece, article = one.after, project.article(one.after.article)
    quote = piece.quote
    return {
        "id": piece.id,
        "claim": piece.claim,
        "number": project.number(piece.claim),
        "article": article.id,
        "label": article.label,
        "version": article.version,
        "was": one.before.anchor,
        "now": piece.anchor,
        "changed": one.changed,
        "start": quote.start,
        "end": quote.end,
        "exact": quote.exact,
        "text": None if piece.anchor == "orphan" else project.text(article.id)[quote.start : quote.end],
    }


def _work(project: Ledger, articles: list[Article]) -> Work:
    versions = [_version(project, articles[0], None)]
    lost: list[Dropped] = []
    for old, new in pairwise(articles):
        difference = differences(project.text(old.id), project.text(new.id))
        changed: Counter[Kind] = Counter()
        for span in difference.spans:
            changed[span.kind] += max(span.old_end - span.old_start, span.new_end - span.new_start)
        versions.append(_version(project, new, {kind: changed[kind] for kind in KINDS}))
        lost += dropped_between(project, old, new, difference)
    return Work(versions, lost)


def _version(project: Ledger, article: Article, changed: dict[Kind, int] | None) -> Version:
    anchors = Counter(piece.anchor for piece in project.evidence_in(article.id))
    return Version(article, changed, {anchor: anchors[anchor] for anchor in ANCHORS})


def dropped_between(project: Ledger, old: Article, new: Article, difference: Differences) -> list[Dropped]:
    """The sentences with evidence in one version that another one has no longer.

    Args:
        project: the project.
        old, new: the versions.
        difference: between their texts.
    """
    text, now, carrier = difference.old, difference.new, Carrier(difference)
    cut = sentences(text)
    copies = {piece.carried_from: piece for piece in project.evidence_in(new.id)}
    found = []
    for piece in project.evidence_in(old.id):
        quote = piece.quote
        around = [span for span in cut if span[0] < quote.end and span[1] > quote.start]
        if piece.anchor not in ("exact", "moved") or not around:
            continue
        start, end = around[0][0], around[-1][1]
        sentence = quote_of(text, start, end)
        # Not dropped where the words still stand somewhere, or others that resemble them.
        lost = all(carrier.carry(one).anchor == "orphan" for one in (sentence, quote))
        if lost and sentence.exact not in now:
            copy = copies.get(piece.id)
            found.append(Dropped(piece, old, new, start, end, sentence.exact, copy))
    return found


def _version_data(version: Version) -> dict[str, Any]:
    article = version.article
    return {
        "id": article.id,
        "version": article.version,
        "title": article.title,
        "state": article.state,
        "published": article.published,
        "retrieved": article.retrieved,
        "chars": article.chars,
        "changed": version.changed,
        "anchors": version.anchors,
    }


def _dropped_data(project: Ledger, one: Dropped) -> dict[str, Any]:
    return {
        "claim": one.piece.claim,
        "number": project.number(one.piece.claim),
        "stance": one.piece.stance,
        "evidence": one.piece.id,
        "from": one.old.id,
        "to": one.new.id,
        "start": one.start,
        "end": one.end,
        "sentence": one.words,
        "quote": msgspec.to_builtins(one.piece.quote),
        "now": None if one.copy is None else {"evidence": one.copy.id, "anchor": one.copy.anchor},
    }
