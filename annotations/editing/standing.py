"""What counts no longer, and again: articles that were retracted, origins that were withdrawn."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from annotations.changes import Change, Edit
from annotations.consequences import Consequence, Readings, consequences
from annotations.editing.articles import ArticleEdits
from annotations.errors import ProjectError
from annotations.records import TABLE_OF, Article, ArticleState, Origin


class StandingEdits(ArticleEdits):
    """Edits of whether articles and origins count. Each returns the claims whose status they changed."""

    def retract_article(self, id: str, **details: Any) -> list[Consequence]:
        """Set an article version aside because its publisher has retracted it: nothing in it counts.

        Args:
            id: the article version.
            details: fields of it that are set in the same change, as `set_article` takes them.

        Raises:
            ProjectError: as `set_article` for the details.
        """
        return self._stand_article(self.article(id), "retracted", "retracted", details)

    def reinstate_article(self, id: str, **details: Any) -> list[Consequence]:
        """Let a retracted article version count again; one that a newer version has replaced stays replaced.

        Args:
            id: the article version.
            details: fields of it that are set in the same change, as `set_article` takes them.

        Raises:
            ProjectError: it is not retracted; or as `set_article` for the details.
        """
        article = self.article(id)
        if article.state != "retracted":
            raise ProjectError(f"article {article.label} is not retracted")
        return self._stand_article(article, self.reinstated_state(id), "no longer retracted", details)

    def reinstated_state(self, id: str) -> ArticleState:
        """What an article version is while not retracted: current, unless a newer version replaced it."""
        article = self.article(id)
        newer = any(a.work == article.work and a.version > article.version for a in self.articles)
        return "superseded" if newer else "current"

    def withdraw_origin(self, id: str) -> list[Consequence]:
        """Set an origin aside because it took back what it said: no chain through it counts."""
        return self._stand_origin(replace(self.origin(id), state="withdrawn"), "withdrawn")

    def reinstate_origin(self, id: str) -> list[Consequence]:
        """Let a withdrawn origin count again.

        Raises:
            ProjectError: it is not withdrawn.
        """
        origin = self.origin(id)
        if origin.state != "withdrawn":
            raise ProjectError(f"{origin.name} is not withdrawn")
        return self._stand_origin(replace(origin, state="current"), "no longer withdrawn")

    def foresee(self, *records: Article | Origin) -> list[Consequence]:
        """The claims whose status would change if articles and origins were as given. Nothing is changed."""
        now = Readings.of(self)
        edits = [Edit(TABLE_OF[type(record)], record.id, 0, None, record) for record in records]
        return consequences(now, now.after(edits))

    def consequences_of(self, change: Change) -> list[Consequence]:
        """The claims whose status a change has made another one, of which nothing was changed since."""
        now = Readings.of(self)
        return consequences(now.after(change.inverse().edits), now)

    def _stand_article(
        self, article: Article, state: ArticleState, what: str, details: dict[str, Any]
    ) -> list[Consequence]:
        self._writable()
        versions = self._described(article, {**details, "state": state})
        return self._stand(f"article {article.label} {what}", *versions)

    def _stand_origin(self, origin: Origin, what: str) -> list[Consequence]:
        return self._stand(f"origin {origin.name} {what}", origin)

    def _stand(self, label: str, *records: Article | Origin) -> list[Consequence]:
        changed = self.foresee(*records)
        with self._change(label) as edits:
            for record in records:
                edits.put(record)
        return changed
