"""What of a sentence each of its cues governs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from annotations.attribution.phrases import Phrase, phrase_at
from annotations.attribution.tokens import Token
from annotations.attribution.vocabulary import MADE_KNOWN, TURNS, VERBS
from annotations.records import Certainty

#: A clause that begins a sentence with one of these is not what it says, but when or although.
ASIDES: Final = frozenset(
    {"though", "although", "while", "when", "after", "because", "since", "if", "before"}
)

#: How a cue is put: somebody says; "according to"; somebody is cited by who says; somebody passes on.
Sort: TypeAlias = Literal["says", "according", "cites", "relays"]


@dataclass
class FoundCue:
    """A cue in a sentence. Spans are code points of the whole text; places are numbers of tokens.

    Attributes:
        sort: how it is put.
        at: the place of its verb or preposition.
        phrase: who it names.
        start: where it begins.
        end: where it ends.
        scope: what it governs.
        clause: the clause that it stands in.
        certainty: how firmly its verb passes on what it governs.
        follows: whether it comes after what it governs.
        aside: whether it stands in a clause that only tells when, or although.
        inserted: whether it stands right behind the "that" of another one: "it reports that, according to …".
    """

    sort: Sort
    at: int
    phrase: Phrase
    start: int
    end: int
    scope: tuple[int, int] = (0, 0)
    clause: tuple[int, int] = (0, 0)
    certainty: Certainty = "certain"
    follows: bool = False
    aside: bool = False
    inserted: bool = False


def give_scopes(line: Sequence[Token], cues: Sequence[FoundCue]) -> None:
    """Say of each cue of a sentence what it governs."""
    clauses = _clauses(line)
    for cue in cues:
        place = line[cue.at].start
        cue.clause = next(((s, e) for s, e in clauses if s <= place < e), clauses[-1] if clauses else (0, 0))
        cue.scope = cue.clause
        first = next((at for at, token in enumerate(line) if token.start == cue.start), 0)
        cue.inserted = first > 1 and line[first - 1].word == "," and line[first - 2].low == "that"
    for cue in cues:
        if cue.sort == "cites" and line[cue.at].low in MADE_KNOWN:
            # "The gate was shut and the deal was announced by …": not what is told before the deal.
            verb = next(at for at, token in enumerate(line) if token.start == cue.start)
            subject = phrase_at(line, verb)
            cue.scope = (line[subject.first].start if subject is not None else cue.start, cue.clause[1])
        if cue.sort == "says" and not cue.follows:
            later = [
                other.start
                for other in cues
                if other.start > cue.end and other.clause == cue.clause and _stands_after(line, other)
            ]
            cue.scope = (cue.end, min([cue.clause[1], *later]))
            comma = next(
                (token.start for token in line if token.word == "," and token.start >= cue.end), None
            )
            if line[0].low in ASIDES and comma is not None and not _comma_before(line, cue):
                cue.scope, cue.aside = (cue.end, comma), True


def _comma_before(line: Sequence[Token], cue: FoundCue) -> bool:
    return any(token.word == "," and token.start < cue.start for token in line)


def _stands_after(line: Sequence[Token], cue: FoundCue) -> bool:
    """Whether a cue comes after what it governs, so that what another one governs ends before it."""
    if cue.sort == "says":
        return cue.follows
    first = next((at for at, token in enumerate(line) if token.start == cue.start), 0)
    if cue.sort != "according" or first == 0 or line[first - 1].low in (*VERBS, "that"):
        return False
    ends = not any(token.is_word for token in line[cue.phrase.after :])
    return ends or (line[first - 1].word == "," and not cue.inserted)


def _clauses(line: Sequence[Token]) -> list[tuple[int, int]]:
    """The parts of a sentence that are set against each other, "…, but …", as spans of the text."""
    cuts = [0]
    for at in range(1, len(line)):
        turns = line[at].low in TURNS and line[at - 1].word in ",;—–"
        if (turns or line[at - 1].word == ";") and not _in_quotation(line, at):
            cuts.append(at)
    cuts.append(len(line))
    return [(line[a].start, line[b - 1].end) for a, b in pairwise(cuts)]


def _in_quotation(line: Sequence[Token], at: int) -> bool:
    opened = sum(token.word in "“«„" for token in line[:at])
    closed = sum(token.word in "”»" for token in line[:at])
    straight = sum(token.word == '"' for token in line[:at])
    return opened > closed or straight % 2 == 1
