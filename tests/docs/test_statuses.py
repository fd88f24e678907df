"""The examples of the page about statuses, each worked out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from annotations.agreement import derive
from annotations.records import Article, Claim, Evidence, Origin, Quote, Review
from annotations.wording import STATUS_LABELS, status_in_words
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "statuses.md"
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| what the sources say")
]
STANCES = {
    "supports": "supports",
    "partly supports": "partly_supports",
    "queries": "queries",
    "refutes": "refutes",
}
SAYS = re.compile(r"([A-Z]) (partly supports|supports|queries|refutes)( hedged)?: (.+?)(?: \(quote gone\))?")


class Story:
    """A claim and what sources say to it, read from a row of the page."""

    def __init__(self, row: str) -> None:
        self.claim = Claim(id="claim", text="The pier is shut.", type="event")
        self.articles: dict[str, Article] = {}
        self.origins: dict[str, Origin] = {}
        self.evidence: list[Evidence] = []
        self.reviews: list[Review] = []
        for part in row.split("; "):
            self._take(part.strip())

    def _take(self, part: str) -> None:
        if part.startswith("quote of the "):
            speaker = self._origin(part.removeprefix("quote of the "))
            self.claim = Claim(id="claim", text="“It is shut.”", type="quote", speaker=speaker)
        elif part == "opinion":
            self.claim = Claim(id="claim", text="It is a shame.", type="opinion")
        elif silent := re.fullmatch(r"([A-Z]) (no mention|open|retracted)", part):
            state: Any = "retracted" if silent[2] == "retracted" else "current"
            self._article(silent[1], state)
            if silent[2] == "no mention":
                self.reviews.append(Review(claim="claim", article=silent[1]))
        else:
            says = SAYS.fullmatch(part)
            assert says is not None, f"nobody knows how to read “{part}”"
            self._article(says[1], None)
            links = [] if says[4] == "own voice" else says[4].split(" ← ")
            gone = part.endswith("(quote gone)")
            stance: Any = STANCES[says[2]]
            self.evidence.append(
                Evidence(
                    id=f"piece {len(self.evidence)}",
                    claim="claim",
                    article=says[1],
                    stance=stance,
                    quote=Quote(start=0, end=4, exact="Shut"),
                    attribution=tuple(self._origin(link) for link in links),
                    certainty="hedged" if says[3] else "certain",
                    anchor="orphan" if gone else "exact",
                )
            )

    def _article(self, label: str, state: Any) -> None:
        known = self.articles.get(label)
        state = state or (known.state if known else "current")
        self.articles[label] = Article(
            id=label, work=label, label=label, title=label, sha256="", chars=4, state=state
        )

    def _origin(self, link: str) -> str:
        named = re.fullmatch(r"([\w ]+?)(?: \[(\w+)\])?( \(withdrawn\))?", link)
        assert named is not None, link
        self.origins[named[1]] = Origin(
            id=named[1],
            name=named[1],
            kind="unnamed" if named[1] == "unnamed" else "official",
            group=named[2],
            state="withdrawn" if named[3] else "current",
        )
        return named[1]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_an_example_has_the_status_that_the_page_says(row: tuple[str, ...]) -> None:
    said, status, words = row
    story = Story(said)
    agreement = derive(story.claim, story.evidence, story.reviews, story.articles, story.origins)
    assert STATUS_LABELS[agreement.status] == status
    assert status_in_words(agreement, story.articles) == words


def test_there_is_an_example_of_every_status() -> None:
    assert {status for _, status, _ in ROWS} == set(STATUS_LABELS.values())


def test_the_statuses_stand_in_their_order() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    assert ", ".join(STATUS_LABELS.values()) in text
