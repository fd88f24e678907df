"""The tables of a project: what the CSV package and the workbook are made of.

A list in one cell is joined by ``|``: `split_list` takes it apart. Some columns only help to read: they are
worked out and not read back (`DERIVED`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from annotations.agreement import Modifiers
from annotations.records import Article, Claim, Evidence, Origin, Review, Table
from annotations.wording import status_in_words

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

Value: TypeAlias = str | int | bool | None
Kind: TypeAlias = Literal["string", "integer", "boolean", "list"]

#: How an empty value within a list is written: no backslash that `join_list` puts stands before a 0.
_SPECIAL = re.compile(r"([\\|])")
_EMPTY_VALUE = "\\0"
#: The folder of the texts within a package.
TEXTS = "texts"


class Column(NamedTuple):
    """One column: the field of the record that it holds, empty where it only helps to read.

    An `optional` one may be null, which is the empty cell; an empty text is then told apart from it.
    """

    name: str
    field: str = ""
    kind: Kind = "string"
    optional: bool = False


class Sheet(NamedTuple):
    """One table: its name, its columns, and a maker of its rows in the order of the columns.

    `key` names the columns that tell its rows apart, `refers` those that hold the key of another table.
    """

    name: str
    table: Table
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[str, str] = {}


def _same(names: str, *, optional: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, name, optional=optional) for name in names.split())


_LISTS = [name for name in Modifiers.__struct_fields__ if name.endswith("_by") or name == "unreviewed"]
_STAMPS = _same("annotator created modified")

ARTICLES = Sheet(
    "articles",
    "articles",
    (
        Column("article", "id"),
        *_same("work"),
        Column("version", "version", "integer"),
        *_same("label title"),
        *_same("publisher author published retrieved language url source", optional=True),
        *_same("encoding sha256"),
        Column("chars", "chars", "integer"),
        *_same("state"),
        Column("text_file"),
    ),
    ("article",),
)
ORIGINS = Sheet(
    "origins",
    "origins",
    (
        Column("origin", "id"),
        *_same("name"),
        Column("aliases", "aliases", "list"),
        *_same("kind"),
        *_same("group", optional=True),
        *_same("state"),
        *_same("reliability", optional=True),
    ),
    ("origin",),
)
CLAIMS = Sheet(
    "claims",
    "claims",
    (
        Column("number", "", "integer"),
        Column("claim", "id"),
        *_same("text"),
        *_same("type", optional=True),
        Column("tags", "tags", "list"),
        *(Column(name) for name in ("status", "status_in_words")),
        Column("origins", "", "integer"),
        *(Column(name, "", "list") for name in ("groups", *_LISTS)),
        *_same("speaker", optional=True),
        Column("speaker_name"),
        *_same("verdict", optional=True),
        Column("credibility", "credibility", "integer", optional=True),
        *_same("open_question note"),
        *_STAMPS,
    ),
    ("claim",),
    {"speaker": "origins"},
)
EVIDENCE = Sheet(
    "evidence",
    "evidence",
    (
        Column("evidence", "id"),
        *_same("claim"),
        Column("claim_number", "", "integer"),
        *_same("article"),
        Column("article_label"),
        Column("article_version", "", "integer"),
        *_same("stance"),
        Column("counts", "", "boolean"),
        Column("line", "", "integer"),
        Column("start", "quote.start", "integer"),
        Column("end", "quote.end", "integer"),
        Column("quote", "quote.exact"),
        Column("prefix", "quote.prefix"),
        Column("suffix", "quote.suffix"),
        Column("attribution", "attribution", "list"),
        Column("who_says_so", "", "list"),
        Column("inferred", "inferred", "boolean"),
        Column("proposed", "proposed", "boolean"),
        *_same("certainty"),
        Column("cue_start", "cue.start", "integer", optional=True),
        Column("cue_end", "cue.end", "integer", optional=True),
        Column("cue", "cue.exact", optional=True),
        *_same("joint", optional=True),
        *_same("note anchor"),
        *_same("carried_from", optional=True),
        *_STAMPS,
    ),
    ("evidence",),
    {"claim": "claims", "article": "articles"},
)
REVIEWS = Sheet(
    "reviews",
    "reviews",
    (
        *_same("claim"),
        Column("claim_number", "", "integer"),
        *_same("article"),
        Column("article_label"),
        *_same("annotator"),
        *_same("basis", optional=True),
        *_same("at"),
    ),
    ("claim", "article", "annotator"),
    {"claim": "claims", "article": "articles"},
)
SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (CLAIMS, EVIDENCE, ARTICLES, ORIGINS, REVIEWS)}


def join_list(values: Iterable[str]) -> str:
    r"""Several values as one cell: joined by ``|``, which `split_list` takes apart.

    Each ``|`` and each backslash within a value gets a backslash before it; an empty value is ``\0``.
    """
    given = tuple(values)
    joined = "".join(given)
    if "|" not in joined and "\\" not in joined and "" not in given:  # as nearly always
        return "|".join(given)
    return "|".join(_SPECIAL.sub(r"\\\1", value) or _EMPTY_VALUE for value in given)


def split_list(cell: str) -> list[str]:
    """What `join_list` was given; the empty cell is the empty list."""
    if not cell:
        return []
    return [
        "" if part == _EMPTY_VALUE else re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL)
        for part in re.findall(r"(?:^|\|)((?:\\.|[^\\|])*)", cell, re.DOTALL)
    ]


def headings(selection: Selection) -> list[str]:
    """One heading an article of the matrix: its label, with the version where a label stands twice.

    None of them is the heading of another column of the claims.
    """
    labels = [article.label for article in selection.columns]
    taken = {column.name for column in CLAIMS.columns}
    found: list[str] = []
    for article in selection.columns:
        heading = article.label
        if labels.count(heading) > 1 or heading in taken or not heading:
            heading = f"{heading} (version {article.version})"
        while heading in taken:
            heading += "'"
        taken.add(heading)
        found.append(heading)
    return found


def text_file(article: Article) -> str:
    """Where the text of an article stands within a package."""
    return f"{TEXTS}/{article.sha256}.txt"


def rows(selection: Selection, sheet: Sheet) -> Iterator[Sequence[Value]]:
    """The rows of a table, without its heading; claims have a cell for each of `headings` at the end.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    makers: Mapping[str, Callable[[Selection], Iterator[Sequence[Value]]]] = {
        "claims": _claims,
        "evidence": _evidence,
        "articles": _articles,
        "origins": _origins,
        "reviews": _reviews,
    }
    return makers[sheet.name](selection)


