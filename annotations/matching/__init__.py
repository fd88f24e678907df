"""The passage in another article that speaks to a claim, and what two passages have in common.

Passages are ranked and figures pointed out; nothing is judged.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.matching.comparing import Comparison, Match, compare
    from annotations.matching.pool import Candidate, Pool
    from annotations.matching.ranker import Ranker

__all__ = ["Candidate", "Comparison", "Match", "Pool", "Ranker", "compare"]

_HOMES = {
    "Candidate": "pool",
    "Comparison": "comparing",
    "Match": "comparing",
    "Pool": "pool",
    "Ranker": "ranker",
    "compare": "comparing",
}


# Found on first use (PEP 562): the first screen needs none of it, and all of it together takes 20 ms.
def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
