"""The store of a project folder: what is promised about the disk, and what happens when the disk fails."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations import Project, durable
from annotations.changes import Change, Edit
from annotations.errors import BusyError, DamagedError, ProjectError, ReadOnlyError
from annotations.records import Claim, Settings
from annotations.store import FILE_NAME, SAVED, SAVING, SCHEMA, MemoryStore, TinyDBStore, writer
from annotations.store.journal import scan
from annotations.store.lock import holder
from annotations.store.recovery import JOURNAL_NAME


def add(store: TinyDBStore | MemoryStore, *ids: str) -> None:
    first = store.tables.next_place("claims")
    edits = (
        Edit("claims", id, first + n, None, Claim(id=id, text=f"claim {id}")) for n, id in enumerate(ids)
    )
    store.commit(Change(id="x", label="add", edits=tuple(edits)))


def ids(store: TinyDBStore) -> list[str]:
    return [claim.id for claim in store.tables.all(Claim)]


def on_disk(folder: Path) -> list[str]:
    """The claims that a reader of the files finds, snapshot and journal together."""
    with contextlib.closing(TinyDBStore(folder, read_only=True)) as reader:
        return ids(reader)


def files(folder: Path) -> dict[str, bytes]:
    """All files with their content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def snapshot(folder: Path) -> list[str]:
    """The claims in the snapshot alone."""
    rows = json.loads((folder / FILE_NAME).read_bytes())["claims"]
    return [rows[number]["id"] for number in sorted(rows, key=int)]


def journal(folder: Path) -> list[str]:
    """The labels of the changes in the journal."""
    read = scan((folder / JOURNAL_NAME).read_bytes())
    assert not read.damaged
    return [recorded.change.label for recorded in read.changes]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyDBStore]:
    store = TinyDBStore(tmp_path, background=True)
    store.commit(Change(id="0", label="made", edits=(Edit("meta", "project", 1, None, Settings()),)))
    store.flush()
    with contextlib.closing(store):
        yield store


def until(store: TinyDBStore, word: str) -> Callable[[], None]:
    """Wait, once called, for a state that the store reaches after now."""
    reached = threading.Event()

    def listen() -> None:
        if store.state.word == word:
            reached.set()

    store.on_state(listen)
    return lambda: None if reached.wait(20) else pytest.fail(f"never {word}")


# ---- Saving --------------------------------------------------------------------------------------


def test_what_was_flushed_is_on_disk(store: TinyDBStore, tmp_path: Path) -> None:
    add(store, "1", "2")
    assert store.flush() == SAVED
    assert on_disk(tmp_path) == ["1", "2"]


def test_closing_flushes(store: TinyDBStore, tmp_path: Path) -> None:
    for number in range(50):
        add(store, str(number))
    assert store.close() == SAVED
    assert on_disk(tmp_path) == [str(number) for number in range(50)]


def test_stock_tinydb_opens_the_file_and_finds_every_claim_in_order(
    store: TinyDBStore, tmp_path: Path
) -> None:
    add(store, *"cab")
    store.close()
    with TinyDB(tmp_path / FILE_NAME, access_mode="r") as database:
        claims = database.table("claims").all()
        assert [(claim.doc_id, claim["id"]) for claim in claims] == [(1, "c"), (2, "a"), (3, "b")]
        assert database.tables() == {"meta", "articles", "origins", "claims", "evidence", "reviews"}
        assert database.table("meta").all()[0]["schema"] == SCHEMA


