"""Quotes of real articles after ten kinds of corrections that real articles get.

The articles lie beside the project in ``../shared/sources`` where there are any; none of them is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from annotations.anchoring import Carried, Carrier, differences
from annotations.records import Quote, quote_of
from annotations.text import paragraphs, sentences

SOURCES = Path(__file__).parents[3].parent / "shared" / "sources"
FILES = sorted(SOURCES.glob("*.txt")) if SOURCES.is_dir() else []
NOTE = "Correction: an earlier version of this article gave the wrong number. It has been updated."


@pytest.fixture(params=FILES or [SOURCES], ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> str:
    """The text of one article, line ends as they are."""
    if request.param is SOURCES:
        pytest.skip(f"no articles in {SOURCES}")
    path: Path = request.param
    return path.read_bytes().decode()


class Place(NamedTuple):
    """A span of a text, in code points."""

    start: int
    end: int


def long_sentences(text: str) -> list[Place]:
    """The sentences of more than six words that stand once in the article."""
    found = [Place(*span) for span in sentences(text)]
    return [p for p in found if text[slice(*p)].count(" ") > 6 and text.count(text[slice(*p)]) == 1]


def quotes_of(text: str) -> Iterable[Quote]:
    """Whole sentences, their middle words, and two sentences at a time."""
    places = long_sentences(text)
    for place in places:
        yield quote_of(text, *place)
        third = (place.end - place.start) // 3
        yield quote_of(text, place.start + third, place.end - third)
    for one, other in pairwise(places):
        if "\n" not in text[one.start : other.end]:
            yield quote_of(text, one.start, other.end)


def carry(old: str, new: str) -> list[tuple[Quote, Carried]]:
    """The quotes that stand once in the old text, and what became of them: none silently on other words."""
    carrier = Carrier(differences(old, new))
    found = [(quote, carrier.carry(quote)) for quote in quotes_of(old) if old.count(quote.exact) == 1]
    assert found
    for quote, (anchor, placed, _) in found:
        if anchor in ("exact", "moved"):
            assert placed.exact == quote.exact == new[placed.start : placed.end]
        elif anchor == "changed":
            assert 0 <= placed.start < placed.end <= len(new)
        else:
            assert placed == quote
    return found


def stay_exact(old: str, new: str, touched: Iterable[Place] = ()) -> None:
    """All quotes but those that overlap what was touched stay on their words, in their place."""
    for quote, (anchor, placed, _) in carry(old, new):
        if not any(quote.start < place.end and place.start < quote.end for place in touched):
            assert anchor == "exact", quote.exact
            assert placed.exact == quote.exact


def each(article: str, edit: Callable[[Place], None]) -> None:
    places = long_sentences(article)
    assert len(places) > 5
    for place in places:
        edit(place)


def test_a_paragraph_above_shifts_every_quote(article: str) -> None:
    stay_exact(article, f"A summary of what is known so far, in one paragraph.\n\n{article}")


def test_a_correction_note_on_top_shifts_every_quote(article: str) -> None:
    stay_exact(article, f"{NOTE}\n{article}")


def test_another_headline_changes_no_quote_below_it(article: str) -> None:
    title = Place(*paragraphs(article)[0])
    stay_exact(article, article.replace(article[slice(*title)], "What the visit was about", 1), [title])


def test_another_number_inside_a_quote_changes_that_quote_and_no_other(article: str) -> None:
    tried = 0
    for place in long_sentences(article):
        sentence = article[slice(*place)]
        digits = next((c for c in sentence if c.isdigit() and c != "7"), None)
        if digits is None:
            continue
        tried += 1
        mended = sentence.replace(digits, "7", 1)
        new = article[: place.start] + mended + article[place.end :]
        stay_exact(article, new, [place])
        found = Carrier(differences(article, new)).carry(quote_of(article, *place))
        assert (found.anchor, found.quote.exact) == ("changed", sentence)
        assert new[found.quote.start : found.quote.end] == mended
    assert tried


def test_a_sentence_that_is_deleted_leaves_orphans_and_the_others_where_they_are(article: str) -> None:
    def edit(place: Place) -> None:
        new = article[: place.start] + article[place.end :].lstrip(" ")
        stay_exact(article, new, [place])
        lost = Carrier(differences(article, new)).carry(quote_of(article, *place))
        assert lost.anchor == "orphan", lost.quote.exact

    each(article, edit)


def test_a_sentence_that_is_repeated_takes_no_quote_away(article: str) -> None:
    def edit(place: Place) -> None:
        sentence = article[slice(*place)]
        stay_exact(article, f"{article[: place.end]} {sentence}{article[place.end :]}")
        stay_exact(article, f"{article}\n{sentence}")

    each(article, edit)


def test_a_paragraph_that_is_moved_takes_its_quotes_with_it(article: str) -> None:
    lines = article.splitlines(keepends=True)
    lines[-1] = lines[-1].rstrip("\n") + "\n"
    old = "".join(lines)
    for number in range(1, len(lines)):
        rest = lines[:number] + lines[number + 1 :]
        for at in (1, len(rest) // 2, len(rest)):
            new = "".join([*rest[:at], lines[number], *rest[at:]])
            for quote, (anchor, _, _) in carry(old, new):
                if "\n" not in quote.exact:
                    assert anchor in ("exact", "moved"), quote.exact


def test_a_typing_error_mended_next_to_a_quote_does_not_touch_it(article: str) -> None:
    for place in long_sentences(article):
        words = article[slice(*place)].split(" ")
        broken = " ".join([words[0][::-1] + "x", *words[1:]])
        old = article[: place.start] + broken + article[place.end :]
        rest = " ".join(words[1:])
        start = old.index(rest)
        quote = quote_of(old, start, start + len(rest))
        found = Carrier(differences(old, article)).carry(quote)
        assert (found.anchor, found.quote.start) == ("exact", place.end - len(rest))


def test_other_quotation_marks_change_the_quotes_that_have_some_and_no_others(article: str) -> None:
    marks = str.maketrans("“”\"’'–", '""”\'’-')
    new = article.translate(marks)
    assert new != article
    for quote, (anchor, placed, _) in carry(article, new):
        assert (placed.start, placed.end) == (quote.start, quote.end)
        same = quote.exact.translate(marks) == quote.exact
        assert anchor == ("exact" if same else "changed")


def test_two_paragraphs_made_one_keep_every_quote_that_was_in_one_of_them(article: str) -> None:
    lines = article.split("\n")
    for number in range(1, len(lines) - 1):
        merged = "\n".join([*lines[:number], f"{lines[number]} {lines[number + 1]}", *lines[number + 2 :]])
        for quote, (anchor, _, _) in carry(article, merged):
            if "\n" not in quote.exact:
                assert anchor == "exact", quote.exact


def test_all_of_it_at_once_leaves_no_quote_on_other_words(article: str) -> None:
    lines = article.translate(str.maketrans("“”", '""')).split("\n")
    lines = [NOTE, "What the visit was about", *lines[2:][::-1], lines[1].replace(" the ", " a ", 2)]
    found = carry(article, "\n\n".join(lines))
    assert {anchor for _, (anchor, _, _) in found} >= {"exact", "moved", "changed"}
