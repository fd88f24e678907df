"""Front matter: which lines are taken off the top of a text, and what stays text."""

from __future__ import annotations

import pytest

from annotations.articles.front_matter import KEYS, split_front_matter


def test_known_keys_between_two_fences_are_taken_out() -> None:
    fields, text = split_front_matter("---\ntitle: A visit\npublisher: Post\n---\nThe text.\n")
    assert fields == {"title": "A visit", "publisher": "Post"}
    assert text == "The text.\n"


def test_every_key_is_known() -> None:
    head = "".join(f"{key}: {key} it is\n" for key in KEYS)
    assert split_front_matter(f"---\n{head}---\n") == ({key: f"{key} it is" for key in KEYS}, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n---\n",
        "---\n\n---\ntext",
        "No fence.\ntitle: x\n---\n",
        "\n---\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "---\ntitle: x\nnever closed\n",
        "---\nThe envoy said: no.\n---\nMore.\n",
        "---\nTITLE: x\n---\n",
        "---\ntitles: x\n---\n",
        "***\ntitle: x\n***\n",
    ],
)
def test_without_a_known_key_between_two_fences_at_the_top_nothing_is_taken(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_unknown_lines_stay_text() -> None:
    fields, text = split_front_matter("---\nmood: grim\ntitle: x\nAn aside.\n---\nBody.\n")
    assert fields == {"title": "x"}
    assert text == "mood: grim\nAn aside.\nBody.\n"


def test_the_first_of_two_equal_keys_holds_and_the_second_is_text() -> None:
    fields, text = split_front_matter("---\ntitle: one\ntitle: two\n---\nBody.")
    assert (fields, text) == ({"title": "one"}, "title: two\nBody.")


def test_a_value_is_the_rest_of_its_line_whatever_it_looks_like() -> None:
    fields, _ = split_front_matter(
        '---\ntitle: a: "b" # [c] &d *e !!f\nurl:\thttps://x.example/?a=1:2 \n---\n'
    )
    assert fields == {"title": 'a: "b" # [c] &d *e !!f', "url": "https://x.example/?a=1:2"}


def test_an_empty_value_is_empty() -> None:
    assert split_front_matter("---\ntitle:\nauthor:   \n---\nx") == ({"title": "", "author": ""}, "x")


def test_white_space_before_the_colon_and_behind_a_fence_is_allowed() -> None:
    assert split_front_matter("--- \ntitle : x\n---\t\ny") == ({"title": "x"}, "y")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_the_text_keeps_its_own(end: str) -> None:
    text = end.join(["---", "title: x", "---", "", "One.", "Two.", ""])
    assert split_front_matter(text) == ({"title": "x"}, f"{end}One.{end}Two.{end}")


def test_form_feeds_and_line_separators_end_no_line() -> None:
    fields, text = split_front_matter("---\ntitle: a\u2028b\x0cc\n---\nd\u2029e")
    assert (fields, text) == ({"title": "a\u2028b\x0cc"}, "d\u2029e")


def test_a_fence_further_down_belongs_to_the_text() -> None:
    assert split_front_matter("---\ntitle: x\n---\na\n---\nb\n---\n")[1] == "a\n---\nb\n---\n"


def test_a_closing_fence_without_a_line_end_closes() -> None:
    assert split_front_matter("---\nlabel: Q\n---") == ({"label": "Q"}, "")
