"""What is said beside the work: one thing at a time, and never over what the person looks at.

Textual stacks its toasts in a corner, over whatever is there. Here the next one waits until the one before is
gone; each is put where neither the sentence, the row or the field in hand nor the card lies under it; and
none lies over a dialog, which says what it has to say in its own frame. Where the screen is linear it lies
over nothing at all, but has lines of its own above that of the keys.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.notifications import Notification, SeverityLevel
from textual.timer import Timer
from textual.widgets import Static

from tui.display import displayable
from tui.looks.linear import is_linear

#: Cells of a notice at most.
WIDTH = 60


@runtime_checkable
class HasRegion(Protocol):
    """A widget of which a part is in hand."""

    @property
    def region_in_hand(self) -> Region:
        """Where that is on the screen; empty where it is not in view."""
        ...


class Ground(NamedTuple):
    """Where something may be said on a screen.

    Attributes:
        places: regions of the screen, the best first.
        clear: what must stay in view.
    """

    places: Sequence[Region]
    clear: Sequence[Region] = ()

    def spot(self, width: int, height: int) -> Offset:
        """Where a toast of this size goes: as low as can be in the first place in which it fits."""
        for place in self.places:
            for y in range(place.bottom - height, place.y - 1, -1):
                toast = Region(place.x, y, width, height)
                if width <= place.width and not any(toast.overlaps(region) for region in self.clear):
                    return toast.offset
        first = self.places[0]
        return Offset(first.x, max(first.y, first.bottom - height))


class Notice(Static):
    """What is said now, over the screen; a click takes it away."""

    DEFAULT_CSS = """
    Notice {
        position: absolute;
        overlay: screen;
        width: auto;
        height: auto;
        padding: 0 1;
        background: $panel;
        border-left: outer $success;
        border-right: outer $success;
        &.-warning { border-left: outer $warning; border-right: outer $warning; }
        &.-error { border-left: outer $error; border-right: outer $error; }
    }
    """

    def __init__(self, notification: Notification) -> None:
        title = f"{notification.title}: " if notification.title else ""
        words = Content(displayable(title + notification.message, keep_lines=True))
        super().__init__(words, markup=False, classes=f"-{notification.severity}")
        self._words = words

    def put(self, ground: Ground) -> None:
        """Go where nothing lies under it that the person needs."""
        room = min(WIDTH, ground.places[0].width)
        frame = self.gutter
        inner = max(1, room - frame.width)
        width = min(inner, max(map(cell_len, self._words.plain.split("\n"))))
        size = Size(width + frame.width, self._words.get_height({}, inner) + frame.height)
        self.styles.max_width = room  # what is longer goes on in the next line
        if not is_linear(self):
            self.styles.offset = ground.spot(size.width, size.height)

    def on_click(self) -> None:
        self.app.clear_notifications()


class Notices(App[None]):
    """An app that says one thing at a time.

    What was not done (a warning) is said at once and takes the place of what is shown; everything else waits
    for its turn, and while a dialog is open.
    """

    @dataclass
    class Noticed(Message):
        """Something is to be said."""

        notification: Notification

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._notices_waiting: deque[Notification] = deque()
        self._notice: Notification | None = None
        self._notice_widget: Notice | None = None
        self._notice_timer: Timer | None = None

    @property
    def notices(self) -> list[str]:
        """What is said and what waits to be said, in order."""
        return [each.message for each in (*filter(None, [self._notice]), *self._notices_waiting)]

    @property
    def warnings(self) -> list[str]:
        """What is said not to have been done."""
        notice = self._notice
        return [notice.message] if notice is not None and notice.severity != "information" else []

    def notice_ground(self) -> Ground | None:
        """Where something may be said now; null where it has to wait. For subclasses."""
        return None

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something as soon as it is its turn. May be called on any thread."""
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(self.Noticed(Notification(message, title, severity, seconds, markup=markup)))

    def on_notices_noticed(self, message: Noticed) -> None:
        """Something is to be said: a warning now, everything else after what waits already."""
        notice = message.notification
        if notice.severity != "information":
            self.put_notice_back()
            self._notices_waiting.appendleft(notice)
        elif notice.message not in self.notices:
            self._notices_waiting.append(notice)
        self.show_notices()

    def show_notices(self) -> None:
        """Say what comes next, if nothing is said and there is a place for it."""
        if self._notice is not None and self.notice_ground() is not None:
            self._put_up(self._notice)  # on another screen by now, perhaps
        if self._notice is not None or not self._notices_waiting or not self.is_running:
            return
        if self.notice_ground() is None:
            return
        notice = self._notice = self._notices_waiting.popleft()
        self._put_up(notice)
        self._notice_timer = self.set_timer(notice.timeout, self.clear_notifications)

    def _put_up(self, notice: Notification) -> None:
        widget = self._notice_widget
        if widget is not None and widget.is_attached and widget.screen is self.screen:
            return
        if widget is not None and widget.is_attached:
            widget.remove()
        self._notice_widget = widget = Notice(notice)
        self.screen.mount(widget)
        self.place_notice()
        self.call_after_refresh(self.place_notice)

    def put_notice_back(self) -> None:
        """Something more important comes: what is said is said again later, unless it is a warning."""
        if self._notice is not None:
            if self._notice.severity == "information":
                self._notices_waiting.appendleft(self._notice)
            self._take_notice_away()

    def clear_notifications(self) -> None:
        """What is said has been read; what waits comes next. Costs nothing where nothing is said."""
        self._take_notice_away()
        if self._notices_waiting:
            self.call_later(self.show_notices)

    def _take_notice_away(self) -> None:
        if self._notice_timer is not None:
            self._notice_timer.stop()
            self._notice_timer = None
        if self._notice is not None:
            self._notice = None
        if self._notice_widget is not None:
            if self._notice_widget.is_attached:
                self._notice_widget.remove()
            self._notice_widget = None

    def place_notice(self) -> None:
        """Put what is said where nothing lies under it that the person needs."""
        widget = self._notice_widget
        if widget is not None and widget.is_attached and (ground := self.notice_ground()) is not None:
            widget.put(ground)
