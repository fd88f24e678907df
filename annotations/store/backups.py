"""stand-in"""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import NamedTuple

from annotations.durable import write_durably
from annotations.errors import DamagedError

FOLDER = "backups"


class Backup(NamedTuple):
    path: Path
    number: int
    at: str


class Backups:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def list(self) -> list[Backup]:
        try:
            names = os.listdir(self._folder)
        except OSError:
            return []
        return sorted(
            (
                Backup(self._folder / n, int(n.split("-")[-1].split(".")[0]), "")
                for n in names
                if n.endswith(".json.gz")
            ),
            key=lambda b: -b.number,
        )

    def make(self, raw: bytes, number: int, at: str) -> Backup | None:
        known = self.list()
        if known and known[0].number == number:
            return None
        self._folder.mkdir(exist_ok=True)
        p = self._folder / f"2026-01-01T000000Z-{number:010d}.json.gz"
        write_durably(p, gzip.compress(raw, 1))
        return Backup(p, number, at)

    def read(self, backup: Backup) -> bytes:
        try:
            return gzip.decompress(backup.path.read_bytes())
        except Exception as problem:
            raise DamagedError(str(problem)) from None
