"""A change of thousands of records is worked out while the screen lives, is seen, and is ended by Esc."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import ProgressBar

import tui.screens.copy
import tui.screens.importing
import tui.screens.open_points
import tui.screens.origins
import tui.screens.overview
from annotations import Project
from annotations.editing import ledger
from annotations.exports import render
from annotations.records import AnyRecord, Claim
from annotations.tally import Tally
from tests.app.playing import Played, played
from tui.screens.importing import ImportDialog
from tui.screens.reading_room import ReadingRoom
from tui.widgets.prose import Line

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


class Gate:
    """Holds up the working out of a change until it is opened; it has come to a half of its step by then."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.reached = threading.Event()
        self.stopped = threading.Event()
        self.times = 0

    def hold(self, told: Callable[[int, int], None] | None) -> None:
        if told is None:
            return
        self.times += 1
        self.reached.set()
        told(0, 2)
        try:
            while not self.opened.wait(0.005):
                told(1, 2)
        except Exception:
            self.stopped.set()
            raise


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The working out of every change takes as long as the test likes, and every change is a long one."""
    gate, tallied = Gate(), ledger.tallied

    def slow(tables: Any, told: Any = None) -> Any:
        gate.hold(told)
        return tallied(tables)

    monkeypatch.setattr(ledger, "tallied", slow)
    monkeypatch.setattr(ledger, "MANY", 3)
    monkeypatch.setattr(tui.screens.importing, "SHOW_AFTER", 0.001)
    yield gate
    gate.opened.set()


def press(app: Played, key: str) -> None:
    """Press a key without waiting until it is done."""
    app.app.simulate_key(key)


def bottom(app: Played) -> str:
    return (app.frame().splitlines() or [""])[-1]


def more(folder: Path) -> Path:
    """A file with an article that the story does not have, and with five claims."""
    path = folder / "theirs.json"
    content = {
        "format": "variorum",
        "version": 1,
        "articles": [{"id": "tug", "text": "The tug was late. It rained."}],
        "claims": [{"id": f"n{number}", "text": f"New {number}."} for number in range(5)],
    }
    path.write_text(json.dumps(content), "utf-8")
    return path


def many(project: Project) -> None:
    """One change that makes five claims."""
    claims: list[AnyRecord] = [Claim(id=f"n{number}", text=f"New {number}.") for number in range(5)]
    project.add_records("five claims", claims)


async def read(app: Played, path: Path) -> None:
    await app.press("ctrl+o")
    await app.type(str(path))
    await app.press("enter")


@SIZES
async def test_an_import_is_taken_in_behind_a_bar_and_escape_leaves_all_as_it_was(
    story: Path, tmp_path: Path, gate: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        before = render(app.project, "variorum")
        await read(app, more(tmp_path))
        press(app, "enter")
        await app.until_seen(lambda: "parts of the change" in app.frame())
        assert "Esc calls it off, nothing is changed" in app.frame()
        assert 0 < (app.app.screen.query_one(ProgressBar).percentage or 0) < 1
        assert render(app.project, "variorum") == before  # and nothing of it is there yet
        press(app, "enter")  # a second one does nothing
        press(app, "escape")
        await app.until(gate.stopped.is_set)
        await app.until(lambda: "called off: nothing was changed" in app.said)
        assert isinstance(app.app.screen, ImportDialog)
        assert render(app.project, "variorum") == before
        assert not app.project.can_undo
        assert not app.app.desk.lent
        gate.opened.set()
        await app.press("enter")
        assert [claim.id for claim in app.project.claims] == ["n0", "n1", "n2", "n3", "n4"]
        assert app.project.text("tug").startswith("The tug")


async def test_what_is_worked_out_of_an_import_is_not_worked_out_again_by_the_screen(
    story: Path, tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.opened.set()
    async with played(story) as app:
        await read(app, more(tmp_path))
        store = app.project._store
        parts = []
        commit = store.commit
        monkeypatch.setattr(
            store, "commit", lambda *a, **b: (parts.append(b.get("ready")), commit(*a, **b))[1]
        )
        await app.press("enter")
        assert len(app.project.claims) == 5
        assert [ready is not None for ready in parts] == [True]


@SIZES
async def test_undo_of_a_large_change_shows_how_far_it_is_and_keys_wait_for_it(
    story: Path, gate: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        many(app.project)
        await app.settle()
        press(app, "u")
        press(app, "c")  # is about what there is when it is undone
        await app.until_seen(lambda: "%" in bottom(app))
        assert "undoing: five claims" in bottom(app)
        assert "Esc ends it" in bottom(app)
        assert len(app.project.claims) == 5
        gate.opened.set()
        await app.until(lambda: len(app.project.claims) == 1)
        assert "%" not in bottom(app)
        assert app.project.claims[0].text.startswith("Ferry runs aground")
        assert not app.app.desk.lent
        await app.press("u")
        assert app.project.claims == []
        assert "undone: " in app.said


@SIZES
async def test_escape_ends_an_undo_that_is_long_and_nothing_is_undone(
    story: Path, gate: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        many(app.project)
        await app.settle()
        press(app, "u")
        press(app, "c")  # dropped: it was meant for what would have been
        await app.until_seen(gate.reached.is_set)
        press(app, "escape")
        await app.until(gate.stopped.is_set)
        assert len(app.project.claims) == 5
        assert app.said == "nothing is undone"
        assert "%" not in bottom(app)
        await app.until(lambda: not app.app.desk.lent)
        gate.opened.set()
        await app.press("u")
        assert app.project.claims == []
        await app.press("ctrl+r")
        assert len(app.project.claims) == 5
        assert "done again: five claims" in app.said


async def test_what_comes_while_an_undo_is_worked_out_has_it_worked_out_again(
    story: Path, gate: Gate
) -> None:
    async with played(story) as app:
        many(app.project)
        await app.settle()
        press(app, "u")
        await app.until_seen(gate.reached.is_set)
        app.project.keep_draft("note", {"text": "half"})  # as when a dialog loses the focus
        gate.opened.set()
        await app.until(lambda: app.project.claims == [])
        assert gate.times == 2
        assert app.project.drafts == {"note": {"text": "half"}}
        assert "undone: five claims" in app.said


async def test_an_undo_that_does_not_fit_any_more_is_passed_over(story: Path, gate: Gate) -> None:
    gate.opened.set()
    async with played(story) as app:
        app.project.add_claim("The first one.")
        many(app.project)
        with app.project._change("by the way", undoable=False) as edits:
            edits.put(Claim(id="n0", text="Otherwise."))
        await app.settle()
        await app.press("u")
        assert "no longer fits" in app.said
        assert len(app.project.claims) == 6
        await app.press("u")  # the one before
        assert "The first one." not in [claim.text for claim in app.project.claims]


async def test_nothing_to_undo_is_said_after_a_look_into_the_history(story: Path, gate: Gate) -> None:
    gate.opened.set()
    async with played(story) as app:
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("u")
        assert "nothing to undo" in app.said
        await app.press("ctrl+r")
        assert "nothing to do again" in app.said


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The figures of the overview take as long as the test likes."""
    gate, real = Gate(), tui.screens.overview.matrix

    def slow(project: Project, told: Callable[[int, int], None] | None = None) -> Any:
        gate.hold(told)
        return real(project)

    monkeypatch.setattr(tui.screens.overview, "matrix", slow)
    monkeypatch.setattr(tui.screens.overview, "AT_ONCE", -1)
    yield gate
    gate.opened.set()


