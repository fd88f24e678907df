"""Sources are added in the app: from a list, a path, an address or a paste; and files are watched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from textual import events

import tui.adding
import tui.folder_news
from annotations import Project
from annotations.articles import Source, read_source, read_text
from annotations.editing.articles import Added
from annotations.editing.versions import Carriers
from annotations.errors import ReadingCancelledError
from tests.app.playing import Played, played
from tui.adding import added_lines
from tui.configuration.keymaps import DEFAULT_KEYS
from tui.screens.adding import AddSources, CopiesOf
from tui.screens.question import Question
from tui.screens.reading_room import ReadingRoom
from tui.widgets.article_tree import ArticleTree

REPORT = "\n".join(
    f"Paragraph {n} of the report on the flooded mill tells what was found in room {n} of its cellar."
    for n in range(12)
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A project of one article."""
    folder = tmp_path / "mill"
    folder.mkdir()
    (folder / "mill.txt").write_text(f"The mill\n\n{REPORT}\n", "utf-8")
    Project.open(folder).close()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of files of several kinds, one of which is broken."""
    folder = tmp_path / "elsewhere"
    (folder / "deep").mkdir(parents=True)
    (folder / "weir.txt").write_text("The weir\n\nIt held.\n", "utf-8")
    (folder / "page.html").write_text(
        "<title>The lock</title><article><p>The lock was closed by the keeper at nine in the evening.</p>"
        "</article>",
        "utf-8",
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing of the kind")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "deep" / "sluice.md").write_text("# The sluice\n\nIt is rusty.\n", "utf-8")
    return folder


@pytest.fixture
def address() -> Iterator[str]:
    """A server on this machine that has one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                b"<title>The dyke</title><article><p>The dyke was raised by half a metre after the flood"
                b" of last winter.</p></article>"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/dyke"
    server.shutdown()
    server.server_close()


def titles(app: Played) -> list[str]:
    return [article.title for article in app.project.articles]


async def added(app: Played, count: int) -> None:
    """Wait until there are so many articles and the dialog has nothing under way."""
    await app.until(lambda: len(app.project.articles) == count)


async def test_a_path_that_is_typed_is_added(story: Path, elsewhere: Path) -> None:
    async with played(story) as app:
        await app.press("F")
        await app.type(str(elsewhere / "weir.txt"))
        await app.press("enter")
        await added(app, 2)
        assert titles(app) == ["The mill", "The weir"]
        assert isinstance(app.app.screen, ReadingRoom)
        assert "B: The weir" in app.said
        await app.press("u")
        assert titles(app) == ["The mill"]


async def test_files_are_chosen_in_the_list_and_what_cannot_be_an_article_is_not_in_it(
    story: Path, elsewhere: Path
) -> None:
    async with played(story) as app:
        await app.press("F")
        await app.type(str(elsewhere))
        await app.press("tab")
        tree = app.app.screen.query_one(ArticleTree)
        await app.until(lambda: len(tree.root.children) == 4)
        names = [str(node.label) for node in tree.root.children]
        assert names == ["deep", "broken.pdf", "page.html", "weir.txt"]
        await app.press("down", "down", "down", "enter", "j", "enter", "k", "enter", "enter")
        assert [path.name for path in tree.chosen] == ["weir.txt", "page.html"]
        assert "✓ weir.txt" in app.frame()
        app.app.screen.query_one("#from").value = ""  # type: ignore[attr-defined]
        await app.press("ctrl+s")
        await added(app, 3)
        assert titles(app) == ["The mill", "The weir", "The lock"]


async def test_a_folder_and_a_pattern_stand_for_their_articles_and_one_that_is_broken_is_named(
    story: Path, elsewhere: Path
) -> None:
    async with played(story) as app:
        await app.press("F")
        await app.type(f"{elsewhere}/**/*")
        await app.press("enter")
        await added(app, 4)
        await app.until(lambda: "not added" in app.frame())
        assert "broken.pdf" in app.frame()
        assert isinstance(app.app.screen, AddSources)  # what could not be added stays in view
        assert sorted(titles(app)) == ["The lock", "The mill", "The sluice", "The weir"]


