"""Text made safe to show: every code point that could act on a terminal, or hide, becomes a mark.

One code point goes in and one comes out, so an offset into the shown text is an offset into the
stored text. What is stored and quoted stays untouched; only what is painted goes through here.
"""

from typing import Final

UNKNOWN: Final = "\ufffd"
"""Stands for a code point without a picture of its own: a C1 control, half of a surrogate pair."""

HIDDEN: Final = "\u25cc"
"""Stands for a code point that takes no room and so could hide: tags, zero width spaces, fillers."""

DIRECTION: Final = "\u21c4"
"""Stands for a control that turns the reading direction of the text after it."""

LINE_END: Final = "\u2424"
"""Stands for a line or paragraph separator inside a line."""

# The zero width joiner and non-joiner and the variation selectors are left alone: emoji, Persian and
# many Indic words are spelled with them.
_DIRECTION_CONTROLS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDING = (
    0x200B,
    *range(0x2060, 0x2066),
    *range(0x206A, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)

_PICTURES: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), UNKNOWN),
    **dict.fromkeys(range(0xD800, 0xE000), UNKNOWN),
    **dict.fromkeys(_DIRECTION_CONTROLS, DIRECTION),
    **dict.fromkeys(_HIDING, HIDDEN),
    0x2028: LINE_END,
    0x2029: LINE_END,
}
_PICTURES_KEEPING_LINES: dict[int, str] = {
    code: picture for code, picture in _PICTURES.items() if code not in (0x09, 0x0A)
}
_CHANGED_KEEPING_LINES: Final = frozenset(map(chr, _PICTURES_KEEPING_LINES))


def displayable(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` with every acting or hiding code point replaced by a visible one.

    The result has as many code points as `text`.

    Args:
        text: Any string, lone surrogates included.
        keep_lines: Leave line feeds and tabs for the layout, and turn the carriage return of a
            CR LF pair into a space. Without it they are shown as pictures, for titles and tags.
    """
    # A printable string holds no control, format, separator or surrogate code point: nothing to do.
    if text.isprintable():
        return text
    if keep_lines:
        # An article is all but always printable between its line ends: 3 ms for 100,000 words, where
        # translating takes 45. Else, which is the case for a no-break space, its alphabet tells: 10 ms.
        if text.replace("\n", "").replace("\t", "").isprintable() or _CHANGED_KEEPING_LINES.isdisjoint(text):
            return text
        return text.replace("\r\n", " \n").translate(_PICTURES_KEEPING_LINES)
    return text.translate(_PICTURES)
