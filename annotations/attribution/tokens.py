"""A sentence as the words and marks that cues are read from."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

QUOTES: Final = frozenset('"“”„«»‘')
STOPS: Final = frozenset(".!?…")

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W_]+(?:[-‐‑][^\W_]+|['’](?!s\b)[^\W_]+)*"
    r"|['’]s\b"
    r"|[^\w\s]"
)


class Token(NamedTuple):
    """A word or a mark; `start` and `end` are code points of the whole text."""

    start: int
    end: int
    word: str

    @property
    def low(self) -> str:
        """The word in small letters, apostrophes straight."""
        return self.word.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, not a mark."""
        return self.word[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it is a word with a capital."""
        return self.word[0].isupper()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of ``text[start:end]``; a possessive "'s" stands by itself."""
    return [Token(*match.span(), match.group()) for match in _TOKEN.finditer(text, start, end)]
