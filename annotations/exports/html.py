"""The report as one HTML page: for readers without this app, on the screen and on paper.

It asks for nothing else: no script, no picture, no font, and a policy in its head that forbids them. What
comes from articles or from people is escaped and made safe to show. Claims that are not finished say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from annotations.agreement import STATUSES, Agreement, Status, ultimate_origin
from annotations.exports.claimreview import CONTEXT, in_script, review
from annotations.exports.completeness import unfinished
from annotations.exports.markdown import OWN_VOICE
from annotations.exports.page_style import STYLE
from annotations.exports.picture import ways_in_words, who_says_so
from annotations.overview import SourceBar, overview
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
)

if TYPE_CHECKING:
    from annotations.exports.selection import Selection
    from annotations.matrix import Row

#: How many code points of its paragraph are shown on each side of a quote, at most, and how many fewer may
#: be shown so that no word is cut.
AROUND, LEAST = 240, 200
#: Nothing may be loaded and nothing may run; the style stands in the page.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def pieces(selection: Selection) -> Iterator[str]:
    """The page, part by part.

    Raises:
        ProjectError: the text of an article is missing or damaged.
    """
    page = _Page(selection)
    yield from page.head()
    yield from page.summary()
    yield from page.matrix()
    yield from page.open_questions()
    yield from page.claims()
    yield from page.origins()
    yield from page.sources()
    yield from page.method()
    yield "</main>\n</body>\n</html>\n"


def shown(words: str, *, keep_lines: bool = False) -> str:
    """A text as it may stand in a page, in an attribute too."""
    return escape(displayable(words, keep_lines=keep_lines))


class _Page:
    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.articles = {article.id: article for article in selection.articles}
        self.origin_of = {origin.id: origin for origin in selection.origins}
        self.by_number = sorted(selection.rows, key=lambda row: row.number)
        self.glance = overview(selection.rows, selection.columns, self.origin_of, selection.evidence_on)
        self.bar_of = {bar.origin: bar for bar in self.glance.origins}
        self.missing = {row.claim.id: unfinished(selection, row) for row in self.by_number}

    def head(self) -> Iterator[str]:
        title = f"{shown(self.selection.name)}: report"
        yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield f"<title>{title}</title>\n<style>\n{STYLE}</style>\n"
        judged = [row for row in self.by_number if row.claim.verdict and row.claim.verdict.strip()]
        if judged:
            graph = {"@context": CONTEXT, "@graph": [review(self.selection, row) for row in judged]}
            # A sign that could end the element never stands in it as it is.
            data = in_script(graph)
            yield f'<script type="application/ld+json">{data}</script>\n'
        yield f"</head>\n<body>\n<main>\n<h1>{title}</h1>\n"

    def summary(self) -> Iterator[str]:
        rows = self.selection.rows
        current = sum(article.state == "current" for article in self.selection.articles)
        yield f"<p>{counted(len(rows), 'claim')} against {counted(current, 'current source')}. "
        yield "A status says who says so. It does not say what is true.</p>\n"
        yield from self._scope()
        numbers = Counter(row.agreement.status for row in rows)
        if rows:
            yield '<table class="bars">\n<caption>Claims by status</caption>\n<tbody>\n'
            for status in STATUSES:
                if numbers[status]:
                    yield self._bar(status, numbers[status], len(rows))
            yield "</tbody>\n</table>\n"
        if rows and self.glance.sources:
            yield '<table class="bars">\n<caption>What was found in each source</caption>\n<tbody>\n'
            yield from map(self._coverage, self.glance.sources)
            yield "</tbody>\n</table>\n"
        waiting = [row for row in self.by_number if self.missing[row.claim.id]]
        if waiting:
            links = ", ".join(f'<a href="#c{row.number}">{row.number}</a>' for row in waiting)
            yield (
                '<p class="stamp">Not finished: '
                f"{counted(len(waiting), 'claim')} ({links}). Their statuses hold only so far.</p>\n"
            )

    def matrix(self) -> Iterator[str]:
        columns = self.selection.columns
        yield '<section>\n<h2 id="matrix">Matrix</h2>\n'
        if not self.selection.rows:
            yield "<p>No claims.</p>\n</section>\n"
            return
        yield '<div class="wide">\n<table class="matrix">\n<thead>\n<tr><th scope="col"></th>'
        yield '<th scope="col">claim</th>'
        for article in columns:
            yield f'<th scope="col"><abbr title="{shown(article.title)}">{shown(article.label)}</abbr></th>'
        yield '<th scope="col">origins</th><th scope="col">status</th></tr>\n</thead>\n<tbody>\n'
        for number, claim, agreement in self.selection.watch.walk("matrix", self.selection.rows):
            yield f'<tr><td class="number"><a href="#c{number}">{number}</a></td>'
            yield f'<th scope="row" dir="auto">{shown(claim.text)}</th>'
            for article in columns:
                cell = agreement.cells[article.id]
                letter = shown(cell_letter(agreement, article.id))
                yield f'<td class="cell {cell}"><abbr title="{CELL_WORDS[cell]}">{letter}</abbr></td>'
            yield f'<td class="number">{agreement.origins}</td>'
            stamp = ' <strong class="stamp">not finished</strong>' if self.missing[claim.id] else ""
            yield f"<td>{shown(status_in_words(agreement, self.articles))}{stamp}</td></tr>\n"
        yield "</tbody>\n</table>\n</div>\n"
        legend = ", ".join(f"<b>{shown(CELL_LETTERS[cell])}</b> {CELL_WORDS[cell]}" for cell in CELL_LETTERS)
        yield f'<p class="legend">{legend}; <b>!</b> behind a letter: it also queries the claim. '
        yield "Worst first.</p>\n</section>\n"

    def open_questions(self) -> Iterator[str]:
        yield '<section>\n<h2 id="questions">Open questions</h2>\n'
        lines: list[str] = []
        for row in self.by_number:
            link = f'<a href="#c{row.number}">claim {row.number}</a>'
            modifiers = row.agreement.modifiers
            if row.claim.open_question.strip():
                lines.append(f"{link}: {shown(row.claim.open_question)}")
            if modifiers.independence_open:
                names = ", ".join(self._name(id) for id in modifiers.independence_open)
                lines.append(f"{link}: {names}. Are they independent of each other and of the other origins?")
            if modifiers.unconfirmed_origin:
                lines.append(f"{link}: who says so was filled in and not confirmed yet.")
            lines += [f"{link}: {shown(what)}." for what in self.missing[row.claim.id]]
        yield from _list(lines) if lines else ["<p>None.</p>\n"]
        yield "</section>\n"

    def claims(self) -> Iterator[str]:
        yield '<section>\n<h2 id="claims">Claims and evidence</h2>\n'
        for row in self.selection.watch.walk("claims", self.by_number):
            yield from self._claim(row)
        if not self.by_number:
            yield "<p>None.</p>\n"
        yield "</section>\n"

    def origins(self) -> Iterator[str]:
        yield '<section>\n<h2 id="origins">Who says so</h2>\n'
        yield from who_says_so(self.glance, self._plain_name)
        lines = [line for origin in self.selection.origins for line in self._origin(origin)]
        yield from _list(lines) if lines else ["<p>Nobody yet.</p>\n"]
        yield "</section>\n"

    def sources(self) -> Iterator[str]:
        yield '<section>\n<h2 id="sources">Sources</h2>\n'
        ordered = sorted(self.selection.articles, key=lambda a: (len(a.label), a.label, a.work, a.version))
        yield from _list([self._source(article) for article in ordered]) if ordered else ["<p>None.</p>\n"]
        yield "</section>\n"

    def method(self) -> Iterator[str]:
        # Imported late: the package's own name for it, without a circle.
        from annotations import __version__

        codebook = self.selection.project.codebook
        chosen = self.selection
        marks: list[str] = [claim.annotator for claim in chosen.claims]
        marks += [piece.annotator for piece in chosen.evidence] + [look.annotator for look in chosen.reviews]
        people = ", ".join(sorted(set(marks) - {""})) or "none"
        yield '<section>\n<h2 id="method">Method</h2>\n'
        yield (
            "<p>A person looked for each claim in the sources and marked the passages that speak to it. "
            "“No mention” means that somebody looked and found nothing, “not looked at yet” that nobody "
            "did. Origins are counted, not articles. What stands on texts that are not current, on quotes "
            "that were lost or changed and on withdrawn origins is struck through and counts for "
            "nothing.</p>\n"
        )
        about = [
            f"codebook: {shown(codebook.name)}, version {shown(codebook.version)}",
            f"annotators: {shown(people)}",
            f"as of: {shown(chosen.at) or 'no change recorded'}",
            f"made with Variorum {shown(__version__)}",
        ]
        yield from _list(about)
        yield "</section>\n"

    # ---- Parts -----------------------------------------------------------------------------------

    def _scope(self) -> Iterator[str]:
        scope = self.selection.scope
        chosen = [
            *(f"status {STATUS_LABELS.get(status, status)}" for status in scope.statuses),  # type: ignore[call-overload]
            *(f"tag {tag}" for tag in scope.tags),
            *(f"source {article}" for article in scope.articles),
            *([f"marked by {scope.annotator}"] if scope.annotator is not None else []),
        ]
        if chosen:
            yield f"<p>Only a part: {shown(', '.join(chosen))}.</p>\n"

    def _bar(self, status: Status, number: int, total: int) -> str:
        width = round(100 * number / total, 1)
        return (
            f'<tr><th scope="row">{STATUS_LABELS[status]}</th><td class="number">{number}</td>'
            f'<td class="bar"><span class="{status}" style="width:{width}%"></span></td>'
            f"<td>{STATUS_MEANINGS[status]}</td></tr>\n"
        )

    def _coverage(self, bar: SourceBar) -> str:
        """What was found in a source: a bar of as many parts as there are kinds, and the same in words."""
        parts = "".join(
            f'<span class="{cell}" style="width:{round(100 * number / bar.total, 1)}%"></span>'
            for cell, number in bar.cells
        )
        words = ", ".join(f"{CELL_WORDS[cell]} {number}" for cell, number in bar.cells)
        article = bar.article
        name = f"<b>{shown(article.label)}</b> {shown(article.publisher or article.title)}"
        return (
            f'<tr><th scope="row">{name}</th>'
            f'<td class="number">{bar.met}/{bar.total}</td><td class="bar"><div>{parts}</div></td>'
            f"<td>{words}</td></tr>\n"
        )

    def _claim(self, row: Row) -> Iterator[str]:
        number, claim, agreement = row
        yield f'<article class="claim" id="c{number}">\n<h3 dir="auto">{number} · {shown(claim.text)}</h3>\n'
        yield f'<p class="status">{shown(status_in_words(agreement, self.articles))}</p>\n'
        for what in self.missing[claim.id]:
            yield f'<p class="stamp">Not finished: {shown(what)}</p>\n'
        codebook = self.selection.project.codebook
        about = [
            *([f"type: {shown(codebook.type_label(claim.type))}"] if claim.type else []),
            *([f"tags: {shown(', '.join(claim.tags))}"] if claim.tags else []),
            *([f"speaker: {self._name(claim.speaker)}"] if claim.speaker is not None else []),
            *([f"credibility: {claim.credibility}"] if claim.credibility is not None else []),
            *([f"verdict, set by a person: <b>{shown(claim.verdict)}</b>"] if claim.verdict else []),
            *([f"note: {shown(claim.note)}"] if claim.note.strip() else []),
        ]
        if about:
            yield f'<p class="about">{" · ".join(about)}</p>\n'
        evidence = self.selection.evidence_on(claim.id)
        if evidence:
            yield "<ul>\n"
            for piece in evidence:
                yield self._piece(piece, agreement)
            yield "</ul>\n"
        silent = [a for a in self.selection.columns if agreement.cells[a.id] == "no_mention"]
        if silent:
            looks = {look.article: look.basis for look in self.selection.reviews_on(claim.id)}
            said = ", ".join(f"{shown(a.label)} ({BASES[looks.get(a.id)]})" for a in silent)
            yield f"<p>No mention: {said}</p>\n"
        if not evidence and not silent:
            yield "<p>No evidence.</p>\n"
        yield "</article>\n"

    def _piece(self, piece: Evidence, agreement: Agreement) -> str:
        article = self.articles[piece.article]
        line = self.selection.line(piece)
        aside = piece.id in agreement.set_aside
        version = "" if article.state == "current" else f" (version {article.version}, {article.state})"
        about = [
            f"<b>{shown(self.selection.project.codebook.stance(piece.stance).label)}</b>",
            f"{shown(article.label)}{version}, {'place lost' if line is None else f'line {line}'}",
            " ← ".join(self._name(id) for id in piece.attribution) or OWN_VOICE,
            *([piece.certainty] if piece.certainty != "certain" else []),
            *(["inferred from the context"] if piece.inferred else []),
            *(["not confirmed yet"] if piece.proposed else []),
            *([f"only together with the others of set {shown(piece.joint)}"] if piece.joint else []),
            *(["set aside"] if aside else []),
            *([f"quote {piece.anchor}"] if piece.anchor != "exact" else []),
            *([f"note: {shown(piece.note)}"] if piece.note.strip() else []),
        ]
        quote = shown(piece.quote.exact, keep_lines=True)
        quote = f"<del>{quote}</del>" if aside else f"<mark>{quote}</mark>"
        before, behind = self._around(piece)
        return (
            f'<li class="{piece.stance}"><p class="about">{" · ".join(about)}</p>\n'
            f'<blockquote dir="auto"><p>{before}{quote}{behind}</p></blockquote></li>\n'
        )

    def _around(self, piece: Evidence) -> tuple[str, str]:
        """The text on both sides of a quote; what was noted of it where it does not stand there."""
        if piece.anchor in ("exact", "moved"):
            text, start, end = self.selection.text(piece.article), piece.quote.start, piece.quote.end
            before, behind = text[max(0, start - AROUND - 1) : start], text[end : end + AROUND + 1]
            before, behind = nearest(before), nearest(behind[::-1])[::-1]
        else:
            before, behind = f"…{piece.quote.prefix}", f"{piece.quote.suffix}…"
        return shown(before, keep_lines=True), shown(behind, keep_lines=True)

    def _origin(self, origin: Origin) -> Iterator[str]:
        rests: list[int] = []
        passes: list[int] = []
        for row in self.by_number:
            chains = [
                piece
                for piece in self.selection.evidence_on(row.claim.id)
                if origin.id in piece.attribution and piece.id not in row.agreement.set_aside
            ]
            if chains:
                last = any(ultimate_origin(row.claim, piece) == origin.id for piece in chains)
                (rests if last else passes).append(row.number)
        if not rests and not passes:
            return
        about = [origin.kind.replace("_", " ")]
        about.append(f"group {shown(origin.group)}" if origin.group is not None else "no group")
        about += [f"reliability {origin.reliability}"] if origin.reliability else []
        about += [origin.state] if origin.state != "current" else []
        said = [
            *([f"claims {_links(rests)}"] if rests else []),
            *([f"passes on claims {_links(passes)}"] if passes else []),
        ]
        bar = self.bar_of.get(origin.id)
        if bar is not None:
            said.append(shown(ways_in_words(bar, self._plain_name)))
        yield f"<b>{shown(origin.name)}</b> ({', '.join(about)}): {'; '.join(said)}"

    def _source(self, article: Article) -> str:
        details = [
            f"<b>{shown(article.label)}</b> <cite>{shown(article.title) or 'without a title'}</cite>",
            *(shown(value) for value in (article.publisher, article.author, article.published) if value),
            f"version {article.version}, {article.state}",
            f"{article.chars:,} characters",
            *([self._address(article.url)] if article.url else []),
            *([f"read in on {shown(article.retrieved)}"] if article.retrieved else []),
            f"SHA-256 of the text <code>{shown(article.sha256)}</code>",
        ]
        return " · ".join(details)

    @staticmethod
    def _address(url: str) -> str:
        if not url.startswith(("https://", "http://")) or displayable(url) != url:
            return shown(url)
        return f'<a href="{shown(url)}" rel="noreferrer">{shown(url)}</a>'

    def _name(self, origin: str) -> str:
        return shown(self._plain_name(origin))

    def _plain_name(self, origin: str) -> str:
        known = self.origin_of.get(origin)
        return known.name if known is not None else origin


def nearest(before: str) -> str:
    """What stands before a quote in its paragraph; of a long one the words next to it.

    Turned round, it does the same for what stands behind a quote.
    """
    before = re.split(r"\n[^\S\n]*\n", before)[-1]
    if len(before) <= AROUND:
        return before.lstrip()
    gap = re.search(r"\s\S", before[: AROUND - LEAST + 1])
    return "…" + before[gap.start() + 1 if gap else 1 :]


def _list(lines: Iterable[str]) -> Iterator[str]:
    yield "<ul>\n"
    yield from (f"<li>{line}</li>\n" for line in lines)
    yield "</ul>\n"


def _links(numbers: Iterable[int]) -> str:
    return ", ".join(f'<a href="#c{number}">{number}</a>' for number in numbers)
