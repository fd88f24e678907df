"""How far an export is, and whether somebody has called it off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from annotations.errors import ExportCancelledError, VariorumError

T = TypeVar("T")

#: After so many records at most it is told how far an export is, and after every hundredth of them.
STRIDE = 512


class Progress(NamedTuple):
    """So many of these records are written."""

    step: str
    done: int
    total: int


Listener: TypeAlias = Callable[[Progress], None]


class Watch:
    """Tells a listener how far an export is, and ends it when it is called off.

    Args:
        progress: told on the thread of the export.
        cancel: ends the export when it is set, which another thread may do.
    """

    def __init__(self, progress: Listener | None = None, cancel: threading.Event | None = None) -> None:
        self._progress, self._cancel = progress, cancel

    def check(self) -> None:
        """Raise an ExportCancelledError where the export was called off."""
        if self._cancel is not None and self._cancel.is_set():
            raise self.called_off()

    def called_off(self) -> VariorumError:
        """The error that ends the export."""
        return ExportCancelledError("the export was called off; nothing was written")

    def tell(self, step: str, done: int, total: int) -> None:
        """Tell how far it is, unless it was called off."""
        self.check()
        if self._progress is not None:
            self._progress(Progress(step, done, total))

    def batches(self, step: str, records: Sequence[T]) -> Iterator[Sequence[T]]:
        """Records in batches, telling how far it is after each."""
        stride = max(1, min(STRIDE, len(records) // 100))
        for start in range(0, len(records), stride):
            self.check()
            yield records[start : start + stride]
            if self._progress is not None:
                self._progress(Progress(step, min(start + stride, len(records)), len(records)))
        self.check()

    def walk(self, step: str, records: Sequence[T]) -> Iterator[T]:
        """Records one by one, telling now and then how far it is."""
        for batch in self.batches(step, records):
            yield from batch

    def guarded(self, records: Sequence[T]) -> Iterator[T]:
        """Records one by one that are part of a step: it is told of the step alone, but this can be ended."""
        for start in range(0, len(records), STRIDE):
            self.check()
            yield from records[start : start + STRIDE]
