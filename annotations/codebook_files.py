"""A project's own codebook: read, checked, and where something is wrong, the line that it stands in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotations.codebook import (
    CertaintyEntry,
    ClaimType,
    Codebook,
    StanceEntry,
    TagEntry,
    built_in,
)
from annotations.errors import CodebookError
from annotations.toml_lines import Lines, broken

#: More than any codebook has, in bytes.
LARGEST = 1_000_000
#: The keys that types can have: the other digits do something else.
TYPE_KEYS = "12345678"

_AT = re.compile(r"\s*-? ?at `\$((?:\.\w+|\[\d+\]|\[\.\.\.\])*)`")


def parse_codebook(raw: bytes, name: str) -> Codebook:
    """The codebook in the bytes of a TOML file.

    It takes the place of the built-in one. Types and tags are what the file says, or the built-in ones where
    it has none. Stances and certainties are always the four and the three that there are: a file may give
    them other labels and definitions.

    Args:
        raw: the file.
        name: what to call it in messages.

    Raises:
        CodebookError: it cannot be used; the message names the line that is wrong and what is wrong with it.
    """
    text = _decoded(raw, name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _wrong(name, *broken(text, problem)) from None
    except RecursionError:
        raise _wrong(name, 1, "is nested too deep") from None
    lines = Lines(text)

    def fail(place: tuple[str | int, ...], what: str) -> CodebookError:
        return _wrong(name, lines.of(place), what)

    whole = msgspec.to_builtins(built_in())
    for table in ("types", "tags", "stances", "certainties"):
        entries = data.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise fail((table,), f"“{table}” must be a list of tables, each under [[{table}]]")
    for table, kinds in (("stances", "stance"), ("certainties", "certainty")):
        data[table] = _reworded(whole[table], data.get(table, []), table, kinds, fail)
    data.setdefault("types", whole["types"])
    data.setdefault("tags", whole["tags"])
    data.setdefault("version", "1")
    if isinstance(data["version"], int | float) and not isinstance(data["version"], bool):
        data["version"] = str(data["version"])
    for entry in data["types"]:
        if isinstance(entry, dict):
            entry.setdefault("key", "")
            entry.setdefault("label", entry.get("id", ""))
    try:
        book = msgspec.convert(data, Codebook)
    except msgspec.ValidationError as problem:
        place = _place(str(problem))
        raise fail(place, _in_words(_AT.sub("", str(problem)), place)) from None
    _check(book, fail)
    return book


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST:
        raise CodebookError(f"{name}: is larger than {LARGEST:,} bytes")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise _wrong(name, raw.count(b"\n", 0, problem.start) + 1, "is not UTF-8") from None


def _wrong(name: str, line: int, what: str) -> CodebookError:
    what = what.strip().rstrip(".")
    return CodebookError(f"{name}, line {line}: {what[:1].lower()}{what[1:]}")


_Fail = Callable[[tuple[str | int, ...], str], CodebookError]


def _reworded(
    given: Iterable[Mapping[str, Any]], own: list[dict[str, Any]], table: str, kind: str, fail: _Fail
) -> list[dict[str, Any]]:
    """The entries that there are always, with the words that a file has for them."""
    entries = {entry["id"]: dict(entry) for entry in given}
    seen: set[str] = set()
    for number, entry in enumerate(own):
        id = entry.get("id")
        if not isinstance(id, str) or id not in entries:
            known = ", ".join(entries)
            raise fail((table, number, "id"), f"there is no {kind} “{id}”; there are {known}")
        if id in seen:
            raise fail((table, number, "id"), f"the {kind} “{id}” is there twice")
        seen.add(id)
        for fixed in ("key", "letter"):
            if fixed in entry and entry[fixed] != entries[id].get(fixed):
                raise fail((table, number, fixed), f"the {fixed} of “{id}” cannot be changed here")
        entries[id].update(entry)
    return list(entries.values())


def _check(book: Codebook, fail: _Fail) -> None:
    """What the shape of the entries does not say."""
    if not book.name.strip():
        raise fail(("name",), "a codebook needs a name")
    if not book.types:
        raise fail(("types",), "a codebook needs at least one type")
    tables: dict[str, Sequence[ClaimType | StanceEntry | CertaintyEntry | TagEntry]] = {
        "types": book.types,
        "stances": book.stances,
        "certainties": book.certainties,
        "tags": book.tags,
    }
    for table, entries in tables.items():
        ids = Counter[str]()
        for number, entry in enumerate(entries):
            ids[entry.id] += 1
            if not entry.id.strip():
                raise fail((table, number, "id"), "an id needs words")
            if ids[entry.id] > 1:
                raise fail((table, number, "id"), f"“{entry.id}” is there twice")
            if isinstance(entry, TagEntry):
                continue
            if not entry.label.strip():
                raise fail((table, number, "label"), f"“{entry.id}” needs a label")
            if not entry.definition.strip():
                raise fail((table, number, "definition"), f"“{entry.id}” needs a definition")
    keys = Counter[str]()
    for number, kind in enumerate(book.types):
        keys[kind.key] += 1
        if kind.key and (len(kind.key) > 1 or kind.key not in TYPE_KEYS):
            raise fail(
                ("types", number, "key"), f"the key of “{kind.id}” must be a digit from 1 to 8, or none"
            )
        if kind.key and keys[kind.key] > 1:
            raise fail(("types", number, "key"), f"the key {kind.key} is given twice")


def _place(message: str) -> tuple[str | int, ...]:
    """Where a validation error is, as the keys and numbers that lead there."""
    found = _AT.search(message)
    place: list[str | int] = []
    for part in re.findall(r"\.(\w+)|\[(\d+)\]", found[1] if found else ""):
        place.append(part[0] or int(part[1]))
    unknown = re.search(r"(?:unknown field|missing required field) `(\w+)`", message)
    return (*place, unknown[1]) if unknown else tuple(place)


def _in_words(message: str, place: tuple[str | int, ...]) -> str:
    unknown = re.search(r"unknown field `(\w+)`", message)
    if unknown:
        return f"there is no field “{unknown[1]}”"
    missing = re.search(r"missing required field `(\w+)`", message)
    if missing:
        return f"“{missing[1]}” is missing"
    expected = re.match(r"Expected `(\w+)`, got `(\w+)`", message)
    if expected and place:
        kinds = {"str": "text in quotes", "array": "a list", "object": "a table"}
        return f"“{place[-1]}” must be {kinds.get(expected[1], expected[1])}"
    return message
