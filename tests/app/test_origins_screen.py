"""The origins on the screen: what rests on each, and what is done with them by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Select

import tui.screens.origins as origins_module
from annotations import Project
from annotations.records import Origin
from tests.app.following import FIRST, Pair
from tests.app.playing import Played, played, playing
from tests.benchmarks.stories import fill as fill_story
from tui.holding import since
from tui.screens.compare import CompareScreen
from tui.screens.matrix import MatrixScreen
from tui.screens.origin_chooser import OriginChooser
from tui.screens.origin_editor import OriginEditor
from tui.screens.origins import OriginsScreen
from tui.screens.question import Question


def fill(project: Project) -> None:
    """Three claims on two articles; the harbour master stands in most chains, the tug's crew in none."""
    a, b = project.current_articles[:2]
    master = project.add_origin("the harbour master", group="harbour")
    union = project.add_origin("the union", group="union")
    gazette = project.add_origin("the Gazette", kind="news_agency")
    project.add_origin("the tug's crew", kind="eyewitness", aliases=("tug crew",))
    text, other = project.text(a.id), project.text(b.id)
    at = text.index("120 people")
    claim, _ = project.claim_from(a.id, at, at + 10, attribution=[master.id])
    at = other.index("All 120")
    project.mark(claim.id, b.id, at, at + 18, "supports", attribution=[union.id])
    at = text.index("Nobody was hurt")
    project.claim_from(a.id, at, at + 15, attribution=[gazette.id, master.id])
    at = other.index("It will be towed")
    project.claim_from(b.id, at, at + 16, attribution=[gazette.id])


@pytest.fixture
def ferry(story: Path) -> Path:
    """The story with claims and origins."""
    with Project.open(story, annotator="mo") as project:
        fill(project)
    return story


def screen(app: Played) -> OriginsScreen:
    found = app.app.screen
    assert isinstance(found, OriginsScreen)
    return found


def named(app: Played, name: str) -> Origin:
    origin = app.project.origin_named(name)
    assert origin is not None
    return origin


def in_list(app: Played) -> list[str]:
    return [origin.name for origin in screen(app).rows._origins]


def question(app: Played) -> str:
    assert isinstance(app.app.screen, Question)
    return "\n".join(app.app.screen._lines)


async def go_to(app: Played, name: str) -> None:
    """Put the cursor on an origin, by keys."""
    await app.press("g")
    for _ in in_list(app):
        origin = screen(app).rows.origin
        if origin is not None and origin.name == name:
            return
        await app.press("j")
    raise AssertionError(name)


# ---- What is shown -----------------------------------------------------------------------------------


async def test_all_origins_are_listed_with_what_rests_on_them_the_most_first(ferry: Path) -> None:
    async with played(ferry, size=(80, 24)) as app:
        await app.press("o")
        assert in_list(app) == ["the Gazette", "the harbour master", "the union", "the tug's crew"]
        lines = app.frame().split("\n")
        assert [line.split()[-2:] for line in lines[3:7]] == [["2", "2"], ["2", "2"], ["1", "1"], ["0", "0"]]
        assert "no group said" in next(line for line in lines if "the Gazette" in line)
        assert " = tug crew" in app.frame()
        assert "4 origins · 2 in no group" in app.frame()


async def test_below_the_list_stand_the_claims_of_the_origin_in_hand_with_their_statuses(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the harbour master")
        said = screen(app).preview.content.plain
        assert "it is the origin for: 2 claims" in said
        assert "1 120 people · corroborated" in said
        assert "2 Nobody was hurt · single source" in said
        assert "the Gazette ← the harbour master · 1 quote" in said
        await go_to(app, "the Gazette")
        said = screen(app).preview.content.plain
        assert "it is the origin for: 1 claim\n" in said
        assert "it only passes on: 1 claim\n" in said
        await go_to(app, "the tug's crew")
        assert "Nothing rests on it" in screen(app).preview.content.plain


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (150, 40)])
async def test_what_rests_on_it_stands_beside_the_list_where_there_is_room(
    ferry: Path, size: tuple[int, int]
) -> None:
    async with played(ferry, size=size) as app:
        await app.press("o")
        rows, preview = screen(app).rows.region, screen(app).preview.region
        assert (preview.x >= rows.right) == (size[0] >= origins_module.BESIDE)
        assert (preview.y >= rows.bottom) == (size[0] < origins_module.BESIDE)
        assert "it is the origin for: 2 claims" in app.frame()


