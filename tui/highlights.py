"""The quotes of an article as the reader shows them, kept up with the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotations import Project
from annotations.records import Claim, Evidence
from tui.reader.highlight import Highlight


@dataclass
class _Kept:
    """What is kept for an article: as of which mark of the project, and with which claim in hand."""

    mark: int
    claim: str | None
    by_key: dict[str, Highlight] = field(default_factory=dict)
    by_claim: dict[str, list[str]] = field(default_factory=dict)


class Highlights:
    """Makes highlights once, and anew only those of claims that have changed since they were asked for.

    An article may have thousands, and they are asked for after every key.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._articles: dict[str, _Kept] = {}

    def of(self, article: str, claim: str | None) -> Mapping[str, Highlight]:
        """The highlights of an article by piece of evidence, `claim` being the current one.

        A view that changes with the next call. Quotes that found no place are left out.
        """
        project, kept = self._project, self._articles.get(article)
        mark, changed = project.claims_changed_since(kept.mark if kept is not None else -1)
        if kept is None or changed is None:
            kept = self._articles[article] = _Kept(mark, claim)
            self._add(kept, project.evidence_in(article))
            return kept.by_key
        stale = set(changed)
        if kept.claim != claim:
            stale.update(known for known in (kept.claim, claim) if known is not None)
        kept.mark, kept.claim = mark, claim
        for known in stale:
            for key in kept.by_claim.pop(known, ()):
                del kept.by_key[key]
            if project.find(Claim, known) is not None:
                self._add(kept, project.evidence_on(known, article))
        return kept.by_key

    def _add(self, kept: _Kept, pieces: list[Evidence]) -> None:
        for piece in pieces:
            if piece.anchor == "orphan":
                continue
            kept.by_key[piece.id] = Highlight(
                key=piece.id,
                start=piece.quote.start,
                end=piece.quote.end,
                number=self._project.number(piece.claim),
                stance=piece.stance,
                current=piece.claim == kept.claim,
                counted=piece.id not in self._project.agreement(piece.claim).set_aside,
            )
            kept.by_claim.setdefault(piece.claim, []).append(piece.id)
