"""The phrase that names who speaks: found before or after a verb, and made a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from annotations.attribution.tokens import QUOTES, Token
from annotations.attribution.vocabulary import (
    BETWEEN,
    BODIES,
    BOUNDARIES,
    DESCRIBES_OUTLET,
    DETERMINERS,
    INNER,
    NO_SPEAKERS,
    OUTLET_WORDS,
    OUTLETS,
    PARTICIPLES,
    PASSED_ON,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    TIMES,
    TITLES,
    VERBS,
    WORKS,
)
from annotations.matching.places import countries
from annotations.origins import guess_kind
from annotations.records import OriginKind

#: As who speaks, where it is somebody's word: "according to him".
_SUBJECTS: Final = {"him": "he", "her": "she", "them": "they"}
#: The most words that a phrase has which names somebody.
_LONGEST: Final = 14


class Phrase(NamedTuple):
    """Where a phrase stands among the tokens of its sentence: `first` to before `after`; `name` in it are the
    tokens that name somebody, where the rest only describes."""

    first: int
    after: int
    name: tuple[Token, ...]


class Party(NamedTuple):
    """Somebody who says something.

    Attributes:
        name: as an origin would be called.
        kind: what kind of origin that suggests.
        pronoun: "he", "she", "it" or "they", where it is no name yet.
        noun: the common noun, where it is "the ministry" or "the minister", to be looked up before it.
    """

    name: str
    kind: OriginKind
    pronoun: str = ""
    noun: str = ""


def phrase_before(line: Sequence[Token], verb: int) -> Phrase | None:
    """The phrase that is the subject of the verb at a place; null where none is found."""
    end = verb
    while end > 0 and (line[end - 1].low in BETWEEN or _is_adverb(line[end - 1])):
        end -= 1
        if end > 0 and line[end - 1].low == "on":
            end -= 1
    if end > 0 and line[end - 1].word == ",":
        return _before_aside(line, end - 1)
    if end > 0 and line[end - 1].low in ("who", "which"):
        comma = end - 2
        return phrase_at(line, comma if comma >= 0 and line[comma].word == "," else end - 1)
    return phrase_at(line, end)


def _is_adverb(token: Token) -> bool:
    return (
        token.low.endswith("ly") and not token.is_capital and token.low not in ("family", "ally", "assembly")
    )


def _before_aside(line: Sequence[Token], comma: int) -> Phrase | None:
    """The phrase before an aside between two commas, the second of which is given."""
    first = comma - 1
    while first >= 0 and line[first].word != ",":
        if line[first].word in QUOTES or line[first].word in ";:" or comma - first > 25:
            return None
        first -= 1
    if first <= 0:
        return None
    aside = line[first + 1 : comma]
    phrase = phrase_at(line, first)
    if phrase is None:
        return None
    if all(token.is_capital for token in aside) and 0 < len(aside) < 5 and not phrase.name[-1].is_capital:
        # "The minister of health, Petra Quill, said"
        return Phrase(phrase.first, comma, tuple(aside))
    return phrase


def phrase_at(line: Sequence[Token], end: int) -> Phrase | None:
    """The phrase that ends before a place."""
    first = end
    if first > 0 and line[first - 1].word == ")":
        while first > 0 and line[first - 1].word != "(":
            first -= 1
        first = end = max(0, first - 1)
    while first > 0 and end - first < _LONGEST:
        token = line[first - 1]
        relates = token.low in ("who", "that") and first > 1 and line[first - 2].is_word
        if relates and first < end and line[first - 2].low not in VERBS | {"so", "now", "given"}:
            end = first = first - 1  # "residents who fled the town said"
            continue
        if not (token.is_word or token.low == "'s") or token.low in BOUNDARIES:
            break
        first -= 1
    for at in range(first + 1, end - 1):
        if line[at].low in PASSED_ON and line[at + 1].low == "by":
            end = at  # "witnesses cited by AFP said"
            break
    phrase = list(line[first:end])
    # "In Kyiv officials said": where it was is no part of who.
    if phrase and phrase[0].low in PREPOSITIONS:
        skip = 1
        while skip < len(phrase) and (phrase[skip].is_capital or phrase[skip].word[0].isdigit()):
            skip += 1
        first, phrase = first + skip, phrase[skip:]
    while phrase and phrase[0].low in ("earlier", "later", "meanwhile", "still", "even", "both", "yesterday"):
        first, phrase = first + 1, phrase[1:]
    return Phrase(first, end, tuple(phrase)) if phrase else None


def phrase_after(line: Sequence[Token], first: int) -> Phrase | None:
    """The phrase that begins at a place."""
    after = first
    while after < len(line) and after - first < _LONGEST:
        token = line[after]
        if token.low != "'s" and not token.is_word:
            break
        if after > first:
            previous = line[after - 1]
            if (
                token.low in BOUNDARIES
                or token.low in PARTICIPLES
                or (token.low == "to" and not _goes_on(line, after))
            ):
                break
            if token.low in TIMES and previous.low not in DETERMINERS:
                break
            if token.low in DETERMINERS and previous.low not in INNER | {"with", "in", "by", "to"}:
                break
            if token.low in PREPOSITIONS and token.low not in INNER and not _goes_on(line, after):
                break
            if previous.is_capital and not token.is_capital and _is_adverb(token):
                break
        after += 1
    return Phrase(first, after, tuple(line[first:after])) if after > first else None


def _goes_on(line: Sequence[Token], at: int) -> bool:
    """Whether a preposition belongs to the phrase: "familiar with", "officials in Oster"."""
    following = line[at + 1].low if at + 1 < len(line) else ""
    if line[at].low == "with" and following in ("knowledge", "direct", "access"):
        return True
    if line[at].low == "with" and line[at - 1].low == "familiar":
        return True
    if line[at].low in ("with", "by") and line[at - 1].low.endswith("ed"):
        return True
    if line[at].low == "to" and line[at - 1].low in ("close", "near"):
        return True
    is_place = at + 1 < len(line) and line[at + 1].is_capital and following not in TIMES
    return line[at].low == "in" and is_place and not line[at - 1].is_capital


def party(phrase: Sequence[Token], *, begins: bool) -> Party | None:
    """Who a phrase names; null where that is nobody. `begins`: it stands at the beginning of a sentence."""
    words = list(phrase)
    definite = bool(words) and words[0].low in ("the", "that", "this")
    if len(words) == 1 and words[0].low in PRONOUNS:
        return Party("", "person", pronoun=_SUBJECTS.get(words[0].low, words[0].low))
    while len(words) > 1 and words[-1].low in ("there", "here"):
        words = words[:-1]
    while words and words[0].low in DETERMINERS:
        words, begins = words[1:], False
    if (
        not words
        or (words[0].low in NO_SPEAKERS and len(words) == 1)
        or not any(word.word[0].isalpha() for word in words)
    ):
        return None
    if words[0].low == "'s" or words[-1].low in INNER:
        return None
    words = _whose(words)
    outlet = _outlet(words)
    if outlet:
        return Party(outlet, "news_agency")
    if begins and len(words) == 3 and words[0].low.endswith("ist") and words[1].is_capital:
        words, begins = words[1:], False  # "Climatologist Jun Holm"
    person = _after_title(words)
    if person:
        titled = [word.low for word in words[: len(words) - len(person)]]
        kind = guess_kind(" ".join(titled))
        return Party(_joined(person), "official" if kind in ("official", "government") else "person")
    person = _after_trade(words)
    if person:
        return Party(_joined(person), "person")
    if begins and not _keeps_capital(words):
        words[0] = words[0]._replace(word=words[0].word[0].lower() + words[0].word[1:])
    name = _joined(words)
    common = definite and len(words) <= 2 and not any(word.is_capital for word in words)
    return Party(name, kind_of(words, name), noun=words[-1].low if common else "")


def _whose(words: list[Token]) -> list[Token]:
    """Whose findings or figures they are, where a name stands right before: "UNHCR figures" are UNHCR's."""
    owner = words[:-1]
    if not owner or words[-1].low not in WORKS or words[-1].is_capital:
        return words
    if owner[-1].low == "'s":
        owner = owner[:-1]
    named = bool(owner) and owner[0].is_capital and owner[-1].is_capital
    return owner if named and owner[0].low not in SPEAKERS else words


