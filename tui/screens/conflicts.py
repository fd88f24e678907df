"""What to say where somebody else has changed what is being edited."""

from __future__ import annotations

from collections.abc import Mapping

from tui.display import cut

#: Cells of what a field says by now.
CELLS = 240
GONE = "This was deleted meanwhile. What you typed cannot be saved; Esc keeps it as a draft."


def conflict_lines(
    before: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> list[str]:
    """A line for each field that somebody else has changed and that was changed here too, to something else.

    None where saving what was typed takes nothing of theirs back.

    Args:
        before: the fields by name, as they were when the dialog was opened.
        theirs: as they are by now.
        mine: as they are typed.
    """
    lines = []
    for name, now in theirs.items():
        if now not in (before[name], mine[name]) and mine[name] != before[name]:
            said = cut(now, CELLS) if now else "nothing"
            lines.append(f"{name} changed meanwhile to: {said}")
    if lines:
        lines.append("Enter saves yours over it · Esc keeps yours as a draft")
    return lines
