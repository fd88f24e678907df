"""Every system call of whatever the store does fails once in every way in which it can fail.

What was called saved is there afterwards, exactly; what was begun is there wholly or not at all; nothing else
is there; and the project opens as if nothing had been.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from tinydb import TinyDB

from annotations import Project, soundness
from annotations.errors import SourceError
from annotations.store import FILE_NAME, TinyDBStore, has_project, writer
from annotations.store.backups import FOLDER as BACKUPS
from annotations.store.backups import Backups
from annotations.store.lock import LOCK_NAME
from annotations.store.recovery import JOURNAL_NAME
from tests.faults.disk import KINDS, Fault
from tests.faults.sessions import Desk, Records, Told, Work, claim, drop, dump, put, run, settings, undo_of


class Session(NamedTuple):
    """What is done with a project: from which folder on, what, and whether that is the same
    calls each time."""

    prepare: Callable[[Path], None]
    work: Work
    same: bool = True


# ---- What is done --------------------------------------------------------------------------------


def nothing(folder: Path) -> None:
    """A folder without a project."""


def an_article(folder: Path) -> None:
    """A folder with an article."""
    (folder / "a.txt").write_text("The ferry\n\nThe ferry stayed in port on Tuesday.\n")


def clean(folder: Path) -> None:
    """A project that was closed, with a few claims."""
    store = TinyDBStore(folder)
    store.commit(settings())
    for id in "abc":
        store.commit(put(store.tables, claim(id)))
    store.close()


def undone(folder: Path) -> None:
    """A project in which something was undone before it was closed, and again since."""
    clean(folder)
    for _ in range(2):
        with Project.open(folder) as project:
            project.undo()


def unclean(folder: Path) -> None:
    """A project whose writer was killed in the middle of a line and of a snapshot."""
    clean(folder)
    store = TinyDBStore(folder)
    store.commit(put(store.tables, claim("d")))
    store.commit(drop(store.tables, "a"))
    journal = (folder / JOURNAL_NAME).read_bytes()
    store.close()
    kept = sorted(folder.glob("history/*"))[-1]
    assert kept.read_bytes() == journal
    shutil.rmtree(folder)
    folder.mkdir()
    clean(folder)
    (folder / JOURNAL_NAME).write_bytes(journal + b'12345678 {"n":7,"id":"x","la')
    (folder / f".{FILE_NAME}.0123456789ab.tmp").write_bytes(b'{"meta": ')


def backed_up(folder: Path) -> None:
    """A project with as many backups as are kept, and some that are too many."""
    clean(folder)
    backups = Backups(folder / BACKUPS)
    for number in range(3):
        backups.make(b"{%d}" % number, 0, f"2026-01-01T00:00:0{number}")
    for path in folder.glob("backups/*-0000000004.json.gz"):
        path.unlink()
    for minute in range(13):
        name = f"2026-01-02T00{minute:02}00Z-{minute % 4:010}.json.gz"
        shutil.copy(backups.list()[-1].path, folder / BACKUPS / name)
    (folder / BACKUPS / ".2026-01-02T000000Z-0000000001.json.gz.0123456789ab.tmp").write_bytes(b"half")


def old_schema(folder: Path) -> None:
    """A project as the version before this one wrote it."""
    clean(folder)
    data = json.loads((folder / FILE_NAME).read_bytes())
    meta = data["meta"]["1"]
    data["meta"]["1"] = {n: v for n, v in meta.items() if n not in ("seq", "highest", "revs")} | {"schema": 1}
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / FILE_NAME).write_text(json.dumps(data))


def damaged(folder: Path) -> None:
    """A project whose snapshot was damaged on disk, with a backup and the history since."""
    clean(folder)
    store = TinyDBStore(folder)
    store.commit(put(store.tables, claim("d")))
    store.close()
    data = bytearray((folder / FILE_NAME).read_bytes())
    data[len(data) // 2] ^= 0x80
    (folder / FILE_NAME).write_bytes(data)


def begins(desk: Desk) -> None:
    """A project is made, without articles."""
    store = desk.store()
    store.commit(settings())
    store.commit(put(store.tables, claim("a")))
    desk.leave(store)


def makes(desk: Desk) -> None:
    """A project is made out of a folder with an article."""

    def whole() -> Project:
        project = Project.open(desk.folder, annotator="me")
        if project.notices:  # an article that could not be read was left out
            project._store.discard()  # type: ignore[attr-defined]
            raise SourceError(project.notices[0])
        return project

    store = desk.sure(whole)._store
    desk.settle(store)
    desk.leave(store)


def edits(desk: Desk) -> None:
    """Claims are added, changed, deleted, and brought back."""
    store = desk.store()
    store.commit(put(store.tables, claim("d")))
    store.commit(put(store.tables, claim("a", "another text")))
    dropped = drop(store.tables, "b")
    store.commit(dropped)
    store.commit(undo_of(dropped))
    store.commit(put(store.tables, *(claim(f"many {n}") for n in range(5))))
    desk.leave(store)


def burst(desk: Desk) -> None:
    """Changes come faster than the disk takes them."""
    store = desk.store(background=True)
    for n in range(5):
        store.commit(put(store.tables, claim(f"one {n}")))
    desk.settle(store)
    for n in range(5):
        store.commit(put(store.tables, claim(f"one {n}", f"changed {n}")))
    desk.leave(store)


def comes_and_goes(desk: Desk) -> None:
    """The project is opened, edited and closed, and opened and edited again."""
    store = desk.store()
    store.commit(put(store.tables, claim("d")))
    desk.close(store)
    store = desk.store()
    store.commit(put(store.tables, claim("e")))
    desk.leave(store)


def one_change(desk: Desk) -> None:
    """The project is opened, edited and closed."""
    store = desk.store()
    store.commit(put(store.tables, claim("e")))
    desk.leave(store)


def grows(desk: Desk) -> None:
    """The journal outgrows its bounds while the app runs."""
    writer.OUTGROWN = 600
    writer.IDLE = 0.0
    store = desk.store(background=True)
    for n in range(4):
        store.commit(put(store.tables, claim(f"one {n}")))
        desk.settle(store)
    desk.leave(store)


def goes_back(desk: Desk) -> None:
    """What was undone before the project was opened is done again, and what was done is undone."""
    project = desk.project()
    desk.sure(project.redo)
    desk.sure(project.undo)
    desk.sure(project.undo)
    desk.sure(project.redo)
    desk.leave(project._store)


def takes_over(desk: Desk) -> None:
    """Who only looked becomes the one who writes."""
    store = desk.store(read_only=True)
    desk.sure(store.take_over)
    store.commit(put(store.tables, claim("e")))
    desk.leave(store)


SESSIONS = {
    "new": Session(nothing, begins),
    "new out of an article": Session(an_article, makes),
    "edits": Session(clean, edits),
    "burst": Session(clean, burst, same=False),
    "twice": Session(clean, comes_and_goes),
    "after an unclean end": Session(unclean, one_change),
    "backups": Session(backed_up, one_change),
    "migration": Session(old_schema, one_change),
    "mending": Session(damaged, one_change),
    "outgrown": Session(clean, grows, same=False),
    "undo": Session(undone, goes_back),
    "taking over": Session(unclean, takes_over),
}


CASES = [(name, kind) for name in SESSIONS for kind in KINDS]


# ---- What must hold ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing tells nothing here: no power is lost but in thought."""
    monkeypatch.setattr("os.fsync", lambda handle: None)
    monkeypatch.setattr("os.fdatasync", lambda handle: None)


