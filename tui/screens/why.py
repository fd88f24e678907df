"""Why the current claim has its status, over the claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from annotations.wording import status_in_words
from tui.desk import Desk
from tui.display import cut_middle, shown
from tui.screens.dialog import Dialog

#: Cells of the claim's text.
WORDS = 140


class WhyDialog(Dialog):
    """What a claim rests on, which origins count as one, and what a better status waits for."""

    HINT = "↑ ↓ scroll · Esc close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,exclamation_mark,q", "leave", "close", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]
    DEFAULT_CSS = """
    WhyDialog #why { height: auto; }
    """

    def __init__(self, desk: Desk, claim: str) -> None:
        super().__init__(desk)
        self._claim = claim

    def title_text(self) -> str:
        return f"Why claim {self.desk.project.number(self._claim)} stands as it does"

    def fields(self) -> ComposeResult:
        project = self.desk.project
        claim, agreement = project.claim(self._claim), project.agreement(self._claim)
        found = self.desk.why(self._claim)
        lines = [
            shown(cut_middle(claim.text, WORDS), "bold"),
            shown(status_in_words(agreement, project.articles_by_id), "bold $text-accent"),
            shown(found.status),
            *_part("It rests on", found.rests),
            *_part("Counted", found.origins),
            *_part("Missing", found.missing or ["nothing: every source is looked at"]),
        ]
        yield Static(Content("\n").join(lines), id="why", markup=False)

    def action_scroll(self, step: int) -> None:
        """A line up or down."""
        self.query_one(".box", VerticalScroll).scroll_relative(y=step, animate=False)


def _part(title: str, lines: Sequence[str]) -> list[Content]:
    """Lines under a title; nothing where there are none."""
    if not lines:
        return []
    return [Content(""), shown(title, "$text-muted"), *(shown(f"· {line}") for line in lines)]
