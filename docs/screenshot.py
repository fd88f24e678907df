"""Make the README's picture anew: the app on the sample, exported by the app itself.

Run it from the root of the project: ``python docs/screenshot.py``
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import seeds
from annotations import Project
from tui.app import VariorumApp

PICTURE = Path(__file__).with_name("reading-room.svg")


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


def main() -> None:
    """Draw the picture and put it beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        seeds.copy_to(Path(folder) / "sample")
        PICTURE.write_text(asyncio.run(draw(Path(folder) / "sample")), "utf-8")


if __name__ == "__main__":
    main()
