"""A screen whose keys, palette entries, footer and help all come from its groups of commands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import ActiveBinding
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from annotations.codebook import built_in
from annotations.errors import ReadOnlyError, VariorumError
from tui.commands.codebook import in_force
from tui.commands.command import Command, Group, find_command
from tui.commands.lists import LISTS
from tui.display import displayable
from tui.notices import Ground, HasRegion
from tui.rebinding import keys_of_app, put_keys_in_force, rekeyed
from tui.widgets.guide import Guide
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from annotations.changes import Change
    from tui.app import VariorumApp
    from tui.desk import Desk


class CommandScreen(Screen[None]):
    """A screen that runs commands. An error that a person can mend becomes a toast and changes nothing."""

    GROUPS: ClassVar[tuple[Group, ...]] = ()
    PANES: ClassVar[tuple[Group, ...]] = (LISTS,)
    """What its lists do; they have the keys of that themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.put_keys_in_force()

    def put_keys_in_force(self) -> None:
        """Bind the keys that are in force now."""
        put_keys_in_force(self, (command for group in self.GROUPS for command in group.commands))

    @property
    def desk(self) -> Desk:
        """What is in hand."""
        return cast("VariorumApp", self.app).desk

    @property
    def groups(self) -> tuple[Group, ...]:
        """Its groups of commands, in the words of the project's codebook and with the keys in force."""
        worded = in_force((*self.GROUPS, *self.PANES), self.desk.project.codebook)
        return rekeyed(worded, keys_of_app(self))

    def key(self, id: str) -> str:
        """The key of a command, as people know it."""
        return self.desk.key(id)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What keys do now, in the words of the project's codebook."""
        found = super().active_bindings
        if self.desk.project.codebook is built_in():
            return found
        commands = {command.id: command for group in self.groups for command in group.commands}
        return {
            key: active._replace(
                binding=replace(active.binding, description=command.label), tooltip=command.help
            )
            if (command := commands.get(active.binding.id or "")) is not None
            else active
            for key, active in found.items()
        }

    @property
    def in_charge(self) -> bool:
        """Whether no other screen of commands lies over this one: what is in hand is in hand here."""
        stack = reversed(self.app.screen_stack)
        return next((screen for screen in stack if isinstance(screen, CommandScreen)), None) is self

    def action_run_command(self, id: str) -> None:
        """Run the command with this id."""
        self.run_command(find_command((*self.GROUPS, *self.PANES), id))

    def on_mount(self) -> None:
        """Where the tutorial is played, its next step stands on every screen."""
        tutorial = cast("VariorumApp", self.app).tutorial
        if tutorial is not None:
            tutorial.attend(self)

    def run_command(self, command: Command) -> None:
        """Run a command on this screen."""
        tutorial = cast("VariorumApp", self.app).tutorial
        if tutorial is not None:
            tutorial.ran(command.id)
        depth = len(self.app.screen_stack)
        self.desk.accepted = ""
        line = self.key_line
        before = line.text if line is not None else ""
        with self.desk.accepting() if command.accepts else nullcontext():
            self.attempt(command.run, edits=command.edits)
        if self.desk.accepted and line is not None:
            # It is a signature, so it is named.
            said = f"{line.text} · " if line.text != before else ""
            line.say(f"{said}accepted: {self.desk.accepted}", line.meaning if said else "")
        if len(self.app.screen_stack) > depth:
            self.app.clear_notifications()  # what was said before must not lie over what was asked for

    def attempt(self, act: Callable[[Any], object], *, edits: bool = False) -> None:
        """Do something on this screen, as a command does it."""
        try:
            if edits and self.desk.project.read_only:
                raise ReadOnlyError
            act(self)
        except ReadOnlyError:
            self.complain(self.desk.why_read_only())
        except VariorumError as problem:
            self.complain(str(problem))

    @property
    def key_line(self) -> KeyLine | None:
        """The line at the bottom, if this screen has one."""
        return next(iter(self.query(KeyLine)), None)

    def notice_ground(self) -> Ground:
        """Where something may be said on this screen: in the list or text that has the focus, else anywhere
        above the line of keys, and never over what is in hand."""
        size, clear = self.app.size, [guide.region for guide in self.query(Guide)]
        lists = [each for each in self.query(Widget) if isinstance(each, HasRegion) and each.region]
        clear += [each.region_in_hand for each in lists]
        places = [each.region for each in lists if each.has_focus]
        if self.focused is not None and not places:
            clear.append(self.focused.region)  # a field
        return Ground([*places, Region(0, 0, size.width, max(1, size.height - 1))], clear)

    def say(self, text: str, meaning: str = "") -> None:
        """Name what was done, for a few seconds, and where there is room, what the word means that was set;
        what was said before gives way."""
        self.app.clear_notifications()
        line = self.key_line
        if line is not None:
            line.say(text, meaning)
        else:
            self.notify(displayable(text), timeout=3, markup=False)

    def complain(self, text: str) -> None:
        """Say why something was not done, in a toast."""
        self.hush()
        self.notify(displayable(text), severity="warning", timeout=6, markup=False)

    def hush(self) -> None:
        """Take away what was said, on this screen and in toasts."""
        if (line := self.key_line) is not None:
            line.hush()
        self.app.clear_notifications()

    def follow(self) -> None:
        """Show the project as it is now; called after every change of it."""

    def show_change(self, change: Change) -> None:
        """Bring into view what was undone or done again."""

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project; called whenever that has changed."""

    def on_screen_suspend(self) -> None:
        """Something lies over it: its keys do nothing."""
        if (line := self.key_line) is not None:
            line.refresh()

    def on_screen_resume(self) -> None:
        """On top again: show what was changed elsewhere, say and ask what had to wait."""
        if (line := self.key_line) is not None:
            line.refresh()
        self.app.call_later(cast("VariorumApp", self.app).show_notices)
        if self.is_mounted:
            self.follow()
            cast("VariorumApp", self.app).ask()
