"""Apps without a terminal that turn everything into bytes as for one, and keys that are timed.

A key is timed from the moment it is handed to the app until the last bytes that follow from it are written
to the driver, be they painted late, in seconds of the processor, so that other work on the machine does not
count.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import textual.screen
from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from tui.ordered_keys import OrderedKeys
from tui.screens.question import Question

#: Seconds without a byte after which nothing more is to come.
QUIET = 0.03
# Sixty frames a second would round every figure up to a sixtieth of a second.
textual.screen.UPDATE_PERIOD = 1 / 5_000


class Written:
    """When bytes were written last, how many so far, and what is waited for, over all drivers."""

    at = 0.0
    bytes = 0
    awaited = ""
    awaited_at = 0.0


def _write(self: HeadlessDriver, data: str) -> None:
    Written.at, Written.bytes = time.thread_time(), Written.bytes + len(data.encode())
    if Written.awaited and Written.awaited in data:
        Written.awaited_at, Written.awaited = Written.at, ""


# A driver that says that it has a terminal, so that everything is turned into bytes as for one.
HeadlessDriver.is_headless = property(lambda self: False)  # type: ignore[method-assign, assignment]
HeadlessDriver.write = _write  # type: ignore[method-assign]


class Session:
    """An app, and keys that are timed."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app
        self.bytes = 0
        """How many bytes followed from the last key."""

    async def key(self, name: str) -> float:
        """Press a key; the milliseconds until its last bytes are written."""
        app, before = self.app, Written.bytes
        begin = Written.at = time.thread_time()
        app.post_message(events.Key(name, name if len(name) == 1 else None))
        await asyncio.sleep(0)
        while isinstance(app, OrderedKeys) and app.keys_under_way:
            await asyncio.sleep(0.001)
        await quiet()
        figure, self.bytes = (Written.at - begin) * 1000, Written.bytes - before
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
    while seen != Written.bytes:
        seen = Written.bytes
        await asyncio.sleep(QUIET)


async def begun(stack: AsyncExitStack, app: App[Any], screen: tuple[int, int]) -> Session:
    """A session with an app that has settled."""
    await stack.enter_async_context(app.run_test(size=screen))
    session = Session(app)
    await session.calm()
    return session


def still() -> None:
    """Let the collector of garbage leave alone what is there by now: it would fall into some figure."""
    gc.collect()
    gc.freeze()


Act = Callable[[Session, int], Awaitable[float]]


def walk(*names: str) -> Act:
    """An act that presses one of these keys, in turn."""

    async def act(session: Session, round: int) -> float:
        return await session.key(names[round % len(names)])

    return act


async def medians(sessions: Sequence[Session], acts: Sequence[Act], rounds: int) -> list[float]:
    """The medians of an act in each session, in milliseconds; the sessions take turns."""
    figures: list[list[float]] = [[] for _ in sessions]
    for round in range(rounds + 3):
        for session, act, times in zip(sessions, acts, figures, strict=True):
            times.append(await act(session, round))
    return [statistics.median(times[3:]) for times in figures]


async def compare(small: Session, large: Session, name: str, act: Act, rounds: int) -> None:
    """Print the medians of one act in both sessions, and their ratio."""
    one, other = await medians((small, large), (act, act), rounds)
    say(f"{name:36}{one:9.2f}{other:9.2f}{other / one:8.2f}")


def say(line: str) -> None:
    """Print, whatever the app has made of standard output."""
    print(line, file=sys.__stdout__, flush=True)
