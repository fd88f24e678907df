"""Copies of the snapshot: whole or not there, enough of them for long enough, and nothing else touched."""

from __future__ import annotations

import contextlib
import errno
import gzip
import os
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import durable
from annotations.errors import DamagedError, ProjectError
from annotations.store import backups
from annotations.store.backups import Backup, Backups

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def touch(folder: Path, *at_and_number: tuple[datetime, int]) -> None:
    """Copies that are only there for their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, number in at_and_number:
        (folder / f"{at:%Y-%m-%dT%H%M%SZ}-{number:010d}.json.gz").write_bytes(b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project" / "backups"


def test_a_copy_is_made_named_listed_and_read(folder: Path) -> None:
    made = Backups(folder).make(b'{"meta": {}}', 123, "2026-11-21T09:30:42.987Z")
    assert made == Backup(
        folder / "2026-11-21T093042Z-0000000123.json.gz", 123, datetime(2026, 11, 21, 9, 30, 42, tzinfo=UTC)
    )
    assert Backups(folder).list() == [made]
    assert Backups(folder).read(made) == b'{"meta": {}}'
    assert gzip.decompress(made.path.read_bytes()) == b'{"meta": {}}'
    assert names(folder) == [made.path.name]


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-21T12:00:00Z",
        "2026-11-21T13:30:00+01:30",
        "2026-11-21T12:00:00",
        NOON,
        datetime(2026, 11, 21, 7, 0, 0, 999, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_times_are_utc_to_the_second(folder: Path, at: str | datetime) -> None:
    made = Backups(folder).make(b"x", 1, at)
    assert made is not None
    assert (made.at, made.path.name) == (NOON, "2026-11-21T120000Z-0000000001.json.gz")


def test_the_same_content_gives_the_same_file(tmp_path: Path) -> None:
    one = Backups(tmp_path / "1").make(b"x" * 1000, 1, NOON)
    other = Backups(tmp_path / "2").make(b"x" * 1000, 1, NOON + timedelta(days=1))
    assert one is not None
    assert other is not None
    assert one.path.read_bytes() == other.path.read_bytes()


def test_what_the_newest_copy_holds_is_not_copied_again(folder: Path) -> None:
    copies = Backups(folder)
    copies.make(b"one", 1, NOON)
    assert copies.make(b"one", 1, NOON + timedelta(hours=1)) is None
    assert copies.make(b"one", 2, NOON) is None
    assert copies.make(b"two", 3, NOON) is not None
    assert copies.make(b"one", 1, NOON + timedelta(hours=2)) is None  # this number has this already
    assert copies.make(b"one", 4, NOON) is not None  # as it was before, but not what the newest one holds
    assert [backup.number for backup in copies.list()] == [4, 3, 1]


def test_other_content_at_the_same_second_with_the_same_number_replaces_nothing(folder: Path) -> None:
    copies = Backups(folder)
    for content in (b"one", b"two", b"three"):
        assert copies.make(content, 7, NOON) is not None
    found = copies.list()
    assert [copies.read(backup) for backup in found] == [b"three", b"two", b"one"]
    assert [backup.at - NOON for backup in found] == [timedelta(seconds=n) for n in (2, 1, 0)]


def test_a_damaged_newest_copy_is_no_reason_not_to_make_one(folder: Path) -> None:
    copies = Backups(folder)
    made = copies.make(b"one" * 50, 1, NOON)
    assert made is not None
    raw = bytearray(made.path.read_bytes())
    raw[12] ^= 0xFF  # the last 8 bytes still fit
    made.path.write_bytes(raw)
    assert copies.make(b"one" * 50, 1, NOON + timedelta(hours=1)) is not None
    made.path.write_bytes(b"")
    assert copies.make(b"one" * 50, 1, NOON + timedelta(hours=2)) is None


def test_the_newest_is_the_one_with_the_highest_number_whatever_the_clock_said(folder: Path) -> None:
    hour = timedelta(hours=1)
    touch(folder, (NOON, 5), (NOON - 9000 * hour, 6), (NOON + 9000 * hour, 4), (NOON + hour, 5))
    assert [(b.number, b.at) for b in Backups(folder).list()] == [
        (6, NOON - 9000 * hour),
        (5, NOON + hour),
        (5, NOON),
        (4, NOON + 9000 * hour),
    ]


def test_files_of_others_are_neither_listed_nor_taken_away(folder: Path) -> None:
    touch(folder, *[(NOON + timedelta(minutes=n), n) for n in range(1, 30)])
    others = [
        "notes.txt",
        "2026-11-21T120000Z-0000000001.json",
        "2026-13-41T120000Z-0000000001.json.gz",
        "2026-11-21T120000Z-1.json.gz",
        "my 2026-11-21T120000Z-0000000001.json.gz",
        "2026-11-21T120000Z-0000000001.json.gz.bak",
        "2026-11-21T120000Z-٠٠٠٠٠٠٠٠٠١.json.gz",
        ".2026-11-21T120000Z-0000000001.json.gz.tmp",
    ]
    for name in others:
        (folder / name).write_bytes(b"theirs")
    (folder / "2020-01-01T000000Z-0000000000.json.gz").mkdir()
    Backups(folder).make(b"x", 30, NOON)
    assert set(others) | {"2020-01-01T000000Z-0000000000.json.gz"} <= set(names(folder))
    assert [backup.number for backup in Backups(folder).list()] == list(range(30, 20, -1))


def test_what_a_killed_writer_left_is_swept_away(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".2026-11-21T120000Z-0000000001.json.gz.0123456789ab.tmp").write_bytes(b"half")
    assert Backups(folder).list() == []
    Backups(folder).make(b"x", 2, NOON)
    assert names(folder) == ["2026-11-21T120000Z-0000000002.json.gz"]


def test_there_are_none_before_there_is_a_folder(folder: Path) -> None:
    assert Backups(folder).list() == []
    assert Backups(folder).newest_readable() is None
    assert Backups(folder).rotate() == []


def test_a_number_or_time_that_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="-1"):
        Backups(folder).make(b"x", -1, NOON)
    with pytest.raises(ValueError, match="yesterday"):
        Backups(folder).make(b"x", 1, "yesterday")
    assert not folder.exists()


# ---- Rotation ----------------------------------------------------------------------------------------


def test_ten_are_kept_and_the_newest_of_each_of_fourteen_days(folder: Path) -> None:
    """Three a day for forty days."""
    copies = Backups(folder)
    touch(folder, *[(NOON + timedelta(days=n // 3, hours=n % 3), n) for n in range(120)])
    gone = copies.rotate()
    kept = [backup.number for backup in copies.list()]
    assert kept == [*range(119, 109, -1), *range(107, 79, -3)]
    # The days of those ten are four (40, 39, 38 and the last of 37), so ten more days have one each.
    assert len({backup.at.date() for backup in copies.list()}) == 14
    assert [backup.number for backup in gone] == sorted(set(range(120)) - set(kept))


def test_days_without_a_copy_do_not_count(folder: Path) -> None:
    touch(folder, *[(NOON - timedelta(days=100 * n), 50 - n) for n in range(30)])
    Backups(folder).rotate()
    assert [backup.number for backup in Backups(folder).list()] == list(range(50, 36, -1))


@pytest.mark.parametrize("years", [-1, 1, 40])
def test_a_clock_that_was_wrong_for_a_while_costs_no_more_than_a_day(folder: Path, years: int) -> None:
    days = [NOON + timedelta(days=n) for n in range(14)]
    touch(folder, *[(day, number) for number, day in enumerate(days)])
    copies = Backups(folder)
    for n in range(3):
        copies.make(b"%d" % n, 100 + n, NOON + timedelta(days=365 * years, minutes=n))
    there = {backup.at for backup in copies.list()}
    assert set(days[1:]) <= there
    assert [backup.number for backup in copies.list()[:3]] == [102, 101, 100]


def test_a_copy_is_not_taken_away_by_its_own_rotation(folder: Path) -> None:
    """A project taken back to an older snapshot counts on from there: its numbers are lower."""
    touch(folder, *[(NOON + timedelta(days=n), 100 + n) for n in range(30)])
    made = Backups(folder).make(b"x", 5, NOON - timedelta(days=1))
    assert made in Backups(folder).list()


@given(
    st.lists(st.tuples(st.integers(0, 60 * 24), st.integers(0, 30)), max_size=40, unique=True),
)
def test_rotation_keeps_what_it_promises_and_nothing_more(found: list[tuple[int, int]]) -> None:
    """Against the plainest reading of the rule; hours since the epoch of the test, and numbers."""
    with tempfile.TemporaryDirectory() as home:
        copies = Backups(Path(home))
        touch(Path(home), *[(NOON + timedelta(hours=hours), number) for hours, number in found])
        every = copies.list()
        days = sorted({backup.at.date() for backup in every})[-14:]
        newest = [next(b for b in every if b.at.date() == day) for day in days]
        copies.rotate()
        assert copies.list() == [b for b in every if b in every[:10] or b in newest]
        assert copies.rotate() == []


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_copy_that_could_not_be_written_costs_none_of_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    touch(folder, *[(NOON + timedelta(minutes=n), n) for n in range(20)])
    before = names(folder)

    def fail(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(durable.os, step, fail)
        with pytest.raises(OSError, match="No space"):
            Backups(folder).make(b"x", 99, NOON)
    assert names(folder) == before


def test_the_new_copy_is_on_disk_before_an_old_one_goes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(folder, *[(NOON + timedelta(minutes=n), n) for n in range(20)])
    steps: list[str] = []
    replace, fsync, unlink = os.replace, os.fsync, Path.unlink
    monkeypatch.setattr(os, "replace", lambda *a: (steps.append("replace"), replace(*a))[1])
    monkeypatch.setattr(os, "fsync", lambda *a: (steps.append("fsync"), fsync(*a))[1])
    monkeypatch.setattr(Path, "unlink", lambda *a, **k: (steps.append("unlink"), unlink(*a, **k))[1])
    Backups(folder).make(b"x", 99, NOON)
    first = steps.index("unlink")
    assert steps[:first].count("fsync") >= 2
    assert steps[:first].index("fsync") < steps[:first].index("replace") < len(steps[:first]) - 1
    assert set(steps[first:]) == {"unlink"}


def test_an_old_copy_that_cannot_be_taken_away_is_no_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(folder, *[(NOON + timedelta(minutes=n), n) for n in range(20)])

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert Backups(folder).make(b"x", 99, NOON) is not None
    assert len(Backups(folder).list()) == 21


# ---- Reading -----------------------------------------------------------------------------------------


def test_a_copy_that_is_cut_or_changed_anywhere_is_damaged_or_the_same(folder: Path) -> None:
    copies = Backups(folder)
    content = b"".join(b'{"%d": "%d"}' % (n, n * n) for n in range(40))
    made = copies.make(content, 1, NOON)
    assert made is not None
    whole = made.path.read_bytes()
    for at in range(len(whole)):
        made.path.write_bytes(whole[:at])
        with pytest.raises(DamagedError, match=made.path.name):
            copies.read(made)
    unnoticed = 0
    for at in range(len(whole)):
        made.path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        with contextlib.suppress(DamagedError):
            assert copies.read(made) == content
            unnoticed += 1
    assert unnoticed <= 10  # in the header: the time, the system, the flags


def test_a_copy_that_is_gone_is_damaged(folder: Path) -> None:
    copies = Backups(folder)
    made = copies.make(b"x", 1, NOON)
    assert made is not None
    made.path.unlink()
    with pytest.raises(DamagedError, match="No such file"):
        copies.read(made)


def test_no_copy_fills_the_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = Backups(folder)
    made = copies.make(bytes(5_000_000), 1, NOON)
    assert made is not None
    assert made.path.stat().st_size < 50_000
    monkeypatch.setattr(backups, "MAX_BYTES", 5_000_000)
    assert len(copies.read(made)) == 5_000_000
    monkeypatch.setattr(backups, "MAX_BYTES", 4_999_999)
    with pytest.raises(DamagedError, match="4,999,999 bytes"):
        copies.read(made)
    assert copies.newest_readable() is None


def test_the_newest_that_can_be_read_is_found_behind_damaged_ones(folder: Path) -> None:
    copies = Backups(folder)
    for number in range(1, 5):
        copies.make(b"%d" % number, number, NOON)
    newest, second, third, oldest = copies.list()
    newest.path.write_bytes(newest.path.read_bytes()[:-1])
    assert copies.newest_readable() == (second, b"3")
    assert copies.newest_readable(before=3) == (third, b"2")
    assert copies.newest_readable(before=2) == (oldest, b"1")
    assert copies.newest_readable(before=1) is None


def test_a_file_that_leads_nowhere_is_left_out(folder: Path) -> None:
    touch(folder, (NOON, 1), (NOON, 2))
    (folder / "2026-11-21T120000Z-0000000003.json.gz").symlink_to(folder / "gone")
    loop = folder / "2026-11-21T120000Z-0000000004.json.gz"
    loop.symlink_to(loop)
    assert [backup.number for backup in Backups(folder).list()] == [2, 1]


def test_files_may_go_while_they_are_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(folder, *[(NOON, n) for n in range(5)])
    parsed = backups._parsed

    def parse_and_take_away(path: Path) -> Backup | None:
        found = parsed(path)
        if found is not None and found.number % 2:
            path.unlink()
        return found

    monkeypatch.setattr(backups, "_parsed", parse_and_take_away)
    assert {0, 2, 4} <= {backup.number for backup in Backups(folder).list()}
    monkeypatch.undo()
    assert [backup.number for backup in Backups(folder).list()] == [4, 2, 0]


# ---- Finding -----------------------------------------------------------------------------------------


@pytest.fixture
def some(folder: Path) -> Backups:
    touch(folder, (NOON, 7), (NOON + timedelta(days=1), 2026), (NOON + timedelta(days=30), 9))
    return Backups(folder)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("2026-11-21T120000Z-0000000007.json.gz", 7),
        ("2026-11-21", 7),
        ("2026-12", 9),
        ("7", 7),
        ("0000000007", 7),
        ("0000002026", 2026),
    ],
)
def test_a_copy_is_found_by_name_beginning_or_number(some: Backups, name: str, number: int) -> None:
    assert some.find(name).number == number


def test_a_copy_is_found_by_its_path_also_elsewhere(some: Backups, tmp_path: Path) -> None:
    backup = some.list()[0]
    assert some.find(str(backup.path)) == backup
    moved = tmp_path / backup.path.name
    backup.path.rename(moved)
    assert some.find(str(moved)) == Backup(moved, backup.number, backup.at)


@pytest.mark.parametrize("name", ["2026-11", "2026", "2"])
def test_what_fits_several_names_those(some: Backups, name: str) -> None:
    with pytest.raises(ProjectError, match=r"fits several backups; .*0000002026.*, .*0000000007") as caught:
        some.find(name)
    assert ("0000000009" in str(caught.value)) == (name != "2026-11")


@pytest.mark.parametrize("name", ["", "8", "2027", "x\0", "/", "-7", "٧", "9" * 5000])
def test_what_fits_none_names_all(some: Backups, name: str) -> None:
    with pytest.raises(ProjectError, match=r"is no backup; .*2026.*0000000009.*0000000007"):
        some.find(name)


def test_where_there_are_none_that_is_what_it_says(folder: Path) -> None:
    with pytest.raises(ProjectError, match="there are no backups"):
        Backups(folder).find("7")
