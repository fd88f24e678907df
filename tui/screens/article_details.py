"""The details of an article: what the page says of itself, its label and its state."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Select, Static

from annotations.errors import ProjectError, ReadOnlyError
from annotations.records import ArticleState
from tui.adding import Again, Choice
from tui.desk import Desk
from tui.display import shown
from tui.falls import ask_first, named, tell
from tui.screens.adding import ENCODINGS, AddSources
from tui.screens.dialog import Dialog, Typed
from tui.screens.question import Question
from tui.widgets.prose import Line

_FIELDS = ("title", "publisher", "author", "published", "language", "url", "label")


class ArticleDetails(Dialog):
    """Edits the details of one article version. Enter saves."""

    HINT = "Enter save · Tab next field · ctrl+d removes it · Esc keep a draft"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False),
        Binding("ctrl+d", "remove", "remove", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, article: str) -> None:
        super().__init__(desk)
        self._article = desk.project.article(article)

    @property
    def _key(self) -> str:
        return f"article {self._article.id}"

    def title_text(self) -> str:
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Article {self._article.label}{draft}"

    def fields(self) -> ComposeResult:
        article = self._article
        draft = self.desk.drafts.get(self._key, {})
        for name in _FIELDS:
            words = draft.get(name, getattr(article, name) or "")
            yield self.row(name, Line(words, id=name, go_on=name in draft))
        if article.state != "superseded":
            back = self.desk.project.reinstated_state(article.id)
            counts = "current" if back == "current" else "superseded: a newer version counts"
            states = [(shown(counts), back), (shown("retracted: nothing in it counts"), "retracted")]
            state = draft.get("state", article.state)
            state = state if state in (back, "retracted") else article.state
            yield self.row("state", Select(states, value=state, id="state", compact=True, allow_blank=False))
        encodings = dict.fromkeys((article.encoding or "utf-8", *ENCODINGS))
        offered = [(shown(name), name) for name in encodings]
        chosen = draft.get("encoding", article.encoding or "utf-8")
        yield self.row(
            "read as",
            Select(
                offered,
                value=chosen if chosen in encodings else article.encoding,
                id="encoding",
                compact=True,
                allow_blank=False,
            ),
        )
        facts = [
            f"file {article.source or 'none'}",
            f"{article.chars:,} characters",
            f"version {article.version}",
            f"sha256 {article.sha256[:12]}…",
        ]
        yield Static(shown(" · ".join(facts)), classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#title", Line).focus()

    def _values(self) -> dict[str, str]:
        values = {name: self.query_one(f"#{name}", Line).words for name in _FIELDS}
        if self._article.state != "superseded":
            values["state"] = str(self.query_one("#state", Select).value)
        values["encoding"] = str(self.query_one("#encoding", Select).value)
        return values

    def _changed(self) -> dict[str, str]:
        article = self._article
        saved = {name: getattr(article, name) or "" for name in _FIELDS}
        saved["state"] = article.state
        saved["encoding"] = article.encoding or "utf-8"
        return {name: value for name, value in self._values().items() if value != saved[name]}

    def typed(self) -> Typed:
        return {self._key: self._changed() or None}

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Save what was changed and close."""
        fields: dict[str, Any] = {
            name: value.strip() if name in ("title", "label", "state") else value.strip() or None
            for name, value in self._changed().items()
        }
        encoding = fields.pop("encoding", None)
        with self.mending():
            if encoding is not None:
                self._read_again(encoding, fields)
                return
            if "state" in fields:
                self._ask_first(fields.pop("state"), fields)
                return
            self.desk.project.set_article(self._article.id, **fields)
            if fields:
                self.say(f"article {self.desk.project.article(self._article.id).label} saved")
            self.done()

    def _read_again(self, encoding: str, fields: dict[str, Any]) -> None:
        """Read the source in another encoding: what that gives is the next version."""
        project, article = self.desk.project, self._article
        if project.read_only:
            raise ReadOnlyError
        if fields:
            raise ProjectError(f"save {', '.join(fields)} first, then choose how it is read")
        if any(a.work == article.work and a.version > article.version for a in project.articles):
            raise ProjectError("only the newest version can be read again")
        self.done()
        again = Again(article.id, f"article {article.label}")
        self.app.push_screen(AddSources(self.desk, [again], Choice(encoding=encoding, version_of=article.id)))

    def _ask_first(self, state: ArticleState, fields: dict[str, Any]) -> None:
        """Name the claims whose status a retraction changes; saved when the person says so."""
        project, article = self.desk.project, self._article
        if project.read_only:
            raise ReadOnlyError
        retracts = state == "retracted"
        found = project.foresee(replace(article, state=state))
        said = f"article {article.label} {'retracted' if retracts else 'no longer retracted'}"

        def save() -> None:
            act = project.retract_article if retracts else project.reinstate_article
            told = named(self.desk, said, act(article.id, **fields))
            tell(self, told)
            self.done()

        if retracts:
            title, answers = f"Retract article {article.label}?", ("retract it", "it counts as before")
            about = "Nothing in it will count; its quotes stay visible, struck through."
        else:
            title, answers = f"Let article {article.label} count again?", ("yes", "it stays retracted")
            about = "It is no longer retracted."
        if fields:
            about += f" Saved with it: {', '.join(fields)}."
        self.app.push_screen(
            ask_first(self.desk, title, about, found, answers, save, height=self.app.size.height)
        )

    def action_remove(self) -> None:
        """Ask, then take the article out of the project; undo brings it back with all its evidence."""
        project = self.desk.project
        pieces = len(project.evidence_in(self._article.id))
        label = self._article.label

        def remove() -> None:
            project.remove_article(self._article.id)
            self.say(f"article {label} removed · {self.desk.key('undo')} brings it back")
            self.done()

        what = "1 quote goes" if pieces == 1 else f"{pieces} quotes go"
        self.app.push_screen(
            Question(
                self.desk,
                f"Remove article {label}?",
                f"{what} with it; undo brings everything back. The file itself stays where it is.",
                [("y", "remove it", remove), ("n", "keep it", None)],
            )
        )
