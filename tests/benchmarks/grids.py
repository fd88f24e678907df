"""How the matrix and the reading room answer, large against small.

Run it by hand: ``python tests/benchmarks/grids.py [--rounds N]``. It prints medians in milliseconds and
their ratios; compare ratios, the milliseconds belong to the machine. What is timed is told in
`tests.benchmarks.sessions`; small and large take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from annotations import Project
from tests.benchmarks.sessions import Session, Written, begun, compare, say, still, walk
from tests.benchmarks.stories import fill
from tui.app import VariorumApp

SMALL, LARGE = (50, 5), (5_000, 200)
SIZE = (120, 40)


async def keys(stack: AsyncExitStack, size: tuple[int, int], screen: tuple[int, int]) -> Session:
    """A session on a story of so many claims and sources, in memory: the disk is measured elsewhere."""
    project = Project.in_memory(annotator="mo")
    fill(project, *size)
    return await begun(stack, VariorumApp(project), screen)


async def mark(session: Session, round: int) -> float:
    """A new piece of evidence: the next sentence, marked for the current claim."""
    await session.key("j")
    return await session.key("S")


async def matrix_and_marks(rounds: int, screen: tuple[int, int]) -> None:
    async with AsyncExitStack() as stack:
        small = await keys(stack, SMALL, screen)
        large = await keys(stack, LARGE, screen)
        still()
        say(f"\n{screen[0]}x{screen[1]}; ms: 50 x 5, 5,000 x 200{'':11}ratio")
        for session in (small, large):
            await session.key("g")
        await compare(small, large, "a mark in the reading room", mark, rounds)
        await compare(small, large, "undo of it", walk("u"), rounds)
        await compare(small, large, "next claim", walk("right_parenthesis"), rounds)
        for session in (small, large):
            await session.key("m")
            await session.calm()
            await session.key("g")
        await compare(small, large, "matrix: a cell down", walk("j"), rounds)
        for session in (small, large):
            await session.key("g")
        await compare(small, large, "matrix: a cell right, left", walk(*"lllllhhhhh"), rounds)
        await compare(small, large, "matrix: only right", walk("l"), rounds)
        pages = walk("space", "b")
        await compare(small, large, "matrix: a page down, up", pages, rounds)


async def first_paint(folder: Path, screen: tuple[int, int]) -> tuple[float, float]:
    """The milliseconds to open a project, and to have its first article on the screen."""
    Written.awaited, begin = "Report 0", time.thread_time()
    with Project.open(folder, annotator="mo", background=True) as project:
        opened = time.thread_time()
        app = VariorumApp(project)
        async with app.run_test(size=screen):
            while Written.awaited:
                await asyncio.sleep(0.001)
            return (opened - begin) * 1000, (Written.awaited_at - begin) * 1000


async def many_articles(rounds: int, screen: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as home:
        folders = []
        for sources in (2, 2_000):
            folders.append(Path(home) / str(sources))
            with Project.open(folders[-1], annotator="mo", with_files=False) as project:
                fill(project, 10, sources)
        times: tuple[list[tuple[float, float]], ...] = ([], [])
        for _ in range(rounds + 1):
            for folder, found in zip(folders, times, strict=True):
                found.append(await first_paint(folder, screen))
        say("\nms: 2 articles, 2,000 articles")
        for at, name in enumerate(("opening the project alone", "opening to the first paint")):
            one, other = (statistics.median(pair[at] for pair in found[1:]) for found in times)
            say(f"{name:36}{one:9.2f}{other:9.2f}{other / one:8.2f}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", choices=["matrix", "articles"])
    given = parser.parse_args()
    if given.only != "articles":
        for screen in (SIZE, (200, 50)):
            await matrix_and_marks(given.rounds, screen)
    if given.only != "matrix":
        await many_articles(max(3, given.rounds // 4), SIZE)


if __name__ == "__main__":
    asyncio.run(main())
