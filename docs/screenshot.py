"""Make the README's pictures anew: the app on the sample, and its report, for which Chromium is needed.

Run it from the root of the project: ``python docs/screenshot.py``
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from pathlib import Path

import seeds
from annotations import Project
from annotations.exports import export
from tui.app import VariorumApp

PICTURE, REPORT = (Path(__file__).with_name(name) for name in ("reading-room.svg", "report.png"))


async def draw(folder: Path) -> str:
    """The reading room on a walk, as an SVG."""
    with Project.open(folder, annotator="you") as project:
        app = VariorumApp(project)
        async with app.run_test(size=(120, 36)) as pilot:
            await app.workers.wait_for_complete()
            for key in ("right_parenthesis", "full_stop"):
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            return app.export_screenshot(title="variorum")


def photograph(folder: Path, browser: str) -> None:
    """The beginning of the report, as a browser shows it."""
    with Project.open(folder, read_only=True) as project:
        page = export(project, "html", folder.with_suffix(".html"))
    window = ("--window-size=880,900", "--hide-scrollbars", f"--screenshot={REPORT}")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", *window, page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Make the pictures and put them beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        seeds.copy_to(Path(folder) / "sample")
        PICTURE.write_text(asyncio.run(draw(Path(folder) / "sample")), "utf-8")
        browser = shutil.which("chromium")
        if browser is not None:
            photograph(Path(folder) / "sample", browser)


if __name__ == "__main__":
    main()