async def test_an_address_is_fetched_and_added_again_from_there(story: Path, address: str) -> None:
    async with played(story) as app:
        for _ in range(2):
            await app.press("F")
            await app.type(address)
            await app.press("enter")
            await app.until(lambda: isinstance(app.app.screen, ReadingRoom) and len(titles(app)) == 2)
        assert app.project.articles[1].source == address
        assert "B: the same text as before" in app.said


async def test_several_lines_that_are_pasted_are_a_text_of_their_own(story: Path) -> None:
    async with played(story) as app:
        await app.press("F")
        app.app.post_message(events.Paste("Clipped by hand\n\nThe miller saw nothing.\n"))
        await app.settle()
        assert "pasted text, 41 characters: “Clipped by hand”" in app.frame()
        await app.press("escape")
        assert "pasted text" not in app.frame()
        app.app.post_message(events.Paste("Clipped by hand\n\nThe miller saw nothing.\n"))
        await app.settle()
        await app.press("enter")
        await added(app, 2)
        article = app.project.articles[1]
        assert app.project.text(article.id) == "Clipped by hand\n\nThe miller saw nothing.\n"
        assert article.source is None


async def test_a_source_may_be_said_to_be_the_next_version_of_an_article(story: Path) -> None:
    async with played(story) as app:
        await app.press("F")
        app.app.post_message(events.Paste("The mill, corrected\n\nNobody was in the cellar.\n"))
        await app.settle()
        app.app.screen.query_one("#version").value = app.project.articles[0].id  # type: ignore[attr-defined]
        await app.settle()
        await app.press("enter")
        await added(app, 2)
        assert [article.version for article in app.project.articles] == [1, 2]
        assert app.app.desk.article == app.project.articles[1].id  # the article in hand is the new version


async def test_the_encoding_may_be_said(story: Path, elsewhere: Path) -> None:
    (elsewhere / "polish.txt").write_bytes("Zażółć gęślą jaźń.\n".encode("cp1250"))
    async with played(story) as app:
        await app.press("F")
        await app.type(str(elsewhere / "polish.txt"))
        app.app.screen.query_one("#encoding").value = "cp1250"  # type: ignore[attr-defined]
        await app.settle()
        await app.press("enter")
        await added(app, 2)
        article = app.project.articles[1]
        assert (article.encoding, article.title) == ("cp1250", "Zażółć gęślą jaźń.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "say what to add first"),
        ("-", "standard input is the keyboard here"),
    ],
)
async def test_nothing_to_add_is_said_at_once(story: Path, typed: str, told: str) -> None:
    async with played(story) as app:
        await app.press("F")
        await app.type(typed)
        await app.press("enter")
        assert told in app.said
        assert isinstance(app.app.screen, AddSources)


async def test_a_path_that_is_not_there_is_said_and_the_dialog_stays(story: Path) -> None:
    async with played(story) as app:
        await app.press("F")
        await app.type("/no/such/file.txt")
        await app.press("enter")
        await app.until(lambda: "no such file or folder" in app.frame())
        assert isinstance(app.app.screen, AddSources)
        assert titles(app) == ["The mill"]


async def test_escape_ends_what_is_being_read_and_keeps_what_was_added(
    story: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = threading.Event()
    real = tui.adding.read_source

    def read_source(what: Path, **options: object) -> Source:
        if what.name != "page.html":
            return real(what, **options)  # type: ignore[arg-type]
        reading.set()
        cancel = options["cancel"]
        assert isinstance(cancel, threading.Event)
        if cancel.wait(30):
            raise ReadingCancelledError
        raise AssertionError("nobody ended it")

    monkeypatch.setattr(tui.adding, "read_source", read_source)
    async with played(story) as app:
        await app.press("F")
        app.app.screen.query_one(ArticleTree).chosen = {  # type: ignore[assignment]
            elsewhere / "weir.txt": None,
            elsewhere / "page.html": None,
            elsewhere / "deep" / "sluice.md": None,
        }
        app.app.post_message(events.Key("ctrl+s", None))
        await app.until_seen(reading.is_set)
        await app.until_seen(lambda: "reading page.html · 2 of 3" in app.frame())
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, ReadingRoom))
        assert titles(app) == ["The mill", "The weir"]


