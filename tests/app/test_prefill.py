"""Who says so fills itself in: shown before the key that accepts it, turned and replaced by keys."""

from __future__ import annotations

from pathlib import Path

from tests.app.playing import Played, played
from tui.prefill import BEFORE, LONGEST, in_words, proposed_for
from tui.reader.article_text import ArticleText

HARBOUR = "According to the harbour master"


def chain(app: Played, number: int = -1) -> list[str]:
    """Who a piece of evidence has it from."""
    return [app.project.origin(id).name for id in app.project.evidence[number].attribution]


async def test_who_a_sentence_seems_to_have_it_from_stands_above_the_card_as_one_reads(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        assert "harbour master" in (app.room.card.border_title or "")
        await app.press("k")
        assert "own voice" in (app.room.card.border_title or "")


async def test_a_claim_is_from_whom_its_words_name_and_that_is_proposed_until_the_next_key_about_it(
    story: Path,
) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c")
        assert chain(app) == ["harbour master"]
        assert app.project.evidence[0].proposed
        assert "harbour master · proposed" in app.frame()
        await app.press("j", "k")
        assert app.project.evidence[0].proposed  # looking about is no answer
        await app.press("2")
        assert not app.project.evidence[0].proposed
        await app.press("u")
        assert app.project.evidence[0].proposed
        assert app.project.claims[0].type is None
        await app.press("u")
        assert (app.project.claims, app.project.origins) == ([], [])


async def test_going_on_with_the_walk_accepts_it_and_another_claim_does_not(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "full_stop")
        assert not app.project.evidence[0].proposed
        await app.press("escape", "less_than_sign")
        await app.sentence("Nobody was hurt")
        await app.press("c")
        await app.press("left_parenthesis", "1")
        assert [piece.proposed for piece in app.project.evidence] == [False, True]


async def test_a_mark_accepts_what_was_shown_before_it(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("All 120 passengers")
        assert "Gazette ← harbour master" in (app.room.card.border_title or "")
        await app.press("S")
        assert chain(app) == ["Gazette", "harbour master"]
        assert not app.project.evidence[1].proposed
        assert app.project.evidence[1].cue is not None


async def test_a_hedge_in_the_sentence_fills_in_how_firmly_it_is_said(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("The ferry had reportedly")
        await app.press("S")
        piece = app.project.evidence[1]
        assert piece.certainty in ("hedged", "uncommitted")
        text = app.project.text(piece.article)
        assert piece.cue is not None
        assert text[piece.cue.start : piece.cue.end] == piece.cue.exact == "reportedly"


async def test_one_key_turns_who_the_quote_is_from(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("All 120 passengers")
        await app.press("S")
        seen = [chain(app)]
        for _ in range(4):
            await app.press("H")
            seen.append(chain(app))
        assert seen == [
            ["Gazette", "harbour master"],
            ["harbour master"],
            ["Gazette"],
            [],
            ["Gazette", "harbour master"],
        ]
        assert {origin.name for origin in app.project.origins} == {"Gazette", "harbour master"}
        await app.press("u")
        assert chain(app) == []


async def test_before_a_mark_the_key_turns_what_the_mark_will_have(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("All 120 passengers")
        title = app.room.card.border_title or ""
        assert "Gazette ← harbour master" in title
        await app.press("H")
        assert (app.room.card.border_title or "") == "here: harbour master"
        assert app.project.origins == []
        await app.press("S")
        assert chain(app) == ["harbour master"]
        assert not app.project.evidence[1].proposed


async def test_what_was_turned_to_holds_for_these_words_only(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("All 120 passengers")
        await app.press("H", "j", "k")
        assert (app.room.card.border_title or "") == "here: harbour master"
        await app.press("j")
        assert "harbour master" not in (app.room.card.border_title or "")


async def test_above_the_card_it_is_said_what_the_names_are_about(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        title = app.room.card.border_title or ""
        assert title.startswith("here: ")
        await app.press("c")
        assert (app.room.card.border_title or "").startswith("quote: ")
        await app.press("j")
        assert (app.room.card.border_title or "").startswith("here: ")
        await app.press("full_stop")
        title = app.room.card.border_title or ""
        assert title.startswith("cand")
        assert "here: " not in title


async def test_above_the_card_stands_what_the_quote_there_has_not_what_was_read(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "a", "backspace", "enter")
        assert chain(app) == []
        await app.press("j", "k")
        assert "own voice" in (app.room.card.border_title or "")


async def test_what_was_put_right_is_filled_in_right_for_the_same_words_the_next_time(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "a")
        await app.type("Port authority")
        await app.press("enter", "enter", "j", "k", "c")
        assert chain(app) == ["Port authority"]
        assert app.project.evidence[1].proposed
        await app.press("2", "u", "u")
        assert len(app.project.claims) == 1


async def test_from_a_hedge_that_was_filled_in_the_first_turn_is_to_certain(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign")
        await app.sentence("The ferry had reportedly")
        await app.press("S")
        seen = [app.project.evidence[1].certainty]
        for _ in range(3):
            await app.press("h")
            seen.append(app.project.evidence[1].certainty)
        assert seen == ["hedged", "certain", "uncommitted", "hedged"]


async def test_a_name_that_is_typed_takes_the_place_of_what_was_filled_in(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "a")
        assert "found in the text" in app.frame()
        await app.type("Port authority")
        await app.press("enter", "enter")
        assert chain(app) == ["Port authority"]
        assert [origin.name for origin in app.project.origins] == ["Port authority"]


async def test_enter_keeps_what_was_filled_in(story: Path) -> None:
    async with played(story) as app:
        await app.sentence(HARBOUR)
        await app.press("c", "a", "enter")
        assert chain(app) == ["harbour master"]
        assert not app.project.evidence[0].proposed


async def test_the_walk_shows_its_candidates_with_bars_and_which_one_is_in_hand(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "full_stop")
        lines = [line for line in app.frame().split("\n") if "▬" in line]
        assert len(lines) == 3
        lengths = [line.count("▬") for line in lines]
        assert lengths == sorted(lengths, reverse=True)
        assert "▸▬" in lines[0]
        await app.press("tab")
        assert "▸▬" in [line for line in app.frame().split("\n") if "▬" in line][1]


def test_a_line_without_end_and_what_is_before_it_are_not_looked_through(tmp_path: Path) -> None:
    from annotations import Project

    with Project.open(tmp_path) as project:
        long = ArticleText("x" * (LONGEST + 1) + " said the mayor.\nIt rained, said Ada Brook.\n")
        assert proposed_for(project, long, (0, 10)).links == ()
        start = long.raw.index("It rained")
        assert [link.name for link in proposed_for(project, long, (start, len(long.raw) - 1)).links] == [
            "Ada Brook"
        ]
        many = ArticleText("A door shut.\n" * (2 * BEFORE) + "It rained, said Ada Brook.\n")
        start = many.raw.index("It rained")
        found = proposed_for(project, many, (start, len(many.raw) - 1))
        assert in_words(project, found) == "Ada Brook"
