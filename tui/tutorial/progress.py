"""Where a person is in the tutorial, kept in the user's data folder beside the copy it is played on."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import NamedTuple

from annotations import Project
from annotations.durable import write_durably
from annotations.errors import BusyError, ProjectError

#: The folder of the copy, and the file that says where in it one is.
STORY, PLACE = "tutorial", "tutorial.json"


class At(NamedTuple):
    """A place in the tutorial: a lesson and a step of it, both from 0."""

    lesson: int = 0
    step: int = 0


class Progress:
    """The folder of the tutorial: a private copy of the sample, and how far one is in it.

    Args:
        folder: where both are kept; the program's folder in the user's data folder if not given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            import platformdirs

            folder = platformdirs.user_data_path("variorum")
        self.folder = folder

    @property
    def story(self) -> Path:
        """The folder of the copy."""
        return self.folder / STORY

    def open_story(self, *, annotator: str | None = None, again: bool = False) -> Project:
        """Open the copy, which is made where there is none yet, or `again`.

        Raises:
            BusyError: it is open in another terminal.
            ProjectError: it cannot be made or opened.
        """
        import seeds
        from annotations.store import has_project

        if again:
            self.forget()
        if not has_project(self.story):
            self.keep(At())  # of a copy that is gone nothing holds any more
            seeds.copy_to(self.story, annotator=annotator)
        return Project.open(self.story, annotator=annotator, with_files=False, background=True)

    def forget(self) -> None:
        """Take the copy away, and where one was.

        Raises:
            BusyError: it is open in another terminal.
            ProjectError: it cannot be taken away.
        """
        from annotations.store import has_project

        if has_project(self.story):
            try:  # whoever has it open must not lose it
                Project.open(self.story, with_files=False).close()
            except BusyError:
                raise
            except ProjectError:
                pass  # a damaged one is nobody's
        try:
            if self.story.is_dir():
                shutil.rmtree(self.story)
            (self.folder / PLACE).unlink(missing_ok=True)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            raise ProjectError(f"{self.story}: cannot be taken away ({reason})") from problem

    def place(self) -> At:
        """Where one was; the beginning where that is not known or makes no sense."""
        try:
            said = json.loads((self.folder / PLACE).read_bytes())
            lesson, step = said["lesson"], said["step"]
        except (OSError, ValueError, KeyError, TypeError):
            return At()
        if type(lesson) is not int or type(step) is not int or lesson < 0 or step < 0:
            return At()
        return At(lesson, step)

    def keep(self, at: At) -> None:
        """Note where one is; where that cannot be written, the next time begins earlier, and that is all."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_durably(self.folder / PLACE, json.dumps(at._asdict()).encode() + b"\n", mode=0o600)
