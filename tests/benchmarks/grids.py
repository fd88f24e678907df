"""How the matrix and the reading room answer, large against small.

Run it by hand: ``python tests/benchmarks/grids.py [--rounds N]``. It prints medians in milliseconds and
their ratios; compare ratios, the milliseconds belong to the machine. A key is timed from the moment it is
handed to the app until the last bytes that follow from it are written to the terminal's driver, be they
painted late, in seconds of the processor, so that other work on the machine does not count; small and large
take turns.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import textual.screen
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from annotations import Project
from tests.benchmarks.stories import fill
from tui.app import VariorumApp
from tui.screens.question import Question

SMALL, LARGE = (50, 5), (5_000, 200)
SIZE = (120, 40)

#: Seconds without a byte after which nothing more is to come.
QUIET = 0.03
# Sixty frames a second would round every figure up to a sixtieth of a second.
textual.screen.UPDATE_PERIOD = 1 / 5_000


class Written:
    """When bytes were written last, and how many so far, over all drivers."""

    at = 0.0
    characters = 0
    article_at = 0.0


def _write(self: HeadlessDriver, data: str) -> None:
    Written.at, Written.characters = time.thread_time(), Written.characters + len(data)
    if not Written.article_at and "Report 0" in data:
        Written.article_at = Written.at


# A driver that says that it has a terminal, so that everything is turned into bytes as for one.
HeadlessDriver.is_headless = property(lambda self: False)  # type: ignore[method-assign, assignment]
HeadlessDriver.write = _write  # type: ignore[method-assign]


class Session:
    """An app on a project of its own, and keys that are timed."""

    def __init__(self, app: VariorumApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def key(self, name: str) -> float:
        """Press a key; the milliseconds until its last bytes are written."""
        app = self.app
        begin = Written.at = time.thread_time()
        app.post_message(events.Key(name, name if len(name) == 1 else None))
        await asyncio.sleep(0)
        while app.keys_under_way:
            await asyncio.sleep(0.001)
        await quiet()
        figure = (Written.at - begin) * 1000
        while isinstance(app.screen, Question):  # about independence
            await self.key("escape")
        return figure

    async def calm(self) -> None:
        """Wait until no worker is under way and nothing is painted any more."""
        await self.app.workers.wait_for_complete()
        await quiet()


async def quiet() -> None:
    """Wait until no bytes are written any more."""
    seen = -1
    while seen != Written.characters:
        seen = Written.characters
        await asyncio.sleep(QUIET)


Act = Callable[[Session, int], Awaitable[float]]


async def keys(stack: AsyncExitStack, size: tuple[int, int], screen: tuple[int, int]) -> Session:
    """A session on a story of so many claims and sources, in memory: the disk is measured elsewhere."""
    project = Project.in_memory(annotator="mo")
    fill(project, *size)
    app = VariorumApp(project)
    pilot = await stack.enter_async_context(app.run_test(size=screen))
    session = Session(app, pilot)
    await session.calm()
    return session


def walk(*names: str) -> Act:
    async def act(session: Session, round: int) -> float:
        return await session.key(names[round % len(names)])

    return act


async def mark(session: Session, round: int) -> float:
    """A new piece of evidence: the next sentence, marked for the current claim."""
    await session.key("j")
    return await session.key("S")


async def undo(session: Session, round: int) -> float:
    return await session.key("u")


async def compare(small: Session, large: Session, name: str, act: Act, rounds: int) -> None:
    """Print the medians of one act in both sessions, and their ratio."""
    figures: tuple[list[float], list[float]] = ([], [])
    for round in range(rounds + 3):
        for session, times in zip((small, large), figures, strict=True):
            times.append(await act(session, round))
    one, other = (statistics.median(times[3:]) for times in figures)
    print(f"{name:36}{one:9.2f}{other:9.2f}{other / one:8.2f}", file=sys.__stdout__, flush=True)


async def matrix_and_marks(rounds: int, screen: tuple[int, int]) -> None:
    async with AsyncExitStack() as stack:
        small = await keys(stack, SMALL, screen)
        large = await keys(stack, LARGE, screen)
        gc.collect()
        gc.freeze()
        print(f"\n{screen[0]}x{screen[1]}; ms: 50 x 5, 5,000 x 200{'':11}ratio", file=sys.__stdout__)
        for session in (small, large):
            await session.key("g")
        await compare(small, large, "a mark in the reading room", mark, rounds)
        await compare(small, large, "undo of it", undo, rounds)
        await compare(small, large, "next claim", walk("right_parenthesis"), rounds)
        for session in (small, large):
            await session.key("m")
            await session.calm()
        await compare(small, large, "matrix: a cell down", walk("j"), rounds)
        for session in (small, large):
            await session.key("g")
        await compare(small, large, "matrix: a cell right, left", walk(*"lllllhhhhh"), rounds)
        await compare(small, large, "matrix: only right", walk("l"), rounds)
        pages = walk("space", "b")
        await compare(small, large, "matrix: a page down, up", pages, rounds)


async def first_paint(folder: Path, screen: tuple[int, int]) -> tuple[float, float]:
    """The milliseconds to open a project, and to have its first article on the screen."""
    Written.article_at, begin = 0.0, time.thread_time()
    with Project.open(folder, annotator="mo", background=True) as project:
        opened = time.thread_time()
        app = VariorumApp(project)
        async with app.run_test(size=screen):
            while not Written.article_at:
                await asyncio.sleep(0.001)
            return (opened - begin) * 1000, (Written.article_at - begin) * 1000


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
        print("\nms: 2 articles, 2,000 articles")
        for at, name in enumerate(("opening the project alone", "opening to the first paint")):
            one, other = (statistics.median(pair[at] for pair in found[1:]) for found in times)
            print(f"{name:36}{one:9.2f}{other:9.2f}{other / one:8.2f}", file=sys.__stdout__, flush=True)


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
