"""The records of a reading: articles, origins, claims, evidence and reviews.

Every record is a plain, frozen value: it can be compared, hashed by id and handed out without being
copied. Field names, defaults and meanings are the public contract; a new field needs a migration.

Offsets are Unicode code points, 0-based, end exclusive, on the stored text of one article version.
Times are ISO 8601 in UTC.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

Stance: TypeAlias = Literal["supports", "partly_supports", "queries", "refutes"]
STANCES: tuple[Stance, ...] = ("supports", "partly_supports", "queries", "refutes")

Certainty: TypeAlias = Literal["certain", "hedged", "uncommitted"]
CERTAINTIES: tuple[Certainty, ...] = ("certain", "hedged", "uncommitted")

Anchor: TypeAlias = Literal["exact", "moved", "changed", "orphan"]
#: Evidence anchored so counts for nothing until a person has looked at it.
WAITING: tuple[Anchor, ...] = ("changed", "orphan")
ArticleState: TypeAlias = Literal["current", "superseded", "retracted"]
OriginState: TypeAlias = Literal["current", "withdrawn"]
Basis: TypeAlias = Literal["read", "searched", "candidates"]

OriginKind: TypeAlias = Literal[
    "person",
    "official",
    "government",
    "news_agency",
    "document",
    "eyewitness",
    "monitor",
    "generic",
    "unnamed",
]
ORIGIN_KINDS: tuple[OriginKind, ...] = (
    "person",
    "official",
    "government",
    "news_agency",
    "document",
    "eyewitness",
    "monitor",
    "generic",
    "unnamed",
)
#: Kinds that name nobody. An origin of such a kind adds nothing to a count until a person gives it a group.
NAMELESS_KINDS: frozenset[OriginKind] = frozenset({"generic", "unnamed"})

Reliability: TypeAlias = Literal["A", "B", "C", "D", "E", "F"]
RELIABILITIES: tuple[Reliability, ...] = ("A", "B", "C", "D", "E", "F")

#: The schema of the records that this version reads and writes.
SCHEMA = 3

#: How many code points of context a quote carries on each side.
CONTEXT = 32


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all records share: frozen, built by keyword, unknown fields refused."""


class Quote(Record, frozen=True, kw_only=True):
    """An exact piece of an article's text.

    `start` and `end` are code points; `exact == text[start:end]` holds for the anchors ``exact`` and
    ``moved``. `prefix` and `suffix` are up to 32 code points of the text on either side.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


class Cue(Record, frozen=True, kw_only=True):
    """The words by which an article says who it has something from ("according to …"), in code points."""

    start: int
    end: int
    exact: str


class Article(Record, frozen=True, kw_only=True):
    """One version of one article. Its text is stored apart, under its `sha256`.

    `work` is the same for all versions of an article, and so is `label`. `source` is a path relative to
    the project folder where the file lies inside it, else an absolute path or an address.
    """

    id: str
    work: str
    version: int = 1
    label: str
    title: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None
    url: str | None = None
    source: str | None = None
    encoding: str = "utf-8"
    sha256: str
    chars: int
    state: ArticleState = "current"


class Origin(Record, frozen=True, kw_only=True):
    """Who a source has something from. `group` is the independence group; null means that nobody said."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: OriginKind = "person"
    group: str | None = None
    state: OriginState = "current"
    reliability: Reliability | None = None

    @property
    def named(self) -> bool:
        """Whether this origin is somebody in particular, so that it can count without a group."""
        return self.kind not in NAMELESS_KINDS


class Claim(Record, frozen=True, kw_only=True):
    """One checkable sentence of the annotator's own. `speaker` is an origin's id, for quote claims.

    `verdict` and `credibility` (1 to 6) are only ever set by a person.
    """

    id: str
    text: str
    type: str | None = None
    tags: tuple[str, ...] = ()
    speaker: str | None = None
    note: str = ""
    open_question: str = ""
    verdict: str | None = None
    credibility: Annotated[int, msgspec.Meta(ge=1, le=6)] | None = None
    annotator: str = ""
    created: str = ""
    modified: str = ""


