"""Words by which a passage says something with reserve, or passes it on without a stand."""

from __future__ import annotations

import re
from typing import Final

from annotations.records import Certainty

_HEDGED: Final = re.compile(
    r"\b(?:reportedly|apparently|possibly|presumably|supposedly|perhaps|probably|unconfirmed|rumou?red|"
    r"(?:is|are|was|were|be|been) (?:widely )?(?:said|believed|thought|understood|reported|rumou?red|feared|"
    r"suspected|estimated) to|it (?:is|was) (?:said|believed|thought|understood|reported|rumou?red) that|"
    r"may(?! \d)|might|could (?:be|have|become)|(?:seems?|seemed|appears?|appeared) to|"
    r"(?:most |more |very |is |are |was |were )?(?:un)?likely (?:to|that)|suspected of)\b"
)
_HEDGED_AT_BEGINNING: Final = re.compile(
    r"(?:Reportedly|Apparently|Possibly|Presumably|Supposedly|Perhaps|Probably|Unconfirmed)\b"
)
_UNCOMMITTED: Final = re.compile(
    r"\b(?:[Aa]llegedly|[Pp]urportedly|(?:is|are|was|were|been|stands) accused of|"
    r"(?:is|are|was|were) alleged to)\b"
)


#: Before a hedge that says only of whom it is said, and not the whole: "soldiers who reportedly died".
_RELATIVE: Final = re.compile(r"\w[,]? (?:who|which)(?: (?:has|have|had|is|are|was|were|\w+ly))? $")


def find_hedge(text: str, start: int, end: int, passage: int) -> tuple[tuple[int, int], Certainty] | None:
    """The first hedge in ``text[start:end]`` and what it makes of it; null where there is none.

    One that stands in a relative clause of the passage, which begins at `passage`, does not make what is said
    around that less certain.
    """
    found = _first(_UNCOMMITTED, text, start, end, passage)
    if found is not None:
        return found, "uncommitted"
    found = _first(_HEDGED, text, start, end, passage) or _first(
        _HEDGED_AT_BEGINNING, text, start, end, passage
    )
    return (found, "hedged") if found is not None else None


def _first(hedges: re.Pattern[str], text: str, start: int, end: int, passage: int) -> tuple[int, int] | None:
    for found in hedges.finditer(text, start, end):
        if _RELATIVE.search(text, max(passage, found.start() - 30), found.start()) is None:
            return found.span()
    return None
