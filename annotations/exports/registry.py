"""The formats that a project can be written to and read from, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotations.exports import native

if TYPE_CHECKING:
    from annotations.exports.selection import Selection
    from annotations.imports.document import Document


class Format(NamedTuple):
    """One format. Exactly one of `render` (a single file) and `files` (a folder of files) is set, or none.

    Attributes:
        name: what ``--to`` and ``--from`` call it.
        suffix: what the name of the file or folder ends with.
        keeps, loses: one sentence each.
        render: writes a selection as the text of one file.
        files: writes a selection as several files; their texts by name.
        read: takes the bytes of a file apart, without looking at any project.
        recognises: whether bytes look like this format.
    """

    name: str
    suffix: str
    keeps: str
    loses: str
    render: Callable[[Selection], str] | None = None
    files: Callable[[Selection], Mapping[str, str]] | None = None
    read: Callable[[bytes], Document] | None = None
    recognises: Callable[[bytes], bool] = lambda raw: False  # noqa: ARG005

    @property
    def folder(self) -> bool:
        """Whether an export is a folder of files."""
        return self.files is not None


# What writes and reads is imported when it is to write or read: the app at its start only names the formats.


def _read_native(raw: bytes) -> Document:
    from annotations.imports.native import read

    return read(raw)


def _csv_files(selection: Selection) -> Mapping[str, str]:
    from annotations.exports.csv_files import files

    return files(selection)


def _render_markdown(selection: Selection) -> str:
    from annotations.exports.markdown import render

    return render(selection)


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format(
            name=native.NAME,
            suffix=".json",
            keeps="Everything: the articles with their texts, origins, claims, evidence, reviews, codebook.",
            loses="The history, and the pairs of origins about which somebody said “don’t know”.",
            render=native.render,
            read=_read_native,
            recognises=lambda raw: raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"),
        ),
        Format(
            name="csv",
            suffix=".csv",
            keeps="Tables: claims with a column per article, evidence with quotes and chains, articles.",
            loses="The texts, who reviewed what and when, and kinds and aliases of origins.",
            files=_csv_files,
        ),
        Format(
            name="markdown",
            suffix=".md",
            keeps="A desk sheet to read: agreement, open questions, quotes with lines, who says so.",
            loses="The texts, offsets and ids; it cannot be read back.",
            render=_render_markdown,
        ),
    )
}
