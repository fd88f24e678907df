"""What is written goes into the project that was opened, and into nobody else's."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

import pytest

from annotations.changes import Change, Edit
from annotations.errors import BusyError, ProjectError
from annotations.records import Claim, Settings
from annotations.store import FILE_NAME, SAVED, SCHEMA, TinyDBStore
from annotations.store.history import past_journals
from annotations.store.lock import LOCK_NAME
from annotations.store.recovery import JOURNAL_NAME


def add(store: TinyDBStore, *ids: str) -> None:
    for id in ids:
        place = store.tables.next_place("claims")
        edit = Edit("claims", id, place, None, Claim(id=id, text=f"claim {id}"))
        store.commit(Change(id=id, label=f"add {id}", edits=(edit,)))


def begun(folder: Path, *ids: str) -> TinyDBStore:
    folder.mkdir(exist_ok=True)
    store = TinyDBStore(folder)
    store.commit(Change(id="0", label="made", edits=(Edit("meta", "project", 1, None, Settings()),)))
    add(store, *ids)
    return store


def claims(folder: Path) -> list[str]:
    with contextlib.closing(TinyDBStore(folder, read_only=True)) as store:
        return [claim.id for claim in store.tables.all(Claim)]


def test_a_lock_file_that_was_taken_away_makes_no_second_writer(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path / "p", "1")) as first:
        (tmp_path / "p" / LOCK_NAME).unlink()
        with contextlib.closing(TinyDBStore(tmp_path / "p")) as second:
            add(second, "2")
            assert second.state == SAVED
            add(first, "3")
            assert first.state.word == "not_saved"
            assert "another session" in first.state.reason
            assert claims(tmp_path / "p") == ["1", "2"]
        assert first.close().word == "not_saved"
    assert claims(tmp_path / "p") == ["1", "2"]


def test_a_session_that_came_and_went_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    first = begun(tmp_path / "p", "1")
    (tmp_path / "p" / LOCK_NAME).unlink()
    with contextlib.closing(TinyDBStore(tmp_path / "p")) as second:
        add(second, "2")
    add(first, "3")
    assert first.state.word == "not_saved"
    assert first.close().word == "not_saved"
    assert claims(tmp_path / "p") == ["1", "2"]


def test_a_lock_file_that_was_taken_away_and_nobody_has_is_made_anew(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path / "p", "1")) as store:
        (tmp_path / "p" / LOCK_NAME).unlink()
        add(store, "2")
        assert store.state == SAVED
        with pytest.raises(BusyError):
            TinyDBStore(tmp_path / "p")


def test_another_project_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    begun(tmp_path / "other", "theirs").close()
    store = begun(tmp_path / "p", "1")
    (tmp_path / "p").rename(tmp_path / "moved")
    shutil.copytree(tmp_path / "other", tmp_path / "p")
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir() if path.is_file()}
    add(store, "2")
    assert store.state.word == "not_saved"
    assert "moved or replaced" in store.state.reason
    assert store.close().word == "not_saved"
    after = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir() if path.is_file()}
    assert after == before


def test_a_folder_that_comes_back_is_written_to_again(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path / "p", "1")) as store:
        (tmp_path / "p").rename(tmp_path / "moved")
        add(store, "2")
        assert store.state.word == "not_saved"
        (tmp_path / "moved").rename(tmp_path / "p")
        add(store, "3")
        assert store.state == SAVED
    assert claims(tmp_path / "p") == ["1", "2", "3"]


def test_a_snapshot_that_was_put_in_place_of_ours_is_kept_beside(tmp_path: Path) -> None:
    begun(tmp_path / "p", "1").close()
    old = (tmp_path / "p" / FILE_NAME).read_bytes()
    with contextlib.closing(TinyDBStore(tmp_path / "p")) as store:
        add(store, "2")
    with contextlib.closing(TinyDBStore(tmp_path / "p")) as store:
        add(store, "3")
        (tmp_path / "p" / FILE_NAME).write_bytes(old)
        add(store, "4")
        assert store.state == SAVED
        assert claims(tmp_path / "p") == ["1", "2", "3", "4"]  # as a kill now would leave it
    assert (tmp_path / "p" / f"{FILE_NAME}.replaced-1").read_bytes() == old
    assert claims(tmp_path / "p") == ["1", "2", "3", "4"]


def test_a_journal_that_is_gone_at_the_end_is_in_the_history_all_the_same(tmp_path: Path) -> None:
    store = begun(tmp_path / "p", "1", "2")
    (tmp_path / "p" / JOURNAL_NAME).unlink()
    store.close()
    with contextlib.closing(TinyDBStore(tmp_path / "p", read_only=True)) as reader:
        assert [one.number for one in reader.past()] == [1, 2, 3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_a_forked_child_changes_nothing(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path / "p", "1")) as store:
        child = os.fork()
        if child == 0:
            try:
                add(store, "2")
            except ProjectError:
                store.close()
                os._exit(7)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        with pytest.raises(BusyError, match=str(os.getpid())):
            TinyDBStore(tmp_path / "p")
        add(store, "3")
    assert claims(tmp_path / "p") == ["1", "3"]


def test_what_repair_could_not_find_is_named(tmp_path: Path) -> None:
    for id in "abc":
        store = begun(tmp_path / "p") if id == "a" else TinyDBStore(tmp_path / "p")
        add(store, id)
        store.close()
    shutil.rmtree(tmp_path / "p" / "backups")
    lost = next(journal for journal in past_journals(tmp_path / "p") if journal.last == 3)
    lost.path.unlink()
    (tmp_path / "p" / FILE_NAME).write_bytes(b"{")
    with contextlib.closing(TinyDBStore(tmp_path / "p", salvage=True)) as store:
        assert any("change 3 is missing" in notice for notice in store.notices)
        assert not any("nothing is lost" in notice for notice in store.notices)
        assert [claim.id for claim in store.tables.all(Claim)] == ["a", "c"]
    assert claims(tmp_path / "p") == ["a", "c"]


def test_a_newer_version_may_know_words_that_this_one_does_not(tmp_path: Path) -> None:
    begun(tmp_path / "p", "1", "2").close()
    content = json.loads((tmp_path / "p" / FILE_NAME).read_bytes())
    content["meta"]["1"]["schema"] = SCHEMA + 1
    content["claims"]["2"]["credibility"] = "high"
    data = json.dumps(content).encode()
    (tmp_path / "p" / FILE_NAME).write_bytes(data)
    with contextlib.closing(TinyDBStore(tmp_path / "p")) as store:
        assert store.read_only
        assert "newer version" in store.notices[-1]
        assert [claim.id for claim in store.tables.all(Claim)] == ["1"]
    assert (tmp_path / "p" / FILE_NAME).read_bytes() == data
