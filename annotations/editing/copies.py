"""Articles that are copies of each other: found, and what a person says of them put on record."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annotations.editing.ledger import Ledger
from annotations.errors import ProjectError, VariorumError
from annotations.matching.copies import Wording
from annotations.origins import guess_kind
from annotations.records import Article, Origin, OriginKind, new_id, utc_now

#: From this share of the words on, one text is said to read like another.
LIKENESS = 0.5


class Alike(NamedTuple):
    """An article that a text reads like.

    Attributes:
        article: the article.
        share: how much of the text's words stand in the article, in runs of five or more; 0 to 1.
        of_article: how much of the article's words stand in the text.
        same: the two are the same to the last character.
    """

    article: Article
    share: float
    of_article: float
    same: bool

    @property
    def in_words(self) -> str:
        """What to tell a person; the article is named by its label."""
        label = self.article.label
        if self.same:
            return f"the same text as {label}"
        if self.share >= LIKENESS:
            return f"reads like {label}: {_percent(self.share)} the same words"
        return f"holds {label}: {_percent(self.of_article)} of its words stand in here"


class CopyEdits(Ledger):
    """What is said of articles that are copies."""

    def alike(self, text: str, *, leave_out: Collection[str] = ()) -> list[Alike]:
        """The current articles that a text reads like, the likest first. Reads all their texts.

        Args:
            text: the text of a source, added or not.
            leave_out: ids of works that are not looked at, as that of the text itself.
        """
        wording, found = Wording(text), []
        for article in self.current_articles:
            if article.work in leave_out:
                continue
            # What is damaged is told elsewhere.
            with contextlib.suppress(VariorumError):
                theirs = self.text(article.id)
                other = Wording(theirs)
                alike = Alike(article, wording.share_in(other), other.share_in(wording), text == theirs)
                if alike.same or max(alike.share, alike.of_article) >= LIKENESS:
                    found.append(alike)
        return sorted(found, key=lambda alike: (-alike.same, -max(alike.share, alike.of_article)))

    def say_copies(self, articles: Sequence[str], name: str, *, kind: OriginKind | None = None) -> Origin:
        """Record that articles are copies of one origin, an agency's report say: what they say in their own
        voice is attributed to it, and so counts once.

        Evidence that names somebody already keeps its chain. The origin is made if there is none of this
        name.

        Raises:
            ProjectError: the name is blank, or there are fewer than two articles, or one is not there.
        """
        copies = [self.article(id) for id in dict.fromkeys(articles)]
        if len(copies) < 2:
            raise ProjectError("copies are two articles or more")
        name = " ".join(name.split())
        if not name:
            raise ProjectError("an origin needs a name")
        known = self.origin_named(name)
        origin = known or Origin(id=new_id(), name=name, kind=kind or guess_kind(name))
        labels = ", ".join(article.label for article in copies)
        with self._change(f"articles {labels} said to be copies of {origin.name}") as edits:
            if known is None:
                edits.put(origin)
            for article in copies:
                for piece in self.evidence_in(article.id):
                    if not piece.attribution:
                        changed = replace(
                            piece, attribution=(origin.id,), inferred=True, proposed=False, modified=utc_now()
                        )
                        edits.put(changed)
        return self.origin(origin.id)


def _percent(share: float) -> str:
    # Never 100 of what is not quite all.
    return f"{int(share * 100)} %"
