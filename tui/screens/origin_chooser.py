"""Which other origin: a field, and below it the origins that fit what is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.origins import folded, kind_label
from annotations.records import Origin
from tui.desk import Desk
from tui.display import shown
from tui.screens.dialog import Dialog
from tui.widgets.offers import Offers

#: How many origins are offered at a time.
OFFERED = 50


class OriginChooser(Dialog):
    """Has another origin than `subject` chosen. Those whose names have words in common with it come first."""

    HINT = "type a part of the name · ↑ ↓ mark · Enter takes it · Esc back"

    DEFAULT_CSS = """
    OriginChooser Input { margin-top: 1; }
    """

    def __init__(self, desk: Desk, subject: Origin, asked: str, chosen: Callable[[Origin], object]) -> None:
        super().__init__(desk)
        self._subject, self._asked, self._chosen = subject, asked, chosen
        self._offered: list[Origin] = []

    def title_text(self) -> str:
        return "Which origin?"

    def fields(self) -> ComposeResult:
        yield Static(Content.assemble(shown(self._subject.name, "bold"), " ", self._asked), markup=False)
        yield Input(id="name", compact=True, placeholder="name of an origin")
        yield Offers(id="offered")

    def on_mount(self) -> None:
        others = [origin for origin in self.desk.project.origins if origin.id != self._subject.id]
        words = _words(self._subject)
        others.sort(key=lambda origin: (-len(words & _words(origin)), origin.name.casefold()))
        self._names = [
            (origin, [folded(name) for name in (origin.name, *origin.aliases)]) for origin in others
        ]
        self._offer()
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _offer(self) -> None:
        typed = folded(self.query_one(Input).value)
        found = [origin for origin, names in self._names if any(typed in name for name in names)]
        self._offered, more = found[:OFFERED], len(found) - OFFERED
        options = self.query_one(Offers)
        options.clear_options()
        options.add_options([Option(self._line(origin)) for origin in self._offered])
        if more > 0:
            options.add_option(Option(shown(f"and {more:,} more", "$text-muted"), disabled=True))
        options.highlighted = 0 if typed and self._offered else None

    def _line(self, origin: Origin) -> Content:
        facts = [kind_label(origin.kind)]
        if origin.group is not None:
            facts.append(f"group {origin.group}")
        if origin.aliases:
            facts.append("also " + ", ".join(origin.aliases))
        return Content.assemble(shown(origin.name, "bold"), "  ", shown(" · ".join(facts), "$text-muted"))

    def key_down(self) -> None:
        self.query_one(Offers).step(1)

    def key_up(self) -> None:
        self.query_one(Offers).step(-1)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        at = self.query_one(Offers).highlighted
        if at is None or at >= len(self._offered):
            self.say("mark an origin first (↑ ↓)")
        else:
            self._take(at)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, at: int) -> None:
        self.dismiss()
        with self.mending():
            self._chosen(self._offered[at])


def _words(origin: Origin) -> set[str]:
    """The words of its names."""
    return {word for name in (origin.name, *origin.aliases) for word in folded(name).split()}
