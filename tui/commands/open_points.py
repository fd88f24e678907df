"""What is still open: what can be done on the screen that lists it."""

from __future__ import annotations

from tui.commands.command import Command, Group

OPEN_HERE = Group(
    "Still open",
    (
        Command(
            "open.filter",
            "slash",
            "filter",
            "Show only claims with some words, also in what is open: question, check, confirm.",
            lambda screen: screen.ask_filter(),
            footer=2,
        ),
        Command(
            "open.back",
            "escape",
            "back",
            "Show all claims again; then back to the reading room.",
            lambda screen: screen.step_back(),
            footer=3,
        ),
        Command("open.leave", "I", "reading", "Back to the reading room.", lambda screen: screen.dismiss()),
        Command(
            "matrix",
            "m",
            "matrix",
            "All claims against all sources, worst first.",
            lambda screen: screen.open_matrix(),
            footer=4,
        ),
        Command(
            "walk.next",
            "full_stop",
            "next open",
            "To the next open cell, in the reading room.",
            lambda screen: screen.next_open(),
            footer=6,
        ),
        Command(
            "compare",
            "v",
            "compare",
            "This claim in two sources side by side.",
            lambda screen: screen.open_compare(),
            footer=5,
        ),
    ),
)
