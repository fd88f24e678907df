"""Rotated copies of a project's snapshot, compressed, in the folder ``backups`` of the project.

A copy is named after the time at which it was made and the number of the last change in it:

    2026-11-21T093042Z-0000000123.json.gz

Only files with such a name are ever listed, read or taken away.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeAlias

from annotations.durable import sync_folder, write_durably
from annotations.errors import DamagedError, ProjectError
from annotations.folders import BACKUPS

__all__ = ["FOLDER", "KEEP", "KEEP_DAYS", "MAX_BYTES", "Backup", "Backups"]

#: The folder in a project folder.
FOLDER = BACKUPS
#: How many copies are kept, whenever they were made: those with the highest numbers.
KEEP = 10
#: Of how many days one more is kept, the newest of each. Days on which there was none do not count.
KEEP_DAYS = 14
#: No copy is unpacked further (bytes): a hundred times what a large project needs.
MAX_BYTES = 2 << 30

_CHUNK = 1 << 20
_TIME = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-(\d{10,18})\.json\.gz", re.ASCII)
#: What a writer that was killed leaves behind (`durable.write_durably`).
_LEFTOVER = re.compile(rf"\.{_NAME.pattern}\.[0-9a-f]{{12}}\.tmp", re.ASCII)


class Backup(NamedTuple):
    """A copy of a project's snapshot.

    Attributes:
        path: where it is.
        number: the number of the last change in it.
        at: when it was made, UTC, to the second.
    """

    path: Path
    number: int
    at: datetime


_Found: TypeAlias = list[Backup]


class Backups:
    """The copies in a folder, which is made when the first copy is. Only whoever may write to the project
    makes copies and takes them away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> _Found:
        """All copies, the newest first: by number, then by time.

        Raises:
            OSError: the folder is there and cannot be listed.
        """
        found = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    backup = _parsed(Path(entry.path))
                    # A file that has gone meanwhile is no file; only a loop of links makes trouble here.
                    with contextlib.suppress(OSError):
                        if backup is not None and entry.is_file():
                            found.append(backup)
        except FileNotFoundError:
            return []
        return sorted(found, key=_age, reverse=True)

    def make(self, raw: bytes, number: int, at: str | datetime) -> Backup | None:
        """Keep a copy of a snapshot, on disk when this returns, and take away those that are too many.

        Args:
            raw: the snapshot.
            number: the number of the last change in it.
            at: the present time, ISO 8601; without a zone it is taken as UTC.

        Returns:
            the copy; null where the newest one, or one with this number, holds the very same.

        Raises:
            OSError: it could not be written; the copies that there were are all there.
            ValueError: the number is negative, or the time is none.
        """
        if number < 0:
            raise ValueError(f"no change has the number {number}")
        moment = _utc(at)
        known = self.list()
        if any(
            self._holds(backup, raw) for backup in known if backup in known[:1] or backup.number == number
        ):
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        taken = {backup.path.name for backup in known}
        while (name := f"{moment.strftime(_TIME)}-{number:010d}.json.gz") in taken:
            moment += timedelta(seconds=1)  # the same second and number with other content: keep both
        made = Backup(self.folder / name, number, moment)
        # Without a time inside, the same content gives the same file.
        write_durably(made.path, gzip.compress(raw, compresslevel=1, mtime=0))
        sync_folder(self.folder.parent)
        self.rotate(made)
        return made

    def rotate(self, *sure: Backup) -> _Found:
        """Take away all copies but the `KEEP` newest, the newest of each of the last `KEEP_DAYS` days that
        have one, and those in `sure`. What was taken away.

        Days are those in the names, not those of today's clock: a clock that is wrong by a year takes away
        nothing that it would not have taken away otherwise.
        """
        known = self.list()
        newest_of: dict[str, Backup] = {}
        for backup in known:
            newest_of.setdefault(backup.at.strftime("%Y-%m-%d"), backup)
        days = sorted(newest_of, reverse=True)[:KEEP_DAYS]
        kept = {*known[:KEEP], *(newest_of[day] for day in days), *sure}
        gone = []
        # The oldest first: whenever this ends, what is left is what a smaller number of copies would be.
        for backup in reversed(known):
            if backup not in kept:
                with contextlib.suppress(OSError):
                    backup.path.unlink()
                    gone.append(backup)
        return gone

    def read(self, backup: Backup) -> bytes:
        """The snapshot in a copy.

        Raises:
            DamagedError: the copy is not there, cannot be read, is not whole, or unpacks to more than
                `MAX_BYTES`.
        """
        pieces, size = [], 0
        try:
            with gzip.open(backup.path) as file:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise DamagedError(f"{backup.path}: unpacks to more than {MAX_BYTES:,} bytes")
                    pieces.append(piece)
        except (OSError, EOFError, zlib.error) as problem:
            reason = (isinstance(problem, OSError) and problem.strerror) or str(problem)
            raise DamagedError(f"{backup.path}: cannot be unpacked ({reason})") from None
        if not pieces:  # an empty file unpacks to nothing without a word
            raise DamagedError(f"{backup.path}: is empty")
        return b"".join(pieces)

    def newest_readable(self, before: int | None = None) -> tuple[Backup, bytes] | None:
        """The newest copy that can be unpacked, and what is in it; null where there is none.

        Args:
            before: only copies whose last change has a lower number than this.

        Raises:
            OSError: the folder is there and cannot be listed.
        """
        for backup in self.list():
            if before is None or backup.number < before:
                with contextlib.suppress(DamagedError):
                    return backup, self.read(backup)
        return None

    def find(self, name: str) -> Backup:
        """The copy that a person means by its file name, the beginning of it, its path or its number.

        Raises:
            ProjectError: none or several are meant; the message names the choices.
            OSError: the folder is there and cannot be listed.
        """
        known = self.list()
        for backup in known:
            if backup.path.name == name:
                return backup
        elsewhere = _parsed(Path(name)) if os.path.isfile(name) else None
        if elsewhere is not None:
            return elsewhere
        number = int(name) if name.isascii() and name.isdigit() and len(name) <= 18 else None
        meant = [b for b in known if name and (b.number == number or b.path.name.startswith(name))]
        if len(meant) == 1:
            return meant[0]
        if not known:
            raise ProjectError(f"{self.folder}: there are no backups")
        what = "fits several backups" if meant else "is no backup"
        choices = ", ".join(backup.path.name for backup in meant or known)
        raise ProjectError(f"“{name}” {what}; choose one of {choices}")

    def _holds(self, backup: Backup, raw: bytes) -> bool:
        """Whether a copy holds these very bytes. Its last 8 bytes say which it surely does not."""
        try:
            with open(backup.path, "rb") as file:
                file.seek(-8, os.SEEK_END)
                sum = file.read()
        except OSError:
            return False
        if sum != zlib.crc32(raw).to_bytes(4, "little") + (len(raw) & 0xFFFFFFFF).to_bytes(4, "little"):
            return False
        try:
            return self.read(backup) == raw
        except DamagedError:
            return False

    def _sweep(self) -> None:
        """Take away what copies that were never finished have left."""
        for name in os.listdir(self.folder):
            if _LEFTOVER.fullmatch(name):
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink()


def _parsed(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
    except ValueError:  # no such day
        return None
    return Backup(path, int(match[2]), at)


def _age(backup: Backup) -> tuple[int, datetime]:
    return backup.number, backup.at


def _utc(at: str | datetime) -> datetime:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=0)
