"""Article files: which files of a folder are articles, and what reading one gives.

Article files are only ever read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from annotations.articles.decode import decode
from annotations.articles.front_matter import split_front_matter
from annotations.errors import SourceError

SUFFIXES = (".txt", ".md")
#: No article is larger; a file that is gets refused instead of filling the memory (bytes).
MAX_BYTES = 50_000_000
#: A title is the first line, cut to this many code points.
TITLE_LENGTH = 200


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a source gave: the text as it will be stored, and what is known about it.

    `guessed` says that the encoding was a guess that a person should look at.
    """

    path: Path
    text: str
    encoding: str
    guessed: bool
    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    label: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of the text in UTF-8."""
        return text_hash(self.text)


def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def title_of(text: str) -> str:
    """The first line of a text that is not blank, without the marks of a Markdown heading."""
    first = re.search(r"\S[^\n\r]*", text)
    line = first.group().strip() if first else ""
    return re.sub(r"^#{1,6}\s+", "", line)[:TITLE_LENGTH]


def article_files(folder: Path) -> list[Path]:
    """The article files directly in a folder, by name. Hidden files are left out.

    Raises:
        SourceError: the folder cannot be listed.
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as problem:
        raise SourceError(f"{folder}: {_reason(problem)}") from problem
    return [
        folder / name
        for name in names
        if name.lower().endswith(SUFFIXES) and not name.startswith(".") and (folder / name).is_file()
    ]


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as they are, folders as the article files in them; each file once, in the order given.

    Raises:
        SourceError: a path does not exist, or a folder holds no article file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        # os.path, not pathlib, which raises where a name is too long.
        if os.path.isdir(path):
            inside = article_files(path)
            if not inside:
                raise SourceError(f"{path}: no articles in this folder (looked for {', '.join(SUFFIXES)})")
            found.update(dict.fromkeys(inside))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise SourceError(f"{path}: no such file or folder")
    return list(found)


def read_source(path: Path) -> Source:
    """Read an article file.

    Raises:
        SourceError: one line with the path and the reason: not there, not readable, not a regular file,
            of a kind that is not read, too large, empty, or no text.
    """
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError(f"{path}: the name of this file is not valid UTF-8; rename it first") from None
    if path.suffix.lower() not in SUFFIXES:
        raise SourceError(f"{path}: not a kind of file that can be an article ({', '.join(SUFFIXES)})")
    try:
        decoded = decode(_read(path))
    except SourceError as problem:
        raise SourceError(f"{path}: {problem}") from None
    except OSError as problem:
        raise SourceError(f"{path}: {_reason(problem)}") from problem
    except ValueError:  # a NUL in it
        raise SourceError(f"{path}: is no name that a file can have") from None
    fields, text = split_front_matter(decoded.text)
    if not text.strip():
        raise SourceError(f"{path}: is empty")
    return Source(
        path=path,
        text=text,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        title=fields.get("title") or title_of(text),
        publisher=fields.get("publisher") or None,
        author=fields.get("author") or None,
        published=fields.get("published") or None,
        url=fields.get("url") or None,
        label=fields.get("label") or None,
    )


def _read(path: Path) -> bytes:
    # O_NONBLOCK: opening a named pipe must not wait for a writer that never comes. By an opener, because
    # `open` does not close a handle that it was given when it finds that it is a folder's.
    flags = getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("is not a regular file")
        if status.st_size > MAX_BYTES:
            raise SourceError(f"is too large ({status.st_size:,} bytes; {MAX_BYTES:,} at most)")
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise SourceError(f"is too large (more than {MAX_BYTES:,} bytes)")
    return raw


def _reason(problem: OSError) -> str:
    """The system's own words, without the path that the caller names anyway."""
    known = {
        errno.ENOENT: "no such file or folder",
        errno.EACCES: "may not be read (permission denied)",
        errno.EISDIR: "is a folder",
        errno.ELOOP: "is a link that leads round in a circle",
    }
    return known.get(problem.errno or 0, (problem.strerror or str(problem)).lower())
