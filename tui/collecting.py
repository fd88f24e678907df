"""The collector of garbage is kept away from thousands of records while a worker makes them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for garbage while something large is made in here, nor among it later.

    Thousands of new records would be looked through again and again, for a third of the time, and while that
    goes on every other thread stands still, also that of a screen. Records refer to nothing that refers back
    to them, so that they go when nobody has them any more, whether looked through or not.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
        if collects:
            gc.freeze()
    finally:
        if collects:
            gc.enable()
