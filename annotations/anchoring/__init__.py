"""Two versions of a text compared, and the quotes of the one found again in the other.

Pure functions over strings; all offsets are code points, end exclusive. `differences` says what was kept,
removed, inserted and moved, and a `Carrier` takes quotes over such a difference: each is ``exact``,
``moved``, ``changed`` or an ``orphan``, and never on other words without saying so.
"""

from annotations.anchoring.carrying import ALIKE, Carried, Carrier, find_again
from annotations.anchoring.differences import Differences, Kind, Span, differences
from annotations.anchoring.passages import Passage, changed_passages, whole_words

__all__ = [
    "ALIKE",
    "Carried",
    "Carrier",
    "Differences",
    "Kind",
    "Passage",
    "Span",
    "changed_passages",
    "differences",
    "find_again",
    "whole_words",
]