class Evidence(Record, frozen=True, kw_only=True):
    """What one passage says to one claim, and who it has it from.

    `attribution` holds origin ids, nearest relay first, the ultimate origin last; empty means the
    article's own voice. `proposed` is true while a prefilled attribution has not been accepted by a
    person. Pieces that share a `joint` value have their stance only together and count as one.
    """

    id: str
    claim: str
    article: str
    stance: Stance
    quote: Quote
    attribution: tuple[str, ...] = ()
    inferred: bool = False
    proposed: bool = False
    certainty: Certainty = "certain"
    cue: Cue | None = None
    joint: str | None = None
    note: str = ""
    annotator: str = ""
    anchor: Anchor = "exact"
    carried_from: str | None = None
    created: str = ""
    modified: str = ""


class Review(Record, frozen=True, kw_only=True):
    """ "I looked in this article for this claim": what makes silence a judgement. `at` is a time."""

    claim: str
    article: str
    annotator: str = ""
    basis: Basis | None = None
    at: str = ""

    @property
    def id(self) -> str:
        """The key of a review: claim, article and annotator together, unambiguous for any ids."""
        return review_id(self.claim, self.article, self.annotator)


def review_id(claim: str, article: str, annotator: str) -> str:
    """The key under which the review of `claim` in `article` by `annotator` is stored."""
    return msgspec.json.encode([claim, article, annotator]).decode()


class Settings(Record, frozen=True, kw_only=True):
    """What a project remembers that is no record of the reading: its `meta` table.

    `undecided` holds the pairs of origin ids about whose independence a person said "don't know", so
    that the question is put once only. A second record, with the id ``drafts``, holds in `drafts` what
    was typed in an editor and not saved: by what it belongs to, the fields and their words. Further ones,
    with the id ``sentences`` and that of an article version, hold where people cut and joined its sentences.
    """

    id: str = "project"
    format: str = "variorum"
    schema: int = SCHEMA
    created: str = ""
    undecided: tuple[tuple[str, str], ...] = ()
    drafts: dict[str, dict[str, str]] = {}
    cuts: tuple[int, ...] = ()
    joins: tuple[int, ...] = ()


AnyRecord: TypeAlias = Article | Origin | Claim | Evidence | Review | Settings

Table: TypeAlias = Literal["meta", "articles", "origins", "claims", "evidence", "reviews"]
#: The tables of a project, in the order in which they are written.
TABLES: tuple[Table, ...] = ("meta", "articles", "origins", "claims", "evidence", "reviews")

RECORD_TYPES: dict[Table, type[AnyRecord]] = {
    "meta": Settings,
    "articles": Article,
    "origins": Origin,
    "claims": Claim,
    "evidence": Evidence,
    "reviews": Review,
}
TABLE_OF: dict[type[Any], Table] = {kind: table for table, kind in RECORD_TYPES.items()}


def quote_of(text: str, start: int, end: int) -> Quote:
    """The quote of ``text[start:end]`` with its context. Offsets in code points.

    Raises:
        ValueError: the span is inverted or lies outside the text.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"no such span: {start} to {end} in a text of {len(text)} characters")
    return Quote(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def utc_now() -> str:
    """The present moment, ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_id_lock = threading.Lock()
_last_id = 0


def new_id() -> str:
    """A fresh id: a time-ordered UUID (version 7, RFC 9562 section 5.7).

    Ids made by one process always ascend, also when the clock stands still or steps back: the 60 bits
    made of milliseconds and of a 12-bit counter (method 1 of section 6.2) never go below the last ones.
    """
    global _last_id
    with _id_lock:
        _last_id = max(time.time_ns() // 1_000_000 << 12, _last_id + 1)
        ticks = _last_id
    value = (ticks >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return str(uuid.UUID(int=value))