def _joined(words: Sequence[Token]) -> str:
    return re.sub(r" (['’]s)", r"\1", " ".join(word.word for word in words))


def _outlet(words: Sequence[Token]) -> str:
    """The name of an outlet without what describes it: "South Korea's Yonhap news agency" is Yonhap."""
    if words[-1].low in OUTLETS and words[-1].is_capital:
        before = [word for word in words[:-1] if word.is_capital and word.low not in countries()]
        return words[-1].word if not before else ""
    known = [word for word in words[:-1] if word.low in OUTLETS]
    if len(known) == 1 and words[-1].low in DESCRIBES_OUTLET:
        return known[0].word
    if not any(word.is_capital for word in words) or not any(
        word.low in DESCRIBES_OUTLET and not word.is_capital for word in words
    ):
        return ""
    begin = max((at + 1 for at, word in enumerate(words) if word.low == "'s"), default=0)
    run: list[Token] = []
    runs = []
    for word in [*words[begin:], None]:
        if word is not None and word.is_capital and word.low not in countries():
            run.append(word)
        elif run:
            runs.append(run)
            run = []
    return _joined(runs[-1]) if runs and not any(word.low in INNER for word in words) else ""


def _after_title(words: Sequence[Token]) -> list[Token]:
    """The name at the end of a phrase that begins with a title or a trade."""
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1].low.rstrip(".") in TITLES:
            rest = list(words[at:])
            return rest if len(rest) < 6 and rest[0].is_capital and rest[-1].is_capital else []
        if not words[at].is_capital and words[at].low not in ("de", "van", "von", "al", "bin", "der"):
            return []
    return []


