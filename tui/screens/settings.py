"""Settings: each in a line, in force at once and kept in `config.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.errors import ProjectError
from annotations.store.lock import login
from tui.configuration.keymaps import KEYMAPS
from tui.configuration.reading import problem_with
from tui.configuration.settings import CONFIRMATIONS, LEAST_MEASURE, MEANINGS, MOST_MEASURE
from tui.desk import Desk
from tui.display import shown
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.preferences import Preferences

#: Cells of the names of settings.
NAME = 26
#: Cells by which lines get longer or shorter.
STEP = 8
#: What a question is called in the list.
QUESTIONS = {
    "close_article": "ask before closing",
    "independence": "ask who is independent",
    "new_files": "ask about new files",
}


@dataclass(frozen=True)
class Line:
    """One setting: its name, its value in words, what it is for, and what changes it by a step."""

    name: str
    value: Callable[[], str]
    meaning: str
    change: Callable[[int], None]


class SettingsDialog(Dialog):
    """Every setting with its value. Enter changes the one that is marked."""

    HINT = "↑ ↓ which · Enter change · ← → back and on · Esc done"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "back", show=False),
        Binding("right", "step(1)", "on", show=False),
    ]

    DEFAULT_CSS = """
    SettingsDialog {
        OptionList { height: auto; max-height: 14; border: none; }
        #meaning { color: $text-muted; height: 2; margin-top: 1; }
        #where { color: $text-muted; height: auto; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: list[Line] = []

    @property
    def _app(self) -> VariorumApp:
        return cast("VariorumApp", self.app)

    @property
    def preferences(self) -> Preferences:
        """The settings in force."""
        return self._app.preferences

    def title_text(self) -> str:
        return "Settings"

    def fields(self) -> ComposeResult:
        yield OptionList(compact=True, markup=False)
        yield Static("", id="meaning", markup=False)
        yield Static("", id="where", markup=False)

    def on_mount(self) -> None:
        configuration = self.preferences.configuration
        if configuration.path is None:
            where = "kept nowhere: this session has no configuration"
        elif configuration.broken:
            where = f"{configuration.problems[0]}: mend it first, nothing is kept until then"
        else:
            where = f"kept in {configuration.path}"
        self.query_one("#where", Static).update(shown(where))
        self._lines = self._every()
        self._show()
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()
        # One that is chosen in the list of themes is in force only after that has closed.
        self.watch(self.app, "theme", self._show, init=False)

    def on_screen_resume(self) -> None:
        """Back from where a setting is changed."""
        if self._lines:
            self._show()

    # ---- What there is ---------------------------------------------------------------------------

    def _every(self) -> list[Line]:
        now = self.preferences
        lines = [
            Line("keymap", lambda: now.settings.keymap, MEANINGS["keymap"], self._keymap),
            Line("keys of commands", self._own_keys, "Give a command other keys, or none.", self._keys),
            Line("theme", lambda: self.app.theme, MEANINGS["theme"], lambda _: self.app.search_themes()),
            Line("annotator", lambda: self.desk.project.annotator, MEANINGS["annotator"], self._annotator),
            Line("columns of text", lambda: str(now.settings.measure), MEANINGS["measure"], self._measure),
            Line("linear", lambda: _yes(self._app.linear), MEANINGS["linear"], self._linear),
        ]
        for name, meaning in CONFIRMATIONS.items():
            lines.append(
                Line(QUESTIONS[name], self._asked(name), meaning, lambda _, name=name: self._turn(name))  # type: ignore[misc]
            )
        return lines

    def _asked(self, name: str) -> Callable[[], str]:
        return lambda: _yes(self.preferences.settings.asks(name))

    def _own_keys(self) -> str:
        count = len(self.preferences.keys.own)
        return f"{count} changed" if count else "as in the keymap"

    # ---- Showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        options.clear_options()
        options.add_options(
            Option(Content.assemble(shown(line.name.ljust(NAME)), shown(line.value(), "bold")))
            for line in self._lines
        )
        options.highlighted = at

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#meaning", Static).update(shown(self._lines[event.option_index].meaning))

    # ---- Changing --------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._change(event.option_index, 1)

    def action_step(self, step: int) -> None:
        """Change what is marked, back or on."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._change(at, step)

    def _change(self, at: int, step: int) -> None:
        with self.mending():
            self._lines[at].change(step)
        self._show()

    def _keymap(self, step: int) -> None:
        names = list(KEYMAPS)
        at = names.index(self.preferences.settings.keymap)
        refused = self.preferences.set("keymap", names[(at + step) % len(names)])
        if refused:
            self.say("; ".join(refused))

    def _keys(self, step: int) -> None:  # noqa: ARG002
        from tui.screens.keys import KeysDialog

        self.app.push_screen(KeysDialog(self.desk))

    def _annotator(self, step: int) -> None:  # noqa: ARG002
        if "annotator" in self.preferences.options:
            raise ProjectError(
                "the annotator was given with --annotator, which goes before the configuration"
            )
        self.app.push_screen(AnnotatorDialog(self.desk))

    def _measure(self, step: int) -> None:
        measure = self.preferences.settings.measure + step * STEP
        if measure > MOST_MEASURE:
            measure = LEAST_MEASURE
        self.preferences.set("measure", max(LEAST_MEASURE, measure))

    def _linear(self, step: int) -> None:  # noqa: ARG002
        self.preferences.set("linear", not self._app.linear)

    def _turn(self, name: str) -> None:
        self.preferences.set_confirmation(name, not self.preferences.settings.asks(name))


class AnnotatorDialog(Dialog):
    """Asks under which name new records are made."""

    HINT = "Enter keep · empty for the login name · Esc leave it"

    def title_text(self) -> str:
        return "Annotator"

    def fields(self) -> ComposeResult:
        preferences = cast("VariorumApp", self.app).preferences
        name = preferences.settings.annotator or ""
        yield self.row("Name", Input(name, placeholder=login(), compact=True, id="name"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        name = event.value.strip() or None
        with self.mending():
            said = problem_with("annotator", name) if name is not None else ""
            if said:
                raise ProjectError(said)
            cast("VariorumApp", self.app).preferences.set("annotator", name)
            self.dismiss()


def _yes(on: bool) -> str:
    return "yes" if on else "no"
