"""Whatever a terminal can show and whatever the theme, what differs in the text looks different."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from tests.app.test_reader_widget import TEXT, ReaderApp, keyed, quote
from tui.reader import ArticleText
from tui.widgets.reader import Reader

TERMINALS = {
    "no colour": None,
    "16": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "true": ColorSystem.TRUECOLOR,
}


def style_at(reader: Reader, words: str) -> Style:
    """How a piece of the text is painted."""
    for y in range(reader.size.height):
        for segment in reader.render_line(y):
            if words in segment.text:
                assert segment.style is not None
                return segment.style
    raise AssertionError(words)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("terminal", TERMINALS)
async def test_all_that_is_marked_in_the_text_looks_different(theme: str, terminal: str) -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.theme = theme
        reader = app.reader
        reader.show(
            ArticleText(TEXT),
            keyed(
                quote("current", "A bridge", 3, current=True),
                quote("current too", "bridge reopened", 3, current=True),
                quote("shared", "reopened", 4),
                quote("other", "on Monday", 4),
                quote("set aside", "Nobody", 5, counted=False),
            ),
        )
        await pilot.pause()
        looks = {
            "current": style_at(reader, "A "),
            "shared": style_at(reader, "reopened"),
            "other": style_at(reader, "on Monday"),
            "set aside": style_at(reader, "Nobody"),
            "plain": style_at(reader, " was hurt"),
        }
        start = TEXT.index("hurt")
        reader.reveal(start, start + 4, select=True)
        looks["selected"] = style_at(reader, "hurt")
        reader.drop_selection()
        reader.set_hits([(start, start + 4)], (start, start + 4))
        looks["hit"] = style_at(reader, "hurt")
        painted = {
            name: style.render("x", color_system=TERMINALS[terminal])
            if TERMINALS[terminal]
            else Style(
                bold=style.bold,
                italic=style.italic,
                underline=style.underline,
                underline2=style.underline2,
                reverse=style.reverse,
                strike=style.strike,
            ).render("x")
            for name, style in looks.items()
        }
        for one, other in combinations(painted, 2):
            assert painted[one] != painted[other], (one, other)
