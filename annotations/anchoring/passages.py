"""What changed between two versions of a text, in passages that a person reads at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from annotations.anchoring.differences import Differences

#: Changes with less than this between them, in code points, are one passage: some half a dozen words.
NEAR = 30
#: By so much at most, in code points, a change within a word is widened to the word: two never meet.
_WIDEN = NEAR // 2
_WORD = re.compile(r"\w")


class Passage(NamedTuple):
    """A stretch in which two texts differ, in code points, end exclusive.

    Attributes:
        old: from where to where it goes in the old text; empty where words were only put in.
        new: the same in the new text; empty where words were only taken out.
        moved: the same words stand in both, but elsewhere.
    """

    old: tuple[int, int]
    new: tuple[int, int]
    moved: bool


def changed_passages(difference: Differences) -> list[Passage]:
    """The passages in which two texts differ, in the order of the new one.

    Changes close to each other within a paragraph are one passage, so that a reworded sentence is one and not
    seven; a change within a word takes the whole word. What was moved is always one of its own.
    """
    found: list[Passage] = []
    for span in difference.spans:
        if span.kind in ("kept", "moved"):
            continue
        old, new = (span.old_start, span.old_end), (span.new_start, span.new_end)
        last = found[-1] if found else None
        if last is not None and _are_near(difference, last, old, new):
            found[-1] = Passage(
                (last.old[0], max(last.old[1], old[1])), (last.new[0], max(last.new[1], new[1])), moved=False
            )
        else:
            found.append(Passage(old, new, moved=False))
    found = [_widened(difference, passage) for passage in found]
    found += [Passage(move.old, move.new, moved=True) for move in difference.moved]
    return sorted(found, key=lambda passage: (passage.new, passage.old))


def _are_near(difference: Differences, last: Passage, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether nothing but a few words of one paragraph, the same in both texts, is between two changes."""
    # What was put in for words that were taken out stands, in the old text, before these.
    before = difference.old[last.old[1] : max(old[0], last.old[1])]
    after = difference.new[last.new[1] : max(new[0], last.new[1])]
    return before == after and len(after) < NEAR and "\n" not in after


def _widened(difference: Differences, passage: Passage) -> Passage:
    """The passage with the rest of the words that it begins and ends in, which is the same in both texts."""
    old, new = difference.old, difference.new
    (old_start, old_end), (new_start, new_end), _ = passage
    before = after = 0
    while before < _WIDEN and _is_word(old, old_start - before - 1) and _is_word(new, new_start - before - 1):
        if not (_is_word(old, old_start - before) or _is_word(new, new_start - before)):
            break
        before += 1
    while after < _WIDEN and _is_word(old, old_end + after) and _is_word(new, new_end + after):
        if not (_is_word(old, old_end + after - 1) or _is_word(new, new_end + after - 1)):
            break
        after += 1
    return Passage(
        (old_start - before, old_end + after), (new_start - before, new_end + after), passage.moved
    )


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _WORD.match(text, at) is not None


def whole_words(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of a text widened to the words that they begin and end in, those that then touch joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        first, last = start - _WIDEN, end + _WIDEN
        while start > first and _is_word(text, start) and _is_word(text, start - 1):
            start -= 1
        while end < last and _is_word(text, end) and _is_word(text, end - 1):
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
