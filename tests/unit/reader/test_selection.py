"""The sentence cursor and the explicit selection."""

from tui.reader import ArticleText, Selection

TEXT = "A title\nOne two three. Four five.\n\n“Six,” he said. Seven.\nEight"


def at(offset: int) -> Selection:
    selection = Selection(ArticleText(TEXT))
    selection.to_offset(offset)
    return selection


def shown(selection: Selection) -> str:
    return TEXT[slice(*selection.span)]


def test_it_begins_at_the_first_sentence() -> None:
    assert shown(Selection(ArticleText(TEXT))) == "A title"


def test_it_moves_by_sentences_and_stops_at_the_ends() -> None:
    selection = Selection(ArticleText(TEXT))
    assert selection.move_sentence(2)
    assert shown(selection) == "Four five."
    assert selection.move_sentence(99)
    assert shown(selection) == "Eight"
    assert not selection.move_sentence(1)
    assert selection.to_start()
    assert not selection.move_sentence(-1)


def test_a_paragraph_back_goes_to_the_start_of_this_one_first() -> None:
    selection = at(TEXT.index("Seven"))
    assert selection.move_paragraph(-1)
    assert shown(selection) == "“Six,” he said."
    assert selection.move_paragraph(-1)
    assert shown(selection) == "One two three."
    assert selection.move_paragraph(2)
    assert shown(selection) == "Eight"
    selection.to_offset(TEXT.index("Seven"))
    assert selection.move_paragraph(9)
    assert shown(selection) == "Eight"


def test_the_edges_start_from_the_sentence() -> None:
    selection = at(TEXT.index("One"))
    assert selection.move_edge("end", -1)
    assert shown(selection) == "One two three"
    assert selection.move_edge("end", -1)
    assert shown(selection) == "One two"
    assert selection.move_edge("start", 1)
    assert shown(selection) == "two"
    assert selection.explicit is not None


def test_an_edge_never_meets_the_other() -> None:
    selection = at(TEXT.index("One"))
    selection.move_edge("end", -9)
    assert shown(selection) == "One"
    assert not selection.move_edge("start", 5)
    assert not selection.move_edge("end", -1)


def test_edges_go_over_sentence_ends() -> None:
    selection = at(TEXT.index("One"))
    selection.move_edge("end", 1)
    assert shown(selection) == "One two three. Four"
    selection.move_edge("start", -1)
    assert shown(selection) == "title\nOne two three. Four"
    selection.move_edge("start", -9)
    selection.move_edge("end", 99)
    assert shown(selection) == TEXT


def test_dropping_leaves_the_cursor_where_it_was() -> None:
    selection = at(TEXT.index("One"))
    selection.move_edge("end", 1)
    assert selection.drop()
    assert shown(selection) == "One two three."
    assert not selection.drop()


def test_the_cursor_follows_a_selection_that_leaves_it() -> None:
    selection = at(0)
    start = TEXT.index("five")
    assert selection.select(start, start + 4)
    assert selection.drop()
    assert shown(selection) == "Four five."


def test_a_movement_by_sentence_drops_the_selection() -> None:
    selection = at(TEXT.index("One"))
    selection.move_edge("end", -1)
    selection.move_sentence(1)
    assert selection.explicit is None
    assert shown(selection) == "Four five."


def test_a_selection_is_widened_to_whole_clusters() -> None:
    selection = Selection(ArticleText("cafe\u0301 👩\u200d👧 x"))
    selection.select(4, 7)
    assert selection.span == (3, 9)


def test_an_empty_selection_is_none() -> None:
    selection = at(0)
    selection.select(3, 5)
    selection.select(4, 4)
    assert selection.explicit is None


def test_a_text_without_words_stays_at_nothing() -> None:
    selection = Selection(ArticleText(" \n "))
    assert selection.span == (0, 0)
    for moved in (
        selection.move_sentence(1),
        selection.move_paragraph(1),
        selection.move_edge("end", 1),
        selection.to_end(),
        selection.to_offset(2),
    ):
        assert not moved
    assert selection.span == (0, 0)


def test_the_nearest_sentence_answers_between_sentences() -> None:
    text = ArticleText(TEXT)
    blank = TEXT.index("\n\n") + 1
    assert TEXT[slice(*text.sentence_span(text.sentence_at(blank)))].startswith("“Six")
    assert text.sentence_at(len(TEXT)) == text.sentence_count - 1
    assert text.paragraph_of(blank) == 2


def test_an_edge_moves_by_characters_as_a_reader_sees_them() -> None:
    text = "a👩\u200d👧e\u0301東ש."
    selection = Selection(ArticleText(text))
    seen = []
    while selection.move_edge("end", -1, "character"):
        seen.append(text[slice(*selection.span)])
    assert seen == ["a👩\u200d👧e\u0301東ש", "a👩\u200d👧e\u0301東", "a👩\u200d👧e\u0301", "a👩\u200d👧", "a"]
    selection.to_start()
    assert selection.move_edge("start", 2, "character")
    assert text[slice(*selection.span)] == "e\u0301東ש."
    assert selection.move_edge("start", -1, "character")
    assert selection.move_edge("start", -9, "character")
    assert text[slice(*selection.span)] == text


def test_no_edge_leaves_only_white_space() -> None:
    selection = Selection(ArticleText("one  two"))
    selection.select(3, 7)  # "  tw"
    assert selection.move_edge("end", -1, "character")
    assert not selection.move_edge("end", -1, "character")
    assert selection.span == (3, 6)


def test_a_word_chosen_sets_an_edge_and_never_turns_the_span_round() -> None:
    selection = at(TEXT.index("Four"))
    two = (TEXT.index("two"), TEXT.index("two") + 3)
    assert selection.place_edge("start", two)
    assert shown(selection) == "two three. Four five."
    assert selection.place_edge("end", two)
    assert shown(selection) == "two"
    six = (TEXT.index("Six"), TEXT.index("Six") + 3)
    assert selection.place_edge("start", six)
    assert shown(selection) == "Six,” he said."
    assert selection.place_edge("end", two)
    assert shown(selection) == "One two"


def test_words_are_found_by_what_they_touch_without_their_marks() -> None:
    text = ArticleText(TEXT)
    six = TEXT.index("Six")
    assert text.word_at(six + 1) == (six, six + 3)
    assert text.word_at(six + 3) is None
    assert [TEXT[slice(*word)] for word in text.words_in(six + 2, six + 8)] == ["Six", "he"]
