"""A process that works on a project while its disk fails, and what it says of it as long as it lives."""

from __future__ import annotations

import contextlib
import datetime
import gc
import itertools
import os
import pickle
import shutil
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import msgspec

from annotations import durable, records
from annotations.changes import Change, Edit
from annotations.errors import VariorumError
from annotations.project import Project
from annotations.records import TABLES, Claim, Settings
from annotations.store import TinyDBStore, writer
from annotations.store.tables import Tables
from tests.faults.disk import Call, Disk, Fault

#: The records of a project: for each table the places and records in order, and the highest place given.
Records = dict[str, tuple[list[tuple[int, bytes]], int]]
#: What a process does with a project.
Work = Callable[["Desk"], None]


def dump(tables: Tables) -> Records:
    """Records, so that they can be compared."""
    return {
        table: (
            [(place, msgspec.json.encode(record)) for place, record in tables.placed(table)],
            tables.next_place(table) - 1,
        )
        for table in TABLES
    }


def settings() -> Change:
    """The change that makes a project."""
    return Change(id="made", label="made", edits=(Edit("meta", "project", 1, None, Settings()),))


def claim(id: str, text: str = "") -> Claim:
    """A claim that is a little longer than a line, as claims are."""
    return Claim(
        id=id, text=text or f"{id}: the ferry stayed in port – “Läuft nicht”, it was said.", tags=("a",)
    )


def put(tables: Tables, *claims: Claim, label: str = "put") -> Change:
    """The change that adds these claims, or puts them in the place of those with the same ids."""
    first = itertools.count(tables.next_place("claims"))
    edits = []
    for made in claims:
        place = tables.place("claims", made.id) or next(first)
        edits.append(Edit("claims", made.id, place, tables.get(Claim, made.id), made))
    return Change(id=f"{label} {claims[0].id}", label=label, edits=tuple(edits), by="me")


def drop(tables: Tables, id: str) -> Change:
    """The change that deletes a claim."""
    place = tables.place("claims", id)
    assert place is not None
    edit = Edit("claims", id, place, tables.get(Claim, id), None)
    return Change(id=f"drop {id}", label="drop", edits=(edit,), by="me")


class Told:
    """What a process said before it ended, and how it ended."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.saved: list[int] = []
        self.states: dict[int, Records] = {}
        self.memory: Records | None = None
        self.calls: list[Call] = []
        self.refused: list[str] = []
        self.left: dict[str, bytes | None] | None = None
        self.trouble = ""
        self.hit = False
        self.done = False


class Desk:
    """What a process in which the disk may fail works with."""

    def __init__(self, folder: Path, disk: Disk, fault: Fault | None, tell: Callable[..., None]) -> None:
        self.folder, self.disk, self.fault, self.tell = folder, disk, fault, tell

    def store(self, **options: Any) -> TinyDBStore:
        """Open the store; again, where the disk failed the first time."""
        return self.sure(lambda: TinyDBStore(self.folder, **options))

    def project(self, **options: Any) -> Project:
        """Open the project."""
        return self.sure(lambda: Project.open(self.folder, annotator="me", **options))

    def sure(self, do: Callable[[], Any]) -> Any:
        """Do something; where the disk fails, do it again once it works."""
        try:
            return do()
        except (OSError, VariorumError) as problem:
            if not self.disk.hit:
                raise
            self.tell("refused", f"{type(problem).__name__}: {problem}")
            self.works_again()
            _begin_time()
            return do()

    def leave(self, store: TinyDBStore) -> None:
        """End without closing a store; where it is not all on disk, wait for that before."""
        self.settle(store)
        if store.state.word != "saved":
            self.works_again()
            self.wait(store)
            self.settle(store)
        self.tell("memory", dump(store.tables))

    def close(self, store: TinyDBStore) -> None:
        """The same, and close it."""
        self.leave(store)
        number = store.tables.number
        if store.close().word == "saved":
            self.tell("saved", number)
        self.works_again()

    def settle(self, store: TinyDBStore) -> None:
        """Wait until everything is on disk, or is known not to be."""
        number = store.tables.number
        if store.flush(20).word == "saved":
            self.tell("saved", number)

    def wait(self, store: TinyDBStore) -> None:
        """Wait until the store has saved by itself what it could not save."""
        reached = threading.Event()
        store.on_state(lambda: reached.set() if store.state.word == "saved" else None)
        if store.state.word != "saved" and not reached.wait(20):
            self.tell("trouble", f"never saved: {store.state}")

    def works_again(self) -> None:
        """Let the disk work again; or let the process end, where it is not to live that long."""
        if self.disk.failing and self.fault is not None and self.fault.kind.endswith("until killed"):
            self.disk.kill()
        self.disk.lift()


def run(work: Work, folder: Path, fault: Fault | None = None, *, states: bool = False) -> Told:
    """Work on a project in a process of its own, whose disk fails; all that it said.

    Args:
        work: what is done.
        folder: the project folder. After a loss of power it is as that left it.
        fault: what is to go wrong.
        states: have it say what the records are after each change.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other threads run; the child uses nothing of theirs
        child = os.fork()
    if child == 0:
        gc.disable()  # every object that it looks at would be copied
        os.close(reading)
        _be_the_child(work, folder, fault, writing, states)
    os.close(writing)
    told = Told()
    with os.fdopen(reading, "rb") as pipe:
        for word, what in _messages(pipe):
            _take(told, word, what)
    os.waitpid(child, 0)
    if told.left is not None:
        _lay_out(folder, told.left)
    return told


