"""The reader on a screen: what it paints, where it goes, what it says."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.segment import Segment
from textual.app import ComposeResult
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from tui.looks.themes import Looks
from tui.reader import ArticleText, Highlight
from tui.widgets.reader import Reader

TEXT = "\n".join(
    [
        "A bridge reopens",
        "The old bridge reopened on Monday. Crowds came early. Nobody was hurt.",
        "",
        *(
            f"Paragraph {n} says a little. It goes on for another sentence, somewhat longer."
            for n in range(40)
        ),
        "The very last words.",
    ]
)


class ReaderApp(Looks):
    """A reader and something else to focus."""

    CSS = "Reader { height: 1fr; } #other { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[Reader.Moved] = []
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        yield Reader()

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)

    def on_reader_moved(self, message: Reader.Moved) -> None:
        self.moves.append(message)

    def on_reader_highlight_clicked(self, message: Reader.HighlightClicked) -> None:
        self.clicked.append(message.key)


def rows(reader: Reader) -> list[str]:
    """The lines on the screen, without the blanks at their ends."""
    return [reader.render_line(y).text.rstrip() for y in range(reader.size.height)]


def segments(reader: Reader, y: int) -> Iterator[Segment]:
    yield from reader.render_line(y)


def style_of(reader: Reader, y: int, text: str) -> Segment:
    """The segment on row `y` that holds `text`."""
    return next(segment for segment in segments(reader, y) if text in segment.text)


def keyed(*highlights: Highlight) -> dict[str, Highlight]:
    return {highlight.key: highlight for highlight in highlights}


def quote(key: str, text: str, number: int, stance: str = "supports", **more: bool) -> Highlight:
    start = TEXT.index(text)
    return Highlight(key, start, start + len(text), number, stance, **more)


def shown(reader: Reader) -> str:
    assert reader.article is not None
    return reader.article.raw[slice(*reader.span)]


async def test_nothing_loaded_is_blank() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        assert rows(reader) == [""] * 10
        assert reader.span == (0, 0)
        assert not reader.explicit
        assert not reader.seen_all
        assert not reader.move_sentence(1)
        assert not reader.page(1)
        await pilot.click(Reader, offset=(20, 3))
        reader.set_highlights(keyed(Highlight("e", 0, 1, 1, "supports")))
        assert app.moves == []


async def test_the_first_sentence_is_barred_and_the_gutter_tells_claims() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(
            ArticleText(TEXT),
            keyed(
                quote("e1", "reopened on Monday", 3, "queries", current=True),
                quote("e2", "Nobody was hurt", 12, "refutes"),
                quote("e3", "A bridge", 4, counted=False),
            ),
        )
        app.reader.focus()
        await pilot.pause()
        assert rows(app.reader)[:4] == [
            " 4s ┃ A bridge reopens",
            " 3q   The old bridge reopened on Monday. Crowds came early.",
            "12r   Nobody was hurt.",
            "",
        ]
        current = style_of(app.reader, 1, "reopened on Monday").style
        other = style_of(app.reader, 2, "Nobody").style
        aside = style_of(app.reader, 0, "A bridge").style
        assert current is not None
        assert other is not None
        assert aside is not None
        assert (current.bold, current.underline) == (True, True)
        assert (bool(other.bold), other.underline) == (False, True)
        assert aside.strike


async def test_the_cursor_moves_and_says_so() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(TEXT))
        assert reader.move_sentence(2)
        assert shown(reader) == "Crowds came early."
        assert reader.move_paragraph(1)
        assert shown(reader) == "Paragraph 0 says a little."
        assert reader.go_end()
        assert shown(reader) == "The very last words."
        assert not reader.go_end()
        await pilot.pause()
        assert [message.span for message in app.moves][-1] == reader.span
        assert len(app.moves) == 4
        assert "The very last words." in rows(reader)[-1]


async def test_an_explicit_selection_is_reversed_and_can_be_dropped() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(TEXT))
        reader.move_sentence(2)
        assert reader.move_edge("end", -1)
        assert reader.move_edge("start", 1)
        assert shown(reader) == "came early"
        assert reader.explicit
        chosen = style_of(reader, 1, "came early").style
        assert chosen is not None
        assert chosen.reverse
        assert style_of(reader, 1, "came early").text == "came early"
        assert reader.drop_selection()
        assert not reader.drop_selection()
        assert shown(reader) == "Crowds came early."
        await pilot.pause()
        assert [message.explicit for message in app.moves[-3:]] == [True, True, False]


async def test_paging_takes_the_cursor_along_and_shows_every_line() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(TEXT))
        await pilot.pause()
        assert not reader.seen_all
        for _ in range(60):
            before = reader.cursor_offset
            reader.page(1)
            await pilot.pause()
            assert reader.cursor_offset >= before
            assert any("│" in row or "┃" in row for row in rows(reader))
        assert shown(reader) == "The very last words."
        assert reader.seen_all
        for _ in range(60):
            reader.page(-1)
        assert reader.cursor_offset == 0
        assert reader.scroll_offset.y == 0


async def test_jumping_to_the_end_is_not_reading_everything() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        await pilot.pause()
        app.reader.go_end()
        await pilot.pause()
        assert not app.reader.seen_all


async def test_what_was_seen_before_can_be_handed_back() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 100)) as pilot:
        article = ArticleText(TEXT)
        app.reader.show(article)
        await pilot.pause()
        assert app.reader.seen_all
        seen = app.reader.coverage
        app.reader.show(ArticleText("Another article.\n" * 300))
        await pilot.pause()
        assert not app.reader.seen_all
        app.reader.show(article, coverage=seen)
        assert app.reader.seen_all


async def test_a_hidden_or_covered_reader_counts_nothing_as_seen() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 100)) as pilot:
        app.reader.display = False
        await pilot.pause()
        app.reader.show(ArticleText(TEXT))
        await pilot.pause()
        assert not app.reader.seen_all
        await app.push_screen(Screen())
        app.query_one(Reader).display = True
        await pilot.pause()
        assert not app.screen_stack[0].query_one(Reader).seen_all
        app.pop_screen()
        await pilot.pause()
        assert app.reader.seen_all


async def test_reveal_can_select_exactly_and_scrolls_there_at_once() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(TEXT))
        await pilot.pause()
        start = TEXT.index("goes on for", len(TEXT) // 2)
        reader.reveal(start, start + len("goes on for"), select=True)
        assert shown(reader) == "goes on for"
        assert any("goes on for" in row for row in rows(reader)[2:-2])
        reader.reveal(0, 5)
        assert shown(reader) == "A bridge reopens"
        assert not reader.explicit
        assert reader.scroll_offset.y == 0


async def test_an_article_opens_where_asked_even_before_there_is_a_size() -> None:
    class Early(ReaderApp):
        def on_mount(self) -> None:
            start = TEXT.index("Paragraph 30")
            self.reader.show(ArticleText(TEXT), at=(start, start + 12))

    app = Early()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        assert shown(app.reader) == "Paragraph 30 says a little."
        assert any("Paragraph 30" in row for row in rows(app.reader))


async def test_a_click_places_the_cursor_on_the_sentence() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT), keyed(quote("e2", "Nobody was", 12, "refutes")))
        await pilot.pause()
        await pilot.click(Reader, offset=(6 + len("The old bridge reopened on Monday. Cr"), 1))
        assert shown(app.reader) == "Crowds came early."
        await pilot.click(Reader, offset=(58, 0))
        assert shown(app.reader) == "A bridge reopens"
        assert app.clicked == []


async def test_a_click_on_a_quote_or_its_number_names_the_highlight() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT), keyed(quote("e2", "Nobody was", 12, "refutes")))
        await pilot.pause()
        await pilot.click(Reader, offset=(8, 2))
        assert app.clicked == ["e2"]
        assert shown(app.reader) == "Nobody was hurt."
        await pilot.click(Reader, offset=(2, 2))
        assert app.clicked == ["e2", "e2"]
        await pilot.click(Reader, offset=(6 + len("Nobody was h"), 2))
        assert len(app.clicked) == 2


async def test_a_click_in_a_scrolled_text_counts_from_the_text() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        await pilot.pause()
        app.reader.scroll_to(y=20, animate=False)
        await pilot.pause()
        await pilot.click(Reader, offset=(10, 4))
        assert app.reader.scroll_offset.y == 20
        assert shown(app.reader).split()[0] in rows(app.reader)[4]
        assert "┃" in rows(app.reader)[4]


async def test_every_cell_of_a_wide_character_is_that_character() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText("a東b👩\u200d👧c"))
        await pilot.pause()
        assert [app.reader.offset_at(6 + cell, 0) for cell in range(8)] == [0, 1, 1, 2, 3, 3, 6, 7]
        assert app.reader.offset_at(0, 0) == 0
        assert app.reader.offset_at(10, 1) is None


async def test_a_resize_keeps_the_place_and_comes_back_to_it() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        await pilot.pause()
        app.reader.scroll_to(y=33, animate=False)
        await pilot.pause()
        first = rows(app.reader)[0][6:]
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert first.split()[0] in rows(app.reader)[0]
        await pilot.resize_terminal(23, 10)
        await pilot.pause()
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert rows(app.reader)[0][6:] == first


async def test_lines_are_no_longer_than_is_comfortable() -> None:
    app = ReaderApp()
    async with app.run_test(size=(200, 10)) as pilot:
        app.reader.show(ArticleText("many words " * 100))
        await pilot.pause()
        assert all(len(row) <= Reader.GUTTER + Reader.MEASURE for row in rows(app.reader))


async def test_a_tiny_reader_does_not_fail() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        for size in ((1, 1), (7, 1), (8, 2), (6, 30), (60, 1), (60, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            app.reader.move_sentence(1)
            app.reader.page(1)
            await pilot.pause()
        assert any("┃" in row for row in rows(app.reader))


async def test_only_lines_that_changed_are_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        first = quote("e1", "old bridge", 3)
        second = quote("e2", "Paragraph 1 says", 4)
        reader.show(ArticleText(TEXT), keyed(first, second))
        await pilot.pause()
        painted: list[int] = []
        render_line = Reader.render_line

        def record(self: Reader, y: int) -> object:
            painted.append(y)
            return render_line(self, y)

        monkeypatch.setattr(Reader, "render_line", record)
        reader.set_highlights(keyed(first, second))
        await pilot.pause()
        assert painted == []
        reader.set_highlights(keyed(replace(first, current=True), second))
        await pilot.pause()
        assert set(painted) == {1}
        painted.clear()
        reader.set_highlights(keyed(second))
        await pilot.pause()
        assert set(painted) == {1}
        painted.clear()
        reader.move_sentence(1)
        await pilot.pause()
        assert set(painted) == {0, 1}
        assert "3s" not in rows(reader)[1]


async def test_changed_highlights_paint_like_fresh_ones() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 20)) as pilot:
        steps = [
            [quote("a", "old bridge", 1), quote("b", "bridge reopened", 2, current=True)],
            [quote("b", "bridge reopened on", 2), quote("c", "Crowds", 3, "refutes")],
            [quote("c", "Crowds", 3, "refutes", counted=False), quote("a", "old", 1)],
            [],
        ]
        reader = app.reader
        reader.show(ArticleText(TEXT))
        for highlights in steps:
            reader.set_highlights(keyed(*highlights))
            await pilot.pause()
            changed = [list(segments(reader, y)) for y in range(20)]
            reader.show(ArticleText(TEXT), keyed(*highlights))
            await pilot.pause()
            assert [list(segments(reader, y)) for y in range(20)] == changed


async def test_a_highlight_outside_the_text_is_passed_over() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        odd = [Highlight("a", 900_000, 900_009, 1, "supports"), Highlight("b", 5, 5, 2, "refutes")]
        app.reader.show(ArticleText(TEXT), keyed(*odd))
        app.reader.set_highlights(keyed(*odd, Highlight("c", 0, 900_000, 3, "unheard-of")))
        app.reader.set_highlights(keyed())
        await pilot.pause()
        assert rows(app.reader)[0].endswith("A bridge reopens")


HOSTILE = [
    "\x1b]2;PWNED\x1b\\ and \x1b[2J after",
    "[@click=app.quit()]x[/] and [/] and [bold]b[/bold]",
    "\x9b2J \x90q\x9c \x00\x07\x08\x7f",
    "pay \u202e001\u202c now\u2066",
    "\ud800 \udfff \u2028 \u200b\ufeff \U000e0041",
    "\u0301\u200d\ufe0f start of a line",
    "Z" + "\u0301" * 2000 + " algo",
    "\u200d" * 50,
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_painted_inert_and_can_be_selected(text: str) -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 12)) as pilot:
        reader = app.reader
        reader.show(ArticleText(text), keyed(Highlight("e", 0, len(text), 1, "refutes", current=True)))
        await pilot.pause()
        for y in range(12):
            for segment in segments(reader, y):
                assert segment.control is None
                assert segment.style is None or not segment.style.meta
                assert not any(
                    ord(character) < 0x20
                    or 0x7F <= ord(character) < 0xA0
                    or 0xD800 <= ord(character) < 0xE000
                    for character in segment.text
                )
                assert not set("\u202e\u202c\u2066\u2028\u200b\ufeff\U000e0041") & set(segment.text)
            assert reader.render_line(y).cell_length == reader.size.width
        await pilot.click(Reader, offset=(8, 0))
        assert app.is_running
        assert reader.span[0] < reader.span[1] <= len(text)
    assert app.return_code in (0, None)


async def test_markup_is_shown_as_it_is_written() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 5)) as pilot:
        app.reader.show(ArticleText("[@click=app.quit()]x[/] [1] [Laughter]"))
        await pilot.pause()
        assert rows(app.reader)[0][6:] == "[@click=app.quit()]x[/] [1] [Laughter]"


async def test_tabs_are_painted_as_the_lines_count_them() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 5)) as pilot:
        app.reader.show(ArticleText("a\tb\tc"), keyed(Highlight("e", 1, 3, 1, "supports")))
        await pilot.pause()
        assert rows(app.reader)[0][6:] == "a   b   c"


async def test_the_bar_tells_whether_the_reader_has_the_focus() -> None:
    class Two(ReaderApp):
        def compose(self) -> ComposeResult:
            yield Reader()
            other = Static(id="other")
            other.can_focus = True
            yield other

    app = Two()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        app.reader.focus()
        await pilot.pause()
        assert "┃" in rows(app.reader)[0]
        app.query_one("#other").focus()
        await pilot.pause()
        assert "│" in rows(app.reader)[0]


async def test_every_theme_paints_and_a_change_of_theme_repaints() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        reader = app.reader
        reader.show(ArticleText(TEXT), keyed(quote("e1", "old bridge", 3, "refutes", current=True)))
        colours = set()
        for theme in BUILTIN_THEMES:
            app.theme = theme
            await pilot.pause()
            style = style_of(reader, 1, "old bridge").style
            assert style is not None
            assert style.bold
            assert style.underline
            colours.add(style.color)
        assert len(colours) > 1


async def test_the_reader_binds_no_keys() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        app.reader.focus()
        await pilot.press("down", "pagedown", "end", "j")
        assert app.reader.scroll_offset.y == 0
        assert not list(app.reader._bindings)


async def test_clearing_leaves_a_blank_reader() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT), keyed(quote("e1", "old bridge", 3)))
        app.reader.go_end()
        await pilot.pause()
        app.reader.clear()
        await pilot.pause()
        assert rows(app.reader) == [""] * 10
        assert app.reader.article is None


def reversed_words(reader: Reader, y: int) -> list[str]:
    return [segment.text for segment in segments(reader, y) if segment.style and segment.style.reverse]


async def test_hits_lie_over_everything_and_only_lines_on_which_they_changed_are_painted_again() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT), keyed(quote("e1", "reopened on Monday", 3, current=True)))
        await pilot.pause()
        before = rows(app.reader)
        monday, hurt = TEXT.index("Monday"), TEXT.index("hurt")
        painted: list[range] = []
        app.reader._refresh_range = painted.append  # type: ignore[method-assign]
        app.reader.set_hits([(monday, monday + 6), (hurt, hurt + 4)], (hurt, hurt + 4))
        assert painted == [range(1, 2), range(2, 3)]
        assert rows(app.reader) == before
        assert reversed_words(app.reader, 1) == ["Monday"]
        monday_style, hurt_style = (
            style_of(app.reader, 1, "Monday").style,
            style_of(app.reader, 2, "hurt").style,
        )
        assert monday_style is not None
        assert hurt_style is not None
        assert monday_style.underline  # the quote is still to be seen under it
        assert hurt_style.bold
        assert hurt_style.underline
        painted.clear()
        app.reader.set_hits([(monday, monday + 6), (hurt, hurt + 4)], (monday, monday + 6))
        assert painted == [range(1, 2), range(2, 3)]
        painted.clear()
        app.reader.set_hits([(monday, monday + 6)], (monday, monday + 6))
        assert painted == [range(2, 3)]
        app.reader.set_hits(())
        assert reversed_words(app.reader, 1) == reversed_words(app.reader, 2) == []


async def test_ten_thousand_hits_cost_only_the_lines_on_the_screen() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        text = ArticleText("word and word\n" * 5_000)
        app.reader.show(text)
        await pilot.pause()
        painted: list[range] = []
        app.reader._refresh_range = painted.append  # type: ignore[method-assign]
        app.reader.set_hits([(n * 14 + m, n * 14 + m + 4) for n in range(5_000) for m in (0, 9)])
        assert sum(len(lines) for lines in painted) == 10
        assert reversed_words(app.reader, 9) == ["word", "word"]


async def test_one_goes_back_to_a_bookmark() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.reader.show(ArticleText(TEXT))
        await pilot.pause()
        app.reader.page(2)
        app.reader.move_edge("end", -1)
        await pilot.pause()
        before = (app.reader.span, app.reader.explicit, app.reader.scroll_offset.y)
        bookmark = app.reader.place()
        app.reader.go_end()
        app.reader.return_to(bookmark)
        assert (app.reader.span, app.reader.explicit, app.reader.scroll_offset.y) == before
