"""Marks land where one looks, whatever came before: slow loading, trims, undo, walks, jumps."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual import events

import annotations.texts
from annotations import Project
from annotations.articles import read_source
from annotations.texts import FolderTexts
from tests.app.playing import Played, played, playing
from tui.screens.reading_room import ReadingRoom


def quotes(app: Played) -> list[tuple[str, str]]:
    return [(app.project.article(p.article).label, p.quote.exact) for p in app.project.evidence]


async def test_keys_wait_for_an_article_that_is_still_loading(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.open(story).close()
    real, gate = FolderTexts.get, threading.Event()
    gate.set()
    with Project.open(story, read_only=True) as project:
        slow = project.current_articles[1].sha256

    def get(texts: FolderTexts, sha256: str) -> str:
        if sha256 == slow:
            gate.wait(20)
        return real(texts, sha256)

    monkeypatch.setattr(FolderTexts, "get", get)
    async with played(story) as app:
        app.app.desk._opened.clear()  # as if nothing had been loaded ahead
        gate.clear()
        for key in ("j", "j", "greater_than_sign", "c"):
            app.app.post_message(events.Key(key, None))
        for _ in range(20):
            await app.pilot.pause(0)
        assert app.project.claims == []  # nothing was made of the article that was still on the screen
        gate.set()
        await app.settle()
        while app.app.keys_under_way:
            await app.pilot.pause(0)
        await app.settle()
        assert quotes(app) == [("B", "Passengers taken off stranded ferry")]


async def test_an_article_whose_text_is_missing_is_named_and_nothing_is_marked_by_mistake(
    story: Path,
) -> None:
    Project.open(story).close()
    with Project.open(story, read_only=True) as project:
        missing = project.current_articles[1].sha256
    (story / "texts" / f"{missing}.txt").unlink()
    async with played(story) as app:
        await app.press("greater_than_sign")
        assert "cannot be read" in " ".join(app.frame().split())
        await app.press("c")
        assert {label for label, _ in quotes(app)} <= {"A"}
        for piece in app.project.evidence:
            text = app.project.text(piece.article)
            assert text[piece.quote.start : piece.quote.end] == piece.quote.exact


async def test_a_longer_quote_is_let_go_when_the_cursor_moves_on(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The ferry Morwen")
        await app.press("c", "right_square_bracket", "right_square_bracket")
        kept = quotes(app)
        assert kept[0][1].startswith("The ferry Morwen ran aground on Monday. According to")
        await app.press("j", "right_square_bracket")
        assert quotes(app) == kept


async def test_edges_move_those_of_the_quote_and_not_of_its_sentence(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The ferry Morwen")
        await app.press("c", *["left_square_bracket"] * 3)
        assert quotes(app) == [("A", "The ferry Morwen ran aground")]
        await app.press("k", "j", "q", "left_square_bracket")
        assert quotes(app) == [("A", "The ferry Morwen ran")]
        assert app.project.claims[0].text == "The ferry Morwen ran"


async def test_after_an_undo_an_edge_moves_on_from_where_the_quote_is(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The ferry Morwen")
        await app.press("c", *["left_square_bracket"] * 3, "u", "left_square_bracket")
        assert quotes(app) == [("A", "The ferry Morwen ran aground")]


async def test_escape_lets_go_of_a_quote_that_is_a_whole_sentence(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The ferry Morwen")
        await app.press("c", "escape", "left_square_bracket")
        assert quotes(app) == [("A", "The ferry Morwen ran aground on Monday.")]
        assert app.room.reader.explicit


async def test_a_jump_to_another_article_takes_the_quote_in_hand(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("The ferry Morwen")
        await app.press("c", *["left_square_bracket"] * 3, "greater_than_sign")
        app.room.claims.focus()
        await app.press("enter")
        assert (app.label, app.selected) == ("A", "The ferry Morwen ran aground")
        await app.press("left_square_bracket")
        assert quotes(app) == [("A", "The ferry Morwen ran")]


async def test_a_jump_in_the_middle_of_a_walk_leaves_its_candidates_behind(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop")
        assert app.label == "B"
        app.room.claims.focus()
        await app.press("enter")
        assert app.label == "A"
        before = app.selected
        await app.press("escape", "tab")
        assert app.selected == before
        await app.press("full_stop")
        assert app.label == "B"


async def test_undo_on_the_walk_goes_back_to_what_was_undone(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("According to the harbour master")
        await app.press("c", "full_stop", "s")
        marked = quotes(app)[1]
        assert (app.label, marked[0]) == ("C", "B")
        await app.press("u")
        assert (app.label, app.selected) == marked


async def test_a_quote_that_lost_its_place_can_be_seen_deleted_and_is_not_taken_for_silence(
    story: Path,
) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c")
    changed = (
        (story / "a-harbour.txt").read_text("utf-8").replace("Nobody was hurt, the coast guard said. ", "")
    )
    (story / "a-harbour.txt").write_text(changed, "utf-8")
    async with played(story) as app:
        assert "Changed since it was read: a-harbour.txt" in " ".join(app.frame().replace("│", " ").split())
        await app.press("down", "enter")
        claim = app.project.claims[0]
        new = next(article for article in app.project.current_articles if article.label == "A")
        assert app.project.agreement(claim.id).cells[new.id] == "set_aside"
        assert app.app.desk.article == new.id  # from the older version to the new one
        await app.press("n")
        assert app.project.reviews == []
        assert "lost its place" in " ".join(app.frame().split())
        await app.press("d", "n")
        assert app.project.agreement(claim.id).cells[new.id] == "no_mention"


async def test_an_undone_removal_of_the_only_article_shows_it_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One line.\n\nAnd another.\n", "utf-8")
    async with played(tmp_path) as app:
        await app.press("E", "ctrl+d", "y")
        assert app.project.articles == []
        await app.press("c")
        assert app.project.claims == []
        await app.press("u", "c")
        assert quotes(app) == [("A", "One line.")]


async def test_one_new_name_twice_in_a_chain_is_one_origin(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        for name in ("Xavier", "Yolanda", "Xavier"):
            await app.type(name)
            await app.press("enter")
        await app.press("enter")
        assert [origin.name for origin in app.project.origins] == ["Xavier", "Yolanda"]
        x, y = (origin.id for origin in app.project.origins)
        assert app.project.evidence[0].attribution == (x, y, x)


async def test_a_whole_word_is_a_name_of_its_own_and_a_begun_one_is_completed(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("Ministry of Ports")
        await app.press("enter", "enter", "j", "c", "a")
        await app.type("Ministry")
        await app.press("enter", "enter", "j", "c", "a")
        await app.type("ministry of p")
        await app.press("enter", "enter")
        names = [app.project.origin(p.attribution[0]).name for p in app.project.evidence]
        assert names == ["Ministry of Ports", "Ministry", "Ministry of Ports"]


async def test_two_notes_are_one_step_to_undo(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "i")
        await app.type("on the quote")
        await app.press("tab")
        await app.type("on the claim")
        await app.press("enter", "u")
        assert (app.project.evidence[0].note, app.project.claims[0].note) == ("", "")


async def test_deleting_a_claim_goes_to_the_next_one(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "j", "c", "j", "c", "right_parenthesis")
        first, second, _ = app.project.claims
        assert app.app.desk.claim == first.id
        app.room.claims.focus()
        await app.press("d")
        assert app.app.desk.claim == second.id


async def test_nothing_acts_where_nothing_can_be_seen(story: Path) -> None:
    async with played(story, size=(50, 12)) as app:
        await app.press("j", "c", "d", "s")
        assert app.project.claims == []


async def test_a_matrix_without_claims_can_be_walked_through(story: Path) -> None:
    async with played(story) as app:
        await app.press("m", "l", "h", "j", "k", "enter", "escape")
        assert isinstance(app.app.screen, ReadingRoom)


@pytest.mark.parametrize("target", ["~nobody-of-this-name/x.json", "x" * 300])
async def test_an_impossible_place_for_an_export_is_refused_in_words(story: Path, target: str) -> None:
    async with played(story) as app:
        await app.press("x", "tab")
        app.app.screen.query_one("#target").value = target  # type: ignore[attr-defined]
        await app.press("enter")
        assert app.app.is_running
        assert not isinstance(app.app.screen, ReadingRoom)


@pytest.mark.parametrize(
    "keys",
    [
        ("t", "x", "escape"),
        ("a", "down", "ctrl+k"),
        ("E", "x", "enter"),
        ("E", "ctrl+d", "y"),
    ],
)
async def test_dialogs_of_a_project_open_to_read_refuse_in_words(story: Path, keys: tuple[str, ...]) -> None:
    from tui.app import VariorumApp

    with Project.open(story) as project:
        _, piece = project.claim_from(project.current_articles[0].id, 0, 5)
        project.attribute(piece.id, [project.draft_origin("Somebody")])
        project.flush()
    with Project.open(story, read_only=True) as project:
        app = VariorumApp(project)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            playing = Played(app, pilot)
            await playing.settle()
            await playing.press(*keys)
            assert app.is_running
            assert len(project.articles) == 3
            assert project.claims[0].tags == ()


async def test_bad_new_files_are_not_offered(story: Path) -> None:
    Project.open(story).close()
    (story / "empty.txt").write_bytes(b"")
    (story / "binary.txt").write_bytes(b"\x00" * 100)
    (story / "good.txt").write_text("Good words.\n", "utf-8")
    async with played(story) as app:
        frame = app.frame()
        assert "good.txt" in frame
        assert "empty.txt" not in frame
        await app.press("down", "enter")
        assert len(app.project.articles) == 4


async def test_keys_about_a_mark_are_about_it_only_right_after_it(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "j", "j", "c", "left_parenthesis")
        app.room.claims.focus()
        await app.press("q", "down", "h")
        first, second = app.project.evidence
        assert (first.stance, first.certainty, second.certainty) == ("queries", "certain", "hedged")
        await app.press("h", "h")
        assert app.project.evidence[1].certainty == "certain"


async def test_leaving_in_the_middle_of_an_editor_keeps_what_was_typed(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "f")
        await app.type("half a thou")
        await app.press("ctrl+q")
    async with played(story) as app:
        await app.press("f")
        await app.type("ght")
        await app.press("enter")
        assert app.project.claims[0].open_question == "half a thought"


async def test_enter_goes_past_a_quote_that_has_lost_its_place(story: Path) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "greater_than_sign", "j", "S", "greater_than_sign", "j", "S")
        a, b, c = app.project.evidence
        app.project.set_evidence(b.id, anchor="orphan")
        app.room.claims.focus()
        seen = []
        for _ in range(4):
            await app.press("enter")
            seen.append(app.label)
        assert seen in (["A", "C", "A", "C"], ["C", "A", "C", "A"])
        assert [p.id for p in app.project.evidence] == [a.id, b.id, c.id]


async def test_a_newer_attribution_is_not_undone_by_an_older_draft(story: Path) -> None:
    async with played(story) as app:
        await app.press("c", "a")
        await app.type("First")
        await app.press("enter", "enter", "j", "c", "a")
        await app.type("Old draft")
        await app.press("enter", "escape", "A", "a", "enter")
        assert [app.project.origin(p.attribution[-1]).name for p in app.project.evidence] == [
            "First",
            "First",
        ]


async def test_a_disk_that_is_full_is_said_in_words(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Project.open(story).close()
    (story / "d-late.txt").write_text("A late report.\n", "utf-8")

    def full(texts: FolderTexts, text: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderTexts, "put", full)
    async with played(story) as app:
        await app.press("down", "enter")
        assert "d-late.txt: the text could not be kept: No space left" in app.frame()
        assert len(app.project.articles) == 3


async def test_adding_files_never_waits_for_the_disk_on_the_thread_of_the_screen(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(story) as project:
        project.claim_from(project.current_articles[0].id, 0, 5)
    (story / "a-harbour.txt").write_text("Ferry afloat\n\nThe ferry Morwen floats.\n", "utf-8")
    (story / "d-late.txt").write_text("A late report.\n", "utf-8")
    written: list[str] = []
    here: list[str] = []

    def watched(name: str, path: Path) -> None:
        if path.parent.name == "texts":
            written.append(name)
            if threading.current_thread() is threading.main_thread():
                here.append(f"{name} {path.name}")

    write, read = annotations.texts.write_once, Path.read_bytes

    def write_once(path: Path, data: bytes) -> None:
        watched("write", path)
        write(path, data)

    def read_bytes(path: Path) -> bytes:
        watched("read", path)
        return read(path)

    monkeypatch.setattr(annotations.texts, "write_once", write_once)
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    async with played(story) as app:
        await app.press("down", "enter")
        assert "A v2: new version" in app.said
        await app.press("j", "c")
        assert written.count("write") == 2
        assert here == []
        assert [article.label for article in app.project.current_articles] == ["A", "B", "C", "D"]
        assert app.project.articles[-2].version == 2
        assert app.project.claims[-1].text == "The ferry Morwen floats."


async def test_a_stance_key_puts_a_quote_that_has_changed_on_the_words_under_the_cursor(story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        text = project.text(project.current_articles[0].id)
        start = text.index("Nobody was hurt, the coast guard said.")
        claim, _ = project.claim_from(project.current_articles[0].id, start, start + 38)
    path = story / "a-harbour.txt"
    path.write_text(path.read_text().replace("Nobody was hurt, the", "One sailor was hurt, the"), "utf-8")
    with Project.open(story, annotator="mo") as project:
        project.add_source(read_source(path))
        assert [piece.anchor for piece in project.evidence] == ["exact", "changed"]
        async with playing(project) as app:
            assert app.project.agreement(claim.id).set_aside
            await app.sentence("One sailor was hurt")
            await app.press("s")
            piece = app.project.evidence_on(claim.id, app.project.current_articles[0].id)[0]
            assert (piece.anchor, piece.quote.exact) == (
                "exact",
                "One sailor was hurt, the coast guard said.",
            )
            assert "placed on these words" in app.said
            assert app.project.claim(claim.id).text == "Nobody was hurt, the coast guard said."
            await app.press("u")
            assert [found.anchor for found in app.project.evidence] == ["exact", "changed"]
