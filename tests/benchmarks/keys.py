"""How many keys a claim takes: fifteen claims that were fixed beforehand, made by keys in the real app.

Counted are all keys, acceptances and corrections among them; letters typed into fields apart. What is
exported afterwards must be what was fixed. The control makes the same claims without candidates and without
filled-in origins. Run it with the two sources beside the project:

    python tests/benchmarks/keys.py
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pytest

import tui.prefill
from annotations import Project
from annotations.attribution import Proposal
from annotations.exports import rendered
from tests.app.guided import Person, made, wanted
from tests.app.playing import playing

SOURCES = Path(__file__).parents[3] / "shared" / "sources"


def reads_nothing(*_: object) -> Proposal:
    """What the words around a passage give to somebody who is not helped."""
    return Proposal()


async def counted(*, exact: bool, size: tuple[int, int], helped: bool, verbose: bool) -> tuple[Person, bool]:
    """Make the claims; the person who made them, and whether they are what was fixed."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if not helped:
            patch.setattr(tui.prefill, "_read", reads_nothing)
        for file in SOURCES.glob("*.txt"):
            shutil.copy(file, folder)
        with Project.open(Path(folder), annotator="mo") as project:
            async with playing(project, size=size) as app:
                person = Person(app, exact=exact, helped=helped)
                for number, claim in enumerate(person.claims, start=1):
                    before = person.tally.keys.copy()
                    await person.make(claim)
                    if verbose:
                        print(f"  claim {number:2}: {dict(person.tally.keys - before)}")
            same = made(json.loads(b"".join(rendered(project, "variorum")))) == wanted(person.claims)
    return person, same


def main() -> int:
    if not SOURCES.is_dir():
        print("the two sources are not here")
        return 1
    verbose = "-v" in sys.argv
    print("| quotes | screen | help | keys | a claim | typed letters | by what for | as fixed |")
    print("|---|---|---|---|---|---|---|---|")
    for exact in (False, True):
        for size, helped in (((120, 40), True), ((80, 24), True), ((120, 40), False)):
            person, same = asyncio.run(counted(exact=exact, size=size, helped=helped, verbose=verbose))
            tally, number = person.tally, len(person.claims)
            uses = ", ".join(f"{why} {count}" for why, count in tally.keys.most_common())
            row = (
                "exact" if exact else "sentences",
                f"{size[0]}x{size[1]}",
                "yes" if helped else "no",
                tally.total,
                f"{tally.total / number:.1f}",
                tally.typed,
                uses,
                "yes" if same else "NO",
            )
            print("|", " | ".join(map(str, row)), "|")
    return 0


if __name__ == "__main__":
    sys.exit(main())
