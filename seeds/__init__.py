"""The sample project that ships with Variorum: three made-up outlets on one visit.

The articles were written for this project. The exchange file beside them holds every version of them,
and a reading of them that is not quite finished.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: The folder of the articles; the exchange file has the same name.
NAME = "kursk-visit"


def article_files() -> list[Traversable]:
    """The article files of the sample as they are shipped, by name."""
    inside = files(__name__).joinpath(NAME).iterdir()
    return sorted((file for file in inside if file.name.endswith(".txt")), key=lambda file: file.name)


def exchange_file() -> Traversable:
    """The sample's records in the native exchange format."""
    return files(__name__).joinpath(f"{NAME}.json")


def copy_to(folder: Path, *, annotator: str | None = None) -> None:
    """Make a copy of the sample project in a folder that is empty or not there yet.

    All of it or nothing: what was begun is taken away again when something fails.

    Args:
        folder: where the project goes; folders above it are made as well.
        annotator: the name for new records, as in `Project.open`; the sample's own keep theirs.

    Raises:
        ProjectError: there is something in the folder already, or it cannot be written to.
    """
    from annotations.errors import ProjectError

    try:
        if folder.is_symlink() or folder.exists():
            if not folder.is_dir():
                raise ProjectError(f"{folder}: is not a folder")
            if any(folder.iterdir()):
                raise ProjectError(f"{folder}: is not empty; the sample needs a folder of its own")
        with _all_or_nothing(folder) as beginnings:
            _build(beginnings, annotator)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ProjectError(f"{folder}: the sample cannot be put there ({reason.lower()})") from problem


def _build(folder: Path, annotator: str | None) -> None:
    from annotations import Project
    from annotations.errors import ProjectError
    from annotations.imports import import_files

    for file in article_files():
        folder.joinpath(file.name).write_bytes(file.read_bytes())
    with Project.open(folder, annotator=annotator, with_files=False) as project:
        with as_file(exchange_file()) as records:
            import_files(project, [records], undoable=False)  # there is nothing before it to go back to
        state = project.close()
    if state.word != "saved":
        raise ProjectError(f"{folder}: the sample cannot be saved there ({state.reason})")


@contextlib.contextmanager
def _all_or_nothing(folder: Path) -> Iterator[Path]:
    """A hidden folder inside `folder`, whose content moves up into it when all went well.

    Inside and not beside it, so that an empty folder in which a shell stands stays that very folder.
    """
    from annotations.store import FILE_NAME

    made = [path for path in (folder, *folder.parents) if not path.exists()]
    moved: list[Path] = []
    beginnings = folder / f".sample-{secrets.token_hex(6)}"
    try:
        beginnings.mkdir(parents=True)
        yield beginnings
        # The project's file last: until it is there, nothing takes the folder for a project.
        for path in sorted(beginnings.iterdir(), key=lambda path: (path.name == FILE_NAME, path.name)):
            moved.append(path.rename(folder / path.name))
        beginnings.rmdir()
    except BaseException:
        for path in (*moved, beginnings):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()
        raise
