"""Where a person was in a project, for the next time: a private file of the user's, never of the project's.

It is not about what was done but about where one looks, so it is no edit, is not undone, and travels with
nobody's copy of a project.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.durable import write_durably
from annotations.records import Article, Claim

if TYPE_CHECKING:
    from tui.desk import Desk

#: The places of so many projects are kept, those left last.
MOST = 200
#: A file of a place is far smaller than this, in bytes.
LARGEST = 10_000


class LastPlace(NamedTuple):
    """An article, a passage of it in code points, and a claim."""

    article: str | None
    span: tuple[int, int] | None
    claim: str | None


def folder() -> Path:
    """Where the places are kept."""
    import platformdirs

    return platformdirs.user_state_path("variorum") / "places"


def _file(project: Path) -> Path:
    """The file of a project's place; its name says nothing about the project."""
    name = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:32]
    return folder() / f"{name}.json"


def recall(project: Path) -> LastPlace | None:
    """Where one was; null where that is not known or makes no sense."""
    try:
        with _file(project).open("rb") as file:
            said = json.loads(file.read(LARGEST))
        article, claim, span = said["article"], said["claim"], said["span"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(id is None or isinstance(id, str) for id in (article, claim)):
        return None
    if not (isinstance(span, list) and len(span) == 2 and all(type(at) is int for at in span)):
        return LastPlace(article, None, claim)
    return LastPlace(article, (span[0], span[1]), claim)


def keep(project: Path, place: LastPlace) -> None:
    """Note where one is; where that cannot be written, the next time begins at the beginning, and that is
    all."""
    with contextlib.suppress(OSError):
        file = _file(project)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_durably(file, json.dumps(place._asdict()).encode() + b"\n", mode=0o600)
        kept = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[MOST:]:
            old.unlink(missing_ok=True)


def place_of(desk: Desk) -> LastPlace:
    """Where one is."""
    span = desk.place_in(desk.article) if desk.article is not None else None
    return LastPlace(desk.article, span, desk.claim)


def resume(desk: Desk, place: LastPlace) -> None:
    """Take in hand what was in hand, as far as it is there still; of an article that has a newer version by
    now that one, from its top."""
    project = desk.project
    if place.claim is not None and project.find(Claim, place.claim) is not None:
        desk.claim = place.claim
    article = project.find(Article, place.article) if place.article is not None else None
    if article is None:
        return
    if article.state == "superseded":
        newer = (known for known in project.current_articles if known.work == article.work)
        desk.article = next((known.id for known in newer), desk.article)
        return
    desk.article = article.id
    if place.span is not None and 0 <= place.span[0] <= place.span[1] <= article.chars:
        desk.go_on_at(article.id, place.span)
