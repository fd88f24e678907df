"""A strip above everything else that says what to do next; the work below it stays in view."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widgets import Static

from tui.display import shown

#: Where a text names the key of a command: its id in braces.
_COMMAND = re.compile(r"\{([\w.]+)\}")


def with_keys(text: str, key_of: Callable[[str], str], style: str = "") -> Content:
    """A text in which ids of commands stand in braces, with the keys that are in force for them, to be seen.

    Args:
        text: the text, one of the program's own.
        key_of: the key of a command, as people know it.
        style: the style of the words around the keys.
    """
    parts = _COMMAND.split(text)
    return Content.assemble(
        *(
            shown(key_of(part), "bold $text-accent") if n % 2 else shown(part, style)
            for n, part in enumerate(parts)
        )
    )


class Guide(Static):
    """A few lines beside a bar: a title, what to do, and where something went wrong, a hint.

    Args:
        steady: always as high, so that nothing moves below it when it says something else.
    """

    #: Lines of a steady strip, and of one on a narrow screen; below how many columns that is.
    LINES, LINES_NARROW, NARROW = 5, 6, 110

    DEFAULT_CSS = """
    Guide {
        height: auto;
        max-height: 40%;
        margin: 0 1;
        padding: 0 1;
        border-left: outer $accent;
        background: $panel;
    }
    """

    def __init__(self, *, steady: bool = False) -> None:
        super().__init__("", markup=False)
        self._steady = steady

    def tell(self, title: str, text: Sequence[Content], hint: Content | None = None) -> None:
        """Say this from now on."""
        lines = [shown(title, "bold"), *text]
        if hint is not None:
            lines.append(Content.assemble(("→ ", "bold $text-warning"), hint))
        self.update(Content("\n").join(lines))

    def on_mount(self) -> None:
        self.fit()

    def fit(self) -> None:
        """Be as high as the screen has room for."""
        if self._steady:
            self.styles.height = self.LINES_NARROW if self.app.size.width < self.NARROW else self.LINES
            self.styles.max_height = None

    def on_resize(self) -> None:
        self.fit()
