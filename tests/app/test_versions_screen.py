"""Two versions side by side: what changed, what was dropped, and the quotes that wait for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from annotations.articles import Source
from tests.app.playing import Played, played, playing
from tui.screens.reading_room import ReadingRoom
from tui.screens.versions import VersionsScreen

FIRST = (
    "The ferry sank off the northern pier at noon. Nine sailors were taken from the water by a tug. "
    "The owner of the line refused to say who had been at the helm.\n"
    "Divers will look at the hull tomorrow. Its papers had expired in May.\n"
)
RESCUED = "Nine sailors were taken from the water by a tug."
OWNER = "The owner of the line refused to say who had been at the helm."
PAPERS = "Its papers had expired in May."
SECOND = (
    FIRST.replace("Nine sailors", "Eleven sailors")
    .replace(OWNER, "")
    .replace("hull tomorrow", "hull on Friday")
)
both_sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article in two versions: of three quotes one has changed, one was dropped, one is where it was."""
    folder = tmp_path / "story"
    folder.mkdir()
    with Project.open(folder, annotator="mo") as project:
        article = add(project, FIRST)
        for words in (RESCUED, OWNER, PAPERS):
            start = FIRST.index(words)
            project.claim_from(article, start, start + len(words))
        add(project, SECOND)
    return folder


def add(project: Project, text: str, name: str = "ferry.txt") -> str:
    source = Source(path=Path(name), text=text, encoding="utf-8", guessed=False, title="The ferry")
    return project.add_source(source).article.id


def screen(app: Played) -> VersionsScreen:
    assert isinstance(app.app.screen, VersionsScreen)
    return app.app.screen


def selected(app: Played) -> str:
    """The words under the cursor of the newer version."""
    start, end = screen(app).new.reader.span
    return app.project.text(screen(app).new.article or "")[start:end]


def marked(app: Played, side: str, name: str) -> list[str]:
    pane = getattr(screen(app), side)
    text = app.project.text(pane.article)
    return [text[start:end] for start, end, kind in pane.reader._marks if kind == f"reader--{name}"]


def compared(app: Played) -> list[int]:
    """Which versions are side by side."""
    panes = (screen(app).old, screen(app).new)
    return [app.project.article(pane.article or "").version for pane in panes]


def anchors(app: Played) -> list[str]:
    """The anchors of the evidence on the current version, by claim."""
    article = app.project.current_articles[0].id
    return [p.anchor for claim in app.project.claims for p in app.project.evidence_on(claim.id, article)]


@both_sizes
async def test_words_taken_out_are_marked_in_the_old_version_and_words_put_in_in_the_new_one(
    story: Path, size: tuple[int, int]
) -> None:
    async with played(story, size=size) as app:
        await app.press("V")
        assert [words.strip() for words in marked(app, "old", "removed")] == ["Nine", OWNER, "tomorrow"]
        assert marked(app, "new", "inserted") == ["Eleven", "on Friday"]
        frame = app.frame()
        assert "v1" in frame
        assert "v2" in frame
        assert "3 changes" in frame or "change 1 of 3" in frame


async def test_n_goes_from_change_to_change_and_names_what_was_dropped(story: Path) -> None:
    async with played(story) as app:
        await app.press("V", "n")
        assert "change 1 of" in app.frame()
        await app.press("n")
        assert "dropped: supports claim 2" in app.frame()
        await app.press("N", "N")
        count = len(screen(app)._compared.passages)  # type: ignore[union-attr]
        assert f"change {count} of {count}" in app.frame()


async def test_a_sentence_with_a_quote_that_was_dropped_is_told(story: Path) -> None:
    async with played(story) as app:
        await app.press("V")
        assert "1 sentence with a quote dropped" in app.frame()


async def test_the_first_waiting_quote_is_in_hand_with_the_words_that_are_proposed(story: Path) -> None:
    async with played(story) as app:
        assert "2 to check (U)" in app.frame()
        await app.press("U")
        assert selected(app) == "Eleven sailors were taken from the water by a tug."
        start, end = screen(app).old.reader.span
        assert FIRST[start:end] == RESCUED
        assert "quote 1 of 2 · supports claim 1" in app.frame()


