"""The export dialog: what is lost is said before, a part can be chosen, and it can be called off."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList, ProgressBar, Static

import seeds
import tui.screens.export
from annotations import Project
from annotations.exports import FORMATS, Progress, export, losses
from annotations.exports.completeness import reasons
from annotations.exports.selection import Selection
from tests.app.playing import Played, played
from tui.exporting import completed
from tui.screens.export import ExportDialog
from tui.screens.reading_room import ReadingRoom
from tui.widgets.prose import Line
from tui.widgets.tick import Tick

WRITTEN = [form for form in FORMATS.values() if form.writes]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    seeds.copy_to(tmp_path / "sample")
    return tmp_path / "sample"


def field(app: Played, id: str) -> Line:
    return app.app.screen.query_one(f"#{id}", Line)


def words(app: Played, id: str) -> str:
    return str(app.app.screen.query_one(f"#{id}", Static).content)


async def fill(app: Played, id: str, text: str) -> None:
    field(app, id).focus()
    await app.settle()
    await app.type(text)


async def choose(app: Played, name: str) -> None:
    app.app.screen.query_one("#formats", OptionList).highlighted = [form.name for form in WRITTEN].index(name)
    await app.settle()


@SIZES
async def test_place_losses_and_preview_stay_in_view_for_every_format(
    sample: Path, size: tuple[int, int]
) -> None:
    async with played(sample, size=size) as app:
        await app.press("x")
        for form in WRITTEN:
            frame = app.frame()
            assert f" {form.name} " in frame
            assert "│ To  " in frame
            assert "Loses here" in frame or "Loses nothing" in frame
            assert "9 claims, 20 quotes, 4 not finished" in frame
            if form.folder:
                assert "a folder of several files" in frame
            elif form.text:
                first = words(app, "preview").split("\n")[0]
                assert first.strip()
                assert first[:40] in frame
            assert "Enter export" in frame
            await app.press("down")


async def test_what_is_told_as_lost_is_what_the_library_counts(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        for form in WRITTEN:
            told = " ".join(words(app, "losses").split())
            assert form.keeps in told
            for loss in losses(app.project, form.name):
                assert loss.words in told
            await app.press("down")


async def test_a_part_is_chosen_and_counted_and_only_it_is_written(sample: Path, tmp_path: Path) -> None:
    async with played(sample) as app:
        tag = next(tag for claim in app.project.claims for tag in claim.tags)
        chosen = [claim.id for claim in app.project.claims if tag in claim.tags]
        await app.press("x")
        await fill(app, "tags", tag.upper())
        count = f"{len(chosen)} of 9 claims"
        assert count in words(app, "count")
        assert "9 claims’" not in words(app, "losses")
        field(app, "target").value = str(tmp_path / "part.json")
        await app.press("enter")
        assert isinstance(app.app.screen, ReadingRoom)
        written = json.loads((tmp_path / "part.json").read_text("utf-8"))
        assert [claim["id"] for claim in written["claims"]] == chosen
        assert f"written: {tmp_path / 'part.json'}" in app.said


async def test_statuses_sources_and_a_person_narrow_it_too(sample: Path) -> None:
    async with played(sample) as app:
        expected = {
            ("statuses", "disputed, single origin"): {"statuses": ("disputed", "single_origin")},
            ("articles", "a,C"): {"articles": ("A", "C")},
            ("annotator", app.project.evidence[0].annotator): {
                "annotator": app.project.evidence[0].annotator
            },
        }
        for (id, text), scope in expected.items():
            await app.press("x")
            await fill(app, id, text)
            selection = Selection(app.project, **scope)  # type: ignore[arg-type]
            evidence = sum(1 for _ in selection.evidence)
            assert words(app, "count").startswith(f"{len(selection.claims)}")
            assert f" {evidence} quote" in words(app, "count")
            await app.press("escape")


async def test_a_word_that_means_nothing_is_named_and_nothing_is_written(
    sample: Path, tmp_path: Path
) -> None:
    async with played(sample) as app:
        await app.press("x")
        field(app, "target").value = str(tmp_path / "out.json")
        for id, said in (
            ("statuses", "there is no status “zzz”"),
            ("tags", "no claim has the tag “zzz”"),
            ("articles", "there is no source “zzz”"),
            ("annotator", "nobody called “zzz” has marked anything"),
        ):
            await fill(app, id, "zzz")
            assert said in words(app, "count")
            await app.press("enter")
            assert said in app.said
            assert isinstance(app.app.screen, ExportDialog)
            field(app, id).value = ""
            await app.settle()
        assert "9 claims" in words(app, "count")
        assert not (tmp_path / "out.json").exists()


async def test_right_completes_the_word_that_was_begun(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        await fill(app, "statuses", "disputed, corr")
        await app.until(lambda: field(app, "statuses")._suggestion)
        await app.press("right")
        assert field(app, "statuses").value == "disputed, corroborated"


def test_a_word_is_completed_from_those_that_are_known() -> None:
    known = {"Aa": "", "bb, c": ""}
    assert completed("a", known) == "aa"
    assert completed("x, BB", known) == "x, BB, c"
    assert completed("x, a", known, several=False) is None
    assert completed("Aa", known) is None
    assert completed("x, ", known) is None


@SIZES
async def test_strict_lists_what_is_not_finished_and_refuses(
    sample: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with played(sample, size=size) as app:
        open_claims = list(reasons(Selection(app.project)))
        await app.press("x")
        field(app, "target").value = str(tmp_path / "out.json")
        app.app.screen.query_one(Tick).focus()
        await app.press("space")
        assert words(app, "preview").split("\n") == open_claims
        assert open_claims[0][:40] in app.frame()
        await app.press("ctrl+s")
        assert isinstance(app.app.screen, ExportDialog)
        assert "4 claims not finished" in app.said
        assert not (tmp_path / "out.json").exists()
        await app.press("space", "ctrl+s")
        assert (tmp_path / "out.json").exists()


async def test_a_tick_is_seen_without_colour(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        assert "✓▌" not in app.frame()
        app.app.screen.query_one(Tick).focus()
        await app.press("space")
        assert "✓▌ only if finished" in app.frame()


@SIZES
async def test_a_format_that_is_not_installed_says_how_to_install_it(
    sample: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("annotations.exports.registry.find_spec", lambda name: None)
    async with played(sample, size=size) as app:
        await app.press("x")
        await choose(app, "xlsx")
        assert "pip install 'variorum[xlsx]'" in app.frame()
        await app.press("enter")
        assert isinstance(app.app.screen, ExportDialog)
        assert "pip install" in app.said
    assert not (sample / "exports").exists()


async def test_a_place_that_was_typed_stays_when_the_format_changes(sample: Path, tmp_path: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        assert field(app, "target").words == str(sample / "exports" / "sample.json")
        await app.press("down")
        assert field(app, "target").words == str(sample / "exports" / "sample.csv")
        field(app, "target").value = "mine"
        await app.press("down")
        assert field(app, "target").words == "mine"


async def test_the_project_s_own_files_are_refused_before_anything_is_asked(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        field(app, "target").value = str(sample / "variorum.json")
        await app.press("enter")
        assert isinstance(app.app.screen, ExportDialog)
        assert "belongs to the project itself" in app.said


async def test_what_is_told_follows_the_project(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("x")
        app.project.add_claim("One more.", tags=("late",))
        await app.until(lambda: "10 claims" in words(app, "count"))


class Slow:
    """Writing takes until it is called off, or as long as the test likes."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def export(self, project: Project, to: str, target: Path, **options: Any) -> Path:
        cancel, progress = options["cancel"], options["progress"]
        progress(Progress("evidence", 30, 40))
        while not cancel.is_set() and not self.go_on.wait(0.005):
            pass
        return export(project, to, target, **options)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(tui.screens.export, "export", slow.export)
    monkeypatch.setattr(tui.screens.export, "SHOW_AFTER", 0.001)
    yield slow
    slow.go_on.set()


