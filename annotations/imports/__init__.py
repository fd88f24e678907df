"""Files made elsewhere, or exported before, become records of a project: one module per format."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.errors import ImportRefusedError
from annotations.exports.registry import FORMATS, Format
from annotations.imports.conflicts import CHOICES, Choice, Conflict, ConflictsError, Difference, Key
from annotations.imports.document import Document
from annotations.imports.merge import Merge
from annotations.imports.recognition import recognised
from annotations.imports.watching import ImportWatch, Listener, Watch
from annotations.records import Anchor, Table

if TYPE_CHECKING:
    from annotations.editing.ahead import Ahead
    from annotations.project import Project

__all__ = [
    "CHOICES",
    "Choice",
    "Conflict",
    "ConflictsError",
    "Decided",
    "Difference",
    "Prepared",
    "Report",
    "import_files",
    "prepare",
]

#: No import file is larger; one that is gets refused instead of filling the memory (bytes).
MAX_BYTES = 500_000_000
#: No folder that is imported holds more files that matter.
MAX_FILES = 10_000
_BLOCK = 1 << 20
#: What is read of a folder.
_SUFFIXES = (".csv", ".json", ".txt", ".xmi")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to: records added and records that were there already, by table.

    `replaced` counts records that were there otherwise and are now as they came, `kept` those that stayed as
    they were. `found_again` counts quotes whose place was not simply taken, by what became of them.
    `notices` are what a person should be told, one line each.
    """

    added: dict[Table, int]
    known: dict[Table, int]
    replaced: dict[Table, int] = {}
    kept: int = 0
    found_again: dict[Anchor, int] = {}
    notices: tuple[str, ...] = ()


class Prepared:
    """Files that were read and held against a project, which is as it was.

    Attributes:
        formats: the name of the format of each file.
        conflicts: the records that the project has with other content; `take` has to be told what to do
            about each.
        added: how many records of each table the project does not have.
        known: how many of each it has already, just as they are given.
    """

    def __init__(
        self,
        project: Project,
        documents: Sequence[tuple[Path, Document]],
        formats: Sequence[str],
        watch: Watch | None = None,
    ) -> None:
        self._project = project
        self._documents = documents
        self._merge = Merge(project, documents, watch=watch)
        self.formats = tuple(formats)
        self.conflicts: tuple[Conflict, ...] = tuple(self._merge.conflicts)
        self.added: dict[Table, int] = {table: len(rows) for table, rows in self._merge.new.items()}
        self.known: dict[Table, int] = dict(self._merge.known)

    def take(self, decide: Mapping[Key, Choice] | None = None, *, otherwise: Choice | None = None) -> Report:
        """Import the files, as one change that can be undone.

        Args:
            decide: what to do about each conflict, by its `key`.
            otherwise: what to do about those that are not decided there.

        Raises:
            ConflictsError: something was left undecided; nothing was imported.
            ReadOnlyError: the project is open to be read only.
            OSError: a text could not be written; no record was imported.
        """
        return self.decide(decide, otherwise=otherwise).take()

    def decide(
        self,
        decide: Mapping[Key, Choice] | None = None,
        *,
        otherwise: Choice | None = None,
        progress: Listener | None = None,
        cancel: threading.Event | None = None,
    ) -> Decided:
        """What decisions come to, for who works that out on one thread and changes the project on another.

        Args:
            decide, otherwise: as for `take`.
            progress, cancel: as for `prepare`.

        Raises:
            ImportCancelledError: `cancel` was set.
            ConflictsError: something was left undecided.
        """
        merge = self._merge
        decided = dict(decide or {})
        if self.conflicts and (decided or otherwise is not None):
            if otherwise is not None:
                decided = {conflict.key: otherwise for conflict in self.conflicts} | decided
            watch = ImportWatch(progress, cancel)
            merge = Merge(self._project, self._documents, decided, otherwise, watch)
        if merge.conflicts:
            raise ConflictsError(tuple(merge.conflicts))
        return Decided(self._project, self._documents, merge)


