"""Marking by keys: what is saved, not only what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import played
from tui.screens.reading_room import ReadingRoom

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_c_makes_a_claim_that_is_the_sentence(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "1")
    with Project.open(story, read_only=True) as project:
        (claim,), (piece,) = project.claims, project.evidence
        assert claim.text == piece.quote.exact == "Nobody was hurt, the coast guard said."
        assert (claim.type, piece.stance, claim.annotator) == ("event", "supports", "mo")
        text = project.text(piece.article)
        assert text[piece.quote.start : piece.quote.end] == piece.quote.exact


async def test_the_claim_follows_its_quote_until_it_is_edited(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", *["left_square_bracket"] * 5)
        assert app.project.claims[0].text == app.project.evidence[0].quote.exact == "Nobody was hurt"
        await app.press("e")
        await app.press("end")
        await app.type(" at all")
        await app.press("enter", "right_square_bracket")
        assert app.project.claims[0].text == "Nobody was hurt at all"
        assert app.project.evidence[0].quote.exact != "Nobody was hurt"


async def test_edges_after_leaving_the_quote_move_only_the_selection(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "j", "left_square_bracket")
        assert app.project.evidence[0].quote.exact == "Nobody was hurt, the coast guard said."
        assert app.room.reader.explicit


async def test_one_sentence_can_hold_several_claims_and_a_cell_several_pieces(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c")
        await app.press("escape", "c")
        assert len(app.project.claims) == 2
        assert len({(p.quote.start, p.quote.end) for p in app.project.evidence}) == 1
        await app.sentence("Nobody was hurt")
        await app.press("p")
        first, second = app.project.claims
        stances = [piece.stance for piece in app.project.evidence_on(second.id)]
        assert stances == ["supports", "partly_supports"]
        assert app.project.agreement(first.id).supporting == 1


@pytest.mark.parametrize(
    ("key", "stance"),
    [("s", "supports"), ("p", "partly_supports"), ("q", "queries"), ("r", "refutes")],
)
async def test_a_stance_key_inside_a_quote_changes_it_and_elsewhere_adds_one(
    story: Path, key: str, stance: str
) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", key)
        assert [piece.stance for piece in app.project.evidence] == [stance]
        await app.press("greater_than_sign")
        await app.sentence("The union disputes")
        await app.press(key.upper())
        assert [piece.stance for piece in app.project.evidence] == [stance, stance]
        assert [app.project.article(p.article).label for p in app.project.evidence] == ["A", "B"]
        assert app.label == "B"


async def test_a_walk_meets_every_open_cell_and_comes_back_to_where_the_claim_came_from(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop")
        assert app.label == "B"
        assert app.selected.startswith("All 120 passengers")
        await app.press("s")
        assert app.label == "C"
        await app.press("n")
        assert app.label == "A"
        assert app.selected.startswith("According to the harbour master")
        claim = app.project.claims[0]
        assert [*app.project.agreement(claim.id).cells.values()] == ["supports", "supports", "no_mention"]


async def test_stay_keys_mark_and_stay_on_the_walk(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "full_stop", "R")
        assert app.label == "B"
        assert app.project.evidence[-1].stance == "refutes"


async def test_tab_goes_through_the_candidates_of_the_article(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "full_stop")
        first = app.selected
        await app.press("tab")
        second = app.selected
        assert first != second
        await app.press("shift+tab")
        assert app.selected == first


async def test_no_mention_on_a_cell_with_evidence_changes_nothing_and_says_so(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "n")
        assert app.project.reviews == []
        assert "nothing was changed" in app.frame()


async def test_the_basis_of_a_no_mention_is_what_was_on_the_screen(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "greater_than_sign", "greater_than_sign")
        assert app.label == "C"
        await app.press("G", "n")
        assert [review.basis for review in app.project.reviews] == ["read"]


async def test_tags_are_completed_and_toggled(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "t")
        await app.type("num")
        await app.press("enter")
        await app.type("burns")
        await app.press("enter", "enter")
        assert app.project.claims[0].tags == ("number", "burns")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("t")
        await app.type("number")
        await app.press("enter", "escape")
        assert app.project.claims[0].tags == ("burns",)


async def test_an_attribution_is_built_from_new_and_known_origins(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "a")
        await app.type("Coast guard")
        await app.press("enter", "enter")
        (origin,) = app.project.origins
        assert app.project.evidence[0].attribution == (origin.id,)
        await app.sentence("According to the harbour master")
        await app.press("c", "a")
        await app.type("coast g")
        await app.press("enter")
        await app.type("Pilots")
        await app.press("enter", "enter")
        names = [app.project.origin(id).name for id in app.project.evidence[1].attribution]
        assert names == ["coast guard", "Pilots"]
        await app.press("u")
        assert [o.name for o in app.project.origins] == ["coast guard", "harbour master"]
        assert app.project.evidence[1].proposed


async def test_the_same_attribution_again_is_one_key(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "a")
        await app.type("Coast guard")
        await app.press("enter", "enter", "j", "c", "A")
        first, second = app.project.evidence
        assert first.attribution == second.attribution != ()


async def test_two_origins_that_are_one_are_merged_in_the_picker(story: Path) -> None:
    async with played(story) as app:
        for sentence, name in (("Nobody was hurt", "Coast guard"), ("According to", "The coastguard")):
            await app.sentence(sentence)
            await app.press("c", "a")
            await app.type(name)
            await app.press("enter", "enter")
        await app.press("a", "down")
        names = {origin.name for origin in app.project.origins}
        assert names == {"coast guard", "The coastguard"}
        marked = app.app.screen._marked().name  # type: ignore[attr-defined]
        await app.press("ctrl+e", "enter")
        (kept,) = app.project.origins
        assert {kept.name, *kept.aliases} == names
        assert kept.name != marked
        assert {piece.attribution for piece in app.project.evidence} == {(kept.id,)}
        await app.press("escape", "escape", "u")
        assert len(app.project.origins) == 2


async def test_a_group_is_set_in_the_picker(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("Coast guard")
        await app.press("enter", "enter", "a", "ctrl+g")
        await app.type("state")
        await app.press("enter")
        assert app.project.origins[0].group == "state"


async def test_independence_is_asked_once_and_only_where_it_matters(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "a")
        await app.type("Lund")
        await app.press("enter", "enter")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("greater_than_sign", "j", "s", "a")
        await app.type("Ministry of Ports")
        await app.press("enter", "enter")
        assert "Independent?" in app.frame()
        await app.press("s", "y", "2")  # keys that mean something else are no answer
        assert "Independent?" in app.frame()
        await app.press("down", "j", "enter")  # what raises the status is not the first
        claim = app.project.claims[0]
        assert app.project.agreement(claim.id).status == "corroborated"
        assert "2 independent origins" in app.frame()
        await app.press("u")
        assert app.project.agreement(claim.id).status == "single_origin"
        assert isinstance(app.app.screen, ReadingRoom)


async def test_dont_know_is_remembered(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("One")
        await app.press("enter", "enter", "greater_than_sign", "s", "a")
        await app.type("Other")
        await app.press("enter", "enter", "up", "enter")
        claim = app.project.claims[0]
        assert app.project.agreement(claim.id).status == "single_origin"
    async with played(story) as app:
        await app.press("1")
        assert isinstance(app.app.screen, ReadingRoom)


async def test_a_quote_claim_takes_the_last_link_as_its_speaker(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The company called")
        await app.press("c", "a")
        await app.type("Agency")
        await app.press("enter")
        await app.type("Owner")
        await app.press("enter", "enter", "4")
        claim = app.project.claims[0]
        assert app.project.origin(claim.speaker or "").name == "Owner"


async def test_a_claim_that_is_no_quote_any_more_is_said_by_nobody_and_undo_brings_both_back(
    story: Path,
) -> None:
    async with played(story) as app:
        await app.sentence("The company called")
        await app.press("c", "a")
        await app.type("Owner")
        await app.press("enter", "enter", "4")
        assert app.project.claims[0].speaker is not None
        await app.press("3")
        assert app.project.claims[0].speaker is None
        assert "plan · claim 1 · no longer said by Owner" in app.said
        await app.press("u")
        claim = app.project.claims[0]
        assert (claim.type, app.project.origin(claim.speaker or "").name) == ("quote", "Owner")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_a_claim_without_a_type_shows_which_there_are_and_one_key_explains_them(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("c")
        card = " ".join(app.room.card.content.plain.split())
        assert "no type yet: 1 event 2 quantity 3 plan 4 quote" in card
        assert "8 opinion (ctrl+t explains)" in card
        await app.press("ctrl+t")
        frame = app.frame()
        assert "6  rule: What a law, a treaty, a contract or a procedure says or" in frame
        await app.press("6")
        assert app.project.claims[0].type == "rule"
        assert "rule · claim 1" in app.said
        assert "no type yet" not in app.room.card.content.plain
        await app.press("ctrl+t", "escape")
        assert app.project.claims[0].type == "rule"


async def test_certainty_note_and_question_are_saved(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "h", "i")
        await app.type("why")
        await app.press("tab")
        await app.type("whole claim")
        await app.press("enter", "f")
        await app.type("who saw it")
        await app.press("enter")
        assert app.project.evidence[0].certainty == "hedged"
        assert app.project.evidence[0].note == "why"
        assert app.project.claims[0].note == "whole claim"
        assert app.project.claims[0].open_question == "who saw it"


async def test_a_note_that_is_saved_says_so_and_where_it_stands(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "i")
        await app.type("why")
        await app.press("enter")
        assert "note saved · on the quote · claim 1" in app.said
        await app.press("i", "tab")
        await app.type("all of it")
        await app.press("enter")
        assert "note saved · on the claim · claim 1" in app.said
        await app.press("i", "ctrl+a", "delete", "tab", "ctrl+a", "delete", "enter")
        assert "notes deleted · on the quote and on the claim · claim 1" in app.said
        await app.press("i", "enter")
        assert "the notes are as they were" in app.said


async def test_an_open_question_and_an_edited_claim_say_that_they_are_saved(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("who saw it")
        await app.press("enter")
        assert "open question saved · claim 1" in app.said
        await app.press("e")
        await app.type("So: ")
        await app.press("enter")
        assert "claim 1 saved" in app.said


async def test_a_claim_in_the_words_of_another_is_made_and_says_which_and_how_to_take_it_back(
    story: Path,
) -> None:
    async with played(story) as app:
        await app.press("c", "c")
        assert len(app.project.claims) == 2
        assert "claim 2 · A · same words as claim 1: u takes it back" in app.said
        await app.press("u")
        assert len(app.project.claims) == 1
        await app.press("c", "e")
        await app.type("In other words, ")
        await app.press("enter", "less_than_sign", "g", "j", "c")
        assert "same words" not in app.said


async def test_escape_in_an_editor_keeps_a_draft(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("half a thou")
        await app.press("escape")
        assert app.project.claims[0].open_question == ""
        await app.press("f")
        await app.type("ght")
        await app.press("enter")
        assert app.project.claims[0].open_question == "half a thought"


async def test_a_draft_outlives_the_app_and_does_not_stand_in_the_way_of_undo(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("One")
        await app.press("enter", "enter", "greater_than_sign", "s", "a")
        await app.type("Other")
        await app.press("enter", "enter", "up", "enter", "e")
        await app.type(" and half a thought")
        await app.press("escape", "u")
        assert app.project.settings.undecided == ()
        await app.press("ctrl+r")
    async with played(story) as app:
        await app.press("e")
        assert "draft" in app.frame()
        await app.press("enter")
        assert app.project.claims[0].text == "Ferry runs aground off Tarn Point and half a thought"
        assert app.project.drafts == {}


async def test_going_to_another_article_and_back_keeps_the_place(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "j", "greater_than_sign", "j", "less_than_sign")
        assert app.selected.startswith("According to the harbour master")
        await app.press("greater_than_sign")
        assert app.selected.startswith("All 120")


async def test_who_says_so_right_after_a_mark_on_the_walk_is_about_that_mark(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop", "s")
        assert app.label == "C"
        await app.press("a")
        await app.type("Pilots")
        await app.press("enter", "enter")
        first, second = app.project.evidence
        assert [app.project.origin(p.attribution[0]).name for p in (first, second)] == [
            "harbour master",
            "Pilots",
        ]
        await app.press("n")
        assert app.label == "A"
        await app.press("A")
        assert app.project.evidence[0].attribution == second.attribution


async def test_a_mark_that_replaces_another_says_so(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "q")
        assert "supports → queries · claim 1 · A" in app.frame()


async def test_a_quote_can_end_behind_a_closing_quotation_mark(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The company called it")
        await app.press("c", "left_square_bracket")
        assert app.project.evidence[0].quote.exact == "The company called it “a gentle stop”"


async def test_two_names_for_one_are_made_one_by_the_question_about_independence(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("Lund")
        await app.press("enter", "enter", "greater_than_sign", "s", "a")
        await app.type("Harbour master Lund")
        await app.press("enter", "enter", "down", "down", "down", "enter")
        (origin,) = app.project.origins
        assert (origin.name, origin.aliases) == ("Harbour master Lund", ("Lund",))


async def test_a_typed_claim_has_no_evidence_yet(story: Path) -> None:
    async with played(story) as app:
        await app.press("C")
        await app.type("The ferry was late.")
        await app.press("enter")
        assert [claim.text for claim in app.project.claims] == ["The ferry was late."]
        assert app.project.evidence == []
        assert app.app.desk.claim == app.project.claims[0].id


async def test_verdict_and_credibility_are_folded_away_and_only_set_by_hand(story: Path) -> None:
    from textual.widgets import Collapsible, Input, Select

    async with played(story) as app:
        await app.press("c", "e")
        folded = app.app.screen.query_one(Collapsible)
        assert folded.collapsed
        folded.collapsed = False
        app.app.screen.query_one("#verdict", Input).value = "holds"
        app.app.screen.query_one("#credibility", Select).value = "2"
        await app.press("enter")
        claim = app.project.claims[0]
        assert (claim.verdict, claim.credibility) == ("holds", 2)


async def test_d_deletes_the_quote_and_in_the_list_the_claim(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "d")
        assert app.project.evidence == []
        assert len(app.project.claims) == 1
        app.room.claims.focus()
        await app.press("d")
        assert app.project.claims == []
        await app.press("u", "u")
        assert len(app.project.evidence) == 1


async def test_undo_and_redo_reach_over_articles_and_name_what_they_did(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "greater_than_sign", "j", "r", "greater_than_sign", "n")
        after = (app.project.claims, app.project.evidence, app.project.reviews)
        await app.press("u")
        assert "undone: no mention, claim 1, article C" in app.frame()
        await app.press("u", "u", "u")  # the mark, that the attribution was accepted with it, the claim
        assert (app.project.claims, app.project.evidence, app.project.reviews) == ([], [], [])
        await app.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
        assert (app.project.claims, app.project.evidence, app.project.reviews) == after


async def test_marks_name_themselves(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "greater_than_sign", "q")
        assert "queries · claim 1 · B" in app.frame()


async def test_a_mark_without_a_claim_says_what_to_do(story: Path) -> None:
    async with played(story) as app:
        await app.press("s")
        assert "no claim yet" in app.frame()
        assert app.project.evidence == []


async def test_article_details_are_edited_and_a_retraction_takes_its_evidence_out(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "E")
        await app.press("end")
        await app.type(" X")
        await app.press("enter")
        assert app.project.current_articles[0].title.endswith(" X")
        await app.press("E")
        app.app.screen.query_one("#state").value = "retracted"  # type: ignore[attr-defined]
        await app.press("enter", "y")
        claim = app.project.claims[0]
        agreement = app.project.agreement(claim.id)
        assert app.project.article(app.project.evidence[0].article).state == "retracted"
        assert agreement.cells[app.project.evidence[0].article] == "retracted"
        assert agreement.supporting == 0


async def test_an_article_is_removed_after_a_question_and_comes_back_by_undo(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "E", "ctrl+d", "n")
        assert len(app.project.articles) == 3
        await app.press("ctrl+d", "y")
        assert [a.label for a in app.project.articles] == ["B", "C"]
        assert app.project.evidence == []
        await app.press("u")
        assert [a.label for a in app.project.articles] == ["A", "B", "C"]
        assert len(app.project.evidence) == 1
