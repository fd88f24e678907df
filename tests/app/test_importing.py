"""Importing in the app: what differs is decided side by side, and nothing changes before that."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList, ProgressBar, Static

import tui.screens.importing
from annotations import Project
from annotations.exports import Progress, export, render
from annotations.imports import Prepared, import_files, prepare
from annotations.soundness import check
from tests.app.playing import Played, played, playing
from tui.screens.importing import ImportDialog
from tui.screens.reading_room import ReadingRoom

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
TEXT = "The swing bridge stuck. Two lorries turned back."
LATER = "At noon the swing bridge stuck. Two lorries turned back there."
BASE: dict[str, Any] = {
    "articles": [{"id": "a", "text": TEXT, "title": "Bridge"}],
    "origins": [{"id": "o", "name": "Keeper"}, {"id": "o2", "name": "Driver"}],
    "claims": [{"id": "c", "text": "The bridge stuck.", "note": ""}, {"id": "d", "text": "It opened."}],
    "evidence": [
        {
            "id": "e", "claim": "c", "article": "a", "stance": "supports", "attribution": ["o"],
            "quote": {"start": 4, "end": 22, "exact": "swing bridge stuck"},
        }
    ],
    "reviews": [{"claim": "d", "article": "a", "annotator": "mo", "basis": "read"}],
}  # fmt: skip


def file(folder: Path, name: str = "theirs.json", **parts: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({"format": "variorum", "version": 1, **BASE, **parts}), "utf-8")
    return path


def changed(table: str, **fields: Any) -> dict[str, Any]:
    return {table: [{**BASE[table][0], **fields}, *BASE[table][1:]]}


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    """A project into which the base was imported."""
    with Project.open(tmp_path / "bridge", annotator="mo", with_files=False) as project:
        import_files(project, [file(tmp_path, "base.json")])
    return tmp_path / "bridge"


def words(app: Played, id: str) -> str:
    return str(app.app.screen.query_one(f"#{id}", Static).content)


def listed(app: Played) -> list[str]:
    return [str(option.prompt) for option in app.app.screen.query_one("#conflicts", OptionList).options]


async def read(app: Played, path: Path) -> None:
    await app.press("ctrl+o")
    assert isinstance(app.app.screen, ImportDialog)
    await app.type(str(path))
    await app.press("enter")


@SIZES
async def test_what_is_new_is_told_with_its_format_and_comes_in_by_a_second_enter(
    bridge: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    more = file(tmp_path, claims=[*BASE["claims"], {"id": "f", "text": "It is old."}])
    async with played(bridge, size=size) as app:
        before = render(app.project, "variorum")
        await read(app, more)
        found = words(app, "found")
        assert found.startswith("variorum · new here: 1 claim")
        assert "here already: 1 source, 2 origins, 2 claims, 1 quote, 1 look" in found
        assert "new here: 1 claim" in app.frame()
        assert render(app.project, "variorum") == before
        await app.press("enter")
        assert [claim.id for claim in app.project.claims] == ["c", "d", "f"]
        assert words(app, "report").startswith("added: 1 claim\n")
        await app.press("enter")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("u")
        assert render(app.project, "variorum") == before


@SIZES
async def test_conflicts_stand_side_by_side_and_nothing_changes_until_all_are_decided(
    bridge: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    parts = changed("claims", text="A bridge stuck.", note="theirs") | changed("origins", name="The keeper")
    async with played(bridge, size=size) as app:
        before = render(app.project, "variorum")
        await read(app, file(tmp_path, **parts))
        assert listed(app) == [
            "?      origin Keeper · name",
            "?      claim 1: The bridge stuck. · text, note",
        ]
        frame = app.frame()
        for said in ("mine", "theirs", "name", "Keeper", "The keeper", "m keep mine"):
            assert said in frame
        await app.press("down")
        frame = app.frame()
        row = next(line for line in frame.splitlines() if "A bridge stuck." in line)
        assert row.index("The bridge stuck.") < row.index("A bridge stuck.")
        assert "nothing" in next(line for line in frame.splitlines() if " note " in line and "theirs" in line)
        await app.press("t", "enter")
        assert "1 still to decide" in app.said
        assert render(app.project, "variorum") == before
        assert listed(app)[1].startswith("theirs")
        await app.press("m")
        assert "all decided" in words(app, "found")
        assert render(app.project, "variorum") == before
        await app.press("enter")
        assert (app.project.claim("c").text, app.project.origin("o").name) == ("A bridge stuck.", "Keeper")
        assert "replaced by theirs: 1 claim" in app.frame()
        assert "kept as they were here: 1 record" in app.frame()
        await app.press("escape", "u")
        assert render(app.project, "variorum") == before


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("M", ["The bridge stuck.", "It opened."]),
        ("T", ["A bridge stuck.", "It opened."]),
        ("B", ["The bridge stuck.", "It opened.", "A bridge stuck."]),
    ],
)
async def test_all_are_decided_in_the_same_way(
    bridge: Path, tmp_path: Path, key: str, texts: list[str]
) -> None:
    parts = changed("claims", text="A bridge stuck.") | changed("reviews", basis="searched")
    async with played(bridge) as app:
        await read(app, file(tmp_path, **parts))
        await app.press(key, "enter")
        assert [claim.text for claim in app.project.claims] == texts
        assert [look.basis for look in app.project.reviews][:1] == (["searched"] if key == "T" else ["read"])
        assert check(app.project) == []


async def test_of_looks_there_are_never_two(bridge: Path, tmp_path: Path) -> None:
    async with played(bridge) as app:
        await read(app, file(tmp_path, **changed("reviews", basis="searched")))
        await app.press("b")
        assert "only one look" in app.said
        await app.press("enter")
        assert "1 still to decide" in app.said
        await app.press("B")
        assert listed(app)[0].startswith("mine")


async def test_escape_changes_nothing(bridge: Path, tmp_path: Path) -> None:
    async with played(bridge) as app:
        before = render(app.project, "variorum")
        await read(app, file(tmp_path, **changed("claims", text="A bridge stuck.")))
        await app.press("T", "escape")
        assert isinstance(app.app.screen, ReadingRoom)
        assert render(app.project, "variorum") == before
        assert not app.app.desk.lent


@SIZES
async def test_another_text_shows_where_it_differs_and_its_quotes_are_to_be_checked(
    bridge: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    long = "A plain sentence stands here. " * 40
    new = {
        "id": "e2", "claim": "c", "article": "a", "stance": "supports",
        "quote": {"start": 8, "end": 30, "exact": "the swing bridge stuck"},
    }  # fmt: skip
    parts = changed("articles", text=LATER + long) | {"evidence": [new]}
    async with played(bridge, size=size) as app:
        await read(app, file(tmp_path, **parts))
        assert "source A: Bridge" in listed(app)[0]
        assert "At noon" in app.frame()
        await app.press("M", "enter")
        assert app.project.piece("e2").anchor == "changed"
        assert "quotes sought in the texts that are here: 1 changed" in app.frame()
        assert "U quotes to check" in app.frame()
        await app.press("U")
        assert isinstance(app.app.screen, ReadingRoom)
        proposed = app.project.piece("e2").quote
        assert app.room.reader.span == (proposed.start, proposed.end)


async def test_a_folder_of_another_format_is_found_by_what_is_in_it(bridge: Path, tmp_path: Path) -> None:
    with Project.open(bridge, read_only=True) as project:
        export(project, "csv", tmp_path / "tables")
    empty = tmp_path / "empty"
    Project.open(empty, with_files=False).close()
    async with played(empty) as app:
        await read(app, tmp_path / "tables")
        assert words(app, "found").startswith(
            "csv · new here: 1 source, 2 origins, 2 claims, 1 quote, 1 look"
        )
        await app.press("enter", "enter")
        assert [claim.text for claim in app.project.claims] == ["The bridge stuck.", "It opened."]
        assert "swing bridge stuck" in app.frame()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"format": "variorum", "version": 1, "claims": [{"id": "x"}]}', "claims[0]"),
        (b"\x00\x01", "is in no format that can be imported"),
        (None, "no such file or directory"),
    ],
)
async def test_what_cannot_be_read_is_one_line_and_the_dialog_stays(
    bridge: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "broken.json"
    if content is not None:
        path.write_bytes(content)
    async with played(bridge) as app:
        before = render(app.project, "variorum")
        await read(app, path)
        assert isinstance(app.app.screen, ImportDialog)
        assert said in app.said
        assert "Enter read it" in app.frame()
        assert render(app.project, "variorum") == before


@SIZES
async def test_words_of_strangers_are_only_words(bridge: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    hostile = "[@click=app.quit]x[/] \x1b[2J ‮ [/b]"
    parts = changed("claims", text=hostile, note=hostile) | changed("origins", name=hostile)
    async with played(bridge, size=size) as app:
        await read(app, file(tmp_path, **parts))
        for key in ("down", "t", "T", "enter"):
            frame = app.frame()
            assert not any((ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0 for sign in frame)
            assert "‮" not in frame
            await app.press(key)
        assert app.project.claim("c").text == hostile


async def test_nothing_is_imported_into_a_project_that_is_open_to_be_read(bridge: Path) -> None:
    with Project.open(bridge, read_only=True) as project:
        async with playing(project) as app:
            await app.press("ctrl+o")
            assert isinstance(app.app.screen, ReadingRoom)
            assert "nothing can be changed" in app.said


class Slow:
    """A reading that tells how far it is and then waits until it may go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def prepare(
        self,
        *args: Any,
        progress: Callable[[Progress], None],
        cancel: threading.Event,
    ) -> Prepared:
        progress(Progress("evidence", 30, 40))
        while not cancel.is_set() and not self.go_on.wait(0.005):
            pass
        return prepare(*args, progress=progress, cancel=cancel)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(tui.screens.importing, "prepare", slow.prepare)
    monkeypatch.setattr(tui.screens.importing, "SHOW_AFTER", 0.001)
    yield slow
    slow.go_on.set()