def _messages(pipe: Any) -> Iterator[tuple[str, Any]]:
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(pipe)


def _take(told: Told, word: str, what: Any) -> None:
    if word in ("begun", "saved"):
        getattr(told, word).append(what)
    elif word == "state":
        told.states[what[0]] = what[1]
    elif word == "refused":
        told.refused.append(what)
    else:
        setattr(told, word, what)


def _lay_out(folder: Path, left: dict[str, bytes | None]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    for name, data in left.items():
        if data is None:
            (folder / name).mkdir()
    for name, data in left.items():
        if data is not None:
            (folder / name).write_bytes(data)


# ---- In the child --------------------------------------------------------------------------------


def _be_the_child(work: Work, folder: Path, fault: Fault | None, pipe: int, states: bool) -> NoReturn:
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(60)
        mutex = threading.Lock()

        def tell(word: str, what: Any = None) -> None:
            with mutex:
                data = memoryview(pickle.dumps((word, what)))
                while data:
                    data = data[os.write(pipe, data) :]

        try:
            disk = Disk(str(folder), fault, last_words=lambda left: tell("left", left))
            steady()
            report(tell, states)
            disk.install()
            work(Desk(folder, disk, fault, tell))
            tell("hit", disk.hit)
            tell("calls", disk.calls)
            tell("done", True)
        except BaseException:
            tell("trouble", traceback.format_exc())
    finally:
        os._exit(0)


def report(tell: Callable[[str, Any], None], states: bool) -> None:
    """Have every commit of this process told, before and after."""
    real = TinyDBStore.commit

    def commit(self: TinyDBStore, change: Change, **more: Any) -> int:
        tell("begun", self.tables.number + 1)
        number = real(self, change, **more)
        if self.state.word == "saved":
            tell("saved", number)
        if states:
            tell("state", (number, dump(self.tables)))
        return number

    TinyDBStore.commit = commit  # type: ignore[method-assign]


def steady() -> None:
    """Make every run the same: ids, times, and which thread comes first."""
    writer.RETRY = 0.002
    records.os = SimpleNamespace(urandom=bytes)  # type: ignore[attr-defined]
    names = itertools.count()
    durable.secrets = SimpleNamespace(token_hex=lambda n: f"{next(names):012x}")  # type: ignore[attr-defined]
    _begin_time()
    writer.threading = SimpleNamespace(  # type: ignore[attr-defined]
        Lock=threading.Lock, Condition=threading.Condition, Thread=_Thread
    )
    writer.queue = SimpleNamespace(SimpleQueue=_Queue, Empty=_Empty)  # type: ignore[attr-defined]


def _begin_time() -> None:
    ticks = itertools.count(1_700_000_000_000_000_000, 1_000_000_000)
    records.time = SimpleNamespace(time_ns=lambda: next(ticks))  # type: ignore[attr-defined]
    records.datetime = _Datetime  # type: ignore[attr-defined,misc]
    records._last_id = 0


class _Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return datetime.datetime(2026, 5, 1, 12, tzinfo=tz)


class _Thread(threading.Thread):
    """The writer's thread, at rest when it has been started; the backup's, done when it has been started."""

    def start(self) -> None:
        if self.name == "variorum-backup":
            self.run()
            return
        _Queue.resting.clear()
        super().start()
        _Queue.resting.wait(20)

    def join(self, timeout: float | None = None) -> None:
        if self.name != "variorum-backup":
            super().join(timeout)


class _Empty(Exception):
    pass


class _Queue:
    """A queue that tells when somebody waits for it."""

    resting = threading.Event()

    def __init__(self) -> None:
        self._count = threading.Semaphore(0)

    def put(self, item: None) -> None:
        self._count.release()

    def get(self, timeout: float | None = None) -> None:
        _Queue.resting.set()
        if not self._count.acquire(timeout=timeout):
            raise _Empty


def undo_of(change: Change) -> Change:
    """The change that takes another back."""
    return change.inverse(by="me")
