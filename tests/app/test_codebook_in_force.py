"""A project's own codebook where choices are made: keys, the editor, tags, the palette, the help."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Select

from tests.app.playing import Played, played
from tui.screens.help import Help
from tui.widgets.key_line import KeyLine
from tui.widgets.prose import Line

OWN = """name = "Harbour desk"
version = "2"

[[types]]
id = "catch"
key = "3"
label = "catch"
definition = "What was landed, and where."

[[types]]
id = "quote"
key = "1"
label = "saying"
definition = "Somebody said it."

[[types]]
id = "weather"
label = "weather"
definition = "Wind and waves."

[[stances]]
id = "queries"
label = "wonders about"
definition = "It is not sure of it."

[[tags]]
id = "tide-table"
definition = "Look it up."
"""


@pytest.fixture
def harbour(story: Path) -> Path:
    """The story with a codebook of its own."""
    (story / "codebook.toml").write_text(OWN, "utf-8")
    return story


def type_(app: Played) -> str | None:
    claim: str | None = app.app.desk.current_claim().type
    return claim


async def test_the_keys_of_types_are_those_of_the_codebook(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "3")
        assert type_(app) == "catch"
        assert "catch · claim 1" in app.said
        await app.press("1")
        assert type_(app) == "quote"
        assert "saying · claim 1" in app.said
        await app.press("5")
        assert type_(app) == "quote"
        assert "no type has the key 5 in the codebook “Harbour desk”; there are 1, 3" in app.said
        await app.press("u", "u")
        assert type_(app) is None


async def test_the_built_in_codebook_has_its_eight(story: Path) -> None:
    async with played(story) as app:
        await app.press("c")
        given = []
        for key in "12345678":
            await app.press(key)
            given.append(type_(app))
        assert given == ["event", "quantity", "plan", "quote", "cause", "rule", "other", "opinion"]


async def test_a_stance_is_worded_as_the_codebook_words_it(harbour: Path) -> None:
    async with played(harbour) as app:
        (item,) = (item for item in app.room.query_one(KeyLine).items if item.key == "q")
        assert item.words == "wonders"
        assert "It is not sure of it." in item.tooltip
        await app.press("c", "q")
        assert "wonders about" in app.said
        assert app.project.evidence[0].stance == "queries"


async def test_what_a_stance_means_stands_at_its_key(story: Path) -> None:
    async with played(story) as app:
        items = {item.key: item for item in app.room.query_one(KeyLine).items}
        for entry in app.project.codebook.stances:
            assert entry.definition in items[entry.key].tooltip


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_editor_offers_the_types_with_their_definitions(
    harbour: Path, size: tuple[int, int]
) -> None:
    async with played(harbour, size=size) as app:
        await app.press("c", "e", "tab", "enter")
        frame = app.frame()
        assert "3 catch · What was landed, and where." in frame
        assert "1 saying · Somebody said it." in frame
        assert "weather · Wind and waves." in frame
        await app.press("down", "enter")
        select = app.app.screen.query_one("#type", Select)
        await app.press("tab", "enter")
        assert type_(app) == select.value
        assert type_(app) in ("catch", "quote", "weather")


async def test_the_editor_completes_a_tag_that_the_codebook_suggests(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "e", "tab", "tab")
        assert "tide-table" in app.frame()
        await app.type("night ti")
        line = app.app.screen.query_one("#tags", Line)
        await app.until(lambda: line._suggestion)
        await app.press("right")
        assert line.value == "night tide-table"
        await app.press("enter")
        assert app.app.desk.current_claim().tags == ("night", "tide-table")


async def test_the_tag_picker_offers_the_suggested_tags_with_what_they_mean(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "t")
        assert "tide-table  Look it up." in app.frame()


async def test_the_palette_gives_a_type_that_has_no_key(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "ctrl+p")
        await app.type("weather")
        await app.until(lambda: "Wind and waves" in app.frame())
        await app.press("enter")
        assert type_(app) == "weather"


async def test_the_help_has_the_types_and_stances_of_the_codebook(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("question_mark")
        assert isinstance(app.app.screen, Help)
        page = "\n".join(line.plain for line in app.app.screen._page())
        assert "3  catch" in page
        assert "What was landed, and where." in page
        assert "Q  wonders about" in page
        assert "opinion" not in page.split("Claim types")[1].split("Certainty")[0]


async def test_a_bad_codebook_is_told_with_its_line_and_the_built_in_one_holds(story: Path) -> None:
    (story / "codebook.toml").write_text('name = "x"\n[[types]]\nid = 3\n', "utf-8")
    async with played(story) as app:
        assert "codebook.toml, line 3" in app.said
        assert "the built-in codebook is in force" in app.said
        await app.press("c", "1")
        assert type_(app) == "event"


async def test_the_codebook_is_read_again_from_the_palette(story: Path) -> None:
    async with played(story) as app:
        await app.press("c")
        for text, told in ((OWN, "“Harbour desk” 2 is in force"), ("name = 1", "codebook.toml, line 1")):
            (story / "codebook.toml").write_text(text, "utf-8")
            await app.press("ctrl+p")
            await app.type("read codebook")
            await app.until(lambda: "codebook.toml" in app.frame())
            await app.press("enter")
            assert told in app.said
            await app.press("3")
            assert type_(app) == "catch"


async def test_signs_in_a_codebook_are_only_shown(story: Path) -> None:
    hostile = OWN.replace('label = "weather"', 'label = "[red]we[/]ather\\u001b[2J"')
    hostile = hostile.replace("Wind and waves", "[/x] Wind and waves [")
    (story / "codebook.toml").write_text(hostile, "utf-8")
    async with played(story) as app:
        await app.press("c", "e", "tab", "enter")
        assert "[red]we[/]ather" in app.frame()
        assert "\x1b" not in app.frame()
        await app.press("escape", "escape", "ctrl+p")
        await app.type("we[/]")
        await app.until(lambda: "Wind and waves" in app.frame())
        await app.press("enter")
        assert type_(app) == "weather"


LONG = "It stands for all that was landed on a quay in one night, whoever weighed it and for whom."


async def test_a_type_that_a_key_has_set_is_said_with_what_it_means(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "3")
        assert "catch · claim 1 · What was landed, and where." in app.frame()


async def test_a_certainty_that_a_key_has_set_is_said_with_what_it_means(story: Path) -> None:
    async with played(story, size=(80, 24)) as app:
        await app.press("c", "h")
        meaning = app.project.codebook.certainty_meaning(app.project.evidence[0].certainty)
        assert meaning
        assert meaning[:45] in app.frame().splitlines()[-1]


@pytest.mark.parametrize(("columns", "told"), [(120, LONG), (70, "")])
async def test_what_a_type_means_gives_way_where_there_is_no_room(
    harbour: Path, columns: int, told: str
) -> None:
    own = OWN.replace("What was landed, and where.", LONG)
    (harbour / "codebook.toml").write_text(own.replace('"catch"', '"what was landed in a night"'), "utf-8")
    async with played(harbour, size=(columns, 24)) as app:
        await app.press("c", "3")
        line = app.frame().splitlines()[-1]
        assert "claim 1" in line
        assert (told[:40] in line) if told else ("It stands" not in line)


async def test_the_tag_picker_says_in_full_what_the_tag_under_the_cursor_means(harbour: Path) -> None:
    (harbour / "codebook.toml").write_text(OWN.replace("Look it up.", LONG), "utf-8")
    async with played(harbour, size=(80, 24)) as app:
        await app.press("c", "t")
        meaning = app.app.screen.query_one("#meaning")
        assert not meaning.display
        await app.press("down")
        assert str(meaning.content) == LONG
        assert "for whom." in app.frame()
        await app.type("other")
        assert not meaning.display


async def test_the_editor_says_what_the_tag_means_that_was_typed(harbour: Path) -> None:
    async with played(harbour) as app:
        await app.press("c", "e")
        tags = app.app.screen.query_one("#tags", Line)
        tags.focus()
        await app.settle()
        tags.value = "quay #tide-table"
        await app.settle()
        assert "tide-table: Look it up." in app.frame()
        tags.value = "quay"
        await app.settle()
        assert "→ completes: tide-table" in app.frame()


async def test_who_says_so_is_asked_with_what_the_certainty_means_if_it_is_not_the_usual_one(
    story: Path,
) -> None:
    async with played(story, size=(80, 24)) as app:
        await app.press("c", "a")
        assert not app.app.screen.query("#certainty")
        await app.press("escape", "h", "a")
        book = app.project.codebook
        certainty = app.project.evidence[0].certainty
        assert certainty != "certain"
        assert f"{book.certainty_label(certainty)}: {book.certainty_meaning(certainty)}" in app.frame()
