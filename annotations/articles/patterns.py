"""What people write to name sources: paths, folders, patterns, addresses, and a hyphen."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotations.articles.addresses import is_address
from annotations.articles.files import expand, looks_like_article
from annotations.errors import SourceError

#: Stands for standard input.
STDIN = "-"
#: In a pattern: folders in any depth.
DEEP = "**"
#: More files than this are not meant by one pattern.
MAX_FOUND = 10_000


def sources_named(name: str) -> list[Path | str]:
    """The sources that one word names: files as paths, an address or ``-`` as it is.

    A folder stands for the article files directly in it; a pattern (``*``, ``?``, ``[…]``; ``**`` for
    folders in any depth) for the article files that it fits, hidden ones left out. What is there under the
    very name is never taken for a pattern or an address.

    Raises:
        SourceError: there is nothing of that name, or no article file in the folder or of the pattern.
    """
    if name == STDIN:
        return [name]
    if os.path.lexists(name):
        return [*expand([Path(name)])]
    if is_address(name):
        return [name]
    if not glob.has_magic(name):
        raise SourceError(f"{name}: no such file or folder")
    try:
        found = sorted(_matching(name))
    except (OSError, ValueError):
        raise SourceError(f"{name}: is no pattern that makes sense") from None
    if not found:
        raise SourceError(f"{name}: no article fits this pattern")
    return [*found]


def _matching(pattern: str) -> Iterator[Path]:
    parts = Path(pattern).parts
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    start, wanted = Path(*parts[:fixed]), parts[fixed:]
    found = 0
    # Not `glob`: that follows links to folders, of which two can lead it round for ever.
    for folder, folders, files in os.walk(start):
        inside = Path(folder).relative_to(start).parts
        if DEEP in wanted or len(inside) + 1 < len(wanted):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
        else:
            folders.clear()
        for file in files:
            if looks_like_article(file) and _fits((*inside, file), wanted):
                found += 1
                if found > MAX_FOUND:
                    raise SourceError(f"{pattern}: fits more than {MAX_FOUND:,} files")
                yield start.joinpath(*inside, file)


def _fits(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the names on the way to a file fit the parts of a pattern, one after another."""
    if not parts:
        return not names
    if tuple(parts) == (DEEP,):
        return bool(names)
    if parts[0] == DEEP:
        return any(_fits(names[skipped:], parts[1:]) for skipped in range(len(names)))
    return bool(names) and fnmatch.fnmatchcase(names[0], parts[0]) and _fits(names[1:], parts[1:])
