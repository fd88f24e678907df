"""Search in the reading room, by keys: hits while one types, the walk over them, all articles, filters."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette

from annotations import Project
from tests.app.playing import Played, played
from tui.screens.hits import HitsScreen
from tui.screens.reading_room import ReadingRoom
from tui.widgets.find_bar import FilterBar, SearchBar

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def subtitle(app: Played) -> str:
    return str(app.room.query_one("#reading").border_subtitle or "")


def hits(app: Played) -> list[str]:
    """The words that are painted as hits on the screen, the current one in brackets."""
    reader, found = app.room.reader, []
    for y in range(reader.size.height):
        for segment in reader.render_line(y):
            if segment.style is not None and segment.style.reverse:
                found.append(f"[{segment.text}]" if segment.style.bold else segment.text)
    return found


def bar(app: Played) -> str:
    """The line of the search field, as it stands on the screen."""
    lines = app.frame().split("\n")  # which lays out what is still to be laid out
    return lines[app.room.query_one(SearchBar).region.y]


def reviews(app: Played) -> list[str | None]:
    return [review.basis for review in app.project.reviews_on(app.app.desk.claim)]


@BOTH
async def test_hits_show_while_one_types_and_enter_keeps_them(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.press("slash")
        await app.type("the ")
        assert "1 of 4 · A" in bar(app)
        await app.type("c")
        assert "1 of 2 · A" in bar(app)
        assert " ".join(hits(app)) == "[the c] The c"  # at one width over the end of a line
        assert app.selected.startswith("Nobody was hurt")
        assert app.app.focused is app.room.query_one(SearchBar).field
        await app.press("enter")
        assert app.app.focused is app.room.reader
        assert not app.room.query_one(SearchBar).is_open
        assert "1 of 2 · A · n N · Esc ends" in subtitle(app)
        assert "1 of 2 · A" in app.frame()
        assert " ".join(hits(app)) == "[the c] The c"  # at one width over the end of a line


async def test_n_walks_the_hits_round_while_they_show_and_is_no_mention_after_esc(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "c", "greater_than_sign", "slash")
        await app.type("morwen")
        await app.press("enter")
        assert app.selected.startswith("All 120 passengers")
        await app.press("slash")
        await app.type("the")
        await app.press("enter", "n", "n")
        assert "3 of" in subtitle(app)
        assert reviews(app) == []
        await app.press("N", "N", "N")
        assert "again from the end" in subtitle(app)
        await app.press("n")
        assert "again from the top" in subtitle(app)
        await app.press("escape")
        assert subtitle(app) == ""
        assert hits(app) == []
        await app.press("n")
        assert reviews(app) != []


async def test_the_nearest_hit_at_or_after_the_cursor_comes_first(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("slash")
        await app.type("morwen")
        assert "1 of 1" in bar(app)  # the only one is before the cursor
        await app.press("escape", "slash")
        await app.type("the")
        assert "3 of 4" in bar(app)
        assert app.selected.startswith("Nobody")


async def test_esc_in_the_field_drops_the_hits_and_goes_back_to_where_one_was(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    lines = [f"Sentence number {n} of the story. And a second one." for n in range(200)]
    (folder / "a.txt").write_text("\n\n".join(lines), "utf-8")
    async with played(folder, size=(80, 24)) as app:
        await app.press("space", "space", "j", "right_square_bracket", "left_square_bracket")
        await app.press("left_square_bracket")
        before = (app.room.reader.span, app.room.reader.explicit, app.room.reader.scroll_offset.y)
        assert before[1]
        await app.press("slash")
        await app.type("number 150")
        assert app.selected.startswith("Sentence number 150")
        await app.press("escape")
        assert (app.room.reader.span, app.room.reader.explicit, app.room.reader.scroll_offset.y) == before
        assert app.room.searching.trail is None
        await app.press("slash")
        await app.type("number 150")
        for _ in "number 150":
            await app.press("backspace")
        assert app.room.reader.scroll_offset.y == before[2]
        await app.press("escape")
        assert app.app.focused is app.room.reader


async def test_a_quote_in_hand_stays_in_hand_over_a_search_that_was_left(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "c")
        piece = app.app.desk.in_hand
        assert piece is not None
        await app.press("slash")
        await app.type("company")
        await app.press("escape", "left_square_bracket")
        assert app.project.piece(piece).quote.exact == "The ferry Morwen ran aground on Monday"


async def test_enter_selects_the_hit_exactly_so_that_it_can_be_marked(story: Path) -> None:
    async with played(story) as app:
        await app.press("slash")
        await app.type("coast guard")
        await app.press("enter", "enter")
        assert app.selected == "coast guard"
        assert app.room.reader.explicit
        await app.press("c")
        assert app.project.evidence[0].quote.exact == "coast guard"
        assert hits(app) == ["[coast guard]"]


async def test_a_phrase_is_found_over_the_end_of_a_line(story: Path) -> None:
    async with played(story) as app:
        await app.press("slash")
        await app.type("monday. according TO")
        await app.press("enter", "enter")
        assert app.selected == "Monday. According to"


async def test_keys_typed_into_the_field_do_nothing_else(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "c", "u", "slash")
        await app.type("csn1.?u>")
        await app.press("ctrl+r", "ctrl+r", "pagedown", "down", "up", "shift+left", "ctrl+f")
        assert app.project.claims == []
        assert app.label == "A"
        assert app.room.query_one(SearchBar).field.value == "csn1.?u>"
        await app.press("escape")
        assert app.selected.startswith("The ferry Morwen")


async def test_no_hits_are_said_and_one_is_back_where_one_was(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "slash")
        await app.type("zebra")
        assert "no hits · A" in bar(app)
        await app.press("enter")
        assert "no hits for “zebra” in A" in app.said
        assert app.selected.startswith("The ferry Morwen")
        assert app.app.focused is app.room.reader


async def test_a_regular_expression_stands_between_slashes_or_after_a_key(story: Path) -> None:
    async with played(story) as app:
        await app.press("slash")
        await app.type(r"/\d+ people|c\w+y/")
        assert "of 2" in bar(app)
        await app.press("escape", "slash", "ctrl+r")
        await app.type(r"\d+ people|c\w+y")
        assert "regex /" in bar(app)
        assert "of 2" in bar(app)
        await app.press("ctrl+r")
        assert "no hits" in bar(app)


async def test_what_is_no_expression_says_so_and_what_takes_too_long_ends(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.reader.search.PATIENCE", 0.05)
    (story / "a-harbour.txt").write_text("a" * 5_000 + "b\n", "utf-8")
    async with played(story) as app:
        await app.press("slash")
        await app.type("/(a/")
        assert "missing ) at character 3" in bar(app)
        await app.press("enter")
        assert "missing )" in app.said
        assert app.room.query_one(SearchBar).is_open
        await app.press("escape", "slash")
        await app.type("/(a|aa)+$/")
        assert "takes too long" in bar(app)
        await app.press("escape")
        assert app.app.focused is app.room.reader


async def test_enter_on_nothing_searches_for_the_last_words_again(story: Path) -> None:
    async with played(story) as app:
        await app.press("slash")
        await app.type("harbour")
        await app.press("enter", "escape", "slash")
        assert "Enter: harbour again" in bar(app)
        await app.press("enter")
        assert "1 of 1 · A" in subtitle(app)
        await app.press("escape", "g", "slash", "escape")
        assert not app.room.query_one(SearchBar).is_open


async def test_keys_pressed_before_the_search_is_done_wait_for_its_hits(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "c", "greater_than_sign", "slash")
        field = app.room.query_one(SearchBar).field
        field.value = "the"
        for key in ("enter", "n", "n"):
            app.app.simulate_key(key)
        await app.until(lambda: not app.app.keys_under_way and "3 of" in subtitle(app))
        assert reviews(app) == []


# ---- No mention after a search ---------------------------------------------------------------------


@pytest.fixture
def long_story(tmp_path: Path) -> Path:
    """Two articles, the second of which takes more than a screen."""
    folder = tmp_path / "long"
    folder.mkdir()
    (folder / "a.txt").write_text("The tow is planned for Thursday.\n", "utf-8")
    lines = "\n\n".join(f"Sentence number {n} of the story." for n in range(200))
    (folder / "b.txt").write_text(lines, "utf-8")
    return folder


@pytest.mark.parametrize("end", [("enter", "escape"), ("escape",)], ids=["kept", "left"])
@pytest.mark.parametrize("words", ["tow", "number"])
async def test_no_mention_after_a_search_is_on_the_basis_searched(
    long_story: Path, end: tuple[str, ...], words: str
) -> None:
    async with played(long_story) as app:
        await app.press("c", "greater_than_sign", "slash")
        await app.type(words)
        await app.press(*end)
        await app.press("n")
        assert reviews(app) == ["searched"]
        assert "(searched)" in app.frame()


async def test_a_search_for_another_claim_is_no_basis_and_neither_is_a_field_left_empty(
    long_story: Path,
) -> None:
    async with played(long_story) as app:
        await app.press("c", "greater_than_sign", "slash")
        await app.type("tow")
        await app.press("escape", "less_than_sign", "c", "greater_than_sign")
        await app.press("slash", "escape", "n")
        assert reviews(app) == [None]


async def test_a_search_in_all_articles_is_a_search_in_each(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("c", "ctrl+f")
        await app.type("zebra")
        await app.press("enter")
        assert "no hits for “zebra” in 2 articles" in app.said
        await app.press("greater_than_sign", "n")
        assert reviews(app) == ["searched"]


async def test_a_search_without_hits_says_what_the_key_that_walks_them_does_now(long_story: Path) -> None:
    async with played(long_story) as app:
        await app.press("slash")
        await app.type("zebra")
        await app.press("enter")
        assert app.said.endswith("no hits for “zebra” in A")  # there is no claim that n could be about
        await app.press("c", "slash")
        await app.type("zebra")
        await app.press("enter")
        assert app.said.endswith("no hits for “zebra” in A")  # n changes nothing in a cell with evidence
        await app.press("greater_than_sign", "slash")
        await app.type("zebra")
        await app.press("enter")
        assert "no hits for “zebra” in B · n now says: no mention of claim 1" in app.said
        await app.press("n")
        assert reviews(app) == ["searched"]


async def test_an_article_that_was_read_stays_read(story: Path) -> None:
    async with played(story) as app:
        await app.press("j", "c", "greater_than_sign", "slash")
        await app.type("zebra")
        await app.press("enter", "n")
        assert reviews(app) == ["read"]


# ---- All articles ----------------------------------------------------------------------------------


@BOTH
async def test_all_articles_are_searched_and_their_hits_listed(story: Path, size: tuple[int, int]) -> None:
    async with played(story, size=size) as app:
        await app.press("slash", "tab")
        await app.type("morwen")
        assert "all /" in bar(app)
        assert "3 hits in 3 articles" in bar(app)
        await app.press("enter")
        assert isinstance(app.app.screen, HitsScreen)
        frame = app.frame()
        assert "“morwen” · A 1 · B 1 · C 1 · 3 hits in 3 articles" in frame
        assert "B The Gazette · 1" in frame
        assert "passengers of the Morwen were taken off" in frame
        await app.press("j", "j", "enter")
        assert isinstance(app.app.screen, ReadingRoom)
        assert app.label == "B"
        assert app.selected.startswith("All 120 passengers")
        assert "2 of 3 · B" in subtitle(app)
        assert hits(app) == ["[Morwen]"]
        await app.press("n")
        assert (app.label, app.selected) == ("C", "Towing of the Morwen put off")
        await app.press("n")
        assert app.label == "A"
        assert "again from the top" in subtitle(app)
        await app.press("N", "N")
        assert app.label == "B"
        await app.press("escape", "escape")
        assert hits(app) == []


async def test_the_list_comes_back_with_its_key_and_esc_leaves_it_for_the_hits(story: Path) -> None:
    async with played(story) as app:
        await app.press("ctrl+f")
        await app.type("morwen")
        await app.press("enter", "escape")
        assert isinstance(app.app.screen, ReadingRoom)
        assert "1 of 3 · A" in subtitle(app)
        await app.press("n")
        assert app.label == "B"
        await app.press("ctrl+f")
        assert isinstance(app.app.screen, HitsScreen)
        await app.press("enter")
        assert app.label == "B"


async def test_a_search_in_one_article_ends_where_one_goes_to_another(story: Path) -> None:
    async with played(story) as app:
        await app.press("slash")
        await app.type("morwen")
        await app.press("enter", "greater_than_sign")
        assert subtitle(app) == ""
        await app.press("less_than_sign")
        assert hits(app) == []


async def test_a_search_through_very_many_articles_tells_how_far_it_is_and_esc_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from tui.reader import search

    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(300):
        text = f"Report {n}\n\nThe ferry of report {n} ran aground.\n"
        (folder / f"{n:03}.txt").write_text(text, "utf-8")
    monkeypatch.setattr("tui.screens.searching.TOLD_EVERY", 0.0)
    gate, reached = threading.Event(), threading.Event()
    find = search.Query.find

    def slow(self: search.Query, text: object, most: int = 10) -> search.Hits:
        if "report 150 " in text.raw:  # type: ignore[attr-defined]
            reached.set()
            gate.wait(30)
        return find(self, text, most)  # type: ignore[arg-type]

    async with played(folder) as app:
        await app.press("ctrl+f")
        monkeypatch.setattr(search.Query, "find", slow)
        app.room.query_one(SearchBar).field.value = "aground"
        app.app.simulate_key("enter")
        while not (reached.is_set() and isinstance(app.app.screen, HitsScreen)):
            await app.pilot.pause(0.01)
        assert "150 hits in 150 articles" in app.frame()
        assert "150 of 300" in app.frame()
        app.app.simulate_key("escape")
        while not app.room.searching.request.stopped:
            await app.pilot.pause(0.01)
        gate.set()
        await app.settle()
        assert isinstance(app.app.screen, HitsScreen)
        assert "151 hits in 151 articles · stopped at 151 of 300" in app.frame()
        await app.press("G", "enter")
        assert "151 of 151" in subtitle(app)


# ---- The palette -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "prompt"), [("Search in the article", "/"), ("Search in all articles", "all /")]
)
async def test_the_palette_opens_the_field(story: Path, name: str, prompt: str) -> None:
    async with played(story) as app:
        await app.press("ctrl+p")
        await app.type(name)
        await app.until(lambda: app.app.screen.query_one("CommandList").option_count)  # type: ignore[attr-defined]
        await app.press("enter")
        if isinstance(app.app.screen, CommandPalette):
            await app.press("enter")
        await app.until(lambda: app.app.screen is app.room and app.room.query_one(SearchBar).region.height)
        assert prompt in bar(app)
        await app.type("morwen")
        assert "of 1" in bar(app) or "3 hits" in bar(app)


async def test_walking_hits_without_any_says_how_to_find_some(story: Path) -> None:
    async with played(story) as app:
        app.room.action_run_command("search.next")
        await app.settle()
        assert "/ searches" in app.said


# ---- Filters ---------------------------------------------------------------------------------------


@pytest.fixture
def claims(story: Path) -> Path:
    with Project.open(story) as project:
        a = project.current_articles[0]
        for text, tags in (
            ("Nobody was hurt", ("harm",)),
            ("The FERRY café closed", ()),
            ("The ferry was late", ("delay", "check-first")),
        ):
            claim = project.add_claim(text, tags=tags)
        project.set_claim(claim.id, type="opinion")
        assert a is not None
    return story


def listed(app: Played) -> list[str]:
    return [app.project.claim(app.room.claims.claim_at(n)).text for n in range(app.room.claims.row_count)]


@BOTH
@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("ferry", 2),
        ("cafe", 1),
        ("#check", 1),
        ("#harm hurt", 1),
        ("opinion", 1),
        ("not checkable", 1),
        ("x", 0),
    ],
)
async def test_slash_in_the_list_of_claims_narrows_it(
    claims: Path, size: tuple[int, int], typed: str, count: int
) -> None:
    async with played(claims, size=size) as app:
        app.room.claims.focus()
        await app.press("slash")
        await app.type(typed)
        assert len(listed(app)) == count
        assert f"{count} of 3" in app.frame()
        await app.press("escape")
        assert len(listed(app)) == 3
        assert app.app.focused is app.room.claims


async def test_a_filter_that_was_kept_goes_with_esc_and_numbers_stay_what_they_are(claims: Path) -> None:
    async with played(claims) as app:
        app.room.claims.focus()
        await app.press("slash")
        await app.type("late")
        assert app.project.number(app.app.desk.claim) == 1
        await app.press("enter")
        assert app.app.focused is app.room.claims
        assert "▸3 The ferry was late" in app.frame()
        await app.press("k", "enter")
        assert app.project.number(app.app.desk.claim) == 3
        assert "Claims 3 of 3" in app.frame()
        app.room.claims.focus()
        await app.press("escape")
        assert len(listed(app)) == 3
        assert not app.room.query_one("#filter-claims", FilterBar).is_open
        await app.press("escape")
        assert app.app.focused is app.room.reader


async def test_a_filtered_list_follows_what_is_edited(claims: Path) -> None:
    async with played(claims) as app:
        app.room.claims.focus()
        await app.press("slash")
        await app.type("ferry")
        await app.press("enter")
        app.project.set_claim(app.project.claims[0].id, text="A ferry again")
        await app.settle()
        assert len(listed(app)) == 3
        assert "3 of 3" in app.frame()


async def test_slash_in_the_list_of_sources_narrows_it(story: Path) -> None:
    async with played(story) as app:
        app.room.sources.focus()
        await app.press("slash")
        await app.type("gazette")
        assert app.room.sources.row_count == 1
        assert "1 of 3" in app.frame()
        await app.press("tab", "enter")
        assert app.label == "B"
        app.room.sources.focus()
        await app.press("escape")
        assert app.room.sources.row_count == 3


async def test_where_the_sources_are_tabs_their_filter_says_where_it_is(story: Path) -> None:
    async with played(story, size=(80, 24)) as app:
        app.room.action_run_command("filter.sources")
        await app.settle()
        assert "from 110 columns" in app.said


# ---- Hostile words ---------------------------------------------------------------------------------

HOSTILE = ["[@click=app.quit]press[/]", "[/b][red]loud", "\x1b]2;PWNED\x1b\\ \x1b[2J \x9b2J", "‮txt.exe‬ ​zero"]


@BOTH
@pytest.mark.parametrize("text", HOSTILE, ids=["click", "markup", "escapes", "bidi"])
async def test_hostile_queries_and_contexts_are_only_words(
    tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    padding = "\nThe rest of the story is as plain as can be. " * 8
    (folder / "a.txt").write_bytes(f"{text}\n\nHe said {text} twice.\n{padding}".encode())
    (folder / "b.txt").write_bytes(f"Other {text}\n\nIt is {text}.\n{padding}".encode())
    with Project.open(folder) as project:
        claim = project.add_claim(text, tags=(text,))
        project.set_article(project.current_articles[0].id, title=text, publisher=text)
        assert claim is not None

    def only_words(app: Played) -> None:
        frame = app.frame()
        assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in frame)
        assert "‮" not in frame

    async with played(folder, size=size) as app:
        await app.press("slash")
        app.room.query_one(SearchBar).field.value = text
        await app.settle()
        assert "of 2 · A" in bar(app)
        only_words(app)
        await app.press("enter", "n")
        only_words(app)
        await app.press("escape", "slash", "tab")
        only_words(app)  # the last words, offered again
        app.room.query_one(SearchBar).field.value = text
        await app.settle()
        await app.press("enter")
        assert isinstance(app.app.screen, HitsScreen)
        assert "4 hits in 2 articles" in app.frame()
        only_words(app)
        for row in range(1, size[1] - 1, 2):  # a click on words runs nothing
            if isinstance(app.app.screen, HitsScreen):
                await app.pilot.click(offset=(size[0] // 2, row))
        await app.settle()
        assert app.app.is_running
        await app.press("escape", "escape")
        app.room.claims.focus()
        await app.press("slash")
        app.room.query_one("#filter-claims", FilterBar).field.value = text
        await app.settle()
        assert listed(app) == [text]
        only_words(app)
        await app.press("escape", "slash")
        app.room.query_one("#filter-claims", FilterBar).field.value = "[/]"
        await app.settle()
        only_words(app)
