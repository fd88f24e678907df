"""The passage in another article that speaks to a claim: ranked, never judged."""

from annotations.matching.comparing import Comparison, Match, compare
from annotations.matching.dates import Date, dates, day_of
from annotations.matching.names import Name, names
from annotations.matching.numbers import Number, numbers
from annotations.matching.pool import Candidate, Pool
from annotations.matching.ranker import Ranker

__all__ = [
    "Candidate",
    "Comparison",
    "Date",
    "Match",
    "Name",
    "Number",
    "Pool",
    "Ranker",
    "compare",
    "dates",
    "day_of",
    "names",
    "numbers",
]
