"""The editor of an origin: name, other names, kind, independence group, reliability."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Select
from textual.widgets.option_list import Option

from annotations.errors import ProjectError
from annotations.origins import KIND_MEANINGS, RELIABILITY_MEANINGS, find_origin, folded, kind_label
from annotations.records import ORIGIN_KINDS, RELIABILITIES, Origin
from tui.desk import Desk
from tui.display import cut, shown
from tui.falls import after, named, tell
from tui.screens.dialog import Dialog, Typed
from tui.widgets.offers import Offers
from tui.widgets.prose import Line

#: What stands between two other names.
BETWEEN = ";"
#: How many groups are offered at a time.
OFFERED = 50
_LINES = ("name", "aliases", "group")
_CHOICES = ("kind", "reliability")


class OriginEditor(Dialog):
    """Edits an origin. Enter saves; what that makes of the statuses is named."""

    HINT = "Enter save · Tab next field · in the group ↑ ↓ take one that there is · Esc keep a draft"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "save", show=False)]

    DEFAULT_CSS = """
    OriginEditor Offers { max-height: 5; margin-left: 14; color: $text-muted; }
    """

    def __init__(self, desk: Desk, origin: str) -> None:
        super().__init__(desk)
        self._origin = desk.project.origin(origin)
        self._groups: list[str] = []

    @property
    def _key(self) -> str:
        return f"origin {self._origin.id}"

    def title_text(self) -> str:
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Origin {cut(self._origin.name, 48)}{draft}"

    def fields(self) -> ComposeResult:
        draft = self.desk.drafts.get(self._key, {})
        words = _words(self._origin) | draft
        yield self.row("name", Line(words["name"], id="name", go_on="name" in draft))
        others = Line(
            words["aliases"],
            id="aliases",
            go_on="aliases" in draft,
            placeholder="with ; between them",
        )
        yield self.row("other names", others)
        kinds = [(shown(f"{kind_label(kind):<12} {KIND_MEANINGS[kind]}"), kind) for kind in ORIGIN_KINDS]
        kind = words["kind"] if words["kind"] in ORIGIN_KINDS else self._origin.kind
        yield self.row("kind", Select(kinds, value=kind, id="kind", compact=True, allow_blank=False))
        group = Line(
            words["group"],
            id="group",
            go_on="group" in draft,
            placeholder="no group said: those in one group count once",
        )
        yield self.row("group", group)
        offers = Offers(id="groups")
        offers.can_focus = False
        yield offers
        grades = [(shown(f"{grade} {RELIABILITY_MEANINGS[grade]}"), grade) for grade in RELIABILITIES]
        graded = words["reliability"] if words["reliability"] in RELIABILITIES else Select.NULL
        yield self.row(
            "reliability",
            Select(grades, value=graded, id="reliability", compact=True, prompt="not graded; yours alone"),
        )

    def on_mount(self) -> None:
        self._offer("")
        self.query_one("#name", Line).focus()

    # ---- Groups ----------------------------------------------------------------------------------

    def _offer(self, typed: str) -> None:
        """Offer the groups that there are and who is in each, those with what is typed in their names."""
        members: dict[str, list[str]] = {}
        for origin in self.desk.project.origins:
            if origin.group is not None and origin.id != self._origin.id:
                members.setdefault(origin.group, []).append(origin.name)
        wanted = folded(typed)
        self._groups = sorted(group for group in members if wanted in folded(group))[:OFFERED]
        options = self.query_one(Offers)
        options.clear_options()
        options.add_options(
            [
                Option(
                    Content.assemble(shown(group, "bold"), shown(f"  {cut(', '.join(members[group]), 60)}"))
                )
                for group in self._groups
            ]
        )

    @on(Input.Changed, "#group")
    def _group_typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def key_down(self) -> None:
        self._step(1)

    def key_up(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.query_one("#group", Line).has_focus:
            offers = self.query_one(Offers)
            offers.step(step)
            if offers.highlighted is not None:
                self._take(offers.highlighted)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, at: int) -> None:
        """Put a group that there is into the field; the same ones stay on offer."""
        field = self.query_one("#group", Line)
        with field.prevent(Input.Changed):
            field.take(self._groups[at])
        self.keep_draft_soon()

    # ---- Saving ----------------------------------------------------------------------------------

    def _values(self) -> dict[str, str]:
        values = {name: self.query_one(f"#{name}", Line).words for name in _LINES}
        for name in _CHOICES:
            chosen = self.query_one(f"#{name}", Select).value
            values[name] = chosen if isinstance(chosen, str) else ""
        return values

    def _changed(self) -> dict[str, str]:
        saved = _words(self._origin)
        return {name: value for name, value in self._values().items() if value != saved[name]}

    def typed(self) -> Typed:
        return {self._key: self._changed() or None}

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save what was changed and close."""
        project, changed = self.desk.project, self._changed()
        with self.mending():
            fields = _fields(changed)
            self._check(fields.get("aliases", ()))
            found = after(project, lambda: project.set_origin(self._origin.id, **fields))
            if changed:
                name = cut(project.origin(self._origin.id).name, 40)
                what = ", ".join("other names" if field == "aliases" else field for field in changed)
                tell(self, named(self.desk, f"{name}: {what}", found))
            self.done()

    def _check(self, aliases: tuple[str, ...]) -> None:
        others = [origin for origin in self.desk.project.origins if origin.id != self._origin.id]
        for alias in aliases:
            known = find_origin(alias, others)
            if known is not None:
                merge = self.desk.key("origins.merge")
                raise ProjectError(f"there is an origin {known.name} already: {merge} makes one of two")


def _words(origin: Origin) -> dict[str, str]:
    """The fields of an origin as the editor holds them."""
    return {
        "name": origin.name,
        "aliases": f"{BETWEEN} ".join(origin.aliases),
        "kind": origin.kind,
        "group": origin.group or "",
        "reliability": origin.reliability or "",
    }


def _fields(changed: dict[str, str]) -> dict[str, Any]:
    """Typed words as the fields of an origin."""
    fields: dict[str, Any] = dict(changed)
    if "aliases" in changed:
        names = (" ".join(name.split()) for name in changed["aliases"].split(BETWEEN))
        fields["aliases"] = tuple({folded(name): name for name in names if name}.values())
    if "group" in changed:
        fields["group"] = changed["group"].strip() or None
    if "reliability" in changed:
        fields["reliability"] = changed["reliability"] or None
    return fields
