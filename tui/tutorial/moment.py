"""What a step of the tutorial looks at: the records, what is in hand, what was done since it began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.records import Article, Claim, Evidence, Stance
from tui.desk import Desk

#: Words of the passage from which the claim of the tutorial is made.
WORDS = "special assignment"
#: How the ids of the claims begin that the sample brings along.
SAMPLE = "claim-"
ROOM = "ReadingRoom"


@dataclass(frozen=True)
class Moment:
    """How things are when a key is done.

    Attributes:
        desk: what is in hand, and the project.
        screens: the names of the screens that lie over one another, the topmost last.
        ran: the commands that were run since the step began.
        searching: whether hits of a search show in the reading room.
    """

    desk: Desk
    screens: tuple[str, ...]
    ran: tuple[str, ...] = ()
    searching: bool = False

    @property
    def in_room(self) -> bool:
        """Whether the reading room is on top."""
        return self.screens[-1:] == (ROOM,)

    def on(self, screen: str) -> bool:
        """Whether this screen is on top."""
        return self.screens[-1:] == (screen,)

    @property
    def label(self) -> str:
        """The label of the article in hand."""
        article = self.desk.project.find(Article, self.desk.article or "")
        return article.label if article is not None else ""

    def did(self, *commands: str) -> int:
        """How often one of these commands was run."""
        return sum(command in commands for command in self.ran)

    @property
    def claims(self) -> list[Claim]:
        """The claims that the sample did not bring along."""
        return [claim for claim in self.desk.project.claims if not claim.id.startswith(SAMPLE)]

    @property
    def claim(self) -> Claim | None:
        """The claim that was made from the passage of the tutorial."""
        return next((claim for claim in self.claims if self.quotes(claim, "A")), None)

    def quotes(self, claim: Claim | None, label: str) -> list[Evidence]:
        """The evidence on a claim in the article with a label; in A only what holds the passage."""
        if claim is None:
            return []
        project = self.desk.project
        found = (
            piece
            for piece in project.evidence_on(claim.id)
            if project.article(piece.article).label == label and piece.anchor != "orphan"
        )
        return [piece for piece in found if label != "A" or WORDS in piece.quote.exact]

    @property
    def quote(self) -> Evidence | None:
        """The quote that the claim of the tutorial was made from."""
        return next(iter(self.quotes(self.claim, "A")), None)

    def says(self, label: str, stances: Iterable[Stance] = ("supports",)) -> bool:
        """Whether an article has a quote on the claim of the tutorial with one of these stances."""
        return any(piece.stance in stances for piece in self.quotes(self.claim, label))

    def silent(self, label: str) -> bool:
        """Whether somebody has said of an article that the claim of the tutorial is not in it."""
        claim = self.claim
        if claim is None:
            return False
        articles = [a.id for a in self.desk.project.current_articles if a.label == label]
        cells = self.desk.project.agreement(claim.id).cells
        return any(cells.get(article) == "no_mention" for article in articles)

    @property
    def notes(self) -> str:
        """What stands in the notes of the claim of the tutorial and of its quotes."""
        if self.claim is None:
            return ""
        pieces = self.desk.project.evidence_on(self.claim.id)
        return "".join([self.claim.note, *(piece.note for piece in pieces)])
