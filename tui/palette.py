"""The command palette: every command of the screen, with its key."""

from __future__ import annotations

from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from tui.commands.command import Command
from tui.display import displayable
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
            # Words of a codebook are among these, and the palette takes texts for markup.
            run, help_ = partial(screen.run_command, command), escape(displayable(command.help))
            yield DiscoveryHit(escape(displayable(name)), run, text=name, help=help_)

    async def search(self, query: str) -> Hits:
        """The commands whose name or help holds the query."""
        matcher = self.matcher(query)
        for name, command, screen in self._commands():
            score = max(matcher.match(name), matcher.match(command.help) * 0.8)
            if score > 0:
                run, help_ = partial(screen.run_command, command), escape(displayable(command.help))
                yield Hit(score, matcher.highlight(displayable(name)), run, text=name, help=help_)
