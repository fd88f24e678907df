"""The sentences of an article, and people's cuts and joins of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotations.editing.ledger import Ledger
from annotations.errors import ProjectError
from annotations.records import Settings

if TYPE_CHECKING:
    from annotations.text.segmentation import Span


def segmentation_id(article: str) -> str:
    """The id of the record in the table `meta` with the cuts and joins of an article version."""
    return f"sentences {article}"


class SentenceEdits(Ledger):
    """Sentences cut and joined by hand. Quotes stay where they are: they do not rest on sentences."""

    def sentences_of(self, article: str) -> list[Span]:
        """The sentences of an article version, as people put them right; spans in code points.

        Raises:
            ProjectError: there is no such article, or its text is missing or damaged.
        """
        # Most commands cut no sentences.
        from annotations.text.segmentation import resegmented
        from annotations.text.sentences import sentences

        text = self.text(article)
        kept = self._segmentation(article)
        return resegmented(text, sentences(text), kept.cuts, kept.joins)

    def segmentation(self, article: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """People's cuts and joins in an article version, as `resegmented` takes them; reads no text."""
        kept = self._segmentation(self.article(article).id)
        return kept.cuts, kept.joins

    def split_sentence(self, article: str, offset: int) -> list[Span]:
        """Let a sentence begin at the first visible character from an offset on; the two halves.

        Raises:
            ProjectError: the offset is not inside a sentence, with something visible before and after it.
        """
        text, spans = self.text(article), self.sentences_of(article)
        label = self.article(article).label
        while 0 <= offset < len(text) and text[offset].isspace():
            offset += 1
        inside = next(((start, end) for start, end in spans if start < offset < end), None)
        if inside is None:
            raise ProjectError("there is nothing to cut off here: choose a place inside a sentence")
        kept = self._segmentation(article)
        if offset in kept.joins:
            changed = replace(kept, joins=tuple(at for at in kept.joins if at != offset))
        else:
            changed = replace(kept, cuts=tuple(sorted({*kept.cuts, offset})))
        self._keep_segmentation(changed, f"sentence cut, article {label}")
        return [span for span in self.sentences_of(article) if inside[0] <= span[0] < inside[1]]

    def merge_sentences(self, article: str, start: int, end: int) -> Span:
        """Make one sentence of all those that a span touches, also over line ends; that sentence.

        Raises:
            ProjectError: the span touches fewer than two sentences.
        """
        from annotations.text.sentences import sentences

        spans = self.sentences_of(article)
        touched = [span for span in spans if span[0] < end and start < span[1]]
        if len(touched) < 2:
            raise ProjectError("there is nothing to join here: choose two sentences or more")
        inner = {begin for begin, _ in touched[1:]}
        kept = self._segmentation(article)
        by_rule = {begin for begin, _ in sentences(self.text(article))}
        changed = replace(
            kept,
            cuts=tuple(at for at in kept.cuts if at not in inner),
            joins=tuple(sorted({*kept.joins, *(inner & by_rule)})),
        )
        self._keep_segmentation(changed, f"sentences joined, article {self.article(article).label}")
        return touched[0][0], touched[-1][1]

    def _segmentation(self, article: str) -> Settings:
        id = segmentation_id(article)
        return self.find(Settings, id) or Settings(id=id)

    def _keep_segmentation(self, kept: Settings, label: str) -> None:
        with self._change(label) as edits:
            if kept.cuts or kept.joins:
                edits.put(kept)
            else:
                edits.delete(kept)
