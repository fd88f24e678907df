"""The ready-made keymaps, and which keys are in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tui.configuration.key_names import key_name

#: For people who know no vim: arrows, page and function keys, and what editors do with Ctrl. Letters stay
#: where they stand for a word. Whatever is not here has its default key.
PLAIN = {
    "sentence.next": "down",
    "sentence.previous": "up",
    "paragraph.next": "ctrl+down",
    "paragraph.previous": "ctrl+up",
    "page.down": "pagedown,space",
    "page.up": "pageup",
    "article.start": "home",
    "article.end": "end",
    "back": "backspace",
    "card.down": "alt+down",
    "card.up": "alt+up",
    "article.next": "f8,greater_than_sign",
    "article.previous": "f7,less_than_sign",
    "edge.end.back": "shift+left,left_square_bracket",
    "edge.end.on": "shift+right,right_square_bracket",
    "edge.start.back": "ctrl+shift+left,left_curly_bracket",
    "edge.start.on": "ctrl+shift+right,right_curly_bracket",
    "edge.end.character.back": "alt+left,minus",
    "edge.end.character.on": "alt+right,equals_sign",
    "edge.start.character.back": "alt+shift+left,underscore",
    "edge.start.character.on": "alt+shift+right,plus",
    "copy": "ctrl+c,y",
    "search": "ctrl+f,slash",
    "search.all": "ctrl+g",
    "search.next": "f3,n",
    "search.previous": "f4,N",
    "walk.next": "f5,full_stop",
    "pane.next": "f6",
    "pane.jump": "f12",
    "undo": "ctrl+z,u",
    "redo": "ctrl+y",
    "help": "f1,question_mark",
    "delete": "delete",
    "matrix.next": "f5,full_stop",
    "matrix.filter": "ctrl+f,slash",
    "matrix.left": "left",
    "matrix.right": "right",
    "matrix.page-left": "ctrl+left",
    "matrix.page-right": "ctrl+right",
    "origins.delete": "delete",
    "origins.filter": "ctrl+f,slash",
    "origins.down": "alt+down",
    "origins.up": "alt+up",
    "open.filter": "ctrl+f,slash",
    "versions.change.next": "f3,n",
    "versions.change.previous": "f4,N",
    "versions.newer": "f8,greater_than_sign",
    "versions.older": "f7,less_than_sign",
    "versions.delete": "delete",
    "code_points.next": "f3,n",
    "code_points.previous": "f4,N",
    "overview.down": "down",
    "overview.up": "up",
    "overview.page_down": "pagedown,space",
    "overview.page_up": "pageup",
    "overview.top": "home",
    "overview.bottom": "end",
    "list.down": "down",
    "list.up": "up",
    "list.page-down": "pagedown,space",
    "list.page-up": "pageup",
    "list.top": "home",
    "list.bottom": "end",
}
#: The keymaps by name: the keys of commands that are other ones than the command itself says.
KEYMAPS: dict[str, Mapping[str, str]] = {"vim": {}, "plain": PLAIN}


@dataclass(frozen=True)
class Keys:
    """The keys in force.

    Attributes:
        keymap: the name of the keymap that they come from.
        own: the keys that are other ones than in the keymap, by command; none where a key was taken away.
    """

    keymap: str = "vim"
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of_settings(cls, keymap: str, own: Mapping[str, Iterable[str]]) -> Keys:
        """The keys of a keymap, with these changed."""
        return cls(keymap, tuple((id, tuple(keys)) for id, keys in own.items()))

    @cached_property
    def changed(self) -> Mapping[str, str]:
        """The keys that are other ones than the commands say, in Textual's notation, by command."""
        return {**KEYMAPS[self.keymap], **{id: ",".join(keys) for id, keys in self.own}}

    def of(self, id: str, default: str) -> str:
        """The keys of a command, separated by commas; `default` are those that it has of itself."""
        return self.changed.get(id, default)

    def keys_of(self, id: str) -> tuple[str, ...]:
        """The keys of a command.

        Raises:
            KeyError: there is no such command.
        """
        from tui.commands.scopes import commands

        found = self.of(id, commands()[id].keys)
        return tuple(found.split(",")) if found else ()

    def name(self, id: str) -> str:
        """The first key of a command as people know it; of one without a key, its name in quotes.

        Raises:
            KeyError: there is no such command.
        """
        keys = self.keys_of(id)
        if keys:
            return key_name(keys[0])
        from tui.commands.scopes import commands

        return f"“{commands()[id].label}”"


#: The keys where nobody has said otherwise.
DEFAULT_KEYS = Keys()
