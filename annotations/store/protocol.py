"""What a project needs of the place where its records are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias

import msgspec

from annotations.changes import Change
from annotations.store.tables import Tables


class SaveState(msgspec.Struct, frozen=True):
    """Whether everything that was done is on disk. `reason` says why not."""

    word: Literal["saved", "saving", "not_saved"]
    reason: str = ""


SAVED = SaveState("saved")
SAVING = SaveState("saving")

#: Called when the state has changed, on any thread; it asks the store for the state it has by then.
StateListener: TypeAlias = Callable[[], None]


class Store(Protocol):
    """Keeps the records of one project.

    Records live in memory, in `tables`, and are handed out frozen. `commit` applies a change to them at
    once and never waits for the disk; `state` says how far the disk is.
    """

    read_only: bool

    @property
    def tables(self) -> Tables:
        """The records as they are now."""

    @property
    def state(self) -> SaveState:
        """Whether every committed change is on disk."""

    def commit(self, change: Change) -> None:
        """Apply all edits of a change, or none.

        Raises:
            ReadOnlyError: the store was opened to be read.
            ProjectError: an edit does not fit what is there; nothing was changed.
        """

    def on_state(self, listener: StateListener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on another thread."""

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or cannot be written, at most `timeout` seconds."""

    def close(self) -> SaveState:
        """Flush and let go of the files; the state that was reached."""
