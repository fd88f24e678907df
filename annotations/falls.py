"""What an edit makes of the statuses, in words: which claims fall, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from annotations.agreement import Agreement
from annotations.consequences import Consequence
from annotations.wording import STATUS_LABELS, counted

#: The number of a claim as people see it, by its id.
NumberOf = Callable[[str], int]
#: Up to how many claims a summary names by their numbers.
NAMED = 8


def fall_line(one: Consequence, number: int) -> str:
    """ "claim 3: corroborated (2 origins) → single source"."""
    then, now = _rests_on(one.before), _rests_on(one.after)
    if then == now:  # the same status; what differs is what its label alone does not count
        then, now = _in_full(one.before), _in_full(one.after)
    if then == now:
        return f"claim {number}: {then}, by other origins than before"
    return f"claim {number}: {then} → {now}"


def fall_lines(found: Sequence[Consequence], number: NumberOf, *, most: int | None = None) -> list[str]:
    """A line for each claim, those that fall first; of more than `most` the last line names the others."""
    ordered = sorted(found, key=lambda one: (not one.falls, number(one.claim.id)))
    if most is None or len(ordered) <= most:
        return [fall_line(one, number(one.claim.id)) for one in ordered]
    told, rest = ordered[: max(0, most - 1)], ordered[max(0, most - 1) :]
    lines = [fall_line(one, number(one.claim.id)) for one in told]
    return [*lines, f"and {_claims(rest, number)}"]


def falls_in_short(found: Sequence[Consequence], number: NumberOf) -> str:
    """ "2 claims (3, 7) fall · claim 4 changes, but rests on no less", or that none does either."""
    falling = [one for one in found if one.falls]
    others = [one for one in found if not one.falls]
    parts = []
    if falling:
        parts.append(f"{_claims(falling, number)} {'falls' if len(falling) == 1 else 'fall'}")
    if others:
        verb = "changes" if len(others) == 1 else "change"
        no_less = f", but {'rests' if len(others) == 1 else 'rest'} on no less" if falling else ""
        parts.append(f"{_claims(others, number)} {verb}{no_less}")
    return " · ".join(parts) or "no status changes"


def _claims(found: Iterable[Consequence], number: NumberOf) -> str:
    numbers = sorted(number(one.claim.id) for one in found)
    if len(numbers) == 1:
        return f"claim {numbers[0]}"
    listed = ", ".join(map(str, numbers[:NAMED])) + (" …" if len(numbers) > NAMED else "")
    return f"{len(numbers)} claims ({listed})"


def _rests_on(agreement: Agreement) -> str:
    """A status and what it counts."""
    label = STATUS_LABELS[agreement.status]
    if agreement.status in ("corroborated", "disputed") and agreement.origins:
        return f"{label} ({counted(agreement.origins, 'origin')})"
    if agreement.status in ("single_origin", "unsourced"):
        return f"{label} ({counted(agreement.supporting, 'article')})"
    return label


def _in_full(agreement: Agreement) -> str:
    counts = f"{counted(agreement.origins, 'origin')}, {counted(agreement.supporting, 'article')}"
    return f"{STATUS_LABELS[agreement.status]} ({counts})"
