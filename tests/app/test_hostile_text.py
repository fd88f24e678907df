"""Text from strangers is shown as it is and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations import Project
from tests.app.playing import played
from tui.screens.origins import OriginsScreen
from tui.screens.reading_room import ReadingRoom

pytestmark = pytest.mark.hostile

HOSTILE = [
    "[@click=app.quit]press[/] me",
    "[/] [/b] [red]loud[/red] [link=x]",
    "\x1b]2;PWNED\x1b\\ and \x1b[2J \x9b2J \x07",
    "‮txt.exe‬ ​zero ﻿mark",
    "{{7*7}} $name %s \\[ [[",
]

#: Plain words, so that the article is a text with a few control characters and not a binary file.
PADDING = "\nThe rest of the story is as plain as can be. " * 8


@pytest.mark.parametrize(
    ("text", "size"),
    # Each at one size: every widget is on both.
    list(zip(HOSTILE, [(80, 24), (120, 40), (80, 24), (120, 40), (80, 24)], strict=True)),
    ids=["click", "markup", "escapes", "bidi", "templates"],
)
async def test_hostile_words_everywhere_are_only_words(
    tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_bytes(f"{text}\n\nHe said {text} twice. And then {text}.\n{PADDING}".encode())
    (folder / "b.txt").write_bytes(f"Other {text}\n\nIt is {text}.\n{PADDING}".encode())
    with Project.open(folder, annotator=text.replace("\x1b", "?")) as project:
        a, b = project.current_articles
        project.set_article(a.id, title=text, publisher=text, published=text)
        claim, piece = project.claim_from(a.id, 0, len(project.text(a.id)))
        project.set_claim(claim.id, text=text, tags=(text,), note=text, open_question=text, verdict=text)
        origin = project.draft_origin(text)
        project.attribute(piece.id, [origin])
        project.set_origin(origin.id, aliases=(text + "2",), group=text)
        project.set_evidence(piece.id, note=text)
        project.mark(claim.id, b.id, 0, len(text), "queries")
    async with played(folder, size=size, annotator=text) as app:
        for keys in (
            ("j",),
            ("e",),
            ("t",),
            ("a",),
            ("i",),
            ("f",),
            ("E",),
            ("x",),
            ("question_mark",),
            ("m",),
            ("o",),
        ):
            await app.press(*keys)
            frame = app.frame()
            assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in frame)
            assert "‮" not in frame
            await app.press("escape")
            assert isinstance(app.app.screen, ReadingRoom)
        await app.press("full_stop", "c", "u")
        assert app.app.is_running
        for row in range(2, size[1] - 1, 3):  # a click on a word runs nothing
            await app.pilot.click(offset=(size[0] // 2, row))
        await app.settle()
        assert app.app.is_running
        shown = text[:12].split("\x1b")[0].split("‮")[0]
        await app.press("g")
        assert shown in app.frame()
        for piece in app.project.evidence:
            stored = app.project.text(piece.article)
            assert stored[piece.quote.start : piece.quote.end] == piece.quote.exact


@pytest.mark.parametrize("text", HOSTILE, ids=["click", "markup", "escapes", "bidi", "templates"])
async def test_hostile_names_of_origins_are_only_words_in_every_box_about_them(
    tmp_path: Path, text: str
) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text("One sentence of a story.\n", "utf-8")
    with Project.open(folder) as project:
        article = project.current_articles[0].id
        for name in (text, f"{text} again"):
            claim, piece = project.claim_from(article, 0, 12)
            project.attribute(piece.id, [project.draft_origin(name)])
            project.set_claim(claim.id, text=text)
        one, other = project.origins
        project.set_origin(one.id, aliases=(f"{text} 3",), group=f"{text} g")
        project.set_origin(other.id, group=f"{text} h")
    async with played(folder, size=(80, 24)) as app:
        await app.press("o")
        for keys in (
            ("e",),
            ("e", "tab", "tab", "tab", "down"),
            ("W",),
            ("W", "y", "escape", "o"),
            ("M", "down"),
            ("M", "down", "enter"),
            ("i", "down", "enter"),
            ("i", "down", "enter", "s"),
        ):
            await app.press(*keys)
            frame = app.frame()
            assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in frame)
            assert "\u202e" not in frame
            if not isinstance(app.app.screen, OriginsScreen):
                await app.press("escape")
            assert isinstance(app.app.screen, OriginsScreen)
        assert app.app.is_running
        assert {origin.name for origin in app.project.origins} == {one.name, other.name}


async def test_saving_in_an_editor_without_touching_a_hostile_text_keeps_it_to_the_code_point(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.txt").write_text("One.\n", "utf-8")
    text = "A\x1b[31m‮ claim\r\nwith\ttabs"
    with Project.open(folder) as project:
        project.add_claim(text, note=text, open_question=text)
    async with played(folder) as app:
        await app.press("e", "tab", "3")
        await app.press("enter", "escape")
        await app.press("e", "enter")
        claim = app.project.claims[0]
        assert (claim.text, claim.note, claim.open_question) == (text, text, text)
