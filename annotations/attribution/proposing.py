"""The chain of origins that a passage names, as a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from annotations.attribution.context import before, resolved
from annotations.attribution.cues import find_cues
from annotations.attribution.hedges import find_hedge
from annotations.attribution.phrases import Party, party
from annotations.attribution.scopes import FoundCue
from annotations.attribution.tokens import QUOTES, Token, tokens
from annotations.origins import find_origin
from annotations.records import Certainty, Origin, OriginKind
from annotations.text.folding import fold

_ISSUED: Final = re.compile(r"\b(?:from|by|of) (?:the |an? )?([^\W\d_].*)$")


class Link(NamedTuple):
    """Somebody in a chain: an origin of the project; or null, and name and kind that a new one would have."""

    name: str
    origin: str | None
    kind: OriginKind


def link_to(origin: Origin, *, there: bool = True) -> Link:
    """The link to an origin: of the project, or where it is not `there`, one that is still to be made."""
    return Link(origin.name, origin.id if there else None, origin.kind)


class Proposal(NamedTuple):
    """Who a passage seems to have something from. Nothing of it counts until a person accepts it.

    Attributes:
        links: nearest relay first, ultimate origin last; empty is the article's own voice.
        cue: the words that say so, start and end in code points; null where there are none.
        inferred: whether a link was taken from what stands before the sentence.
        certainty: how firmly the passage says it.
    """

    links: tuple[Link, ...] = ()
    cue: tuple[int, int] | None = None
    inferred: bool = False
    certainty: Certainty = "certain"


def attribute(
    text: str, sentences: Sequence[tuple[int, int]], start: int, end: int, origins: Iterable[Origin] = ()
) -> Proposal:
    """Propose who ``text[start:end]`` has something from.

    Args:
        text: the text of an article.
        sentences: its sentences (`annotations.text.sentences`); offsets in code points, as all here.
        start: where the passage begins.
        end: where it ends.
        origins: the origins of the project, by which names and aliases are known again.
    """
    number = _sentence_of(sentences, start, end)
    if number is None:
        return Proposal()
    line = tokens(text, *sentences[number])
    governing = _governing(find_cues(line), start, end, sentences[number])
    links, inferred = _links(governing, text, sentences, number)
    cue = (min(c.start for c in governing), max(c.end for c in governing)) if links else None
    firmness: Certainty = _weakest([c.certainty for c in governing]) if links else "certain"
    if not governing:
        links = _inherited(line, text, sentences, number)
        inferred = bool(links)
    hedge = find_hedge(text, *_reach(text, sentences[number], start, end), passage=start)
    if hedge is not None:
        firmness = _weakest([firmness, hedge[1]])
        cue = cue or (None if links else hedge[0])
    known = list(origins)
    return Proposal(tuple(_link(one, known) for one in links), cue, inferred, firmness)


def named(text: str, start: int, end: int, origins: Iterable[Origin]) -> list[Origin]:
    """The origins of the project that a sentence names, by any of their names, or a person by the surname.

    What no cue tells, a person may still see there, and choose.

    Args:
        text: the text of an article.
        start: where the sentence begins, in code points.
        end: where it ends.
        origins: the origins of the project.
    """
    line = f" {' '.join(_words(text[start:end]))} "
    return [
        origin for origin in origins if any(f" {' '.join(_words(name))} " in line for name in _called(origin))
    ]


def issuer(name: str) -> str | None:
    """Whose report it is, where the name of a document says that: "report by the Marine Board" is the Marine
    Board's; null where it does not."""
    found = _ISSUED.search(name)
    return found.group(1) if found is not None else None


def _called(origin: Origin) -> list[str]:
    """The names by which an origin may be called, its surname among them if it is somebody."""
    names = [origin.name, *origin.aliases]
    if origin.kind in ("person", "official") and " " in origin.name:
        names.append(origin.name.split()[-1])
    return names


def _words(name: str) -> list[str]:
    return [token.low for token in tokens(name, 0, len(name)) if token.is_word]