class Decided:
    """Files with nothing left to decide about them; the project is as it was until `take`."""

    def __init__(self, project: Project, documents: Sequence[tuple[Path, Document]], merge: Merge) -> None:
        self._project, self._documents, self._merge = project, documents, merge
        self._label = f"import of {', '.join(path.name for path, _ in documents)}"
        self._records = [record for table in merge.new.values() for record in table.values()]
        self._replacing = [record for table in merge.replaced.values() for record in table.values()]
        self._ahead: Ahead | None = None

    def get_ready(
        self, *, progress: Listener | None = None, cancel: threading.Event | None = None
    ) -> Decided:
        """Do what takes long of `take`: work out the change, and write the texts. No record is changed, so
        that it may be done on another thread as long as nobody changes the project.

        Args:
            progress, cancel: as for `prepare`. A text that is written by then stays where it is, and nothing
                speaks of it.

        Returns:
            Itself.

        Raises:
            ImportCancelledError: `cancel` was set.
            ReadOnlyError: the project is open to be read only.
            ProjectError: a text could not be written.
        """
        watch = ImportWatch(progress, cancel)
        self._ahead = self._project.records_ahead(
            self._label,
            self._records,
            self._merge.texts.values(),
            self._replacing,
            told=lambda done, total: watch.tell("parts of the change", done, total),
            told_of_texts=lambda done, total: watch.tell("texts", done, total),
        )
        return self

    def take(self, *, undoable: bool = True) -> Report:
        """Import the files, as one change that can be undone, or not if it is not to be `undoable`.

        After `get_ready` it takes no longer than a small change.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: a text could not be written; no record was imported.
        """
        merge, ahead = self._merge, self._ahead if undoable else None
        self._project.add_records(
            self._label, self._records, merge.texts.values(), self._replacing, undoable=undoable, ahead=ahead
        )
        return Report(
            added={table: len(rows) for table, rows in merge.new.items()},
            known=merge.known,
            replaced={table: len(rows) for table, rows in merge.replaced.items() if rows},
            kept=merge.kept,
            found_again=dict(merge.found_again),
            notices=tuple(self._notices(merge)),
        )

    def _notices(self, merge: Merge) -> list[str]:
        notices = [
            f"the label {wanted} is taken, so the article {article.title} is {article.label}"
            for article, wanted in merge.relabelled
        ]
        for path, document in self._documents:
            notices += [f"{path}: {notice}" for notice in document.notices]
            if document.codebook is not None and document.codebook != self._project.codebook:
                notices.append(
                    f"{path}: has another codebook ({document.codebook.name}, version "
                    f"{document.codebook.version}); the project keeps its own"
                )
        if merge.found_again:
            found = ", ".join(f"{number} {anchor}" for anchor, number in sorted(merge.found_again.items()))
            notices.append(f"quotes sought in the texts that are here: {found}")
        return notices