async def test_it_begins_on_the_origin_of_the_current_claim(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("right_parenthesis", "right_parenthesis", "o")
        assert screen(app).in_hand().name == "the Gazette"


async def test_the_claims_of_an_origin_scroll_and_those_of_another_begin_at_the_top() -> None:
    project = Project.in_memory(annotator="mo")
    fill_story(project, 90, 12)
    async with playing(project, size=(80, 24)) as app:
        await app.press("o", "ctrl+down")
        assert screen(app).preview.top == 3
        await app.press("ctrl+up")
        assert screen(app).preview.top == 0
        await app.press("ctrl+down", "j")
        assert screen(app).preview.top == 0


async def test_a_project_without_origins_says_how_to_make_one(story: Path) -> None:
    async with played(story) as app:
        await app.press("o")
        assert "No origins yet: a says who a quote has it from." in app.frame()
        for key in ("e", "enter", "W", "M", "i", "d"):
            await app.press(key)
            assert isinstance(app.app.screen, OriginsScreen)
        assert "there is no origin here" in app.said


async def test_what_rests_is_found_once_a_change_and_not_while_one_moves(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(ferry) as app:
        await app.press("o")
        found: list[object] = []
        resting = origins_module.resting
        monkeypatch.setattr(origins_module, "resting", lambda p: found.append(p) or resting(p))
        await app.press("j", "k", "G", "g", "space", "slash", "h", "enter", "j")
        assert found == []
        app.project.set_origin(named(app, "the union").id, kind="government")
        await app.settle()
        assert len(found) == 1


async def test_only_the_rows_in_view_and_the_claims_of_one_origin_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = Project.in_memory(annotator="mo")
    fill_story(project, 4_000, 30)
    assert len(project.origins) == 200
    async with playing(project) as app:
        await app.press("o")
        made: list[int] = []
        lines = type(screen(app).rows).row_lines
        monkeypatch.setattr(
            type(screen(app).rows),
            "row_lines",
            lambda rows, row, width: made.append(row) or lines(rows, row, width),
        )
        project._agreements.clear()
        await app.press("j")
        assert len(set(made)) < 40
        on = screen(app)._resting[screen(app).in_hand().id]
        assert 4_000 - len(project.underived()) == on.claims


# ---- Going there and back ----------------------------------------------------------------------------


async def test_o_goes_there_from_every_screen_and_back_again(ferry: Path) -> None:
    async with played(ferry) as app:
        for keys, kind in (((), type(app.room)), (("m",), MatrixScreen), (("v",), CompareScreen)):
            for back in ("o", "escape"):
                await app.press(*keys, "o")
                assert isinstance(app.app.screen, OriginsScreen)
                await app.press(back)
                assert isinstance(app.app.screen, kind)
                if keys:
                    await app.press("escape")
                assert app.app.screen is app.room


async def test_from_the_origins_one_gets_to_the_matrix_and_to_compare(ferry: Path) -> None:
    async with played(ferry) as app:
        for before in ((), ("m",), ("v",)):
            for key, kind in (("m", MatrixScreen), ("v", CompareScreen)):
                await app.press(*before, "o", key)
                assert isinstance(app.app.screen, kind)
                assert len(app.app.screen_stack) == 2
                await app.press("escape")
                assert app.app.screen is app.room


async def test_the_palette_and_the_help_name_the_screen_and_its_keys(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("question_mark")
        assert "all origins and what rests on each" in " ".join(
            str(line)
            for line in app.app.screen._page()  # type: ignore[attr-defined]
        )
        await app.press("escape", "ctrl+p")
        await app.type("all origins")
        await app.until(lambda: "origins  o" in app.frame())
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, OriginsScreen))
        await app.press("question_mark")
        said = " ".join(str(line) for line in app.app.screen._page())  # type: ignore[attr-defined]
        for command in origins_module.ORIGINS_HERE.commands:
            assert command.help.split()[0] in said


# ---- Filtering ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("harb", ["the harbour master"]),
        ("TUG CREW", ["the tug's crew"]),
        ("agency", ["the Gazette"]),
        ("group said", ["the Gazette", "the tug's crew"]),
        ("withdrawn", ["the union"]),
        ("union harbour", []),
    ],
)
async def test_the_list_is_narrowed_by_name_alias_kind_group_and_state(
    ferry: Path, typed: str, left: list[str]
) -> None:
    async with played(ferry) as app:
        app.project.withdraw_origin(named(app, "the union").id)
        await app.settle()
        await app.press("o", "slash")
        await app.type(typed)
        assert in_list(app) == left
        assert f"{len(left)} of 4" in app.frame()
        if not left:
            assert "No origin is like that: Esc shows all." in app.frame()
        await app.press("enter")
        assert in_list(app) == left
        await app.press("escape")
        assert len(in_list(app)) == 4
        assert isinstance(app.app.screen, OriginsScreen)
        await app.press("escape")
        assert app.app.screen is app.room


