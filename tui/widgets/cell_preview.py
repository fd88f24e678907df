"""What a source says to a claim: the quotes of one cell of the matrix."""

from __future__ import annotations

from textual.content import Content

from annotations.records import Article
from annotations.wording import BASES, CELL_WORDS, status_in_words
from tui.desk import Desk
from tui.display import cut, cut_middle, shown
from tui.looks.linear import is_linear
from tui.widgets.claims import LETTER_STYLES, STANCE_LETTERS
from tui.widgets.lines import Lines


class CellPreview(Lines):
    """The quotes of one cell. Below the grid it is short; beside it, it says everything.

    Its size never follows what is in it, so that moving over the grid lays nothing out anew.
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._cell: tuple[str, Article] | None = None
        self._nothing = ""

    def show_cell(self, cell: tuple[str, Article] | None, nothing: str = "") -> None:
        """Show the quotes of a claim in an article; without a cell say `nothing`."""
        self._cell, self._nothing = cell, nothing
        self.show(self._words())

    def on_resize(self) -> None:
        """What is cut depends on the width."""
        self.show(self._words())

    def _words(self) -> Content:
        if self._cell is None:
            return shown(self._nothing)
        claim, article = self._cell
        desk, project = self._desk, self._desk.project
        # Half the lines and more for the first quote; beside the grid there is room for all of each.
        width, height = max(10, self.content_size.width), max(3, self.content_size.height)
        beside = height > 12
        text = f"{project.number(claim)} {project.claim(claim).text}"
        lines = [shown(cut_middle(text, width * 8) if beside else cut(text, width), "bold")]
        # The grid has no room for all of it.
        status = status_in_words(project.agreement(claim), project.articles_by_id)
        lines.append(shown(cut(status, width * 2)))
        pieces = project.evidence_on(claim, article.id)
        name = article.publisher or article.title
        if not pieces:
            words = CELL_WORDS[project.agreement(claim).cells[article.id]]
            looks = [look for look in project.reviews_on(claim) if look.article == article.id]
            if project.agreement(claim).cells[article.id] == "no_mention":
                words += f" ({'; '.join(f'{BASES[look.basis]}, {look.annotator}' for look in looks)})"
            lines.append(shown(cut(f"{article.label} {name}: {words}", width * 2)))
            return Content("\n").join(lines)
        set_aside = project.agreement(claim).set_aside
        if height > 5:
            facts = " · ".join(part for part in (article.label, name, article.published or "") if part)
            lines.append(shown(cut(facts, width), "$text-muted"))
        for piece in pieces:
            letter, stance = STANCE_LETTERS[piece.stance], project.codebook.stance(piece.stance).label
            style, marks = LETTER_STYLES[letter], [desk.chain(piece.attribution)]
            marks += (
                [project.codebook.certainty_label(piece.certainty)] if piece.certainty != "certain" else []
            )
            marks += [f"set aside: {desk.why_aside(piece)}"] if piece.id in set_aside else []
            # The letter is for the eye.
            letter = "" if is_linear(self) else f"{letter} "
            said = f"{stance}: “{cut_middle(piece.quote.exact, width * (10 if beside else 2))}”"
            after = f" ({' · '.join(marks)})"
            label = "" if beside else f"{article.label} "
            lines.append(Content.assemble(label, (letter, style), shown(said), shown(after)))
            if beside and piece.note:
                lines.append(shown(cut(piece.note, width * 4), "italic"))
        return Content("\n").join(lines)