class Round:
    """One session, over and over, with a fault at each of its calls."""

    def __init__(self, session: Session, tmp_path: Path) -> None:
        self._session = session
        self._template = tmp_path / "template"
        self._folder = tmp_path / "project"
        self._seen: dict[frozenset[tuple[str, bytes]], int] = {}
        self._template.mkdir()
        session.prepare(self._template)
        self.before = self._records(self._template)
        self._lay_out()
        self.told = run(session.work, self._folder, states=True)
        assert self.told.done, self.told.trouble
        self.states = {self.before[0]: self.before[1], **self.told.states}
        self.last = max(self.states)

    def run(self, kind: str) -> int:
        """Have the calls fail in this way, one after the other; how many there were."""
        at = 0
        while True:
            at += 1
            self._lay_out()
            told = run(self._session.work, self._folder, Fault(kind, at))
            if told.done and not told.hit:
                return at - 1
            try:
                self._check(told, kind)
            except Exception as problem:
                raise AssertionError(f"{kind}, call {at}") from problem

    def _check(self, told: Told, kind: str) -> None:
        assert not told.trouble, told.trouble
        saved = max(told.saved, default=self.before[0])
        begun = max(told.begun, default=self.before[0])
        lives = not ("killed" in kind or "power" in kind)
        if told.refused and not has_project(self._template):
            # Nothing counts as saved in a project that could not be made. What of it could not be taken away
            # again on a disk that fails is a project as far as it goes.
            saved = 0
        elif lives:
            assert told.done
            assert saved == self.last, (saved, self.last)
            assert told.memory == self.states[self.last]
        if not has_project(self._folder):
            assert saved == 0
            assert self.before[0] == 0
        number = self._number_on_disk()
        assert saved <= number <= begun, (saved, number, begun)

    def _number_on_disk(self) -> int:
        """Which of the states that there can be the project is in; that it goes on from there as if nothing
        had been. The same files are looked at once."""
        files = _files(self._folder)
        if files not in self._seen:
            number, found = self._records(self._folder)
            assert found == self.states[number]
            self._goes_on()
            self._seen[files] = number
        return self._seen[files]

    def _goes_on(self) -> None:
        with Project.open(self._folder) as project:
            assert not [finding for finding in soundness.check(project) if finding.severity == "error"]
            project.add_claim("afterwards")
            claims = [msgspec.json.decode(msgspec.json.encode(made)) for made in project.claims]
            assert project.flush().word == "saved"
        with contextlib.closing(TinyDBStore(self._folder, read_only=True)) as store:
            assert store.notices == []
        with TinyDB(self._folder / FILE_NAME, access_mode="r") as database:
            assert database.table("claims").all() == claims

    def _records(self, folder: Path) -> tuple[int, Records]:
        store = TinyDBStore(folder, read_only=True)
        try:
            return store.tables.number, dump(store.tables)
        finally:
            store.close()

    def _lay_out(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._template, self._folder)


def _files(folder: Path) -> frozenset[tuple[str, bytes]]:
    """Everything in a folder but who has it."""
    found = [(path, path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()]
    return frozenset((name, path.read_bytes()) for path, name in found if name != LOCK_NAME)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_nothing_that_was_called_saved_is_lost(name: str, kind: str, place: Path) -> None:
    session = SESSIONS[name]
    sessions = Round(session, place)
    points = sessions.run(kind)
    if session.same:
        assert points == sum(map(KINDS[kind], sessions.told.calls))
    assert points > 0


def test_there_are_thousands_of_calls_that_can_fail(place: Path) -> None:
    points = 0
    for number, session in enumerate(SESSIONS.values()):
        (place / str(number)).mkdir()
        calls = Round(session, place / str(number)).told.calls
        points += sum(fits(call) for call in calls for fits in KINDS.values())
    print(f"{points} faults at the system calls of {len(SESSIONS)} sessions")
    assert points > 2000
