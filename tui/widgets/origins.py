"""The origins of the project as a list, and what rests on the one in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content

from annotations.origins import RELIABILITY_MEANINGS, kind_label
from annotations.records import Origin
from annotations.resting import Resting
from annotations.text.folding import Narrowing
from annotations.wording import STATUS_LABELS, counted
from tui.desk import Desk
from tui.display import cut, flagged, shown
from tui.looks.linear import is_linear
from tui.widgets.lines import Lines
from tui.widgets.rows import Piece, Rows

#: What stands where an origin has no group.
NO_GROUP = "no group said"
#: Cells of the columns for kind, group and the two counts; the name has the rest.
KIND, GROUP, CLAIMS, QUOTES = 12, 18, 7, 7
#: Claims that the preview lists of an origin at most.
LISTED = 200
#: Pairs of a chain, and members of a group, that it names.
NAMED = 8


def origin_words(origin: Origin) -> tuple[str, ...]:
    """What the list of origins is narrowed by."""
    group = origin.group if origin.group is not None else NO_GROUP
    state = "" if origin.state == "current" else origin.state
    return (origin.name, *origin.aliases, kind_label(origin.kind), group, state)


class OriginList(Rows):
    """The origins, one line each, those on which most rests first."""

    HEADER = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._every: list[Origin] = []
        self._resting: Mapping[str, Resting] = {}
        self._origins: list[Origin] = []
        self.narrowing = Narrowing("")
        """What the list is narrowed to."""

    def show(self, origins: Sequence[Origin], resting: Mapping[str, Resting]) -> None:
        """Show origins and what rests on them; the cursor stays on its origin if that is there still."""

        def most_first(origin: Origin) -> tuple[int, int, str, str]:
            on = resting[origin.id]
            return -on.claims, -on.quotes, origin.name.casefold(), origin.id

        self._every, self._resting = sorted(origins, key=most_first), resting
        self.narrow(self.narrowing)

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only the origins with some words."""
        at = self.origin
        self.narrowing = narrowing
        self._origins = [o for o in self._every if not narrowing or narrowing.takes(*origin_words(o))]
        self.reload()
        if at is not None:
            self.go_to(at.id)

    def go_to(self, id: str) -> bool:
        """Put the cursor on an origin; whether it is in the list."""
        row = next((row for row, origin in enumerate(self._origins) if origin.id == id), None)
        if row is not None:
            self.put_cursor(row)
        return row is not None

    @property
    def origin(self) -> Origin | None:
        """The origin under the cursor; null where the list is empty."""
        return self._origins[self.cursor] if self.cursor < len(self._origins) else None

    @property
    def every(self) -> int:
        """How many origins there are, also those that are not shown."""
        return len(self._every)

    @property
    def row_count(self) -> int:
        """How many origins are shown."""
        return len(self._origins)

    def on_click(self, event: events.Click) -> None:
        """A click goes to an origin; one on that opens it."""
        offset = event.get_content_offset(self)
        row = self.row_at(offset.y) if offset is not None else None
        event.prevent_default()
        if row is not None and row == self.cursor:
            self.action_choose()
        elif row is not None:
            self._go(row)

    def _widths(self, width: int) -> tuple[int, int]:
        """The cells of the name and of the group."""
        group = GROUP if width >= 70 else max(8, GROUP - (70 - width))
        return max(8, width - KIND - group - CLAIMS - QUOTES), group

    def header_pieces(self, line: int, width: int) -> Sequence[Piece]:  # noqa: ARG002
        """What stands in each column."""
        if is_linear(self):
            return [(cut("origins, each with its kind, its group, and what rests on it", width), "")]
        name, group = self._widths(width - 1)
        counts = f"{'claims':>{CLAIMS}}{'quotes':>{QUOTES}}"
        words = f" {'origin':<{name}}{'kind':<{KIND}}{'group':<{group}}{counts}"
        return [(cut(words, width), "")]

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Name, state and aliases; kind; group; how many claims and quotes rest on it."""
        origin = self._origins[row]
        on = self._resting[origin.id]
        if is_linear(self):
            return [[(cut(_in_words(origin, on), width), "")]]
        name, group = self._widths(width)
        group_style = "rows--muted" if origin.group is None else ""
        group_words = origin.group if origin.group is not None else NO_GROUP
        return [
            [
                *self._named(origin, name),
                _column(kind_label(origin.kind), KIND, "rows--muted"),
                _column(group_words, group, group_style),
                (f"{on.claims:>{CLAIMS},}{on.quotes:>{QUOTES},}", ""),
            ]
        ]

    def _named(self, origin: Origin, width: int) -> list[Piece]:
        """The name and what is to be known with it, as far as there is room: its state before its aliases."""
        state = " withdrawn" if origin.state == "withdrawn" else ""
        name = cut(flagged(origin.name), width - len(state) - 1)
        room = width - cell_len(name) - len(state) - 1
        others = cut(f" = {', '.join(origin.aliases)}", room) if origin.aliases and room >= 8 else ""
        pieces = [(name, "rows--muted" if state else "rows--strong")]
        pieces += [(state, "rows--refutes"), (others, "rows--muted")]
        gap = width - cell_len(name) - len(state) - cell_len(others)
        return [*((text, style) for text, style in pieces if text), (" " * gap, "")]


def _in_words(origin: Origin, on: Resting) -> str:
    """An origin as it is said: its name, its state, its other names, kind, group, and what rests on it."""
    parts = [
        origin.name,
        *(["withdrawn"] if origin.state == "withdrawn" else []),
        *([f"also {', '.join(origin.aliases)}"] if origin.aliases else []),
        kind_label(origin.kind),
        f"group {origin.group}" if origin.group is not None else NO_GROUP,
        counted(on.claims, "claim"),
        counted(on.quotes, "quote"),
    ]
    return ", ".join(parts)


def _column(text: str, width: int, style: str) -> Piece:
    """A text in a column, with a blank at its right at least."""
    text = cut(text, width - 1)
    return text + " " * (width - cell_len(text)), style


class OriginPreview(Lines):
    """What is known of the origin in hand, and the claims that rest on it with their statuses."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._origin: Origin | None = None
        self._resting = Resting()
        self._group: Sequence[Origin] = ()
        self._nothing = ""

    def show_origin(
        self, origin: Origin | None, resting: Resting, group: Sequence[Origin] = (), nothing: str = ""
    ) -> None:
        """Show what rests on an origin and who is in its group; without one say `nothing`."""
        other = (origin.id if origin else None) != (self._origin.id if self._origin else None)
        self._origin, self._resting, self._group, self._nothing = origin, resting, group, nothing
        self.show(self._words())
        if other:
            self.go_to_line(0)

    def on_resize(self) -> None:
        """What is cut depends on the width."""
        self.show(self._words())

    def _words(self) -> Content:
        origin, on = self._origin, self._resting
        if origin is None:
            return shown(self._nothing)
        width = max(20, self.size.width - 1)
        lines = [shown(cut(origin.name, width * 2), "bold"), shown(self._facts(origin), "$text-muted")]
        if origin.aliases:
            lines.append(shown(f"also: {cut(', '.join(origin.aliases), width * 2)}", "$text-muted"))
        if origin.state == "withdrawn":
            lines.append(shown("withdrawn: no chain through it counts", "bold $text-error"))
        lines += self._others_in_group(origin, width)
        for ids, title in (
            (on.ends, "it is the origin for"),
            (on.speaks, "its own words are the subject of"),
            (on.passes, "it only passes on"),
        ):
            if ids:
                lines.append(shown(f"{title}: {counted(len(ids), 'claim')}", "bold $text-accent"))
                lines += [self._claim(id, width) for id in ids[:LISTED]]
                if len(ids) > LISTED:
                    lines.append(shown(f"  and {len(ids) - LISTED:,} more", "$text-muted"))
        if not on.claims:
            lines.append(shown(f"Nothing rests on it: {self._desk.key('origins.delete')} deletes it."))
        lines += self._relays(width)
        return Content("\n").join(lines)

    def _facts(self, origin: Origin) -> str:
        group = f"group {origin.group}" if origin.group is not None else NO_GROUP
        facts = [kind_label(origin.kind), group]
        if origin.reliability is not None:
            facts.append(f"{origin.reliability}: {RELIABILITY_MEANINGS[origin.reliability]}")
        return " · ".join([*facts, counted(self._resting.quotes, "quote")])

    def _others_in_group(self, origin: Origin, width: int) -> list[Content]:
        members = [other for other in self._group if other.id != origin.id]
        names = ", ".join(other.name for other in members[:NAMED])
        more = f" and {len(members) - NAMED} more" if len(members) > NAMED else ""
        said = f"counts once with {cut(names, width * 2)}{more}"
        return [shown(said, "$text-muted")] if members else []

    def _claim(self, id: str, width: int) -> Content:
        project = self._desk.project
        number = f"{project.number(id):>3} "
        status = f" · {STATUS_LABELS[project.agreement(id).status]}"
        text = cut(project.claim(id).text, max(8, width - len(number) - len(status)))
        return Content.assemble((number, "$text-accent"), shown(text), shown(status, "bold"))

    def _relays(self, width: int) -> list[Content]:
        found = self._resting.relays.most_common(NAMED)
        if not found:
            return []
        lines = [shown("relays", "bold $text-accent")]
        for pair, times in found:
            count = f" · {counted(times, 'quote')}"
            chain = self._desk.chain(pair)
            lines.append(Content.assemble(shown(cut(chain, width - len(count))), (count, "$text-muted")))
        rest = len(self._resting.relays) - len(found)
        return [*lines, shown(f"and {rest:,} more", "$text-muted")] if rest else lines