def prepare(
    project: Project,
    paths: Sequence[Path],
    from_format: str | None = None,
    *,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Prepared:
    """Read files and hold them against a project, without changing anything.

    Args:
        project: the project.
        paths: the files or folders; records may refer to records of any of them and of the project.
        from_format: the name of their format; found from the content if not given.
        progress: told how far it is, on this thread.
        cancel: ends it when it is set, which another thread may do.

    Raises:
        ImportCancelledError: `cancel` was set.
        ImportRefusedError: one line with the file and the place that does not fit.
        ProjectError: the text of an article of the project is missing or damaged.
    """
    watch = ImportWatch(progress, cancel)
    read = [(path, *_read(path, from_format, watch)) for path in paths]
    documents = [(path, document) for path, _, document in read]
    return Prepared(project, documents, [format.name for _, format, _ in read], watch)


def import_files(
    project: Project,
    paths: Sequence[Path],
    from_format: str | None = None,
    *,
    decide: Mapping[Key, Choice] | None = None,
    otherwise: Choice | None = None,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
    undoable: bool = True,
) -> Report:
    """Import files into a project, all of them or nothing, as one change that can be undone.

    Records that the project has already, with the same content as far as the file gives it, are skipped.
    Article files are never written: the texts go to the project's own folder.

    Args:
        project: the project.
        paths: the files or folders; records may refer to records of any of them and of the project.
        from_format: the name of their format; found from the content if not given.
        decide, otherwise: what to do about records that the project has with other content, as for
            `Prepared.take`.
        progress, cancel: as for `prepare`; the change itself, at the end, is not called off.
        undoable: whether undo takes it back; not where it is what a project begins with.

    Raises:
        ImportCancelledError: `cancel` was set; nothing was imported.
        ConflictsError: the project has a record with other content, and nobody said what to do about it.
        ImportRefusedError: one line with the file and the place that does not fit; nothing was imported.
        ReadOnlyError: the project is open to be read only.
        ProjectError: the text of an article of the project is missing or damaged.
        OSError: a text could not be written; no record was imported.
    """
    prepared = prepare(project, paths, from_format, progress=progress, cancel=cancel)
    decided = prepared.decide(decide, otherwise=otherwise, progress=progress, cancel=cancel)
    return decided.take(undoable=undoable)


def _read(path: Path, from_format: str | None, watch: Watch) -> tuple[Format, Document]:
    try:
        os.lstat(path)
    except ValueError:  # a NUL in it
        raise ImportRefusedError(f"{path}: is no name that a file can have") from None
    except OSError as problem:
        raise ImportRefusedError(f"{path}: {(problem.strerror or str(problem)).lower()}") from problem
    try:
        if path.is_dir():
            files = _folder(path, watch)
            format = _format(recognised(files), from_format, folder=True)
            return format, format.read_files(files, watch)
        raw = _bytes(path, watch)
        format = _format(recognised({path.name: raw}), from_format)
        return format, format.read(raw, watch)
    except OSError as problem:
        raise ImportRefusedError(f"{path}: {(problem.strerror or str(problem)).lower()}") from problem
    except ImportRefusedError as problem:
        raise ImportRefusedError(f"{path}: {problem}") from None
    except RecursionError:
        raise ImportRefusedError(f"{path}: is not valid (nested too deeply)") from None


def _folder(path: Path, watch: Watch) -> dict[str, bytes]:
    """The files of a folder and of the folders in it that may belong to an export, by name."""
    found: dict[str, bytes] = {}
    total = 0
    for folder in (path, *sorted(path.iterdir())):
        if folder != path and (folder.is_symlink() or not folder.is_dir()):
            continue
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() in _SUFFIXES and file.is_file() and not file.is_symlink():
                raw = _bytes(file, watch)
                total += len(raw)
                found[file.relative_to(path).as_posix()] = raw
                if total > MAX_BYTES or len(found) > MAX_FILES:
                    raise OSError(f"is too large (more than {MAX_BYTES:,} bytes or {MAX_FILES:,} files)")
    return found


def _bytes(path: Path, watch: Watch) -> bytes:
    # O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
    flags = getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise OSError("is not a regular file")
        raw = bytearray()
        while block := file.read(_BLOCK):
            raw += block
            if len(raw) > MAX_BYTES:
                raise OSError(f"is too large (more than {MAX_BYTES:,} bytes)")
            watch.tell("bytes", len(raw), max(len(raw), about.st_size))
    return bytes(raw)


def _format(found: str | None, name: str | None, *, folder: bool = False) -> Format:
    readable = {format.name: format for format in FORMATS.values() if format.reads}
    if name is None:
        name = found
        if name is None:
            raise ImportRefusedError(f"is in no format that can be imported ({', '.join(readable)})")
    if name not in readable:
        raise ImportRefusedError(f"the format {name} cannot be imported ({', '.join(readable)} can)")
    if folder and not readable[name].folder:
        raise ImportRefusedError(f"is a folder, and {name} is one file")
    return readable[name]
