"""The text of a Word document (.docx)."""

from __future__ import annotations

import io

from annotations.articles.messages import Extracted
from annotations.articles.tidy import one_line, without_controls
from annotations.errors import SourceError


def read_word(raw: bytes) -> Extracted:
    """The paragraphs and tables of a document, in order.

    Raises:
        SourceError: it is broken, holds no text, or the library for it is not installed.
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
        from docx.table import Table
    except ImportError:
        raise SourceError("is a Word document; to read those, install variorum[docx]") from None
    try:
        document = docx.Document(io.BytesIO(raw))
        blocks = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                blocks += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                blocks.append(block.text)
        about = document.core_properties
        title, author, made = about.title, about.author, about.created
        language = about.language
    except MemoryError:
        raise
    except (OpcError, Exception) as problem:  # a broken archive fails in any way
        raise SourceError(f"is a broken Word document ({type(problem).__name__})") from None
    lines = [" ".join(line.split()) for block in blocks for line in without_controls(block).split("\n")]
    text = "\n\n".join(line for line in lines if line)
    if not text:
        raise SourceError("is a Word document without text")
    return Extracted(
        text=text,
        title=one_line(title),
        author=one_line(author),
        published=made.date().isoformat() if made is not None else None,
        language=one_line(language),
    )
