"""An export is written: whole or not at all, a piece at a time, and never over what is somebody else's."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.durable import sync_folder, write_new, write_pieces_durably
from annotations.errors import ExportError
from annotations.exports.completeness import reasons
from annotations.exports.registry import Format, Piece
from annotations.folders import OWN

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.exports.selection import Selection

#: The files that a project keeps for itself: an export is never written over them.
_OWN_FILES = ("variorum.json", "variorum.json.journal", "variorum.json.lock", "codebook.toml")
#: Pieces are put together to so many bytes before they are written.
_BLOCK = 1 << 20


def write(format: Format, selection: Selection, target: Path) -> None:
    """Write a selection to `target`, which is as it was where this raises.

    Raises:
        ExportError: it cannot be written.
        ProjectError: the text of an article is missing or damaged.
    """
    try:
        if format.folder:
            _write_folder(target, format, selection)
        else:
            write_pieces_durably(target, rendered(format, selection))
    except OSError as problem:
        raise ExportError(f"{target}: {(problem.strerror or str(problem)).lower()}") from problem
    except UnicodeEncodeError:
        raise ExportError(f"{target}: {HALF}") from None


#: What is told of a lone surrogate.
HALF = "a record holds half a character, which no file can hold"


def rendered(format: Format, selection: Selection) -> Iterator[bytes]:
    """The one file of an export in blocks of bytes.

    Raises:
        ExportError: a quote is not what stands at its place.
        ProjectError: the text of an article is missing or damaged.
        UnicodeEncodeError: a record holds a lone surrogate.
    """
    selection.check()
    return _blocks(format.pieces(selection), selection)


def refuse_unfinished(selection: Selection) -> None:
    """Raise an IncompleteError where anything of a selection is not finished."""
    from annotations.errors import IncompleteError

    found = list(reasons(selection))
    if found:
        raise IncompleteError(found)


def check_target(project: Ledger, format: Format, target: Path, force: bool) -> None:
    """Look whether an export may go there.

    Raises:
        ExportError: it may not.
    """
    if os.path.lexists(target) and not force:
        raise ExportError(f"{target}: is there already; --force replaces it")
    if target.is_dir() and not format.folder:
        raise ExportError(f"{target}: is a folder, and {format.name} is one file")
    if target.exists() and not target.is_dir() and format.folder:
        raise ExportError(f"{target}: is a file, and {format.name} is a folder of files")
    if project.folder is None:
        return
    real, folder = target.resolve(), project.folder.resolve()
    own = {folder / name for name in (*_OWN_FILES, *OWN)}
    sources = {(folder / article.source).resolve() for article in project.articles if article.source}
    if real in own or not own.isdisjoint(real.parents) or (format.folder and real == folder):
        raise ExportError(f"{target}: belongs to the project itself")
    if real in sources:
        raise ExportError(f"{target}: is an article of the project, and articles are never written")


def _blocks(pieces: Iterable[Piece], selection: Selection) -> Iterator[bytes]:
    block = bytearray()
    for piece in pieces:
        block += piece.encode() if isinstance(piece, str) else piece
        if len(block) >= _BLOCK:
            selection.watch.check()
            yield bytes(block)
            block.clear()
    selection.watch.check()
    yield bytes(block)


def _write_folder(target: Path, format: Format, selection: Selection) -> None:
    """Write all files beside the target first; where it is there, each then replaces the one of its name."""
    selection.check()
    whole = Path(os.path.realpath(target))
    beside = whole.with_name(f".{whole.name}.{secrets.token_hex(6)}.tmp")
    os.mkdir(beside)
    try:
        names = []
        for name, pieces in format.files(selection):
            (beside / name).parent.mkdir(exist_ok=True)
            write_new(beside / name, _blocks(pieces, selection))
            names.append(name)
        if not whole.is_dir():
            for folder in {(beside / name).parent for name in names}:
                sync_folder(folder)
            os.rename(beside, whole)
        else:
            for name in names:
                (whole / name).parent.mkdir(exist_ok=True)
                os.replace(beside / name, whole / name)
            for folder in {(whole / name).parent for name in names}:
                sync_folder(folder)
            shutil.rmtree(beside)
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(beside)
        raise
    sync_folder(whole.parent)