def spied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls by which files are written, from now on, with the names of the files."""
    calls: list[str] = []
    names: dict[int, str] = {}

    def spy(name: str, tell: Callable[..., str]) -> None:
        real = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            result = real(*args, **kwargs)
            if name == "open":
                names[result] = Path(os.fspath(args[0])).name.split(".tmp")[0]  # type: ignore[arg-type]
            else:
                calls.append(tell(*args))
            return result

        monkeypatch.setattr(durable.os, name, call)

    def named(handle: int) -> str:
        return re.sub(r"\.[0-9a-f]{12}$", "", names.get(handle, "journal"))

    spy("open", lambda *_: "")
    spy("write", lambda handle, _: f"write {named(handle)}")
    spy("fsync", lambda handle: f"fsync {named(handle)}")
    spy("fdatasync", lambda handle: f"fdatasync {named(handle)}")
    for move in ("replace", "rename"):
        spy(move, lambda one, other: f"to {Path(other).relative_to(Path(one).parent)}")
    return calls


def test_a_change_is_written_and_synced_before_it_counts_as_saved(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "1")
    store.flush()
    calls = spied(monkeypatch)
    store.on_state(lambda: calls.append(store.state.word))
    add(store, "2")
    store.flush()
    monkeypatch.undo()
    assert calls == ["saving", "write journal", "fdatasync journal", "saved"]


def test_a_snapshot_is_whole_on_disk_before_the_journal_goes_into_the_history(
    store: TinyDBStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "1")
    store.flush()
    calls = spied(monkeypatch)
    store.close()
    monkeypatch.undo()
    here = tmp_path.name
    past = "history/0000000002-0000000002.journal"
    assert calls == [
        *(f"write .{FILE_NAME}", f"fsync .{FILE_NAME}", f"to {FILE_NAME}", f"fsync {here}"),
        *(f"to {past}", "fsync history", f"fsync {here}"),
        *(f"write .{JOURNAL_NAME}", f"fsync .{JOURNAL_NAME}", f"to {JOURNAL_NAME}", f"fsync {here}"),
    ]


def test_temporary_files_do_not_pile_up(store: TinyDBStore, tmp_path: Path) -> None:
    for number in range(20):
        add(store, str(number))
        store.flush()
    store.close()
    files = {name for name in os.listdir(tmp_path) if (tmp_path / name).is_file()}
    assert files == {FILE_NAME, JOURNAL_NAME, f"{FILE_NAME}.lock"}
    assert not list(tmp_path.rglob("*.tmp"))


def test_what_a_killed_writer_left_half_written_is_taken_away_at_the_next_opening(tmp_path: Path) -> None:
    left, mine = tmp_path / f".{FILE_NAME}.0123456789ab.tmp", tmp_path / ".notes.tmp"
    left.write_bytes(b'{"meta": ')
    mine.write_bytes(b"mine")
    TinyDBStore(tmp_path, read_only=True).close()
    assert left.exists()
    TinyDBStore(tmp_path).close()
    assert not left.exists()
    assert mine.read_bytes() == b"mine"


def test_a_burst_of_changes_needs_few_writes(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.flush()
    go, entered, writes = threading.Event(), threading.Event(), []
    real = writer.write_all

    def slow(handle: int, data: bytes) -> None:
        writes.append(len(data))
        entered.set()
        assert go.wait(20)
        real(handle, data)

    monkeypatch.setattr(writer, "write_all", slow)
    add(store, "first")
    assert entered.wait(20)
    for number in range(30):
        add(store, str(number))
    assert store.state == SAVING
    assert store.flush(timeout=0) == SAVING
    go.set()
    assert store.flush() == SAVED
    assert len(writes) == 2
    assert len(on_disk(tmp_path)) == 31


def test_a_commit_in_the_background_never_waits_for_the_disk(
    store: TinyDBStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.flush()
    go = threading.Event()
    real = writer.write_all
    monkeypatch.setattr(writer, "write_all", lambda handle, data: go.wait(20) and real(handle, data))
    add(store, "1")
    add(store, "2")
    assert ids(store) == ["1", "2"]
    assert store.state == SAVING
    go.set()
    assert store.flush() == SAVED


def test_any_other_commit_is_on_disk_when_it_returns(tmp_path: Path) -> None:
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        store.commit(Change(id="0", label="made", edits=(Edit("meta", "project", 1, None, Settings()),)))
        for number in range(3):
            add(store, str(number))
            assert store.state == SAVED
            assert journal(tmp_path) == ["add"] * (number + 1)


# ---- When the disk fails -------------------------------------------------------------------------


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Writing fails while the list says so, and is tried again at once."""
    fails = [False]
    real = os.write

    def write(handle: int, data: bytes) -> int:
        if fails[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, data)

    monkeypatch.setattr(durable.os, "write", write)
    monkeypatch.setattr(writer, "RETRY", 0.01)
    return fails


