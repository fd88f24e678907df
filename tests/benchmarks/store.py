"""What it costs to keep an edit: durable commits, opening and memory, as ratios to peers in the same run.

    python tests/benchmarks/store.py [ROUNDS]

All operations are taken in turn, in random order, in one process: a disk may take 0.2 ms for a sync in one
minute and 4 ms in the next, so only what was measured side by side can be compared. The bytes that are
appended raw are those of the very line that the store writes for the same change.
"""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from tinydb import TinyDB

from annotations.changes import Change, Edit
from annotations.records import Evidence, Quote, Settings, new_id, utc_now
from annotations.store import FILE_NAME, SAVED, TinyDBStore
from annotations.store.journal import encode_change

SIZES = (1_000, 10_000, 100_000)
CLOCK = time.perf_counter


def evidence(number: int) -> Evidence:
    """A piece as people make them: a sentence, its context, one link."""
    return Evidence(
        id=new_id(),
        claim=f"0192f0c0-0000-7000-8000-{number % 5000:012d}",
        article=f"0192f0c0-0000-7000-8000-{number % 200:012d}",
        stance="supports",
        quote=Quote(
            start=number, end=number + 80, exact=f"{number:08d}" + "x" * 72, prefix="y" * 32, suffix="z" * 32
        ),
        attribution=("0192f0c0-0000-7000-8000-000000000001",),
        annotator="mo",
        created=utc_now(),
        modified=utc_now(),
    )


def added(store: TinyDBStore, number: int) -> Change:
    piece = evidence(number)
    place = store.tables.next_place("evidence")
    edit = Edit("evidence", piece.id, place, None, piece)
    return Change(id=new_id(), label="supports · claim 1 · A", edits=(edit,), by="mo", at=utc_now())


def filled(folder: Path, size: int) -> None:
    """A closed project with this many pieces of evidence."""
    folder.mkdir()
    store = TinyDBStore(folder)
    pieces = [evidence(number) for number in range(size)]
    edits = [Edit("meta", "project", 1, None, Settings())]
    edits += [Edit("evidence", piece.id, n, None, piece) for n, piece in enumerate(pieces, start=1)]
    store.commit(Change(id=new_id(), label="filled", edits=tuple(edits)))
    assert store.close() == SAVED


