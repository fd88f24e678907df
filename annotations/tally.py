"""How many cells are met and how many are open, counted once and then kept up with every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable


class Tally:
    """Counts, for all claims at once, in which articles they have been met.

    A change makes the claims that it touches stale; only these are looked at again, and only when somebody
    asks. That is exact, because what is met depends on nothing but the marks of a claim, the articles and
    the origins that they name.

    Args:
        met_in: the articles in which a claim has been met (`annotations.agreement.met_in`); null where
            there is no such claim any more.
    """

    def __init__(self, met_in: Callable[[str], Iterable[str] | None], claims: Iterable[str]) -> None:
        self._met_in = met_in
        self._met: Counter[str] = Counter()
        self._articles: dict[str, frozenset[str]] = {}
        self._stale = dict.fromkeys(claims)

    def forget(self, claims: Iterable[str]) -> None:
        """Look at these claims again before the next answer."""
        self._stale.update(dict.fromkeys(claims))

    @property
    def claims(self) -> int:
        """How many claims there are."""
        self.catch_up()
        return len(self._articles)

    def met(self, article: str) -> int:
        """How many claims have been met in an article."""
        self.catch_up()
        return self._met[article]

    def is_met(self, claim: str, article: str) -> bool:
        """Whether a claim has been met in a current article."""
        self.catch_up()
        return article in self._articles.get(claim, ())

    def follow(self, met_in: Callable[[str], Iterable[str] | None]) -> None:
        """Ask `met_in` from now on."""
        self._met_in = met_in

    def catch_up(self) -> None:
        """Look at the claims that are stale."""
        if not self._stale:
            return
        for claim in self._stale:
            self._met.subtract(self._articles.pop(claim, ()))
            found = self._met_in(claim)
            if found is not None:
                self._articles[claim] = frozenset(found)
                self._met.update(self._articles[claim])
        self._stale = {}
