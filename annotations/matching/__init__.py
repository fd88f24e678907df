"""The passage in another article that speaks to a claim: ranked, never judged."""

from annotations.matching.ranker import Ranker

__all__ = ["Ranker"]
