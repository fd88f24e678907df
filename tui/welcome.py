"""What stands there where there is nothing yet, or for the first time: what this is, and the next key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from textual.content import Content

from annotations.articles.kinds import SUFFIXES
from tui.display import shown
from tui.widgets.guide import with_keys

if TYPE_CHECKING:
    from tui.desk import Desk

#: What works in a project that is open to be read.
STILL_WORKS = (
    "What works: reading, search ({search}), the matrix ({matrix}), comparing ({compare}), export ({export})."
)
SAMPLE = (
    "Three made-up outlets on one visit, read and marked but for five cells. Claim 1 stands in two of them, "
    "and both have it from one man.",
    "Try {why} – why a claim stands as it does; {walk.next} – the next source nobody has looked at; {matrix} "
    "– all claims, all sources.",
    "In the palette ({palette}): {tutorial} teaches it all in five minutes, {keymap.plain} brings arrows and "
    "function keys. {help} names every key. Esc puts this away.",
)
EMPTY = (
    "",
    "There are no articles in this folder yet.",
    "",
    "{add}  adds files, folders, addresses and pasted text.",
    "{import}  takes in what was exported, here or by another tool.",
    "",
    "Files that you copy into the folder are noticed at once; it takes {suffixes}.",
    "Articles are never written to. As long as nothing is added, nothing of Variorum’s stays here.",
    "",
    "{tutorial} teaches the app on a sample; {help} names all keys.",
)
NO_CLAIMS = (
    "No claims yet.",
    "",
    "{claim.make} makes one from the sentence under the cursor ({sentence.next} {sentence.previous} move "
    "it), {claim.type} from your own words.",
    "",
    "Then a digit says what kind it is, and {walk.next} walks through the other sources.",
    "{help} names every key.",
)
KeyOf: TypeAlias = Callable[[str], str]
"""The key of a command that is in force, as people know it."""


def introduction(key_of: KeyOf) -> list[Content]:
    """What the sample is, and what to try first."""
    return [with_keys(line, key_of) for line in SAMPLE]


def nothing_to_read(desk: Desk, key_of: KeyOf) -> Content:
    """What stands in place of an article where there is none."""
    if desk.project.read_only:
        return Content("\n").join(
            map(shown, ["", "There are no articles in this project yet.", "", f"{desk.why_read_only()}."])
        )
    kinds = ", ".join(SUFFIXES)
    return Content("\n").join([with_keys(line.replace("{suffixes}", kinds), key_of) for line in EMPTY])


def no_claims(desk: Desk, key_of: KeyOf) -> Content:
    """What stands in place of the claim in hand where there is none."""
    if desk.project.read_only:
        why = f"No claims yet, and none can be made: {desk.why_read_only()}."
        return Content("\n").join([shown(why), Content(""), still_works(key_of)])
    if desk.article is None:
        return shown("No claims yet: they are made from articles.")
    return Content("\n").join([with_keys(line, key_of) for line in NO_CLAIMS])


def still_works(key_of: KeyOf) -> Content:
    """What can be done in a project that is open to be read."""
    return with_keys(STILL_WORKS, key_of)
