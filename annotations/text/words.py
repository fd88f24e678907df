"""Where words and paragraphs begin and end, as spans of the untouched text."""

import re
import unicodedata
from functools import cache
from typing import Final

# Scripts written without spaces between words: here each character, with its marks, is a step.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)


def _mark_class() -> str:
    """Return the inside of a character class with the code points that belong to the letter before.

    `re` has no class for combining marks, and `\\w` leaves them out, which would cut every
    decomposed accent and most Indic words. The ranges scanned hold the marks of living scripts;
    the rest of Unicode is left out to keep it a matter of a few milliseconds.
    """
    marks = ["\u00ad\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"]
    start = previous = -2
    for code in (*range(0x300, 0x1E00), *range(0x20D0, 0x2100), *range(0xA66F, 0xABF0), 0x3099, 0x309A):
        if not unicodedata.category(chr(code)).startswith("M"):
            continue
        if code != previous + 1:
            if start >= 0:
                marks.append(f"{chr(start)}-{chr(previous)}")
            start = code
        previous = code
    marks.append(f"{chr(start)}-{chr(previous)}")
    return "".join(marks)


@cache
def _words() -> re.Pattern[str]:
    """Return what finds words; made when it is asked for first, since that takes 12 ms."""
    mark = f"[{_mark_class()}]"
    letter = rf"[^\W_{_UNSPACED}]"
    run = rf"{letter}(?:{letter}|{mark})*"
    return re.compile(
        rf"(?:[^\W\d_{_UNSPACED}]\.){{2,}}(?!{letter})"  # U.S., e.g.
        rf"|{run}(?:(?:['’‐‑-]|(?<=\d)[.,:](?=\d)){run})*"
        rf"|[{_UNSPACED}]{mark}*"
    )


def words(text: str) -> list[tuple[int, int]]:
    """Return the words of `text` as (start, end) spans in code points, end exclusive.

    A word is a run of letters and digits with the apostrophes and hyphens inside it ("man's",
    "post-war"), a number with its punctuation ("1,000", "3.5", "10:30"), a dotted abbreviation
    ("U.S."), or one character of a script that does not put spaces between words.
    """
    return [match.span() for match in _words().finditer(text)]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of `text` as (start, end) spans in code points, end exclusive.

    A paragraph is what stands on one line, without the white space around it; blank lines hold none.
    A line ends where `str.splitlines` ends one.
    """
    spans = []
    at = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            start = at if line[0] == content[0] else at + len(line) - len(line.lstrip())
            spans.append((start, start + len(content)))
        at += len(line)
    return spans
