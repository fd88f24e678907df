"""What a project keeps for itself lies in its own folder, and is what it should be.

A project folder may come from a stranger. A named pipe under the name of its codebook would have the app
wait for ever, a device fill the memory, and a link under the name of its texts have them written anywhere.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.errors import ProjectError
from annotations.folders import EXPORTS, OWN


def refuse_surprises(folder: Path, files: Iterable[str]) -> None:
    """Look through what a project keeps in its folder before any of it is opened.

    Files must be regular files and folders folders. A link may stand for one that lies in the project folder.

    Args:
        folder: the project folder.
        files: the names of the files that it keeps there; they need not be there.

    Raises:
        ProjectError: something is not what it should be, or leads out of the folder; one line that names it.
    """
    real = os.path.realpath(folder)
    for name in files:
        _look(folder / name, real, is_folder=False)
    for name in (*OWN, EXPORTS):
        if _look(folder / name, real, is_folder=True) and name != EXPORTS:
            for path in _odd(folder / name):
                # What leads nowhere has nothing to be read; it is only not to be written through.
                if os.path.exists(path) or not _within(path, real):
                    _look(path, real, is_folder=False)


def _odd(folder: Path) -> Iterator[Path]:
    """What lies in a folder and is neither a plain file nor a folder; told without a look at each file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False) and not entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _look(path: Path, real: str, *, is_folder: bool) -> bool:
    """Whether it is there; raises what `refuse_surprises` does."""
    try:
        own = os.lstat(path)
    except OSError:  # not there, or in a folder that may not be looked into, which is told when it is opened
        return False
    if stat.S_ISLNK(own.st_mode) and not _within(path, real):
        target = os.path.realpath(path)
        raise ProjectError(
            f"{path}: leads out of the project folder, to {target}; Variorum writes only inside it"
        )
    try:
        found = os.stat(path)
    except OSError as problem:
        said = "a link that leads round in a circle" if problem.errno == errno.ELOOP else "a link to nothing"
        raise ProjectError(f"{path}: is {said}; Variorum keeps something of its own there") from None
    if not (stat.S_ISDIR if is_folder else stat.S_ISREG)(found.st_mode):
        what = "folder" if is_folder else "regular file"
        raise ProjectError(f"{path}: is not a {what}; Variorum keeps one of its own there")
    return True


def _within(path: Path, real: str) -> bool:
    """Whether a link leads to somewhere in the project folder, be there something or not."""
    return os.path.commonpath([real, os.path.realpath(path)]) == real
