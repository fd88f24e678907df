"""What is still to do on each claim: open questions, cells to look at, quotes and origins to confirm."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from annotations.records import Claim, Evidence

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.project import Project

#: Up to how many sources are named one by one.
NAMED = 12


class OpenPoints(NamedTuple):
    """What is still to do on one claim; at least one of it.

    Attributes:
        number: its position in the order of creation, from 1.
        claim: the claim.
        to_check: evidence whose words have changed or are gone, until a person places or deletes it.
        proposed: evidence with origins that were prefilled and that nobody has accepted yet.
        unreviewed: ids of the articles that nobody has looked at for it, by label.
        set_aside: ids of the articles in which only evidence stands that does not count, for another reason
            than that it is to be checked, by label.
    """

    number: int
    claim: Claim
    to_check: tuple[Evidence, ...]
    proposed: tuple[Evidence, ...]
    unreviewed: tuple[str, ...]
    set_aside: tuple[str, ...]

    def in_words(self, project: Ledger) -> list[str]:
        """What it is; the question last, since it may be long."""
        words = []
        if self.to_check:
            words.append(f"to check in {_named(project, [piece.article for piece in self.to_check])}")
        if self.proposed:
            words.append(
                f"origin to confirm in {_named(project, [piece.article for piece in self.proposed])}"
            )
        if self.unreviewed:
            words.append(f"not looked at in {_named(project, self.unreviewed)}")
        if self.set_aside:
            words.append(f"set aside in {_named(project, self.set_aside)}")
        if self.claim.open_question.strip():
            words.append(f"question: {' '.join(self.claim.open_question.split())}")
        return words


def open_points(project: Project) -> list[OpenPoints]:
    """The claims on which something is still to do, in the order of creation.

    What stands in articles that are retracted or replaced asks for nothing.
    """
    labels = {article.id: n for n, article in enumerate(project.listed_articles)}
    current = {article.id for article in project.current_articles}
    waiting: dict[str, list[Evidence]] = {}
    for piece in project.waiting_evidence():
        if piece.article in current:
            waiting.setdefault(piece.claim, []).append(piece)
    proposed: dict[str, list[Evidence]] = {}
    for piece in project.evidence:
        if piece.proposed and piece.article in current:
            proposed.setdefault(piece.claim, []).append(piece)
    found = []
    for number, claim in enumerate(project.claims, start=1):
        agreement = project.agreement(claim.id)
        unreviewed: list[str] = []
        set_aside: list[str] = []
        checked_there = {piece.article for piece in waiting.get(claim.id, ())}
        if agreement.is_open:
            for article in sorted(agreement.open_cells, key=labels.__getitem__):
                cell = agreement.cells[article]
                if cell == "unreviewed":
                    unreviewed.append(article)
                elif article not in checked_there:
                    set_aside.append(article)
        points = OpenPoints(
            number,
            claim,
            tuple(waiting.get(claim.id, ())),
            tuple(proposed.get(claim.id, ())),
            tuple(unreviewed),
            tuple(set_aside),
        )
        if any(points[2:]) or claim.open_question.strip():
            found.append(points)
    return found


def _named(project: Ledger, articles: Collection[str]) -> str:
    labels = dict.fromkeys(project.article(id).label for id in articles)
    return ", ".join(labels) if len(labels) <= NAMED else f"{len(labels)} sources"
