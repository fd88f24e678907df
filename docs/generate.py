"""Make anew what of the documentation follows from the program: keys, formats, commands, the manual page.

``python docs/generate.py`` writes it; with ``--check`` it only says what is out of
date, and ends with 1 then.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
# Run as a program, only this folder is known.
sys.path[:0] = [str(DOCS.parent)] if str(DOCS.parent) not in sys.path else []

from docs.making.commands import commands_in_markdown, manual  # noqa: E402
from docs.making.formats import formats_in_markdown  # noqa: E402
from docs.making.keys import keys_in_markdown  # noqa: E402

BEGIN, END = "<!-- made by docs/generate.py -->", "<!-- as far as here -->"


def made() -> Iterator[tuple[Path, str]]:
    """Every file, and what is to stand in it."""
    for name, words in (
        ("keys.md", keys_in_markdown()),
        ("formats.md", formats_in_markdown()),
        ("commands.md", commands_in_markdown()),
    ):
        yield DOCS / name, between(DOCS / name, words)
    yield DOCS / "variorum.1", manual()


def between(page: Path, words: str) -> str:
    """A page with other words between the two comments that are there for them."""
    head, rest = page.read_text("utf-8").split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}\n\n{words.strip()}\n\n{END}{tail}"


def out_of_date() -> list[Path]:
    """The files in which something else stands than is to."""
    return [path for path, words in made() if not path.is_file() or path.read_text("utf-8") != words]


def main() -> int:
    """Write what is to be written, or say what is out of date."""
    if "--check" in sys.argv[1:]:
        stale = out_of_date()
        for path in stale:
            print(f"{path.name} is out of date: python docs/generate.py", file=sys.stderr)
        return int(bool(stale))
    for path, words in made():
        path.write_text(words, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
