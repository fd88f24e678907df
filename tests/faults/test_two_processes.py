"""Several processes on one project, some of them killed, and clocks that are wrong."""

from __future__ import annotations

import contextlib
import datetime
import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tinydb import TinyDB

from annotations import Project, records, soundness
from annotations.errors import BusyError
from annotations.records import Claim
from annotations.store import FILE_NAME, SAVED, TinyDBStore, writer
from annotations.store.backups import FOLDER as BACKUPS
from annotations.store.backups import KEEP, Backups
from tests.faults.sessions import claim, drop, dump, put, settings
from tests.faults.tracing import ROOT

# ---- Two who want to write -----------------------------------------------------------------------

IN_TURN = """
import json, sys
from pathlib import Path
from annotations.errors import BusyError
from annotations.store import TinyDBStore
from tests.faults.sessions import claim, put
folder, me = Path(sys.argv[1]), sys.argv[2]
busy = 0
print("ready", flush=True)
sys.stdin.readline()
for turn in range(12):
    while True:
        try:
            store = TinyDBStore(folder)
            break
        except BusyError as problem:
            assert "another session" in str(problem), problem
            busy += 1
    for number in range(4):
        id = f"{me} {turn} {number}"
        store.commit(put(store.tables, claim(id)))
        if store.state.word == "saved":
            print(id, flush=True)
    if turn % 3:
        store.close()
    else:  # as a process ends that forgets it
        store._lock.release()
        store._writer._let_go()
print(json.dumps({"busy": busy}), flush=True)
"""


def test_of_two_writers_one_waits_and_both_lose_nothing(tmp_path: Path) -> None:
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        store.commit(settings())
    command = [sys.executable, "-c", IN_TURN, str(tmp_path)]
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
                )
            )
            for name in ("one", "other")
        ]
        for process in writers:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in writers:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate()[0].splitlines() for process in writers]
        assert [process.returncode for process in writers] == [0, 0]
    saved = {line for lines in said for line in lines[:-1]}
    assert len(saved) == 2 * 12 * 4
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert store.notices == []
        assert {found.id for found in store.tables.all(Claim)} == saved
        assert [found.number for found in store.past()] == list(range(1, len(saved) + 2))
    with TinyDB(tmp_path / FILE_NAME, access_mode="r") as database:
        assert {found["id"] for found in database.table("claims").all()} == saved


# ---- One who writes and is killed, and others who look -------------------------------------------


