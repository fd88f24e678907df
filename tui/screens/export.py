"""The export dialog: which format, where to, how much, what of it will be lost, and how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from annotations.errors import ExportCancelledError, ExportError, IncompleteError, VariorumError
from annotations.exports import EXPORTS, FORMATS, Format, Progress, Scope, export
from annotations.exports.writing import check_target
from annotations.wording import counted
from tui.desk import Desk
from tui.display import displayable, shown
from tui.exporting import Choices, Looking, Seen, completed
from tui.screens.dialog import Dialog
from tui.screens.question import Question
from tui.widgets.prose import Line
from tui.widgets.tick import Tick

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Seconds of writing after which it is shown how far it is, and how often that is brought up to date.
SHOW_AFTER, WATCH = 0.5, 0.2
#: Lines below which there is room only for what must be in view.
SHORT = 36


class ExportDialog(Dialog):
    """Writes the project, or a part of it, in a format, after saying what that loses.

    An existing file is never replaced without a yes; Esc while it is written ends that and leaves nothing.
    """

    HINT = "↑ ↓ format · Tab fields · → completes a word · Enter export · Esc close"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "export", "export", show=False)]

    DEFAULT_CSS = """
    ExportDialog {
        #formats { height: 15; border: none; text-wrap: nowrap; text-overflow: ellipsis; }
        #told { height: auto; max-height: 8; min-height: 4; background: $panel; }
        #told:focus { background: $boost; }
        #told > Static { height: auto; }
        .of { height: 1; & > .field-name { width: 8; } & > Input { margin-right: 2; } }
        .of > .second { width: 8; }
        #finished { height: 1; & > Tick { width: auto; margin-right: 2; } & > #count { width: 1fr; } }
        #preview { height: 6; color: $text-muted; background: $panel; overflow: hidden; text-wrap: nowrap; }
        #writing, #bar { display: none; }
        &.-writing #writing, &.-writing #bar { display: block; height: 1; }
        &.-writing #preview { height: 4; }
        &.-short #formats { height: 4; }
        &.-short #told { height: 6; }
        &.-short #preview { height: 4; }
        &.-short.-writing #preview { height: 2; }
        &.-short.-guided #told { height: 4; }
        &.-short.-guided #preview { height: 2; }
        .hint { margin-top: 0; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._formats = [form for form in FORMATS.values() if form.writes]
        self._choices = Choices(desk.project)
        self._seen = Seen()
        self._given = ""
        self._looking: Looking | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._cancel: threading.Event | None = None
        self._progress: Progress | None = None
        self._watch: Timer | None = None

    def title_text(self) -> str:
        claims, quotes = len(self.desk.project.claims), len(self.desk.project.evidence)
        return f"Export · {counted(claims, 'claim')}, {counted(quotes, 'quote')}"

    def fields(self) -> ComposeResult:
        yield OptionList(
            *(
                Option(Content.assemble(shown(f"{form.name:<14}", "bold"), shown(form.about)))
                for form in self._formats
            ),
            id="formats",
            compact=True,
            markup=False,
        )
        yield self.row("To", Line("", id="target"))
        with VerticalScroll(id="told"):
            yield Static("", id="losses", markup=False)
        known = self._choices
        yield self._pair(
            ("status", "any", "statuses", known.statuses, True), ("tag", "any", "tags", known.tags, True)
        )
        yield self._pair(
            ("source", "all", "articles", known.articles, True),
            ("person", "all", "annotator", known.annotators, False),
        )
        with Horizontal(id="finished"):
            yield Tick("only if finished", id="strict")
            yield Static("", id="count", markup=False)
        yield Static("", id="writing", markup=False)
        yield ProgressBar(total=100, show_eta=False, id="bar")
        yield Static("", id="preview", markup=False)

    @staticmethod
    def _pair(*fields: tuple[str, str, str, Mapping[str, str], bool]) -> Horizontal:
        """Two fields of the scope in one line."""
        parts: list[Static | Line] = []
        for name, empty, id, known, several in fields:
            field = Line("", id=id, placeholder=empty)
            field.suggester = _Completing(known, several=several)
            field.add_class("part")
            parts += [Static(name, classes="field-name", markup=False), field]
        return Horizontal(*parts, classes="of")

    def on_mount(self) -> None:
        self._looking = Looking(self._app, self._show)
        self._unsubscribe = self.desk.project.subscribe(lambda _: self._changed())
        self.on_resize()
        formats = self.query_one("#formats", OptionList)
        formats.focus()
        formats.highlighted = 0

    def on_resize(self) -> None:
        self.set_class(self.app.size.height < SHORT, "-short")

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._looking is not None:
            self._looking.end()
        if self._cancel is not None:
            self._cancel.set()

    def typed(self) -> dict[str, dict[str, str] | None]:
        """What is typed here is quickly typed again: no drafts."""
        return {}

    @property
    def _app(self) -> VariorumApp:
        return cast("VariorumApp", self.app)

    # ---- Choosing ----------------------------------------------------------------------------------

    @property
    def _format(self) -> Format:
        return self._formats[self.query_one("#formats", OptionList).highlighted or 0]

    def _scope(self) -> Scope:
        words = {field.id or "": field.words for field in self.query(".part").results(Line)}
        return self._choices.scope(**words)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        target = self.query_one("#target", Line)
        if target.words in ("", self._given):
            project = self.desk.project
            folder = project.folder.resolve() if project.folder is not None else Path.cwd()
            self._given = str(folder / EXPORTS / f"{folder.name}{self._format.suffix}")
            target.take(self._given)
        self._look()

    @on(Input.Changed, ".part")
    def _scope_changed(self) -> None:
        self._look()

    @on(Tick.Changed)
    def _strict_changed(self) -> None:
        self._show(self._seen)

    def _changed(self) -> None:
        """Somebody has changed the project."""
        if self._looking is not None:
            self._looking.forget()
            self._look()

    def _look(self) -> None:
        if self._looking is None:
            return
        try:
            self._looking.look(self._format, self._scope())
        except ExportError as problem:
            self._looking.end_this()
            self._show(Seen(problem=str(problem)))

    # ---- Saying what it would be -------------------------------------------------------------------

    def _show(self, seen: Seen) -> None:
        if not self.is_attached:
            return
        self._seen, form = seen, self._format
        self.query_one("#losses", Static).update(Content("\n").join(self._told(form, seen)))
        self.query_one("#count", Static).update(self._counted(seen))
        lines: tuple[str, ...] = ()
        if self.query_one("#strict", Tick).value and seen.reasons:
            lines = seen.reasons
        elif form.folder:
            lines = ("a folder of several files",)
        elif not form.text:
            lines = ("no text that could be shown here",)
        elif seen.preview is not None and not seen.problem:
            lines = seen.preview
        preview = self.query_one("#preview", Static)
        preview.update(Content("\n").join([shown(line[:200]) for line in lines]))

    @staticmethod
    def _told(form: Format, seen: Seen) -> list[Content]:
        lines = [shown(form.keeps)]
        if form.lacking:
            lines.insert(0, shown(_install(form), "$text-warning"))
        if seen.losses:
            lines.append(Content.assemble(shown("Loses here: ", "bold"), shown(", ".join(seen.losses))))
        elif not seen.problem:
            lines.append(Content.assemble(shown("Loses nothing", "bold"), shown(" of this but its history.")))
        if not form.reads:
            lines.append(shown("It cannot be read back."))
        return lines

    def _counted(self, seen: Seen) -> Content:
        if seen.problem:
            return shown(seen.problem, "$text-warning")
        every = len(self.desk.project.claims)
        part = f"{seen.claims:,} of " if seen.claims != every else ""
        said = f"{part}{counted(every, 'claim')}, {counted(seen.evidence, 'quote')}"
        if seen.unfinished is not None:
            said += f", {seen.unfinished:,} not finished" if seen.unfinished else ", all finished"
        return shown(said)

    # ---- Writing -----------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def action_export(self) -> None:
        """Write the file or folder."""
        with self.mending():
            self._export(force=False)

    def _export(self, *, force: bool) -> None:
        if self._cancel is not None:
            return
        form, words = self._format, self.query_one("#target", Line).words
        words = words if words == self._given else words.strip()
        if form.lacking:
            raise ExportError(_install(form))
        if not words:
            raise ExportError("say where to first")
        scope, strict = self._scope(), self.query_one("#strict", Tick).value
        try:
            target = Path(words).expanduser()
            there = target.exists()
            check_target(self.desk.project, form, target, force=True)
        except (OSError, RuntimeError, ValueError) as problem:
            raise ExportError(f"{words}: {problem}") from problem
        if there and not force:
            said = "Its files of the same names are replaced." if form.folder else ""
            self.app.push_screen(
                Question(
                    self.desk,
                    "Replace it?",
                    [f"{target} is there already.", *filter(None, [said])],
                    [("y", "replace it", lambda: self._export(force=True)), ("n", "leave it", None)],
                )
            )
            return
        self._cancel, self._progress = threading.Event(), None
        self._app.lend_project()
        self._watch = self.set_timer(SHOW_AFTER, self._show_progress)
        self._write(form, target, scope, self._cancel, strict=strict, force=force)

    @work(thread=True, group="export", exit_on_error=False)
    def _write(
        self,
        form: Format,
        target: Path,
        scope: Scope,
        cancel: threading.Event,
        *,
        strict: bool,
        force: bool,
    ) -> None:
        app = self._app  # nobody finds it any more from a dialog that is closed meanwhile
        problem: VariorumError | None = None
        try:
            export(
                self.desk.project,
                form.name,
                target,
                **scope._asdict(),
                strict=strict,
                force=force,
                progress=self._tell,
                cancel=cancel,
            )
        except VariorumError as error:
            problem = error
        except MemoryError:
            problem = ExportError(f"{target}: not enough memory")
        finally:
            app.call_from_thread(app.return_project)
        app.call_from_thread(self._written, target, problem)

    def _tell(self, progress: Progress) -> None:  # on the worker's thread: one reference is put in place
        self._progress = progress

    def _show_progress(self) -> None:
        """It takes a while: say how far it is from now on."""
        if not self.has_class("-writing"):
            self.add_class("-writing")
            self.query_one(".hint", Static).update("Esc ends it and leaves nothing")
            self._watch = self.set_interval(WATCH, self._show_progress)
        told = self._progress
        words = f"{told.step}: {told.done:,} of {told.total:,}" if told is not None else "beginning"
        self.query_one("#writing", Static).update(shown(f"writing · {words}"))
        share = told.done / told.total if told is not None and told.total else 0.0
        self.query_one("#bar", ProgressBar).update(progress=100 * share)

    def _written(self, target: Path, problem: VariorumError | None) -> None:
        self._cancel = None
        if self._watch is not None:
            self._watch.stop()
        if problem is None:
            self.app.notify(displayable(f"written: {target}"), timeout=8, markup=False)
        if not self.is_attached:
            return
        self.remove_class("-writing")
        self.query_one(".hint", Static).update(self.HINT)
        if isinstance(problem, ExportCancelledError):
            self.say("called off: nothing was written")
        elif isinstance(problem, IncompleteError):
            first = f"{counted(len(problem.reasons), 'claim')} not finished: {problem.reasons[0]}"
            self.complain(ExportError(f"only if finished · {first}"))
        elif problem is not None:
            self.complain(problem)
        else:
            self.done()

    def action_leave(self) -> None:
        """End the writing; else close."""
        if self._cancel is not None:
            self._cancel.set()
        else:
            super().action_leave()


class _Completing(Suggester):
    """Completes the last word of a field to one that is known."""

    def __init__(self, known: Mapping[str, str], *, several: bool) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known, self._several = known, several

    async def get_suggestion(self, value: str) -> str | None:
        """The whole field with the word completed; null where no known word begins so."""
        return completed(value, self._known, several=self._several)


def _install(form: Format) -> str:
    return f"{form.name} is not installed: pip install 'variorum[{form.lacking}]'"
