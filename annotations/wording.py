"""Statuses and cells in plain words and single letters, the same on every screen and in every export.

A status in words says how many articles rest on how many origins. It never says true or false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from annotations.agreement import Agreement, Cell, Status
from annotations.records import Article, Basis, Evidence, Origin

#: One letter a cell. Articles that are not current show their state.
CELL_LETTERS: dict[Cell, str] = {
    "mixed": "M",
    "refutes": "R",
    "supports": "S",
    "partly_supports": "P",
    "queries": "Q",
    "set_aside": "~",
    "no_mention": "-",
    "unreviewed": "?",
    "superseded": "old",
    "retracted": "ret",
}
CELL_WORDS: dict[Cell, str] = {
    "mixed": "supports and refutes",
    "refutes": "refutes",
    "supports": "supports",
    "partly_supports": "partly supports",
    "queries": "queries",
    "set_aside": "set aside",
    "no_mention": "no mention",
    "unreviewed": "not looked at yet",
    "superseded": "superseded",
    "retracted": "retracted",
}
#: Up to how many sources a status names one by one; of more it says how many there are.
LABELLED = 12
STATUS_LABELS: dict[Status, str] = {
    "disputed": "disputed",
    "refuted": "refuted",
    "questioned": "questioned",
    "partial": "partly supported",
    "unsourced": "unsourced",
    "single_origin": "single origin",
    "single_source": "single source",
    "open": "open",
    "unreported": "unreported",
    "corroborated": "corroborated",
    "not_checkable": "not checkable",
}
STATUS_MEANINGS: dict[Status, str] = {
    "disputed": "at least one source refutes it while another supports it, fully or partly",
    "refuted": "at least one source refutes it and none supports it",
    "questioned": "sources doubt it, and none supports or refutes it",
    "partial": "supported only in part, or by one source in full and by others in part",
    "unsourced": "two or more articles support it and none says who it is from",
    "single_origin": "two or more articles support it, and who they name comes down to one origin",
    "single_source": "one article supports it in full",
    "open": "nothing found so far, and not every source has been looked at",
    "unreported": "every source was looked at and none mentions it",
    "corroborated": "two or more independent origins support it",
    "not_checkable": "an opinion; it gets no status",
}

#: On what a "no mention" rests.
BASES: dict[Basis | None, str] = {
    "read": "every line was on the screen",
    "searched": "searched",
    "candidates": "the likeliest passages were looked at",
    None: "basis not recorded",
}


def counted(number: int, noun: str) -> str:
    """So many of these: a regular noun takes its plural."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def cell_letter(agreement: Agreement, article: str) -> str:
    """The letter of a cell; ``!`` behind it says that the article also doubts the claim."""
    cell = agreement.cells[article]
    doubted = article in agreement.modifiers.questioned_by and cell not in ("queries", "set_aside")
    return CELL_LETTERS[cell] + ("!" if doubted else "")


def status_in_words(agreement: Agreement, articles: Mapping[str, Article]) -> str:
    """The status as one line: what rests on what, "so far" while cells are open, then what qualifies it."""
    return " · ".join([headline(agreement, articles), *qualifications(agreement, articles)])


def headline(agreement: Agreement, articles: Mapping[str, Article]) -> str:
    """The first part of the status line."""
    number = agreement.origins
    some = "1 named origin" if number == 1 else f"{number} named origins" if number else "no named origin"
    if number and agreement.modifiers.some_unnamed:
        some += " + unnamed"
    against = _labels(agreement.marked_with("refutes", "mixed"), articles)
    doubting = _labels(agreement.marked_with("queries"), articles)
    words: dict[Status, str] = {
        "disputed": f"disputed · {against} against",
        "refuted": f"refuted by {against}",
        "questioned": f"questioned by {doubting}",
        "partial": "partly supported",
        "unsourced": f"{agreement.supporting} articles → no named origin",
        "single_origin": f"{agreement.supporting} articles → {some}",
        "single_source": "one source",
        "open": "open",
        "unreported": "in no source",
        "corroborated": f"{number} independent origins"
        + (" + unnamed" if agreement.modifiers.some_unnamed else ""),
        "not_checkable": "opinion · not checkable",
    }
    so_far = agreement.is_open and agreement.status not in ("open", "not_checkable")
    return words[agreement.status] + (" so far" if so_far else "")


def qualifications(agreement: Agreement, articles: Mapping[str, Article]) -> list[str]:
    """The further parts of the status line: only what holds, the gravest first."""
    modifiers = agreement.modifiers
    parts = []
    if modifiers.questioned_by:
        parts.append(f"queried by {_labels(modifiers.questioned_by, articles)}")
    if modifiers.mixed_in:
        parts.append(f"{_labels(modifiers.mixed_in, articles)} says both")
    if modifiers.single_relay:
        parts.append(f"all through {_labels([modifiers.single_relay], articles)}")
    if modifiers.no_named_origin and agreement.status not in ("unsourced",):
        parts.append("no named origin")
    if modifiers.some_unnamed and agreement.status in ("single_source", "partial", "disputed"):
        parts.append("some unnamed")
    if modifiers.hedged_only:
        parts.append("hedged only")
    if modifiers.independence_open:
        parts.append("independence open")
    if modifiers.unconfirmed_origin:
        parts.append("origin to confirm")
    if modifiers.set_aside:
        parts.append(f"{_labels(modifiers.set_aside, articles)} set aside")
    if modifiers.omitted_by:
        parts.append(f"not in {_labels(modifiers.omitted_by, articles)}")
    if modifiers.unreviewed:
        parts.append(f"{_labels(modifiers.unreviewed, articles)} open")
    return parts


def why_set_aside(piece: Evidence, articles: Mapping[str, Article], origins: Mapping[str, Origin]) -> str:
    """Why a piece of evidence that is set aside does not count (rule 1), in a few words; the first reason
    that holds.

    Args:
        piece: evidence of which `Agreement.set_aside` has the id.
        articles: all article versions by id.
        origins: all origins by id.
    """
    article = articles.get(piece.article)
    if article is None:
        return "its article is gone"
    if article.state == "retracted":
        return f"{article.label} is retracted"
    if article.state == "superseded":
        versions = [a.version for a in articles.values() if a.work == article.work]
        newer = min((version for version in versions if version > article.version), default=None)
        return f"superseded by v{newer}" if newer is not None else "superseded"
    if piece.anchor == "changed":
        return f"its words changed in v{article.version}"
    if piece.anchor == "orphan":
        # Carried from the version before, so it stood there: a sentence that the update has dropped.
        dropped = piece.carried_from is not None
        return f"v{article.version} no longer has these words" if dropped else "its words are not in the text"
    for link in piece.attribution:
        origin = origins.get(link)
        if origin is not None and origin.state == "withdrawn":
            return f"“{origin.name}” was withdrawn"
    return "it holds only together with a quote that is set aside"


def _labels(ids: Collection[str], articles: Mapping[str, Article]) -> str:
    if len(ids) > LABELLED:
        return f"{len(ids)} sources"
    return ", ".join(sorted({articles[id].label for id in ids if id in articles}, key=_by_label))


def _by_label(label: str) -> tuple[int, str]:
    return len(label), label