def _claims(selection: Selection) -> Iterator[Sequence[Value]]:
    known = {article.id: article for article in selection.articles}
    names = {origin.id: origin.name for origin in selection.origins}
    derived = {row.claim.id: row for row in selection.rows}
    shown = [article.id for article in selection.columns]
    claim: Claim
    for claim in selection.watch.walk("claims", selection.claims):
        number, _, agreement = derived[claim.id]
        yield [
            *(number, claim.id, claim.text, claim.type, join_list(claim.tags), agreement.status),
            *(status_in_words(agreement, known), agreement.origins, join_list(agreement.groups)),
            *(join_list(known[id].label for id in getattr(agreement.modifiers, name)) for name in _LISTS),
            *(claim.speaker, names.get(claim.speaker, "") if claim.speaker is not None else ""),
            *(claim.verdict, claim.credibility, claim.open_question, claim.note),
            *(claim.annotator, claim.created, claim.modified),
            *(agreement.cells[article] for article in shown),
        ]


def _evidence(selection: Selection) -> Iterator[Sequence[Value]]:
    known = {article.id: (article.label, article.version) for article in selection.articles}
    names = {origin.id: origin.name for origin in selection.origins}
    numbers = selection.numbers
    chains: dict[tuple[str, ...], tuple[str, str]] = {(): ("", "")}
    set_aside = {id for row in selection.rows for id in row.agreement.set_aside}
    piece: Evidence
    for piece in selection.watch.walk("evidence", selection.evidence):
        quote, cue, chain = piece.quote, piece.cue, piece.attribution
        if chain not in chains:
            chains[chain] = (join_list(chain), join_list(names.get(id, id) for id in chain))
        yield (
            piece.id, piece.claim, numbers[piece.claim], piece.article, *known[piece.article],
            piece.stance, piece.id not in set_aside,
            selection.line(piece), quote.start, quote.end, quote.exact, quote.prefix, quote.suffix,
            *chains[chain],
            piece.inferred, piece.proposed, piece.certainty,
            *((cue.start, cue.end, cue.exact) if cue is not None else (None, None, None)),
            piece.joint, piece.note, piece.anchor, piece.carried_from,
            piece.annotator, piece.created, piece.modified,
        )  # fmt: skip


def _articles(selection: Selection) -> Iterator[Sequence[Value]]:
    article: Article
    for article in selection.watch.walk("articles", selection.articles):
        fields: list[Any] = [getattr(article, column.field) for column in ARTICLES.columns[:-1]]
        yield [*fields, text_file(article)]


def _origins(selection: Selection) -> Iterator[Sequence[Value]]:
    origin: Origin
    for origin in selection.watch.walk("origins", selection.origins):
        yield [
            *(origin.id, origin.name, join_list(origin.aliases), origin.kind, origin.group),
            *(origin.state, origin.reliability),
        ]


def _reviews(selection: Selection) -> Iterator[Sequence[Value]]:
    labels = {article.id: article.label for article in selection.articles}
    review: Review
    for review in selection.watch.walk("reviews", selection.reviews):
        yield [
            *(review.claim, selection.numbers[review.claim], review.article, labels[review.article]),
            *(review.annotator, review.basis, review.at),
        ]
