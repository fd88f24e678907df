"""What a killed process leaves on disk, taken while it lives."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path


def copy_as_left_by_a_kill(folder: Path, into: Path) -> None:
    """Copies a folder that is at work.

    A file that is gone before its turn is left out, as if the kill had come between: backups are written
    beside their names by a thread of their own, at any time.
    """

    def copy(source: str, target: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(source, target)

    shutil.copytree(folder, into, copy_function=copy)
