"""The numbers of a text with their values, however they are written: "1,000", "a thousand", "1.3bn".

Vague amounts ("thousands", "dozens"), names that hold digits ("COVID-19", "F-16"), times of day and written
dates are no numbers here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple


class Number(NamedTuple):
    """A number in a text. `start` and `end` are code points, end exclusive.

    Attributes:
        value: what it amounts to.
        unit: ``%``, the sign of a currency, or nothing.
    """

    start: int
    end: int
    value: Decimal
    unit: str = ""


def _list(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS: Final = {
    word: Decimal(value)
    for value, word in enumerate(
        _list("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""")
    )
}
_TENS: Final = {
    word: Decimal(10 * value)
    for value, word in enumerate(_list("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES: Final = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "dozen": Decimal(12),
}
_SUFFIXES: Final = {
    "k": Decimal(1000),
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "bn": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "tn": Decimal(10) ** 12,
}
_CURRENCIES: Final = {
    "dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€",
    "pound": "£", "pounds": "£", "yen": "¥", "yuan": "元", "rouble": "₽", "roubles": "₽",
    "ruble": "₽", "rubles": "₽", "won": "₩", "hryvnia": "₴", "hryvnias": "₴", "rupees": "₹",
}  # fmt: skip
_HALF: Final = Decimal("0.5")
_JOINING: Final = frozenset({"and", "a", "an", "half"})

#: Whether a text can hold a number at all that is not a plain run of digits: for those who only want a hint.
SPELLED: Final = re.compile(
    r"\b(?:" + "|".join((*_UNITS, *_TENS, *_SCALES)) + r")\b|\d\s?(?:k|m|mn|mln|bn|bln|tn)\b", re.IGNORECASE
)


@cache
def _token() -> re.Pattern[str]:
    words = "|".join(sorted((*_UNITS, *_TENS, *_SCALES, *_JOINING), key=len, reverse=True))
    return re.compile(
        # Grouped by commas or by spaces that do not break; no part of a word, a time or a dotted date.
        r"(?<![\w.,:/])(?<![^\W\d_][-‐‑’'])"
        r"(?P<digits>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,9}(?:\.\d{1,30})?|\d{1,30}(?:\.\d{1,30})?)"
        r"(?:(?P<suffix>k|mn|mln|m|bn|bln|tn)\b|(?!\w))(?![:/]\d|\.\d|,\d)"
        rf"|(?<![\w’'])(?P<word>{words})(?![\w’'])",
        re.IGNORECASE,
    )


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    value: Decimal | None


_GAP: Final = re.compile(r"[ \t\u00a0\u2009\u202f-]*")
_PERCENT: Final = re.compile(r"\s?%|[\s-]per ?cent\b|[\s-]percentage points?\b", re.IGNORECASE)
_NEXT_WORD: Final = re.compile(r"[\s-]+([^\W\d_]+)")
_METRES: Final = _set(
    "tall high long wide deep away below above from down up race sprint freestyle mark and by"
)


def numbers(text: str) -> list[Number]:
    """The numbers of a text in their order."""
    found: list[Number] = []
    run: list[_Token] = []
    for match in _token().finditer(text):
        if match["digits"] is not None:
            value = Decimal(re.sub(r"[^\d.]", "", match["digits"]))
            token = _Token(match.start(), match.end(), "", _suffixed(text, match, value))
        else:
            token = _Token(match.start(), match.end(), match["word"].lower(), None)
        if run and _GAP.fullmatch(text, run[-1].end, token.start) is None:
            found += _parsed(text, run)
            run = []
        run.append(token)
    found += _parsed(text, run)
    return found


def _suffixed(text: str, match: re.Match[str], value: Decimal) -> Decimal:
    suffix = (match["suffix"] or "").lower()
    if suffix == "m":
        # Millions or metres: money, and what can be counted, comes in millions.
        before = text[match.start() - 1 : match.start()]
        after = _NEXT_WORD.match(text, match.end())
        word = after[1].lower() if after is not None else ""
        if before not in ("$", "€", "£", "¥", "₽") and (not word or word in _METRES):
            return value
    return value * _SUFFIXES.get(suffix, Decimal(1))


def _parsed(text: str, run: list[_Token]) -> list[Number]:
    found = []
    at = 0
    while at < len(run):
        taken = _amount(run, at)
        if taken is None:
            at += 1
            continue
        value, after = taken
        number = _with_unit(text, run[at].start, run[after - 1].end, value)
        if not _is_pronoun(text, run[at:after]):
            found.append(number)
        at = after
    return found


def _amount(run: list[_Token], at: int) -> tuple[Decimal, int] | None:
    """The amount that begins at a token, and the token after it; null where none begins."""
    total, least = Decimal(0), None
    after = at
    while after < len(run):
        begin = after
        if least is not None and run[begin].word == "and":
            begin += 1
        part = _below_thousand(run, begin)
        # Two amounts in digits are two: "1.5 million and 300,000".
        if part is None or (least is not None and run[begin].value is not None):
            break
        value, end = part
        scale = Decimal(1)
        while end < len(run) and run[end].word in _SCALES:
            scale *= _SCALES[run[end].word]
            end += 1
        if least is not None and value * scale >= least:
            break
        total += value * scale
        least, after = scale, end
        if scale == 1 or run[end - 1].word == "dozen":
            break
    return (total, after) if least is not None else None


def _below_thousand(run: list[_Token], at: int) -> tuple[Decimal, int] | None:
    """A number without its scale: "25", "two hundred and five", "half a" before a million."""
    words = [token.word for token in run[at : at + 6]] + [""] * 6
    if at < len(run) and (value := run[at].value) is not None:
        plus = _and_a_half(words[1:])
        return (value + _HALF, at + 1 + plus) if plus else (value, at + 1)
    if words[0] == "half":
        for skip in (1, 2):
            if words[skip] in _SCALES and (skip == 1 or words[1] in ("a", "an")):
                return _HALF, at + skip
        return None
    if words[0] in ("a", "an"):
        value, taken = Decimal(1), 1
        if words[1] == "half" and words[2] in _SCALES:
            return _HALF, at + 2
        if words[1] not in _SCALES:
            return None
    else:
        value, taken = _below_hundred(words)
        if not taken:
            return None
        if plus := _and_a_half(words[taken:]):
            return value + _HALF, at + taken + plus
    if words[taken] == "hundred":
        value, taken = value * 100, taken + 1
        rest = words[taken:]
        joined = int(rest[0] == "and")
        more, length = _below_hundred(rest[joined:])
        if length:
            value, taken = value + more, taken + joined + length
    return value, at + taken


def _below_hundred(words: list[str]) -> tuple[Decimal, int]:
    if words[0] in _TENS:
        if words[1] in _UNITS and 0 < _UNITS[words[1]] < 10:
            return _TENS[words[0]] + _UNITS[words[1]], 2
        return _TENS[words[0]], 1
    if words[0] in _UNITS:
        return _UNITS[words[0]], 1
    return Decimal(0), 0


def _and_a_half(words: list[str]) -> int:
    return 3 if words[:3] == ["and", "a", "half"] else 0


_PRONOUN_BEFORE: Final = re.compile(
    r"\b(?:no|any|every|some|each|this|that|which|another|the|loved)[\s-]$", re.IGNORECASE
)
_PRONOUN_AFTER: Final = re.compile(r"\s+(?:another|of|is|was|who|that|can|could|has|had)\b|[.,;:?!]|$")


def _is_pronoun(text: str, tokens: list[_Token]) -> bool:
    """Whether a single "one" counts nothing: "no one", "one of them", "the one that"."""
    if len(tokens) != 1 or tokens[0].word != "one":
        return False
    start, end = tokens[0].start, tokens[0].end
    before = text[max(0, start - 10) : start]
    return bool(_PRONOUN_BEFORE.search(before) or _PRONOUN_AFTER.match(text, end))


def _with_unit(text: str, start: int, end: int, value: Decimal) -> Number:
    percent = _PERCENT.match(text, end)
    if percent is not None:
        return Number(start, percent.end(), value, "%")
    if start and text[start - 1] in "$€£¥₽₩₴₹":
        return Number(start - 1, end, value, text[start - 1])
    after = _NEXT_WORD.match(text, end)
    return Number(start, end, value, _CURRENCIES.get(after[1].lower(), "") if after is not None else "")


def written(value: Decimal) -> str:
    """A value in one way of writing, so that equal values are equal strings: ``1000``, ``1.5``."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
