"""Origins of a project: made, changed, merged, and what is said of their independence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from annotations.consequences import Consequence, Readings, consequences
from annotations.editing.chains import Chain, chain_of_ids, forget_filled_in
from annotations.editing.changing import Edits, named
from annotations.editing.ledger import Ledger
from annotations.errors import ProjectError
from annotations.origins import find_origin, folded, guess_kind
from annotations.records import Evidence, Origin, OriginKind, new_id, utc_now


class OriginEdits(Ledger):
    """Edits of origins."""

    def add_origin(
        self,
        name: str,
        *,
        kind: OriginKind | None = None,
        aliases: Sequence[str] = (),
        group: str | None = None,
    ) -> Origin:
        """Make an origin; its kind is guessed from its name if not given.

        Raises:
            ProjectError: the name is blank, or an origin has it already.
        """
        origin = self._new_origin(name, kind, aliases, group)
        with self._change(f"origin {origin.name} made") as edits:
            edits.put(origin)
        return origin

    def set_origin(self, id: str, **fields: Any) -> Origin:
        """Change fields of an origin: name, aliases, kind, group, state, reliability.

        Raises:
            ProjectError: the new name is blank, or another origin has it.
        """
        origin = self.origin(id)
        if "name" in fields:
            fields["name"] = self._free_name(fields["name"], origin)
        changed = replace(origin, **fields)
        if changed != origin:
            with self._change(f"origin {changed.name}: {named(fields)}") as edits:
                edits.put(changed)
        return self.origin(id)

    def attribute(self, evidence: str, chain: Chain) -> Evidence:
        """Say who a passage has it from, nearest relay first. An `Origin` that is not in the project is made.

        Accepted by a person, so the attribution is no longer ``proposed`` or ``inferred``. An origin that was
        made to be proposed for this passage only, and is not in the chain, goes again.

        Raises:
            ProjectError: the chain names an origin by an id that there is not.
        """
        piece = self.piece(evidence)
        links = [link if isinstance(link, Origin) else self.find(Origin, link) for link in chain]
        names = " ← ".join(origin.name for origin in links if origin is not None) or "own voice"
        with self._change(f"from {names}, {self._where(piece)}") as edits:
            ids = chain_of_ids(self, edits, chain)
            forget_filled_in(self, edits, piece, ids)
            # The words that named somebody say nothing of whom a person names instead.
            cue = piece.cue if ids == piece.attribution else None
            changed = replace(piece, attribution=ids, proposed=False, inferred=False, cue=cue)
            if changed != piece:
                edits.put(replace(changed, modified=utc_now()))
        return self.piece(evidence)

    def accept(self, evidence: str) -> Evidence:
        """Accept the attribution that is proposed for a passage, as it is."""
        piece = self.piece(evidence)
        if piece.proposed:
            names = " ← ".join(self.origin(id).name for id in piece.attribution) or "own voice"
            with self._change(f"accepted: {names}, {self._where(piece)}") as edits:
                edits.put(replace(piece, proposed=False, modified=utc_now()))
        return self.piece(evidence)

    def draft_origin(self, name: str, kind: OriginKind | None = None) -> Origin:
        """The origin with this name, or a new one that is not in the project yet, for `attribute` to make.

        Its kind is guessed from its name if not given.
        """
        return self.origin_named(name) or self._new_origin(name, kind, (), None)

    def merge_origins(self, keep: str, drop: str) -> Origin:
        """Make one origin of two that are one: `drop`'s names become aliases of `keep`.

        Chains and speakers follow; where a chain then names one origin twice running, once is enough.
        """
        kept, dropped = self.origin(keep), self.origin(drop)
        if kept.id == dropped.id:
            raise ProjectError(f"{kept.name} is one origin already")
        with self._change(f"origin {dropped.name} merged into {kept.name}") as edits:
            self._merge(edits, kept, dropped)
        return self.origin(keep)

    def foresee_merge(self, keep: str, drop: str) -> list[Consequence]:
        """The claims whose status would change if `drop` became one with `keep`. Nothing is changed."""
        edits = Edits(self._store.tables)
        self._merge(edits, self.origin(keep), self.origin(drop))
        now = Readings.of(self)
        return consequences(now, now.after(edits.made()))

    def _merge(self, edits: Edits, kept: Origin, dropped: Origin) -> None:
        keep, drop = kept.id, dropped.id
        names = {folded(kept.name): kept.name}
        for name in (*kept.aliases, dropped.name, *dropped.aliases):
            names.setdefault(folded(name), name)
        merged = replace(
            kept,
            aliases=tuple(name for key, name in names.items() if key != folded(kept.name)),
            group=kept.group if kept.group is not None else dropped.group,
            reliability=kept.reliability or dropped.reliability,
        )
        edits.put(merged)
        for piece in self.evidence:
            if drop in piece.attribution:
                chain = [keep if link == drop else link for link in piece.attribution]
                chain = [link for n, link in enumerate(chain) if n == 0 or link != chain[n - 1]]
                edits.put(replace(piece, attribution=tuple(chain), modified=utc_now()))
        for claim in self.claims:
            if claim.speaker == drop:
                edits.put(replace(claim, speaker=keep, modified=utc_now()))
        pairs = ([keep if id == drop else id for id in pair] for pair in self.settings.undecided)
        asked = dict.fromkeys((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
        edits.put(replace(self.settings, undecided=tuple(asked)))
        edits.delete(dropped)

    def delete_origin(self, id: str) -> None:
        """Delete an origin that nothing rests on.

        Raises:
            ProjectError: evidence or a claim names it.
        """
        origin = self.origin(id)
        if any(id in p.attribution for p in self.evidence) or any(c.speaker == id for c in self.claims):
            raise ProjectError(
                f"{origin.name} is named by evidence; merge it or take it out of the chains first"
            )
        with self._change(f"origin {origin.name} deleted") as edits:
            edits.delete(origin)

    def say_independent(self, *ids: str) -> None:
        """Record that these origins are independent: each without a group gets one of its own, and so does
        one that shares its group with another that is named before it."""
        with self._change("independent: " + ", ".join(self.origin(id).name for id in ids)) as edits:
            taken = {origin.group for origin in self.origins}
            met: set[str | None] = {None}
            for id in dict.fromkeys(ids):
                origin = self.origin(id)
                if origin.group in met:
                    group = _free_group(origin.name, taken)
                    taken.add(group)
                    edits.put(replace(origin, group=group))
                met.add(origin.group)

    def say_same_group(self, *ids: str) -> None:
        """Record that these origins are not independent: they share the first group among them."""
        origins = [self.origin(id) for id in ids]
        group = next((origin.group for origin in origins if origin.group is not None), None)
        if group is None:
            group = _free_group(origins[0].name, {origin.group for origin in self.origins})
        with self._change("same group: " + ", ".join(origin.name for origin in origins)) as edits:
            for origin in origins:
                if origin.group != group:
                    edits.put(replace(origin, group=group))

    def say_undecided(self, one: str, other: str) -> None:
        """Record that nobody knows whether two origins are independent, so that it is not asked again."""
        pair = (min(one, other), max(one, other))
        settings = self.settings
        if pair not in settings.undecided:
            with self._change(
                f"independence of {self.origin(one).name} and {self.origin(other).name} left open"
            ) as edits:
                edits.put(replace(settings, undecided=(*settings.undecided, pair)))

    def _new_origin(
        self, name: str, kind: OriginKind | None, aliases: Sequence[str], group: str | None
    ) -> Origin:
        name = self._free_name(name)
        return Origin(
            id=new_id(), name=name, kind=kind or guess_kind(name), aliases=tuple(aliases), group=group
        )

    def _free_name(self, name: str, bearer: Origin | None = None) -> str:
        name = " ".join(name.split())
        if not name:
            raise ProjectError("an origin needs a name")
        known = find_origin(
            name, (other for other in self.origins if bearer is None or other.id != bearer.id)
        )
        if known is not None:
            raise ProjectError(f"there is an origin {known.name} already")
        return name


def _free_group(name: str, taken: Iterable[str | None]) -> str:
    """A group name made of an origin's name that no other group has."""
    stem = folded(name)
    names = set(taken)
    number, group = 1, stem
    while group in names:
        number += 1
        group = f"{stem} {number}"
    return group
