"""Sentences as people put them right: cut where the rules did not, joined where the rules did cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


def resegmented(
    text: str, sentences: Sequence[Span], cuts: Collection[int], joins: Collection[int]
) -> list[Span]:
    """The sentences of a text after people's cuts and joins, as spans in code points.

    Between two spans there is still only white space. What does not fit the text or the rules any more
    changes nothing.

    Args:
        text: the text.
        sentences: as the rules find them.
        cuts: where a sentence begins as well: offsets of something visible inside a sentence.
        joins: where no sentence begins although the rules say so: offsets at which one does.
    """
    begins: dict[int, int] = {}
    last = 0
    for start, end in sentences:
        if start in joins and begins:
            begins[last] = end
        else:
            begins[start] = end
            last = start
    if not cuts:
        return list(begins.items())
    spans: list[Span] = []
    pending = sorted(cuts)
    at = 0
    for start, end in begins.items():
        while at < len(pending) and pending[at] < end:
            cut, at = pending[at], at + 1
            if cut > start and not text[cut].isspace():
                before = text[start:cut].rstrip()
                spans.append((start, start + len(before)))
                start = cut
        spans.append((start, end))
    return spans
