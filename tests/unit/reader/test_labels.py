"""Labels on words."""

from tui.reader import Labels
from tui.reader.labels import codes

WORDS = [(0, 3), (4, 5), (6, 12)]


def test_the_easiest_labels_go_to_the_words_that_are_nearest() -> None:
    labels = dict(Labels(WORDS, near=6))
    assert list(labels.values()) == WORDS
    assert {code: word for code, word in labels.items() if word == (6, 12)} == {"ff": (6, 12)}


def test_the_first_labels_are_of_the_home_row_alone() -> None:
    assert set("".join(codes(81))) == set("asdfghjkl")


def test_two_letters_choose_a_word() -> None:
    labels = Labels(WORDS)
    (code, word), *_ = labels
    assert labels.type(code[0]) is None
    assert labels.type(code[1].upper()) == word
    assert labels.typed == ""


def test_a_letter_that_leads_nowhere_is_passed_over() -> None:
    labels = Labels(WORDS)
    assert labels.type("ж") is None
    assert labels.type("b") is None
    assert labels.typed == ""
    assert labels.type("f") is None
    assert labels.typed == "f"


def test_a_letter_can_be_taken_back() -> None:
    labels = Labels(WORDS)
    labels.type("f")
    assert labels.rub_out()
    assert not labels.rub_out()
    assert [text for _, text in labels.shown(0, 12)] == [code for code, _ in labels]


def test_after_one_letter_only_what_is_left_to_type_shows() -> None:
    labels = Labels([(n, n + 1) for n in range(0, 200, 2)])
    labels.type("a")
    assert labels.shown(0, 200)
    assert all(len(text) == 1 for _, text in labels.shown(0, 200))
    assert len(labels.shown(0, 200)) == sum(code.startswith("a") for code, _ in labels)


def test_a_word_that_begins_above_the_screen_has_its_label_on_the_screen() -> None:
    assert Labels([(0, 30)], first=10).shown(10, 20)[0][0] == 10


def test_there_are_labels_for_any_number_of_words() -> None:
    for count in (0, 1, 676, 677, 701, 702, 5000, 18_000):
        made = codes(count)
        assert len(set(made)) == count
        assert max(map(len, made), default=0) <= (2 if count <= 676 else 3 if count <= 17_576 else 4)


def test_the_words_that_are_likely_meant_have_labels_of_one_letter() -> None:
    labels = Labels(WORDS, likely=[(6, 12), (4, 5)])
    found = {word: code for code, word in labels}
    assert (found[6, 12], found[4, 5]) == ("f", "j")
    assert len(found[0, 3]) == 2
    assert labels.type("f") == (6, 12)


def test_letters_that_are_labels_begin_no_other_one() -> None:
    for count in (0, 5, 18, 19, 226, 227, 500, 5000):
        made = codes(count, 18)
        assert len(set(made)) == count
        single = {code for code in made if len(code) == 1}
        assert len(single) == min(18, count)
        assert not any(code[0] in single for code in made if len(code) > 1)
