"""Where the records of a project are kept. Only this package knows TinyDB."""

from annotations.store.journal import plain as plain_change
from annotations.store.lock import login
from annotations.store.memory import MemoryStore
from annotations.store.migrations import SCHEMA
from annotations.store.protocol import (
    SAVED,
    SAVING,
    Expected,
    Holder,
    ReadyToCommit,
    ReadyToTakeOver,
    Recorded,
    SaveState,
    StateListener,
    Store,
)
from annotations.store.recovery import FILE_NAME, has_project, past_faults
from annotations.store.tables import Tables, difference
from annotations.store.tinydb_store import TinyDBStore

__all__ = [
    "FILE_NAME",
    "SAVED",
    "SAVING",
    "SCHEMA",
    "Expected",
    "Holder",
    "MemoryStore",
    "ReadyToCommit",
    "ReadyToTakeOver",
    "Recorded",
    "SaveState",
    "StateListener",
    "Store",
    "Tables",
    "TinyDBStore",
    "difference",
    "has_project",
    "login",
    "past_faults",
    "plain_change",
]
