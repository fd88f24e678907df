"""The whole job by keys: open, annotate, undo, matrix, leave, come back, export; saved records compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import seeds
from annotations import Project
from annotations.records import Evidence
from tests.app.playing import Played, played
from tui.screens.matrix import MatrixScreen
from tui.screens.reading_room import ReadingRoom

SIZES = [(80, 24), (120, 40)]


def made(
    project: Project, before: set[str]
) -> list[tuple[str, str | None, tuple[str, ...], list[tuple[str, ...]]]]:
    """The claims that were not there before, with their evidence, without ids and times."""

    def said(piece: Evidence) -> tuple[str, ...]:
        chain = (project.origin(link).name for link in piece.attribution)
        return (
            project.article(piece.article).label,
            piece.stance,
            piece.quote.exact,
            piece.certainty,
            *chain,
        )

    return [
        (claim.text, claim.type, claim.tags, [said(piece) for piece in project.evidence_on(claim.id)])
        for claim in project.claims
        if claim.id not in before
    ]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_whole_job_on_the_sample(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = tmp_path / "sample"
    seeds.copy_to(folder)
    with Project.open(folder, read_only=True) as project:
        before = {claim.id for claim in project.claims}
        labels = [article.label for article in project.current_articles]
        texts = {article.label: project.text(article.id) for article in project.current_articles}
    assert labels == ["A", "B", "C"]

    async with played(folder, size=size) as app:
        # The first claim: from a sentence, supported twice, one source silent.
        await app.press("j", "j", "c", "1")
        first = app.selected
        await app.press("t")
        await app.type("check-first")
        await app.press("enter", "enter", "a")
        await app.type("A new witness")
        await app.press("enter", "enter")
        await app.press("full_stop")
        assert app.label == "B"
        await app.press("g", "j", "s")
        if "Independent?" in app.frame():
            await app.press("escape")
        assert app.label == "C"
        await app.press("n")
        assert app.label == "A"
        # The second: partly here, refuted there, queried at the third.
        await app.press("j", "c", "p", "greater_than_sign", "g", "j", "j", "r")
        await app.press("greater_than_sign", "g", "j", "q", "h")
        # The third: typed, then a slip that is undone.
        await app.press("C")
        await app.type("A claim of my own.")
        await app.press("enter", "2", "s", "d", "u", "u")
        # The matrix shows them, and Enter goes to a quote.
        await app.press("m")
        assert isinstance(app.app.screen, MatrixScreen)
        # Where there is room for it; a narrow screen has the status by its name.
        told = ("3 articles", "2 articles") if size[0] > 100 else ("single origin", "corroborated")
        assert any(words in app.frame() for words in told)
        await app.press("enter")
        assert isinstance(app.app.screen, ReadingRoom)
        await app.press("ctrl+q")
    assert app.app.return_code == 0

    # What is on disk is what was done.
    with Project.open(folder, read_only=True) as project:
        claims = made(project, before)
        assert [claim[:3] for claim in claims] == [
            (first, "event", ("check-first",)),
            (claims[1][0], None, ()),
            ("A claim of my own.", "quantity", ()),
        ]
        assert [piece[:2] for piece in claims[0][3]] == [("A", "supports"), ("B", "supports")]
        assert claims[0][3][0][4:] == ("A new witness",)
        assert [piece[:2] for piece in claims[1][3]] == [
            ("A", "partly_supports"),
            ("B", "refutes"),
            ("C", "queries"),
        ]
        assert claims[1][3][2][3] == "hedged"
        assert claims[2][3] == []
        new = [claim for claim in project.claims if claim.id not in before]
        cells = project.agreement(new[0].id).cells
        assert [cells[a.id] for a in project.current_articles] == ["supports", "supports", "no_mention"]
        assert project.agreement(new[1].id).status == "disputed"
        for piece in project.evidence:
            if piece.anchor in ("exact", "moved"):
                text = project.text(piece.article)
                assert text[piece.quote.start : piece.quote.end] == piece.quote.exact
        assert {a.label: project.text(a.id) for a in project.current_articles} == texts
        saved = (project.claims, project.evidence, project.origins, project.reviews)

    # Come back, and export.
    async with played(folder, size=size) as app:
        assert (app.project.claims, app.project.evidence, app.project.origins, app.project.reviews) == saved
        target = tmp_path / "out.json"
        await app.press("x", "tab")
        field = app.app.screen.query_one("#target")
        field.value = str(target)  # type: ignore[attr-defined]
        await app.press("enter")
        assert isinstance(app.app.screen, ReadingRoom)
        exported = json.loads(target.read_text("utf-8"))
        assert [claim["id"] for claim in exported["claims"]] == [claim.id for claim in saved[0]]
        # A second time it asks, and no answer leaves the file alone.
        target.write_text("mine", "utf-8")
        await app.press("x", "tab")
        app.app.screen.query_one("#target").value = str(target)  # type: ignore[attr-defined]
        await app.press("enter")
        assert "is there already" in " ".join(app.frame().split())
        await app.press("n")
        assert target.read_text("utf-8") == "mine"
        await app.press("enter", "y")
        assert json.loads(target.read_text("utf-8")) == exported


async def test_esc_directly_followed_by_a_letter_is_both_keys(story: Path) -> None:
    async with played(story) as app:
        await app.press("left_square_bracket")
        assert app.room.reader.explicit
        await app.press("alt+c")
        assert not app.room.reader.explicit
        assert len(app.project.claims) == 1
        assert app.project.claims[0].text == "Ferry runs aground off Tarn Point"


async def test_keys_do_nothing_but_type_while_a_field_has_the_focus(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("spq rdncu.m")
        await app.press("enter")
        assert app.project.claims[0].open_question == "spq rdncu.m"
        assert [piece.stance for piece in app.project.evidence] == ["supports"]


async def test_new_files_in_the_folder_are_offered_not_added(story: Path) -> None:
    async with played(story) as app:
        assert len(app.project.articles) == 3
    (story / "d-late.txt").write_text("A late report\n\nThe ferry floats again.\n", "utf-8")
    async with played(story) as app:
        assert "d-late.txt" in app.frame()
        await app.press("y", "n", "enter")  # keys that mean something else are no answer
        assert len(app.project.articles) == 3
        await app.press("down", "down", "enter")
        assert len(app.project.articles) == 3
    async with played(story) as app:
        await app.press("down", "enter")
        assert [a.label for a in app.project.articles] == ["A", "B", "C", "D"]


async def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Caf\xe9 closed\n\nThe caf\xe9 is closed.\n".encode("cp1252"))
    async with played(folder) as app:
        assert "read as cp1252" in " ".join(app.frame().split())
        assert "Café closed" in app.frame()


async def test_a_project_open_to_read_says_so_and_refuses_edits(story: Path) -> None:
    from tui.app import VariorumApp

    Project.open(story).close()
    with Project.open(story, read_only=True) as project:
        app = VariorumApp(project)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            playing = Played(app, pilot)
            await playing.settle()
            assert "read only" in playing.frame()
            await playing.press("c", "e", "t", "x", "escape")
            assert project.claims == []
            assert isinstance(app.screen, ReadingRoom)
