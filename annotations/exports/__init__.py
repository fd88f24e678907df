"""A project is written out: one module per format, one registry."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ExportError
from annotations.exports.registry import FORMATS, Format
from annotations.folders import EXPORTS

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.exports.lost import Loss, Losses
    from annotations.exports.progress import Listener, Progress
    from annotations.exports.selection import Scope, Selection

__all__ = [
    "EXPORTS",
    "FORMATS",
    "Format",
    "Loss",
    "Losses",
    "Progress",
    "Scope",
    "Selection",
    "default_target",
    "export",
    "losses",
    "render",
    "rendered",
]

_FOUND_IN = {
    "Scope": "selection",
    "Selection": "selection",
    "Loss": "lost",
    "Losses": "lost",
    "Progress": "progress",
}


# Found on first use (PEP 562): who only names the formats need not load what writes them.
def __getattr__(name: str) -> object:
    if name in _FOUND_IN:
        from importlib import import_module

        return getattr(import_module(f"annotations.exports.{_FOUND_IN[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def render(
    project: Ledger,
    to: str,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    articles: Collection[str] = (),
    annotator: str | None = None,
) -> str:
    """A project in a format that is one file of text, as that text.

    Args:
        project: the project.
        to: the name of a format.
        statuses, tags, articles, annotator: what of the project (`Scope`).

    Raises:
        ExportError: there is no such format, it is a folder of files or no text, or a quote is not in its
            article.
        ProjectError: the text of an article is missing or damaged.
    """
    if not _format(to).text:
        raise ExportError(f"{to} is no text that could be shown")
    blocks = rendered(project, to, statuses=statuses, tags=tags, articles=articles, annotator=annotator)
    return b"".join(blocks).decode()


def rendered(
    project: Ledger,
    to: str,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    articles: Collection[str] = (),
    annotator: str | None = None,
    strict: bool = False,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[bytes]:
    """A project in a single-file format, in blocks of bytes.

    Args:
        project: the project.
        to: the name of a format.
        statuses, tags, articles, annotator: what of the project (`Scope`).
        strict, progress, cancel: as for `export`.

    Raises:
        ExportError: as for `export`; also if the format is a folder of files.
        ProjectError: the text of an article is missing or damaged.
    """
    from annotations.exports import writing
    from annotations.exports.progress import Watch
    from annotations.exports.selection import Selection

    format = _format(to)
    if format.folder:
        raise ExportError(f"{to} is a folder of files and cannot be written to one stream")
    selection = Selection(
        project,
        statuses=statuses,
        tags=tags,
        articles=articles,
        annotator=annotator,
        watch=Watch(progress, cancel),
    )
    if strict:
        writing.refuse_unfinished(selection)
    try:
        yield from writing.rendered(format, selection)
    except UnicodeEncodeError:
        raise ExportError(writing.HALF) from None


def export(
    project: Ledger,
    to: str,
    target: Path | None = None,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    articles: Collection[str] = (),
    annotator: str | None = None,
    strict: bool = False,
    force: bool = False,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Path:
    """Write a project to a file or a folder; where it was written.

    Both appear as a whole or not at all. With `force` an existing file is replaced; in an existing folder
    each file that the export writes is, once all are written, and every other stays.

    Args:
        project: the project.
        to: the name of a format.
        target: where to write, used as it is; `default_target` if not given.
        statuses, tags, articles, annotator: what of the project (`Scope`).
        strict: refuse a reading that is not finished.
        force: write although the target is there.
        progress: told how far it is, on this thread.
        cancel: ends it when it is set, which another thread may do; nothing is left behind.

    Raises:
        IncompleteError: `strict`, and cells are open or places of quotes unresolved.
        ExportCancelledError: `cancel` was set.
        ExportError: there is no such format or article, the target is there, belongs to the project, or
            cannot be written, or a quote is not in its article.
        ProjectError: the text of an article is missing or damaged.
    """
    from annotations.exports import writing
    from annotations.exports.progress import Watch
    from annotations.exports.selection import Selection

    format = _format(to)
    target = target if target is not None else default_target(project, to)
    writing.check_target(project, format, target, force)
    selection = Selection(
        project,
        statuses=statuses,
        tags=tags,
        articles=articles,
        annotator=annotator,
        watch=Watch(progress, cancel),
    )
    if strict:
        writing.refuse_unfinished(selection)
    made = target.parent.name == EXPORTS and not target.parent.exists()
    if made:
        try:
            target.parent.mkdir(exist_ok=True)
        except OSError as problem:
            raise ExportError(f"{target}: {(problem.strerror or str(problem)).lower()}") from problem
    try:
        writing.write(format, selection, target)
    except BaseException:
        if made:
            with contextlib.suppress(OSError):  # somebody else has put something there
                target.parent.rmdir()
        raise
    return target


def losses(
    project: Ledger,
    to: str,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    articles: Collection[str] = (),
    annotator: str | None = None,
) -> list[Loss]:
    """What a format will lose of this project or this part of it, in numbers; for many formats `Losses`.

    Raises:
        ExportError: there is no such format or article.
        ProjectError: the text of an article is missing or damaged.
    """
    from annotations.exports.lost import Losses
    from annotations.exports.selection import Selection

    format = _format(to)
    chosen = Selection(project, statuses=statuses, tags=tags, articles=articles, annotator=annotator)
    return Losses(chosen).of(format)


def default_target(project: Ledger, to: str) -> Path:
    """Where an export goes if nobody says: named after the project's folder, in the current folder.

    In the project folder itself it goes into a folder of its own, so that a desk sheet is not offered as a
    new article.
    """
    from annotations.exports.selection import name_of

    name = name_of(project) + _format(to).suffix
    inside = project.folder is not None and project.folder.resolve() == Path.cwd().resolve()
    return Path(EXPORTS, name) if inside else Path(name)


def _format(name: str) -> Format:
    format = FORMATS.get(name)
    if format is None or not format.writes:
        there = ", ".join(known.name for known in FORMATS.values() if known.writes)
        raise ExportError(f"there is no format {name} (there are {there})")
    return format
