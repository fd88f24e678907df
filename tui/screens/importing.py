"""Taking in what was exported, here or by another tool: what differs is decided before anything changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, ProgressBar, Select, Static
from textual.widgets.option_list import Option

from annotations.errors import ImportCancelledError, ImportRefusedError, VariorumError
from annotations.exports import FORMATS, Progress
from annotations.imports import Choice, Conflict, ConflictsError, Decided, Prepared, Report, prepare
from annotations.imports.conflicts import Key
from annotations.wording import counted
from tui.collecting import uncollected
from tui.desk import Desk
from tui.differing import counts, name_of, report_lines, sides, to_check
from tui.display import cut, displayable, shown
from tui.screens.dialog import Dialog
from tui.waiting import break_down
from tui.widgets.prose import Line

if TYPE_CHECKING:
    from tui.app import VariorumApp

_ASKING = "Enter read it; nothing is changed yet · Tab format · Esc close"
_DECIDING = (
    "m keep mine · t take theirs · b have both · M T B all the same way\n"
    "↑ ↓ which · Tab scroll fields · Enter take it in · Esc change nothing"
)
#: Seconds of work after which it is shown how far it is, and how often that is brought up to date.
SHOW_AFTER, WATCH = 0.5, 0.2
#: Cells of the name of a record, behind which its fields that differ are listed.
NAME = 44
_READY = "Enter take it in; undo takes it back · Esc close, nothing is changed"


class ImportDialog(Dialog):
    """Asks for a file or folder, shows what is in it, has every record decided that is here otherwise, and
    then takes it in, as one change; at last it says what came in.
    """

    HINT = _ASKING
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "go", "go on", show=False),
        Binding("U", "check", "check quotes", show=False),
        *(
            binding
            for key, choice in (("m", "mine"), ("t", "theirs"), ("b", "both"))
            for binding in (
                Binding(key, f"choose('{choice}')", choice, show=False),
                Binding(key.upper(), f"choose_all('{choice}')", f"all {choice}", show=False),
            )
        ),
    ]

    DEFAULT_CSS = """
    ImportDialog {
        #found, #report { height: auto; }
        #conflicts { height: auto; max-height: 12; border: none; text-wrap: nowrap; text-overflow: ellipsis; }
        #both-sides { height: auto; max-height: 14; background: $panel; margin-top: 1; }
        #both-sides > Static { height: auto; }
        &.-short #conflicts { max-height: 5; }
        &.-short #both-sides { max-height: 9; }
        #found, #conflicts, #both-sides, #report, #working, #bar { display: none; }
        &.-working #working, &.-working #bar { display: block; height: 1; }
        &.-read #found, &.-differing #conflicts, &.-differing #both-sides { display: block; }
        &.-read .row, &.-done #found, &.-done #conflicts, &.-done #both-sides { display: none; }
        &.-done #report { display: block; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._cancel: threading.Event | None = None
        self._progress: Progress | None = None
        self._watch: Timer | None = None
        self._prepared: Prepared | None = None
        self._conflicts: list[Conflict] = []
        self._decided: dict[Key, Choice] = {}
        self._report: Report | None = None

    def title_text(self) -> str:
        return "Import"

    def fields(self) -> ComposeResult:
        yield self.row("From", Line("", id="from", placeholder="a file, or a folder that was exported"))
        yield self.row(
            "format",
            Select(
                [(shown(form.name), form.name) for form in FORMATS.values() if form.reads],
                prompt="found from what is in it",
                id="format",
                compact=True,
            ),
        )
        yield Static("", id="found", markup=False)
        yield OptionList(id="conflicts", compact=True, markup=False)
        with VerticalScroll(id="both-sides"):
            yield Static("", id="sides", markup=False)
        yield Static("", id="report", markup=False)
        yield Static("", id="working", markup=False)
        yield ProgressBar(total=100, show_eta=False, id="bar")

    def on_mount(self) -> None:
        self.on_resize()
        self.query_one("#from", Line).focus()

    def on_resize(self) -> None:
        self.set_class(self.app.size.height < 36, "-short")

    def on_unmount(self) -> None:
        if self._cancel is not None:
            self._cancel.set()

    def typed(self) -> dict[str, dict[str, str] | None]:
        """What is typed here is quickly typed again: no drafts."""
        return {}

    @property
    def _app(self) -> VariorumApp:
        return cast("VariorumApp", self.app)

    @property
    def _busy(self) -> bool:
        return self._cancel is not None

    @property
    def _list(self) -> OptionList:
        return self.query_one("#conflicts", OptionList)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected, "#conflicts")
    def action_go(self) -> None:
        """The next step: read it, take it in, close."""
        if self._busy:
            return
        with self.mending():
            if self._report is not None:
                self.dismiss()
            elif self._prepared is not None:
                self._take(self._prepared)
            else:
                self._read()

    # ---- Reading -----------------------------------------------------------------------------------

    def _read(self) -> None:
        words = self.query_one("#from", Line).words.strip()
        if not words:
            raise ImportRefusedError("say what to import first")
        format = self.query_one("#format", Select).value
        name = format if isinstance(format, str) else None
        try:
            path = Path(words).expanduser()
        except RuntimeError as problem:  # no such user
            raise ImportRefusedError(f"{words}: {problem}") from problem
        self._work(
            f"reading {path.name} …",
            lambda cancel: prepare(self.desk.project, [path], name, progress=self._tell, cancel=cancel),
            self._has_read,
        )

    def _work(
        self,
        doing: str,
        act: Callable[[threading.Event], Prepared | Decided],
        then: Callable[[Prepared | Decided | VariorumError], None],
    ) -> None:
        """Do something on a thread of its own, which changes nothing."""
        cancel = self._cancel = threading.Event()
        self._progress = None
        self._tell_keys(f"{doing} · Esc calls it off, nothing is changed")
        self._watch = self.set_timer(SHOW_AFTER, self._show_progress)
        app = self._app  # nobody finds it any more from a dialog that is closed meanwhile
        app.lend_project()

        def work() -> None:
            came: Prepared | Decided | VariorumError
            try:
                with uncollected():
                    came = act(cancel)
            except VariorumError as problem:
                came = problem
            except MemoryError:
                came = ImportRefusedError("not enough memory")
            except Exception as fault:  # of the program: the app reports it, and the dialog does not wait
                came = ImportRefusedError("the program has a fault")
                app.call_later(break_down, fault)
            app.call_from_thread(done, came)

        def done(came: Prepared | Decided | VariorumError) -> None:
            self._cancel = None
            if self._watch is not None:
                self._watch.stop()
            app.return_project()
            if not self.is_attached:
                return
            self.remove_class("-working")
            # Called off at the last moment: what came of it is not wanted all the same.
            then(ImportCancelledError("called off") if cancel.is_set() else came)

        app.run_worker(work, thread=True, group="import", exit_on_error=False)

    def _tell(self, progress: Progress) -> None:  # on the worker's thread: one reference is put in place
        self._progress = progress

    def _show_progress(self) -> None:
        """It takes a while: say how far it is from now on."""
        if not self.has_class("-working"):
            self.add_class("-working")
            self._watch = self.set_interval(WATCH, self._show_progress)
        told = self._progress
        words = f"{told.step}: {told.done:,} of {told.total:,}" if told is not None else "beginning"
        self.query_one("#working", Static).update(shown(words))
        share = told.done / told.total if told is not None and told.total else 0.0
        self.query_one("#bar", ProgressBar).update(progress=100 * share)

    def action_leave(self) -> None:
        """Call off what is under way; else, or where that takes its time, close."""
        if self._cancel is not None and not self._cancel.is_set():
            self._cancel.set()
            return
        super().action_leave()

    def complain(self, problem: VariorumError) -> None:
        """Say why something could not be done, or that it was called off; the dialog stays."""
        if isinstance(problem, ImportCancelledError):
            self.say("called off: nothing was changed")
        else:
            super().complain(problem)

    def _has_read(self, came: Prepared | Decided | VariorumError) -> None:
        if not isinstance(came, Prepared):
            self._tell_keys(_ASKING)
            if isinstance(came, VariorumError):
                self.complain(came)
            return
        self._prepared = came
        self.add_class("-read")
        self._show_conflicts(came.conflicts)

    # ---- Deciding ----------------------------------------------------------------------------------

    def _show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """List these, beside those that are decided already."""
        there = {conflict.key for conflict in self._conflicts}
        self._conflicts += [conflict for conflict in conflicts if conflict.key not in there]
        if self._conflicts:
            self.add_class("-differing")
            self._list.set_options([Option(self._line(conflict)) for conflict in self._conflicts])
            self._list.focus()
            self._list.highlighted = self._next_open(0)
        else:
            self.set_focus(None)
        self._tell_keys(_DECIDING if self._conflicts else _READY)
        self._tell_found()

    def _tell_found(self) -> None:
        assert self._prepared is not None
        prepared, left = self._prepared, len(self._conflicts) - len(self._decided)
        said = [
            f"{', '.join(prepared.formats)} · new here: {counts(prepared.added) or 'nothing'}",
            *([f"here already: {known}"] if (known := counts(prepared.known)) else []),
        ]
        if self._conflicts:
            state = f"{left:,} to decide" if left else "all decided"
            said.append(f"{counted(len(self._conflicts), 'record')} here otherwise, {state}")
        self.query_one("#found", Static).update(shown(" · ".join(said)))

    def _line(self, conflict: Conflict) -> Content:
        fields = ", ".join(difference.field.replace("_", " ") for difference in conflict.differences)
        return Content.assemble(
            shown(f"{self._decided.get(conflict.key, '?'):<7}", "bold"),
            shown(cut(name_of(self.desk.project, conflict), NAME)),
            shown(f" · {fields}"),
        )

    def _next_open(self, start: int) -> int:
        """The first that is not decided from here on, round; where all are, this one."""
        count = len(self._conflicts)
        for step in range(count):
            at = (start + step) % count
            if self._conflicts[at].key not in self._decided:
                return at
        return min(start, count - 1)

    @on(OptionList.OptionHighlighted, "#conflicts")
    def _show_sides(self) -> None:
        number = self._list.highlighted
        if number is None:
            return
        conflict = self._conflicts[number]
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(width=10)
        table.add_column(ratio=1)
        table.add_column(ratio=1)
        table.add_row("", Text("mine", "bold"), Text("theirs", "bold"))
        for difference in conflict.differences:
            field, mine, theirs = sides(self.desk.project, difference)
            table.add_row(*(Text(displayable(words)) for words in (field, mine, theirs)))
        self.query_one("#sides", Static).update(table)
        self.query_one("#both-sides").scroll_home(animate=False)

    def action_choose(self, choice: Choice) -> None:
        """Decide about the one that is highlighted, and go on to the next."""
        number = self._list.highlighted
        if not self._deciding or number is None:
            return
        conflict = self._conflicts[number]
        if choice not in conflict.choices:
            self.say("there is only one look of a person for a claim in a source: mine or theirs")
            return
        self._decided[conflict.key] = choice
        self._list.replace_option_prompt_at_index(number, self._line(conflict))
        self._list.highlighted = self._next_open(number)
        self._tell_found()

    def action_choose_all(self, choice: Choice) -> None:
        """Decide about all in the same way; where there cannot be two, mine stays."""
        if not self._deciding:
            return
        for number, conflict in enumerate(self._conflicts):
            self._decided[conflict.key] = choice if choice in conflict.choices else "mine"
            self._list.replace_option_prompt_at_index(number, self._line(conflict))
        self._tell_found()
        if not all(choice in conflict.choices for conflict in self._conflicts):
            self.say("of looks there are never two: mine stay")

    @property
    def _deciding(self) -> bool:
        return bool(self._conflicts) and self._report is None and not self._busy

    # ---- Taking it in ------------------------------------------------------------------------------

    def _take(self, prepared: Prepared) -> None:
        left = [conflict for conflict in self._conflicts if conflict.key not in self._decided]
        if left:
            self._list.focus()
            self._list.highlighted = self._next_open(self._list.highlighted or 0)
            raise ImportRefusedError(f"{len(left):,} still to decide: m mine, t theirs, b both")
        decided = dict(self._decided)
        self._work(
            "working it out …",
            lambda cancel: prepared.decide(decided, progress=self._tell, cancel=cancel).get_ready(
                progress=self._tell, cancel=cancel
            ),
            self._has_decided,
        )

    def _has_decided(self, came: Prepared | Decided | VariorumError) -> None:
        self._tell_keys(_DECIDING if self._conflicts else _READY)
        if isinstance(came, ConflictsError):  # what was decided has made others differ
            self._show_conflicts(came.conflicts)
            self.complain(came)
        elif isinstance(came, VariorumError):
            self.complain(came)
        elif isinstance(came, Decided):
            with self.mending():
                try:
                    self._report = came.take()
                except OSError as problem:
                    raise ImportRefusedError(f"nothing was taken in: {problem}") from problem
            if self._report is not None:
                self._say_report(self._report)

    def _say_report(self, report: Report) -> None:
        self.add_class("-done")
        lines = [shown(line) for line in report_lines(report, "U")]
        self.query_one("#report", Static).update(Content("\n").join(lines))
        self._tell_keys("Enter close · U quotes to check" if to_check(report) else "Enter close")
        self.set_focus(None)
        self._show_first()

    def _show_first(self) -> None:
        """Where no article was in hand, take the first one."""
        from tui.screens.reading_room import ReadingRoom

        room = self.app.screen_stack[0]
        if self.desk.article is None and isinstance(room, ReadingRoom) and self.desk.project.current_articles:
            room.open_article(self.desk.project.current_articles[0].id)

    def action_check(self) -> None:
        """Close and go through the quotes that nobody has confirmed yet."""
        from tui.screens.reading_room import ReadingRoom

        if self._report is None or not to_check(self._report):
            return
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, ReadingRoom):
            self.app.call_later(below.action_run_command, "quotes.waiting")

    def _tell_keys(self, text: str) -> None:
        lines = [shown(line) for line in text.split("\n")]
        self.query_one(".hint", Static).update(Content("\n").join(lines))