async def begin(app: Played, path: Path) -> None:
    await app.press("ctrl+o")
    await app.type(str(path))
    app.app.simulate_key("enter")
    await app.until_seen(lambda: "evidence: 30 of 40" in app.frame())


@SIZES
async def test_long_reading_is_shown_and_escape_calls_it_off(
    bridge: Path, tmp_path: Path, slow: Slow, size: tuple[int, int]
) -> None:
    more = file(tmp_path, claims=[*BASE["claims"], {"id": "f", "text": "It is old."}])
    async with played(bridge, size=size) as app:
        before = render(app.project, "variorum")
        await begin(app, more)
        assert app.app.screen.query_one(ProgressBar).percentage == 0.75
        assert "Esc calls it off, nothing is changed" in app.frame()
        app.app.simulate_key("enter")  # a second one does nothing
        app.app.simulate_key("escape")
        await app.until(lambda: "called off: nothing was changed" in app.said)
        assert isinstance(app.app.screen, ImportDialog)
        assert "evidence: 30 of 40" not in app.frame()
        assert not app.app.desk.lent
        assert render(app.project, "variorum") == before
        slow.go_on.set()
        await app.press("enter")
        assert "new here: 1 claim" in app.frame()
        await app.press("enter")
        assert [claim.id for claim in app.project.claims] == ["c", "d", "f"]


async def test_a_dialog_that_is_closed_meanwhile_reads_no_further(
    bridge: Path, tmp_path: Path, slow: Slow
) -> None:
    async with played(bridge) as app:
        before = render(app.project, "variorum")
        await begin(app, file(tmp_path, **changed("claims", text="A bridge stuck.")))
        app.app.screen.dismiss()
        await app.until(lambda: not app.app.desk.lent)
        assert isinstance(app.app.screen, ReadingRoom)
        assert render(app.project, "variorum") == before
