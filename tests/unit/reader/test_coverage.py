"""What has been on the screen."""

from tui.reader import Coverage


def test_touching_and_overlapping_spans_become_one() -> None:
    coverage = Coverage()
    assert coverage.add(0, 5)
    assert coverage.add(8, 9)
    assert coverage.add(5, 7)
    assert coverage.spans == [(0, 7), (8, 9)]
    assert coverage.add(3, 20)
    assert coverage.spans == [(0, 20)]


def test_what_was_seen_is_not_new() -> None:
    coverage = Coverage()
    coverage.add(0, 10)
    assert not coverage.add(2, 5)
    assert not coverage.add(4, 4)


def test_it_is_complete_when_nothing_is_left() -> None:
    coverage = Coverage()
    coverage.add(0, 4)
    coverage.add(5, 10)
    assert not coverage.complete(10)
    coverage.add(4, 5)
    assert coverage.complete(10)
    assert not coverage.complete(11)


def test_nothing_is_always_complete() -> None:
    assert Coverage().complete(0)
