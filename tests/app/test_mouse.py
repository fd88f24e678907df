"""Selecting with the mouse: exact to the character, in every script, wrapped and scrolled."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from tests.app.playing import played
from tests.app.test_reader_widget import TEXT as BRIDGE
from tests.app.test_reader_widget import ReaderApp, quote, rows, shown
from tui.reader import ArticleText, Highlight, graphemes
from tui.widgets.reader import Reader

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])

GUTTER = Reader.GUTTER

SCRIPTS = {
    "words": "The quick brown fox; the “lazy” dog.",
    "cjk": "東京で首脳会談が行われ、両国が「合意した」と発表した。",
    "emoji": "a 👩\u200d👩\u200d👧 family 👍🏽 and 🇬🇧🇫🇷 flags ☁\ufe0f x",
    "marks": "cafe\u0301 a\u0323\u0302b Zu\u0308rich हिन्दी กำลัง",
    "rtl": "ראש הממשלה אמר: “לא עכשיו” مرحبا بالعالم",
    "tabs": "one\ttwo\t\tthree\tend",
}


def cell_of(reader: Reader, offset: int) -> tuple[int, int]:
    """The first cell of the cluster at an offset, in the reader."""
    assert reader._table is not None
    line, cell = reader._table.cell_of(offset)
    return GUTTER + cell, line - reader.scroll_offset.y


async def drag(pilot: Pilot[None], *way: tuple[int, int], up: bool = True) -> None:
    """Press at the first cell, go over the others, and let go at the last."""
    await pilot.mouse_down(Reader, offset=way[0])
    for cell in way[1:]:
        await pilot.hover(Reader, offset=cell)
    if up:
        await pilot.mouse_up(Reader, offset=way[-1])


def move(app: App[None], x: int, y: int) -> None:
    """Move the mouse to a cell of the screen, also beyond the reader."""
    app.screen._forward_event(events.MouseMove(None, x, y, 0, 0, 1, False, False, False, x, y))


def keyed(*highlights: Highlight) -> dict[str, Highlight]:
    return {highlight.key: highlight for highlight in highlights}


@SIZES
@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_drag_selects_from_cluster_to_cluster_both_ways(script: str, size: tuple[int, int]) -> None:
    text = SCRIPTS[script]
    starts = [offset for offset in range(len(text)) if graphemes.is_boundary(text, offset)]
    app = ReaderApp()
    async with app.run_test(size=size) as pilot:
        reader = app.reader
        reader.show(ArticleText(text))
        await pilot.pause()
        for first, last in ((1, 5), (4, len(starts) - 2), (0, 2)):
            left, right = starts[first], starts[last]
            exact = text[left : graphemes.ceiling(text, right + 1)]
            one, other = cell_of(reader, left), cell_of(reader, right)
            wide = (other[0] + max(1, graphemes.split(text)[1][last]) - 1, other[1])
            for way in ((one, other), (other, one), (one, wide), (wide, one)):
                await drag(pilot, *way)
                assert shown(reader) == exact
                assert reader.explicit


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("width", [13, 24])
async def test_a_drag_in_wrapped_and_scrolled_lines_is_as_exact(script: str, width: int) -> None:
    text = "\n".join([SCRIPTS[script] * 3] * 12)
    app = ReaderApp()
    async with app.run_test(size=(GUTTER + width, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(text))
        await pilot.pause()
        reader.scroll_to(y=9, animate=False)
        await pilot.pause()
        table = reader._table
        assert table is not None
        for first, last in ((10, 12), (11, 17), (15, 16)):
            start, end = table.shown_span(first)[0], table.shown_span(last)[1]
            left = graphemes.ceiling(text, min(start + 2, table.shown_span(first)[1] - 1))
            right = graphemes.floor(text, max(end - 2, table.span(last)[0]))
            if left >= table.shown_span(first)[1]:
                continue
            await drag(pilot, cell_of(reader, left), cell_of(reader, right))
            assert reader.scroll_offset.y == 9
            assert shown(reader) == text[left : graphemes.ceiling(text, right + 1)]


async def test_right_of_a_line_its_end_is_meant_and_left_of_it_its_beginning() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(BRIDGE))
        await pilot.pause()
        await drag(pilot, (GUTTER + 2, 0), (50, 0))
        assert shown(app.reader) == "bridge reopens"
        await drag(pilot, (50, 0), (2, 1))
        assert not app.reader.explicit  # nothing but the line feed between them
        await drag(pilot, (2, 1), (GUTTER + 2, 1))
        assert shown(app.reader) == "The"


async def test_a_drag_is_no_click_and_a_click_no_drag() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(BRIDGE), keyed(quote("e2", "Nobody was", 12, "refutes")))
        await pilot.pause()
        start = GUTTER + len("Nob")
        await drag(pilot, (start, 2), (start + 2, 2))
        await pilot._post_mouse_events([events.Click], Reader, offset=(start + 2, 2), button=1)
        assert shown(app.reader) == "ody"
        assert app.clicked == []
        await pilot.click(Reader, offset=(start, 2))
        assert app.clicked == ["e2"]
        assert not app.reader.explicit


@SIZES
async def test_a_second_click_selects_the_word_and_a_third_the_sentence(size: tuple[int, int]) -> None:
    text = "A title\nHe said “yes, Zu\u0308rich-West” today. 東京です。"
    app = ReaderApp()
    async with app.run_test(size=size) as pilot:
        app.reader.show(ArticleText(text))
        await pilot.pause()
        for word in ("said", "yes", "Zu\u0308rich-West", "京"):
            at = cell_of(app.reader, text.index(word) + len(word) - 1)
            await pilot.click(Reader, offset=at, times=2)
            assert shown(app.reader) == word
            assert app.reader.explicit
        await pilot.click(Reader, offset=cell_of(app.reader, text.index("yes")), times=3)
        assert shown(app.reader) == "He said “yes, Zu\u0308rich-West” today."
        assert app.reader.explicit
        await pilot.click(Reader, offset=cell_of(app.reader, text.index("“")), times=2)
        assert shown(app.reader) == "“"
        await pilot.click(Reader, offset=cell_of(app.reader, text.index(" said")), times=2)
        assert not app.reader.explicit


async def test_shift_and_a_click_extend_from_where_the_selection_began() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(BRIDGE))
        await pilot.pause()

        def cell(words: str) -> tuple[int, int]:
            return cell_of(reader, BRIDGE.index(words))

        await pilot.click(Reader, offset=cell("bridge reopened"))
        assert not reader.explicit
        await pilot.click(Reader, offset=cell(" Crowds"), shift=True)
        assert shown(reader) == "bridge reopened on Monday. "
        await pilot.click(Reader, offset=cell("The old"), shift=True)
        assert shown(reader) == "The old b"
        assert app.clicked == []
        await pilot.click(Reader, offset=cell("Crowds"), times=2)
        await pilot.click(Reader, offset=cell("early"), shift=True)
        assert shown(reader) == "Crowds came e"
        reader.reveal(*reader.article.sentence_span(0))  # type: ignore[union-attr]
        await pilot.click(Reader, offset=cell("ld bridge"), shift=True)
        assert shown(reader) == "A bridge reopens\nThe ol"


@pytest.mark.parametrize("down", [True, False], ids=["down", "up"])
async def test_dragging_beyond_an_edge_pulls_the_text_along(down: bool) -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.styles.margin = (2, 0)
        reader.show(ArticleText(BRIDGE))
        await pilot.pause()
        if not down:
            reader.scroll_to(y=30, animate=False)
            await pilot.pause()
        await pilot.mouse_down(Reader, offset=(GUTTER + 4, 3))
        began = reader.offset_at(GUTTER + 4, 3)
        assert began is not None
        move(app, GUTTER + 9, 9 if down else 0)
        limit = reader.max_scroll_y if down else 0
        while reader.scroll_offset.y != limit:
            await pilot.pause()
        await pilot.pause()
        start, end = reader.span
        if down:
            assert start == began
            assert BRIDGE[:end].endswith("\nThe very l")
        else:
            assert end == began + 1
            assert BRIDGE[start:].startswith("reopens\n")
        await pilot.mouse_up(Reader, offset=(GUTTER + 4, 3))
        before = reader.span
        await pilot.hover(Reader, offset=(GUTTER + 20, 2))
        assert reader.span == before
        assert reader._puller is None


async def test_a_drag_that_comes_to_the_last_row_scrolls_but_one_that_begins_there_does_not() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(BRIDGE))
        await pilot.pause()
        await drag(pilot, (GUTTER + 2, 9), (GUTTER + 9, 9))
        assert app.reader.scroll_offset.y == 0
        await drag(pilot, (GUTTER + 2, 5), (GUTTER + 9, 9))
        assert app.reader.scroll_offset.y > 0


async def test_the_wheel_scrolls_and_the_cursor_stays_where_it_is() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(BRIDGE))
        app.reader.move_sentence(2)
        await pilot.pause()
        before, moves = app.reader.span, len(app.moves)
        for _ in range(4):
            await pilot._post_mouse_events([events.MouseScrollDown], Reader, offset=(10, 5))
        await pilot.wait_for_scheduled_animations()
        assert app.reader.scroll_offset.y > 0
        assert app.reader.span == before
        assert len(app.moves) == moves


async def test_a_selection_never_splits_a_cluster_that_a_mark_begins() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(
            ArticleText("\u0301\u200d\ufe0fabc\n\u200d\u200d x"), keyed(Highlight("e", 0, 3, 1, "supports"))
        )
        await pilot.pause()
        for x in range(GUTTER, GUTTER + 5):
            for y in (0, 1):
                await drag(pilot, (x, y), (GUTTER + 1, 0))
                start, end = reader.span
                assert start < end
                assert reader.article is not None
                assert (reader.article.snap(start), reader.article.snap(end)) == (start, end)


# ---- In the reading room -------------------------------------------------------------------------


@SIZES
async def test_what_is_dragged_is_marked_and_moves_no_quote_in_hand(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c")
        reader = app.room.reader
        text = reader.article.raw
        start = text.index("120 people")
        await drag(app.pilot, cell_of(reader, start), cell_of(reader, start + 9))
        await app.settle()
        assert app.selected == "120 people"
        await app.press("minus")
        assert app.selected == "120 peopl"
        assert [piece.quote.exact for piece in app.project.evidence] == [
            "Nobody was hurt, the coast guard said."
        ]
        await app.press("c")
        assert app.project.evidence[-1].quote.exact == "120 peopl"


async def test_a_click_on_a_quote_still_opens_its_claim(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "k", "c")
        first, second = app.project.claims
        assert app.app.desk.claim == second.id
        reader = app.room.reader
        at = cell_of(reader, reader.article.raw.index("Nobody"))
        await app.pilot.click(Reader, offset=at)
        await app.settle()
        assert app.app.desk.claim == first.id


async def test_a_click_takes_the_labels_away(story: Path) -> None:
    async with played(story) as app:
        await app.press("l")
        await app.pilot.click(Reader, offset=(GUTTER + 3, 2))
        await app.settle()
        assert app.room.reader.labelled is None
        await app.press("c")
        assert len(app.project.claims) == 1


# ---- Resizing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", [(40, 20), (100, 20), (33, 12), (60, 9), (60, 40)])
async def test_the_line_under_the_cursor_stays_on_its_row(to: tuple[int, int]) -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 20)) as pilot:
        reader = app.reader
        reader.show(ArticleText(BRIDGE * 6))
        await pilot.pause()
        reader.move_paragraph(60)
        await pilot.pause()
        reader.scroll_to(y=reader.scroll_offset.y - 5, animate=False)
        await pilot.pause()

        def row() -> int:
            return cell_of(reader, reader.span[0])[1]

        was, top = row(), reader.scroll_offset.y
        assert 2 < was < 16
        await pilot.resize_terminal(*to)
        await pilot.pause()
        assert row() == min(was, to[1] - 3)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert (row(), reader.scroll_offset.y) == (was, top)


async def test_a_new_measure_keeps_the_row_too() -> None:
    app = ReaderApp()
    async with app.run_test(size=(160, 20)) as pilot:
        reader = app.reader
        reader.show(ArticleText("\n".join(f"{n} " + "many words " * 20 for n in range(60))))
        await pilot.pause()
        reader.move_paragraph(30)
        await pilot.pause()
        row = cell_of(reader, reader.span[0])[1]
        for cells in (76, 40, 140, 84):
            assert reader.set_measure(cells)
            await pilot.pause()
            assert cell_of(reader, reader.span[0])[1] == row
            assert max(map(len, rows(reader))) <= GUTTER + cells
        assert not reader.set_measure(84)
        assert reader.set_measure(1)
        assert reader.measure == Reader.LEAST_MEASURE
        assert reader.set_measure(1000)
        assert reader.measure == Reader.MOST_MEASURE