def test_a_full_disk_is_said_and_the_edit_kept(store: TinyDBStore, tmp_path: Path, full: list[bool]) -> None:
    add(store, "1")
    store.flush()
    before = files(tmp_path)
    full[0] = True
    add(store, "2")
    state = store.flush()
    assert (state.word, state.reason) == ("not_saved", "No space left on device")
    assert ids(store) == ["1", "2"]
    assert files(tmp_path) == before
    full[0] = False


def test_what_could_not_be_saved_is_saved_by_itself_once_it_works_again(
    store: TinyDBStore, tmp_path: Path, full: list[bool]
) -> None:
    store.flush()
    full[0] = True
    add(store, "1")
    assert store.flush().word == "not_saved"
    wait = until(store, "saved")
    full[0] = False
    wait()
    assert on_disk(tmp_path) == ["1"]


def test_edits_after_a_failure_do_not_hide_it(store: TinyDBStore, full: list[bool]) -> None:
    full[0] = True
    add(store, "1")
    assert store.flush().word == "not_saved"
    add(store, "2")
    assert store.state.word == "not_saved"
    full[0] = False
    assert store.close() == SAVED


def test_closing_tries_once_more(
    store: TinyDBStore, tmp_path: Path, full: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RETRY", 1000.0)
    full[0] = True
    add(store, "1")
    assert store.flush().word == "not_saved"
    full[0] = False
    assert store.close() == SAVED
    assert on_disk(tmp_path) == ["1"]


def test_closing_says_when_it_could_not_save(store: TinyDBStore, tmp_path: Path, full: list[bool]) -> None:
    store.flush()
    full[0] = True
    add(store, "1")
    assert store.close().word == "not_saved"
    full[0] = False
    with contextlib.closing(TinyDBStore(tmp_path)) as again:
        assert ids(again) == []


@pytest.mark.parametrize("step", ["write", "fdatasync"])
def test_whatever_step_fails_what_was_saved_stays(
    store: TinyDBStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add(store, "1")
    store.flush()

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken:
        broken.setattr(durable.os, step, fail)
        add(store, "2")
        assert store.flush().word == "not_saved"
        assert on_disk(tmp_path)[:1] == ["1"]
    assert store.close() == SAVED
    assert on_disk(tmp_path) == snapshot(tmp_path) == ["1", "2"]


def test_a_file_whose_sync_failed_is_not_trusted_again(
    store: TinyDBStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RETRY", 1000.0)
    add(store, "1")
    store.flush()
    suspect = (tmp_path / JOURNAL_NAME).stat().st_ino
    with monkeypatch.context() as broken:
        broken.setattr(writer, "sync_data", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "EIO")))
        add(store, "2")
        assert store.flush().word == "not_saved"
    with (tmp_path / "elsewhere").open("wb"):  # keeps the file system from giving the same inode again
        add(store, "3")
        assert store.flush() == SAVED
    assert (tmp_path / JOURNAL_NAME).stat().st_ino != suspect
    assert on_disk(tmp_path) == ["1", "2", "3"]
    assert journal(tmp_path) == ["add"] * 3


def test_a_journal_that_somebody_takes_away_is_written_anew(store: TinyDBStore, tmp_path: Path) -> None:
    add(store, "1")
    store.flush()
    (tmp_path / JOURNAL_NAME).unlink()
    add(store, "2")
    assert store.flush() == SAVED
    assert on_disk(tmp_path) == ["1", "2"]


def test_listeners_are_told_of_saving_failing_and_saved(store: TinyDBStore, full: list[bool]) -> None:
    store.flush()
    words: list[str] = []
    store.on_state(lambda: words.append(store.state.word))
    full[0] = True
    add(store, "1")
    store.flush()
    full[0] = False
    store.close()
    assert "not_saved" in words
    assert words[-1] == "saved"


def test_a_listener_that_breaks_does_not_end_the_saving(store: TinyDBStore, tmp_path: Path) -> None:
    def broken() -> None:
        raise RuntimeError("the screen is gone")

    store.on_state(broken)
    add(store, "1")
    assert store.flush() == SAVED
    store.on_state(None)
    add(store, "2")
    assert store.flush() == SAVED
    assert on_disk(tmp_path) == ["1", "2"]


def test_a_store_that_is_closed_takes_no_more_changes(store: TinyDBStore, tmp_path: Path) -> None:
    add(store, "1")
    store.close()
    with pytest.raises(ProjectError, match="closed"):
        add(store, "2")
    assert store.flush(timeout=5) == SAVED
    assert ids(store) == on_disk(tmp_path) == ["1"]


# ---- Files that are not ours, or not whole -------------------------------------------------------

META = {"1": {"id": "project", "format": "variorum", "schema": 1, "created": "", "undecided": []}}
DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n",
    "cut short": b'{"meta": {"1": {"id": "project", "form',
    "not JSON": b"\x00\x01\x02",
    "a list": b"[]",
    "null": b"null",
    "a foreign TinyDB file": b'{"_default": {"1": {"name": "somebody"}}}',
    "a foreign JSON file": b'{"meta": {"1": {"format": "other", "schema": 1}}}',
    "no schema": b'{"meta": {"1": {"format": "variorum"}}}',
    "a schema in words": b'{"meta": {"1": {"format": "variorum", "schema": "one"}}}',
    "no documents": b'{"meta": {}}',
    "meta of another shape": b'{"meta": {"1": ["variorum"]}}',
    "an exchange file": b'{"format": "variorum", "version": 1, "articles": []}',
    "an unknown table": json.dumps({"meta": META, "spies": {"1": {}}}).encode(),
    "an unknown field": json.dumps(
        {"meta": META, "claims": {"1": {"id": "c", "text": "t", "x": 1}}}
    ).encode(),
    "a wrong type": json.dumps({"meta": META, "claims": {"1": {"id": "c", "text": 5}}}).encode(),
    "a missing field": json.dumps({"meta": META, "claims": {"1": {"id": "c"}}}).encode(),
    "an id twice": json.dumps(
        {"meta": META, "claims": {"1": {"id": "c", "text": "t"}, "2": {"id": "c", "text": "u"}}}
    ).encode(),
    "a number that is none": json.dumps({"meta": META, "claims": {"one": {"id": "c", "text": "t"}}}).encode(),
    "a number below one": json.dumps({"meta": META, "claims": {"0": {"id": "c", "text": "t"}}}).encode(),
    "deep nesting": b'{"meta": ' + b"[" * 100_000,
    "half overwritten": json.dumps({"meta": META}).encode() + b'"old tail"}',
}


