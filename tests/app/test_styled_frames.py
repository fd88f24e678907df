"""Some screens as they look: every cell with its colours, in dark and light, without colour, at three sizes.

Each file in ``frames/styled/`` has the lines of a screen, each with a line below it, a letter for the look of
each cell, and at the end what the letters mean. All were looked at as pictures before they were kept. After
a change that is meant, look at the difference, then write them anew with
``VARIORUM_FRAMES=write python -m pytest tests/app/test_styled_frames.py``.
"""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from rich.style import Style
from textual.widgets import Input

import seeds
from tests.app.playing import Played, played
from tests.app.test_screens import SCREENS, compare, without_paths

DARK, LIGHT, ANSI = "variorum-dark", "variorum-light", "ansi-dark"
#: Screen, theme ("" for none: NO_COLOR), columns and lines.
KEPT = [
    ("reading-room", DARK, 80, 24),
    ("reading-room", LIGHT, 80, 24),
    ("reading-room", "", 80, 24),
    ("reading-room", ANSI, 80, 24),
    ("reading-room", DARK, 200, 50),
    ("reading-room", LIGHT, 200, 50),
    ("walk", DARK, 120, 40),
    ("walk", LIGHT, 120, 40),
    ("walk", "", 120, 40),
    ("matrix", DARK, 80, 24),
    ("matrix", LIGHT, 120, 40),
    ("matrix", "", 80, 24),
    ("matrix", DARK, 200, 50),
    ("compare", DARK, 120, 40),
    ("compare", LIGHT, 80, 24),
    ("origins", DARK, 120, 40),
    ("claim-editor", "", 80, 24),
    ("overview", DARK, 80, 24),
    ("overview", LIGHT, 120, 40),
    ("compare", "", 80, 24),
    ("open-points", LIGHT, 80, 24),
    ("attribution", LIGHT, 80, 24),
    ("origin-withdraw", DARK, 80, 24),
    ("help", DARK, 80, 24),
    ("palette", LIGHT, 80, 24),
]
LETTERS = string.ascii_letters + string.digits


def look(style: Style | None) -> str:
    """A style in words: ink, ground, and how it is set."""
    if style is None:
        return "plain"
    colours = [
        colour.triplet.hex
        if colour is not None and colour.triplet is not None
        else str(colour and colour.name)
        for colour in (style.color, style.bgcolor)
    ]
    names = ("bold", "italic", "underline", "underline2", "overline", "strike", "reverse", "dim")
    return " ".join([" on ".join(colours), *(name for name in names if getattr(style, name))])


def styled(app: Played) -> str:
    """The screen: its text, and below each line the looks of its cells."""
    text = without_paths(app.frame()).split("\n")
    known: dict[str, str] = {}
    lines = []
    for line, strip in zip(text, app.app.screen._compositor.render_strips(), strict=True):
        cells = ""
        for segment in strip:
            name = look(segment.style)
            known.setdefault(name, LETTERS[len(known)])
            cells += known[name] * segment.cell_length
        lines += [line, cells]
    return "\n".join([*lines, *(f"{letter} {name}" for name, letter in known.items())])


@pytest.mark.parametrize(("screen", "theme", "columns", "rows"), KEPT)
async def test_the_screen_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: str, theme: str, columns: int, rows: int
) -> None:
    if not theme:
        monkeypatch.setenv("NO_COLOR", "1")
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample", size=(columns, rows)) as app:
        if theme:
            app.app.theme = theme
        await app.press(*SCREENS[screen])
        for field in app.app.screen.query(Input):
            field.cursor_blink = False
        await app.settle()
        name = theme.removeprefix("variorum-") or "nocolor"
        compare(f"styled/{screen}-{name}-{columns}x{rows}", styled(app))


def test_about_25_are_kept_and_no_more() -> None:
    assert len(KEPT) <= 25
    assert {theme for _, theme, _, _ in KEPT} == {DARK, LIGHT, ANSI, ""}
    folder = Path(__file__).parent / "frames" / "styled"
    assert len(list(folder.iterdir())) == len(KEPT)
