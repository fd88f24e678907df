"""The disk that fails sees every call there is, and finds what is wrong with a store that promises less."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.faults.disk import Fault
from tests.faults.sessions import Desk, run
from tests.faults.test_every_system_call import SESSIONS
from tests.faults.tracing import Traced, needs_strace, trace

WORK = """
import json, sys
from collections import Counter
from pathlib import Path
from tests.faults.disk import Disk
from tests.faults.sessions import Desk, steady
from tests.faults.test_every_system_call import SESSIONS
folder = Path(sys.argv[1])
disk = Disk(str(folder), syncing=True)
steady()
disk.install()
SESSIONS[sys.argv[2]].work(Desk(folder, disk, None, lambda *_: None))
print(json.dumps(Counter(call.name for call in disk.calls if call.changing)))
"""
NAMES = {
    "pwrite64": "write",
    "unlinkat": "unlink",
    "mkdirat": "mkdir",
    "renameat": "rename",
    "renameat2": "rename",
    "replace": "rename",
    "pwrite": "write",
    "remove": "unlink",
    "fchmodat": "chmod",
}


@needs_strace()
@pytest.mark.parametrize("name", ["new out of an article", "twice", "mending", "backups", "taking over"])
def test_every_call_that_changes_something_is_seen(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    SESSIONS[name].prepare(folder)
    said, threads = trace(WORK, str(folder), name, to=tmp_path)
    seen: Counter[str] = Counter()
    for call, times in json.loads(said).items():
        seen[NAMES.get(call, call)] += times
    real = Counter(_kind(call) for thread in threads for call in thread if _inside(call, folder))
    del real[""]
    assert seen == real


def _inside(call: Traced, folder: Path) -> bool:
    return any(path == str(folder) or path.startswith(f"{folder}/") for path in call.paths)


def _kind(call: Traced) -> str:
    if call.name in ("open", "openat", "creat"):
        return "create" if "O_CREAT" in call.arguments or "O_TRUNC" in call.arguments else ""
    return NAMES.get(call.name, call.name)


# ---- Stock TinyDB on the same disk ---------------------------------------------------------------

DOCUMENTS = 20


def on_stock(desk: Desk) -> None:
    """Documents are added, changed and taken away with stock TinyDB."""
    with TinyDB(desk.folder / "stock.json") as database:
        for number in range(3):
            desk.tell("begun", number)
            if number == 0:
                database.insert({"text": "new"})
            elif number == 1:
                database.update({"text": "a"}, doc_ids=[1])
            else:
                database.remove(doc_ids=list(range(1, DOCUMENTS // 2)))
            desk.tell("saved", number)


@pytest.mark.parametrize(
    "kind",
    ["killed before", "killed after", "no space once", "short write, killed after", "no power, lengths kept"],
)
def test_stock_tinydb_loses_everything_on_the_same_disk(kind: str, place: Path) -> None:
    """The control: what finds nothing here would find nothing anywhere."""
    template, folder = place / "template", place / "project"
    template.mkdir()
    with TinyDB(template / "stock.json") as database:
        database.insert_multiple({"text": f"document {number}"} for number in range(DOCUMENTS))
    lost, at = 0, 0
    while True:
        at += 1
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        told = run(on_stock, folder, Fault(kind, at))
        if told.done and not told.hit:
            break
        try:
            with TinyDB(folder / "stock.json", access_mode="r") as database:
                lost += not database.get(doc_id=DOCUMENTS)
        except ValueError:
            lost += 1
    print(f"{kind}: {lost} of {at - 1} faults have lost every document")
    assert lost > 0
