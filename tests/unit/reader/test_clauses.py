"""Where clauses begin and end."""

import pytest

from tui.reader import ArticleText, Selection
from tui.reader.clauses import clause_edges


def pieces(sentence: str) -> tuple[list[str], list[str]]:
    """What follows each beginning, and what precedes each end."""
    starts, ends = clause_edges(sentence)
    return [sentence[start:] for start in starts], [sentence[:end] for end in ends]


def test_a_comma_belongs_to_no_clause() -> None:
    starts, ends = pieces("One two, three four.")
    assert starts == ["One two, three four.", "three four."]
    assert ends == ["One two", "One two, three four", "One two, three four."]


def test_a_quotation_can_be_had_with_its_marks_and_without() -> None:
    starts, ends = pieces("He said: “We won,” and left.")
    assert starts == [
        "He said: “We won,” and left.",
        "“We won,” and left.",
        "We won,” and left.",
        "and left.",
    ]
    assert ends == [
        "He said",
        "He said: “We won",
        "He said: “We won,”",
        "He said: “We won,” and left",
        "He said: “We won,” and left.",
    ]


def test_brackets_and_straight_marks_are_like_quotation_marks() -> None:
    starts, ends = pieces('The "old" guard (all ten) left')
    assert [start.split()[0] for start in starts] == ["The", '"old"', 'old"', "guard", "(all", "all", "left"]
    assert [end.split()[-1] for end in ends] == ["The", '"old', '"old"', "guard", "ten", "ten)", "left"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The man's 1,000 post-war U.S. boats",
        "From 2019–2020 at 10:30 or 3.5",
        "Mr. Smith went",
    ],
)
def test_what_stands_inside_a_word_or_a_number_parts_nothing(sentence: str) -> None:
    assert clause_edges(sentence) == ([0], [len(sentence)])


@pytest.mark.parametrize(
    "sentence",
    [
        "one – two",
        "one—two",
        "one - two",
        "one -- two",
        "one; two",
        "one: two",
        "one … two",
        "一、二",
        "一，二",
        "واحد، اثنان",
    ],
)
def test_this_parts_clauses(sentence: str) -> None:
    starts, ends = clause_edges(sentence)
    assert (len(starts), len(ends)) == (2, 2)


def test_a_sentence_of_marks_alone_is_one_clause() -> None:
    assert clause_edges("— …") == ([0], [3])


def test_edges_go_by_clauses_over_the_ends_of_sentences() -> None:
    text = "One, two. Three, four."
    selection = Selection(ArticleText(text))
    seen = []
    for _ in range(5):
        selection.move_edge("end", 1, "clause")
        seen.append(text[slice(*selection.span)])
    assert seen == ["One, two. Three", "One, two. Three, four", text, text, text]
    selection.move_edge("start", 2, "clause")
    assert text[slice(*selection.span)] == "Three, four."
    selection.move_edge("start", -1, "clause")
    assert text[slice(*selection.span)] == "two. Three, four."
