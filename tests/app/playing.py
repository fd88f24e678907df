"""An app opened on a folder and played by keys."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import DirectoryTree
from textual.worker import WorkerCancelled

from annotations import Project
from tui.app import VariorumApp
from tui.screens.dialog import Dialog
from tui.widgets.key_line import KeyLine


class Played:
    """An app under test and the keys that play it."""

    def __init__(self, app: VariorumApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.project = app.project

    async def press(self, *keys: str) -> None:
        """Press keys one after another and wait until the app has answered each of them."""
        for key in keys:
            await self._key(events.Key(key, key if len(key) == 1 else None))

    async def type(self, text: str) -> None:
        """Type a text into the field that has the focus."""
        for character in text:
            await self._key(events.Key(_character_to_key(character), character))

    async def _key(self, event: events.Key) -> None:
        # Not Pilot.press: that waits 40 ms a key for the processor to be idle.
        self.app.post_message(event)
        await asyncio.sleep(0)
        async with asyncio.timeout(30):
            while self.app.keys_under_way and self.app.is_running:
                await asyncio.sleep(0)
            await self.settle()

    async def settle(self) -> None:
        """Wait until loading is done and every message is handled."""
        for _ in range(2):  # what a worker or a message has posted is handled in the second round
            if not self.app.is_running:
                return
            with contextlib.suppress(WorkerCancelled):  # the one that leaves ends with the app
                # A tree of folders has one that waits for work as long as it is there.
                under_way = [w for w in self.app.workers if not isinstance(w.node, DirectoryTree)]
                if under_way:  # with none given it waits for all
                    await self.app.workers.wait_for_complete(under_way)
            handled = asyncio.Event()
            self.app.call_later(handled.set)
            while not handled.is_set():
                if not self.app.is_running:
                    return
                await asyncio.sleep(0)
            await self.pilot.pause(0)

    async def sentence(self, words: str) -> None:
        """Go to the sentence that begins with these words, by keys from the top."""
        await self.press("g")
        for _ in range(200):
            if self.selected.startswith(words):
                return
            before = self.room.reader.span
            await self.press("j")
            assert self.room.reader.span != before, f"no sentence begins with {words!r}"
        raise AssertionError(words)

    @property
    def room(self):  # type: ignore[no-untyped-def]
        """The reading room."""
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))

    @property
    def selected(self) -> str:
        """The words under the cursor, from the stored text."""
        article = self.app.desk.article
        assert article is not None
        start, end = self.room.reader.span
        return self.project.text(article)[start:end]

    @property
    def label(self) -> str:
        """The label of the article in hand."""
        return self.project.article(self.app.desk.article or "").label

    @property
    def said(self) -> str:
        """All that is said, in toasts and in the lines of the screens, one a line."""
        toasts = self.app.notices
        lines = [line.text for screen in self.app.screen_stack for line in screen.query(KeyLine)]
        lines += [screen.said for screen in self.app.screen_stack if isinstance(screen, Dialog)]
        return "\n".join([*filter(None, lines), *toasts])

    @property
    def complaints(self) -> list[str]:
        """What was said not to have been done, on the screens and in dialogs."""
        dialogs = [screen for screen in self.app.screen_stack if isinstance(screen, Dialog)]
        return [*self.app.warnings, *(dialog.said for dialog in dialogs if dialog.said and dialog.complains)]

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until something is so that a timer or another thread brings about."""
        async with asyncio.timeout(30):
            while not met():
                await asyncio.sleep(0.01)
        await self.settle()

    async def until_seen(self, met: Callable[[], object]) -> None:
        """Wait until something is so while keys wait for something else."""
        async with asyncio.timeout(30):
            while not met():
                await asyncio.sleep(0.01)

    def frame(self) -> str:
        """The screen as plain text, without blanks at the ends of lines."""
        self.app.screen._on_timer_update()  # what is still to be laid out is laid out now
        width = self.app.size.width
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text[:width].rstrip() for strip in strips)


@asynccontextmanager
async def played(
    folder: Path, *, size: tuple[int, int] = (120, 40), annotator: str = "mo", **options: object
) -> AsyncIterator[Played]:
    """Open the app on a folder, and close the project afterwards, as leaving the app does."""
    with Project.open(folder, annotator=annotator) as project:
        async with playing(project, size=size, **options) as app:
            yield app


@asynccontextmanager
async def playing(
    project: Project, *, size: tuple[int, int] = (120, 40), **options: object
) -> AsyncIterator[Played]:
    """Open the app on a project; whoever opened that closes it."""
    app = VariorumApp(project, **options)  # type: ignore[arg-type]
    async with app.run_test(size=size, notifications=True) as pilot:
        played = Played(app, pilot)
        await played.settle()
        yield played
