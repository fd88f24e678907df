"""Marking: claims, stances, no mention, types, tags, attribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.codebook import ClaimType, StanceEntry, built_in
from annotations.records import Stance
from tui.commands.codebook import stance_help
from tui.commands.command import Command, Group

if TYPE_CHECKING:
    from tui.commands.room import Room


def claim_from_selection(room: Room) -> None:
    said = room.desk.make_claim(room.place[0])
    room.follow()
    room.say(said)


def typed_claim(room: Room) -> None:
    from tui.screens.claim_editor import ClaimEditor

    room.app.push_screen(ClaimEditor(room.desk, None))


def _stance(stance: Stance, *, stay: bool) -> Callable[[Room], object]:
    def mark(room: Room) -> None:
        room.marked(room.desk.mark(stance, *room.place, shown=room.shows_proposal), stay=stay)

    return mark


def no_mention(room: Room) -> None:
    room.require_article()
    room.marked(room.desk.no_mention(), stay=False)


def types(room: Room) -> None:
    """List the types of the codebook with their definitions, to choose one."""
    from tui.screens.question import Question

    desk = room.desk
    claim, book = desk.current_claim(), desk.project.codebook
    now = f" It is of the type {book.type_label(claim.type)} now." if claim.type else ""

    def answer(entry: ClaimType) -> tuple[str, str, Callable[[], None]]:
        def give() -> None:
            room.say(desk.set_type(entry), entry.definition)

        return entry.key, f"{entry.label}: {entry.definition}", give

    room.app.push_screen(
        Question(
            desk,
            f"Type of claim {desk.project.number(claim.id)}",
            f"What kind of thing is claimed? The keys do the same without this list.{now}",
            [answer(entry) for entry in book.types],
            echo=False,
        )
    )


def tags(room: Room) -> None:
    from tui.screens.tags import TagPicker

    room.app.push_screen(TagPicker(room.desk, room.desk.current_claim().id))


def edit(room: Room) -> None:
    from tui.screens.claim_editor import ClaimEditor

    room.app.push_screen(ClaimEditor(room.desk, room.desk.current_claim().id))


def attribution(room: Room) -> None:
    from tui.screens.attribution import AttributionPicker

    piece = room.desk.piece_in_hand(*room.place)
    room.app.push_screen(AttributionPicker(room.desk, piece.id))


def same_attribution(room: Room) -> None:
    room.say(room.desk.repeat_attribution(*room.place))


def turn_attribution(room: Room) -> None:
    said = room.desk.turn_attribution(*room.place)
    room.follow()  # what the next mark will have stands above the card
    room.say(said)


def certainty(room: Room) -> None:
    room.say(*room.desk.turn_certainty(*room.place))


def note(room: Room) -> None:
    from tui.screens.note import NoteEditor

    claim = room.desk.current_claim()
    piece = room.desk.just_marked() or room.desk.piece_near(*room.place)
    room.app.push_screen(NoteEditor(room.desk, claim.id, piece.id if piece is not None else None))


def open_question(room: Room) -> None:
    from tui.screens.note import OpenQuestionEditor

    room.app.push_screen(OpenQuestionEditor(room.desk, room.desk.current_claim().id))


def delete(room: Room) -> None:
    """Delete the claim when the list of claims has the focus, else the piece of evidence at the cursor."""
    desk = room.desk
    claim = desk.current_claim()
    number = desk.project.number(claim.id)
    if room.on_claims:
        desk.delete_claim()
        room.say(f"claim {number} deleted · {desk.key('undo')} brings it back")
        return
    piece = desk.just_marked() or desk.piece_near(*room.place) or desk.lost_piece()
    if piece is None:
        where = f"to delete the claim, press {desk.key('delete')} in the list of claims of the reading room"
        room.complain(f"no quote of claim {number} here; {where}")
        return
    desk.project.delete_evidence(piece.id)
    room.reader.drop_selection()
    stance = desk.project.codebook.stance(piece.stance).label
    label = desk.project.article(piece.article).label
    room.say(f"{stance} deleted · claim {number} · {label} · {desk.key('undo')} brings it back")


def _stances(*, stay: bool) -> tuple[Command, ...]:
    def command(entry: StanceEntry) -> Command:
        return Command(
            f"mark.{entry.id}{'.stay' if stay else ''}",
            entry.key.upper() if stay else entry.key,
            entry.label.split()[0],
            stance_help(entry, stay=stay),
            _stance(entry.id, stay=stay),
            footer=0 if stay else 3,
            edits=True,
            accepts=True,
            together="" if stay else "mark",
        )

    return tuple(command(entry) for entry in built_in().stances)


MARKING = Group(
    "Marking",
    (
        *_stances(stay=False),
        Command(
            "mark.no_mention",
            "n",
            "no mention",
            "You looked in this article for the current claim and it is not there.",
            no_mention,
            footer=4,
            edits=True,
            accepts=True,
        ),
        Command(
            "claim.make",
            "c",
            "claim",
            "Make a claim from the selection.",
            claim_from_selection,
            footer=2,
            edits=True,
        ),
        Command("claim.type", "C", "typed claim", "Make a claim in your own words.", typed_claim, edits=True),
        Command(
            "claim.types",
            "ctrl+t",
            "types",
            "Which types of claims there are and what each means; the current claim takes the one chosen.",
            types,
            edits=True,  # it is also looked at only to read: the choice of a type accepts nothing else
        ),
        Command("claim.tags", "t", "tag", "Tag the current claim.", tags, footer=9, edits=True, accepts=True),
        Command(
            "attribution",
            "a",
            "who says so",
            "Say who the passage has it from, nearest relay first.",
            attribution,
            footer=8,
            edits=True,
        ),
        Command(
            "attribution.same",
            "A",
            "same",
            "Give the attribution that was given last.",
            same_attribution,
            edits=True,
        ),
        Command(
            "attribution.turn",
            "H",
            "has it from",
            "Turn on who the quote is from: all that the words around it name, the last, the nearest.",
            turn_attribution,
            edits=True,
        ),
        Command("claim.edit", "e", "edit", "Edit the current claim.", edit, edits=True, accepts=True),
        Command(
            "certainty",
            "h",
            "certainty",
            "Turn on: certain, hedged, uncommitted.",
            certainty,
            edits=True,
            accepts=True,
        ),
        Command(
            "note", "i", "note", "Write a note on the claim or the quote.", note, edits=True, accepts=True
        ),
        Command(
            "question",
            "f",
            "question",
            "Write down an open question on the claim.",
            open_question,
            edits=True,
            accepts=True,
        ),
        Command(
            "delete",
            "d",
            "delete",
            "Delete the quote at the cursor; in the list, the claim.",
            delete,
            edits=True,
        ),
        *_stances(stay=True),
    ),
)
