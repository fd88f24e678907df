"""All keys, screen by screen, from the commands that declare them."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

from textual.keys import format_key

import tui.screens
from tui.commands.command import Command, Group
from tui.screens.command_screen import CommandScreen
from tui.screens.reading_room import ReadingRoom

#: Keys whose signs would not be understood, or would break a table.
_NAMES = {
    "space": "space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "Backspace",
}


def keys_in_markdown() -> str:
    """The tables of the keys page."""
    told: set[tuple[str, str]] = set()
    parts: list[str] = []
    for screen in _screens():
        tables: list[str] = []
        again: list[str] = []
        for group in screen.GROUPS:
            new = [command for command in group.commands if (command.id, command.keys) not in told]
            if new:
                told |= {(command.id, command.keys) for command in new}
                tables.append(_table(group, new))
            if len(new) < len(group.commands) and group.name not in again:
                again.append(group.name)
        if tables:
            parts.append(f"## {_name(screen)}\n")
            parts += tables
            if again:
                parts.append(f"And, as above: {', '.join(again)}.\n")
        elif again:
            parts.append(f"## {_name(screen)}\n\nAs above: {', '.join(again)}.\n")
    return "\n".join(parts)


def _screens() -> list[type[CommandScreen]]:
    """The screens that run commands, the reading room first."""
    for module in pkgutil.iter_modules(tui.screens.__path__):
        import_module(f"tui.screens.{module.name}")
    return sorted(_below(CommandScreen), key=lambda screen: (screen is not ReadingRoom, screen.__name__))


def _below(kind: type[CommandScreen]) -> Iterator[type[CommandScreen]]:
    for screen in kind.__subclasses__():
        if screen.__module__.startswith("tui."):
            yield screen
            yield from _below(screen)


def _name(screen: type[CommandScreen]) -> str:
    words = re.findall(r"[A-Z][a-z]*", screen.__name__.removesuffix("Screen"))
    return " ".join(words).capitalize()


def _table(group: Group, commands: list[Command]) -> str:
    rows = [f"### {group.name}\n", "| key | what it does | name |", "|---|---|---|"]
    rows += [
        f"| {keys_in_words(command.keys) or 'palette'} | {_cell(command.help)} | `{command.id}` |"
        for command in commands
    ]
    return "\n".join(rows) + "\n"


def _cell(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def keys_in_words(keys: str) -> str:
    """Keys in Textual's notation as they are printed on a keyboard, each in a span of code."""
    return " ".join(_code(_key(key.strip())) for key in keys.split(",") if key.strip())


def _key(key: str) -> str:
    if key in _NAMES:
        return _NAMES[key]
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, _NAMES.get(last) or format_key(last)])


def _code(key: str) -> str:
    return "`` ` ``" if key == "`" else f"`{key}`".replace("|", "\\|")
