"""What the check of a project finds, mended."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annotations.articles import Source, is_address, read_original, read_source
from annotations.editing.articles import labels
from annotations.editing.changing import Edits
from annotations.editing.ledger import Ledger
from annotations.errors import DamagedError, ProjectError, SourceError
from annotations.records import Anchor, Article, Claim, Evidence, Origin, Quote, quote_of, utc_now
from annotations.soundness import Names, misplaced, text_of
from annotations.texts import FOLDER


class RepairEdits(Ledger):
    """Mends what `soundness.check` finds."""

    def repair(self) -> list[str]:
        """Mend what the check finds, in one change that can be undone; a plain sentence for each thing.

        - A text that is missing or damaged is put back where the article's file still gives this very text;
          the damaged one stays beside it (``.damaged``). That is no part of the change. Other texts cannot
          be mended, and a sentence says so.
        - Evidence and reviews whose claim or article is missing are deleted. Origins that are missing are
          taken out of attributions and speakers; `carried_from` becomes null.
        - A quote that is not what stands at its place is found again by its words and the text around them
          (``moved``), or else becomes an ``orphan``. A proposed place (``changed``) outside the text makes
          an orphan as well: it waited for a person and goes on waiting. A cue that does not fit becomes null.
        - A label that several articles have stays with the first; all versions of one article take the
          label of the newest; equal version numbers are counted on; only the newest of several current
          versions stays current; a wrong number of characters is set right.

        Raises:
            ReadOnlyError: the project is open to be read only.
        """
        self._writable()
        repair = _Repair(self)
        said = [sentence for article in self.articles for sentence in self._text_put_back(article)]
        with self._change("repair") as edits:
            said += [*repair.articles(edits), *repair.claims(edits), *repair.evidence(edits)]
            said += repair.reviews(edits)
        return said

    def _text_put_back(self, article: Article) -> Iterator[str]:
        try:
            text_of(self, article)
            return
        except DamagedError as problem:
            damage = str(problem)
        where = Names(self).article(article)
        try:
            path = self._put_back(article)
        except ProjectError as problem:
            yield f"{where}: its text cannot be mended: {damage}; {problem}"
        else:
            yield f"{where}: its text was put back from {path}"

    def _put_back(self, article: Article) -> str:
        """Put the text of an article back and tell from where: its file, or the page that was kept of it."""
        source, where = self._read_once_more(article)
        kept = None if self.folder is None else self.folder / FOLDER / f"{article.sha256}.txt"
        beside = None
        try:
            if kept is not None and os.path.lexists(kept):
                beside = _free_beside(kept)
                kept.rename(beside)
            self._texts.put(source.text)
        except OSError as problem:
            if kept is not None and beside is not None:
                with contextlib.suppress(OSError):
                    beside.rename(kept)
            raise ProjectError(f"the text could not be kept: {problem.strerror or problem}") from None
        return where

    def _read_once_more(self, article: Article) -> tuple[Source, str]:
        """The source whose text is that of an article, and where it was found."""
        with contextlib.suppress(ProjectError, OSError):
            for original in self._originals.of(article.sha256):
                with contextlib.suppress(SourceError):
                    source = read_original(original, encoding=article.encoding)
                    if source.sha256 == article.sha256:
                        return source, "the page or document that was kept of it"
        if article.source is None:
            raise ProjectError("where it came from is not known")
        if is_address(article.source):
            raise ProjectError(f"{article.source}: is not fetched again for it")
        path = Path(article.source) if self.folder is None else self.folder / article.source
        try:
            source = read_source(path)
            if source.sha256 != article.sha256 and source.encoding != article.encoding:
                source = read_source(path, encoding=article.encoding)
        except SourceError as problem:
            raise ProjectError(str(problem)) from None
        if source.sha256 != article.sha256:
            raise ProjectError(f"{path}: has another text by now")
        return source, str(path)


def _free_beside(kept: Path) -> Path:
    beside, number = kept.with_name(f"{kept.name}.damaged"), 1
    while os.path.lexists(beside):
        number += 1
        beside = kept.with_name(f"{kept.name}.damaged-{number}")
    return beside


class _Repair:
    """The sentences, and on the way the edits. Names are those from before the repair."""

    def __init__(self, project: Ledger) -> None:
        self._project = project
        self._names = Names(project)
        self._now = utc_now()

    def articles(self, edits: Edits) -> Iterator[str]:
        known = {article.id: article for article in self._project.articles}
        names = {article.id: self._names.article(article) for article in known.values()}

        def change(id: str, what: str, **fields: Any) -> str:
            known[id] = replace(known[id], **fields)
            edits.put(known[id])
            return f"{names[id]}: {what}"

        for article in list(known.values()):
            with contextlib.suppress(DamagedError):
                chars = len(text_of(self._project, article))
                if chars != article.chars:
                    what = f"its number of characters was set right ({chars}, not {article.chars})"
                    yield change(article.id, what, chars=chars)
        works: dict[str, list[str]] = {}
        for article in known.values():
            works.setdefault(article.work, []).append(article.id)
        for versions in works.values():
            versions.sort(key=lambda id: known[id].version)
            number = None
            for id in versions:
                number = known[id].version if number is None else max(known[id].version, number + 1)
                if number != known[id].version:
                    yield change(id, f"is version {number} now", version=number)
            label = known[versions[-1]].label
            for id in versions:
                if known[id].label != label:
                    yield change(id, f"took the label of the newest version, {label}", label=label)
            for id in [id for id in versions if known[id].state == "current"][:-1]:
                yield change(id, "is superseded, as a newer version is current", state="superseded")
        taken = {article.label for article in known.values()}
        owned: set[str] = set()
        for versions in works.values():
            label = known[versions[0]].label
            if label in owned:
                free = next(free for free in labels() if free not in taken)
                taken.add(free)
                for id in versions:
                    yield change(id, f"is {free} now, as another article has the label {label}", label=free)
            owned.add(label)

    def claims(self, edits: Edits) -> Iterator[str]:
        for claim in self._project.claims:
            if claim.speaker is not None and self._project.find(Origin, claim.speaker) is None:
                edits.put(replace(claim, speaker=None, modified=self._now))
                yield f"{self._names.claim(claim.id)}: its speaker, {claim.speaker}, is not there; taken out"

    def evidence(self, edits: Edits) -> Iterator[str]:
        kept = []
        for piece in self._project.evidence:
            missing = self._missing(piece.claim, piece.article)
            if missing is None:
                kept.append(piece)
            else:
                edits.delete(piece)
                yield f"{self._names.evidence(piece)}: deleted, as {missing}"
        there = {piece.id for piece in kept}
        for piece in kept:
            fields: dict[str, Any] = {}
            said = [*self._links(piece, there, fields), *self._places(piece, fields)]
            if said:
                edits.put(replace(piece, modified=self._now, **fields))
                yield from (f"{self._names.evidence(piece)}: {what}" for what in said)

    def reviews(self, edits: Edits) -> Iterator[str]:
        for review in self._project.reviews:
            missing = self._missing(review.claim, review.article)
            if missing is not None:
                edits.delete(review)
                yield f"{self._names.review(review)}: deleted, as {missing}"

    def _missing(self, claim: str, article: str) -> str | None:
        if self._project.find(Claim, claim) is None:
            return f"there is no claim {claim}"
        if self._project.find(Article, article) is None:
            return f"there is no article {article}"
        return None

    def _links(self, piece: Evidence, there: set[str], fields: dict[str, Any]) -> Iterator[str]:
        chain = tuple(id for id in piece.attribution if self._project.find(Origin, id) is not None)
        if chain != piece.attribution:
            fields["attribution"] = chain
            gone = dict.fromkeys(id for id in piece.attribution if id not in chain)
            yield f"its attribution names what is not there ({', '.join(gone)}); taken out"
        if piece.carried_from is not None and piece.carried_from not in there:
            fields["carried_from"] = None
            yield f"it was carried from {piece.carried_from}, which is not there; no longer says so"

    def _places(self, piece: Evidence, fields: dict[str, Any]) -> Iterator[str]:
        try:
            text = text_of(self._project, self._project.article(piece.article))
        except DamagedError:
            return
        wrong = misplaced(text, piece.anchor, piece.quote)
        if wrong is not None:
            anchor, quote = _placed_again(piece, text)
            fields.update(anchor=anchor, quote=quote)
            where = f"found again at {quote.start} to {quote.end}" if anchor == "moved" else "an orphan now"
            yield f"its quote {wrong}; {where}"
        if piece.cue is not None:
            # By the anchor from before: that an orphan may have any cue is no reason to keep this one.
            wrong = misplaced(text, piece.anchor, piece.cue)
            if wrong is not None:
                fields["cue"] = None
                yield f"its cue {wrong}; taken out"


def _placed_again(piece: Evidence, text: str) -> tuple[Anchor, Quote]:
    quote = piece.quote
    if piece.anchor in ("exact", "moved") and quote.exact.strip():
        start = _best_place(quote, text)
        if start is not None:
            return "moved", quote_of(text, start, start + len(quote.exact))
    start = max(0, quote.start)
    return "orphan", replace(quote, start=start, end=max(start, quote.end))


def _best_place(quote: Quote, text: str) -> int | None:
    """Where the words of a quote stand: at the place that has the most of the text around them, among such
    places at the one nearest to where they were said to be."""
    best, place = (-1, 0), None
    at = text.find(quote.exact)
    while at >= 0:
        end = at + len(quote.exact)
        before = text[max(0, at - len(quote.prefix)) : at]
        around = _common(quote.prefix[::-1], before[::-1])
        around += _common(quote.suffix, text[end : end + len(quote.suffix)])
        fit = (around, -abs(at - quote.start))
        if fit > best:
            best, place = fit, at
        at = text.find(quote.exact, at + 1)
    return place


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
