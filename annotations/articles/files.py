"""Article files: which files of a folder are articles, and reading the bytes of one.

Article files are only ever read.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from annotations.articles.kinds import SUFFIXES
from annotations.errors import SourceError

#: No article is larger; a file that is gets refused instead of filling the memory (bytes).
MAX_BYTES = 50_000_000


def article_files(folder: Path) -> list[Path]:
    """The article files directly in a folder, by name. Hidden files are left out.

    Raises:
        SourceError: the folder cannot be listed.
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as problem:
        raise SourceError(f"{folder}: {reason(problem)}") from problem
    return [folder / name for name in names if looks_like_article(name) and (folder / name).is_file()]


def looks_like_article(name: str) -> bool:
    """Whether a file's name alone lets one take it for an article that somebody put there to be read."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as they are, folders as the article files in them; each file once, in the order given.

    Raises:
        SourceError: a path does not exist, or a folder holds no article file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        # os.path, not pathlib, which raises where a name is too long.
        if os.path.isdir(path):
            inside = article_files(path)
            if not inside:
                raise SourceError(f"{path}: no articles in this folder (looked for {', '.join(SUFFIXES)})")
            found.update(dict.fromkeys(inside))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise SourceError(f"{path}: no such file or folder")
    return list(found)


def file_bytes(path: Path) -> bytes:
    """What is in a regular file, which is not waited for and never too much.

    Raises:
        SourceError: it is not there, not readable, not a regular file, or too large; the message does not
            name it.
    """
    try:
        return _read(path)
    except OSError as problem:
        raise SourceError(reason(problem)) from problem
    except ValueError:  # a NUL in it
        raise SourceError("is no name that a file can have") from None


def _read(path: Path) -> bytes:
    # Looked at before it is opened, because opening some devices does something, and once more after it,
    # because by then the name may lead elsewhere.
    _must_be_regular(os.stat(path))
    # O_NONBLOCK: opening a named pipe must not wait for a writer that never comes. By an opener, because
    # `open` does not close a handle that it was given when it finds that it is a folder's.
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
        status = os.fstat(file.fileno())
        _must_be_regular(status)
        if status.st_size > MAX_BYTES:
            raise SourceError(f"is too large ({status.st_size:,} bytes; {MAX_BYTES:,} at most)")
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise SourceError(f"is too large (more than {MAX_BYTES:,} bytes)")
    return raw


def _must_be_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise SourceError("is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError("is not a regular file")


def reason(problem: OSError) -> str:
    """The system's own words, without the path that the caller names anyway."""
    known = {
        errno.ENOENT: "no such file or folder",
        errno.EACCES: "may not be read (permission denied)",
        errno.EISDIR: "is a folder",
        errno.ELOOP: "is a link that leads round in a circle",
    }
    return known.get(problem.errno or 0, (problem.strerror or str(problem)).lower())
