"""What comes from a terminal as bytes, and which keys that is."""

from __future__ import annotations

import pytest
from textual import events

from tui.terminal_keys import KeyParser


def keys(sent: str) -> list[str]:
    parser = KeyParser()
    return [event.key for event in parser.feed(sent) if isinstance(event, events.Key)]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1bOP", "f1"),
        ("\x1bOQ", "f2"),
        ("\x1bOR", "f3"),
        ("\x1bOS", "f4"),
        ("\x1bOH", "home"),
        ("\x1bOF", "end"),
    ],
)
def test_function_keys_that_begin_with_esc_and_a_letter_are_themselves(sent: str, key: str) -> None:
    assert keys(sent) == [key]


@pytest.mark.parametrize("letter", list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ"))
def test_esc_and_any_other_letter_are_both_keys(letter: str) -> None:
    assert keys(f"\x1b{letter}") == ["escape", letter]
