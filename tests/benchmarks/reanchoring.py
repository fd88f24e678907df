"""How well and how fast quotes are carried to a changed text, on synthetic edits of which the truth is known.

    python tests/benchmarks/reanchoring.py [-v] [mixed] [moved] [letters] [update] [twins] [SEED …]

A text of 50,000 characters, 6 % of its sentences verbatim repeats of others, and 1,000 quotes of 15 to 300
characters anywhere in it. Every character carries its old place through all edits, so the truth about a quote
is the hull of its characters that survive; where less than half of them do, the quote is gone. The edits:

- mixed: letters, words and whole sentences, a third each of 5 % of the characters;
- moved: the same, and 10 % of the paragraphs moved elsewhere (quotes across paragraphs are left out);
- letters: 2,500 single letters;
- update: sentences alone, 10 % of them: dropped, put in, written anew, repeated in another place;
- twins: the same and 10 % of the paragraphs moved, in a text where every fifth sentence is another one with a
  word changed.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from annotations.anchoring import Carrier, differences
from annotations.records import quote_of

LENGTH = 50_000
QUOTES = 1_000
REPEATED = 0.06
TWINS = 0.2
TOUCHED = 0.05
SEEDS = (1, 2, 3, 4, 5)
CONSONANTS, VOWELS = "tnshrdlcmwfgypbvktnshrdl", "eeeaaioou"
SMALL = """
the of and to in a is that for it was on are as with his they be at one have this from or had by not but
what all were when we there can an your which their said if will each about how up out them
"""

#: A character and where it stood in the old text; null for a new one.
Letter = tuple[str, int | None]
Sentence = list[Letter]


class Language:
    """Made-up words by frequency, as any language has them, and sentences of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        made = ("".join(map(self.syllable, range(chance.randint(1, 4)))) for _ in range(3000))
        self.words = [*SMALL.split(), *made]
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]

    def syllable(self, _: int = 0) -> str:
        choose = self.chance.choice
        return choose(CONSONANTS) + choose(VOWELS) + choose(["", "", "n", "r", "s", "t"])

    def word(self) -> str:
        if self.chance.random() < 0.03:
            return f"{self.chance.randint(2, 9999):,}"
        return self.chance.choices(self.words, self.weights)[0]

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.chance.randint(5, 30))]
        said = "".join(word + (", " if self.chance.random() < 0.06 else " ") for word in words)
        return said[:1].upper() + said[1:].rstrip(", ") + ". "

    def twin(self, sentence: str) -> str:
        words = sentence.split(" ")
        words[self.chance.randrange(1, len(words) - 2)] = self.word()
        return " ".join(words)


class Story:
    """Paragraphs of sentences whose characters know where they stood."""

    def __init__(self, chance: random.Random, *, twins: bool = False) -> None:
        self.chance = chance
        self.language = Language(chance)
        #: Sentences that stand somewhere a second time.
        self.repeated: set[int] = set()
        written: list[list[str]] = []
        made: list[str] = []
        while sum(map(len, made)) < LENGTH:
            paragraph = []
            for _ in range(chance.randint(2, 6)):
                again = made and chance.random() < (TWINS if twins else REPEATED)
                sentence = chance.choice(made) if again else self.language.sentence()
                made.append(self.language.twin(sentence) if again and twins else sentence)
                paragraph.append(made[-1])
            written.append([*paragraph[:-1], paragraph[-1].rstrip() + "\n"])
        self.old = "".join(sentence for paragraph in written for sentence in paragraph)
        places = iter(range(len(self.old)))
        self.paragraphs: list[list[Sentence]] = [
            [[(letter, next(places)) for letter in sentence] for sentence in paragraph]
            for paragraph in written
        ]

    @property
    def letters(self) -> list[Letter]:
        return [letter for paragraph in self.paragraphs for sentence in paragraph for letter in sentence]

    def inside(self) -> tuple[Sentence, int]:
        """A place in the text: a sentence and a number of characters into it."""
        while True:
            paragraph = self.chance.choices(self.paragraphs, [sum(map(len, p)) for p in self.paragraphs])[0]
            sentence = self.chance.choices(paragraph, list(map(len, paragraph)))[0] if paragraph else []
            if len(sentence) > 2:
                return sentence, self.chance.randrange(len(sentence) - 1)

    def change_letter(self) -> int:
        sentence, at = self.inside()
        new = (self.chance.choice("abcdefghijklmnopqrstuvwxyz"), None)
        match self.chance.choice(["other", "more", "less"]):
            case "other":
                sentence[at] = new
            case "more":
                sentence.insert(at, new)
            case _:
                del sentence[at]
        return 1

    def change_word(self) -> int:
        sentence, at = self.inside()
        while at and sentence[at - 1][0].isalnum():
            at -= 1
        end = at
        while end < len(sentence) and sentence[end][0].isalnum():
            end += 1
        word: Sentence = [(letter, None) for letter in self.language.word()]
        match self.chance.choice(["other", "more", "less"]):
            case "other":
                sentence[at:end] = word
            case "more":
                sentence[at:at] = [*word, (" ", None)]
            case _:
                end += end < len(sentence) and sentence[end][0] == " "
                word = sentence[at:end]
                del sentence[at:end]
        return len(word)

    def change_sentence(self, *also: str) -> int:
        paragraph = self.chance.choice([paragraph for paragraph in self.paragraphs if len(paragraph) > 1])
        at = self.chance.randrange(len(paragraph) - 1)
        if id(paragraph[at]) in self.repeated:
            return 0  # dropped here and standing there, it would have been moved
        new: Sentence = [(letter, None) for letter in self.language.sentence()]
        match self.chance.choice(["other", "more", "less", *also]):
            case "other":
                paragraph[at] = new
            case "more":
                paragraph.insert(at, new)
            case "repeat":
                new = [(letter, None) for letter, _ in paragraph[at]]
                self.repeated |= {id(paragraph[at]), id(new)}
                self.chance.choice([other for other in self.paragraphs if other is not paragraph]).insert(
                    0, new
                )
            case _:
                new = paragraph.pop(at)
        return len(new)

    def move_paragraphs(self, share: float) -> None:
        for _ in range(round(share * len(self.paragraphs))):
            moved = self.paragraphs.pop(self.chance.randrange(len(self.paragraphs)))
            self.paragraphs.insert(self.chance.randrange(len(self.paragraphs)), moved)


