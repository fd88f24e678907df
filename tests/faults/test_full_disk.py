"""A real disk without any room left: it is said, nothing in memory is lost, and room is all it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.tracing import ROOT

ROOM = "256k"
WAYS = (["unshare", "-rm"], ["unshare", "-m"])
BEGIN = """
import contextlib, json, os, signal, subprocess, sys, threading
from pathlib import Path
from tinydb import TinyDB
from annotations.records import Claim
from annotations.store import FILE_NAME, TinyDBStore, writer
from tests.faults.sessions import claim, put, settings
writer.RETRY = 0.01
disk = Path(sys.argv[1])
folder, ballast = disk / "project", disk / "ballast"
def ids(store):
    return [found.id for found in store.tables.all(Claim)]
def on_disk():
    with contextlib.closing(TinyDBStore(folder, read_only=True)) as store:
        return ids(store)
def fill(store):
    saved = []
    while True:
        id = f"claim {len(ids(store))}"
        store.commit(put(store.tables, claim(id, "x" * 300)))
        if store.state.word != "saved":
            return saved
        saved.append(id)
"""
FULL = f"""{BEGIN}
folder.mkdir()
ballast.write_bytes(bytes(160_000))
store = TinyDBStore(folder)
store.commit(settings())
saved = fill(store)
for number in range(5):
    store.commit(put(store.tables, claim(f"more {{number}}")))
told, memory, before = store.state, ids(store), on_disk()
reached = threading.Event()
store.on_state(lambda: reached.set() if store.state.word == "saved" else None)
ballast.unlink()
again = store.state.word == "saved" or reached.wait(20)
after = on_disk()
closed = store.close().word
with TinyDB(folder / FILE_NAME, access_mode="r") as database:
    stock = [found["id"] for found in database.table("claims").all()]
print(json.dumps([saved, told.word, told.reason, memory, before, again, after, closed, stock]))
"""
KILLED = f"""{BEGIN}
if len(sys.argv) > 2:
    store = TinyDBStore(folder)
    store.commit(settings())
    print(json.dumps(fill(store)), flush=True)
    store.commit(put(store.tables, claim("more")))
    os.kill(os.getpid(), signal.SIGKILL)
folder.mkdir()
ballast.write_bytes(bytes(160_000))
said = subprocess.run([sys.executable, "-c", sys.stdin.read(), sys.argv[1], "fill"], stdout=subprocess.PIPE)
saved, before = json.loads(said.stdout), on_disk()
with contextlib.closing(TinyDBStore(folder)) as store:
    full = ids(store)
ballast.unlink()
with contextlib.closing(TinyDBStore(folder)) as store:
    notices = store.notices
    store.commit(put(store.tables, claim("afterwards")))
with TinyDB(folder / FILE_NAME, access_mode="r") as database:
    stock = [found["id"] for found in database.table("claims").all()]
print(json.dumps([said.returncode, saved, before, full, notices, stock]))
"""
STOCK = """
import json, sys
from pathlib import Path
from tinydb import TinyDB
path, saved, left = Path(sys.argv[1]) / "stock.json", 0, 0
database = TinyDB(path)
try:
    while True:
        database.insert({"text": "x" * 300})
        saved += 1
except OSError:
    pass
try:
    with TinyDB(path, access_mode="r") as again:
        left = len(again)
except ValueError:
    pass
print(json.dumps([saved, left]))
"""


def on_a_small_disk(code: str, tmp_path: Path) -> Any:
    """Run Python code on a disk of its own with little room; what it says at the end."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare, with which to mount a small disk")
    for way in WAYS:
        mount = [*way, "sh", "-c", f'mount -t tmpfs -o size={ROOM} tmpfs "$0" && shift && exec "$@"']
        if subprocess.run([*mount, str(disk), "-", "true"], capture_output=True).returncode == 0:
            break
    else:
        pytest.skip("a small disk can be mounted neither as root nor in a namespace of one's own")
    done = subprocess.run(
        [*mount, str(disk), "-", sys.executable, "-c", code, str(disk)],
        capture_output=True,
        text=True,
        input=code,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_full_disk_is_told_costs_nothing_and_is_made_up_for_when_there_is_room(tmp_path: Path) -> None:
    saved, word, reason, memory, before, again, after, closed, stock = on_a_small_disk(FULL, tmp_path)
    assert len(saved) > 50
    assert (word, reason) == ("not_saved", "No space left on device")
    assert len(memory) == len(saved) + 6
    assert before == saved
    assert again
    assert closed == "saved"
    assert after == stock == memory


def test_a_process_that_is_killed_on_a_full_disk_has_lost_nothing_that_was_saved(tmp_path: Path) -> None:
    ended, saved, before, full, notices, stock = on_a_small_disk(KILLED, tmp_path)
    assert ended == -9
    assert len(saved) > 50
    assert before == full == saved
    assert notices == []
    assert stock == [*saved, "afterwards"]


def test_stock_tinydb_loses_everything_on_the_same_disk(tmp_path: Path) -> None:
    saved, left = on_a_small_disk(STOCK, tmp_path)
    assert saved > 50
    assert left == 0
