"""Names of keys: what a person may write, and what Textual calls it."""

from __future__ import annotations

import string

import pytest
from textual.keys import _character_to_key

from tui.commands.scopes import commands
from tui.configuration.key_names import BadKeyError, key_name, key_of
from tui.configuration.keymaps import KEYMAPS

SIGNS = [sign for sign in string.printable if sign.isprintable()] + ["ä", "ж", "“", "§"]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_has_the_name_that_textual_gives_it(sign: str) -> None:
    assert key_of(sign) == _character_to_key(sign)
    assert key_of(key_of(sign)) == key_of(sign)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_shown_as_itself(sign: str) -> None:
    assert key_name(key_of(sign)) == ("Space" if sign == " " else sign)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ctrl+R", "ctrl+r"),
        ("Shift+Left", "shift+left"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("shift+a", "A"),
        ("F5", "f5"),
        ("PgDn", "pagedown"),
        ("Esc", "escape"),
        ("ctrl+]", "ctrl+right_square_bracket"),
        ("+", "plus"),
        ("shift+tab", "shift+tab"),
        (" full_stop ", "full_stop"),
    ],
)
def test_a_key_may_be_written_as_people_write_it(written: str, meant: str) -> None:
    assert key_of(written) == meant


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "needs a name"),
        ("foo", "no key “foo”"),
        ("hyper+x", "may have ctrl, alt or shift"),
        ("ctrl+i", "is tab in a terminal"),
        ("ctrl+m", "is enter in a terminal"),
        ("alt+x", "comes as Esc"),
        ("ctrl+shift+r", "comes as without Shift"),
        ("ctrl+1", "terminals do not send"),
        ("shift+1", "write the sign"),
        ("ctrl+tab", "do not tell"),
        ("\x1b", "can be seen"),
    ],
)
def test_what_no_terminal_sends_is_no_key(written: str, why: str) -> None:
    with pytest.raises(BadKeyError, match=why.replace("(", r"\(")):
        key_of(written)


def test_every_key_of_every_keymap_is_one_that_a_person_could_have_written() -> None:
    for keys in [*(command.keys for command in commands().values()), *KEYMAPS["plain"].values()]:
        for key in filter(None, keys.split(",")):
            assert key_of(key) == key
