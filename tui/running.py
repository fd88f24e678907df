"""The app from its start to its end: on a project, away to the tutorial, and back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations import Project
from annotations.errors import VariorumError
from tui.app import VariorumApp
from tui.configuration.reading import Configuration

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.desk import Desk


def run_app(
    project: Project,
    *,
    notices: Sequence[str] = (),
    only_look: bool = False,
    linear: bool = False,
    introduce: bool = False,
    configuration: Configuration | None = None,
    options: frozenset[str] = frozenset(),
) -> int:
    """Open the app on a project until the person leaves; the exit status.

    The project stays open, also while the person is away in the tutorial; the caller closes it.

    Args:
        project: the project.
        notices: what to tell the person at the start, one line each.
        only_look: it was asked to be opened to be read only.
        linear: one column in words, for people who hear the screen, whatever is set.
        introduce: it is the sample, and is opened for the first time.
        configuration: what the person has set; if not given, nothing is set and nothing is kept.
        options: what of that was given on the command line.
    """
    from tui import last_place

    before: Desk | None = None
    was = last_place.recall(project.folder) if project.folder is not None else None
    while True:
        app = VariorumApp(
            project,
            notices=notices,
            driver_class=_driver(),
            heed_signals=True,
            only_look=only_look,
            linear=linear,
            introduce=introduce,
            configuration=configuration,
            options=options,
        )
        if before is not None:
            was = last_place.place_of(before)
        if was is not None:
            last_place.resume(app.desk, was)
            app.desk.settle()
        status = _run(app)
        # Not where the program has broken down: it would begin there again.
        if project.folder is not None and not project.read_only and app.fault is None:
            last_place.keep(project.folder, last_place.place_of(app.desk))
        if not app.to_tutorial or status:
            return status
        # Away to the tutorial, and back to where one was, with what was set meanwhile.
        before, introduce, configuration = app.desk, False, app.preferences.configuration
        linear = app.linear
        project.notices.clear()
        try:
            status = run_tutorial(
                annotator=project.annotator, linear=linear, configuration=configuration, options=options
            )
            notices = []
        except VariorumError as problem:
            notices = [str(problem)]
        if status:
            return status


def run_tutorial(
    *,
    annotator: str | None = None,
    again: bool = False,
    linear: bool = False,
    configuration: Configuration | None = None,
    options: frozenset[str] = frozenset(),
) -> int:
    """Play the tutorial on its private copy of the sample until the person leaves; the exit status.

    Args:
        annotator: the name for new records.
        again: begin anew, on a new copy.
        linear, configuration, options: as for `run_app`.

    Raises:
        ProjectError: the copy cannot be made or opened, or is open in another terminal (`BusyError`).
    """
    from tui.tutorial.playing import Tutorial
    from tui.tutorial.progress import Progress

    progress = Progress()
    while True:
        with progress.open_story(annotator=annotator, again=again) as project:
            app = VariorumApp(
                project,
                driver_class=_driver(),
                heed_signals=True,
                tutorial=Tutorial(progress),
                linear=linear,
                configuration=configuration,
                options=options,
            )
            status = _run(app)
        if not app.to_tutorial or status:
            return status
        again, configuration = True, app.preferences.configuration


def _driver() -> type[Driver] | None:
    if sys.platform == "win32":
        return None
    from tui.terminal_keys import TerminalDriver

    return TerminalDriver


def _run(app: VariorumApp) -> int:
    """Run the app until it ends; its exit status. A fault of the program is told."""
    app.run()
    if app.saving.ended is not None:
        return app.saving.ended
    if app.fault is not None:
        from tui import crash

        crash.tell(app.fault, "the app was open")
        return app.return_code or 1
    # A screen that complained on the way out has left its mark in Textual's own code.
    return 0 if app.leaving else app.return_code or 0
