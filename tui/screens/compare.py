"""Compare: one claim in two sources or three, its quotes side by side, what differs marked."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, cast

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Container as Panes
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotations.changes import Change
from annotations.errors import ProjectError, VariorumError
from annotations.records import Article, Evidence
from annotations.wording import CELL_WORDS, status_in_words
from tui.commands.codebook import TYPES
from tui.commands.command import Command, bindings
from tui.commands.comparing import COMPARING, READING_HERE
from tui.commands.everywhere import EVERYWHERE
from tui.commands.marking import MARKING
from tui.desk import Desk, Opened, Span
from tui.display import cut, cut_middle, shown
from tui.figures import Passage, in_words
from tui.ordered_keys import OrderedKeys
from tui.reader.alignment import Alignment, row_for
from tui.reader.comparison import common, compare, runs
from tui.screens.command_screen import CommandScreen
from tui.widgets.claims import STANCE_LETTERS
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import Reader
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom

#: Below this many columns the panes stand one above the other.
STACK = 80
#: From this many columns on there is room for a third pane.
THREE = 150
#: From this many lines on the claim may take two.
TALL = 32
#: How far the stances are from each other.
_DISTANCE = {"supports": 0, "partly_supports": 1, "queries": 2, "refutes": 3}


def rival(desk: Desk, article: str | None, taken: Container[str]) -> str | None:
    """The article that is most worth comparing with this one on the current claim; null if there is none.

    The one whose evidence differs most in stance, the graver first; else the next whose cell is open; else
    the next one.

    Args:
        desk: what is in hand.
        article: the article to compare with.
        taken: articles that are shown already.
    """
    project = desk.project
    ring = [known.id for known in desk.listed_articles() if known.state != "superseded"]
    at = ring.index(article) + 1 if article in ring else 0
    ring = [other for other in ring[at:] + ring[:at] if other not in taken]
    if desk.claim is None:
        return next(iter(ring), None)
    agreement = project.agreement(desk.claim)

    def says(article: str) -> tuple[bool, int] | None:
        """Whether evidence there counts, and its gravest stance."""
        pieces = [p for p in project.evidence_on(desk.claim or "", article) if p.anchor != "orphan"]
        counted = [p for p in pieces if p.id not in agreement.set_aside]
        return max(((bool(counted), _DISTANCE[p.stance]) for p in counted or pieces), default=None)

    here = (says(article) if article is not None else None) or (False, 0)
    told = [
        (counts, abs(stance - here[1]), stance, other)
        for other in ring
        for counts, stance in _some(says(other))
    ]
    if told:
        return max(told, key=lambda each: each[:3])[3]
    cells = set(agreement.open_cells)
    return next((other for other in ring if other in cells), next(iter(ring), None))


def _some(value: tuple[bool, int] | None) -> Iterator[tuple[bool, int]]:
    if value is not None:
        yield value


class SourcePane(Vertical):
    """One article of a comparison, and where one is in it.

    Attributes:
        article: its id; null while there is none to show.
        opened: its text, as soon as it is loaded and shown.
        piece: the quote of the current claim that is compared, if the article has one.
        held: where the cursor came to stand with that quote in hand; null when it has been let go.
        candidates: the sentences most likely to speak to the claim, where there was no quote.
        at: which of them is shown.
        failed: whether the text of its article could not be read.
    """

    reader = getters.query_one(Reader)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.article: str | None = None
        self.opened: Opened | None = None
        self.piece: str | None = None
        self.held: Span | None = None
        self.candidates: list[Span] = []
        self.at = 0
        self.failed = False

    def compose(self) -> ComposeResult:
        yield Static("", classes="stance", markup=False)
        yield Reader()

    def forget(self) -> None:
        """Let go of the article that was shown."""
        self.opened = self.piece = self.held = None
        self.candidates = []
        self.failed = False
        self.reader.clear()


class CompareScreen(CommandScreen):
    """The current claim in several articles. The article of the pane with the focus is the one in hand."""

    CSS_PATH = "compare.tcss"
    GROUPS = (COMPARING, MARKING, READING_HERE, EVERYWHERE, TYPES)
    PANES = ()
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = None

    status = getters.query_one(StatusBar)

    #: No list of claims here: deleting is always about a quote.
    on_claims = False
    #: The line above a pane says what its quote has, and nothing before there is one.
    shows_proposal = False

    def __init__(self) -> None:
        super().__init__()
        self.panes = [SourcePane(id=f"pane-{number}") for number in range(1, 4)]
        self.hand = self.panes[0]
        """The pane in hand."""
        self.together = True
        """Whether the panes scroll together."""
        self._wanted = 2
        # Which numbers, dates and names of the quotes are the same, and which differ.
        self._figures: list[str] = []
        self._claim: str | None = None
        self._loading: set[SourcePane] = set()
        self._holding = False
        # Whether quotes are still to be put side by side, and whether that is being done right now.
        self._unplaced = False
        self._placing = False
        self._alignments: dict[tuple[SourcePane, SourcePane], Alignment] = {}

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="claim", markup=False)
        with Panes(id="panes"):
            yield from self.panes
        yield Static("", id="hint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        for pane in self.panes:
            self._watch(pane)
        self._fold()
        self.hand.article = self.desk.article
        self.follow()
        self.hand.reader.focus()

    def _watch(self, pane: SourcePane) -> None:
        def scrolled() -> None:
            self._scrolled(pane)

        def wrapped() -> None:
            self.call_later(self._laid_out)

        self.watch(pane.reader, "scroll_y", scrolled, init=False)
        self.watch(pane.reader, "virtual_size", wrapped, init=False)

    def on_resize(self) -> None:
        if not self.is_mounted:
            return
        self._fold()
        self.follow()
        self.call_after_refresh(self._laid_out)

    def on_unmount(self) -> None:
        self._loading.clear()
        self._let_go()

    @property
    def ordered(self) -> OrderedKeys:
        """The app, as it deals with keys."""
        return cast("OrderedKeys", self.app)

    @property
    def room(self) -> ReadingRoom:
        """The reading room beneath."""
        from tui.screens.reading_room import ReadingRoom

        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReadingRoom))

    @property
    def visible_panes(self) -> list[SourcePane]:
        """The panes that are on the screen, in order."""
        return [pane for pane in self.panes if pane.display]

    def run_command(self, command: Command) -> None:
        """Run a command on the pane that has the focus by now."""
        for pane in self.visible_panes:
            if pane.reader.has_focus:
                self.take(pane)
        super().run_command(command)

    # ---- What the commands of reading and marking need --------------------------------------------

    @property
    def reader(self) -> Reader:
        """The reader of the pane in hand."""
        return self.hand.reader

    @property
    def place(self) -> tuple[Span, bool]:
        """The span under the cursor and whether it was chosen by hand, in the article in hand.

        Raises:
            ProjectError: no article is in the pane, so that there is nothing to mark.
        """
        self.require_article()
        return self.reader.span, self.reader.explicit

    def require_article(self) -> None:
        """Make sure that the article in hand is the one in the pane.

        Raises:
            ProjectError: it is not, so that there is nothing to mark.
        """
        if self.hand.opened is None or self.hand.article != self.desk.article:
            raise ProjectError("there is no article in this pane")

    def jumping(self) -> AbstractContextManager[None]:
        """Here the other pane is what one compares with; there is no way back but one's own."""
        return nullcontext()

    def marked(self, said: str, *, stay: bool) -> None:  # noqa: ARG002
        """A cell was marked. Here one always stays."""
        self.say(said)

    def reveal_claim(self) -> None:
        """The quotes of a claim come into view as soon as it is the current one."""

    # ---- Showing the project ---------------------------------------------------------------------

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now in every pane."""
        desk = self.desk
        desk.settle()
        self.status.follow()
        new_claim = desk.claim != self._claim
        self._claim = desk.claim
        self._choose(new_claim=new_claim)
        desk.article = self.hand.article or desk.article
        for pane in self.visible_panes:
            opened = desk.opened(pane.article) if pane.article is not None else None
            if pane in self._loading or pane.failed:
                continue
            if pane.opened is None or pane.opened is not opened:
                self._show(pane)
                continue
            pane.reader.set_highlights(desk.highlights(pane.article))
            if new_claim:
                self._go_to_quote(pane)
            else:
                self._keep_quote(pane)
        self._show_pairs()

    def _choose(self, *, new_claim: bool) -> None:
        """Give each pane an article: another one where its own is gone, or where it has nothing on a new
        claim while another one has."""
        project, panes = self.desk.project, self.visible_panes
        for pane in [self.hand, *(pane for pane in panes if pane is not self.hand)]:
            if pane.article is not None and project.find(Article, pane.article) is None:
                pane.article = None
                pane.forget()
            taken = {other.article for other in panes if other.article is not None}
            if pane.article is None:
                found = self.desk.article if pane is self.hand else None
                pane.article = (
                    found if found not in taken and found else rival(self.desk, self.hand.article, taken)
                )
            elif new_claim and pane is not self.hand and not self._pieces(pane):
                found = rival(self.desk, self.hand.article, taken)
                if found is not None and self.desk.piece_in(found) is not None:
                    pane.article = found
                    pane.forget()

    def _pieces(self, pane: SourcePane) -> list[Evidence]:
        """The quotes of the current claim in the article of a pane, in the order of its text."""
        if self._claim is None or pane.article is None:
            return []
        pieces = self.desk.project.evidence_on(self._claim, pane.article)
        return [piece for piece in pieces if piece.anchor != "orphan"]

    def _piece(self, pane: SourcePane) -> Evidence | None:
        return next((piece for piece in self._pieces(pane) if piece.id == pane.piece), None)

    def _show_pairs(self) -> None:
        """Show what follows from the quotes in hand: what differs, titles, which lines belong together."""
        self._alignments.clear()
        self._mark_words()
        for pane in self.visible_panes:
            self._title(pane)
        self._head()
        self._place()

    def _mark_words(self) -> None:
        """Mark what of the quotes in hand is equal and what is not: each against the one in the pane in hand,
        that one against all others."""
        quotes: dict[SourcePane, tuple[Span, str]] = {}
        for pane in self.visible_panes:
            piece = self._piece(pane)
            if piece is not None and pane.opened is not None:
                span = piece.quote.start, piece.quote.end
                quotes[pane] = span, pane.opened.text.raw[slice(*span)]
        first = self.hand if self.hand in quotes else next(iter(quotes), None)
        self._same = self._differs = 0
        for pane in self.visible_panes:
            marks: list[tuple[int, int, str]] = []
            if first is not None and pane in quotes and len(quotes) > 1:
                (start, _), quote = quotes[pane]
                against = [pane_ for pane_ in quotes if pane_ is not first] if pane is first else [first]
                parts = common([compare(quote, quotes[other][1]).one for other in against])
                for part in runs(quote, parts):
                    name = "reader--same" if part.equal else "reader--differs"
                    marks.append((start + part.start, start + part.end, name))
                if pane is first:
                    self._same = sum(part.equal and quote[part.start].isalnum() for part in parts)
                self._differs += sum(not part.equal for part in parts)
            pane.reader.set_marks(marks)
        self._compared = len(quotes)
        self._figures = []
        if first is not None:
            passages = [Passage(pane.article or "", quotes[pane][1]) for pane in quotes if pane is not first]
            here = Passage(first.article or "", quotes[first][1])
            self._figures = [line for there in passages for line in in_words(self.desk.project, here, there)]

    def _head(self) -> None:
        """The claim above the panes, and below them how to read them."""
        width = max(10, self.size.width - 2)
        head = self.query_one("#claim", Static)
        if self._claim is None:
            head.update(shown(f"no claim yet: {self.key('claim.make')} makes one from the sentence"))
        else:
            project = self.desk.project
            claim, agreement = project.claim(self._claim), project.agreement(self._claim)
            articles = {article.id: article for article in project.articles}
            number = f"{project.number(claim.id)} "
            cells = width * (2 if self.size.height >= TALL else 1) - len(number)
            head.update(
                Content("\n").join(
                    [
                        Content.assemble(
                            (number, "bold $text-accent"), shown(cut_middle(claim.text, cells), "bold")
                        ),
                        shown(cut(status_in_words(agreement, articles), width)),
                        *(
                            [shown(cut(" · ".join(self._figures), width), "$text-muted")]
                            * bool(self._figures)
                        ),
                    ]
                )
            )
        if self._compared < 2:
            hint = Content("fewer than two quotes: nothing to compare")
        elif not self._differs:
            hint = Content("word for word the same")
        else:
            same = f"{self._same} word{'' if self._same == 1 else 's'}"
            both = "in both" if self._compared == 2 else "in all"
            hint = Content.assemble(("only here", "bold reverse"), " ", (both, "underline"), f" ({same})")
        key = self.key
        keys = [
            f"{key('compare.quote')} quote",
            f"{key('compare.pane.next')} pane",
            f"{key('compare.together')} {'apart' if self.together else 'together'}",
            f"{key('article.previous')} {key('article.next')} article",
        ]
        if self._wanted < len(self.panes) and self.size.width >= THREE:
            keys.append(f"{key('compare.more')} third pane")
        for words in keys:
            if hint.cell_length + len(words) + 3 <= width:
                hint = Content.assemble(hint, shown(f" · {words}"))
        self.query_one("#hint", Static).update(hint)

    def _title(self, pane: SourcePane) -> None:
        """What stands above a text: in the frame, which article; under it, what that says to the claim and
        from whom."""
        cells = max(10, pane.size.width - 2)
        pane.border_title = shown(cut(self._article_words(pane), cells - 2))
        pane.query_one(".stance", Static).update(shown(cut(self._stance_words(pane), cells)))

    def _article_words(self, pane: SourcePane) -> str:
        if pane.article is None:
            return "no other article"
        article = self.desk.project.article(pane.article)
        words = [article.label, article.publisher or article.title]
        if article.published:
            words.append(article.published)
        if article.version > 1 or article.state == "superseded":
            words.append(f"v{article.version}")
        if article.state != "current":
            words.append(article.state)
        return " · ".join(words)

    def _stance_words(self, pane: SourcePane) -> str:
        desk, project = self.desk, self.desk.project
        if pane.article is None:
            return ""
        if pane.opened is None:
            return "loading …" if pane in self._loading else "cannot be shown"
        piece = self._piece(pane)
        if self._claim is None:
            return ""
        agreement = project.agreement(self._claim)
        if piece is not None:
            pieces = self._pieces(pane)
            words = [project.codebook.stance(piece.stance).label, desk.chain(piece.attribution)]
            if piece.certainty != "certain":
                words.append(self.desk.project.codebook.certainty_label(piece.certainty))
            if piece.id in agreement.set_aside:
                words.append("set aside")
            if len(pieces) > 1:
                letters = " ".join(STANCE_LETTERS[each.stance] for each in pieces)
                words.insert(0, f"{pieces.index(piece) + 1}/{len(pieces)} {letters}")
            return " · ".join(words)
        cell = CELL_WORDS[agreement.cells[pane.article]]
        if not pane.candidates:
            return f"no quote, no candidate · {cell}"
        if pane.reader.span != pane.candidates[pane.at]:
            return f"no quote: {self.key('compare.quote')} shows the best candidate · {cell}"
        best = "best candidate" if pane.at == 0 else f"candidate {pane.at + 1} of {len(pane.candidates)}"
        return f"no quote: {best} · {cell}"

    # ---- Articles --------------------------------------------------------------------------------

    def _show(self, pane: SourcePane) -> None:
        """Show the article of a pane at once if it is loaded and indexed; else do that, and let keys wait.

        A key that came before would mark the article that is still there, or with its offsets.
        """
        pane.forget()
        if pane.article is None:
            return
        opened = self.desk.opened(pane.article)
        if opened is not None and opened.ranks_at_once:
            self._arrive(pane, opened)
            return
        self._loading.add(pane)
        if not self._holding:
            self._holding = True
            self.ordered.hold_keys()
        self._load(pane, pane.article)

    @work(thread=True, group="compare")
    def _load(self, pane: SourcePane, article: str) -> None:
        try:
            opened = self.desk.load(article)
            opened.ranker()  # wherever the claim has no quote, candidates will be asked for
        except (VariorumError, MemoryError) as problem:
            self.app.call_from_thread(self._loaded, pane, article, None, str(problem) or "not enough memory")
        else:
            self.app.call_from_thread(self._loaded, pane, article, opened, "")

    def _loaded(self, pane: SourcePane, article: str, opened: Opened | None, problem: str) -> None:
        if pane.article != article or pane not in self._loading:
            return  # another one was chosen meanwhile, or the screen is gone
        self._loading.discard(pane)
        pane.failed = opened is None
        if opened is None:
            self.complain(problem)
        else:
            self._arrive(pane, opened)
        self._show_pairs()
        self._let_go()

    def _let_go(self) -> None:
        if self._holding and not self._loading:
            self._holding = False
            self.ordered.release_keys()

    def _arrive(self, pane: SourcePane, opened: Opened) -> None:
        assert pane.article is not None
        pane.opened = opened
        coverage = self.desk.coverage(pane.article)
        pane.reader.show(opened.text, self.desk.highlights(pane.article), coverage=coverage)
        self._go_to_quote(pane)

    def step_article(self, step: int) -> None:
        """Show the article `step` places on, of those that no other pane shows, in the pane in hand."""
        others = {pane.article for pane in self.visible_panes if pane is not self.hand}
        listed = [
            a.id for a in self.desk.listed_articles() if a.state != "superseded" or a.id == self.hand.article
        ]
        ring = [article for article in listed if article not in others]
        if self.hand.article not in ring or len(ring) < 2:
            self.complain("every article is shown already")
            return
        self.hand.article = ring[(ring.index(self.hand.article) + step) % len(ring)]
        self._bring(self.hand)

    def _bring(self, pane: SourcePane) -> None:
        """Show another article in a pane."""
        self._loading.discard(pane)
        self._show(pane)
        self._take_up(self.hand)
        self._show_pairs()
        self._let_go()

    # ---- Panes -----------------------------------------------------------------------------------

    def _fold(self) -> None:
        """Lay out for the width there is."""
        width = self.size.width
        self.set_class(width < STACK, "-stacked")
        many = self._wanted if width >= THREE else 2
        for number, pane in enumerate(self.panes):
            pane.display = number < many
        if not self.hand.display:
            self.take(self.panes[many - 1])
            self.hand.reader.focus()

    def take(self, pane: SourcePane) -> None:
        """Take a pane in hand: marks go to its article from now on."""
        if pane is not self.hand:
            self.hand = pane
            self._take_up(pane)
            self._show_pairs()

    def _take_up(self, pane: SourcePane) -> None:
        if pane is self.hand:
            self.desk.article = pane.article or self.desk.article
            self.desk.take_up(pane.piece if pane.held is not None and pane.held == pane.reader.span else None)

    def step_pane(self, step: int) -> None:
        """Go to another pane."""
        panes = self.visible_panes
        pane = panes[(panes.index(self.hand) + step) % len(panes)]
        self.take(pane)
        pane.reader.focus()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget.parent, SourcePane):
            self.take(event.widget.parent)

    def add_pane(self) -> None:
        """Show a third source, where there is room for it."""
        articles = [a for a in self.desk.project.articles if a.state != "superseded"]
        if self.size.width < THREE:
            self.complain(f"a third pane needs {THREE} columns")
        elif self._wanted == len(self.panes):
            self.complain("three panes is all there are")
        elif len(articles) <= self._wanted:
            self.complain("every article is shown already")
        else:
            self._set_panes(self._wanted + 1)

    def remove_pane(self) -> None:
        """Take the third source away."""
        if self._wanted == 2:
            self.complain("two panes is the least there are")
        else:
            self._set_panes(self._wanted - 1)

    def _set_panes(self, many: int) -> None:
        self._wanted = many
        self._fold()
        for pane in self.panes[many:]:
            pane.article = None
            pane.forget()
        self._unplaced = True
        self.follow()
        self.call_after_refresh(self._laid_out)

    # ---- Quotes ----------------------------------------------------------------------------------

    def _go_to_quote(self, pane: SourcePane, piece: Evidence | None = None) -> None:
        """Put the cursor of a pane on a quote of the claim: this one, else the one in hand, else the first;
        where there is none, on the best candidate."""
        if pane.opened is None:
            return
        self._unplaced = True
        pieces = self._pieces(pane)
        pane.held, pane.candidates, pane.at = None, [], 0
        if pieces:
            wanted = (piece.id,) if piece is not None else (pane.piece, self._in_hand(pane))
            found = next((each for each in pieces if each.id in wanted), pieces[0])
            pane.piece = found.id
            pane.reader.reveal(found.quote.start, found.quote.end)
            pane.held = pane.reader.span
        else:
            pane.piece = None
            if self._claim is not None:
                pane.candidates = self.desk.candidates(self._claim, pane.opened)
            if pane.candidates:
                pane.reader.reveal(*pane.candidates[0])
        self._take_up(pane)

    def _in_hand(self, pane: SourcePane) -> str | None:
        """The piece that the desk has in hand, for the pane in hand."""
        return self.desk.piece_in_view(pane.reader.span) if pane is self.hand else None

    def _keep_quote(self, pane: SourcePane) -> None:
        """After a change: the quote just marked, else the same as before, else the first there is."""
        pieces = [piece.id for piece in self._pieces(pane)]
        found = self._in_hand(pane)
        if found in pieces:
            if self.desk.quote_in_hand() is not None:
                pane.held = pane.reader.span
            pane.piece = found
        elif pane.piece not in pieces:
            pane.held = None
            pane.piece = next(iter(pieces), None)
        if pieces:
            pane.candidates = []
        elif not pane.candidates and pane.opened is not None and self._claim is not None:
            pane.candidates, pane.at = self.desk.candidates(self._claim, pane.opened), 0

    def next_quote(self) -> None:
        """To the quote in hand if the cursor has left it, else to the next one, in a ring; where there is
        none, the same with the candidates."""
        self.require_article()
        pane = self.hand
        pieces = self._pieces(pane)
        if pieces:
            ids = [piece.id for piece in pieces]
            at = ids.index(pane.piece) if pane.piece in ids else 0
            if pane.held is not None and pane.held == pane.reader.span:
                at = (at + 1) % len(pieces)
            self._go_to_quote(pane, pieces[at])
        elif pane.candidates:
            if pane.reader.span == pane.candidates[pane.at]:
                pane.at = (pane.at + 1) % len(pane.candidates)
            self._unplaced = True
            pane.reader.reveal(*pane.candidates[pane.at])
        else:
            self.complain("no quote here, and no sentence that shares a word with the claim")
        self._show_pairs()

    @on(Reader.Moved)
    def _moved(self, event: Reader.Moved) -> None:
        pane = event.reader.parent
        if pane is not self.hand or self.hand.opened is None:
            return
        span = self.reader.span  # by now: messages of several moves come one after another
        self.desk.moved_to(span)
        if self.hand.held == span:
            self.desk.take_up(self.hand.piece)
        elif self.desk.quote_in_hand() is None:
            self.hand.held = None
        near = self.desk.piece_near(span, self.reader.explicit)
        if near is not None and near.id != self.hand.piece:
            self.hand.piece = near.id
            self._show_pairs()
        else:
            self._title(self.hand)

    @on(Reader.HighlightClicked)
    def _highlight_clicked(self, event: Reader.HighlightClicked) -> None:
        pane = event.reader.parent
        if not isinstance(pane, SourcePane):
            return
        self.take(pane)
        piece = self.desk.project.piece(event.key)
        self.desk.choose_claim(piece.claim)
        pane.piece = piece.id
        self.follow()
        self._go_to_quote(pane, piece)
        self._show_pairs()

    def show_change(self, change: Change) -> None:
        """Go to where something was undone or done again."""
        for edit in change.edits:
            record = edit.after or edit.before
            if not isinstance(record, Evidence) or record.anchor == "orphan":
                continue
            if self.desk.project.find(Article, record.article) is None:
                continue
            pane = next((each for each in self.visible_panes if each.article == record.article), self.hand)
            if pane.article != record.article:
                pane.article = record.article
                self._bring(pane)
            self.take(pane)
            pane.reader.focus()
            there = self.desk.project.find(Evidence, record.id)
            if there is not None and there.claim == self._claim:
                self._go_to_quote(pane, there)
            elif pane.opened is not None:
                pane.reader.reveal(record.quote.start, record.quote.end)
            self._show_pairs()
            return

    # ---- Scrolling together ----------------------------------------------------------------------

    def turn_together(self) -> None:
        """Scroll together, or each by itself."""
        self.together = not self.together
        self.say("scrolling together" if self.together else "each pane scrolls by itself")
        self._show_pairs()

    def _spot(self, pane: SourcePane) -> int | None:
        """The line that is to stand beside the other panes': of the quote in hand or of the candidate."""
        piece = self._piece(pane)
        if piece is not None:
            return pane.reader.line_of(piece.quote.start)
        return pane.reader.line_of(pane.candidates[pane.at][0]) if pane.candidates else None

    @on(Reader.LaidOut)
    def _laid_out(self) -> None:
        """The lines of a text, or the room for them, have changed."""
        if self.is_attached:
            self._show_pairs()

    def _place(self) -> None:
        """Put the quotes in hand side by side if they are not yet; else let the others follow the pane in
        hand."""
        panes = [pane for pane in self.visible_panes if pane.opened is not None]
        if self._loading or self.hand not in panes or not all(pane.reader.line_count for pane in panes):
            return
        if not self._unplaced:
            self._let_follow(self.hand)
            return
        self._unplaced = False
        moved = panes if self.together else [self.hand]
        spots = {pane: spot for pane in moved if (spot := self._spot(pane)) is not None}
        last = [max(0, pane.reader.line_count - pane.reader.window_lines) for pane in spots]
        row = row_for(list(spots.values()), last, min(pane.reader.window_lines for pane in panes))
        self._placing = True
        try:
            for pane, line in spots.items():
                pane.reader.put_on_top(line - row)
        finally:
            self._placing = False
        if self.hand in spots and len(spots) < len(moved):
            self._let_follow(self.hand, [pane for pane in moved if pane not in spots])

    def _scrolled(self, pane: SourcePane) -> None:
        """A pane has scrolled: the one in hand, or another one under the mouse."""
        if self._placing or self._unplaced or pane.opened is None:
            return
        over = self.app.mouse_over
        if pane is self.hand or (over is not None and pane in over.ancestors_with_self):
            self._let_follow(pane)

    def _let_follow(self, pane: SourcePane, others: list[SourcePane] | None = None) -> None:
        """Scroll the other panes so that what belongs together stays side by side."""
        if not self.together:
            return
        self._placing = True
        try:
            for other in others or self.visible_panes:
                if other is not pane and other.opened is not None and other.reader.line_count:
                    top = self._alignment(pane, other).follow(pane.reader.scroll_offset.y)
                    other.reader.put_on_top(top)
        finally:
            self._placing = False

    def _alignment(self, pane: SourcePane, other: SourcePane) -> Alignment:
        found = self._alignments.get((pane, other))
        if found is None:
            one, two = pane.reader, other.reader
            found = self._alignments[pane, other] = Alignment(
                self._anchors(pane, other),
                (one.line_count, two.line_count),
                (one.window_lines, two.window_lines),
            )
        return found

    def _anchors(self, pane: SourcePane, other: SourcePane) -> Iterator[tuple[int, int]]:
        """Pairs of lines that belong together: the quotes in hand, those of the claim in their order, the
        first quotes of each other claim that both articles have."""
        spots = self._spot(pane), self._spot(other)
        if spots[0] is not None and spots[1] is not None:
            yield spots[0], spots[1]
        line, other_line = pane.reader.line_of, other.reader.line_of
        for one, two in zip(self._pieces(pane), self._pieces(other), strict=False):
            yield line(one.quote.start), other_line(two.quote.start)
        if pane.article is None or other.article is None:
            return
        project = self.desk.project
        firsts: dict[str, int] = {}
        for piece in reversed(project.evidence_in(other.article)):
            if piece.anchor != "orphan":
                firsts[piece.claim] = piece.quote.start
        for piece in project.evidence_in(pane.article):
            start = firsts.pop(piece.claim, None) if piece.anchor != "orphan" else None
            if start is not None:
                yield line(piece.quote.start), other_line(start)

    # ---- Leaving ---------------------------------------------------------------------------------

    def leave(self) -> None:
        """Back to the reading room, at the article and the place of the pane in hand."""
        room, pane, quote = self.room, self.hand, self.desk.quote_in_hand()
        piece = pane.piece if quote is not None else None
        span, select = quote or pane.reader.span, pane.reader.explicit
        self.dismiss()
        if pane.opened is not None and pane.article is not None:
            room.come_back(pane.article, span, piece, select=select)
