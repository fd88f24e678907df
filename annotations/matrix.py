"""The matrix: claims down, articles across, worst first. What every screen and export of it is made from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import msgspec

from annotations.agreement import STATUSES, Agreement
from annotations.changes import Told, tell_now_and_then
from annotations.records import Article, Claim
from annotations.text.folding import fold

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger


class Row(NamedTuple):
    """One claim of the matrix; `number` is its position in the order of creation, from 1."""

    number: int
    claim: Claim
    agreement: Agreement


class Matrix(NamedTuple):
    """Articles and rows. `articles` are the columns: every version that is not superseded, by label."""

    articles: list[Article]
    rows: list[Row]


def matrix(
    project: Ledger,
    *,
    statuses: Collection[str] = (),
    tags: Collection[str] = (),
    annotator: str | None = None,
    told: Told | None = None,
) -> Matrix:
    """The matrix of a project.

    Args:
        project: the project.
        statuses: only claims with one of these statuses.
        tags: only claims with one of these tags.
        annotator: derive cells and statuses from this person's evidence and reviews alone.
        told: told of how many claims they are derived; what it raises ends that.
    """
    rank = {status: number for number, status in enumerate(STATUSES)}
    rows = []
    for number, claim in enumerate(tell_now_and_then(project.claims, told), start=1):
        if tags and not set(tags) & set(claim.tags):
            continue
        agreement = (
            project.agreement(claim.id) if annotator is None else project.derived(claim, annotator=annotator)
        )
        if not statuses or agreement.status in statuses:
            rows.append(Row(number, claim, agreement))
    rows.sort(key=lambda row: (rank[row.agreement.status], row.number))
    return Matrix(columns(project), rows)


def columns(project: Ledger) -> list[Article]:
    """The columns of a matrix: every version that is not superseded, by label."""
    shown = [article for article in project.articles if article.state != "superseded"]
    return sorted(shown, key=lambda a: (len(a.label), a.label, a.version))


Order: TypeAlias = Literal["worst", "number", "origins", "open", "text"]
#: The orders in which a matrix can be read, in words.
ORDERS: dict[Order, str] = {
    "worst": "worst first",
    "number": "in order of creation",
    "origins": "fewest origins first",
    "open": "most open cells first",
    "text": "by text",
}
#: The orders that need the agreement on every claim.
DERIVED_ORDERS: frozenset[Order] = frozenset({"worst", "origins", "open"})


def arranged(project: Ledger, claims: Iterable[tuple[int, Claim]], order: Order) -> list[tuple[int, Claim]]:
    """Numbered claims in an order; those that are equal in it stay in the order of creation."""
    rank = {status: number for number, status in enumerate(STATUSES)}
    keys: dict[Order, Callable[[tuple[int, Claim]], Any]] = {
        "worst": lambda row: (rank[project.agreement(row[1].id).status], row[0]),
        "number": lambda row: row[0],
        "origins": lambda row: (project.agreement(row[1].id).origins, row[0]),
        "open": lambda row: (-project.agreement(row[1].id).open_count, row[0]),
        "text": lambda row: (fold(row[1].text), row[0]),
    }
    return sorted(claims, key=keys[order])


def matrix_data(project: Ledger, table: Matrix) -> dict[str, Any]:
    """The matrix as plain values, as ``variorum matrix --json`` prints it: all article versions are there."""
    return {
        "articles": [
            {"id": a.id, "label": a.label, "title": a.title, "state": a.state} for a in project.articles
        ],
        "claims": [
            {
                "id": row.claim.id,
                "text": row.claim.text,
                "type": row.claim.type,
                "tags": list(row.claim.tags),
                "status": row.agreement.status,
                "origins": row.agreement.origins,
                "groups": list(row.agreement.groups),
                "cells": dict(row.agreement.cells),
                "modifiers": msgspec.to_builtins(row.agreement.modifiers),
            }
            for row in table.rows
        ],
    }
