"""Sources are read one after another on another thread and added to the project, questions in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.articles import Progress, Source, read_source, read_text, sources_named
from annotations.editing.articles import Added
from annotations.editing.copies import Alike
from annotations.editing.versions import Carriers
from annotations.errors import ReadingCancelledError, SourceError, VariorumError
from annotations.falls import NumberOf, falls_in_short

if TYPE_CHECKING:
    from tui.app import VariorumApp


class Pasted(NamedTuple):
    """A text that was pasted."""

    text: str


class Named(NamedTuple):
    """What a person wrote: a path, a folder, a pattern, an address."""

    words: str


class Again(NamedTuple):
    """An article whose source is to be read again in another encoding."""

    article: str
    label: str


#: What may be added: a file, an address, what a person wrote, a pasted text, an article read again.
Wanted = Path | str | Named | Pasted | Again
#: What is said where several sources are to be one.
SEVERAL = "{count} sources cannot all be the next version of one article"


class Choice(NamedTuple):
    """What a person says of the sources that are to be added.

    Attributes:
        encoding: the encoding that they are in; null to find out.
        version_of: the id of an article of which they are the next version; null where that follows from
            where they come from.
        asks: whether to ask where a source reads like an article that is there already.
    """

    encoding: str | None = None
    version_of: str | None = None
    asks: bool = True


class Adding:
    """Adds sources, each as soon as it is read. Whoever shows it is called back on the thread of the screen.

    Quotes are carried to a new version on the other thread, too: a thousand of them take seconds.

    Args:
        app: the app on the project.
        wanted: what to add.
        choice: what a person says of it.
        ask: asks about a source that reads like others; it has to call `take` or `leave_out` in the end.
        done: called when everything was read and added, or reading was stopped.
    """

    def __init__(
        self,
        app: VariorumApp,
        wanted: Sequence[Wanted],
        choice: Choice,
        *,
        ask: Callable[[Source, list[Alike]], object],
        done: Callable[[], object],
    ) -> None:
        self._app, self._choice, self._ask, self._done = app, choice, ask, done
        self._left = list(wanted)
        self._count = len(wanted)
        self._cancel = threading.Event()
        self._progress: Progress | None = None
        self._reading = ""
        #: How many quotes of how many are carried to the version that was read, while they are.
        self._carrying: tuple[int, int] | None = None
        self._asked: Source | None = None
        self.added: list[tuple[Source, Added]] = []
        """What was added, and how."""
        self.problems: list[str] = []
        """What could not be added, and why: one line each."""
        self.skipped = 0
        """How many were left out because a person said so."""

    # ---- How far it is -----------------------------------------------------------------------------

    @property
    def doing(self) -> str:
        """What is being read or carried, in words that are not safe to show."""
        number = self._count - len(self._left)
        of = f" · {number} of {self._count}" if self._count > 1 else ""
        if self._carrying is not None:
            done, total = self._carrying
            carried = f" · {done:,} of {total:,}" if done else ""
            return f"carrying quotes to {self._reading}{carried}{of}"
        step = {"connecting": "connecting to", "receiving": "receiving", "reading": "reading"}
        words = step[self._progress.step] if self._progress is not None else "reading"
        return f"{words} {self._reading}{of}"

    @property
    def share(self) -> float:
        """How much of all is done, from 0 to 1, as far as anybody knows."""
        done = self._count - len(self._left) - 1
        told = self._progress
        part = min(1.0, told.done / told.total) if told is not None and told.total else 0.0
        if self._carrying is not None:
            carried, of = self._carrying
            part = carried / of if of else 0.0
        return min(1.0, max(0.0, (done + part) / max(1, self._count)))

    # ---- Reading -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read the first source."""
        self._next()

    def stop(self) -> None:
        """Read nothing more; what was added stays."""
        self._cancel.set()
        self._left.clear()

    def _next(self) -> None:
        if not self._left:
            self._done()
            return
        what = self._left.pop(0)
        self._reading, self._progress, self._carrying = _name(what), None, None
        if isinstance(what, Named):
            work = partial(self._find, what)
        else:
            self._app.lend_project()
            work = partial(self._read, what)
        self._app.run_worker(work, thread=True, group="adding", exit_on_error=False)

    def _find(self, what: Named) -> None:
        found: list[Path | str] = []
        problem = ""
        try:
            found = sources_named(what.words)
            if len(found) > 1 and self._choice.version_of is not None:
                raise SourceError(SEVERAL.format(count=len(found)))
        except VariorumError as error:
            found, problem = [], str(error)
        self._app.call_from_thread(self._has_found, found, problem)

    def _has_found(self, found: Sequence[Path | str], problem: str) -> None:
        if problem:
            self.problems.append(problem)
        if not self._cancel.is_set():
            self._left[:0] = found
            self._count += len(found) - 1
        self._next()

    def _read(self, what: Path | str | Pasted | Again) -> None:
        source: Source | None = None
        ahead: Carriers | None = None
        alike: list[Alike] = []
        problem = ""
        project = self._app.project
        try:
            source = self._source(what)
            project.keep_source(source)
            known = project.find_source(source)
            if known is not None:
                project.text(known.id)  # what it is compared with is at hand then
            elif self._choice.asks and self._choice.version_of is None and not isinstance(what, Again):
                alike = project.alike(source.text)
            if not alike:
                ahead = self._carry(source, self._choice.version_of)
        except ReadingCancelledError:
            source = None
        except SourceError as error:
            source, problem = None, str(error)  # which names what could not be read
        except VariorumError as error:
            source, problem = None, f"{_name(what)}: {error}"
        except MemoryError:
            source, problem = None, f"{_name(what)}: not enough memory"
        self._app.call_from_thread(self._has_read, source, alike, ahead, problem)

    def _carry(self, source: Source, version_of: str | None) -> Carriers | None:
        return self._app.project.carry_ahead(source, version_of=version_of, told=self._has_carried)

    def _has_carried(self, done: int, total: int) -> None:  # on the worker's thread, as below
        if self._cancel.is_set():
            raise ReadingCancelledError("called off")
        self._carrying = done, total

    def _source(self, what: Path | str | Pasted | Again) -> Source:
        if isinstance(what, Again):
            return self._app.project.reread(what.article, self._choice.encoding or "utf-8")
        if isinstance(what, Pasted):
            return read_text(what.text)
        source = read_source(what, encoding=self._choice.encoding, progress=self._told, cancel=self._cancel)
        return source if self._choice.encoding is not None else self._app.project.as_before(source)

    def _told(self, progress: Progress) -> None:  # on the worker's thread: one reference is put in place
        self._progress = progress

    # ---- Adding ------------------------------------------------------------------------------------

    def _has_read(
        self, source: Source | None, alike: list[Alike], ahead: Carriers | None, problem: str
    ) -> None:
        self._app.return_project()
        if problem:
            self.problems.append(problem)
        if source is not None and alike:
            self._asked = source
            self._ask(source, alike)
        elif source is not None:
            self._add(source, self._choice.version_of, ahead)
            self._next()
        else:
            self._next()

    def take(self) -> Added | None:
        """Add the source that was asked about and go on; null where that could not be done."""
        source, self._asked = self._asked, None
        added = self._add(source, None) if source is not None else None
        self._next()
        return added

    def take_as_version(self, version_of: str) -> None:
        """Add the source that was asked about as the next version of an article, and go on."""
        source, self._asked = self._asked, None
        if source is None:
            self._next()
            return
        self._app.lend_project()
        self._app.run_worker(
            partial(self._carry_asked, source, version_of), thread=True, group="adding", exit_on_error=False
        )

    def _carry_asked(self, source: Source, version_of: str) -> None:
        ahead: Carriers | None = None
        problem, ended = "", False
        try:
            ahead = self._carry(source, version_of)
        except ReadingCancelledError:
            ended = True
        except VariorumError as error:
            problem = f"{source.name}: {error}"
        except MemoryError:
            problem = f"{source.name}: not enough memory"
        self._app.call_from_thread(self._has_carried_asked, source, version_of, ahead, problem, ended)

    def _has_carried_asked(
        self, source: Source, version_of: str, ahead: Carriers | None, problem: str, ended: bool
    ) -> None:
        self._app.return_project()
        if problem:
            self.problems.append(problem)
        elif not ended:
            self._add(source, version_of, ahead)
        self._next()

    def leave_out(self) -> None:
        """Do not add the source that was asked about, and go on."""
        self._asked = None
        self.skipped += 1
        self._next()

    def _add(self, source: Source, version_of: str | None, ahead: Carriers | None = None) -> Added | None:
        try:
            added = self._app.project.add_source(source, version_of=version_of, ahead=ahead)
        except VariorumError as error:
            self.problems.append(f"{source.name}: {error}")
            return None
        self.added.append((source, added))
        return added


