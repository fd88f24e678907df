"""The desk sheet: what the sources say to each claim, on one page to read, in Markdown.

Everything that comes from articles or from people goes through `plain`, so that it reads as it is written
and cannot become a heading, a link, a table cell or HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from annotations.agreement import STATUSES, Agreement, ultimate_origin
from annotations.exports.completeness import unfinished
from annotations.exports.selection import Selection
from annotations.matrix import Row
from annotations.records import Article, Evidence, Origin
from annotations.text import displayable
from annotations.wording import (
    BASES,
    CELL_LETTERS,
    CELL_WORDS,
    STATUS_LABELS,
    STATUS_MEANINGS,
    cell_letter,
    counted,
    status_in_words,
    why_set_aside,
)

OWN_VOICE = "the article’s own voice"

# Every sign that opens or closes something in CommonMark or one of its common extensions, and the signs
# by which bare addresses become links.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|&~$^@]|:(?=//)|(?<=[wW]{3})\.")
# Before what begins a list, a definition or a heading's underline where it stands first on a line.
_LEADING = re.compile(r"^ *(?=[-+=:])|^ *\d+(?=[.)](?:\s|$))")


def plain(text: str) -> str:
    """Text as Markdown that renders as that very text, on one line.

    Control characters become visible marks, a line end among them (``␊``).
    """
    return _LEADING.sub(r"\g<0>\\", _ACTIVE.sub(r"\\\g<0>", displayable(text)))


def pieces(selection: Selection) -> Iterator[str]:
    """The desk sheet of a selection, part by part.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    sheet = _Sheet(selection)
    parts = (
        sheet.bottom_line(),
        sheet.sources(),
        sheet.matrix(),
        sheet.open_questions(),
        sheet.evidence(),
        sheet.who_says_so(),
        sheet.method(),
    )
    for number, part in enumerate(parts):
        yield ("\n" if number else "") + "\n".join(part) + "\n"


