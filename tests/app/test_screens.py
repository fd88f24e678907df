"""Each screen as plain text, at both sizes that the app is made for, on the sample.

The frames lie in ``frames/``. After a change that is meant, look at the difference, then write them anew
with ``VARIORUM_FRAMES=write python -m pytest tests/app/test_screens.py``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import seeds
from tests.app.playing import Played, played

FRAMES = Path(__file__).parent / "frames"
SIZES = [(80, 24), (120, 40)]

SCREENS: dict[str, tuple[str, ...]] = {
    "reading-room": (),
    "walk": ("right_parenthesis", "full_stop"),
    "matrix": ("m",),
    "compare": ("v",),
    "compare-candidate": ("v", "tab", "greater_than_sign"),
    "claim-editor": ("e",),
    "tags": ("t", "n"),
    "attribution": ("a", "s"),
    "notes": ("i",),
    "article-details": ("E",),
    "origins": ("o",),
    "origin-editor": ("o", "e"),
    "origin-withdraw": ("o", "W"),
    "export": ("x",),
    "open-points": ("I",),
    "overview": ("ctrl+p", *"glance", "enter"),
    "import": ("ctrl+o",),
    "code-points": ("number_sign",),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
}


def compare(name: str, frame: str) -> None:
    path = FRAMES / f"{name}.txt"
    if os.environ.get("VARIORUM_FRAMES") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(frame + "\n", "utf-8")
    assert frame + "\n" == path.read_text("utf-8")


def without_paths(frame: str) -> str:
    """A frame without what differs from machine to machine: where things lie, and the hash of a text; and
    without the bar of the focus, which the screen under a dialog may or may not have painted anew."""
    frame = frame.replace("┃", "│")
    frame = re.sub(r"(│ To +).*", r"\1…", frame)
    return re.sub(r"sha256 [0-9a-f]+…", "sha256 …", frame)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("screen", SCREENS)
async def test_the_screen_looks_as_it_should(tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=size) as app:
        await app.press(*SCREENS[screen])
        await app.pilot.pause()
        compare(f"{screen}-{size[0]}x{size[1]}", without_paths(app.frame()))


@pytest.mark.parametrize("size", [(59, 24), (80, 15), (20, 5), (1, 1)])
async def test_a_window_that_is_too_small_says_what_it_needs_and_loses_nothing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=(80, 24)) as app:
        await app.press("j", "j", "c")
        claims = len(app.project.claims)
        span = app.room.reader.span
        await app.pilot.resize_terminal(*size)
        await app.settle()
        if size[0] >= 20:
            assert "Variorum needs" in app.frame().replace("\n", " ")
        await app.pilot.resize_terminal(80, 24)
        await app.settle()
        assert len(app.project.claims) == claims
        assert app.room.reader.span == span
        assert f"Claims {claims} of {claims}" in app.frame()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_first_quote_and_its_chain_stay_in_view_on_the_walk(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=size) as app:
        for claim in app.project.claims:
            if not app.project.agreement(claim.id).open_cells:
                continue
            app.app.desk.choose_claim(claim.id)
            app.room.follow()
            await app.press("full_stop")
            first = next(p for p in app.project.evidence_on(claim.id) if p.carried_from is None)
            frame = app.frame()
            assert first.quote.exact[:8] in frame
            assert app.app.desk.chain(first.attribution)[:12] in frame


async def test_the_screen_says_exactly_one_word_about_saving(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:

        def words(app: Played) -> int:
            frame = app.frame()
            return sum(len(re.findall(rf"\b{word}\b", frame)) for word in ("saved", "saving", "NOT SAVED"))

        assert words(app) == 1
        await app.press("j", "c")
        assert words(app) == 1
        await app.press("m")
        assert words(app) == 1


async def test_the_title_of_the_claims_says_where_one_is(tmp_path: Path) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:
        count = len(app.project.claims)
        assert f"1 of {count}" in app.frame()
        await app.press("right_parenthesis")
        assert f"2 of {count}" in app.frame()
        await app.press("left_parenthesis", "left_parenthesis")
        assert f"{count} of {count}" in app.frame()


async def test_so_far_is_said_exactly_while_cells_are_open(tmp_path: Path) -> None:
    from annotations.wording import status_in_words

    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:
        articles = {article.id: article for article in app.project.articles}
        said = [app.project.agreement(claim.id) for claim in app.project.claims]
        assert any(agreement.open_cells for agreement in said)
        for agreement in said:
            expected = bool(agreement.open_cells) and agreement.status != "open"
            assert ("so far" in status_in_words(agreement, articles)) == expected
