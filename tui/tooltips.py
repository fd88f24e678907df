"""What short signs mean, told under the pointer.

It is made when the mouse moves and at no other time, so that keys do not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from annotations.agreement import Agreement, Cell
from annotations.records import Article
from annotations.wording import CELL_WORDS, cell_letter, counted
from tui.display import shown

if TYPE_CHECKING:
    from tui.desk import Desk

#: What the cells mean that are no stances.
_NO_STANCES: Final[dict[Cell, str]] = {
    "mixed": "One of its passages supports the claim, another refutes it.",
    "set_aside": "Its quotes do not count at present; the claim card says why.",
    "no_mention": "It was looked at and says nothing of the claim.",
    "unreviewed": "Nothing is marked in it for this claim so far.",
    "superseded": "A newer version has taken its place.",
    "retracted": "Its publisher has taken it back; it does not count.",
}


def tell(widget: Widget, words: str) -> None:
    """Have these words stand under the pointer on a widget, as they are written; "" for none."""
    before = widget.tooltip
    if (before.plain if isinstance(before, Content) else "") != shown(words).plain:
        widget.tooltip = shown(words) if words else None


def cell_words(desk: Desk, agreement: Agreement, article: Article) -> str:
    """What the letter means that an article has for a claim: in the words of the codebook in force."""
    cell = agreement.cells[article.id]
    book = desk.project.codebook
    stance = next((entry for entry in book.stances if entry.id == cell), None)
    label, meaning = (stance.label, stance.definition) if stance else (CELL_WORDS[cell], _NO_STANCES[cell])
    also = " It also doubts the claim." if cell_letter(agreement, article.id).endswith("!") else ""
    return f"{article.label} · {article.publisher or article.title}: {label}. {meaning}{also}"


def article_words(article: Article, counts: tuple[int, int] | None) -> str:
    """What the counts of an article mean."""
    if article.state != "current" or counts is None:
        return f"{article.label} is no current article: nothing is open in it."
    met, still_open = counts
    done = f"{counted(met, 'claim')} marked or looked for in {article.label}"
    return f"{done}, {still_open} still open." if still_open else f"{done}, none open."
