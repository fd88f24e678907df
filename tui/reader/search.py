"""Searching: what was typed becomes a query, a query finds hits, a trail walks them from article to article.

Words are searched for as they are read: case, accents, the shapes of quotes and dashes make no difference,
and a phrase is found over the end of a line. Between two slashes stands a regular expression, which is taken
at its word except for case. Spans are code points of the stored text and hold whole grapheme clusters.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotations.errors import VariorumError
from annotations.text.folding import fold
from tui.reader.article_text import ArticleText

Span = tuple[int, int]

#: The most hits that are kept for one article.
MOST: Final = 10_000
#: Seconds that a regular expression may take in one article.
PATIENCE: Final = 1.0
#: Code points of a regular expression.
LONGEST: Final = 400
#: How often an expression may ask for the same again, all its counts multiplied: each repetition is laid out
#: in memory, and a{1000} within {1000} within {1000} takes all there is.
REPEATS: Final = 10_000

_COUNT: Final = re.compile(r"\{\s*(\d*)\s*(?:,\s*(\d*)\s*)?\}")
_RECURSION: Final = re.compile(r"\(\?(?:R|[+-]?\d+|&|P>)")


class SearchError(VariorumError):
    """What was typed cannot be searched for, or not in a reasonable time; says why."""


@dataclass(frozen=True)
class Hits:
    """Where a query was found in one article."""

    spans: Sequence[Span] = ()
    """In order and apart."""
    more: bool = False
    """Whether there are more than are kept."""

    @property
    def count(self) -> str:
        """How many there are, for people."""
        return counted(len(self.spans), more=self.more)


def counted(number: int, *, more: bool) -> str:
    """A number of hits for people: `17`, or `10,000+` where there are more."""
    return f"{number:,}{'+' if more else ''}"


@dataclass(frozen=True)
class Query:
    """What is searched for."""

    typed: str
    """What the person typed, without the slashes of an expression."""
    expression: bool
    """Whether it is a regular expression."""
    _needle: str = ""
    _pattern: Any = field(default=None, compare=False)

    @property
    def words(self) -> str:
        """What is searched for, in words: quoted, or an expression between slashes."""
        return f"/{self.typed}/" if self.expression else f"“{self.typed}”"

    def find(self, text: ArticleText, most: int = MOST) -> Hits:
        """Find all places; may take long on a long text that was not searched before.

        Args:
            text: The article.
            most: How many hits are kept.

        Raises:
            SearchError: An expression takes too long, or too much memory.
        """
        if self._pattern is not None:
            return _apart(text, self._matches(text.raw), most)
        spans, more = text.folded.find(self._needle, most)
        hits = _apart(text, spans, most)
        return Hits(hits.spans, more)

    def _matches(self, raw: str) -> Iterator[Span]:
        until = time.monotonic() + PATIENCE
        try:
            for match in self._pattern.finditer(raw, timeout=PATIENCE):
                if match.start() < match.end():
                    yield match.span()
                if time.monotonic() > until:
                    raise TimeoutError
        except (TimeoutError, MemoryError, RecursionError):
            raise SearchError("this expression takes too long: try a plainer one") from None


def compile_query(typed: str, *, expression: bool = False) -> Query | None:
    """Make a query of what was typed; None where there is nothing to search for.

    Args:
        typed: What was typed. Between two slashes it is a regular expression.
        expression: It is one without slashes, too.

    Raises:
        SearchError: It is not a regular expression, or one that could take all memory.
    """
    slashed = len(typed) > 2 and typed.startswith("/") and typed.endswith("/")
    if slashed:
        typed = typed[1:-1]
    if not typed.strip():
        return None
    if slashed or expression:
        return Query(typed, True, _pattern=_compile(typed))
    needle = fold(typed)
    return Query(typed, False, needle) if needle.strip() else None


def _compile(pattern: str) -> Any:
    if len(pattern) > LONGEST:
        raise SearchError(f"an expression has at most {LONGEST} characters, this has {len(pattern)}")
    if _RECURSION.search(pattern):
        raise SearchError("an expression that calls itself is not taken")
    repeats = 1
    for least, most in _COUNT.findall(pattern):
        repeats *= max(1, *(int(n) for n in (least[:6], most[:6]) if n), 1)
    if repeats > REPEATS:
        raise SearchError("the counts of this expression, multiplied, are too large")
    # Its import takes longer than all else that a search needs, and most searches are for words.
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE | regex.WORD)
    except regex.error as problem:
        where = f" at character {problem.pos + 1}" if problem.pos is not None else ""
        raise SearchError(f"{problem.msg}{where}: not a regular expression") from None
    except (MemoryError, RecursionError, OverflowError, ValueError):
        raise SearchError("this expression is too large") from None


def _apart(text: ArticleText, spans: Iterable[Span], most: int) -> Hits:
    """Widen spans to whole clusters; what touches the one before is left out."""
    kept: list[Span] = []
    passed = 0
    for start, end in spans:
        start, end = text.snap(start), text.snap(end, up=True)
        if start < passed:
            continue
        if len(kept) == most:
            return Hits(kept, True)
        kept.append((start, end))
        passed = end
    return Hits(kept)


class Trail:
    """The hits of a query through articles in their order, and which one is current."""

    def __init__(self, query: Query, *, everywhere: bool = False) -> None:
        self.query = query
        self.everywhere = everywhere
        """Whether all articles were to be searched."""
        self.articles: list[str] = []
        """The ids of the articles that have hits, in their order."""
        self.current: int | None = None
        """The number of the current hit, from 0."""
        self.is_cut = False
        """Whether the search ended because there were so many hits."""
        self._hits: list[Hits] = []
        self._begins: list[int] = []
        self._total = 0
        self._order: dict[str, int] = {}

    def __len__(self) -> int:
        """Return how many hits are kept."""
        return self._total

    @property
    def more(self) -> bool:
        """Whether there are more than are kept."""
        return self.is_cut or any(hits.more for hits in self._hits)

    @property
    def count(self) -> str:
        """How many hits there are, for people."""
        return counted(self._total, more=self.more)

    def add(self, article: str, hits: Hits) -> None:
        """Note what was found in the next article."""
        self._order[article] = len(self.articles)
        if hits.spans:
            self.articles.append(article)
            self._hits.append(hits)
            self._begins.append(self._total)
            self._total += len(hits.spans)

    def hits(self, article: str | None) -> Hits:
        """What was found in an article; nothing in one that was not searched."""
        at = self._order.get(article) if article is not None else None
        if at is None or at >= len(self.articles) or self.articles[at] != article:
            return Hits()
        return self._hits[at]

    def begin(self, at: int) -> int:
        """The number of the first hit of the `at`-th article that has some."""
        return self._begins[at]

    def place(self, number: int) -> tuple[str, Span]:
        """Where the hit with this number is: the article and the span."""
        at = bisect_right(self._begins, number) - 1
        return self.articles[at], self._hits[at].spans[number - self._begins[at]]

    def at_or_after(self, article: str | None, offset: int) -> int:
        """The number of the first hit at or after a place; the number of hits where none is."""
        at = self._order.get(article, 0) if article is not None else 0
        if at >= len(self.articles):
            return self._total
        if self.articles[at] != article:
            return self._begins[at]
        return self._begins[at] + bisect_left(self._hits[at].spans, (offset, 0))

    def in_article(self, article: str | None) -> int | None:
        """The number of the current hit within an article, from 0; None where it is not there."""
        if self.current is None or self.place(self.current)[0] != article:
            return None
        return self.current - self._begins[bisect_right(self._begins, self.current) - 1]

    def nearest(self, article: str | None, offset: int) -> Span | None:
        """Make the first hit at or after a place in an article, else its first, the current one; its span."""
        here = self.hits(article).spans
        if not here:
            self.current = None
            return None
        number = self.at_or_after(article, offset)
        if number == self._total or self.place(number)[0] != article:
            number = self.at_or_after(article, 0)
        self.current = number
        return self.place(number)[1]

    def step(self, step: int, article: str | None, cursor: Span) -> bool:
        """Make the next hit (or with -1 the one before) the current one; whether that went round an end.

        Args:
            step: 1 or -1.
            article: The article in hand.
            cursor: The sentence under the cursor. Where the current hit is elsewhere, it goes on from here.

        Raises:
            SearchError: There are no hits.
        """
        if not self._total:
            raise SearchError(f"no hits for {self.query.words}")
        number = self.current
        if number is not None:
            there, (start, end) = self.place(number)
            if there != article or not (start < cursor[1] and cursor[0] < end):
                number = None
        if number is None:
            number = self.at_or_after(article, cursor[0]) - (step < 0)
        else:
            number += step
        self.current = number % self._total
        return number != self.current
