"""Notes on a claim and on a quote, and the open question of a claim."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from annotations.errors import ConflictError, ProjectError, VariorumError
from annotations.records import Claim, Evidence
from tui.desk import Desk
from tui.display import cut, shown
from tui.screens.conflicts import GONE, conflict_lines
from tui.screens.dialog import Dialog, Typed
from tui.widgets.prose import Prose

ON_CLAIM, ON_QUOTE = "The note on the claim", "The note on the quote"


class NoteEditor(Dialog):
    """A note on the quote at the cursor, where there is one, and one on the claim."""

    HINT = "Enter save · Tab next field · Esc close and keep a draft"

    def __init__(self, desk: Desk, claim: str, piece: str | None) -> None:
        super().__init__(desk)
        self._claim, self._piece = claim, piece
        self._quote = desk.project.piece(piece).quote.exact if piece is not None else ""
        #: The notes as they were when this was opened, and as they are for all that is known.
        self._before = self._now = self._read()

    def _read(self) -> dict[str, str]:
        """The saved notes by name, that on the quote first; remembers at which revisions they were read.

        Raises:
            ProjectError: the claim or the quote is gone.
        """
        project, notes = self.desk.project, {}
        self._rev = project.rev(Claim, self._claim)
        self._piece_rev = project.rev(Evidence, self._piece) if self._piece is not None else None
        if self._piece is not None:
            notes[ON_QUOTE] = project.piece(self._piece).note
        notes[ON_CLAIM] = project.claim(self._claim).note
        return notes

    def _key(self, name: str) -> str:
        """The name of a note's draft."""
        return f"note {self._claim if name == ON_CLAIM else self._piece}"

    def title_text(self) -> str:
        draft = " · draft" if any(self._key(name) in self.desk.drafts for name in self._before) else ""
        return f"Notes on claim {self.desk.project.number(self._claim)}{draft}"

    def fields(self) -> ComposeResult:
        for number, (name, saved) in enumerate(self._before.items()):
            words = "On the claim" if name == ON_CLAIM else "On the quote “" + cut(self._quote, 50) + "”"
            yield Static(shown(words), classes="field-name", markup=False)
            yield Prose(self.desk.drafts.get(self._key(name), {}).get("text", saved), id=f"note-{number}")

    def on_mount(self) -> None:
        self.query_one("#note-0", Prose).focus()

    def _values(self) -> dict[str, str]:
        return {name: self.query_one(f"#note-{n}", Prose).value for n, name in enumerate(self._before)}

    def typed(self) -> Typed:
        return {
            self._key(name): {"text": words} if words != self._before[name] else None
            for name, words in self._values().items()
        }

    @on(Prose.Submitted)
    def _save(self) -> None:
        values = {
            name: words if words != self._before[name] else self._now[name]
            for name, words in self._values().items()
        }
        try:
            self.desk.project.set_notes(
                self._claim,
                values[ON_CLAIM],
                piece=self._piece,
                piece_note=values.get(ON_QUOTE, ""),
                rev=self._rev,
                piece_rev=self._piece_rev,
            )
        except ConflictError as conflict:
            self._changed_meanwhile(gone=conflict.theirs is None)
        except VariorumError as problem:
            self.complain(problem)
        else:
            self.say(self._saved_in_words(values))
            self.done()

    def _saved_in_words(self, values: dict[str, str]) -> str:
        """What has become of the notes: "note saved · on the quote · claim 3"."""
        written = [name for name in values if values[name] != self._now[name]]
        if not written:
            return "the notes are as they were"
        notes = "note" if len(written) == 1 else "notes"
        done = "saved" if any(values[name] for name in written) else "deleted"
        where = " and ".join("on the claim" if name == ON_CLAIM else "on the quote" for name in written)
        return f"{notes} {done} · {where} · claim {self.desk.project.number(self._claim)}"

    def _changed_meanwhile(self, *, gone: bool) -> None:
        """Show what somebody else has written where something was written here; the next Enter is meant."""
        try:
            self._now = self._read()
        except ProjectError:
            gone = True
        if gone:
            self.say_conflict([GONE])
            return
        lines = conflict_lines(self._before, self._now, self._values())
        self.say_conflict(lines)
        if not lines:  # something else than what was written here
            self._save()


class OpenQuestionEditor(Dialog):
    """What is still to be found out about a claim; it stands in the reports."""

    HINT = "Enter save · Esc close and keep a draft"

    def __init__(self, desk: Desk, claim: str) -> None:
        super().__init__(desk)
        self._claim = claim
        self._before = desk.project.claim(claim).open_question
        self._rev = desk.project.rev(Claim, claim)

    @property
    def _key(self) -> str:
        return f"question {self._claim}"

    def title_text(self) -> str:
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Open question on claim {self.desk.project.number(self._claim)}{draft}"

    def fields(self) -> ComposeResult:
        yield Prose(self.desk.drafts.get(self._key, {}).get("text", self._before), id="question")

    def on_mount(self) -> None:
        self.query_one(Prose).focus()

    def typed(self) -> Typed:
        words = self.query_one(Prose).value
        return {self._key: {"text": words} if words != self._before else None}

    @on(Prose.Submitted)
    def _save(self) -> None:
        words = self.query_one(Prose).value
        try:
            if words != self._before:
                self.desk.project.set_claim(self._claim, rev=self._rev, open_question=words)
                done = "saved" if words else "deleted"
                self.say(f"open question {done} · claim {self.desk.project.number(self._claim)}")
        except ConflictError as conflict:
            self._changed_meanwhile(conflict.theirs)
        except VariorumError as problem:
            self.complain(problem)
        else:
            self.done()

    def _changed_meanwhile(self, theirs: object) -> None:
        """Show what somebody else has made of the question; the next Enter is meant."""
        if not isinstance(theirs, Claim):
            self.say_conflict([GONE])
            return
        self._rev = self.desk.project.rev(Claim, self._claim)
        name = "The open question"
        mine = self.query_one(Prose).value
        lines = conflict_lines({name: self._before}, {name: theirs.open_question}, {name: mine})
        self.say_conflict(lines)
        if not lines:  # something else about the claim
            self._save()
