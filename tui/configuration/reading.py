"""`config.toml`: found, read and checked. What is wrong is named with its line, and its default stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tui.configuration.keymaps import DEFAULT_KEYS, Keys
from tui.configuration.settings import (
    CONFIRMATIONS,
    LEAST_MEASURE,
    LONGEST_NAME,
    MOST_MEASURE,
    NAMES,
    Settings,
)

FILE_NAME = "config.toml"
#: More than any configuration has, in bytes.
LARGEST = 1_000_000
#: The tables of the file.
KEYS, CONFIRM = "keys", "confirm"


def default_path() -> Path:
    """Where the user's configuration is, whether there is one or not."""
    import platformdirs

    return platformdirs.user_config_path("variorum") / FILE_NAME


@dataclass(frozen=True)
class Problem:
    """Something in the file that does not hold.

    Attributes:
        line: where it stands, from 1; 0 where the file as a whole cannot be read.
        words: what is wrong; untrusted text may be in it.
    """

    line: int
    words: str

    def __str__(self) -> str:
        return f"{FILE_NAME}, line {self.line}: {self.words}" if self.line else f"{FILE_NAME}: {self.words}"


@dataclass(frozen=True)
class Configuration:
    """What holds, and where it comes from.

    Attributes:
        path: where the file is; null where nothing is read and nothing is kept.
        exists: whether there is a file.
        settings: what is set, as far as it can hold.
        keys: the keys in force.
        problems: what does not hold, by line.
        said: the settings whose value is the file's: names, ``confirm.name``, ``keys.command``.
        broken: the file cannot be read at all, so that it must not be written to.
    """

    path: Path | None = None
    exists: bool = False
    settings: Settings = field(default_factory=Settings)
    keys: Keys = DEFAULT_KEYS
    problems: tuple[Problem, ...] = ()
    said: frozenset[str] = frozenset()
    broken: bool = False

    @property
    def notices(self) -> list[str]:
        """What to tell the person at the start, in few lines."""
        shown = [str(problem) for problem in self.problems[:3]]
        more = len(self.problems) - len(shown)
        if more:
            shown.append(f"{more} more problems in {FILE_NAME}: “variorum config” names them all")
        return shown


def read(path: Path | None = None) -> Configuration:
    """The configuration in a file, or in the user's own. Never fails: what is wrong is among its problems."""
    path = path if path is not None else default_path()
    # Looked for first: without a file nothing more is imported, and start-up time counts.
    try:
        path.lstat()
    except FileNotFoundError:
        return Configuration(path)
    except (OSError, ValueError) as problem:
        words = getattr(problem, "strerror", None) or str(problem)
        return Configuration(
            path, problems=(Problem(0, f"cannot be looked at ({words.lower()})"),), broken=True
        )
    from annotations.articles.files import file_bytes
    from annotations.errors import SourceError

    try:
        raw = file_bytes(path)
    except SourceError as problem:
        return _unreadable(path, Problem(0, str(problem)))
    return checked(raw, path)


def _unreadable(path: Path, problem: Problem) -> Configuration:
    return Configuration(path, exists=True, problems=(problem,), broken=True)


def checked(raw: bytes, path: Path) -> Configuration:
    """The configuration in the bytes of a file, checked."""
    import tomllib

    from annotations.toml_lines import Lines, broken

    if len(raw) > LARGEST:
        return _unreadable(path, Problem(0, f"is larger than {LARGEST:,} bytes"))
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        return _unreadable(path, Problem(line, "is not UTF-8"))
    except tomllib.TOMLDecodeError as problem:
        line, words = broken(text, problem)
        return _unreadable(path, Problem(line, f"{words[:1].lower()}{words[1:]}; nothing of the file holds"))
    except RecursionError:
        return _unreadable(path, Problem(1, "is nested too deep"))
    check = _Check(data, Lines(text))
    return Configuration(
        path,
        exists=True,
        settings=check.settings,
        keys=check.keys,
        problems=tuple(sorted(check.problems, key=lambda problem: problem.line)),
        said=frozenset(check.said),
    )


