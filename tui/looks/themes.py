"""The colours of the app: a dark and a light theme of its own, and what Textual's themes lack of them.

Both are quiet: one ground for all panes, frames that recede, one accent, so that one sees the article.
Colours that mean something are theme variables of our own, so that another theme can say otherwise:

* ``stance-supports``, ``stance-partly``, ``stance-queries``, ``stance-refutes``: what a quote says.
* ``status-holds``, ``status-part``, ``status-doubt``, ``status-against``, ``status-open``: how claims stand.
* ``quiet``: what is said beside something else.
* ``frame``, ``frame-focus``: around a pane, and around the one that the keys go to.
* ``row``, ``row-blurred``: under the cursor of a list that has the focus, and of one that has not.
* ``sentence``: under the sentence in hand.

The four stances were searched for among the 216 colours that a terminal with 256 colours has. They were to be
as far from each other as can be for people with normal sight, without red, green or blue cones, to have
contrast enough on every ground, and to become four different colours where there are only 16
(`tests/app/test_looks.py` computes all of that). No colour says anything alone: each has a letter.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual import constants
from textual.app import App
from textual.color import Color
from textual.filter import DimFilter, LineFilter, Monochrome, NoColor
from textual.theme import Theme

from tui.looks import no_color

#: What the stances and statuses look like on a dark ground and on a light one, and in the terminal's own 16.
_DARK = {
    "stance-supports": "#87ffd7",
    "stance-partly": "#00afff",
    "stance-queries": "#ffd75f",
    "stance-refutes": "#ff8787",
}
_LIGHT = {
    "stance-supports": "#005faf",
    "stance-partly": "#0000af",
    "stance-queries": "#5f5f00",
    "stance-refutes": "#af005f",
}
_ANSI_DARK = {
    "stance-supports": "ansi_bright_cyan",
    "stance-partly": "ansi_bright_blue",
    "stance-queries": "ansi_bright_yellow",
    "stance-refutes": "ansi_bright_red",
}
_ANSI_LIGHT = {
    "stance-supports": "ansi_cyan",
    "stance-partly": "ansi_blue",
    "stance-queries": "ansi_yellow",
    "stance-refutes": "ansi_magenta",
}


def _with_statuses(stances: dict[str, str], quiet: str) -> dict[str, str]:
    """The statuses take the colours of the stances that they come from."""
    return {
        **stances,
        "status-holds": stances["stance-supports"],
        "status-part": stances["stance-partly"],
        "status-doubt": stances["stance-queries"],
        "status-against": stances["stance-refutes"],
        "status-open": quiet,
        "quiet": quiet,
    }


def _surroundings(ink: str, quiet: str, panel: str, row: str, accent: str) -> dict[str, str]:
    """What else is painted by Textual's own widgets and by ours, in a theme of these few colours.

    Said outright, since Textual's own are blended with what is behind them, which nobody has measured.
    """
    return {
        "text": ink,
        "text-muted": quiet,
        "text-disabled": quiet,
        "foreground-muted": quiet,
        "foreground-disabled": quiet,
        "text-primary": accent,
        "text-secondary": accent,
        "text-accent": accent,
        "block-cursor-foreground": ink,
        "block-cursor-background": row,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": ink,
        "block-cursor-blurred-background": panel,
        "block-hover-background": panel,
        "border": accent,
        "frame-focus": accent,
        "row": row,
        "row-blurred": panel,
        "sentence": panel,
        "footer-foreground": ink,
        "footer-background": panel,
        "footer-key-foreground": accent,
        "footer-key-background": panel,
        "footer-description-foreground": quiet,
        "footer-description-background": panel,
        "footer-item-background": panel,
        "input-cursor-background": ink,
        "input-selection-background": row,
        "input-selection-foreground": ink,
        "screen-selection-background": row,
        "screen-selection-foreground": ink,
        "button-foreground": ink,
        "button-color-foreground": ink,
        "link-color": accent,
        "link-background": "transparent",
        "markdown-h1-color": accent,
        "markdown-h2-color": accent,
        "markdown-h3-color": accent,
    }


def _scroll_bars(ground: str, frame: str, accent: str) -> dict[str, str]:
    return {
        "scrollbar": frame,
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
        "frame": frame,
        "border-blurred": frame,
    }


def _theme(name: str, *, dark: bool, stances: dict[str, str], **colours: str) -> Theme:
    """A theme of ours.

    Args:
        name: its name.
        dark: whether it has light words on a dark ground.
        stances: the colours of the stances.
        colours: `ink` of headings and fields, `text` of the article, `quiet` of what is said beside,
            `ground`, `panel` beside it, `row` under a cursor, `frame`, `accent`, and a `second` one.
    """
    ground, panel, row, accent = (colours[each] for each in ("ground", "panel", "row", "accent"))
    success, warning, error = (stances[f"stance-{each}"] for each in ("supports", "queries", "refutes"))
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=colours["second"],
        accent=accent,
        foreground=colours["text"],
        background=ground,
        surface=ground,
        panel=panel,
        boost=panel,
        success=success,
        warning=warning,
        error=error,
        variables={
            **_surroundings(colours["ink"], colours["quiet"], panel, row, accent),
            **_scroll_bars(ground, colours["frame"], accent),
            **_with_statuses(stances, colours["quiet"]),
            "text-success": success,
            "text-warning": warning,
            "text-error": error,
            "primary-muted": row,
            "input-cursor-foreground": ground,
        },
    )


# Its greys are so dark that a terminal with 16 colours takes them all for black: on its next grey
# nothing could be read.
DARK = _theme(
    "variorum-dark",
    dark=True,
    stances=_DARK,
    ink="#eeeeee",
    text="#d0d0d0",
    quiet="#a8a8a8",
    ground="#121212",
    panel="#262626",
    row="#2a2a2a",
    frame="#626262",
    accent="#afafff",
    second="#8787af",
)
"""Light words on a dark ground; where the app starts."""

LIGHT = _theme(
    "variorum-light",
    dark=False,
    stances=_LIGHT,
    ink="#121212",
    text="#262626",
    quiet="#4e4e4e",
    ground="#f5f5f5",
    panel="#e4e4e4",
    row="#dedede",
    frame="#8a8a8a",
    accent="#5f00af",
    second="#5f5faf",
)
"""Dark words on a light ground."""

OWN = (DARK, LIGHT)

#: How far dim words are from the ground, on the way to the ink. Textual's way leaves a contrast of 3 or so.
DIM = 0.75


class Dimmed(LineFilter):
    """Dim words as a colour between ink and ground, not as the terminal likes: still to be read."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Replace what is dim."""
        return [
            Segment(segment.text, _undimmed(segment.style), segment.control)
            if segment.style is not None and segment.style.dim
            else segment
            for segment in segments
        ]


