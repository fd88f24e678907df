"""Two quotes word by word: what stands in both and what in one only.

Offsets are code points of the quote given, end exclusive.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from annotations.text import words
from tui.reader import graphemes

#: Pairs of tokens up to which the order of words is looked at; quotes that are longer still, after what they
#: begin and end with alike, are compared as bags of words.
PAIRS: Final = 300_000
#: Letters from which on a word that stands elsewhere in the other quote counts as being in both.
TELLING: Final = 4

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
    return (plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain) or token


@lru_cache(maxsize=64)
def compare(one: str, other: str) -> Comparison:
    """Compare two quotes: every token of either is equal (the other has it too) or stands only here.

    Equal is what both say in the same order, at its best: numbers weigh more than words, long words more than
    short ones. Of the rest, long words are equal wherever they stand; numbers are not, since a number that
    has moved may count something else.

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
    if len(inner[0]) * len(inner[1]) > PAIRS:
        found = _in_bag(*inner)
    else:
        found = _in_order(*inner)
        moved = _in_bag(
            *(
                [token if not same and _is_telling(token) else "" for token, same in zip(*side, strict=True)]
                for side in zip(inner, found, strict=True)
            )
        )
        for side, more in zip(found, moved, strict=True):
            side[:] = [here or elsewhere for here, elsewhere in zip(side, more, strict=True)]
    return (
        [True] * head + found[0] + [True] * tail,
        [True] * head + found[1] + [True] * tail,
    )


def _is_telling(token: str) -> bool:
    return len(token) >= TELLING and token[0].isalpha()


def _weight(token: str) -> int:
    if token[0].isdecimal():
        return 8
    return 4 if _is_telling(token) else 2 if token[0].isalnum() else 1


def _in_order(left: Sequence[str], right: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """The heaviest common subsequence."""
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row in range(len(left) - 1, -1, -1):
        token, weight = left[row], _weight(left[row])
        here, below = best[row], best[row + 1]
        for column in range(len(right) - 1, -1, -1):
            most = max(below[column], here[column + 1])
            if right[column] == token:
                most = max(most, below[column + 1] + weight)
            here[column] = most
    marks = [False] * len(left), [False] * len(right)
    row = column = 0
    while row < len(left) and column < len(right):
        if left[row] == right[column]:  # of equal tokens the first pair is never worse
            marks[0][row] = marks[1][column] = True
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return marks


def _in_bag(left: Sequence[str], right: Sequence[str]) -> tuple[list[bool], list[bool]]:
    common = Counter(left) & Counter(right)

    def first(tokens: Sequence[str]) -> list[bool]:
        unmet = Counter(common)
        marks = []
        for token in tokens:
            marks.append(bool(token) and unmet[token] > 0)
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
