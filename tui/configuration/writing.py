"""Settings written back to `config.toml`: the rest of the file stays as it is, comments and all.

Another session may write at the same time: each reads the file anew just before it writes, under a lock, and
changes only what it was asked to change.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from annotations.durable import write_durably
from annotations.errors import VariorumError
from tui.configuration.reading import FILE_NAME, KEYS, Configuration, checked, read

#: Seconds for which another session's writing is waited for.
PATIENCE = 5.0
#: What to write: where it stands (``("theme",)``, ``("confirm", name)``, ``("keys", id)``) and the value;
#: null takes it out of the file.
Value = str | int | bool | list[str] | None
Changes = Mapping[tuple[str, ...], Value]


class NotKeptError(VariorumError):
    """A setting could not be written; the file is as it was."""


def keep(path: Path, changes: Changes) -> Configuration:
    """Write settings into the file at `path`, which is made if there is none. What it says then.

    Raises:
        NotKeptError: the file is broken, is none that may be written to, or another session holds it; it is
            as it was.
        OSError: it could not be written; it is as it was.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{path}.lock", timeout=PATIENCE):
            return _keep(path, changes)
    except Timeout:
        raise NotKeptError(f"{FILE_NAME}: another session is writing to it") from None


def _keep(path: Path, changes: Changes) -> Configuration:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from annotations.articles.files import file_bytes
    from annotations.errors import SourceError

    now = read(path)
    if now.broken:
        raise NotKeptError(f"{now.problems[0]}; mend it first")
    try:
        text = file_bytes(path).decode("utf-8-sig") if now.exists else ""
        document = tomlkit.parse(text)
        for place, value in changes.items():
            _set(document, place, value)
        data = tomlkit.dumps(document).lstrip("\n").encode()
    except (SourceError, TOMLKitError, UnicodeDecodeError) as problem:
        raise NotKeptError(f"{FILE_NAME}: cannot be written to ({problem})") from None
    after = checked(data, path)
    if after.broken:  # never write what could not be read again
        raise NotKeptError(f"{FILE_NAME}: cannot be written to ({after.problems[0].words})")
    write_durably(path, data)
    return after


def _set(document: Any, place: tuple[str, ...], value: Value) -> None:
    """Put a value where it stands already, else at the end of its table; null takes it out."""
    import tomlkit

    table: MutableMapping[str, Any] = document
    if len(place) > 1:
        if not isinstance(table.get(place[0]), MutableMapping):
            if value is None:
                return
            table[place[0]] = tomlkit.table()
        table = table[place[0]]
    name = place[-1]
    if place[0] == KEYS:
        # A command's name has dots, and may stand as one name in quotes or as tables within tables.
        table, name = _standing(table, name)
    if value is not None:
        table[name] = value
    elif name in table:
        del table[name]


def _standing(table: MutableMapping[str, Any], id: str) -> tuple[MutableMapping[str, Any], str]:
    """The table and the name under which a command's keys stand; where they stand nowhere, as one name."""
    if id in table:
        return table, id
    for name, inner in table.items():
        if isinstance(inner, MutableMapping) and id.startswith(f"{name}."):
            found, rest = _standing(inner, id[len(name) + 1 :])
            if rest in found:
                return found, rest
    return table, id
