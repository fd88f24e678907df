"""Which passage speaks to a claim."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.matching import Pool, Ranker
from annotations.matching.ranker import SMALL


def first(passages: list[str], query: str) -> int:
    scores = Ranker(passages).score(query)
    return max(range(len(passages)), key=scores.__getitem__)


def test_the_passage_with_the_rare_words_comes_first() -> None:
    passages = [
        "The envoy met the leader of the country on Monday.",
        "The country will send 1,000 sappers to the region.",
        "The leader of the country thanked the envoy of the country.",
    ]
    assert first(passages, "Of the country, 1,000 sappers will go to the region, the envoy said.") == 1


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ("The ferry was sinking", "A boat sank and then ferries sink every year."),
        ("a thousand crates", "There were 1,000 of them on the quay."),
        ("half a million in all", "In the end 500,000 came."),
        ("Pyongyang agreed", "The North Koreans gave their word."),
        ("U.K. protests", "A British note was handed over."),
        ("COVID-19 cases", "Covid spread in the port."),
        ("a 5G mast", "Masts for 5g were put up in 5 places."),
        ("the café’s owner", "Cafe owners spoke."),
        ("reconstruction", "They will reconstruct it."),
        ("東京の地震", "昨日、東京で地震があった。"),
    ],
)
def test_other_ways_of_saying_a_thing_are_found(query: str, passage: str) -> None:
    others = ["Rain fell on the hills.", "Nobody knew what to do with the letter.", "誰もいない。"]
    assert first([others[0], passage, *others[1:]], query) == 1


def test_nothing_in_common_scores_nothing() -> None:
    assert Ranker(["one two", "three"]).score("four") == [0.0, 0.0]


def test_no_passages_no_words_and_no_query_are_fine() -> None:
    assert Ranker([]).score("words") == []
    assert Ranker(["", "…"]).score("words") == [0.0, 0.0]
    assert Ranker(["words"]).score("") == [0.0]
    assert Ranker(["word"]).score("word") == [1.0]


def test_in_many_passages_common_words_still_decide_between_equals() -> None:
    passages = ["The pier of the town is old.", "Rain fell.", "It fell."] * SMALL
    passages[7] = "Lanterns hang in here today."
    passages[8] = "Lanterns of the town is here."
    scores = Ranker(passages).score("Lanterns of the town is")
    assert max(range(len(passages)), key=scores.__getitem__) == 8
    # Where a query has common words only, they are all there is to go by.
    assert min(Ranker(passages).score("the town")[:7:3]) > 0


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
def test_there_is_one_score_a_passage_and_none_below_nothing_or_above_one(
    passages: list[str], query: str
) -> None:
    scores = Ranker(passages).score(query)
    assert len(scores) == len(passages)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)


@given(st.lists(st.text("abc dé1,0", max_size=20), min_size=1, max_size=6), st.text("abc dé1,0", max_size=20))
def test_the_order_of_the_passages_makes_no_difference(passages: list[str], query: str) -> None:
    scores = Ranker(passages).score(query)
    backwards = Ranker(passages[::-1]).score(query)
    assert scores == pytest.approx(backwards[::-1])


def test_a_pool_ranks_the_passages_of_one_article_by_what_is_rare_in_all() -> None:
    pool = Pool()
    pool.add("a", ["The harbour closed.", "A lantern burned in the harbour."])
    pool.add("b", ["The harbour master spoke.", "The lantern went out."])
    assert pool.best("the lantern of the harbour", "b")[0].number == 1
    assert pool.best("zebra", "a") == []
    with pytest.raises(KeyError):
        pool.best("lantern", "c")


def test_an_article_that_comes_and_goes_leaves_a_pool_as_it_was() -> None:
    pool, other = Pool(), Pool()
    for one in (pool, other):
        one.add("a", ["The harbour closed.", "A lantern burned there."])
    pool.add("b", ["Lantern upon lantern.", "Nothing else."])
    pool.remove("b")
    pool.remove("b")
    pool.add("a", ["Something else."])
    pool.add("a", ["The harbour closed.", "A lantern burned there."])
    assert "b" not in pool
    assert pool.scores("the lantern closed", "a") == other.scores("the lantern closed", "a")


@given(st.lists(st.text("abcd ", max_size=20), max_size=6), st.text("abcd ", max_size=20))
def test_candidates_come_best_first_and_each_once(passages: list[str], query: str) -> None:
    pool = Pool()
    pool.add("a", passages)
    found = pool.best(query, "a", most=4)
    assert len(found) <= 4
    assert len({one.number for one in found}) == len(found)
    assert all(one.score >= next.score > 0 for one, next in pairwise(found))
