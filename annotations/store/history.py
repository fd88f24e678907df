"""The past journals of a project: who changed what, and when. Nothing in them is ever changed again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.durable import sync_folder
from annotations.folders import HISTORY
from annotations.store.journal import Known, Scan, scan
from annotations.store.protocol import Recorded

FOLDER = HISTORY
_NAME = re.compile(r"(\d{10,})-(\d{10,})(?:-\d+)?\.journal")


class PastJournal(NamedTuple):
    """A finished journal with the numbers of its first and last change."""

    first: int
    last: int
    path: Path


def past_journals(project: Path) -> list[PastJournal]:
    """The finished journals of a project folder, the oldest first.

    Raises:
        OSError: the history is there and cannot be listed.
    """
    try:
        names = os.listdir(project / FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = ((name, _NAME.fullmatch(name)) for name in names)
    return sorted(
        PastJournal(int(match[1]), int(match[2]), project / FOLDER / name) for name, match in found if match
    )


def shelve(journal: Path, project: Path, first: int, last: int) -> None:
    """Move a finished journal into the history, lastingly.

    Raises:
        OSError: it could not be moved; it is where it was.
    """
    folder = project / FOLDER
    try:
        folder.mkdir()
    except FileExistsError:
        pass
    else:
        sync_folder(project)
    stem, copies = f"{first:010d}-{last:010d}", 1
    target = folder / f"{stem}.journal"
    while target.exists():  # a project that was put back to an older state counts from there again
        copies += 1
        target = folder / f"{stem}-{copies}.journal"
    os.rename(journal, target)
    sync_folder(folder)
    sync_folder(project)


def read_past(
    project: Path, current: Path, *, newest_first: bool = False, known: Known | None = None
) -> Iterator[Recorded]:
    """Every change in the history and then in the `current` journal, or the other way round.

    A change that stands in two of them, as after a death between two steps, comes once. Damaged lines are
    left out. `known` gives the records that are in memory anyway: those of which a change says the same are
    not kept twice.

    Raises:
        OSError: a file cannot be read.
    """
    # The current one first: whoever writes may move it into the history at any moment, where it is found.
    latest = read_journal(current, known).changes
    files = [journal.path for journal in past_journals(project)]
    seen: set[tuple[int, str, str]] = set()

    def fresh(changes: Iterable[Recorded]) -> Iterator[Recorded]:
        for recorded in changes:
            key = (recorded.number, recorded.change.id, recorded.change.role)
            if key not in seen:
                seen.add(key)
                yield recorded

    if newest_first:
        yield from fresh(reversed(latest))
    for path in reversed(files) if newest_first else files:
        changes = read_journal(path, known).changes
        yield from fresh(reversed(changes) if newest_first else changes)
    if not newest_first:
        yield from fresh(latest)


def read_journal(path: Path, known: Known | None = None) -> Scan:
    """What a journal says; nothing where it is not there.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return scan(path.read_bytes(), known)
    except FileNotFoundError:
        return scan(b"")
