"""Documents are held against each other and a project: what is new, what is known, what does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from annotations.anchoring import Carrier, differences
from annotations.anchoring.placing import place
from annotations.articles import text_hash, title_of
from annotations.editing.articles import labels
from annotations.errors import ImportRefusedError
from annotations.imports.conflicts import Choice, Conflict, Difference, Key
from annotations.imports.document import Document
from annotations.imports.places import refuse, typed
from annotations.imports.watching import Watch
from annotations.records import (
    CONTEXT,
    TABLE_OF,
    Anchor,
    AnyRecord,
    Article,
    Claim,
    Cue,
    Evidence,
    Origin,
    Quote,
    Review,
    Table,
    new_id,
    utc_now,
)
from annotations.text.offsets import Offsets

if TYPE_CHECKING:
    from annotations.project import Project

R = TypeVar("R", Article, Origin, Claim, Evidence, Review)

#: No whole number of a record is larger: what JSON readers everywhere take without loss.
LARGEST = 2**53 - 1


#: The fields of each table that name records of another.
_REFERENCES: Mapping[Table, Mapping[str, Table]] = {
    "claims": {"speaker": "origins"},
    "evidence": {
        "claim": "claims", "article": "articles", "attribution": "origins", "carried_from": "evidence",
    },
    "reviews": {"claim": "claims", "article": "articles"},
}  # fmt: skip


class Row(NamedTuple):
    """One record of a file: the file, the place in it, and the fields that are given there."""

    file: Path
    place: str
    given: dict[str, Any]
    loose: bool = False

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
        conflicts: records that the project has otherwise, and about which nothing was decided.
        replaced: records of the project as they are to become, by table and id.
        kept: how many records were decided to stay as they are.
        found_again: what became of quotes whose place was not taken as given, by anchor.

    Args:
        project: the project.
        documents: the files and what they hold.
        decide: what to do about records that the project has otherwise, by table and id.
        otherwise: what to do about all others of them; null leaves them to `conflicts`.
        watch: told how far it is.

    Raises:
        ImportCancelledError: it was called off.
        ImportRefusedError: something does not fit; the message names the file and the place.
        ProjectError: the text of an article of the project is missing or damaged.
    """

    def __init__(
        self,
        project: Project,
        documents: Sequence[tuple[Path, Document]],
        decide: Mapping[Key, Choice] | None = None,
        otherwise: Choice | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._project = project
        self._watch = watch or Watch()
        self._documents = documents
        self._decide, self._otherwise = decide or {}, otherwise
        self._now = utc_now()
        self.new: dict[Table, dict[str, AnyRecord]] = {
            table: {} for table in ("articles", "origins", "claims", "evidence", "reviews")
        }
        self.texts: dict[str, str] = {}
        self.known: dict[Table, int] = dict.fromkeys(self.new, 0)
        self.relabelled: list[tuple[Article, str]] = []
        self.conflicts: list[Conflict] = []
        self.replaced: dict[Table, dict[str, AnyRecord]] = {table: {} for table in self.new}
        self.kept = 0
        self.found_again: Counter[Anchor] = Counter()
        # The ids that records get of which both are wanted, by table and the id that they come with.
        self._renamed: dict[Key, str] = {
            key: new_id() for key, choice in self._decide.items() if choice == "both" and key[0] != "reviews"
        }
        self._rename_evidence()
        self._named_before = {new: id for (_, id), new in self._renamed.items()}
        # The texts that came with articles which keep another one here.
        self._their_texts: dict[str, str] = {}
        self._carriers: dict[str, Carrier] = {}
        self._offsets: dict[str, Offsets] = {}
        self._by_address: dict[str, str] | None = None
        # Each step may look at all records of the steps before it, in whichever file they are.
        self._take_articles()
        for row in self._rows("origins"):
            self._take(row, typed(row.given, Origin, f"{row.file}: {row.place}"))
        for row in self._rows("claims"):
            self._take(row, self._claim(row))
        for row in self._rows("evidence"):
            self._take(row, self._evidence(row))
        for row in self._rows("evidence", again=True):
            self._refer(row, "carried_from", Evidence, row.given.get("carried_from"))
        self._check_carried()
        for row in self._rows("reviews"):
            self._take(row, self._review(row))
        self._carry_mine()

    def _rows(self, table: Table, *, again: bool = False) -> Iterator[Row]:
        """The rows of a table; nobody is told how far it is where they are looked at again."""
        for file, document in self._documents:
            seen: set[str] = set()
            given_rows = document.records.get(table, ())
            walked = self._watch.guarded(given_rows) if again else self._watch.walk(table, given_rows)
            for number, given in enumerate(walked):
                named = document.places.get(table)
                where = named[number] if named is not None else f"{table}[{number}]"
                row = Row(file, where, self._renaming(table, given), _is_loose(document, number))
                if table != "reviews":
                    id = given.get("id")
                    if id == "":
                        raise row.refuse("id", "is empty")
                    if isinstance(id, str):
                        if id in seen:
                            raise row.refuse("id", f"{id} is there twice")
                        seen.add(id)
                yield row

    def _rename_evidence(self) -> None:
        """The evidence on claims and articles of which both are wanted is wanted twice as well."""
        for _, document in self._documents if self._renamed else ():
            for given in document.records.get("evidence", ()):
                id, claim, article = (given.get(field) for field in ("id", "claim", "article"))
                about = isinstance(claim, str) and ("claims", claim) in self._renamed
                within = isinstance(article, str) and ("articles", article) in self._renamed
                if isinstance(id, str) and (about or within):
                    self._renamed.setdefault(("evidence", id), new_id())

    def _check_carried(self) -> None:
        """No piece of evidence may have been carried from itself, be it by way of others."""
        sound: set[str] = set()
        for row in self._rows("evidence", again=True):
            chain: dict[str, None] = {}
            id: str | None = row.given.get("id")
            while id is not None and id not in sound:
                if id in chain:
                    raise row.refuse("carried_from", f"evidence {id} was carried from itself")
                chain[id] = None
                found = self.new["evidence"].get(id) or self.replaced["evidence"].get(id)
                piece = found or self._project.find(Evidence, id)
                id = piece.carried_from if isinstance(piece, Evidence) else None
            sound.update(chain)

    def _renaming(self, table: Table, given: dict[str, Any]) -> dict[str, Any]:
        """A row with the new ids of records of which both are wanted, its own and those it refers to."""
        if not self._renamed:
            return given
        changed: dict[str, Any] = {}
        own = self._renamed.get((table, given["id"])) if isinstance(given.get("id"), str) else None
        if own is not None:
            changed["id"] = own
            if table == "articles":
                changed["work"] = own
        for field, there in _REFERENCES.get(table, {}).items():
            value = given.get(field)
            if isinstance(value, str):
                changed[field] = self._renamed.get((there, value), value)
            elif isinstance(value, list | tuple):
                changed[field] = [
                    self._renamed.get((there, one), one) if isinstance(one, str) else one for one in value
                ]
        return {**given, **changed}

    def _take(self, row: Row, record: R) -> None:
        """Keep a record that is new; let one go that is known; note one that is known otherwise."""
        table = TABLE_OF[type(record)]
        earlier = self.new[table].get(record.id) or self.replaced[table].get(record.id)
        present = earlier or self._project.find(type(record), record.id)
        if present is None:
            self.new[table][record.id] = record
            return
        differing = [field for field in row.given if self._differs(row, field, record, present)]
        if not differing:
            self.known[table] += 1
            return
        if earlier is not None:
            raise row.refuse(
                differing[0], f"differs from the {_name(table)} {record.id} that is there already"
            )
        choice = self._decide.get((table, record.id), self._otherwise)
        if choice == "both" and table == "reviews":
            choice = "mine"
        if choice == "theirs":
            self._replace(table, record, present, differing)
        elif choice is None:
            self.conflicts.append(self._conflict(row, table, record, present, differing))
        else:
            self.kept += 1

    def _differs(self, row: Row, field: str, record: R, present: AnyRecord) -> bool:
        if field == "text" and isinstance(record, Article):
            return record.sha256 != getattr(present, "sha256", None)
        if field in ("quote", "cue") and isinstance(row.given[field], dict):
            ours, theirs = getattr(record, field), getattr(present, field)
            if ours is None or theirs is None:
                return ours is not theirs
            return any(getattr(ours, part) != getattr(theirs, part) for part in row.given[field])
        if field in ("speaker", "attribution", "carried_from"):
            # That a record is named which is there twice now makes no difference of its own.
            value = getattr(record, field)
            before = self._named_before
            if isinstance(value, tuple):
                return bool(tuple(before.get(id, id) for id in value) != getattr(present, field))
            return bool(before.get(value, value) != getattr(present, field))
        # A label is the project's own affair: the one given may have been taken.
        return field != "label" and bool(getattr(record, field) != getattr(present, field))

    def _conflict(
        self, row: Row, table: Table, record: R, present: AnyRecord, differing: Sequence[str]
    ) -> Conflict:
        def value(one: Any, field: str) -> Any:
            if field == "text" and isinstance(one, Article):
                mine = one is present
                return self._project.text(one.id) if mine else self._their_texts.get(one.id, "")
            return getattr(one, field)

        return Conflict(
            table=table,
            id=record.id,
            where=f"{row.file}: {row.place}",
            mine=present,  # type: ignore[arg-type]
            theirs=record,
            differences=tuple(
                Difference(field, value(present, field), value(record, field)) for field in differing
            ),
        )

    def _replace(self, table: Table, record: R, present: AnyRecord, differing: Sequence[str]) -> None:
        """What the file gives, over what is there: fields that it does not give stay."""
        fields = {field: getattr(record, field) for field in differing if hasattr(record, field)}
        if "text" in differing and isinstance(record, Article):
            fields |= {"sha256": record.sha256, "chars": record.chars}
            self.texts[record.id] = self._their_texts.pop(record.id)
        self.replaced[table][record.id] = replace(present, **fields)

    def _carry_mine(self) -> None:
        """Carry the project's own quotes over to the texts that were taken from a file."""
        for id in self.replaced["articles"]:
            if id not in self.texts:
                continue
            carrier = Carrier(differences(self._project.text(id), self.texts[id]))
            for piece in self._project.evidence_in(id):
                if piece.id not in self.replaced["evidence"]:
                    self.replaced["evidence"][piece.id] = self._carried(piece, carrier)

    def _carried(self, piece: Evidence, carrier: Carrier) -> Evidence:
        """A piece of evidence with its quote carried to another text; a cue that is not found goes."""
        anchor, quote, _ = carrier.carry(piece.quote)
        self.found_again[anchor] += 1
        cue = None
        if piece.cue is not None:
            old = Quote(start=piece.cue.start, end=piece.cue.end, exact=piece.cue.exact)
            found = carrier.carry(old)
            if found.anchor in ("exact", "moved"):
                cue = Cue(start=found.quote.start, end=found.quote.end, exact=found.quote.exact)
        return replace(piece, anchor=anchor, quote=quote, cue=cue)

    # ---- Articles --------------------------------------------------------------------------------

    def _take_articles(self) -> None:
        rows = [(row, self._article(row)) for row in self._rows("articles")]
        given = self._labels(rows)
        for row, article in rows:
            present = self._project.find(Article, article.id)
            known = article.id in self.new["articles"] or present is not None
            labelled = replace(article, label=given[article.work])
            if present is not None and present.sha256 != article.sha256:
                self._their_texts[article.id] = row.given["text"]
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
        if row.loose:
            return self._sought(row, given)
        for field in ("quote", "cue"):
            # The words may be left out: they stand in the text.
            if isinstance(given.get(field), dict):
                given[field] = {"exact": "", **given[field]}
        piece = typed(given, Evidence, f"{row.file}: {row.place}")
        self._refer(row, "claim", Claim, piece.claim)
        self._refer(row, "article", Article, piece.article)
        for number, link in enumerate(piece.attribution):
            self._refer(row, f"attribution[{number}]", Origin, link)
        theirs = self._their_texts.get(piece.article)
        text = self._text(piece.article) if theirs is None else theirs
        quote = self._quote(row, piece, text)
        cue = piece.cue and self._cue(row, piece, piece.cue, text)
        piece = replace(piece, quote=quote, cue=cue)
        if theirs is None:
            return piece
        if piece.article not in self._carriers:
            self._carriers[piece.article] = Carrier(differences(theirs, self._text(piece.article)))
        return self._carried(piece, self._carriers[piece.article])

    def _sought(self, row: Row, given: dict[str, Any]) -> Evidence:
        """A piece of evidence whose quote is sought by its words, and told where it is not as given."""
        given = {**given, "article": self._addressed(row, given.get("article"))}
        span = typed(given.pop("quote", None), _Loose, f"{row.file}: {row.place}.quote")
        blank = {"start": 0, "end": 0, "exact": ""}
        piece = typed({**given, "quote": blank}, Evidence, f"{row.file}: {row.place}")
        self._refer(row, "claim", Claim, piece.claim)
        self._refer(row, "article", Article, piece.article)
        for number, link in enumerate(piece.attribution):
            self._refer(row, f"attribution[{number}]", Origin, link)
        for at in (span.start, span.end):
            if at is not None and not 0 <= at <= LARGEST:
                raise row.refuse("quote", f"{at} is no place in a text")
        anchor, quote, _ = place(
            self._text(piece.article), span.exact, start=span.start, end=span.end,
            prefix=span.prefix, suffix=span.suffix, offsets=self._offsets_in(piece.article),
        )  # fmt: skip
        if anchor != "exact" or span.start is None:
            self.found_again[anchor] += 1
        return replace(piece, quote=quote, anchor=anchor)

    def _offsets_in(self, article: str) -> Offsets:
        if article not in self._offsets:
            self._offsets[article] = Offsets(self._text(article))
        return self._offsets[article]

    def _addressed(self, row: Row, named: Any) -> Any:
        """The id of the article that is named by its id or its address."""
        if not isinstance(named, str) or named in self.new["articles"] or self._project.find(Article, named):
            return named
        if self._by_address is None:
            known: list[Article] = [*self._project.articles, *self._new(Article).values()]
            known.sort(key=lambda article: article.state == "current")
            self._by_address = {
                address: article.id
                for article in known
                for address in (article.url, article.source)
                if address
            }
        id = self._by_address.get(named)
        if id is None:
            raise row.refuse("article", f"no article is from {named}; add it first")
        return id

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
        """The text that an article has in the end."""
        return self.texts[article] if article in self.texts else self._project.text(article)


def _is_loose(document: Document, number: int) -> bool:
    return document.loose if isinstance(document.loose, bool) else number in document.loose


class _Loose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quote as it came from elsewhere."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


def _name(table: Table) -> str:
    return table if table == "evidence" else table.removesuffix("s")
