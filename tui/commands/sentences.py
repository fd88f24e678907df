"""Sentences cut and joined by hand, where the rules have cut them wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.screens.reading_room import ReadingRoom


def cut(room: ReadingRoom) -> None:
    """Let a sentence begin where the selection does; where one begins there already, behind the selection."""
    (start, end), explicit = room.place
    text, article = room.reader.article, room.desk.article
    if text is None or article is None or not explicit:
        keys = [room.desk.key(id) for id in ("edge.start.back", "edge.start.on", "labels.both")]
        raise ProjectError(f"select first where a sentence is to begin: {keys[0]} {keys[1]} or {keys[2]}")
    sentence = text.sentence_span(text.sentence_at(start))
    while end < len(text) and not text.raw[end].isspace():
        end += 1  # a comma stays with the word before it
    halves = room.desk.project.split_sentence(article, end if start <= sentence[0] else start)
    room.go_to(article, halves[-1])
    room.say(
        f"sentence cut · {room.desk.project.article(article).label} · {room.desk.key('undo')} takes it back"
    )


def join(room: ReadingRoom) -> None:
    """Make one sentence of those that the selection touches, or of the one under the cursor and the next."""
    (start, end), explicit = room.place
    text, article = room.reader.article, room.desk.article
    if text is None or article is None:
        raise ProjectError("there is no article on the screen")
    first, last = text.sentence_at(start), text.sentence_at(max(start, end - 1))
    if not explicit or first == last:
        last = first + 1
    if last >= text.sentence_count:
        raise ProjectError("there is no sentence after this one")
    span = (text.sentence_span(first)[0], text.sentence_span(last)[1])
    whole = room.desk.project.merge_sentences(article, *span)
    room.go_to(article, whole)
    label, undo = room.desk.project.article(article).label, room.desk.key("undo")
    room.say(f"sentences joined · {label} · {undo} takes it back")


SENTENCES = Group(
    "Sentences",
    (
        Command(
            "sentence.cut",
            "B",
            "cut sentence",
            "Let a sentence begin where the selection begins; if one does already, where the selection ends.",
            cut,
            edits=True,
        ),
        Command(
            "sentence.join",
            "Y",
            "join sentences",
            "Make one sentence of this one and the next, or of all that the selection touches.",
            join,
            edits=True,
        ),
    ),
)
