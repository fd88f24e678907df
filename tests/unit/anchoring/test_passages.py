"""Changes as a person reads them: a passage at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import changed_passages, differences, whole_words

OPENING = "The dam held through the night, the engineers said on Monday.\n"
FIGURE = "Four villages below it were cleared before dawn, and nobody was hurt in any of them.\n"
CLOSING = "The valley road stays closed until the water has gone down again.\n"


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[slice(*p.old)], new[slice(*p.new)]) for p in changed_passages(differences(old, new))]


def test_the_same_text_has_none() -> None:
    assert shown(OPENING, OPENING) == []


def test_changes_a_few_words_apart_are_one_passage() -> None:
    new = FIGURE.replace("Four", "Six").replace("below it", "under it")
    assert shown(OPENING + FIGURE, OPENING + new) == [("Four villages below", "Six villages under")]


def test_changes_in_different_paragraphs_are_passages_of_their_own() -> None:
    new = OPENING.replace("Monday", "Tuesday") + FIGURE.replace("Four", "Six")
    assert shown(OPENING + FIGURE, new) == [("Monday", "Tuesday"), ("Four", "Six")]


def test_what_was_only_put_in_has_an_empty_place_in_the_old_text() -> None:
    ((before, after),) = shown(OPENING + CLOSING, OPENING + FIGURE + CLOSING)
    assert (before, after) == ("", FIGURE)


def test_what_was_moved_is_a_passage_of_its_own_with_both_places() -> None:
    old, new = OPENING + FIGURE + CLOSING, FIGURE + OPENING + CLOSING
    (moved,) = changed_passages(differences(old, new))
    assert moved.moved
    assert (
        old[slice(*moved.old)].strip() == new[slice(*moved.new)].strip() in (OPENING.strip(), FIGURE.strip())
    )


def test_stretches_are_widened_to_words_and_joined_where_they_meet() -> None:
    text = "Monday, Tuesday night"
    assert [text[a:b] for a, b in whole_words(text, [(1, 2), (4, 5), (9, 10)])] == ["Monday", "Tuesday"]
    assert whole_words(text, [(6, 7)]) == [(6, 7)]


words = st.lists(st.sampled_from(["dam ", "held ", "road ", "four ", "is ", "closed.\n"]), max_size=30)


@given(words, words)
def test_every_changed_character_is_in_one_passage_and_passages_come_in_order(
    one: list[str], other: list[str]
) -> None:
    old, new = "".join(one), "".join(other)
    difference = differences(old, new)
    passages = changed_passages(difference)
    assert [p.new[0] for p in passages] == sorted(p.new[0] for p in passages)
    for span in difference.spans:
        if span.kind == "inserted":
            inside = [p for p in passages if p.new[0] <= span.new_start and span.new_end <= p.new[1]]
            assert len([p for p in inside if not p.moved]) == 1
        if span.kind == "removed":
            inside = [p for p in passages if p.old[0] <= span.old_start and span.old_end <= p.old[1]]
            assert [p for p in inside if not p.moved]
