"""Which passage speaks to a claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.matching import Ranker


def test_the_passage_with_the_rare_words_comes_first() -> None:
    passages = [
        "The envoy met the leader of the country on Monday.",
        "The country will send 1,000 sappers to the region.",
        "The leader of the country thanked the envoy of the country.",
    ]
    scores = Ranker(passages).score("Of the country, 1,000 sappers will go to the region, the envoy said.")
    assert max(range(3), key=scores.__getitem__) == 1


def test_nothing_in_common_scores_nothing() -> None:
    assert Ranker(["one two", "three"]).score("four") == [0.0, 0.0]


def test_no_passages_no_words_and_no_query_are_fine() -> None:
    assert Ranker([]).score("words") == []
    assert Ranker(["", "…"]).score("words") == [0.0, 0.0]
    assert Ranker(["words"]).score("") == [0.0]


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
def test_there_is_one_score_a_passage_and_none_below_nothing(passages: list[str], query: str) -> None:
    scores = Ranker(passages).score(query)
    assert len(scores) == len(passages)
    assert all(score >= 0 for score in scores)
