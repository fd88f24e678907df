"""What is painted on a screen, segment by segment, and how well it can be read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.segment import Segment
from textual.app import App
from textual.geometry import Offset
from textual.screen import ModalScreen

#: Signs that are decoration and not read: frames, rules and bars beside what is read. Nothing hangs on them.
DECORATION = frozenset(chr(sign) for sign in range(0x2500, 0x25A0)) | frozenset(" ▸▶▼⠀▐▌")
AA, AA_DECORATION = 4.5, 3.0
"""The least contrast of text, and of what is not text (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

Rgb = tuple[int, int, int]


class Painted(NamedTuple):
    """A piece of a line as it comes to the terminal."""

    at: Offset
    text: str
    ink: Rgb
    ground: Rgb

    @property
    def is_decoration(self) -> bool:
        """Whether it holds nothing to read."""
        return DECORATION.issuperset(self.text)


def painted(app: App[object]) -> Iterator[Painted]:
    """Everything that is painted and not blank; where a dialog lies over a veil, only the dialog: what is
    veiled is not to be read (WCAG's "inactive")."""
    app.screen._on_timer_update()  # what is still to be laid out is laid out now
    veiled = isinstance(app.screen, ModalScreen)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            inside = not veiled or app.screen.get_widget_at(x, y)[0] is not app.screen
            if inside and segment.text.strip() and segment.style is not None:
                yield Painted(Offset(x, y), segment.text, *colours(segment))
            x += segment.cell_length


def colours(segment: Segment) -> tuple[Rgb, Rgb]:
    """Ink and ground of a segment; a colour that is the terminal's own makes that impossible."""
    style = segment.style
    assert style is not None
    assert style.color is not None, segment
    assert style.bgcolor is not None, segment
    ink, ground = (tuple(colour.get_truecolor()) for colour in (style.color, style.bgcolor))
    assert not style.dim, segment
    return (ground, ink) if style.reverse else (ink, ground)


def luminance(colour: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: int) -> float:
    """The light of a channel of sRGB, from 0 to 1."""
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def fewer(colour: Rgb, system: ColorSystem) -> Rgb:
    """What a colour becomes on a terminal that has fewer."""
    return tuple(Color.from_rgb(*colour).downgrade(system).get_truecolor())  # type: ignore[return-value]


#: What is left of red, green and blue light without one kind of cones: severity 1.0 of Machado, Oliveira and
#: Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(colour: Rgb, sight: str) -> tuple[float, float, float]:
    """A colour as somebody sees it, in CIE L*a*b* under daylight (D65)."""
    light = [linear(channel) for channel in colour]
    red, green, blue = (
        min(1.0, max(0.0, sum(part * value for part, value in zip(row, light, strict=True))))
        for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883

    def curved(value: float) -> float:
        return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116

    return (
        116 * curved(y) - 16,
        500 * (curved(x) - curved(y)),
        200 * (curved(y) - curved(z)),
    )


def difference(one: Rgb, other: Rgb, sight: str) -> float:
    """How different two colours look to somebody: CIEDE2000; of 1 one is just aware, side by side."""
    (light_1, a_1, b_1), (light_2, a_2, b_2) = lab(one, sight), lab(other, sight)
    mean = (math.hypot(a_1, b_1) + math.hypot(a_2, b_2)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a_1, a_2 = a_1 * stretch, a_2 * stretch
    chroma_1, chroma_2 = math.hypot(a_1, b_1), math.hypot(a_2, b_2)
    hue_1, hue_2 = math.degrees(math.atan2(b_1, a_1)) % 360, math.degrees(math.atan2(b_2, a_2)) % 360
    turn = (hue_2 - hue_1 + 180) % 360 - 180 if chroma_1 * chroma_2 else 0.0
    d_hue = 2 * math.sqrt(chroma_1 * chroma_2) * math.sin(math.radians(turn) / 2)
    light, chroma, hue = (light_1 + light_2) / 2, (chroma_1 + chroma_2) / 2, (hue_1 + turn / 2) % 360
    weight = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    bend = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    bend *= math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    in_light, in_chroma, in_hue = (
        (light_2 - light_1) / s_light,
        (chroma_2 - chroma_1) / s_chroma,
        d_hue / s_hue,
    )
    return math.sqrt(in_light**2 + in_chroma**2 + in_hue**2 + bend * in_chroma * in_hue)
