"""Settings: what a person likes otherwise, in force at once and kept in the configuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.screens.command_screen import CommandScreen


def settings(screen: CommandScreen) -> None:
    from tui.screens.settings import SettingsDialog

    screen.app.push_screen(SettingsDialog(screen.desk))


def keys(screen: CommandScreen) -> None:
    from tui.screens.keys import KeysDialog

    screen.app.push_screen(KeysDialog(screen.desk))


def _use(keymap: str) -> Callable[[CommandScreen], object]:
    def use(screen: CommandScreen) -> None:
        refused = cast("VariorumApp", screen.app).preferences.set("keymap", keymap)
        screen.follow()
        screen.say("; ".join([f"the keys are those of {keymap}", *refused]))

    return use


SETTINGS = Command(
    "settings",
    "comma",
    "settings",
    "Keymap, theme, annotator, length of lines, what is asked; and the keys of each command.",
    settings,
)
KEYS = Command("keys", "", "keys", "Give commands other keys.", keys)
VIM = Command("keymap.vim", "", "vim keys", "Use the keys of vim: h j k l, g G, b and space.", _use("vim"))
PLAIN = Command(
    "keymap.plain",
    "",
    "plain keys",
    "Use arrows, page and function keys, and Ctrl as in editors.",
    _use("plain"),
)
SETTING = (SETTINGS, KEYS, VIM, PLAIN)
