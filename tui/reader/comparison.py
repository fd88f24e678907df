"""Two quotes word by word: what stands in both and what in one only.

Offsets are code points of the quote given, end exclusive.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from annotations.text import words
from tui.reader import graphemes

#: Longer quotes, in tokens, are compared as bags of words: the order of words costs up to their square.
LONGEST: Final = 2000
#: And so are quotes that repeat so much that finding their common runs could take this many steps.
STEPS: Final = 5_000_000

_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": None,
    }
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACE: Final = re.compile(r"\s+")


class Part(NamedTuple):
    """A word, number or mark of a quote, or a run of them: [start, end), and whether the other has it too."""

    start: int
    end: int
    equal: bool


class Comparison(NamedTuple):
    """The parts of two quotes, each in the order of its text."""

    one: tuple[Part, ...]
    other: tuple[Part, ...]


def tokens(text: str) -> list[tuple[int, int]]:
    """The words, numbers and marks of `text`: all of it but white space, in order, each span once.

    A word or number is what `annotations.text.words` says; of the rest each grapheme cluster is a token.
    """
    found: list[tuple[int, int]] = []
    place = 0
    for start, end in (*words(text), (len(text), len(text))):
        found.extend(_marks(text, place, start))
        if start < end:
            found.append((start, end))
        place = end
    return found


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = None
    for offset in range(start, end):
        if text[offset].isspace():
            if begin is not None:
                yield begin, offset
            begin = None
        elif begin is None:
            begin = offset
        elif graphemes.is_boundary(text, offset):
            yield begin, offset
            begin = offset
    if begin is not None:
        yield begin, end


def folded(token: str) -> str:
    """What two tokens must share to be equal: case, typographic quotes and dashes, soft hyphens, composed
    accents and the commas of thousands make no difference."""
    plain = unicodedata.normalize("NFC", token.translate(_FOLDED)).casefold()
    return plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain


@lru_cache(maxsize=64)
def compare(one: str, other: str) -> Comparison:
    """Compare two quotes: every token of either is equal (the other has it in its place) or stands only here.

    `compare(b, a)` is `compare(a, b)` turned round.
    """
    spans = tokens(one), tokens(other)
    left = [folded(one[start:end]) for start, end in spans[0]]
    right = [folded(other[start:end]) for start, end in spans[1]]
    if left <= right:  # the matcher is not symmetric; so that this is, it always gets the lesser first
        marks = _equal(left, right)
    else:
        turned = _equal(right, left)
        marks = turned[1], turned[0]
    return Comparison(_parts(spans[0], marks[0]), _parts(spans[1], marks[1]))


def _parts(spans: Sequence[tuple[int, int]], equal: Sequence[bool]) -> tuple[Part, ...]:
    return tuple(Part(start, end, same) for (start, end), same in zip(spans, equal, strict=True))


def _equal(left: list[str], right: list[str]) -> tuple[list[bool], list[bool]]:
    """Which tokens have their like in the other list."""
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    inner = left[head : len(left) - tail], right[head : len(right) - tail]
    found = _in_bag(*inner) if _is_costly(*inner) else _in_order(*inner)
    return (
        [True] * head + found[0] + [True] * tail,
        [True] * head + found[1] + [True] * tail,
    )


def _is_costly(left: Sequence[str], right: Sequence[str]) -> bool:
    if max(len(left), len(right)) > LONGEST:
        return True
    counts = Counter(right)
    return sum(counts[token] for token in left) * min(len(left), len(right)) > STEPS


def _in_order(left: Sequence[str], right: Sequence[str]) -> tuple[list[bool], list[bool]]:
    marks = [False] * len(left), [False] * len(right)
    for match in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            marks[0][match.a + step] = marks[1][match.b + step] = True
    return marks


def _in_bag(left: Sequence[str], right: Sequence[str]) -> tuple[list[bool], list[bool]]:
    common = Counter(left) & Counter(right)

    def first(tokens: Sequence[str]) -> list[bool]:
        unmet = Counter(common)
        marks = []
        for token in tokens:
            marks.append(unmet[token] > 0)
            unmet[token] -= 1
        return marks

    return first(left), first(right)


def common(several: Sequence[Sequence[Part]]) -> tuple[Part, ...]:
    """One quote compared with several others: a part is equal where all of them have it."""
    if not several:
        return ()
    return tuple(
        Part(parts[0].start, parts[0].end, all(part.equal for part in parts))
        for parts in zip(*several, strict=True)
    )


def runs(text: str, parts: Sequence[Part]) -> list[Part]:
    """`parts` of `text`, neighbours of one kind joined over the white space between them: for painting."""
    joined: list[Part] = []
    for part in parts:
        if joined:
            last = joined[-1]
            gap = text[last.end : part.start]
            if last.equal == part.equal and (not gap or (_SPACE.fullmatch(gap) and "\n" not in gap)):
                joined[-1] = Part(last.start, part.end, part.equal)
                continue
        joined.append(part)
    return joined
