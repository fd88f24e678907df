"""Our own themes: everything that is painted can be read, and stances differ for everybody's eyes."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

import seeds
from tests.app.painting import AA, AA_DECORATION, SIGHTS, Painted, Rgb, contrast, difference, fewer, painted
from tests.app.playing import played
from tests.app.test_screens import SCREENS
from tui.looks.themes import OWN, lacking

STANCES = ("stance-supports", "stance-partly", "stance-queries", "stance-refutes")
#: How different two stances must look to anybody (CIEDE2000). Of 1 one is just aware between large patches
#: side by side; a letter is thin and stands alone among others, for which ten times that is little.
LEAST = 12.0
GROUNDS = ("background", "surface", "panel", "row", "row-blurred", "sentence")
MORE = {
    "versions": ("V",),
    "question": ("d",),
    "search": ("slash", "t", "h", "e"),
    "hits": ("ctrl+f", "t", "h", "e", "enter"),
    "labels": ("l",),
    "adding": ("F",),
    "code-points": ("number_sign",),
    "chooser": ("M",),
    "claims": ("ctrl+w", "j"),
    "matrix-filter": ("m", "slash", "a"),
}
FEWER = {"256": ColorSystem.EIGHT_BIT, "16": ColorSystem.STANDARD}


def rgb(theme: Theme, name: str) -> Rgb:
    """A colour of a theme, as the style sheets see it."""
    variables = {**lacking(theme), **theme.to_color_system().generate(), **theme.variables}
    colour = Color.parse(variables[name])
    return colour.rgb


def unreadable(found: Painted) -> str:
    """What is wrong with a piece of a line, if anything is."""
    least = AA_DECORATION if found.is_decoration else AA
    ratio = contrast(found.ink, found.ground)
    said = f"{found.text.strip()[:30]!r} at {tuple(found.at)}: {ratio:.2f}, {found.ink} on {found.ground}"
    return "" if ratio >= least else said


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
@pytest.mark.parametrize("screen", [*SCREENS, *MORE])
async def test_all_text_that_is_painted_has_contrast_enough(tmp_path: Path, screen: str, theme: str) -> None:
    seeds.copy_to(tmp_path / "sample")
    async with played(tmp_path / "sample") as app:
        app.app.theme = theme
        await app.press(*{**SCREENS, **MORE}[screen])
        await app.settle()
        every = list(painted(app.app))
        assert len(every) > 10
        assert "\n".join(sorted({unreadable(found) for found in every} - {""})) == ""


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("sight", SIGHTS)
def test_stances_look_different_to_everybody(theme: Theme, sight: str) -> None:
    for one, other in combinations(STANCES, 2):
        assert difference(rgb(theme, one), rgb(theme, other), sight) >= LEAST, (one, other)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("terminal", FEWER)
def test_stances_stay_apart_and_readable_with_fewer_colours(theme: Theme, terminal: str) -> None:
    painted_as = [fewer(rgb(theme, name), FEWER[terminal]) for name in STANCES]
    assert len(set(painted_as)) == len(STANCES)
    for ground in GROUNDS:
        assert fewer(rgb(theme, ground), FEWER[terminal]) not in painted_as, ground


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_stances_and_text_have_contrast_on_every_ground(theme: Theme) -> None:
    for ground in GROUNDS:
        for ink in (*STANCES, "text", "text-muted", "text-accent", "foreground"):
            assert contrast(rgb(theme, ink), rgb(theme, ground)) >= AA, (ink, ground)
        assert contrast(rgb(theme, "frame-focus"), rgb(theme, ground)) >= AA_DECORATION
    assert contrast(rgb(theme, "frame"), rgb(theme, "surface")) >= AA_DECORATION


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_the_focused_pane_is_clearly_another_than_the_others(theme: Theme) -> None:
    assert contrast(rgb(theme, "frame-focus"), rgb(theme, "frame")) >= 2.0


def test_the_measure_of_differences_is_the_published_one() -> None:
    # Pairs 1 and 17 of the test data of Sharma, Wu and Dalal (2005), as nearly as 8 bits a channel allow:
    # grey against itself is nothing, black against white is 100.
    assert difference((0, 0, 0), (255, 255, 255), "normal") == pytest.approx(100, abs=0.1)
    assert difference((90, 120, 200), (90, 120, 200), "deuteranopia") == 0
    # Red and green of one lightness: far apart for most, near for those without green cones.
    red, green = (200, 80, 60), (125, 135, 50)
    assert difference(red, green, "deuteranopia") < difference(red, green, "normal") / 3


@pytest.mark.parametrize("name", sorted(set(BUILTIN_THEMES) - {"ansi-dark", "ansi-light"}))
def test_stances_are_as_safe_in_the_themes_of_textual(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    for sight in SIGHTS:
        for one, other in combinations(STANCES, 2):
            assert difference(rgb(theme, one), rgb(theme, other), sight) >= LEAST
