"""Archives of strangers: nothing is unpacked to the disk, and nothing swells without a limit."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath

from annotations.errors import ImportRefusedError
from annotations.imports.json_values import visible_place

#: All files of an archive together, unpacked (bytes).
MAX_BYTES = 500_000_000
MAX_FILES = 10_000
_BLOCK = 1 << 20
#: What the ways of packing say of damage, of passwords and of what they do not know.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError,
)  # fmt: skip


class Archive:
    """A ZIP file in memory.

    Args:
        raw: its bytes.

    Raises:
        ImportRefusedError: it is none, or a name in it leads out of it, or it is too large.
    """

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as problem:
            raise ImportRefusedError(f"is not a valid archive ({problem})") from None
        if len(entries) > MAX_FILES:
            raise ImportRefusedError(f"holds too many files (more than {MAX_FILES:,})")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._left = MAX_BYTES
        for entry in entries:
            name = entry.filename
            parts = PurePosixPath(name.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in name.partition("/")[0]:
                raise ImportRefusedError(f"{visible_place(name)}: a name that leads out of the archive")
            if name in self._entries:
                raise ImportRefusedError(f"{visible_place(name)}: is there twice")
            self._entries[name] = entry

    @property
    def names(self) -> list[str]:
        """The names of the files."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            ImportRefusedError: it is not there, damaged, encrypted, or larger than may be.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise ImportRefusedError(f"{visible_place(name)}: is not there")
        found = bytearray()
        try:
            with self._zip.open(entry) as file:
                # What the entry says of its size is a stranger's word: count what comes out.
                while block := file.read(_BLOCK):
                    found += block
                    self._left -= len(block)
                    if self._left < 0:
                        raise ImportRefusedError(
                            f"{visible_place(name)}: too large (more than {MAX_BYTES:,} bytes unpacked)"
                        )
        except _BROKEN as problem:
            raise ImportRefusedError(f"{visible_place(name)}: cannot be unpacked ({problem})") from None
        return bytes(found)
