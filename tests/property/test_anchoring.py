"""Whatever changes in a text, a quote is never silently on other words."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.anchoring import Carrier, differences
from annotations.records import Quote, quote_of

#: Few letters, so that words repeat; some that are two code units or combine, and every kind of line end.
letters = st.text(alphabet="ab. \r\n\u0301👩\u200d", max_size=60)
#: All planes.
anything = st.text(max_size=60)
SENTENCES = [
    "The minister said yes. ",
    "The minister said no. ",
    "He promised 1,000 sappers on Tuesday.\r\n",
    "He promised 1,200 sappers on Tuesday. ",
    "According to the agency, the talks in the capital went on until midnight.\n",
    "Nobody else spoke to the press that day. ",
    "Cafe\u0301 👩\u200d👧 owners said so. ",
    "外交部发言人说，一千名工兵将于周二抵达。",
    "\n",
]
#: Articles of sentences that repeat.
articles = st.lists(st.sampled_from(SENTENCES), max_size=10).map("".join)
texts = letters | anything | articles


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """An article, and what became of it after some passages were put in, taken out, moved or repeated."""
    old = new = draw(articles)
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(new)))
        last = draw(st.integers(first, len(new)))
        at = draw(st.integers(0, first))
        passage = new[first:last]
        match draw(st.sampled_from(["in", "out", "moved", "again"])):
            case "in":
                new = new[:first] + draw(st.sampled_from(SENTENCES) | anything) + new[first:]
            case "out":
                new = new[:first] + new[last:]
            case "moved":
                new = new[:at] + passage + new[at:first] + new[last:]
            case _:
                new = new[:at] + passage + new[at:]
    return old, new


pairs = edited() | st.tuples(texts, texts)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, Quote]:
    old, new = draw(pairs)
    start = draw(st.integers(0, len(old)))
    return old, new, quote_of(old, start, draw(st.integers(start, len(old))))


@given(cases())
@example(("aa", "a", quote_of("aa", 1, 2)))
@example(("\r\n\r\n", "\n\r\n", quote_of("\r\n\r\n", 0, 2)))
def test_a_quote_stands_on_its_own_words_or_says_that_it_does_not(case: tuple[str, str, Quote]) -> None:
    old, new, quote = case
    anchor, found, likeness = Carrier(differences(old, new)).carry(quote)
    assert 0 <= likeness <= 1
    if anchor in ("exact", "moved"):
        assert found == quote_of(new, found.start, found.end)
        assert found.exact == quote.exact
    elif anchor == "changed":
        assert 0 <= found.start < found.end <= len(new)
        assert (found.exact, found.prefix, found.suffix) == (quote.exact, quote.prefix, quote.suffix)
        assert likeness > 0
    else:
        assert (anchor, found) == ("orphan", quote)


@given(cases())
def test_a_proposed_place_is_never_on_what_was_kept_of_other_words(case: tuple[str, str, Quote]) -> None:
    old, new, quote = case
    difference = differences(old, new)
    anchor, found, _ = Carrier(difference).carry(quote)
    if anchor == "changed":
        own = other = 0
        for span in difference.spans:
            if span.kind in ("kept", "moved"):
                low = max(span.new_start, found.start)
                high = min(span.new_end, found.end)
                shift = span.old_start - span.new_start
                within = max(0, min(high + shift, quote.end) - max(low + shift, quote.start))
                own += within
                other += max(0, high - low) - within
        # A passage that was moved into the middle of a quote is the one thing that may lie in it.
        assert own > 0 or other == 0


@given(pairs)
def test_every_character_of_either_text_is_in_one_span(pair: tuple[str, str]) -> None:
    old, new = pair
    spans = differences(old, new).spans
    was = sorted((s.old_start, s.old_end) for s in spans if s.kind != "inserted")
    now = sorted((s.new_start, s.new_end) for s in spans if s.kind != "removed")
    assert "".join(old[slice(*span)] for span in was) == old
    assert "".join(new[slice(*span)] for span in now) == new
    for span in spans:
        assert 0 <= span.old_start <= span.old_end <= len(old)
        assert 0 <= span.new_start <= span.new_end <= len(new)
        if span.kind in ("kept", "moved"):
            assert old[span.old_start : span.old_end] == new[span.new_start : span.new_end] != ""
        elif span.kind == "removed":
            assert span.old_start < span.old_end
            assert span.new_start == span.new_end
        else:
            assert span.new_start < span.new_end
            assert span.old_start == span.old_end


@given(texts, texts, texts, st.data())
def test_text_put_before_and_behind_leaves_every_quote_on_its_words(
    old: str, before: str, behind: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old)))
    quote = quote_of(old, start, data.draw(st.integers(start, len(old))))
    new = before + old + behind
    anchor, found, _ = Carrier(differences(old, new)).carry(quote)
    # Overlapping places count too: “aa” stands twice in “aaa”.
    places = sum(new.startswith(quote.exact, at) for at in range(len(new)))
    if len(old) >= 48 and quote.exact and places == 1:
        assert anchor in ("exact", "moved")
        assert found.start == new.index(quote.exact)


@given(texts, st.data())
def test_in_an_unchanged_text_every_quote_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = quote_of(text, start, data.draw(st.integers(start, len(text))))
    if quote.exact:
        assert Carrier(differences(text, text)).carry(quote) == ("exact", quote, 1.0)


@given(cases(), st.integers(-5, 60), st.integers(-5, 60))
def test_a_quote_with_wrong_offsets_is_never_placed_on_other_words(
    case: tuple[str, str, Quote], start: int, end: int
) -> None:
    old, new, quote = case
    wrong = Quote(start=start, end=end, exact=quote.exact, prefix=quote.prefix, suffix="zz")
    anchor, found, _ = Carrier(differences(old, new)).carry(wrong)
    if anchor in ("exact", "moved"):
        assert quote.exact == new[found.start : found.end] != ""
    if not 0 <= start <= end <= len(old) or old[start:end] != quote.exact:
        assert (anchor, found) == ("orphan", wrong)