async def test_enter_places_the_quote_on_the_proposed_words_and_goes_on(story: Path) -> None:
    async with played(story) as app:
        await app.press("U", "enter")
        assert anchors(app) == ["exact", "orphan", "exact"]
        piece = app.project.evidence_on(app.project.claims[0].id, app.project.current_articles[0].id)[0]
        assert piece.quote.exact == "Eleven sailors were taken from the water by a tug."
        assert "quote 1 of 1 · supports claim 2" in app.frame()
        assert app.project.agreement(app.project.claims[0].id).status == "single_source"
        await app.press("u")
        assert anchors(app) == ["changed", "orphan", "exact"]


async def test_a_stance_key_places_the_quote_and_says_what_it_says_now_in_one_step(story: Path) -> None:
    async with played(story) as app:
        await app.press("U", "r")
        claim = app.project.claims[0].id
        assert app.project.agreement(claim).status == "refuted"
        await app.press("u")
        assert anchors(app) == ["changed", "orphan", "exact"]
        assert "undone: refutes, quote placed" in app.said


async def test_the_edges_may_be_moved_before_a_quote_is_placed(story: Path) -> None:
    async with played(story) as app:
        await app.press("U")
        await app.press(*["left_square_bracket"] * 4)
        words = selected(app)
        await app.press("enter")
        piece = app.project.evidence_on(app.project.claims[0].id, app.project.current_articles[0].id)[0]
        assert piece.quote.exact == words == "Eleven sailors were taken from the water"


async def test_enter_does_not_place_a_quote_for_which_no_place_is_proposed(story: Path) -> None:
    async with played(story) as app:
        await app.press("U", "tab", "enter")
        assert anchors(app) == ["changed", "orphan", "exact"]
        assert "no place is proposed" in app.said
        await app.press("j", "enter")
        assert anchors(app)[1] == "exact"


async def test_d_deletes_the_copy_only_and_undo_brings_it_back(story: Path) -> None:
    async with played(story) as app:
        await app.press("U", "tab", "d")
        assert anchors(app) == ["changed", "exact"]
        assert len(app.project.evidence_on(app.project.claims[1].id)) == 1
        await app.press("u")
        assert anchors(app) == ["changed", "orphan", "exact"]


async def test_quotes_of_all_articles_are_gone_through(story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        other = add(project, "A tug was sold in April. Nobody bid for the barge.\n", "tug.txt")
        project.claim_from(other, 0, 24)
        add(project, "A boat was sold in April. Nobody bid for the barge.\n", "tug.txt")
    async with played(story) as app:
        await app.press("U", "shift+tab")
        assert app.project.article(screen(app).new.article or "").label == "B"
        await app.press("enter")
        assert app.project.article(screen(app).new.article or "").label == "A"
        await app.press("enter", "d")
        assert "no quote waits any more" in app.said


async def test_any_two_versions_can_be_compared(story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        add(project, SECOND + "\nThe pier is closed.\n")
    async with played(story) as app:
        await app.press("V")
        assert compared(app) == [2, 3]
        screen(app).old.reader.focus()
        await app.press("less_than_sign")
        assert compared(app) == [1, 3]
        await app.press("less_than_sign")
        assert "no other version" in app.said


async def test_escape_goes_back_to_the_place_that_was_looked_at(story: Path) -> None:
    async with played(story) as app:
        await app.press("V", "G", "escape")
        assert isinstance(app.app.screen, ReadingRoom)
        assert app.selected == PAPERS


async def test_an_article_with_one_version_and_a_project_without_waiting_quotes_say_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "one.txt").write_text("Only one.\n", "utf-8")
    async with played(tmp_path) as app:
        await app.press("V")
        assert "there is one version of A" in app.said
        await app.press("U")
        assert "no quote waits" in app.said
        assert isinstance(app.app.screen, ReadingRoom)


async def test_a_version_that_goes_away_while_it_is_looked_at_closes_the_screen(story: Path) -> None:
    async with played(story) as app:
        await app.press("V")
        app.project.remove_article(app.project.current_articles[0].id)
        await app.settle()
        assert isinstance(app.app.screen, ReadingRoom)


async def test_nothing_is_placed_in_a_project_that_is_open_to_be_read(story: Path) -> None:
    with Project.open(story, read_only=True) as project:
        async with playing(project, only_look=True) as app:
            await app.press("U", "enter", "d", "r")
            assert anchors(app) == ["changed", "orphan", "exact"]
            assert "--read-only" in app.said
