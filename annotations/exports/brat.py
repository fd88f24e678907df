"""brat standoff: a text and its annotations an article, with a configuration; offsets are code points.

A passage is an ``Evidence`` with a ``Stance``, and refers to its claim by a normalisation ``Claims:<id>``.
A passage over a line end is written in fragments, because no text of an annotation may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from annotations.exports.passages import passages
from annotations.records import STANCES, Evidence

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: So much of a label, which may be of any length, goes into the name of a file, in characters.
_LABEL = 60
_LINE_END = re.compile("[\r\n]+")
_CONFIGURATION = f"""\
[entities]
Evidence
[relations]
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
[events]
[attributes]
Stance\tArg:Evidence, Value:{"|".join(STANCES)}
"""


def files(selection: Selection) -> Iterator[tuple[str, Iterable[str]]]:
    """The files by their names.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    yield "annotation.conf", (_CONFIGURATION,)
    claims = {claim.id: claim.text for claim in selection.claims}
    for number, (article, pieces) in enumerate(passages(selection), start=1):
        name = f"{number:04}-{re.sub(r'[^0-9A-Za-z]+', '-', article.label)[:_LABEL]}"
        yield f"{name}.txt", (selection.text(article.id),)
        yield f"{name}.ann", _annotations(pieces, claims)


def fragments(piece: Evidence) -> list[tuple[int, int]]:
    """The parts of a quote between line ends, none of them empty. Offsets in code points."""
    start, words = piece.quote.start, piece.quote.exact
    ends = [*(found.span() for found in _LINE_END.finditer(words)), (len(words), len(words))]
    found, at = [], 0
    for end, after in ends:
        if end > at:
            found.append((start + at, start + end))
        at = after
    return found


def _annotations(pieces: Iterable[Evidence], claims: dict[str, str]) -> Iterator[str]:
    number = 0
    for piece in pieces:
        parts = fragments(piece)
        if not parts:
            continue
        number += 1
        start, exact = piece.quote.start, piece.quote.exact
        places = ";".join(f"{first} {last}" for first, last in parts)
        words = " ".join(exact[first - start : last - start] for first, last in parts)
        yield f"T{number}\tEvidence {places}\t{words}\n"
        yield f"A{number}\tStance T{number} {piece.stance}\n"
        claim = percent(piece.claim, safe="")
        yield f"N{number}\tReference T{number} Claims:{claim}\t{_one_line(claims[piece.claim])}\n"
        if piece.note.strip():
            yield f"#{number}\tAnnotatorNotes T{number}\t{_one_line(piece.note)}\n"


def _one_line(words: str) -> str:
    return " ".join(words.split())
