"""Archives are put together beside the memory, and the same content always makes the same bytes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, cast

#: The earliest time that an archive knows: two archives of the same records are the same.
NO_TIME = (1980, 1, 1, 0, 0, 0)
#: Up to so many bytes are kept in memory; more go to a file that has no name.
_IN_MEMORY = 16 << 20
_BLOCK = 1 << 20


def entry(name: str) -> zipfile.ZipInfo:
    """A file of an archive, compressed and without a time."""
    info = zipfile.ZipInfo(name, NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def blocks(fill: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """What `fill` writes to a file in which it may go back and forth, a block at a time."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        fill(cast("IO[bytes]", spool))
        spool.seek(0)
        while block := spool.read(_BLOCK):
            yield block
