"""How the matrix is looked at: kept while the app runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.matrix import Order


@dataclass
class MatrixView:
    """How the matrix is looked at.

    Attributes:
        order: the order of the claims.
        filter: the line that says which claims are shown; empty for all (`annotations.filtering`).
        compact: one cell a source, so that as many sources as possible are in view.
        wider: cells by which the claims' column is wider than it is by itself; negative for narrower.
    """

    order: Order = "worst"
    filter: str = ""
    compact: bool = False
    wider: int = 0