def repeat(edit: Callable[[], int], characters: float) -> None:
    while characters > 0:
        characters -= edit()


def mixed(story: Story) -> None:
    for edit in (story.change_letter, story.change_word, story.change_sentence):
        repeat(edit, TOUCHED * LENGTH / 3)


def moved(story: Story) -> None:
    mixed(story)
    story.move_paragraphs(0.1)


def letters(story: Story) -> None:
    repeat(story.change_letter, 2_500)


def update(story: Story) -> None:
    repeat(lambda: story.change_sentence("repeat"), 0.1 * LENGTH)


def twins(story: Story) -> None:
    update(story)
    story.move_paragraphs(0.1)


KINDS = (mixed, moved, letters, update, twins)


def spans(story: Story, *, within_paragraphs: bool) -> Iterator[tuple[int, int]]:
    """Quotes anywhere in the old text, in code points."""
    found = 0
    while found < QUOTES:
        start = story.chance.randrange(len(story.old) - 300)
        end = start + story.chance.randint(15, 300)
        if not within_paragraphs or "\n" not in story.old[start : end - 1]:
            found += 1
            yield start, end


class Figures(Counter[str]):
    """What became of the quotes of one story, counted by column; and `ms`, the time for all of them."""


def measured(edits: Callable[[Story], None], seed: int, *, verbose: bool) -> Figures:
    """Edit a story, carry its quotes, and hold them against the truth; `verbose` prints all that is wrong."""
    story = Story(random.Random(f"{edits.__name__} {seed}"), twins=edits is twins)
    places = spans(story, within_paragraphs=edits in (moved, twins))
    quotes = [quote_of(story.old, *span) for span in places]
    edits(story)
    new = "".join(letter for letter, _ in story.letters)
    came_from = [place for _, place in story.letters]
    stands = {place: at for at, place in enumerate(came_from) if place is not None}

    gc.collect()
    begin = time.perf_counter()
    carrier = Carrier(differences(story.old, new))
    results = [carrier.carry(quote) for quote in quotes]
    figures = Figures(ms=round((time.perf_counter() - begin) * 1000))

    for quote, result in zip(quotes, results, strict=True):
        there = [stands[place] for place in range(quote.start, quote.end) if place in stands]
        hull = (min(there), max(there) + 1) if there else (0, 0)
        place = (result.quote.start, result.quote.end)
        wrong = ""
        if 2 * len(there) < quote.end - quote.start:
            figures["gone"] += 1
            if result.anchor in ("exact", "moved"):
                wrong = "gone called exact/moved"
        else:
            figures["there"] += 1
            figures["exact border"] += result.anchor != "orphan" and place == hull
            figures["IoU >= .9"] += result.anchor != "orphan" and overlap(place, hull) >= 0.9
            if result.anchor == "orphan":
                wrong = "orphan but there"
            elif place != hull:
                wrong = "other border"
        if result.anchor in ("exact", "moved") and new[slice(*place)] != quote.exact:
            wrong = "wrong words"
        if result.anchor == "changed":
            origins = [at for at in came_from[slice(*place)] if at is not None]
            foreign = sum(not quote.start <= at < quote.end for at in origins)
            if 2 * foreign > place[1] - place[0]:
                wrong = "changed on other words"
        figures[wrong] += 1
        if wrong and verbose:
            print(f"{wrong}, {result.anchor} ({result.likeness:.2f}): {quote.exact!r}")
            print(f"    truth {new[slice(*hull)]!r}\n    found {new[slice(*place)]!r}")
    return figures


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How much of two spans together is in both: intersection over union."""
    both = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return both / (max(one[1], other[1]) - min(one[0], other[0]))


SHARES = ("exact border", "IoU >= .9")
COUNTS = ("orphan but there", "gone called exact/moved", "changed on other words", "wrong words", "ms")


def main() -> None:
    words = sys.argv[1:]
    kinds = [kind for kind in KINDS if kind.__name__ in words] or KINDS
    print(f"{QUOTES:,} quotes of {LENGTH:,} characters; Python {sys.version.split()[0]}")
    row("edits", "seed", "there", "gone", *(f"{name} %" for name in SHARES), *COUNTS)
    row(*["---"] * (4 + len(SHARES) + len(COUNTS)))
    for kind in kinds:
        every = Figures()
        seeds = [int(word) for word in words if word.isdigit()] or SEEDS
        for seed in seeds:
            figures = measured(kind, seed, verbose="-v" in words)
            every.update(figures)
            table_row(kind.__name__, str(seed), figures)
        every["ms"] //= len(seeds)
        table_row(kind.__name__, "all", every)


def table_row(kind: str, seed: str, figures: Figures) -> None:
    shares = [f"{100 * figures[name] / figures['there']:.2f}" for name in SHARES]
    row(kind, seed, figures["there"], figures["gone"], *shares, *(figures[name] for name in COUNTS))


def row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main()
