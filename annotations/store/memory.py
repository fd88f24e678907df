"""A store that keeps nothing: for tests, trials and projects that are only built to be exported."""

from __future__ import annotations

from annotations.changes import Change
from annotations.store.protocol import SAVED, SaveState, StateListener
from annotations.store.tables import Tables


class MemoryStore:
    """Records in memory only. Its state is always ``saved``: there is nothing further to save to."""

    read_only = False

    def __init__(self) -> None:
        self._tables = Tables()

    @property
    def tables(self) -> Tables:
        """The records as they are now."""
        return self._tables

    @property
    def state(self) -> SaveState:
        """Always ``saved``."""
        return SAVED

    def commit(self, change: Change) -> None:
        """Apply all edits of a change, or none.

        Raises:
            ProjectError: an edit does not fit what is there.
        """
        self._tables.apply(change)

    def on_state(self, listener: StateListener | None) -> None:
        """The state never changes, so nobody is ever told."""

    def flush(self, timeout: float | None = None) -> SaveState:  # noqa: ARG002
        """Nothing to wait for."""
        return SAVED

    def close(self) -> SaveState:
        """Nothing to let go of."""
        return SAVED
