"""Quotes carried to a changed text: on the same words, or left to a person."""

from __future__ import annotations

import pytest

from annotations.anchoring import Carried, Carrier, differences, find_again
from annotations.records import Quote, quote_of

OLD = (
    "The envoy arrived in the capital on Tuesday morning. After the talks he promised 1,000 sappers, "
    "he told the agency. Nobody else in the delegation spoke to the press that day.\n"
    "The ministry said that the camp by the river has been closed since the spring. It gave no reason. "
    "Two aid groups had asked for an inquiry in March, and neither has had an answer.\n"
    "In the evening the delegation saw a play about the war, and left for the airport after midnight."
)
WORDS = "he promised 1,000 sappers"
TALKS = "After the talks he promised 1,000 sappers, he told the agency. "
CAMP = "The ministry said that the camp by the river has been closed since the spring."


def quoted(words: str, text: str = OLD) -> Quote:
    return quote_of(text, text.index(words), text.index(words) + len(words))


def carried(words: str, new: str, old: str = OLD) -> Carried:
    return Carrier(differences(old, new)).carry(quoted(words, old))


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
        OLD.replace("After the talks", "On leaving"),
        OLD.replace("\n", "\r\n"),
    ],
    ids=["same", "longer", "note", "less", "behind", "all around", "two places", "next to it", "line ends"],
)
def test_words_whose_surroundings_lead_to_them_are_exact(new: str) -> None:
    assert carried(WORDS, new)[:2] == ("exact", quoted(WORDS, new))


@pytest.mark.parametrize("words", [TALKS.strip(), WORDS, "1,000 sappers"])
def test_a_sentence_that_stands_elsewhere_has_moved_with_every_quote_in_it(words: str) -> None:
    new = OLD.replace(TALKS, "") + " " + TALKS.strip()
    assert carried(words, new)[:2] == ("moved", quoted(words, new))


def test_a_paragraph_that_stands_elsewhere_has_moved_with_what_was_changed_in_it() -> None:
    first, second, third = OLD.split("\n")
    new = "\n".join([second, third, first.replace(" on Tuesday morning", "")])
    assert carried(WORDS, new)[:2] == ("moved", quoted(WORDS, new))
    assert carried("on Tuesday morning", new).anchor == "orphan"


def test_a_short_sentence_that_stands_once_elsewhere_has_moved() -> None:
    old = "He said no. The talks went on until the morning of the next day, without a result."
    new = "The talks went on until the morning of the next day, without a result. He said no."
    assert carried("He said no.", new, old).anchor == "moved"


def test_words_that_are_quoted_in_a_correction_are_not_taken_for_the_sentence_that_was_dropped() -> None:
    new = OLD.replace(TALKS, "") + "\nAn earlier version of this article said that after the talks he "
    new += "promised 1,000 sappers, he told the agency. That was wrong."
    found = carried(WORDS, new)
    assert (found.anchor, found.quote.exact) == ("changed", WORDS)
    assert new[found.quote.start : found.quote.end] == WORDS


@pytest.mark.parametrize(
    ("new_words", "there"),
    [
        ("he promised 1000 sappers", None),
        ("he  promised 1,000 sappers", None),
        ("he promised 1,200 sappers", None),
        ("he had promised 1,000 army sappers", None),
        ("he promised sappers", None),
    ],
)
def test_words_of_which_some_were_changed_keep_the_old_ones_and_propose_the_new_place(
    new_words: str, there: str | None
) -> None:
    new = "Updated. " + OLD.replace(WORDS, new_words)
    found = carried(WORDS, new)
    assert found.anchor == "changed"
    assert 0.6 <= found.likeness < 1
    assert new[found.quote.start : found.quote.end] == new_words
    quote = quoted(WORDS)
    assert found.quote == Quote(
        start=found.quote.start, end=found.quote.end, exact=WORDS, prefix=quote.prefix, suffix=quote.suffix
    )


def test_a_sentence_that_was_put_inside_a_quote_does_not_hide_its_place() -> None:
    words = "has been closed since the spring. It gave no reason."
    more = "The camp had been opened by the province ten years before, in summer. "
    new = OLD.replace("It gave", more + "It gave")
    found = carried(words, new)
    assert found.anchor == "changed"
    assert new[found.quote.start : found.quote.end].startswith("has been closed")
    assert new[found.quote.start : found.quote.end].endswith("no reason.")


@pytest.mark.parametrize(
    "new",
    ["", "Nothing of it.", OLD.replace(TALKS, ""), OLD.upper()],
    ids=["empty", "short", "cut", "capitals"],
)
def test_words_that_are_gone_leave_an_orphan_with_its_old_words_and_place(new: str) -> None:
    assert carried(WORDS, new) == ("orphan", quoted(WORDS), 0.0)


def test_a_dropped_sentence_is_not_laid_on_one_like_it_that_was_there_before() -> None:
    twin = "The ministry said that the camp by the lake has been closed since the spring."
    old = OLD + "\n" + twin
    assert carried(CAMP, old.replace(CAMP + " ", ""), old).anchor == "orphan"
    moved = twin + "\n" + old.replace(CAMP + " ", "").replace("\n" + twin, "")
    assert carried(CAMP, moved, old).anchor == "orphan"
    assert carried(twin, moved, old)[:2] == ("moved", quoted(twin, moved))


