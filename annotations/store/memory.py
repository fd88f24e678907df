"""A store that keeps nothing: for tests, trials and projects that are only built to be exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotations.changes import Change, Told
from annotations.durable import write_durably
from annotations.store.documents import check_records
from annotations.store.protocol import (
    NOTHING_EXPECTED,
    SAVED,
    Expected,
    Holder,
    Listener,
    ReadyToCommit,
    ReadyToTakeOver,
    Recorded,
    SaveState,
)
from annotations.store.snapshot import encode_snapshot
from annotations.store.tables import Tables


class MemoryStore:
    """Records in memory only. Its state is always ``saved``: there is nothing further to save to."""

    read_only = False
    reason = ""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self._tables = Tables()
        self._past: list[Recorded] = []

    @property
    def tables(self) -> Tables:
        """The records as they are now."""
        return self._tables

    @property
    def state(self) -> SaveState:
        """Always ``saved``."""
        return SAVED

    @property
    def holder(self) -> Holder | None:
        """Nobody else can have it."""
        return None

    def ready_to_commit(self, change: Change, told: Told | None = None) -> ReadyToCommit:
        """Do what takes long of committing a change ahead.

        Raises:
            ConflictError, ProjectError: as `commit` raises them.
        """
        base, tables = self._tables.number, self._tables.parted(change)
        tables.check(change, told=told)
        check_records(change, told)
        tables.apply(change, told=told)
        return ReadyToCommit(change, base, tables, b"", self._tables)

    def commit(
        self, change: Change, *, expect: Expected = NOTHING_EXPECTED, ready: ReadyToCommit | None = None
    ) -> int:
        """Apply all edits of a change, or none; its number.

        Raises:
            ConflictError: a record is not as the change, or `expect`, has it.
            ProjectError: an edit cannot be kept.
        """
        if ready is not None and ready.fits(change, self._tables) and not expect:
            self._tables.become(ready.tables)
        else:
            self._tables.check(change, expect)
            check_records(change)
            self._tables.apply(change)
        self._past.append(Recorded(self._tables.number, change))
        return self._tables.number

    def on_state(self, listener: Listener | None) -> None:
        """The state never changes, so nobody is ever told."""

    def on_news(self, listener: Listener | None) -> None:
        """Nobody else can change anything."""

    def catch_up(self) -> list[Change]:
        """Nothing to catch up with."""
        return []

    def ready_to_take_over(self) -> ReadyToTakeOver | None:
        """There is nothing to do ahead."""
        return None

    def take_over(self, ready: ReadyToTakeOver | None = None) -> None:
        """It is ours already."""

    def past(self, *, newest_first: bool = False) -> Iterator[Recorded]:
        """Every change that was committed."""
        return reversed(self._past) if newest_first else iter(self._past)

    def snapshot(self, target: Path, told: Told | None = None) -> None:
        """Write all records to a file that plain TinyDB opens, on disk when this returns."""
        write_durably(target, encode_snapshot(self._tables, told))

    def flush(self, timeout: float | None = None) -> SaveState:  # noqa: ARG002
        """Nothing to wait for."""
        return SAVED

    def close(self) -> SaveState:
        """Nothing to let go of."""
        return SAVED
