"""The commands in the words of the project's codebook: its types under its keys, its wording of stances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from annotations.codebook import ClaimType, Codebook, StanceEntry, built_in
from annotations.errors import ProjectError
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.commands.room import Room
    from tui.screens.command_screen import CommandScreen

#: The digits that types can have.
TYPE_KEYS = "12345678"
TYPES_NAME = "Claim types"


def _type_under(key: str) -> Callable[[Room], object]:
    def give(room: Room) -> None:
        book = room.desk.project.codebook
        entry = next((entry for entry in book.types if entry.key == key), None)
        if entry is None:
            keys = ", ".join(sorted(entry.key for entry in book.types if entry.key)) or "none"
            raise ProjectError(f"no type has the key {key} in the codebook “{book.name}”; there are {keys}")
        room.say(room.desk.set_type(entry), entry.definition)

    return give


#: A command for each key that a type can have; which type that is, the codebook in force says.
TYPES = Group(
    TYPES_NAME,
    tuple(
        Command(
            f"type.{key}",
            key,
            f"type {key}",
            f"The current claim is of the type that has the key {key} in the codebook.",
            _type_under(key),
            edits=True,
            accepts=True,
        )
        for key in TYPE_KEYS
    ),
)


def stance_help(entry: StanceEntry, *, stay: bool) -> str:
    """What a key that marks with a stance does, with the definition of that."""
    how = "Marks and stays." if stay else "On the walk, moves on."
    return f"The passage {entry.label} the current claim. {entry.definition} {how}"


def read_again(screen: CommandScreen) -> None:
    """Put the codebook in force as it is on disk now."""
    book = screen.desk.project.read_codebook()
    screen.follow()
    screen.refresh_bindings()
    own = "the built-in codebook" if book is built_in() else f"the codebook “{book.name}” {book.version}"
    screen.say(f"{own} is in force: {len(book.types)} types, {len(book.tags)} tags")


READ = Command(
    "codebook.read",
    "",
    "read codebook",
    "Put the project's codebook.toml in force as it is now; a bad one is refused with its line.",
    read_again,
)


@lru_cache(maxsize=32)
def in_force(groups: tuple[Group, ...], book: Codebook) -> tuple[Group, ...]:
    """The same groups in the words of a codebook: its types under its keys, stances as it words them."""
    return tuple(
        _types(book) if group.name == TYPES_NAME else Group(group.name, _worded(group.commands, book))
        for group in groups
    )


def _types(book: Codebook) -> Group:
    def give(entry: ClaimType) -> Callable[[Room], object]:
        return lambda room: room.say(room.desk.set_type(entry), entry.definition)

    commands = (
        Command(
            f"type.{entry.key or entry.id}",
            entry.key,
            entry.label,
            f"The current claim is of the type {entry.label}. {entry.definition}",
            give(entry),
            edits=True,
            accepts=True,
        )
        for entry in book.types
    )
    return Group(TYPES_NAME, tuple(commands))


def _worded(commands: Iterable[Command], book: Codebook) -> tuple[Command, ...]:
    entries: dict[str, StanceEntry] = {entry.id: entry for entry in book.stances}
    worded = []
    for command in commands:
        kind, _, rest = command.id.partition(".")
        stance, _, stay = rest.partition(".")
        entry = entries.get(stance)
        if kind == "mark" and entry is not None:
            words = stance_help(entry, stay=stay == "stay")
            command = replace(command, label=entry.label.split()[0], help=words)
        elif kind == "versions" and entry is not None:
            command = replace(
                command,
                label=entry.label.split()[0],
                help=f"The waiting quote stands on the selected words, and they say this: {entry.label}.",
            )
        worded.append(command)
    return tuple(worded)