def test_a_sentence_that_was_dropped_here_and_written_anew_there_is_proposed() -> None:
    anew = "The ministry said that a camp near the river had been closed since early spring."
    new = OLD.replace(CAMP + " ", "") + "\n" + anew
    found = carried(CAMP, new)
    assert (found.anchor, found.quote.exact) == ("changed", CAMP)
    assert new[found.quote.start : found.quote.end] == anew


def test_words_that_stand_twice_in_what_is_new_are_proposed_and_not_chosen() -> None:
    new = OLD.replace(TALKS, "") + f"\nFirst, they say, {WORDS}. Then, others say, {WORDS}."
    found = carried(WORDS, new)
    assert (found.anchor, new[found.quote.start : found.quote.end]) == ("changed", WORDS)


def test_a_sentence_that_moved_with_its_paragraph_is_not_laid_on_a_twin_that_came_into_its_place() -> None:
    first, second, third = OLD.split("\n")
    twin = CAMP.replace("river", "lake")
    for new in ("\n".join([first, twin, third, second]), "\n".join([second, first, twin, third])):
        found = carried(CAMP, new)
        assert found.anchor in ("exact", "moved")
        assert found.quote == quoted(CAMP, new)


def test_a_repeat_of_another_sentence_is_not_the_one_that_was_dropped() -> None:
    twin = CAMP.replace("river", "lake")
    old = OLD + "\n" + twin
    new = twin + "\n" + old.replace(CAMP + " ", "")
    start = old.index("has been closed since the spring")
    lost = quote_of(old, start, start + len("has been closed since the spring"))
    assert find_again(lost, old, new)[0] in ("changed", "orphan")


def test_one_of_two_equal_sentences_is_told_by_what_stands_around_it() -> None:
    old = "Alpha said yes at the meeting in the morning; Beta, much later and alone, said yes as well."
    new = "News: " + old.replace("morning", "evening") + " End."
    start = old.rindex("yes")
    anchor, quote = find_again(quote_of(old, start, start + 3), old, new)
    assert (anchor, quote.start) == ("exact", new.rindex("yes"))


def test_a_repeat_is_left_in_place_when_its_twin_goes() -> None:
    twice = OLD + "\n" + CAMP
    assert carried(CAMP, OLD, twice)[:2] == ("exact", quoted(CAMP))
    last = quote_of(twice, twice.rindex(CAMP), len(twice))
    assert find_again(last, twice, OLD)[0] == "orphan"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("between", ["", "Nothing else was said about it that day. "])
def test_of_two_equal_sentences_side_by_side_none_is_taken_for_the_one_that_is_left(
    which: int, between: str
) -> None:
    first, rest = "It rained all day. ", "The ministry said no. "
    end = "The road was closed until the evening, and opened again at night."
    old, new = first + rest + rest + end, first + between + rest + end
    start = len(first) + which * len(rest)
    assert find_again(quote_of(old, start, start + len(rest) - 1), old, new)[0] == "orphan"


def test_a_repeat_that_was_added_takes_no_quote_away() -> None:
    new = OLD.replace(TALKS, TALKS + TALKS)
    assert carried(WORDS, new).anchor == "exact"


def test_what_was_added_and_taken_away_again_leaves_every_quote_where_it_was() -> None:
    note = "Correction: the number was wrong.\n"
    there = carried(WORDS, note + OLD)
    back = Carrier(differences(note + OLD, OLD)).carry(there.quote)
    assert back.quote == quoted(WORDS)


def test_the_ends_of_a_text_are_found_again() -> None:
    for words in ("The envoy", "after midnight."):
        new = "New. " + OLD + " New."
        assert carried(words, new)[:2] == ("exact", quoted(words, new))


def test_a_quote_that_does_not_fit_its_own_text_is_never_placed() -> None:
    wrong = Quote(start=0, end=9, exact="An envoy!")
    assert find_again(wrong, OLD, OLD) == ("orphan", wrong)
    assert find_again(Quote(start=3, end=3, exact=""), OLD, OLD)[0] == "orphan"
    assert find_again(Quote(start=500, end=510, exact="The envoy."), OLD, OLD)[0] == "orphan"
    assert find_again(Quote(start=-4, end=5, exact=OLD[-4:5]), OLD, OLD)[0] == "orphan"
    assert find_again(Quote(start=1, end=3, exact="\n"), "\n\n", "a\n")[0] == "orphan"


def test_offsets_are_code_points() -> None:
    old, new = "👩\u200d👧 „yes“ e\u0301", "🎉 new 👩\u200d👧 „yes“ e\u0301"
    anchor, quote = find_again(quote_of(old, 5, 8), old, new)
    assert (anchor, quote.exact, new[quote.start : quote.end]) == ("exact", "yes", "yes")


def test_text_without_spaces_between_words_is_carried_too() -> None:
    old = "外交部发言人说，一千名工兵将于周二抵达。会谈持续了三个小时。双方没有公布细节。"
    words = "会谈持续了三个小时"
    new = "更正：" + old.replace("周二", "周三")
    assert carried(words, new, old)[:2] == ("exact", quoted(words, new))
    changed = carried(words, old.replace("三个小时", "两个小时"), old)
    assert (changed.anchor, changed.quote.exact) == ("changed", words)
