"""The texts of article versions: each written once, under the hash of its content."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from annotations.articles import text_hash
from annotations.durable import write_once
from annotations.errors import DamagedError
from annotations.folders import TEXTS

FOLDER = TEXTS


class Texts(Protocol):
    """Where texts are kept by the SHA-256 of their UTF-8 bytes."""

    def get(self, sha256: str) -> str:
        """The text with this hash.

        Raises:
            DamagedError: it is not there, or it is not the text that was put in.
        """

    def put(self, text: str) -> str:
        """Keep a text, on disk when this returns; its hash.

        Raises:
            OSError: it could not be written.
            UnicodeEncodeError: it holds a lone surrogate, which UTF-8 cannot hold.
        """


class MemoryTexts:
    """Texts in memory only."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def get(self, sha256: str) -> str:
        """The text with this hash."""
        try:
            return self._texts[sha256]
        except KeyError:
            raise DamagedError(f"the text {sha256[:12]}… is missing") from None

    def put(self, text: str) -> str:
        """Keep a text; its hash."""
        sha256 = text_hash(text)
        self._texts[sha256] = text
        return sha256


class FolderTexts:
    """Texts in the folder ``texts`` of a project; each is read once and then kept in memory."""

    def __init__(self, project: Path) -> None:
        self._folder = project / FOLDER
        self._read: dict[str, str] = {}

    def get(self, sha256: str) -> str:
        """The text with this hash, checked against it."""
        if sha256 not in self._read:
            path = self._folder / f"{sha256}.txt"
            try:
                # Bytes, not read_text: that would turn CR LF into LF and shift every offset after it.
                text = path.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError) as problem:
                raise DamagedError(f"{path}: the text of an article cannot be read ({problem})") from None
            if text_hash(text) != sha256:
                raise DamagedError(f"{path}: the text of an article was changed; quotes would no longer fit")
            self._read[sha256] = text
        return self._read[sha256]

    def put(self, text: str) -> str:
        """Keep a text, on disk when this returns; its hash."""
        raw = text.encode("utf-8")
        sha256 = text_hash(text)
        if sha256 not in self._read:
            write_once(self._folder / f"{sha256}.txt", raw)
            self._read[sha256] = text
        return sha256
