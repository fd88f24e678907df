"""How many keys a claim takes: fifteen claims that were fixed beforehand, made by keys in the real app.

Counted are all keys, acceptances and corrections among them; letters typed into fields apart. What is
exported afterwards must be what was fixed. Run it with the two sources beside the project:

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

from annotations import Project
from annotations.exports import rendered
from tests.app.guided import Person, made, wanted
from tests.app.playing import playing

SOURCES = Path(__file__).parents[3] / "shared" / "sources"


async def counted(*, exact: bool, size: tuple[int, int], verbose: bool) -> tuple[Person, bool]:
    """Make the claims; the person who made them, and whether they are what was fixed."""
    with tempfile.TemporaryDirectory() as folder:
        for file in SOURCES.glob("*.txt"):
            shutil.copy(file, folder)
        with Project.open(Path(folder), annotator="mo") as project:
            async with playing(project, size=size) as app:
                person = Person(app, exact=exact)
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
    print("| quotes | screen | keys | a claim | typed letters | by what for | as fixed |")
    print("|---|---|---|---|---|---|---|")
    for exact in (False, True):
        for size in ((120, 40), (80, 24)):
            person, same = asyncio.run(counted(exact=exact, size=size, verbose=verbose))
            tally, number = person.tally, len(person.claims)
            uses = ", ".join(f"{why} {count}" for why, count in tally.keys.most_common())
            print(
                f"| {'exact' if exact else 'sentences'} | {size[0]}x{size[1]} | {tally.total} | "
                f"{tally.total / number:.1f} | {tally.typed} | {uses} | {'yes' if same else 'NO'} |"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
