"""A project goes back to one of its backups."""

from __future__ import annotations

from pathlib import Path

import msgspec

from annotations.errors import DamagedError, ProjectError
from annotations.project import Project
from annotations.store import login
from annotations.store.backups import Backup
from annotations.store.restoring import backups_of, find_backup, put_back

__all__ = ["Restored", "backups_of", "restore"]


class Restored(msgspec.Struct, frozen=True):
    """What going back came to: the backup, whether anything is other than before, and where files that could
    not be read were kept."""

    backup: Backup
    changed: bool
    kept: tuple[Path, ...] = ()


def restore(folder: Path, name: str | None = None, *, annotator: str | None = None) -> Restored:
    """Go back to a backup, as one change that can be undone; where the project's files cannot be read any
    more, in their place, and they are kept beside.

    Args:
        folder: the project folder.
        name: the backup's file name, the beginning of it, its path or its number; the newest that can be
            read if not given.
        annotator: who does it.

    Raises:
        BusyError: another process has the project open.
        ProjectError: there is no such backup, or the result could not be saved.
        DamagedError: that backup cannot be read.
    """
    backup, tables = find_backup(folder, name)
    try:
        project = Project.open(folder, annotator=annotator)
    except DamagedError:
        try:
            kept = put_back(folder, tables, f"restored from {backup.path.name}", annotator or login())
            return Restored(backup, True, tuple(kept))
        except OSError as problem:
            raise ProjectError(f"{folder}: {problem.strerror or problem}") from problem
    with project:
        changed = project.become(tables, f"restored from {backup.path.name}")
        state = project.flush()
    if state.word != "saved":
        raise ProjectError(f"{folder}: could not be saved ({state.reason})")
    return Restored(backup, changed)
