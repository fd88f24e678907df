"""Files made elsewhere, or exported before, become records of a project: one module per format."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.errors import ImportRefusedError
from annotations.exports.registry import FORMATS, Format
from annotations.imports.document import Document
from annotations.imports.merge import Merge
from annotations.records import Table

if TYPE_CHECKING:
    from annotations.project import Project

__all__ = ["Report", "import_files"]

#: No import file is larger; one that is gets refused instead of filling the memory (bytes).
MAX_BYTES = 500_000_000


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to: records added and records that were there already, by table.

    `notices` are what a person should be told, one line each.
    """

    added: dict[Table, int]
    known: dict[Table, int]
    notices: tuple[str, ...] = ()


def import_files(project: Project, paths: Sequence[Path], from_format: str | None = None) -> Report:
    """Import files into a project, all of them or nothing, as one change that can be undone.

    Records that the project has already, with the same content as far as the file gives it, are skipped.
    Article files are never written: the texts go to the project's own folder.

    Args:
        project: the project.
        paths: the files; records may refer to records of any of them and of the project.
        from_format: the name of their format; found from the content if not given.

    Raises:
        ImportRefusedError: one line with the file and the place that does not fit; nothing was imported.
        ReadOnlyError: the project is open to be read only.
        ProjectError: the text of an article of the project is missing or damaged.
        OSError: a text could not be written; no record was imported.
    """
    documents = [(path, _read(path, from_format)) for path in paths]
    merge = Merge(project, documents)
    notices = [
        f"the label {wanted} is taken, so the article {article.title} is {article.label}"
        for article, wanted in merge.relabelled
    ]
    for path, document in documents:
        if document.codebook is not None and document.codebook != project.codebook:
            notices.append(
                f"{path}: has another codebook ({document.codebook.name}, version "
                f"{document.codebook.version}); the project keeps its own"
            )
    records = [record for table in merge.new.values() for record in table.values()]
    names = ", ".join(path.name for path in paths)
    project.add_records(f"import of {names}", records, merge.texts.values())
    return Report(
        added={table: len(rows) for table, rows in merge.new.items()},
        known=merge.known,
        notices=tuple(notices),
    )


def _read(path: Path, from_format: str | None) -> Document:
    try:
        raw = _bytes(path)
    except ValueError:  # a NUL in it
        raise ImportRefusedError(f"{path}: is no name that a file can have") from None
    except OSError as problem:
        raise ImportRefusedError(f"{path}: {(problem.strerror or str(problem)).lower()}") from problem
    try:
        read = _format(raw, from_format).read
        assert read is not None
        return read(raw)
    except ImportRefusedError as problem:
        raise ImportRefusedError(f"{path}: {problem}") from None


def _bytes(path: Path) -> bytes:
    # O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
    flags = getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("is not a regular file")
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise OSError(f"is too large (more than {MAX_BYTES:,} bytes)")
    return raw


def _format(raw: bytes, name: str | None) -> Format:
    readable = {format.name: format for format in FORMATS.values() if format.read is not None}
    if name is None:
        for format in readable.values():
            if format.recognises(raw):
                return format
        raise ImportRefusedError(f"is in no format that can be imported ({', '.join(readable)})")
    if name not in readable:
        raise ImportRefusedError(f"the format {name} cannot be imported ({', '.join(readable)} can)")
    return readable[name]
