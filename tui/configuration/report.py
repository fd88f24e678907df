"""What ``variorum config`` tells: where the file is, what is in force and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.configuration.keymaps import Keys
from tui.configuration.reading import CONFIRM, KEYS, Configuration
from tui.configuration.settings import NAMES


def config_data(found: Configuration, *, annotator: str | None = None) -> dict[str, Any]:
    """Everything, as ``--json`` prints it.

    Args:
        found: what was read.
        annotator: the name that was given on the command line.
    """
    settings: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(found.settings, name)
        settings[name] = {"value": value, "from": "file" if name in found.said else "default"}
    if annotator:
        settings["annotator"] = {"value": annotator, "from": "option"}
    elif found.settings.annotator is None:
        from annotations.store.lock import login

        settings["annotator"] = {"value": login(), "from": "default"}
    ready_made = Keys(found.keys.keymap)
    return {
        "path": str(found.path),
        "exists": found.exists,
        "settings": settings,
        CONFIRM: {
            name: {"value": asked, "from": "file" if f"{CONFIRM}.{name}" in found.said else "default"}
            for name, asked in found.settings.confirm.items()
        },
        KEYS: {
            id: {"value": list(keys), "keymap": list(ready_made.keys_of(id)), "from": "file"}
            for id, keys in found.keys.own
            if keys != ready_made.keys_of(id)
        },
        "problems": [{"line": problem.line, "text": problem.words} for problem in found.problems],
    }


def config_lines(found: Configuration, *, annotator: str | None = None) -> Iterator[str]:
    """The same in lines for people, without the problems."""
    data = config_data(found, annotator=annotator)
    there = "" if found.exists else " (not there; variorum config --init makes one to begin with)"
    yield f"{data['path']}{there}"
    rows = [(name, *_of(setting)) for name, setting in data["settings"].items()]
    rows += [(f"{CONFIRM}.{name}", *_of(setting)) for name, setting in data[CONFIRM].items()]
    yield ""
    yield from _columns(rows)
    if data[KEYS]:
        yield ""
        yield f"Keys that are other ones than in the keymap {found.keys.keymap}:"
        yield from _columns(
            (id, _keys(entry["value"]), f"{entry['from']}, instead of {_keys(entry['keymap'])}")
            for id, entry in data[KEYS].items()
        )


def key_lines(keys: Keys) -> Iterator[str]:
    """Every command with its keys in force and what it does."""
    from tui.commands.scopes import commands

    yield from _columns((id, _keys(keys.keys_of(id)), command.help) for id, command in commands().items())


def _of(setting: dict[str, Any]) -> tuple[str, str]:
    value = setting["value"]
    words = "–" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return words, setting["from"]


def _keys(keys: Any) -> str:
    from tui.configuration.key_names import key_name

    return " ".join(map(key_name, keys)) or "no key"


def _columns(rows: Any) -> Iterator[str]:
    """Rows of three, in columns."""
    every = [tuple(row) for row in rows]
    first, second = (max(len(row[at]) for row in every) for at in (0, 1))
    for name, value, rest in every:
        yield f"{name:<{first}}  {value:<{second}}  {rest}".rstrip()
