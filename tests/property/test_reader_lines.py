"""The reader's arithmetic against slow, plain oracles."""

import re
from itertools import pairwise, takewhile

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.text import displayable, words
from tui.reader import (
    ArticleText,
    Coverage,
    Labels,
    LineTable,
    RunIndex,
    Selection,
    article_text,
    graphemes,
    line_table,
)

PIECES = st.sampled_from(
    [
        "word ",
        "longerword",
        "— ",
        "post-war ",
        "-5 ",
        "–",
        "“q” ",
        "\n",
        "\n\n",
        "\t",
        "  ",
        "\r\n",
        "東京",
        "。",
        "（",
        "\u3000",
        "e\u0301",
        "\u0301",
        "\u200d",
        "\ufe0f",
        "👩\u200d👩\u200d👧",
        "🇬🇧",
        "🇫",
        "👍🏽",
        "☁\ufe0f",
        "\u00ad",
        "\u00a0",
        "שלום ",
        "مرحبا ",
        "हिन्दी ",
        "ไทยกำ",
        "\u1100\u1161\u11a8",
        "ﾊﾞ",
        "\x1b[2J",
        "\u202e",
        "\U000e0041",
        "\ud800",
    ]
)
TEXTS = st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=30).map("".join)).map(
    lambda text: displayable(text, keep_lines=True)
)
WIDTHS = st.integers(1, 30)


def cluster_starts(text: str) -> list[int]:
    """All cluster starts of `text`, asked one by one."""
    return [offset for offset in range(len(text)) if graphemes.is_boundary(text, offset)]


@given(TEXTS, WIDTHS)
def test_lines_cover_the_text_exactly(text: str, width: int) -> None:
    table = LineTable(text, width)
    position = 0
    for line in range(len(table)):
        start, end = table.span(line)
        covered = table.covered_span(line)
        assert start == position == covered[0]
        assert start <= end <= covered[1]
        assert text[end : covered[1]] in ("", "\n")
        assert "\n" not in text[start:end]
        if line and text[start - 1] != "\n":
            assert start < end  # only a line feed makes an empty line
        position = covered[1]
    assert position == len(text)


@given(TEXTS, WIDTHS)
def test_lines_are_no_wider_than_the_width(text: str, width: int) -> None:
    table = LineTable(text, width)
    for line in range(len(table)):
        start, end = table.shown_span(line)
        assert table.cells(line) <= width or len(cluster_starts(text[start:end])) == 1


@example("0000000000（⺀", 3)
@example("–0🐀", 2)
@given(TEXTS, WIDTHS)
def test_a_line_is_not_broken_earlier_than_needed(text: str, width: int) -> None:
    table = LineTable(text, width)
    for line, following in pairwise(range(len(table))):
        start, end = table.span(line)
        if text[end : end + 1] == "\n":
            continue
        # What could still move up: the next line as far as its first chance to break
        # (a space that carries a mark is none).
        after = table.span(following)
        rest = text[after[0] : after[1]]
        head = "".join(takewhile(lambda cluster: cluster != " ", _clusters(rest)))
        # Where the next line had to be cut inside a word, the word would not have fitted here either.
        around = text[after[1] - 1 : after[1] + 1]
        if len(around) == 2 and not (set(around) & {*" \n-", *line_table._DASHES} or _ideographic(around)):
            continue
        # A line does not end with an opening mark, nor the next begin with a closing one.
        beyond = text[after[0] + len(head) : after[0] + len(head) + 1]
        if set(head[-1:]) & line_table._NOT_LAST or set(beyond) & line_table._NOT_FIRST:
            continue
        if "\t" not in text[start:end] + head:
            joined = "".join(
                graphemes.drawn(joint) for joint in _clusters(text[start : after[0] + len(head)])
            )
            assert cell_len(joined) > width or head == ""


def _ideographic(text: str) -> bool:
    return any("\u3000" <= char <= "\uffef" for char in text)


def _clusters(text: str) -> list[str]:
    return [text[left:right] for left, right in pairwise([*cluster_starts(text), len(text)])]


@given(TEXTS, WIDTHS)
def test_no_cluster_is_split(text: str, width: int) -> None:
    table = LineTable(text, width)
    for line in range(len(table)):
        for offset in table.span(line):
            assert graphemes.is_boundary(text, offset)


@given(TEXTS)
def test_splitting_agrees_with_asking_at_each_offset(text: str) -> None:
    position = 0
    for line in text.split("\n"):
        starts, cells = graphemes.split(line)
        assert [position + start for start in starts] == [
            offset for offset in range(position, position + len(line)) if graphemes.is_boundary(text, offset)
        ]
        for start, end, width in zip(starts, [*starts, len(line)][1:], cells, strict=True):
            assert width == (0 if line[start:end] == "\t" else cell_len(graphemes.drawn(line[start:end])))
        position += len(line) + 1


