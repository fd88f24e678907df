"""The words by which a sentence says who it has something from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from annotations.attribution.phrases import Phrase, is_outlet, phrase_after, phrase_at, phrase_before
from annotations.attribution.scopes import FoundCue, Sort, give_scopes
from annotations.attribution.tokens import QUOTES, STOPS, Token
from annotations.attribution.vocabulary import (
    AUXILIARIES,
    BETWEEN,
    BOUNDARIES,
    CHARACTERISING,
    DETERMINERS,
    EMPTY,
    INNER,
    MADE_KNOWN,
    NEUTRAL,
    NO_SOURCES,
    NO_SPEAKERS,
    OUTLET_WORDS,
    OUTLETS,
    PASSED_ON,
    PLURAL,
    PREPOSITIONS,
    PRONOUNS,
    RECORDINGS,
    RESERVED,
    SOMETIMES,
    SPEAKERS,
    TIMES,
    UNDONE,
    VERBS,
    WORKS,
)
from annotations.records import Certainty

#: Forms of verbs that are nouns as well.
NOUNS_TOO: Final = frozenset({"reports", "claims", "states", "notes", "estimates", "shows", "fears", "finds"})


def find_cues(line: Sequence[Token]) -> list[FoundCue]:
    """The cues of a sentence in their order, each with what it governs."""
    if not line:
        return []
    found: list[FoundCue] = []
    taken: set[int] = set()
    for at, token in enumerate(line):
        if at in taken:
            continue
        for cue in _cues_at(line, at, token.low):
            found.append(cue)
            taken.update(range(cue.phrase.first, cue.phrase.after) if cue.phrase.first > at else ())
    give_scopes(line, found)
    return found


def _cues_at(line: Sequence[Token], at: int, low: str) -> Iterator[FoundCue]:
    following = line[at + 1].low if at + 1 < len(line) else ""
    if low == "according" and following == "to":
        yield from _named_after(line, at, at + 2, "according")
    elif low == "per" and at == 0 and len(line) > 2 and not line[1].word[0].isdigit():
        yield from _named_after(line, at, at + 1, "according")
    elif at == 0 and (colon := _colon(line)):
        yield from _speaks_by_colon(line, colon)
        yield from _cues_by_word(line, at, low, following)
    else:
        yield from _cues_by_word(line, at, low, following)


def _cues_by_word(line: Sequence[Token], at: int, low: str, following: str) -> Iterator[FoundCue]:
    if low == "words" and following == "of" and at >= 2 and line[at - 2].low == "in":
        yield from _named_after(line, at, at + 2, "according", begin=at - 2)
    elif low in ("citing", "quoting"):
        yield from _named_after(line, at, at + 1, "cites")
    elif low in ("quoted", "cited", "quotes", "cites"):
        yield from _quotes(line, at)
    elif low in MADE_KNOWN and following == "by" and (auxiliary := _passive(line, at)):
        yield from _made_known(line, at, auxiliary)
    elif (low in PASSED_ON or low == "described") and following == "by" and at > 0:
        yield from _passes_on(line, at)
    elif low in ("interview", "comments", "remarks", "speaking") and following in ("with", "to"):
        yield from _relay(line, at, at + 2)
    elif low in RECORDINGS | WORKS and following in PASSED_ON:
        yield from _shows(line, at)
    elif low in CHARACTERISING and _quotes_after(line, at):
        yield from _says(line, at, low, opens=True)
    elif low in VERBS:
        yield from _says(line, at, low)


def _named_after(
    line: Sequence[Token], at: int, first: int, sort: Sort, *, begin: int | None = None
) -> Iterator[FoundCue]:
    phrase = phrase_after(line, first)
    if phrase is None:
        return
    words = [token.low for token in phrase.name]
    source = bool(words) and words[-1] not in NO_SOURCES and words[0] not in NO_SOURCES
    own = words[:1] == ["its"] or words[:1] == ["their"] or "own" in words[:2]
    if not source or (sort == "cites" and own):
        return
    begin = at if begin is None else begin
    yield FoundCue(sort, at, phrase, line[begin].start, line[phrase.after - 1].end)


def _quotes(line: Sequence[Token], at: int) -> Iterator[FoundCue]:
    """ "KCNA quoted Kim as saying", "Kim was quoted by KCNA as saying", "as quoted by KCNA"."""
    before = line[at - 1].low if at else ""
    following = line[at + 1].low if at + 1 < len(line) else ""
    if following == "by":
        yield from _passes_on(line, at)
    if before in (*AUXILIARIES, "been"):
        subject = phrase_before(line, at - 1)
        as_saying = next((n for n in range(at + 1, min(at + 10, len(line) - 1)) if line[n].low == "as"), None)
        if subject is not None and as_saying is not None and line[as_saying + 1].low in ("saying", "telling"):
            yield FoundCue("says", at, subject, line[subject.first].start, line[as_saying + 1].end)
        return
    if following == "by" or before in (",", "as"):
        return
    subject, quoted = phrase_before(line, at), phrase_after(line, at + 1)
    if subject is None or quoted is None or quoted.after + 1 >= len(line):
        return
    if line[quoted.after].low == "as" and line[quoted.after + 1].low in ("saying", "telling"):
        end = line[quoted.after + 1].end
        yield FoundCue("says", at, subject, line[subject.first].start, line[at].end)
        yield FoundCue("cites", at, quoted, line[at].start, end)


def _passes_on(line: Sequence[Token], at: int) -> Iterator[FoundCue]:
    """ "carried by Xinhua", "documents seen by the Guardian"; "reported by state media"."""
    phrase = _until_verb(line, phrase_after(line, at + 2))
    if phrase is None:
        return
    as_told = line[at].low in ("reported", "quoted", "cited") and line[at - 1].low == "as"
    if as_told or (line[at].low == "described" and is_outlet(phrase.name)):
        yield FoundCue("according", at, phrase, line[at - 1].start, line[phrase.after - 1].end)
    elif is_outlet(phrase.name):
        yield FoundCue("relays", at, phrase, line[at].start, line[phrase.after - 1].end)


def _passive(line: Sequence[Token], at: int) -> int:
    """The place of the auxiliary of a passive whose participle is given, "was first reported"; 0 where there
    is none, where it is not said as done, or where it stands in an aside: "which was reported …"."""
    back = at - 1
    while back >= 0 and (
        line[back].low in BETWEEN or line[back].low in AUXILIARIES or _is_manner(line[back])
    ):
        back -= 1
    before = line[back].low if back >= 0 else ""
    if before in UNDONE or before in ("", "which", "that", "who", "as", "yet"):
        return 0
    return next((n for n in range(back + 1, at) if line[n].low in AUXILIARIES), 0)


def _is_manner(token: Token) -> bool:
    return token.low.endswith("ly") and not token.is_capital


def _made_known(line: Sequence[Token], at: int, auxiliary: int) -> Iterator[FoundCue]:
    """ "The deal was announced by the ministry": not "by phone", nor a book published by its house."""
    phrase = _until_verb(line, phrase_after(line, at + 2))
    if phrase is None or (line[at].low == "published" and line[auxiliary - 1].low not in WORKS):
        return
    first, last = phrase.name[0], phrase.name[-1]
    known = SPEAKERS | OUTLET_WORDS | OUTLETS
    somebody = first.low in DETERMINERS or any(t.is_capital or t.low in known for t in phrase.name)
    if somebody and first.low not in TIMES and last.low not in NO_SOURCES:
        yield FoundCue("cites", at, phrase, line[auxiliary].start, line[phrase.after - 1].end)


def _until_verb(line: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """A phrase after "by", without a verb of saying behind it: "witnesses cited by AFP claimed"."""
    if phrase is None:
        return None
    for at in range(phrase.first + 1, phrase.after):
        if line[at].low in VERBS and not line[at].is_capital:
            return Phrase(phrase.first, at, tuple(line[phrase.first : at]))
    return phrase


def _colon(line: Sequence[Token]) -> int:
    """The place of a colon behind a name at the beginning, before a quotation; 0 where there is none."""
    for at in range(1, min(10, len(line) - 1)):
        if line[at].word == ":":
            return at if line[at + 1].word in QUOTES | {'"'} and line[at - 1].is_capital else 0
        if not (line[at].is_word or line[at].word in "'’"):
            return 0
    return 0


def _speaks_by_colon(line: Sequence[Token], colon: int) -> Iterator[FoundCue]:
    """ "Mayor Ada Holm: “We will rebuild.”" """
    phrase = Phrase(0, colon, tuple(line[:colon]))
    yield FoundCue("says", colon, phrase, line[0].start, line[colon].end)


def _relay(line: Sequence[Token], at: int, first: int) -> Iterator[FoundCue]:
    phrase = phrase_after(line, first)
    if phrase is not None and is_outlet(phrase.name):
        yield FoundCue("relays", at, phrase, line[at].start, line[phrase.after - 1].end)


def _shows(line: Sequence[Token], at: int) -> Iterator[FoundCue]:
    """ "Footage aired by the broadcaster showed …" is from the broadcaster."""
    if at + 3 >= len(line) or line[at + 1].low not in PASSED_ON or line[at + 2].low != "by":
        return
    for verb in range(at + 4, min(at + 12, len(line))):
        if line[verb].low in (
            "showed",
            "shows",
            "show",
            "found",
            "finds",
            "suggest",
            "suggests",
            "suggested",
        ):
            if line[at].low in RECORDINGS and line[at + 1].low not in ("aired", "broadcast", "released"):
                relay = Phrase(at + 3, verb, tuple(line[at + 3 : verb]))
                shown = phrase_at(line, at + 1)
                yield FoundCue("relays", at + 1, relay, line[at + 1].start, line[verb].end)
                if shown is not None:
                    yield FoundCue("says", at + 1, shown, line[shown.first].start, line[at].end)
                return
            phrase = Phrase(at + 3, verb, tuple(line[at + 3 : verb]))
            yield FoundCue("says", at, phrase, line[at].start, line[verb].end)
            return
        if not (line[verb].is_word or line[verb].low == "'s"):
            return


def _quotes_after(line: Sequence[Token], at: int) -> bool:
    """Whether something stands in quotation marks after a verb, in its clause."""
    for token in line[at + 1 :]:
        if token.word in STOPS or token.word in ",;:":
            return False
        if token.word in QUOTES or token.word == '"':
            return True
    return False


def _says(line: Sequence[Token], at: int, low: str, *, opens: bool = False) -> Iterator[FoundCue]:
    before = line[at - 1].low if at else ""
    rest = line[at + 1 :]
    following = rest[0].low if rest else ""
    if before in AUXILIARIES or (before == "been" and low != "claimed") or _is_undone(line, at):
        return
    if following in EMPTY and (len(rest) < 2 or rest[1].low != "than"):
        return
    certainty: Certainty = "certain"
    if low in NEUTRAL or low in ("deny", "allege"):
        certainty = "uncommitted"
    elif low in RESERVED or low in ("believe", "estimate", "suspect", "fear", "think"):
        certainty = "hedged"
    inverted = _inverted(line, at)
    if inverted is not None:
        cue = FoundCue("says", at, inverted, line[at].start, line[inverted.after - 1].end, follows=True)
        cue.certainty = certainty
        yield cue
        return
    subject = phrase_before(line, at)
    if subject is None or not _can_speak(subject, low):
        return
    evident = subject.name[-1].low in RECORDINGS | {"data", "figures"}
    if evident and any(token.low in PASSED_ON for token in line[subject.after : at]):
        return  # "footage aired by … showed" was read from its beginning
    opens = opens or (evident and low in ("shows", "showed", "show", "suggests", "suggested"))
    ends = _clause_ends(rest)
    opens = opens or (
        bool(rest)
        and (following in ("that", ":") or following in QUOTES or (following == "," and len(rest) > 1))
    )
    if (
        low in ("claimed", "claims")
        and rest
        and (rest[0].word[0].isdigit() or rest[0].low in ("lives", "life"))
    ):
        return
    end = line[at].end
    relays: list[FoundCue] = []
    if low in ("told", "tells", "informed"):
        hearer = phrase_after(line, at + 1)
        if hearer is None or _is_order(line, hearer):
            return
        end = line[hearer.after - 1].end
        if is_outlet(hearer.name):
            relays.append(FoundCue("relays", at, hearer, line[at].start, end))
        else:
            end = line[at].end
    comes_before = subject.first > 0 and (
        line[subject.first - 1].word == "," or line[subject.first - 1].word in "”\"»'’"
    )
    if low in SOMETIMES and not (opens or (ends and comes_before)):
        return
    cue = FoundCue("says", at, subject, line[subject.first].start, end, certainty=certainty)
    cue.follows = comes_before and ends and following != "that"
    yield cue
    yield from relays


def _is_undone(line: Sequence[Token], at: int) -> bool:
    back = at - 1
    while (
        back >= 0
        and (line[back].low in BETWEEN or line[back].low.endswith("ly"))
        and line[back].low
        not in (
            "has",
            "have",
            "had",
        )
    ):
        back -= 1
    return back >= 0 and line[back].low in UNDONE and line[back].low != "having"


def _inverted(line: Sequence[Token], at: int) -> Phrase | None:
    """Who speaks in "…", said X; the verb stands first after a comma or the end of a quotation."""
    back = at - 1
    while back >= 0 and line[back].word in "”\"»’'":
        back -= 1
    after_quote = back < at - 1
    closes = back >= 0 and (line[back].word in ",?!" or (after_quote and line[back].word in ".…"))
    if not closes or line[at].low in PLURAL | NEUTRAL | RESERVED | {"told", "tells"}:
        return None
    if not after_quote and line[back].word == "," and phrase_before(line, at) is not None:
        return None  # the comma ends an aside: "Ada Holm, the mayor, said …"
    phrase = phrase_after(line, at + 1)
    if phrase is None or phrase.name[0].low in NO_SPEAKERS | PREPOSITIONS | BOUNDARIES | TIMES | {"to"}:
        return None
    following = line[phrase.after] if phrase.after < len(line) else None
    # "…, said he was" has a subject of its own after the verb.
    if phrase.name[0].low in PRONOUNS and following is not None and following.is_word:
        return None
    verb_follows = following is not None and following.low in (*AUXILIARIES, "has", "had", "would", "will")
    return None if verb_follows else phrase


def _can_speak(subject: Phrase, low: str) -> bool:
    words = subject.name
    last = words[-1].low
    if low in PLURAL:
        inner = next(
            (n for n, word in enumerate(words) if n and word.low in INNER | PREPOSITIONS), len(words)
        )
        last = words[inner - 1].low
        return last.endswith("s") or last in ("people", "police", "media", "they", "authorities")
    if low in NOUNS_TOO and (
        words[-1].low in ("the", "a", "of", "in", "all", "united", "these", "many", "some", "several")
    ):
        return False
    common = not words[0].is_capital or (subject.first == 0 and words[0].low in SPEAKERS)
    if low in NOUNS_TOO and len(words) == 1 and common:
        return False  # "open-source reports", "Police reports"
    return last not in NO_SPEAKERS or last in ("who", "which") or len(words) > 1


def _clause_ends(rest: Sequence[Token]) -> bool:
    """Whether nothing is said after the verb in its clause: "…, TASS reported on Monday." """
    at = 0
    while at < len(rest):
        token = rest[at]
        if token.word in STOPS or token.word in ",;" or token.word in QUOTES:
            return True
        if token.low in (
            "in",
            "on",
            "to",
            "during",
            "after",
            "at",
            "by",
            "earlier",
            "late",
            "later",
            "last",
            "this",
        ):
            # A statement, a day, reporters: run to the next mark, unless a clause begins before it.
            stop = at
            while stop < len(rest) and (rest[stop].is_word or rest[stop].low == "'s"):
                if rest[stop].low in ("that", "was", "were", "is", "are", "had", "has", "would", "will"):
                    return False
                stop += 1
            return True
        if token.low in BETWEEN:
            at += 1
            continue
        if token.low in ("reporters", "journalists", "citing", "quoting", "adding", "as", "when", "while"):
            return True
        rest_after = phrase_after(rest, at)
        if rest_after is not None and is_outlet(rest_after.name):
            at = rest_after.after
            continue
        return False
    return True


def _is_order(line: Sequence[Token], hearer: Phrase) -> bool:
    """Whether somebody is told to do something, or a tale: "told the crowd to leave", "told a story"."""
    after = line[hearer.after] if hearer.after < len(line) else None
    last = hearer.name[-1].low
    if last in ("story", "stories", "lies", "lie", "truth", "tale", "tales", "jokes"):
        return True
    return after is not None and after.low in ("to", "not", "about", "of", "what", "when", "where", "how")
