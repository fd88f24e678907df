"""The attribution picker: who a passage has it from, nearest relay first, the ultimate origin last."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations.errors import VariorumError
from annotations.origins import find_origin, folded
from annotations.records import ORIGIN_KINDS, Origin
from tui.desk import Desk
from tui.display import cut, shown
from tui.screens.dialog import Dialog, Typed
from tui.widgets.offers import Offers

_PICK = (
    "Enter adds, and with nothing typed saves · ⌫ takes the last one off\n"
    "↑ ↓ mark one: ctrl+g group · ctrl+k kind · ctrl+e same as …"
)


class AttributionPicker(Dialog):
    """Builds the chain of a piece of evidence from known and new origins; groups and merges on the way.

    The chain is saved as one change, with the origins that it makes. A group, a kind and a merge are
    changes of their own, made at once.
    """

    HINT = _PICK
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "group", "group", show=False, priority=True),
        Binding("ctrl+k", "kind", "kind", show=False, priority=True),
        Binding("ctrl+e", "same", "same as", show=False, priority=True),
        Binding("ctrl+s", "save", "save", show=False),
    ]

    DEFAULT_CSS = """
    AttributionPicker {
        #chain { height: auto; }
        #certainty { height: auto; color: $text-muted; }
        #quote { height: auto; max-height: 3; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, piece: str) -> None:
        super().__init__(desk)
        self._piece = desk.project.piece(piece)
        self._chain: list[Origin] = [desk.project.origin(link) for link in self._piece.attribution]
        self._offered: list[Origin] = []
        self._mode = "pick"  # or "group" (typing a group's name) or "same" (choosing what it is the same as)
        self._subject: Origin | None = None
        draft = desk.drafts.get(self._key, {})
        self._typed_before = draft.get("typed", "")
        self._mode_before = draft.get("mode", "pick")
        self._subject_before = desk.project.find(Origin, draft.get("subject", ""))
        if "links" in draft:
            self._chain = []
            for number in range(1, int(draft["links"]) + 1):
                name = draft[f"name {number}"]
                known = desk.project.find(Origin, draft[f"link {number}"]) or find_origin(name, self._chain)
                self._chain.append(known or desk.project.draft_origin(name))
        # What was filled in from the words around the quote gives way to the first name that a person gives.
        filled_in = self._piece.proposed or self._piece.inferred or self._piece.cue is not None
        self._is_prefilled = "links" not in draft and filled_in

    @property
    def _key(self) -> str:
        return f"attribution {self._piece.id}"

    def title_text(self) -> str:
        number = self.desk.project.number(self._piece.claim)
        label = self.desk.project.article(self._piece.article).label
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Who says so · claim {number} · {label}{draft}"

    def fields(self) -> ComposeResult:
        yield Static(shown("“" + cut(self._piece.quote.exact, 200) + "”"), id="quote", markup=False)
        yield Static("", id="chain", markup=False)
        if self._piece.certainty != "certain":
            book = self.desk.project.codebook
            firmness, meaning = (
                book.certainty_label(self._piece.certainty),
                book.certainty_meaning(self._piece.certainty),
            )
            yield Static(shown(f"{firmness}: {meaning}"), id="certainty", markup=False)
        yield Input(
            self._typed_before,
            id="name",
            compact=True,
            placeholder="name of an origin",
            select_on_focus=False,
        )
        yield Offers(id="offered")

    def on_mount(self) -> None:
        if self._subject_before is not None:
            self._begin(self._mode_before, self._subject_before, self._typed_before)
        elif self._mode_before != "pick":  # about an origin that is gone
            self.query_one(Input).value = ""
        self._offer()
        self.query_one(Input).focus()

    # ---- What is shown ---------------------------------------------------------------------------

    def _offer(self) -> None:
        typed = self.query_one(Input).value.strip()
        project = self.desk.project
        wanted = folded(typed)
        found: list[Origin] = []
        if self._mode != "group":
            in_use: dict[str, int] = {}
            for piece in project.evidence:
                for link in piece.attribution:
                    in_use[link] = in_use.get(link, 0) + 1
            known = sorted(project.origins, key=lambda o: (-in_use.get(o.id, 0), o.name.casefold()))
            names = {o.id: [folded(n) for n in (o.name, *o.aliases)] for o in known}
            # A word that is still being typed is completed; one that is whole may be a name of its own, but
            # of a person it is part of one far more often than it is another.
            begun = [
                o
                for o in known
                if any(
                    _is_begun(wanted, n) or (o.kind == "person" and _is_part(wanted, n)) for n in names[o.id]
                )
            ]
            rest = [o for o in known if o not in begun and any(wanted in n for n in names[o.id])]
            found = [*begun, *rest]
            if self._mode == "same":
                found = [origin for origin in found if origin != self._subject]
            elif typed:
                there = project.origin_named(typed) or find_origin(typed, self._chain)
                if there is not None:
                    found = [there, *(origin for origin in found if origin != there)]
                else:
                    found.insert(len(begun), project.draft_origin(typed))
        self._offered = found
        options = self.query_one(Offers)
        options.clear_options()
        for origin in found:
            options.add_option(Option(self._origin_line(origin)))
        options.highlighted = 0 if found and (typed or self._mode == "same") else None
        self._show_chain()

    def _origin_line(self, origin: Origin) -> Content:
        new = self.desk.project.find(Origin, origin.id) is None
        facts = [origin.kind.replace("_", " ")]
        if origin.group is not None:
            facts.append(f"group {origin.group}")
        if origin.aliases:
            facts.append("also " + ", ".join(origin.aliases))
        if origin.state == "withdrawn":
            facts.append("withdrawn")
        mark = "+ new: " if new else "  "
        return Content.assemble(
            mark, shown(origin.name, "bold"), "  ", shown(" · ".join(facts), "$text-muted")
        )

    def _show_chain(self) -> None:
        chain = self.query_one("#chain", Static)
        label = self.desk.project.article(self._piece.article).label
        links = [label, *(origin.name for origin in self._chain)]
        arrow = Content(" ← ")
        said = arrow.join([shown(link, "bold") for link in links])
        if not self._chain:
            said = Content.assemble(said, "  in its own voice, so far")
        elif self._is_prefilled:
            said = Content.assemble(said, "  found in the text: Enter keeps it, a name takes its place")
        if self._mode == "group" and self._subject is not None:
            said = Content.assemble(
                "Independence group of ", shown(self._subject.name, "bold"), ", empty for none:"
            )
        elif self._mode == "same" and self._subject is not None:
            said = Content.assemble(shown(self._subject.name, "bold"), " is the same as …")
        chain.update(said)

    # ---- Keys ------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        self._offer()

    def key_down(self) -> None:
        self.query_one(Offers).step(1)

    def key_up(self) -> None:
        self.query_one(Offers).step(-1)

    def key_backspace(self) -> None:
        # The input handles it while it holds something; with nothing in it the last link goes.
        if self._mode == "pick" and not self.query_one(Input).value and self._chain:
            self._chain.pop()
            self._is_prefilled = False
            self._show_chain()
            self.keep_draft_soon()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._mode == "group":
            self._set_group(self.query_one(Input).value.strip())
            return
        at = self.query_one(Offers).highlighted
        if at is not None:
            self._take(self._offered[at])
        elif self._mode == "pick":
            self.action_save()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self._offered[event.option_index])
        self.query_one(Input).focus()

    def _take(self, origin: Origin) -> None:
        if self._mode == "same":
            self._merge_into(origin)
            return
        if self._is_prefilled:
            self._chain, self._is_prefilled = [], False
        if self._chain and self._chain[-1].id == origin.id:
            self.say(f"{origin.name} is the last link already")
        else:
            self._chain.append(origin)
        self.query_one(Input).value = ""
        self._offer()
        self.keep_draft_soon()

    def action_save(self) -> None:
        """Save the chain and close."""
        try:
            saved = self.desk.project.attribute(self._piece.id, self._chain)
        except VariorumError as problem:
            self.complain(problem)
            return
        self.desk.last_attribution = saved.attribution
        self.desk.marked(saved.id)
        where = f"claim {self.desk.project.number(saved.claim)}"
        label = self.desk.project.article(saved.article).label
        self.say(f"{self.desk.chain(saved.attribution)} · {where} · {label}")
        self.done()

    def typed(self) -> Typed:
        draft: dict[str, str] = {}
        if tuple(origin.id for origin in self._chain) != self._piece.attribution:
            for number, origin in enumerate(self._chain, start=1):
                draft[f"link {number}"], draft[f"name {number}"] = origin.id, origin.name
            draft["links"] = str(len(self._chain))
        typed = self.query_one(Input).value.strip()
        if self._mode != "pick" and self._subject is not None:  # then it is no name for the chain
            if typed != (self._subject.group or "" if self._mode == "group" else ""):
                draft |= {"typed": typed, "mode": self._mode, "subject": self._subject.id}
        elif typed:
            draft["typed"] = typed
        return {self._key: draft or None}

    def action_leave(self) -> None:
        """Out of a side step first; then close and keep a draft."""
        if self._mode != "pick":
            self._back()
        else:
            super().action_leave()

    # ---- Groups, kinds, merging ------------------------------------------------------------------

    def _marked(self) -> Origin | None:
        """The origin that a side step is about: the marked one, else the last link. It must be saved."""
        at = self.query_one(Offers).highlighted
        origin = self._offered[at] if at is not None else self._chain[-1] if self._chain else None
        if origin is None:
            self.say("mark an origin first (↑ ↓)")
            return None
        known = self.desk.project.find(Origin, origin.id)
        if known is None:
            again = self.desk.key("attribution")
            self.say(f"{origin.name} is not saved yet: save the chain first, then {again} again")
        return known

    def action_group(self) -> None:
        """Ask for the independence group of the marked origin."""
        origin = self._marked()
        if origin is not None:
            self._begin("group", origin, origin.group or "")

    def action_same(self) -> None:
        """Ask which origin the marked one is the same as."""
        origin = self._marked()
        if origin is not None:
            self._begin("same", origin, "")

    def action_kind(self) -> None:
        """Turn the kind of the marked origin on."""
        origin = self._marked()
        if origin is None:
            return
        kind = ORIGIN_KINDS[(ORIGIN_KINDS.index(origin.kind) + 1) % len(ORIGIN_KINDS)]
        with self.mending():
            self._replace(self.desk.project.set_origin(origin.id, kind=kind))
            self.say(f"{origin.name}: {kind.replace('_', ' ')}")
        self._again(origin.id)

    def _begin(self, mode: str, origin: Origin, value: str) -> None:
        self._mode, self._subject = mode, origin
        self._hint(
            "Enter sets the group · Esc back" if mode == "group" else "Enter makes them one · Esc back"
        )
        field = self.query_one(Input)
        field.placeholder = "name of a group" if mode == "group" else "which origin is it?"
        field.value = value
        self._offer()

    def _hint(self, text: str) -> None:
        self.query_one(".hint", Static).update(Content("\n").join(map(shown, text.split("\n"))))

    def _back(self) -> None:
        subject = self._subject
        self._mode, self._subject = "pick", None
        self._hint(self.HINT)
        field = self.query_one(Input)
        field.placeholder, field.value = "name of an origin", ""
        self._again(subject.id if subject is not None else "")

    def _again(self, id: str) -> None:
        """Offer anew, with the same origin marked."""
        self._offer()
        for number, origin in enumerate(self._offered):
            if origin.id == id:
                self.query_one(Offers).highlighted = number

    def _set_group(self, group: str) -> None:
        if self._subject is not None:
            with self.mending():
                origin = self.desk.project.set_origin(self._subject.id, group=group or None)
                self._replace(origin)
                self.say(f"{origin.name}: " + (f"group {group}" if group else "no group"))
        self._back()

    def _merge_into(self, keep: Origin) -> None:
        drop = self._subject
        if drop is not None:
            with self.mending():
                self._merge(drop, keep)
        self._back()

    def _merge(self, drop: Origin, keep: Origin) -> None:
        kept = self.desk.project.merge_origins(keep.id, drop.id)
        chain = [kept if link.id in (keep.id, drop.id) else link for link in self._chain]
        self._chain = [link for n, link in enumerate(chain) if n == 0 or link.id != chain[n - 1].id]
        self._piece = self.desk.project.piece(self._piece.id)
        self.say(f"{drop.name} is {kept.name} now · {self.desk.key('undo')} takes it back")
        self._subject = kept

    def _replace(self, origin: Origin) -> None:
        self._chain = [origin if link.id == origin.id else link for link in self._chain]


def _is_begun(typed: str, name: str) -> bool:
    """Whether what was typed ends in the middle of a word of a name, in which it begins with a word."""
    begins = [0, *(at + 1 for at, character in enumerate(name) if character == " ")]
    return any(
        name.startswith(typed, at) and name[at + len(typed) : at + len(typed) + 1].isalnum() for at in begins
    )


def _is_part(typed: str, name: str) -> bool:
    """Whether what was typed is some of the words of a name, side by side."""
    return f" {typed} " in f" {name} "
