"""Which other claim: a field, and below it the claims that fit what is typed, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.records import Claim
from annotations.text.folding import Narrowing
from annotations.wording import STATUS_LABELS
from tui.desk import Desk
from tui.display import cut, cut_middle, shown
from tui.screens.dialog import Dialog
from tui.widgets.offers import Offers

#: How many claims are offered at a time.
OFFERED = 50
#: Cells of a line in the box.
WIDTH = 68
#: Cells of the claim that the question is about.
ABOUT = 160


class ClaimChooser(Dialog):
    """Has another claim than `subject` chosen. Those that have the most, and the rarest, words in common with
    it come first."""

    HINT = "type words or a number · ↑ ↓ mark · Enter takes it · Esc back"

    DEFAULT_CSS = """
    ClaimChooser Input { margin-top: 1; }
    """

    def __init__(self, desk: Desk, subject: Claim, asked: str, chosen: Callable[[str], object]) -> None:
        super().__init__(desk)
        self._subject, self._asked, self._chosen = subject, asked, chosen
        self._others: list[tuple[int, Claim]] = []
        self._offered: list[str] = []

    def title_text(self) -> str:
        return "Which claim?"

    def fields(self) -> ComposeResult:
        number = self.desk.project.number(self._subject.id)
        words = cut_middle(self._subject.text, ABOUT)
        yield Static(
            Content.assemble((f"{number} ", "bold $text-accent"), shown(words, "bold"), " ", self._asked),
            markup=False,
        )
        yield Input(id="words", compact=True, placeholder="words of the other claim, a #tag, or its number")
        yield Offers(id="offered")

    def on_mount(self) -> None:
        # The first screen ranks nothing.
        from annotations.matching import Ranker

        every = list(enumerate(self.desk.project.claims, start=1))
        self._others = [row for row in every if row[1].id != self._subject.id]
        scores = Ranker([claim.text for _, claim in self._others]).score(self._subject.text)
        ranked = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
        self._others = [self._others[at] for at in ranked]
        self._offer()
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _offer(self) -> None:
        typed = self.query_one(Input).value
        narrowing = Narrowing(typed)
        found = [
            (number, claim)
            for number, claim in self._others
            if not narrowing or narrowing.takes(str(number), claim.text, *(f"#{tag}" for tag in claim.tags))
        ]
        found.sort(key=lambda row: str(row[0]) != typed.strip())
        more = len(found) - OFFERED
        self._offered = [claim.id for _, claim in found[:OFFERED]]
        options = self.query_one(Offers)
        options.clear_options()
        options.add_options([Option(self._line(number, claim)) for number, claim in found[:OFFERED]])
        if more > 0:
            options.add_option(Option(shown(f"and {more:,} more", "$text-muted"), disabled=True))
        options.highlighted = 0 if narrowing and found else None

    def _line(self, number: int, claim: Claim) -> Content:
        status = STATUS_LABELS[self.desk.project.agreement(claim.id).status]
        room = WIDTH - len(str(number)) - cell_len(status) - 3
        return Content.assemble(
            (f"{number} ", "$text-muted"), shown(cut(claim.text, room)), "  ", (status, "$text-muted")
        )

    def key_down(self) -> None:
        self.query_one(Offers).step(1)

    def key_up(self) -> None:
        self.query_one(Offers).step(-1)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        at = self.query_one(Offers).highlighted
        if at is None or at >= len(self._offered):
            self.say("mark a claim first (↑ ↓)")
        else:
            self._take(at)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, at: int) -> None:
        self.dismiss()
        with self.mending():
            self._chosen(self._offered[at])
