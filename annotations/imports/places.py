"""Refusals that name the place: ``evidence[3].quote.start: expected int, got str``."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from annotations.errors import ImportRefusedError

T = TypeVar("T")


def refuse(place: str, what: str) -> ImportRefusedError:
    """The error that says what is wrong at a place of a file."""
    return ImportRefusedError(f"{place}: {what}")


def typed(value: Any, kind: type[T], place: str) -> T:
    """A plain value as a record, strictly: no field too many, none of a wrong type.

    Raises:
        ImportRefusedError: it does not fit; the message names the field within `place`.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as problem:
        what, _, path = str(problem).rpartition(" - at `")
        if not what:
            what, path = str(problem), ""
        raise refuse(place + path.removesuffix("`").removeprefix("$"), _in_words(what)) from None
    except RecursionError:
        raise refuse(place, "nested too deeply") from None


def _in_words(what: str) -> str:
    for theirs, ours in (
        ("Object contains unknown field `", "unknown field `"),
        ("Object missing required field `", "missing field `"),
    ):
        if what.startswith(theirs):
            what = what.replace(theirs, ours, 1)
    return what[:1].lower() + what[1:].replace("`", "")
