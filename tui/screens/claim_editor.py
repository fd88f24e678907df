"""The claim editor: words, type, tags, speaker, question, note; verdict and credibility folded away."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Collapsible, Input, Select, Static

from annotations.agreement import QUOTE
from annotations.codebook import ClaimType, Codebook
from annotations.errors import ConflictError, VariorumError
from annotations.records import Claim, Origin
from tui.desk import Desk
from tui.display import cut, shown
from tui.looks.linear import is_linear
from tui.screens.conflicts import GONE, conflict_lines
from tui.screens.dialog import Dialog, Typed
from tui.screens.tags import TagSuggester, known_tags
from tui.widgets.prose import Line, Prose

#: Cells of a type and its meaning, and of the tags that are offered.
CHOICE = 54


class ClaimEditor(Dialog):
    """Edits a claim, or makes one from typed words when there is none yet. Enter saves."""

    HINT = "Enter save · Tab next field · Esc close and keep a draft"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "save", show=False)]

    DEFAULT_CSS = """
    ClaimEditor { Collapsible { padding: 0; border: none; background: transparent; } }
    """

    def __init__(self, desk: Desk, claim: str | None) -> None:
        super().__init__(desk)
        self._claim = desk.project.claim(claim) if claim is not None else None
        self._rev = desk.project.rev(Claim, claim) if claim is not None else 0
        self._draft: dict[str, str] = dict(desk.drafts.get(self._key, {}))

    @property
    def _key(self) -> str:
        return f"claim {self._claim.id}" if self._claim is not None else "new claim"

    def title_text(self) -> str:
        name = f"Claim {self.desk.project.number(self._claim.id)}" if self._claim is not None else "New claim"
        return f"{name} · draft" if self._draft else name

    def fields(self) -> ComposeResult:
        claim = self._claim or Claim(id="", text="")
        draft = self._draft
        codebook = self.desk.project.codebook
        yield Static("One checkable sentence of your own", classes="field-name", markup=False)
        yield Prose(draft.get("text", claim.text), id="text")
        types = [(_type_line(entry), entry.id) for entry in codebook.types]
        type_ = draft.get("type", claim.type or "")
        known = {entry.id for entry in codebook.types}
        chosen = type_ if type_ in known else Select.NULL
        yield self.row("Type", Select(types, value=chosen, id="type", compact=True, prompt="no type yet"))
        yield Static(shown(self._type_meaning(type_)), classes="explained", id="meaning", markup=False)
        tags = draft.get("tags", " ".join(claim.tags))
        offered = known_tags(self.desk.project)
        yield self.row("Tags", Line(tags, id="tags", go_on="tags" in draft, suggester=TagSuggester(offered)))
        yield Static(shown(_tags_line(codebook)), classes="explained", id="offered-tags", markup=False)
        origins = [(shown(origin.name), origin.id) for origin in self.desk.project.origins]
        speaker = draft.get("speaker", claim.speaker or "")
        there = {origin.id for origin in self.desk.project.origins}
        said_by = speaker if speaker in there else Select.NULL
        yield self.row(
            "Said by",
            Select(
                origins, value=said_by, id="speaker", compact=True, prompt="for quote claims: the subject"
            ),
        )
        question = draft.get("open_question", claim.open_question)
        yield self.row("Open question", Line(question, id="open_question", go_on="open_question" in draft))
        yield self.row("Note", Line(draft.get("note", claim.note), id="note", go_on="note" in draft))
        folded = not (claim.verdict or claim.credibility or draft.get("verdict") or draft.get("credibility"))
        folded_sign, open_sign = ("folded:", "open:") if is_linear(self) else ("▶", "▼")
        with Collapsible(
            title="Verdict and credibility: yours alone, never derived",
            collapsed=folded,
            collapsed_symbol=folded_sign,
            expanded_symbol=open_sign,
        ):
            verdict = draft.get("verdict", claim.verdict or "")
            yield self.row("Verdict", Line(verdict, id="verdict", go_on="verdict" in draft))
            grade = draft.get("credibility", str(claim.credibility or ""))
            grades = [
                (words, str(number))
                for number, words in enumerate(
                    (
                        "1 confirmed by others",
                        "2 probably true",
                        "3 possibly true",
                        "4 doubtful",
                        "5 improbable",
                        "6 cannot be judged",
                    ),
                    start=1,
                )
            ]
            yield self.row(
                "Credibility",
                Select(
                    grades, value=grade or Select.NULL, id="credibility", compact=True, prompt="not graded"
                ),
            )

    def on_mount(self) -> None:
        self.query_one("#text", Prose).focus()

    def _type_meaning(self, type_: str) -> str:
        """What a type means, unless that stands in full in the choice itself."""
        for entry in self.desk.project.codebook.types:
            if entry.id == type_ and _type_line(entry).plain.endswith("…"):
                return entry.definition
        return ""

    @on(Input.Changed, "#tags")
    def _tags_changed(self, event: Input.Changed) -> None:
        """Say what the tag means that was typed last; else which tags there are."""
        if not event.input.has_focus:
            return
        codebook = self.desk.project.codebook
        words = event.value.split()
        last = words[-1].lstrip("#") if words else ""
        meaning = codebook.tag_meaning(last)
        told = f"{last}: {meaning}" if meaning else _tags_line(codebook)
        self.query_one("#offered-tags", Static).update(shown(told))

    @on(Select.Changed, "#type")
    def _type_changed(self, event: Select.Changed) -> None:
        chosen = event.value if isinstance(event.value, str) else ""
        self.query_one("#meaning", Static).update(shown(self._type_meaning(chosen)))

    def _values(self) -> dict[str, str]:
        values = {"text": self.query_one("#text", Prose).value}
        for name in ("tags", "open_question", "note", "verdict"):
            values[name] = self.query_one(f"#{name}", Line).words
        for name in ("type", "speaker", "credibility"):
            chosen = self.query_one(f"#{name}", Select).value
            values[name] = chosen if isinstance(chosen, str) else ""
        return values

    def _changed(self) -> dict[str, str]:
        """What is typed where it is not what it was when the editor was opened."""
        saved = _words(self._claim or Claim(id="", text=""))
        return {name: value for name, value in self._values().items() if value != saved[name]}

    def typed(self) -> Typed:
        return {self._key: self._changed() or None}

    @on(Prose.Submitted)
    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save what was changed and close; what was not touched stays to the code point."""
        project = self.desk.project
        try:
            fields = _fields(self._changed())
            if self._claim is None:
                claim = project.add_claim(fields.pop("text", ""), **fields)
                self.desk.choose_claim(claim.id)
                self.say(f"claim {project.number(claim.id)} made")
            elif fields:
                claim = project.set_claim(self._claim.id, rev=self._rev, **fields)
                if claim.type == QUOTE and claim.speaker is None:
                    self.say("a quote claim counts witnesses: set who said it, so that they are not counted")
                else:
                    self.say(f"claim {project.number(claim.id)} saved")
        except ConflictError as conflict:
            self._changed_meanwhile(conflict.theirs)
            return
        except VariorumError as problem:
            self.complain(problem)
            return
        self.done()

    def _changed_meanwhile(self, theirs: object) -> None:
        """Show what somebody else has made of the fields that were edited here; the next Enter is meant."""
        if self._claim is None or not isinstance(theirs, Claim):
            self.say_conflict([GONE])
            return
        self._rev = self.desk.project.rev(Claim, theirs.id)
        shapes = [self._readable(words) for words in (_words(self._claim), _words(theirs), self._values())]
        lines = conflict_lines(*shapes)
        self.say_conflict(lines)
        if not lines:  # other fields than those edited here
            self.action_save()

    def _readable(self, words: dict[str, str]) -> dict[str, str]:
        """The words of the fields as a person reads them, by the names of the fields."""
        origin = self.desk.project.find(Origin, words["speaker"])
        types = {entry.id: entry.label for entry in self.desk.project.codebook.types}
        return {
            "Text": words["text"],
            "Type": types.get(words["type"], words["type"]),
            "Tags": words["tags"],
            "Said by": origin.name if origin is not None else "",
            "Open question": words["open_question"],
            "Note": words["note"],
            "Verdict": words["verdict"],
            "Credibility": words["credibility"],
        }


