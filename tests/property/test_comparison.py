"""Comparing two quotes and scrolling two texts together: what always holds."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from tui.reader.alignment import Alignment, row_for
from tui.reader.comparison import compare, folded, runs, tokens

WORDS = st.sampled_from(
    [
        "the",
        "The",
        "1,000",
        "1000",
        "don't",
        "don’t",
        "–",
        "-",
        "“so”",
        ".",
        " ",
        "\n",
        "e\u0301",
        "東京",
        "👩\u200d👧",
    ]
)
QUOTES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join))


@given(QUOTES)
@example("\u0301a \u200d ¶\ud800")
def test_tokens_cover_all_but_white_space_and_each_code_point_once(text: str) -> None:
    spans = tokens(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert {offset for offset, character in enumerate(text) if not character.isspace()} <= covered


@given(QUOTES, QUOTES)
@example("a b", "b a")
@example("x a b", "b x a b")
def test_a_comparison_turned_round_is_the_comparison_the_other_way(one: str, other: str) -> None:
    assert compare(one, other) == tuple(reversed(compare(other, one)))


@given(QUOTES)
def test_a_quote_is_equal_to_itself(text: str) -> None:
    assert all(part.equal for part in compare(text, text).one)


@given(QUOTES, QUOTES)
def test_every_token_is_told_and_what_is_equal_is_the_same_on_both_sides(one: str, other: str) -> None:
    found = compare(one, other)
    assert [part[:2] for part in found.one] == tokens(one)
    assert [part[:2] for part in found.other] == tokens(other)
    same = [
        [folded(text[p.start : p.end]) for p in parts if p.equal]
        for text, parts in zip((one, other), found, strict=True)
    ]
    assert sorted(same[0]) == sorted(same[1])


@given(QUOTES, QUOTES)
def test_runs_keep_every_token_and_its_kind(one: str, other: str) -> None:
    parts = compare(one, other).one
    joined = runs(one, parts)
    for part in parts:
        assert [part.equal] == [
            run.equal for run in joined if run.start <= part.start and part.end <= run.end
        ]


LINES = st.integers(1, 300)
ANCHORS = st.lists(st.tuples(st.integers(0, 299), st.integers(0, 299)), max_size=8)


@given(ANCHORS, LINES, LINES, st.integers(1, 40), st.integers(1, 40))
def test_scrolling_on_never_scrolls_the_other_back_and_the_first_anchor_stays_beside_its_like(
    anchors: list[tuple[int, int]], here: int, there: int, height: int, other: int
) -> None:
    anchors = [(one % here, two % there) for one, two in anchors]
    alignment = Alignment(anchors, (here, there), (height, other))
    last = max(0, there - other)
    tops = [alignment.follow(top) for top in range(max(0, here - height) + 1)]
    assert tops == sorted(tops)
    assert all(0 <= top <= last for top in tops)
    if anchors:
        one, two = anchors[0]
        for top in range(max(0, one - height + 1), min(one, len(tops) - 1) + 1):
            assert tops[top] == min(max(two - one + top, 0), last)


@given(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=3), st.integers(1, 40))
def test_lines_that_can_stand_side_by_side_do(places: list[tuple[int, int]], height: int) -> None:
    lines, last = [line for line, _ in places], [top for _, top in places]
    row = row_for(lines, last, height)
    shown = [line - min(max(line - row, 0), top) for line, top in places]
    if any(len({line - min(max(line - r, 0), top) for line, top in places}) == 1 for r in range(301)):
        assert len(set(shown)) == 1
