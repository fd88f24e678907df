"""Highlight runs."""

import pytest

from tui.reader import RunIndex


def test_overlapping_layers_cut_the_text_into_runs() -> None:
    index = RunIndex()
    index.add("a", 2, 6)
    index.add("b", 4, 8)
    assert list(index.slice(0, 10)) == [
        (0, 2, ()),
        (2, 4, ("a",)),
        (4, 6, ("a", "b")),
        (6, 8, ("b",)),
        (8, 10, ()),
    ]
    assert index.at(5) == ("a", "b")
    assert index.names_in(6, 20) == {"b"}


def test_removing_is_the_inverse_of_adding() -> None:
    index = RunIndex.of([("a", 2, 6)])
    before = list(index.slice(0, 9))
    index.add("b", 0, 4)
    index.remove("b", 0, 4)
    assert list(index.slice(0, 9)) == before
    assert len(index) == 3


def test_removing_what_is_not_there_changes_nothing() -> None:
    index = RunIndex.of([("a", 2, 6)])
    with pytest.raises(ValueError, match="does not cover"):
        index.remove("a", 2, 7)
    assert list(index.slice(0, 9)) == [(0, 2, ()), (2, 6, ("a",)), (6, 9, ())]


@pytest.mark.parametrize("span", [(3, 3), (4, 3), (-1, 3)])
def test_a_span_has_to_be_one(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        RunIndex().add("a", *span)
    with pytest.raises(ValueError, match="not a span"):
        RunIndex.of([("a", *span)])
