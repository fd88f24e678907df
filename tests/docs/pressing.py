"""Press the keys that a page tells of, in the app on a folder, and leave.

``python -m tests.docs.pressing FOLDER``

Standard input has a line for each step: its keys, and behind two blanks what they do. Keys are named as on a
keyboard; what stands in quotes is typed.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from tests.app.playing import played

#: What keys are called on a page, and by Textual.
NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "space": "space",
    "↓": "down",
    "↑": "up",
    ".": "full_stop",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    "/": "slash",
}


async def press(folder: Path, steps: str) -> None:
    """Press the keys of all steps; an error that the app tells of ends it."""
    async with played(folder, annotator="you") as app:
        for line in steps.splitlines():
            keys = re.split(r" {2,}", line.strip(), maxsplit=1)[0]
            for key in re.findall(r'"[^"]*"|\S+', keys):
                if key.startswith('"'):
                    await app.type(key.strip('"'))
                else:
                    await app.press(NAMES.get(key, key))
            if wrong := app.complaints:
                raise SystemExit(f"{line}: {wrong[-1]}")


if __name__ == "__main__":
    asyncio.run(press(Path(sys.argv[1]), sys.stdin.read()))