class _Check:
    """Goes through what a file says, setting by setting."""

    def __init__(self, data: Mapping[str, Any], lines: Any) -> None:
        self._lines = lines
        self.problems: list[Problem] = []
        self.said: set[str] = set()
        self.settings = Settings()
        self.keys = DEFAULT_KEYS
        for name, value in data.items():
            if name in NAMES:
                self._single(name, value)
            elif name == CONFIRM:
                self._confirmations(value)
            elif name != KEYS:
                self._wrong((name,), f"there is no setting “{name}”; there are {', '.join(NAMES)}, "
                            f"[{CONFIRM}] and [{KEYS}]")  # fmt: skip
        wanted = dict(self._wanted(data.get(KEYS, {})))
        if wanted or self.settings.keymap != DEFAULT_KEYS.keymap:
            self._put_in_force(wanted)

    def _wrong(self, place: tuple[str, ...], words: str) -> None:
        self.problems.append(Problem(self._lines.of(place), words))

    def _single(self, name: str, value: object) -> None:
        said = problem_with(name, value)
        if said:
            self._wrong((name,), said)
            return
        if isinstance(value, str):
            value = value.strip()
        single: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **single)
        self.said.add(name)

    def _confirmations(self, value: object) -> None:
        if not isinstance(value, dict):
            self._wrong((CONFIRM,), f"“{CONFIRM}” must be a table, under [{CONFIRM}]")
            return
        asked = dict(self.settings.confirm)
        for name, on in value.items():
            if name not in CONFIRMATIONS:
                self._wrong(
                    (CONFIRM, name), f"no question is called “{name}”; there are {', '.join(CONFIRMATIONS)}"
                )
            elif not isinstance(on, bool):
                self._wrong((CONFIRM, name), f"“{name}” must be true or false")
            else:
                asked[name] = on
                self.said.add(f"{CONFIRM}.{name}")
        self.settings = replace(self.settings, confirm=asked)

    def _wanted(self, value: object) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
        """The commands whose keys are to be changed: for each where that stands, and its keys."""
        if not isinstance(value, dict):
            self._wrong((KEYS,), f"“{KEYS}” must be a table, under [{KEYS}]")
            return
        if not value:
            return
        from tui.commands.scopes import commands

        for path, given in _flat(value):
            id, place = ".".join(path), (KEYS, *path)
            if id not in commands():
                near = _near(id, commands())
                self._wrong(place, f"there is no command “{id}”" + (f"; “{near}” is one" if near else ""))
                continue
            keys = self._keys(place, given)
            if keys is not None:
                yield id, (place, keys)

    def _keys(self, place: tuple[str, ...], given: object) -> tuple[str, ...] | None:
        """The keys that somebody wrote; null where none of them can be had."""
        from tui.configuration.key_names import BadKeyError, key_of

        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._wrong(place, "a key must be text in quotes, or a list of such")
            return None
        # What Textual takes for several keys is taken for several here, too.
        names = [key for name in names for key in (name.split(",") if len(name) > 1 else [name])]
        if names == [""]:
            return ()
        keys = []
        for name in names:
            try:
                keys.append(key_of(name))
            except BadKeyError as problem:
                self._wrong(place, str(problem))
        return tuple(dict.fromkeys(keys)) if keys or not names else None

    def _put_in_force(self, wanted: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        from tui.configuration.clashes import in_force

        self.keys, refused = in_force(self.settings.keymap, {id: keys for id, (_, keys) in wanted.items()})
        for id, words in refused:
            self._wrong(wanted[id][0], words)
        self.settings = replace(self.settings, keys=dict(self.keys.own))
        self.said |= {f"{KEYS}.{id}" for id, _ in self.keys.own}


def problem_with(name: str, value: object) -> str:
    """Why a setting cannot have a value; "" where it can."""
    if name == "keymap":
        from tui.configuration.keymaps import KEYMAPS

        if not isinstance(value, str) or value not in KEYMAPS:
            return f"“keymap” must be one of {', '.join(KEYMAPS)}"
    elif name == "theme":
        from tui.configuration.themes import THEMES

        if not isinstance(value, str):
            return "“theme” must be the name of a theme, in quotes"
        if value not in THEMES:
            near = _near(value, dict.fromkeys(THEMES))
            other = f"“{near}” is one" if near else f"there are {len(THEMES)}, such as {THEMES[0]}"
            return f"there is no theme “{value}”; {other}"
    elif name == "annotator":
        if not isinstance(value, str) or not value.strip():
            return "“annotator” must be a name, in quotes"
        if len(value) > LONGEST_NAME:
            return f"“annotator” is longer than {LONGEST_NAME} characters"
        if not value.strip().isprintable():
            return "“annotator” holds characters that cannot be seen"
    elif name == "measure":
        if not isinstance(value, int) or isinstance(value, bool):
            return "“measure” must be a number of columns, without quotes"
        if not LEAST_MEASURE <= value <= MOST_MEASURE:
            return f"“measure” must be from {LEAST_MEASURE} to {MOST_MEASURE}"
    elif name == "linear" and not isinstance(value, bool):
        return "“linear” must be true or false"
    return ""


def _flat(table: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """The values of a table and of those within it: ``walk.next = …`` is a table in a table for TOML."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*before, name))
        else:
            yield (*before, name), value


def _near(word: str, known: Mapping[str, object]) -> str:
    """The known word that is most like one."""
    import difflib

    return next(iter(difflib.get_close_matches(word, known, 1, 0.7)), "")
