"""What can be undone and done again, also what was done before the project was opened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from annotations.changes import Change
from annotations.errors import ProjectError
from annotations.store import Recorded


class UndoStacks:
    """The changes that are done, and those that are undone and not yet overtaken by a new one.

    The history is read only as far as somebody goes back; it may be read on another thread (`look_back`).
    Whatever needs it raises a ProjectError where it cannot be read.

    Args:
        past: gives the history, the newest change first.
        number: the number of the last change before this session.
    """

    def __init__(self, past: Callable[[], Iterator[Recorded]], number: int) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []
        #: Held for a moment only, while the stacks change.
        self._mutex = threading.Lock()
        #: Held while the history is read, by whoever reads it.
        self._reading = threading.Lock()
        self._overtaken = False
        self._past = past
        self._number = number
        self._at_end = False
        self._back: Iterator[tuple[Change, bool]] | None = None
        #: The changes of the past of which it is known already whether they are done.
        self._decided: set[str] = set()

    def look_back(self, count: int = 200) -> None:
        """Read so many changes of the past ahead, so that undoing them waits for no file. On any thread."""
        while len(self._done) < count and self._read_one():
            pass

    def known_done(self) -> tuple[Change | None, bool]:
        """What `last_done` gives, and true; null and false where the history would have to be read for it."""
        with self._mutex:
            return (self._done[-1], True) if self._done else (None, self._at_end)

    def known_undone(self) -> tuple[Change | None, bool]:
        """The same for `last_undone`."""
        with self._mutex:
            return (self._undone[-1], True) if self._undone else (None, self._overtaken or self._at_end)

    def last_done(self) -> Change | None:
        """The change that an undo takes back."""
        while not self._done and self._read_one():
            pass
        return self._done[-1] if self._done else None

    def last_undone(self) -> Change | None:
        """The change that a redo does again."""
        while not self._undone and not self._overtaken and self._read_one():
            pass
        return self._undone[-1] if self._undone else None

    def did(self, change: Change) -> None:
        """A new change was made: what was undone stays undone."""
        with self._mutex:
            self._done.append(change)
            self._undone.clear()
            self._overtaken = True

    def undid(self) -> None:
        """The last change was taken back."""
        with self._mutex:
            self._undone.append(self._done.pop())

    def redid(self) -> None:
        """The change that was undone last was done again."""
        with self._mutex:
            self._done.append(self._undone.pop())

    def pass_over(self) -> None:
        """The last change cannot be taken back any more: it stays done."""
        with self._mutex:
            self._done.pop()

    def _read_one(self) -> bool:
        """Read one more change of the past; false where there is none."""
        with self._reading:
            if self._back is None:
                self._back = self._going_back()
            try:
                change, done = next(self._back)
            except StopIteration:
                self._at_end = True
                return False
            except OSError as problem:
                self._back = None  # to be read again from the newest on; what is known already is passed over
                raise ProjectError(f"the history cannot be read ({problem.strerror or problem})") from problem
            except BaseException:
                self._back = None  # what has broken off is at no end
                raise
            with self._mutex:
                if done:
                    self._done.insert(0, change)
                elif not self._overtaken:
                    self._undone.insert(0, change)
                # What was undone before something new was done cannot be done again.
                self._overtaken = self._overtaken or (done and change.role == "do")
            return True

    def _going_back(self) -> Iterator[tuple[Change, bool]]:
        """The changes before this session, the newest first, and whether each is done or undone."""
        for recorded in self._past():
            change = recorded.change
            if recorded.number > self._number or not change.undoable:
                continue
            if change.id in self._decided:
                if change.role == "do":
                    self._overtaken = True
                continue
            self._decided.add(change.id)
            if change.role == "undo":
                yield replace(change.inverse(), role="do"), False
            else:
                yield change, True
