"""The claims of the project, and the current one in full."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from annotations.agreement import Agreement
from annotations.records import Article, Claim, Evidence
from annotations.text.folding import Narrowing
from annotations.wording import cell_letter, headline, qualifications
from tui.desk import Desk
from tui.display import cut, cut_middle, shown
from tui.widgets.rows import Piece, Rows

#: The component class of each letter in a list.
LETTER_CLASSES = {
    "S": "rows--supports",
    "P": "rows--partly",
    "Q": "rows--queries",
    "R": "rows--refutes",
    "M": "rows--refutes",
}
#: Where there is room for one sign only, and the first letter would say something else.
ONE_LETTER = {"retracted": "×", "superseded": "·"}
#: The style of each letter in running content.
LETTER_STYLES = {
    "S": "bold $text-success",
    "P": "bold $text-accent",
    "Q": "bold $text-warning",
    "R": "bold $text-error",
    "M": "bold $text-error",
}
#: The most lines that the claim's text takes.
TEXT_LINES = 4
STANCE_LETTERS = {"supports": "S", "partly_supports": "P", "queries": "Q", "refutes": "R"}


class ClaimList(Rows):
    """The claims, one line each: number, text, a letter for each source."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._claims: list[Claim] = []
        self._articles: list[Article] = []
        self._numbers: list[int] = []
        self.narrowing = Narrowing("")
        """What the list is narrowed to."""

    def follow(self) -> None:
        """Show the claims as they are now, the current one under the cursor."""
        desk = self._desk
        every = list(enumerate(desk.project.claims, 1))
        if self.narrowing:
            every = [
                (number, claim) for number, claim in every if self.narrowing.takes(*desk.claim_words(claim))
            ]
        self._numbers = [number for number, _ in every]
        self._claims = [claim for _, claim in every]
        self._articles = [a for a in self._desk.listed_articles() if a.state != "superseded"]
        self.reload()
        if desk.claim is not None:
            self.put_cursor(bisect_left(self._numbers, desk.project.number(desk.claim)))

    def claim_at(self, row: int) -> str:
        """The id of the claim in a row."""
        return self._claims[row].id

    @property
    def row_count(self) -> int:
        """How many claims there are."""
        return len(self._claims)

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Number, text, letters."""
        claim = self._claims[row]
        agreement = self._desk.project.agreement(claim.id)
        letters = [
            ONE_LETTER.get(agreement.cells[article.id]) or cell_letter(agreement, article.id)[:1]
            for article in self._articles[: max(1, width // 5)]
        ]
        number = f"{self._numbers[row]:>{len(str(self._numbers[-1]))}} "
        text = cut(claim.text, width - len(number) - len(letters) - 1)
        gap = " " * (width - len(number) - len(letters) - cell_len(text))
        pieces = [(letter, LETTER_CLASSES.get(letter, "rows--muted")) for letter in letters]
        return [[(number, "rows--muted"), (text, ""), (gap, ""), *pieces]]


class ClaimCard(Static):
    """The current claim: text, type, tags, status in words, then what each source says and who says so."""

    DEFAULT_CSS = """
    ClaimCard { height: auto; width: 1fr; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._desk = desk

    def follow(self) -> None:
        """Show the current claim as it is now."""
        self.update(self._card())

    def on_resize(self) -> None:
        self.follow()

    def _card(self) -> Content:
        desk = self._desk
        if desk.claim is None:
            return Content(
                "No claims yet.\n\nc makes one from the sentence under the cursor, C from your own words."
            )
        project = desk.project
        claim, agreement = project.claim(desk.claim), project.agreement(desk.claim)
        articles = {article.id: article for article in project.articles}
        # A long claim must not push its first quote and chain out of view; the editor shows it in full.
        text = cut_middle(
            claim.text, max(60, self.size.width * (TEXT_LINES if self._short else 2 * TEXT_LINES))
        )
        lines = [Content.assemble((f"{project.number(claim.id)} ", "bold $text-accent"), shown(text, "bold"))]
        facts = [project.codebook.type_label(claim.type) or "no type yet", *(f"#{tag}" for tag in claim.tags)]
        if claim.speaker is not None:
            facts.insert(1, f"said by {project.origin(claim.speaker).name}")
        lines.append(shown(" · ".join(facts), "$text-muted"))
        status = [headline(agreement, articles), *qualifications(agreement, articles)]
        lines.append(shown(" · ".join(status), "bold"))
        lines.extend(self._cells(claim, agreement))
        if claim.open_question:
            lines.append(Content.assemble(("? ", "bold"), shown(claim.open_question)))
        if claim.note:
            lines.append(Content.assemble(("note ", "$text-muted"), shown(claim.note)))
        if claim.verdict:
            lines.append(Content.assemble(("verdict ", "$text-muted"), shown(claim.verdict)))
        return Content("\n").join(lines)

    @property
    def _short(self) -> bool:
        """Whether the screen has few lines, so that the first quote and its chain need the room."""
        return self.app.size.height < 32

    def _cells(self, claim: Claim, agreement: Agreement) -> list[Content]:
        project, lines = self._desk.project, []
        carried = {piece.carried_from for piece in project.evidence_on(claim.id)}
        for article in self._desk.listed_articles():
            # What was carried to a newer version is shown there.
            pieces = [p for p in project.evidence_on(claim.id, article.id) if p.id not in carried]
            if article.state == "superseded" and not pieces:
                continue
            version = f" v{article.version}" if article.state == "superseded" else ""
            label = f"{article.label}{version}"
            if not pieces:
                letter = cell_letter(agreement, article.id)
                words = {"-": "no mention", "?": "not looked at yet", "ret": "retracted"}.get(letter, letter)
                review = self._desk.reviewed(claim.id, article.id)
                if letter == "-" and review is not None and review.basis is not None:
                    words += f" ({review.basis})"
                lines.append(Content.assemble(shown(label, "bold"), f" {letter} ", (words, "$text-muted")))
            for piece in pieces:
                lines.extend(self._piece(label, piece, set_aside=piece.id in agreement.set_aside))
        return lines

    def _piece(self, label: str, piece: Evidence, *, set_aside: bool) -> list[Content]:
        letter = STANCE_LETTERS[piece.stance]
        style = "strike $text-muted" if set_aside else ""
        marks: list[str] = [] if piece.certainty == "certain" else [piece.certainty]
        if set_aside:
            marks.append("set aside" if piece.anchor in ("exact", "moved") else f"set aside: {piece.anchor}")
        if piece.proposed:
            marks.append("proposed")
        who = self._desk.chain(piece.attribution)
        claim = self._desk.project.claim(piece.claim)
        # Words that stand right above as the claim need not be said twice.
        length = 24 if piece.quote.exact == claim.text else 90 if self._short else 400
        quote = Content.assemble(
            shown(label, "bold"),
            " ",
            (letter, LETTER_STYLES[letter]),
            " ",
            shown("“" + cut_middle(piece.quote.exact, length) + "”", style),
        )
        lines = [quote, shown("    " + " · ".join([who, *marks]), "$text-muted")]
        if piece.note:
            lines.append(shown("    " + piece.note, "italic"))
        return lines
