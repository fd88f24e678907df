"""A record that came in and differs from the one that is here, in words: which it is, and both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from annotations.imports import Conflict, Difference, Report
from annotations.records import Article, Claim, Evidence, Origin, Table
from annotations.wording import BASES, counted

if TYPE_CHECKING:
    from annotations import Project

#: What one of each table is called.
NOUNS: Mapping[Table, str] = {
    "articles": "source", "origins": "origin", "claims": "claim", "evidence": "quote", "reviews": "look",
}  # fmt: skip
#: Of a longer text the place is shown where the two begin to differ, with so much around it (code points).
LONG, BEFORE = 240, 60


def name_of(project: Project, conflict: Conflict) -> str:
    """Which record it is, as a person knows it. Not safe to show."""
    mine = conflict.mine
    if isinstance(mine, Claim):
        return f"claim {project.number(mine.id)}: {mine.text}"
    if isinstance(mine, Origin):
        return f"origin {mine.name}"
    if isinstance(mine, Article):
        return f"source {mine.label}: {mine.title}"
    where = f"claim {project.number(mine.claim)} in {project.article(mine.article).label}"
    if isinstance(mine, Evidence):
        return f"quote on {where}: “{mine.quote.exact}”"
    return f"look for {where} by {mine.annotator or 'nobody named'}"


def sides(project: Project, difference: Difference) -> tuple[str, str, str]:
    """A field and what both sides say, in words. Not safe to show."""
    mine, theirs = (_words(project, difference.field, value) for value in difference[1:])
    if max(len(mine), len(theirs)) > LONG:
        pairs = enumerate(zip(mine, theirs, strict=False))
        same = next((n for n, (a, b) in pairs if a != b), min(len(mine), len(theirs)))
        mine, theirs = _around(mine, same), _around(theirs, same)
    return difference.field.replace("_", " "), mine or "nothing", theirs or "nothing"


def counts(numbers: Mapping[Table, int]) -> str:
    """So many records of each kind; empty where there are none."""
    return ", ".join(counted(number, NOUNS[table]) for table, number in numbers.items() if number)


def report_lines(report: Report, key: str) -> list[str]:
    """What an import came to, a line for each thing; first what a person looks for. `key` goes to quotes."""
    lines = [f"added: {counts(report.added) or 'nothing'}"]
    if replaced := counts(report.replaced):
        lines.append(f"replaced by theirs: {replaced}")
    if report.kept:
        lines.append(f"kept as they were here: {counted(report.kept, 'record')}")
    if known := counts(report.known):
        lines.append(f"here already, just the same: {known}")
    if report.found_again:
        found = ", ".join(f"{number} {anchor}" for anchor, number in sorted(report.found_again.items()))
        lines.append(f"quotes sought in the texts that are here: {found}")
    if to_check(report):
        lines.append(f"Those that have changed or are gone count for nothing yet: {key} goes through them.")
    said = ("quotes sought in the texts",)
    lines += [notice for notice in report.notices if not notice.startswith(said)]
    return lines


def to_check(report: Report) -> int:
    """How many quotes a person has to look at."""
    return sum(report.found_again.get(anchor, 0) for anchor in ("changed", "orphan"))


def _words(project: Project, field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in ("quote", "cue"):
        return f"{value.start}–{value.end} “{value.exact}”"
    if field in ("attribution", "aliases", "tags"):
        names = [_origin(project, one) if field == "attribution" else one for one in value]
        return (" ← " if field == "attribution" else ", ").join(names)
    if field == "speaker":
        return _origin(project, value)
    if field == "article":
        article = project.find(Article, value)
        return article.label if article is not None else str(value)
    if field == "claim":
        claim = project.find(Claim, value)
        return f"claim {project.number(claim.id)}" if claim is not None else str(value)
    return BASES.get(value, str(value)) if field == "basis" else str(value)


def _origin(project: Project, id: str) -> str:
    origin = project.find(Origin, id)
    return origin.name if origin is not None else id


def _around(text: str, place: int) -> str:
    start = max(0, place - BEFORE)
    shown = text[start : start + LONG]
    return ("…" if start else "") + shown + ("…" if start + LONG < len(text) else "")
