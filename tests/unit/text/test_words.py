"""Words and paragraphs as spans."""

import pytest

from annotations.text import paragraphs, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    "word",
    [
        "house", "man's", "don’t", "post-war", "1,000", "3.5", "10:30", "U.S.", "e.g.", "B2B", "cafe\u0301",
        "co\u00adoperate", "هذا", "می\u200cخواهم", "हिन्दी", "한국어",
    ],
)  # fmt: skip
def test_this_is_one_word(word: str) -> None:
    assert cut(f"({word})") == [word]


def test_punctuation_and_spaces_part_words() -> None:
    assert cut("“Yes”, he said—twice: a/b, c_d...") == ["Yes", "he", "said", "twice", "a", "b", "c", "d"]


def test_ideographs_are_words_by_themselves() -> None:
    assert cut("東京Tokyo") == ["東", "京", "Tokyo"]


def test_a_paragraph_is_what_stands_on_one_line() -> None:
    text = "Title\n\n  One. Two.  \r\nThree\n \n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["Title", "One. Two.", "Three"]


def test_no_paragraph_in_white_space() -> None:
    assert paragraphs(" \n\t\n") == []