async def ask_about_copy(app: Played, elsewhere: Path) -> None:
    (elsewhere / "copy.txt").write_text(f"A mill is flooded\n\n{REPORT}\nThe end.\n", "utf-8")
    await app.press("F")
    await app.type(str(elsewhere / "copy.txt"))
    await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, Question))
    assert "reads like A" in app.frame()


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_quotes_are_carried_off_the_screen_with_a_bar_and_escape_ends_it(
    story: Path, size: tuple[int, int], ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, opened = threading.Event(), threading.Event()
    carry = Carriers.carried

    def slow(self: Carriers, *arguments: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            reached.set()
            opened.wait(20)
        return carry(self, *arguments)

    monkeypatch.setattr(Carriers, "carried", slow)
    # The file in the folder is another one now, which the app would ask about.
    monkeypatch.setattr(tui.folder_news.FolderNews, "look", lambda self: None)
    async with played(story, size=size) as app:
        await app.press("c")
        (story / "mill.txt").write_text(f"The mill\n\nAn update.\n{REPORT}\n", "utf-8")
        await app.press("F")
        await app.type(str(story / "mill.txt"))
        app.app.post_message(events.Key("enter", None))
        await app.until_seen(reached.is_set)
        await app.until_seen(lambda: "carrying quotes to mill.txt" in app.frame())
        assert "Esc ends it" in app.frame()
        dialog = app.app.screen
        assert isinstance(dialog, AddSources)
        adding = dialog._adding
        assert adding is not None
        if ended:
            app.app.post_message(events.Key("escape", None))
            await app.until_seen(adding._cancel.is_set)
        opened.set()
        await app.until(lambda: isinstance(app.app.screen, ReadingRoom))
        count = 1 if ended else 2
        assert (len(app.project.articles), len(app.project.evidence)) == (count, count)


async def test_a_copy_may_be_one_work_with_the_article_it_reads_like(story: Path, elsewhere: Path) -> None:
    async with played(story) as app:
        await ask_about_copy(app, elsewhere)
        await app.press("down", "down", "enter")
        await added(app, 2)
        assert [article.version for article in app.project.articles] == [1, 2]


async def test_copies_of_one_report_are_attributed_to_the_origin_that_is_named(
    story: Path, elsewhere: Path
) -> None:
    async with played(story) as app:
        await app.press("c")
        await ask_about_copy(app, elsewhere)
        await app.press("down", "enter")
        await app.until(lambda: isinstance(app.app.screen, CopiesOf))
        await app.type("River Press")
        await app.press("enter")
        assert [origin.name for origin in app.project.origins] == ["River Press"]
        assert app.project.evidence[0].attribution == (app.project.origins[0].id,)
        assert len(app.project.articles) == 2


async def test_a_copy_about_which_nothing_is_said_is_left_out(story: Path, elsewhere: Path) -> None:
    async with played(story) as app:
        await ask_about_copy(app, elsewhere)
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, ReadingRoom))
        assert titles(app) == ["The mill"]


async def test_nothing_can_be_added_to_a_project_that_is_open_to_be_read(story: Path) -> None:
    from tests.app.playing import playing

    with Project.open(story, read_only=True) as project:
        async with playing(project, only_look=True) as app:
            await app.press("F")
            assert isinstance(app.app.screen, ReadingRoom)
            assert "--read-only" in app.said


