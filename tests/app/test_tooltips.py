"""What short signs mean stands under the pointer, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget

from tests.app.playing import Played, played
from tui.widgets.matrix_grid import MatrixGrid

HARBOUR = "According to the harbour master"


async def told(app: Played, widget: Widget, x: int, y: int) -> str:
    """What is told when the pointer comes to a cell of the content of a widget."""
    outer, inner = widget.region, widget.content_region
    await app.pilot.hover(widget, offset=(inner.x - outer.x + x, inner.y - outer.y + y))
    await app.settle()
    return str(widget.tooltip or "")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_parts_of_the_status_line_say_what_they_mean(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        bar = app.room.status
        line = app.frame().splitlines()[0]
        assert await told(app, bar, line.index("cells") - 1, 0) == (
            "A cell is one claim in one article: 1 of 3 are marked or looked at."
            f" To the next open one: {app.app.desk.key('walk.next')}"
        )
        assert await told(app, bar, line.index("saved") - 1, 0) == "Everything is on disk."
        if "annotator" in line:
            assert "under this name" in await told(app, bar, line.index("annotator"), 0)
        assert str(story) in await told(app, bar, 0, 0)


async def test_signs_in_the_gutter_say_what_they_mean_and_the_text_says_nothing(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        reader = app.room.reader
        y = reader.line_of(reader.span[0]) - reader.scroll_offset.y
        assert await told(app, reader, 2, y) == "Claim 1: a quote on this line supports it."
        assert "the next mark" in await told(app, reader, 4, y)
        assert await told(app, reader, 5, y) == ""
        assert await told(app, reader, 20, y) == ""


async def test_further_claims_on_a_line_and_quotes_set_aside_are_told(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "c")
        reader = app.room.reader
        y = reader.line_of(reader.span[0]) - reader.scroll_offset.y
        said = await told(app, reader, 2, y)
        assert said == "Claim 2: a quote on this line supports it. Here, too: claim 1."


async def test_a_letter_of_the_claim_list_says_which_source_says_what(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        claims, count = app.room.claims, len(app.project.articles)
        width = claims.scrollable_content_region.width
        article = app.project.articles[0]
        first = await told(app, claims, width - count, 0)
        entry = app.project.codebook.stance("supports")
        assert first.startswith(f"{article.label} · ")
        assert first.endswith(f": {entry.label}. {entry.definition}")
        assert "not looked at yet" in await told(app, claims, width - 1, 0)
        assert await told(app, claims, 3, 0) == ""


async def test_cells_origins_and_statuses_of_the_matrix_say_what_they_mean(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "m")
        grid = app.app.screen.query_one(MatrixGrid)
        line = grid.header_height
        widths = grid._widths()
        cells = 2 + widths.claims
        assert "supports" in await told(app, grid, cells + 1, line)
        after = cells + widths.column * len(app.project.articles)
        assert "each independent" in await told(app, grid, after + 4, line)
        agreement = app.project.agreement(app.project.claims[0].id)
        assert agreement.status.split("_")[0] in await told(app, grid, after + 14, line)
        assert await told(app, grid, 3, line) == ""


async def test_counts_of_sources_say_what_they_mean(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        assert await told(app, app.room.sources, 4, 1) == "1 claim marked or looked for in A, none open."
        assert await told(app, app.room.sources, 4, 3) == "0 claims marked or looked for in B, 1 still open."
    async with played(story, size=(80, 24)) as app:
        assert "marked or looked for in A" in await told(app, app.room.tabs, 3, 0)


async def test_a_pane_says_what_it_is_for_on_its_frame_and_not_over_what_is_read(story: Path) -> None:
    async with played(story) as app:
        pane = app.room.query_one("#reading")
        await app.pilot.hover(pane, offset=(3, 0))
        await app.settle()
        assert app.app.desk.key("claim.make") in str(pane.tooltip)
        await app.pilot.hover(app.room.reader, offset=(20, 5))
        await app.settle()
        assert pane.tooltip is None


async def test_a_name_is_told_as_it_is_written(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        article = app.project.articles[0].id
        app.project.set_article(article, publisher="[@click=app.quit]Quay[/] News")
        app.room.follow()
        claims = app.room.claims
        x = claims.scrollable_content_region.width - len(app.project.articles)
        assert "[@click=app.quit]Quay[/] News" in await told(app, claims, x, 0)


async def test_keys_make_no_tooltips(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with played(story) as app:
        asked: list[str] = []
        for module in ("rows", "reader", "status_bar", "sources"):
            monkeypatch.setattr(f"tui.widgets.{module}.tell", lambda widget, words: asked.append(words))
        await app.sentence(HARBOUR)
        await app.press("c", "2", "j", "full_stop", "s")
        assert asked == []
        await app.pilot.hover(app.room.reader, offset=(3, 3))
        assert asked
