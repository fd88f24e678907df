"""The project at a glance: what can be done on the screen that shows it."""

from __future__ import annotations

from tui.commands.command import Command, Group

OVERVIEW_HERE = Group(
    "The project at a glance",
    (
        Command(
            "overview.down", "j,down", "down", "On by a line.", lambda screen: screen.page.scroll_lines(1)
        ),
        Command("overview.up", "k,up", "up", "Back by a line.", lambda screen: screen.page.scroll_lines(-1)),
        Command(
            "overview.page_down",
            "space,pagedown",
            "page down",
            "On by a page.",
            lambda screen: screen.turn(1),
            footer=2,
        ),
        Command("overview.page_up", "b,pageup", "page up", "Back by a page.", lambda screen: screen.turn(-1)),
        Command(
            "overview.top", "g,home", "top", "To the beginning.", lambda screen: screen.page.go_to_line(0)
        ),
        Command(
            "overview.bottom", "G,end", "bottom", "To the end.", lambda screen: screen.page.go_to_line(10**9)
        ),
        Command(
            "overview.back",
            "escape",
            "back",
            "Back to where one was.",
            lambda screen: screen.dismiss(),
            footer=3,
        ),
    ),
)
