"""Splitting a claim: which of its quotes go to the new one, which say both, and what the new one says."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotations.errors import ProjectError
from annotations.records import Evidence
from tui.desk import Desk
from tui.display import cut_middle, shown
from tui.screens.dialog import Dialog, Typed
from tui.widgets.claims import LETTER_STYLES, STANCE_LETTERS
from tui.widgets.prose import Prose

#: What can become of a quote, in the order in which a key turns it.
Share = Literal["stays", "goes", "both"]
SHARES: tuple[Share, ...] = ("stays", "goes", "both")
#: Cells of a claim in the box.
ABOUT = 200
#: Cells of a quote in the list.
QUOTE = 110


class Shares(OptionList):
    """The quotes of a claim. `space` or a click turns what becomes of one; Enter is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "turn", show=False),
        Binding("enter", "submit", "split", show=False),
        Binding("j", "cursor_down", "down", show=False),
        Binding("k", "cursor_up", "up", show=False),
    ]
    DEFAULT_CSS = """
    Shares { height: auto; max-height: 9; border: none; margin-top: 1; }
    """

    class Submitted(Message):
        """Enter was pressed."""

    def action_submit(self) -> None:
        """Enter: done."""
        self.post_message(self.Submitted())


class SplitDialog(Dialog):
    """Makes two claims of one that says two things. Enter splits."""

    HINT = "space stays / goes / both · Tab to the text and back · Enter splits · Esc close"

    def __init__(self, desk: Desk, claim: str) -> None:
        super().__init__(desk)
        self._claim = desk.project.claim(claim)
        pieces = desk.project.evidence_on(claim)
        # What was carried to a newer version goes where its copy goes.
        carried = {piece.carried_from for piece in pieces}
        self._pieces = [piece for piece in pieces if piece.id not in carried]
        self._shares: list[Share] = ["stays"] * len(self._pieces)
        self._draft = dict(desk.drafts.get(self._key, {}))
        self._proposed = ""

    @property
    def _key(self) -> str:
        return f"split {self._claim.id}"

    def title_text(self) -> str:
        draft = " · draft" if self._draft else ""
        return f"Split claim {self.desk.project.number(self._claim.id)}{draft}"

    def fields(self) -> ComposeResult:
        yield Static(shown(cut_middle(self._claim.text, ABOUT), "bold"), markup=False)
        yield Shares(*map(self._line, range(len(self._pieces))), compact=True, markup=False)
        yield Static("What the new claim says", classes="field-name", markup=False)
        yield Prose(self._draft.get("text", ""), id="text")

    def on_mount(self) -> None:
        if self._pieces:
            self.query_one(Shares).focus()
            self.query_one(Shares).highlighted = 0
        else:
            self.query_one(Shares).styles.display = "none"
            self.query_one(Prose).focus()

    def _line(self, at: int) -> Option:
        piece, share = self._pieces[at], self._shares[at]
        letter = STANCE_LETTERS[piece.stance]
        label = self.desk.project.article(piece.article).label
        return Option(
            Content.assemble(
                (f"{share:<5} ", "bold" if share != "stays" else "$text-muted"),
                shown(label, "bold"),
                " ",
                (letter, LETTER_STYLES[letter]),
                " ",
                shown(f"“{cut_middle(piece.quote.exact, QUOTE)}”"),
                shown(f"  {self.desk.chain(piece.attribution)}", "$text-muted"),
            )
        )

    @on(OptionList.OptionSelected)
    def _turn(self, event: OptionList.OptionSelected) -> None:
        at = event.option_index
        self._shares[at] = SHARES[(SHARES.index(self._shares[at]) + 1) % len(SHARES)]
        event.option_list.replace_option_prompt_at_index(at, self._line(at).prompt)
        self._propose()

    def _propose(self) -> None:
        """Propose the first quote of the new claim as its words, unless somebody has written some."""
        text = self.query_one(Prose)
        if text.value == self._proposed:
            first = next(iter(self._of("goes", "both")), None)
            self._proposed = first.quote.exact if first is not None else ""
            text.take(self._proposed)

    def _of(self, *shares: Share) -> list[Evidence]:
        return [piece for piece, share in zip(self._pieces, self._shares, strict=True) if share in shares]

    def typed(self) -> Typed:
        text = self.query_one(Prose).value
        return {self._key: {"text": text} if text.strip() and text != self._proposed else None}

    @on(Shares.Submitted)
    @on(Prose.Submitted)
    def _split(self) -> None:
        project, desk = self.desk.project, self.desk
        going, both = self._of("goes"), self._of("both")
        with self.mending():
            if self._pieces and not (going or both):
                raise ProjectError("say with space which quotes go to the new claim, or say both")
            number = project.number(self._claim.id)
            new = project.split_claim(
                self._claim.id,
                [piece.id for piece in going],
                self.query_one(Prose).value,
                both=[piece.id for piece in both],
            )
            desk.choose_claim(new.id)
            count = len(project.evidence_on(new.id))
            quotes = "1 quote" if count == 1 else f"{count} quotes"
            self.done()
            self.say(
                f"claim {number} split · claim {project.number(new.id)} has {quotes} · "
                f"{self.desk.key('undo')} takes it back"
            )