async def test_a_key_in_the_field_is_a_letter_and_escape_there_shows_all(ferry: Path) -> None:
    async with played(ferry) as app:
        app.project.set_origin(named(app, "the union").id, group=None)
        app.project.undo()
        await app.press("o", "slash", *"dWMio", "ctrl+r")
        assert isinstance(app.app.screen, OriginsScreen)
        assert len(app.project.origins) == 4
        assert in_list(app) == []
        assert named(app, "the union").group == "union"
        await app.press("escape")
        assert len(in_list(app)) == 4
        await app.press("ctrl+r")
        assert named(app, "the union").group is None


# ---- Editing -----------------------------------------------------------------------------------------


async def test_all_fields_are_edited_in_one_step(ferry: Path) -> None:
    async with played(ferry, size=(80, 24)) as app:
        await app.press("o")
        await go_to(app, "the union")
        before = screen(app).in_hand()
        await app.press("enter")
        assert isinstance(app.app.screen, OriginEditor)
        await app.type("the sailors' union")
        await app.press("tab")
        await app.type("union ; the  sailors;;union")
        app.app.screen.query_one("#kind", Select).value = "monitor"
        app.app.screen.query_one("#reliability", Select).value = "B"
        await app.press("tab", "tab")
        await app.type("sailors")
        await app.press("enter")
        after = app.project.origin(before.id)
        assert (after.name, after.aliases) == ("the sailors' union", ("union", "the sailors"))
        assert (after.kind, after.group, after.reliability) == ("monitor", "sailors", "B")
        assert screen(app).in_hand() == after
        assert app.project.drafts == {}
        await app.press("u")
        assert app.project.origin(before.id) == before


async def test_a_field_that_is_emptied_says_nothing(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        await app.press("e", "tab", "tab", "tab", "backspace", "enter")
        assert named(app, "the union").group is None


async def test_the_groups_that_there_are_stand_below_the_field_and_can_be_taken(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the Gazette")
        await app.press("e", "tab", "tab", "tab")
        frame = app.frame()
        assert "harbour  the harbour master" in frame
        assert "union  the union" in frame
        await app.press("down", "down", "up")
        await app.press("tab")
        assert app.app.focused is app.app.screen.query_one("#reliability")
        await app.press("ctrl+s")
        assert named(app, "the Gazette").group == "harbour"


async def test_a_group_that_was_taken_by_a_key_stays_to_the_code_point(ferry: Path) -> None:
    async with played(ferry) as app:
        app.project.set_origin(named(app, "the union").id, group="a\x1bgroup")
        await app.settle()
        await app.press("o")
        await go_to(app, "the Gazette")
        await app.press("e", "tab", "tab", "tab", "down", "enter")
        assert named(app, "the Gazette").group == "a\x1bgroup"


async def test_each_kind_is_explained_where_it_is_chosen(ferry: Path) -> None:
    from annotations.origins import KIND_MEANINGS

    async with played(ferry, size=(80, 24)) as app:
        await app.press("o", "e", "tab", "tab")
        assert KIND_MEANINGS[screen_kind(app)] in app.frame()
        await app.press("enter")
        frame = app.frame()
        for meaning in KIND_MEANINGS.values():
            assert meaning in frame


def screen_kind(app: Played) -> str:
    return str(app.app.screen.query_one("#kind", Select).value)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (0, "The Harbour  Master", "there is an origin the harbour master already"),
        (0, "   ", "an origin needs a name"),
        (1, "TUG CREW", "there is an origin the tug's crew already: M makes one of two"),
    ],
)
async def test_names_that_cannot_be_are_refused_and_the_box_stays(
    ferry: Path, field: int, typed: str, said: str
) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        before = app.project.origins
        await app.press("e", *["tab"] * field)
        await app.type(typed)
        await app.press("enter")
        assert said in app.said
        assert isinstance(app.app.screen, OriginEditor)
        assert app.project.origins == before


