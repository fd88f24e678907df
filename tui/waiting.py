"""Keys wait for something that is worked out on another thread; a bar says how far it is, Esc ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.timer import Timer

from annotations.errors import ProjectError, VariorumError
from tui.collecting import uncollected
from tui.reader.long_work import LongWork, StoppedError
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from tui.app import VariorumApp

T = TypeVar("T")
#: Seconds after which it is shown how far it is, again and again.
WATCH = 0.2


class Awaited(Generic[T]):
    """One thing that keys wait for.

    Attributes:
        doing: what is done, in words.
        work: how far it is.
    """

    def __init__(
        self,
        doing: str,
        act: Callable[[LongWork], T],
        then: Callable[[T], object],
        failed: Callable[[VariorumError], object],
        ended: Callable[[], object],
    ) -> None:
        self.doing, self.work = doing, LongWork()
        self._act, self._then, self._failed, self.ended = act, then, failed, ended
        self._found: list[T] = []
        self._problem: VariorumError | None = None
        self._fault: Exception | None = None

    def do(self) -> None:
        """Do it; on any thread."""
        try:
            with uncollected():
                self._found.append(self._act(self.work))
        except VariorumError as problem:
            self._problem = problem
        except StoppedError:
            pass
        except MemoryError:
            self._problem = ProjectError("not enough memory")
        except Exception as fault:  # of the program: for the thread of the screen, or nobody hears of it
            self._fault = fault

    def go_on(self) -> None:
        """Make what it is for of it; on the thread of the screen."""
        if self._fault is not None:
            raise self._fault
        if self._problem is not None:
            self._failed(self._problem)
        elif self._found:
            # Not kept: the worker that has made it is, by the context that it ran in.
            self._then(self._found.pop())

    def forget(self) -> None:
        """Let go of what was found, which may be a whole project."""
        self._found.clear()


def break_down(fault: Exception) -> None:
    """Raise a fault that was met elsewhere, for the app to report."""
    raise fault


class Waiting:
    """What keys wait for, one thing at a time. The project does not change meanwhile but by what comes of it.

    Args:
        app: the app.
    """

    def __init__(self, app: VariorumApp) -> None:
        self._app = app
        self._awaited: Awaited[object] | None = None
        self._watch: Timer | None = None
        self._line: KeyLine | None = None

    @property
    def under_way(self) -> bool:
        """Whether keys wait for something."""
        return self._awaited is not None

    def begin(
        self,
        doing: str,
        act: Callable[[LongWork], T],
        then: Callable[[T], object],
        *,
        failed: Callable[[VariorumError], object],
        ended: Callable[[], object],
    ) -> None:
        """Have something worked out, and let keys wait for it. While something else is, do nothing.

        Args:
            doing: what is done, in words.
            act: does it, on a thread of its own. It changes nothing that anybody sees.
            then: called with what came of it, on the thread of the screen, before the next key.
            failed: called in place of that where something was wrong.
            ended: called in place of that when a person has ended it.
        """
        if self._awaited is not None:
            return
        self._awaited = awaited = Awaited(doing, act, then, failed, ended)  # type: ignore[assignment]
        self._app.hold_keys(self._end)
        self._app.lend_project()
        self._watch = self._app.set_interval(WATCH, self._tell)
        self._app.run_worker(lambda: self._do(awaited), thread=True, group="waiting", exit_on_error=False)

    def stop(self) -> None:
        """The app is closing: nobody waits any more."""
        if self._awaited is not None:
            self._awaited.work.stop()

    def _do(self, awaited: Awaited[T]) -> None:  # on a thread of its own
        awaited.do()
        self._app.call_from_thread(self._done, awaited)

    def _done(self, awaited: Awaited[T]) -> None:
        try:
            if awaited is self._awaited:
                self._let_go(awaited.go_on)
        except Exception as fault:  # the worker that called would keep it to itself
            self._app.call_later(break_down, fault)
        finally:
            awaited.forget()
            self._app.return_project()

    def _end(self) -> None:
        if self._awaited is not None:
            self._awaited.work.stop()
            self._let_go(self._awaited.ended)

    def _let_go(self, last: Callable[[], object]) -> None:
        """Do what is to be done before the next key, and let that through."""
        self._awaited = None
        if self._watch is not None:
            self._watch.stop()
        if self._line is not None and self._line.is_attached:
            self._line.end_work()
        self._line = None
        try:
            last()
        finally:
            self._app.release_keys()

    def _tell(self) -> None:
        if self._awaited is None:
            return
        if self._line is None:
            screens = (s for s in reversed(self._app.screen_stack) if isinstance(s, CommandScreen))
            self._line = next((line for screen in screens if (line := screen.key_line) is not None), None)
        if self._line is not None:
            self._line.show_work(self._awaited.doing, self._awaited.work.share)
