"""Lines: where they break, and offsets there and back."""

import pytest

from tui.reader import ArticleText, LineTable, LongWork, StoppedError


def lines(text: str, width: int) -> list[str]:
    table = LineTable(text, width)
    return [text[slice(*table.shown_span(line))] for line in range(len(table))]


def test_lines_break_at_spaces_which_hang() -> None:
    table = LineTable("one two   three", 7)
    assert lines("one two   three", 7) == ["one two", "three"]
    assert table.span(0) == (0, 10)
    assert table.cell_of(9) == (0, 9)
    assert table.cell_of(10) == (1, 0)


def test_a_word_that_just_fits_stays() -> None:
    assert lines("abc def", 7) == ["abc def"]
    assert lines("abc def", 6) == ["abc", "def"]


def test_a_long_word_is_broken() -> None:
    assert lines("to abcdefghij k", 4) == ["to", "abcd", "efgh", "ij k"]


def test_compounds_break_after_their_hyphen_but_numbers_do_not() -> None:
    assert lines("the post-war era", 9) == ["the post-", "war era"]
    assert lines("about 3-2 or -5", 8) == ["about", "3-2 or", "-5"]


def test_a_dash_may_end_a_line() -> None:
    assert lines("a word—another", 9) == ["a word—", "another"]


def test_blank_lines_are_kept() -> None:
    assert lines("a\n\n\nb\n", 10) == ["a", "", "", "b", ""]


def test_an_empty_text_is_one_empty_line() -> None:
    assert lines("", 10) == [""]
    assert LineTable("", 10).cell_of(5) == (0, 0)


def test_a_width_below_one_is_one() -> None:
    assert lines("abc", 0) == ["a", "b", "c"]


def test_no_break_spaces_do_not_break() -> None:
    assert lines("one 5\u00a0km", 7) == ["one", "5\u00a0km"]


def test_ideographs_break_anywhere_but_before_their_punctuation() -> None:
    assert lines("東京大阪。京都", 8) == ["東京大", "阪。京都"]


def test_tabs_reach_to_stops() -> None:
    table = LineTable("a\tb\tc", 20)
    assert [table.cell_of(offset)[1] for offset in range(5)] == [0, 1, 4, 5, 8]
    assert table.offset_at(0, 3) == 1


@pytest.mark.parametrize("cluster", ["👩\u200d👩\u200d👧", "e\u0301", "🇬🇧", "か\u3099"])
def test_every_cell_and_code_point_of_a_cluster_is_its_start(cluster: str) -> None:
    text = f"x{cluster}y"
    table = LineTable(text, 20)
    for offset in range(1, 1 + len(cluster)):
        assert table.cell_of(offset) == (0, 1)
    right = table.cell_of(1 + len(cluster))[1]
    for cell in range(1, right):
        assert table.offset_at(0, cell) == 1
    assert table.offset_at(0, right) == 1 + len(cluster)


def test_right_to_left_letters_take_one_cell_each() -> None:
    table = LineTable("שלום עולם", 20)
    assert table.cell_of(5) == (0, 5)


def test_outside_a_line_its_ends_answer() -> None:
    table = LineTable("ab\ncd", 10)
    assert table.offset_at(0, -3) == 0
    assert table.offset_at(0, 99) == 2
    assert table.cell_of(2) == (0, 2)
    assert table.cell_of(3) == (1, 0)


def test_a_span_names_its_lines() -> None:
    table = LineTable("ab\ncd\nef", 10)
    assert table.lines_of(0, 3) == range(0, 1)
    assert table.lines_of(1, 4) == range(0, 2)
    assert table.lines_of(4, 4) == range(1, 2)


@pytest.mark.parametrize("text", ["A line of words.\n" * 5_000, "東" * 40_000, "東京 is a word.\n" * 5_000])
def test_it_is_told_how_far_the_wrapping_of_a_long_text_has_come(text: str) -> None:
    class Heard(LongWork):
        shares: list[float]

        def tell(self, share: float) -> None:
            super().tell(share)
            self.shares.append(self.share)

    work = Heard()
    work.shares = []
    table = LineTable(text, 20, work)
    assert len(work.shares) > 3
    assert work.shares == sorted(work.shares)
    assert 0 < work.shares[0] < work.shares[-1] <= 1
    plain = LineTable(text, 20)
    assert [table.span(line) for line in range(len(table))] == [
        plain.span(line) for line in range(len(plain))
    ]


def test_work_that_is_not_wanted_any_more_ends() -> None:
    work = LongWork(stages=2)
    work.stop()
    with pytest.raises(StoppedError):
        LineTable("A line of words.\n" * 5_000, 20, work)
    with pytest.raises(StoppedError):
        ArticleText("A word. " * 10_000, work)
    with pytest.raises(StoppedError):
        work.next_stage()


def test_stages_add_up() -> None:
    work = LongWork(stages=2)
    work.tell(0.5)
    assert work.share == 0.25
    work.next_stage()
    work.tell(0.5)
    assert work.share == 0.75
