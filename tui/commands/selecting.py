"""Selecting exactly: edges by characters, words and clauses, and labels on words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from tui.commands.command import Command, Group
from tui.reader import Edge, Unit

if TYPE_CHECKING:
    from tui.app import VariorumApp
    from tui.screens.reading_room import ReadingRoom


def edge(edge: Edge, step: int, unit: Unit = "word") -> Callable[[ReadingRoom], object]:
    """Move an edge of the selection, or of the quote in hand, by so many units."""

    def move(room: ReadingRoom) -> None:
        _reveal_quote(room)
        if room.reader.move_edge(edge, step, unit):
            room.desk.set_edges(room.place[0])

    return move


def _reveal_quote(room: ReadingRoom) -> None:
    """It is the quote in hand whose edges move, wherever the cursor is."""
    quote = room.desk.quote_in_hand()
    if quote is not None and room.place[0] != quote:
        room.reader.reveal(*quote, select=True)


def _labels(edge: Edge, *, both: bool) -> Callable[[ReadingRoom], object]:
    def label(room: ReadingRoom) -> None:
        room.require_article()
        room.set_focus(room.reader)
        room.hush()  # a toast would lie over words
        if room.desk.just_made():
            _reveal_quote(room)
        elif room.desk.quote_in_hand() is not None:
            # A quote that is done with must not become another one: what is chosen now is a new passage.
            room.desk.take_up(None)
            room.reader.drop_selection()
        if not room.reader.label_words(edge, lambda: room.attempt(_chosen), both=both):
            room.complain("there is no word on the screen")

    return label


def _chosen(room: ReadingRoom) -> None:
    room.desk.set_edges(room.place[0])


def _measure(step: int) -> Callable[[ReadingRoom], object]:
    def change(room: ReadingRoom) -> None:
        reader = room.reader
        if not reader.set_measure(reader.measure + step):
            room.say(f"lines of {reader.measure} cells are the {'longest' if step > 0 else 'shortest'}")
            return
        cast("VariorumApp", room.app).preferences.set("measure", reader.measure)
        if reader.line_width < reader.measure:
            room.say(f"lines of up to {reader.measure} cells · there is room for {reader.line_width}")
        else:
            room.say(f"lines of up to {reader.measure} cells")

    return change


#: Cells by which lines get longer or shorter.
STEP = 8

SELECTING = Group(
    "Selecting exactly",
    (
        Command(
            "labels.both",
            "l",
            "from to",
            "Letters show on every word: type those on the first and those on the last word of the passage.",
            _labels("start", both=True),
        ),
        Command(
            "labels.end",
            "L",
            "up to",
            "Letters show on every word: type those on the last word; the beginning stays.",
            _labels("end", both=False),
        ),
        Command(
            "edge.end.character.back",
            "minus,alt+left",
            "shrink",
            "The end of the selection a character back.",
            edge("end", -1, "character"),
        ),
        Command(
            "edge.end.character.on",
            "equals_sign,alt+right",
            "grow",
            "The end of the selection a character on.",
            edge("end", 1, "character"),
        ),
        Command(
            "edge.start.character.back",
            "underscore,alt+shift+left",
            "grow",
            "The beginning of the selection a character back.",
            edge("start", -1, "character"),
        ),
        Command(
            "edge.start.character.on",
            "plus,alt+shift+right",
            "shrink",
            "The beginning of the selection a character on.",
            edge("start", 1, "character"),
        ),
        Command(
            "edge.end.clause.back",
            "semicolon",
            "shrink",
            "The end of the selection back a clause: comma, dash, quotation mark, bracket.",
            edge("end", -1, "clause"),
        ),
        Command(
            "edge.end.clause.on",
            "apostrophe",
            "grow",
            "The end of the selection on to the end of the next clause.",
            edge("end", 1, "clause"),
        ),
        Command(
            "edge.start.clause.back",
            "colon",
            "grow",
            "The beginning of the selection back to the clause before.",
            edge("start", -1, "clause"),
        ),
        Command(
            "edge.start.clause.on",
            "quotation_mark",
            "shrink",
            "The beginning of the selection on to the next clause.",
            edge("start", 1, "clause"),
        ),
        Command("measure.narrower", "9", "narrower", "Shorter lines of text.", _measure(-STEP)),
        Command("measure.wider", "0", "wider", "Longer lines of text.", _measure(STEP)),
    ),
)
