"""Files that are cut, flipped, emptied, taken away or edited by others: nothing wrong is ever shown as right.

Either the records are exactly those that were saved, or the project says what it lost and keeps the damaged
bytes, or it refuses to open and changes nothing.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from annotations.errors import DamagedError
from annotations.records import Claim
from annotations.store import FILE_NAME, Tables, TinyDBStore
from annotations.store.backups import FOLDER as BACKUPS
from annotations.store.backups import Backups
from annotations.store.history import FOLDER as HISTORY
from annotations.store.history import past_journals
from annotations.store.journal import scan
from annotations.store.lock import LOCK_NAME
from annotations.store.recovery import JOURNAL_NAME
from tests.faults.kills import copy_as_left_by_a_kill
from tests.faults.sessions import Records, claim, drop, dump, put, settings, undo_of

#: Every bit of every byte is flipped, not one bit of each, where this says so.
THOROUGH = bool(os.environ.get("VARIORUM_EVERY_BIT"))


class Made:
    """A project with a past: closed twice, and then left with an unclean journal.

    Attributes:
        states: the records by the number of the last change.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "made"
        self.folder.mkdir()
        self.states: dict[int, Records] = {}
        store = TinyDBStore(self.folder)
        store.commit(settings())
        self._do(store, put(store.tables, claim("a"), claim("b")))
        self._do(store, put(store.tables, claim("c")))
        store.close()
        self._back_up(3)
        store = TinyDBStore(self.folder)
        self._do(store, put(store.tables, claim("a", "„Läuft nicht“ – another text")))
        store.close()
        self.clean = folder / "clean"
        shutil.copytree(self.folder, self.clean)
        self._back_up(4)
        store = TinyDBStore(self.folder)
        dropped = drop(store.tables, "b")
        self._do(store, dropped)
        self._do(store, undo_of(dropped))
        self._do(store, put(store.tables, claim("d")))
        self.unclean = folder / "unclean"
        copy_as_left_by_a_kill(self.folder, self.unclean)
        store.close()
        for path in self.unclean.glob(f"{BACKUPS}/*-0000000004.json.gz"):
            path.unlink()  # so that it takes the history as well to come back
        self.closed, self.last = 4, 7

    def _back_up(self, number: int) -> None:
        # Before the next opening would do it: what is there then is sure to be there.
        raw = (self.folder / FILE_NAME).read_bytes()
        Backups(self.folder / BACKUPS).make(raw, number, "2026-01-01T00:00:00")

    def _do(self, store: TinyDBStore, change: object) -> None:
        store.commit(change)  # type: ignore[arg-type]
        self.states[store.tables.number] = dump(store.tables)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("made"))


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing tells nothing here."""
    monkeypatch.setattr("os.fsync", lambda handle: None)
    monkeypatch.setattr("os.fdatasync", lambda handle: None)


@pytest.fixture
def laid(place: Path) -> Callable[[Path], Path]:
    """Lays out a copy of a project, in place of the one before."""

    def lay(project: Path) -> Path:
        folder = place / "project"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(project, folder)
        return folder

    return lay


def without(folder: Path, *names: str) -> Path:
    """The same project without its backups, history or journal."""
    for name in names:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return folder


@contextlib.contextmanager
def opened(folder: Path, *, read_only: bool = False) -> Iterator[TinyDBStore]:
    with contextlib.closing(TinyDBStore(folder, read_only=read_only)) as store:
        yield store


def files(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name != LOCK_NAME}


def kept(folder: Path, data: bytes) -> bool:
    """Whether these bytes are still there, in a copy beside or in a backup."""
    beside = any(path.read_bytes() == data for path in folder.glob("*.damaged-*"))
    return beside or any(
        gzip.decompress(path.read_bytes()) == data for path in folder.glob(f"{BACKUPS}/*.gz")
    )


def stock(folder: Path) -> list[str]:
    """The claims that stock TinyDB finds."""
    with TinyDB(folder / FILE_NAME, access_mode="r") as database:
        return [found["id"] for found in database.table("claims").all()]


def ids(records: Records) -> list[str]:
    return [msgspec.json.decode(raw)["id"] for _, raw in records["claims"][0]]


def goes_on(folder: Path) -> None:
    """The project is edited and closed, and opens as if nothing had been."""
    with opened(folder) as store:
        store.commit(put(store.tables, claim("afterwards")))
        records, number = dump(store.tables), store.tables.number
    with opened(folder) as store:
        assert store.notices == []
        assert (dump(store.tables), store.tables.number) == (records, number)
    assert stock(folder) == ids(records)


def flips(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The data with one bit flipped, for every byte."""
    draw = random.Random(5)
    for at, byte in enumerate(data):
        for bit in range(8) if THOROUGH else [draw.randrange(8)]:
            yield at, data[:at] + bytes([byte ^ 1 << bit]) + data[at + 1 :]


