"""What is taken out of pages and documents, made fit to be kept.

Not for plain text files: those are kept as they are.
"""

from __future__ import annotations

import re

#: The longest that a title, a name or the like may be, in code points.
LINE = 300

# Line feeds and tabs stay. Halves of surrogate pairs cannot be written to any file.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def without_controls(text: str) -> str:
    """The text with line feeds for all its line ends, and a mark in place of each control character."""
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def one_line(text: str | None) -> str | None:
    """A title, a name or the like in one line, of bounded length; null where it holds nothing."""
    return (" ".join(without_controls(text[: 4 * LINE]).split())[:LINE].strip() or None) if text else None
