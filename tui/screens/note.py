"""Notes on a claim and on a quote, and the open question of a claim."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from annotations.errors import VariorumError
from tui.desk import Desk
from tui.display import cut, shown
from tui.screens.dialog import Dialog
from tui.widgets.prose import Prose


class NoteEditor(Dialog):
    """A note on the quote at the cursor, where there is one, and one on the claim."""

    HINT = "Enter save · Tab next field · Esc close and keep a draft"

    def __init__(self, desk: Desk, claim: str, piece: str | None) -> None:
        super().__init__(desk)
        self._claim, self._piece = claim, piece

    def title_text(self) -> str:
        draft = " · draft" if any(key in self.desk.drafts for key in self._notes()) else ""
        return f"Notes on claim {self.desk.project.number(self._claim)}{draft}"

    def _notes(self) -> dict[str, str]:
        """The saved notes by the name of their draft."""
        notes = {}
        if self._piece is not None:
            notes[f"note {self._piece}"] = self.desk.project.piece(self._piece).note
        notes[f"note {self._claim}"] = self.desk.project.claim(self._claim).note
        return notes

    def fields(self) -> ComposeResult:
        for number, (key, saved) in enumerate(self._notes().items()):
            if self._piece is not None and number == 0:
                quote = self.desk.project.piece(self._piece).quote.exact
                yield Static(
                    shown("On the quote “" + cut(quote, 50) + "”"), classes="field-name", markup=False
                )
            else:
                yield Static("On the claim", classes="field-name", markup=False)
            yield Prose(self.desk.drafts.get(key, {}).get("text", saved), id=f"note-{number}")

    def on_mount(self) -> None:
        self.query_one("#note-0", Prose).focus()

    def _typed(self) -> dict[str, str]:
        return {key: self.query_one(f"#note-{n}", Prose).value for n, key in enumerate(self._notes())}

    def keep_draft(self) -> None:
        for key, saved in self._notes().items():
            typed = self._typed()[key]
            if typed != saved:
                self.desk.keep_draft(key, {"text": typed})
            else:
                self.desk.keep_draft(key, None)

    @on(Prose.Submitted)
    def _save(self) -> None:
        typed = self._typed()
        try:
            self.desk.project.set_notes(
                self._claim,
                typed[f"note {self._claim}"],
                piece=self._piece,
                piece_note=typed.get(f"note {self._piece}", ""),
            )
        except VariorumError as problem:
            self.complain(problem)
            return
        for key in typed:
            self.desk.keep_draft(key, None)
        self.dismiss()


class OpenQuestionEditor(Dialog):
    """What is still to be found out about a claim; it stands in the reports."""

    HINT = "Enter save · Esc close and keep a draft"

    def __init__(self, desk: Desk, claim: str) -> None:
        super().__init__(desk)
        self._claim = claim

    @property
    def _key(self) -> str:
        return f"question {self._claim}"

    def title_text(self) -> str:
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Open question on claim {self.desk.project.number(self._claim)}{draft}"

    def fields(self) -> ComposeResult:
        saved = self.desk.project.claim(self._claim).open_question
        yield Prose(self.desk.drafts.get(self._key, {}).get("text", saved), id="question")

    def on_mount(self) -> None:
        self.query_one(Prose).focus()

    def keep_draft(self) -> None:
        typed = self.query_one(Prose).value
        if typed != self.desk.project.claim(self._claim).open_question:
            self.desk.keep_draft(self._key, {"text": typed})
        else:
            self.desk.keep_draft(self._key, None)

    @on(Prose.Submitted)
    def _save(self) -> None:
        try:
            self.desk.project.set_claim(self._claim, open_question=self.query_one(Prose).value)
        except VariorumError as problem:
            self.complain(problem)
            return
        self.desk.keep_draft(self._key, None)
        self.dismiss()
