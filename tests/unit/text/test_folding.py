"""What a search takes for the same, and where in the text it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.folding import FoldedText, Narrowing, fold


def found(text: str, words: str) -> list[str]:
    spans, _ = FoldedText(text).find(fold(words), 100)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("strasse", "Straße"),
        ("STRASSE", "straße"),
        ("istanbul", "İstanbul"),
        ("kadin", "KADIN"),
        ("kadin", "kadın"),
        ("fine", "ﬁne"),
        ("cafe", "Café"),
        ("cafe", "Cafe\u0301"),
        ("café", "cafe"),
        ("oresund", "Øresund"),
        ("lodz", "Łódź"),
        ("don't", "don’t"),
        ('"gentle stop"', "“gentle stop”"),
        ("1939-1945", "1939–1945"),
        ("1,000 sappers", "1,000\u00a0sappers"),
        ("a gentle stop", "a gentle\r\n   stop"),
        ("gentle\nstop", "gentle stop"),
        ("cooperation", "co\u00adoperation"),
        ("cooperation", "co\u00ad\n  operation"),
        ("cooperation", "co\u200boperation"),
        ("wait...", "wait…"),
        ("ναυς", "ΝΑΥΣ"),
        ("שלום", "שָׁלוֹם"),
        ("محمد", "مُحَمَّد"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("が", "か\u3099"),
    ],
)
def test_this_is_found_as_that(words: str, text: str) -> None:
    assert found(f"Ah, {text} it is", words) == [text]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("102", "10²"),
        ("11", "1½"),
        ("か", "が"),
        ("하", "한"),
        ("1000", "1,000"),
        ("co operation", "co\u00adop"),
    ],
)
def test_this_is_not_found_as_that(words: str, text: str) -> None:
    assert found(text, words) == []


def test_of_a_ligature_of_which_a_part_is_found_the_whole_is_shown_once() -> None:
    assert found("ﬀ and ß", "f") == ["ﬀ"]
    assert found("ﬀ and ß", "s") == ["ß"]


def test_a_letter_is_found_with_all_its_accents() -> None:
    text = "e\u0301\u0316x e"
    assert found(text, "e") == ["e\u0301\u0316", "e"]
    assert found(text, "x") == ["x"]


def test_what_is_invisible_between_two_words_does_not_part_them_twice() -> None:
    assert fold("a \u200b\u0301 \u2028 b") == "a b"


def test_no_more_hits_are_kept_than_asked_for_and_that_is_told() -> None:
    assert FoldedText("aaa").find("a", 2) == ([(0, 1), (1, 2)], True)
    assert FoldedText("aaa").find("a", 3) == ([(0, 1), (1, 2), (2, 3)], False)


def test_nothing_is_found_nowhere() -> None:
    assert FoldedText("aaa").find("", 2) == ([], False)
    assert FoldedText("").find("a", 2) == ([], False)


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ("", True),
        ("sappers", True),
        ("SAPPERS 1,000", True),
        ("#num", True),
        ("#number plan", True),
        ("single-origin", False),
        ("single origin", True),
        ("builders", False),
        ("sappers builders", False),
    ],
)
def test_a_list_is_narrowed_to_what_has_all_the_words(typed: str, stays: bool) -> None:
    narrowing = Narrowing(typed)
    assert bool(narrowing) == bool(typed)
    assert narrowing.takes("1,000 sappers will be sent", "#number", "plan", "single origin") == stays


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_texts_take_a_short_way_to_the_same_end(text: str) -> None:
    assert fold(text) == FoldedText(text).text
