"""Which keys of a configuration can be in force together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tui.commands.scopes import SCOPES, commands, may_share
from tui.configuration.key_names import is_typed, key_name
from tui.configuration.keymaps import Keys

#: The command that must always be there to leave, and its key.
LEAVING, LEAVING_KEY = "quit", "ctrl+q"
#: The command by which every other one can be found.
FINDING = "palette"
#: Keys that dialogs and fields have for themselves. What acts in those, too, cannot have them.
DIALOG_KEYS = frozenset(
    {*(f"ctrl+{letter}" for letter in "acdefgjkrsuvwxyz"), "escape", "enter", "tab", "shift+tab"}
    | {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace", "delete", "insert"}
    | {f"{modifier}+{key}" for modifier in ("shift", "ctrl") for key in ("left", "right", "home", "end")}
)


class Clash(NamedTuple):
    """Two commands of one screen that have the same key."""

    key: str
    one: str
    other: str
    scope: str


def clashes(keys: Keys) -> Iterator[Clash]:
    """Where two commands of one screen have the same key although both may act, each pair once."""
    seen: set[tuple[str, str, str]] = set()
    for scope in SCOPES:
        holders: dict[str, list[str]] = {}
        for command in scope.commands():
            for key in filter(None, keys.of(command.id, command.keys).split(",")):
                holders.setdefault(key, []).append(command.id)
        for key, ids in holders.items():
            for at, one in enumerate(ids):
                for other in ids[at + 1 :]:
                    if one != other and not may_share(one, other) and (key, one, other) not in seen:
                        seen.add((key, one, other))
                        yield Clash(key, one, other, scope.name)


def refusal(id: str, keys: Iterable[str]) -> str:
    """Why a command cannot have these keys, whatever the other commands have; "" where it can."""
    keys = tuple(keys)
    if id != LEAVING and LEAVING_KEY in keys:
        return f"{LEAVING_KEY} always leaves the program, so “{id}” cannot have it"
    if id == FINDING:
        if not keys:
            return "the palette needs a key: by it every other command is found"
        for key in keys:
            if is_typed(key) or key in DIALOG_KEYS:
                return f"{key_name(key)} does something in fields and dialogs, where the palette acts as well"
    return ""


def in_force(keymap: str, wanted: Mapping[str, tuple[str, ...]]) -> tuple[Keys, list[tuple[str, str]]]:
    """The keys that can be in force together, and which of the wanted ones cannot, with the reason.

    Where two commands would have the same key, the one that was named later keeps the key of the keymap.

    Args:
        keymap: the name of a keymap.
        wanted: the keys of commands that are to be other ones, in the order in which they were named.
    """
    own: dict[str, tuple[str, ...]] = {}
    refused: list[tuple[str, str]] = []
    for id, keys in wanted.items():
        said = refusal(id, keys)
        if said:
            refused.append((id, said))
        else:
            own[id] = tuple(dict.fromkeys((*keys, LEAVING_KEY))) if id == LEAVING else keys
    order = {id: number for number, id in enumerate(own)}
    while True:
        keys_now = Keys.of_settings(keymap, own)
        found = next(iter(clashes(keys_now)), None)
        if found is None:
            return keys_now, refused
        # One of the two is of the user's own: the keymaps have no clashes. The later one gives way.
        loser = max((found.one, found.other), key=lambda id: order.get(id, -1) if id in own else -1)
        winner = found.other if loser == found.one else found.one
        label = commands()[winner].label
        refused.append(
            (loser, f"{key_name(found.key)} is the key of “{winner}” ({label}) in {found.scope} already")
        )
        del own[loser]
