"""How far an import is, and what is left where it is called off: nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import seeds
from annotations import Project
from annotations.errors import ImportCancelledError
from annotations.exports import FORMATS, Progress, export, render
from annotations.imports import import_files, prepare

TWO_WAY = [name for name, format in FORMATS.items() if format.reads and format.writes and not format.lacking]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample in every format that is read."""
    folder = tmp_path_factory.mktemp("exported")
    made = Project.in_memory(annotator="mo")
    (folder / "sample").write_bytes(seeds.exchange_file().read_bytes())
    import_files(made, [folder / "sample"])
    return {to: export(made, to, folder / to) for to in TWO_WAY}


def heard(path: Path) -> list[Progress]:
    told: list[Progress] = []
    prepare(Project.in_memory(), [path], progress=told.append)
    return told


@pytest.mark.parametrize("to", TWO_WAY)
def test_it_is_told_how_far_reading_is(exported: dict[str, Path], to: str) -> None:
    told = heard(exported[to])
    assert all(0 < progress.done <= progress.total for progress in told)
    steps = {progress.step for progress in told}
    assert {"bytes", "claims"} <= steps
    assert "evidence" in steps or to == "refi-codebook"


@pytest.mark.parametrize("to", TWO_WAY)
def test_wherever_it_is_called_off_nothing_has_changed(exported: dict[str, Path], to: str) -> None:
    every = len(heard(exported[to]))
    for last in {0, 1, every // 3, every // 2, every - 1}:
        cancel = threading.Event()
        told: list[Progress] = []

        def hear(
            progress: Progress,
            told: list[Progress] = told,
            cancel: threading.Event = cancel,
            last: int = last,
        ) -> None:
            told.append(progress)
            if len(told) >= last:
                cancel.set()

        if not last:
            cancel.set()
        empty = Project.in_memory(annotator="ro")
        before = render(empty, "variorum")
        with pytest.raises(ImportCancelledError, match="called off; nothing was changed"):
            import_files(empty, [exported[to]], progress=hear, cancel=cancel)
        assert render(empty, "variorum") == before
        assert not empty.can_undo


def test_working_out_what_was_decided_is_called_off_too(exported: dict[str, Path]) -> None:
    project = Project.in_memory()
    import_files(project, [exported["variorum"]])
    project.set_claim(project.claims[0].id, note="mine")
    prepared = prepare(project, [exported["variorum"]])
    cancel = threading.Event()
    cancel.set()
    before = render(project, "variorum")
    with pytest.raises(ImportCancelledError):
        prepared.decide(otherwise="theirs", cancel=cancel)
    assert render(project, "variorum") == before
    prepared.take(otherwise="theirs")
    assert project.claims[0].note == ""
