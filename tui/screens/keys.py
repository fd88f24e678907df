"""The keys of commands: choose a command, press its new key; a clash is named before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.errors import ProjectError
from tui.commands.command import Command
from tui.commands.scopes import SCOPES, commands
from tui.configuration.clashes import in_force
from tui.configuration.key_names import BadKeyError, key_name, key_of
from tui.configuration.keymaps import Keys
from tui.desk import Desk
from tui.display import cut, shown
from tui.screens.dialog import Dialog
from tui.widgets.offers import Offers

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.preferences import Preferences

#: Cells of the columns of labels and keys, and of all of a line.
LABEL, KEY, WIDTH = 18, 16, 70


class KeysDialog(Dialog):
    """Every command with its keys; what is typed narrows the list."""

    HINT = "type words · ↑ ↓ mark · Enter another key · ctrl+d the keymap's · ctrl+k no key · Esc done"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "give(0)", "the keymap's", show=False, priority=True),
        Binding("ctrl+k", "give(1)", "no key", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._offered: list[Command] = []

    @property
    def preferences(self) -> Preferences:
        """The settings in force."""
        return cast("VariorumApp", self.app).preferences

    def title_text(self) -> str:
        return "Keys"

    def fields(self) -> ComposeResult:
        yield Input(placeholder="words of a command, its name, or a key", compact=True, id="words")
        yield Offers()

    def on_mount(self) -> None:
        self._offer()
        self.query_one("#words", Input).focus()

    def on_screen_resume(self) -> None:
        """A key was given, or not."""
        if self._offered:
            self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        words = self.query_one("#words", Input).value.casefold().split()
        offers, keys = self.query_one(Offers), self.preferences.keys
        at = offers.highlighted
        every = [(command, " ".join(map(key_name, keys.keys_of(id)))) for id, command in commands().items()]
        found = [(command, names) for command, names in every if _fits(words, command, names)]
        self._offered = [command for command, _ in found]
        own = dict(keys.own)
        offers.clear_options()
        for command, names in found:
            mark = "*" if command.id in own else " "
            line = Content.assemble(
                shown(cut(command.label, LABEL).ljust(LABEL)),
                shown(f"{mark}{cut(names or '–', KEY)}".ljust(KEY + 2), "bold"),
                shown(cut(command.help, WIDTH - LABEL - KEY - 2), "$text-muted"),
            )
            offers.add_option(Option(line))
        offers.highlighted = min(at or 0, len(found) - 1) if found else None

    def key_down(self) -> None:
        self.query_one(Offers).step(1)

    def key_up(self) -> None:
        self.query_one(Offers).step(-1)

    @property
    def _marked(self) -> Command | None:
        at = self.query_one(Offers).highlighted
        return self._offered[at] if at is not None and at < len(self._offered) else None

    @on(Input.Submitted)
    def _submitted(self) -> None:
        command = self._marked
        if command is not None:
            self.app.push_screen(PressKey(self.desk, command))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.app.push_screen(PressKey(self.desk, self._offered[event.option_index]))

    def action_give(self, what: int) -> None:
        """Give the marked command the keymap's keys again (0), or none at all (1)."""
        command = self._marked
        if command is None:
            return
        with self.mending():
            give(self.preferences, command.id, () if what else None)
        self._offer()


def _fits(words: list[str], command: Command, keys: str) -> bool:
    """Whether all these words are in what is known of a command, or are a key of it."""
    known = f"{command.id} {command.label} {command.help}".casefold()
    return all(word in known or word in keys.casefold().split() for word in words)


class PressKey(Dialog):
    """Waits for the key that a command is to have."""

    HINT = "Esc leaves it as it is"

    def __init__(self, desk: Desk, command: Command) -> None:
        super().__init__(desk)
        self._command = command

    def title_text(self) -> str:
        return f"Key of “{self._command.label}”"

    def fields(self) -> ComposeResult:
        yield Static(shown(self._command.help), markup=False)
        yield Static(shown(f"It is {self.desk.key(self._command.id)} now. Press another key."), markup=False)
        yield Static("", id="refused", markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss()
            return
        preferences = cast("VariorumApp", self.app).preferences
        before = preferences.keys.keys_of(self._command.id)
        try:
            give(preferences, self._command.id, (key_of(event.key),))
        except (BadKeyError, ProjectError) as problem:
            self.query_one("#refused", Static).update(
                shown(f"{problem}. Press another one.", "$text-warning")
            )
        else:
            self.dismiss()
            still = still_elsewhere(self._command, before, preferences.keys)
            self.say(" · ".join([f"{self._command.label} · {self.desk.key(self._command.id)}", *still]))


def still_elsewhere(command: Command, before: tuple[str, ...], keys: Keys) -> list[str]:
    """Where another command, of the same name and on the keys that this one had before, still has them: a
    person thinks of the two as one."""
    told = []
    for id, other in commands().items():
        had = keys.keys_of(id)
        if id != command.id and other.label == command.label and had and had == before:
            where = next(scope.name for scope in SCOPES if other in scope.commands())
            told.append(f"in {where} it is still {key_name(had[0])} ({id})")
    return told


def give(preferences: Preferences, id: str, keys: tuple[str, ...] | None) -> None:
    """Give a command keys; null gives it those of the keymap.

    Raises:
        ProjectError: another command of a screen has one of them; nothing is changed.
    """
    wanted = {known: had for known, had in preferences.keys.own if known != id}
    before = set(wanted)
    if keys is not None:
        wanted[id] = keys
    now, refused = in_force(preferences.settings.keymap, wanted)
    lost = before - {known for known, _ in now.own}
    if refused and (keys is not None or lost):
        raise ProjectError(refused[0][1])
    preferences.set_keys(id, keys)