@given(TEXTS)
def test_a_line_painted_is_as_wide_as_its_clusters(text: str) -> None:
    for line in text.split("\n"):
        drawn = [graphemes.drawn(cluster) for cluster in _clusters(line) if cluster != "\t"]
        assert cell_len("".join(drawn)) == sum(map(cell_len, drawn))


@given(TEXTS, WIDTHS)
def test_an_offset_goes_to_its_cell_and_back_to_its_cluster(text: str, width: int) -> None:
    table = LineTable(text, width)
    for offset in range(len(text)):
        line, cell = table.cell_of(offset)
        assert line == table.line_of(offset)
        assert table.offset_at(line, cell) == graphemes.floor(text, offset)


@given(TEXTS, WIDTHS)
def test_the_fast_ruler_wraps_like_the_exact_one(text: str, width: int) -> None:
    narrow = "".join(
        character for character in text if character == "\n" or graphemes.is_single_cells(character, 0, 1)
    )
    fast = LineTable(narrow, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graphemes, "is_single_cells", lambda text, start, end: False)
        exact = LineTable(narrow, width)
    assert not any(exact.is_narrow(line) for line in range(len(exact)))
    assert [fast.span(line) for line in range(len(fast))] == [exact.span(line) for line in range(len(exact))]


LAYERS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 30), st.integers(1, 12)).map(
        lambda layer: (layer[0], layer[1], layer[1] + layer[2])
    ),
    max_size=12,
)


@given(LAYERS, st.randoms(use_true_random=False))
def test_the_run_index_equals_a_scan_of_all_layers(
    layers: list[tuple[str, int, int]], random: object
) -> None:
    index = RunIndex()
    present: list[tuple[str, int, int]] = []
    for step, layer in enumerate(layers):
        index.add(*layer)
        present.append(layer)
        if step % 3 == 2:
            index.remove(*present.pop(step % len(present)))
        for built in (index, RunIndex.of(present)):
            runs = list(built.slice(0, 50))
            assert runs[0][0] == 0
            assert runs[-1][1] == 50
            assert all(left[1] == right[0] and left[2] != right[2] for left, right in pairwise(runs))
            for start, end, cover in runs:
                for offset in range(start, end):
                    expected = sorted(name for name, left, right in present if left <= offset < right)
                    assert list(cover) == expected == list(built.at(offset))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=15))
def test_coverage_equals_a_set_of_offsets(spans: list[tuple[int, int]]) -> None:
    coverage, seen = Coverage(), set[int]()
    for start, end in spans:
        new = set(range(start, end)) - seen
        assert coverage.add(start, end) == bool(new)
        seen |= new
        assert {offset for left, right in coverage.spans for offset in range(left, right)} == seen
        assert all(left[1] < right[0] for left, right in pairwise(coverage.spans))
    for length in range(22):
        assert coverage.complete(length) == (set(range(length)) <= seen)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["sentence", "paragraph", "select", "drop"]
            + [
                f"{edge} {unit}"
                for edge in ("start", "end")
                for unit in ("character", "word", "clause", "to")
            ]
        ),
        st.integers(-4, 4),
    ),
    max_size=12,
)


@given(st.one_of(TEXTS, st.lists(PIECES, max_size=30).map("".join)), MOVES)
def test_a_selection_is_never_empty_inverted_or_inside_a_cluster(
    text: str, moves: list[tuple[str, int]]
) -> None:
    article = ArticleText(text)
    selection = Selection(article)
    for kind, count in moves:
        if kind == "sentence":
            selection.move_sentence(count)
        elif kind == "paragraph":
            selection.move_paragraph(count)
        elif kind == "select":
            selection.select(count + 4, count + 9)
        elif kind == "drop":
            selection.drop()
        else:
            edge, unit = kind.split()
            words = article.words_in(0, len(text))
            if unit != "to":
                before = selection.span
                moved = selection.move_edge(edge, count, unit)  # type: ignore[arg-type]
                assert moved == (selection.span != before)
                assert not moved or not article.is_blank(*selection.span)
                assert selection.span[edge == "start"] == before[edge == "start"]
            elif words:
                word = words[count % len(words)]
                selection.place_edge(edge, word)  # type: ignore[arg-type]
                assert selection.span[edge == "end"] == word[edge == "end"]
        start, end = selection.span
        assert 0 <= start <= end <= len(text)
        assert (start < end) or (article.sentence_count == 0 and selection.explicit is None)
        for offset in (start, end):
            assert graphemes.is_boundary(article.display, offset)


@given(TEXTS, st.integers(0, 100), st.sampled_from(["character", "word", "clause"]))
def test_edges_are_found_in_order_and_between_clusters(text: str, offset: int, unit: str) -> None:
    article = ArticleText(text)
    offset = article.snap(min(offset, len(text)))
    for edge in ("start", "end"):
        after = article.edge_after(offset, edge, unit)  # type: ignore[arg-type]
        before = article.edge_before(offset, edge, unit)  # type: ignore[arg-type]
        assert 0 <= before <= offset <= after <= len(text)
        assert graphemes.is_boundary(article.display, after)
        assert graphemes.is_boundary(article.display, before)
        if unit == "character":
            assert before < offset or offset == 0
            assert after > offset or offset == len(text)


