"""JSON from elsewhere: decoded strictly, and looked into without believing anything."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.errors import ImportRefusedError
from annotations.imports.places import refuse
from annotations.imports.watching import Watch
from annotations.text import displayable

#: No more of a stranger's words is shown in a message, in code points.
_SHOWN = 80
#: Bytes of JSON that are read in one go, in some 5 ms.
LARGE = 1_000_000


def json_value(raw: bytes, name: str = "") -> Any:
    """The value that the bytes of a file hold.

    Args:
        raw: the bytes; a byte-order mark before them does no harm.
        name: what to call the file where it is one of several.

    Raises:
        ImportRefusedError: it is no JSON (which knows no NaN), or is nested too deeply.
    """
    before = f"{name}: " if name else ""
    try:
        # A byte-order mark is none of JSON's business, but some editors put one before it.
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as problem:
        raise ImportRefusedError(f"{before}is not valid JSON ({problem})") from None
    except UnicodeDecodeError:
        raise ImportRefusedError(f"{before}is not UTF-8 (byte {_broken_at(raw):,})") from None
    except RecursionError:
        raise ImportRefusedError(f"{before}is not valid (nested too deeply)") from None


def json_lists(raw: bytes, watch: Watch) -> Any:
    """What `json_value` gives, for a file that is an object of long lists.

    Where it is large the lists are read element by element: while all is read in one go every other thread
    stands still, for 0.4 s with 100,000 records.

    Raises:
        ImportRefusedError: as `json_value` raises it.
        ImportCancelledError: it was called off.
    """
    if len(raw) <= LARGE:
        return json_value(raw)
    decode = msgspec.json.Decoder().decode
    found: dict[str, Any] = {}
    try:
        parts = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw])
        for name, part in parts.items():
            if bytes(memoryview(part)[:1]) != b"[":
                found[name] = decode(part)
                continue
            elements = msgspec.json.decode(part, type=list[msgspec.Raw])
            found[name] = [decode(element) for element in watch.guarded(elements)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return json_value(raw)  # which says where it is broken
    return found


def _broken_at(raw: bytes) -> int:
    """The number of the first byte, from 1, at which this is no UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        return problem.start + 1
    return len(raw)


def json_object(raw: bytes, name: str = "") -> dict[str, Any]:
    """The object that the bytes of a file hold, or an ImportRefusedError."""
    value = json_value(raw, name)
    if not isinstance(value, dict):
        raise ImportRefusedError(f"{f'{name}: ' if name else ''}is not a JSON object")
    return value


def list_at(value: Any, place: str) -> list[Any]:
    """A value that has to be a list, or an ImportRefusedError with its place."""
    if not isinstance(value, list):
        raise refuse(place, "expected a list")
    return value


def object_at(value: Any, place: str) -> dict[str, Any]:
    """A value that has to be an object, or an ImportRefusedError with its place."""
    if not isinstance(value, dict):
        raise refuse(place, "expected an object")
    return value


def text_at(value: Any, place: str) -> str:
    """A value that has to be a text, or an ImportRefusedError with its place."""
    if not isinstance(value, str):
        raise refuse(place, "expected a text")
    return value


def visible_place(words: str) -> str:
    """A stranger's words as they may stand in a message: short, and safe to show."""
    return displayable(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
