"""Where the reader stands: a sentence, and for a while an exact passage chosen by hand."""

from tui.reader.article_text import ArticleText, Edge, Unit


class Selection:
    """The sentence cursor of one article and its optional explicit selection.

    Spans are offsets [start, end) in code points. Unless the article has no words at all, a span is
    never empty and never inverted; its ends are always grapheme boundaries. Every movement returns
    whether anything changed.
    """

    __slots__ = ("_explicit", "_sentence", "article")

    def __init__(self, article: ArticleText) -> None:
        self.article = article
        self._sentence = 0 if article.sentence_count else -1
        self._explicit: tuple[int, int] | None = None

    @property
    def sentence(self) -> int:
        """The index of the cursor sentence; -1 in an article without any."""
        return self._sentence

    @property
    def sentence_span(self) -> tuple[int, int]:
        """The cursor sentence; (0, 0) in an article without any."""
        return self.article.sentence_span(self._sentence) if self._sentence >= 0 else (0, 0)

    @property
    def explicit(self) -> tuple[int, int] | None:
        """The passage chosen by hand, if there is one."""
        return self._explicit

    @property
    def span(self) -> tuple[int, int]:
        """The passage a mark would take: the explicit selection, else the cursor sentence."""
        return self._explicit or self.sentence_span

    def to_sentence(self, index: int) -> bool:
        """Put the cursor on the sentence `index`, clamped, and drop the explicit selection."""
        index = min(max(index, 0), self.article.sentence_count - 1)
        changed = index != self._sentence or self._explicit is not None
        self._sentence, self._explicit = index, None
        return changed

    def to_offset(self, offset: int) -> bool:
        """Put the cursor on the sentence at `offset`, and drop the explicit selection."""
        return self.to_sentence(self.article.sentence_at(offset))

    def move_sentence(self, count: int) -> bool:
        """Move `count` sentences on, or back if negative."""
        return self.to_sentence(self._sentence + count)

    def move_paragraph(self, count: int) -> bool:
        """Move to the first sentence `count` paragraphs on; back, the start of this one comes first."""
        article = self.article
        if self._sentence < 0 or not count:
            return self.drop()
        start = self.sentence_span[0]
        paragraph = article.paragraph_of(start)
        if count < 0 and start > article.paragraph_span(paragraph)[0]:
            count += 1
        target = paragraph + count
        if target >= article.paragraph_count:
            return self.to_sentence(article.sentence_count - 1)
        return self.to_offset(article.paragraph_span(max(target, 0))[0])

    def to_start(self) -> bool:
        """Move to the first sentence."""
        return self.to_sentence(0)

    def to_end(self) -> bool:
        """Move to the last sentence."""
        return self.to_sentence(self.article.sentence_count - 1)

    def move_edge(self, edge: Edge, count: int, unit: Unit = "word") -> bool:
        """Move one edge of the span `count` units on, or back if negative, making it explicit.

        Without an explicit selection the cursor sentence is where it begins. An edge stops before
        it would meet the other one or leave nothing but white space, and at the ends of the article.
        """
        start, end = before = self.span
        if start >= end:
            return False
        for _ in range(abs(count)):
            moved = self._moved_edge(start, end, edge, count > 0, unit)
            if moved == (start, end):
                break
            start, end = moved
        return self.select(start, end) if (start, end) != before else False

    def _moved_edge(self, start: int, end: int, edge: Edge, on: bool, unit: Unit) -> tuple[int, int]:
        """Return [start, end) with one edge moved by one unit; as it is where that cannot be."""
        offset = end if edge == "end" else start
        while True:
            step = self.article.edge_after if on else self.article.edge_before
            before, offset = offset, step(offset, edge, unit)
            left, right = (start, offset) if edge == "end" else (offset, end)
            if offset == before or left >= right:
                return start, end
            if not self.article.is_blank(left, right):
                return left, right

    def place_edge(self, edge: Edge, word: tuple[int, int]) -> bool:
        """Put one edge of the span at its side of `word`, making it explicit.

        Where that lies beyond the other edge, this one goes to the end (or beginning) of the sentence
        that the word stands in.
        """
        start, end = self.span
        around = self.article.sentence_span(self.article.sentence_at(word[0]))
        if edge == "start":
            start = word[0]
            end = end if start < end else max(around[1], word[1])
        else:
            end = word[1]
            start = start if start < end else min(around[0], word[0])
        return self.select(start, end)

    def select(self, start: int, end: int) -> bool:
        """Select [start, end), widened to whole clusters; an empty span selects nothing.

        The cursor moves to the sentence at the start, unless its own still touches the selection.
        """
        start = self.article.snap(start)
        end = self.article.snap(end, up=True)
        if start >= end:
            return self.drop()
        changed = (start, end) != self._explicit
        self._explicit = (start, end)
        left, right = self.sentence_span
        if left >= end or right <= start:
            self._sentence = self.article.sentence_at(start)
        return changed

    def drop(self) -> bool:
        """Give up the explicit selection; the cursor sentence stays."""
        changed = self._explicit is not None
        self._explicit = None
        return changed