def _after_trade(words: Sequence[Token]) -> list[Token]:
    """A name of two or three words behind what somebody does: "lift attendant Bo Storm"."""
    first = len(words)
    while first > 0 and words[first - 1].is_capital:
        first -= 1
    name, before = list(words[first:]), words[first - 1] if first else None
    if before is None or not 2 <= len(name) <= 3 or name[-1].low in OUTLETS | OUTLET_WORDS | BODIES:
        return []
    joins = (
        before.low in INNER | PREPOSITIONS | DETERMINERS | {"and", "'s", "to"} or not before.word.isalpha()
    )
    body = kind_of(name, _joined(name)) not in ("person", "official")
    return [] if joins or body else name


def _keeps_capital(words: Sequence[Token]) -> bool:
    """Whether the capital of the first word of a sentence is that of a name."""
    first = words[0]
    if first.low in countries() or (len(first.word) > 1 and first.word.isupper()):
        return True
    if first.low in SPEAKERS:
        return len(words) > 1 and words[1].is_capital
    return len(words) == 1 or words[1].is_capital or words[1].low == "'s"


def is_body(one: Party) -> bool:
    """Whether "it" may be said of somebody: not of a person, nor of one who holds an office."""
    lows = {word.lower() for word in one.name.split()}
    return one.kind not in ("person", "official") or any(lows & hints for _, hints in _BODIES)


_BODIES: Final[tuple[tuple[OriginKind, frozenset[str]], ...]] = (
    (
        "monitor",
        frozenset(
            {
                "institute",
                "laboratory",
                "observatory",
                "centre",
                "center",
                "university",
                "programme",
                "program",
                "foundation",
                "watch",
            }
        ),
    ),
    (
        "official",
        frozenset(
            {
                "company",
                "chamber",
                "federation",
                "league",
                "society",
                "bank",
                "union",
                "club",
                "board",
                "office",
                "fund",
                "firm",
                "association",
            }
        ),
    ),
)


def kind_of(words: Sequence[Token], name: str) -> OriginKind:
    """The kind of origin that a name suggests."""
    if is_outlet(words):
        return "news_agency"
    guessed = guess_kind(name)
    if guessed != "person":
        return guessed
    lows = {word.low for word in words}
    letters = {word.low for word in words if word.word.isupper() or len(word.word) > 3}
    if name.lower().rstrip(".") in countries() or letters & BODIES:
        return "government"
    for kind, hints in _BODIES:
        if lows & hints:
            return kind
    return "person" if words[-1].is_capital else "generic"


def is_outlet(words: Sequence[Token]) -> bool:
    """Whether a phrase names an outlet, one that passes on what others say."""
    lows = [word.low for word in words if word.low not in DETERMINERS]
    if not lows or any(low in TITLES or low in ("conference", "briefing") for low in lows):
        return False
    if any(low in OUTLET_WORDS or low in OUTLETS for low in lows):
        return lows[-1] != "reporters"
    letters = words[-1].word
    return (
        len(lows) == 1
        and 2 <= len(letters) <= 5
        and letters.isalpha()
        and letters.isupper()
        and not (lows[0] in BODIES or lows[0] in countries())
    )
