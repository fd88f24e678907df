"""Without colour: what ``NO_COLOR`` asks for (https://no-color.org), which is none at all.

Textual turns colours into greys there, which are colours as well. Here none goes to the terminal, and what a
colour tells otherwise is told by letters, lines below, and ink and ground exchanged (`no_color.tcss`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

#: The brightness from which on a ground is light.
HALF = 0.5
STYLES = Path(__file__).with_name("no_color.tcss")


def asked_for(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the person wants no colour; an empty value asks for nothing, as the convention has it."""
    return bool(environment.get("NO_COLOR"))


def exchanged(*, dark: bool) -> dict[str, str]:
    """Variables for the style sheet: ink and ground that become the terminal's own two, exchanged."""
    light_ones = {"exchanged-ink": "#ffffff", "exchanged-ground": "#000000"}
    dark_ones = {"exchanged-ink": "#000000", "exchanged-ground": "#ffffff"}
    return dark_ones if dark else light_ones


class Colourless(LineFilter):
    """Takes ink and ground from everything that is painted, and leaves how it is set.

    A ground that is not the one of the theme but like its ink, as under the cursor of a field, is kept by
    exchanging the terminal's own two.

    Args:
        dark: whether the theme has light words on a dark ground.
    """

    def __init__(self, *, dark: bool) -> None:
        super().__init__()
        self._dark = dark

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Leave the terminal's own ink and ground."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, _without_colour(segment.style, self._dark))
            for segment in segments
        ]


@lru_cache(1024)
def _without_colour(style: Style, dark: bool) -> Style:
    plain = style.without_color
    if style.bgcolor is not None and not style.bgcolor.is_default:
        is_light = Color.from_rich_color(style.bgcolor).brightness > HALF
        if is_light == dark:
            plain += Style(reverse=not style.reverse)
    # What a click does hangs on it.
    return plain + Style.from_meta(style.meta) if style.meta else plain
