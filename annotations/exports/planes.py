"""What a project holds, plane by plane: what each format declares to keep, and what is counted as lost.

A plane is a group of fields that a format keeps or loses together. The planes cover every field of every
record; a test sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.records import AnyRecord, Article, Claim, Evidence, Origin, Review, Table

if TYPE_CHECKING:
    from annotations.exports.selection import Selection

#: What the fields of a record are that nobody has filled in.
_EMPTY: Mapping[str, Any] = {
    "kind": "person",
    "state": "current",
    "certainty": "certain",
    "anchor": "exact",
    "encoding": "utf-8",
}
_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
#: What XML 1.0 cannot hold (section 2.2), whatever is written for it: a pattern, which is compiled where it
#: is used and not at every start of the app.
NOT_IN_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
#: What a cell of a workbook holds at most, in UTF-16 units.
LONGEST_CELL = 32_767


class Plane(NamedTuple):
    """A group of fields.

    Attributes:
        name: what registries call it.
        words: what is told of one and of several that are lost.
        fields: per table the fields of its records; those of `quote` and `cue` with a dot.
        counted: how many of them a selection has; null counts the records where a field is filled in.
    """

    name: str
    words: tuple[str, str]
    fields: Mapping[Table, tuple[str, ...]] = {}
    counted: Callable[[Selection], int] | None = None

    def count(self, selection: Selection) -> int:
        """How many of these a selection has."""
        if self.counted is not None:
            return self.counted(selection)
        return sum(
            any(_filled(record, field) for field in fields)
            for table, fields in self.fields.items()
            for record in records_of(selection, table)
        )

    def in_words(self, count: int) -> str:
        """So many of these, in words."""
        return f"{count:,} {self.words[count != 1]}"


def records_of(selection: Selection, table: Table) -> Iterable[AnyRecord]:
    """The records of a table that a selection holds."""
    records: Iterable[AnyRecord] = getattr(selection, table)
    return records


def _filled(record: AnyRecord, field: str) -> bool:
    value = getattr(record, field)
    return value != _EMPTY.get(field) and value not in (None, "", (), False)


def _number(table: Table) -> Callable[[Selection], int]:
    return lambda selection: sum(1 for _ in records_of(selection, table))


def _where(table: Table, holds: Callable[[Any], bool]) -> Callable[[Selection], int]:
    return lambda selection: sum(1 for record in records_of(selection, table) if holds(record))


def _annotators(selection: Selection) -> int:
    marks: tuple[Iterable[Claim | Evidence | Review], ...]
    marks = (selection.claims, selection.evidence, selection.reviews)
    return len({record.annotator for records in marks for record in records} - {""})


def _free_ids(selection: Selection) -> int:
    tables: tuple[Table, ...] = ("articles", "claims", "evidence")
    return sum(
        not re.fullmatch(_GUID, record.id) for table in tables for record in records_of(selection, table)
    )


def _line_ends(selection: Selection) -> int:
    return sum("\r" in selection.text(article.id) for article in selection.articles)


def _signs(selection: Selection) -> int:
    """How many words of people hold what XML cannot."""
    return sum(re.search(NOT_IN_XML, value) is not None for value in _words(selection))


def _long(selection: Selection) -> int:
    """How many words of people are longer than a cell."""
    words = [*_words(selection), *(piece.quote.exact for piece in selection.evidence)]
    # No text has more than twice as many units as code points.
    return sum(
        len(value) > LONGEST_CELL // 2 and len(value.encode("utf-16-le")) // 2 > LONGEST_CELL
        for value in words
    )


def _words(selection: Selection) -> list[str]:
    """What people have written or named, texts and quotes aside."""
    words: list[str] = []
    words += [value for a in selection.articles for value in (a.title, a.publisher, a.author) if value]
    words += [value for claim in selection.claims for value in (claim.text, claim.note, *claim.tags)]
    words += [value for c in selection.claims for value in (c.open_question, c.verdict) if value]
    return words + [piece.note for piece in selection.evidence]


def _one(_: Selection) -> int:
    return 1


def _carried(piece: Evidence) -> bool:
    return piece.anchor != "exact" or piece.carried_from is not None


def _versions(article: Article) -> bool:
    return article.version != 1 or article.state != "current" or article.work != article.id


def _detailed(origin: Origin) -> bool:
    kept = (origin.aliases, origin.group, origin.reliability)
    return any(kept) or origin.kind != "person" or origin.state != "current"


_ALL: tuple[Table, ...] = ("articles", "origins", "claims", "evidence", "reviews")

PLANES: Mapping[str, Plane] = {
    plane.name: plane
    for plane in (
        Plane("texts", ("article’s text", "articles’ texts"),
              {"articles": ("text", "sha256", "chars")}, _number("articles")),
        Plane("titles", ("article’s title", "articles’ titles"), {"articles": ("title",)}),
        Plane("labels", ("article’s letter", "articles’ letters"), {"articles": ("label",)}),
        Plane("publication", ("article’s publisher, author, date, language and address",
                              "articles’ publishers, authors, dates, languages and addresses"),
              {"articles": ("publisher", "author", "published", "language", "url")}),
        Plane("sources", ("article’s file, encoding and time of reading",
                          "articles’ files, encodings and times of reading"),
              {"articles": ("source", "encoding", "retrieved")}),
        Plane("versions", ("article’s version and state", "articles’ versions and states"),
              {"articles": ("work", "version", "state")}, _where("articles", _versions)),
        Plane("origins", ("origin", "origins"), {"origins": ("name",)}, _number("origins")),
        Plane("origin_details", ("origin’s aliases, kind, group, state and reliability",
                                 "origins’ aliases, kinds, groups, states and reliabilities"),
              {"origins": ("aliases", "kind", "group", "state", "reliability")},
              _where("origins", _detailed)),
        Plane("claims", ("claim", "claims"), {"claims": ("text",)}, _number("claims")),
        Plane("unjudged", ("claim without a verdict", "claims without a verdict"),
              counted=_where("claims", lambda claim: not (claim.verdict or "").strip())),
        Plane("types", ("claim’s type", "claims’ types"), {"claims": ("type",)}),
        Plane("tags", ("claim’s tags", "claims’ tags"), {"claims": ("tags",)}),
        Plane("speakers", ("claim’s speaker", "claims’ speakers"), {"claims": ("speaker",)}),
        Plane("claim_notes", ("claim’s note", "claims’ notes"), {"claims": ("note",)}),
        Plane("open_questions", ("open question", "open questions"), {"claims": ("open_question",)}),
        Plane("verdicts", ("verdict", "verdicts"), {"claims": ("verdict",)}),
        Plane("credibility", ("claim’s credibility", "claims’ credibilities"),
              {"claims": ("credibility",)}),
        Plane("stances", ("stance", "stances"), {"evidence": ("claim", "article", "stance")},
              _number("evidence")),
        Plane("weak_stances", ("partial or querying piece of evidence",
                               "partial or querying pieces of evidence"),
              counted=_where("evidence", lambda piece: piece.stance in ("partly_supports", "queries"))),
        Plane("unplaced", ("piece of evidence whose quote is not in its text",
                           "pieces of evidence whose quotes are not in their texts"),
              counted=_where("evidence", lambda piece: piece.anchor in ("changed", "orphan"))),
        Plane("quotes", ("quote’s words", "quotes’ words"), {"evidence": ("quote.exact",)},
              _number("evidence")),
        Plane("offsets", ("quote’s place in the text", "quotes’ places in the text"),
              {"evidence": ("quote.start", "quote.end")}, _number("evidence")),
        Plane("context", ("quote’s surrounding words", "quotes’ surrounding words"),
              {"evidence": ("quote.prefix", "quote.suffix")}, _number("evidence")),
        Plane("attribution", ("chain of who says so", "chains of who says so"),
              {"evidence": ("attribution",)}),
        Plane("chain_details", ("mark that a chain is inferred or to be confirmed",
                                "marks that a chain is inferred or to be confirmed"),
              {"evidence": ("inferred", "proposed")}),
        Plane("certainty", ("hedge", "hedges"), {"evidence": ("certainty",)}),
        Plane("cues", ("cue", "cues"), {"evidence": ("cue",)}),
        Plane("joint", ("piece of evidence’s set", "pieces of evidence’s sets"), {"evidence": ("joint",)}),
        Plane("evidence_notes", ("note on evidence", "notes on evidence"), {"evidence": ("note",)}),
        Plane("anchors", ("mark that a quote was carried to another version",
                          "marks that quotes were carried to another version"),
              {"evidence": ("anchor", "carried_from")}, _where("evidence", _carried)),
        Plane("reviews", ("“no mention” and other look", "“no mention”s and other looks"),
              {"reviews": ("claim", "article")}, _number("reviews")),
        Plane("bases", ("time and basis of a look", "times and bases of looks"),
              {"reviews": ("basis", "at")}),
        Plane("annotators", ("annotator’s name", "annotators’ names"),
              {"claims": ("annotator",), "evidence": ("annotator",), "reviews": ("annotator",)},
              _annotators),
        Plane("times", ("time of creation and change", "times of creation and change"),
              {"claims": ("created", "modified"), "evidence": ("created", "modified")}),
        Plane("ids", ("id", "ids"), {table: ("id",) for table in _ALL if table != "reviews"},
              lambda selection: sum(_number(table)(selection) for table in _ALL if table != "reviews")),
        Plane("free_ids", ("id that is no UUID", "ids that are no UUIDs"), counted=_free_ids),
        Plane("line_ends", ("article’s line ends other than LF", "articles’ line ends other than LF"),
              counted=_line_ends),
        Plane("signs", ("text with signs that XML cannot hold", "texts with signs that XML cannot hold"),
              counted=_signs),
        Plane("long_texts", ("text that is cut because no cell holds it",
                             "texts that are cut because no cell holds them"), counted=_long),
        Plane("codebook", ("codebook", "codebooks"), counted=_one),
    )
}  # fmt: skip

EVERYTHING: frozenset[str] = frozenset(PLANES)
#: Where the second is lost as a whole, nothing is said of the first.
WITHIN: Mapping[str, str] = {
    "free_ids": "ids", "line_ends": "texts", "unjudged": "claims", "weak_stances": "stances",
    "unplaced": "stances",
}  # fmt: skip


def lost(holds: frozenset[str]) -> list[Plane]:
    """The planes that a format loses which holds these, without those that go with a wider one."""
    return [
        plane
        for name, plane in PLANES.items()
        if name not in holds and WITHIN.get(name, name) in (name, *holds)
    ]