def _sentence_of(sentences: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """The sentence that a passage begins in, or the next one where it begins between two."""
    return next((number for number, (_, last) in enumerate(sentences) if last > start), None) if end else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _governing(cues: Sequence[FoundCue], start: int, end: int, sentence: tuple[int, int]) -> list[FoundCue]:
    """The cues that govern a passage, the outermost first."""
    passage = (start, min(end, sentence[1]))
    leading = [cue for cue in cues if cue.sort in ("says", "according")]
    # What the passage has of the words of a cue is nothing that the cue governs.
    own = sum(_overlap(passage, (cue.start, cue.end)) for cue in leading)
    most = max(1, passage[1] - passage[0] - own)
    taken = [cue for cue in leading if _overlap(passage, cue.scope) * 2 > most]
    if not taken:
        inside = [
            cue
            for cue in leading
            if _overlap(passage, cue.clause) == cue.clause[1] - cue.clause[0] and not cue.aside
        ]
        taken = [cue for cue in inside if cue.clause == inside[0].clause] if inside else []
    else:
        # A passage that has two clauses in it is told by the cues of the first of them.
        clause = taken[0].clause
        taken = [cue for cue in taken if cue.clause == clause or _overlap(passage, clause) == 0]
    if not leading:
        taken = [cue for cue in cues if cue.sort == "cites" and _overlap(passage, cue.scope)]
    taken = _nested(taken)
    chain: list[FoundCue] = []
    for cue in taken:
        beside = [
            other
            for other in cues
            if other.sort in ("relays", "cites") and other is not cue and _host(other, leading) is cue
        ]
        chain += [other for other in beside if other.sort == "relays"]
        chain.append(cue)
        chain += [other for other in beside if other.sort == "cites"]
    return chain or taken


def _nested(cues: list[FoundCue]) -> list[FoundCue]:
    """Cues with the outer ones first: the one in whose reach another stands passes on what that one says."""

    def depth(cue: FoundCue) -> int:
        return sum(
            other is not cue and other.scope[0] <= cue.start < other.scope[1] and not _inside(other, cue)
            for other in cues
        )

    return sorted(cues, key=lambda cue: (depth(cue), cue.start))


def _inside(cue: FoundCue, other: FoundCue) -> bool:
    """Whether a cue stands in what the other one governs, as that one stands in what it governs: then the one
    that comes after what it governs is the outer one."""
    mutual = other.scope[0] <= cue.start < other.scope[1]
    return (
        mutual
        and not other.inserted
        and not (cue.follows or cue.sort == "according")
        and (other.follows or other.sort == "according")
    )


def _host(cue: FoundCue, leading: Sequence[FoundCue]) -> FoundCue | None:
    """The cue that another one belongs to: the nearest before it in its clause, else the next."""
    same = [other for other in leading if other.clause == cue.clause]
    earlier = [other for other in same if other.at <= cue.at]
    if earlier:
        return earlier[-1]
    return same[0] if same else None


def _links(
    governing: Sequence[FoundCue],
    text: str,
    sentences: Sequence[tuple[int, int]],
    number: int,
) -> tuple[list[Party], bool]:
    links: list[Party] = []
    inferred = False
    for cue in governing:
        who = party(cue.phrase.name, begins=cue.phrase.first == 0)
        if who is None:
            continue
        found = resolved(who, before(text, sentences, number, cue.start))
        if found is None:
            continue
        named, taken = found
        inferred = inferred or taken
        if not any(fold(named.name) == fold(link.name) for link in links):
            links.append(named)
    return links, inferred


def _inherited(
    line: Sequence[Token], text: str, sentences: Sequence[tuple[int, int]], number: int
) -> list[Party]:
    """Whom a sentence without a cue goes on to quote: who speaks in the sentence before it."""
    if number == 0 or not line:
        return []
    start, end = sentences[number - 1]
    previous = tokens(text, start, end)
    cues = [cue for cue in find_cues(previous) if cue.sort in ("says", "according") and not cue.aside]
    if not cues or not _goes_on(line, previous):
        return []
    last = cues[-1]
    governing = _governing(find_cues(previous), *last.scope, (start, end))
    return _links(governing or [last], text, sentences, number - 1)[0]


_CONTINUING = frozenset({"it", "they", "these", "those", "this"})
_FURTHER = frozenset({"additionally", "furthermore", "moreover"})
_LATER = frozenset({"would", "will"})


def _goes_on(line: Sequence[Token], previous: Sequence[Token]) -> bool:
    """Whether a sentence goes on with what was said: in quotation marks, or "It would …" after a report."""
    whole = line[0].word in QUOTES or (line[0].word == '"')
    closed = line[-1].word in QUOTES | {"”", '"', "»"} or (
        len(line) > 1 and line[-2].word in '”"»' and not line[-1].is_word
    )
    if whole and closed:
        return True
    opened = sum(token.word in "“«" for token in previous) > sum(token.word in "”»" for token in previous)
    if opened:
        return True
    modal = any(token.low in _LATER for token in line[1:4])
    if line[0].low in _CONTINUING:
        return modal
    if line[0].low in _FURTHER:
        return True
    named = {token.low for token in previous if len(token.word) > 3}
    return line[0].low == "the" and len(line) > 2 and line[1].low in named and modal


def _reach(text: str, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """A passage with the beginning of the part of the sentence that it stands in: a hedge governs what comes
    after it, up to the next comma."""
    begin = max(sentence[0], text.rfind(",", sentence[0], start) + 1)
    return min(begin, start), max(end, start)


def _weakest(firmness: Sequence[Certainty]) -> Certainty:
    return next((one for one in ("uncommitted", "hedged") if one in firmness), "certain")


def _link(who: Party, origins: Sequence[Origin]) -> Link:
    origin = find_origin(who.name, origins) or _known_again(who, origins)
    if origin is not None:
        return Link(origin.name, origin.id, origin.kind)
    return Link(who.name, None, who.kind)


def _known_again(who: Party, origins: Sequence[Origin]) -> Origin | None:
    """The only origin whose name is this one but for accents, an article, or given names."""
    wanted = _bare(who.name)
    same = [o for o in origins if any(_bare(name) == wanted for name in (o.name, *o.aliases))]
    if len(same) == 1:
        return same[0]
    if who.kind not in ("person", "official"):
        return None
    surname = wanted.split()[-1:]
    likely = [
        o
        for o in origins
        if o.kind in ("person", "official")
        and any(
            _bare(name).split()[-1:] == surname and (" " not in wanted or " " not in _bare(name))
            for name in (o.name, *o.aliases)
        )
    ]
    return likely[0] if len(likely) == 1 else None


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ").removesuffix("'s")
