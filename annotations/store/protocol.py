"""What a project needs of the place where its records are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from annotations.changes import Change, Key, Told
from annotations.store.tables import Tables

#: The revisions at which a change's maker saw the records; see `Tables.rev`.
Expected: TypeAlias = Mapping[Key, int]
NOTHING_EXPECTED: Expected = MappingProxyType({})


class SaveState(msgspec.Struct, frozen=True):
    """Whether everything that was done is on disk. `reason` says why not."""

    word: Literal["saved", "saving", "not_saved"]
    reason: str = ""


SAVED = SaveState("saved")
SAVING = SaveState("saving")


class Holder(msgspec.Struct, frozen=True):
    """Who has a project open for writing. `since` is a time."""

    pid: int
    user: str
    host: str
    since: str

    def __str__(self) -> str:
        try:
            since = f"{datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError, OSError):
            since = self.since
        return f"{self.user} on {self.host}, process {self.pid}, since {since}"


class Recorded(msgspec.Struct, frozen=True):
    """A change with its number in the history of a project, from 1."""

    number: int
    change: Change


#: Called when something is new, on any thread; it asks the store for what is new.
Listener: TypeAlias = Callable[[], None]
StateListener: TypeAlias = Listener


class ReadyToCommit(NamedTuple):
    """All that takes long of committing a change, done ahead on a copy of the records.

    Attributes:
        change: the change.
        base: the number of the change before it; where another one has come since, this is worth nothing.
        tables: the records as they are after it.
        line: its line of the journal; empty where there is none.
        source: the records as they were, of the store that it was done for.
    """

    change: Change
    base: int
    tables: Tables
    line: bytes
    source: Tables

    def fits(self, change: Change, tables: Tables) -> bool:
        """Whether it is this change to these records, and nothing has changed since."""
        return self.change is change and self.source is tables and self.base == tables.number


class ReadyToTakeOver(Protocol):
    """What was done ahead to become the one who may write."""

    def give_back(self) -> None:
        """Stay one who only reads: nothing has changed."""


class Store(Protocol):
    """Keeps the records of one project.

    Records live in memory, in `tables`, and are handed out frozen. `commit` applies a change to them at
    once, whatever the disk does; `state` says how far that is. All methods but `flush` belong to one thread;
    listeners are called on any.

    Attributes:
        read_only: whether commits are refused.
        reason: why they are, in words; empty where it is because nobody asked for more yet.
        notices: what a person should be told about the opening, one line each.
    """

    read_only: bool
    reason: str
    notices: list[str]

    @property
    def tables(self) -> Tables:
        """The records as they are now."""

    @property
    def state(self) -> SaveState:
        """Whether every committed change is on disk."""

    def ready_to_commit(self, change: Change, told: Told | None = None) -> ReadyToCommit:
        """Do what takes long of committing a change; nothing is changed, so that it may run on another
        thread. Two changes can be told from each other only by the next `commit`.

        Args:
            change: the change.
            told: told three times from nothing to all how many edits are done; what it raises ends it.

        Raises:
            ReadOnlyError, ConflictError, ProjectError: as `commit` raises them.
        """

    def commit(
        self, change: Change, *, expect: Expected = NOTHING_EXPECTED, ready: ReadyToCommit | None = None
    ) -> int:
        """Apply all edits of a change, or none; its number. `ready` is what was done of it ahead: where
        nothing has come in between, the rest takes no longer than a small change.

        Raises:
            ReadOnlyError: the store was opened to be read.
            ConflictError: a record is not as the change, or `expect`, has it; nothing was changed.
            ProjectError: an edit cannot be kept; nothing was changed.
        """

    def on_state(self, listener: Listener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on another thread."""

    def on_news(self, listener: Listener | None) -> None:
        """Call `listener` when others have changed something, or `holder` has, possibly on another thread."""

    def catch_up(self) -> list[Change]:
        """Apply what others have changed meanwhile; those changes, the oldest first."""

    @property
    def holder(self) -> Holder | None:
        """Who else has the project open for writing; null where nobody has."""

    def ready_to_take_over(self) -> ReadyToTakeOver | None:
        """Do what takes long of `take_over`; it may run on another thread. What it gives is to be handed to
        `take_over`, or given back. Null where there is nothing to do ahead.

        Raises:
            BusyError, OSError: as `take_over` raises them.
        """

    def take_over(self, ready: ReadyToTakeOver | None = None) -> None:
        """Become the one who may write, after catching up; `ready` is what was done of it ahead.

        Raises:
            BusyError: somebody else has it still, or again.
            OSError: the folder cannot be written to.
        """

    def past(self, *, newest_first: bool = False) -> Iterator[Recorded]:
        """Every change that is known, as far back as the history goes, the oldest first unless asked
        otherwise.

        Raises:
            OSError: the history cannot be read.
        """

    def snapshot(self, target: Path, told: Told | None = None) -> None:
        """Write all records to a file that plain TinyDB opens, on disk when this returns; `told` is told how
        far that is.

        Raises:
            OSError: it could not be written.
        """

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or cannot be written, at most `timeout` seconds."""

    def close(self) -> SaveState:
        """Flush and let go of the files; the state that was reached."""
