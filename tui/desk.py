"""The desk: which article and which claim are in hand, and what a person does with them.

It knows nothing of widgets. Screens ask it what to show and call its verbs; every edit goes through
`Project`. Spans are code points of the article in hand.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations import Project
from annotations.agreement import QUOTE
from annotations.codebook import ClaimType
from annotations.errors import ProjectError
from annotations.records import (
    Article,
    Basis,
    Claim,
    Evidence,
    Origin,
    Review,
    Stance,
    review_id,
)
from annotations.wording import STATUS_LABELS, why_set_aside
from tui.configuration.keymaps import DEFAULT_KEYS
from tui.configuration.settings import Settings
from tui.highlights import Highlights
from tui.holding import why_read_only
from tui.matrix_view import MatrixView
from tui.prefill import (
    Turning,
    alternatives,
    as_turned,
    fields_of,
    in_words,
    is_ready,
    next_certainty,
    proposed_for,
)
from tui.reader.article_text import ArticleText
from tui.reader.coverage import Coverage
from tui.reader.highlight import Highlight
from tui.reader.long_work import LongWork

if TYPE_CHECKING:
    from annotations.matching import Ranker
    from annotations.matrix import Order

if TYPE_CHECKING:
    from annotations.attribution import Proposal
    from annotations.why import Why

Span = tuple[int, int]
#: Where people cut and joined the sentences of an article, as `Project.segmentation` gives it.
Segmentation = tuple[tuple[int, ...], tuple[int, ...]]


class QuoteHere(NamedTuple):
    """A quote of the current claim in the article in hand, and which of them it is, from 1."""

    piece: str
    at: int
    among: int


class Opened:
    """An article's text, laid out for reading, and indexed for ranking as soon as somebody asks for that.

    Attributes:
        text: the text.
        segmentation: where people cut and joined its sentences when it was laid out.
    """

    __slots__ = ("_indexing", "_ranker", "segmentation", "text")

    #: Sentences of which an index takes so little, 10 ms, that nobody needs to be spared the wait.
    FEW = 100

    def __init__(self, raw: str, work: LongWork | None = None, segmentation: Segmentation = ((), ())) -> None:
        cuts, joins = self.segmentation = segmentation
        self.text = ArticleText(raw, work, cuts=cuts, joins=joins)
        self._ranker: Ranker | None = None
        self._indexing = threading.Lock()

    @property
    def ranks_at_once(self) -> bool:
        """Whether candidates can be asked for without a wait that one would notice."""
        return self._ranker is not None or self.text.sentence_count <= self.FEW

    def ranker(self, work: LongWork | None = None) -> Ranker:
        """What ranks the sentences; made at the first call, which may take long on a long text. It may be
        called on any thread.

        Raises:
            StoppedError: `work`, which is told how far that has come, was stopped.
        """
        # The first screen ranks nothing.
        from annotations.matching import Ranker

        with self._indexing:
            if self._ranker is None:
                self._ranker = Ranker(self._passages(work))
            return self._ranker

    def _passages(self, work: LongWork | None) -> Iterator[str]:
        text = self.text
        for number in range(text.sentence_count):
            if work is not None and number % 500 == 0:
                work.tell(number / text.sentence_count)
            yield text.raw[slice(*text.sentence_span(number))]


@dataclass
class Walk:
    """A walk over the open cells of one claim: the quote it began with, the candidates of this cell."""

    claim: str
    home: str | None = None
    article: str | None = None
    candidates: list[Span] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    at: int = 0


class Desk:
    """What is in hand: an article, a claim, a walk, the last attribution, drafts.

    Attributes:
        project: the project.
        article: the id of the article in hand; null while a project has none.
        claim: the id of the current claim, which the whole screen follows; null while there is none.
        walk: the walk over open cells that is under way.
        asked: pairs of origins whose independence was asked about since the app was opened.
        last_attribution: the chain that was given last; null before the first.
        only_look: whether the project was asked to be opened to be read only.
        matrix_view: how the matrix was looked at last.
        claims_order: the order of the list of claims.
        settings: what the person has set.
        keys: the keys in force.
        lent: how many workers on other threads are reading the project; it must not change meanwhile.
    """

    def __init__(self, project: Project, *, only_look: bool = False) -> None:
        self.project = project
        self.only_look = only_look
        self.settings = Settings()
        self.keys = DEFAULT_KEYS
        self.lent = 0
        self.article: str | None = next((article.id for article in project.current_articles), None)
        self.claim: str | None = next((claim.id for claim in project.claims), None)
        self.walk: Walk | None = None
        self.asked: set[tuple[str, str]] = set()
        self.last_attribution: tuple[str, ...] | None = None
        self.matrix_view = MatrixView()
        self.claims_order: Order = "number"
        self._piece: str | None = None
        self._opened: dict[str, Opened] = {}
        self._begun = threading.Lock()
        self._laying_out: dict[str, threading.Lock] = {}
        self._seen: dict[str, Coverage] = {}
        self._places: dict[str, Span] = {}
        self._searched: dict[str, set[str]] = {}
        self._highlights = Highlights(project)
        # The chains that `turn_attribution` goes through for a passage, the same ones from turn to turn; and
        # which one it has come to where nothing is marked yet: article, passage, chain.
        self._turning: Turning | None = None
        self._turned: tuple[str, Span, tuple[Origin, ...]] | None = None
        # The piece whose attribution was proposed by the key before, for the next one to accept.
        self._offered: str | None = None
        #: What the last key accepted by the way, in words.
        self.accepted = ""
        self._marked_now: str | None = None
        self._marked_before: str | None = None

    def key(self, id: str) -> str:
        """The key of a command, as people know it; of one without a key, its name in quotes."""
        return self.keys.name(id)

    @property
    def drafts(self) -> dict[str, dict[str, str]]:
        """What was typed in an editor and not saved, by what it belongs to. In a project that is open to be
        read it is somebody else's, and none of it is offered."""
        return {} if self.project.read_only else self.project.drafts

    def keep_draft(self, key: str, fields: Mapping[str, str] | None) -> bool:
        """Keep what was typed, or with null forget it; false where nothing is kept: open to be read."""
        if self.project.read_only:
            return False
        self.project.keep_draft(key, dict(fields) if fields else None)
        return True

    def why_read_only(self) -> str:
        """Why nothing can be changed, where the project is open to be read."""
        return why_read_only(self.project, only_look=self.only_look, key=self.key("take_over"))

    # ---- Articles in hand ------------------------------------------------------------------------

    def opened(self, article: str) -> Opened | None:
        """The text of an article, if it has been loaded, with its sentences as they are cut now."""
        known = self.project.find(Article, article)
        opened = self._opened.get(known.sha256) if known is not None else None
        return opened if opened and opened.segmentation == self.project.segmentation(article) else None

    def load(self, article: str, work: LongWork | None = None) -> Opened:
        """Load an article's text; reads the disk, so not for the thread of the screen.

        Raises:
            ProjectError: the text is missing or damaged.
            StoppedError: `work`, which is told how far that has come, was stopped.
        """
        sha256 = self.project.article(article).sha256
        # At the start two workers want the article in hand: one lays it out, the other waits for that one.
        with self._begun:
            laying_out = self._laying_out.setdefault(sha256, threading.Lock())
        with laying_out:
            segmentation = self.project.segmentation(article)
            opened = self._opened.get(sha256)
            if opened is None or opened.segmentation != segmentation:
                opened = self._opened[sha256] = Opened(self.project.text(article), work, segmentation)
            return opened

    def listed_articles(self) -> list[Article]:
        """All articles as the list shows them: by label, the newest version of each first."""
        return self.project.listed_articles

    def neighbour(self, step: int) -> str | None:
        """The article `step` places after the one in hand among those that are not superseded, in a ring."""
        ring = [article.id for article in self.listed_articles() if article.state != "superseded"]
        if not ring:
            return None
        here = self.project.find(Article, self.article) if self.article is not None else None
        works = [self.project.article(id).work for id in ring]
        if here is None or here.work not in works:
            return ring[0]
        at = works.index(here.work)
        if here.id not in ring:  # from an older version the way leads to the current one first
            return ring[at]
        return ring[(at + step) % len(ring)]

    def coverage(self, article: str) -> Coverage:
        """What of an article has been on the screen."""
        return self._seen.setdefault(article, Coverage())

    def has_read(self, article: str) -> bool:
        """Whether every line of an article has been on the screen."""
        opened = self.opened(article)
        return opened is not None and self.coverage(article).complete(len(opened.text))

    def note_search(self, articles: Iterable[str]) -> None:
        """These articles were searched while the current claim was the one to look for."""
        if self.claim is not None:
            self._searched.setdefault(self.claim, set()).update(articles)

    def article_words(self, article: Article) -> tuple[str, ...]:
        """What the list of sources is narrowed by."""
        state = "" if article.state == "current" else article.state
        named = (article.label, article.title, article.publisher, article.author, article.published)
        return (*(words for words in named if words), state, article.source or "")

    def claim_words(self, claim: Claim) -> tuple[str, ...]:
        """What a list of claims is narrowed by: text, tags with their #, type, and the status in a word."""
        status = self.project.agreement(claim.id).status
        kind = self.project.codebook.type_label(claim.type) or ""
        return (claim.text, *(f"#{tag}" for tag in claim.tags), kind, STATUS_LABELS[status])

    def highlights(self, article: str | None = None) -> Mapping[str, Highlight]:
        """The quotes of an article, of the one in hand if none is named, for the reader; a view that changes
        with the next call. Quotes that found no place are left out."""
        article = article or self.article
        return self._highlights.of(article, self.claim) if article is not None else {}

    # ---- The current claim -----------------------------------------------------------------------

    def choose_claim(self, claim: str | None) -> None:
        """Make a claim the current one; a walk over another claim ends."""
        if claim != self.claim:
            self.claim = claim
            self._piece = None
            if self.walk is not None and self.walk.claim != claim:
                self.walk = None

    def step_claim(self, step: int) -> None:
        """Make the next or previous claim the current one, in a ring."""
        ring = [claim.id for claim in self.project.claims]
        if ring:
            at = ring.index(self.claim) + step if self.claim in ring else 0
            self.choose_claim(ring[at % len(ring)])

    def current_claim(self) -> Claim:
        """The current claim.

        Raises:
            ProjectError: there is none.
        """
        if self.claim is None:
            raise ProjectError(
                f"no claim yet: {self.key('claim.make')} makes one from the sentence, "
                f"{self.key('claim.type')} from your own words"
            )
        return self.project.claim(self.claim)

    def require_two_articles(self) -> None:
        """Make sure that there are a claim and two articles to compare it in.

        Raises:
            ProjectError: there are not.
        """
        self.current_claim()
        if sum(article.state != "superseded" for article in self.project.articles) < 2:
            raise ProjectError("there is no second article to compare with")

    def settle(self) -> None:
        """Let go of what is no longer there, after an undo or a deletion."""
        if self.claim is not None and self.project.find(Claim, self.claim) is None:
            claims = self.project.claims
            self.claim = claims[-1].id if claims else None
            self.walk = None
        elif self.claim is None:
            self.claim = next((claim.id for claim in self.project.claims), None)
        if self.article is None or self.project.find(Article, self.article) is None:
            self.article = next((article.id for article in self.project.current_articles), None)
            self.walk = None
        if self._piece is not None and self.project.find(Evidence, self._piece) is None:
            self._piece = None

    def take_up(self, piece: str | None) -> None:
        """Take a piece of evidence in hand, so that edge keys and attributes go to it; null lets go."""
        self._piece = piece

    def moved_to(self, span: Span) -> None:
        """The cursor or the selection is on this span now; lets go of a piece that it has left."""
        if self.article is not None:
            self._places[self.article] = span
        quote, opened = self.quote_in_hand(), self.opened(self.article) if self.article is not None else None
        if quote is None or opened is None:
            self._piece = None
            return
        # The reader never splits a cluster, so a quote that does is shown a little wider than it is.
        shown = (opened.text.snap(quote[0]), opened.text.snap(quote[1], up=True))
        if span not in (quote, shown):
            self._piece = None

    @property
    def in_hand(self) -> str | None:
        """The id of the piece of evidence in hand."""
        return self._piece

    def quote_in_hand(self) -> Span | None:
        """The span of the piece in hand, if there is one and it has its place in the article in hand."""
        piece = self.project.find(Evidence, self._piece) if self._piece is not None else None
        if piece is None or piece.article != self.article or piece.anchor == "orphan":
            return None
        return piece.quote.start, piece.quote.end

    def lost_piece(self) -> Evidence | None:
        """The first piece of the current claim in this article that has lost its place."""
        if self.claim is None or self.article is None:
            return None
        pieces = self.project.evidence_on(self.claim, self.article)
        return next((piece for piece in pieces if piece.anchor == "orphan"), None)

    def delete_claim(self) -> None:
        """Delete the current claim; the one after it, or else the one before, is the current one then."""
        claim = self.current_claim()
        ring = [known.id for known in self.project.claims]
        at = ring.index(claim.id)
        self.project.delete_claim(claim.id)
        left = ring[at + 1 : at + 2] or ring[max(0, at - 1) : at]
        self.choose_claim(left[0] if left else None)

    def piece_in_view(self, span: Span) -> str | None:
        """The id of the piece in hand, or of the one of the current claim that stands on this very span."""
        if self._piece is not None:
            return self._piece
        here = (piece.id for piece in self._pieces_here() if (piece.quote.start, piece.quote.end) == span)
        return next(here, None)

    def has_quote_at(self, span: Span) -> bool:
        """Whether the current claim has a quote in the article in hand that is in view at this span."""
        piece = self.project.find(Evidence, self.piece_in_view(span) or "")
        return piece is not None and piece.article == self.article

    def piece_at(self, span: Span, explicit: bool) -> Evidence | None:
        """The piece of the current claim that a key at this place is about.

        The piece in hand if there is one; else one whose quote holds the span; else, with the sentence
        cursor, the first whose quote lies in the sentence.
        """
        pieces = self._pieces_here()
        for piece in pieces:
            if piece.id == self._piece:
                return piece
        start, end = span
        for piece in pieces:
            if piece.quote.start <= start and end <= piece.quote.end:
                return piece
        if not explicit:
            for piece in pieces:
                if start <= piece.quote.start and piece.quote.end <= end:
                    return piece
        return None

    def piece_near(self, span: Span, explicit: bool) -> Evidence | None:
        """The piece at this place, or the first of the current claim that the span touches."""
        piece = self.piece_at(span, explicit)
        if piece is not None:
            return piece
        touched = (p for p in self._pieces_here() if p.quote.start < span[1] and span[0] < p.quote.end)
        return next(touched, None)

    def piece_in_hand(self, span: Span, explicit: bool) -> Evidence:
        """The piece that was marked by the key before, wherever the walk has gone since; else the one at this
        place; else the only one of the claim in the article.

        Raises:
            ProjectError: there is none, or several and none is at this place.
        """
        marked = self.just_marked()
        if marked is not None:
            return marked
        piece = self.piece_near(span, explicit)
        if piece is not None:
            return piece
        claim = self.current_claim()
        pieces = self._pieces_here()
        if len(pieces) == 1:
            return pieces[0]
        where = f"of claim {self.project.number(claim.id)}"
        if pieces:
            raise ProjectError(f"go to one of the {len(pieces)} quotes {where} first")
        raise ProjectError(f"no quote {where} in this article")

    def step_quote(self, span: Span, step: int) -> QuoteHere | None:
        """The current claim's next or previous quote in the article in hand, seen from `span`, in a ring."""
        pieces = sorted(self._pieces_here(), key=lambda p: (p.quote.start, p.quote.end, p.id))
        if not pieces:
            return None
        ids, count = [piece.id for piece in pieces], len(pieces)
        in_view = self.piece_in_view(span)
        if in_view in ids:
            at = ids.index(in_view) + step
        else:
            before = sum(piece.quote.start < span[0] for piece in pieces)
            at = before + step - 1 if step > 0 else before + step
        return QuoteHere(ids[at % count], at % count + 1, count)

    def claims_quoted(self, span: Span) -> list[str]:
        """The claims that have a quote in the article in hand which `span` touches, by number."""
        pieces = self.project.evidence_in(self.article) if self.article is not None else []
        claims = {
            piece.claim
            for piece in pieces
            if piece.anchor != "orphan" and piece.quote.start < span[1] and span[0] < piece.quote.end
        }
        return sorted(claims, key=self.project.number)

    def _pieces_here(self) -> list[Evidence]:
        if self.claim is None or self.article is None:
            return []
        return [p for p in self.project.evidence_on(self.claim, self.article) if p.anchor != "orphan"]

    # ---- Marking ---------------------------------------------------------------------------------

    def make_claim(self, span: Span) -> str:
        """Make a claim from the span and take it in hand, with who it seems to be from; says what was done.

        That is proposed until the next key that is about the claim.
        """
        article = self._markable()
        claim, piece = self.project.claim_from(article.id, *span, **self._prefill(span, shown=False))
        self.choose_claim(claim.id)
        self.walk = None
        self._piece = piece.id
        self.marked(piece.id)
        self._offered = piece.id if piece.proposed else None
        turn = self.key("attribution.turn")
        who = f" · {self.chain(piece.attribution)}? {turn} turns it" if piece.proposed else ""
        made = f"claim {self.project.number(claim.id)} · {article.label}"
        twin = self._twin(claim)
        if twin is not None:
            # It is made all the same: a sentence may hold several claims, each to be edited from all of it.
            made += f" · same words as claim {twin}: {self.key('undo')} takes it back"
        return f"{made}{who}"

    def _twin(self, claim: Claim) -> int | None:
        """The number of the first other claim in the same words, whatever their case and blanks."""
        words = claim.text.casefold().split()
        others = (other for other in self.project.claims if other.id != claim.id)
        twin = next((other for other in others if other.text.casefold().split() == words), None)
        return self.project.number(twin.id) if twin is not None else None

    def proposal(self, span: Span) -> Proposal:
        """Who the words of a span in the article in hand seem to have it from."""
        article = self._markable()
        return self._as_turned(span, proposed_for(self.project, self._text(article.id), span, article.id))

    def _as_turned(self, span: Span, read: Proposal) -> Proposal:
        turned = self._turned
        if turned is None or turned[:2] != (self.article, span):
            return read
        return as_turned(self.project, read, turned[2])

    def _text(self, article: str) -> ArticleText:
        return (self.opened(article) or self.load(article)).text

    def proposal_in_words(self, span: Span) -> str:
        """Who a passage is from in a few words, not safe to show: as the current claim's quote there has it;
        else as it seems; none as long as what reads cues is not loaded."""
        opened = self.opened(self.article) if self.article is not None else None
        here = self.project.find(Evidence, self.piece_in_view(span) or "")
        if here is not None and here.article == self.article:
            firmness = self.project.codebook.certainty_label(here.certainty)
            return " · ".join([self.chain(here.attribution), *([firmness] * (here.certainty != "certain"))])
        if opened is None or not is_ready():
            return ""
        read = proposed_for(self.project, opened.text, span, self.article)
        return in_words(self.project, self._as_turned(span, read))

    def _prefill(self, span: Span, *, shown: bool) -> dict[str, Any]:
        text = self.project.text(self.article or "")
        return fields_of(self.project, text, self.proposal(span), shown=shown)

    @contextlib.contextmanager
    def accepting(self) -> Iterator[None]:
        """A key goes on with the claim whose attribution was proposed: that is accepted by what it does, in
        one step with it; by itself where it changes nothing."""
        piece = self.project.find(Evidence, self._offered) if self._offered is not None else None
        self._offered = None
        if piece is None or piece.claim != self.claim or self.project.read_only:
            yield
            return
        self._given(piece.attribution)
        with self.project.accepting(piece.id):
            yield
        now = self.project.find(Evidence, piece.id)
        if now is not None:
            self.project.accept(piece.id)
            if now.attribution == piece.attribution:
                self.accepted = self.chain(piece.attribution)

    def _given(self, chain: Sequence[str]) -> None:
        """Somebody has said who a passage has it from; that it is the article's own voice is no chain to
        repeat."""
        if chain:
            self.last_attribution = tuple(chain)

    def turn_attribution(self, span: Span, explicit: bool) -> str:
        """Give the piece in hand the next of the chains that are worth offering; says which. Where there is
        no piece yet, that is what the next mark on these words will have."""
        piece = self.just_marked() or self.piece_near(span, explicit)
        if piece is None:
            return self._turn_proposal(span)
        if piece.article != self.article:
            raise ProjectError(
                f"the quote is in another article: {self.key('list.open')} on its claim goes there"
            )
        turning = self._turn((piece.quote.start, piece.quote.end), piece.attribution)
        self._offered = None
        piece = self.project.attribute(piece.id, turning.after(piece.attribution))
        self._given(piece.attribution)
        self.marked(piece.id)
        return f"{self.chain(piece.attribution)} · {self._where(piece)}"

    def _turn(self, span: Span, now: tuple[str, ...]) -> Turning:
        """The chains to turn through for a passage: those begun with, as long as one goes on turning."""
        article = self._markable().id
        turning = self._turning
        if turning is None or turning[:2] != (article, span) or turning.at(now) is None:
            text = self._text(article)
            read = proposed_for(self.project, text, span, article)
            chains = alternatives(self.project, text, read, article, span)
            turning = self._turning = Turning.over(self.project, article, span, chains)
        return turning

    def _turn_proposal(self, span: Span) -> str:
        turned, turning = self._turned, self._turning
        if turned is not None and turned[:2] == (self.article, span):
            now = tuple(origin.id for origin in turned[2])
            chain = self._turn(span, now).after(now)
        else:  # the first of them is what is shown
            self._turning = turning = None
            turning = self._turn(span, ())
            chain = turning.chains[1 % len(turning.chains)]
        self._turned = (self.article or "", span, chain)
        names = " ← ".join(origin.name for origin in chain) or "own voice"
        return f"from {names}: the next mark here takes that"

    def mark(self, stance: Stance, span: Span, explicit: bool, *, shown: bool = False) -> str:
        """Mark what the span says to the current claim: changes the piece there, else adds one.

        A new piece is from whom it seems to be; that is proposed, or where it was `shown` before, accepted.
        A piece whose words have changed with a new version stands on the span from then on, and counts again.
        """
        claim, article = self.current_claim(), self._markable()
        label = self.project.codebook.stance(stance).label
        piece = self.piece_at(span, explicit)
        if piece is not None:
            if piece.stance != stance:
                label = f"{self.project.codebook.stance(piece.stance).label} → {label}"
            if piece.anchor == "changed":
                label += " · placed on these words"
                piece = self.project.move_quote(piece.id, *span, stance=stance)
            else:
                piece = self.project.set_evidence(piece.id, stance=stance)
        else:
            fields = self._prefill(span, shown=shown)
            piece = self.project.mark(claim.id, article.id, *span, stance, **fields)
            self._offered = piece.id if piece.proposed else None
            if not piece.proposed:
                self._given(piece.attribution)
        self._piece = piece.id
        self.marked(piece.id)
        return (
            f"{label} · claim {self.project.number(claim.id)} · {article.label} “{begin(piece.quote.exact)}”"
        )

    def begin_act(self) -> None:
        """A key or a click begins: what the one before has marked is what this one may be about."""
        self._marked_before, self._marked_now = self._marked_now, None

    def marked(self, piece: str) -> None:
        """Note that a piece was marked, so that the next key may be about it, wherever the walk goes."""
        self._marked_now = piece

    def just_marked(self) -> Evidence | None:
        """The piece that the key before this one has marked, if it is on the current claim."""
        piece = self.project.find(Evidence, self._marked_before) if self._marked_before is not None else None
        return piece if piece is not None and piece.claim == self.claim else None

    @property
    def marked_elsewhere(self) -> Evidence | None:
        """The piece that was just marked, if the walk has gone on to another article: keys are about it
        still, although it is not in view."""
        piece = self.project.find(Evidence, self._marked_now) if self._marked_now is not None else None
        return (
            piece
            if piece is not None and piece.claim == self.claim and piece.article != self.article
            else None
        )

    def just_made(self) -> bool:
        """Whether the quote in hand is the one that the key before has made or marked."""
        piece = self.just_marked()
        return piece is not None and piece.id == self._piece

    def piece_in(self, article: str) -> Evidence | None:
        """The current claim's first piece in an article that has its place there."""
        pieces = self.project.evidence_on(self.claim, article) if self.claim is not None else []
        return next((piece for piece in pieces if piece.anchor != "orphan"), None)

    def place_in(self, article: str) -> Span | None:
        """Where the cursor was when this article was in hand last."""
        return self._places.get(article)

    def go_on_at(self, article: str, span: Span) -> None:
        """Where the cursor will be when this article is in hand again."""
        self._places[article] = span

    def no_mention(self) -> str:
        """Record that the current claim is not mentioned in the article in hand; says what was done.

        Raises:
            ProjectError: there is evidence in this cell; nothing was changed.
        """
        claim, article = self.current_claim(), self._markable()
        where = f"claim {self.project.number(claim.id)} · {article.label}"
        if self.project.evidence_on(claim.id, article.id):
            delete = self.key("delete")
            lost = f" that has lost its place ({delete} deletes it)" if self.lost_piece() is not None else ""
            raise ProjectError(f"{where} has evidence{lost}; nothing was changed")
        self.project.review(claim.id, article.id, self.basis(claim.id, article.id))
        return f"no mention · {where}"

    def basis(self, claim: str, article: str) -> Basis | None:
        """What it rests on that a claim is not mentioned in an article: what was on the screen."""
        if self.has_read(article):
            return "read"
        if article in self._searched.get(claim, ()):
            return "searched"
        walk = self.walk
        here = walk is not None and (walk.claim, walk.article) == (claim, article)
        return "candidates" if here and walk is not None and walk.candidates else None

    def _markable(self) -> Article:
        if self.article is None:
            raise ProjectError("this project has no articles yet")
        article = self.project.article(self.article)
        if article.state == "superseded":
            raise ProjectError(
                f"this is an older version of {article.label}; mark in the current one "
                f"({self.key('article.previous')} {self.key('article.next')})"
            )
        return article

    def set_edges(self, span: Span) -> bool:
        """Put the quote of the piece in hand on this span; whether there was one."""
        if self._piece is None or self.quote_in_hand() is None:
            return False
        self._markable()
        self.project.move_quote(self._piece, *span)
        return True

    def set_type(self, entry: ClaimType) -> str:
        """Give the current claim a type; a quote claim without a speaker gets the last link of its chain, and
        one that is none any more has none: who says it changes nothing there."""
        claim = self.current_claim()
        fields: dict[str, Any] = {"type": entry.id}
        if entry.id == QUOTE and claim.speaker is None:
            chains = [piece.attribution for piece in self.project.evidence_on(claim.id) if piece.attribution]
            if chains:
                fields["speaker"] = chains[0][-1]
        gone = ""
        if claim.type == QUOTE and entry.id != QUOTE and claim.speaker is not None:
            fields["speaker"] = None
            gone = f" · no longer said by {self.project.origin(claim.speaker).name}"
        self.project.set_claim(claim.id, label=entry.label, **fields)
        speaker = self.project.claim(claim.id).speaker if entry.id == QUOTE else None
        who = f" by {self.project.origin(speaker).name}" if speaker is not None else ""
        return f"{entry.label}{who} · claim {self.project.number(claim.id)}{gone}"

    def turn_certainty(self, span: Span, explicit: bool) -> tuple[str, str]:
        """Turn the certainty of the piece in hand on: certain, hedged, uncommitted, certain …

        Returns:
            What was done, and what the certainty means in the codebook in force.
        """
        piece = self.piece_in_hand(span, explicit)
        quote = (piece.quote.start, piece.quote.end)
        filled_in = proposed_for(self.project, self._text(piece.article), quote).certainty
        certainty = next_certainty(piece.certainty, filled_in)
        self.project.set_evidence(piece.id, certainty=certainty, label=certainty)
        self.marked(piece.id)
        book = self.project.codebook
        said = f"{book.certainty_label(certainty)} · {self._where(piece)}"
        return said, book.certainty_meaning(certainty)

    def repeat_attribution(self, span: Span, explicit: bool) -> str:
        """Give the piece in hand the attribution that was given last."""
        if self.last_attribution is None:
            raise ProjectError(f"no attribution was given yet: {self.key('attribution')} gives one")
        piece = self.piece_in_hand(span, explicit)
        known = {origin.id for origin in self.project.origins}
        if not set(self.last_attribution) <= known:
            raise ProjectError("an origin of the last attribution is no longer there")
        self.project.attribute(piece.id, self.last_attribution)
        self.keep_draft(f"attribution {piece.id}", None)
        self.marked(piece.id)
        return f"{self.chain(self.last_attribution)} · {self._where(piece)}"

    def chain(self, links: Sequence[str]) -> str:
        """An attribution in words, nearest relay first; "own voice" where it is empty."""
        names = [origin.name for link in links if (origin := self.project.find(Origin, link)) is not None]
        return " ← ".join(names) if names else "own voice"

    def _where(self, piece: Evidence) -> str:
        return f"claim {self.project.number(piece.claim)} · {self.project.article(piece.article).label}"

    # ---- The walk --------------------------------------------------------------------------------

    def next_open_cell(self) -> tuple[str, str] | None:
        """The next open cell: of the current claim first, then of the others in turn; null if all are met."""
        ring = [article.id for article in self.project.current_articles]
        at = ring.index(self.article) + 1 if self.article in ring else 0
        ring = ring[at:] + ring[:at]
        claims = [claim.id for claim in self.project.claims]
        if self.claim in claims:
            at = claims.index(self.claim)
            claims = claims[at:] + claims[:at]
        for claim in claims:
            article = self._open_article(claim, ring)
            if article is not None:
                return claim, article
        return None

    def _open_article(self, claim: str, ring: Sequence[str]) -> str | None:
        """The first article of a ring whose cell of this claim is open."""
        agreement = self.project.agreement(claim)
        cells = set(agreement.open_cells) if agreement.is_open else ()
        return next((article for article in ring if article in cells), None)

    def begin_walk(self, claim: str) -> None:
        """Walk the open cells of a claim; where the claim came from is where the walk will end."""
        if self.walk is not None and self.walk.claim == claim:
            return
        placed = [p for p in self.project.evidence_on(claim) if p.anchor != "orphan"]
        current = [p for p in placed if self.project.article(p.article).state == "current"]
        first = next(iter(sorted(current, key=lambda p: (p.created, p.id)) or placed), None)
        self.choose_claim(claim)
        self.walk = Walk(claim, first.id if first is not None else None)

    def find_candidates(self, opened: Opened) -> Span | None:
        """Rank an article's sentences for the walk's claim; the best, if any has a word in common with it."""
        if self.walk is None:
            return None
        self.walk.article = self.article
        ranked = self.ranked(self.walk.claim, opened)
        self.walk.candidates = [span for span, _ in ranked]
        self.walk.scores = [score for _, score in ranked]
        self.walk.at = 0
        return self.walk.candidates[0] if self.walk.candidates else None

    def candidates(self, claim: str, opened: Opened) -> list[Span]:
        """The sentences of an article that share words with a claim and its quotes, the best first."""
        return [span for span, _ in self.ranked(claim, opened)]

    def ranked(self, claim: str, opened: Opened) -> list[tuple[Span, float]]:
        """The same with their scores, of which only the order and the proportions say something."""
        quotes = [piece.quote.exact for piece in self.project.evidence_on(claim)]
        scores = opened.ranker().score(" ".join([self.project.claim(claim).text, *quotes]))
        ranked = sorted(range(len(scores)), key=lambda n: (-scores[n], n))
        return [(opened.text.sentence_span(n), scores[n]) for n in ranked[:10] if scores[n] > 0]

    def step_candidate(self, step: int) -> Span | None:
        """The next or previous candidate of the walk, in a ring."""
        if self.walk is None or not self.walk.candidates or self.walk.article != self.article:
            return None
        self.walk.at = (self.walk.at + step) % len(self.walk.candidates)
        return self.walk.candidates[self.walk.at]

    def why_aside(self, piece: Evidence) -> str:
        """Why a piece of evidence that is set aside does not count."""
        return why_set_aside(piece, self.project.articles_by_id, self.project.origins_by_id)

    def why(self, claim: str) -> Why:
        """Why a claim has its status: what it rests on, which origins count as one, what is missing."""
        from annotations.why import why

        project = self.project
        return why(
            project.claim(claim),
            project.evidence_on(claim),
            project.reviews_on(claim),
            project.articles_by_id,
            project.origins_by_id,
            lambda stance: project.codebook.stance(stance).label,
        )

    # ---- Counts ----------------------------------------------------------------------------------

    def cells(self) -> tuple[int, int]:
        """How many cells of current articles have been met, and how many there are."""
        tally, articles = self.project.tally, self.project.current_articles
        return sum(tally.met(article.id) for article in articles), tally.claims * len(articles)

    def article_counts(self) -> dict[str, tuple[int, int]]:
        """For each current article: claims met in it, cells open in it."""
        tally = self.project.tally
        claims = tally.claims
        met = {article.id: tally.met(article.id) for article in self.project.current_articles}
        return {article: (count, claims - count) for article, count in met.items()}

    def reviewed(self, claim: str, article: str) -> Review | None:
        """This annotator's review of a claim in an article."""
        return self.project.find(Review, review_id(claim, article, self.project.annotator))


def begin(text: str, length: int = 24) -> str:
    """The first words of a text, at most `length` code points."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(maxsplit=1)[0] + "…"
