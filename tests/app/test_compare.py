"""Comparing: one claim in several sources side by side."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from textual import events

import seeds
from annotations import Project
from annotations.texts import FolderTexts
from tests.app.playing import Played, played
from tests.app.test_hostile_text import HOSTILE, PADDING
from tui.screens.compare import CompareScreen, SourcePane, rival
from tui.screens.matrix import MatrixScreen
from tui.screens.reading_room import ReadingRoom

REAL = Path(__file__).parents[3] / "shared" / "sources"
SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample: three articles A, B, C and nine claims."""
    folder = tmp_path / "sample"
    seeds.copy_to(folder)
    return folder


@pytest.fixture
def long_story(tmp_path: Path) -> Path:
    """Two long articles with a claim in the middle of each, and a third one that says nothing of it."""
    folder = tmp_path / "long"
    folder.mkdir()

    def text(name: str, before: int, told: str, after: int) -> str:
        filler = [f"{name} paragraph {n} is about something else altogether." for n in range(before + after)]
        return "\n\n".join([f"{name} title", *filler[:before], told, *filler[before:]]) + "\n"

    one = "The union refused 1,000 berths on Monday."
    other = "The union refused 900 berths last Monday, it said."
    (folder / "a.txt").write_text(text("First", 40, one, 60), "utf-8")
    (folder / "b.txt").write_text(text("Second", 15, other, 30), "utf-8")
    (folder / "c.txt").write_text(text("Third", 3, "Nobody asked about berths of a union.", 30), "utf-8")
    with Project.open(folder, annotator="mo") as project:
        a, b, _ = project.current_articles
        start = project.text(a.id).index(one)
        claim, _ = project.claim_from(a.id, start, start + len(one))
        start = project.text(b.id).index(other)
        project.mark(claim.id, b.id, start, start + len(other), "refutes")
    return folder


def screen(app: Played) -> CompareScreen:
    assert isinstance(app.app.screen, CompareScreen)
    return app.app.screen


def labels(app: Played) -> list[str]:
    return [app.project.article(pane.article or "").label for pane in screen(app).visible_panes]


def selected(app: Played) -> str:
    """The words under the cursor of the pane in hand."""
    start, end = screen(app).reader.span
    return app.project.text(screen(app).hand.article or "")[start:end]


def words(pane: SourcePane, name: str) -> list[str]:
    """What is marked in a pane, from the stored text."""
    assert pane.opened is not None
    marks = pane.reader._marks
    return [pane.opened.text.raw[start:end] for start, end, kind in marks if kind == f"reader--{name}"]


def row(pane: SourcePane) -> int:
    """The row of the window on which the quote in hand begins."""
    piece = screen_of(pane)._piece(pane)
    assert piece is not None
    return pane.reader.line_of(piece.quote.start) - pane.reader.scroll_offset.y


def screen_of(pane: SourcePane) -> CompareScreen:
    assert isinstance(pane.screen, CompareScreen)
    return pane.screen


# ---- What is shown ---------------------------------------------------------------------------------


