"""Two projects on one set of records: one writes, the other follows, as two processes on one folder do."""

from __future__ import annotations

from pathlib import Path

from annotations import Project
from annotations.changes import Change
from annotations.errors import BusyError, ReadOnlyError
from annotations.store import Holder, MemoryStore, ReadyToTakeOver
from annotations.store.protocol import NOTHING_EXPECTED, Expected, Listener
from annotations.texts import MemoryTexts

FIRST = Holder(pid=7, user="ana", host="desk", since="2024-06-17T12:00:00.000Z")


class FollowingStore(MemoryStore):
    """A store that takes what another one has committed, when it is asked to catch up."""

    def __init__(self, leader: MemoryStore) -> None:
        super().__init__()
        self.read_only = True
        self.others: Holder | None = FIRST
        self._leader = leader
        self._taken = 0
        self._listener: Listener | None = None
        self.catch_up()

    @property
    def holder(self) -> Holder | None:
        return self.others

    def on_news(self, listener: Listener | None) -> None:
        self._listener = listener

    def tell(self) -> None:
        """Say that there is news."""
        if self._listener is not None:
            self._listener()

    def leave(self) -> None:
        """The one who has the project open for writing leaves."""
        self.others = None
        self.tell()

    def catch_up(self) -> list[Change]:
        past = list(self._leader.past())[self._taken :]
        self._taken += len(past)
        for recorded in past:
            self._tables.apply(recorded.change, recorded.number)
        return [recorded.change for recorded in past]

    def commit(self, change: Change, *, expect: Expected = NOTHING_EXPECTED) -> int:
        if self.read_only:
            raise ReadOnlyError("the project is open to be read only")
        return super().commit(change, expect=expect)

    def ready_to_take_over(self) -> ReadyToTakeOver | None:
        if self.others is not None:
            raise BusyError("the project is open in another session")
        return None

    def take_over(self, ready: ReadyToTakeOver | None = None) -> None:
        self.read_only = False


class Pair:
    """A project that is being written, and the one that follows it."""

    def __init__(self, folder: Path) -> None:
        store, texts = MemoryStore(), MemoryTexts()
        self.leader = Project(store, texts, folder=folder, annotator="ana")
        self.leader.add_files(sorted(folder.glob("*.txt")))
        self.store = FollowingStore(store)
        self.follower = Project(self.store, texts, folder=folder, annotator="mo")
