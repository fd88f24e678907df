"""Lines of a printed page, joined into the paragraphs that they were set from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: A line of less than this share of the usual length is the last of its paragraph, or stands alone.
_SHORT = 0.75
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[•‣▪–—*-]|\(?\d{1,2}[.)])\s")
_HYPHENATED = re.compile(r"(\w+)[-\u2010\u00ad]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")


def joined(pages: Sequence[str]) -> str:
    """The text of printed pages as paragraphs, a blank line between each two.

    A paragraph ends where a line is blank, or short and at the end of a sentence, or where a list begins;
    it goes on over the end of a page. Words that were divided at the end of a line are put together unless
    the same word stands with its hyphen elsewhere.
    """
    lines = [" ".join(line.split()) for page in pages for line in _body(page)]
    usual = _usual_length(lines)
    hyphenated = {
        word.replace("\u2010", "-").lower() for line in lines for word in _WORD.findall(line) if "-" in word
    }
    paragraphs: list[str] = []
    parts: list[str] = []
    for line in lines:
        if not line or (parts and _ITEM.match(line)):
            _end(paragraphs, parts)
        if not line:
            continue
        if parts and (divided := _HYPHENATED.search(parts[-1])) and line[0].islower():
            follows = _WORD.match(line)
            whole = f"{divided[1]}-{follows[0] if follows else ''}".lower()
            if whole not in hyphenated:
                parts[-1] = parts[-1][: divided.end() - 1]
            parts[-1] += line
        elif parts:
            parts.append(" " + line)
        else:
            parts.append(line)
        # Headings end without a stop, but far from the margin.
        if len(line) < _SHORT * usual and (_SENTENCE_END.search(line) or len(line) < usual / 2):
            _end(paragraphs, parts)
    _end(paragraphs, parts)
    return "\n\n".join(paragraphs)


def _body(page: str) -> list[str]:
    """The lines of a page, without blank ones at its ends: a paragraph may go on over them."""
    return page.strip("\n \t").split("\n") if page.strip() else []


def _usual_length(lines: Iterable[str]) -> int:
    """The length that full lines have, in code points: nine in ten are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _end(paragraphs: list[str], parts: list[str]) -> None:
    if parts:
        paragraphs.append("".join(parts))
        parts.clear()
