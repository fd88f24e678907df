"""Writing a file so that it is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def write_durably(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Replace the file at `path` by `data`, on disk when this returns (`write_pieces_durably`)."""
    write_pieces_durably(path, (data,), mode=mode)


def write_pieces_durably(path: Path, pieces: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Replace the file at `path` by these pieces one after another, on disk when this returns.

    The order is what the promise rests on: write a new file beside it, fsync, rename over the old one,
    fsync the folder. A link is followed, so that the file it leads to is replaced and not the link.

    Args:
        path: the file.
        pieces: its new content. What making them raises goes through.
        mode: who may do what with a file that is new, less what the umask takes away; an old one's is kept.

    Raises:
        OSError: it could not be written; the old file is as it was and nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    # A name of its own each time: two writers with one temporary name destroy each other's file.
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(beside, flags, mode)
    try:
        try:
            with contextlib.suppress(FileNotFoundError):
                os.chmod(beside, os.stat(target).st_mode & 0o777)
            for piece in pieces:
                write_all(handle, piece)
            sync(handle)
        finally:
            os.close(handle)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    sync_folder(target.parent)


def write_new(path: Path, pieces: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write a file that is not there yet, within a folder that nobody knows of yet.

    Its content is on disk when this returns, its name once the folder is synced (`sync_folder`).

    Raises:
        OSError: it is there, or could not be written; a part of it may be left behind.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, mode)
    try:
        for piece in pieces:
            write_all(handle, piece)
        sync(handle)
    finally:
        os.close(handle)


def write_once(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file that never changes: does nothing where it is there already, with this very content.

    `mode` is as for `write_durably`.

    Raises:
        OSError: it could not be written.
    """
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except FileNotFoundError:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(path.parent.parent)
    write_durably(path, data, mode=mode)


def set_aside(path: Path, why: str = "damaged") -> Path:
    """Keep a copy of a file beside it, on disk when this returns; the one there is, if it was kept already.

    Raises:
        OSError: no copy could be made.
    """
    data, number = path.read_bytes(), 1
    while (target := path.with_name(f"{path.name}.{why}-{number}")).exists():
        with contextlib.suppress(OSError):
            if target.read_bytes() == data:
                return target
        number += 1
    write_durably(target, data)
    return target


def remove_leftovers(path: Path) -> None:
    """Take away what writers of the file at `path` have left beside it when they were killed.

    Only for whoever alone may write to it: another writer's file may be half-way.
    """
    target = Path(os.path.realpath(path))
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder lasting. Does nothing where folders cannot be opened (Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync(handle: int) -> None:
    """Have a file on the disk itself, not in a cache, when this returns.

    Raises:
        OSError: it could not be written. What the system then holds of it is not to be trusted, nor is a
            second try on the same file: the pages may count as written by now.
    """
    if fcntl is not None and hasattr(fcntl, "F_FULLFSYNC"):  # macOS: fsync leaves it in the drive's cache
        with contextlib.suppress(OSError):  # not every file system knows it
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_data(handle: int) -> None:
    """The same for a file that only grows: its times need not be there, its length and content must.

    Raises:
        OSError: as for `sync`.
    """
    if hasattr(os, "fdatasync") and not hasattr(fcntl, "F_FULLFSYNC"):
        os.fdatasync(handle)
    else:
        sync(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write all of it, however little the system takes at a time.

    Raises:
        OSError: it could not be written, or only a part.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
