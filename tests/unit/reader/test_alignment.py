"""Two texts that scroll together."""

from tui.reader.alignment import Alignment, row_for


def test_without_anchors_both_scroll_in_proportion_from_end_to_end() -> None:
    alignment = Alignment([], (110, 210), (10, 10))
    assert [alignment.follow(top) for top in (0, 50, 100)] == [0, 100, 200]


def test_while_an_anchor_is_in_view_its_like_stands_beside_it() -> None:
    alignment = Alignment([(50, 120)], (110, 210), (10, 10))
    for top in range(41, 51):
        assert alignment.follow(top) - top == 120 - 50
    assert alignment.follow(0) == 0
    assert alignment.follow(100) == 200


def test_between_anchors_it_goes_in_proportion() -> None:
    alignment = Alignment([(20, 20), (60, 100)], (110, 210), (10, 10))
    middle = alignment.follow(35)
    assert alignment.follow(20) == 20 < middle < alignment.follow(51) == 91


def test_an_anchor_that_crosses_a_more_important_one_or_is_too_near_is_left_out() -> None:
    alignment = Alignment([(50, 50), (60, 20), (55, 55), (80, 90)], (110, 210), (10, 10))
    assert alignment.anchors == [(50, 50), (80, 90)]


def test_a_text_that_fits_its_window_stays_where_it_is() -> None:
    alignment = Alignment([(50, 2)], (110, 5), (10, 10))
    assert {alignment.follow(top) for top in range(101)} == {0}


def test_the_row_is_a_third_down_where_the_ends_of_the_texts_allow() -> None:
    assert row_for([40, 60], [80, 90], 12) == 4
    assert row_for([1, 60], [80, 90], 12) == 1
    assert row_for([40, 99], [80, 90], 12) == 9
    assert row_for([0, 99], [80, 90], 12) == 4  # they cannot meet: each as near as it gets
