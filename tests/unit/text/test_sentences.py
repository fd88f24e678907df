"""Sentences: where they end, and above all where they do not."""

import pytest

from annotations.text import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_full_stop_question_mark_and_exclamation_mark_end_a_sentence() -> None:
    assert cut("It rained. Did it? It did! Good.") == ["It rained.", "Did it?", "It did!", "Good."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Adams met Dr. Brown.",
        "Gen. Carter and Sen. Diaz spoke.",
        "The U.K. minister arrived.",
        "The U.S. President arrived.",
        "It began on Jan. 5 at noon.",
        "It ended at 5 p.m. Tuesday.",
        "See No. 5 on p. 12 there.",
        "Reds vs. Blues was dull.",
        "Foo Inc. Chairman Bar left.",
        "J. K. Lane wrote it.",
        "Prices rose 3.5 percent to 1.25 dollars.",
        "Visit example.org for more.",
        "He paused ... and went on.",
        "He paused… and went on.",
        '"Stop!" he said.',
        "“Why?” she asked.",
        "They met (briefly.) and left.",
        "1. Wash your hands",
        "Bring fruit, e.g. apples, i.e. food.",
        "Rep. Al Fox (D-Calif.) met Pvt. Bo Ray in Reno, Nev. Sunday.",
        "Did you see Albert I. Jones?",
        "It lies at N° 5, N°. 7 and No. 9.",
        "• 9. An item with its number",
        "He called it “a mess.” and left.",
    ],
)
def test_this_is_one_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("He works at Foo Inc. The end.", ["He works at Foo Inc.", "The end."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("It was 5 p.m. Police came.", ["It was 5 p.m.", "Police came."]),
        ("Take vitamin C. The rest is sleep.", ["Take vitamin C.", "The rest is sleep."]),
        ("It cost 5. Later it cost 7.", ["It cost 5.", "Later it cost 7."]),
        ("It ended. 12 people left.", ["It ended.", "12 people left."]),
        ("He stopped... Then he ran.", ["He stopped...", "Then he ran."]),
        ("A love of art. Then nothing.", ["A love of art.", "Then nothing."]),
        ("He got a Ph.D. In 1990 he left.", ["He got a Ph.D.", "In 1990 he left."]),
        ("It is you and I. Did he say so?", ["It is you and I.", "Did he say so?"]),
        ("it rained. we went home", ["it rained.", "we went home"]),
        ("Then i slept. it was late! so late", ["Then i slept.", "it was late!", "so late"]),
        ("He came to St. Paul. She did not.", ["He came to St. Paul.", "She did not."]),
    ],
)
def test_these_are_two_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_closing_quotes_brackets_and_footnotes_belong_to_the_sentence() -> None:
    assert cut('"Go." “Now.” (Quickly.) It is known.[1] Done.') == [
        '"Go."',
        "“Now.”",
        "(Quickly.)",
        "It is known.[1]",
        "Done.",
    ]


def test_ideographic_stops_need_no_space() -> None:
    assert cut("東京。大阪！「はい。」おわり") == ["東京。", "大阪！", "「はい。」", "おわり"]


def test_a_sentence_never_crosses_a_line_end() -> None:
    assert cut("A headline without a stop\nA byline\r\n\r\n- one item\n• two. Three") == [
        "A headline without a stop",
        "A byline",
        "- one item",
        "• two.",
        "Three",
    ]


def test_spans_hold_no_outer_white_space() -> None:
    assert sentences("  One.   Two.  \n\t\n Three ") == [(2, 6), (9, 13), (19, 24)]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize("text", ["...", "?!", "—", "\u200b", "“”"])
def test_text_without_words_is_not_lost(text: str) -> None:
    assert cut(text) == [text]
