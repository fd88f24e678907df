"""A command: one thing a person can do, defined once for its key, the palette, the footer and the help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

# Textual is imported when a screen wants keys: the checks of a configuration do without.
if TYPE_CHECKING:
    from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Command:
    """One thing a person can do.

    Attributes:
        id: its lasting name, under which its key can be changed.
        keys: the default keys in Textual's notation, separated by commas; empty for none.
        label: two words at most, for the footer.
        help: one sentence, for the help and the palette.
        run: what it does; called with the screen it is given on.
        footer: its rank in the footer, from 1; 0 keeps it out. A narrow footer shows the first ones.
        edits: whether it is there to change the project, so that it is refused where that is open to be read.
        accepts: whether it goes on with the claim in hand, so that an attribution which was proposed for it,
            and has been on the screen, is accepted by it.
        together: the word for it and its neighbours in the footer, which stand together under that word where
            there is little room; empty for one that always stands alone.
    """

    id: str
    keys: str
    label: str
    help: str
    run: Callable[[Any], object]
    footer: int = 0
    edits: bool = False
    accepts: bool = False
    together: str = ""

    def binding(self) -> Binding:
        """The key binding of this command on a `CommandScreen`."""
        from textual.binding import Binding

        return Binding(
            self.keys,
            f"run_command('{self.id}')",
            self.label,
            show=self.footer > 0,
            tooltip=self.help,
            id=self.id,
            group=Binding.Group(self.together, compact=True) if self.together else None,
        )


@dataclass(frozen=True)
class Group:
    """Commands that belong together, under a heading of the help."""

    name: str
    commands: tuple[Command, ...]


def bindings(groups: Iterable[Group]) -> list[BindingType]:
    """The key bindings of all commands that have a key, in the order of the footer."""
    bound = [command for group in groups for command in group.commands if command.keys]
    return [command.binding() for command in sorted(bound, key=lambda command: command.footer or len(bound))]


def find_command(groups: Iterable[Group], id: str) -> Command:
    """The command with this id.

    Raises:
        KeyError: there is none.
    """
    for group in groups:
        for command in group.commands:
            if command.id == id:
                return command
    raise KeyError(id)
