"""What an export would hold and lose is looked at on another thread, before anything is written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotations.agreement import STATUSES
from annotations.errors import ExportCancelledError, ExportError, VariorumError
from annotations.exports import Format, Losses, Scope, Selection
from annotations.exports.completeness import reasons
from annotations.exports.progress import Watch
from annotations.wording import STATUS_LABELS
from tui.display import displayable

if TYPE_CHECKING:
    from annotations import Project
    from tui.app import VariorumApp

#: Lines of a preview.
PREVIEW = 12
#: No more of a file is made for a preview, in code points.
_ENOUGH = 8_000
#: How many reasons are kept.
_REASONS = 200


class Seen(NamedTuple):
    """What an export would be.

    Attributes:
        claims, evidence: how many it holds.
        losses: what the format loses of them, in words.
        unfinished: how many claims are not finished; null while nobody knows yet.
        reasons: what is not finished about them, a line each, the first ones.
        preview: the first lines of the file; null while nobody knows yet, none where it is no text.
        problem: why there is nothing to see; empty otherwise.
    """

    claims: int = 0
    evidence: int = 0
    losses: tuple[str, ...] = ()
    unfinished: int | None = None
    reasons: tuple[str, ...] = ()
    preview: tuple[str, ...] | None = None
    problem: str = ""


class Looking:
    """Looks at what an export would be, one look at a time: a new one ends the one under way.

    Args:
        app: the app on the project, which is lent meanwhile.
        told: called on the thread of the screen with what is known so far.
    """

    def __init__(self, app: VariorumApp, told: Callable[[Seen], object]) -> None:
        self._app, self._told = app, told
        self._cancel = threading.Event()
        self._under_way = False
        self._next: tuple[Format, Scope] | None = None
        self._kept: tuple[Scope, _Counted] | None = None
        self._ended, self._wanted = False, False

    def look(self, format: Format, scope: Scope) -> None:
        """Look at this, and no longer at what was asked for before."""
        self._next, self._wanted = (format, scope), True
        self._cancel.set()
        self._go_on()

    def end_this(self) -> None:
        """What was asked for last is not wanted any more."""
        self._wanted = False
        self._next = None
        self._cancel.set()

    def forget(self) -> None:
        """The project has changed: what was counted holds no longer."""
        self._kept = None

    def end(self) -> None:
        """Look at nothing more."""
        self._ended = True
        self.end_this()

    def _go_on(self) -> None:
        if self._under_way or self._next is None:
            return
        (format, scope), self._next = self._next, None
        if self._kept is None or self._kept[0] != scope:
            self._kept = None
        self._under_way, self._cancel = True, threading.Event()
        self._app.lend_project()
        cancel, kept = self._cancel, self._kept[1] if self._kept is not None else None
        self._app.run_worker(
            lambda: self._see(format, scope, kept, cancel), thread=True, group="looking", exit_on_error=False
        )

    def _see(
        self, format: Format, scope: Scope, counted: _Counted | None, cancel: threading.Event
    ) -> None:  # on a thread of its own
        try:
            if counted is None:
                counted = _Counted(Selection(self._app.project, **scope._asdict()))
            counted.selection.watch = Watch(None, cancel)
            for seen in counted.seen(format):
                if cancel.is_set():
                    break
                self._app.call_from_thread(self._tell, seen)
        except ExportCancelledError:
            pass
        except VariorumError as problem:
            self._app.call_from_thread(self._tell, Seen(problem=str(problem)))
        finally:
            self._app.call_from_thread(self._seen, scope, counted)

    def _tell(self, seen: Seen) -> None:
        if self._wanted and self._next is None:
            self._told(seen)

    def _seen(self, scope: Scope, counted: _Counted | None) -> None:
        self._under_way = False
        self._kept = (scope, counted) if counted is not None else None
        # What others have changed meanwhile comes in now, and then `forget` is called.
        self._app.return_project()
        if not self._ended:
            self._go_on()


class _Counted:
    """A selection with what was counted of it, for all formats that are looked at."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._losses = Losses(selection)
        self._reasons: list[str] | None = None

    def seen(self, format: Format) -> Iterator[Seen]:
        """What an export is, first what is known at once."""
        selection = self.selection
        losses = tuple(loss.words for loss in self._losses.of(format))
        seen = Seen(len(selection.claims), sum(1 for _ in selection.evidence), losses)
        yield seen
        if self._reasons is None:
            self._reasons = list(reasons(selection))
        unfinished = seen._replace(
            unfinished=len(self._reasons), reasons=tuple(self._reasons[:_REASONS]), preview=None
        )
        yield unfinished
        yield unfinished._replace(preview=tuple(_first_lines(format, selection)))


