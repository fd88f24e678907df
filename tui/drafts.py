"""Half-typed text that was kept, in words: what it is about and which command goes on with it."""

from __future__ import annotations

from typing import NamedTuple

from annotations import Project
from annotations.records import Article, Claim, Evidence, Origin
from tui.configuration.keymaps import Keys

#: How many drafts are named at the opening.
NAMED = 3

#: What the drafts of each dialog are called, and the command that opens it.
KINDS = {
    "claim": ("claim", "claim.edit"),
    "note": ("note on", "note"),
    "question": ("open question on", "question"),
    "split": ("splitting of", "claim.split"),
    "tag": ("tag of", "claim.tags"),
    "attribution": ("who says so on", "attribution"),
    "article": ("details of", "article.details"),
    "origin": ("details of", "origins"),
}


class Draft(NamedTuple):
    """A draft in words, and the id of the command that opens it."""

    words: str
    command: str


def kept_drafts(project: Project) -> list[Draft]:
    """The drafts of records that are still there, the one that was typed in last first."""
    found = (_draft(project, key) for key in reversed(project.drafts))
    return [draft for draft in found if draft is not None]


def half_typed_words(project: Project, keys: Keys) -> str:
    """What is half typed still, and which keys go on with it; "" where nothing is.

    Args:
        project: the project.
        keys: the keys in force.
    """
    drafts = kept_drafts(project)
    if not drafts:
        return ""
    named = [f"{draft.words} · {keys.name(draft.command)}" for draft in drafts]
    more = f"; and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"half-typed text is kept: {'; '.join(named[:NAMED])}{more}"


def _draft(project: Project, key: str) -> Draft | None:
    if key == "new claim":
        return Draft("new claim", "claim.type")
    kind, _, id = key.partition(" ")
    about = _about(project, id)
    if kind not in KINDS or about is None:
        return None
    words, command = KINDS[kind]
    # "claim claim 4" says it twice
    return Draft(about if kind == "claim" else f"{words} {about}", command)


def _about(project: Project, id: str) -> str | None:
    """The record with this id in a few words."""
    if project.find(Claim, id) is not None:
        return f"claim {project.number(id)}"
    piece = project.find(Evidence, id)
    if piece is not None:
        article = project.find(Article, piece.article)
        where = f" in {article.label}" if article is not None else ""
        return f"a quote of claim {project.number(piece.claim)}{where}"
    article = project.find(Article, id)
    if article is not None:
        return f"article {article.label}"
    origin = project.find(Origin, id)
    return f"origin {origin.name}" if origin is not None else None