@both_sizes
async def test_the_quotes_of_the_claim_stand_side_by_side_and_what_differs_is_marked(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v")
        one, other = screen(app).visible_panes
        assert labels(app) == ["A", "B"]
        assert row(one) == row(other) >= 0
        assert words(one, "differs") == ["1,000", "on"]
        assert words(other, "differs") == ["900", "last", ", it said"]
        assert words(one, "same")[0] == "The union refused"
        frame = app.frame()
        assert "refutes · own voice" in frame
        assert "supports · own voice" in frame
        assert "disputed" in frame


@both_sizes
async def test_equal_and_differing_words_are_told_without_colour(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v")
        pane = screen(app).hand
        styles = {}
        for y in range(pane.reader.window_lines):
            for segment in pane.reader.render_line(y):
                if segment.text.strip() and segment.style is not None:
                    styles[segment.text.strip()] = segment.style
        assert styles["1,000"].reverse
        assert styles["1,000"].bold
        assert not styles["1,000"].underline
        assert styles["The union refused"].underline
        assert not styles["The union refused"].reverse
        assert not styles["The union refused"].bold


async def test_the_other_source_is_the_one_that_differs_most(long_story: Path) -> None:
    with Project.open(long_story, annotator="mo") as project:
        claim = project.claims[0].id
        project.mark(claim, project.current_articles[2].id, 0, 5, "queries")
    async with played(long_story) as app:
        desk, (a, b, c) = app.app.desk, app.project.current_articles
        assert rival(desk, a.id, {a.id}) == b.id  # A supports, B refutes, C queries
        assert rival(desk, b.id, {b.id}) == a.id
        assert rival(desk, a.id, {a.id, b.id}) == c.id
        assert rival(desk, a.id, {a.id, b.id, c.id}) is None


async def test_without_evidence_elsewhere_the_other_source_is_the_first_open_one(sample: Path) -> None:
    async with played(sample) as app:
        desk, (a, b, c) = app.app.desk, sorted(app.project.current_articles, key=lambda each: each.label)
        claim = next(
            c for c in app.project.claims if c.text.startswith("Shoigu called")
        )  # B not looked at, C?
        desk.choose_claim(claim.id)
        cells = app.project.agreement(claim.id).open_cells
        assert rival(desk, a.id, {a.id}) == next(id for id in (b.id, c.id) if id in cells)


@both_sizes
async def test_where_there_is_no_quote_the_best_candidate_is_shown_and_nothing_is_marked(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v", "tab", "greater_than_sign")
        pane = screen(app).hand
        assert labels(app) == ["A", "C"]
        assert selected(app) == "Nobody asked about berths of a union."
        assert "no quote: best candidate" in app.frame()
        assert "nothing to compare" in app.frame()
        for each in screen(app).visible_panes:
            assert each.reader._marks == []
        assert all(piece.article != pane.article for piece in app.project.evidence)
        await app.press("k")
        assert "no quote: Enter shows" in app.frame()
        await app.press("enter")
        assert "no quote: best candidate" in app.frame()


async def test_a_claim_that_nobody_compares_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.txt").write_text("One sentence. Two.\n", "utf-8")
    async with played(folder) as app:
        await app.press("v")
        assert "no claim yet" in app.said
        await app.press("c", "v")
        assert "no second article" in app.said
        assert isinstance(app.app.screen, ReadingRoom)


@both_sizes
async def test_several_quotes_in_one_article_are_walked_and_each_is_compared(
    long_story: Path, size: tuple[int, int]
) -> None:
    with Project.open(long_story, annotator="mo") as project:
        a = project.current_articles[0]
        again = project.text(a.id).index("First paragraph 70")
        project.mark(project.claims[0].id, a.id, again, again + 18, "queries")
    async with played(long_story, size=size) as app:
        await app.press("v")
        one, other = screen(app).visible_panes
        assert "1/2 S Q" in app.frame()
        first = words(one, "differs")
        await app.press("enter")
        assert "2/2 S Q" in app.frame()
        assert words(one, "differs") != first
        assert "The union refused" in " ".join(words(other, "differs"))
        assert row(one) == row(other)
        await app.press("enter")
        assert "1/2 S Q" in app.frame()
        assert words(one, "differs") == first
        await app.press("j", "j", "enter")  # left: back to the same one first
        assert "1/2 S Q" in app.frame()


# ---- Panes and claims ------------------------------------------------------------------------------


@both_sizes
async def test_keys_change_the_article_of_the_pane_in_hand_and_never_show_one_twice(
    sample: Path, size: tuple[int, int]
) -> None:
    async with played(sample, size=size) as app:
        await app.press("v")
        assert labels(app) == ["A", "B"]
        await app.press("greater_than_sign")
        assert labels(app) == ["C", "B"]
        await app.press("ctrl+w", "greater_than_sign")
        assert labels(app) == ["C", "A"]
        await app.press("less_than_sign")
        assert labels(app) == ["C", "B"]
        await app.press("shift+tab", "less_than_sign")
        assert labels(app) == ["A", "B"]


@both_sizes
async def test_the_claim_is_changed_from_here_and_the_pane_in_hand_keeps_its_article(
    sample: Path, size: tuple[int, int]
) -> None:
    async with played(sample, size=size) as app:
        await app.press("v", *["right_parenthesis"] * 4)  # 5: in B and C, not in A
        assert app.app.desk.claim == app.project.claims[4].id
        assert app.project.claims[4].text[:20] in app.frame()
        assert labels(app)[0] == "A"
        await app.press("tab")
        assert screen(app).hand.piece is not None
        await app.press("left_parenthesis")
        assert app.app.desk.claim == app.project.claims[3].id


async def test_a_third_pane_comes_and_goes_where_there_is_room(sample: Path) -> None:
    async with played(sample, size=(200, 50)) as app:
        await app.press("v", "plus")
        assert labels(app) == ["A", "B", "C"]
        await app.press("tab", "tab")
        assert app.label == "C"
        await app.press("plus")
        assert "three panes is all" in app.said
        await app.pilot.resize_terminal(120, 40)
        await app.settle()
        assert labels(app) == ["A", "B"]
        assert app.label == "B"
        assert screen(app).hand.reader.has_focus
        await app.pilot.resize_terminal(200, 50)
        await app.settle()
        assert labels(app) == ["A", "B", "C"]
        await app.press("minus")
        assert labels(app) == ["A", "B"]
        await app.press("minus")
        assert "two panes is the least" in app.said


async def test_a_third_pane_without_room_is_refused_with_the_width_it_needs(sample: Path) -> None:
    async with played(sample, size=(120, 40)) as app:
        await app.press("v", "plus")
        assert "150 columns" in app.said
        assert len(screen(app).visible_panes) == 2


async def test_with_three_panes_a_word_is_equal_in_the_one_in_hand_where_all_have_it(
    long_story: Path,
) -> None:
    with Project.open(long_story, annotator="mo") as project:
        c = project.current_articles[2]
        start = project.text(c.id).index("Nobody asked")
        project.mark(project.claims[0].id, c.id, start, start + 37, "queries")
    async with played(long_story, size=(200, 50)) as app:
        await app.press("v", "plus")
        hand, *others = (" ".join(words(pane, "same")) for pane in screen(app).visible_panes)
        assert hand == "union berths ."
        assert others == ["The union refused berths Monday .", "berths union."]
        assert "(2 words)" in app.frame()


# ---- Scrolling together ----------------------------------------------------------------------------


@both_sizes
async def test_the_panes_scroll_together_and_the_cursor_of_the_other_stays(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v")
        one, other = screen(app).visible_panes
        span, top = other.reader.span, other.reader.scroll_offset.y
        await app.press("space", "space", "space")
        assert other.reader.scroll_offset.y > top
        assert other.reader.span == span
        await app.press("G")
        assert other.reader.scroll_offset.y == other.reader.max_scroll_y
        await app.press("g")
        assert other.reader.scroll_offset.y == 0
        await app.press("enter")
        assert row(one) == row(other)
        await app.press("tab", "G")
        assert one.reader.scroll_offset.y == one.reader.max_scroll_y


@both_sizes
async def test_while_a_quote_is_in_view_its_like_stands_beside_it(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v")
        one, other = screen(app).visible_panes
        for line in range(one.reader.line_of(one.reader.cursor_offset) - 5, one.reader.line_count):
            one.reader.put_on_top(line)
            if not row(one) >= 0:
                break
            assert row(one) == row(other)
        assert row(one) < 0


async def test_each_pane_scrolls_by_itself_when_told_to(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "z")
        _, other = screen(app).visible_panes
        top = other.reader.scroll_offset.y
        await app.press("G")
        assert other.reader.scroll_offset.y == top
        await app.press("z")
        assert other.reader.scroll_offset.y == other.reader.max_scroll_y
        assert "z apart" in app.frame()


async def test_the_wheel_over_the_other_pane_scrolls_both(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v")
        one, other = screen(app).visible_panes
        top = one.reader.scroll_offset.y
        await app.pilot.hover(other.reader)
        other.reader.scroll_relative(y=30, animate=False, immediate=True, force=True)
        await app.settle()
        assert one.reader.scroll_offset.y > top
        assert screen(app).hand is one


@pytest.mark.parametrize("smaller", [(70, 24), (200, 50), (80, 24)])
async def test_after_a_change_of_the_size_the_quotes_stand_side_by_side_still(
    long_story: Path, smaller: tuple[int, int]
) -> None:
    async with played(long_story, size=(120, 40)) as app:
        await app.press("v")
        await app.pilot.resize_terminal(*smaller)
        await app.settle()
        one, other = screen(app).visible_panes
        assert row(one) == row(other)
        assert 0 <= row(one) < one.reader.window_lines


@pytest.mark.parametrize("size", [(59, 15), (20, 5), (1, 1)])
async def test_a_very_small_window_loses_nothing(sample: Path, size: tuple[int, int]) -> None:
    async with played(sample, size=(80, 24)) as app:
        await app.press("v", "j")
        span = screen(app).reader.span
        await app.pilot.resize_terminal(*size)
        await app.settle()
        app.frame()
        await app.pilot.resize_terminal(80, 24)
        await app.settle()
        assert screen(app).reader.span == span


# ---- Marking ---------------------------------------------------------------------------------------


@both_sizes
async def test_a_mark_goes_to_the_pane_in_hand_and_everything_follows(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v", "tab", "greater_than_sign", "p")
        assert "partly supports · claim 1 · C" in app.said
        pane = screen(app).hand
        assert app.label == "C"
        assert app.project.piece(pane.piece or "").stance == "partly_supports"
        assert app.project.piece(pane.piece or "").quote.exact == "Nobody asked about berths of a union."
        frame = app.frame()
        assert "partly supports · own voice" in frame
        assert "berths" in " ".join(words(pane, "same"))
        await app.press("q")  # the same piece, another stance
        assert app.project.piece(pane.piece or "").stance == "queries"
        assert len(app.project.evidence) == 3
        await app.press("h", "S")
        assert app.project.piece(pane.piece or "").certainty == "hedged"
        assert "supports · own voice · hedged" in app.frame()
        await app.press("d")
        assert len(app.project.evidence) == 2
        assert "no quote" in app.frame()
        assert pane.reader._marks == []
        await app.press("n")
        assert app.project.agreement(app.app.desk.claim or "").cells[pane.article or ""] == "no_mention"
        assert "no mention" in app.frame()


@both_sizes
async def test_the_edges_of_the_quote_in_hand_move_from_here(long_story: Path, size: tuple[int, int]) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v", "tab", "left_square_bracket", "left_square_bracket", "left_square_bracket")
        piece = app.project.piece(screen(app).hand.piece or "")
        assert piece.quote.exact == "The union refused 900 berths last Monday"
        assert "it" not in words(screen(app).hand, "differs")
        assert app.project.evidence_on(piece.claim, screen(app).panes[0].article)[0].quote.exact.endswith(
            "Monday."
        )


async def test_a_selection_made_by_hand_is_marked_as_it_is_and_dropped_by_escape(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "j", "left_square_bracket")
        assert screen(app).reader.explicit
        await app.press("escape")
        assert not screen(app).reader.explicit
        await app.press("left_square_bracket", "left_square_bracket", "r")
        piece = app.project.piece(screen(app).hand.piece or "")
        assert piece.quote.exact == "First paragraph 40 is about something else"
        assert piece.article == screen(app).panes[0].article


async def test_dialogs_open_over_the_comparison_and_it_follows(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "tab", "a")
        await app.type("Union")
        await app.press("enter", "enter")
        assert "refutes · Union" in app.frame()
        await app.press("i")
        await app.type("check")
        await app.press("escape", "t")
        await app.type("berths")
        await app.press("enter", "enter")
        assert app.project.claims[0].tags == ("berths",)
        await app.press("2")
        assert app.project.claims[0].type == "quantity"
        assert isinstance(app.app.screen, CompareScreen)


@both_sizes
async def test_undo_goes_to_the_pane_with_what_came_back(long_story: Path, size: tuple[int, int]) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v", "tab", "d")
        assert app.project.evidence_on(app.app.desk.claim or "", screen(app).hand.article) == []
        await app.press("tab", "u")
        pane = screen(app).hand
        assert pane is screen(app).panes[1]
        assert pane.piece is not None
        assert "900" in words(pane, "differs")
        await app.press("ctrl+r")
        assert screen(app).panes[1].piece is None


async def test_undo_of_something_in_a_third_article_shows_that_in_the_pane_in_hand(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "tab", "greater_than_sign", "s", "less_than_sign")
        assert labels(app) == ["A", "B"]
        await app.press("u")
        assert labels(app) == ["A", "C"]
        assert app.label == "C"


async def test_undoing_the_last_claim_leaves_two_articles_and_no_claim(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "u", "u")
        assert app.project.claims == []
        assert "no claim yet" in app.frame()
        await app.press("enter", "s")
        await app.press("escape")
        assert isinstance(app.app.screen, ReadingRoom)


async def test_a_claim_made_here_is_the_one_compared(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("v", "tab", "j", "c")
        assert len(app.project.claims) == 2
        assert app.app.desk.claim == app.project.claims[1].id
        assert app.label == "B"
        assert "2 Second paragraph 15" in app.frame()


async def test_a_project_open_to_be_read_is_compared_and_not_marked(long_story: Path) -> None:
    with Project.open(long_story, annotator="ann"):
        from tests.app.playing import playing

        with Project.open(long_story, read_only=True) as project:
            async with playing(project) as app:
                await app.press("v", "q")
                assert "nothing can be changed" in app.said
                assert words(screen(app).hand, "differs")


# ---- Coming and going ------------------------------------------------------------------------------


@both_sizes
async def test_escape_goes_back_to_the_article_and_the_place_of_the_pane_in_hand(
    long_story: Path, size: tuple[int, int]
) -> None:
    async with played(long_story, size=size) as app:
        await app.press("v", "tab", "j", "j", "escape")
        assert isinstance(app.app.screen, ReadingRoom)
        assert app.label == "B"
        assert app.selected == "Second paragraph 16 is about something else altogether."
        await app.press("v", "escape")
        assert app.app.desk.quote_in_hand() is not None
        assert app.selected.startswith("The union refused 900")


async def test_it_is_reached_from_the_matrix_and_the_palette_and_leads_back_to_the_matrix(
    sample: Path,
) -> None:
    async with played(sample) as app:
        await app.press("m", "l", "v")
        assert labels(app)[0] == "B"
        claim = app.app.desk.claim
        await app.press("m")
        assert isinstance(app.app.screen, MatrixScreen)
        assert app.app.screen.grid.cell() == (claim, app.project.article(app.app.desk.article or ""))
        await app.press("escape", "ctrl+p")
        await app.type("compare")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, CompareScreen))
        await app.press("question_mark")
        assert "Comparing" in app.frame() or "Why claim" in app.frame()
        await app.press("escape", "x", "escape", "v")
        assert isinstance(app.app.screen, ReadingRoom)


async def test_the_next_open_cell_is_walked_to_from_here(sample: Path) -> None:
    async with played(sample) as app:
        await app.press("right_parenthesis", "v", "full_stop")
        assert isinstance(app.app.screen, ReadingRoom)
        assert app.room.on_walk


async def test_keys_wait_until_a_text_is_loaded(long_story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(long_story, read_only=True) as project:
        slow = project.current_articles[2].sha256
    real, gate = FolderTexts.get, threading.Event()
    gate.set()

    def get(texts: FolderTexts, sha256: str) -> str:
        if sha256 == slow:
            gate.wait(20)
        return real(texts, sha256)

    monkeypatch.setattr(FolderTexts, "get", get)
    async with played(long_story) as app:
        await app.press("v", "tab")
        app.app.desk._opened.pop(slow)  # as if it had not been loaded ahead
        gate.clear()
        for key in ("greater_than_sign", "r"):
            app.app.post_message(events.Key(key, None))
        for _ in range(20):
            await app.pilot.pause(0)
        assert len(app.project.evidence) == 2
        assert "loading" in app.frame()
        gate.set()
        await app.settle()
        while app.app.keys_under_way:
            await app.pilot.pause(0)
        await app.settle()
        assert app.project.article(app.project.evidence[-1].article).label == "C"
        assert app.project.evidence[-1].quote.exact == "Nobody asked about berths of a union."


async def test_a_text_that_is_missing_is_named_and_nothing_is_marked_by_mistake(long_story: Path) -> None:
    with Project.open(long_story, read_only=True) as project:
        missing = project.current_articles[1].sha256
    (long_story / "texts" / f"{missing}.txt").unlink()
    async with played(long_story) as app:
        await app.press("v")
        assert "cannot be shown" in app.frame()
        await app.press("tab", "r", "n")
        assert len(app.project.evidence) == 2
        await app.press("tab", "q")
        assert app.project.evidence_on(app.project.claims[0].id)[0].stance == "queries"


async def test_an_article_that_goes_away_gives_way_to_another(long_story: Path) -> None:
    with Project.open(long_story, annotator="mo") as project:
        project.delete_evidence(project.evidence_on(project.claims[0].id)[1].id)
    async with played(long_story) as app:
        await app.press("v")
        assert labels(app) == ["A", "B"]
        app.project.remove_article(screen(app).panes[1].article or "")
        await app.settle()
        assert labels(app) == ["A", "C"]
        await app.press("s", "escape")
        assert app.label == "A"


# ---- Texts of strangers ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=["click", "markup", "escapes", "bidi", "templates"])
@both_sizes
async def test_hostile_words_are_only_words(tmp_path: Path, text: str, size: tuple[int, int]) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_bytes(f"{text}\n\nHe said {text} twice.\n{PADDING}".encode())
    (folder / "b.txt").write_bytes(f"Other {text}\n\nIt is {text}.\n{PADDING}".encode())
    with Project.open(folder, annotator="mo") as project:
        a, b = project.current_articles
        for article in (a, b):
            project.set_article(article.id, title=text, publisher=text, published=text)
        claim, piece = project.claim_from(a.id, 0, len(text))
        project.set_claim(claim.id, text=text)
        project.attribute(piece.id, [project.draft_origin(text)])
        project.mark(claim.id, b.id, 0, len(text) + 6, "queries")
    async with played(folder, size=size) as app:
        for keys in (("v",), ("tab", "s"), ("j", "q"), ("enter",), ("k", "n")):
            await app.press(*keys)
            frame = app.frame()
            assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in frame)
            assert "‮" not in frame
        for y in range(0, size[1], 2):
            await app.pilot.click(offset=(size[0] // 3, y))
        await app.settle()
        assert app.app.is_running


# ---- Two real sources ------------------------------------------------------------------------------


@both_sizes
async def test_two_real_sources_are_compared(tmp_path: Path, size: tuple[int, int]) -> None:
    files = sorted(REAL.glob("*.txt"))
    if len(files) != 2:
        pytest.skip("the two real sources are not here")
    folder = tmp_path / "story"
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)
    async with played(folder, size=size) as app:
        await app.press("j", "j", "j", "c", "v")
        assert labels(app) == ["A", "B"]
        assert "no quote: best candidate" in app.frame()
        await app.press("tab", "q")
        one, other = screen(app).visible_panes
        assert words(one, "same") or words(one, "differs")
        assert row(one) >= 0
        assert row(other) >= 0
        await app.press("space", "space", "G", "tab", "g", "u", "escape")
        assert len(app.project.evidence) == 1
        assert isinstance(app.app.screen, ReadingRoom)
