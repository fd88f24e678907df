"""What waits until the first frame is painted."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from tests.app.playing import played


async def test_garbage_is_collected_again_once_the_app_has_painted(story: Path) -> None:
    gc.disable()
    try:
        async with played(story) as app:
            await app.until(gc.isenabled)
    finally:
        gc.enable()
        gc.unfreeze()


def test_the_program_collects_garbage_again_once_it_is_loaded() -> None:
    told = (
        "import gc, tui.__main__, tui.cli\ntui.cli.main = lambda: print(gc.isenabled())\ntui.__main__.main()"
    )
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split() == ["True"]


def test_screens_and_dialogs_are_loaded_when_they_are_opened() -> None:
    told = "import sys, tui.cli, tui.app\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(run.stdout.split())
    assert "tui.screens.reading_room" in loaded
    assert not loaded & {
        "annotations.exports.csv_files",
        "annotations.exports.markdown",
        "annotations.imports",
        "annotations.matrix",
        "textual.widgets._text_area",
        "tui.screens.compare",
        "tui.screens.dialog",
        "tui.screens.matrix",
        "tui.tables",
    }


async def test_a_screen_that_is_still_put_together_when_one_leaves_is_no_fault(story: Path) -> None:
    async with played(story) as app:
        app.app.exit()
        app.app._fatal_error()
    assert app.app.fault is None
    assert app.app.saving.ended is None


async def test_a_fault_before_one_leaves_is_one(story: Path) -> None:
    async with played(story) as app:
        app.app._exception = RuntimeError("a fault")
        app.app._fatal_error()
        assert app.app.fault is app.app._exception
        app.app._exception = None
