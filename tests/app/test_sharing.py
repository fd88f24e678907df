"""What leaves the app: a quote with its source, an address for the browser, a picture of the screen."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from textual.app import App

from annotations.errors import ProjectError
from annotations.records import Article
from tests.app.playing import Played, played
from tests.hostile.corpus import FORBIDDEN
from tui.commands.command import find_command
from tui.commands.sharing import address_of, source_line, write_picture


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the clipboard."""
    found: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda self, text: found.append(text))
    return found


class Browser:
    """Notes what it is to open."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, address: str) -> bool:
        self.opened.append(address)
        return True


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    found = Browser()
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(webbrowser, "get", lambda: found)
    return found


def article(**fields: str | None) -> Article:
    return Article(id="a", work="a", label="A", title="A title", sha256="", chars=1, **fields)  # type: ignore[arg-type]


def give_address(app: Played, address: str) -> None:
    app.project.set_article(app.app.desk.article or "", url=address)


async def test_a_sentence_is_copied_with_where_it_stands(story: Path, copied: list[str]) -> None:
    async with played(story) as app:
        await app.press("greater_than_sign")
        give_address(app, "https://gazette.example/ferry")
        app.project.set_article(app.app.desk.article or "", published="2025-06-17")
        await app.sentence("The ferry had")
        await app.press("ampersand")
        assert copied == [
            "“The ferry had reportedly left port an hour late.” — Passengers taken off stranded ferry, "
            "The Gazette, 2025-06-17, https://gazette.example/ferry"
        ]
        assert "copied, with where it stands: B" in app.said


async def test_of_a_quote_its_exact_words_are_copied(story: Path, copied: list[str]) -> None:
    async with played(story) as app:
        await app.sentence("Nobody was hurt")
        await app.press("c", "left_square_bracket", "left_square_bracket", "escape", "ampersand")
        assert copied[0].startswith(f"“{app.project.evidence[0].quote.exact}” — Ferry runs aground")


def test_only_what_is_known_of_a_source_is_named() -> None:
    assert source_line(article()) == "A title"
    assert source_line(article(source="one.txt", publisher="P")) == "A title, P"
    assert source_line(article(source="https://x.example/1")) == "A title, https://x.example/1"


async def test_the_address_goes_to_the_browser(story: Path, browser: Browser) -> None:
    async with played(story) as app:
        give_address(app, "https://gazette.example/ferry?a=1")
        await app.press("at")
        assert browser.opened == ["https://gazette.example/ferry?a=1"]
        assert "given to the browser" in app.said


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://x.example/a",
        "data://text/html,x",
        "vscode://file/x",
        "https://name:word@x.example/",
        "https://x.example/\x1b]0;a",
        "https:///nothing",
        "--new-window",
        "http://",
        "",
    ],
)
async def test_other_addresses_go_nowhere(
    story: Path, browser: Browser, copied: list[str], address: str
) -> None:
    async with played(story) as app:
        give_address(app, address)
        await app.press("at")
        assert browser.opened == copied == []
        assert "address" in app.said
    with pytest.raises(ProjectError):
        address_of(article(url=address))


async def test_without_a_browser_the_address_is_copied(
    story: Path, copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise webbrowser.Error("no browser")

    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(webbrowser, "get", none)
    async with played(story) as app:
        give_address(app, "https://gazette.example/ferry")
        await app.press("at")
        assert copied == ["https://gazette.example/ferry"]
        assert "no browser here" in app.said


async def test_a_browser_of_the_terminal_does_not_get_this_one(
    story: Path, copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
    async with played(story) as app:
        give_address(app, "https://gazette.example/ferry")
        await app.press("at")
        assert copied == ["https://gazette.example/ferry"]


async def test_pictures_go_to_the_exports_and_never_over_another(story: Path) -> None:
    async with played(story) as app:
        command = find_command(app.room.groups, "picture")
        app.room.run_command(command)
        await app.settle()
        assert "screen-1.svg" in app.said
        first = (story / "exports" / "screen-1.svg").read_bytes()
        await app.press("j", "c")
        app.room.run_command(command)
        await app.settle()
        assert sorted(path.name for path in (story / "exports").iterdir()) == ["screen-1.svg", "screen-2.svg"]
        assert (story / "exports" / "screen-1.svg").read_bytes() == first
    svg = first.decode()
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "Ferry" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "").replace(
        "https://www.textualize.io", ""
    )


def test_what_acts_on_a_terminal_is_not_in_a_picture(tmp_path: Path) -> None:
    place = write_picture(tmp_path / "exports", "<svg>a\x1b[2Jb\u202ec</svg>\n")
    assert FORBIDDEN.isdisjoint(place.read_text("utf-8"))


def test_a_picture_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "exports").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ProjectError, match="is a link"):
        write_picture(tmp_path / "exports", "<svg/>")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_picture_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file", "utf-8")
    with pytest.raises(ProjectError, match="could not be written"):
        write_picture(tmp_path / "exports", "<svg/>")
