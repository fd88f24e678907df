"""Which commands there are together: those of one screen, among which every key must say what it does.

The screens themselves take their groups from where they are defined; a test holds the two against each other.
It is here for whoever needs all commands without a screen, as the checks of a configuration do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tui.commands.claims import CLAIMS
from tui.commands.code_points import CODE_POINTS_HERE
from tui.commands.codebook import TYPES
from tui.commands.command import Command, Group
from tui.commands.comparing import COMPARING, READING_HERE
from tui.commands.everywhere import EVERYWHERE
from tui.commands.hits import HITS
from tui.commands.lists import LISTS
from tui.commands.marking import MARKING
from tui.commands.matrix import MATRIX
from tui.commands.open_points import OPEN_HERE
from tui.commands.origins import ORIGINS_HERE
from tui.commands.overview import OVERVIEW_HERE
from tui.commands.reading import READING
from tui.commands.searching import SEARCHING, WHILE_HITS_SHOW
from tui.commands.selecting import SELECTING
from tui.commands.sentences import SENTENCES
from tui.commands.sharing import SHARING
from tui.commands.versions import READING_VERSIONS, VERSIONS
from tui.commands.walking import WALKING

#: Commands whose keys act in fields and dialogs, too.
IN_FIELDS = ("palette", "quit")
#: The command that gives way to those of a search while hits show.
GIVES_WAY = "mark.no_mention"


@dataclass(frozen=True)
class Scope:
    """The commands of one screen.

    Attributes:
        name: what the screen is called.
        groups: its commands.
        panes: the commands of its lists, whose keys act while a list is in hand and then go first.
    """

    name: str
    groups: tuple[Group, ...]
    panes: tuple[Group, ...] = (LISTS,)

    def commands(self) -> Iterator[Command]:
        """All of them."""
        for group in (*self.groups, *self.panes):
            yield from group.commands


SCOPES = (
    Scope(
        "the reading room",
        (MARKING, WALKING, CLAIMS, EVERYWHERE, READING, SELECTING, SENTENCES, SEARCHING, SHARING, TYPES),
    ),
    Scope("the matrix", (MATRIX, EVERYWHERE)),
    Scope("the comparison", (COMPARING, MARKING, READING_HERE, EVERYWHERE, TYPES), ()),
    Scope("the origins", (ORIGINS_HERE, EVERYWHERE)),
    Scope("the versions", (VERSIONS, READING_VERSIONS, EVERYWHERE), ()),
    Scope("what is still open", (OPEN_HERE, EVERYWHERE)),
    Scope("the hits", (HITS, EVERYWHERE)),
    Scope("the code points", (CODE_POINTS_HERE, EVERYWHERE)),
    Scope("the project at a glance", (OVERVIEW_HERE, EVERYWHERE), ()),
)


@cache
def commands() -> dict[str, Command]:
    """Every command by its id, in the order of the screens and their help."""
    found: dict[str, Command] = {}
    for scope in SCOPES:
        for command in scope.commands():
            found.setdefault(command.id, command)
    return found


@cache
def _in_the_text() -> frozenset[str]:
    """The commands whose keys mean the text while the reader is in hand, and rows while a list is."""
    return frozenset(
        {*(command.id for command in READING.commands), "search.select", "matrix.first", "matrix.last"}
    )


def may_share(one: str, other: str) -> bool:
    """Whether two commands of a screen may have the same key, because only one of them acts at a time."""
    for this, that in ((one, other), (other, one)):
        if this in WHILE_HITS_SHOW and that == GIVES_WAY:
            return True
        if this.startswith("list.") and that in _in_the_text():
            return True
    return False
