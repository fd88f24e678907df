"""Who a passage seems to have it from, shown before it is marked and filled in with the mark."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotations import Project
from annotations.records import Cue, Origin
from tui.reader.article_text import ArticleText

if TYPE_CHECKING:
    from annotations.attribution import Proposal

Span = tuple[int, int]
#: How many sentences before a passage are looked at for whoever "he" or "the ministry" is.
BEFORE = 40
#: A sentence longer than this, in code points, is none: a line of a table or of a program. Looking for who
#: says it would take longer than a key may.
LONGEST = 5_000


def is_ready() -> bool:
    """Whether what reads cues is loaded, which takes some 20 ms and is done behind the first screen."""
    return "annotations.attribution.proposing" in sys.modules


def get_ready() -> None:
    """Load what reads cues; may be called on any thread."""
    import annotations.attribution  # noqa: F401


def proposed_for(project: Project, text: ArticleText, span: Span) -> Proposal:
    """Who the words of a span seem to have it from, by the words around them; some 0.1 ms.

    Args:
        project: the project, by whose origins names are known again.
        text: the article.
        span: the passage, in code points.
    """
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


def in_words(project: Project, proposal: Proposal) -> str:
    """A proposal in a few words, not safe to show: "TASS ← Shoigu", "own voice", with the certainty."""
    names = []
    for link in proposal.links:
        known = project.find(Origin, link.origin) if link.origin is not None else None
        names.append(known.name if known is not None else link.name)
    words = " ← ".join(names) or "own voice"
    if proposal.inferred:
        words += "?"
    return words if proposal.certainty == "certain" else f"{words} · {proposal.certainty}"


def alternatives(
    project: Project, proposal: Proposal, last: Sequence[str] | None
) -> list[tuple[str | Origin, ...]]:
    """The chains that are worth offering for a passage, one after another: what is proposed, only its
    ultimate origin, only its nearest relay, the one given last, the article's own voice."""
    whole = tuple(chain_of(project, proposal))
    offered = [whole, whole[-1:], whole[:1]]
    if last is not None and all(project.find(Origin, id) is not None for id in last):
        offered.append(tuple(last))
    offered.append(())
    found: dict[tuple[str, ...], tuple[str | Origin, ...]] = {}
    for chain in offered:
        found.setdefault(tuple(_key(link) for link in chain), chain)
    return list(found.values())


def _key(link: str | Origin) -> str:
    return link if isinstance(link, str) else link.id