@pytest.mark.parametrize("what", DAMAGED)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_project_is_refused_and_left_byte_for_byte(
    what: str, read_only: bool, tmp_path: Path
) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(DAMAGED[what])
    with pytest.raises(DamagedError) as refused:
        TinyDBStore(tmp_path, read_only=read_only)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == DAMAGED[what]


def test_a_refused_file_does_not_stay_locked(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"")
    with pytest.raises(DamagedError) as refused:
        TinyDBStore(tmp_path)
    (tmp_path / FILE_NAME).unlink()
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert store.state == SAVED
    del refused  # until here its traceback kept the refused store, and the lock must be gone all the same


def test_a_file_of_a_newer_version_is_open_to_be_read_only_and_left_byte_for_byte(tmp_path: Path) -> None:
    settings = {"format": "variorum", "schema": SCHEMA + 1, "new": 1}
    claims = {"1": {"id": "c", "text": "t", "mood": "glad"}}
    data = json.dumps({"meta": {"1": settings}, "claims": claims, "moods": {"1": {}}}).encode()
    (tmp_path / FILE_NAME).write_bytes(data)
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert store.read_only
        assert ids(store) == ["c"]
        (notice,) = store.notices
        assert "newer version" in notice
        with pytest.raises(ReadOnlyError, match="newer version"):
            add(store, "2")
    assert (tmp_path / FILE_NAME).read_bytes() == data


