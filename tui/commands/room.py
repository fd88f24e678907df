"""What a screen offers to the commands that mark and read: one article in hand, on the screen."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from textual.app import App

from tui.desk import Desk, Span
from tui.widgets.reader import Reader


class Room(Protocol):
    """A screen on which an article is read and marked."""

    @property
    def app(self) -> App[object]:
        """The app, to put a dialog over this screen."""

    @property
    def desk(self) -> Desk:
        """What is in hand."""

    def key(self, id: str) -> str:
        """The key of a command, as people know it."""

    @property
    def reader(self) -> Reader:
        """The reader that shows the article in hand."""

    @property
    def place(self) -> tuple[Span, bool]:
        """The span under the cursor and whether it was chosen by hand, in the article in hand.

        Raises:
            ProjectError: no article is on the screen, so that there is nothing to mark.
        """

    @property
    def shows_proposal(self) -> bool:
        """Whether the screen says who a passage seems to have it from before it is marked."""

    @property
    def on_claims(self) -> bool:
        """Whether a list of claims has the focus, so that deleting is about the claim."""

    def require_article(self) -> None:
        """Make sure that the article in hand is the one on the screen.

        Raises:
            ProjectError: it is not, so that there is nothing to mark.
        """

    def jumping(self) -> AbstractContextManager[None]:
        """Whatever moves the reader far within the article is done in here, so that one can go back."""

    def marked(self, said: str, *, stay: bool) -> None:
        """A cell was marked: go on where there is somewhere to go, unless it is to `stay`; say so."""

    def follow(self) -> None:
        """Show the project and what is in hand as they are now."""

    def reveal_claim(self) -> None:
        """Bring the current claim's quote into view, if there is one."""

    def say(self, text: str, meaning: str = "") -> None:
        """Name what was done, for a few seconds, and where there is room, what it means."""

    def hush(self) -> None:
        """Take away what was said."""

    def complain(self, text: str) -> None:
        """Say why something was not done, in a toast."""
