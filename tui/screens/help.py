"""Help: the keys in force on a screen, and the codebook with its definitions."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.agreement import STATUSES
from annotations.wording import (
    CELL_LETTERS,
    CELL_WORDS,
    STATUS_LABELS,
    STATUS_MEANINGS,
    headline,
    qualifications,
)
from tui.commands.codebook import TYPES_NAME
from tui.commands.command import Group
from tui.desk import Desk
from tui.display import shown

GLOSSARY = (
    ("cell", "One claim in one source. It is open until the source has been looked at for the claim."),
    ("walk", "Going from open cell to open cell of one claim until every source is looked at."),
    ("candidate", "A sentence that shares words with the claim. Only you say whether it speaks to it."),
    (
        "here: …",
        "Over the claim: who the passage under the cursor seems to have it from; the next mark takes that. "
        "quote: … is what a quote of the claim has on record.",
    ),
    ("origin", "Who a source has it from. Origins in one group count once; so do all without a group."),
    (
        "no mention",
        "You looked and found nothing; (read) the whole article, (searched) by a search in it, "
        "(candidates) the best candidates.",
    ),
    (
        "2 articles → 1 …",
        "So many articles support the claim, and who they name comes down to so many origins: 1 named origin "
        "is the status single origin. One article alone is single source.",
    ),
    (
        "falls",
        "A claim falls when it rests on less than before: fewer origins, fewer articles, or a worse status.",
    ),
    ("set aside", "It does not count: an older version, a retraction, a quote that has lost its place."),
    ("12s", "At the left of a line: claim 12 has a quote here, and it supports. A + says there are more."),
    (
        "underlined",
        "A quote: the current claim's bold and underlined twice, others once, slanted where claims meet.",
    ),
    (
        "≈",
        "A word here is not what it looks like: mixed scripts, or signs that cannot be seen.",
    ),
    ("┃", "The sentence under the cursor, or the selection."),
    ("│", "The sentence that the selection is in; and the one you come back to from another pane."),
)
#: Cells of the column of terms.
TERM = 20


class Help(ModalScreen[None]):
    """One page to scroll through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss", "close", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
        Binding("g,home", "home", show=False),
        Binding("G,end", "end", show=False),
    ]

    DEFAULT_CSS = """
    Help {
        align: center middle;
        & > VerticalScroll {
            width: 92;
            max-width: 98%;
            height: 96%;
            border: round $frame-focus;
            border-title-color: $text;
            background: $surface;
            padding: 0 2;
        }
    }
    """

    def __init__(self, desk: Desk, groups: Sequence[Group]) -> None:
        super().__init__()
        self._desk, self._groups = desk, groups
        self._width = 72

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Help"
            box.border_subtitle = "↑ ↓ PgUp PgDn scroll · Esc back"
            yield Static(id="page", markup=False)

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        # The width of the box as the style sheet makes it, less frame, padding and scroll bar.
        self._width = max(30, min(92, self.app.size.width * 98 // 100) - 8)
        self.query_one("#page", Static).update(Content("\n").join(self._page()))

    def _page(self) -> list[Content]:
        lines = self._why()
        for group in self._groups:
            if group.name == TYPES_NAME:
                continue  # the codebook below has their keys and what they mean
            lines += [Content(""), shown(group.name, "bold $text-accent")]
            for command in group.commands:
                if command.keys:
                    names = " ".join(
                        self.app.get_key_display(Binding(k, "")) for k in command.keys.split(",")
                    )
                    lines.append(self._entry(names, command.help))
                else:
                    lines.append(self._entry("–", f"{command.label}: {command.help}"))
        lines += [Content(""), shown("Words and signs", "bold $text-accent")]
        lines += [self._entry(term, meaning) for term, meaning in GLOSSARY]
        codebook = self._desk.project.codebook
        lines += [Content(""), shown("Stances: what a passage says to a claim", "bold $text-accent")]
        lines += [
            self._entry(f"{entry.letter}  {entry.label}", entry.definition) for entry in codebook.stances
        ]
        lines += [Content(""), shown("Claim types", "bold $text-accent")]
        lines += [self._entry(f"{entry.key}  {entry.label}", entry.definition) for entry in codebook.types]
        lines += [Content(""), shown("Certainty", "bold $text-accent")]
        lines += [self._entry(entry.label, entry.definition) for entry in codebook.certainties]
        lines += [Content(""), shown("Statuses: who says so, never what is true", "bold $text-accent")]
        lines += [self._entry(STATUS_LABELS[status], STATUS_MEANINGS[status] + ".") for status in STATUSES]
        lines += [Content(""), shown("Letters of the matrix", "bold $text-accent")]
        lines += [self._entry(letter, CELL_WORDS[cell] + ".") for cell, letter in CELL_LETTERS.items()]
        lines.append(self._entry("!", "the source also queries the claim."))
        return lines

    def _entry(self, term: str, meaning: str) -> Content:
        """A term and what it means, the meaning in a column of its own."""
        first, *rest = textwrap.wrap(meaning, max(12, self._width - TERM - 2)) or [""]
        pad = " " * max(2, TERM - cell_len(term))
        lines = [Content.assemble("  ", shown(term, "bold"), pad, shown(first))]
        return Content("\n").join([*lines, *(shown(" " * (TERM + 2) + line) for line in rest)])

    def _why(self) -> list[Content]:
        """Why the current claim has its status."""
        desk = self._desk
        if desk.claim is None:
            return []
        project = desk.project
        agreement = project.agreement(desk.claim)
        articles = project.articles_by_id
        lines = [
            shown(f"Why claim {project.number(desk.claim)} stands as it does", "bold $text-accent"),
            shown(" · ".join([headline(agreement, articles), *qualifications(agreement, articles)]), "bold"),
            shown(f"{STATUS_LABELS[agreement.status]}: {STATUS_MEANINGS[agreement.status]}."),
        ]
        for line in desk.why(desk.claim).lines:
            lines.append(shown("  " + line))
        return lines

    def action_scroll(self, step: int) -> None:
        """A line up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """A page up or down."""
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=step * max(1, box.size.height - 2), animate=False)

    def action_home(self) -> None:
        """To the top."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_end(self) -> None:
        """To the bottom."""
        self.query_one(VerticalScroll).scroll_end(animate=False)