def test_opening_and_closing_without_a_change_writes_nothing(store: TinyDBStore, tmp_path: Path) -> None:
    add(store, "1")
    store.close()
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns, (tmp_path / FILE_NAME).stat().st_ino
    TinyDBStore(tmp_path).close()
    TinyDBStore(tmp_path, read_only=True).close()
    assert before == ((tmp_path / FILE_NAME).stat().st_mtime_ns, (tmp_path / FILE_NAME).stat().st_ino)


# ---- Other processes -----------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from annotations import Project
with Project.open(Path(sys.argv[1]), with_files=False) as project:
    project.add_claim("Theirs.")
    project.flush()
    print("ready", flush=True)
    sys.stdin.readline()
"""
FILL = """
import sys
from pathlib import Path
from annotations import Project
project = Project.open(Path(sys.argv[1]), with_files=False)
number = 0
while True:
    for _ in range(5):
        number += 1
        project.add_claim(f"{number}")
    project.flush()
    print(number, flush=True)
"""


@contextlib.contextmanager
def child(code: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_told_who_has_the_project(tmp_path: Path) -> None:
    with child(HOLD, tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(BusyError, match=f"process {process.pid}"):
            TinyDBStore(tmp_path)
        with contextlib.closing(TinyDBStore(tmp_path, read_only=True)) as reader:
            assert [claim.text for claim in reader.tables.all(Claim)] == ["Theirs."]
        with pytest.raises(BusyError):
            TinyDBStore(tmp_path)
        process.communicate("\n")
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert len(ids(store)) == 1


def test_a_second_writer_in_the_same_process_is_refused_too(store: TinyDBStore, tmp_path: Path) -> None:
    with pytest.raises(BusyError, match=f"process {os.getpid()}"):
        TinyDBStore(tmp_path)


@pytest.mark.parametrize("data", [b"", b"null", b"{}", b"\xff\xfe", b'{"pid": 1}'])
def test_a_lock_file_that_says_nothing_is_read_as_another_process(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(data)
    assert holder(tmp_path / "lock") == "another process"
    assert holder(tmp_path / "none") == "another process"


def test_a_killed_process_leaves_a_whole_file_with_everything_that_was_flushed(tmp_path: Path) -> None:
    for round in range(4):
        folder = tmp_path / str(round)
        folder.mkdir()
        with child(FILL, folder) as process:
            assert process.stdout is not None
            flushed = 0
            for _ in range(1 + round * 3):
                flushed = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)
            # What it said before it died counts as well.
            flushed = max([flushed, *(int(line) for line in process.stdout if line.endswith("\n"))])
            process.wait()
        with contextlib.closing(TinyDBStore(folder)) as store:
            texts = [claim.text for claim in store.tables.all(Claim)]
        assert texts == [str(number) for number in range(1, len(texts) + 1)]
        assert len(texts) >= flushed


def test_the_history_keeps_no_second_copy_of_a_record_that_is_in_memory(tmp_path: Path) -> None:
    with Project.open(tmp_path / "p", annotator="mo") as project:
        project.add_records("two", [Claim(id="c1", text="one"), Claim(id="c2", text="two")])
    with Project.open(tmp_path / "p", annotator="mo") as project:
        project.set_claim("c2", text="other")
    store = TinyDBStore(tmp_path / "p", read_only=True)
    first, *_, last = (recorded.change for recorded in store.past() if recorded.change.touches("claims"))
    assert first.edits[0].after is store.tables.record("claims", "c1")
    assert first.edits[1].after == Claim(id="c2", text="two", modified="")
    assert last.edits[0].after is store.tables.record("claims", "c2")
    store.close()
