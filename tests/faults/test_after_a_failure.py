"""What once went wrong when a call failed at a certain moment, each case by itself."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import Project, durable
from annotations.errors import DamagedError
from annotations.records import Claim
from annotations.store import FILE_NAME, SAVED, TinyDBStore, has_project, tinydb_store, writer
from annotations.store.history import past_journals
from annotations.store.journal import Header, encode_header
from annotations.store.recovery import JOURNAL_NAME
from tests.faults.kills import copy_as_left_by_a_kill
from tests.faults.sessions import claim, drop, dump, put, settings


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TinyDBStore]:
    monkeypatch.setattr(writer, "RETRY", 1000.0)
    with contextlib.closing(TinyDBStore(tmp_path)) as store:
        store.commit(settings())
        store.commit(put(store.tables, claim("a")))
        yield store


def on_disk(folder: Path) -> list[str]:
    with contextlib.closing(TinyDBStore(folder, read_only=True)) as reader:
        assert reader.notices == []
        return [found.id for found in reader.tables.all(Claim)]


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_journal_that_was_taken_away_while_the_disk_is_full_is_written_anew_when_there_is_room(
    store: TinyDBStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / JOURNAL_NAME).unlink()
    with monkeypatch.context() as full:
        full.setattr(writer, "write_durably", refuse)
        store.commit(put(store.tables, claim("b")))
        assert store.state.word == "not_saved"
        store.commit(put(store.tables, claim("c")))
        assert store.state.word == "not_saved"
    store.commit(put(store.tables, claim("d")))
    assert store.state == SAVED
    assert on_disk(tmp_path) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("bit", [0x80, 0x40])
def test_a_byte_that_is_no_utf8_in_a_snapshot_is_damage_like_any_other(
    store: TinyDBStore, tmp_path: Path, bit: int
) -> None:
    store.close()
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    data[data.index("–".encode())] ^= bit
    path.write_bytes(data)
    for folder in tmp_path / "history", tmp_path / "backups":
        for file in folder.glob("*"):
            file.unlink()
    (tmp_path / JOURNAL_NAME).unlink()
    with pytest.raises(DamagedError):
        TinyDBStore(tmp_path)
    with contextlib.closing(TinyDBStore(tmp_path, salvage=True)) as salvaged:
        assert salvaged.faults


def test_a_folder_in_which_a_project_was_about_to_be_made_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry stayed in port.")
    (tmp_path / JOURNAL_NAME).write_bytes(encode_header(Header()) + b'12345678 {"n":1,"id":"x')
    assert not has_project(tmp_path)
    with Project.open(tmp_path) as project:
        assert len(project.articles) == 1
        project.add_claim("The ferry stayed in port.")
    with Project.open(tmp_path) as project:
        assert project.notices == []
        assert len(project.claims) == len(project.articles) == 1


def test_a_new_folder_of_texts_is_on_disk_before_anything_counts_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.write_once(tmp_path / "texts" / "1.txt", b"one")
    assert synced == [tmp_path, tmp_path / "texts"]
    durable.write_once(tmp_path / "texts" / "2.txt", b"two")
    assert synced[2:] == [tmp_path / "texts"]


def test_taking_over_a_project_that_fails_half_way_leaves_a_follower_that_can_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: TinyDBStore
) -> None:
    store.close()
    follower = TinyDBStore(tmp_path, read_only=True)
    with monkeypatch.context() as broken:
        broken.setattr(tinydb_store, "remove_leftovers", refuse)
        with pytest.raises(OSError, match="space"):
            follower.take_over()
    assert follower.read_only
    with contextlib.closing(TinyDBStore(tmp_path)) as other:  # the lock was let go
        other.commit(put(other.tables, claim("b")))
    follower.take_over()
    follower.commit(put(follower.tables, claim("c")))
    assert follower.close() == SAVED
    assert on_disk(tmp_path) == ["a", "b", "c"]


def test_a_follower_whose_file_cannot_be_closed_takes_over_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: TinyDBStore
) -> None:
    other = TinyDBStore(tmp_path, read_only=True)
    store.commit(put(store.tables, claim("b")))
    other.catch_up()
    store.close()
    real, journal = os.close, (tmp_path / JOURNAL_NAME).stat().st_ino

    def close(handle: int) -> None:
        mine = os.fstat(handle).st_ino == journal
        real(handle)
        if mine:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken:
        broken.setattr(os, "close", close)
        other.catch_up()
        other.take_over()
    assert other.close() == SAVED
    TinyDBStore(tmp_path).close()


def test_a_history_that_cannot_be_listed_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: TinyDBStore
) -> None:
    store.close()
    with monkeypatch.context() as broken:
        broken.setattr(os, "listdir", refuse)
        with pytest.raises(OSError, match="space"):
            past_journals(tmp_path)
    assert past_journals(tmp_path)


def test_a_follower_sees_what_a_writer_saved_that_died_between_two_journals(
    store: TinyDBStore, tmp_path: Path
) -> None:
    follower = TinyDBStore(tmp_path, read_only=True)
    follower.catch_up()
    store.commit(put(store.tables, claim("b")))
    store.close()
    with contextlib.closing(TinyDBStore(tmp_path)) as later:
        later.commit(put(later.tables, claim("c")))
    (tmp_path / JOURNAL_NAME).unlink()  # it was in the history already, and the next one was never made
    follower.catch_up()
    assert [found.id for found in follower.tables.all(Claim)] == ["a", "b", "c"]
    assert follower.catch_up() == []
    follower.close()


def test_a_journal_that_outlived_its_snapshot_is_gone_on_with_and_read_again(
    store: TinyDBStore, tmp_path: Path
) -> None:
    for id in "bc":
        store.commit(put(store.tables, claim(id)))
    journal = (tmp_path / JOURNAL_NAME).read_bytes()
    store.close()
    shutil.rmtree(tmp_path / "history")  # killed when the snapshot was written and the journal not yet moved
    (tmp_path / JOURNAL_NAME).write_bytes(journal)
    other = tmp_path / "other"
    with contextlib.closing(TinyDBStore(tmp_path)) as again:
        assert again.notices == []
        again.commit(drop(again.tables, "b"))
        again.commit(put(again.tables, claim("a", "changed"), claim("d")))
        truth = dump(again.tables)
        copy_as_left_by_a_kill(tmp_path, other)
    with contextlib.closing(TinyDBStore(other)) as found:
        assert found.notices == []
        assert (dump(found.tables), found.tables.number) == (truth, 6)