def _type_line(entry: ClaimType) -> Content:
    """A type and what it means, in a line."""
    name = f"{entry.key} {entry.label}" if entry.key else entry.label
    return shown(cut(f"{name} · {entry.definition}", CHOICE))


def _tags_line(codebook: Codebook) -> str:
    """The tags that the codebook offers, in a line; "" where it offers none."""
    tags = " ".join(entry.id for entry in codebook.tags)
    return cut(f"→ completes: {tags}", CHOICE) if tags else ""


def _words(claim: Claim) -> dict[str, str]:
    """The fields of a claim as the editor holds them."""
    return {
        "text": claim.text,
        "tags": " ".join(claim.tags),
        "open_question": claim.open_question,
        "note": claim.note,
        "verdict": claim.verdict or "",
        "type": claim.type or "",
        "speaker": claim.speaker or "",
        "credibility": str(claim.credibility or ""),
    }


def _fields(changed: dict[str, str]) -> dict[str, Any]:
    """Typed words as the fields of a claim."""
    fields: dict[str, Any] = dict(changed)
    if "tags" in changed:
        fields["tags"] = tuple(dict.fromkeys(changed["tags"].replace("#", " ").split()))
    for name in ("type", "speaker", "verdict"):
        if name in changed:
            fields[name] = changed[name] or None
    if "credibility" in changed:
        fields["credibility"] = int(changed["credibility"]) if changed["credibility"] else None
    return fields
