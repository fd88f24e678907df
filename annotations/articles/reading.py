"""Reading a source, wherever it is: a file, an address, standard input, pasted text.

Nothing here touches a project, so a source can be read on a thread of its own; `Project.add_source` then
takes what was read. Whatever needs a parser for other people's formats is done in a child process.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from annotations.articles.addresses import checked_address, is_address
from annotations.articles.child import ChildStoppedError, Listener, ask
from annotations.articles.decode import Decoded, decode
from annotations.articles.files import MAX_BYTES, file_bytes
from annotations.articles.front_matter import split_front_matter
from annotations.articles.kinds import (
    SUFFIX_OF,
    SUFFIXES,
    Kind,
    kind_of_answer,
    kind_of_bytes,
    kind_of_name,
)
from annotations.articles.messages import (
    Answer,
    Extract,
    Extracted,
    Fetch,
    Fetched,
    Guessed,
    GuessEncoding,
    Refused,
)
from annotations.articles.source import Original, Source, title_of
from annotations.errors import ReadingCancelledError, SourceError

#: What is fetched from an address is no larger, in bytes.
MAX_FETCHED = 30_000_000
#: How many bytes an encoding is guessed from, around the first that are not ASCII.
_GUESSED_FROM = 64_000
#: No text is longer, and no line of one, in code points: so long it is shown at once, and in 300 MB.
MAX_TEXT, MAX_LINE = 25_000_000, 5_000_000
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def read_source(
    source: Path | str,
    *,
    encoding: str | None = None,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Source:
    """Read an article file, or what is at an http or https address.

    Args:
        source: a path, or an address.
        encoding: the encoding that a person says it is in; found out if not given.
        progress: told how far reading is, on this thread; plain files are read without a word.
        cancel: ends the reading when it is set, which another thread may do.

    Raises:
        ReadingCancelledError: `cancel` was set.
        SourceError: one line with the name and the reason: not there, not readable, not a regular file,
            of a kind that is not read, too large, empty, no text; or whatever an address answered.
    """
    reading = _Reading(encoding, progress, cancel)
    try:
        if isinstance(source, str) and is_address(source):
            return reading.address(source)
        return reading.file(Path(source))
    except ReadingCancelledError:
        raise
    except SourceError as problem:
        raise SourceError(f"{source}: {problem}") from None


def read_bytes(
    raw: bytes,
    *,
    name: str = "standard input",
    kind: Kind | None = None,
    encoding: str | None = None,
    progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Source:
    """Read what came without a file: from standard input, or kept from an earlier reading.

    Args:
        raw: the bytes.
        name: what to call them in a message.
        kind: what they are; found out from the first of them if not given.
        encoding, progress, cancel: as for `read_source`.

    Raises:
        ReadingCancelledError, SourceError: as for `read_source`.
    """
    reading = _Reading(encoding, progress, cancel)
    try:
        if len(raw) > MAX_BYTES:
            raise SourceError(f"is too large (more than {MAX_BYTES:,} bytes)")
        read = reading.given(raw, kind or kind_of_bytes(raw) or "text", keep=True)
    except ReadingCancelledError:
        raise
    except SourceError as problem:
        raise SourceError(f"{name}: {problem}") from None
    return replace(read, called=name)


def read_original(original: Original, *, name: str = "original", encoding: str | None = None) -> Source:
    """Read a page or document that was kept once more, in the encoding that a person says it is in.

    Args:
        original: what was kept.
        name: what to call it in a message.
        encoding: as for `read_source`.

    Raises:
        SourceError: as for `read_source`.
    """
    return read_bytes(
        original.raw, name=name, kind=kind_of_name(f"original{original.suffix}"), encoding=encoding
    )


def read_text(text: str) -> Source:
    """What was pasted, as a source.

    Raises:
        SourceError: it has no words, or holds half of a surrogate pair, which no file can hold.
    """
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError("pasted text: holds a lone surrogate, which no file can hold") from None
    try:
        read = _plain(Decoded(text, "utf-8", guessed=False), raw, keep=False)
    except SourceError as problem:
        raise SourceError(f"pasted text: {problem}") from None
    return replace(read, called="pasted text")


class _Reading:
    """One reading: who is told of it, who may end it, and what the person says about the encoding."""

    def __init__(
        self, encoding: str | None, progress: Listener | None, cancel: threading.Event | None
    ) -> None:
        self._encoding, self._progress, self._cancel = encoding, progress, cancel

    def file(self, path: Path) -> Source:
        try:
            str(path).encode("utf-8")
        except UnicodeEncodeError:
            raise SourceError("the name of this file is not valid UTF-8; rename it first") from None
        kind = kind_of_name(path.name)
        if kind is None:
            raise SourceError(f"not a kind of file that can be an article ({', '.join(SUFFIXES)})")
        return replace(self.given(file_bytes(path), kind, keep=kind != "text"), path=path)

    def address(self, address: str) -> Source:
        fetched = self._ask(Fetch(checked_address(address), MAX_FETCHED))
        if not isinstance(fetched, Fetched):
            raise _unexpected()
        kind = kind_of_answer(fetched.media_type, urlsplit(fetched.address).path, fetched.raw)
        if kind is None:
            what = fetched.media_type or "something without a type"
            raise SourceError(f"is {what}, which cannot be an article")
        read = self.given(fetched.raw, kind, declared=fetched.charset, address=fetched.address, keep=True)
        # The address as it was given: that is what it will be fetched by again.
        return replace(read, address=address.partition("#")[0].strip(), url=read.url or fetched.address)

    def given(
        self,
        raw: bytes,
        kind: Kind,
        *,
        keep: bool,
        declared: str | None = None,
        address: str | None = None,
    ) -> Source:
        if kind == "text":
            decoded = decode(raw, chosen=self._encoding, declared=(declared,), guess=self._guess)
            return _plain(decoded, raw, keep=keep)
        if not raw.strip():
            raise SourceError("is empty")
        read = self._extract(
            Extract(kind=kind, chosen=self._encoding, declared=declared, address=address), raw
        )
        return Source(
            text=read.text,
            encoding=read.encoding,
            guessed=read.guessed,
            title=read.title or title_of(read.text),
            publisher=read.publisher,
            author=read.author,
            published=read.published,
            language=read.language,
            url=read.url,
            kept=read.kept,
            visible=read.visible,
            notes=read.notes,
            original=Original(raw, SUFFIX_OF[kind]),
        )

    def _extract(self, task: Extract, raw: bytes) -> Extracted:
        """The text of a page or document; where the article is not found in a page, all that is visible."""
        try:
            answer = self._ask(task, raw)
            given_up = ""
        except ChildStoppedError as problem:
            if task.kind != "html":
                raise
            answer, given_up = Refused(str(problem)), str(problem)
        if isinstance(answer, Refused) and task.kind == "html" and not answer.is_final:
            plain = Extract(
                kind="html", chosen=task.chosen, declared=task.declared, address=task.address, plain=True
            )
            answer = self._ask(plain, raw)
            if isinstance(answer, Extracted):
                why = f" (telling the article from the rest {given_up})" if given_up else ""
                note = f"no article was found in this page; all of its visible text was taken{why}"
                answer = replace(answer, notes=(note, *answer.notes))
        if isinstance(answer, Refused):
            raise SourceError(answer.reason)
        if not isinstance(answer, Extracted):
            raise _unexpected()
        if not answer.text.strip():
            raise SourceError("holds no text")
        _refuse_endless(answer.text)
        return answer

    def _guess(self, raw: bytes) -> str | None:
        # From where it matters: a text may be ASCII for megabytes, with one name in it that is not.
        first = _BEYOND_ASCII.search(raw)
        start = max(0, first.start() - 1_000) if first else 0
        piece = raw[start : start + _GUESSED_FROM]
        if start + len(piece) < len(raw):  # not in the middle of a character of several bytes
            piece = piece[: max(piece.rfind(b"\n"), piece.rfind(b" ")) + 1] or piece
        try:
            answer = self._ask(GuessEncoding(), piece)
        except ChildStoppedError:
            return None
        return answer.encoding if isinstance(answer, Guessed) else None

    def _ask(self, task: Fetch | Extract | GuessEncoding, raw: bytes = b"") -> Answer:
        answer = ask(task, raw, progress=self._progress, cancel=self._cancel)
        if isinstance(answer, Refused) and not isinstance(task, Extract):
            raise SourceError(answer.reason)
        return answer


def _plain(decoded: Decoded, raw: bytes, *, keep: bool) -> Source:
    """The source that a text without a format of its own is; its bytes are kept where they say more."""
    fields, text = split_front_matter(decoded.text)
    if not text.strip():
        raise SourceError("is empty")
    _refuse_endless(text)
    return Source(
        text=text,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        title=fields.get("title") or title_of(text),
        publisher=fields.get("publisher") or None,
        author=fields.get("author") or None,
        published=fields.get("published") or None,
        url=fields.get("url") or None,
        label=fields.get("label") or None,
        original=Original(raw, SUFFIX_OF["text"]) if keep and raw != text.encode() else None,
    )


def _refuse_endless(text: str) -> None:
    """Refuse a text that could not be read at the speed of keys, or only in more memory than is reasonable.

    Raises:
        SourceError: it is too long, or a line of it is.
    """
    if len(text) > MAX_TEXT:
        raise SourceError(f"is too long ({len(text):,} characters of text; {MAX_TEXT:,} at most)")
    start = 0
    while len(text) - start > MAX_LINE:
        end = text.rfind("\n", start, start + MAX_LINE + 1)
        if end < start:
            end = text.find("\n", start)
            long = (end if end >= 0 else len(text)) - start
            raise SourceError(f"has a line of {long:,} characters ({MAX_LINE:,} at most)")
        start = end + 1


def _unexpected() -> SourceError:
    return SourceError("could not be read: its reader answered something else")
