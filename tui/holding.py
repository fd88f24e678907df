"""Who has a project open for writing, in words."""

from __future__ import annotations

from datetime import datetime

from annotations import Project
from annotations.store import Holder
from tui.display import cut, displayable


def who(holder: Holder, cells: int = 40) -> str:
    """A name that people know somebody by, in at most `cells` cells."""
    return cut(f"{holder.user}@{holder.host}", cells)


def since(holder: Holder) -> str:
    """Since when, in local time: the hour, or the day where that was another one."""
    try:
        moment = datetime.fromisoformat(holder.since).astimezone()
    except (ValueError, OverflowError, OSError):
        return displayable(holder.since)[:20]
    today = datetime.now().astimezone().date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d}"


def read_only_words(project: Project, *, only_look: bool, key: str, cells: int = 40) -> str:
    """What the status bar says of a project that is open to be read.

    Args:
        project: the project.
        only_look: whether it was asked to be opened to be read only.
        key: the key that takes it over, as people know it.
        cells: how many cells a name may take.
    """
    holder = project.holder
    if holder is not None:
        return f"read only · {who(holder, cells)} since {since(holder)}"
    return "read only" if only_look or project.reason else f"read only · nobody else has it, {key} takes over"


def why_read_only(project: Project, *, only_look: bool, key: str) -> str:
    """Why nothing can be changed, and what to do about it; `key` takes the project over."""
    if only_look:
        return "nothing can be changed: the project was opened with --read-only"
    if project.reason:
        return f"nothing can be changed: {project.reason}"
    holder = project.holder
    if holder is not None:
        return f"nothing can be changed: {who(holder)} has the project open since {since(holder)}"
    return f"nothing can be changed yet: nobody else has the project open, {key} takes it over"
