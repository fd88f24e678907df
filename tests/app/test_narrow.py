"""At 80 columns and 24 lines nothing that is needed is cut off, and nothing is named that does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

import seeds
from annotations.wording import STATUS_LABELS, status_in_words
from tests.app.playing import Played, played
from tui.screens.dialog import Dialog
from tui.screens.matrix import MatrixScreen
from tui.tutorial.playing import Tutorial
from tui.tutorial.progress import Progress
from tui.widgets.guide import Guide
from tui.widgets.key_line import KeyLine

DIALOGS = {"x": "export", "e": "claim", "F": "sources", "E": "article", "a": "who", "i": "notes", "t": "tags"}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def bottom(app: Played) -> str:
    return app.frame().split("\n")[app.room.query_one(KeyLine).region.y].strip()


@pytest.mark.parametrize("key", [*DIALOGS, "comma", "question_mark", "ctrl+p"])
async def test_under_a_dialog_no_keys_are_named_that_do_nothing_there(sample: Path, key: str) -> None:
    async with played(sample, size=(80, 24)) as app:
        before = bottom(app)
        assert {"help", "mark"} <= set(before.split())
        await app.press(key)
        app.frame()
        assert not {"help", "mark"} & set(bottom(app).split())
        await app.press("escape")
        assert bottom(app) == before


@pytest.mark.parametrize("key", ["x", "e"])
async def test_below_what_the_tutorial_says_a_dialog_is_seen_whole(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    async with played(sample, size=(80, 24), tutorial=Tutorial(Progress())) as app:
        await app.press(key)
        dialog = app.app.screen
        assert isinstance(dialog, Dialog)
        box, hint = dialog.query_one(".box"), dialog.query_one(".hint", Static)
        app.frame()
        assert box.region.y >= dialog.query_one(Guide).region.bottom
        assert box.region.bottom <= app.app.size.height
        assert box.region.contains_region(hint.region)
        assert box.max_scroll_y == 0


async def test_the_status_of_a_claim_stands_in_whole_parts_and_in_full_below(sample: Path) -> None:
    async with played(sample, size=(80, 24)) as app:
        await app.press("m")
        screen = app.app.screen
        assert isinstance(screen, MatrixScreen)
        lines = app.frame().splitlines()
        at = lines[2].index("status")
        articles = app.project.articles_by_id
        for row in range(screen.grid.row_count):
            agreement = app.project.agreement(screen.grid.claim_at(row))
            said = lines[3 + row][at:].rstrip()
            parts = status_in_words(agreement, articles).split(" · ")
            assert "→" not in said  # which would find room in some rows only
            if "→" in parts[0]:
                parts[0] = STATUS_LABELS[agreement.status]
            begun = [" · ".join(parts[:count]) for count in range(1, len(parts) + 1)]
            assert said.removesuffix(" …") in begun
        await app.press("g")
        for _ in range(screen.grid.row_count):
            agreement = app.project.agreement(screen.grid.claim_at(screen.grid.cursor))
            below = app.frame().splitlines()[screen.preview.region.y :]
            assert status_in_words(agreement, articles) in " ".join(" ".join(below).split())
            await app.press("j")