@lru_cache(256)
def _undimmed(style: Style) -> Style:
    if style.color is None or style.bgcolor is None:
        return style
    ground, ink = Color.from_rich_color(style.bgcolor), Color.from_rich_color(style.color)
    if ground.ansi is not None or ink.ansi is not None:
        return style
    return style + Style(dim=False, color=ground.blend(ink, DIM).rich_color)


_DIMMED = Dimmed()
_COLOURLESS = {dark: no_color.Colourless(dark=dark) for dark in (True, False)}


class Looks(App[None]):
    """An app that has our themes beside Textual's own, and our variables in all of them.

    It starts with `DARK`, unless ``TEXTUAL_THEME`` in the environment says otherwise.
    """

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        if "TEXTUAL_ANIMATIONS" not in os.environ:
            # What slides and fades is painted many times for one key or turn of the wheel.
            self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        # To Textual an empty value asks for no colour, too.
        self.no_color = no_color.asked_for()
        if self.no_color:
            self.css_path.append(no_color.STYLES)
        if constants.DEFAULT_THEME == "textual-dark":
            # Not told to anybody: nothing is painted yet, but Textual has made its variables already.
            self.set_reactive(App.theme, DARK.name)
            self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every painted line goes through: what is dim can still be read, and where no colour is wanted
        none is left."""
        if self.no_color:
            return [_COLOURLESS[self.current_theme.dark]]
        return [
            _DIMMED if isinstance(each, DimFilter) else each
            for each in super().get_line_filters()
            if not isinstance(each, Monochrome | NoColor)
        ]

    def search_themes(self) -> None:
        """Ask which theme is to be in force."""
        from textual.command import CommandPalette

        from tui.looks.theme_list import ThemeProvider

        self.push_screen(
            CommandPalette(providers=[ThemeProvider], placeholder="a theme: its name, or dark or light")
        )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, for themes that do not know them."""
        return {**lacking(self.current_theme), **no_color.exchanged(dark=self.current_theme.dark)}


def lacking(theme: Theme) -> dict[str, str]:
    """Our own variables for a theme that does not know them: the stances as safe as in ours."""
    if theme.ansi:
        stances = _ANSI_DARK if theme.dark else _ANSI_LIGHT
        frame = {"frame": "ansi_bright_black", "frame-focus": theme.accent or theme.primary}
        row = {"row": "ansi_default", "row-blurred": "ansi_default", "sentence": "ansi_default"}
        return {**_with_statuses(stances, "ansi_default"), **frame, **row}
    ground = Color.parse(theme.surface or theme.background or ("#1e1e1e" if theme.dark else "#d8d8d8"))
    primary, ink = Color.parse(theme.primary), ground.get_contrast_text(1.0)
    return {
        **_with_statuses(_DARK if theme.dark else _LIGHT, ground.blend(ink, 0.75).hex),
        "frame": ground.blend(ink, 0.35).hex,
        "frame-focus": theme.accent or theme.primary,
        # Not the theme's own blue or violet: letters in the colours of the stances stand on it.
        "row": ground.blend(primary, 0.25).hex,
        "row-blurred": ground.blend(primary, 0.12).hex,
        "sentence": ground.blend(primary, 0.2).hex,
    }
