"""Tables for a spreadsheet or a data frame: a folder of CSV files.

UTF-8 with a byte-order mark (Excel needs it), comma, CR LF, RFC 4180. A cell that a spreadsheet would
take for a formula is written with an apostrophe before it, in a way that can be undone: `unescape`.
Several values in one cell are joined by ``|``: `split_list` takes them apart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from annotations.agreement import Modifiers
from annotations.exports.selection import Selection
from annotations.records import Article
from annotations.wording import status_in_words

Value: TypeAlias = str | int | bool | Sequence[str] | None

#: Excel takes a CSV file for UTF-8 only if it begins with this.
MARK = "\ufeff"

# What OWASP lists as the beginning of a formula. Apostrophes before it are doubled up too, so that the
# one that was added can be told from those of the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def files(selection: Selection) -> dict[str, str]:
    """The content of each file by its name.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    return {
        "claims.csv": _table(_claims(selection)),
        "evidence.csv": _table(_evidence(selection)),
        "articles.csv": _table(_articles(selection)),
    }


def escape(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Injective: `unescape` gives the cell back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescape(cell: str) -> str:
    """What `escape` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def join_list(values: Iterable[str]) -> str:
    """Several values, none of them empty, as one cell: joined by ``|``, which `split_list` takes apart.

    Each ``|`` and each backslash within a value gets a backslash before it.
    """
    return "|".join(re.sub(r"([\\|])", r"\\\1", value) for value in values)


def split_list(cell: str) -> list[str]:
    """What `join_list` was given; the empty cell is the empty list."""
    if not cell:
        return []
    return [
        re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL)
        for part in re.findall(r"(?:^|\|)((?:\\.|[^\\|])*)", cell, re.DOTALL)
    ]


def _table(rows: Iterable[Sequence[Value]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([escape(_cell(value)) for value in row])
    return MARK + out.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    return join_list(value)


def _headings(columns: Sequence[Article]) -> list[str]:
    """One heading an article: its label, with the version where a label stands twice (a retracted one)."""
    labels = [article.label for article in columns]
    return [
        article.label if labels.count(article.label) == 1 else f"{article.label} (version {article.version})"
        for article in columns
    ]


def _claims(selection: Selection) -> Iterable[Sequence[Value]]:
    known = {article.id: article for article in selection.articles}
    origins = {origin.id: origin.name for origin in selection.origins}
    numbered = {row.claim.id: row for row in selection.rows}
    lists = [name for name in Modifiers.__struct_fields__ if name.endswith("_by") or name == "unreviewed"]
    yield [
        *("number", "claim", "text", "type", "tags", "status", "status_in_words", "origins", "groups"),
        *lists,
        *("speaker", "verdict", "credibility", "open_question", "note"),
        *("annotator", "created", "modified"),
        *_headings(selection.columns),
    ]
    for claim in selection.claims:
        number, _, agreement = numbered[claim.id]
        modifiers = agreement.modifiers
        yield [
            *(number, claim.id, claim.text, claim.type, claim.tags, agreement.status),
            *(status_in_words(agreement, known), agreement.origins, agreement.groups),
            *([known[id].label for id in getattr(modifiers, name)] for name in lists),
            origins.get(claim.speaker, claim.speaker) if claim.speaker is not None else None,
            *(claim.verdict, claim.credibility, claim.open_question, claim.note),
            *(claim.annotator, claim.created, claim.modified),
            *(agreement.cells[article.id] for article in selection.columns),
        ]


def _evidence(selection: Selection) -> Iterable[Sequence[Value]]:
    known = {article.id: article for article in selection.articles}
    names = {origin.id: origin.name for origin in selection.origins}
    numbers = {row.claim.id: row.number for row in selection.rows}
    set_aside = {id for row in selection.rows for id in row.agreement.set_aside}
    yield [
        *("evidence", "claim", "claim_number", "article", "article_label", "article_version", "stance"),
        *("counts", "line", "start", "end", "quote", "prefix", "suffix"),
        *("attribution", "who_says_so", "inferred", "proposed", "certainty"),
        *("cue_start", "cue_end", "cue", "joint", "note", "anchor", "carried_from"),
        *("annotator", "created", "modified"),
    ]
    for piece in selection.evidence:
        article, quote, cue = known[piece.article], piece.quote, piece.cue
        yield [
            *(piece.id, piece.claim, numbers[piece.claim]),
            *(piece.article, article.label, article.version, piece.stance, piece.id not in set_aside),
            *(selection.line(piece), quote.start, quote.end, quote.exact, quote.prefix, quote.suffix),
            *(piece.attribution, [names.get(id, id) for id in piece.attribution]),
            *(piece.inferred, piece.proposed, piece.certainty),
            *((cue.start, cue.end, cue.exact) if cue is not None else (None, None, None)),
            *(piece.joint, piece.note, piece.anchor, piece.carried_from),
            *(piece.annotator, piece.created, piece.modified),
        ]


def _articles(selection: Selection) -> Iterable[Sequence[Value]]:
    yield ["article", *Article.__struct_fields__[1:]]
    for article in selection.articles:
        yield [getattr(article, name) for name in Article.__struct_fields__]
