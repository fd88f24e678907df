"""How long the screen stands still while something large is done, and whether a bar is seen meanwhile.

Run it by hand: ``python tests/benchmarks/long_work.py [--pieces 20000] [--grids 5000x40 5000x200]``. A task
of the app's own loop wakes up every two milliseconds; the longest time that it had to wait is the longest
block of the screen. Beside the figures stand two controls of the same run: the loop while nothing is done,
and while a thread does nothing but count, which is what any worker costs. Compare with these; the
milliseconds belong to the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from textual import events
from textual.widgets import Input, OptionList
from textual.worker import WorkerCancelled

from annotations import Project
from annotations.exports import rendered
from annotations.records import STANCES, Evidence, quote_of
from tests.benchmarks.stories import TIME, fill
from tui.app import VariorumApp
from tui.screens.matrix import MatrixScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.prose import Line

#: Seconds between two ticks.
TICK = 0.002
#: Pieces of evidence a claim.
A_CLAIM = 20
#: Reports of more pieces take a minute.
MOST_EXPORTED = 20_000
SOURCES = 40
SIZE = (120, 40)


class Ticker:
    """Looks how long the loop keeps a task waiting, and whether a bar is on the screen."""

    def __init__(self, app: VariorumApp) -> None:
        self.app = app
        self.longest = 0.0
        self.bar = False

    async def run(self) -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(TICK)
            self.longest = max(self.longest, time.perf_counter() - begin - TICK)
            self.bar = self.bar or self._sees_bar()

    def _sees_bar(self) -> bool:
        if not self.app.screen_stack:
            return False
        lines = (line for screen in self.app.screen_stack for line in screen.query(KeyLine))
        dialog = self.app.screen
        writes = dialog.has_class("-working") or dialog.has_class("-writing")
        sorts = isinstance(dialog, MatrixScreen) and dialog.is_sorting
        return writes or sorts or any(line.works for line in lines)


class Watched:
    """An app that is watched while something is done in it."""

    def __init__(self, app: VariorumApp) -> None:
        self.app = app

    async def press(self, key: str, *, wait: bool = True) -> None:
        self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.sleep(0)
        while wait and self.app.keys_under_way:
            await asyncio.sleep(TICK)

    async def calm(self) -> None:
        """Wait until all keys are done and no worker is under way."""
        for _ in range(3):
            while self.app.keys_under_way or self.app.desk.lent:
                await asyncio.sleep(TICK)
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            done = asyncio.Event()
            self.app.call_later(done.set)
            await done.wait()

    async def command(self, id: str) -> None:
        """Run a command of the screen on top, as its key does."""
        self.app.screen.action_run_command(id)  # type: ignore[attr-defined]

    async def time(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        """Do something and print what became of the loop meanwhile."""
        await self.calm()
        await asyncio.sleep(0.1)
        ticker = Ticker(self.app)
        task = asyncio.create_task(ticker.run())
        await asyncio.sleep(3 * TICK)
        begin = time.perf_counter()
        await act()
        await self.calm()
        whole = time.perf_counter() - begin
        await asyncio.sleep(3 * TICK)
        task.cancel()
        bar = "bar" if ticker.bar else ""
        print(f"{name:44}{whole * 1000:10.0f}{ticker.longest * 1000:10.0f}  {bar}", file=sys.__stdout__)
        sys.__stdout__.flush()  # type: ignore[union-attr]


@asynccontextmanager
async def watched(project: Project) -> AsyncIterator[Watched]:
    """An app on a project, settled; garbage is collected as where its command has begun it."""
    gc.unfreeze()
    gc.collect()
    gc.disable()
    app = VariorumApp(project)
    async with app.run_test(size=SIZE):
        found = Watched(app)
        await found.calm()
        yield found


def make(project: Project, claims: int, sources: int, pieces: int) -> None:
    """A story with so many pieces of evidence besides those that it has anyway."""
    fill(project, claims, sources)
    articles, known = project.articles, [claim.id for claim in project.claims]
    spans = {a.id: _spans(project.text(a.id)) for a in articles}
    records = []
    for number in range(pieces):
        article = articles[number * 7 % len(articles)]
        start, end = spans[article.id][number % len(spans[article.id])]
        records.append(
            Evidence(
                id=f"more{number:07}",
                claim=known[number % len(known)],
                article=article.id,
                stance=STANCES[number % 3],
                anchor="changed" if number % 40 == 0 else "exact",
                quote=quote_of(project.text(article.id), start, end),
                annotator="mo",
                created=TIME,
                modified=TIME,
            )
        )
    project.add_records("more", records)


def _spans(text: str) -> list[tuple[int, int]]:
    ends = [at + 1 for at, sign in enumerate(text) if sign == "."]
    return [(end - 40, end) for end in ends if end > 60]


async def controls(watch: Watched) -> None:
    async def idle() -> None:
        await asyncio.sleep(1)

    async def counting() -> None:
        end = threading.Event()

        def count() -> None:
            while not end.is_set():
                sum(range(1000))

        thread = threading.Thread(target=count)
        thread.start()
        await asyncio.sleep(1)
        end.set()
        thread.join()

    await watch.time("control: nothing", idle)
    await watch.time("control: a thread that counts", counting)


async def import_and_undo(home: Path, pieces: int) -> None:
    source = Project.in_memory(annotator="mo")
    make(source, pieces // A_CLAIM, SOURCES, pieces)
    path = home / f"{pieces}.json"
    path.write_bytes(b"".join(rendered(source, "variorum")))
    with Project.open(home / f"into-{pieces}", annotator="mo", with_files=False, background=True) as project:
        async with watched(project) as watch:
            await controls(watch)

            async def read() -> None:
                await watch.press("enter", wait=False)

            await watch.press("ctrl+o")
            for sign in str(path):
                await watch.press(sign)
            await watch.time(f"import of {pieces:,}: reading", read)
            await watch.time(f"import of {pieces:,}: taking in", read)
            assert len(project.evidence) >= pieces, len(project.evidence)
            await watch.press("escape")
            await watch.calm()
            await watch.time("undo of it", lambda: watch.press("u", wait=False))
            assert not project.evidence
            await watch.time("redo of it", lambda: watch.press("ctrl+r", wait=False))
            assert len(project.evidence) >= pieces


async def screens(home: Path, pieces: int) -> None:
    folder = home / f"story-{pieces}"
    with Project.open(folder, annotator="mo", with_files=False) as project:
        make(project, pieces // A_CLAIM, SOURCES, pieces)
    project = Project.open(folder, annotator="mo", background=True)
    with project:
        async with watched(project) as watch:
            await controls(watch)

            async def shown(id: str) -> None:
                await watch.command(id)

            names = ("overview", "claims.open", "matrix", "origins", "why", "quotes.waiting", "claims.order")
            for id in names:
                await watch.time(f"{pieces:,}: {id}", lambda id=id: shown(id))  # type: ignore[misc]
                await watch.calm()
                if len(watch.app.screen_stack) > 1:
                    await watch.press("escape")
                await watch.calm()
            await watch.press("S")
            await watch.time(f"{pieces:,}: claims in order of status, a mark", lambda: watch.press("S"))
            await watch.command("search.all")
            await watch.calm()
            for sign in "the":
                await watch.press(sign)
            await watch.time(f"{pieces:,}: search in all", lambda: watch.press("enter", wait=False))
            while len(watch.app.screen_stack) > 1 or isinstance(watch.app.focused, Input):
                await watch.press("escape")
                await watch.calm()
            await watch.command("save_copy")
            await watch.calm()
            watch.app.screen.query_one(Line).value = str(home / f"copy-{pieces}")
            await watch.time(f"{pieces:,}: save a copy", lambda: watch.press("enter", wait=False))
            for name in ("variorum", "html", "markdown") if pieces <= MOST_EXPORTED else ("variorum",):
                await watch.time(f"{pieces:,}: export opens", lambda: watch.command("export"))
                dialog = watch.app.screen
                formats = dialog.query_one("#formats", OptionList)
                known = [format.name for format in dialog._formats]  # type: ignore[attr-defined]
                formats.highlighted = known.index(name)
                await watch.calm()
                dialog.query_one("#target", Line).value = str(home / f"{name}-{pieces}")
                await watch.time(f"{pieces:,}: export of {name}", lambda: watch.press("enter", wait=False))
                while len(watch.app.screen_stack) > 1:
                    await watch.press("escape")


async def grid(claims: int, sources: int) -> None:
    project = Project.in_memory(annotator="mo")
    make(project, claims, sources, claims * 4)
    async with watched(project) as watch:
        await controls(watch)
        await watch.time(f"matrix of {claims:,} x {sources}", lambda: watch.command("matrix"))


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pieces", type=int, nargs="*", default=[20_000, 100_000])
    parser.add_argument("--changes-only", action="store_true", help="only import, undo and redo")
    parser.add_argument("--grids", nargs="*", default=["5000x40", "5000x200"])
    given = parser.parse_args()
    print(f"{'':44}{'whole ms':>10}{'block ms':>10}")
    with tempfile.TemporaryDirectory() as home:
        for pieces in given.pieces:
            await import_and_undo(Path(home), pieces)
            if not given.changes_only:
                await screens(Path(home), pieces)
        for each in given.grids:
            await grid(*(int(number) for number in each.split("x")))


if __name__ == "__main__":
    asyncio.run(main())
