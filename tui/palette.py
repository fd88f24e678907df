"""The command palette: every command of the screen, with its key."""

from __future__ import annotations

from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.commands.command import Command
from tui.screens.command_screen import CommandScreen


class CommandProvider(Provider):
    """Offers the commands of the screen on which the palette was opened."""

    def _commands(self) -> list[tuple[str, Command, CommandScreen]]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        named = []
        for group in screen.GROUPS:
            for command in group.commands:
                key = (
                    self.app.get_key_display(Binding(command.keys.split(",")[0], "")) if command.keys else ""
                )
                named.append((f"{command.label}  {key}", command, screen))
        return named

    async def discover(self) -> Hits:
        """All commands."""
        for name, command, screen in self._commands():
            yield DiscoveryHit(name, partial(screen.run_command, command), help=command.help)

    async def search(self, query: str) -> Hits:
        """The commands whose name or help holds the query."""
        matcher = self.matcher(query)
        for name, command, screen in self._commands():
            score = max(matcher.match(name), matcher.match(command.help) * 0.8)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(name), partial(screen.run_command, command), help=command.help
                )
