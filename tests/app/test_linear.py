"""The linear mode: one column, nothing that is only seen, every state in words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import seeds
from annotations.wording import CELL_WORDS, STATUS_LABELS
from tests.app.playing import Played, played
from tests.app.test_looks import MORE
from tests.app.test_screens import SCREENS, without_paths

#: Box drawing and blocks, and the signs that mark rows elsewhere.
DRAWN = frozenset(map(chr, range(0x2500, 0x25A0))) | frozenset("▸▶▬●○✓✗▾▼▲")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def lines(app: Played, begins: str) -> list[str]:
    """The lines of the screen that begin with these words, also those of the row that is selected."""
    found = (line.strip().removeprefix("selected ") for line in app.frame().splitlines())
    return [line for line in found if line.startswith(begins)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", [*SCREENS, *MORE])
async def test_no_screen_has_a_frame_or_a_sign_that_is_only_seen(
    sample: Path, screen: str, size: tuple[int, int]
) -> None:
    async with played(sample, size=size, linear=True) as app:
        await app.press(*{**SCREENS, **MORE}[screen])
        await app.settle()
        frame = app.frame()
        assert len(frame.split()) > 20
        assert "".join(sorted(DRAWN & set(frame))) == "", frame


async def test_every_claim_says_its_status_and_what_the_source_says_in_words(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        rows = lines(app, "claim ")
        assert len(rows) >= 3
        for number, row in enumerate(rows, 1):
            agreement = app.project.agreement(app.project.claims[number - 1].id)
            assert row.startswith(f"claim {number} of {len(app.project.claims)}, ")
            assert STATUS_LABELS[agreement.status] in row
            assert CELL_WORDS[agreement.cells[app.app.desk.article or ""]] in row


async def test_exactly_one_row_of_a_list_says_that_it_is_selected(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        await app.press("m")
        for _ in range(3):
            said = [line for line in app.frame().splitlines() if line.strip().startswith("selected ")]
            assert len(said) == 1
            assert f"claim {app.project.number(app.app.desk.claim or '')} of" in said[0]
            await app.press("j")


async def test_the_matrix_says_what_the_source_under_the_cursor_says(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        await app.press("m")
        for _ in range(len(app.project.current_articles)):
            grid = app.app.screen.query_one("MatrixGrid")
            claim, article = grid.cell()  # type: ignore[attr-defined]
            cell = app.project.agreement(claim).cells[article.id]
            assert f"at {article.label} {CELL_WORDS[cell]}" in app.frame()
            await app.press("l")


async def test_quotes_in_the_sentence_in_hand_are_said_below_the_text(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        number = app.project.number(app.app.desk.claim or "")
        assert f"here: current claim {number} of {len(app.project.claims)}, supports" in app.frame()
        await app.press("j")
        assert "here: no quote" in app.frame()


async def test_panes_stand_one_below_the_other(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        regions = [app.room.query_one(pane).region for pane in ("#articles", "#reading", "#annotations")]
        assert {region.x for region in regions} == {0}
        assert all(one.bottom <= other.y for one, other in pairwise(regions))


async def test_the_cursor_of_the_terminal_stands_where_the_focus_is(sample: Path) -> None:
    async with played(sample, size=(80, 24), linear=True) as app:
        reader = app.room.reader

        def under_cursor() -> str:
            place = app.app.cursor_position
            return app.frame().splitlines()[place.y][place.x :]

        start, end = reader.span
        text = app.project.text(app.app.desk.article or "")[start:end]
        assert text.startswith(under_cursor()[:20])
        await app.press("j")
        start, end = reader.span
        assert app.project.text(app.app.desk.article or "")[start:end].startswith(under_cursor()[:12])
        await app.press("m")
        assert under_cursor().startswith("selected claim ")
        await app.press("j")
        assert under_cursor().startswith("selected claim ")


async def test_the_mode_is_switched_from_the_palette_and_back(sample: Path) -> None:
    async with played(sample, size=(120, 40)) as app:
        before = app.frame()
        await app.press("ctrl+p", *"linear", "enter")
        assert app.app.linear
        assert "╭" not in app.frame()
        assert "selected claim 1" in app.frame()
        await app.press("ctrl+p", *"linear", "enter")
        assert not app.app.linear
        # The line at the bottom says what was done.
        assert without_paths(app.frame()).splitlines()[:-1] == without_paths(before).splitlines()[:-1]


async def test_what_is_marked_is_marked_as_elsewhere(sample: Path) -> None:
    async with played(sample, size=(80, 24), linear=True) as app:
        claims = len(app.project.claims)
        await app.press("j", "j", "c")
        assert len(app.project.claims) == claims + 1
        assert f"here: current claim {claims + 1} of {claims + 1}, supports" in app.frame()


def test_the_driver_shows_the_cursor_and_hides_it() -> None:
    pytest.importorskip("termios")
    from tui.looks.linear import ShowsCursor
    from tui.terminal_keys import TerminalDriver

    written: list[str] = []

    class Kept(TerminalDriver):
        def __init__(self) -> None:
            pass

        def write(self, data: str) -> None:
            written.append(data)

        def flush(self) -> None:
            pass

    driver = Kept()
    assert isinstance(driver, ShowsCursor)
    driver.show_cursor(True)
    driver.show_cursor(False)
    assert written == ["\x1b[?25h", "\x1b[?25l"]
