"""One place in three units; and the places of a text whose line ends were made alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.line_ends import LineFeeds
from annotations.text.offsets import Offsets

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("a\r\n\u0301é\U0001f30a"))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_every_place_is_as_long_a_way_as_the_text_before_it(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        assert offsets.utf16(place) == units(text[:place])
        assert offsets.utf8(place) == len(text[:place].encode())
        assert offsets.from_utf16(offsets.utf16(place)) == place
        assert offsets.from_utf8(offsets.utf8(place)) == place


def test_a_long_text_has_the_same_places() -> None:
    text = "The wave 🌊 broke – é.\n" * 5_000
    offsets = Offsets(text)
    for place in (0, 1, 1023, 1024, 1025, 50_000, len(text)):
        assert offsets.utf16(place) == units(text[:place])
        assert offsets.utf8(place) == len(text[:place].encode())
        assert offsets.from_utf8(len(text[:place].encode())) == place
        assert offsets.from_utf16(units(text[:place])) == place


def test_a_wave_before_a_text_moves_its_places_by_one_two_or_four() -> None:
    plain, waved = Offsets("quay"), Offsets("🌊quay")
    assert [waved.utf16(place + 1) - plain.utf16(place) for place in range(5)] == [2] * 5
    assert [waved.utf8(place + 1) - plain.utf8(place) for place in range(5)] == [4] * 5


@pytest.mark.parametrize("place", [1, 5])
def test_half_a_character_is_no_place_in_utf_16(place: int) -> None:
    with pytest.raises(ValueError, match="within a character"):
        Offsets("🌊ab🌊").from_utf16(place)


@pytest.mark.parametrize("place", [1, 2, 3, 7])
def test_a_part_of_a_character_is_no_place_in_bytes(place: int) -> None:
    with pytest.raises(ValueError, match="within a character"):
        Offsets("🌊abé").from_utf8(place)


@pytest.mark.parametrize("text", ["ab", "a🌊"])
@pytest.mark.parametrize("place", [-1, 6, 10**30])
def test_what_lies_outside_is_refused(text: str, place: int) -> None:
    offsets = Offsets(text)
    conversions: list[Callable[[int], int]] = [
        offsets.utf16,
        offsets.from_utf16,
        offsets.utf8,
        offsets.from_utf8,
    ]
    for convert in conversions:
        with pytest.raises(ValueError, match="outside the text"):
            convert(place)


@given(TEXTS)
def test_line_feeds_stand_where_the_text_before_them_ends(text: str) -> None:
    feeds = LineFeeds(text)
    assert "\r" not in feeds.text
    for place in range(len(text) + 1):
        if text[place - 1 : place + 1] != "\r\n" or place == 0:
            assert feeds.place(place) == len(text[:place].replace("\r\n", "\n"))
        else:
            assert feeds.place(place) == feeds.place(place - 1)
