"""A question with a few answers, each under one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.desk import Desk
from tui.display import shown
from tui.screens.dialog import Dialog

#: A key ("" where a key that was meant for something else must not answer), words, what it does.
Answer = tuple[str, str, Callable[[], object] | None]


class Question(Dialog):
    """Asks and does what the answer says. Esc gives no answer at all.

    The text is one line or several. With `echo`, an answer that has no key and so was chosen from the list
    is named in a toast.
    """

    HINT = "↑ ↓ and Enter answer · Esc leaves it open"

    DEFAULT_CSS = """
    Question {
        OptionList { height: auto; border: none; margin-top: 1; }
        & OptionList > .option-list--option-highlighted { text-style: bold reverse; }
    }
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        text: str | Sequence[str],
        answers: Sequence[Answer],
        *,
        echo: bool = True,
    ) -> None:
        super().__init__(desk)
        self._echo = echo
        self._title, self._answers = title, list(answers)
        self._lines = [text] if isinstance(text, str) else list(text)

    def title_text(self) -> str:
        return self._title

    def fields(self) -> ComposeResult:
        yield Static(Content("\n").join([shown(line) for line in self._lines]), markup=False)
        yield OptionList(
            *(Option(shown(f"{key}  {words}" if key else words)) for key, words, _ in self._answers),
            compact=True,
            markup=False,
        )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = None  # an Enter too many must not be an answer

    def on_key(self, event: events.Key) -> None:
        for number, (key, _, _) in enumerate(self._answers):
            if key and event.character == key:
                event.stop()
                self._answer(number)
                return
        options = self.query_one(OptionList)
        if event.character == "j":
            event.stop()
            options.action_cursor_down()
        elif event.character == "k":
            event.stop()
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._answer(event.option_index)

    def _answer(self, number: int) -> None:
        self.dismiss()
        _, words, act = self._answers[number]
        if act is not None:
            with self.mending():
                act()
                if self._echo and not self._answers[number][0]:
                    self.say(words)
