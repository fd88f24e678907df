"""Exact passages by keys: characters, words, clauses, labels; going back; the claims that meet at a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import Played, played
from tui.reader import graphemes

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])

SCRIPTS = """Scripts

The family 👩\u200d👩\u200d👧 left the cafe\u0301, then the 🇬🇧 flag\tflew.
東京で首脳会談が行われ、「合意した」と発表した。
ראש הממשלה אמר: “לא עכשיו”, והמשיך.
प्रधानमंत्री ने कहा, हिन्दी में।
"""


def only(app: Played) -> str:
    """The only quote there is."""
    (piece,) = app.project.evidence
    assert app.project.text(piece.article)[piece.quote.start : piece.quote.end] == piece.quote.exact
    return piece.quote.exact


def label_of(app: Played, word: str) -> str:
    """The letters on a word in view."""
    reader = app.room.reader
    assert reader.labelled is not None
    raw = reader.article.raw
    return next(code for code, span in reader.labelled if raw[slice(*span)] == word)


async def label(app: Played, *words: str) -> None:
    """Type the letters on words."""
    for word in words:
        await app.press(*label_of(app, word))


# ---- Edges ---------------------------------------------------------------------------------------


@SIZES
async def test_each_edge_moves_by_characters_and_clauses(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.sentence("According to")
        for keys, expected in [
            (("minus", "minus"), "According to the harbour master, 120 people were on boar"),
            (("equals_sign",), "According to the harbour master, 120 people were on board"),
            (("plus",), "ccording to the harbour master, 120 people were on board"),
            (("underscore",), "According to the harbour master, 120 people were on board"),
            (("semicolon",), "According to the harbour master"),
            (("quotation_mark",), "According to the harbour master"),
            (("apostrophe", "quotation_mark"), "120 people were on board"),
            (("apostrophe",), "120 people were on board."),
            (("colon", "semicolon"), "According to the harbour master, 120 people were on board"),
        ]:
            await app.press(*keys)
            assert app.selected == expected
        await app.press("c")
        assert only(app) == "According to the harbour master, 120 people were on board"


async def test_the_arrow_keys_with_alt_move_by_characters_too(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("alt+left", "alt+left", "alt+right", "alt+shift+right", "alt+shift+right")
        await app.press("alt+shift+left")
        assert app.selected == "obody was hurt, the coast guard said"


async def test_a_quote_just_made_follows_every_edge_and_each_step_can_be_undone(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "semicolon", "semicolon", "plus")
        assert only(app) == "obody was hurt"
        assert app.project.claims[0].text == "obody was hurt"
        await app.press("u")
        assert only(app) == "Nobody was hurt"
        await app.press("equals_sign")
        assert only(app) == "Nobody was hurt,"


@SIZES
async def test_edges_stop_between_clusters_in_every_script(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.txt").write_text(SCRIPTS, "utf-8")
    async with played(tmp_path, size=size) as app:
        for _ in range(4):
            await app.press("j", "c")
            piece = app.project.evidence[-1]
            for key in ("minus", "plus", "semicolon", "minus", "quotation_mark", "minus", "underscore"):
                await app.press(key)
                quote = app.project.piece(piece.id).quote
                text = app.project.text(piece.article)
                assert quote.exact == text[quote.start : quote.end] == app.selected
                assert quote.exact.strip()
                assert graphemes.is_boundary(text, quote.start)
                assert graphemes.is_boundary(text, quote.end)


# ---- Labels --------------------------------------------------------------------------------------


@SIZES
async def test_two_labels_are_a_passage_exactly(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.press("l")
        await label(app, "harbour", "people")
        assert app.selected == "harbour master, 120 people"
        assert app.room.reader.explicit
        assert app.room.reader.labelled is None
        await app.press("c")
        assert only(app) == "harbour master, 120 people"


async def test_the_words_may_be_chosen_in_either_order_and_over_sentences(story: Path) -> None:
    async with played(story) as app:
        await app.press("G", "l")
        await label(app, "Nobody", "people")
        assert app.selected == "people were on board.\nNobody"


async def test_escape_after_the_first_word_keeps_the_end(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("l")
        await label(app, "the")  # the first of the page: the sentence before
        assert app.room.reader.labelled is not None
        await app.press("escape")
        assert app.room.reader.labelled is None
        assert app.selected.endswith("the coast guard said.")
        await app.press("escape")
        assert not app.room.reader.explicit


async def test_one_label_moves_only_the_end(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("L")
        await label(app, "hurt")
        assert app.selected == "Nobody was hurt"
        await app.press("L")
        await label(app, "gentle")
        assert app.selected == "Nobody was hurt, the coast guard said. The company called it “a gentle"


async def test_the_quote_in_hand_takes_both_edges_in_one_step(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "l")
        await label(app, "was")
        assert only(app).startswith("Nobody was")
        await label(app, "guard")
        assert only(app) == "was hurt, the coast guard"
        assert app.project.claims[0].text == "was hurt, the coast guard"
        await app.press("minus")
        assert only(app) == "was hurt, the coast guar"
        await app.press("u", "u")
        assert only(app) == "Nobody was hurt, the coast guard said."


async def test_while_there_are_labels_letters_are_no_commands(story: Path) -> None:
    async with played(story) as app:
        await app.press("l")
        for key in ("c", "d", "n", "x", "Q", "ж"):
            await app.press(key)
            if app.room.reader.labelled is None:
                await app.press("l")
        assert app.project.claims == []
        assert app.project.reviews == []
        assert len(app.app.screen_stack) == 1


async def test_backspace_takes_a_letter_back_and_then_the_labels_away(story: Path) -> None:
    async with played(story) as app:
        await app.press("l")
        begun = next(code[0] for code, _ in app.room.reader.labelled if len(code) == 2)
        await app.press(begun)
        assert app.room.reader.labelled.typed == begun
        await app.press("backspace")
        assert app.room.reader.labelled.typed == ""
        await app.press("backspace")
        assert app.room.reader.labelled is None
        assert not app.room.reader.explicit


async def test_any_other_key_ends_the_labels_and_does_what_it_does(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "l")
        await label(app, "was")
        await app.press("left_square_bracket")
        assert only(app) == "was hurt, the coast guard said"
        assert app.room.reader.labelled is None


async def test_labels_can_be_asked_for_from_another_pane(story: Path) -> None:
    async with played(story) as app:
        app.room.claims.focus()
        await app.pilot.pause()
        await app.press("l")
        await label(app, "ferry", "ran")
        assert app.selected == "ferry Morwen ran"


async def test_a_project_open_to_be_read_refuses_to_move_the_edges_of_its_quotes(story: Path) -> None:
    from tests.app.playing import playing

    with Project.open(story) as project:
        project.claim_from(project.current_articles[0].id, 0, 31)
    with Project.open(story, read_only=True) as project:
        async with playing(project) as app:
            app.room.claims.focus()
            await app.press("enter", "left_square_bracket")
            assert "nothing can be changed" in app.said
            assert project.evidence[0].quote.end == 31


async def test_letters_on_words_choose_a_new_passage_once_the_quote_is_done_with(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to")
        await app.press("l")
        await label(app, "120", "people")
        await app.press("c", "2", "l")
        await label(app, "were", "board")
        assert only(app) == "120 people"
        assert app.selected == "were on board"
        await app.press("c")
        assert [claim.text for claim in app.project.claims] == ["120 people", "were on board"]
        assert app.project.claims[0].type == "quantity"


@SIZES
async def test_labels_lie_over_words_and_shift_nothing(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        before = app.frame().splitlines()
        await app.press("l")
        reader = app.room.reader
        words = {code: reader.article.raw[slice(*span)] for code, span in reader.labelled}
        lines = app.frame().splitlines()
        assert "from which word?" in app.frame()
        changed = 0
        for line, was in zip(lines[3:-2], before[3:-2], strict=True):
            assert len(line) == len(was)
            changed += sum(left != right for left, right in zip(line, was, strict=True))
        assert 0 < changed <= 2 * len(words)
        assert any(code in "\n".join(lines) for code in words)
        await app.press("escape")
        assert app.frame().splitlines()[3:-2] == before[3:-2]


async def test_words_of_wide_characters_have_labels_of_their_own_width(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("東京で会談。\n\nab กข 東 c d\n", "utf-8")
    async with played(tmp_path) as app:
        before = [app.room.reader.render_line(y).cell_length for y in range(10)]
        await app.press("l")
        assert [app.room.reader.render_line(y).cell_length for y in range(10)] == before
        line = app.room.reader.render_line(0).text[6:]
        codes = [code for code, _ in app.room.reader.labelled]
        assert line.startswith("".join(f"{code} " for code in codes[:5]))
        await label(app, "京", "会")
        assert app.selected == "京で会"


async def test_labels_leave_what_stands_between_them_as_it_is(tmp_path: Path) -> None:
    text = "The 👩\u200d👩\u200d👧 e\u0301te\u0301 ☁\ufe0f🇬🇧 x	y 「東」 a/bc.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    async with played(tmp_path) as app:
        plain = app.room.reader.render_line(0)
        await app.press("l")
        labelled = app.room.reader.render_line(0)
        assert labelled.cell_length == plain.cell_length
        for mark in ("👩\u200d👩\u200d👧", "☁\ufe0f🇬🇧", "「", "」", "."):
            assert mark in labelled.text
        (code, _), *_ = app.room.reader.labelled
        await app.press(code)
        for mark in ("👩\u200d👩\u200d👧 ", "te\u0301 ☁\ufe0f🇬🇧 ", "「", "」", "."):
            assert mark in app.room.reader.render_line(0).text


# ---- Back ----------------------------------------------------------------------------------------


async def test_w_goes_back_and_forth_between_two_places(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to")
        await app.press("left_square_bracket")
        here = app.selected
        for there in (("G",), ("greater_than_sign",), ("g",)):
            await app.press(*there)
            other = (app.label, app.selected)
            assert other != ("A", here)
            await app.press("w")
            assert (app.label, app.selected) == ("A", here)
            assert app.room.reader.explicit
            await app.press("w")
            assert (app.label, app.selected) == other
            await app.press("grave_accent")
            assert (app.label, app.selected) == ("A", here)


async def test_w_goes_back_from_a_walk_and_from_a_quote(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "k", "full_stop")
        assert app.label == "B"
        await app.press("w")
        assert (app.label, app.selected.split()[0]) == ("A", "According")
        app.room.claims.focus()
        await app.press("enter")
        assert app.selected.startswith("Nobody")
        await app.press("w")
        assert app.selected.startswith("According")


async def test_w_before_any_jump_says_so(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "w")
        assert "not jumped" in app.said
        assert app.selected.startswith("The ferry")


async def test_w_brings_the_same_lines_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(f"Line {n} of the text." for n in range(200)), "utf-8")
    async with played(tmp_path, size=(80, 24)) as app:
        await app.press(*["space"] * 3, *["k"] * 5)
        top = app.room.reader.scroll_offset.y
        assert top > 0
        await app.press("G", "w")
        assert app.room.reader.scroll_offset.y == top
        await app.press("w")
        assert app.selected == "Line 199 of the text."


# ---- Quotes and claims that meet -----------------------------------------------------------------


async def test_z_goes_through_the_quotes_of_the_claim_in_this_article(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "k", "S", "g", "j", "left_square_bracket", "S", "g")
        seen = []
        for _ in range(4):
            await app.press("z")
            seen.append(app.selected.split()[0])
        assert seen == ["The", "According", "Nobody", "The"]
        assert "quote 1 of 3" in app.said
        await app.press("Z")
        assert app.selected.startswith("Nobody")
        await app.press("greater_than_sign", "z")
        assert "no quote of claim 1 in this article" in app.said


async def test_the_claims_that_meet_under_the_cursor_take_turns(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("W")
        assert "no claim has a quote here" in app.said
        await app.press("c", "escape", "semicolon", "c", "escape", "k", "c", "j")
        first, second, third = app.project.claims
        assert app.app.desk.claim == third.id
        for claim, said in ((first, "claim 1 · 1 of 2 here"), (second, "claim 2 · 2 of 2 here")) * 2:
            await app.press("W")
            assert app.app.desk.claim == claim.id
            assert said in app.said


# ---- Measure -------------------------------------------------------------------------------------


async def test_lines_get_shorter_and_longer_and_stay_so(story: Path) -> None:
    async with played(story, size=(200, 40)) as app:
        reader = app.room.reader
        assert reader.measure == 84
        await app.press("9")
        assert reader.measure == reader.line_width == 76
        assert "76 cells" in app.said
        await app.press("greater_than_sign")
        assert max(len(reader.render_line(y).text.rstrip()) for y in range(20)) <= 6 + 76
        await app.press(*["9"] * 6)
        assert reader.measure == 40
        assert "shortest" in app.said
        await app.press(*["0"] * 14)
        assert reader.measure == 140
        assert "longest" in app.said


async def test_the_measure_says_where_there_is_no_room_for_it(story: Path) -> None:
    async with played(story, size=(80, 24)) as app:
        await app.press("0")
        assert "92 cells · there is room for" in app.said


# ---- Without colour ------------------------------------------------------------------------------


async def test_without_colour_quotes_labels_and_the_selection_are_told_apart(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with played(story) as app:
        await app.sentence("According to")
        await app.press("c", "escape", "semicolon", "semicolon", "c", "g")

        def attributes(text: str, *, whole: bool = False) -> tuple[bool, ...]:
            app.app.screen._on_timer_update()
            for strip in app.app.screen._compositor.render_strips():
                region = app.room.reader.region
                for segment in strip.crop(region.x, region.right):
                    found = segment.text == text if whole else text in segment.text
                    if found and segment.style is not None:
                        assert segment.style.color is None or len(set(segment.style.color.triplet or ())) <= 1
                        style = segment.style
                        names = ("bold", "italic", "underline", "underline2", "reverse")
                        return tuple(bool(getattr(style, name)) for name in names)
            raise AssertionError(text)

        plain = attributes("The ferry Morwen")
        shared, other = attributes("harbour master"), attributes(", 120 people")
        assert plain == (False, False, False, False, False)
        assert shared == (True, True, True, True, False)  # the current claim and another one
        assert other == (False, False, True, False, False)
        await app.press("left_parenthesis", "g")
        assert attributes(", 120 people") == (True, False, True, True, False)
        await app.sentence("Nobody was hurt")
        await app.press("minus")
        assert attributes("Nobody was hurt") == (False, False, False, False, True)
        await app.press("l")
        code = next(code for code, _ in app.room.reader.labelled if len(code) == 2)
        assert attributes(code, whole=True) == (True, False, False, False, True)
        assert attributes(label_of(app, "coast"), whole=True) == (
            True,
            False,
            False,
            False,
            False,
        )  # on the selection
