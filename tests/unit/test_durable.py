"""A file is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from annotations import durable
from annotations.durable import write_durably, write_new, write_once


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    for data in (b"one", b"two, longer", b"", b"x" * 3_000_000):
        write_durably(tmp_path / "file", data)
        assert (tmp_path / "file").read_bytes() == data
        assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace", "close"])
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    real = getattr(os, step)

    def fail(*arguments: object, **more: object) -> None:
        if step == "close":
            real(*arguments, **more)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken:
        broken.setattr(durable.os, step, fail)
        with pytest.raises(OSError, match="Input/output"):
            write_durably(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(durable.os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_durably(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_write_that_the_system_cuts_short_is_carried_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(durable.os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    write_durably(tmp_path / "file", b"0123456789" * 10)
    assert (tmp_path / "file").read_bytes() == b"0123456789" * 10


def test_the_new_file_is_whole_and_synced_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    real_replace, real_sync = os.replace, os.fsync
    synced: list[int] = []
    monkeypatch.setattr(
        durable.os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_ino), real_sync(handle))
    )

    def replace(source: Path, target: Path) -> None:
        assert Path(source).read_bytes() == b"new"
        assert os.stat(source).st_ino in synced
        assert Path(target).read_bytes() == b"old"
        real_replace(source, target)

    monkeypatch.setattr(durable.os, "replace", replace)
    write_durably(tmp_path / "file", b"new")
    assert synced[-1] == tmp_path.stat().st_ino


def test_the_temporary_file_lies_in_the_same_folder_under_a_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    real = os.replace
    monkeypatch.setattr(durable.os, "replace", lambda one, other: (seen.append(Path(one)), real(one, other)))
    write_durably(tmp_path / "file", b"1")
    write_durably(tmp_path / "file", b"2")
    assert {path.parent for path in seen} == {tmp_path}
    assert len(set(seen)) == 2
    assert all(path.name.startswith(".") for path in seen)


def test_writers_at_the_same_time_do_not_destroy_each_others_file(tmp_path: Path) -> None:
    contents = [bytes([65 + number]) * 50_000 for number in range(8)]
    threads = [threading.Thread(target=write_durably, args=(tmp_path / "file", data)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "file").read_bytes() in contents
    assert names(tmp_path) == ["file"]


def test_permissions_are_kept_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    path = tmp_path / "file"
    old = os.umask(0o027)
    try:
        write_durably(path, b"1")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    write_durably(path, b"2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "file")
    write_durably(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_bytes() == b"new"
    assert names(tmp_path / "real") == ["file"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_durably(tmp_path / "none" / "file", b"x")


def test_writing_once_makes_the_folder_and_leaves_an_equal_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "texts" / "file"
    write_once(path, b"words")
    before = path.stat()
    write_once(path, b"words")
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("there", [b"wor", b"wordz", b""])
def test_writing_once_mends_a_file_that_is_not_what_it_should_be(tmp_path: Path, there: bytes) -> None:
    (tmp_path / "file").write_bytes(there)
    write_once(tmp_path / "file", b"words")
    assert (tmp_path / "file").read_bytes() == b"words"


def test_a_names_special_characters_match_only_themselves_when_leftovers_are_taken_away(
    tmp_path: Path,
) -> None:
    (tmp_path / ".a[1].json.00.tmp").write_bytes(b"")
    (tmp_path / ".a1.json.00.tmp").write_bytes(b"")
    durable.remove_leftovers(tmp_path / "a[1].json")
    assert names(tmp_path) == [".a1.json.00.tmp"]


def test_a_new_file_is_never_one_that_was_there(tmp_path: Path) -> None:
    write_new(tmp_path / "new", [b"one ", b"two"])
    assert (tmp_path / "new").read_bytes() == b"one two"
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "new", [b"three"])
    assert (tmp_path / "new").read_bytes() == b"one two"
