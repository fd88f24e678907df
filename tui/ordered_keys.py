"""Each key is done before the next one is looked at, however fast they come.

Textual hands every key at once to whatever has the focus at that moment. Keys that follow quickly on one
that opens or closes a dialog would still go to the old place: letters meant for a field would run as
commands, or be lost. Here a key waits until the one before it has been through every widget that may
handle it and the screen that it opened is ready.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

#: Seconds after which a key is taken as done although nothing said so: its widget went away with it.
PATIENCE = 0.25
#: How often the message goes after each key.
ROUNDS = 3
#: Keys that wait for nothing: one must always be able to leave.
URGENT = frozenset({"ctrl+q"})


class OrderedKeys(App[None]):
    """An app that deals with one key at a time.

    After each key a message goes the same way, from the widget up to the app: what arrives has left the key
    behind it. It goes three times: behind the key; behind what the widget made of the key (Enter in a field
    becomes a message of its own); and through what has the focus after that, which may be a new screen.
    """

    @dataclass
    class Passed(Message):
        """A key has been through the widgets; `turn` is its number, `left` how many times are still to go."""

        turn: int
        left: int

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._held: deque[events.Key] = deque()
        self._turn = 0
        self._in_flight = False
        self._patience: Timer | None = None
        self._holds = 0
        self._way_out: Callable[[], None] | None = None

    class KeysDone(Message):
        """All keys that have come are done."""

    def begin_act(self) -> None:
        """Called when a key or a click begins to be dealt with; for subclasses."""

    def hold_keys(self, way_out: Callable[[], None] | None = None) -> None:
        """Let no further key through until `release_keys`: what they are about is still on its way.

        Args:
            way_out: called when Esc is pressed meanwhile; what was pressed before it is dropped.
        """
        self._holds += 1
        if way_out is not None:
            self._way_out = way_out

    def release_keys(self) -> None:
        """Let keys through again, once for each `hold_keys`."""
        self._holds -= 1
        if not self._holds:
            self._way_out = None
            if not self._in_flight:
                self._go_on()

    @property
    def keys_under_way(self) -> bool:
        """Whether a key has come that is not done yet."""
        return self._in_flight or bool(self._held) or self._holds > 0

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back until their turn; everything else goes its way."""
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.begin_act()
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._holds and event.key in URGENT:
            await super().on_event(event)
            return
        if self._holds and event.key == "escape" and self._way_out is not None:
            self._held.clear()
            self._way_out()
            return
        self._held.extend(_keys_of(event))
        if not self._in_flight and not self._holds:
            await self._next_key()

    async def _next_key(self) -> None:
        self._in_flight = bool(self._held and self.screen_stack) and not self._holds
        if not self._in_flight:
            return
        self.begin_act()
        self._turn += 1
        turn = self._turn
        target = self.focused or self.screen
        self._patience = self.set_timer(PATIENCE, lambda: self._done(turn))
        await super().on_event(self._held.popleft())
        self._follow(target, turn, ROUNDS - 1)

    def _follow(self, target: Widget, turn: int, left: int) -> None:
        if not target.post_message(self.Passed(turn, left)):
            self._done(turn)

    def on_ordered_keys_passed(self, message: Passed) -> None:
        """A key has come through."""
        if message.turn != self._turn or not self._in_flight or not self.screen_stack:
            return  # it took so long that the key was taken as done, or the app is closing
        if message.left:
            self._follow(self.focused or self.screen, message.turn, message.left - 1)
        else:
            self._done(message.turn)

    def _done(self, turn: int) -> None:
        if turn != self._turn or not self._in_flight:
            return
        if self._patience is not None:
            self._patience.stop()
        # Both the message and the timer may be on their way here: the second lets no further key through.
        self._turn += 1
        self._in_flight = False
        if not self._holds:
            self._go_on()

    def _go_on(self) -> None:
        if self._held:
            self._in_flight = True
            self.call_later(self._next_key)
        else:
            self.post_message(self.KeysDone())


def _keys_of(event: events.Key) -> list[events.Key]:
    """A key, or both keys where Esc and a letter came as one (see `tui.terminal_keys`)."""
    if event.key.startswith("alt+"):
        rest = event.key.removeprefix("alt+")
        letter = rest.removeprefix("shift+").upper() if rest.startswith("shift+") else rest
        if len(letter) == 1:
            return [events.Key("escape", "\x1b"), events.Key(letter, letter)]
    return [event]
