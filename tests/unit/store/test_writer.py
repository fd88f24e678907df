"""The writer's thread: what it does when nobody asks, and what it does first when it must do two things."""

from __future__ import annotations

import contextlib
import errno
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.changes import Change, Edit
from annotations.records import Claim, Settings
from annotations.store import FILE_NAME, SAVED, SCHEMA, TinyDBStore, writer
from annotations.store.backups import Backups
from annotations.store.history import past_journals
from annotations.store.journal import Header, scan
from annotations.store.recovery import JOURNAL_NAME
from tests.faults.kills import copy_as_left_by_a_kill

OLD = {
    "meta": {"1": {"id": "project", "format": "variorum", "schema": 1, "created": "2025", "undecided": []}},
    "claims": {"1": {"id": "a", "text": "old"}, "3": {"id": "b", "text": "older"}},
}


def add(store: TinyDBStore, id: str) -> None:
    place = store.tables.next_place("claims")
    edit = Edit("claims", id, place, None, Claim(id=id, text=f"claim {id}"))
    store.commit(Change(id=id, label=f"add {id}", edits=(edit,)))


def begun(folder: Path) -> TinyDBStore:
    store = TinyDBStore(folder, background=True)
    store.commit(Change(id="0", label="made", edits=(Edit("meta", "project", 1, None, Settings()),)))
    store.flush()
    return store


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Every pause is short and every journal too long; the event is set after a snapshot was written."""
    written = threading.Event()
    real = writer.Writer._compact

    def compact(self: writer.Writer, *, interruptible: bool = False) -> None:
        real(self, interruptible=interruptible)
        if interruptible:
            written.set()

    monkeypatch.setattr(writer, "IDLE", 0.02)
    monkeypatch.setattr(writer, "OUTGROWN", 0)
    monkeypatch.setattr(writer.Writer, "_compact", compact)
    return written


def in_snapshot(folder: Path) -> list[str]:
    return [document["id"] for document in json.loads((folder / FILE_NAME).read_bytes())["claims"].values()]


def test_a_journal_that_has_outgrown_its_snapshot_goes_into_a_new_one_when_nothing_happens(
    tmp_path: Path, hasty: threading.Event
) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        for number in range(40):
            add(store, str(number))
        assert hasty.wait(20)
        store.flush()
        assert in_snapshot(tmp_path)[:5] == ["0", "1", "2", "3", "4"]
        assert past_journals(tmp_path)[-1].last <= store.tables.number
        add(store, "more")
        assert store.flush() == SAVED
    assert len(in_snapshot(tmp_path)) == 41
    numbers = [one.number for one in TinyDBStore(tmp_path, read_only=True).past()]
    assert numbers == list(range(1, 43))


def test_a_small_journal_is_left_alone(
    tmp_path: Path, hasty: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "OUTGROWN", 1_000_000)
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
        store.flush()
        assert not hasty.wait(0.3)
        assert in_snapshot(tmp_path) == []


def test_a_change_that_comes_while_a_snapshot_is_made_is_written_first(
    tmp_path: Path, hasty: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        real, tries = writer.snapshot_chunks, []

        def chunks(frozen: object) -> Iterator[bytes]:
            tries.append(list((scan((tmp_path / JOURNAL_NAME).read_bytes())).changes))
            if len(tries) == 1:
                add(store, "meanwhile")
            yield from real(frozen)  # type: ignore[arg-type]

        monkeypatch.setattr(writer, "snapshot_chunks", chunks)
        for number in range(5):
            add(store, str(number))
        assert hasty.wait(20)
        assert tries[1][-1].change.label == "add meanwhile"  # it was on disk before the second try began


def test_backups_are_made_while_there_are_changes(
    tmp_path: Path, hasty: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "OUTGROWN", 1_000_000)
    monkeypatch.setattr(writer, "BACKUP_EVERY", 0.02)
    made, real = threading.Event(), Backups.make

    def make(self: Backups, raw: bytes, number: int, at: str) -> object:
        backup = real(self, raw, number, at)
        if b'"claims":{"1":' in raw:
            made.set()
        return backup

    monkeypatch.setattr(Backups, "make", make)
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
        assert made.wait(20)
    newest = Backups(tmp_path / "backups").list()[0]
    assert newest.number == 2


def test_opening_backs_up_what_was_not_backed_up_yet_and_nothing_twice(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
    for _ in range(3):
        TinyDBStore(tmp_path).close()
    backups = Backups(tmp_path / "backups")
    (only,) = backups.list()
    assert backups.read(only) == (tmp_path / FILE_NAME).read_bytes()
    TinyDBStore(tmp_path, read_only=True).close()
    assert len(backups.list()) == 1


# ---- Older schemas -------------------------------------------------------------------------------


def test_a_project_of_an_older_schema_is_backed_up_and_then_migrated(tmp_path: Path) -> None:
    old = json.dumps(OLD).encode()
    (tmp_path / FILE_NAME).write_bytes(old)
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert [claim.text for claim in store.tables.all(Claim)] == ["old", "older"]
        assert store.tables.next_place("claims") == 4
        add(store, "c")
    backups = Backups(tmp_path / "backups")
    assert old in [backups.read(backup) for backup in backups.list()]
    with TinyDB(tmp_path / FILE_NAME, access_mode="r") as database:
        assert database.table("meta").all()[0]["schema"] == SCHEMA
        assert [claim["id"] for claim in database.table("claims").all()] == ["a", "b", "c"]


def test_looking_at_a_project_of_an_older_schema_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(json.dumps(OLD).encode())
    with contextlib.closing(TinyDBStore(tmp_path, read_only=True)) as store:
        assert store.tables.count(Claim) == 2
        assert store.notices == []
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_nothing_is_migrated_without_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = json.dumps(OLD).encode()
    (tmp_path / FILE_NAME).write_bytes(old)
    full = True
    real = Backups.make

    def make(self: Backups, raw: bytes, number: int, at: str) -> object:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, raw, number, at)

    monkeypatch.setattr(Backups, "make", make)
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        add(store, "c")
        assert (store.state.word, store.state.reason) == ("not_saved", "No space left on device")
        assert (tmp_path / FILE_NAME).read_bytes() == old
        full = False
        add(store, "d")
        assert store.state == SAVED
    assert in_snapshot(tmp_path) == ["a", "b", "c", "d"]


# ---- Where the history cannot be kept ------------------------------------------------------------


def test_a_file_named_history_keeps_nothing_from_being_saved(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
    for journal in past_journals(tmp_path):
        journal.path.unlink()
    (tmp_path / "history").rmdir()
    (tmp_path / "history").write_text("mine", "utf-8")
    (tmp_path / "backups").write_text("mine as well", "utf-8")
    for id in ("2", "3"):
        with contextlib.closing(TinyDBStore(tmp_path)) as store:
            add(store, id)
            assert store.state == SAVED
    assert in_snapshot(tmp_path) == ["1", "2", "3"]
    assert (tmp_path / "history").read_text("utf-8") == "mine"


def test_a_journal_names_the_snapshot_that_it_belongs_to(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
    raw = (tmp_path / FILE_NAME).read_bytes()
    header = scan((tmp_path / JOURNAL_NAME).read_bytes()).header
    assert header == Header(base=writer.stamp(raw), seq=2)


def test_work_goes_on_in_the_old_journal_where_a_death_came_between_a_snapshot_and_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(begun(tmp_path)) as store:
        add(store, "1")
        store.flush()
        with monkeypatch.context() as dying:
            dying.setattr(writer, "shelve", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "EIO")))
            store.close()
    assert in_snapshot(tmp_path) == ["1"]
    assert [one.change.label for one in scan((tmp_path / JOURNAL_NAME).read_bytes()).changes] == ["add 1"]
    left = tmp_path / "left"
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        assert store.notices == []
        add(store, "2")
        copy_as_left_by_a_kill(tmp_path, left)
    with contextlib.closing(TinyDBStore(left)) as store:
        assert store.notices == []
        assert [claim.id for claim in store.tables.all(Claim)] == ["1", "2"]
    assert [one.number for one in TinyDBStore(left, read_only=True).past()] == [1, 2, 3]
