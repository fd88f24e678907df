"""A project is written out: one module per format, one registry."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.durable import sync_folder, write_durably
from annotations.errors import ExportError
from annotations.exports.registry import FORMATS, Format

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.exports.selection import Selection

__all__ = ["EXPORTS", "FORMATS", "Format", "Selection", "default_target", "export", "render"]

#: The folder for exports inside a project folder.
EXPORTS = "exports"
#: What a project folder keeps for itself: an export never goes there.
_OWN_FILES = ("variorum.json", "variorum.json.journal", "variorum.json.lock", "codebook.toml")
_OWN_FOLDERS = ("texts", "history", "backups")


# Found on first use (PEP 562): who only names the formats need not load what writes them.
def __getattr__(name: str) -> object:
    if name == "Selection":
        from annotations.exports.selection import Selection

        return Selection
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def render(project: Ledger, to: str, *, statuses: Collection[str] = (), tags: Collection[str] = ()) -> str:
    """A project in a single-file format, as the text of that file.

    Args:
        project: the project.
        to: the name of a format.
        statuses: only claims with one of these statuses.
        tags: only claims with one of these tags.

    Raises:
        ExportError: there is no such format, it is a folder of files, or a quote is not in its article.
        ProjectError: the text of an article is missing or damaged.
    """
    from annotations.exports.selection import Selection

    format = _format(to)
    if format.render is None:
        raise ExportError(f"{to} is a folder of files and cannot be written to one stream")
    return format.render(Selection(project, statuses=statuses, tags=tags))


def export(
    project: Ledger,
    to: str,
    target: Path | None = None,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    force: bool = False,
) -> Path:
    """Write a project to a file or a folder; where it was written.

    A file, and a folder that is new, appear as a whole or not at all. With `force` an existing file is
    replaced; in an existing folder each file that the export writes is, and every other stays.

    Args:
        project: the project.
        to: the name of a format.
        target: where to write, used as it is; `default_target` if not given.
        statuses: only claims with one of these statuses.
        tags: only claims with one of these tags.
        force: write although the target is there.

    Raises:
        ExportError: there is no such format, the target is there, belongs to the project, or cannot be
            written, or a quote is not in its article.
        ProjectError: the text of an article is missing or damaged.
    """
    from annotations.exports.selection import Selection

    format = _format(to)
    target = target if target is not None else default_target(project, to)
    _check(project, format, target, force)
    selection = Selection(project, statuses=statuses, tags=tags)
    try:
        if target.parent.name == EXPORTS:
            target.parent.mkdir(exist_ok=True)
        if format.render is not None:
            write_durably(target, format.render(selection).encode())
        elif format.files is not None:
            _write_folder(target, format.files(selection))
    except OSError as problem:
        raise ExportError(f"{target}: {(problem.strerror or str(problem)).lower()}") from problem
    except UnicodeEncodeError:
        raise ExportError(f"{target}: a record holds half a character, which no file can hold") from None
    return target


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
    try:
        return FORMATS[name]
    except KeyError:
        raise ExportError(f"there is no format {name} (there are {', '.join(FORMATS)})") from None


def _check(project: Ledger, format: Format, target: Path, force: bool) -> None:
    if os.path.lexists(target) and not force:
        raise ExportError(f"{target}: is there already; --force replaces it")
    if target.is_dir() and not format.folder:
        raise ExportError(f"{target}: is a folder, and {format.name} is one file")
    if target.exists() and not target.is_dir() and format.folder:
        raise ExportError(f"{target}: is a file, and {format.name} is a folder of files")
    if project.folder is None:
        return
    real, folder = target.resolve(), project.folder.resolve()
    own = {folder / name for name in (*_OWN_FILES, *_OWN_FOLDERS)}
    sources = {(folder / article.source).resolve() for article in project.articles if article.source}
    if real in own or not own.isdisjoint(real.parents):
        raise ExportError(f"{target}: belongs to the project itself")
    if real in sources:
        raise ExportError(f"{target}: is an article of the project, and articles are never written")


def _write_folder(target: Path, files: Mapping[str, str]) -> None:
    if target.is_dir():
        for name, text in files.items():
            write_durably(target / name, text.encode())
        return
    beside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    os.mkdir(beside)
    try:
        for name, text in files.items():
            write_durably(beside / name, text.encode())
        os.rename(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(beside)
        raise
    sync_folder(target.parent)
