"""Text made safe to show keeps its length and lets nothing act or hide."""

import unicodedata

import pytest

from annotations.text import displayable

KEPT_FORMATS = {0x200C, 0x200D, 0x00AD}


def test_every_control_becomes_one_visible_code_point() -> None:
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        shown = displayable(chr(code))
        assert len(shown) == 1
        assert shown.isprintable(), hex(code)


def test_an_escape_sequence_is_shown_and_not_sent() -> None:
    assert displayable("a\x1b]2;TITLE\x07b\x9b2J") == "a␛]2;TITLE␇b\ufffd2J"


@pytest.mark.parametrize("code", [0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069])
def test_a_direction_control_is_marked(code: int) -> None:
    shown = displayable(f"pay {chr(code)}001")
    assert len(shown) == 8
    assert unicodedata.category(shown[4])[0] != "C"


@pytest.mark.parametrize("code", [0x200B, 0x2060, 0x2064, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0001, 0xE0041, 0xE007F])
def test_what_takes_no_room_is_marked(code: int) -> None:
    assert displayable(f"a{chr(code)}b") == "a◌b"


def test_separators_and_halves_of_pairs_are_marked() -> None:
    assert displayable("a\u2028b\u2029c\ud800d\udfff") == "a␤b␤c\ufffdd\ufffd"


def test_joiners_variation_selectors_and_right_to_left_letters_are_kept() -> None:
    text = "👩\u200d👧 ☁\ufe0f می\u200cخواهم שלום مرحبا e\u0301"
    assert displayable(text) == text


def test_line_feeds_and_tabs_are_pictures_in_a_title() -> None:
    assert displayable("one\ntwo\tthree\r\n") == "one␊two␉three␍␊"


def test_line_feeds_and_tabs_stay_for_the_layout_when_asked() -> None:
    assert displayable("one\ntwo\t\r\n\rend", keep_lines=True) == "one\ntwo\t \n␍end"


def test_plain_text_is_returned_as_it_is() -> None:
    text = "“Quoted” — and dashed…"
    assert displayable(text) is text


def test_no_code_point_of_unicode_stays_a_control_or_a_hiding_format() -> None:
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        if category not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            continue
        shown = displayable(character)
        assert len(shown) == 1
        if shown == character:
            # Soft hyphen, joiners and the marks of real scripts: they neither act nor turn text round.
            assert category == "Cf", hex(code)
            assert not 0x2028 <= code <= 0x206F, hex(code)
            assert code in KEPT_FORMATS or code > 0x2FF, hex(code)
