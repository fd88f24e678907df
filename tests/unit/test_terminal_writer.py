"""What is painted on a terminal that has gone."""

from __future__ import annotations

import io
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from tui.terminal_keys import Writer


class Gone(io.StringIO):
    """A terminal that has gone: nothing can be written to it."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def painted(writer: WriterThread) -> bool:
    """Whether much more can be painted than is kept waiting, and the writer stopped, within some seconds."""

    def paint() -> None:
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("words")
        writer.stop()

    painting = threading.Thread(target=paint, daemon=True)
    painting.start()
    painting.join(timeout=5)
    return not painting.is_alive()


def test_painting_goes_on_and_ends_when_the_terminal_has_gone() -> None:
    writer = Writer(Gone())
    writer.start()
    assert painted(writer)
    assert not writer.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_writer_of_the_library_would_keep_it_waiting_without_end() -> None:
    """The reason for ours; when this fails, it is not needed any more."""
    writer = WriterThread(Gone())
    writer.start()
    assert not painted(writer)


def test_what_can_be_written_is_written() -> None:
    terminal = io.StringIO()
    writer = Writer(terminal)
    writer.start()
    writer.write("one ")
    writer.write("two")
    writer.stop()
    assert terminal.getvalue() == "one two"
