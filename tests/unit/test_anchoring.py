"""A quote found again in a changed text: certain, or left to a person."""

from __future__ import annotations

import pytest

from annotations.anchoring import find_again
from annotations.records import Quote, quote_of

OLD = (
    "The envoy arrived in the capital on Tuesday morning. After the talks he promised 1,000 sappers, "
    "he told the agency. Nobody else in the delegation spoke to the press that day."
)
WORDS = "he promised 1,000 sappers"


def quoted(words: str, text: str = OLD) -> Quote:
    return quote_of(text, text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD + " More came later.",
        "Editor’s note: updated. " + OLD,
        OLD.replace("Tuesday morning", "Tuesday"),
        OLD.replace("Nobody else", "Only one other man"),
        "A new start. " + OLD.replace("the press", "us") + " A new end.",
        OLD.replace("arrived", "came").replace("that day", "at all"),
    ],
    ids=["same", "longer", "note above", "shorter before", "changed behind", "all around", "two places"],
)
def test_words_whose_surroundings_lead_to_them_are_exact(new: str) -> None:
    anchor, quote = find_again(quoted(WORDS), OLD, new)
    assert anchor == "exact"
    assert quote == quoted(WORDS, new)


def test_words_that_stand_elsewhere_have_moved() -> None:
    new = "In the end he promised 1,000 sappers. The envoy came on Tuesday."
    anchor, quote = find_again(quoted(WORDS), OLD, new)
    assert (anchor, quote) == ("moved", quoted(WORDS, new))


@pytest.mark.parametrize(
    "new",
    [
        "",
        "Nothing of it.",
        OLD.replace("1,000", "1000"),
        OLD.replace("he promised", "he  promised"),
        OLD.upper(),
    ],
    ids=["nothing", "other words", "a comma less", "a blank more", "capitals"],
)
def test_words_that_are_gone_leave_an_orphan_with_its_old_words_and_place(new: str) -> None:
    quote = quoted(WORDS)
    assert find_again(quote, OLD, new) == ("orphan", quote)


def test_words_that_stand_twice_in_the_new_text_are_not_chosen_between() -> None:
    new = f"First {WORDS}. Then {WORDS}."
    assert find_again(quoted(WORDS), OLD, new)[0] == "orphan"


def test_words_that_stood_twice_before_are_not_taken_for_the_one_that_is_left() -> None:
    old = "So yes, said the first of the men who were there. And then: yes, said the last."
    second = quote_of(old, old.rindex("yes"), old.rindex("yes") + 3)
    assert find_again(second, old, "Somebody said yes to everything.")[0] == "orphan"


def test_one_of_two_equal_words_is_told_by_what_stands_around_it() -> None:
    old = "Alpha said yes at the meeting in the morning; Beta, much later and alone, said yes as well."
    new = "News: " + old.replace("morning", "evening") + " End."
    start = old.rindex("yes")
    anchor, quote = find_again(quote_of(old, start, start + 3), old, new)
    assert (anchor, quote.start) == ("exact", new.rindex("yes"))


def test_a_repeat_of_which_one_is_taken_away_is_not_chosen_between() -> None:
    assert find_again(quote_of("aa", 1, 2), "aa", "a")[0] == "orphan"


def test_a_passage_that_stood_twice_before_is_not_taken_for_the_one_that_is_left() -> None:
    passage = "-" * 40 + "yes" + "-" * 40
    old, new = f"A{passage}B{passage}C", f"Q{passage}R"
    assert find_again(quote_of(old, old.rindex("yes"), old.rindex("yes") + 3), old, new)[0] == "orphan"


def test_overlapping_repeats_count_as_twice() -> None:
    assert find_again(quote_of("xaay", 1, 3), "xaay", "aaa")[0] == "orphan"


def test_the_ends_of_a_text_are_found_again() -> None:
    for words in ("The envoy", "that day."):
        anchor, quote = find_again(quoted(words), OLD, "New. " + OLD + " New.")
        assert anchor == "exact"
        assert quote == quoted(words, "New. " + OLD + " New.")


def test_a_quote_that_does_not_fit_its_own_text_is_never_placed() -> None:
    wrong = Quote(start=0, end=9, exact="An envoy!")
    assert find_again(wrong, OLD, OLD) == ("orphan", wrong)
    assert find_again(Quote(start=3, end=3, exact=""), OLD, OLD)[0] == "orphan"
    assert find_again(Quote(start=500, end=510, exact="The envoy."), OLD, OLD)[0] == "orphan"


def test_offsets_are_code_points() -> None:
    old, new = "👩\u200d👧 „yes“ e\u0301", "🎉 new 👩\u200d👧 „yes“ e\u0301"
    anchor, quote = find_again(quote_of(old, 5, 8), old, new)
    assert (anchor, quote.exact, new[quote.start : quote.end]) == ("exact", "yes", "yes")


def test_a_repeat_that_slid_into_the_place_of_the_old_one_is_found_by_its_place() -> None:
    # One "ha " more at the front cannot be told from one more at the end; either is the very same words.
    old, new = "ha ha ha", "ha ha ha ha"
    anchor, quote = find_again(quote_of(old, 3, 5), old, new)
    assert (anchor, new[quote.start : quote.end]) == ("exact", "ha")


def test_a_quote_that_ends_behind_the_old_text_is_an_orphan() -> None:
    quote = Quote(start=1, end=3, exact="\n")
    assert find_again(quote, "\n\n", "a\n") == ("orphan", quote)
