"""Going back to a backup, also where the project's own files are past reading."""

from __future__ import annotations

import contextlib
from pathlib import Path

from annotations.changes import Change
from annotations.durable import set_aside, write_durably
from annotations.errors import DamagedError, ProjectError
from annotations.records import new_id, utc_now
from annotations.store.backups import FOLDER, Backup, Backups
from annotations.store.history import past_journals, read_journal, shelve
from annotations.store.journal import Header, encode_change, encode_header
from annotations.store.lock import LOCK_NAME, ProjectLock
from annotations.store.recovery import FILE_NAME, JOURNAL_NAME
from annotations.store.snapshot import decode_snapshot, encode_snapshot
from annotations.store.tables import Tables


def backups_of(folder: Path) -> list[Backup]:
    """The backups of a project folder, the newest first.

    Raises:
        ProjectError: they cannot be listed.
    """
    try:
        return Backups(folder / FOLDER).list()
    except OSError as problem:
        raise ProjectError(f"{folder / FOLDER}: {problem.strerror or problem}") from None


def find_backup(folder: Path, name: str | None) -> tuple[Backup, Tables]:
    """The backup that a person names, or the newest that can be read, and the records in it.

    Raises:
        ProjectError: there is none, or none of that name.
        DamagedError: it cannot be read.
    """
    backups = Backups(folder / FOLDER)
    if name is not None:
        found = backups.find(name)
        return found, _records(backups, found)
    unread: DamagedError | None = None
    for backup in backups_of(folder):
        try:
            return backup, _records(backups, backup)
        except DamagedError as problem:
            unread = unread or problem
    raise unread or ProjectError(f"{folder}: there are no backups")


def put_back(folder: Path, tables: Tables, label: str, by: str) -> list[Path]:
    """Make these records the project, in place of files that cannot be read, which are kept beside; where.

    Args:
        folder: the project folder.
        tables: the records.
        label: what the history says of it.
        by: who does it.

    Raises:
        BusyError: another process has the project open.
        OSError: it could not be written; what was there is there.
    """
    lock = ProjectLock(folder / LOCK_NAME)
    try:
        journal = folder / JOURNAL_NAME
        numbers = [recorded.number for recorded in read_journal(journal).changes] or [0]
        # Later than all that was ever done: what the history has after the backup is not done again.
        tables.number = max([tables.number, *numbers, *(past.last for past in past_journals(folder))]) + 1
        kept = []
        for path in (folder / FILE_NAME, journal):
            with contextlib.suppress(FileNotFoundError):
                kept.append(set_aside(path))
        write_durably(folder / FILE_NAME, encode_snapshot(tables))
        with contextlib.suppress(FileNotFoundError):
            shelve(journal, folder, numbers[0], max(numbers))
        done = Change(id=new_id(), label=label, edits=(), by=by, at=utc_now(), undoable=False)
        header = encode_header(Header(base=None, seq=tables.number - 1))
        write_durably(journal, header + encode_change(done, tables.number))
        shelve(journal, folder, tables.number, tables.number)
        return kept
    finally:
        lock.release()


def _records(backups: Backups, backup: Backup) -> Tables:
    return decode_snapshot(backups.read(backup), backup.path).tables
