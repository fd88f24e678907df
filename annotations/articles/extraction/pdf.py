"""The text of a PDF, page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from annotations.articles.extraction.lines import joined
from annotations.articles.messages import Extracted, Progress, Refused
from annotations.articles.tidy import one_line, without_controls
from annotations.errors import SourceError

#: More pages than this are a book, in which nobody marks claims.
MAX_PAGES = 2_000
#: Characters of text after which reading stops.
MAX_TEXT = 20_000_000
#: Titles that a program gave and no person.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*$|slide 1$)|\.(?:docx?|indd|qxd|rtf|pdf)$", re.I
)

Say = Callable[[Progress], None]


def read_pdf(raw: bytes, say: Say) -> Extracted | Refused:
    """The text of a PDF, with lines joined into paragraphs.

    Raises:
        SourceError: it is encrypted, broken, or holds no text.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        _decrypt(reader)
        number = len(reader.pages)
    except SourceError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as problem:
        raise SourceError(
            f"is a broken PDF ({one_line(str(problem)) or type(problem).__name__})"[:300]
        ) from None
    if number == 0:
        raise SourceError("is a PDF without pages")
    if number > MAX_PAGES:
        raise SourceError(f"is too long ({number:,} pages; {MAX_PAGES:,} at most)")
    pages, broken = _pages(reader, number, say)
    empty = [at for at, page in enumerate(pages, start=1) if page is not None and not page.strip()]
    text = joined([page for page in pages if page])
    if not text:
        if broken:
            raise SourceError(
                f"is a broken PDF (none of its pages can be read: {next(iter(broken.values()))})"
            )
        raise SourceError(
            f"holds no text: {_pages_of(number)} of pictures; text recognition (OCR) would have to come first"
        )
    notes = []
    if broken:
        notes.append(f"{_named(list(broken))} could not be read")
    if empty:
        notes.append(f"{_named(empty)} without text (pictures?)")
    return _with_metadata(reader, text, tuple(notes))


def _decrypt(reader: pypdf.PdfReader) -> None:
    if not reader.is_encrypted:
        return
    try:
        # Many are locked against changes only, and open with no password at all.
        opened = reader.decrypt("")
    except DependencyError:
        raise SourceError("is encrypted in a way that cannot be read here") from None
    if not opened:
        raise SourceError("is encrypted; a password is needed")


def _pages(reader: pypdf.PdfReader, number: int, say: Say) -> tuple[list[str | None], dict[int, str]]:
    """The text of each page, null for those that cannot be read; of these their numbers and what is wrong."""
    pages: list[str | None] = []
    broken: dict[int, str] = {}
    length = 0
    for at in range(number):
        say(Progress("reading", at, number))
        try:
            page = without_controls(reader.pages[at].extract_text())
        except MemoryError:
            raise
        except Exception as problem:  # a page may be broken in any way, and the others need not be
            broken[at + 1] = (one_line(str(problem)) or type(problem).__name__)[:200]
            pages.append(None)
            continue
        length += len(page)
        if length > MAX_TEXT:
            raise SourceError(f"is too long (more than {MAX_TEXT:,} characters)")
        pages.append(page)
    return pages, broken


def _with_metadata(reader: pypdf.PdfReader, text: str, notes: tuple[str, ...]) -> Extracted:
    title = author = published = None
    try:
        said = reader.metadata
        if said is not None:
            title, author = one_line(said.title), one_line(said.author)
            made = said.creation_date
            published = made.date().isoformat() if made is not None else None
    except Exception:  # what a document says of itself may be broken in any way, and its text need not be
        notes = (*notes, "what it says of itself could not be read")
    if title and _NO_TITLE.search(title):
        title = None
    return Extracted(text=text, title=title, author=author, published=published, notes=notes)


def _pages_of(number: int) -> str:
    return "1 page" if number == 1 else f"{number:,} pages"


def _named(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