class Child:
    """A process that writes, and says the number of every change that is saved."""

    def __init__(self, folder: Path, seed: int) -> None:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other threads run; the child uses nothing of theirs
            self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(reading)
                _write(folder, random.Random(seed), lambda number: os.write(writing, b"%d\n" % number))
            finally:
                os._exit(0)
        os.close(writing)
        self._pipe = os.fdopen(reading)

    def wait_for(self, count: int) -> int:
        """Wait until so many changes are saved; the number of the last."""
        number = 0
        for _ in range(count):
            number = int(self._pipe.readline())
        return number

    def kill(self) -> int:
        """End it; the number of the last change that it called saved, 0 if it said none since."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        lines = [line for line in self._pipe if line.endswith("\n")]
        self._pipe.close()
        return int(lines[-1]) if lines else 0


def _write(folder: Path, draw: random.Random, tell: Callable[[int], object]) -> None:
    signal.alarm(60)
    writer.RETRY = 0.001
    real_write, real_sync = os.write, os.fdatasync
    ill = {"write": 0, "sync": 0}

    def write(handle: int, data: bytes) -> int:
        if ill["write"] and len(data) > 60:
            ill["write"] -= 1
            real_write(handle, memoryview(data)[: len(data) * 2 // 3])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(handle, data)

    def sync(handle: int) -> None:
        if ill["sync"]:
            ill["sync"] -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real_sync(handle)

    os.write, os.fdatasync = write, sync  # type: ignore[assignment]
    store = TinyDBStore(folder, background=True)
    number = 0
    while True:
        number += 1
        for _ in range(draw.randrange(1, 4)):
            known = [found.id for found in store.tables.all(Claim)]
            kind = draw.random()
            if known and kind < 0.2:
                store.commit(drop(store.tables, draw.choice(known)))
            elif known and kind < 0.5:
                store.commit(put(store.tables, claim(draw.choice(known), f"changed {draw.random()}")))
            else:
                store.commit(put(store.tables, claim(f"{os.getpid()} {store.tables.number}")))
        if store.flush(20) == SAVED:
            tell(store.tables.number)
        if draw.random() < 0.2:
            ill["write"] = 1
        if draw.random() < 0.2:
            ill["sync"] = 1
        if draw.random() < 0.2:
            last = store.tables.number
            if store.close() == SAVED:
                tell(last)
            store = TinyDBStore(folder, background=True)


class Looking:
    """A reader that is told when there is something new."""

    def __init__(self, folder: Path) -> None:
        self.store = TinyDBStore(folder, read_only=True)
        self._news = threading.Semaphore(0)
        self.store.on_news(self._news.release)

    def until(self, holds: Callable[[], bool]) -> bool:
        """Take in what is new until something holds."""
        self.store.catch_up()
        while not holds():
            if not self._news.acquire(timeout=20):
                return False
            self.store.catch_up()
        return True


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        store.commit(settings())
    return tmp_path


def test_who_follows_a_writer_that_is_killed_again_and_again_sees_what_it_saved(project: Path) -> None:
    looking, asking = Looking(project), TinyDBStore(project, read_only=True)
    draw = random.Random(7)
    last = 0
    for round in range(20):
        child = Child(project, round)
        last = max(last, child.wait_for(draw.randrange(1, 6)))
        assert looking.until(lambda: looking.store.tables.number >= last)  # noqa: B023
        asking.catch_up()
        assert asking.holder is None or asking.holder.pid == child.pid
        last = max(last, child.kill())
        with contextlib.closing(TinyDBStore(project, read_only=True)) as fresh:
            assert fresh.notices == []
            assert fresh.tables.number >= last
            truth, number = dump(fresh.tables), fresh.tables.number
        asking.catch_up()
        assert asking.holder is None
        assert (dump(asking.tables), asking.tables.number) == (truth, number)
        assert looking.until(lambda: dump(looking.store.tables) == truth)  # noqa: B023
        assert looking.store.tables.number == number
    looking.store.close()
    asking.close()
    with Project.open(project) as opened:
        assert soundness.check(opened) == []


def test_who_follows_takes_over_when_the_writer_has_died_and_goes_on_where_it_was(project: Path) -> None:
    follower, other = TinyDBStore(project, read_only=True), TinyDBStore(project, read_only=True)
    child = Child(project, 3)
    child.wait_for(3)
    follower.catch_up()
    assert follower.holder is not None
    assert follower.holder.pid == child.pid
    with pytest.raises(BusyError, match=f"process {child.pid}"):
        follower.take_over()
    assert follower.read_only
    last = child.kill()
    follower.take_over()
    assert not follower.read_only
    assert follower.tables.number >= last
    follower.commit(put(follower.tables, claim("mine")))
    other.catch_up()
    assert other.holder is not None
    assert other.holder.pid == os.getpid()
    assert dump(other.tables) == dump(follower.tables)
    with pytest.raises(BusyError, match=f"process {os.getpid()}"):
        other.take_over()
    assert follower.close() == SAVED
    other.take_over()
    other.commit(put(other.tables, claim("theirs")))
    truth = dump(other.tables)
    assert other.close() == SAVED
    with contextlib.closing(TinyDBStore(project)) as again:
        assert again.notices == []
        assert dump(again.tables) == truth


# ---- Clocks --------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock."""
    at = [datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)]

    class Datetime(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            at[0] += datetime.timedelta(seconds=1)
            return at[0]

    def set(day: str) -> None:
        at[0] = datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00")

    monkeypatch.setattr(records, "datetime", Datetime)
    monkeypatch.setattr(records, "time", SimpleNamespace(time_ns=lambda: int(at[0].timestamp() * 1e9)))
    return set


def test_a_clock_that_is_set_back_or_forward_by_a_year_changes_no_order_and_loses_nothing(
    project: Path, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for session, day in enumerate(("2026-05-01", "2025-05-01", "2027-05-01", "2026-04-30", "2025-01-01")):
        clock(day)
        monkeypatch.setattr(records, "_last_id", 0)  # as in a process of its own
        with Project.open(project) as opened:
            for number in range(3):
                opened.add_claim(f"{session} {number}")
                texts.append(f"{session} {number}")
            assert [found.text for found in opened.claims] == texts
            numbers = [found.number for found in opened.history()]
            assert numbers == sorted(numbers) == list(range(1, len(texts) + 2))
    monkeypatch.setattr(records, "_last_id", 0)
    clock("2024-01-01")
    with Project.open(project) as opened:
        while texts:
            undone = opened.undo()
            assert undone is not None
            assert undone.edits[0].after.text == texts.pop()  # type: ignore[union-attr]
            assert [found.text for found in opened.claims] == texts


def test_a_clock_that_is_wrong_by_a_year_throws_away_no_backup_that_would_have_been_kept(
    project: Path, clock: Callable[[str], None]
) -> None:
    made = 0
    days = ("2026-05-01",) * 4 + ("2025-05-01",) * 4 + ("2027-05-01",) * 4 + ("2024-05-01",) * 4
    for session, day in enumerate(days):
        clock(day)
        with contextlib.closing(TinyDBStore(project)) as store:
            made = store.tables.number
            store.commit(put(store.tables, claim(f"{session}")))
        kept = [backup.number for backup in Backups(project / BACKUPS).list()]
        assert kept[:KEEP] == list(range(made, 0, -1))[:KEEP]
    newest = Backups(project / BACKUPS).list()[0]
    data = json.loads(gzip.decompress(newest.path.read_bytes()))
    assert len(data["claims"]) == len(days) - 1
