"""A project: the one door to the records of a reading and to every edit of them.

Each public edit is one `Change`: applied as a whole or not at all, saved by the store, undone and redone.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self, TypeVar, cast

from msgspec.structs import replace

from annotations.agreement import Agreement, derive
from annotations.anchoring import find_again
from annotations.articles import Source, article_files, read_source
from annotations.changes import Change, Edit
from annotations.codebook import Codebook, built_in
from annotations.errors import ProjectError, ReadOnlyError, SourceError, VariorumError
from annotations.exports import export
from annotations.independence import question
from annotations.origins import find_origin, folded, guess_kind
from annotations.records import (
    TABLE_OF,
    AnyRecord,
    Article,
    Basis,
    Claim,
    Evidence,
    Origin,
    OriginKind,
    Review,
    Settings,
    Stance,
    Table,
    new_id,
    quote_of,
    review_id,
    utc_now,
)
from annotations.store import FILE_NAME, MemoryStore, SaveState, StateListener, Store, TinyDBStore, login
from annotations.texts import FolderTexts, MemoryTexts, Texts

R = TypeVar("R", bound=AnyRecord)
ChangeListener = Callable[[Change], None]


class Added(NamedTuple):
    """What adding a source came to. `carried` counts, by anchor, the evidence carried to a new version."""

    article: Article
    outcome: Literal["added", "same", "new version"]
    carried: dict[str, int]
    guessed: bool


class Project:
    """The records of a reading, typed and frozen, and the edits that the app makes.

    Open one with `Project.open` and use it as a context manager: leaving it saves and lets go of the
    files. It is not safe to use from several threads; only saving happens on a thread of its own.

    Attributes:
        folder: the project folder; null for a project in memory.
        annotator: the name under which new records are made.
        codebook: the types, stances and tags in force.
        notices: what a person should be told about the opening, one line each.
    """

    def __init__(
        self, store: Store, texts: Texts, *, folder: Path | None = None, annotator: str = ""
    ) -> None:
        self.folder = folder
        self.annotator = annotator
        self.codebook: Codebook = built_in()
        self.notices: list[str] = []
        self._store = store
        self._texts = texts
        self._listeners: list[ChangeListener] = []
        self._undo: list[Change] = []
        self._redo: list[Change] = []
        self._agreements: dict[str, Agreement] = {}
        self._numbers: dict[str, int] | None = None

    # ---- Opening and closing ---------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        annotator: str | None = None,
        read_only: bool = False,
        with_files: bool = True,
    ) -> Self:
        """Open the project in a folder, or make one there.

        Args:
            path: the project folder, or its ``variorum.json``.
            annotator: the name for new records; the login name if not given.
            read_only: only look; works while another process has the project open.
            with_files: a project that is made here begins with the article files of the folder.

        Raises:
            BusyError: another process has the project open for writing.
            DamagedError, NewerError: the project file cannot be read by this version; it is left alone.
            ProjectError: there is no such folder, or no project in it and `read_only` is set.
            SourceError: a new project's article file cannot be read; no project is made.
        """
        folder = Path(path)
        if folder.name == FILE_NAME and not folder.is_dir():
            folder = folder.parent
        is_project = (folder / FILE_NAME).exists()
        if read_only and not is_project:
            what = "there is no project in this folder" if folder.is_dir() else "no such project folder"
            raise ProjectError(f"{folder}: {what}")
        if folder.exists() and not folder.is_dir():
            raise ProjectError(f"{folder}: is not a project folder")
        # Read first: a folder with an unreadable article must not become half a project.
        sources = (
            [] if is_project or not with_files or not folder.is_dir() else _readable(article_files(folder))
        )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = TinyDBStore(folder, read_only=read_only)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise ProjectError(f"{folder}: cannot be opened ({reason.lower()})") from problem
        project = cls(store, FolderTexts(folder), folder=folder, annotator=annotator or login())
        try:
            if not is_project:
                project._begin(sources)
        except BaseException:
            store.close()
            raise
        return project

    @classmethod
    def in_memory(cls, *, annotator: str = "") -> Self:
        """An empty project that is kept nowhere."""
        project = cls(MemoryStore(), MemoryTexts(), annotator=annotator)
        project._begin([])
        return project

    def _begin(self, sources: Iterable[Source]) -> None:
        with self._change("project made", undoable=False) as edits:
            edits.put(Settings(created=utc_now()))
        for source in sources:
            self._note(self.add_source(source, undoable=False))
        state = self._store.flush()
        if state.word == "not_saved":
            raise ProjectError(f"{self.folder}: cannot be saved here ({state.reason})")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> SaveState:
        """Save what is not saved yet and let go of the files; the state that was reached."""
        return self._store.close()

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._store.read_only

    @property
    def state(self) -> SaveState:
        """Whether everything that was done is on disk."""
        return self._store.state

    def on_state(self, listener: StateListener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on another thread."""
        self._store.on_state(listener)

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or cannot be written, at most `timeout` seconds."""
        return self._store.flush(timeout)

    def subscribe(self, listener: ChangeListener) -> Callable[[], None]:
        """Call `listener` after every change, undo and redo; the function returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # ---- Records ---------------------------------------------------------------------------------

    @property
    def articles(self) -> list[Article]:
        """All article versions in the order in which they came."""
        return self._store.tables.all(Article)

    @property
    def current_articles(self) -> list[Article]:
        """The article versions that count, in the order of their labels (A … Z, AA …)."""
        current = [article for article in self.articles if article.state == "current"]
        return sorted(current, key=lambda article: (len(article.label), article.label))

    @property
    def origins(self) -> list[Origin]:
        """All origins in the order in which they were made."""
        return self._store.tables.all(Origin)

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

    def evidence_on(self, claim: str, article: str | None = None) -> list[Evidence]:
        """The evidence on a claim, in one article or in all, by label, version and place in the text."""
        by_label = sorted(self.articles, key=lambda a: (len(a.label), a.label, a.version))
        places = {a.id: number for number, a in enumerate(by_label)}
        pieces = self._store.tables.evidence_on(claim)
        if article is not None:
            pieces = [piece for piece in pieces if piece.article == article]
        return sorted(pieces, key=lambda p: (places.get(p.article, -1), p.quote.start, p.quote.end, p.id))

    def evidence_in(self, article: str) -> list[Evidence]:
        """The evidence in an article version, in the order of its text."""
        pieces = self._store.tables.evidence_in(article)
        return sorted(pieces, key=lambda piece: (piece.quote.start, piece.quote.end, piece.id))

    def reviews_on(self, claim: str) -> list[Review]:
        """The reviews of a claim."""
        return self._store.tables.reviews_on(claim)

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

    def origin_named(self, name: str) -> Origin | None:
        """The origin with this name or alias, whatever its case."""
        return find_origin(name, self.origins)

    def agreement(self, claim: str) -> Agreement:
        """Cells, independent origins and status of a claim, derived anew when anything it rests on changed.

        Raises:
            ProjectError: there is no such claim.
        """
        if claim not in self._agreements:
            self._agreements[claim] = self.derived(self.claim(claim))
        return self._agreements[claim]

    def derived(self, claim: Claim, *, annotator: str | None = None) -> Agreement:
        """The agreement on a claim; with `annotator`, from that person's evidence and reviews alone."""
        tables = self._store.tables
        return derive(
            claim,
            [p for p in tables.evidence_on(claim.id) if annotator is None or p.annotator == annotator],
            [r for r in tables.reviews_on(claim.id) if annotator is None or r.annotator == annotator],
            {article.id: article for article in tables.all(Article)},
            {origin.id: origin for origin in tables.all(Origin)},
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
            {article.id: article for article in tables.all(Article)},
            {origin.id: origin for origin in tables.all(Origin)},
            self.settings.undecided,
        )

    # ---- Articles --------------------------------------------------------------------------------

    def add_source(self, source: Source, *, undoable: bool = True) -> Added:
        """Add what was read from a file: a new article, or the next version of one whose text has changed.

        The older version becomes ``superseded``, keeps its evidence, and copies are carried to the new one.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: the text holds a lone surrogate.
            OSError: the text could not be written.
        """
        self._writable()
        sha256 = self._keep(source.text)
        where = self.source_name(source.path)
        versions = [article for article in self.articles if article.source == where]
        latest = max(versions, key=lambda article: article.version, default=None)
        if latest is not None and latest.sha256 == sha256:
            return Added(latest, "same", {}, source.guessed)
        id = new_id()
        title = source.title
        article = Article(
            id=id,
            work=latest.work if latest else id,
            version=latest.version + 1 if latest else 1,
            label=latest.label if latest else self._free_label(source.label),
            title=title,
            publisher=source.publisher or (latest.publisher if latest else None),
            author=source.author or (latest.author if latest else None),
            published=source.published or (latest.published if latest else None),
            retrieved=utc_now(),
            language=latest.language if latest else None,
            url=source.url or (latest.url if latest else None),
            source=where,
            encoding=source.encoding,
            sha256=sha256,
            chars=len(source.text),
        )
        carried: dict[str, int] = {}
        label = (
            f"article {article.label} added" if latest is None else f"new version of article {article.label}"
        )
        with self._change(label, undoable=undoable) as edits:
            if latest is not None and latest.state == "current":
                edits.put(replace(latest, state="superseded"))
            edits.put(article)
            if latest is not None:
                old = self.text(latest.id)
                for piece in self.evidence_in(latest.id):
                    anchor, quote = find_again(piece.quote, old, source.text)
                    if piece.anchor in (
                        "changed",
                        "orphan",
                    ):  # it was not placed on the version before either
                        anchor, quote = "orphan", piece.quote
                    carried[anchor] = carried.get(anchor, 0) + 1
                    edits.put(
                        replace(
                            piece,
                            id=new_id(),
                            article=id,
                            quote=quote,
                            anchor=anchor,
                            cue=None,
                            carried_from=piece.id,
                            modified=utc_now(),
                        )
                    )
        return Added(article, "new version" if latest else "added", carried, source.guessed)

    def add_files(self, paths: Sequence[Path]) -> list[Added]:
        """Read and add article files; all are read before the first is added.

        Raises:
            SourceError: one of them cannot become an article; none was added.
        """
        return [self.add_source(source) for source in _readable(paths)]

    def new_files(self) -> list[Path]:
        """The article files of the project folder that are no articles of the project yet."""
        if self.folder is None:
            return []
        known = {article.source for article in self.articles}
        return [path for path in article_files(self.folder) if self.source_name(path) not in known]

    def source_name(self, path: Path) -> str:
        """How `Article.source` names a file: relative to the project folder inside it, else absolute."""
        absolute = Path(os.path.abspath(path))
        if self.folder is not None:
            with contextlib.suppress(ValueError):
                return absolute.relative_to(os.path.abspath(self.folder)).as_posix()
        return absolute.as_posix()

    def set_article(self, id: str, **fields: Any) -> Article:
        """Change the details of an article: title, publisher, author, published, language, url, label, state.

        A label belongs to the work, so all versions of the article take it.

        Raises:
            ProjectError: the label is empty or another article has it.
        """
        article = self.article(id)
        label = fields.pop("label", article.label)
        if not label.strip():
            raise ProjectError("a label cannot be empty")
        if any(other.label == label for other in self.articles if other.work != article.work):
            raise ProjectError(f"the label “{label}” is taken")
        with self._change(f"details of article {article.label}") as edits:
            for version in self.articles:
                if version.id == id:
                    edits.put(replace(version, label=label, **fields))
                elif version.work == article.work:
                    edits.put(replace(version, label=label))
        return self.article(id)

    def remove_article(self, id: str) -> None:
        """Take an article version out of the project, with its evidence and reviews; text and file stay."""
        article = self.article(id)
        with self._change(f"article {article.label} removed") as edits:
            for piece in self.evidence_in(id):
                self._drop_evidence(edits, piece)
            for review in self._store.tables.reviews_in(id):
                edits.delete(review)
            edits.delete(article)

    def _keep(self, text: str) -> str:
        try:
            return self._texts.put(text)
        except UnicodeEncodeError:
            raise ProjectError("a text holds a lone surrogate, which no file can hold") from None

    def _free_label(self, wanted: str | None) -> str:
        taken = {article.label for article in self.articles}
        if wanted and wanted not in taken:
            return wanted
        return next(label for label in labels() if label not in taken)

    # ---- Claims ----------------------------------------------------------------------------------

    def add_claim(self, text: str, **fields: Any) -> Claim:
        """Make a claim of one's own words, without evidence.

        Raises:
            ProjectError: the text is blank.
        """
        claim = self._new_claim(text, **fields)
        with self._change(f"claim {len(self.claims) + 1} made") as edits:
            edits.put(claim)
        return claim

    def claim_from(
        self,
        article: str,
        start: int,
        end: int,
        *,
        stance: Stance = "supports",
        attribution: Sequence[str] = (),
        proposed: bool = False,
    ) -> tuple[Claim, Evidence]:
        """Make a claim whose text is a quote, and the quote its first evidence. Offsets in code points.

        Raises:
            ProjectError: the quote is blank, or the span lies outside the text.
        """
        piece = self._new_evidence(
            "", article, start, end, stance, attribution=attribution, proposed=proposed
        )
        claim = self._new_claim(piece.quote.exact)
        piece = replace(piece, claim=claim.id)
        with self._change(f"claim {len(self.claims) + 1} made") as edits:
            edits.put(claim)
            edits.put(piece)
        return claim, piece

    def set_claim(self, id: str, *, label: str | None = None, **fields: Any) -> Claim:
        """Change fields of a claim. `label` says what was done, for undo and history.

        Raises:
            ProjectError: the new text is blank.
        """
        claim = self.claim(id)
        if "text" in fields and not fields["text"].strip():
            raise ProjectError("a claim needs words")
        changed = replace(claim, **fields)
        if changed != claim:
            with self._change(f"{label or _named(fields)} · claim {self.number(id)}") as edits:
                edits.put(replace(changed, modified=utc_now()))
        return self.claim(id)

    def delete_claim(self, id: str) -> None:
        """Delete a claim with its evidence and reviews."""
        claim = self.claim(id)
        with self._change(f"claim {self.number(id)} deleted") as edits:
            for piece in self.evidence_on(id):
                self._drop_evidence(edits, piece)
            for review in self.reviews_on(id):
                edits.delete(review)
            edits.delete(claim)

    def _new_claim(self, text: str, **fields: Any) -> Claim:
        if not text.strip():
            raise ProjectError("a claim needs words")
        now = utc_now()
        fields = {"annotator": self.annotator, "created": now, "modified": now, **fields}
        return Claim(id=new_id(), text=text, **fields)

    # ---- Evidence and reviews --------------------------------------------------------------------

    def mark(
        self,
        claim: str,
        article: str,
        start: int,
        end: int,
        stance: Stance,
        *,
        attribution: Sequence[str] = (),
        proposed: bool = False,
        **fields: Any,
    ) -> Evidence:
        """Add a piece of evidence: what ``text[start:end]`` of an article says to a claim.

        Raises:
            ProjectError: there is no such claim or article, or the span is blank or outside the text.
        """
        label = f"{self._stance(stance)} · claim {self.number(claim)} · {self.article(article).label}"
        piece = self._new_evidence(
            claim, article, start, end, stance, attribution=attribution, proposed=proposed, **fields
        )
        with self._change(label) as edits:
            edits.put(piece)
        return piece

    def set_evidence(self, id: str, *, label: str | None = None, **fields: Any) -> Evidence:
        """Change fields of a piece of evidence: stance, certainty, note, joint, attribution …

        Raises:
            ProjectError: the attribution names an origin that there is not.
        """
        piece = self.piece(id)
        if "attribution" in fields:
            fields["attribution"] = self._chain(fields["attribution"])
        changed = replace(piece, **fields)
        if changed != piece:
            what = label or (self._stance(fields["stance"]) if "stance" in fields else _named(fields))
            with self._change(f"{what} · {self._where(piece)}") as edits:
                edits.put(replace(changed, modified=utc_now()))
        return self.piece(id)

    def move_quote(self, id: str, start: int, end: int) -> Evidence:
        """Put a quote on ``text[start:end]`` of its article; a claim's text that is the quote follows.

        Raises:
            ProjectError: the span is blank or outside the text.
        """
        piece = self.piece(id)
        quote = self._quote(piece.article, start, end)
        if quote == piece.quote and piece.anchor == "exact":
            return piece
        claim = self.claim(piece.claim)
        with self._change(f"quote placed · {self._where(piece)}") as edits:
            edits.put(replace(piece, quote=quote, anchor="exact", cue=None, modified=utc_now()))
            if claim.text == piece.quote.exact:
                edits.put(replace(claim, text=quote.exact, modified=utc_now()))
        return self.piece(id)

    def delete_evidence(self, id: str) -> None:
        """Delete a piece of evidence."""
        piece = self.piece(id)
        with self._change(f"{self._stance(piece.stance)} deleted · {self._where(piece)}") as edits:
            self._drop_evidence(edits, piece)

    def review(self, claim: str, article: str, basis: Basis | None = None) -> Review:
        """Record that this annotator looked in an article for a claim."""
        number, label = self.number(claim), self.article(article).label
        review = Review(claim=claim, article=article, annotator=self.annotator, basis=basis, at=utc_now())
        with self._change(f"no mention · claim {number} · {label}") as edits:
            edits.put(review)
        return review

    def withdraw_review(self, claim: str, article: str) -> None:
        """Take this annotator's review of a claim in an article back."""
        review = self.find(Review, review_id(claim, article, self.annotator))
        if review is not None:
            with self._change(
                f"open again · claim {self.number(claim)} · {self.article(article).label}"
            ) as edits:
                edits.delete(review)

    def _new_evidence(
        self,
        claim: str,
        article: str,
        start: int,
        end: int,
        stance: Stance,
        *,
        attribution: Sequence[str],
        proposed: bool,
        **fields: Any,
    ) -> Evidence:
        now = utc_now()
        return Evidence(
            id=new_id(),
            claim=claim,
            article=article,
            stance=stance,
            quote=self._quote(article, start, end),
            attribution=self._chain(attribution),
            proposed=proposed,
            annotator=self.annotator,
            created=now,
            modified=now,
            **fields,
        )

    def _quote(self, article: str, start: int, end: int) -> Any:
        try:
            quote = quote_of(self.text(article), start, end)
        except ValueError as problem:
            raise ProjectError(str(problem)) from None
        if not quote.exact.strip():
            raise ProjectError("there are no words in this selection")
        return quote

    def _drop_evidence(self, edits: Edits, piece: Evidence) -> None:
        for other in self._store.tables.evidence_on(piece.claim):
            kept = edits.current(other)
            if kept is not None and kept.carried_from == piece.id:
                edits.put(replace(kept, carried_from=None))
        edits.delete(piece)

    # ---- Origins ---------------------------------------------------------------------------------

    def add_origin(
        self,
        name: str,
        *,
        kind: OriginKind | None = None,
        aliases: Sequence[str] = (),
        group: str | None = None,
    ) -> Origin:
        """Make an origin; its kind is guessed from its name if not given.

        Raises:
            ProjectError: the name is blank, or an origin has it already.
        """
        origin = self._new_origin(name, kind, aliases, group)
        with self._change(f"origin {origin.name} made") as edits:
            edits.put(origin)
        return origin

    def set_origin(self, id: str, **fields: Any) -> Origin:
        """Change fields of an origin: name, aliases, kind, group, state, reliability.

        Raises:
            ProjectError: the new name is blank, or another origin has it.
        """
        origin = self.origin(id)
        if "name" in fields:
            fields["name"] = self._free_name(fields["name"], origin)
        changed = replace(origin, **fields)
        if changed != origin:
            with self._change(f"origin {changed.name}: {_named(fields)}") as edits:
                edits.put(changed)
        return self.origin(id)

    def attribute(self, evidence: str, chain: Sequence[str | Origin]) -> Evidence:
        """Say who a passage has it from, nearest relay first. An `Origin` that is not in the project is made.

        Accepted by a person, so the attribution is no longer ``proposed`` or ``inferred``.
        """
        piece = self.piece(evidence)
        with self._change(f"who says so · {self._where(piece)}") as edits:
            for link in chain:
                if isinstance(link, Origin) and self.find(Origin, link.id) is None:
                    edits.put(link)
            ids = tuple(link.id if isinstance(link, Origin) else link for link in chain)
            known = {origin.id for origin in self.origins} | {o.id for o in chain if isinstance(o, Origin)}
            for id in ids:
                if id not in known:
                    raise ProjectError(f"there is no origin {id}")
            changed = replace(piece, attribution=ids, proposed=False, inferred=False)
            if changed != piece:
                edits.put(replace(changed, modified=utc_now()))
        return self.piece(evidence)

    def draft_origin(self, name: str) -> Origin:
        """The origin with this name, or a new one that is not in the project yet, for `attribute` to make."""
        return self.origin_named(name) or self._new_origin(name, None, (), None)

    def merge_origins(self, keep: str, drop: str) -> Origin:
        """Make one origin of two that are one: `drop`'s names become aliases of `keep`.

        Chains and speakers follow; where a chain then names one origin twice running, once is enough.
        """
        kept, dropped = self.origin(keep), self.origin(drop)
        if kept.id == dropped.id:
            raise ProjectError(f"{kept.name} is one origin already")
        names = {folded(kept.name): kept.name}
        for name in (*kept.aliases, dropped.name, *dropped.aliases):
            names.setdefault(folded(name), name)
        merged = replace(
            kept,
            aliases=tuple(name for key, name in names.items() if key != folded(kept.name)),
            group=kept.group if kept.group is not None else dropped.group,
            reliability=kept.reliability or dropped.reliability,
        )
        with self._change(f"{dropped.name} is {kept.name}") as edits:
            edits.put(merged)
            for piece in self.evidence:
                if drop in piece.attribution:
                    chain = [keep if link == drop else link for link in piece.attribution]
                    chain = [link for n, link in enumerate(chain) if n == 0 or link != chain[n - 1]]
                    edits.put(replace(piece, attribution=tuple(chain), modified=utc_now()))
            for claim in self.claims:
                if claim.speaker == drop:
                    edits.put(replace(claim, speaker=keep, modified=utc_now()))
            pairs = ([keep if id == drop else id for id in pair] for pair in self.settings.undecided)
            asked = dict.fromkeys((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
            edits.put(replace(self.settings, undecided=tuple(asked)))
            edits.delete(dropped)
        return self.origin(keep)

    def delete_origin(self, id: str) -> None:
        """Delete an origin that nothing rests on.

        Raises:
            ProjectError: evidence or a claim names it.
        """
        origin = self.origin(id)
        if any(id in p.attribution for p in self.evidence) or any(c.speaker == id for c in self.claims):
            raise ProjectError(
                f"{origin.name} is named by evidence; merge it or take it out of the chains first"
            )
        with self._change(f"origin {origin.name} deleted") as edits:
            edits.delete(origin)

    def say_independent(self, *ids: str) -> None:
        """Record that these origins are independent: each without a group gets one of its own."""
        with self._change("independent: " + ", ".join(self.origin(id).name for id in ids)) as edits:
            taken = {origin.group for origin in self.origins}
            for id in ids:
                origin = self.origin(id)
                if origin.group is None:
                    group = _free_group(origin.name, taken)
                    taken.add(group)
                    edits.put(replace(origin, group=group))

    def say_same_group(self, *ids: str) -> None:
        """Record that these origins are not independent: they share the first group among them."""
        origins = [self.origin(id) for id in ids]
        group = next((origin.group for origin in origins if origin.group is not None), None)
        if group is None:
            group = _free_group(origins[0].name, {origin.group for origin in self.origins})
        with self._change("same group: " + ", ".join(origin.name for origin in origins)) as edits:
            for origin in origins:
                if origin.group != group:
                    edits.put(replace(origin, group=group))

    def say_undecided(self, one: str, other: str) -> None:
        """Record that nobody knows whether two origins are independent, so that it is not asked again."""
        pair = (min(one, other), max(one, other))
        settings = self.settings
        if pair not in settings.undecided:
            with self._change("independence left open") as edits:
                edits.put(replace(settings, undecided=(*settings.undecided, pair)))

    def _new_origin(
        self, name: str, kind: OriginKind | None, aliases: Sequence[str], group: str | None
    ) -> Origin:
        name = self._free_name(name)
        return Origin(
            id=new_id(), name=name, kind=kind or guess_kind(name), aliases=tuple(aliases), group=group
        )

    def _free_name(self, name: str, bearer: Origin | None = None) -> str:
        name = " ".join(name.split())
        if not name:
            raise ProjectError("an origin needs a name")
        known = find_origin(
            name, (other for other in self.origins if bearer is None or other.id != bearer.id)
        )
        if known is not None:
            raise ProjectError(f"there is an origin {known.name} already")
        return name

    def _chain(self, ids: Sequence[str]) -> tuple[str, ...]:
        for id in ids:
            self.origin(id)
        return tuple(ids)

    # ---- Exports, many records at once -----------------------------------------------------------

    def export(
        self,
        to: str,
        target: str | os.PathLike[str] | None = None,
        *,
        statuses: Collection[str] = (),
        tags: Collection[str] = (),
        force: bool = False,
    ) -> Path:
        """Write the project, or the claims with these statuses and tags, to a file or folder; where it is.

        Args:
            to: the name of a format (`annotations.exports.FORMATS`).
            target: where to write, used as it is; named after the project's folder if not given.
            statuses: only claims with one of these statuses.
            tags: only claims with one of these tags.
            force: write although the target is there.

        Raises:
            ExportError: it cannot be written, or the target is there already.
            ProjectError: the text of an article is missing or damaged.
        """
        place = Path(target) if target is not None else None
        return export(self, to, place, statuses=statuses, tags=tags, force=force)

    def add_records(self, label: str, records: Sequence[AnyRecord], texts: Iterable[str] = ()) -> None:
        """Add records that were made elsewhere, all in one change, with the texts of the articles among them.

        The caller has checked that they fit; this only refuses ids that are there already.

        Raises:
            ProjectError: an id is taken.
            OSError: a text could not be written.
        """
        self._writable()
        for text in texts:
            self._keep(text)
        with self._change(label) as edits:
            for record in records:
                if self._store.tables.record(TABLE_OF[type(record)], record.id) is not None:
                    raise ProjectError(f"the id {record.id} is taken")
                edits.put(record)

    # ---- Undo ------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self._redo)

    def undo(self) -> Change | None:
        """Take the last change back; that change, or null where there is none."""
        if not self._undo:
            return None
        change = self._undo[-1]
        inverse = change.inverse()
        self._commit(inverse)
        self._redo.append(self._undo.pop())
        self._tell(inverse)
        return change

    def redo(self) -> Change | None:
        """Do again what was undone last; that change, or null where there is none."""
        if not self._redo:
            return None
        change = self._redo[-1]
        self._commit(change)
        self._undo.append(self._redo.pop())
        self._tell(change)
        return change

    # ---- Within ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _change(self, label: str, *, undoable: bool = True) -> Iterator[Edits]:
        """Collect edits and commit them as one change, unless they change nothing."""
        self._writable()
        edits = Edits(self._store)
        yield edits
        made = edits.made()
        if not made:
            return
        change = Change(id=new_id(), label=label, edits=made, by=self.annotator, at=utc_now())
        self._commit(change)
        if undoable:
            self._undo.append(change)
            self._redo.clear()
        self._tell(change)

    def _commit(self, change: Change) -> None:
        self._store.commit(change)
        if change.touches("claims"):
            self._numbers = None
        if change.touches("articles", "origins"):
            self._agreements.clear()
        for edit in change.edits:
            for record in (edit.before, edit.after):
                if isinstance(record, Claim):
                    self._agreements.pop(record.id, None)
                elif isinstance(record, Evidence | Review):
                    self._agreements.pop(record.claim, None)

    def _tell(self, change: Change) -> None:
        # After the undo stack has moved, so that a listener can show what can be undone now.
        for listener in list(self._listeners):
            listener(change)

    def _writable(self) -> None:
        if self._store.read_only:
            raise ReadOnlyError("the project is open to be read only")

    def _get(self, kind: type[R], id: str) -> R:
        record = self._store.tables.get(kind, id)
        if record is None:
            raise ProjectError(f"there is no {kind.__name__.lower()} {id}")
        return record

    def _stance(self, stance: Stance) -> str:
        return self.codebook.stance(stance).label

    def _where(self, piece: Evidence) -> str:
        return f"claim {self.number(piece.claim)} · {self.article(piece.article).label}"

    def _note(self, added: Added) -> None:
        if added.guessed:
            self.notices.append(
                f"{added.article.source}: not UTF-8, read as {added.article.encoding}; does it read right?"
            )


class Edits:
    """The edits of one change while they are collected."""

    def __init__(self, store: Store) -> None:
        self._tables = store.tables
        self._edits: dict[tuple[str, str], Edit] = {}
        self._new: Counter[Table] = Counter()

    def put(self, record: AnyRecord) -> None:
        """Add the record, or replace the one with its id."""
        self._set(record, record)

    def delete(self, record: AnyRecord) -> None:
        """Delete the record with this record's id."""
        self._set(record, None)

    def current(self, record: R) -> R | None:
        """The record as it will be after the edits collected so far; null where they delete it."""
        edit = self._edits.get((TABLE_OF[type(record)], record.id))
        return record if edit is None else cast("R | None", edit.after)

    def made(self) -> tuple[Edit, ...]:
        """The edits that change something, in the order in which they were begun."""
        return tuple(edit for edit in self._edits.values() if edit.before != edit.after)

    def _set(self, record: AnyRecord, after: AnyRecord | None) -> None:
        table = TABLE_OF[type(record)]
        key = (table, record.id)
        known = self._edits.get(key)
        if known is not None:
            self._edits[key] = known._replace(after=after)
            return
        place = self._tables.place(table, record.id)
        if place is None:
            place = self._tables.next_place(table) + self._new[table]
            self._new[table] += 1
        self._edits[key] = Edit(table, record.id, place, self._tables.record(table, record.id), after)


def labels() -> Iterator[str]:
    """A … Z, AA, AB … without end."""
    number = 0
    while True:
        number += 1
        label, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            label = chr(ord("A") + digit) + label
        yield label


def _readable(paths: Iterable[Path]) -> list[Source]:
    """Read all files, or say in one error what is wrong with each that could not be read."""
    sources, problems = [], []
    for path in paths:
        try:
            sources.append(read_source(path))
        except VariorumError as problem:
            problems.append(str(problem))
    if problems:
        raise SourceError("\n".join(problems))
    return sources


def _free_group(name: str, taken: Iterable[str | None]) -> str:
    """A group name made of an origin's name that no other group has."""
    stem = folded(name)
    names = set(taken)
    number, group = 1, stem
    while group in names:
        number += 1
        group = f"{stem} {number}"
    return group


def _named(fields: dict[str, Any]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
