"""Two versions of an article side by side: what changed, and the quotes that wait because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Container as Panes
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from annotations.anchoring import Carrier, Differences, Passage, changed_passages, differences, whole_words
from annotations.errors import ProjectError, VariorumError
from annotations.records import Article, Evidence, Stance
from annotations.versions import Dropped, dropped_between
from tui.commands.command import bindings
from tui.commands.everywhere import EVERYWHERE
from tui.commands.versions import READING_VERSIONS, VERSIONS
from tui.desk import Opened, Span
from tui.display import cut, shown
from tui.ordered_keys import OrderedKeys
from tui.reader import LongWork, StoppedError
from tui.reader.alignment import Alignment, row_for
from tui.screens.command_screen import CommandScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import Reader
from tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.screens.reading_room import ReadingRoom

#: Below this many columns the versions stand one above the other.
STACK = 80
#: Seconds after which it is shown how far a comparison has come, again and again.
WATCH = 0.2
#: At so many changes at most the two texts are kept side by side; more take longer than a key may.
ANCHORS = 400


class VersionPane(Vertical):
    """One version of an article.

    Attributes:
        article: its id.
    """

    reader = getters.query_one(Reader)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.article: str | None = None

    def compose(self) -> ComposeResult:
        yield Reader()


class _Compared(NamedTuple):
    """Two versions, and what is to be seen of them."""

    old: str
    new: str
    difference: Differences
    passages: list[Passage]
    dropped: list[Dropped]


def versions_of(articles: Sequence[Article], work: str) -> list[Article]:
    """The versions of an article, the oldest first."""
    return sorted((a for a in articles if a.work == work), key=lambda article: article.version)


class VersionsScreen(CommandScreen):
    """Shows what changed from one version to another, and lets a person place the quotes that wait.

    Quotes are placed in the newer one only. The pane in hand is the one with the focus.

    Args:
        pair: the ids of an older and a newer version of an article.
        piece: the evidence that waits to begin with; the first on the newer version if left out.
    """

    CSS_PATH = "versions.tcss"
    GROUPS = (VERSIONS, READING_VERSIONS, EVERYWHERE)
    PANES = ()
    BINDINGS = bindings(GROUPS)
    AUTO_FOCUS = None

    status = getters.query_one(StatusBar)

    def __init__(self, pair: tuple[str, str], piece: str | None = None) -> None:
        super().__init__()
        self.old, self.new = VersionPane(id="old"), VersionPane(id="new")
        self._wanted: tuple[str, str] = pair
        self._piece = piece
        self._compared: _Compared | None = None
        self._change = -1
        # Where the waiting quote was put to be looked at: Enter there says nothing, unless proposed.
        self._offered: Span | None = None
        self._work: LongWork | None = None
        self._watch: Timer | None = None
        self._placing = False
        self._spots: tuple[int, int] | None = None
        self._alignments: dict[VersionPane, Alignment] = {}

    def compose(self) -> ComposeResult:
        yield StatusBar(self.desk)
        yield Static("", id="versions", markup=False)
        with Panes(id="panes"):
            yield self.old
            yield self.new
        yield Static("", id="waiting", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        for pane in (self.old, self.new):
            self._watch_pane(pane)
        self.desk.take_up(None)
        self.hush()  # what was said of the new version would lie over the quote that waits
        self.set_class(self.size.width < STACK, "-stacked")
        self.status.follow()
        self.new.reader.focus()
        self._compare(*self._wanted, piece=self._piece)

    def _watch_pane(self, pane: VersionPane) -> None:
        def scrolled() -> None:
            over = self.app.mouse_over
            if pane is self.hand or (over is not None and pane in over.ancestors_with_self):
                self._let_follow(pane)

        def wrapped() -> None:
            self.call_later(self._laid_out)

        self.watch(pane.reader, "scroll_y", scrolled, init=False)
        self.watch(pane.reader, "virtual_size", wrapped, init=False)

    def on_resize(self) -> None:
        if self.is_mounted:
            self.set_class(self.size.width < STACK, "-stacked")
            self._tell()
            self.call_after_refresh(self._laid_out)

    def on_unmount(self) -> None:
        self._stop_work()

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
    def hand(self) -> VersionPane:
        """The pane in hand."""
        return self.old if self.old.reader.has_focus else self.new

    # ---- What the commands of reading and selecting need -------------------------------------------

    @property
    def reader(self) -> Reader:
        """The reader of the pane in hand."""
        return self.hand.reader

    @property
    def place(self) -> tuple[Span, bool]:
        """The span under the cursor and whether it was chosen by hand, in the pane in hand."""
        return self.reader.span, self.reader.explicit

    def jumping(self) -> AbstractContextManager[None]:
        """The other version is what one compares with; there is no way back but one's own."""
        return nullcontext()

    # ---- Comparing ---------------------------------------------------------------------------------

    def _compare(self, old: str, new: str, *, piece: str | None = None) -> None:
        """Compare two versions and show them; keys wait meanwhile, because they are about what is shown."""
        self._stop_work()
        self._wanted = old, new
        self._work = LongWork(3)
        self.ordered.hold_keys(self._give_up)
        self._watch = self.set_interval(WATCH, self._tell_work)
        self._app.lend_project()  # the worker looks which evidence is on what was dropped
        self._compare_texts(old, new, piece, self._work)

    @property
    def _app(self) -> VariorumApp:
        return cast("VariorumApp", self.app)

    def _tell_work(self) -> None:
        if self._work is not None and self.key_line is not None:
            self.key_line.show_work("comparing", self._work.share)

    def _stop_work(self) -> None:
        if self._work is None:
            return
        self._work.stop()
        self._work = None
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self.key_line is not None:
            self.key_line.end_work()
        self.ordered.release_keys()

    def _give_up(self) -> None:
        """Esc while two versions are being compared."""
        self._stop_work()
        if self._compared is None:
            self.dismiss()

    @work(thread=True, group="versions")
    def _compare_texts(self, old: str, new: str, piece: str | None, work: LongWork) -> None:
        try:
            before = self.desk.load(old, work)
            work.next_stage()
            after = self.desk.load(new, work)
            work.next_stage()
            difference = differences(before.text.raw, after.text.raw)
            passages = changed_passages(difference)
            project = self.desk.project
            dropped = dropped_between(project, project.article(old), project.article(new), difference)
            compared = _Compared(old, new, difference, passages, dropped)
            work.tell(1.0)
        except StoppedError:
            return
        except (VariorumError, MemoryError) as problem:
            self.app.call_from_thread(self._failed, work, str(problem) or "not enough memory")
        else:
            self.app.call_from_thread(self._arrive, work, compared, (before, after), piece)
        finally:
            self.app.call_from_thread(self._app.return_project)

    def _failed(self, work: LongWork, problem: str) -> None:
        if work is self._work:
            self._give_up()
            self.complain(problem)

    def _arrive(
        self, work: LongWork, compared: _Compared, opened: tuple[Opened, Opened], piece: str | None
    ) -> None:
        if work is not self._work:
            return
        self._stop_work()
        desk = self.desk
        if any(desk.project.find(Article, id) is None for id in (compared.old, compared.new)):
            self.dismiss()
            return
        self._compared = compared
        self._change, self._piece, self._offered = -1, None, None
        self._alignments.clear()
        for pane, article, known in zip(
            (self.old, self.new), (compared.old, compared.new), opened, strict=True
        ):
            pane.article = article
            pane.reader.show(known.text, desk.highlights(article), coverage=desk.coverage(article))
        self._mark()
        waiting = [each.id for each in self._waiting() if each.article == compared.new]
        if waiting:
            self._look_at(piece if piece in waiting else waiting[0])
        elif compared.passages:
            self.step_change(1)
        self._tell()

    def _mark(self) -> None:
        """Mark in both texts what the other has not."""
        assert self._compared is not None
        difference = self._compared.difference
        for pane, text, gone, name in (
            (self.old, difference.old, difference.removed, "reader--removed"),
            (self.new, difference.new, difference.inserted, "reader--inserted"),
        ):
            marks = [(start, end, name) for start, end in whole_words(text, gone) if text[start:end].strip()]
            taken = [(start, end) for start, end, _ in marks]
            for move in difference.moved:
                start, end = move.old if pane is self.old else move.new
                marks += ((*free, "reader--moved") for free in _outside(start, end, taken))
            pane.reader.set_marks(marks)

    def step_version(self, step: int) -> None:
        """Show an older or newer version in the pane in hand, so that any two can be compared."""
        if self._compared is None:
            return
        project = self.desk.project
        ids = [a.id for a in versions_of(project.articles, project.article(self._compared.new).work)]
        old, new = ids.index(self._compared.old), ids.index(self._compared.new)
        if self.hand is self.old:
            old += step
        else:
            new += step
        if not 0 <= old < new < len(ids):
            self.complain("there is no other version to put here")
            return
        self._compare(ids[old], ids[new])

    # ---- Showing the project -----------------------------------------------------------------------

    def follow_state(self) -> None:
        """Show whether everything is on disk, and who has the project."""
        self.status.follow_state()

    def follow(self) -> None:
        """Show the project as it is now."""
        self.desk.settle()
        self.status.follow()
        if self._compared is None:
            return
        project = self.desk.project
        for pane in (self.old, self.new):
            if pane.article is None or project.find(Article, pane.article) is None:
                self.dismiss()  # a version was removed: there is nothing to compare any more
                return
            pane.reader.set_highlights(self.desk.highlights(pane.article))
        if self._piece is not None and self._piece not in {piece.id for piece in self._waiting()}:
            self._piece = self._offered = None
        self._tell()

    def _tell(self) -> None:
        """Say which versions these are, what is between them, and which quote waits."""
        compared = self._compared
        if compared is None:
            return
        width = max(10, self.size.width - 2)
        self.query_one("#versions", Static).update(shown(cut(self._head(compared), width)))
        lines = [shown(cut(line, width)) for line in self._waiting_words()]
        key = self.key
        change = f"{key('versions.change.next')} {key('versions.change.previous')}"
        other = f"{key('versions.older')} {key('versions.newer')}"
        legend = Content.assemble(
            ("taken out", "strike $text-error"),
            " ",
            ("put in", "bold underline $text-success"),
            " ",
            ("moved", "italic $text-warning"),
            shown(f" · {change} change by change · {other} other versions"),
        )
        self.query_one("#waiting", Static).update(Content("\n").join([*lines, legend]))
        for pane in (self.old, self.new):
            self._title(pane)

    def _head(self, compared: _Compared) -> str:
        article = self.desk.project.article(compared.new)
        words = [article.label, article.publisher or article.title]
        count = len(compared.passages)
        at = f"change {self._change + 1} of {count}" if self._change >= 0 else f"{count} changes"
        words.append(at if count else "the same text")
        if compared.dropped:
            words.append(f"{_count(len(compared.dropped), 'sentence')} with a quote dropped")
        said = self._dropped_here(compared)
        if said is not None:
            words.insert(2, said)
        return " · ".join(words)

    def _dropped_here(self, compared: _Compared) -> str | None:
        """What was dropped in the change that is looked at, in words."""
        if self._change < 0:
            return None
        start, end = compared.passages[self._change].old
        for one in compared.dropped:
            if one.start < end and start < one.end:
                project = self.desk.project
                stance = project.codebook.stance(one.piece.stance).label
                return f"dropped: {stance} claim {project.number(one.piece.claim)}"
        return None

    def _waiting_words(self) -> list[str]:
        """Which quote waits and what can be done about it."""
        project, waiting = self.desk.project, self._waiting()
        if self._piece is None:
            if not waiting:
                return ["no quote waits"]
            key = self.key("versions.waiting.next")
            return [f"{_count(len(waiting), 'quote')} to check · {key} goes to the next one"]
        ids = [piece.id for piece in waiting]
        piece = project.piece(self._piece)
        stance = project.codebook.stance(piece.stance).label
        what = f"quote {ids.index(piece.id) + 1} of {len(ids)} · {stance} claim {project.number(piece.claim)}"
        settle = self.key("versions.settle")
        if piece.anchor == "changed":
            stances = " ".join(self.key(f"versions.{entry.id}") for entry in project.codebook.stances)
            told = f"changed: {settle} keeps it on these words · {stances} says what they say now"
        else:
            delete = self.key("versions.delete")
            told = f"gone: select where it belongs, then {settle} · {delete} deletes it"
        return [f"{what} · {told}", f"  was “{' '.join(piece.quote.exact.split())}”"]

    def _title(self, pane: VersionPane) -> None:
        if pane.article is None:
            return
        article = self.desk.project.article(pane.article)
        day = article.published or (article.retrieved or "")[:10]
        words = [f"v{article.version}", *([day] if day else []), article.state]
        pane.border_title = shown(cut(" · ".join(words), max(10, pane.size.width - 4)))

    # ---- Going from change to change, and from quote to quote ----------------------------------------

    def step_change(self, step: int) -> None:
        """Show the next or previous change, in a ring."""
        compared = self._compared
        if compared is None or not compared.passages:
            self.complain("the two versions have the same text")
            return
        count = len(compared.passages)
        self._change = (self._change + step) % count if self._change >= 0 else (0 if step > 0 else count - 1)
        self._piece = self._offered = None
        passage = compared.passages[self._change]
        self._put(passage.old, passage.new)
        self._tell()

    def _put(self, old: Span, new: Span) -> None:
        """Have a place of both texts on the screen, side by side."""
        for pane, (start, end) in ((self.old, old), (self.new, new)):
            pane.reader.drop_selection()
            pane.reader.reveal(start, max(end, start))
        self._spots = old[0], new[0]
        self._place()

    def _waiting(self) -> list[Evidence]:
        return self.desk.project.waiting_evidence()

    def step_waiting(self, step: int) -> None:
        """Go to the next or previous quote that waits, in a ring; it may be in another article."""
        waiting = self._waiting()
        if not waiting:
            self.complain("no quote waits: every one has its place")
            return
        ids = [piece.id for piece in waiting]
        at = ids.index(self._piece) + step if self._piece in ids else 0 if step > 0 else -1
        self._go_to(waiting[at % len(ids)])

    def _go_to(self, piece: Evidence) -> None:
        self.new.reader.focus()
        pair = pair_for(self.room, piece)
        if pair is None:
            self.complain(
                "the version before is gone: there is nothing to compare; select words and mark them"
            )
        elif self._compared is None or pair != (self._compared.old, self._compared.new):
            self._compare(*pair, piece=piece.id)
        else:
            self._look_at(piece.id)
            self._tell()

    def _look_at(self, id: str) -> None:
        """Take a waiting quote in hand: its words in the old text, the place proposed for it in the new."""
        assert self._compared is not None
        project, compared = self.desk.project, self._compared
        piece = project.piece(id)
        self._piece, self._change = id, -1
        self.desk.choose_claim(piece.claim)
        for pane in (self.old, self.new):
            pane.reader.set_highlights(self.desk.highlights(pane.article))
        before = project.certain_before(id)
        old = new = (piece.quote.start, piece.quote.end)
        if before is not None and before.article == compared.old:
            old = before.quote.start, before.quote.end
            if piece.anchor == "changed":
                new = Carrier(compared.difference).whole_words(before.quote, *new)
        if piece.anchor == "orphan":
            there = _beside(compared.difference, old[0])
            new = there, there
        self._put(old, new)
        if piece.anchor == "changed":
            self.new.reader.reveal(*new, select=True)
            self._place()
        self._offered = self.new.reader.span

    # ---- Placing -----------------------------------------------------------------------------------

    @property
    def selected_by_hand(self) -> bool:
        """Whether words are selected other than those that are proposed."""
        return self.reader.explicit and self.reader.span != self._offered

    def drop_selection(self) -> None:
        """Let go of what is selected; the proposed words are selected again, where there are some."""
        self.reader.drop_selection()
        if self._piece is not None:
            self._look_at(self._piece)

    def _in_hand(self) -> Evidence:
        """The waiting quote in hand.

        Raises:
            ProjectError: there is none.
        """
        if self._piece is None:
            left = len(self._waiting())
            raise ProjectError(
                "no quote waits"
                if not left
                else f"no quote is in hand: {self.key('versions.waiting.next')} goes to the next one"
            )
        return self.desk.project.piece(self._piece)

    def settle(self, stance: Stance | None = None) -> None:
        """Put the waiting quote on the words that are selected in the newer version; then on to the next.

        Raises:
            ProjectError: no quote waits, or it is not clear on which words it is to stand.
        """
        piece, reader = self._in_hand(), self.new.reader
        if self.hand is self.old:
            raise ProjectError(f"quotes are placed in the newer version: {self.key('pane.next')} goes there")
        if piece.anchor == "orphan" and not reader.explicit and reader.span == self._offered:
            delete = self.key("versions.delete")
            raise ProjectError(f"no place is proposed: go to the words it belongs to, or {delete} deletes it")
        project = self.desk.project
        placed = project.move_quote(piece.id, *reader.span, stance=stance)
        entry = project.codebook.stance(placed.stance)
        label = project.article(placed.article).label
        said = f"placed · {entry.label} claim {project.number(placed.claim)} · {label}"
        self._on(said, entry.definition if stance is not None else "")

    def delete(self) -> None:
        """Delete the waiting quote; then on to the next."""
        piece = self._in_hand()
        project = self.desk.project
        where = f"claim {project.number(piece.claim)} · {project.article(piece.article).label}"
        project.delete_evidence(piece.id)
        self._on(f"deleted · {where} · {self.key('undo')} brings it back")

    def _on(self, said: str, meaning: str = "") -> None:
        """To the quote that waits next, the one in this article first."""
        self._piece = self._offered = None
        self.new.reader.drop_selection()
        waiting = self._waiting()
        here = [piece for piece in waiting if piece.article == self.new.article]
        if waiting:
            self._go_to((here or waiting)[0])
        else:
            said += " · no quote waits any more"
        self.follow()
        self.say(said, meaning)

    # ---- Scrolling together ------------------------------------------------------------------------

    @on(Reader.LaidOut)
    def _laid_out(self) -> None:
        """The lines of a text, or the room for them, have changed."""
        if self.is_attached and self._compared is not None:
            self._alignments.clear()
            self._place()

    def _place(self) -> None:
        """Put what is looked at side by side."""
        panes = (self.old, self.new)
        if self._spots is None or not all(pane.reader.line_count for pane in panes):
            return
        lines = [pane.reader.line_of(spot) for pane, spot in zip(panes, self._spots, strict=True)]
        last = [max(0, pane.reader.line_count - pane.reader.window_lines) for pane in panes]
        row = row_for(lines, last, min(pane.reader.window_lines for pane in panes))
        self._placing = True
        try:
            for pane, line in zip(panes, lines, strict=True):
                pane.reader.put_on_top(line - row)
        finally:
            self._placing = False

    def _let_follow(self, pane: VersionPane) -> None:
        """Scroll the other pane so that what is the same stays side by side."""
        other = self.new if pane is self.old else self.old
        if (
            self._placing
            or self._compared is None
            or not (pane.reader.line_count and other.reader.line_count)
        ):
            return
        if pane not in self._alignments:
            one, two = pane.reader, other.reader
            self._alignments[pane] = Alignment(
                self._anchors(pane),
                (one.line_count, two.line_count),
                (one.window_lines, two.window_lines),
            )
        self._placing = True
        try:
            other.reader.put_on_top(self._alignments[pane].follow(pane.reader.scroll_offset.y))
        finally:
            self._placing = False

    def _anchors(self, pane: VersionPane) -> Iterator[tuple[int, int]]:
        """Pairs of lines at which both texts are the same: before and after each of the first changes."""
        assert self._compared is not None
        for block in self._compared.difference.kept[:ANCHORS]:
            for old, new in ((block.old, block.new), (block.old_end, block.new_end)):
                lines = self.old.reader.line_of(old), self.new.reader.line_of(new)
                yield lines if pane is self.old else (lines[1], lines[0])

    # ---- Leaving -----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Back to the reading room, at the version and the place of the pane in hand."""
        room, pane = self.room, self.hand
        span = pane.reader.span
        self.dismiss()
        if pane.article is not None and pane.reader.article is not None:
            room.come_back(pane.article, span, None, select=False)


def pair_for(room: ReadingRoom, piece: Evidence) -> tuple[str, str] | None:
    """The two versions between which to look at a waiting quote: the last on which its place was certain, or
    else the one before, and its own; null where there is none before."""
    project = room.desk.project
    article, certain = project.article(piece.article), project.certain_before(piece.id)
    if certain is not None and certain.article != piece.article:
        return certain.article, piece.article
    older = [a.id for a in versions_of(project.articles, article.work) if a.version < article.version]
    return (older[-1], piece.article) if older else None


def _beside(difference: Differences, old: int) -> int:
    """Where in the new text something would stand that stood at a place of the old one."""
    spans = difference.spans
    before = [span for span in spans if span.kind == "kept" and span.old_end <= old]
    return before[-1].new_end if before else 0


def _outside(start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch that are outside others, which come in order and apart."""
    for first, last in taken:
        if last <= start or first >= end:
            continue
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
