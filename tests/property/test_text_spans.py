"""Whatever the text, nothing is lost when it is cut or made safe to show."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import displayable, paragraphs, sentences, words

LINE_ENDS = set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
PIECES = st.sampled_from(
    [
        "Mr. ",
        "U.S. ",
        "e.g. ",
        "The end. ",
        "went home. ",
        "inc. ",
        "Then ",
        "…",
        ". . .",
        "?!",
        '"',
        "”",
        "’",
        "(",
        ")",
        "[1]",
        "3.5",
        "No. 5 ",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        " ",
        "a",
        "B. ",
        "東。",
        "！",
        "e\u0301",
        "\u200d",
        "👩\u200d👧",
        "p.m. ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(), max_size=80),
    st.lists(PIECES, max_size=40).map("".join),
    st.text(st.sampled_from("aZ.!?…” \"'()\n\r\t\u2028\u0301\u200d1"), max_size=60),
)


def assert_apart(text: str, spans: list[tuple[int, int]]) -> None:
    previous = 0
    for start, end in spans:
        assert previous <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not LINE_ENDS & set(text[start:end])
        previous = end


@given(TEXTS)
def test_sentences_are_in_order_and_leave_only_white_space(text: str) -> None:
    spans = sentences(text)
    assert_apart(text, spans)
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    assert "".join(rest).strip() == ""


@given(TEXTS)
def test_the_short_way_to_a_sentence_end_comes_out_where_the_long_one_does(text: str) -> None:
    quick = sentences(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[sentences.__module__], "_is_plain_word", lambda *_: False)
        assert sentences(text) == quick


@given(TEXTS)
def test_paragraphs_are_what_stands_on_the_lines(text: str) -> None:
    spans = paragraphs(text)
    assert_apart(text, spans)
    assert [text[start:end] for start, end in spans] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


@given(TEXTS)
def test_every_sentence_lies_in_one_paragraph(text: str) -> None:
    around = paragraphs(text)
    for start, end in sentences(text):
        assert any(left <= start and end <= right for left, right in around)


@given(TEXTS)
def test_words_are_in_order_and_hold_every_letter_and_digit(text: str) -> None:
    spans = words(text)
    previous = 0
    for start, end in spans:
        assert previous <= start < end <= len(text)
        previous = end
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert all(offset in covered for offset, character in enumerate(text) if character.isalnum())


@given(TEXTS)
def test_shown_text_is_as_long_and_holds_no_control(text: str) -> None:
    shown = displayable(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    kept = displayable(text, keep_lines=True)
    assert len(kept) == len(text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        for character in kept
        if character not in "\n\t"
    )
    assert displayable(shown) == shown
