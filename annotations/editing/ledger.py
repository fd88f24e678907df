"""The records of a project, what follows from them, and the one way in which they change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from annotations.agreement import Agreement, Unmarked, derive
from annotations.changes import Change, Edit, Told, concerns
from annotations.codebook import Codebook, built_in
from annotations.editing.ahead import (
    STEPS,
    Ahead,
    Telling,
    agreements_in,
    articles_met_in,
    tallied,
)
from annotations.editing.changing import Edits
from annotations.editing.undoing import UndoStacks
from annotations.errors import ConflictError, ProjectError, ReadOnlyError
from annotations.independence import question
from annotations.originals import FolderOriginals, MemoryOriginals, Originals
from annotations.origins import find_origin
from annotations.records import (
    TABLE_OF,
    AnyRecord,
    Article,
    Claim,
    Evidence,
    Origin,
    Review,
    Settings,
    Stance,
    new_id,
    utc_now,
)
from annotations.store import ReadyToTakeOver, Recorded, Store
from annotations.tally import Tally
from annotations.texts import Texts

R = TypeVar("R", bound=AnyRecord)
#: The id of the record in the table `meta` that holds the drafts.
DRAFTS = "drafts"
#: How many touched claims are remembered one by one.
TOUCHED = 10_000
#: A change of more records than this takes longer than a key may: some 10 ms for a thousand.
MANY = 1_000
ChangeListener = Callable[[Change], None]


class Ledger:
    """Records, typed and frozen; the agreement derived from them; changes, undone and done again.

    Attributes:
        folder: the project folder; null for a project in memory.
        annotator: the name under which new records are made.
        codebook: the types, stances and tags in force.
    """

    def __init__(
        self, store: Store, texts: Texts, *, folder: Path | None = None, annotator: str = ""
    ) -> None:
        self.folder = folder
        self.annotator = annotator
        self.codebook: Codebook = built_in()
        self._store = store
        self._texts = texts
        self._originals: Originals = MemoryOriginals() if folder is None else FolderOriginals(folder)
        self._listeners: list[ChangeListener] = []
        self._stacks = self._stacks_from_here()
        self._accepting: str | None = None
        self._agreements: dict[str, Agreement] = {}
        self._numbers: dict[str, int] | None = None
        self._tally: Tally | None = None
        # What follows from the articles alone; null until somebody asks after an article has changed.
        self._unmarked: Unmarked | None = None
        self._current: list[Article] | None = None
        self._listed: list[Article] | None = None
        self._by_label: dict[str, int] | None = None
        # The claims that changes have touched, in order, the first of them with the mark `_touched_from`.
        self._touched: list[str] = []
        self._touched_from = 0
        self._moment = 0

    @property
    def articles(self) -> list[Article]:
        """All article versions in the order in which they came."""
        return self._store.tables.all(Article)

    @property
    def current_articles(self) -> list[Article]:
        """The article versions that count, in the order of their labels (A … Z, AA …)."""
        if self._current is None:
            current = [article for article in self.articles if article.state == "current"]
            self._current = sorted(current, key=lambda article: (len(article.label), article.label))
        return list(self._current)

    @property
    def listed_articles(self) -> list[Article]:
        """All article versions by label, the newest version of each first."""
        if self._listed is None:
            self._listed = sorted(self.articles, key=lambda a: (len(a.label), a.label, -a.version))
        return list(self._listed)

    @property
    def articles_by_id(self) -> Mapping[str, Article]:
        """All article versions by id, in no order; a view that follows every change."""
        return self._store.tables.by_id(Article)

    @property
    def origins(self) -> list[Origin]:
        """All origins in the order in which they were made."""
        return self._store.tables.all(Origin)

    @property
    def origins_by_id(self) -> Mapping[str, Origin]:
        """All origins by id, in no order; a view that follows every change."""
        return self._store.tables.by_id(Origin)

    @property
    def claims(self) -> list[Claim]:
        """All claims in the order in which they were made."""
        return self._store.tables.all(Claim)

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence in the order in which it was made."""
        return self._store.tables.all(Evidence)

    @property
    def reviews(self) -> list[Review]:
        """All reviews in the order in which they were made."""
        return self._store.tables.all(Review)

    @property
    def settings(self) -> Settings:
        """What the project remembers besides its records."""
        return next(iter(self._store.tables.all(Settings)), Settings())

    def article(self, id: str) -> Article:
        """The article version with this id.

        Raises:
            ProjectError: there is none.
        """
        return self._get(Article, id)

    def origin(self, id: str) -> Origin:
        """The origin with this id, or a ProjectError."""
        return self._get(Origin, id)

    def claim(self, id: str) -> Claim:
        """The claim with this id, or a ProjectError."""
        return self._get(Claim, id)

    def piece(self, id: str) -> Evidence:
        """The piece of evidence with this id, or a ProjectError."""
        return self._get(Evidence, id)

    def find(self, kind: type[R], id: str) -> R | None:
        """The record of this kind with this id, if there is one."""
        return self._store.tables.get(kind, id)

    def text(self, article: str) -> str:
        """The stored text of an article version, exact to the code point.

        Raises:
            ProjectError: there is no such article, or its text is missing or damaged.
        """
        return self._texts.get(self.article(article).sha256)

    def original_faults(self) -> list[tuple[str, str]]:
        """The names of kept pages and documents that are damaged, and what is wrong with each.

        Reads them all.
        """
        return list(self._originals.faults())

    def evidence_on(self, claim: str, article: str | None = None) -> list[Evidence]:
        """The evidence on a claim, in one article or in all, by label, version and place in the text."""
        if self._by_label is None:
            by_label = sorted(self.articles, key=lambda a: (len(a.label), a.label, a.version))
            self._by_label = {a.id: number for number, a in enumerate(by_label)}
        places, tables = self._by_label, self._store.tables
        pieces = tables.evidence_on(claim) if article is None else tables.evidence_at(claim, article)
        return sorted(pieces, key=lambda p: (places.get(p.article, -1), p.quote.start, p.quote.end, p.id))

    def evidence_in(self, article: str) -> list[Evidence]:
        """The evidence in an article version, in the order of its text."""
        pieces = self._store.tables.evidence_in(article)
        return sorted(pieces, key=lambda piece: (piece.quote.start, piece.quote.end, piece.id))

    def evidence_between(self, article: str, start: int, end: int) -> list[Evidence]:
        """The evidence in an article of whose quotes a part lies in [start, end), in code points,
        in no order; 1 ms for 5,000 quotes."""
        return [
            piece
            for piece in self._store.tables.evidence_in(article)
            if piece.quote.start < end and start < piece.quote.end
        ]

    def reviews_on(self, claim: str) -> list[Review]:
        """The reviews of a claim."""
        return self._store.tables.reviews_on(claim)

    def reviews_in(self, article: str) -> list[Review]:
        """The reviews in an article version."""
        return self._store.tables.reviews_in(article)

    def number(self, claim: str) -> int:
        """The number of a claim as people see it: its position in the order of creation, from 1.

        Raises:
            ProjectError: there is no such claim.
        """
        if self._numbers is None:
            self._numbers = {known.id: number for number, known in enumerate(self.claims, start=1)}
        try:
            return self._numbers[claim]
        except KeyError:
            raise ProjectError(f"there is no claim {claim}") from None

    def rev(self, kind: type[AnyRecord], id: str) -> int:
        """The revision of a record: the number of the change that touched it last; 0 where there is none."""
        return self._store.tables.rev(TABLE_OF[kind], id)

    def origin_named(self, name: str) -> Origin | None:
        """The origin with this name or alias, whatever its case."""
        return find_origin(name, self.origins)

    def agreement(self, claim: str) -> Agreement:
        """Cells, independent origins and status of a claim, derived anew when anything it rests on changed.

        Raises:
            ProjectError: there is no such claim.
        """
        known = self._agreements.get(claim)
        if known is None:
            moment = self._moment
            known = self.derived(self.claim(claim))
            if moment == self._moment:  # else it is of before a change, where another thread asks
                self._agreements[claim] = known
        return known

    def underived(self) -> list[str]:
        """The claims whose agreement is not at hand, in the order of creation.

        Deriving thousands of them takes long enough to be done in slices.
        """
        return [claim.id for claim in self.claims if claim.id not in self._agreements]

    def claims_changed_since(self, mark: int) -> tuple[int, frozenset[str] | None]:
        """The next mark, and which claims have changed since this gave `mark`, be it in number or agreement.

        Null: any of them may have. The first time ask with -1.
        """
        now = self._touched_from + len(self._touched)
        if mark < self._touched_from:
            return now, None
        return now, frozenset(self._touched[mark - self._touched_from :])

    @property
    def moment(self) -> int:
        """Another number after every change of the records: what is derived at one holds until the next."""
        return self._moment

    def _touch(self, claims: Iterable[str] | None) -> None:
        """Remember that these claims have changed; null for all."""
        self._moment += 1
        if claims is None or len(self._touched) > TOUCHED:
            self._touched_from += len(self._touched) + 1
            self._touched = []
        if claims is not None:
            self._touched += claims

    @property
    def tally(self) -> Tally:
        """How many claims have been met in each article."""
        if self._tally is None:
            self._tally = Tally(self._met_in, [claim.id for claim in self.claims])
        return self._tally

    def _met_in(self, claim: str) -> frozenset[str] | None:
        return articles_met_in(self._store.tables, claim)

    def derived(self, claim: Claim, *, annotator: str | None = None) -> Agreement:
        """The agreement on a claim; with `annotator`, from that person's evidence and reviews alone."""
        tables = self._store.tables
        if self._unmarked is None:
            self._unmarked = Unmarked(self.articles)
        return derive(
            claim,
            [p for p in tables.evidence_on(claim.id) if annotator is None or p.annotator == annotator],
            [r for r in tables.reviews_on(claim.id) if annotator is None or r.annotator == annotator],
            tables.by_id(Article),
            tables.by_id(Origin),
            self._unmarked,
        )

    def independence_question(self, claim: str) -> tuple[str, str] | None:
        """Two origins of whom it matters for this claim whether they are independent and nobody said yet."""
        tables = self._store.tables
        if not self.agreement(claim).modifiers.independence_open:
            return None
        return question(
            self.claim(claim),
            tables.evidence_on(claim),
            tables.reviews_on(claim),
            tables.by_id(Article),
            tables.by_id(Origin),
            self.settings.undecided,
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo, be it from before the project was opened."""
        return self._stacks.last_done() is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return self._stacks.last_undone() is not None

    def undo(self, ahead: Ahead | None = None) -> Change | None:
        """Take the last change back, be it from before the project was opened; that change, or null where
        there is none.

        Args:
            ahead: what `undo_ahead` found out for it.

        Raises:
            ConflictError: what it changed is no longer as it left it; the next undo is about the one before.
        """
        change = self._stacks.last_done()
        if change is None:
            return None
        self._writable()
        if ahead is not None and (ahead.about is not change or not self.fits(ahead)):
            ahead = None
        inverse = self._inverse(change) if ahead is None else ahead.change
        try:
            self._commit(inverse, ahead)
        except ConflictError:
            self._stacks.pass_over()  # what was done before it may still fit
            raise
        self._stacks.undid()
        self._tell(inverse)
        return change

    def redo(self, ahead: Ahead | None = None) -> Change | None:
        """Do again what was undone last; that change, or null where there is none. `ahead` is what
        `redo_ahead` found out for it."""
        change = self._stacks.last_undone()
        if change is None:
            return None
        if ahead is not None and (ahead.about is not change or not self.fits(ahead)):
            ahead = None
        again = self._again(change) if ahead is None else ahead.change
        self._commit(again, ahead)
        self._stacks.redid()
        self._tell(again)
        return change

    @property
    def to_undo(self) -> Change | None:
        """What `undo` takes back, as far as is known without reading a file."""
        return self._stacks.known_done()[0]

    @property
    def to_redo(self) -> Change | None:
        """What `redo` does again, as far as is known without reading a file."""
        return self._stacks.known_undone()[0]

    @property
    def undo_is_long(self) -> bool:
        """Whether `undo` has thousands of records to change, or a file to read: for `undo_ahead`, then."""
        change, known = self._stacks.known_done()
        return not known or (change is not None and len(change.edits) > MANY)

    @property
    def redo_is_long(self) -> bool:
        """The same for `redo`."""
        change, known = self._stacks.known_undone()
        return not known or (change is not None and len(change.edits) > MANY)

    def undo_ahead(self, told: Told | None = None) -> Ahead | None:
        """Do what takes long of `undo`. It changes nothing, so that it may run on another thread as long as
        nobody changes the project; where somebody does, it is worth nothing (`fits`).

        Args:
            told: told how far it is, of a thousand; what it raises ends it.

        Returns:
            What was found out; null where there is nothing to take back.

        Raises:
            ReadOnlyError, ConflictError, ProjectError: as `undo` raises them.
        """
        self._writable()
        change = self._stacks.last_done()
        if change is None:
            return None
        return self.work_out(self._inverse(change), told)._replace(about=change)

    def redo_ahead(self, told: Told | None = None) -> Ahead | None:
        """Do what takes long of `redo`, as `undo_ahead` does of `undo`."""
        self._writable()
        change = self._stacks.last_undone()
        if change is None:
            return None
        return self.work_out(self._again(change), told)._replace(about=change)

    def _inverse(self, change: Change) -> Change:
        return change.inverse(by=self.annotator, at=utc_now())

    def _again(self, change: Change) -> Change:
        return change.again(by=self.annotator, at=utc_now())

    def work_out(self, change: Change, told: Told | None = None) -> Ahead:
        """Do what takes long of `make`, as `undo_ahead` does of `undo`."""
        telling = Telling(told, STEPS)
        ready = self._store.ready_to_commit(change, telling)
        return Ahead(ready, tallied(ready.tables, telling), agreements_in(ready.tables, telling))

    def fits(self, ahead: Ahead) -> bool:
        """Whether it was worked out for this project, and nothing has changed since."""
        return ahead.ready.fits(ahead.change, self._store.tables)

    def look_back(self) -> None:
        """Read what may be undone next out of the history. May run on another thread."""
        self._stacks.look_back()

    def history(self, claim: str | None = None) -> Iterator[Recorded]:
        """Every change that is on disk, the oldest first; with `claim` those of this claim, its evidence and
        its reviews, also of one that was deleted. Half-typed text is left out.

        Raises:
            OSError: the history cannot be read.
        """
        for recorded in self._store.past():
            drafts = [edit.table == "meta" and edit.id == DRAFTS for edit in recorded.change.edits]
            if not recorded.change.label or (drafts and all(drafts)):
                continue
            edits = recorded.change.edits
            if claim is not None:
                edits = tuple(edit for edit in edits if concerns(edit, claim))
            if edits or (not recorded.change.edits and claim is None):
                yield Recorded(recorded.number, replace(recorded.change, edits=edits))

    def changed_after(self, at: str) -> str:
        """When a record that was there already was changed or deleted last, if that was after `at`; else
        `at`. Articles and origins bear no time of their own, and what is deleted bears none any more.

        What was made and not changed since does not count: an import makes all records anew, and says
        nothing about them. A history that cannot be read says nothing, either.
        """
        with contextlib.suppress(OSError):
            for recorded in self._store.past(newest_first=True):
                change = recorded.change
                if change.at <= at:
                    break
                if any(_changes_what_was_there(edit) for edit in change.edits) and change.undoable:
                    return change.at
        return at

    def catch_up(self) -> list[Change]:
        """Take in what others have changed meanwhile, and tell listeners; those changes."""
        changes = self._store.catch_up()
        for change in changes:
            self._forget(change)
        if changes:
            self._stacks = self._stacks_from_here()
        for change in changes:
            self._tell(change)
        return changes

    def ready_to_take_over(self) -> ReadyToTakeOver | None:
        """Do what takes long of `take_over`, the reading of all files, ahead; null where there is nothing to
        do. It may run on another thread, as long as nothing is caught up with meanwhile. What it gives is to
        be handed to `take_over`, or given back.

        Raises:
            BusyError, ProjectError: as `take_over` raises them.
        """
        try:
            return self._store.ready_to_take_over()
        except OSError as problem:
            raise _not_taken(problem) from problem

    def take_over(self, ready: ReadyToTakeOver | None = None) -> None:
        """Become the one who may write, after catching up.

        Args:
            ready: what was done of it ahead.

        Raises:
            BusyError: somebody else has the project still, or again.
            ProjectError: the folder cannot be written to, or its files cannot be read any more.
        """
        try:
            self._store.take_over(ready)
        except OSError as problem:
            raise _not_taken(problem) from problem
        self.catch_up()
        self._stacks = self._stacks_from_here()

    def _stacks_from_here(self) -> UndoStacks:
        return UndoStacks(lambda: self._store.past(newest_first=True), self._store.tables.number)

    @contextlib.contextmanager
    def _change(self, label: str, *, undoable: bool = True) -> Iterator[Edits]:
        """Collect edits and commit them as one change, unless they change nothing."""
        self._writable()
        edits = Edits(self._store.tables)
        yield edits
        if not edits.made():
            return
        if undoable:
            self._accept_in(edits)
        made = edits.made()
        change = Change(
            id=new_id(), label=label, edits=made, by=self.annotator, at=utc_now(), undoable=undoable
        )
        self.make(change)

    @contextlib.contextmanager
    def accepting(self, evidence: str) -> Iterator[None]:
        """What is proposed for a piece of evidence is accepted by the next change made inside, as a part of
        it: one act is one step, and taking it back proposes the attribution again."""
        self._accepting = evidence
        try:
            yield
        finally:
            self._accepting = None

    def _accept_in(self, edits: Edits) -> None:
        known = self.find(Evidence, self._accepting) if self._accepting is not None else None
        self._accepting = None
        piece = edits.current(known) if known is not None else None
        if piece is not None and piece.proposed:
            edits.put(replace(piece, proposed=False, modified=utc_now()))

    def make(self, change: Change, ahead: Ahead | None = None) -> int:
        """Make a change that was put together already; its number. `ahead` is what `work_out` found out for
        it.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ConflictError: a record is not as the change has it; nothing was changed.
            ProjectError: an edit cannot be kept; nothing was changed.
        """
        self._writable()
        fits = ahead is not None and ahead.change is change and self.fits(ahead)
        number = self._commit(change, ahead if fits else None)
        if change.undoable:
            self._stacks.did(change)
        self._tell(change)
        return number

    def _commit(self, change: Change, ahead: Ahead | None = None) -> int:
        if ahead is None:
            number = self._store.commit(change)
            self._forget(change)
            return number
        number = self._store.commit(change, ready=ahead.ready)
        # To look which records it touches would take longer than to forget everything.
        self._unmarked = self._current = self._listed = self._by_label = self._numbers = None
        self._agreements = dict(ahead.agreements)
        self._touch(None)
        self._tally = ahead.tally
        self._tally.follow(self._met_in)
        return number

    def _forget(self, change: Change) -> None:
        """Forget what was derived from records that a change has touched.

        Cells are kept for all articles, so an article that comes, goes or changes its state touches the
        agreement on every claim; what has been met only where there is evidence in it. What an origin is
        matters only to claims whose evidence names it.
        """
        claims: dict[str, None] = {}
        origins: set[str] = set()
        numbers, all_of_them = self._numbers, False
        for edit in change.edits:
            for record in (edit.before, edit.after):
                if isinstance(record, Claim):
                    claims[record.id] = None
                elif isinstance(record, Evidence | Review):
                    claims[record.claim] = None
            if edit.table == "claims":
                self._renumber(edit)
                all_of_them |= self._numbers is None and numbers is not None
            elif edit.table == "articles":
                self._unmarked = self._current = self._listed = self._by_label = None
                if _state(edit.before) != _state(edit.after):
                    self._agreements.clear()
                    all_of_them = True
                    pieces = self._store.tables.evidence_in(edit.id)
                    claims.update(dict.fromkeys(piece.claim for piece in pieces))
            elif edit.table == "origins" and _standing(edit.before) != _standing(edit.after):
                origins.add(edit.id)
        if origins:
            named = (p.claim for p in self.evidence if not origins.isdisjoint(p.attribution))
            claims.update(dict.fromkeys(named))
        for claim in claims:
            self._agreements.pop(claim, None)
        self._touch(None if all_of_them else claims)
        if self._tally is not None:
            self._tally.forget(claims)

    def _renumber(self, edit: Edit) -> None:
        """Keep the numbers of the claims where a claim has changed or come last; else count anew later."""
        if self._numbers is None or (edit.before is not None and edit.after is not None):
            return
        tables = self._store.tables
        last = tables.next_place("claims") == edit.place + 1
        if edit.before is None and last and len(self._numbers) == tables.count(Claim) - 1:
            self._numbers[edit.id] = len(self._numbers) + 1
        else:
            self._numbers = None

    def _tell(self, change: Change) -> None:
        # After the undo stack has moved, so that a listener can show what can be undone now.
        for listener in list(self._listeners):
            listener(change)

    def _writable(self) -> None:
        if self._store.read_only:
            raise ReadOnlyError(self._store.reason or "the project is open to be read only")

    def _get(self, kind: type[R], id: str) -> R:
        record = self._store.tables.get(kind, id)
        if record is None:
            raise ProjectError(f"there is no {kind.__name__.lower()} {id}")
        return record

    def _stance(self, stance: Stance) -> str:
        return self.codebook.stance(stance).label

    def _where(self, piece: Evidence) -> str:
        return f"claim {self.number(piece.claim)}, article {self.article(piece.article).label}"


def _state(record: AnyRecord | None) -> str | None:
    """What of an article the cells depend on."""
    return record.state if isinstance(record, Article) else None


def _standing(record: AnyRecord | None) -> tuple[str | None, str, str] | None:
    """What of an origin an agreement depends on."""
    return (record.group, record.kind, record.state) if isinstance(record, Origin) else None


def _not_taken(problem: OSError) -> ProjectError:
    reason = problem.strerror or str(problem)
    return ProjectError(f"the project cannot be taken over ({reason.lower()})")


def _changes_what_was_there(edit: Edit) -> bool:
    """Whether an edit is more than a new record or half-typed text; an answer of a person is, the first
    time, too."""
    return edit.id != DRAFTS if edit.table == "meta" else edit.before is not None
