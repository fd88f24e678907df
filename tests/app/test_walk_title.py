"""Over the card stands which candidate of the walk is in hand, in as many words as there is room for."""

from __future__ import annotations

from pathlib import Path

from tests.app.playing import played


async def test_the_walk_says_which_candidate_this_is_as_fully_as_there_is_room(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop")
        desk = app.app.desk
        at, count = desk.walk.at + 1, len(desk.walk.candidates)
        said = []
        for who in ("own voice", "Velm Harbour Board", "Office of the Velm Harbour Board", ""):
            desk.proposal_in_words = lambda span, who=who: who
            app.room.tell_place()
            said.append((app.room.card.border_title or "").split(" · ")[0])
            assert (app.room.card.border_title or "") in app.frame()
        full = f"candidate {at} of {count}"
        assert said == [full, f"candidate {at}/{count}", f"cand. {at}/{count}", full]


async def test_away_from_the_candidates_it_says_how_many_there_are_and_which_key_goes_there(
    story: Path,
) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop")
        before = app.room.reader.span
        for key in ("j", "g", "G"):
            await app.press(key)
            if app.room.reader.span != before:
                break
        desk = app.app.desk
        many = f"{len(desk.walk.candidates)} candidates"
        key = desk.key("walk.candidate.next")
        said = []
        for who in ("", "own voice", "own voice · hedged"):
            desk.proposal_in_words = lambda span, who=who: who
            app.room.tell_place()
            said.append((app.room.card.border_title or "").split(" · ")[0])
        count = len(desk.walk.candidates)
        assert said == [f"{many}: {key} goes there", f"{key} {many}", f"{key} {count} cand."]
