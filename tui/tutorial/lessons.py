"""The lessons: six, each of a few steps that wait until something is so.

Words in braces are ids of commands; the keys that are in force for them stand there on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.tutorial.moment import Moment

#: Commands that are never wrong: one may look around at any time.
ALWAYS = frozenset(
    {
        *("help", "palette", "quit", "pane.next", "pane.jump", "selection.drop", "undo", "redo", "tutorial"),
        *("sentence.next", "sentence.previous", "paragraph.next", "paragraph.previous", "page.down"),
        *("page.up", "article.start", "article.end", "back", "card.down", "card.up", "tutorial.skip"),
    }
)


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        text: what to do, in a line or two.
        done: whether it is done.
        hint: what is said when something else was pressed.
        takes: commands that lead there, beside those that are never wrong.
        ends: those of them after which it should be done; if it is not, the hint is said, too.
    """

    text: str
    done: Callable[[Moment], object]
    hint: str
    takes: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """Steps under a title."""

    title: str
    steps: tuple[Step, ...]


def _type(now: Moment) -> object:
    return now.claim is not None and now.claim.type


def _exact(now: Moment) -> object:
    return now.quote is not None and "given" not in now.quote.quote.exact


LESSONS = (
    Lesson(
        "Reading and moving",
        (
            Step(
                "At the left, or above, are the sources, in the middle the article, at the right the claims. "
                "The bar beside the text is at the sentence in hand. Press {sentence.next} three times; "
                "{sentence.previous} goes back.",
                lambda now: now.did("sentence.next", "paragraph.next") >= 3,
                "Press {sentence.next}: the bar moves on by a sentence.",
            ),
            Step(
                "{article.next} opens the next source, {article.previous} the one before. Go to source B.",
                lambda now: now.label == "B" and now.in_room,
                "Press {article.next} until the frame in the middle says B.",
                ("article.next", "article.previous"),
            ),
            Step(
                "Look for a word: press {search}, type sappers, and Enter. Hits stand out; were there "
                "several, {search.next} would go from one to the next.",
                lambda now: now.searching and now.in_room and now.did("search"),
                "Press {search}, type a word that is in the text, then Enter.",
                ("search", "search.next", "search.previous"),
            ),
            Step(
                "{selection.drop} ends the search, as most other things. "
                "Then back to source A with {article.previous}.",
                lambda now: not now.searching and now.label == "A" and now.in_room,
                "Press {selection.drop}, then {article.previous}.",
                ("article.next", "article.previous", "search.next", "search.previous"),
            ),
        ),
    ),
    Lesson(
        "A claim, and its exact words",
        (
            Step(
                "Go with {sentence.next} to the sentence “In the words of Russian state media …” and press "
                "{claim.make}: that makes a claim of it, a sentence that can be checked.",
                lambda now: now.claim,
                "The claim is to come from “In the words of Russian state media …”: {undo} takes another "
                "one back; go there and press {claim.make}.",
                ("claim.make", "article.previous", "article.next"),
                ("claim.make",),
            ),
            Step(
                "The sentence says two things. Keep the first: press {labels.both}; letters stand on the "
                "words. Type the one where “the journey” begins; new ones show: the one on “assignment”.",
                _exact,
                "Press {labels.both}, then the letter on “the” before “journey” and the one on "
                "“assignment”. If you moved after {claim.make}: {undo}, then {claim.make} again, and "
                "{labels.both} at once.",
                (
                    "claim.make",
                    "labels.both",
                    "labels.end",
                    "edge.end.back",
                    "edge.end.on",
                    "edge.start.back",
                    "edge.start.on",
                    "quote.next",
                    "quote.previous",
                ),
                ("labels.both", "labels.end"),
            ),
            Step(
                "The quote is exact now, and the claim follows it. Say what kind of claim it is: "
                "{type.1} is an event. Each digit is a type; help ({help}) tells what they mean.",
                _type,
                "Press {type.1}.",
                tuple(f"type.{key}" for key in "12345678"),
            ),
            Step(
                "A claim is in your words. Press {claim.edit}, take all of the old words with ctrl+a, write: "
                "Shoigu came on a special assignment – and press Enter.",
                lambda now: (
                    now.claim is not None
                    and now.quote is not None
                    and now.quote.quote.exact not in now.claim.text
                    and now.in_room
                ),
                "Press {claim.edit}, then ctrl+a, write it in your words, then Enter. Esc keeps what you "
                "typed as a draft.",
                ("claim.edit",),
            ),
        ),
    ),
    Lesson(
        "Who says so",
        (
            Step(
                "On the card stands who the passage has it from: “Russian state media”, read from the words "
                "around it. Press {attribution} to see or change that; Enter on the empty line keeps it.",
                lambda now: now.did("attribution") and now.in_room and now.quote and now.quote.attribution,
                "Press {attribution}, then Enter.",
                ("attribution", "attribution.turn", "quote.next"),
            ),
            Step(
                "Origins are counted, not articles: ten outlets that quote one agency are one origin. "
                "{origins} lists them all, with what rests on each.",
                lambda now: now.on("OriginsScreen"),
                "Press {origins}.",
                ("origins",),
            ),
            Step(
                "Here origins are merged, grouped and withdrawn. {origins.back} brings you back to the text.",
                lambda now: now.in_room,
                "Press {origins.back}.",
                ("origins", "origins.back", "origins.down", "origins.up"),
            ),
        ),
    ),
    Lesson(
        "What the other sources say",
        (
            Step(
                "The claim has one source so far. {walk.next} walks to the next source that nobody has "
                "looked at for it, at the sentence most likely to speak to it.",
                lambda now: now.label == "B" and now.claim is not None and now.desk.claim == now.claim.id,
                "Press {walk.next}. If another claim is in hand: {claim.next} goes to yours, the last one.",
                ("walk.next", "claim.next", "claim.previous", "article.next", "article.previous"),
            ),
            Step(
                "Does this say it too? It does: press {mark.supports}. The others are {mark.partly_supports} "
                "partly, {mark.queries} queries, {mark.refutes} refutes.",
                lambda now: now.says("B"),
                "It is the sentence with “special assignment” in source B. {walk.candidate.next} goes to "
                "the next candidate, {mark.supports} marks; {undo} takes a mark back.",
                (
                    "mark.supports",
                    "mark.supports.stay",
                    "walk.candidate.next",
                    "walk.candidate.previous",
                    "walk.next",
                    "article.next",
                    "article.previous",
                ),
                ("mark.supports", "mark.supports.stay"),
            ),
            Step(
                "Source C: look at the candidates with {walk.candidate.next}. It does not say so. That is "
                "recorded too, and is not the same as not having looked: press {mark.no_mention}.",
                lambda now: now.silent("C"),
                "In source C press {mark.no_mention}. {walk.next} leads there, {undo} takes a mark back.",
                (
                    "mark.no_mention",
                    "walk.candidate.next",
                    "walk.candidate.previous",
                    "walk.next",
                    "article.next",
                    "article.previous",
                ),
                ("mark.no_mention",),
            ),
        ),
    ),
    Lesson(
        "Why it stands as it does",
        (
            Step(
                "Every source is looked at, and you are back where the claim came from. The card says how "
                "many origins it rests on. Press {why} to read why.",
                lambda now: now.on("WhyDialog"),
                "Press {why}.",
                ("why",),
            ),
            Step(
                "Two sources, and what is missing for more. It says who says so, never what is true. Esc.",
                lambda now: now.in_room,
                "Press Esc.",
                ("why",),
            ),
            Step(
                "{matrix} shows all claims against all sources, the worst first.",
                lambda now: now.on("MatrixScreen"),
                "Press {matrix}.",
                ("matrix",),
            ),
            Step(
                "Each letter is a cell: S supports, Q queries, - read and not there, ? not looked at yet. "
                "The arrows move; {list.open} goes to the quote. Go back with {matrix.back}.",
                lambda now: now.in_room,
                "Press {matrix.back}.",
                ("matrix",),
            ),
            Step(
                "{compare} puts two sources side by side, at their quotes, and marks which words differ.",
                lambda now: now.on("CompareScreen"),
                "Press {compare}.",
                ("compare",),
            ),
            Step(
                "From here you mark as in the reading room. {compare.back} goes back.",
                lambda now: now.in_room,
                "Press {compare.back}.",
                ("compare", "compare.back", "compare.pane.next", "compare.together"),
            ),
        ),
    ),
    Lesson(
        "Undo, notes, and out of here",
        (
            Step(
                "Press {note}, write a few words, and press Enter: a note on the quote, for your colleagues.",
                lambda now: now.notes and now.in_room,
                "Press {note}, type, then Enter.",
                ("note", "claim.next", "claim.previous", "quote.next"),
            ),
            Step(
                "Everything is saved at once, and everything can be taken back, tomorrow as well. "
                "Press {undo}.",
                lambda now: not now.notes and now.did("undo"),
                "Press {undo} until it says that the note is undone.",
            ),
            Step(
                "{redo} does it again.",
                lambda now: now.notes and now.did("redo"),
                "Press {redo}.",
            ),
            Step(
                "{export} writes reports, tables and files for other tools. Go through the formats with the "
                "arrows: each says what it keeps. Esc leaves without writing.",
                lambda now: now.did("export") and now.in_room,
                "Press {export}, look around, then Esc.",
                ("export",),
            ),
        ),
    ),
)

#: What stands there after the last step.
END = (
    "That was all of it. {help} explains every key and sign, {palette} finds any command by its name. "
    "“variorum FOLDER” opens the articles of a folder. {quit} leaves; “variorum tutorial --again” plays all "
    "of it once more, on a new copy."
)
