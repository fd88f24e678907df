"""Adding sources: files from a list, paths, patterns and addresses from a field, a text that was pasted."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import DirectoryTree, Input, ProgressBar, Select, Static

from annotations.articles import STDIN, Source, encoding_named
from annotations.editing.articles import Added
from annotations.editing.copies import Alike
from annotations.errors import ProjectError, SourceError
from annotations.folders import EXPORTS, OWN
from tui.adding import SEVERAL, Adding, Choice, Named, Pasted, Wanted, added_lines
from tui.desk import Desk
from tui.display import displayable, shown
from tui.screens.dialog import Dialog
from tui.screens.question import Question
from tui.widgets.article_tree import ArticleTree
from tui.widgets.prose import Line

if TYPE_CHECKING:
    from tui.app import VariorumApp

#: Seconds after which it is shown how far reading is, again and again.
WATCH = 0.2
#: How many problems have a line each.
PROBLEMS = 6
#: Encodings that are offered by name; any other one can be named on the command line.
ENCODINGS = (
    *("utf-8", "cp1252", "cp1250", "cp1251", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("iso8859-2", "iso8859-5", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "utf-16"),
)


class FromField(Line):
    """Takes a path, a folder, a pattern or an address. A paste of several lines is a text of its own."""

    @dataclass
    class Text(Message):
        """Several lines were pasted."""

        text: str

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self.post_message(self.Text(event.text))
        else:
            super()._on_paste(event)


class AddSources(Dialog):
    """Reads sources and adds them, showing how far that is; Esc ends it and keeps what was added.

    It closes by itself when everything was added, and stays where something could not be.

    Args:
        desk: the desk.
        wanted: what to add at once, without asking for anything.
        choice: what is said of that already.
    """

    HINT = "Enter add, in the list choose a file · ctrl+s add · Tab next field · Esc close"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "add", "add", show=False)]

    DEFAULT_CSS = """
    AddSources {
        ArticleTree { height: 12; margin-top: 1; }
        &.-short ArticleTree { height: 6; }
        #pasted, #told { height: auto; display: none; }
        #reading { height: auto; display: none; margin-top: 1; }
        ProgressBar { display: none; }
        &.-reading #reading, &.-reading ProgressBar { display: block; }
        &.-pasted #pasted, &.-told #told { display: block; }
        &.-reading .asked { display: none; }
        #told { color: $text-warning; margin-top: 1; }
    }
    """

    def __init__(self, desk: Desk, wanted: Sequence[Wanted] = (), choice: Choice | None = None) -> None:
        super().__init__(desk)
        self._wanted, self._said = list(wanted), choice or Choice()
        self._adding: Adding | None = None
        self._pasted: str | None = None
        self._watch: Timer | None = None

    def title_text(self) -> str:
        return "Add sources"

    def fields(self) -> ComposeResult:
        folder = self.desk.project.folder
        start = folder.resolve() if folder is not None else Path.cwd()
        field = FromField("", id="from", placeholder="file, folder, pattern or http address, or paste a text")
        yield self._asked(self.row("From", field))
        yield Static("", id="pasted", classes="explained", markup=False)
        yield self._asked(ArticleTree(start, leave_out=own_folders(folder), id="tree"))
        versions = [
            (shown(f"the next version of {article.label}: {article.title}"[:120]), article.id)
            for article in self.desk.listed_articles()
            if article.state == "current"
        ]
        yield self._asked(
            self.row(
                "as",
                Select(
                    versions,
                    prompt="a new article; a new version, if from the same place",
                    id="version",
                    compact=True,
                ),
            )
        )
        yield self._asked(
            self.row(
                "encoding",
                Select(
                    [(shown(name), name) for name in ENCODINGS],
                    prompt="found out",
                    id="encoding",
                    compact=True,
                ),
            )
        )
        yield Static("", id="reading", markup=False)
        yield ProgressBar(total=100, show_eta=False, id="bar")
        yield Static("", id="told", markup=False)

    @staticmethod
    def _asked(widget: Widget) -> Widget:
        widget.add_class("asked")
        return widget

    def on_mount(self) -> None:
        self.set_class(self.app.size.height < 32, "-short")
        self.query_one("#from", FromField).focus()
        if self._wanted:
            self._begin(self._wanted, self._said)

    def on_unmount(self) -> None:
        if self._adding is not None:
            self._adding.stop()

    @property
    def _app(self) -> VariorumApp:
        return cast("VariorumApp", self.app)

    # ---- Choosing ----------------------------------------------------------------------------------

    @on(FromField.Text)
    def _text_pasted(self, event: FromField.Text) -> None:
        self._pasted = event.text
        first = next((line.strip() for line in event.text.splitlines() if line.strip()), "")
        said = f"pasted text, {len(event.text):,} characters: “{first[:60]}” · Esc drops it"
        self.query_one("#pasted", Static).update(shown(said))
        self.add_class("-pasted")

    @on(DirectoryTree.FileSelected)
    def _file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one(ArticleTree).turn(event.path)

    @on(events.DescendantBlur)
    def _left_field(self, event: events.DescendantBlur) -> None:
        """A folder that was typed is opened in the list as soon as one goes there."""
        if isinstance(event.widget, FromField) and event.widget.words.strip():
            folder = Path(event.widget.words.strip()).expanduser()
            if os.path.isdir(folder):
                self.query_one(ArticleTree).path = folder

    def typed(self) -> dict[str, dict[str, str] | None]:
        """What is typed here is quickly typed again: no drafts."""
        return {}

    @on(Input.Submitted)
    def action_add(self) -> None:
        """Read and add what was chosen and typed."""
        if self._adding is not None:
            return
        tree = self.query_one(ArticleTree)
        wanted: list[Wanted] = [*tree.chosen]
        words = self.query_one("#from", FromField).words.strip()
        with self.mending():
            if words == STDIN:
                raise SourceError("standard input is the keyboard here: paste the text instead")
            if words:
                wanted.append(Named(os.path.expanduser(words)))
            if self._pasted is not None:
                wanted.append(Pasted(self._pasted))
            if not wanted:
                raise SourceError("say what to add first: type it, choose it in the list, or paste a text")
            if self.desk.project.read_only:
                raise ProjectError(self.desk.why_read_only())
            self._begin(wanted, self._choice(len(wanted)))

    def _choice(self, count: int) -> Choice:
        encoding, version = (self.query_one(f"#{id}", Select).value for id in ("encoding", "version"))
        version_of = version if isinstance(version, str) else None
        if version_of is not None and count > 1:
            raise SourceError(SEVERAL.format(count=count))
        return Choice(
            encoding=encoding_named(encoding) if isinstance(encoding, str) else None,
            version_of=version_of,
        )

    # ---- Reading and adding ------------------------------------------------------------------------

    def _begin(self, wanted: Sequence[Wanted], choice: Choice) -> None:
        self._adding = Adding(self._app, wanted, choice, ask=self._ask, done=self._done)
        self.add_class("-reading")
        self.remove_class("-told")
        self.query_one(".hint", Static).update("Esc ends it; what was added stays")
        self._watch = self.set_interval(WATCH, self._tell)
        self._adding.begin()
        self._tell()

    def _tell(self) -> None:
        if self._adding is not None:
            self.query_one("#reading", Static).update(shown(self._adding.doing))
            self.query_one(ProgressBar).update(progress=100 * self._adding.share)

    def _ask(self, source: Source, alike: list[Alike]) -> None:
        """Ask what a source is that reads like an article there is."""
        adding, like = self._adding, alike[0]
        assert adding is not None
        label = like.article.label

        def copies() -> None:
            added = adding.take()
            if added is not None:
                self.app.push_screen(CopiesOf(self.desk, [like.article.id, added.article.id]))

        answers: list[tuple[str, str, Callable[[], object] | None]] = [
            ("", f"copies of one report: {label} and this have it from one origin", copies),
            (
                "",
                f"one work: this is the next version of {label}",
                lambda: adding.take_as_version(like.article.id),
            ),
            ("", "an article of its own", adding.take),
            ("", "leave it out", adding.leave_out),
        ]
        if like.same:
            answers.insert(0, answers.pop())
            del answers[2]
        self.app.push_screen(
            _Alike(
                self.desk,
                "A copy?",
                f"{source.name} {'is ' if like.same else ''}{like.in_words}. "
                "Repeats are not independent: as copies of one origin they count once.",
                answers,
                adding.leave_out,
            )
        )

    def _done(self) -> None:
        """Everything was read, or that was ended: say what came of it."""
        adding, self._adding = self._adding, None
        assert adding is not None
        if self._watch is not None:
            self._watch.stop()
        self._say_added(adding)
        if not self.is_attached:
            return
        if not adding.problems:
            self.done()
            return
        self.remove_class("-reading")
        self.add_class("-told")
        self._wanted.clear()
        tree = self.query_one(ArticleTree)
        tree.chosen.clear()
        tree.reload()
        lines = [f"not added: {problem}" for problem in adding.problems[:PROBLEMS]]
        if len(adding.problems) > PROBLEMS:
            lines.append(f"and {len(adding.problems) - PROBLEMS} more")
        self.query_one("#told", Static).update(Content("\n").join(map(shown, lines)))
        self.query_one(".hint", Static).update(self.HINT)
        self.query_one("#from", FromField).focus()

    def _say_added(self, adding: Adding) -> None:
        for source, added in adding.added[:PROBLEMS]:
            said = " · ".join(added_lines(source, added, self.desk.project.number, self.desk.key))
            self.app.notify(displayable(said), timeout=8, markup=False)
        if len(adding.added) > PROBLEMS:
            more = f"and {len(adding.added) - PROBLEMS} sources more"
            self.app.notify(displayable(more), timeout=8, markup=False)
        fresh = [added for _, added in adding.added if added.outcome != "same"]
        if fresh:
            show_added(self._app, fresh)

    def action_leave(self) -> None:
        """End what is under way; else drop what was pasted; else close."""
        if self._adding is not None:
            self._adding.stop()
        elif self._pasted is not None:
            self._pasted = None
            self.remove_class("-pasted")
        else:
            super().action_leave()


class _Alike(Question):
    """Asks about a copy. No answer leaves it out: nothing is counted twice that nobody has looked at."""

    HINT = "↑ ↓ and Enter answer · Esc leaves it out"

    def __init__(
        self,
        desk: Desk,
        title: str,
        text: str,
        answers: Sequence[tuple[str, str, Callable[[], object] | None]],
        unanswered: Callable[[], object],
    ) -> None:
        super().__init__(desk, title, text, answers, echo=False)
        self._unanswered = unanswered

    def action_leave(self) -> None:
        self.dismiss()
        self._unanswered()


class CopiesOf(Dialog):
    """Asks for the origin that copies have in common, an agency say, and attributes them to it.

    Args:
        desk: the desk.
        articles: the ids of the copies.
    """

    HINT = "Enter save · Esc leaves them as they are"

    def __init__(self, desk: Desk, articles: Sequence[str]) -> None:
        super().__init__(desk)
        self._articles = list(articles)

    def title_text(self) -> str:
        labels = [self.desk.project.article(id).label for id in self._articles]
        return f"Whose report are {' and '.join(labels)}?"

    def fields(self) -> ComposeResult:
        said = "What they say in their own voice is attributed to it and so counts once. Chains stay."
        yield Static(shown(said), markup=False)
        first = self.desk.project.article(self._articles[0])
        yield self.row("Origin", Line(first.publisher or "", id="origin"))

    def on_mount(self) -> None:
        self.query_one("#origin", Line).focus()

    @on(Input.Submitted)
    def _save(self) -> None:
        with self.mending():
            origin = self.desk.project.say_copies(self._articles, self.query_one("#origin", Line).words)
            self.say(f"copies of {origin.name}")
            self.done()


def own_folders(folder: Path | None) -> list[Path]:
    """The folders of a project in which no article is: its own files, and exports."""
    return [folder.resolve() / name for name in (*OWN, EXPORTS)] if folder is not None else []


def show_added(app: VariorumApp, added: Sequence[Added]) -> None:
    """Show what was added: the new version of the article in hand, or where there was none the first one."""
    from tui.screens.reading_room import ReadingRoom

    desk, room = app.desk, app.screen_stack[0]
    if not isinstance(room, ReadingRoom):
        return
    here = desk.project.article(desk.article) if desk.article is not None else None
    for one in added:
        newer = here is not None and here.state == "superseded" and here.work == one.article.work
        if here is None or newer:
            room.open_article(one.article.id)
            return
