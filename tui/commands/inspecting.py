"""What is really here: the code points of a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.commands.room import Room


def code_points(room: Room) -> None:
    """Show the code points of the selection, or of the sentence."""
    from tui.screens.code_points import CodePointsScreen

    room.require_article()
    start, end = room.reader.span
    if room.reader.article is None or start == end:
        room.complain("nothing is selected")
        return
    room.app.push_screen(CodePointsScreen(room.reader.article.raw, start, end))


CODE_POINTS = Command(
    "code_points",
    "number_sign",
    "code points",
    "What is really here: the code points of the selection or the sentence, one by one.",
    code_points,
)
