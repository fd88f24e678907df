"""The claims of the project, and the current one in full."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.content import Content

from annotations.agreement import Agreement
from annotations.records import Article, Claim, Evidence
from annotations.text.folding import Narrowing
from annotations.wording import BASES, CELL_WORDS, STATUS_LABELS, cell_letter, headline, qualifications
from tui.desk import Desk
from tui.display import cut, cut_middle, flagged, shown
from tui.figures import on_the_walk
from tui.looks.linear import is_linear
from tui.tooltips import cell_words
from tui.widgets.lines import Lines
from tui.widgets.rows import Piece, Rows

if TYPE_CHECKING:
    pass

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
    "S": "bold $stance-supports",
    "P": "bold $stance-partly",
    "Q": "bold $stance-queries",
    "R": "bold $stance-refutes",
    "M": "bold $stance-refutes",
}
#: What the letter of an article without a quote means.
SILENT_WORDS = {"-": "no mention", "?": "not looked at yet", "ret": "retracted"}
#: Up to how many articles without a quote have a line each; the others are counted.
SILENT = 12
#: The most lines that the claim's text takes.
TEXT_LINES = 4
#: How many candidates of the walk have a line each, and the longest of their bars.
CANDIDATES = 3
BAR = "▬▬▬▬▬"
#: How many agreements are derived at once; of more, some at a time, with keys in between.
AT_ONCE = 200
STANCE_LETTERS = {"supports": "S", "partly_supports": "P", "queries": "Q", "refutes": "R"}


class ClaimList(Rows):
    """The claims, one line each: number, text, a letter for each source."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._claims: list[Claim] = []
        self._articles: list[Article] = []
        self._numbers: list[int] = []
        self._digits = 1
        self._rows_of: dict[str, int] = {}
        # What the rows were made from: as of which mark of the project, narrowed to what, in which order.
        self._made_from: tuple[int, Narrowing, str] | None = None
        self.narrowing = Narrowing("")
        """What the list is narrowed to."""

    def follow(self) -> None:
        """Show the claims as they are now, the current one under the cursor."""
        desk = self._desk
        self._arrange()
        self._articles = [a for a in self._desk.listed_articles() if a.state != "superseded"]
        self.reload()
        if desk.claim in self._rows_of:
            self.put_cursor(self._rows_of[desk.claim])
        elif desk.claim is not None and desk.claims_order == "number":
            self.put_cursor(bisect_left(self._numbers, desk.project.number(desk.claim)))

    def _arrange(self) -> None:
        """Find out which claims there are to show, and in which order, unless nothing has changed."""
        desk, before = self._desk, self._made_from
        project, order = desk.project, desk.claims_order
        mark, _ = project.claims_changed_since(-1)
        if before == (mark, self.narrowing, order):
            return
        rows = list(enumerate(project.claims, 1))
        if self.narrowing:
            rows = [row for row in rows if self.narrowing.takes(*desk.claim_words(row[1]))]
        self._made_from = (mark, self.narrowing, order)
        if order != "number":
            # Most people never ask for another order.
            from annotations.matrix import DERIVED_ORDERS, arranged

            if order in DERIVED_ORDERS and len(project.underived()) > AT_ONCE:
                self._made_from = None  # in order of creation until they are derived
                self._derive()
            else:
                rows = arranged(project, rows, order)
        self._numbers = [number for number, _ in rows]
        self._claims = [claim for _, claim in rows]
        self._rows_of = {claim.id: row for row, claim in enumerate(self._claims)}
        self._digits = len(str(max(self._numbers, default=0)))

    @work(exclusive=True, group="derive")
    async def _derive(self) -> None:
        # On the thread of the screen, a little at a time: the project is not safe to use from two.
        project = self._desk.project
        while len(missing := project.underived()) > AT_ONCE:
            for claim in missing[:AT_ONCE]:
                project.agreement(claim)
            await asyncio.sleep(0)
        self.call_later(self.follow)  # when this worker is done: it ends any that is under way

    def claim_at(self, row: int) -> str:
        """The id of the claim in a row."""
        return self._claims[row].id

    @property
    def row_count(self) -> int:
        """How many claims there are."""
        return len(self._claims)

    def _lettered(self, width: int) -> list[Article]:
        """The articles whose letters have room in a row."""
        return self._articles[: max(1, width // 5)]

    def told_at(self, x: int, y: int) -> str:
        """What a letter means."""
        row, width = self.row_at(y), self.scrollable_content_region.width
        articles = self._lettered(width - 1)
        at = x - (width - len(articles))
        if row is None or not 0 <= at < len(articles):
            return ""
        return cell_words(self._desk, self._desk.project.agreement(self._claims[row].id), articles[at])

    def row_lines(self, row: int, width: int) -> Sequence[Sequence[Piece]]:
        """Number, text, letters."""
        claim = self._claims[row]
        agreement = self._desk.project.agreement(claim.id)
        if is_linear(self):
            words = claim_in_words(self._desk, self._numbers[row], claim, agreement)
            return [[(cut(f"{words}: {claim.text}", width), "")]]
        letters = [
            ONE_LETTER.get(agreement.cells[article.id]) or cell_letter(agreement, article.id)[:1]
            for article in self._lettered(width)
        ]
        number = f"{self._numbers[row]:>{self._digits}} "
        text = cut(flagged(claim.text), width - len(number) - len(letters) - 1)
        gap = " " * (width - len(number) - len(letters) - cell_len(text))
        pieces = [(letter, LETTER_CLASSES.get(letter, "rows--muted")) for letter in letters]
        return [[(number, "rows--muted"), (text, ""), (gap, ""), *pieces]]


def claim_in_words(desk: Desk, number: int, claim: Claim, agreement: Agreement) -> str:
    """A claim as it is said: "claim 4 of 12, disputed, supports, quote": which, its status, what the article
    in hand says to it, its type."""
    cell = agreement.cells.get(desk.article or "")
    parts = [
        f"claim {number} of {len(desk.project.claims)}",
        STATUS_LABELS[agreement.status],
        *([CELL_WORDS[cell]] if cell is not None else []),
        *([desk.project.codebook.type_label(claim.type)] if claim.type else []),
    ]
    return ", ".join(parts)


class ClaimCard(Lines):
    """The current claim: text, type, tags, status in words, then what each source says and who says so."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._claim: str | None = None

    def follow(self) -> None:
        """Show the current claim as it is now."""
        if self._claim != self._desk.claim:
            self._claim = self._desk.claim
            self.go_to_line(0)
        self.show(self._card())

    def on_resize(self) -> None:
        """What is cut depends on the width."""
        self.follow()

    def _card(self) -> Content:
        desk = self._desk
        if desk.claim is None:
            from tui.welcome import no_claims

            return no_claims(desk, desk.key)
        project = desk.project
        claim, agreement = project.claim(desk.claim), project.agreement(desk.claim)
        articles = project.articles_by_id
        # A long claim must not push its first quote and chain out of view; the editor shows it in full.
        text = cut_middle(
            claim.text, max(60, self.size.width * (TEXT_LINES if self.is_short else 2 * TEXT_LINES))
        )
        lines = [Content.assemble((f"{project.number(claim.id)} ", "bold $text-accent"), shown(text, "bold"))]
        facts = [project.codebook.type_label(claim.type) or self._types(), *(f"#{tag}" for tag in claim.tags)]
        if claim.speaker is not None:
            facts.insert(1, f"said by {project.origin(claim.speaker).name}")
        lines.append(shown(" · ".join(facts), "$text-muted"))
        status = [headline(agreement, articles), *qualifications(agreement, articles)]
        lines.append(shown(" · ".join(status), "bold"))
        if not self.is_short:  # else they stand in the frame
            lines.extend(shown(line, "$text-muted") for line in on_the_walk(desk))
        cells, candidates = self._cells(claim, agreement), self._candidates()
        # Where there are few lines, what the claim rests on comes first: which candidate it is stands above.
        lines.extend([*cells, *candidates] if self.is_short else [*candidates, *cells])
        if claim.open_question:
            lines.append(Content.assemble(("? ", "bold"), shown(claim.open_question)))
        if claim.note:
            lines.append(Content.assemble(("note ", "$text-muted"), shown(claim.note)))
        if claim.verdict:
            lines.append(Content.assemble(("verdict ", "$text-muted"), shown(claim.verdict)))
        return Content("\n").join(lines)

    def _types(self) -> str:
        """What stands in place of a type: which ones there are, under their keys. On the walk, where the
        first quote and its chain need the lines, only where they are listed."""
        desk = self._desk
        keys = [f"{entry.key} {entry.label}" for entry in desk.project.codebook.types if entry.key]
        explains = f"{desk.key('claim.types')} explains"
        if desk.project.read_only:
            return "no type yet"
        if (self.is_short and desk.walk is not None) or not keys:
            return f"no type yet: {explains}"
        return f"no type yet: {' '.join(keys)} ({explains})"

    def _candidates(self) -> list[Content]:
        """On the walk: the best candidates of the article in hand, each with a bar as long as its score is
        high."""
        desk, walk = self._desk, self._desk.walk
        opened = desk.opened(desk.article) if desk.article is not None else None
        if walk is None or opened is None or walk.claim != desk.claim or walk.article != desk.article:
            return []
        best = walk.scores[0] if walk.scores else 0.0
        first = max(0, min(walk.at - 1, len(walk.candidates) - CANDIDATES))
        lines = []
        for number, (span, score) in enumerate(zip(walk.candidates, walk.scores, strict=True)):
            if not first <= number < first + CANDIDATES:
                continue
            bar = BAR[: max(1, round(len(BAR) * score / best))].ljust(len(BAR))
            pointer = "▸" if number == walk.at else " "
            if is_linear(self):
                pointer = "selected " if number == walk.at else ""
                bar = f"candidate {number + 1} of {len(walk.candidates)}:"
            words = cut(
                " ".join(opened.text.raw[slice(*span)].split()), max(8, self.size.width - len(BAR) - 3)
            )
            lines.append(Content.assemble(pointer, (bar, "$text-accent"), " ", shown(words, "$text-muted")))
        return lines

    @property
    def is_short(self) -> bool:
        """Whether the screen has few lines, so that the first quote and its chain need the room."""
        return self.app.size.height < 32

    def _cells(self, claim: Claim, agreement: Agreement) -> list[Content]:
        every = self._desk.project.evidence_on(claim.id)
        # What was carried to a newer version is shown there.
        carried = {piece.carried_from for piece in every}
        pieces_in: dict[str, list[Evidence]] = {}
        for piece in every:
            if piece.id not in carried:
                pieces_in.setdefault(piece.article, []).append(piece)
        shown_articles = [
            article
            for article in self._desk.listed_articles()
            if article.state != "superseded" or article.id in pieces_in
        ]
        silent = [article.id for article in shown_articles if article.id not in pieces_in]
        # Among many the quotes must not drown: of the others only the article in hand keeps its line.
        left_out = set(silent) - {self._desk.article} if len(silent) > SILENT else set()
        lines: list[Content] = []
        for article in shown_articles:
            version = f" v{article.version}" if article.state == "superseded" else ""
            label = f"{article.label}{version}"
            for piece in pieces_in.get(article.id, []):
                lines.extend(self._piece(label, piece, set_aside=piece.id in agreement.set_aside))
            if article.id not in pieces_in and article.id not in left_out:
                lines.append(self._silent(claim, agreement, article, label))
        counted = Counter(cell_letter(agreement, article) for article in silent if article in left_out)
        for letter, number in counted.items():
            words = f" {letter} {SILENT_WORDS.get(letter, letter)}"
            lines.append(Content.assemble((f"{number} sources", "bold"), (words, "$text-muted")))
        return lines

    def _silent(self, claim: Claim, agreement: Agreement, article: Article, label: str) -> Content:
        """The line of an article without a quote."""
        letter = cell_letter(agreement, article.id)
        words = SILENT_WORDS.get(letter, CELL_WORDS[agreement.cells[article.id]])
        review = self._desk.reviewed(claim.id, article.id)
        if letter == "-" and review is not None and review.basis is not None:
            words += f" ({BASES[review.basis]})"
        letter = "" if is_linear(self) else f" {letter}"
        return Content.assemble(shown(label, "bold"), f"{letter} ", (words, "$text-muted"))

    def _piece(self, label: str, piece: Evidence, *, set_aside: bool) -> list[Content]:
        letter = STANCE_LETTERS[piece.stance]
        style = "strike $text-muted" if set_aside else ""
        marks: list[str] = []
        if piece.certainty != "certain":
            marks.append(self._desk.project.codebook.certainty_label(piece.certainty))
        if set_aside:
            shows = f": {self._desk.key('quotes.waiting')} shows them" if piece.anchor == "changed" else ""
            marks.append(f"set aside: {self._desk.why_aside(piece)}{shows}")
        if piece.proposed:
            marks.append("proposed")
        who = self._desk.chain(piece.attribution)
        claim = self._desk.project.claim(piece.claim)
        # Words that stand right above as the claim need not be said twice.
        length = 24 if piece.quote.exact == claim.text else 90 if self.is_short else 400
        quote = Content.assemble(
            shown(label, "bold"),
            " ",
            (
                self._desk.project.codebook.stance(piece.stance).label if is_linear(self) else letter,
                LETTER_STYLES[letter],
            ),
            " ",
            shown("“" + cut_middle(piece.quote.exact, length) + "”", style),
        )
        lines = [quote, shown("    " + " · ".join([who, *marks]), "$text-muted")]
        if piece.note:
            lines.append(shown("    " + piece.note, "italic"))
        return lines
