"""What the commands ``versions`` and ``reanchor`` print: plain lines, display-safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotations import Project
from annotations.editing.versions import Reanchored
from annotations.text import displayable
from annotations.versions import ANCHORS, Dropped, Version, Work

#: How many characters of a quote or sentence a line shows.
_SHOWN = 90


def versions_lines(project: Project, works: Sequence[Work]) -> Iterator[str]:
    """Every article with several versions: what each changed, its quotes by anchor, and what was dropped."""
    single = 0
    for work in works:
        if len(work.versions) < 2:
            single += 1
            continue
        newest = work.versions[-1].article
        yield displayable(f"{newest.label}  {newest.title}")
        yield from (f"  {_version(version)}" for version in work.versions)
        yield from (f"  {displayable(_dropped(project, one))}" for one in work.dropped)
    if single == len(works):
        yield "no article has a second version"
    elif single:
        yield f"{single} {'article has' if single == 1 else 'articles have'} one version"


def reanchored_lines(project: Project, found: Sequence[Reanchored]) -> Iterator[str]:
    """What became of every piece that was carried to a version, and how many are other than before."""
    for one in found:
        piece = one.after
        article = project.article(piece.article)
        was = "" if piece.anchor == one.before.anchor else f", was {one.before.anchor}"
        place = "" if piece.anchor == "orphan" else f" {piece.quote.start} to {piece.quote.end}"
        yield displayable(
            f"claim {project.number(piece.claim)} · {article.label} v{article.version} · "
            f"{piece.anchor}{place}{was}{', placed anew' if one.changed and not was else ''} · "
            f"“{shortened(piece.quote.exact)}”"
        )
    changed = sum(one.changed for one in found)
    if not found:
        yield "nothing was carried to another version yet"
    else:
        yield f"{len(found)} quotes carried, {changed or 'none'} of them other than before"


def shortened(text: str) -> str:
    """The beginning of a text on one line."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _version(version: Version) -> str:
    article = version.article
    parts = [f"v{article.version} {article.state}"]
    if version.changed is not None:
        amounts = [f"{kind} {n:,}" for kind, n in version.changed.items() if n and kind != "kept"]
        parts.append(f"characters {', '.join(amounts)}" if amounts else "same text")
    parts.append(f"quotes {counted((anchor, version.anchors[anchor]) for anchor in ANCHORS) or 'none'}")
    return " · ".join(parts)


def counted(numbers: Iterable[tuple[str, int]]) -> str:
    """ "3 exact, 1 moved": the names that have a number other than 0."""
    return ", ".join(f"{number} {name}" for name, number in numbers if number)


def _dropped(project: Project, one: Dropped) -> str:
    claim = f"claim {project.number(one.piece.claim)}"
    stance = project.codebook.stance(one.piece.stance).label
    placed = one.copy is not None and one.copy.anchor == "exact"
    now = ", placed elsewhere by hand" if placed else ""
    return f"v{one.new.version} dropped a sentence · {claim} · {stance}{now}: “{shortened(one.words)}”"