class _Sheet:
    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.project = selection.project
        self.articles: Mapping[str, Article] = {a.id: a for a in selection.articles}
        self.origins: Mapping[str, Origin] = {origin.id: origin for origin in selection.origins}
        self.by_number = sorted(selection.rows, key=lambda row: row.number)

    # ---- The parts, in order ---------------------------------------------------------------------

    def bottom_line(self) -> Iterator[str]:
        rows = self.selection.rows
        yield f"# {plain(self.selection.name)}: desk sheet"
        yield ""
        yield "## Bottom line"
        yield ""
        current = sum(article.state == "current" for article in self.selection.articles)
        yield f"{counted(len(rows), 'claim')} against {counted(current, 'current source')}."
        chosen = [
            *(f"status {STATUS_LABELS.get(status, status)}" for status in self.selection.scope.statuses),  # type: ignore[call-overload]
            *(f"tag {tag}" for tag in self.selection.scope.tags),
        ]
        if chosen:
            yield f"Only a choice of the claims: {plain(', '.join(chosen))}."
        scope = self.selection.scope
        if scope.articles:
            yield f"Only a choice of the sources: {plain(', '.join(scope.articles))}."
        if scope.annotator is not None:
            yield f"Only what {plain(scope.annotator)} has marked."
        yield ""
        numbers = Counter(row.agreement.status for row in rows)
        for status in STATUSES:
            if numbers[status]:
                yield f"- {STATUS_LABELS[status]}: {numbers[status]} ({STATUS_MEANINGS[status]})"
        if rows:
            yield ""
        waiting = [row for row in self.by_number if row.agreement.open_cells]
        if waiting:
            cells = sum(len(row.agreement.open_cells) for row in waiting)
            yield (
                f"Not finished: {counted(cells, 'cell')} of {_claims(row.number for row in waiting)} "
                "still open, so their statuses hold only so far."
            )
            yield ""
        yield "A status says who says so. It does not say what is true."

    def sources(self) -> Iterator[str]:
        yield "## Sources read"
        yield ""
        for article in sorted(
            self.selection.articles, key=lambda a: (len(a.label), a.label, a.work, a.version)
        ):
            details = [
                f"{plain(article.label.strip())}: {plain(article.title) or 'without a title'}",
                *(plain(value) for value in (article.publisher, article.author, article.published) if value),
                f"version {article.version}, {article.state}",
                f"{article.chars:,} characters",
                *([f"from {plain(article.source)}"] if article.source else []),
                *([plain(article.url)] if article.url else []),
                *([f"read in on {plain(article.retrieved)}"] if article.retrieved else []),
                f"SHA-256 of the text {plain(article.sha256)}",
            ]
            yield "- " + " · ".join(details)
        if not self.selection.articles:
            yield "None."

    def matrix(self) -> Iterator[str]:
        columns = self.selection.columns
        yield "## Agreement matrix"
        yield ""
        if not self.selection.rows:
            yield "No claims."
            return
        yield _table_row(["", "claim", *(plain(a.label) for a in columns), "origins", "status"])
        yield _table_row(["--:", ":--", *(":-:" for _ in columns), "--:", ":--"])
        for number, claim, agreement in self.selection.rows:
            yield _table_row(
                [
                    str(number),
                    plain(claim.text),
                    *(plain(cell_letter(agreement, article.id)) for article in columns),
                    str(agreement.origins),
                    plain(status_in_words(agreement, self.articles)),
                ]
            )
        yield ""
        legend = ", ".join(f"{plain(CELL_LETTERS[cell])} {CELL_WORDS[cell]}" for cell in CELL_LETTERS)
        yield f"{legend}; {plain('!')} behind a letter: it also queries the claim. Worst first."

    def open_questions(self) -> Iterator[str]:
        yield "## Open questions"
        yield ""
        questions = [
            f"- claim {number}: {plain(claim.open_question)}"
            for number, claim, _ in self.selection.rows
            if claim.open_question.strip()
        ]
        undecided: dict[tuple[str, ...], list[int]] = {}
        for row in self.by_number:
            if row.agreement.modifiers.independence_open:
                undecided.setdefault(row.agreement.modifiers.independence_open, []).append(row.number)
        for ids, numbers in undecided.items():
            names = ", ".join(self._name(id) for id in ids)
            yet = "Are they independent of each other and of the other origins?"
            questions.append(f"- {_claims(numbers)}: {names}. {yet}")
        for row in self.selection.rows:
            if row.agreement.modifiers.unconfirmed_origin:
                questions.append(f"- claim {row.number}: who says so was filled in and not confirmed yet.")
        for row in self.selection.rows:
            if row.agreement.open_cells:
                questions.append(f"- claim {row.number}: {self._open_cells(row.agreement)}.")
        yield from questions or ["None."]

    def evidence(self) -> Iterator[str]:
        yield "## Evidence"
        for row in self.selection.rows:
            yield ""
            yield from self._claim(row)
        if not self.selection.rows:
            yield ""
            yield "None."

    def who_says_so(self) -> Iterator[str]:
        yield "## Who says so"
        yield ""
        lines = [line for origin in self.selection.origins for line in self._origin(origin)]
        own: dict[str, list[int]] = {}
        for row in self.by_number:
            for piece in self._counted(row):
                if ultimate_origin(row.claim, piece) is None and piece.stance == "supports":
                    numbers = own.setdefault(piece.article, [])
                    if row.number not in numbers:
                        numbers.append(row.number)
        for article in self.selection.articles:
            if article.id in own:
                lines.append(
                    f"- {plain(article.label.strip())}, in its own voice → {_claims(own[article.id])}"
                )
        yield from lines or ["Nobody yet."]

    def method(self) -> Iterator[str]:
        # Imported late: the package's own name for it, without a circle.
        from annotations import __version__

        codebook = self.project.codebook
        chosen = self.selection
        annotators = {claim.annotator for claim in chosen.claims}
        annotators |= {piece.annotator for piece in chosen.evidence}
        annotators |= {review.annotator for review in chosen.reviews}
        annotators.discard("")
        yield "## Method"
        yield ""
        yield (
            "A person looked for each claim in the sources and marked the passages that speak to it; “no "
            "mention” means that somebody looked and found nothing, and says on what basis, “not looked at "
            "yet” that nobody did. Origins are counted, not articles: evidence counts by the group of its "
            "last link, and evidence on texts that are not current, on quotes that were lost or changed and "
            "from withdrawn origins is set aside."
        )
        yield ""
        yield f"- codebook: {plain(codebook.name)}, version {plain(codebook.version)}"
        yield f"- annotators: {plain(', '.join(sorted(annotators))) or 'none'}"
        yield f"- as of: {plain(self.selection.at) or 'no change recorded'}"
        yield f"- made with: Variorum {plain(__version__)}"

    # ---- One claim, one piece, one origin --------------------------------------------------------

    def _claim(self, row: Row) -> Iterator[str]:
        number, claim, agreement = row
        yield f"### {number} · {plain(claim.text)}"
        yield ""
        about = [
            *([f"type: {plain(self.project.codebook.type_label(claim.type))}"] if claim.type else []),
            *([f"tags: {plain(', '.join(claim.tags))}"] if claim.tags else []),
            *([f"speaker: {self._name(claim.speaker)}"] if claim.speaker is not None else []),
            *([f"credibility: {claim.credibility}"] if claim.credibility is not None else []),
            *([f"verdict, set by a person: {plain(claim.verdict)}"] if claim.verdict else []),
        ]
        yield f"Status: {plain(status_in_words(agreement, self.articles))}"
        missing = unfinished(self.selection, row)
        if missing:
            yield ""
            yield f"**Not finished:** {plain('; '.join(missing))}"
        if about:
            yield ""
            yield " · ".join(about)
        if claim.note.strip():
            yield ""
            yield f"Note: {plain(claim.note)}"
        yield ""
        for piece in self.selection.evidence_on(claim.id):
            yield self._piece(piece, agreement)
        silent = [a for a in self.selection.columns if agreement.cells[a.id] == "no_mention"]
        if silent:
            looks = {review.article: review.basis for review in self.selection.reviews_on(claim.id)}
            said = (f"{plain(article.label)} ({BASES[looks.get(article.id)]})" for article in silent)
            yield f"- no mention: {', '.join(said)}"
        if not silent and not self.selection.evidence_on(claim.id):
            yield "- no evidence"

    def _piece(self, piece: Evidence, agreement: Agreement) -> str:
        article = self.articles[piece.article]
        line = self.selection.line(piece)
        place = "place lost" if line is None else f"line {line}"
        version = "" if article.state == "current" else f" (version {article.version}, {article.state})"
        quote = f"“{plain(piece.quote.exact)}”"
        aside = piece.id in agreement.set_aside
        parts = [
            self.project.codebook.stance(piece.stance).label,
            f"{plain(article.label)}{version}, {place}",
            f"~~{quote}~~" if aside else quote,
            self._chain(piece),
            # What nobody turned is certain: a report must not say it as if somebody had judged it.
            *([piece.certainty] if piece.certainty != "certain" else []),
            *(["inferred from the context"] if piece.inferred else []),
            *(["not confirmed yet"] if piece.proposed else []),
            *([f"holds only together with the others of set {plain(piece.joint)}"] if piece.joint else []),
            *([f"set aside: {self._reason(piece)}"] if aside else []),
            *(["found again elsewhere in the text"] if piece.anchor == "moved" else []),
            *([f"note: {plain(piece.note)}"] if piece.note.strip() else []),
        ]
        return "- " + " · ".join(parts)

    def _chain(self, piece: Evidence) -> str:
        return " ← ".join(self._name(id) for id in piece.attribution) or OWN_VOICE

    def _reason(self, piece: Evidence) -> str:
        return plain(why_set_aside(piece, self.articles, self.origins))

    def _open_cells(self, agreement: Agreement) -> str:
        words = []
        for cell in ("unreviewed", "set_aside"):
            labels = [self.articles[id].label for id in agreement.open_cells if agreement.cells[id] == cell]
            if labels:
                words.append(f"{plain(', '.join(labels))} {CELL_WORDS[cell]}")
        return "; ".join(words)

    def _counted(self, row: Row) -> list[Evidence]:
        set_aside = row.agreement.set_aside
        return [piece for piece in self.selection.evidence_on(row.claim.id) if piece.id not in set_aside]

    def _origin(self, origin: Origin) -> Iterator[str]:
        """The claims that rest on an origin, those it only passes on, and what is left without it."""
        rests: list[int] = []
        passes: list[int] = []
        falls: list[str] = []
        for row in self.by_number:
            chains = [piece for piece in self._counted(row) if origin.id in piece.attribution]
            if not chains:
                continue
            last = any(ultimate_origin(row.claim, piece) == origin.id for piece in chains)
            (rests if last else passes).append(row.number)
            without = self._without(row, origin)
            if without.status != row.agreement.status:
                before, after = STATUS_LABELS[row.agreement.status], STATUS_LABELS[without.status]
                falls.append(f"claim {row.number} {before} → {after}")
        if not rests and not passes:
            return
        group = f"group {plain(origin.group)}" if origin.group is not None else "no group"
        about = [origin.kind.replace("_", " "), group]
        if origin.reliability:
            about.append(f"reliability {origin.reliability}")
        if origin.state != "current":
            about.append(origin.state)
        parts = [
            *([_claims(rests)] if rests else []),
            *([f"passes on {_claims(passes)}"] if passes else []),
            *([f"without it: {', '.join(falls)}"] if falls else []),
        ]
        yield f"- {plain(origin.name.strip())} ({', '.join(about)}) → {'; '.join(parts)}"

    def _without(self, row: Row, origin: Origin) -> Agreement:
        return self.selection.derived(row.claim, withdrawn=origin)

    def _name(self, origin: str) -> str:
        known = self.origins.get(origin)
        return plain(known.name if known is not None else origin)


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _claims(numbers: Iterable[int]) -> str:
    listed = [str(number) for number in numbers]
    return ("claim " if len(listed) == 1 else "claims ") + ", ".join(listed)
