"""Chains of attribution, in which somebody may be named who is no origin of the project yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.editing.changing import Edits
from annotations.origins import folded
from annotations.records import Evidence, Origin

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger

#: Origins by id, or as records of which those that the project has not yet are made.
Chain = Sequence[str | Origin]


def chain_of_ids(project: Ledger, edits: Edits, chain: Chain) -> tuple[str, ...]:
    """A chain by ids; what is new in it is made along with `edits`.

    Two new links with one name are one origin, and so is one that was made meanwhile.

    Raises:
        ProjectError: it names an origin by an id that there is not.
    """
    made: dict[str, Origin] = {}
    ids = []
    for link in chain:
        if isinstance(link, str):
            ids.append(project.origin(link).id)
            continue
        known = project.find(Origin, link.id) or project.origin_named(link.name)
        if known is None:
            known = made.setdefault(folded(link.name), link)
        ids.append(known.id)
    for origin in made.values():
        edits.put(origin)
    return tuple(ids)


def forget_filled_in(project: Ledger, edits: Edits, piece: Evidence, kept: Sequence[str]) -> None:
    """Let go of the origins that only the words around a quote had named: they were made to be filled in,
    and nobody has said anything of them or named them elsewhere since.

    Args:
        project: the project.
        edits: what is collected.
        piece: the evidence, as it was filled in.
        kept: the ids in the chain that takes its place.
    """
    if not (piece.proposed or piece.inferred or piece.cue is not None):
        return
    for id in dict.fromkeys(piece.attribution):
        origin = project.origin(id)
        said = origin.group or origin.aliases or origin.reliability or origin.state != "current"
        if id in kept or said:
            continue
        named = any(id in other.attribution for other in project.evidence if other.id != piece.id)
        if not named and all(claim.speaker != id for claim in project.claims):
            edits.delete(origin)
