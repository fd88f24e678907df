"""Ready-made keymaps, and which keys can be in force together."""

from __future__ import annotations

import pytest

from tui.commands.scopes import SCOPES, commands, may_share
from tui.configuration.clashes import clashes, in_force
from tui.configuration.keymaps import DEFAULT_KEYS, KEYMAPS, Keys


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_a_ready_made_keymap_is_free_of_clashes(keymap: str) -> None:
    assert list(clashes(Keys(keymap))) == []


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_a_ready_made_keymap_speaks_of_commands_that_there_are(keymap: str) -> None:
    assert set(KEYMAPS[keymap]) <= set(commands())


@pytest.mark.parametrize("keymap", KEYMAPS)
def test_a_ready_made_keymap_leaves_no_command_without_a_key_that_has_one(keymap: str) -> None:
    for id, command in commands().items():
        assert bool(Keys(keymap).keys_of(id)) == bool(command.keys), id


def test_the_plain_keymap_asks_for_no_key_that_only_people_with_vim_know() -> None:
    every = {key for id in commands() for key in Keys("plain").keys_of(id)}
    # l (letters on words) and h (hedged, certain) stand for words of ours, not for left and right.
    assert not every & set("jkJKgGbw")


def test_a_command_that_several_screens_have_has_the_same_keys_everywhere() -> None:
    for scope in SCOPES:
        for command in scope.commands():
            assert command.keys == commands()[command.id].keys, (scope.name, command.id)


def test_two_commands_of_a_screen_with_one_key_are_a_clash_unless_one_acts_at_a_time() -> None:
    found = list(clashes(Keys.of_settings("vim", {"undo": ("x",)})))
    assert {(clash.key, clash.one, clash.other) for clash in found} == {("x", "undo", "export")}
    assert may_share("mark.no_mention", "search.next")
    assert may_share("list.down", "sentence.next")
    assert not may_share("list.down", "undo")


def test_the_keys_of_two_commands_can_be_exchanged() -> None:
    keys, refused = in_force("vim", {"undo": ("x",), "export": ("u",)})
    assert refused == []
    assert (keys.name("undo"), keys.name("export")) == ("x", "u")


def test_of_two_that_want_one_key_the_first_has_it_and_the_other_keeps_its_own() -> None:
    keys, refused = in_force("vim", {"undo": ("f2",), "export": ("f2",)})
    assert [id for id, _ in refused] == ["export"]
    assert (keys.name("undo"), keys.name("export")) == ("F2", "x")


def test_who_counted_on_a_key_that_was_not_given_up_after_all_is_refused_as_well() -> None:
    # Export cannot move to m, so that it keeps x, and undo cannot have that.
    keys, refused = in_force("vim", {"undo": ("x",), "export": ("m",)})
    assert {id for id, _ in refused} == {"undo", "export"}
    assert keys == DEFAULT_KEYS


def test_a_key_of_a_list_is_not_for_what_is_done_elsewhere() -> None:
    _, refused = in_force("vim", {"undo": ("j",), "sentence.next": ("f2",)})
    assert refused == [("undo", "j is the key of “list.down” (row down) in the reading room already")]


def test_one_can_always_leave_and_always_find_every_command() -> None:
    keys, refused = in_force("vim", {"quit": ("f10",), "undo": ("ctrl+q",), "palette": ("a",)})
    assert keys.keys_of("quit") == ("f10", "ctrl+q")
    assert [id for id, _ in refused] == ["undo", "palette"]
    assert [id for id, _ in in_force("vim", {"palette": ()})[1]] == ["palette"]
    assert [id for id, _ in in_force("vim", {"palette": ("ctrl+s",)})[1]] == ["palette"]
    assert in_force("vim", {"palette": ("f9",)})[0].keys_of("palette") == ("f9",)


def test_a_command_whose_key_was_taken_away_is_named_in_words() -> None:
    keys, refused = in_force("vim", {"undo": ()})
    assert refused == []
    assert keys.keys_of("undo") == ()
    assert keys.name("undo") == "“undo”"
