"""A project: the one door to the records of a reading and to every edit of them.

Each public edit is one `Change`: applied as a whole or not at all, saved by the store, undone and redone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from annotations.articles import Source, article_files, read_source
from annotations.changes import Change, Told, tell_now_and_then
from annotations.codebook import Codebook, built_in
from annotations.durable import write_durably
from annotations.editing.ahead import Ahead, Telling
from annotations.editing.articles import Added, read_all
from annotations.editing.changing import Edits
from annotations.editing.combining import CombiningEdits
from annotations.editing.copies import CopyEdits
from annotations.editing.ledger import DRAFTS, ChangeListener
from annotations.editing.origins import OriginEdits
from annotations.editing.repairs import RepairEdits
from annotations.editing.sentences import SentenceEdits
from annotations.editing.standing import StandingEdits
from annotations.enclosure import refuse_surprises
from annotations.errors import CodebookError, ProjectError, SourceError, VariorumError
from annotations.folders import TEXTS
from annotations.originals import FolderOriginals
from annotations.records import TABLE_OF, AnyRecord, Settings, new_id, utc_now
from annotations.store import (
    FILE_NAME,
    Holder,
    MemoryStore,
    SaveState,
    StateListener,
    Store,
    Tables,
    TinyDBStore,
    difference,
    has_project,
    login,
)
from annotations.texts import FolderTexts, MemoryTexts, Texts

if TYPE_CHECKING:
    from annotations.store.tinydb_view import StoreDB

__all__ = ["Added", "Project"]

#: What the system says of a folder that can be read and not be written to.
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
#: The user's codebook in a project folder.
CODEBOOK = "codebook.toml"


class Project(StandingEdits, CopyEdits, CombiningEdits, OriginEdits, RepairEdits, SentenceEdits):
    """The records of a reading, typed and frozen, and the edits that the app makes.

    Open one with `Project.open` and use it as a context manager: leaving it saves and lets go of the
    files. It is not safe to use from several threads; only saving happens on a thread of its own.

    Attributes:
        notices: what a person should be told about the opening, one line each.
        codebook_fault: what is wrong with the project's own codebook, one line; the built-in one is in force
            then. Empty where nothing is.
        faults: what was wrong with the files, one line each; where the project may be written to, they were
            mended, and what was damaged was kept beside them.
    """

    def __init__(
        self, store: Store, texts: Texts, *, folder: Path | None = None, annotator: str = ""
    ) -> None:
        super().__init__(store, texts, folder=folder, annotator=annotator)
        self.notices: list[str] = []
        self.faults: list[str] = []
        self.codebook_fault = ""

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        annotator: str | None = None,
        read_only: bool = False,
        with_files: bool = True,
        background: bool = False,
        salvage: bool = False,
        read: Callable[[Path], Source] = read_source,
    ) -> Self:
        """Open the project in a folder, or make one there.

        A project of a newer version, or in a folder that cannot be written to, opens to be read only, and
        `notices` says so.

        Args:
            path: the project folder, or its ``variorum.json``.
            annotator: the name for new records; the login name if not given.
            read_only: only look; works while another process has the project open.
            with_files: a project that is made here begins with the article files of the folder.
            background: let no edit wait for the disk, as an app with a screen wants it; else each edit is on
                disk when it returns, or `state` says why not.
            salvage: where files are damaged and not everything can be had again, take what can.
            read: reads an article file of a project that is made here; to show how far that is, say.

        Raises:
            BusyError: another process has the project open for writing.
            DamagedError: the files are damaged and cannot be mended without a loss; they are left alone.
            NewerError: the journal is in a format that this version does not know.
            ProjectError: there is no such folder, or no project in it and `read_only` is set; or what a
                project keeps there is a pipe, a device or a link that leads out of the folder.
            SourceError: none of the folder's article files can be read; no project is made. Where some can,
                `notices` names the others.
        """
        folder = Path(path)
        if folder.name == FILE_NAME and not folder.is_dir():
            folder = folder.parent
        refuse_surprises(folder, (FILE_NAME, f"{FILE_NAME}.journal", f"{FILE_NAME}.lock", CODEBOOK))
        is_project = has_project(folder)
        if read_only and not is_project:
            what = "there is no project in this folder" if folder.is_dir() else "no such project folder"
            raise ProjectError(f"{folder}: {what}")
        if folder.exists() and not folder.is_dir():
            raise ProjectError(f"{folder}: is not a project folder")
        # Read first: a folder with an unreadable article must not become half a project.
        sources: list[Source] = []
        problems: list[str] = []
        if not is_project and with_files and folder.is_dir():
            sources, problems = read_all(article_files(folder), read)
            if problems and not sources:
                raise SourceError("; ".join(problems))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = TinyDBStore(folder, read_only=read_only, background=background, salvage=salvage)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            if not is_project or read_only or problem.errno not in _NOT_WRITABLE:
                raise ProjectError(f"{folder}: cannot be opened ({reason})") from problem
            store = TinyDBStore(folder, read_only=True)
            store.reason = f"{folder} cannot be written to ({reason}), so the project is open to be read only"
            store.notices.append(store.reason)
        project = cls(store, FolderTexts(folder), folder=folder, annotator=annotator or login())
        project.notices += store.notices
        project.faults += store.faults
        try:
            project.read_codebook()
        except CodebookError as problem:
            # What was marked must stay within reach, whatever somebody has typed into another file.
            project.codebook_fault = str(problem)
            project.notices.append(f"{problem}; the built-in codebook is in force")
        project.notices += [f"left out: {problem}" for problem in problems]
        try:
            if not is_project:
                project._begin(sources)
        except BaseException:
            store.discard()
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
            self._note(self.add_source(source, undoable=False), source)
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

    def discard_if_empty(self) -> bool:
        """Close, and take away what opening has made in a folder that was no project before, if nothing was
        ever put into it; whether that was done.

        So a folder that was only looked at stays as it was.
        """
        store = self._store
        empty = not (self.articles or self.claims or self.origins or self.evidence or self.reviews)
        if self.folder is None or not isinstance(store, TinyDBStore) or not empty or self.drafts:
            return False
        if (self.folder / TEXTS).exists():
            return False  # something was here, and can be had again by an undo
        return store.discard()

    def read_codebook(self) -> Codebook:
        """Put the project's own codebook in force, as it is on disk now, or the built-in one where it has
        none.

        Raises:
            CodebookError: it cannot be read or used; the message names the line. What was in force stays.
        """
        book = built_in()
        if self.folder is not None:
            try:
                raw = (self.folder / CODEBOOK).read_bytes()
            except FileNotFoundError:
                pass
            except OSError as problem:
                reason = (problem.strerror or str(problem)).lower()
                raise CodebookError(f"{CODEBOOK}: cannot be read ({reason})") from problem
            else:
                # Most projects have none of their own.
                from annotations.codebook_files import parse_codebook

                book = parse_codebook(raw, CODEBOOK)
        self.codebook, self.codebook_fault = book, ""
        return book

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._store.read_only

    @property
    def reason(self) -> str:
        """Why edits will be refused whoever asks, in words; empty where the project may be taken over."""
        return self._store.reason

    @property
    def state(self) -> SaveState:
        """Whether everything that was done is on disk."""
        return self._store.state

    def on_state(self, listener: StateListener | None) -> None:
        """Call `listener` whenever `state` has changed, possibly on another thread."""
        self._store.on_state(listener)

    @property
    def holder(self) -> Holder | None:
        """Who else has the project open for writing; null where nobody has."""
        return self._store.holder

    def on_news(self, listener: StateListener | None) -> None:
        """Call `listener` when others have changed something, or `holder` has, possibly on another thread.

        It is for `catch_up`, on the project's own thread, to look what is new.
        """
        self._store.on_news(listener)

    def keep_text(self, text: str) -> str:
        """Put a text on disk, so that `add_source` need not wait for that later; its hash.

        It may be called on another thread.

        Raises:
            ProjectError: it could not be written, or holds a lone surrogate.
        """
        return self._keep(text)

    def save_copy(self, folder: Path, told: Told | None = None) -> None:
        """Write the whole project into another folder, as it is now; on disk when this returns.

        The copy is a project of its own: records, texts of all article versions and the pages they were taken
        from, codebook. Article files are not copied, and records name them as they do here. Nothing may
        change the project meanwhile.

        Args:
            folder: where to.
            told: told how far it is, of a thousand; it is not to be ended.

        Raises:
            ProjectError: there is a project already, or something could not be written or read. Where only
                texts are missing or damaged, everything else is there nevertheless.
        """
        missing = []
        try:
            if has_project(folder) or (self.folder is not None and _same(folder, self.folder)):
                raise ProjectError(f"{folder}: there is a project already; name another folder")
            folder.mkdir(parents=True, exist_ok=True)
            texts, originals = FolderTexts(folder), FolderOriginals(folder)
            telling = Telling(told, 2)
            for article in tell_now_and_then(self.articles, telling, stride=1):
                try:
                    texts.put(self.text(article.id))
                    for original in self.originals(article.id):
                        originals.put(article.sha256, original)
                except VariorumError as problem:
                    missing.append(f"{article.label}: {problem}")
            if self.folder is not None and (self.folder / CODEBOOK).is_file():
                write_durably(folder / CODEBOOK, (self.folder / CODEBOOK).read_bytes())
            # Last, because it is what makes the folder a project.
            self._store.snapshot(folder / FILE_NAME, telling)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise ProjectError(f"{folder}: the copy could not be written ({reason.lower()})") from problem
        if missing:
            raise ProjectError(f"{folder}: copied, but without texts – {'; '.join(missing)}")

    def flush(self, timeout: float | None = None) -> SaveState:
        """Wait until everything is on disk or cannot be written, at most `timeout` seconds."""
        return self._store.flush(timeout)

    def subscribe(self, listener: ChangeListener) -> Callable[[], None]:
        """Call `listener` after every change, undo and redo; the function returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def database(self) -> StoreDB:
        """The records through TinyDB's own interface, as they are now, also what is not on disk yet.

        What is written through it is a change like any other: saved, told, undone.
        """
        # Only who asks for it pays for loading TinyDB.
        from annotations.store.tinydb_view import tinydb_over

        return tinydb_over(_Made(self), annotator=self.annotator)

    def export(
        self,
        to: str,
        target: str | os.PathLike[str] | None = None,
        *,
        statuses: Collection[str] = (),
        tags: Collection[str] = (),
        articles: Collection[str] = (),
        annotator: str | None = None,
        strict: bool = False,
        force: bool = False,
    ) -> Path:
        """Write the project, or a part of it, to a file or folder; where it is.

        Args:
            to: the name of a format (`annotations.exports.FORMATS`).
            target: where to write, used as it is; named after the project's folder if not given.
            statuses, tags, articles, annotator: what of it (`annotations.exports.Scope`).
            strict: refuse a reading that is not finished.
            force: write although the target is there.

        Raises:
            ExportError: it cannot be written, or the target is there already.
            ProjectError: the text of an article is missing or damaged.
        """
        from annotations.exports import export

        place = Path(target) if target is not None else None
        return export(
            self,
            to,
            place,
            statuses=statuses,
            tags=tags,
            articles=articles,
            annotator=annotator,
            strict=strict,
            force=force,
        )

    def become(self, tables: Tables, label: str) -> bool:
        """Make the records those of `tables`, in one change; whether anything is other than before.

        Raises:
            ReadOnlyError: the project is open to be read only.
        """
        # Half-typed text is no part of the records, and what undo has to find as it left it must not change.
        edits = [
            edit
            for edit in difference(self._store.tables, tables)
            if not (edit.table == "meta" and edit.id == DRAFTS)
        ]
        with self._change(label) as collected:
            for edit in edits:
                if edit.after is not None:
                    collected.put(edit.after, edit.place)
                elif edit.before is not None:
                    collected.delete(edit.before)
        return bool(edits)

    def add_records(
        self,
        label: str,
        records: Sequence[AnyRecord],
        texts: Iterable[str] = (),
        replacing: Sequence[AnyRecord] = (),
        *,
        undoable: bool = True,
        ahead: Ahead | None = None,
    ) -> None:
        """Add records that were made elsewhere, all in one change, with the texts of the articles among them.

        The caller has checked that they fit; this only refuses ids that are there already.

        Args:
            label: what was done, for undo and the history.
            records: records that the project does not have.
            texts: the texts of articles that are new, or get another one.
            replacing: records that the project has, as they are to become.
            undoable: whether undo takes it back.
            ahead: what `records_ahead` found out for it.

        Raises:
            ProjectError: an id is taken, or a text could not be written.
        """
        self._writable()
        if ahead is not None and ahead.change.undoable == undoable and self.fits(ahead):
            self.make(ahead.change, ahead)
            return
        for text in texts:
            self._keep(text)
        change = self._adding(label, records, replacing, undoable=undoable)
        if change.edits:
            self.make(change)

    def records_ahead(
        self,
        label: str,
        records: Sequence[AnyRecord],
        texts: Iterable[str] = (),
        replacing: Sequence[AnyRecord] = (),
        *,
        undoable: bool = True,
        told: Told | None = None,
        told_of_texts: Told | None = None,
    ) -> Ahead | None:
        """Do what takes long of `add_records`; null where that changes nothing.

        It changes nothing but that texts are kept, last of all, so that it may run on another thread as long
        as nobody changes the project.

        Args:
            label, records, texts, replacing, undoable: as for `add_records`.
            told: told how far it is, of a thousand; what it raises ends it.
            told_of_texts: told how many texts are written; the same.

        Raises:
            ReadOnlyError: the project is open to be read only.
            ProjectError: as `add_records` raises it.
        """
        self._writable()
        change = self._adding(label, records, replacing, undoable=undoable, told=told)
        if not change.edits:
            return None
        ahead = self.work_out(change, told)
        for text in tell_now_and_then(list(texts), told_of_texts, stride=1):
            self._keep(text)
        return ahead

    def _adding(
        self,
        label: str,
        records: Sequence[AnyRecord],
        replacing: Sequence[AnyRecord],
        *,
        undoable: bool,
        told: Told | None = None,
    ) -> Change:
        edits = Edits(self._store.tables)
        # Short beside what follows, so that it is not told of; but it can be ended.
        for record in tell_now_and_then(records, told and (lambda *_: told(0, 1000))):
            if self._store.tables.record(TABLE_OF[type(record)], record.id) is not None:
                raise ProjectError(f"the id {record.id} is taken")
            edits.put(record)
        for record in replacing:
            edits.put(record)
        return Change(
            id=new_id(), label=label, edits=edits.made(), by=self.annotator, at=utc_now(), undoable=undoable
        )

    def _note(self, added: Added, source: Source) -> None:
        told = filter(None, (source.left_out, *source.notes))
        self.notices += [f"{added.article.source}: {line}" for line in told]
        if added.guessed:
            self.notices.append(
                f"{added.article.source}: not UTF-8, read as {added.article.encoding}; does it read right?"
            )


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one folder."""
    return one.exists() and other.exists() and one.samefile(other)


class _Made:
    """The records of a project as TinyDB's interface wants them: what it commits, the project makes."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @property
    def tables(self) -> Tables:
        return self._project._store.tables

    def commit(self, change: Change) -> int:
        return self._project.make(change)
