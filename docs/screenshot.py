"""Make the pictures of the documentation anew: the app on the sample, and, where Chromium is, its report.

Run it from the root of the project: ``python docs/screenshot.py``. The same program draws the same pictures.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent)]

import seeds  # noqa: E402
from annotations import Project  # noqa: E402
from annotations.exports import export  # noqa: E402
from tui.app import VariorumApp  # noqa: E402

REPORT = DOCS / "report.png"
#: Each picture, and the keys that lead to what it shows.
PICTURES: Mapping[str, tuple[str, ...]] = {
    "reading-room.svg": ("right_parenthesis", "full_stop"),
    "matrix.svg": ("m", "j", "l"),
    "compare.svg": ("v",),
}
#: Textual's pictures ask for letters from a server elsewhere; those of the reader's own machine will do.
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(folder: Path, keys: tuple[str, ...]) -> str:
    """What the app shows after some keys, as an SVG that needs nothing from elsewhere."""
    with Project.open(folder, annotator="you") as project:
        app = VariorumApp(project)
        async with app.run_test(size=(120, 36)) as pilot:
            await app.workers.wait_for_complete()
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            picture = app.export_screenshot(title="variorum")
    return _FONT_FACES.sub("", picture).replace("Fira Code, monospace", "ui-monospace, monospace")


def photograph(folder: Path, browser: str) -> None:
    """The beginning of the report, as a browser shows it."""
    with Project.open(folder, read_only=True) as project:
        page = export(project, "html", folder.with_suffix(".html"))
    window = ("--window-size=880,900", "--hide-scrollbars", f"--screenshot={REPORT}")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", *window, page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Make the pictures and put them beside this script."""
    with tempfile.TemporaryDirectory() as place:
        for name, keys in PICTURES.items():
            folder = Path(place) / Path(name).stem / "kursk-visit"
            seeds.copy_to(folder)
            (DOCS / name).write_text(asyncio.run(draw(folder, keys)), "utf-8")
        browser = shutil.which("chromium")
        if browser is not None:
            seeds.copy_to(Path(place) / "kursk-visit")
            photograph(Path(place) / "kursk-visit", browser)


if __name__ == "__main__":
    main()
