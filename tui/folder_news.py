"""New and changed files of the project's folder: looked for, asked about, added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from annotations.articles import Source
from annotations.editing.articles import read_all
from annotations.errors import VariorumError
from tui.display import displayable
from tui.screens.reading_room import ReadingRoom

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: How many files of each kind are named in the question.
NAMED = 5


class FolderNews:
    """Looks for files that are not in the project as they are now, and adds them if the person wants it.

    Files are read and texts are kept on another thread: a disk may be slow.

    Args:
        app: the app on the project.
    """

    def __init__(self, app: VariorumApp) -> None:
        self._app = app
        self._found: tuple[Sequence[Source], Sequence[Source]] | None = None

    def look(self) -> None:
        """Begin to look for files, where they could be added; what is found is asked about in its turn."""
        project = self._app.project
        if not project.read_only and project.folder is not None:
            self._app.run_worker(self._look, thread=True, exit_on_error=False)

    def _look(self) -> None:
        new, _ = read_all(self._app.project.new_files())
        changed, _ = read_all(self._app.project.changed_files())
        changed = [self._app.project.as_before(source) for source in changed]
        if new or changed:
            self._app.call_from_thread(self._looked, new, changed)

    def _looked(self, new: Sequence[Source], changed: Sequence[Source]) -> None:
        self._found = (new, changed)
        self._app.ask()

    @property
    def is_to_be_asked(self) -> bool:
        """Whether files were found that nobody was asked about yet."""
        return self._found is not None

    def ask(self) -> None:
        """Ask whether to add what was found."""
        if self._found is None:
            return
        from tui.screens.question import Question

        (new, changed), self._found = self._found, None
        parts = []
        if new:
            parts.append(f"New in this folder: {_names(new)}.")
        if changed:
            parts.append(
                f"Changed since it was read: {_names(changed)}. Its next version carries the quotes over."
            )

        def add() -> None:
            self._app.hold_keys()
            self._app.run_worker(partial(self._keep_texts, (*changed, *new)), thread=True)

        self._app.push_screen(
            Question(
                self._app.desk,
                "The folder has changed",
                " ".join(parts),
                [("", "add", add), ("", "not now", None)],
                echo=False,
            )
        )

    def _keep_texts(self, sources: Sequence[Source]) -> None:
        """Put the texts of files on disk, and have at hand what they are compared with, so that adding them
        waits for nothing."""
        project = self._app.project
        kept, problems = [], []
        try:
            older = {article.source: article for article in project.articles}
            for source in sources:
                known = older.get(project.source_name(source.path)) if source.path is not None else None
                try:
                    project.keep_source(source)
                    if known is not None:
                        project.text(known.id)
                except VariorumError as problem:
                    problems.append(f"{file_name(source)}: {problem}")
                else:
                    kept.append(source)
        finally:
            self._app.call_from_thread(self._add, kept, problems)

    def _add(self, sources: Sequence[Source], problems: Sequence[str]) -> None:
        self._app.release_keys()
        for problem in problems:
            self._warn(problem)
        for source in sources:
            try:
                self._add_source(source)
            except VariorumError as problem:
                self._warn(f"{file_name(source)}: {problem}")

    def _warn(self, problem: str) -> None:
        self._app.notify(displayable(problem), severity="warning", timeout=8, markup=False)

    def _add_source(self, source: Source) -> None:
        project = self._app.project
        before = self._app.desk.article
        added = project.add_source(source)
        if before is not None and project.article(before).state == "superseded":
            older, room = project.article(before), self._app.screen_stack[0]
            if older.work == added.article.work and isinstance(room, ReadingRoom):
                room.open_article(added.article.id)
        said = f"{added.article.label}: {added.outcome}"
        if added.carried:
            said += " · quotes " + ", ".join(f"{n} {anchor}" for anchor, n in sorted(added.carried.items()))
        if source.left_out:
            said += f" · {source.left_out}"
        for note in source.notes:
            said += f" · {note}"
        if added.guessed:
            said += f" · not UTF-8, read as {added.article.encoding}"
        self._app.notify(displayable(said), timeout=8, markup=False)


def file_name(source: Source) -> str:
    """The last part of where a source came from."""
    return source.path.name if source.path is not None else source.name


def _names(sources: Sequence[Source]) -> str:
    named = ", ".join(file_name(source) for source in sources[:NAMED])
    return named + (" …" if len(sources) > NAMED else "")
