"""Lists: what can be done in any list of rows, and in the grid of the matrix. The list has the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.command_screen import CommandScreen

#: The actions of `tui.widgets.rows.Rows`, in the order of the commands.
ACTIONS = ("move(1)", "move(-1)", "page(1)", "page(-1)", "to(0)", "to(-1)", "choose")


def _act(action: str) -> Callable[[CommandScreen], object]:
    """Do in the list in hand what its key does; that is how the palette reaches it."""

    def run(screen: CommandScreen) -> None:
        from tui.widgets.rows import Rows

        rows = screen.focused
        if not isinstance(rows, Rows):
            raise ProjectError(f"no list is in hand: {screen.desk.key('pane.next')} goes to the next pane")
        name, _, argument = action.rstrip(")").partition("(")
        getattr(rows, f"action_{name}")(*([int(argument)] if argument else []))

    return run


def _command(id: str, keys: str, label: str, help: str, action: str) -> Command:
    return Command(f"list.{id}", keys, label, help, _act(action))


LISTS = Group(
    "Lists",
    tuple(
        _command(*words, action)
        for words, action in zip(
            (
                ("down", "j,down", "row down", "In a list: one row down."),
                ("up", "k,up", "row up", "In a list: one row up."),
                ("page-down", "space,pagedown", "rows on", "In a list: a page down."),
                ("page-up", "b,pageup", "rows back", "In a list: a page up."),
                ("top", "g,home", "first row", "In a list: to the first row."),
                ("bottom", "G,end", "last row", "In a list: to the last row."),
                ("open", "enter", "open row", "In a list: open the row, or go to what it is about."),
            ),
            ACTIONS,
            strict=True,
        )
    ),
)
