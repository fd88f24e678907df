"""What leaves the app by hand: a quote with its source, an address for the browser, a picture."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.articles.addresses import checked_address, is_address
from annotations.durable import write_new
from annotations.errors import ProjectError, SourceError
from annotations.folders import EXPORTS
from annotations.records import Article
from annotations.text import displayable
from tui.commands.command import Command, Group
from tui.commands.editor import NOTE_EDITOR

if TYPE_CHECKING:
    from tui.commands.room import Room
    from tui.screens.command_screen import CommandScreen

#: Up to how many pictures there are in one folder.
MOST_PICTURES = 10_000
#: Fonts that an SVG would fetch from the network wherever it is opened.
_FONT_FACES = re.compile(r"@font-face\s*\{[^}]*\}")


def source_line(article: Article) -> str:
    """Title, publisher, date and address of an article, as far as they are known."""
    address = article.url or (article.source if is_address(article.source or "") else None)
    return ", ".join(filter(None, (article.title, article.publisher, article.published, address)))


def copy_with_source(room: Room) -> None:
    """Copy the quote in hand, or the selection, with the line that says where it stands."""
    desk = room.desk
    (start, end), _ = room.place
    piece = desk.piece_at(*room.place)
    if piece is not None:
        start, end = piece.quote.start, piece.quote.end
    article = desk.project.article(desk.article or "")
    words = " ".join(desk.project.text(article.id)[start:end].split())
    if not words:
        raise ProjectError("nothing to copy")
    room.app.copy_to_clipboard(f"“{words}” — {source_line(article)}")
    room.say(f"copied, with where it stands: {article.label}")


def address_of(article: Article) -> str:
    """The address of an article as a browser may be given it: http or https, and nothing that acts.

    Raises:
        ProjectError: it has none, or none that is opened.
    """
    address = article.url or article.source or ""
    if not is_address(address):
        raise ProjectError(f"{article.label} has no address; its details take one")
    try:
        return checked_address(address)
    except SourceError as problem:
        raise ProjectError(f"the address of {article.label} is not opened: it {problem}") from None


def open_address(room: Room) -> None:
    """Open the address of the article in hand in the browser, beside the screen."""
    article = room.desk.project.find(Article, room.desk.article or "")
    if article is None:
        raise ProjectError("this project has no articles yet")
    address = address_of(article)
    app = room.app

    def open_it() -> None:
        if _browse(address):
            app.call_from_thread(room.say, f"given to the browser: {address}")
        else:
            app.call_from_thread(no_browser)

    def no_browser() -> None:
        app.copy_to_clipboard(address)
        room.say(f"no browser here; the address is copied: {address}")

    app.run_worker(open_it, thread=True, group="browser", exit_on_error=False)


def _browse(address: str) -> bool:
    """Give an address to a browser that has a window of its own; whether there was one.

    One that runs in a terminal would take this one.
    """
    windows = sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not windows:
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
        if type(browser) is webbrowser.GenericBrowser:
            return False
        return bool(browser.open(address))
    except (webbrowser.Error, OSError):
        return False


def picture(screen: CommandScreen) -> None:
    """Write the screen as it is to an SVG file among the exports; nothing is written over."""
    folder = screen.desk.project.folder
    if folder is None:
        raise ProjectError("a project that is only in memory has no folder for pictures")
    written = write_picture(folder / EXPORTS, screen.app.export_screenshot())
    screen.say(f"picture written: {written.relative_to(folder)}")


def write_picture(folder: Path, svg: str) -> Path:
    """Write a picture under the next free name; where it is.

    Raises:
        ProjectError: it cannot be written there.
    """
    # What is on the screen is safe to show already; so is what was never meant to be on one.
    safe = displayable(_FONT_FACES.sub("", svg), keep_lines=True).encode()
    try:
        if folder.is_symlink():
            raise ProjectError(f"{folder} is a link; no picture is written through it")
        folder.mkdir(exist_ok=True)
        for number in range(1, MOST_PICTURES):
            place = folder / f"screen-{number}.svg"
            try:
                write_new(place, [safe])
            except FileExistsError:
                continue
            return place
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise ProjectError(f"{folder}: the picture could not be written ({reason})") from problem
    raise ProjectError(f"{folder}: there are too many pictures")


COPY_SOURCE = Command(
    "copy.source",
    "ampersand",
    "copy with source",
    "Copy the quote or the sentence with title, publisher, date and address of its article.",
    copy_with_source,
)
OPEN_ADDRESS = Command(
    "address.open",
    "at",
    "open address",
    "Open the address of this article in the browser; only http and https.",
    open_address,
)
PICTURE = Command(
    "picture",
    "",
    "picture",
    "Save a picture of the screen as an SVG file in the project's exports.",
    picture,
)

SHARING = Group("Sharing", (COPY_SOURCE, OPEN_ADDRESS, NOTE_EDITOR))
