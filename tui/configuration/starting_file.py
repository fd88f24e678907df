"""A commented `config.toml` to begin with: every setting and every command, each as it is by default."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

from annotations.durable import sync_folder, write_new
from annotations.errors import VariorumError
from tui.configuration.key_names import NAMED, key_name
from tui.configuration.keymaps import KEYMAPS
from tui.configuration.reading import CONFIRM, KEYS
from tui.configuration.settings import CONFIRMATIONS, MEANINGS, MEASURE
from tui.configuration.themes import THEMES

WIDTH = 100
#: What stands in the file for each setting.
_EXAMPLES = {
    "keymap": '"vim"',
    "theme": f'"{THEMES[0]}"',
    "annotator": '"your name"',
    "measure": str(MEASURE),
    "linear": "false",
}


def make(path: Path) -> None:
    """Write the file to begin with.

    Raises:
        VariorumError: there is something under that name already.
        OSError: it could not be written.
    """
    if os.path.lexists(path):
        raise VariorumError(f"{path}: is there already, and stays as it is")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_new(path, ["\n".join([*_lines(), ""]).encode()])
    sync_folder(path.parent)


def _lines() -> Iterator[str]:
    yield from _words(
        "The configuration of Variorum. Everything is as it is by default: take the # away and change what "
        "you want otherwise. “variorum config” shows what is in force, and names what is wrong by its line."
    )
    for name, example in _EXAMPLES.items():
        yield ""
        yield from _words(MEANINGS[name])
        if name == "keymap":
            yield f"# One of: {', '.join(KEYMAPS)}."
        if name == "theme":
            yield from _words(f"One of: {', '.join(THEMES)}.")
        yield f"# {name} = {example}"
    yield ""
    yield f"[{CONFIRM}]"
    for name, meaning in CONFIRMATIONS.items():
        yield from _words(meaning)
        yield f"# {name} = true"
    yield ""
    yield f"[{KEYS}]"
    yield from _words(
        'A command gets other keys by its name: "walk.next" = "f5", or several: ["f5", "."], or none: []. '
        'A key is the sign that it types, or its name, with ctrl+, alt+ or shift+ before it: "?", "ctrl+t", '
        '"shift+left", "pagedown". Below are those of the keymap vim.'
    )
    yield from _commands()


def _commands() -> Iterator[str]:
    from tui.commands.scopes import SCOPES

    seen: set[str] = set()
    for scope in SCOPES:
        for group in (*scope.groups, *scope.panes):
            fresh = [command for command in group.commands if command.id not in seen]
            if fresh:
                yield ""
                yield f"# {group.name}, in {scope.name}"
            for command in fresh:
                seen.add(command.id)
                keys = [_written(key) for key in command.keys.split(",") if key]
                value = keys[0] if len(keys) == 1 else f"[{', '.join(keys)}]"
                yield f'# "{command.id}" = {value}  # {command.help}'


def _written(key: str) -> str:
    """A key as it stands in a TOML file."""
    name = key if key.split("+")[-1] in NAMED else key_name(key)
    return f"'{name}'" if name in ('"', "\\") else f'"{name}"'


def _words(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(text, WIDTH))
