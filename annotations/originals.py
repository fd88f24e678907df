"""Pages and documents as they were read: kept beside their texts, so that extraction can be repeated.

One is named by the hash of its text and the hash of its own bytes, and ends as a file of its kind does:
``originals/<sha256 of the text>.<sha256 of the bytes>.html``. A text can have several: the page around an
article changes every day.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from annotations.articles import Original
from annotations.durable import write_once
from annotations.errors import DamagedError
from annotations.folders import ORIGINALS

FOLDER = ORIGINALS
#: Only its owner may read one: a page that a subscriber has saved is for that person.
_MODE = 0o600
_NAME = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})(\.[a-z]{1,8})", re.ASCII)


class Originals(Protocol):
    """Where originals are kept, by the hash of the text that was extracted from them."""

    def put(self, sha256: str, original: Original) -> None:
        """Keep an original of the text with this hash, on disk when this returns.

        Raises:
            OSError: it could not be written.
        """

    def has(self, sha256: str, raw: bytes) -> bool:
        """Whether these very bytes are kept as an original of the text with this hash."""

    def of(self, sha256: str) -> list[Original]:
        """The originals of the text with this hash.

        Raises:
            DamagedError: one is not what was put in.
            OSError: one cannot be read.
        """

    def faults(self) -> Iterator[tuple[str, str]]:
        """The names of originals that are not what was kept, and what is wrong with them. Reads them all."""


class MemoryOriginals:
    """Originals in memory only."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Original]] = {}

    def put(self, sha256: str, original: Original) -> None:
        """Keep an original of the text with this hash."""
        if not self.has(sha256, original.raw):
            self._kept.setdefault(sha256, []).append(original)

    def has(self, sha256: str, raw: bytes) -> bool:
        """Whether these very bytes are kept as an original of the text with this hash."""
        return any(kept.raw == raw for kept in self.of(sha256))

    def of(self, sha256: str) -> list[Original]:
        """The originals of the text with this hash."""
        return list(self._kept.get(sha256, ()))

    def faults(self) -> Iterator[tuple[str, str]]:
        """None: what is in memory stays as it is."""
        return iter(())


class FolderOriginals:
    """Originals in the folder ``originals`` of a project."""

    def __init__(self, project: Path) -> None:
        self._folder = project / FOLDER
        # What was put by this process need not be compared with the disk again.
        self._put: set[str] = set()

    def put(self, sha256: str, original: Original) -> None:
        """Keep an original of the text with this hash, on disk when this returns."""
        name = f"{sha256}.{_hash(original.raw)}{original.suffix}"
        if name not in self._put:
            write_once(self._folder / name, original.raw, mode=_MODE)
            self._put.add(name)

    def has(self, sha256: str, raw: bytes) -> bool:
        """Whether these very bytes are kept as an original of the text with this hash."""
        wanted = _hash(raw)
        return any(text == sha256 and own == wanted for _, text, own, _ in self._names())

    def of(self, sha256: str) -> list[Original]:
        """The originals of the text with this hash, checked against their own."""
        found = []
        for path, text, own, suffix in self._names():
            if text == sha256:
                raw = path.read_bytes()
                if _hash(raw) != own:
                    raise DamagedError(f"{path}: is not the page or document that was kept")
                found.append(Original(raw, suffix))
        return found

    def faults(self) -> Iterator[tuple[str, str]]:
        """The names of originals that are not what was kept, and what is wrong with them."""
        for path, _, own, _ in self._names():
            try:
                # By pieces: there may be many, and large ones.
                with path.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != own:
                        yield path.name, "is not the page or document that was kept"
            except OSError as problem:
                yield path.name, f"cannot be read ({(problem.strerror or str(problem)).lower()})"

    def _names(self) -> Iterator[tuple[Path, str, str, str]]:
        try:
            names = sorted(os.listdir(self._folder))
        except OSError:
            return
        for name in names:
            parts = _NAME.fullmatch(name)
            if parts is not None:
                yield self._folder / name, parts[1], parts[2], parts[3]


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
