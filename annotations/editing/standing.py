"""What counts no longer, and again: articles that were retracted, origins that were withdrawn."""

from __future__ import annotations

from msgspec.structs import replace

from annotations.changes import Change, Edit
from annotations.consequences import Consequence, Readings, consequences
from annotations.editing.ledger import Ledger
from annotations.errors import ProjectError
from annotations.records import TABLE_OF, Article, Origin


class StandingEdits(Ledger):
    """Edits of whether articles and origins count. Each returns the claims whose status they changed."""

    def retract_article(self, id: str) -> list[Consequence]:
        """Set an article version aside because its publisher has retracted it: nothing in it counts."""
        return self._stand(replace(self.article(id), state="retracted"), "retracted")

    def reinstate_article(self, id: str) -> list[Consequence]:
        """Let a retracted article version count again; one that a newer version has replaced stays replaced.

        Raises:
            ProjectError: it is not retracted.
        """
        article = self.article(id)
        if article.state != "retracted":
            raise ProjectError(f"article {article.label} is not retracted")
        newer = any(a.work == article.work and a.version > article.version for a in self.articles)
        state: Article = replace(article, state="superseded" if newer else "current")
        return self._stand(state, "no longer retracted")

    def withdraw_origin(self, id: str) -> list[Consequence]:
        """Set an origin aside because it took back what it said: no chain through it counts."""
        return self._stand(replace(self.origin(id), state="withdrawn"), "withdrawn")

    def reinstate_origin(self, id: str) -> list[Consequence]:
        """Let a withdrawn origin count again.

        Raises:
            ProjectError: it is not withdrawn.
        """
        origin = self.origin(id)
        if origin.state != "withdrawn":
            raise ProjectError(f"{origin.name} is not withdrawn")
        return self._stand(replace(origin, state="current"), "no longer withdrawn")

    def foresee(self, *records: Article | Origin) -> list[Consequence]:
        """The claims whose status would change if articles and origins were as given. Nothing is changed."""
        now = Readings.of(self)
        edits = [Edit(TABLE_OF[type(record)], record.id, 0, None, record) for record in records]
        return consequences(now, now.after(edits))

    def consequences_of(self, change: Change) -> list[Consequence]:
        """The claims whose status a change has made another one, of which nothing was changed since."""
        now = Readings.of(self)
        return consequences(now.after(change.inverse().edits), now)

    def _stand(self, record: Article | Origin, what: str) -> list[Consequence]:
        changed = self.foresee(record)
        name = f"article {record.label}" if isinstance(record, Article) else f"origin {record.name}"
        with self._change(f"{name} {what}") as edits:
            edits.put(record)
        return changed
