"""Names of keys: what a person may write for one, what Textual calls it, and how it is shown."""

from __future__ import annotations

import unicodedata

#: Keys with a name of their own, and how they are shown.
NAMED = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
    "tab": "Tab",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "backspace": "Backspace",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
#: Other words for them that people know.
ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "arrow_up": "up",
    "arrow_down": "down",
    "arrow_left": "left",
    "arrow_right": "right",
    "control": "ctrl",
}
#: The keys that terminals send with Ctrl, Alt or Shift as something of its own.
MODIFIABLE = frozenset(NAMED) - {"tab", "enter", "escape", "space", "backspace"}
MODIFIERS = ("alt", "ctrl", "shift")
#: Signs that a terminal sends with Ctrl.
CTRL_SIGNS = ("backslash", "right_square_bracket", "circumflex_accent", "underscore")
#: What a terminal sends for another key as well, so that nobody can tell the two apart.
SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}
#: Where Unicode has another name for a sign than Textual.
SIGNS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_UNICODE_NAMES = {ours: theirs for theirs, ours in SIGNS.items()}


class BadKeyError(Exception):
    """There is no such key; the message says why in a few words."""


def key_of(text: str) -> str:
    """What Textual calls the key that a person wrote: ``?``, ``ctrl+r``, ``Shift+Left``, ``full_stop``.

    Raises:
        BadKeyError: it is none, or none that a terminal can send.
    """
    text = text.strip() if len(text) > 1 else text
    if not text:
        raise BadKeyError("a key needs a name")
    if len(text) == 1:
        return _sign(text)
    *before, last = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    modifiers = sorted({ALIASES.get(word.strip().lower(), word.strip().lower()) for word in before})
    unknown = [word for word in modifiers if word not in MODIFIERS]
    if unknown:
        raise BadKeyError(f"there is no key “{text}”: a key may have ctrl, alt or shift before it")
    last = last.strip()
    if len(last) == 1:
        return _with_sign(text, modifiers, last)
    name = ALIASES.get(last.lower(), last.lower())
    if name not in NAMED:
        sign = _sign_named(name)
        if sign is None:
            raise BadKeyError(f"there is no key “{text}”")
        return _with_sign(text, modifiers, sign)
    if modifiers and name not in MODIFIABLE and (name, modifiers) != ("tab", ["shift"]):
        raise BadKeyError(f"terminals do not tell {text} from other keys")
    return "+".join([*modifiers, name])


def _with_sign(text: str, modifiers: list[str], sign: str) -> str:
    """A letter or sign with what is held down beside it."""
    if not modifiers:
        return _sign(sign)
    if modifiers == ["shift"]:
        if sign.isalpha() and sign.upper() != sign.lower():
            return _sign(sign.upper())
        raise BadKeyError(f"write the sign that {text} gives, not the keys that are pressed for it")
    if modifiers != ["ctrl"]:
        how = "comes as Esc and the letter after it" if "alt" in modifiers else "comes as without Shift"
        raise BadKeyError(f"{text} cannot be told apart in a terminal: it {how}")
    key = f"ctrl+{_sign(sign.lower())}"
    if key in SAME:
        raise BadKeyError(f"{text} is {SAME[key]} in a terminal: write that")
    if not (sign.isascii() and sign.isalpha()) and _sign(sign) not in CTRL_SIGNS:
        raise BadKeyError(f"terminals do not send {text}")
    return key


def _sign(character: str) -> str:
    """What Textual calls the key of a character."""
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    if not character.isprintable():
        raise BadKeyError("a key must be a sign that can be seen, or the name of a key")
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    if not name:
        raise BadKeyError(f"there is no key “{character}”")
    return SIGNS.get(name, name)


def _sign_named(name: str) -> str | None:
    """The sign that Textual calls so."""
    theirs = _UNICODE_NAMES.get(name, name)
    for words in (
        theirs.replace("_", " "),
        theirs.replace("_", "-"),
        theirs.replace("_", "-", 1).replace("_", " "),
    ):
        try:
            found = unicodedata.lookup(words.upper())
        except KeyError:
            continue
        return found if found.isprintable() and not found.isalnum() else None
    return None


def key_name(key: str) -> str:
    """How a key is named to people: ``.`` for ``full_stop``, ``Esc``, ``ctrl+r``, ``↓``."""
    *modifiers, last = key.split("+")
    shown = NAMED.get(last) or (last if len(last) == 1 else _sign_named(last) or last)
    if last == "tab" and modifiers:
        return "+".join([*(word.title() for word in modifiers), shown])
    return "+".join([*modifiers, shown])


def is_typed(key: str) -> bool:
    """Whether a key puts a character into a field."""
    return "+" not in key and (key not in NAMED or key == "space")