class Timings:
    """Seconds by name; ratios of medians."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    def run(self, name: str, act: Callable[[], object]) -> None:
        begin = CLOCK()
        act()
        self.taken.setdefault(name, []).append(CLOCK() - begin)

    def median(self, name: str) -> float:
        return statistics.median(self.taken[name])

    def say(self, goal: str, name: str, peer: str, wanted: str) -> None:
        one, other = self.median(name), self.median(peer)
        print(f"{goal:<58} {one * 1e3:9.3f} {other * 1e3:9.3f}  {one / other:8.3f}   {wanted}")


def commits(home: Path, rounds: int) -> None:
    stores = {size: TinyDBStore(home / str(size)) for size in SIZES}
    waiting = TinyDBStore(home / "background", background=True)
    raw = os.open(home / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    database = sqlite3.connect(home / "sqlite", isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table evidence(id text primary key, claim text, article text, doc text)")
    database.execute("create index by_claim on evidence(claim)")
    database.execute("create index by_article on evidence(article)")
    time.sleep(3)  # until the backups at opening are written
    timings = Timings()
    ahead = Timings()
    gc.collect()
    gc.freeze()
    # The gap between two operations is as long as a person's, in small: nothing is warm from the one before.
    for round in range(rounds):
        acts: list[Callable[[], None]] = []

        def one_raw(round: int = round) -> None:
            line = encode_change(added(stores[1_000], round), 1)

            def append() -> None:
                os.write(raw, line)
                os.fdatasync(raw)

            timings.run("raw", append)

        def one_sqlite(round: int = round) -> None:
            piece = evidence(round)
            row = (piece.id, piece.claim, piece.article, msgspec.json.encode(piece))
            timings.run("sqlite", lambda: database.execute("insert into evidence values(?, ?, ?, ?)", row))

        def one_in_background(round: int = round) -> None:
            change = added(waiting, round)

            def commit() -> None:
                ahead.run("thread", lambda: waiting.commit(change))
                waiting.flush()

            timings.run("background", commit)

        def commit_to(size: int, round: int = round) -> Callable[[], None]:
            def one() -> None:
                change = added(stores[size], round)
                timings.run(str(size), lambda: stores[size].commit(change))

            return one

        acts = [one_raw, one_sqlite, one_in_background, *(commit_to(size) for size in SIZES)]
        random.shuffle(acts)
        for act in acts:
            act()
    for size in SIZES:
        timings.say(f"durable commit at {size:,} / raw append + fdatasync", str(size), "raw", "<= 1.25")
    timings.say("durable commit at 100,000 / at 1,000", "100000", "1000", "<= 1.15")
    timings.say("durable commit at 100,000 / SQLite WAL, synchronous=FULL", "100000", "sqlite", "<= 1")
    timings.say("commit in the background until saved / raw", "background", "raw", "")
    ninety_ninth = sorted(ahead.taken["thread"])[int(len(ahead.taken["thread"]) * 0.99)]
    print(f"{'the part on the screen thread at 100,000, p99 (ms)':<58} {ninety_ninth * 1e3:9.3f}")
    for store in (*stores.values(), waiting):
        assert store.close() == SAVED
    os.close(raw)
    database.close()


def against_stock(home: Path) -> None:
    """Stock TinyDB at 10,000 documents, a few rounds: it takes a while."""
    store = TinyDBStore(home / "10000")
    timings = Timings()
    with TinyDB(home / "stock10000.json", encoding="utf-8") as stock:
        stock.table("evidence").insert_multiple(msgspec.to_builtins(evidence(n)) for n in range(10_000))
        for round in range(15):
            document = msgspec.to_builtins(evidence(round))
            timings.run("stock", lambda: stock.table("evidence").insert(document))  # noqa: B023
            change = added(store, round)
            timings.run("ours", lambda: store.commit(change))  # noqa: B023
    timings.say("durable commit at 10,000 / stock TinyDB", "ours", "stock", "<= 0.01")
    store.close()


OPEN = """
import sys, time, gc
from pathlib import Path
path = Path(sys.argv[2])
if sys.argv[1] == "ours":
    from annotations.store import TinyDBStore
    begin = time.perf_counter()
    store = TinyDBStore(path, read_only=True)
    store.tables.count
else:
    from tinydb import TinyDB
    begin = time.perf_counter()
    stock = TinyDB(path / "variorum.json", access_mode="r", encoding="utf-8")
    stock.table("evidence").get(doc_id=1)
print(time.perf_counter() - begin)
"""
MEMORY = """
import gc, sys
from pathlib import Path
from annotations.store import TinyDBStore
def resident():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
TinyDBStore(Path(sys.argv[1]), read_only=True).close()
before = resident()
store = TinyDBStore(Path(sys.argv[2]), read_only=True)
print((resident() - before) / 100_000)
"""


def child(code: str, *arguments: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def opening(home: Path) -> None:
    timings = Timings()
    for _ in range(7):
        for who in random.sample(["ours", "stock"], 2):
            timings.taken.setdefault(who, []).append(child(OPEN, who, str(home / "100000")))
    timings.say("open at 100,000 / stock TinyDB, open and first read", "ours", "stock", "<= 1")
    if os.path.exists("/proc/self/statm"):
        size = child(MEMORY, str(home / "1000"), str(home / "100000"))
        print(f"{'memory for each document (bytes)':<58} {size:9.0f} {'':9}  {'':8}   <= 2000")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for size in SIZES:
            filled(home / str(size), size)
        filled(home / "background", SIZES[-1])
        print(f"{'':<58} {'ms':>9} {'peer ms':>9}  {'ratio':>8}   goal")
        opening(home)
        commits(home, rounds)
        against_stock(home)
    print(f"{FILE_NAME}: medians of {rounds} rounds; Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