async def test_an_article_that_reads_wrong_is_read_again_in_another_encoding(
    story: Path, elsewhere: Path
) -> None:
    (elsewhere / "polish.txt").write_bytes("Zażółć gęślą jaźń, napisał młynarz.\n".encode("cp1250"))
    with Project.open(story, annotator="mo") as project:
        wrong = read_source(elsewhere / "polish.txt", encoding="cp1252")
        article = project.add_source(wrong).article
        project.claim_from(article.id, 0, 5)
    async with played(story) as app:
        await app.press("greater_than_sign", "E")
        app.app.screen.query_one("#encoding").value = "cp1250"  # type: ignore[attr-defined]
        await app.settle()
        await app.press("enter")
        await added(app, 3)
        newest = app.project.articles[-1]
        assert (newest.label, newest.version, newest.encoding) == ("B", 2, "cp1250")
        assert app.project.text(newest.id) == "Zażółć gęślą jaźń, napisał młynarz.\n"
        assert "B v2: new version" in app.said


async def test_a_pasted_text_cannot_be_read_again(story: Path) -> None:
    with Project.open(story, annotator="mo") as project:
        project.add_source(read_text("Clipped.\nBy hand.\n"))
    async with played(story) as app:
        await app.press("greater_than_sign", "E")
        app.app.screen.query_one("#encoding").value = "cp1250"  # type: ignore[attr-defined]
        await app.settle()
        await app.press("enter")
        await app.until(lambda: "nothing was kept that B" in app.frame())
        assert len(app.project.articles) == 2


# ---- Watching ------------------------------------------------------------------------------------


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tui.folder_news, "EVERY", 0.05)


@pytest.mark.usefixtures("often")
async def test_a_file_that_changes_while_the_app_is_open_is_offered_as_a_new_version(story: Path) -> None:
    async with played(story) as app:
        await app.press("c")
        (story / "mill.txt").write_text(f"The mill\n\nUpdated.\n\n{REPORT}\n", "utf-8")
        await app.until(lambda: isinstance(app.app.screen, Question))
        assert "Changed since it was read: mill.txt" in app.frame()
        await app.press("down", "enter")
        await added(app, 2)
        assert [piece.anchor for piece in app.project.evidence] == ["exact", "exact"]
        assert app.project.articles[1].version == 2


@pytest.mark.usefixtures("often")
async def test_a_file_that_comes_while_the_app_is_open_is_offered_once(story: Path) -> None:
    async with played(story) as app:
        (story / "weir.txt").write_text("The weir\n\nIt held.\n", "utf-8")
        await app.until(lambda: isinstance(app.app.screen, Question))
        await app.press("down", "down", "enter")  # not now
        looked = app.app.folder_news._seen
        await app.until(lambda: app.app.folder_news._seen is not looked)
        assert isinstance(app.app.screen, ReadingRoom)
        assert titles(app) == ["The mill"]
        (story / "weir.txt").write_text("The weir\n\nIt gave way.\n", "utf-8")
        await app.until(lambda: isinstance(app.app.screen, Question))


@pytest.mark.usefixtures("often")
async def test_a_file_that_was_only_touched_is_not_asked_about(story: Path) -> None:
    async with played(story) as app:
        (story / "mill.txt").touch()
        for _ in range(3):
            looked = app.app.folder_news._seen
            await app.until(lambda looked=looked: app.app.folder_news._seen is not looked)  # type: ignore[misc]
        assert isinstance(app.app.screen, ReadingRoom)


# ---- Words ---------------------------------------------------------------------------------------


def test_what_a_new_version_did_to_quotes_is_told_with_the_key_that_shows_them(tmp_path: Path) -> None:
    with Project.open(tmp_path) as project:
        one = Source(
            path=tmp_path / "a.txt", text="One two three.", encoding="utf-8", guessed=False, title="A"
        )
        first = project.add_source(one)
        project.claim_from(first.article.id, 0, 14)
        two = Source(path=tmp_path / "a.txt", text="Nothing.", encoding="utf-8", guessed=True, title="A")
        second: Added = project.add_source(two)
        assert added_lines(one, first, project.number, DEFAULT_KEYS.name) == ["A: A"]
        told = added_lines(two, second, project.number, DEFAULT_KEYS.name)
    assert told == [
        "A v2: new version",
        "quotes 1 orphan · U shows them",
        "claim 1 falls",
        "not UTF-8, read as utf-8; if it reads wrong, E says which it is",
    ]
    assert [(c.before.status, c.after.status) for c in second.consequences] == [("single_source", "open")]
