"""Code points: what can be done on the screen that shows those of a passage."""

from __future__ import annotations

from tui.commands.command import Command, Group

CODE_POINTS_HERE = Group(
    "Code points",
    (
        Command(
            "code_points.next",
            "n",
            "next odd one",
            "To the next code point that acts, hides, or stands in a word that is not what it looks like.",
            lambda screen: screen.step(1),
            footer=2,
        ),
        Command(
            "code_points.previous",
            "N",
            "one before",
            "To the odd code point before.",
            lambda screen: screen.step(-1),
            footer=3,
        ),
        Command(
            "code_points.back",
            "escape,number_sign",
            "back",
            "Back to where you were.",
            lambda screen: screen.dismiss(),
            footer=4,
        ),
    ),
)
