"""Who is meant by "he", "the ministry" or a surname: looked up in what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from annotations.attribution.cues import find_cues
from annotations.attribution.phrases import Party, is_body, kind_of, party
from annotations.attribution.tokens import Token, tokens
from annotations.attribution.vocabulary import BODIES, DETERMINERS, OUTLET_WORDS, OUTLETS, TIMES, TITLES
from annotations.matching.places import countries

#: How many sentences back a person is looked for who is only called "he", and one who is called "the mayor".
NEAR, FAR = 4, 40

_PEOPLE: Final = frozenset({"person", "official"})


class Before(NamedTuple):
    """The sentences before a place, the nearest first, each as its tokens."""

    lines: tuple[tuple[Token, ...], ...]


def before(text: str, spans: Sequence[tuple[int, int]], number: int, place: int) -> Before:
    """What stands before a place in a sentence given by its number: the beginning of it first."""
    lines = [tuple(tokens(text, spans[number][0], place))]
    for start, end in reversed(spans[max(0, number - FAR) : number]):
        lines.append(tuple(tokens(text, start, end)))
    return Before(tuple(lines))


def resolved(who: Party, context: Before) -> tuple[Party, bool] | None:
    """Somebody by name, and whether the name was taken from the context; null where nobody is found."""
    if who.pronoun:
        meant = _meant_by_pronoun(who.pronoun, context)
        return (meant, True) if meant is not None else None
    if who.noun:
        meant = _meant_by_noun(who.noun, context)
        return (meant, True) if meant is not None else (who, False)
    if " " not in who.name and who.name[:1].isupper():
        spelled = _spelled_out(who.name, context) if who.name.isupper() else None
        return spelled or _full_name(who, context), False
    return who, False


def _meant_by_pronoun(pronoun: str, context: Before) -> Party | None:
    for line in context.lines[: NEAR + 1]:
        said = [party(cue.phrase.name, begins=cue.phrase.first == 0) for cue in find_cues(line)]
        speakers = [one for one in said if one is not None and one.name]
        for one in reversed(speakers):
            if pronoun in ("he", "she") and one.kind in _PEOPLE and not one.noun:
                if " " in one.name:
                    return one
                return _full_name(one, context)
            if pronoun in ("it", "they") and is_body(one):
                return one
        if pronoun in ("he", "she"):
            people = _people(line)
            if people:
                return people[0]
            for token in line:
                surname = Party(token.word, "person")
                if (
                    token.is_capital
                    and token.low not in countries()
                    and _full_name(surname, context) != surname
                ):
                    return _full_name(surname, context)
            titled = _only_by_title(line)
            if titled is not None:
                return titled
        else:
            bodies = [one for one in _named(line) if is_body(one)]
            if bodies:
                return bodies[0]
    return None


def _only_by_title(line: Sequence[Token]) -> Party | None:
    """Who a sentence begins with by a title alone: "The prime minister spoke for an hour." """
    if not line or line[0].low not in DETERMINERS:
        return None
    for at in range(1, min(4, len(line))):
        following = line[at + 1] if at + 1 < len(line) else None
        if line[at].low in TITLES and (following is None or following.low not in TITLES | {"of", "'s"}):
            return party(line[: at + 1], begins=True)
    return None


def _people(line: Sequence[Token]) -> list[Party]:
    """The persons that a sentence names in full or by title, in its order."""
    return [one for run, one in _runs(line) if _is_person(run, one)]


def _named(line: Sequence[Token]) -> list[Party]:
    """The bodies and persons that a sentence names in more than one word, in its order."""
    return [one for _, one in _runs(line)]


def _runs(line: Sequence[Token]) -> list[tuple[list[Token], Party]]:
    """Words with a capital that stand together, two or more, and whom they name."""
    found = []
    run: list[Token] = []
    for token in (*line, None):
        joins = token is not None and token.is_capital and not (run and token.start > run[-1].end + 1)
        if joins and token is not None:
            run.append(token)
            continue
        while run and run[0].low in DETERMINERS | TIMES | {"in", "on", "at", "when", "after", "but", "and"}:
            run = run[1:]
        titled = party(run, begins=False) if run else None
        if titled is not None and len(run) > 1:
            found.append((run, titled))
        run = [token] if token is not None and token.is_capital else []
    return found


def _is_person(run: Sequence[Token], one: Party) -> bool:
    lows = {token.low for token in run}
    if lows & (OUTLETS | OUTLET_WORDS | BODIES) or " ".join(token.low for token in run) in countries():
        return False
    if len(one.name.split()) < len(run) and " " in one.name:
        return True  # what stood before the name was a title
    if run[0].low in countries():
        return False
    has_title = run[0].low.rstrip(".") in TITLES
    return (
        one.kind in _PEOPLE
        and (has_title or 2 <= len(run) <= 4)
        and kind_of(run, one.name) in _PEOPLE | {one.kind}
    )


def _meant_by_noun(noun: str, context: Before) -> Party | None:
    """Who "the ministry" or "the minister" is: the last name before with this noun in it or at its side."""
    for line in context.lines:
        if noun in ("agency", "newspaper", "broadcaster", "outlet", "channel", "paper"):
            outlets = [t for t in line if t.is_capital and t.low in OUTLETS]
            if outlets:
                return Party(outlets[-1].word, "news_agency")
        for at in range(len(line) - 1, -1, -1):
            token = line[at]
            if token.low != noun:
                continue
            named = _name_around(line, at) if noun in TITLES else _body_around(line, at)
            if named is not None:
                return named
    return None


def _name_around(line: Sequence[Token], at: int) -> Party | None:
    """The person whose title stands at a place: "Mayor Holm", "the mayor, Ada Holm"."""
    kind = (
        "official"
        if line[at].low not in ("farmer", "resident", "witness", "teacher", "analyst")
        else "person"
    )
    after = at + 1
    if after < len(line) and line[after].word == ",":
        after += 1
    name = []
    while after < len(line) and line[after].is_capital and line[after].low not in TIMES:
        name.append(line[after])
        after += 1
    if not name:
        back = at - 1
        while back >= 0 and line[back].low in DETERMINERS | {"'s"}:
            back -= 1
        while back >= 0 and line[back].is_word and not line[back].is_capital:
            back -= 1
        if back >= 1 and line[back].word == ",":
            back -= 1
            while back >= 0 and line[back].is_capital:
                name.insert(0, line[back])
                back -= 1
    words = " ".join(token.word for token in name)
    if len(name) < 2 and not (name and line[at].is_capital):
        return None
    return Party(words, "official" if kind == "official" else "person")


def _body_around(line: Sequence[Token], at: int) -> Party | None:
    """The body of whose name the noun at a place is a part: "the Ministry of Ports", "the Port Authority"."""
    if not line[at].is_capital:
        return None
    first = at
    while (
        first > 0
        and (line[first - 1].is_capital or line[first - 1].low == "'s")
        and (line[first - 1].low not in DETERMINERS)
    ):
        first -= 1
    after = at + 1
    while after < len(line) and (
        line[after].is_capital
        or (
            line[after].low in ("of", "for", "and", "the")
            and after + 1 < len(line)
            and _name_follows(line, after)
        )
    ):
        after += 1
    words = list(line[first:after])
    name = re.sub(r" (['’]s)", r"\1", " ".join(token.word for token in words))
    return Party(name, kind_of(words, name)) if len(words) > 1 else None


def _name_follows(line: Sequence[Token], at: int) -> bool:
    following = line[at + 1]
    return following.is_capital or (following.low == "the" and at + 2 < len(line) and line[at + 2].is_capital)


def _spelled_out(letters: str, context: Before) -> Party | None:
    """What letters stand for that came up before in brackets: "the Velm Water Board (VWB)"."""
    for line in context.lines:
        for at in range(2, len(line) - 1):
            if line[at].word != letters or line[at - 1].word != "(" or line[at + 1].word != ")":
                continue
            first = last = at - 1
            while first > 0 and (
                line[first - 1].is_capital
                or (first < last and line[first - 1].low in ("of", "for", "and", "the"))
            ):
                first -= 1
            while first < last and line[first].low in DETERMINERS | {"of", "for", "and"}:
                first += 1
            words = list(line[first:last])
            if words and words[0].word[0] == letters[0]:
                name = " ".join(token.word for token in words)
                return Party(name, kind_of(words, name))
    return None


def _full_name(who: Party, context: Before) -> Party:
    """Somebody by the full name under which they came up before; a title tells what they are."""
    for line in context.lines:
        for one in reversed(_people(line)):
            if " " in one.name and one.name.split()[-1] == who.name:
                return one
    return who