def _first_lines(format: Format, selection: Selection) -> list[str]:
    if format.folder or not format.text or format.lacking:
        return []
    text = ""
    for piece in format.pieces(selection):
        text += piece if isinstance(piece, str) else piece.decode("utf-8", "replace")
        if text.count("\n") > PREVIEW or len(text) > _ENOUGH:
            break
    return text.split("\n")[:PREVIEW]


class Choices:
    """What the fields of a scope take: words of people, each with what it stands for.

    Attributes:
        statuses: by their names and by their labels.
        tags: the tags of claims.
        articles: the labels of articles.
        annotators: those who have made or marked anything.
    """

    def __init__(self, project: Project) -> None:
        self.statuses: dict[str, str] = {STATUS_LABELS[status]: status for status in STATUSES}
        self.statuses |= {status: status for status in STATUSES}
        self.tags = _by_words(tag for claim in project.claims for tag in claim.tags)
        self.articles = _by_words(article.label for article in project.articles)
        people = [claim.annotator for claim in project.claims]
        people += [piece.annotator for piece in project.evidence]
        people += [look.annotator for look in project.reviews]
        self.annotators = _by_words(name for name in people if name)

    def scope(self, *, statuses: str, tags: str, articles: str, annotator: str) -> Scope:
        """What is meant by the words in the fields.

        Raises:
            ExportError: a word means nothing; the message says which.
        """
        person = None
        if annotator.strip():
            (person,) = _meant("nobody called {} has marked anything", self.annotators, [annotator.strip()])
        return Scope(
            statuses=tuple(_meant("there is no status {}", self.statuses, _parts(statuses, self.statuses))),
            tags=tuple(_meant("no claim has the tag {}", self.tags, _parts(tags, self.tags))),
            articles=tuple(_meant("there is no source {}", self.articles, _parts(articles, self.articles))),
            annotator=person,
        )


def completed(text: str, known: Mapping[str, str], *, several: bool = True) -> str | None:
    """A text of words with commas between them, the last of which is completed to a known one; null if there
    is none."""
    before, comma, last = text.rpartition(",") if several else ("", "", text)
    begun = last.lstrip()
    if not begun:
        return None
    found = [
        word for word in known if word.casefold().startswith(begun.casefold()) and len(word) > len(begun)
    ]
    return before + comma + last[: len(last) - len(begun)] + begun + found[0][len(begun) :] if found else None


def _by_words(names: Iterator[str]) -> dict[str, str]:
    return {displayable(name): name for name in sorted(set(names))}


def _parts(text: str, known: Mapping[str, str]) -> list[str]:
    """The words of a field; commas part them, except where one has a comma in it."""
    folded = {word.casefold() for word in known}
    parts = [part.strip() for part in text.split(",")]
    found = []
    while parts:
        joined = [", ".join(parts[:count]) for count in range(len(parts), 0, -1)]
        word = next((word for word in joined if word.casefold() in folded), parts[0])
        found.append(word)
        parts = parts[word.count(",") + 1 if word != parts[0] else 1 :]
    return [word for word in found if word]


def _meant(otherwise: str, known: Mapping[str, str], words: list[str]) -> list[str]:
    folded = {word.casefold(): name for word, name in known.items()}
    meant = []
    for word in words:
        name = known.get(word) or folded.get(word.casefold())
        if name is None:
            raise ExportError(otherwise.format(f"“{word}”"))
        meant.append(name)
    return list(dict.fromkeys(meant))
