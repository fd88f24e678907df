"""The search of the reading room: what is typed, what was found, and the walk from hit to hit.

Searching runs on a thread of its own, one search at a time: what is typed meanwhile waits as the next one,
and only what was found for the last of them is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.worker import get_current_worker

from annotations.errors import ProjectError, VariorumError
from annotations.records import Article
from tui.display import cut, shown
from tui.reader.search import MOST, Hits, Query, SearchError, Trail, compile_query, counted
from tui.widgets.find_bar import SearchBar

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom
    from tui.widgets.reader import Place

#: The most hits that are kept for all articles together.
MOST_IN_ALL = 100_000
#: Seconds between two lines on how far a search has come.
TOLD_EVERY = 0.1


@dataclass(eq=False)
class Request:
    """One search: what for, where, and how far it has come. The thread that searches only reads it."""

    query: Query
    order: Sequence[str]
    """The articles to search, in the order of the list."""
    trail: Trail
    searched: list[str] = field(default_factory=list)
    unread: int = 0
    """How many articles could not be read."""
    stale: bool = False
    """Nobody wants it any more."""
    stopped: bool = False
    done: bool = False


@dataclass
class _Origin:
    """Where one was when the field was opened."""

    article: str | None
    place: Place
    piece: str | None


class Searching:
    """The state of the search in a reading room.

    Attributes:
        trail: the hits that show, if any do.
        request: the search that the field or the list of hits shows.
        expression: whether everything typed is a regular expression, with or without slashes.
        everywhere: whether all articles are searched.
    """

    def __init__(self, room: ReadingRoom) -> None:
        self._room = room
        self.trail: Trail | None = None
        self.request: Request | None = None
        self.expression = False
        self.everywhere = False
        self._last = ""
        self._problem = ""
        self._origin: _Origin | None = None
        self._running: Request | None = None
        self._keeping = False
        self._round = ""
        self._offered = False
        self._listener: Callable[[], None] | None = None

    @property
    def bar(self) -> SearchBar:
        """The field."""
        return self._room.query_one(SearchBar)

    @property
    def shows(self) -> bool:
        """Whether hits show that can be walked."""
        return self.trail is not None and len(self.trail) > 0

    # ---- The field -------------------------------------------------------------------------------

    def open(self, *, everywhere: bool = False) -> None:
        """Open the field, or go back to it.

        Raises:
            ProjectError: there is no article on the screen.
        """
        room = self._room
        room.require_article()
        self.everywhere = everywhere
        if not self.bar.is_open:
            self._drop()
            self._remember()
            self.bar.open(self._prompt(), f"Enter: {self._last} again" if self._last else "")
            return
        self.bar.field.focus()
        self._again()

    def _remember(self) -> None:
        desk, reader = self._room.desk, self._room.reader
        self._origin = _Origin(desk.article, reader.place(), desk.in_hand)

    def _prompt(self) -> str:
        return f"{'all ' if self.everywhere else ''}{'regex ' if self.expression else ''}/"

    def turn(self, what: str) -> None:
        """Search all articles instead of this one, or expressions instead of words; or back again."""
        if what == "scope":
            self.everywhere = not self.everywhere
        else:
            self.expression = not self.expression
        self._again()

    def _again(self) -> None:
        self.bar.ask(self._prompt())
        self.typed()

    def typed(self) -> None:
        """Search for what stands in the field now."""
        if not self.bar.is_open:
            return
        self._give_up()
        self._problem = ""
        try:
            query = compile_query(self.bar.field.value, expression=self.expression)
        except SearchError as problem:
            self._fail(str(problem))
            return
        if query is None:
            self._show(None)
            self._return()
            self.bar.say("")
            return
        room = self._room
        here = room.desk.article
        order = [here] if here is not None else []
        if self.everywhere:
            articles = room.desk.listed_articles()
            order = [article.id for article in articles if article.state != "superseded"]
        self.request = Request(query, order, Trail(query, everywhere=self.everywhere))
        self._next()

    def _fail(self, problem: str) -> None:
        self._problem = problem
        self._show(None)
        self._return()
        self.bar.say(problem, problem=True)

    def keep(self) -> None:
        """Leave the field for the reader, with the hits; of all articles, for their list."""
        if not self.bar.field.value and self._last:
            self.bar.field.value = self._last
            self.typed()
        if self._problem:
            self._room.complain(self._problem)
            return
        request = self.request
        if request is None:
            self.leave()
            return
        self._last = self.bar.field.value
        self._close()
        if request.trail.everywhere:
            if request.done and not len(request.trail):
                self._nothing()
            else:
                self._note()
                self._take_up(request.trail)
                self.list_hits()
        elif request.done:
            self._kept()
        else:  # what is pressed next is meant for what will be found
            self._keeping = True
            self._room.ordered.hold_keys()

    def _kept(self) -> None:
        self._note()
        if not self.shows:
            self._nothing()
        self._tell()

    def _nothing(self) -> None:
        request = self.request
        assert request is not None
        self._note()
        self._return()
        where = f"in {len(request.searched)} articles"
        if not request.trail.everywhere:
            where = f"in {self._label(self._room.desk.article)}"
        self._drop()
        self._room.say(f"no hits for {request.query.words} {where}{self._next_key()}")

    def _next_key(self) -> str:
        """What the key that walks hits does where there are none to walk: whoever presses it out of habit is
        to know before that it is a judgement on the current claim, and to be put on record."""
        desk, key = self._room.desk, self._room.key("mark.no_mention")
        if desk.claim is None or desk.article is None or key != self._room.key("search.next"):
            return ""
        if desk.project.evidence_on(desk.claim, desk.article):
            return ""  # it changes nothing there, and says so
        return f" · {key} now says: no mention of claim {desk.project.number(desk.claim)}"

    def leave(self) -> None:
        """Close the field, drop the hits and go back to where one was."""
        if self.request is not None and self.request.done:
            self._last = self.bar.field.value
            self._note()
        self._close()
        self._drop()
        self._return()

    def _close(self) -> None:
        if self.bar.is_open:
            self._room.reader.focus()  # before the field is gone, or the focus goes where it likes
            self.bar.close()

    def _return(self) -> None:
        """Back to where one was when the field was opened, in the same article."""
        origin, room = self._origin, self._room
        if origin is not None and origin.article == room.desk.article:
            room.reader.return_to(origin.place)
            room.desk.take_up(origin.piece)

    def _note(self) -> None:
        """Remember which articles were searched while this claim was the current one."""
        if self.request is not None:
            self._room.desk.note_search(self.request.searched)

    # ---- Searching -------------------------------------------------------------------------------

    def _next(self) -> None:
        """Begin with the search that is wanted, unless one is under way still."""
        if self._running is None and self.request is not None and not self.request.done:
            self._running = self.request
            here = self._room.desk.article
            work = partial(self._seek, self.request, here)
            self._room.run_worker(work, thread=True, group="search")

    def _give_up(self) -> None:
        if self.request is not None:
            self.request.stale = True
            self.request = None
        if self._keeping:
            self._keeping = False
            self._room.ordered.release_keys()

    def stop(self) -> bool:
        """Stop a search through all articles; what was found stays. Whether one was under way."""
        if self.request is None or self.request.done:
            return False
        self.request.stopped = True
        return True

    def _seek(self, request: Request, here: str | None) -> None:
        """Search, on a thread: the article in hand first, since its hits are on the screen."""
        app, worker = self._room.app, get_current_worker()
        problem, left = "", MOST_IN_ALL
        found: list[tuple[str, Hits | None]] = []
        told = time.monotonic()
        first: Hits | None = None
        try:
            if here in request.order:
                assert here is not None
                first = self._find(request, here, left)
                if request.trail.everywhere:
                    app.call_from_thread(self._found_here, request, here, first)
            for article in request.order:
                if request.stale or request.stopped or worker.is_cancelled or left <= 0:
                    break
                hits = first if article == here else self._find(request, article, left)
                left -= len(hits.spans) if hits is not None else 0
                found.append((article, hits))
                if time.monotonic() - told > TOLD_EVERY:
                    app.call_from_thread(self._found, request, found)
                    found, told = [], time.monotonic()
        except SearchError as failed:
            problem = str(failed)
        if not worker.is_cancelled:
            app.call_from_thread(self._done, request, found, problem)

    def _find(self, request: Request, article: str, left: int) -> Hits | None:
        """The hits in an article; null where its text cannot be read."""
        try:
            text = self._room.desk.load(article).text
            return request.query.find(text, min(left, MOST))
        except SearchError:
            raise
        except (VariorumError, MemoryError):
            return None

    def _found_here(self, request: Request, here: str, hits: Hits | None) -> None:
        if request is self.request and hits is not None and self.bar.is_open:
            local = Trail(request.query)
            local.add(here, hits)
            self._preview(local)

    def _found(self, request: Request, found: Sequence[tuple[str, Hits | None]]) -> None:
        for article, hits in found:
            if hits is None:
                request.unread += 1
            else:
                request.trail.add(article, hits)
                request.searched.append(article)
        if request is self.request:
            self._progress()

    def _done(self, request: Request, found: Sequence[tuple[str, Hits | None]], problem: str) -> None:
        self._running = None
        request.done = True
        request.trail.is_cut = (
            len(request.trail) + sum(len(hits.spans) for _, hits in found if hits) >= MOST_IN_ALL
        )
        self._found(request, found)
        if request is not self.request:
            self._next()
            return
        keeping, self._keeping = self._keeping, False
        if keeping:
            self._room.ordered.release_keys()
        if problem:
            if self.bar.is_open:
                self._fail(problem)
            else:
                self._room.complain(problem)
                self._return()
                self._drop()
            return
        if self.bar.is_open or keeping:
            self._preview(request.trail)
        else:  # the list of hits was asked for before all were found
            self._note()
            self._take_up(request.trail)
        if keeping:
            self._kept()

    def _take_up(self, trail: Trail) -> None:
        """Let the hits of a trail show, without going anywhere."""
        if trail.current is None and self._origin is not None:
            trail.nearest(self._room.desk.article, self._origin.place.cursor)
        self.trail = trail
        self._paint()
        self._tell()

    def _preview(self, trail: Trail) -> None:
        """Show the hits and the one that is nearest to where one was."""
        room, origin = self._room, self._origin
        assert origin is not None
        span = trail.nearest(room.desk.article, origin.place.cursor)
        self._show(trail)
        if span is not None:
            room.reader.reveal(*span)
        else:
            self._return()

    def _progress(self) -> None:
        if self.bar.is_open:
            self.bar.say(self.summary(self.bar.room))
        if self._listener is not None:
            self._listener()

    # ---- What it says ----------------------------------------------------------------------------

    def _label(self, article: str | None) -> str:
        known = self._room.desk.project.find(Article, article) if article is not None else None
        return known.label if known is not None else "?"

    def summary(self, cells: int) -> str:
        """What was found, in at most so many cells."""
        request = self.request
        if request is None:
            return ""
        trail, here = request.trail, self._room.desk.article
        if not trail.everywhere:
            return self._position(trail) if len(trail) else f"no hits · {self._label(here)}"
        number = len(trail.articles)
        total = f"{trail.count} hit{'' if len(trail) == 1 else 's'}"
        total += f" in {number} article{'' if number == 1 else 's'}"
        if not len(trail):
            total = "no hits"
        if not request.done:
            total += f" · {counted(len(request.searched), more=False)} of {len(request.order):,}"
        elif request.stopped:
            total += f" · stopped at {len(request.searched):,} of {len(request.order):,}"
        elif len(request.searched) + request.unread < len(request.order):
            total += f" · only the first {len(request.searched):,} of {len(request.order):,} articles"
        if request.unread:
            total += f" · {request.unread} could not be read"
        parts: list[str] = []
        used = cell_len(total)
        for article in trail.articles:
            part = f"{self._label(article)} {trail.hits(article).count} · "
            if used + cell_len(part) > cells - 4:
                parts.append("… · " if parts else "")
                break
            used += cell_len(part)
            parts.append(part)
        return cut("".join(parts) + total, cells)

    def _position(self, trail: Trail) -> str:
        here = self._room.desk.article
        if trail.current is None:
            return f"{trail.count} hits · none in {self._label(here)}"
        article = trail.place(trail.current)[0]
        return f"{trail.current + 1:,} of {trail.count} · {self._label(article)}"

    def _tell(self) -> None:
        """Say in the frame of the reader which hit this is, and which keys walk them."""
        room, trail = self._room, self.trail
        pane = room.query_one("#reading")
        said, walk = "", f"{room.key('search.next')} {room.key('search.previous')}"
        if trail is not None and len(trail) and not self.bar.is_open:
            said = (
                self._position(trail)
                + (self._round or f" · {walk}")
                + f" · {room.key('selection.drop')} ends"
            )
        pane.border_subtitle = shown(cut(said, max(10, pane.size.width - 4))) if said else ""
        if self.shows != self._offered:  # the footer is made anew for it, which is not to happen at each key
            self._offered = self.shows
            room.refresh_bindings()

    # ---- The hits --------------------------------------------------------------------------------

    def _show(self, trail: Trail | None) -> None:
        """Paint the hits of a trail that are in the article on the screen."""
        self.trail, self._round = trail, ""
        self._paint()
        if self.bar.is_open:
            self._progress()
        self._tell()

    def _paint(self) -> None:
        trail, room = self.trail, self._room
        if trail is None:
            room.reader.set_hits(())
            return
        current = (0, 0)
        if trail.in_article(room.desk.article) is not None and trail.current is not None:
            current = trail.place(trail.current)[1]
        room.reader.set_hits(trail.hits(room.desk.article).spans, current)

    def _drop(self) -> None:
        self._give_up()
        self._show(None)

    def end(self) -> None:
        """Hits show no longer; one stays where one is."""
        self._close()
        self._drop()

    def step(self, step: int) -> None:
        """Go to the next hit, or with -1 to the one before, in whatever article it is.

        Raises:
            ProjectError: no hits show.
        """
        room, trail = self._room, self.trail
        if trail is None or not len(trail):
            raise ProjectError(f"no hits show: {room.key('search')} searches")
        text = room.reader.article
        cursor = (0, 0)
        if text is not None and text.sentence_count:
            cursor = text.sentence_span(text.sentence_at(room.reader.cursor_offset))
        wrapped = trail.step(step, room.desk.article, cursor)
        self._round = (" · again from the top" if step > 0 else " · again from the end") if wrapped else ""
        self._go()

    def go_to(self, number: int) -> None:
        """Go to the hit with this number, from 0."""
        assert self.request is not None
        self.trail, self._round = self.request.trail, ""
        self.trail.current = number
        self._go()

    def _go(self) -> None:
        room, trail = self._room, self.trail
        assert trail is not None
        assert trail.current is not None
        article, span = trail.place(trail.current)
        if article == room.desk.article:
            with room.jumping():
                room.reader.reveal(*span)
            room.desk.take_up(None)
            self.arrived()
        else:
            room.go_to(article, span)

    def select(self) -> None:
        """Select the current hit exactly, so that it can be marked.

        Raises:
            ProjectError: it is in another article, or no hits show.
        """
        room, trail = self._room, self.trail
        if trail is None or trail.in_article(room.desk.article) is None or trail.current is None:
            raise ProjectError(
                f"no hit in this article: {room.key('search.next')} goes to the next one"
                if self.shows
                else "no hits show"
            )
        with room.jumping():
            room.reader.reveal(*trail.place(trail.current)[1], select=True)
        room.desk.take_up(None)

    def arrived(self) -> None:
        """An article is on the screen: its hits show there. A search in another one only is over."""
        if self.bar.is_open:
            if self._origin is not None and self._origin.article != self._room.desk.article:
                self._remember()
                self.typed()
            return
        if self.trail is None or self._keeping:
            return
        if not self.trail.everywhere and self.trail.articles != [self._room.desk.article]:
            self._drop()
            return
        self._paint()
        self._tell()

    # ---- The list of hits ------------------------------------------------------------------------

    def everywhere_again(self) -> None:
        """Show the list of the hits in all articles once more; where there is none, search for one."""
        if self.shows and self.trail is not None and self.trail.everywhere and not self.bar.is_open:
            self.list_hits()
        else:
            self.open(everywhere=True)

    def list_hits(self) -> None:
        """Show all hits as a list."""
        from tui.screens.hits import HitsScreen

        self._room.app.push_screen(HitsScreen(self))

    def listen(self, listener: Callable[[], None] | None) -> None:
        """Have something called whenever more was found; null ends that."""
        self._listener = listener
