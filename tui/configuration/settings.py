"""What can be set, what it is where nobody has set it, and what each setting is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Cells of the longest line of text: as it is, the least and the most (`tui.widgets.reader.Reader`).
MEASURE, LEAST_MEASURE, MOST_MEASURE = 84, 40, 140
#: Code points of a name.
LONGEST_NAME = 200
#: Questions that may be left out, since undo takes back what is done instead, or since nothing is done.
CONFIRMATIONS = {
    "close_article": "Ask before an article is closed with no mention for all that is open in it.",
    "independence": "Ask whether two origins are independent where that would change a status.",
    "new_files": "Ask about new and changed files in the folder; else a line says that there are some.",
}
#: What a line of the file or of the settings screen says about each setting.
MEANINGS = {
    "keymap": "Which keys there are: vim, or plain with arrows, function keys and Ctrl.",
    "theme": "The colours of the screen.",
    "annotator": "The name that new records carry; --annotator goes before it, the login name after it.",
    "measure": "The longest line of text, in columns.",
    "linear": "Screens without borders and decoration, one thing below another, for screen readers.",
}


@dataclass(frozen=True)
class Settings:
    """What is set. Every field has the value that holds where nothing is said.

    Attributes:
        keymap: the name of a ready-made keymap.
        theme: the name of a theme; null for the app's own choice.
        annotator: the name for new records; null for the login name.
        measure: the longest line of text, in cells.
        linear: whether screens are laid out without borders and decoration.
        confirm: for each of `CONFIRMATIONS` whether it is asked.
        keys: the keys of commands that are other ones than in the keymap, in Textual's notation; none at all
            where a command has lost its key.
    """

    keymap: str = "vim"
    theme: str | None = None
    annotator: str | None = None
    measure: int = MEASURE
    linear: bool = False
    confirm: Mapping[str, bool] = field(default_factory=lambda: dict.fromkeys(CONFIRMATIONS, True))
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asks(self, confirmation: str) -> bool:
        """Whether a question of `CONFIRMATIONS` is asked."""
        return self.confirm.get(confirmation, True)


#: The settings beside keys and confirmations.
NAMES = ("keymap", "theme", "annotator", "measure", "linear")