def added_lines(source: Source, added: Added, number: NumberOf, key: Callable[[str], str]) -> list[str]:
    """What adding a source came to, in words: first what it is now, then what a person should know of it.

    `key` says which key a command has.
    """
    article = added.article
    if added.outcome == "same":
        return [f"{article.label}: the same text as before"]
    what = (
        f"{article.label} v{article.version}: new version"
        if added.outcome == "new version"
        else article.label
    )
    if added.outcome == "added":
        what += f": {article.title}"
    lines = [what]
    if added.carried:
        lines.append("quotes " + ", ".join(f"{n} {anchor}" for anchor, n in sorted(added.carried.items())))
        if any(added.carried.get(anchor) for anchor in ("changed", "orphan")):
            lines[-1] += f" · {key('quotes.waiting')} shows them"
    if added.consequences:
        lines.append(falls_in_short(added.consequences, number))
    lines += [line for line in (source.left_out, *source.notes) if line]
    if added.guessed:
        details = key("article.details")
        lines.append(f"not UTF-8, read as {article.encoding}; if it reads wrong, {details} says which it is")
    return lines


def _name(what: Wanted) -> str:
    if isinstance(what, Pasted):
        return "pasted text"
    if isinstance(what, Named):
        return what.words
    if isinstance(what, Again):
        return f"{what.label} again"
    return what.name if isinstance(what, Path) else what
