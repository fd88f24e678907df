"""Front matter: plain ``key: value`` lines between two lines of three hyphens at the very top.

Only the known keys are taken out. A value is the rest of its line as it stands, never a syntax of its
own (YAML parsers can be made to hang by a file of a thousand bytes). Whatever else stands between the
two lines is text and stays in the text.
"""

from __future__ import annotations

import re

KEYS = ("title", "publisher", "author", "published", "url", "label")

_LINE = re.compile(rf"(?:{'|'.join(KEYS)})[ \t]*:")
_FENCE = re.compile(r"---[ \t]*")
_LINE_END = re.compile(r"\r\n|\n|\r")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter and the text without it; the text is otherwise untouched.

    The first of two equal keys holds; the second is text. Without a known key between two fences there
    is no front matter, and the text is given back whole.
    """
    lines = _lines(text)
    if len(lines) < 2 or not _FENCE.fullmatch(lines[0].rstrip("\r\n")):
        return {}, text
    fields: dict[str, str] = {}
    kept: list[str] = []
    for number, line in enumerate(lines[1:], start=1):
        bare = line.rstrip("\r\n")
        if _FENCE.fullmatch(bare):
            if not fields:
                return {}, text
            return fields, "".join(kept) + "".join(lines[number + 1 :])
        key, _, value = bare.partition(":")
        if _LINE.match(bare) and key.rstrip() not in fields:
            fields[key.rstrip()] = value.strip()
        elif bare.strip():
            kept.append(line)
    return {}, text


def _lines(text: str) -> list[str]:
    """The lines with their ends. Not str.splitlines: that breaks at form feeds and line separators too."""
    lines, start = [], 0
    for end in _LINE_END.finditer(text):
        lines.append(text[start : end.end()])
        start = end.end()
    if start < len(text):
        lines.append(text[start:])
    return lines
