"""Does one task within its limits, and answers."""

from __future__ import annotations

import os
import sys

from annotations.articles.extraction.limits import set_limits
from annotations.articles.messages import (
    Answer,
    Extract,
    Fetch,
    Progress,
    Refused,
    Task,
    frame,
    read_order,
)
from annotations.articles.tidy import without_controls
from annotations.errors import SourceError


def main() -> None:
    """Read the order, do it, answer, and leave without looking back."""
    order, raw = read_order(sys.stdin.buffer.read())
    set_limits(order.limits)
    try:
        answer = _do(order.task, raw)
    except MemoryError:
        answer = Refused(f"needs more than {order.limits.memory >> 20:,} MB of memory to be read")
    except SourceError as problem:
        answer = Refused(_line(str(problem)), is_final=True)
    except Exception as problem:  # whatever a parser comes up with is said, not shown as a traceback
        answer = Refused(_line(f"could not be read ({type(problem).__name__}: {problem})"))
    _say(answer)
    # Taking down a tree of a million nodes takes its time, and some parsers fail at that.
    os._exit(0)


def _do(task: Task, raw: bytes) -> Answer:
    # Each is imported only where it is needed: starting is what every reading waits for.
    if isinstance(task, Fetch):
        from annotations.articles.extraction.fetching import fetch

        return fetch(task.address, task.size, _say)
    if not isinstance(task, Extract):
        from annotations.articles.extraction.guessing import guess_encoding
        from annotations.articles.messages import Guessed

        return Guessed(guess_encoding(raw))
    if task.kind == "pdf":
        from annotations.articles.extraction.pdf import read_pdf

        return read_pdf(raw, _say)
    if task.kind == "docx":
        from annotations.articles.extraction.word import read_word

        return read_word(raw)
    _say(Progress("reading"))
    from annotations.articles.extraction.pages import read_page

    return read_page(raw, task)


def _line(reason: str) -> str:
    """A reason that fits an answer: parsers quote what they choke on, whatever that is."""
    return without_controls(reason[:400]).replace("\n", " ")


def _say(message: Progress | Answer) -> None:
    sys.stdout.buffer.write(frame(message))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
