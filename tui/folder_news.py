"""New and changed files of the project's folder: watched for, asked about, added."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from annotations.articles import read_source
from annotations.articles.files import looks_like_article
from annotations.articles.kinds import kind_of_name
from annotations.errors import VariorumError
from tui.display import displayable

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: How many files of each kind are named in the question.
NAMED = 5
#: Seconds between two looks at what the folder holds. Looking is one `stat` a file, on a thread of its own,
#: and works on every file system, also on those of other machines, which tell nobody of a change.
EVERY = 2.0
#: What tells one state of a file from another: its place on the disk, its size and when it was written last.
Sign = tuple[int, int, int]


class FolderNews:
    """Looks for files that are not in the project as they are now, and adds them if the person wants it.

    It looks at the start and goes on watching while the app is open. A file that is still being written is
    left until it has been the same for two looks.

    Args:
        app: the app on the project.
    """

    def __init__(self, app: VariorumApp) -> None:
        self._app = app
        self._found: tuple[list[Path], list[Path]] | None = None
        self._timer: Timer | None = None
        self._looking = False
        # The files as they were at the last look, and as they were when they were last read or asked about.
        self._seen: dict[Path, Sign] = {}
        self._known: dict[Path, Sign] | None = None

    def look(self) -> None:
        """Begin to watch, where files could be added; what is found is asked about in its turn."""
        project = self._app.project
        if not project.read_only and project.folder is not None:
            self._look()
            if self._timer is None:
                self._timer = self._app.set_interval(EVERY, self._look)

    def _look(self) -> None:
        if self._looking or self._found is not None or self._app.project.read_only:
            return
        self._looking = True
        # The names of files that articles came from: asked here, where nothing changes meanwhile.
        project = self._app.project
        sources = [
            a.source for a in project.current_articles if a.source is not None and "://" not in a.source
        ]
        self._app.run_worker(partial(self._look_at, sources), thread=True, exit_on_error=False)

    def _look_at(self, sources: Sequence[str]) -> None:
        folder = self._app.project.folder
        assert folder is not None
        before, self._seen = self._seen, _signs(folder, sources)
        still = {path: sign for path, sign in self._seen.items() if before.get(path) == sign}
        if self._known is None:  # at the start nothing is being written, as far as anybody knows
            still = self._seen
        fresh = [path for path, sign in still.items() if (self._known or {}).get(path) != sign]
        if fresh:
            self._app.call_from_thread(self._compare, still, fresh)
        else:
            self._app.call_from_thread(self._looked, still, [], [])

    def _compare(self, still: dict[Path, Sign], fresh: Sequence[Path]) -> None:
        """Files are not as they were: see, on the other thread, whether their texts are."""
        self._app.lend_project()
        self._app.run_worker(partial(self._read, still, fresh), thread=True, exit_on_error=False)

    def _read(self, still: dict[Path, Sign], fresh: Sequence[Path]) -> None:
        new: list[Path] = []
        changed: list[Path] = []
        try:
            new = [path for path in self._app.project.new_files() if path in fresh and _is_readable(path)]
            changed = self._app.project.changed_files(fresh)
        except VariorumError:
            pass  # the folder cannot be listed any more; it may be there again at the next look
        finally:
            self._app.call_from_thread(self._app.return_project)
            self._app.call_from_thread(self._looked, still, new, changed)

    def _looked(self, still: dict[Path, Sign], new: list[Path], changed: list[Path]) -> None:
        self._looking = False
        self._known = {**(self._known or {}), **still}
        if new or changed:
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
        from tui.screens.adding import AddSources
        from tui.screens.question import Question

        (new, changed), self._found = self._found, None
        parts = []
        if new:
            parts.append(f"New in this folder: {_names(new)}.")
        if changed:
            parts.append(
                f"Changed since it was read: {_names(changed)}. Its next version carries the quotes over."
            )
        app = self._app
        if not app.desk.settings.asks("new_files"):
            parts.append(f"{app.desk.key('add')} adds files.")
            app.notify(displayable(" ".join(parts)), timeout=8, markup=False)
            return
        app.push_screen(
            Question(
                app.desk,
                "The folder has changed",
                " ".join(parts),
                [
                    ("", "add", lambda: app.push_screen(AddSources(app.desk, [*changed, *new]))),
                    ("", "not now", None),
                ],
                echo=False,
            )
        )


def _signs(folder: Path, sources: Sequence[str]) -> dict[Path, Sign]:
    """The article files of a folder and those that articles came from, as they are on the disk now."""
    found: dict[Path, Sign] = {}
    try:
        names = [name for name in os.listdir(folder) if looks_like_article(name)]
    except OSError:
        names = []
    for name in {*names, *sources}:
        path = folder / name
        try:
            status = path.stat()
        except (OSError, ValueError):
            continue
        found[path] = status.st_ino, status.st_size, status.st_mtime_ns
    return found


def _is_readable(path: Path) -> bool:
    """Whether it is worth asking about a file: an unreadable text is not. Pages and documents are read
    when they are wanted, which takes a process each."""
    if kind_of_name(path.name) != "text":
        return True
    try:
        read_source(path)
    except VariorumError:
        return False
    return True


def _names(paths: Sequence[Path]) -> str:
    named = ", ".join(path.name for path in paths[:NAMED])
    return named + (" …" if len(paths) > NAMED else "")
