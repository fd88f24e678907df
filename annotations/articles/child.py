"""Runs the child process that reads pages, documents and addresses, and listens to it.

Every parser hangs on some small input, and none can be stopped from within. So they run in a process of
their own that is told how much memory and time it may take, and is killed where it takes more.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from annotations.articles.messages import (
    Answer,
    Extract,
    Fetch,
    Frames,
    Limits,
    Order,
    Progress,
    Task,
    frame,
)
from annotations.errors import ReadingCancelledError, SourceError

if TYPE_CHECKING:
    import subprocess

# -P: a folder of articles that somebody else filled must not be where modules are looked for. Started
# afresh and not forked: the app has threads, and what a fork inherits of their locks is never let go.
_PROGRAM = (sys.executable, "-P", "-B", "-m", "annotations.articles.extraction")

_FETCHING = Limits(memory=1 << 30, processor=20, clock=60)
_GUESSING = Limits(memory=1 << 30, processor=10, clock=20)
_PLAIN = Limits(memory=1 << 30, processor=15, clock=30)
#: A page that takes longer to read than this has been made to; a PDF of some hundred pages may well.
_READING = {
    "html": Limits(memory=1 << 30, processor=15, clock=30),
    "docx": Limits(memory=1 << 30, processor=30, clock=60),
    "pdf": Limits(memory=1 << 30, processor=60, clock=120),
}

#: How long a cancellation may go unnoticed, in seconds.
_TICK = 0.1
#: More messages than any honest child sends.
_MAX_MESSAGES = 100_000

Listener = Callable[[Progress], None]


class ChildStoppedError(SourceError):
    """The child took more than it may, or broke down."""


def limits_of(task: Task) -> Limits:
    """What a child may take for a task."""
    if isinstance(task, Fetch):
        return _FETCHING
    if isinstance(task, Extract):
        return _PLAIN if task.plain else _READING[task.kind]
    return _GUESSING


def ask(
    task: Task,
    raw: bytes = b"",
    *,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Answer:
    """Have a child do one task and give its answer; the child is gone when this returns or raises.

    Args:
        task: what to do.
        raw: the bytes that it is about.
        progress: told how far the child is, on this thread.
        cancel: ends the child when it is set, which another thread may do.

    Raises:
        ChildStoppedError: it took more than it may, or broke down, or its answer makes no sense.
        ReadingCancelledError: `cancel` was set.
        SourceError: no child could be started.
    """
    # Only who reads such a source pays for loading these; every start of the app would.
    import subprocess
    import tempfile

    limits = limits_of(task)
    try:
        # A file and no pipe: who writes into a pipe can be made to wait by who should read it.
        with tempfile.TemporaryFile() as given:
            given.write(frame(Order(task, limits)))
            given.write(raw)
            given.seek(0)
            process = subprocess.Popen(
                _PROGRAM,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # ctrl+c in the terminal is for the app, which ends the child
            )
    except OSError as problem:
        raise SourceError(f"could not be read: no process for it ({problem.strerror or problem})") from None
    try:
        return _listen(process, limits, progress, cancel)
    finally:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _listen(
    process: subprocess.Popen[bytes],
    limits: Limits,
    progress: Listener | None,
    cancel: threading.Event | None,
) -> Answer:
    import selectors

    assert process.stdout is not None
    end = time.monotonic() + limits.clock
    frames, messages = Frames(), 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if cancel is not None and cancel.is_set():
                raise ReadingCancelledError("reading was cancelled")
            left = end - time.monotonic()
            if left <= 0:
                raise ChildStoppedError(f"took longer than {limits.clock} seconds")
            if not selector.select(min(left, _TICK)):
                continue
            piece = os.read(process.stdout.fileno(), 1 << 20)
            if not piece:
                raise ChildStoppedError(_why_it_ended(process, limits, max(left, 1.0)))
            try:
                for message in frames.feed(piece):
                    if not isinstance(message, Progress):
                        return message
                    messages += 1
                    if messages > _MAX_MESSAGES:
                        raise ChildStoppedError("could not be read: its reader would not stop talking")
                    if progress is not None:
                        progress(message)
            except msgspec.MsgspecError:
                raise ChildStoppedError("could not be read: its reader gave no sensible answer") from None


def _why_it_ended(process: subprocess.Popen[bytes], limits: Limits, seconds: float) -> str:
    """What to say of a child that ended without an answer."""
    import subprocess

    try:
        status = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return "could not be read: its reader fell silent"
    if status == -signal.SIGXCPU:
        return f"took more than {limits.processor} seconds of processor time"
    if status == -signal.SIGKILL:
        return "could not be read: the system ended its reader, as it does when memory runs out"
    if status < 0:
        return f"could not be read: its reader broke down ({signal.Signals(-status).name})"
    return f"could not be read: its reader broke down (exit status {status})"
