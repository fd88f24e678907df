"""In which line of a TOML file something stands, and in which one the file is broken."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

_NAME = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class Lines:
    """In which line of a TOML file each key stands, counted from 1.

    Args:
        text: the file, with line feeds between lines.
    """

    def __init__(self, text: str) -> None:
        self._known: dict[tuple[str | int, ...], int] = {}
        counts: Counter[tuple[str, ...]] = Counter()
        at: tuple[str | int, ...] = ()
        inside = ""
        for number, line in enumerate(text.split("\n"), start=1):
            if inside:
                # A text of several lines: nothing in it is a key.
                inside = "" if inside in line else inside
                continue
            header = _HEADER.match(line)
            if header is not None:
                table = _parts(header[1])
                at = (*table, counts[table]) if line.lstrip().startswith("[[") else table
                counts[table] += 1
                self._known.setdefault(table, number)
                self._known.setdefault(at, number)
                continue
            key = _KEY.match(line)
            if key is not None:
                self._known.setdefault((*at, *_parts(key[1])), number)
                value = line[key.end() :].strip()
                opening = value[:3]
                if opening in ('"""', "'''") and opening not in value[3:]:
                    inside = opening

    def of(self, place: tuple[str | int, ...]) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self._known:
            place = place[:-1]
        return self._known.get(place, 1)


def broken(text: str, problem: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """The line in which a file is no TOML, and what is wrong there."""
    found = _PLACE.search(str(problem))
    last = text.rstrip("\n").count("\n") + 1
    return int(found[1]) if found and found[1] else last, _PLACE.sub("", str(problem))


def _parts(dotted: str) -> tuple[str, ...]:
    """The names in a dotted key."""
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))
