"""The reading room: sources, the article in hand, the claims; the screen on which the work is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.timer import Timer
from textual.widgets import Input, Static

from annotations.changes import Change
from annotations.errors import ProjectError, VariorumError
from annotations.records import Article, Evidence, Stance
from annotations.text.folding import Narrowing
from tui.commands.claims import CLAIMS
from tui.commands.codebook import TYPES
from tui.commands.command import Command, bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.marking import MARKING
from tui.commands.reading import READING
from tui.commands.searching import SEARCHING, WHILE_HITS_SHOW
from tui.commands.selecting import SELECTING
from tui.commands.sentences import SENTENCES
from tui.commands.sharing import SHARING
from tui.commands.walking import WALKING
from tui.desk import Opened, Span
from tui.display import cut, retitle, subtitle
from tui.figures import on_the_walk
from tui.looks.linear import is_linear
from tui.notices import Ground
from tui.ordered_keys import OrderedKeys
from tui.prefill import is_ready
from tui.reader import LongWork, StoppedError
from tui.screens.command_screen import CommandScreen
from tui.screens.searching import Searching
from tui.tooltips import tell
from tui.widgets.claims import ClaimCard, ClaimList
from tui.widgets.find_bar import FilterBar, FindBar, FindField, SearchBar
from tui.widgets.guide import Guide
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import Place, Reader
from tui.widgets.rows import Rows
from tui.widgets.sources import SourceList, SourceTabs
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Below this many columns the sources fold into a line of tabs.
FOLD = 110
#: The commands whose keys act in a field, too.
IN_FIELDS = ("palette", "quit")
#: How many articles before and after the one in hand are loaded without being asked for.
NEAR = 20
#: Seconds after which it is shown how far something has come that keys wait for, again and again.
WATCH = 0.2
#: So many lines of the card stay in view, whatever is said.
CARD = 5
#: Below this many columns and lines there is no room to work in.
LEAST = (60, 16)


@dataclass(frozen=True)
class Destination:
    """Where to go: an article, a span of it, to be selected or not, the piece of evidence to take in hand
    there; or on a walk, where the best candidate is; or a place where the reader was before."""

    article: str
    span: Span | None = None
    piece: str | None = None
    walking: bool = False
    place: Place | None = None
    select: bool = False


class ReadingRoom(CommandScreen):
    """Sources at the left, the reader in the middle, the claims at the right."""

    CSS_PATH = "reading_room.tcss"
    GROUPS = (MARKING, WALKING, CLAIMS, EVERYWHERE, READING, SELECTING, SENTENCES, SEARCHING, SHARING, TYPES)
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = "Reader"

    reader = getters.query_one(Reader)
    claims = getters.query_one(ClaimList)
    card = getters.query_one(ClaimCard)
    sources = getters.query_one(SourceList)
    tabs = getters.query_one(SourceTabs)
    status = getters.query_one(StatusBar)

    _shown_article: str | None = None
    _destination: Destination | None = None
    _holding: bool = False
    # What is under way on another thread while keys wait, what that is, and what looks how far it has come.
    _work: LongWork | None = None
    _doing: str = ""
    # Whether the quotes in the sentence in hand are said below the text.
    _says_quotes: bool = False
    _says_marked: bool = False
    _watch: Timer | None = None
    # Where the reader was before the last jump, and where it is while one is under way: article and place.
    _before: tuple[str, Place] | None = None
    _leaving: tuple[str, Place] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.searching = Searching(self)
        self._loading: set[str] = set()

    def compose(self) -> ComposeResult:
        columns, lines = LEAST
        needs = f"Variorum needs {columns} columns and {lines} lines to work in."
        yield Static(f"{needs} Nothing is lost: make the window larger.", id="too-small", markup=False)
        yield StatusBar(self.desk)
        yield SourceTabs(self.desk)
        with Horizontal(id="panes"):
            with Vertical(id="articles"):
                yield SourceList(self.desk)
                yield FilterBar(id="filter-sources")
            with Vertical(id="reading"):
                yield Static("", id="nothing", markup=False)
                yield Reader()
                yield SearchBar()
            with Vertical(id="annotations"):
                yield ClaimList(self.desk)
                yield FilterBar(id="filter-claims")
                yield ClaimCard(self.desk, id="card")
        yield KeyLine()

    def on_mount(self) -> None:
        retitle(self.query_one("#articles"), "Sources")
        self.reader.set_measure(self.desk.settings.measure)
        self.fold()
        self.follow()
        if self.desk.article is not None:
            was_at = self.desk.place_in(self.desk.article)
            if was_at is not None:  # one was here before, and goes on where one was
                self._go(Destination(self.desk.article, was_at))
            else:
                self.open_article(self.desk.article)
        self.load_near()
        self.call_after_refresh(self._title)  # it is cut to the width of a pane that is laid out by then

        if cast("VariorumApp", self.app).introduce:
            from tui.welcome import introduction

            guide = Guide()
            self.mount(guide, before=0)
            guide.tell(
                f"This is your copy of the sample, in {self.desk.project.folder}", introduction(self.desk.key)
            )

    def put_away_guide(self) -> bool:
        """Take the words about the sample away; whether they were there."""
        app = cast("VariorumApp", self.app)
        guides = self.query(Guide)
        if app.tutorial is not None or not guides:
            return False
        app.introduce = False
        guides.remove()
        return True

    def on_resize(self) -> None:
        self.fold()
        self.call_after_refresh(cast("VariorumApp", self.app).place_notice)

    def notice_ground(self) -> Ground:
        """Where something may be said: in the reader, but not over the sentence in hand; else at the foot of
        the card."""
        reader, card = self.reader, self.card.region
        if not reader.region:
            return super().notice_ground()
        foot = Region(card.x, card.y + CARD, card.width, max(0, card.height - CARD))
        return Ground([reader.region, foot], [reader.region_in_hand])

    def fold(self) -> None:
        """Lay out for the width there is."""
        narrow = self.size.width < FOLD and not is_linear(self)
        self.set_class(narrow, "-narrow")
        columns, lines = LEAST
        self.set_class(self.size.width < columns or self.size.height < lines, "-too-small")
        if narrow and self.query_one("#articles").has_focus_within:
            self.reader.focus()

    @property
    def ordered(self) -> OrderedKeys:
        """The app, as it deals with keys."""
        return cast("OrderedKeys", self.app)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does anything now: keys of commands do nothing in a field, and while hits show `n`
        walks them."""
        if action != "run_command":
            return super().check_action(action, parameters)
        if isinstance(self.focused, Input):
            return parameters[0] in IN_FIELDS
        if parameters[0] in WHILE_HITS_SHOW:
            return self.searching.shows
        return not (parameters[0] == "mark.no_mention" and self.searching.shows)

    def run_command(self, command: Command) -> None:
        """Run a command, unless there is no room to see what it does."""
        if not self.has_class("-too-small") or command.id == "quit":
            super().run_command(command)

    # ---- Showing the project ---------------------------------------------------------------------

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now in every pane."""
        desk = self.desk
        desk.settle()
        self.status.follow()
        self.sources.follow()
        self.tabs.follow()
        self.claims.follow()
        for rows in (self.claims, self.sources):
            if self._filter_bar(rows).is_open:
                self._tell_filter(rows)
        self.card.follow()
        count = len(desk.project.claims)
        position = desk.project.number(desk.claim) if desk.claim is not None else 0
        retitle(self.query_one("#annotations"), f"Claims {position} of {count}")
        self.tell_place()
        if desk.article is None:
            self.reader.clear()
            self._shown_article = None
            retitle(self.query_one("#reading"), "No articles")
            self._say_nothing_to_read()
        elif self._shown_article == desk.article:
            self.reader.set_highlights(desk.highlights())
            if self._destination is None and self.in_charge and desk.opened(desk.article) is None:
                # Its sentences are cut otherwise now, by an undo or by somebody else.
                self._go(Destination(desk.article, place=self.reader.place()))
        elif self._destination is None and self.in_charge:  # else it is on its way, or in hand elsewhere
            self.open_article(desk.article)
        self.set_class(desk.article is None, "-empty")
        self._title()

    def _say_nothing_to_read(self) -> None:
        """Say in place of an article where articles come from."""
        from tui.welcome import nothing_to_read

        self.query_one("#nothing", Static).update(nothing_to_read(self.desk, self.desk.key))

    def _tell_below(self) -> None:
        """Say below the claims in which order they stand, where it is another one than usual; on the walk,
        where the card has no room for it, which figures are the same, those to check first."""
        words, pane = "", self.query_one("#annotations")
        if self.desk.claims_order != "number":
            from annotations.matrix import ORDERS

            words = ORDERS[self.desk.claims_order]
        if self.card.is_short:
            words = " · ".join(reversed(on_the_walk(self.desk))) or words
        subtitle(pane, cut(words, max(8, pane.size.width - 4)))

    def _title(self) -> None:
        desk = self.desk
        if desk.article is None:
            return
        article = desk.project.article(desk.article)
        parts = [article.label, article.publisher or article.title]
        if article.publisher:
            parts.append(article.title)
        if article.published:
            parts.append(article.published)
        if article.version > 1 or article.state == "superseded":
            parts.append(f"v{article.version}")
        if article.state != "current":
            parts.append(article.state)
        pane = self.query_one("#reading")
        retitle(pane, cut(" · ".join(parts), max(10, pane.size.width - 4)))

    @property
    def shows_proposal(self) -> bool:
        """Whether the screen says who a passage seems to have it from before it is marked."""
        return is_ready()

    def tell_place(self) -> None:
        """Say above the card where the walk is, and who the passage here seems to have it from."""
        here = self._shown_article is not None and self._shown_article == self.desk.article
        proposed = self.desk.proposal_in_words(self.reader.span) if here else ""
        room = max(10, self.card.outer_size.width - 2)  # between the first and the last cell of the frame
        if proposed and self.desk.walk is None:
            # Right over the claim it would be taken for something about that; on the walk the candidate is
            # named before it.
            proposed = f"{'quote' if self.desk.has_quote_at(self.reader.span) else 'here'}: {proposed}"
        titles = [" · ".join(filter(None, (words, proposed))) for words in self._walk_titles()]
        marked = None if self.on_walk else self.desk.marked_elsewhere
        self._says_marked = marked is not None
        if marked is not None:  # else the quote in view would be taken for the one that keys are about
            label = self.desk.project.article(marked.article).label
            keys = " ".join(self.key(id) for id in ("attribution", "certainty", "note", "delete"))
            titles = [f"{keys}: the quote just marked in {label}", f"{keys}: just marked in {label}"]
        retitle(
            self.card, cut(next((title for title in titles if cell_len(title) <= room), titles[-1]), room)
        )
        self._tell_below()
        if is_linear(self) or self._says_quotes:
            self._say_quotes()

    def after_keys(self) -> None:
        """Keys were pressed: what was marked before them is not what the next one is about."""
        if self._says_marked and self.desk.marked_elsewhere is None:
            self.tell_place()

    def _say_quotes(self) -> None:
        """Say below the text which passage is in hand and which quotes are in it; elsewhere the gutter and
        lines do."""
        project = self.desk.project
        said = [
            f"{'current ' if quote.current else ''}claim {quote.number} of {len(project.claims)}, "
            f"{project.codebook.stance(cast('Stance', quote.stance)).label}"
            f"{'' if quote.counted else ', set aside'}"
            for quote in self.reader.quotes_here()
        ]
        pane = self.query_one("#reading")
        self._says_quotes = is_linear(self)
        here = f"{self.reader.place_in_words}; here: {'; '.join(dict.fromkeys(said)) or 'no quote'}"
        words = here if self._says_quotes and self.reader.article is not None else ""
        subtitle(pane, cut(words, max(10, pane.size.width - 4)))

    def _walk_titles(self) -> tuple[str, ...]:
        """Where the walk is: in full, then in shorter words for where there is no room."""
        walk = self.desk.walk
        if walk is None:
            return ("",)
        if not self.on_walk:
            return (f"walk: {self.key('walk.next')} goes on",)
        count = len(walk.candidates)
        if not count:
            return ("walk: no candidate",)
        if self.reader.article is not None and self.reader.span != walk.candidates[walk.at]:
            many = f"{count} candidate{'s' * (count > 1)}"
            key = self.key("walk.candidate.next")
            return f"{many}: {key} goes there", f"{key} {many}", f"{key} {count} cand."
        at = walk.at + 1
        return f"candidate {at} of {count}", f"candidate {at}/{count}", f"cand. {at}/{count}"

    def on_enter(self, event: events.Enter) -> None:
        """Say what a pane is for, under the pointer on its frame: in the pane it would hide what is read."""
        key = self.key
        panes = {
            "articles": f"The articles. {key('article.previous')} {key('article.next')} go through them.",
            "reading": f"The article in hand. {key('claim.make')} makes a claim of what is under the cursor.",
            "annotations": f"The claims, and below them the one in hand. {key('help')} shows every key.",
        }
        for id, words in panes.items():
            pane = self.query_one(f"#{id}")
            tell(pane, words if event.node is pane else "")

    # ---- Going places ----------------------------------------------------------------------------

    @property
    def on_walk(self) -> bool:
        """Whether a walk over open cells is under way, in the article in hand."""
        walk = self.desk.walk
        return walk is not None and walk.article == self.desk.article

    @property
    def place(self) -> tuple[Span, bool]:
        """The span under the cursor and whether it was chosen by hand, in the article in hand.

        Raises:
            ProjectError: no article is on the screen, so that there is nothing to mark.
        """
        self.require_article()
        return self.reader.span, self.reader.explicit

    @property
    def on_claims(self) -> bool:
        """Whether the list of claims has the focus."""
        return self.claims.has_focus

    def marked(self, said: str, *, stay: bool) -> None:
        """A cell was marked: on a walk go on to the next one, unless it is to `stay`; say so."""
        if self.on_walk and not stay:
            self.walk_on(said)
        else:
            self.say(said)

    def require_article(self) -> None:
        """Make sure that the article in hand is the one on the screen.

        Raises:
            ProjectError: no article is on the screen, so that there is nothing to mark.
        """
        if self._shown_article is None or self._shown_article != self.desk.article:
            raise ProjectError("there is no article on the screen")

    def open_article(self, article: str) -> None:
        """Take an article in hand: on a walk at its best candidate; else at the current claim's quote in it;
        else where one was."""
        walk = self.desk.walk
        if walk is not None and article in self.desk.project.agreement(walk.claim).open_cells:
            self._go(Destination(article, walking=True))
            return
        piece = self.desk.piece_in(article)
        if piece is None or article == self._shown_article:
            self._go(Destination(article))
        else:
            self._go(Destination(article, (piece.quote.start, piece.quote.end), piece.id))

    def _go(self, destination: Destination) -> None:
        """Go there at once if the text is loaded; else load it, and let keys wait until it is there.

        A key that came before would mark the article that is still on the screen, or with its offsets.
        """
        self._destination = destination
        if self._leaving is None:
            self._leaving = self._here()
        opened = self.desk.opened(destination.article)
        if opened is not None and (opened.ranks_at_once or not destination.walking):
            self._arrive(destination, opened)
            return
        work = LongWork(2 if destination.walking else 1)
        self._begin_work(work, "opening")
        self._load_and_go(destination, work)

    def _begin_work(self, work: LongWork, doing: str) -> None:
        """Let keys wait for something on another thread; if it takes long, show how far that has come."""
        self._work, self._doing = work, doing
        if not self._holding:
            self._holding = True
            self.ordered.hold_keys(self._stay)
            self._watch = self.set_interval(WATCH, self._tell_work)

    def _tell_work(self) -> None:
        if self._work is not None and self.key_line is not None:
            article = self._destination.article if self._destination is not None else self.desk.article
            label = self.desk.project.article(article).label if article is not None else "an article"
            self.key_line.show_work(f"{self._doing} {label}", self._work.share)

    def _stay(self) -> None:
        """Esc while something is on its way: stay where one is, or go back there."""
        if self._destination is not None:
            going = self._destination.article
            if self._work is not None:
                self._work.stop()
            self._let_go()
            self.say(f"{self.desk.project.article(going).label} was not opened")
        elif self.reader.laying_out is not None and self._before is not None:
            label = self.desk.project.article(self._shown_article or "").label
            article, place = self._before
            self.reader.clear()
            self._shown_article = None
            self._let_go()
            self._go(Destination(article, place=place))
            self.say(f"{label} was not opened")

    def _let_go(self) -> None:
        self._destination = self._leaving = self._work = None
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self.key_line is not None:
            self.key_line.end_work()
        if self._holding:
            self._holding = False
            self.ordered.release_keys()

    @work(thread=True, group="open")
    def _load_and_go(self, destination: Destination, work: LongWork) -> None:
        try:
            opened = self.desk.load(destination.article, work)
            if destination.walking:
                work.next_stage()
                opened.ranker(work)
        except StoppedError:
            return
        except (VariorumError, MemoryError) as problem:
            self.app.call_from_thread(self._loaded, destination, None, str(problem) or "not enough memory")
        else:
            self.app.call_from_thread(self._loaded, destination, opened, "")

    def _loaded(self, destination: Destination, opened: Opened | None, problem: str) -> None:
        if destination is not self._destination:
            return  # somebody clicked elsewhere meanwhile
        if opened is None:
            self._let_go()
            self.complain(problem)
        else:
            self._arrive(destination, opened)

    def load_near(self) -> None:
        """Load the articles around the one in hand, so that going from one to another never waits."""
        every = [article.id for article in self.desk.project.current_articles]
        at = every.index(self.desk.article) if self.desk.article in every else 0
        ring = every[at:] + every[:at]
        near = ring if len(ring) <= 2 * NEAR else [*ring[:NEAR], *ring[-NEAR:]]
        wanted = [article for article in near if article not in self._loading]
        if wanted:
            self._loading.update(wanted)
            self._load(wanted)

    @work(thread=True, group="load")
    def _load(self, articles: list[str]) -> None:
        for article in articles:
            try:
                self.desk.load(article)
            except VariorumError as problem:
                self.app.call_from_thread(self.complain, str(problem))

    def _arrive(self, destination: Destination, opened: Opened) -> None:
        desk, article, span = self.desk, destination.article, destination.span
        leaving = self._leaving
        self._let_go()
        desk.article = article
        self.load_near()
        if destination.walking:
            span = desk.find_candidates(opened)
        if span is None and destination.place is None and self._shown_article != article:
            span = desk.place_in(article)
        if self._shown_article != article or self.reader.article is not opened.text:
            self.reader.show(opened.text, desk.highlights(), coverage=desk.coverage(article))
            self._shown_article = article
        if destination.place is not None:
            self.reader.return_to(destination.place)
        elif span is not None:
            # The sentence cursor says it all where the quote is the sentence.
            exactly = destination.piece is not None and not opened.text.is_sentence(*span)
            self.reader.reveal(*span, select=exactly or destination.select)
        desk.take_up(destination.piece)
        if self.reader.laying_out is not None:
            self._begin_work(self.reader.laying_out, "laying out")
        self._jumped(leaving)
        self.searching.arrived()
        if self.in_charge:  # as the message of the move will say, so that the card is painted once
            desk.moved_to(self.reader.span)
        self.follow()

    def _here(self) -> tuple[str, Place] | None:
        """The article on the screen and where the reader is in it."""
        if self._shown_article is None or self.reader.article is None:
            return None
        return self._shown_article, self.reader.place()

    def _jumped(self, left: tuple[str, Place] | None) -> None:
        """Remember the place that was left, if the reader is elsewhere now."""
        here = self._here()
        if left is not None and here is not None and left != here:
            self._before = left

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Whatever moves the reader far within the article is done in here, so that one can go back."""
        left = self._here()
        yield
        self._jumped(left)

    def go_back(self) -> None:
        """Go to where the reader was before the last jump; that is a jump, too."""
        if self._before is None or self.desk.project.find(Article, self._before[0]) is None:
            self.complain("you have not jumped anywhere yet")
            return
        article, place = self._before
        self._go(Destination(article, place=place))

    def come_back(self, article: str, span: Span, piece: str | None, *, select: bool) -> None:
        """Come back from another screen at the place, and with the piece in hand, that one was at there."""
        self._go(Destination(article, span, piece, select=select))

    def go_to(self, article: str, span: Span) -> None:
        """Show a passage of an article."""
        self._go(Destination(article, span))

    def jump_to(self, piece_id: str) -> None:
        """Show a quote in its place and take it in hand."""
        piece = self.desk.project.piece(piece_id)
        self.desk.choose_claim(piece.claim)
        if piece.anchor == "orphan":
            self.complain("this quote found no place in the new version; here is the article")
            self._go(Destination(piece.article))
        else:
            self._go(Destination(piece.article, (piece.quote.start, piece.quote.end), piece.id))

    def show_change(self, change: Change) -> None:
        """Go to where something was undone or done again."""
        for edit in change.edits:
            record = edit.after or edit.before
            if isinstance(record, Evidence) and record.anchor != "orphan":
                there = self.desk.project.find(Evidence, record.id)
                if self.desk.project.find(Article, record.article) is not None:
                    place = there.quote if there is not None else record.quote
                    self._go(
                        Destination(record.article, (place.start, place.end), there.id if there else None)
                    )
                return

    def reveal_claim(self) -> None:
        """Bring the current claim's first quote in the article in hand into view, if there is one."""
        desk = self.desk
        if desk.claim is None or desk.article is None:
            return
        for piece in desk.project.evidence_on(desk.claim, desk.article):
            if piece.anchor != "orphan":
                self.jump_to(piece.id)
                return

    def next_open_cell(self) -> None:
        """Walk to the next open cell, of this claim first."""
        found = self.desk.next_open_cell()
        if found is None:
            self.desk.walk = None
            self.follow()
            make = self.key("claim.make")
            self.say(
                "every cell is looked at" if self.desk.project.claims else f"no claims yet: {make} makes one"
            )
            return
        claim, article = found
        self.desk.begin_walk(claim)
        self._go(Destination(article, walking=True))

    def walk_on(self, said: str) -> None:
        """After a mark on the walk: to the next open cell of this claim, or back to where it came from.

        `said` names the mark, so that the end of the walk can be told in the same breath.
        """
        walk = self.desk.walk
        if walk is None:
            return
        found = self.desk.next_open_cell()
        if found is not None and found[0] == walk.claim:
            self._go(Destination(found[1], walking=True))
            self.say(said)
            return
        self.desk.walk = None
        home = self.desk.project.find(Evidence, walk.home) if walk.home is not None else None
        if home is not None:
            # Not in hand: this claim is done, and edge keys are about the next one.
            span = (home.quote.start, home.quote.end) if home.anchor != "orphan" else None
            self._go(Destination(home.article, span))
        self.follow()
        self.say(f"{said} · every source is looked at")

    def ask_independence(self) -> None:
        """Ask whether two origins are independent where that would change the status of the current claim.

        Once a pair: an answer is a change of the project; no answer (Esc) is asked again another time.
        """
        desk = self.desk
        if desk.claim is None or desk.project.read_only or not self.is_current:
            return
        if not desk.settings.asks("independence"):
            return  # left open they count as one, so that nothing is over-counted
        if self.ordered.keys_under_way:
            return  # keys that were pressed before it could be read are no answer; it is asked after them
        pair = desk.project.independence_question(desk.claim)
        if pair is None or pair in desk.asked:
            return
        desk.asked.add(pair)
        project = desk.project
        one, other = (project.origin(id).name for id in pair)
        number = project.number(desk.claim)
        keep, drop = pair if len(one) >= len(other) else (pair[1], pair[0])
        kept, dropped = project.origin(keep).name, project.origin(drop).name
        from tui.screens.question import Question

        self.app.push_screen(
            Question(
                desk,
                "Independent?",
                f"{one} and {other}: independent of each other? The status of claim {number} hangs on it.",
                [
                    # The one that raises a status is not the first: an arrow and Enter are soon pressed.
                    (
                        "",
                        "same group: one follows the other, or both one power",
                        lambda: project.say_same_group(*pair),
                    ),
                    ("", "independent: each knows it for itself", lambda: project.say_independent(*pair)),
                    (
                        "",
                        f"one and the same: {dropped} is another name of {kept}",
                        lambda: project.merge_origins(keep, drop),
                    ),
                    (
                        "",
                        "don't know: counted as one, not asked again",
                        lambda: project.say_undecided(*pair),
                    ),
                ],
            )
        )

    # ---- What the panes say ----------------------------------------------------------------------

    @on(Reader.Moved)
    def _moved(self) -> None:
        if not self.in_charge:
            return
        # Where the reader is by now: messages of several moves come one after another.
        self.desk.moved_to(self.reader.span)
        cast("VariorumApp", self.app).place_notice()
        self.tell_place()
        if self.on_walk:
            self.card.follow()  # which figures are the same here

    @on(Reader.LaidOut)
    def _laid_out(self) -> None:
        if self._destination is None:
            self._let_go()

    @on(Reader.Asking)
    def _asking(self, event: Reader.Asking) -> None:
        asked = {"start": "from which word? its letters · Esc", "end": "up to which word? its letters · Esc"}
        subtitle(self.query_one("#reading"), asked[event.edge] if event.edge is not None else "")

    @on(Reader.HighlightClicked)
    def _highlight_clicked(self, event: Reader.HighlightClicked) -> None:
        piece = self.desk.project.piece(event.key)
        self.desk.choose_claim(piece.claim)
        self.desk.take_up(piece.id)
        self.follow()

    @on(SourceTabs.Chosen)
    def _tab_chosen(self, event: SourceTabs.Chosen) -> None:
        self.open_article(event.article)

    @on(Rows.Chosen)
    def _row_chosen(self, event: Rows.Chosen) -> None:
        if event.rows is self.sources:
            self.open_article(self.sources.article_at(event.row))
            self.reader.focus()
        else:
            self._jump_through(self.claims.claim_at(event.row))

    @on(Rows.Moved)
    def _row_moved(self, event: Rows.Moved) -> None:
        if event.rows is self.claims:
            self.desk.choose_claim(self.claims.claim_at(event.row))
            self.follow()
            self.reveal_claim()

    # ---- Fields ----------------------------------------------------------------------------------

    @on(Input.Changed, "SearchBar FindField")
    def _search_typed(self) -> None:
        self.searching.typed()

    @on(FindField.Kept, "SearchBar")
    def _search_kept(self) -> None:
        self.searching.keep()

    @on(FindField.Left, "SearchBar")
    def _search_left(self) -> None:
        self.searching.leave()

    @on(FindField.Turned, "SearchBar")
    def _search_turned(self, event: FindField.Turned) -> None:
        self.searching.turn(event.what)

    @on(FindField.Stepped, "SearchBar")
    def _search_stepped(self, event: FindField.Stepped) -> None:
        if self.searching.shows:
            self.searching.step(event.step)

    def filter(self, rows: ClaimList | SourceList) -> None:
        """Open the field that narrows a list, or go back to it.

        Raises:
            ProjectError: the list is not on the screen.
        """
        if rows is self.sources and self.has_class("-narrow"):
            keys = f"{self.key('article.previous')} {self.key('article.next')}"
            raise ProjectError(f"the list of sources shows from {FOLD} columns on; {keys} go through them")
        bar = self._filter_bar(rows)
        if bar.is_open:
            bar.field.focus()
            return
        bar.open("/", "words #tag status" if rows is self.claims else "words")
        self._tell_filter(rows)

    def _filter_bar(self, rows: Rows) -> FilterBar:
        return self.query_one("#filter-claims" if rows is self.claims else "#filter-sources", FilterBar)

    def _filtered_by(self, bar: FindBar) -> ClaimList | SourceList:
        return self.claims if bar.id == "filter-claims" else self.sources

    def _tell_filter(self, rows: ClaimList | SourceList) -> None:
        project = self.desk.project
        count = len(project.claims if rows is self.claims else project.articles)
        self._filter_bar(rows).say(f"{rows.row_count} of {count}")

    @on(Input.Changed, "FilterBar FindField")
    def _filter_typed(self, event: Input.Changed) -> None:
        assert isinstance(event.input, FindField)
        rows = self._filtered_by(event.input.bar)
        if event.input.bar.is_open:
            rows.narrowing = Narrowing(event.value)
            rows.follow()
            self._tell_filter(rows)

    @on(FindField.Kept, "FilterBar")
    @on(FindField.Stepped, "FilterBar")
    def _filter_kept(self, event: FindField.Kept | FindField.Stepped) -> None:
        rows = self._filtered_by(event.bar)
        rows.focus()
        if not rows.narrowing:
            event.bar.close()

    @on(FindField.Left, "FilterBar")
    def _filter_left(self, event: FindField.Left) -> None:
        self._unfilter(self._filtered_by(event.bar))

    def _unfilter(self, rows: ClaimList | SourceList) -> None:
        rows.narrowing = Narrowing("")
        rows.focus()  # before the field is gone, or the focus goes where it likes
        self._filter_bar(rows).close()
        rows.follow()

    def drop_filter(self) -> bool:
        """Show all rows of the list that has the focus again; whether it was narrowed."""
        for rows in (self.claims, self.sources):
            if rows.has_focus and rows.narrowing:
                self._unfilter(rows)
                return True
        return False

    def _jump_through(self, claim: str) -> None:
        """To the first quote of a claim; on the same claim again, to the next one, in a ring."""
        self.desk.choose_claim(claim)
        every = self.desk.project.evidence_on(claim)
        pieces = [piece for piece in every if piece.anchor != "orphan"] or every[:1]
        if not pieces:
            self.follow()
            self.complain("this claim has no quotes yet")
            return
        in_hand = self.desk.piece_in_view(self.reader.span)
        ids = [piece.id for piece in pieces]
        at = (ids.index(in_hand) + 1) % len(ids) if in_hand in ids else 0
        self.jump_to(ids[at])