async def test_an_edit_that_makes_a_claim_fall_names_it(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        await app.press("e", "tab", "tab", "tab")
        await app.type("harbour")
        await app.press("enter")
        assert "the union: group · claim 1 falls · u takes it back" in app.said
        assert app.project.agreement(app.project.claims[0].id).status == "single_origin"


async def test_what_was_typed_is_kept_as_a_draft_and_offered_again(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o", "e", "tab")
        await app.type("captain")
        await app.press("escape")
        assert "kept as a draft" in app.said
        (key,) = app.project.drafts
        assert key == f"origin {named(app, 'the harbour master').id}"
    async with played(ferry) as app:
        assert app.said == "half-typed text is kept: details of origin the harbour master · o"
        await app.press("o", "e")
        assert "captain" in app.frame()
        assert "· draft" in app.frame()
        await app.press("enter")
        assert named(app, "captain").name == "the harbour master"
        assert app.project.drafts == {}


async def test_opening_the_editor_and_leaving_it_keeps_nothing(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o", "e", "escape")
        assert app.project.drafts == {}
        assert "draft" not in app.said


# ---- Withdrawing -------------------------------------------------------------------------------------


async def test_withdrawing_says_first_what_falls_then_names_it_and_is_one_step(ferry: Path) -> None:
    async with played(ferry, size=(80, 24)) as app:
        await app.press("o")
        await go_to(app, "the harbour master")
        await app.press("W")
        assert "claim 1: corroborated (2 origins) → single source" in question(app)
        assert "claim 2: single source → open" in question(app)
        assert "claim 1: corroborated (2 origins) → single source" in app.frame()
        assert named(app, "the harbour master").state == "current"
        await app.press("y")
        assert named(app, "the harbour master").state == "withdrawn"
        assert "the harbour master withdrawn · 2 claims (1, 2) fall · u takes it back" in app.said
        assert "1 withdrawn" in app.frame()
        row = next(line for line in app.frame().split("\n") if line.startswith(" ▸"))
        assert "the harbour master withdrawn" in row
        await app.press("u")
        assert named(app, "the harbour master").state == "current"
        assert screen(app).in_hand().name == "the harbour master"


async def test_withdrawing_again_lets_it_count_again(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        await app.press("W", "y", "W")
        assert "claim 1: single source → corroborated (2 origins)" in question(app)
        await app.press("y")
        assert named(app, "the union").state == "current"
        assert "the union not withdrawn · claim 1 changes" in app.said


@pytest.mark.parametrize("answer", ["n", "escape", "enter"])
async def test_any_other_answer_withdraws_nothing(ferry: Path, answer: str) -> None:
    async with played(ferry) as app:
        await app.press("o", "W", answer)
        assert {origin.state for origin in app.project.origins} == {"current"}


async def test_that_nothing_falls_is_said_too(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the tug's crew")
        await app.press("W")
        assert "no status changes." in question(app)


async def test_of_many_claims_as_many_are_named_as_there_is_room_for() -> None:
    project = Project.in_memory(annotator="mo")
    fill_story(project, 900, 12)
    async with playing(project, size=(80, 24)) as app:
        await app.press("escape", "o", "W")  # the question about the first claim is left open
        frame = app.frame()
        assert "and " in question(app).split("\n")[-1]
        assert "y  withdraw it" in frame
        assert "n  it counts as before" in frame


# ---- Merging, independence, deleting -----------------------------------------------------------------


async def test_merging_asks_which_one_and_under_which_name(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        await app.press("M")
        assert isinstance(app.app.screen, OriginChooser)
        await app.type("harb")
        await app.press("enter")
        assert "claim 1: corroborated (2 origins) → single origin (2 articles)" in question(app)
        assert "y  yes, called the union" in app.frame()
        assert "o  yes, called the harbour master" in app.frame()
        await app.press("o")
        kept = named(app, "the union")
        assert (kept.name, kept.aliases) == ("the harbour master", ("the union",))
        assert "the union is the harbour master now · claim 1 falls" in app.said
        assert screen(app).in_hand() == kept
        assert len(in_list(app)) == 3
        await app.press("u")
        assert len(app.project.origins) == 4


async def test_a_merge_can_keep_the_name_of_the_one_in_hand_or_be_called_off(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        for answer in ("n", "escape"):
            await app.press("M", "down", "enter", answer)
            assert len(app.project.origins) == 4
        await app.press("M", *"harb", "enter", "y")
        assert named(app, "the harbour master").name == "the union"


async def test_names_that_have_words_in_common_are_offered_first(ferry: Path) -> None:
    async with played(ferry) as app:
        app.project.add_origin("Tarn harbour authority")
        await app.settle()
        await app.press("o")
        await go_to(app, "the harbour master")
        await app.press("M")
        assert isinstance(app.app.screen, OriginChooser)
        assert [origin.name for origin in app.app.screen._offered[:1]] == ["Tarn harbour authority"]
        await app.press("enter")
        assert isinstance(app.app.screen, OriginChooser)
        assert "mark an origin first" in app.said


@pytest.mark.parametrize(("key", "same"), [("i", False), ("s", True)])
async def test_two_origins_are_called_independent_or_of_one_group(ferry: Path, key: str, same: bool) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the Gazette")
        await app.press("i", *"harb", "enter")
        assert "the Gazette: no group said" in question(app)
        assert "the harbour master: harbour" in question(app)
        await app.press(key)
        one, other = named(app, "the Gazette").group, named(app, "the harbour master").group
        assert other == "harbour"
        assert (one == other) == same
        assert one is not None
        assert "the Gazette and the harbour master: " in app.said
        await app.press("u")
        assert named(app, "the Gazette").group is None


async def test_the_one_in_hand_leaves_a_group_that_it_shares_by_being_called_independent(ferry: Path) -> None:
    async with played(ferry) as app:
        app.project.set_origin(named(app, "the union").id, group="harbour")
        await app.settle()
        await app.press("o")
        await go_to(app, "the union")
        await app.press("i", *"harb", "enter", "i")
        assert named(app, "the harbour master").group == "harbour"
        assert named(app, "the union").group not in (None, "harbour")
        assert "claim 1 changes" in app.said


async def test_that_nobody_knows_is_recorded(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the Gazette")
        await app.press("i", *"tug", "enter", "k")
        assert len(app.project.settings.undecided) == 1
        assert named(app, "the Gazette").group is None


async def test_only_an_origin_on_which_nothing_rests_is_deleted(ferry: Path) -> None:
    async with played(ferry) as app:
        await app.press("o")
        await go_to(app, "the union")
        await app.press("d")
        assert "the union is named by evidence" in app.said
        assert len(app.project.origins) == 4
        await go_to(app, "the tug's crew")
        await app.press("d")
        assert app.project.origin_named("the tug's crew") is None
        assert "the tug's crew deleted · u brings it back" in app.said
        await app.press("u")
        assert screen(app).in_hand().name == "the tug's crew"


# ---- Others ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["e", "enter", "W", "M", "i", "d", "u"])
async def test_a_project_that_is_open_to_be_read_refuses_in_the_usual_words(story: Path, key: str) -> None:
    pair = Pair(story)
    fill(pair.leader)
    pair.follower.catch_up()
    async with playing(pair.follower) as app:
        await app.press("o", key)
        assert app.said == f"nothing can be changed: ana@desk has the project open since {since(FIRST)}"
        assert isinstance(app.app.screen, OriginsScreen)


async def test_what_somebody_else_does_to_origins_is_followed(story: Path) -> None:
    pair = Pair(story)
    fill(pair.leader)
    pair.follower.catch_up()
    async with playing(pair.follower) as app:
        await app.press("o", "G")
        assert screen(app).in_hand().name == "the tug's crew"
        pair.leader.delete_origin(screen(app).in_hand().id)
        pair.leader.withdraw_origin(pair.leader.origins[0].id)
        pair.leader.delete_claim(pair.leader.claims[0].id)
        pair.store.tell()
        await app.settle()
        assert len(in_list(app)) == 3
        assert "1 withdrawn" in app.frame()
        await app.press("j", "k", "G")
        assert app.app.is_running


async def test_a_click_goes_to_an_origin_and_a_second_one_opens_it(ferry: Path) -> None:
    async with played(ferry, size=(80, 24)) as app:
        await app.press("o")
        region = screen(app).rows.region
        for opened in (False, True):
            await app.pilot.click(offset=(region.x + 5, region.y + 1 + 2))
            await app.settle()
            assert isinstance(app.app.screen, OriginEditor) == opened
            if not opened:
                assert screen(app).in_hand().name == "the union"