@given(TEXTS, st.integers(0, 100), st.integers(0, 40))
def test_words_found_in_a_passage_are_those_of_the_text(text: str, start: int, length: int) -> None:
    article = ArticleText(text)
    end = start + length
    every = article.words_in(0, len(text))
    assert article.words_in(start, end) == [word for word in every if word[0] < end and start < word[1]]
    assert all(left[1] <= right[0] for left, right in pairwise(every))
    for word in every:
        assert word[0] < word[1]
        assert graphemes.is_boundary(article.display, word[0])
        assert graphemes.is_boundary(article.display, word[1])


@given(st.integers(0, 1500), st.integers(0, 3000))
def test_every_word_has_a_label_of_its_own_that_begins_no_other(count: int, near: int) -> None:
    words = [(2 * n, 2 * n + 1) for n in range(count)]
    labels = Labels(words, near)
    made = sorted(code for code, _ in labels)
    assert [word for _, word in labels] == words
    assert all(code.isalpha() and code.islower() for code in made)
    assert not any(right.startswith(left) for left, right in pairwise(made))
    if count <= 676:
        assert all(len(code) == 2 for code in made)
    for code, word in list(labels)[:: max(1, count // 20)]:
        *begun, last = code
        assert all(labels.type(letter) is None for letter in begun)
        assert labels.type(last) == word


@given(st.one_of(TEXTS, st.text(max_size=80)))
def test_sentences_of_an_article_are_whole_clusters_in_order(text: str) -> None:
    article = ArticleText(text)
    previous = 0
    for index in range(article.sentence_count):
        start, end = article.sentence_span(index)
        assert previous <= start < end
        assert graphemes.is_boundary(article.display, start)
        assert graphemes.is_boundary(article.display, end)
        assert article.sentence_at(start) == index
        assert article.sentence_at(end - 1) == index
        assert text[previous:start].strip() == ""
        previous = end
    assert text[previous:].strip() == ""


@given(TEXTS, st.integers(-1, 200))
def test_word_edges_are_those_of_the_whole_text(text: str, offset: int) -> None:
    article = ArticleText(text)
    sentences = [article.sentence_span(number) for number in range(article.sentence_count)]
    spans = zip(*article._boundaries(article_text._with_marks(text, words(text))), strict=True)
    starts, ends = map(set, zip(*spans, *sentences, strict=True)) if sentences else (set(), set())
    assert article.word_edge_after(offset, "start") == min(
        (at for at in starts if at > offset), default=len(text)
    )
    assert article.word_edge_after(offset, "end") == min(
        (at for at in ends if at > offset), default=len(text)
    )
    assert article.word_edge_before(offset, "start") == max((at for at in starts if at < offset), default=0)
    assert article.word_edge_before(offset, "end") == max((at for at in ends if at < offset), default=0)


@given(st.lists(st.one_of(st.text(max_size=9), PIECES), max_size=40).map(" ".join), st.integers(-1, 200))
def test_word_edges_of_a_long_line_are_looked_for_a_stretch_at_a_time(text: str, offset: int) -> None:
    assume(all(len(run) < 12 for run in re.split(r"\s", text)))
    whole = ArticleText(text)
    wanted = [
        look(offset, edge)
        for look in (whole.word_edge_after, whole.word_edge_before)
        for edge in ("start", "end")
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(article_text, "STRETCH", 12)
        parts = ArticleText(text)
        found = [
            look(offset, edge)
            for look in (parts.word_edge_after, parts.word_edge_before)
            for edge in ("start", "end")
        ]
    assert found == wanted


@pytest.mark.parametrize("letter", ["x", "\u0301", "a\u200b", "橋", "\u200d", "1.0"])
def test_a_line_without_white_space_has_edges_too(letter: str) -> None:
    text = "Bridge " + letter * 30_000 + " end."
    article = ArticleText(text)
    assert article.word_edge_after(0) == len("Bridge")
    at, steps = 0, 0
    while at < len(text) and steps < 60:
        at, before = article.word_edge_after(at), at
        assert before < at
        assert graphemes.is_boundary(article.display, at)
        steps += 1
    at, steps = len(text), 0
    while at > 0 and steps < 60:
        at, before = article.word_edge_before(at), at
        assert at < before
        steps += 1


@given(st.lists(PIECES, max_size=30).map("".join), WIDTHS)
def test_plain_lines_break_where_the_rules_break_them(text: str, width: int) -> None:
    quick = LineTable(text, width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_table, "_narrow_cuts", breaker_cuts)
        slow = LineTable(text, width)
    assert [quick.span(line) for line in range(len(quick))] == [slow.span(line) for line in range(len(slow))]


def breaker_cuts(text: str, start: int, end: int, width: int) -> list[int]:
    """The cuts of a narrow line as the rules alone make them."""
    breaker = line_table._Breaker(text[start:end], range(end - start + 1), None, width)
    return [start + cut for cut in breaker.cuts()]
