"""Esc directly followed by a key is both keys.

A terminal sends Alt and a key as Esc and the key, so that the two cannot be told apart when they come
close together, as they do over ssh or under tmux. Nothing here is bound to Alt, so both keys it is.
Textual's parser drops the Esc before punctuation and makes one key of Esc and a letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver


class KeyParser(XTermParser):
    """Textual's parser, but for Esc and one character."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        # Word keys of some terminals are Esc and a letter (Esc b, Esc f); here that is what they are.
        if len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1].isalpha():
            alt, sequence = True, sequence[1]
        if alt and len(sequence) == 1:
            yield events.Key("escape", "\x1b")
            alt = False
        yield from super()._sequence_to_key_events(sequence, alt=alt)


class TerminalDriver(LinuxDriver):
    """Textual's driver with this parser."""

    def run_input_thread(self) -> None:
        """Read keys until the app ends."""
        # The driver makes its parser by this name; there is no other way to hand it one.
        vars(linux_driver)["XTermParser"] = KeyParser
        super().run_input_thread()
