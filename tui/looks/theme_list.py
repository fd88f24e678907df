"""The list of themes, in which the one in force is named as that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.theme import Theme

from tui.looks.themes import OWN


class ThemeProvider(Provider):
    """Offers every theme: the one in force first, then the app's own, then the others by name."""

    def _themes(self) -> Iterator[tuple[Theme, Callable[[], None]]]:
        app = self.app
        own = [theme.name for theme in OWN]

        def rank(theme: Theme) -> tuple[bool, bool, str]:
            return theme.name != app.theme, theme.name not in own, theme.name

        for theme in sorted(app.available_themes.values(), key=rank):
            yield theme, partial(setattr, app, "theme", theme.name)

    def _beside(self, theme: Theme) -> str:
        return f"{'dark' if theme.dark else 'light'}{' · in force' if theme.name == self.app.theme else ''}"

    def _line(self, theme: Theme, name: Content) -> Content:
        return Content.assemble(name, "  ", (self._beside(theme), "not bold $quiet"))

    async def discover(self) -> Hits:
        """Every theme."""
        for theme, choose in self._themes():
            yield DiscoveryHit(self._line(theme, Content(theme.name)), choose, theme.name)

    async def search(self, query: str) -> Hits:
        """The themes whose names or kinds are like what was typed."""
        matcher = self.matcher(query)
        for theme, choose in self._themes():
            score = max(matcher.match(theme.name), matcher.match(self._beside(theme)))
            if score > 0:
                yield Hit(score, self._line(theme, matcher.highlight(theme.name)), choose, theme.name)
