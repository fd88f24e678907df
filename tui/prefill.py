"""Who a passage seems to have it from, shown before it is marked and filled in with the mark."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations import Project
from annotations.records import CERTAINTIES, Certainty, Cue, Origin
from tui.reader.article_text import ArticleText

if TYPE_CHECKING:
    from annotations.attribution import Proposal

Span = tuple[int, int]
#: How many sentences before a passage are looked at for whoever "he" or "the ministry" is.
BEFORE = 40
#: A sentence longer than this, in code points, is none: a line of a table or of a program. Looking for who
#: says it would take longer than a key may.
LONGEST = 5_000
#: Up to how many origins more that the sentence names are offered.
NAMED = 3


def is_ready() -> bool:
    """Whether what reads cues is loaded, which takes some 20 ms and is done behind the first screen."""
    return "annotations.attribution.proposing" in sys.modules


def get_ready() -> None:
    """Load what reads cues; may be called on any thread."""
    import annotations.attribution  # noqa: F401


def proposed_for(project: Project, text: ArticleText, span: Span, article: str | None = None) -> Proposal:
    """Who the words of a span seem to have it from, by the words around them; some 0.1 ms.

    Args:
        project: the project, by whose origins names are known again.
        text: the article.
        span: the passage, in code points.
        article: the article's id, where what a person has said of the same words before is to hold here, too.
    """
    found = _read(project, text, span)
    return found if article is None else _as_settled(project, text, span, article, found)


def _read(project: Project, text: ArticleText, span: Span) -> Proposal:
    """What the words alone give."""
    from annotations.attribution import Proposal, attribute

    start, end = span
    number = text.sentence_at(start)
    if start >= end or number < 0:
        return Proposal()
    first, last = max(0, number - BEFORE), min(text.sentence_count, number + 2)
    spans = [text.sentence_span(n) for n in range(first, last)]
    here = number - first
    while spans and spans[0][1] - spans[0][0] > LONGEST and here > 0:
        spans.pop(0)
        here -= 1
    # From the nearest sentence that is too long on: what is before it is too far away anyway.
    for at in range(here, -1, -1):
        if spans[at][1] - spans[at][0] > LONGEST:
            spans = spans[at + 1 :]
            break
    if not spans or not spans[0][0] <= start < spans[-1][1]:
        return Proposal()
    return attribute(text.raw, spans, start, end, project.origins)


def _as_settled(project: Project, text: ArticleText, span: Span, article: str, found: Proposal) -> Proposal:
    """A proposal as a person has put it right before: where the same was read for another passage of the
    sentence, and somebody has said that it is from somebody else, it is so here."""
    from annotations.attribution import link_to

    start, end = text.sentence_span(text.sentence_at(span[0])) if text.sentence_count else (0, 0)
    settled = [piece for piece in project.evidence_between(article, start, end) if not piece.proposed]
    piece = max(settled, key=lambda piece: (piece.modified, piece.id), default=None)
    if piece is None or piece.attribution == tuple(link.origin for link in found.links):
        return found
    if _read(project, text, (piece.quote.start, piece.quote.end)).links != found.links:
        return found
    origins = [project.origin(id) for id in piece.attribution]
    links = tuple(map(link_to, origins))
    # Without words that say so it is taken from the context: from what was said of the same sentence.
    inferred = bool(links) and (piece.inferred or found.cue is None)
    return found._replace(links=links, inferred=inferred, cue=found.cue if links else None)


def chain_of(project: Project, proposal: Proposal) -> list[str | Origin]:
    """The links of a proposal as `Project.mark` takes them: ids, and origins that are still to be made."""
    drafts: dict[str, Origin] = {}
    chain: list[str | Origin] = []
    for link in proposal.links:
        if link.origin is not None:
            chain.append(link.origin)
        else:
            chain.append(drafts.setdefault(link.name, project.draft_origin(link.name, link.kind)))
    return chain


def fields_of(project: Project, text: str, proposal: Proposal, *, shown: bool) -> dict[str, Any]:
    """What a proposal fills in with a mark.

    Args:
        project: the project.
        text: the text of the article.
        proposal: who the passage seems to have it from.
        shown: it was on the screen before the key that marks, which has thereby accepted it.
    """
    if not proposal.links and proposal.cue is None:
        return {}
    cue = proposal.cue
    return {
        "attribution": chain_of(project, proposal),
        "inferred": proposal.inferred,
        "certainty": proposal.certainty,
        "cue": Cue(start=cue[0], end=cue[1], exact=text[slice(*cue)]) if cue is not None else None,
        "proposed": not shown,
    }


def as_turned(project: Project, proposal: Proposal, chain: Sequence[Origin]) -> Proposal:
    """A proposal with the chain to which a person has turned it."""
    from annotations.attribution import link_to

    links = tuple(link_to(origin, there=project.find(Origin, origin.id) is not None) for origin in chain)
    same = [link.name for link in links] == [link.name for link in proposal.links]
    cue = proposal.cue if same else None
    return proposal._replace(links=links, cue=cue, inferred=proposal.inferred and same)


def in_words(project: Project, proposal: Proposal) -> str:
    """A proposal in a few words, not safe to show: "TASS ← Shoigu", "own voice", with the certainty."""
    names = []
    for link in proposal.links:
        known = project.find(Origin, link.origin) if link.origin is not None else None
        names.append(known.name if known is not None else link.name)
    words = " ← ".join(names) or "own voice"
    if proposal.inferred:
        words += "?"
    firmness = project.codebook.certainty_label(proposal.certainty)
    return words if proposal.certainty == "certain" else f"{words} · {firmness}"


def alternatives(
    project: Project, text: ArticleText, proposal: Proposal, article: str, span: Span
) -> list[tuple[str | Origin, ...]]:
    """The chains that are worth offering for a passage, one after another.

    What is proposed; only its ultimate origin; only its nearest relay; whoever has issued the document that
    it ends with; with an origin more that the sentence names; what the passage before it in the article is
    from; the article's own voice.

    Args:
        project: the project.
        text: the text of its article.
        proposal: who the passage seems to have it from.
        article: the article's id.
        span: the passage.
    """
    from annotations.attribution import issuer, named

    whole = tuple(chain_of(project, proposal))
    offered = [whole, whole[-1:], whole[:1]]
    if proposal.links and proposal.links[-1].kind == "document":
        behind = issuer(proposal.links[-1].name)
        if behind is not None:
            offered.append((*whole[:-1], project.origin_named(behind) or project.draft_origin(behind)))
    sentence = text.sentence_span(text.sentence_at(span[0]))
    there = [origin.id for origin in named(text.raw, *sentence, project.origins)]
    offered += [(*whole, id) for id in there if id not in {_key(link) for link in whole}][:NAMED]
    before = [
        known
        for known in project.evidence_in(article)
        if known.attribution and (known.quote.start, known.quote.end) < span
    ]
    if before:
        offered.append(max(before, key=lambda known: (known.quote.start, known.modified)).attribution)
    offered.append(())
    found: dict[tuple[str, ...], tuple[str | Origin, ...]] = {}
    for chain in offered:
        found.setdefault(tuple(_key(link) for link in chain), chain)
    return list(found.values())


class Turning(NamedTuple):
    """The chains that are offered for a passage of an article, one after another.

    The origins in them are records, so that one can come back that went with a chain which alone named it.
    """

    article: str
    span: Span
    chains: list[tuple[Origin, ...]]

    @classmethod
    def over(
        cls, project: Project, article: str, span: Span, chains: list[tuple[str | Origin, ...]]
    ) -> Turning:
        """Turn over chains as `alternatives` gives them."""
        found = [
            tuple(project.origin(link) if isinstance(link, str) else link for link in chain)
            for chain in chains
        ]
        return cls(article, span, found)

    def at(self, chain: tuple[str, ...]) -> int | None:
        """Which of them a chain of ids is, from 0; null if it is none of them."""
        keys = [tuple(map(_key, offered)) for offered in self.chains]
        return keys.index(chain) if chain in keys else None

    def after(self, chain: tuple[str, ...]) -> tuple[Origin, ...]:
        """The chain to offer after one of ids; the first if it is none of them."""
        at = self.at(chain)
        return self.chains[0 if at is None else (at + 1) % len(self.chains)]


def next_certainty(now: Certainty, filled_in: Certainty) -> Certainty:
    """How firmly it is said after `now`: certain, hedged, uncommitted in a ring. From a hedge that was filled
    in the first turn is to certain, since whoever turns it does not see that hedge there."""
    ring: tuple[Certainty, ...] = (
        CERTAINTIES if filled_in != "hedged" else ("hedged", "certain", "uncommitted")
    )
    return ring[(ring.index(now) + 1) % len(ring)]


def _key(link: str | Origin) -> str:
    return link if isinstance(link, str) else link.id
