"""What is on disk becomes the records of a project again, whatever happened to the files.

Nothing here writes. A project is its snapshot and the changes of the journal after it. Where the snapshot
cannot be read, it is built again from a backup and the changes that the history has after that; only where
no change in between is missing is that done unasked. What cannot be read is never taken for an empty project.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from annotations.changes import Change
from annotations.errors import DamagedError, NewerError
from annotations.records import Settings
from annotations.store.backups import FOLDER as BACKUPS
from annotations.store.backups import Backup, Backups
from annotations.store.history import past_journals, read_journal, read_past
from annotations.store.journal import FORMAT, Header, scan
from annotations.store.migrations import SCHEMA
from annotations.store.snapshot import PROJECT, Snapshot, Stamp, decode_snapshot, encode_snapshot, stamp
from annotations.store.tables import Tables

FILE_NAME = "variorum.json"
JOURNAL_NAME = "variorum.json.journal"


class Opened(msgspec.Struct, kw_only=True):
    """A project as it was read.

    Attributes:
        tables: its records.
        stamp: the stamp of the snapshot on disk; null where there is none, or none that can be used.
        number: the number of the last change in that snapshot.
        schema: the schema in which the snapshot was written.
        header: the first line of the journal; null where there is no journal, or none to be added to.
        first, last: the numbers of the first and last change in the journal; 0 where there is none.
        size, end: the journal's bytes, and how many of them are good.
        damaged: files that are to be kept as they are before anything is written.
        mend: the files on disk are to be written anew before anything is added to them.
        notices: what a person should be told, one line each.
        faults: what was wrong with the files and is mended by writing them anew, one line each.
        newer: a newer version has written it: only to be read.
        foreign: the records as they were last known, where others than this app have changed them since.
    """

    tables: Tables
    stamp: Stamp | None = None
    number: int = 0
    schema: int = SCHEMA
    header: Header | None = None
    first: int = 0
    last: int = 0
    size: int = 0
    end: int = 0
    damaged: list[Path] = []
    mend: bool = False
    notices: list[str] = []
    faults: list[str] = []
    newer: bool = False
    foreign: Tables | None = None


def has_project(folder: Path) -> bool:
    """Whether a folder is a project, be it a damaged one: never to be taken for a folder without one."""
    if (folder / FILE_NAME).exists() or has_past(folder):
        return True
    # Not whether something is there: reading a named pipe would never end.
    return (folder / JOURNAL_NAME).is_file() and not _is_blank(folder / JOURNAL_NAME)


def _is_blank(journal: Path) -> bool:
    """Whether a journal is one of a project that somebody was about to make: nothing was ever saved in it.

    Raises:
        OSError: it cannot be read.
    """
    read = scan(_read(journal) or b"")
    begun = read.changes or read.damaged or (read.header is not None and read.header.base is not None)
    return read.header is not None and not begun and read.header.seq == 0


def read_project(folder: Path, *, salvage: bool = False) -> Opened:
    """Read a project folder.

    Args:
        folder: the project folder.
        salvage: where not everything can be had again, take what can.

    Raises:
        DamagedError: the files are not what they should be and cannot be mended without a loss.
        NewerError: the journal is in a format that this version does not know.
        OSError: a file cannot be read.
    """
    # The journal first: a snapshot that is newer than it holds all of its changes, one that were older
    # than it would lack some.
    raw_journal = _read(folder / JOURNAL_NAME)
    raw = _read(folder / FILE_NAME)
    return _Reading(folder, raw, raw_journal, salvage).result()


class _Reading:
    def __init__(self, folder: Path, raw: bytes | None, raw_journal: bytes | None, salvage: bool) -> None:
        self._folder = folder
        self._path = folder / FILE_NAME
        self._raw = raw
        self._journal = scan(raw_journal or b"")
        self._salvage = salvage
        self._opened = Opened(tables=Tables(), size=len(raw_journal or b""), end=self._journal.end)
        if raw_journal is not None:
            self._look_at_journal(raw_journal)

    def result(self) -> Opened:
        opened, journal = self._opened, self._journal
        header = journal.header
        foreign = False
        if self._raw is None:
            if self._begins_here():
                pass  # a project whose first snapshot was never finished: its journal has it all
            elif header is None and not journal.changes and not has_project(self._folder):
                return opened
            else:
                self._rebuild(f"{self._path}: is missing")
        else:
            try:
                snapshot = decode_snapshot(self._raw, self._path)
            except DamagedError as problem:
                self._rebuild(str(problem))
            else:
                foreign = self._take(snapshot, stamp(self._raw))
        known = self._last_known() if foreign else None
        self._replay(foreign)
        if foreign:
            opened.foreign = known
        tables = opened.tables
        if opened.mend and tables.get(Settings, PROJECT) is None and tables.at_place("meta", 1) is None:
            tables.load("meta", 1, Settings())  # without its settings no file is a project's
        if opened.schema > SCHEMA or (header is not None and header.schema > SCHEMA):
            opened.newer = True
            opened.notices.append(
                f"{self._path}: was written by a newer version of Variorum (schema "
                f"{max(opened.schema, header.schema if header else 0)}, this version knows {SCHEMA}); "
                "it is open to be read only, and what this version does not know is not shown"
            )
        return opened

    # ---- The journal -----------------------------------------------------------------------------

    def _look_at_journal(self, raw: bytes) -> None:
        opened, journal = self._opened, self._journal
        path = self._folder / JOURNAL_NAME
        opened.header = journal.header
        if journal.header is not None and journal.header.journal > FORMAT:
            raise NewerError(f"{path}: was written by a newer version of Variorum; nothing was changed")
        if journal.changes:
            opened.first = min(recorded.number for recorded in journal.changes)
            opened.last = max(recorded.number for recorded in journal.changes)
        newer = journal.header is not None and journal.header.schema > SCHEMA
        if journal.damaged and not newer:
            where = ", ".join(f"{start} to {end}" for start, end in journal.damaged)
            self._fault(f"{path}: what stands at bytes {where} is damaged; everything else was read", path)
        if journal.header is None and (journal.changes or journal.damaged):
            opened.mend = True
        if journal.header is not None and journal.header.schema < SCHEMA:
            opened.mend = True
        if raw[: journal.end] and raw[journal.end - 1 : journal.end] != b"\n":
            opened.mend = True

    def _begins_here(self) -> bool:
        header, changes = self._journal.header, self._journal.changes
        if header is not None:
            return header.base is None and header.seq == 0
        return bool(changes) and changes[0].number == 1

    def _replay(self, foreign: bool) -> None:
        opened, tables = self._opened, self._opened.tables
        unfit: list[int] = []
        missing: list[str] = []
        header = self._journal.header
        known = max(tables.number, header.seq if header is not None else 0)
        if foreign and header is not None:  # what others have written says nothing by its number
            known = header.seq
        for recorded in self._journal.changes:
            if recorded.number <= known:
                continue
            if recorded.number > known + 1:
                missing.append(_span(known + 1, recorded.number - 1))
            known = recorded.number
            if foreign and not _fits(tables, recorded.change):
                unfit.append(recorded.number)
                continue
            tables.apply(recorded.change, recorded.number)
        tables.number = max(known, tables.number)
        path = self._folder / JOURNAL_NAME
        if missing:
            self._fault(f"{path}: {'; '.join(missing)} cannot be read and is missing", path)
        if unfit:
            self._fault(
                f"{path}: {len(unfit)} changes no longer fit what another program wrote into "
                f"{FILE_NAME}, and were left out",
                path,
            )
        if foreign and self._journal.changes:
            opened.mend = True

    # ---- The snapshot ----------------------------------------------------------------------------

    def _take(self, snapshot: Snapshot, found: Stamp) -> bool:
        """Take a snapshot that can be read; whether others than this app have written it."""
        opened, header = self._opened, self._journal.header
        opened.tables, opened.schema = snapshot.tables, snapshot.schema
        opened.stamp, opened.number = found, snapshot.tables.number
        if header is None or header.base is None:
            return False
        if snapshot.tables.number == header.seq and header.base == found:
            return False
        if snapshot.tables.number > header.seq and self._holds_journal(snapshot.tables):
            return False  # a death came between a new snapshot and its journal
        if header.base.length == found.length:
            mended = self._complete(header.seq)
            raw = encode_snapshot(mended) if mended is not None else b""
            if mended is not None and stamp(raw) == header.base and self._is_flipped(raw):
                self._fault(f"{self._path}: was damaged on disk and was mended from the history", self._path)
                opened.tables, opened.schema, opened.stamp = mended, SCHEMA, None
                opened.number = mended.number
                return False
        if snapshot.schema > SCHEMA:
            return False
        older = snapshot.tables.number < header.seq
        what = "was put back to an older state" if older else "was changed"
        opened.notices.append(f"{self._path}: {what} by another program; it was opened as it is")
        opened.mend = True
        return True

    def _is_flipped(self, raw: bytes) -> bool:
        """Whether the snapshot on disk differs from what was written in one byte: a fault of the disk.
        Whoever edits a file changes more."""
        assert self._raw is not None
        return sum(one != other for one, other in zip(raw, self._raw, strict=True)) == 1

    def _last_known(self) -> Tables | None:
        """The records after the last change that this app has written; null where that is not known."""
        header = self._journal.header
        assert header is not None
        tables = self._complete(header.seq)
        if tables is not None:
            for recorded in self._journal.changes:
                if recorded.number > tables.number:
                    tables.apply(recorded.change, recorded.number)
        return tables

    def _holds_journal(self, tables: Tables) -> bool:
        """Whether a snapshot is what the changes of the journal up to its number have led to.

        The number alone does not say so: a flipped bit in it would make changes pass for old ones.
        """
        last = {
            (edit.table, edit.id): (recorded.number, edit.after)
            for recorded in self._journal.changes
            if recorded.number <= tables.number
            for edit in recorded.change.edits
        }
        for key, (number, after) in last.items():
            # What was done last may have been in memory only when the snapshot was made.
            rev = tables.rev(*key)
            if rev <= self._opened.last and (
                tables.record(*key) != after or rev != (number if after is not None else 0)
            ):
                return False
        return bool(last)

    def _rebuild(self, problem: str) -> None:
        """Build the records again from a backup and the history.

        Raises:
            DamagedError: a change in between is missing, and nobody asked for what is left.
        """
        opened, header = self._opened, self._journal.header
        if self._raw is not None and header is None and not has_past(self._folder):
            if self._salvage and self._salvaged(problem):
                return
            raise DamagedError(f"{problem}; it was left as it is")
        first = self._journal.changes[0].number - 1 if self._journal.changes else None
        goal = header.seq if header is not None else first
        tables = self._complete(goal)
        missing: list[int] = []
        if tables is None and self._salvage:
            if self._salvaged(problem):
                return
            tables = self._complete(None, missing)
        if tables is None:
            raise DamagedError(
                f"{problem}; nothing was changed. “variorum check --repair” takes what can be had, "
                "“variorum restore” goes back to a backup"
            )
        if missing:
            lost = ", ".join(_spans(missing)) + (" is" if len(missing) == 1 else " are")
            whole = f"but {lost} missing"
            tables.number += 1  # a later look into the history must not take it for whole
        else:
            whole = "nothing is lost" if goal is not None else f"up to change {tables.number}"
        opened.tables, opened.stamp, opened.number = tables, None, tables.number
        self._fault(
            f"{problem}; the records were built again from backups and history, {whole}",
            self._path if self._raw is not None else None,
        )

    def _salvaged(self, problem: str) -> bool:
        """Take what can be read of a damaged snapshot; whether anything could."""
        if self._raw is None:
            return False
        try:
            snapshot = decode_snapshot(self._raw, self._path, lenient=True)
        except DamagedError:
            return False
        opened = self._opened
        opened.tables, opened.schema, opened.stamp = snapshot.tables, snapshot.schema, None
        snapshot.tables.number += 1  # a later look into the history must not take it for whole
        opened.number = snapshot.tables.number
        lost = "; ".join(snapshot.bad[:5]) + (" …" if len(snapshot.bad) > 5 else "")
        self._fault(f"{problem}; everything was taken but {lost}", self._path)
        return True

    def _complete(self, goal: int | None, missing: list[int] | None = None) -> Tables | None:
        """The records up to the change `goal` (null: as far as it goes), from the newest backup from which
        the history leads there without a gap; null where there is none.

        With a list for what is `missing`, the newest backup that can be read does, and it is named.
        """
        starts = [
            *(backup for backup in _backups(self._folder) if goal is None or backup.number <= goal),
            None,
        ]
        past = {
            recorded.number: recorded for recorded in read_past(self._folder, self._folder / JOURNAL_NAME)
        }
        for start in starts:
            if start is None:
                tables = Tables()
            else:
                try:
                    tables = decode_snapshot(Backups(self._folder / BACKUPS).read(start), start.path).tables
                except DamagedError:
                    continue
            stop = goal if goal is not None else max(past, default=0)
            numbers = [n for n in range(tables.number + 1, stop + 1) if n in past]
            if len(numbers) < stop - tables.number:
                if missing is None:
                    continue
                missing += [n for n in range(tables.number + 1, stop + 1) if n not in past]
            if start is None and not numbers:
                continue
            for number in numbers:
                tables.apply(past[number].change, number)
            return tables
        return None

    def _fault(self, line: str, damaged: Path | None = None) -> None:
        opened = self._opened
        opened.faults.append(line)
        opened.notices.append(line)
        opened.mend = True
        if damaged is not None and damaged not in opened.damaged:
            opened.damaged.append(damaged)


def has_past(folder: Path) -> bool:
    """Whether there is anything from which a snapshot could be built again."""
    return bool(past_journals(folder) or _backups(folder))


def _backups(folder: Path) -> list[Backup]:
    try:
        return Backups(folder / BACKUPS).list()
    except OSError:  # a file of that name
        return []


def _fits(tables: Tables, change: Change) -> bool:
    """Whether a change can be made to records that others may have changed meanwhile."""
    if not change.undoable:
        return change.touches("meta")
    for edit in change.edits:
        present = tables.record(edit.table, edit.id)
        if present not in (edit.before, edit.after):
            return False
        if present is None and tables.at_place(edit.table, edit.place) is not None:
            return False
    return True


def past_faults(folder: Path) -> list[str]:
    """What is wrong with the history and the backups of a project, one line each. It harms no record as long
    as the snapshot is whole, and is missed when it is not.

    Raises:
        OSError: a file cannot be read.
    """
    faults, last = [], 0
    for journal in past_journals(folder):
        read = read_journal(journal.path)
        for start, end in read.damaged:
            faults.append(f"{journal.path}: what stands at bytes {start} to {end} is damaged")
        numbers = {recorded.number for recorded in read.changes}
        gone = [n for n in range(max(last + 1, 1), journal.last + 1) if n not in numbers]
        if gone:
            faults.append(f"{journal.path}: {', '.join(_spans(gone))} cannot be read")
        last = max(last, journal.last)
    for backup in _backups(folder):
        try:
            decode_snapshot(Backups(folder / BACKUPS).read(backup), backup.path)
        except DamagedError as problem:
            faults.append(str(problem))
    return faults


def _spans(numbers: list[int]) -> list[str]:
    """Numbers in words, those that follow each other together."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return [_span(first, last) for first, last in spans]


def _span(first: int, last: int) -> str:
    return f"change {first}" if first == last else f"changes {first} to {last}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
