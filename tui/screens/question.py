"""A question with a few answers, each under one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.desk import Desk
from tui.display import shown
from tui.screens.dialog import Dialog

#: A key, what it says, and what it does (null: nothing).
Answer = tuple[str, str, Callable[[], object] | None]


class Question(Dialog):
    """Asks and does what the answer says. Esc gives no answer at all."""

    HINT = "a key or Enter answers · Esc leaves it open"

    DEFAULT_CSS = """
    Question { OptionList { height: auto; border: none; margin-top: 1; } }
    """

    def __init__(self, desk: Desk, title: str, text: str, answers: Sequence[Answer]) -> None:
        super().__init__(desk)
        self._title, self._text, self._answers = title, text, list(answers)

    def title_text(self) -> str:
        return self._title

    def fields(self) -> ComposeResult:
        yield Static(shown(self._text), markup=False)
        yield OptionList(
            *(Option(shown(f"{key}  {words}")) for key, words, _ in self._answers), compact=True, markup=False
        )

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        for number, (key, _, _) in enumerate(self._answers):
            if event.character == key:
                event.stop()
                self._answer(number)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._answer(event.option_index)

    def _answer(self, number: int) -> None:
        self.dismiss()
        act = self._answers[number][2]
        if act is not None:
            act()
