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
from tui.widgets.rows import Rows

#: Box drawing and blocks, what stands for no sign in Unicode, and the signs that mark rows elsewhere.
DRAWN = frozenset(map(chr, (*range(0x2500, 0x25A0), *range(0xE000, 0xF900)))) | frozenset("▸▶▬●○✓✗▾▼▲🔎")
#: Every screen and dialog: of some only the keys that lead there are new.
EVERY = {
    **SCREENS,
    **MORE,
    "settings": ("comma",),
    "keys": ("comma", "down", "enter"),
    "themes": ("comma", "down", "down", "enter"),
    "why": ("exclamation_mark",),
    "jump": ("ctrl+g",),
    "merge": ("M", "down", "enter"),
    "split": ("D",),
    "independence": ("o", "i"),
    "origin-merge": ("o", "M"),
    "origin-filter": ("o", "slash", "s"),
    "carried": ("U",),
    "typed-claim": ("C",),
    "open-question": ("f",),
    "filter": ("ctrl+w", "slash", "q"),
    "said": ("c",),
}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def lines(app: Played, begins: str) -> list[str]:
    """The lines of the screen that begin with these words, also those of the row that is selected."""
    found = (line.strip().removeprefix("selected ") for line in app.frame().splitlines())
    return [line for line in found if line.startswith(begins)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", EVERY)
async def test_no_screen_has_a_frame_or_a_sign_that_is_only_seen(
    sample: Path, screen: str, size: tuple[int, int]
) -> None:
    async with played(sample, size=size, linear=True) as app:
        await app.press(*EVERY[screen])
        await app.settle()
        frame = app.frame()
        assert len(frame.split()) > 10
        assert "".join(sorted(DRAWN & set(frame))) == "", frame


async def test_every_claim_says_its_status_and_what_the_source_says_in_words(sample: Path) -> None:
    async with played(sample, size=(120, 40), linear=True) as app:
        rows = lines(app, "claim ")
        assert len(rows) >= 3
        assert f": {app.project.claims[0].text}" in " ".join(app.frame().split())
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
        assert "sentence 1 of 8, words selected; here: current" in app.frame()
        assert f"here: current claim {number} of {len(app.project.claims)}, supports" in app.frame()
        await app.press("j")
        assert "sentence 2 of 8; here: no quote" in app.frame()


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


@pytest.mark.parametrize("screen", ["m", "o", "I"])
async def test_the_row_in_hand_is_told_in_full(sample: Path, screen: str) -> None:
    async with played(sample, size=(80, 24), linear=True) as app:
        long = "The ministry, the embassy and two agencies said so on one day " * 4
        for claim in app.project.claims:
            app.project.set_claim(claim.id, text=f"{claim.text} {long.strip()}")
        for origin in app.project.origins:
            app.project.set_origin(origin.id, aliases=tuple(f"{origin.name} {n}" for n in range(12)))
        await app.press(screen)
        for _ in range(3):
            app.frame()
            place = app.app.cursor_position
            lines = app.frame().splitlines()[place.y :]
            rows = app.app.screen.focused
            assert isinstance(rows, Rows)
            told = " ".join(" ".join(lines).split())
            line = rows.row_lines(rows.cursor, 10_000)[0]
            whole = " ".join("".join(text for text, _ in line).split())
            assert len(whole) > 100
            assert whole in told
            await app.press("j")


async def test_a_click_goes_to_the_row_that_stands_there_below_a_high_one(sample: Path) -> None:
    async with played(sample, size=(80, 24), linear=True) as app:
        await app.press("m")
        rows = app.app.screen.focused
        assert isinstance(rows, Rows)
        lines = app.frame().splitlines()
        for y in range(rows.region.y + rows.header_height, rows.region.bottom):
            number = lines[y].split(" of ")[0].removeprefix(" ").removeprefix(" ").split()[-1:]
            row = rows.row_at(y - rows.region.y)
            if lines[y].strip().removeprefix("selected ").startswith("claim "):
                assert row is not None
                assert number == [str(app.project.number(rows.claim_at(row)))]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("comma",), "keymap"),
        (("comma", "down", "down"), "theme"),
        (("x", "down"), "csv"),
        (("e",), "North Korea will send"),
        (("E",), "title"),
        (("o", "W"), "y  withdraw it"),
        (("o", "W", "down", "down"), "n  it counts"),
        (("t",), ""),
        (("exclamation_mark",), "North Korea will send"),
        (("M", "down", "enter", "down", "down"), "o  yes, in the words of claim 2"),
    ],
    ids=str,
)
async def test_the_cursor_stands_at_the_line_in_hand_of_a_dialog_too(
    sample: Path, keys: tuple[str, ...], words: str
) -> None:
    async with played(sample, size=(80, 24), linear=True) as app:
        await app.press(*keys)
        lines = app.frame().splitlines()
        place = app.app.cursor_position
        assert lines[place.y].strip().startswith(words)
        assert place.y > 0
