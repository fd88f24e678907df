"""Whatever changes in a text, a quote is never laid on other words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import find_again
from annotations.records import Quote, quote_of

#: Few letters, so that words repeat; some that are two code units or combine.
texts = st.text(alphabet="ab \n\u0301👩", max_size=40)
words = st.lists(st.sampled_from(["yes ", "no ", "1,000 ", "the envoy ", "said "]), max_size=14).map("".join)


@st.composite
def quotes(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, Quote]:
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, quote_of(text, start, draw(st.integers(start, len(text))))


def check(quote: Quote, old: str, new: str) -> None:
    anchor, found = find_again(quote, old, new)
    assert anchor in ("exact", "moved", "orphan")
    if anchor == "orphan":
        assert found == quote
    else:
        assert found.exact == quote.exact == new[found.start : found.end]
        assert found == quote_of(new, found.start, found.end)
    if anchor == "moved":
        assert new.count(quote.exact) == old.count(quote.exact) == 1


@given(quotes(texts), texts)
def test_what_is_found_is_the_words_and_what_is_not_found_is_as_it_was(
    given: tuple[str, Quote], new: str
) -> None:
    check(given[1], given[0], new)


@given(quotes(words), words, words, st.data())
def test_the_same_holds_when_something_is_put_in_or_taken_out(
    given: tuple[str, Quote], more: str, end: str, data: st.DataObject
) -> None:
    old, quote = given
    first = data.draw(st.integers(0, len(old)))
    last = data.draw(st.integers(first, len(old)))
    check(quote, old, old[:first] + more + old[last:] + end)


@given(quotes(texts), texts, texts)
def test_text_put_before_and_behind_leaves_every_quote_that_stands_there_once_in_its_place(
    given: tuple[str, Quote], before: str, behind: str
) -> None:
    old, quote = given
    new = before + old + behind
    # Overlapping places count too: “aa” stands twice in “aaa”.
    places = sum(new.startswith(quote.exact, start) for start in range(len(new)))
    if quote.exact and places == 1:
        anchor, found = find_again(quote, old, new)
        assert anchor in ("exact", "moved")
        assert found.start == new.index(quote.exact)


@given(quotes(texts))
def test_in_an_unchanged_text_every_quote_stays(given: tuple[str, Quote]) -> None:
    text, quote = given
    if quote.exact:
        assert find_again(quote, text, text) == ("exact", quote)


@given(quotes(words), words)
def test_a_change_behind_a_quote_leaves_it_and_one_before_it_shifts_it(
    given: tuple[str, Quote], more: str
) -> None:
    old, quote = given
    if quote.exact:
        assert find_again(quote, old, old[: quote.end] + more) == (
            "exact",
            quote_of(old[: quote.end] + more, quote.start, quote.end),
        )


@given(quotes(texts), st.integers(-5, 60), st.integers(-5, 60), texts)
def test_a_quote_with_wrong_offsets_is_never_placed_on_other_words(
    given: tuple[str, Quote], start: int, end: int, new: str
) -> None:
    old, quote = given
    if 0 <= start <= end:
        check(Quote(start=start, end=end, exact=quote.exact, prefix=quote.prefix, suffix="zz"), old, new)