@SIZES
async def test_the_overview_of_a_large_project_shows_how_far_it_is(
    story: Path, looking: Gate, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("c")
        app.app.screen.action_run_command("overview")
        await app.until_seen(lambda: "looking at all claims" in bottom(app))
        assert "25%" in bottom(app)
        press(app, "question_mark")  # waits
        looking.opened.set()
        await app.until(lambda: type(app.app.screen).__name__ == "Help")
        await app.press("escape")
        assert "What was found in each source" in app.frame()
        assert "How the claims stand" in app.frame()
        assert looking.times == 1  # nothing has changed since
        await app.press("u")
        assert looking.times == 2


async def test_escape_leaves_an_overview_that_is_long_in_coming(story: Path, looking: Gate) -> None:
    async with played(story) as app:
        await app.press("c")
        app.app.screen.action_run_command("overview")
        await app.until_seen(looking.reached.is_set)
        press(app, "escape")
        await app.until(looking.stopped.is_set)
        assert isinstance(app.app.screen, ReadingRoom)
        assert "%" not in bottom(app)
        await app.until(lambda: not app.app.desk.lent)
        await app.press("j")  # keys go through again


async def test_saving_a_copy_shows_how_far_it_is_and_says_that_it_is_not_called_off(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    gate, real = Gate(), Project.save_copy

    def slow(self: Project, folder: Path, told: Callable[[int, int], None] | None = None) -> None:
        gate.hold(told)
        real(self, folder)

    request.addfinalizer(gate.opened.set)
    monkeypatch.setattr(Project, "save_copy", slow)
    monkeypatch.setattr(tui.screens.copy, "SHOW_AFTER", 0.001)
    async with played(story) as app:
        app.app.screen.action_run_command("save_copy")
        await app.settle()
        app.app.screen.query_one(Line).value = str(tmp_path / "copy")
        press(app, "enter")
        await app.until_seen(lambda: "is not called off" in app.frame() and "50%" in app.frame())
        press(app, "escape")
        await app.until_seen(lambda: "still writing the copy" in app.frame())
        gate.opened.set()
        await app.until(lambda: isinstance(app.app.screen, ReadingRoom))
        assert f"the copy is in {tmp_path / 'copy'}" in app.said
        assert (tmp_path / "copy" / "variorum.json").is_file()


async def test_what_is_open_and_who_says_so_is_counted_once_a_change(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    for module, name in ((tui.screens.open_points, "open_points"), (tui.screens.origins, "resting")):
        real = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda project, real=real, name=name: (counted.append(name), real(project))[1]
        )
    async with played(story) as app:
        await app.press("c")
        for key, name in (("I", "open_points"), ("o", "resting")):
            counted.clear()
            await app.press(key)
            await app.press("question_mark", "escape")
            assert counted == [name]
            app.project.add_claim("One more.")
            app.project.add_origin(f"The keeper of {name}", kind="person")
            await app.settle()
            assert counted == [name, name]
            assert ("One more." if name == "open_points" else "The keeper of resting") in app.frame()
            await app.press("escape")


async def test_a_fault_of_the_program_while_keys_wait_is_reported_and_gives_the_project_back(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    async def undo() -> None:
        async with played(story) as app:
            await app.press("c")
            monkeypatch.setattr(ledger, "tallied", broken)
            await app.press("u")
            assert not app.app.waiting.under_way
            assert not app.app.desk.lent

    monkeypatch.setattr(ledger, "MANY", 0)
    with pytest.raises(ZeroDivisionError):
        await undo()


async def test_what_an_undo_was_worked_out_with_is_let_go_of(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[weakref.ref[Tally]] = []
    tallied = ledger.tallied

    def noted(tables: Any, told: Any = None) -> Any:
        found = tallied(tables, told)
        made.append(weakref.ref(found))
        return found

    monkeypatch.setattr(ledger, "MANY", 0)
    monkeypatch.setattr(ledger, "tallied", noted)
    async with played(story) as app:
        await app.press("c", "u", "ctrl+r", "u")
        await app.settle()
        gc.collect()
        assert len(made) == 3
        assert [ref() is not None for ref in made] == [False, False, True]  # the last one is in force
