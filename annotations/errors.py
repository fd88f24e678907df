"""What can go wrong in a way that a person can understand and mend.

Each error's text is one clear line, without a traceback's help. Names and texts in it are as they are:
whoever prints it makes them safe to show.
"""

from __future__ import annotations

from collections.abc import Sequence


class VariorumError(Exception):
    """Something could not be done; the message says what and why, and nothing was changed."""


class SourceError(VariorumError):
    """A source file could not become an article."""


class ReadingCancelledError(SourceError):
    """The reading of a source was called off."""


class ProjectError(VariorumError):
    """A project could not be opened, or an edit does not fit it."""


class CodebookError(ProjectError):
    """A project's own codebook cannot be used; the message names the line that is wrong."""


class ConflictError(ProjectError):
    """A record was changed by somebody else since it was read; nothing was overwritten.

    Attributes:
        table, id: the record.
        theirs: the record as it is now; null where it was deleted.
        mine: the record as it was to become.
    """

    def __init__(self, message: str, *, table: str, id: str, theirs: object, mine: object) -> None:
        super().__init__(message)
        self.table, self.id, self.theirs, self.mine = table, id, theirs, mine


class DamagedError(ProjectError):
    """A project's file is not what it should be. It is left as it is."""


class NewerError(ProjectError):
    """A project was written by a newer version of the app."""


class BusyError(ProjectError):
    """Another process has the project open for writing."""


class ReadOnlyError(ProjectError):
    """The project was opened to be read."""


class ImportRefusedError(VariorumError):
    """An import file does not fit; the message names the place."""


class ImportCancelledError(VariorumError):
    """An import was called off; nothing was changed."""


class ExportError(VariorumError):
    """An export could not be written."""


class ExportCancelledError(ExportError):
    """The writing of an export was called off; nothing of it is left."""


class IncompleteError(ExportError):
    """An export was to be complete, and the reading is not.

    Attributes:
        reasons: what is not finished, a line each.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(f"not finished: {'; '.join(reasons)}")
        self.reasons = tuple(reasons)
