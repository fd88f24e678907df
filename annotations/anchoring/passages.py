"""What changed between two versions of a text, in passages that a person reads at a time."""

from __future__ import annotations

from typing import NamedTuple

from annotations.anchoring.differences import Differences

#: Changes with less than this between them, in code points, are one passage: some half a dozen words.
NEAR = 30


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
    seven. What was moved is always one of its own.
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
    found += [Passage(move.old, move.new, moved=True) for move in difference.moved]
    return sorted(found, key=lambda passage: (passage.new, passage.old))


def _are_near(difference: Differences, last: Passage, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether nothing but a few words of one paragraph, the same in both texts, is between two changes."""
    # What was put in for words that were taken out stands, in the old text, before these.
    before = difference.old[last.old[1] : max(old[0], last.old[1])]
    after = difference.new[last.new[1] : max(new[0], last.new[1])]
    return before == after and len(after) < NEAR and "\n" not in after
