"""The tag picker: a word and Enter, with completion from the codebook and the tags in use."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotations import Project
from tui.desk import Desk
from tui.display import cut, displayable, shown
from tui.looks.linear import is_linear
from tui.screens.dialog import Dialog, Typed
from tui.widgets.offers import Offers

#: Cells of the box.
WIDTH = 52


def known_tags(project: Project) -> list[str]:
    """The tags that are offered: those in use, then those that the codebook suggests."""
    used = dict.fromkeys(tag for claim in project.claims for tag in claim.tags)
    return list(dict.fromkeys([*used, *(entry.id for entry in project.codebook.tags)]))


class TagSuggester(Suggester):
    """Completes the last word of a line of tags."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._tags = tags

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word made the first tag that it begins and that is not there yet."""
        *there, last = value.split(" ")
        typed = last.lstrip("#")
        set_already = {word.lstrip("#") for word in there}
        begun = (tag for tag in self._tags if tag not in set_already and tag.startswith(typed))
        tag = next(begun, None) if typed else None
        return value + tag[len(typed) :] if tag is not None and tag != typed else None


class TagPicker(Dialog):
    """Sets and takes off tags of a claim; each Enter is one change, so there is nothing to lose."""

    HINT = "Enter sets or takes off · ↑ ↓ choose · Esc done"

    DEFAULT_CSS = """
    TagPicker {
        align: right bottom;
        & > .box { width: 52; }
        #meaning { height: auto; color: $text-muted; display: none; }
    }
    """

    def __init__(self, desk: Desk, claim: str) -> None:
        super().__init__(desk)
        self._claim = claim
        self._offered: list[str] = []

    def title_text(self) -> str:
        draft = " · draft" if self._key in self.desk.drafts else ""
        return f"Tags of claim {self.desk.project.number(self._claim)}{draft}"

    def fields(self) -> ComposeResult:
        yield Static("", id="set", markup=False)
        draft = self.desk.drafts.get(self._key, {})
        yield Input(
            draft.get("typed", ""),
            placeholder="a tag, or Enter to finish",
            id="tag",
            compact=True,
            select_on_focus=False,
        )
        yield Offers(id="offered")
        yield Static("", id="meaning", markup=False)

    def on_mount(self) -> None:
        self._offer()
        self.query_one("#tag", Input).focus()

    def _offer(self) -> None:
        project = self.desk.project
        mine = project.claim(self._claim).tags
        self.query_one("#set", Static).update(
            shown(" ".join(f"#{tag}" for tag in mine) or "no tags yet", "bold")
        )
        typed = self.query_one("#tag", Input).value.strip().lstrip("#")
        meanings = {entry.id: entry.definition for entry in project.codebook.tags}
        known = list(dict.fromkeys([*mine, *known_tags(project)]))
        found = [tag for tag in known if tag.casefold().startswith(typed.casefold())]
        found += [tag for tag in known if tag not in found and typed.casefold() in tag.casefold()]
        if typed and typed not in known:
            found.append(typed)
        options = self.query_one(Offers)
        options.clear_options()
        self._offered = found
        for tag in found:
            mark = "✓ " if tag in mine else "  "
            if is_linear(self):
                mark = "set: " if tag in mine else ""
            meaning = meanings.get(tag, "new" if tag not in known else "")
            words = cut(meaning, WIDTH - 8 - cell_len(tag))
            line = Content.assemble(mark, shown(tag, "bold"), "  ", shown(words, "$text-muted"))
            options.add_option(Option(line))
        options.highlighted = _completion(typed, found, mine)
        self._explain()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._offer()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._explain()

    def _explain(self) -> None:
        """Say below the list what the tag under the cursor means, where its line has no room for that."""
        at = self.query_one(Offers).highlighted
        tag = self._offered[at] if at is not None and at < len(self._offered) else ""
        meaning = self.desk.project.codebook.tag_meaning(tag)
        is_cut = cell_len(displayable(meaning)) > WIDTH - 8 - cell_len(tag)
        below = self.query_one("#meaning", Static)
        below.update(shown(meaning if is_cut else ""))
        below.styles.display = "block" if is_cut else "none"

    def key_down(self) -> None:
        self.query_one(Offers).step(1)

    def key_up(self) -> None:
        self.query_one(Offers).step(-1)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        at = self.query_one(Offers).highlighted
        if at is None:
            self.done()
            return
        self._toggle(self._offered[at])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._toggle(self._offered[event.option_index])
        self.query_one("#tag", Input).focus()

    def _toggle(self, tag: str) -> None:
        tags = self.desk.project.claim(self._claim).tags
        word = "-".join(tag.split())
        tags = tuple(t for t in tags if t != word) if word in tags else (*tags, word)
        with self.mending():
            self.desk.project.set_claim(self._claim, tags=tags)
        self.query_one("#tag", Input).value = ""
        self._offer()
        self.keep_draft()

    @property
    def _key(self) -> str:
        return f"tag {self._claim}"

    def typed(self) -> Typed:
        typed = self.query_one("#tag", Input).value.strip()
        return {self._key: {"typed": typed} if typed else None}


def _completion(typed: str, found: Sequence[str], mine: Sequence[str]) -> int | None:
    """Which of the tags found Enter takes: the one typed in full; else the first that it begins and that is
    not set yet; else the word itself, as a new tag."""
    if not typed:
        return None
    if typed in found[:-1] or typed in mine:
        return found.index(typed)
    begun = (
        n for n, tag in enumerate(found) if tag not in mine and tag.casefold().startswith(typed.casefold())
    )
    return next(begun, len(found) - 1)
