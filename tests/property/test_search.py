"""Searching against an oracle that does everything one cluster at a time and slowly."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from annotations.text.folding import FoldedText, fold, fold_unit
from tui.reader import ArticleText, graphemes
from tui.reader.search import compile_query

PIECES = st.sampled_from(
    [
        "a", "A", "s", "ss", "ß", "ẞ", "İ", "ı", "i", "I", "ﬁ", "ﬀ", "f", "fi", "é", "e\u0301", "E", "\u0301",
        "ŉ", "ǰ", "ΐ", "ς", "Σ", "“", '"', "’", "'", "–", "-", " ", "\n", "\r\n", "\t", "\u00a0", "\u00ad",
        "\u00ad\n", "\u200b", "\u200d", "👩\u200d👧", "👧", "🇫🇷", "…", ".", "が", "か\u3099", "한",
        "\u1112\u1161", "क",
        "ि", "\u0e33", "ﷺ", "1", "²", "½", "x", "\ufe0f", "\x1b", "\ud800", "[", "]", "^", "\\",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60), st.text(st.characters(), max_size=60), st.lists(PIECES, max_size=30).map("".join)
)
# What is folded as one: a broken word's soft hyphen, white space with what is lost in it, a base and marks.
_MARKS = "\u1160-\u11ff\ud7b0-\ud7fb"


def units(text: str) -> list[tuple[int, int, str]]:
    """The pieces of a text that are folded as one, with what they become; written to be plain, not fast."""

    def is_mark(c: str) -> bool:
        return unicodedata.category(c).startswith("M") or bool(re.match(f"[{_MARKS}]", c))

    def is_lost(c: str) -> bool:
        return not c.isspace() and not is_mark(c) and fold_unit(c) == ""

    made = []
    at = 0
    while at < len(text):
        end = at + 1
        if broken := re.match("\u00ad[ \t]*(?:\r\n|\r|\n)[ \t]*", text[at:]):
            made.append((at, at + broken.end(), ""))
            at += broken.end()
            continue
        if text[at].isspace() or is_lost(text[at]):
            while end < len(text) and not text[at].isspace() and is_lost(text[end]):
                end += 1
            if text[at].isspace() or (end < len(text) and text[end].isspace()):
                while end < len(text) and (
                    text[end].isspace()
                    or is_lost(text[end])
                    or (is_mark(text[end]) and fold_unit(text[end]) == "")
                ):
                    end += 1
                made.append((at, end, " "))
            else:
                made.append((at, end, ""))
        else:
            limit = at + (32 if is_mark(text[at]) else 33)
            while end < min(limit, len(text)) and is_mark(text[end]):
                end += 1
            made.append((at, end, fold_unit(text[at:end])))
        at = end
    return made


def slowly_found(text: ArticleText, needle: str) -> list[tuple[int, int]]:
    """Every window of folded characters that equals the needle, each character asked where it came from."""
    cells = [(start, end, c) for start, end, folded in units(text.raw) for c in folded]
    hits: list[tuple[int, int]] = []
    at = 0
    while needle and at + len(needle) <= len(cells):
        window = cells[at : at + len(needle)]
        if "".join(c for _, _, c in window) != needle:
            at += 1
            continue
        at += len(needle)
        start = graphemes.floor(text.display, window[0][0])
        end = graphemes.ceiling(text.display, window[-1][1])
        if not hits or start >= hits[-1][1]:
            hits.append((start, end))
    return hits


@given(TEXTS)
@example("\u00ad\n\u00ad \n")
@example("a\u200b \u0301 \u0301b")
def test_a_text_is_folded_as_its_clusters_are(text: str) -> None:
    assert FoldedText(text).text == "".join(folded for _, _, folded in units(text))


@given(TEXTS, TEXTS, st.integers(0, 40), st.integers(1, 6))
def test_exactly_the_windows_that_fold_alike_are_found(raw: str, other: str, at: int, length: int) -> None:
    text = ArticleText(raw)
    for typed in (raw[at : at + length], other[:length]):
        query = compile_query(typed)
        if query is not None and not query.expression:
            assert query.find(text).spans == slowly_found(text, fold(typed))


@given(TEXTS)
def test_hits_are_in_order_apart_and_whole_clusters(raw: str) -> None:
    text = ArticleText(raw)
    for typed in {*raw, "/./", r"/\w+/"}:
        query = compile_query(typed)
        passed = 0
        for start, end in query.find(text).spans if query is not None else ():
            assert passed <= start < end <= len(raw)
            assert graphemes.is_boundary(text.display, start)
            assert graphemes.is_boundary(text.display, end)
            passed = end


@given(TEXTS)
def test_every_folded_character_has_its_place(raw: str) -> None:
    folded = FoldedText(raw)
    before = (0, 0)
    for at in range(len(folded.text)):
        start, end = folded.raw_span(at, at + 1)
        assert 0 <= start < end <= len(raw)
        assert (start, end) == before or start >= before[1]
        before = (start, end)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_how_a_text_is_composed_makes_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(TEXTS)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
