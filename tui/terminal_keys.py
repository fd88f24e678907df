"""The terminal: Esc directly followed by a key is both keys, and one that has gone ends nothing halfway.

A terminal sends Alt and a key as Esc and the key, so that the two cannot be told apart when they come
close together, as they do over ssh or under tmux. Nothing here is bound to Alt, so both keys it is.
Textual's parser drops the Esc before punctuation and makes one key of Esc and a letter.

What is to be painted is written by a thread of Textual's. Where the terminal has gone, writing fails, that
thread would end, and whatever is painted after that would wait for it without end, so that the app could not
be left any more and kept the project.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver


class KeyParser(XTermParser):
    """Textual's parser, but for Esc and one character."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        # Word keys of some terminals are Esc and a letter (Esc b, Esc f); here that is what they are.
        # But Esc O begins F1 to F4, and Home and End of some: if nothing follows, it is Esc and O after all.
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1].isalpha() and sequence[1] != "O":
            alt, sequence = True, sequence[1]
        if alt and len(sequence) == 1:
            yield events.Key("escape", "\x1b")
            alt = False
        yield from super()._sequence_to_key_events(sequence, alt=alt)


class Writer(WriterThread):
    """Textual's writer, which goes on taking what is to be written when there is no terminal any more."""

    def run(self) -> None:
        """Write until the app ends."""
        try:
            super().run()
        except (OSError, ValueError):  # it has gone, or its file is closed
            while self._queue.get() is not None:
                pass


class TerminalDriver(LinuxDriver):
    """Textual's driver with this parser and this writer."""

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        # Made by this name, as the parser is.
        vars(linux_driver)["WriterThread"] = Writer
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def show_cursor(self, shown: bool) -> None:
        """Show the cursor of the terminal or hide it, as Textual does."""
        self.write(f"\x1b[?25{'h' if shown else 'l'}")
        self.flush()

    def run_input_thread(self) -> None:
        """Read keys until the app ends."""
        # The driver makes its parser by this name; there is no other way to hand it one.
        vars(linux_driver)["XTermParser"] = KeyParser
        super().run_input_thread()
