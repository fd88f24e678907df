"""Documents are held against each other and a project: what is new, what is known, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec.structs import replace

from annotations.articles import text_hash, title_of
from annotations.editing.articles import labels
from annotations.errors import ImportRefusedError
from annotations.imports.document import Document
from annotations.imports.places import refuse, typed
from annotations.records import (
    CONTEXT,
    TABLE_OF,
    AnyRecord,
    Article,
    Claim,
    Cue,
    Evidence,
    Origin,
    Quote,
    Review,
    Table,
    utc_now,
)

if TYPE_CHECKING:
    from annotations.project import Project

R = TypeVar("R", Article, Origin, Claim, Evidence, Review)

#: No whole number of a record is larger: what JSON readers everywhere take without loss.
LARGEST = 2**53 - 1


class Row(NamedTuple):
    """One record of a file: the file, the place in it, and the fields that are given there."""

    file: Path
    place: str
    given: dict[str, Any]

    def refuse(self, field: str, what: str) -> ImportRefusedError:
        """The error that says what is wrong with a field (or, if that is empty, with the record)."""
        return refuse(f"{self.file}: {self.place}{'.' if field else ''}{field}", what)


class Merge:
    """What importing documents into a project comes to. Nothing is written by this.

    Attributes:
        new: the records that the project does not have, by table and id, in the order of the files.
        texts: the texts of the new articles by article id.
        known: how many records of each table the project has already, just as they are given.
        relabelled: new articles that got another label than the one given, with the one given.

    Raises:
        ImportRefusedError: something does not fit; the message names the file and the place.
        ProjectError: the text of an article of the project is missing or damaged.
    """

    def __init__(self, project: Project, documents: Sequence[tuple[Path, Document]]) -> None:
        self._project = project
        self._documents = documents
        self._now = utc_now()
        self.new: dict[Table, dict[str, AnyRecord]] = {
            table: {} for table in ("articles", "origins", "claims", "evidence", "reviews")
        }
        self.texts: dict[str, str] = {}
        self.known: dict[Table, int] = dict.fromkeys(self.new, 0)
        self.relabelled: list[tuple[Article, str]] = []
        # Each step may look at all records of the steps before it, in whichever file they are.
        self._take_articles()
        for row in self._rows("origins"):
            self._take(row, typed(row.given, Origin, f"{row.file}: {row.place}"))
        for row in self._rows("claims"):
            self._take(row, self._claim(row))
        for row in self._rows("evidence"):
            self._take(row, self._evidence(row))
        for row in self._rows("evidence"):
            self._refer(row, "carried_from", Evidence, row.given.get("carried_from"))
        for row in self._rows("reviews"):
            self._take(row, self._review(row))

    def _rows(self, table: Table) -> Iterator[Row]:
        for file, document in self._documents:
            seen: set[str] = set()
            for number, given in enumerate(document.records.get(table, ())):
                row = Row(file, f"{table}[{number}]", given)
                if table != "reviews":
                    id = given.get("id")
                    if id == "":
                        raise row.refuse("id", "is empty")
                    if isinstance(id, str):
                        if id in seen:
                            raise row.refuse("id", f"{id} is there twice")
                        seen.add(id)
                yield row

    def _take(self, row: Row, record: R) -> None:
        """Keep a record that is new; let one go that is known; refuse one that is known otherwise."""
        table = TABLE_OF[type(record)]
        present = self.new[table].get(record.id) or self._project.find(type(record), record.id)
        if present is None:
            self.new[table][record.id] = record
            return
        for field in row.given:
            if field == "text" and isinstance(record, Article):
                differs = record.sha256 != getattr(present, "sha256", None)
            elif field in ("quote", "cue") and isinstance(row.given[field], dict):
                theirs = getattr(present, field)
                differs = theirs is None or any(
                    getattr(getattr(record, field), part) != getattr(theirs, part)
                    for part in row.given[field]
                )
            else:
                # A label is the project's own affair: the one given may have been taken.
                differs = field != "label" and getattr(record, field) != getattr(present, field)
            if differs:
                raise row.refuse(field, f"differs from the {_name(table)} {record.id} that is there already")
        self.known[table] += 1

    # ---- Articles --------------------------------------------------------------------------------

    def _take_articles(self) -> None:
        rows = [(row, self._article(row)) for row in self._rows("articles")]
        given = self._labels(rows)
        for row, article in rows:
            known = article.id in self.new["articles"] or self._project.find(Article, article.id) is not None
            labelled = replace(article, label=given[article.work])
            self._take(row, labelled)
            if not known:
                self.texts[article.id] = row.given["text"]
                if article.label not in ("", labelled.label):
                    self.relabelled.append((labelled, article.label))
                self._check_versions(row, labelled)

    def _article(self, row: Row) -> Article:
        given = dict(row.given)
        if "text" not in given:
            raise row.refuse("", "missing field text")
        text = given.pop("text")
        if not isinstance(text, str):
            raise row.refuse("text", "expected str")
        own = {"title": title_of(text), "sha256": text_hash(text), "chars": len(text)}
        id = given.get("id")
        defaults = {**own, "work": id if isinstance(id, str) else "", "label": ""}
        article = typed({**defaults, **given}, Article, f"{row.file}: {row.place}")
        if article.sha256 != own["sha256"]:
            raise row.refuse("sha256", "is not the SHA-256 of the text")
        if article.chars != own["chars"]:
            raise row.refuse("chars", f"is not the length of the text, which is {own['chars']}")
        if not 1 <= article.version <= LARGEST:
            raise row.refuse("version", "expected a number from 1 on")
        if not article.work:
            raise row.refuse("work", "is empty")
        if row.given.get("label") == "":
            raise row.refuse("label", "is empty")
        return article

    def _labels(self, rows: Sequence[tuple[Row, Article]]) -> dict[str, str]:
        """The label of every work: the one it has in the project, else the one given, else the next free one.

        A label that another work has, in the project or earlier in the files, is not taken from it.
        """
        found = {article.work: article.label for article in self._project.articles}
        taken = set(found.values())
        for _, article in rows:
            if article.work not in found and article.label and article.label not in taken:
                found[article.work] = article.label
                taken.add(article.label)
        for _, article in rows:
            if article.work not in found:
                found[article.work] = next(label for label in labels() if label not in taken)
                taken.add(found[article.work])
        return found

    def _check_versions(self, row: Row, article: Article) -> None:
        for other in (*self._project.articles, *self._new(Article).values()):
            if other.work != article.work or other.id == article.id:
                continue
            if other.version == article.version:
                raise row.refuse(
                    "version", f"article {other.id} is version {other.version} of this work already"
                )
            if other.state == article.state == "current":
                raise row.refuse("state", f"article {other.id} is the current version of this work already")

    # ---- Claims, evidence, reviews ---------------------------------------------------------------

    def _claim(self, row: Row) -> Claim:
        claim = typed({**self._stamps(), **row.given}, Claim, f"{row.file}: {row.place}")
        self._refer(row, "speaker", Origin, claim.speaker)
        if claim.credibility is not None and not 1 <= claim.credibility <= 6:
            raise row.refuse("credibility", "expected a number from 1 to 6")
        return claim

    def _evidence(self, row: Row) -> Evidence:
        given = {**self._stamps(), **row.given}
        for field in ("quote", "cue"):
            # The words may be left out: they stand in the text.
            if isinstance(given.get(field), dict):
                given[field] = {"exact": "", **given[field]}
        piece = typed(given, Evidence, f"{row.file}: {row.place}")
        self._refer(row, "claim", Claim, piece.claim)
        self._refer(row, "article", Article, piece.article)
        for number, link in enumerate(piece.attribution):
            self._refer(row, f"attribution[{number}]", Origin, link)
        text = self._text(piece.article)
        quote = self._quote(row, piece, text)
        cue = piece.cue and self._cue(row, piece, piece.cue, text)
        return replace(piece, quote=quote, cue=cue)

    def _quote(self, row: Row, piece: Evidence, text: str) -> Quote:
        quote, given = piece.quote, row.given["quote"]
        exact = self._words(row, "quote", piece, quote, text)
        start, end = quote.start, quote.end
        return Quote(
            start=start,
            end=end,
            exact=exact,
            prefix=given.get("prefix", text[max(0, start - CONTEXT) : start]),
            suffix=given.get("suffix", text[end : end + CONTEXT]),
        )

    def _cue(self, row: Row, piece: Evidence, cue: Cue, text: str) -> Cue:
        return replace(cue, exact=self._words(row, "cue", piece, cue, text))

    def _words(self, row: Row, field: str, piece: Evidence, span: Quote | Cue, text: str) -> str:
        """The words of a span, held against the text where the anchor says that they stand there."""
        # An orphan has its last known place, which was in another text and may lie behind the end of this.
        end = LARGEST if piece.anchor == "orphan" else len(text)
        if not 0 <= span.start <= end:
            raise row.refuse(f"{field}.start", f"{span.start} is outside the text (0 to {end})")
        if not span.start <= span.end <= end:
            raise row.refuse(
                f"{field}.end", f"{span.end} is not between the start and the end of the text ({end})"
            )
        there = text[span.start : span.end]
        if "exact" not in row.given[field]:
            return there
        if piece.anchor in ("exact", "moved") and span.exact != there:
            raise row.refuse(
                f"{field}.exact", f"is not what stands in the text from {span.start} to {span.end}"
            )
        return span.exact

    def _review(self, row: Row) -> Review:
        defaults = {"annotator": self._project.annotator, "at": self._now}
        review = typed({**defaults, **row.given}, Review, f"{row.file}: {row.place}")
        self._refer(row, "claim", Claim, review.claim)
        self._refer(row, "article", Article, review.article)
        return review

    def _stamps(self) -> dict[str, str]:
        return {"annotator": self._project.annotator, "created": self._now, "modified": self._now}

    def _refer(self, row: Row, field: str, kind: type[R], id: str | None) -> None:
        if id is not None and id not in self.new[TABLE_OF[kind]] and self._project.find(kind, id) is None:
            raise row.refuse(field, f"there is no {_name(TABLE_OF[kind])} {id}")

    def _new(self, kind: type[R]) -> Mapping[str, R]:
        return self.new[TABLE_OF[kind]]  # type: ignore[return-value]

    def _text(self, article: str) -> str:
        return self.texts[article] if article in self.texts else self._project.text(article)


def _name(table: Table) -> str:
    return table if table == "evidence" else table.removesuffix("s")
