"""The command palette: every command of the screen, with its key."""

from __future__ import annotations

from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from tui.commands.command import Command
from tui.display import shown
from tui.screens.command_screen import CommandScreen


class CommandProvider(Provider):
    """Offers the commands of the screen on which the palette was opened."""

    def _commands(self) -> list[tuple[str, Command, CommandScreen]]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        named = []
        for group in screen.groups:
            for command in group.commands:
                key = (
                    self.app.get_key_display(Binding(command.keys.split(",")[0], "")) if command.keys else ""
                )
                named.append((f"{command.label}  {key}", command, screen))
        return named

    async def discover(self) -> Hits:
        """All commands."""
        for name, command, screen in self._commands():
            run = partial(screen.run_command, command)
            yield DiscoveryHit(shown(name), run, text=name, help=_help(command))

    async def search(self, query: str) -> Hits:
        """The commands whose name or help holds the query."""
        matcher = self.matcher(query)
        for name, command, screen in self._commands():
            score = max(matcher.match(name), matcher.match(command.help) * 0.8)
            if score > 0:
                run = partial(screen.run_command, command)
                yield Hit(score, _found(name, matcher), run, text=name, help=_help(command))


# Words of a codebook are among these, and the palette would take strings for markup, even escaped ones.


def _help(command: Command) -> str:
    """What it does, as content: the palette takes that as it is, whatever it declares."""
    return shown(command.help)  # type: ignore[return-value]


def _found(name: str, matcher: Matcher) -> Content:
    """A name with the characters marked that the query has found."""
    content = shown(name)
    _, offsets = matcher.fuzzy_search.match(matcher.query, name)
    for offset in offsets:
        if not name[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content