# ---- The journal ---------------------------------------------------------------------------------


def test_a_journal_cut_anywhere_gives_every_change_whose_line_is_whole_and_says_nothing(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    whole = (made.unclean / JOURNAL_NAME).read_bytes()
    ends = [at for at, byte in enumerate(whole) if byte == 10]
    folder = laid(made.unclean)
    for cut in range(len(whole) + 1):
        folder = laid(made.unclean) if cut % 40 == 0 else folder
        (folder / JOURNAL_NAME).write_bytes(whole[:cut])
        number = made.closed + max(0, sum(end <= cut for end in ends) - 1)
        with opened(folder, read_only=True) as store:
            assert store.notices == [], cut
            assert store.tables.number == number, cut
            assert dump(store.tables) == made.states[number], cut
        if cut % 8 and not THOROUGH:
            continue
        folder = laid(made.unclean)
        (folder / JOURNAL_NAME).write_bytes(whole[:cut])
        goes_on(folder)
        with opened(folder) as store:
            assert store.tables.number == number + 1, cut
        folder = laid(made.unclean)


def test_a_bit_flipped_anywhere_in_the_journal_costs_the_change_of_that_line_at_most_and_is_told(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    whole = (made.unclean / JOURNAL_NAME).read_bytes()
    lines = whole.splitlines(keepends=True)
    changes = scan(whole).changes
    assert len(changes) == len(lines) - 1
    for at, data in flips(whole):
        folder = laid(made.unclean)
        (folder / JOURNAL_NAME).write_bytes(data)
        hit = whole[:at].count(b"\n")
        with opened(folder, read_only=True) as store:
            tables: Tables = store.tables
        if dump(tables) != made.states[made.last]:
            left = _without(made, laid, [n for n, _ in enumerate(changes, start=1) if n != hit])
            assert dump(tables) == left, (at, hit)
            assert hit > 0
        assert tables.number == made.last or hit == len(changes)
        # The end of a line is no part of what its sum vouches for, and nothing is lost without it.
        whole_still = dump(tables) == made.states[made.last] and whole[at] == 10
        with opened(folder) as store:
            assert store.notices or whole_still, at
            assert dump(store.tables) == dump(tables)
        assert kept(folder, data) or whole_still, at


def _without(made: Made, laid: Callable[[Path], Path], numbers: list[int]) -> Records:
    """The records with only some of the changes of the journal."""
    with opened(made.clean, read_only=True) as store:
        tables = store.tables
    for number in numbers:
        change = scan((made.unclean / JOURNAL_NAME).read_bytes()).changes[number - 1]
        tables.apply(change.change, change.number)
    return dump(tables)


def test_a_journal_that_is_gone_after_a_clean_end_is_not_missed(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    folder = without(laid(made.clean), JOURNAL_NAME)
    with opened(folder) as store:
        assert dump(store.tables) == made.states[made.closed]
    goes_on(folder)


# ---- The snapshot --------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["clean", "unclean"])
def test_a_bit_flipped_anywhere_in_the_snapshot_is_mended_from_backups_and_history(
    made: Made, laid: Callable[[Path], Path], end: str
) -> None:
    project, number = (made.clean, made.closed) if end == "clean" else (made.unclean, made.last)
    whole = (project / FILE_NAME).read_bytes()
    for at, data in flips(whole):
        folder = laid(project)
        (folder / FILE_NAME).write_bytes(data)
        with opened(folder) as store:
            assert dump(store.tables) == made.states[number], (at, data)
            assert store.tables.number == number, (at, data)
            assert store.notices, at
        assert kept(folder, data), at


def test_a_bit_flipped_in_a_snapshot_of_which_there_is_nothing_else_is_told(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    whole = (made.clean / FILE_NAME).read_bytes()
    for at, data in flips(whole):
        folder = without(laid(made.clean), BACKUPS, HISTORY)
        (folder / FILE_NAME).write_bytes(data)
        before = files(folder)
        try:
            store = TinyDBStore(folder)
        except DamagedError as problem:
            refused = str(problem)
        else:
            store.close()
            assert store.notices, (at, data)
            assert kept(folder, data) or (folder / FILE_NAME).read_bytes() == data, at
            continue
        assert FILE_NAME in refused
        assert "\n" not in refused
        assert files(folder) == before


@pytest.mark.parametrize("gone", [[], [BACKUPS, HISTORY]], ids=["with a past", "without one"])
def test_a_snapshot_that_claims_to_hold_changes_of_the_journal_is_not_believed(
    made: Made, laid: Callable[[Path], Path], gone: list[str]
) -> None:
    for number in (0, 5, 6, 7, 8, 9):
        folder = without(laid(made.unclean), *gone)
        path = folder / FILE_NAME
        path.write_bytes(path.read_bytes().replace(b'"seq":4', b'"seq":%d' % number))
        with opened(folder) as store:
            assert dump(store.tables) == made.states[made.last]
            # What was dropped and came back again leaves no trace in the records.
            assert store.notices or made.states.get(number) == made.states[made.closed]
        goes_on(folder)


def cuts(data: bytes) -> list[bytes]:
    return [data[: len(data) * n // 50] for n in range(50)]


@pytest.mark.parametrize("gone", [[], [BACKUPS]], ids=["backups and history", "history alone"])
@pytest.mark.parametrize("end", ["clean", "unclean"])
def test_a_snapshot_that_is_cut_or_gone_comes_back_whole(
    made: Made, laid: Callable[[Path], Path], end: str, gone: list[str]
) -> None:
    project, number = (made.clean, made.closed) if end == "clean" else (made.unclean, made.last)
    for data in (None, *cuts((project / FILE_NAME).read_bytes())):
        folder = without(laid(project), *gone)
        (folder / FILE_NAME).unlink()
        if data is not None:
            (folder / FILE_NAME).write_bytes(data)
        with opened(folder) as store:
            assert dump(store.tables) == made.states[number]
            assert "nothing is lost" in store.notices[0]
            assert data is None or kept(folder, data)
        goes_on(folder)


def test_a_snapshot_that_is_cut_or_gone_and_cannot_come_back_is_refused_and_nothing_is_touched(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    for data in (None, *cuts((made.unclean / FILE_NAME).read_bytes())):
        folder = without(laid(made.unclean), BACKUPS, HISTORY)
        (folder / FILE_NAME).unlink()
        if data is not None:
            (folder / FILE_NAME).write_bytes(data)
        before = files(folder)
        for read_only in (True, False):
            with pytest.raises(DamagedError, match=FILE_NAME):
                TinyDBStore(folder, read_only=read_only)
        assert files(folder) == before


def test_where_a_part_of_the_history_is_missing_nothing_is_invented(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    for number in range(len(past_journals(made.unclean))):
        folder = without(laid(made.unclean), BACKUPS)
        past_journals(folder)[number].path.unlink()
        (folder / FILE_NAME).unlink()
        before = files(folder)
        with pytest.raises(DamagedError):
            TinyDBStore(folder)
        assert files(folder) == before


# ---- What others write into it -------------------------------------------------------------------


def edit_by_stock(folder: Path) -> None:
    """Somebody edits the file with stock TinyDB: one claim is changed, one is new."""
    with TinyDB(folder / FILE_NAME) as database:
        claims = database.table("claims")
        claims.update({"note": "by hand"}, doc_ids=[1])
        new = claims.get(doc_id=2) | {"id": "theirs", "text": "Theirs."}  # type: ignore[operator]
        claims.insert(new)


def test_an_edit_with_stock_tinydb_after_a_clean_end_is_kept_and_told(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    folder = laid(made.clean)
    edit_by_stock(folder)
    with opened(folder) as store:
        assert "another program" in store.notices[0]
        changed, new = store.tables.get(Claim, "a"), store.tables.get(Claim, "theirs")
        assert changed is not None
        assert changed.note == "by hand"
        assert new is not None
    goes_on(folder)


def test_an_edit_with_stock_tinydb_after_an_unclean_end_is_kept_beside_what_was_not_in_it_yet(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    folder = laid(made.unclean)
    journal = (folder / JOURNAL_NAME).read_bytes()
    edit_by_stock(folder)  # its new claim takes the number that the change to come has given
    with opened(folder) as store:
        told = " ".join(store.notices)
        assert "another program" in told
        assert "1 changes no longer fit" in told
        assert [found.id for found in store.tables.all(Claim)] == ["a", "b", "c", "theirs"]
        assert kept(folder, journal)
    goes_on(folder)


def test_an_older_snapshot_put_back_by_hand_is_what_the_project_is_from_then_on(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    folder = laid(made.clean)
    older = next(path for path in sorted(folder.glob(f"{BACKUPS}/*-0000000003.json.gz")))
    (folder / FILE_NAME).write_bytes(gzip.decompress(older.read_bytes()))
    with opened(folder) as store:
        assert "another program" in store.notices[0]
        assert dump(store.tables) == made.states[3]
        assert store.tables.number >= made.closed
    goes_on(folder)


def test_an_older_snapshot_put_back_under_a_journal_takes_what_fits(
    made: Made, laid: Callable[[Path], Path]
) -> None:
    folder = laid(made.unclean)
    older = next(path for path in sorted(folder.glob(f"{BACKUPS}/*-0000000003.json.gz")))
    (folder / FILE_NAME).write_bytes(gzip.decompress(older.read_bytes()))
    with opened(folder) as store:
        assert "another program" in store.notices[0]
        assert [found.id for found in store.tables.all(Claim)] == ["a", "b", "c", "d"]
    goes_on(folder)
