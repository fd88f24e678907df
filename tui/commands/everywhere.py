"""What can be done on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from annotations.records import Claim, Evidence, Review
from tui.commands.command import Command, Group
from tui.commands.settings import SETTING
from tui.commands.sharing import PICTURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.changes import Change, Told
    from annotations.editing.ahead import Ahead
    from tui.app import VariorumApp
    from tui.reader import LongWork
    from tui.screens.command_screen import CommandScreen


def undo(screen: CommandScreen) -> None:
    project = screen.desk.project
    if project.undo_is_long:
        _work_out(
            screen,
            f"undoing{_named(project.to_undo)}",
            project.undo_ahead,
            _undo,
            lambda: project.to_undo,
            "nothing is undone",
        )
    else:
        _undo(screen)


def redo(screen: CommandScreen) -> None:
    project = screen.desk.project
    if project.redo_is_long:
        _work_out(
            screen,
            f"doing again{_named(project.to_redo)}",
            project.redo_ahead,
            _redo,
            lambda: project.to_redo,
            "nothing is done again",
        )
    else:
        _redo(screen)


def _named(change: Change | None) -> str:
    """What a change did, where that is known yet."""
    return f": {change.label}" if change is not None else ""


def _undo(screen: CommandScreen, ahead: Ahead | None = None) -> None:
    _show_change(screen, screen.desk.project.undo(ahead), "undone", "nothing to undo")


def _redo(screen: CommandScreen, ahead: Ahead | None = None) -> None:
    _show_change(screen, screen.desk.project.redo(ahead), "done again", "nothing to do again")


def _work_out(
    screen: CommandScreen,
    doing: str,
    act: Callable[[Told], Ahead | None],
    then: Callable[[CommandScreen, Ahead | None], None],
    last: Callable[[], Change | None],
    ended: str,
) -> None:
    """Have a change of thousands of records, or one that is in a file, worked out while keys wait; then make
    it, on the screen that is on top."""
    app, project = cast("VariorumApp", screen.app), screen.desk.project

    def work_out(work: LongWork) -> Ahead | None:
        return act(lambda done, total: work.tell(done / total))

    def make(ahead: Ahead | None) -> None:
        if ahead is not None and not project.fits(ahead):  # something has come in between
            if last() is ahead.about:
                app.call_later(_work_out, screen, doing, act, then, last, ended)
            else:  # it would be about something else than what was named
                screen.say(f"something else was done meanwhile: {ended}")
        else:
            there = app.screen if isinstance(app.screen, type(screen)) else screen
            there.attempt(lambda there: then(there, ahead))

    app.waiting.begin(
        doing,
        work_out,
        make,
        # It says itself what is wrong, and what the next one is about then.
        failed=lambda _: screen.attempt(lambda there: then(there, None)),
        ended=lambda: screen.say(ended),
    )


def _show_change(screen: CommandScreen, change: Change | None, done: str, nothing: str) -> None:
    if change is None:
        screen.complain(nothing)
        return
    desk = screen.desk
    for edit in change.edits:  # what came back or changed is what one wants to see
        record = edit.after or edit.before
        claim = record.id if isinstance(record, Claim) else None
        if isinstance(record, Evidence | Review):
            claim = record.claim
        if claim is not None and desk.project.find(Claim, claim) is not None:
            desk.choose_claim(claim)
            break
    screen.follow()
    screen.show_change(change)
    screen.say(f"{done}: {change.label}")


def take_over(screen: CommandScreen) -> None:
    cast("VariorumApp", screen.app).take_over()


def save_copy(screen: CommandScreen) -> None:
    from tui.screens.copy import CopyDialog

    screen.app.push_screen(CopyDialog(screen.desk))


def export(screen: CommandScreen) -> None:
    from tui.screens.export import ExportDialog

    screen.app.push_screen(ExportDialog(screen.desk))


def import_(screen: CommandScreen) -> None:
    from tui.screens.importing import ImportDialog

    screen.app.push_screen(ImportDialog(screen.desk))


def add_sources(screen: CommandScreen) -> None:
    from tui.screens.adding import AddSources

    screen.app.push_screen(AddSources(screen.desk))


def origins(screen: CommandScreen) -> None:
    """To the origins; from there back to where one was."""
    from tui.screens.origins import OriginsScreen

    if isinstance(screen, OriginsScreen):
        screen.dismiss()
    else:
        screen.app.push_screen(OriginsScreen())


def overview(screen: CommandScreen) -> None:
    """To the project at a glance; from there back to where one was."""
    from tui.screens.overview import OverviewScreen

    if isinstance(screen, OverviewScreen):
        screen.dismiss()
    else:
        screen.app.push_screen(OverviewScreen())


def help_(screen: CommandScreen) -> None:
    from tui.screens.help import Help

    screen.app.push_screen(Help(screen.desk, screen.groups))


def next_pane(screen: CommandScreen) -> None:
    screen.focus_next()


def jump(screen: CommandScreen) -> None:
    """Put a letter over every pane; pressing it goes there."""
    from tui.screens.jump import Jump

    panes = [widget for widget in screen.focus_chain if widget.region.area]
    if len(panes) < 2:
        screen.say("there is one pane here")
        return
    screen.app.push_screen(Jump(panes))


def palette(screen: CommandScreen) -> None:
    screen.app.action_command_palette()


def theme(screen: CommandScreen) -> None:
    screen.app.search_themes()


def linear(screen: CommandScreen) -> None:
    """Turn the screen into one column in words, or back."""
    app = cast("VariorumApp", screen.app)
    app.preferences.set("linear", not app.linear)
    screen.follow()
    screen.say("one column in words" if app.linear else "panes side by side")


def why(screen: CommandScreen) -> None:
    """Say why the current claim has its status."""
    from tui.screens.why import WhyDialog

    screen.app.push_screen(WhyDialog(screen.desk, screen.desk.current_claim().id))


def tutorial(screen: CommandScreen) -> None:
    """Go to the tutorial; in it, ask how to go on."""
    app = cast("VariorumApp", screen.app)
    if app.tutorial is None:
        app.go_to_tutorial()
        return
    from tui.screens.question import Question

    screen.app.push_screen(
        Question(
            screen.desk,
            "Tutorial",
            "Six lessons, on a copy of the sample that is there for nothing else.",
            [
                ("g", "go on with this step", None),
                ("s", "skip this step", app.tutorial.go_on),
                ("l", "begin this lesson again", app.tutorial.lesson_again),
                ("b", "begin again, on a new copy", app.go_to_tutorial),
                ("q", "leave; the next time you go on here", lambda: screen.run_worker(_quit(screen))),
            ],
        )
    )


async def _quit(screen: CommandScreen) -> None:
    await screen.app.action_quit()


def quit_(screen: CommandScreen) -> None:
    screen.run_worker(_quit(screen))


UNDO = Command(
    "undo", "u", "undo", "Take the last change back, wherever it was made.", undo, footer=6, edits=True
)
REDO = Command("redo", "ctrl+r", "redo", "Do again what was undone last.", redo, edits=True)
TAKE_OVER = Command(
    "take_over", "T", "take over", "Write to a project that nobody else has open any more.", take_over
)
EXPORT = Command("export", "x", "export", "Write a report, tables or an exchange file.", export)
IMPORT = Command(
    "import",
    "ctrl+o",
    "import",
    "Take in a file or folder that was exported, here or by another tool.",
    import_,
    edits=True,
)
ADD = Command(
    "add",
    "F",
    "add sources",
    "Add files, folders, addresses or a pasted text as articles.",
    add_sources,
    edits=True,
)
ORIGINS = Command("origins", "o", "origins", "Who says so: all origins and what rests on each.", origins)
HELP = Command(
    "help", "question_mark,f1", "help", "Show the keys of this screen and the codebook.", help_, footer=1
)
NEXT_PANE = Command("pane.next", "ctrl+w", "next pane", "Go to the next pane.", next_pane)
JUMP = Command("pane.jump", "ctrl+g", "jump", "A letter over every pane: pressing it goes there.", jump)
PALETTE = Command("palette", "ctrl+p", "palette", "Find any command by its name.", palette, footer=1)
QUIT = Command("quit", "ctrl+q", "quit", "Leave; everything is saved already.", quit_, footer=11)

SAVE_COPY = Command("save_copy", "", "save a copy", "Write the whole project to another folder.", save_copy)
OVERVIEW = Command(
    "overview",
    "",
    "overview",
    "The project at a glance: bars of sources and statuses, and what rests on whom.",
    overview,
)
THEME = Command("theme", "", "theme", "Choose the colours of the screen.", theme)
LINEAR = Command(
    "linear", "", "linear", "One column in words and without frames, for a screen reader; or back.", linear
)

WHY = Command(
    "why",
    "exclamation_mark",
    "why this status",
    "Why the current claim has its status: what it rests on, who counts as one, what is missing.",
    why,
)
TUTORIAL = Command(
    "tutorial", "", "tutorial", "Six short lessons on a copy of the sample; your project waits.", tutorial
)

EVERYWHERE = Group(
    "Everywhere",
    (
        *(UNDO, HELP, WHY, REDO, ADD, ORIGINS, EXPORT, IMPORT, NEXT_PANE, JUMP, PALETTE, TAKE_OVER, QUIT),
        *(OVERVIEW, SAVE_COPY, THEME, LINEAR, PICTURE, TUTORIAL),
        *SETTING,
    ),
)
