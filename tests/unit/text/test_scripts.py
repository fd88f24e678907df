"""Words that are not what they look like are found, and honest ones of every script are let be."""

from __future__ import annotations

import pytest

from annotations.text.scripts import is_odd, odd_words

AROUND = "They said that {} was there on Monday, and more."


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("pаypal", "Cyrillic and Latin"),
        ("Моscow", "Cyrillic and Latin"),
        ("Κiev", "Greek and Latin"),
        ("раnk", "Cyrillic and Latin"),
        ("ѕсоре", "look Latin"),
        ("1О0", "letter in a number"),
        ("1O0", "letter in a number"),
        ("3l5", "letter in a number"),
        ("３0", "several systems"),
        ("1٣0", "several systems"),
        ("1‚000", "letter in a number"),
        ("pa\u200bid", "cannot be seen"),
        ("pa\u200did", "cannot be seen"),
        ("ok\U000e0041", "cannot be seen"),
        ("𝐏aypal", "Latin and Mathematical"),
    ],
)
def test_a_word_in_disguise_is_found_in_its_place_with_the_reason(word: str, why: str) -> None:
    text = AROUND.format(word)
    (found,) = odd_words(text)
    assert text[found.start : found.end] == word
    assert why in found.why


@pytest.mark.parametrize(
    "word",
    [
        "Moscow", "Москва", "Αθήνα", "naïve", "Kraków", "東京タワー", "Sonyの", "서울", "می\u200cخواهم",
        "שלום", "हिन्दी", "क्\u200dष", "1,000.50", "3.14", "CO2", "A1", "x²", "١٢٣", "12", "µm",
        "co\u00adoperate",
        "don’t", "👩\u200d👧", "ﬁne", "Ⅳ", "№5", "10°",
    ],
)  # fmt: skip
def test_an_honest_word_is_let_be(word: str) -> None:
    assert odd_words(AROUND.format(word)) == []


def test_a_text_in_one_other_script_is_let_be_as_a_whole() -> None:
    assert not is_odd("Он сказал, что рост составил 1000 рублей. Хорошо, ура, сухо.")
    assert not is_odd("Ο υπουργός είπε όχι.")