@SIZES
async def test_long_writing_is_shown_and_escape_leaves_nothing(
    sample: Path, slow: Slow, size: tuple[int, int]
) -> None:
    async with played(sample, size=size) as app:
        await app.press("x")
        app.app.simulate_key("enter")
        await app.until_seen(lambda: "evidence: 30 of 40" in app.frame())
        assert app.app.screen.query_one(ProgressBar).percentage == 0.75
        assert "Esc ends it and leaves nothing" in app.frame()
        app.app.simulate_key("ctrl+s")  # a second one does nothing
        app.app.simulate_key("escape")
        await app.until(lambda: "called off: nothing was written" in app.said)
        assert isinstance(app.app.screen, ExportDialog)
        assert not (sample / "exports").exists()
        assert not app.app.desk.lent
        slow.go_on.set()
        await app.press("enter")
        assert isinstance(app.app.screen, ReadingRoom)
        assert (sample / "exports" / "sample.json").exists()


async def test_words_of_strangers_are_only_words_in_the_fields(story: Path) -> None:
    hostile = "[red]x[/] \x1b[2J, y"
    with Project.open(story, annotator="mo\x1b]2;x") as project:
        claim, _ = project.claim_from(project.articles[0].id, 0, 5)
        project.set_claim(claim.id, tags=(hostile,))
    async with played(story) as app:
        await app.press("x")
        await fill(app, "tags", "[red")
        await app.until(lambda: field(app, "tags")._suggestion)
        await app.press("right")
        assert "1 claim, 1 quote," in words(app, "count")
        await fill(app, "annotator", "mo")
        await app.until(lambda: field(app, "annotator")._suggestion)
        await app.press("right")
        assert "1 claim, 1 quote," in words(app, "count")
        assert "\x1b" not in app.frame()
