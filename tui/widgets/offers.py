"""The list under a field: what is offered for the words typed so far."""

from __future__ import annotations

from textual.widgets import OptionList


class Offers(OptionList):
    """Offers that are marked from the field above, which keeps the focus."""

    DEFAULT_CSS = """
    Offers { height: auto; max-height: 10; border: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, markup=False)

    def step(self, step: int) -> None:
        """Mark the next (1) or the previous (-1) offer, in a ring."""
        if self.option_count:
            first = 0 if step > 0 else self.option_count - 1
            at = self.highlighted
            self.highlighted = first if at is None else (at + step) % self.option_count
