"""What is said between the app and the child process that reads pages, documents and addresses.

Each message is a frame: its length in four bytes, the most significant first, and MessagePack. Whatever
comes out of the child is checked against these types and bounds: it has read what strangers wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

import msgspec

#: No answer is longer, in bytes: fifty million characters of four bytes each, and something around them.
MAX_FRAME = 220_000_000
_LENGTH = 4

Line: TypeAlias = Annotated[str, msgspec.Meta(max_length=500)]
Address: TypeAlias = Annotated[str, msgspec.Meta(max_length=8_000)]
Step: TypeAlias = Literal["connecting", "receiving", "reading"]


class Limits(msgspec.Struct, frozen=True):
    """What a child may take: bytes of memory, seconds of processor time, seconds on the clock."""

    memory: int
    processor: int
    clock: int


class Fetch(msgspec.Struct, frozen=True, tag=True):
    """Get what is at an address, at most `size` bytes of it, both as sent and unpacked."""

    address: str
    size: int


class GuessEncoding(msgspec.Struct, frozen=True, tag=True):
    """Tell what encoding the bytes are in."""


class Extract(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Take the text out of the bytes of a page or document.

    `plain` asks for all visible text of a page, without telling the article from what is around it.
    """

    kind: Literal["html", "pdf", "docx"]
    chosen: str | None = None
    declared: str | None = None
    address: str | None = None
    plain: bool = False


Task: TypeAlias = Fetch | GuessEncoding | Extract


class Order(msgspec.Struct, frozen=True):
    """The first message to a child. The bytes that it is about follow without a frame."""

    task: Task
    limits: Limits


class Progress(msgspec.Struct, frozen=True, tag=True):
    """How far a child is: bytes received or pages read, `total` being null where nobody knows."""

    step: Step
    done: int = 0
    total: int | None = None


class Fetched(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What was at an address, unpacked; `address` is where redirects led."""

    raw: bytes
    address: Address
    media_type: Line
    charset: Line | None = None


class Guessed(msgspec.Struct, frozen=True, tag=True):
    """The encoding that bytes seem to be in; null where nothing fits."""

    encoding: Line | None


class Extracted(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """The text of a page or document, and what it says of itself."""

    text: str
    encoding: Line = "utf-8"
    guessed: bool = False
    title: Line | None = None
    publisher: Line | None = None
    author: Line | None = None
    published: Line | None = None
    language: Line | None = None
    url: Address | None = None
    kept: int | None = None
    visible: int | None = None
    notes: Annotated[tuple[Line, ...], msgspec.Meta(max_length=20)] = ()


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why there is no text; `is_final` where another extractor would find no more."""

    reason: Line
    is_final: bool = False


Answer: TypeAlias = Fetched | Guessed | Extracted | Refused

_encode = msgspec.msgpack.Encoder().encode
_decode_order = msgspec.msgpack.Decoder(Order).decode
_decode_said = msgspec.msgpack.Decoder(Progress | Answer).decode


def frame(message: Order | Progress | Answer) -> bytes:
    """A message as it goes through the pipe."""
    data = _encode(message)
    return len(data).to_bytes(_LENGTH, "big") + data


def read_order(raw: bytes) -> tuple[Order, bytes]:
    """The order at the beginning of what a child was given, and the bytes that it is about.

    Raises:
        msgspec.MsgspecError: it is none.
    """
    end = _LENGTH + int.from_bytes(raw[:_LENGTH], "big")
    return _decode_order(raw[_LENGTH:end]), raw[end:]


class Frames:
    """Puts together what comes out of a pipe in pieces."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, piece: bytes) -> Iterator[Progress | Answer]:
        """The messages that this piece completes.

        Raises:
            msgspec.MsgspecError: a message is not what was agreed on, or too long.
        """
        self._pending += piece
        while len(self._pending) >= _LENGTH:
            length = int.from_bytes(self._pending[:_LENGTH], "big")
            if length > MAX_FRAME:
                raise msgspec.ValidationError("a message is too long")
            end = _LENGTH + length
            if len(self._pending) < end:
                return
            data = bytes(self._pending[_LENGTH:end])
            del self._pending[:end]
            yield _decode_said(data)
