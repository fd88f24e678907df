"""Reading: the sentence cursor, the edges of the selection, from article to article."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from tui.commands.command import Command, Group
from tui.commands.inspecting import CODE_POINTS
from tui.commands.selecting import edge as _edge

if TYPE_CHECKING:
    from tui.commands.room import Room
    from tui.screens.reading_room import ReadingRoom


def _sentence(step: int) -> Callable[[Room], object]:
    return lambda room: room.reader.move_sentence(step)


def _paragraph(step: int) -> Callable[[Room], object]:
    return lambda room: room.reader.move_paragraph(step)


def _page(step: int) -> Callable[[Room], object]:
    return lambda room: room.reader.page(step)


def _article(step: int) -> Callable[[ReadingRoom], object]:
    def go(room: ReadingRoom) -> None:
        article = room.desk.neighbour(step)
        if article is not None:
            room.open_article(article)

    return go


def start(room: Room) -> None:
    with room.jumping():
        room.reader.go_start()


def end(room: Room) -> None:
    with room.jumping():
        room.reader.go_end()


def back(room: ReadingRoom) -> None:
    room.go_back()


def escape(room: ReadingRoom) -> None:
    """End the search; drop the selection; from another pane, come back to the reader; on a walk, end it."""
    if room.drop_filter() or room.put_away_guide():
        return
    if not room.reader.has_focus:
        room.reader.focus()
    elif room.searching.shows or room.searching.bar.is_open:
        room.searching.end()
    elif room.reader.drop_selection() or room.desk.quote_in_hand() is not None:
        room.desk.take_up(None)
    elif room.desk.walk is not None:
        room.desk.walk = None
        room.follow()
        room.say("walk ended")


def copy(room: Room) -> None:
    start, end = room.reader.span
    if room.reader.article is None or start == end:
        room.complain("nothing to copy")
        return
    # What goes to the terminal's clipboard is the safe form: a paste must not act on a shell.
    room.app.copy_to_clipboard(room.reader.article.display[start:end])
    room.say("copied")


def _card(step: int) -> Callable[[ReadingRoom], object]:
    return lambda room: room.card.scroll_lines(step)


def details(room: Room) -> None:
    from tui.screens.article_details import ArticleDetails

    if room.desk.article is None:
        room.complain("this project has no articles yet")
        return
    room.app.push_screen(ArticleDetails(room.desk, room.desk.article))


def versions(room: ReadingRoom) -> None:
    """What changed in the article in hand: in the newest version, or where an older one is in hand, from that
    one on."""
    from tui.screens.versions import VersionsScreen, versions_of

    project = room.desk.project
    if room.desk.article is None:
        raise ProjectError("this project has no articles yet")
    article = project.article(room.desk.article)
    ids = [version.id for version in versions_of(project.articles, article.work)]
    if len(ids) < 2:
        raise ProjectError(f"there is one version of {article.label}, so nothing has changed in it")
    at = max(1, ids.index(article.id) + (article.state == "superseded"))
    room.app.push_screen(VersionsScreen((ids[at - 1], ids[at])))


def waiting(room: ReadingRoom) -> None:
    """The quotes that a new version has left without a certain place."""
    from tui.screens.versions import VersionsScreen, pair_for

    pieces = room.desk.project.waiting_evidence()
    if not pieces:
        raise ProjectError("no quote waits: every one has its place")
    here = [piece for piece in pieces if piece.article == room.desk.article]
    for piece in [*here, *pieces]:
        pair = pair_for(room, piece)
        if pair is not None:
            room.app.push_screen(VersionsScreen(pair, piece.id))
            return
    room.jump_to(pieces[0].id)


READING = Group(
    "Reading",
    (
        Command("sentence.next", "j,down", "sentence", "To the next sentence.", _sentence(1)),
        Command("sentence.previous", "k,up", "sentence", "To the sentence before.", _sentence(-1)),
        Command("paragraph.next", "J", "paragraph", "To the next paragraph.", _paragraph(1)),
        Command("paragraph.previous", "K", "paragraph", "To the paragraph before.", _paragraph(-1)),
        Command("page.down", "space,pagedown", "page", "A page down.", _page(1)),
        Command("page.up", "b,pageup", "page", "A page up.", _page(-1)),
        Command("article.start", "g,home", "start", "To the beginning of the article.", start),
        Command("article.end", "G,end", "end", "To the end of the article.", end),
        Command(
            "back",
            "w,grave_accent",
            "where I was",
            "Back to where you were before the last jump; again, forth.",
            back,
        ),
        Command(
            "edge.end.back",
            "left_square_bracket,shift+left",
            "shrink",
            "The end of the selection a word back; a quote just made follows.",
            _edge("end", -1),
        ),
        Command(
            "edge.end.on",
            "right_square_bracket,shift+right",
            "grow",
            "The end of the selection a word on; a quote just made follows.",
            _edge("end", 1),
        ),
        Command(
            "edge.start.back",
            "left_curly_bracket,ctrl+shift+left",
            "grow",
            "The beginning of the selection a word back; a quote just made follows.",
            _edge("start", -1),
        ),
        Command(
            "edge.start.on",
            "right_curly_bracket,ctrl+shift+right",
            "shrink",
            "The beginning of the selection a word on; a quote just made follows.",
            _edge("start", 1),
        ),
        Command(
            "selection.drop", "escape", "drop", "End the search, drop the selection, or end the walk.", escape
        ),
        Command("card.down", "ctrl+down", "more", "On in a claim that is too long for its place.", _card(3)),
        Command("card.up", "ctrl+up", "back", "Back in a claim that is too long for its place.", _card(-3)),
        Command("copy", "y", "copy", "Copy the selection or the sentence.", copy),
        CODE_POINTS,
        Command("article.next", "greater_than_sign", "next article", "To the next article.", _article(1)),
        Command(
            "article.previous", "less_than_sign", "article before", "To the article before.", _article(-1)
        ),
        Command(
            "article.details",
            "E",
            "details",
            "Title, publisher, date, language, address, label of the article; retract or remove it.",
            details,
        ),
        Command(
            "article.versions",
            "V",
            "versions",
            "What changed in this article from one version to another, side by side.",
            versions,
        ),
        Command(
            "quotes.waiting",
            "U",
            "quotes to check",
            "Quotes whose words a new version has changed or dropped: keep, place or delete each.",
            waiting,
        ),
    ),
)
