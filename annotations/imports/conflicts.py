"""A record came in that the project has with other content: what differs, and what a person may choose."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

from annotations.errors import ImportRefusedError
from annotations.records import Article, Claim, Evidence, Origin, Review, Table

#: Keep what is there, take what came, or have both (what came gets an id of its own).
Choice: TypeAlias = Literal["mine", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")

#: The address of a record within a project.
Key: TypeAlias = tuple[Table, str]


class Difference(NamedTuple):
    """A field of which two records say different things; both values as plain data or text."""

    field: str
    mine: Any
    theirs: Any


class Conflict(NamedTuple):
    """One record that is in the project and in a file, and not the same.

    Attributes:
        table, id: the record.
        where: the file and the place in it.
        mine, theirs: the record in the project, and as it would be by the file.
        differences: the fields that differ, in the order of the file.
    """

    table: Table
    id: str
    where: str
    mine: Article | Origin | Claim | Evidence | Review
    theirs: Article | Origin | Claim | Evidence | Review
    differences: tuple[Difference, ...]

    @property
    def key(self) -> Key:
        """What a decision about it is filed under."""
        return (self.table, self.id)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be chosen: there cannot be two reviews of one claim in one article by one person."""
        return ("mine", "theirs") if self.table == "reviews" else CHOICES

    @property
    def in_words(self) -> str:
        """One line that names the place and the record."""
        name = self.table if self.table == "evidence" else self.table.removesuffix("s")
        field = self.differences[0].field
        return f"{self.where}.{field}: differs from the {name} {self.id} that is there already"


class ConflictsError(ImportRefusedError):
    """Nobody has said what to do about records that are there with other content; nothing was imported.

    Attributes:
        conflicts: all of them.
    """

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(conflicts[0].in_words)
        self.conflicts = conflicts
