"""Grapheme clusters and their widths."""

import re
import unicodedata
from itertools import pairwise

import pytest
from rich.cells import cell_len

from tui.reader import graphemes


def cut(text: str) -> list[str]:
    starts, _ = graphemes.split(text)
    bounds = [*starts, len(text)]
    return [text[left:right] for left, right in pairwise(bounds)]


@pytest.mark.parametrize(
    "cluster",
    [
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇬🇧",
        "☁\ufe0f",
        "1\ufe0f\u20e3",
        "가\u11a8",
        "का",
        "か\u3099",
        "กำ",
        "ﾊﾞ",
    ],
)
def test_this_is_one_cluster(cluster: str) -> None:
    assert cut(f"a{cluster}b") == ["a", cluster, "b"]
    for offset in range(1, len(cluster)):
        assert not graphemes.is_boundary(cluster, offset)
        assert graphemes.floor(cluster, offset) == 0
        assert graphemes.ceiling(cluster, offset) == len(cluster)


def test_flags_pair_up_from_the_left() -> None:
    assert cut("🇬🇧🇫🇷🇩") == ["🇬🇧", "🇫🇷", "🇩"]


def test_a_joiner_joins_only_emoji() -> None:
    assert cut("a\u200db") == ["a\u200d", "b"]
    assert cut("a\u200d👧") == ["a\u200d", "👧"]


def test_what_is_drawn_always_takes_room() -> None:
    for text in ("\u0301", "\u200d", "\ufe0f", "\u200d\u200d", "\u0301" * 500):
        assert cell_len(graphemes.drawn(text)) >= 1


def test_the_drawn_width_does_not_depend_on_what_follows() -> None:
    shown = graphemes.drawn("a\u200d")
    assert cell_len(shown + "b") == cell_len(shown) + 1


def test_a_soft_hyphen_is_drawn_as_a_hyphen() -> None:
    assert graphemes.drawn("\u00ad") == "‐"


def test_a_stack_of_marks_is_not_painted_without_end() -> None:
    assert len(graphemes.drawn("e" + "\u0301" * 10_000)) < 100


def test_the_fast_classes_hold_only_clusters_of_their_width() -> None:
    for pattern, cells in ((graphemes.SINGLE, 1), (graphemes.DOUBLE, 2)):
        single = re.compile(f"[{pattern}]")
        for code in range(0x110000):
            character = chr(code)
            if single.match(character):
                assert cell_len(character) == cells, hex(code)
                assert not unicodedata.category(character).startswith("M"), hex(code)
                assert graphemes.is_boundary("a" + character, 1), hex(code)


def test_news_typography_is_on_the_fast_path() -> None:
    text = "“Café” – naïve — Œuvre… • €5 ‘ok’ Привет Αθήνα"
    assert graphemes.is_single_cells(text, 0, len(text))
