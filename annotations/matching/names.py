"""The names in a text: runs of words with a capital, and countries by whatever name they go."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from annotations.matching.places import countries
from annotations.text.folding import fold


class Name(NamedTuple):
    """A name in a text. `start` and `end` are code points, end exclusive; equal `key`: the same name.

    A country has one key under all its names. Of a person's name the last word is the key. A single word that
    begins a sentence, and is no country, may have its capital from that only, and is not `sure` to be a name.
    """

    start: int
    end: int
    key: str
    sure: bool = True


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = r"(?:(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*)"
_ONE: Final = re.compile(_WORD)
_SENTENCE_BEGINS: Final = re.compile(r"(?:^|[.!?…:]['\"’”)]*\s+|\n\s*|[“\"‘(]\s*)$")
#: Words that have a capital for other reasons than being a name.
_NO_NAMES: Final = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december i mr mrs ms dr sir"""
)


def names(text: str) -> list[Name]:
    """The names of a text in their order."""
    found = []
    for start, end, at_begin in _runs(text):
        words = text[start:end]
        known = countries().get(_plain(words))
        found.append(
            Name(start, end, known or _key(words), known is not None or not at_begin or " " in words)
        )
    return found


def _runs(text: str) -> list[tuple[int, int, bool]]:
    """Runs of words with a capital, and whether each begins a sentence."""
    runs: list[tuple[int, int, bool]] = []
    start = end = -1
    begins = False
    for match in _ONE.finditer(text):
        word = match.group()
        joined = start >= 0 and text[end : match.start()] in (" ", "\u00a0")
        if word[0].isupper() and fold(word).rstrip(".") not in _NO_NAMES:
            if joined:
                end = match.end()
                continue
            if start >= 0:
                runs.append((start, end, begins))
            start, end = match.span()
            begins = _SENTENCE_BEGINS.search(text, max(0, start - 8), start) is not None
        elif start >= 0:
            runs.append((start, end, begins))
            start = -1
    if start >= 0:
        runs.append((start, end, begins))
    return [_trimmed(text, run) for run in runs]


#: Words that begin a sentence with a capital and are no part of the name after them.
_BEGINNERS: Final = _set(
    """a an the this that these those it its he she they we you his her their our my there here in on at
    by for from with without after before since during under over between among as if when while where
    who what why how which because although though but and or so yet also according to citing both all
    each some many most earlier later meanwhile however last next then now once soon today yesterday
    tomorrow only even still such"""
)


def _trimmed(text: str, run: tuple[int, int, bool]) -> tuple[int, int, bool]:
    start, end, begins = run
    if begins:
        first = _ONE.match(text, start)
        if first is not None and first.end() < end and first.group().lower() in _BEGINNERS:
            return first.end() + 1, end, False
    for ending in ("'s", "’s"):
        if text[start:end].endswith(ending):
            end -= 2
    return start, end, begins


def _plain(words: str) -> str:
    return fold(words).rstrip(".").removeprefix("the ")


def _key(words: str) -> str:
    return _plain(words).split()[-1] if words.split() else ""
