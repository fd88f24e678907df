"""Where the records of a project are kept. Only this package knows TinyDB."""

from annotations.store.lock import login
from annotations.store.memory import MemoryStore
from annotations.store.protocol import SAVED, SAVING, SaveState, StateListener, Store
from annotations.store.tables import Tables
from annotations.store.tinydb_store import FILE_NAME, SCHEMA, TinyDBStore

__all__ = [
    "FILE_NAME",
    "SAVED",
    "SAVING",
    "SCHEMA",
    "MemoryStore",
    "SaveState",
    "StateListener",
    "Store",
    "Tables",
    "TinyDBStore",
    "login",
]
