"""Text folded for searching: case, accents and the shapes of quotes, dashes and spaces make no difference.

Folding is for comparing only. A `FoldedText` remembers where everything came from, so that what is found in
it is an exact span of the text that was given.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_PLAIN: Final = {
    **dict.fromkeys(map(ord, "‘’‚‛′‵`´ʹʼˈ‹›＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶«»＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－"), "-"),
    # Letters with a stroke, and the dotless i, are no accented letters to Unicode, but to a reader they are.
    **dict(zip(map(ord, "øłđħŧı"), "oldhti", strict=True)),
    ord("œ"): "oe",
    ord("æ"): "ae",
}
# Decompositions that only undo how something is set. Superscripts, fractions and circled digits are left as
# they are: 10² is not 102, and 1½ is not 11⁄2.
_SETTING: Final = frozenset(
    (
        "<compat>",
        "<wide>",
        "<narrow>",
        "<noBreak>",
        "<font>",
        "<initial>",
        "<medial>",
        "<final>",
        "<isolated>",
    )
)
# Format characters that have a picture of their own: the number signs of Arabic and Syriac.
_VISIBLE_FORMATS: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# More marks than any letter has. What exceeds it is folded by itself, since normalising takes quadratic time.
_MARKS: Final = 32
_SPACES: Final = re.compile(r"\s+")
_LINE_END_AT_SOFT_HYPHEN: Final = "\u00ad[ \t]*(?:\r\n?|\n)[ \t]*"


def _is_dropped(character: str) -> bool:
    """Whether a character, decomposed, makes no difference: an accent, a point, something invisible.

    Marks that are letters to their readers stay: vowels of Indic scripts and Thai, sound marks of kana.
    """
    kind = unicodedata.category(character)
    if kind == "Cf":
        return character not in _VISIBLE_FORMATS
    if kind not in ("Mn", "Me"):
        return False
    order = unicodedata.combining(character)
    return (
        kind == "Me"
        or order == 1
        or 10 <= order <= 36
        or order >= 200
        or character == "\u034f"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _joins(character: str) -> bool:
    """Whether a character is folded together with what stands before it: marks, and all but the first letters
    of a decomposed Korean syllable."""
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7fb"
    )


def _unset(character: str) -> str:
    """A character without the way it is set: a ligature as its letters, an ellipsis as three full stops."""
    if unicodedata.decomposition(character).partition(" ")[0] not in _SETTING:
        return character
    plain = unicodedata.normalize("NFKD", character)
    return character if plain.startswith(" ") else plain


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not _is_dropped(c))


@lru_cache(maxsize=8192)
def fold_unit(unit: str) -> str:
    """Fold one character with the marks that follow it; not white space. May come out empty or longer."""
    folded = _bare("".join(map(_unset, _bare(unit)))).casefold()
    return unicodedata.normalize("NFC", _bare(folded).translate(_PLAIN))


class FoldedText:
    """A text folded, and the way back.

    Runs of white space, line ends and no-break spaces included, become one space. A soft hyphen becomes
    nothing, together with the line end that it stands at. Building takes about a tenth of a second per
    million code points.
    """

    __slots__ = ("_folded_ends", "_folded_starts", "_raw_ends", "_raw_starts", "text")

    text: str
    """What to search in."""

    def __init__(self, raw: str) -> None:
        # Pieces whose folding is not one code point for one; between them offsets differ by a constant.
        self._folded_starts, self._folded_ends = array("L"), array("L")
        self._raw_starts, self._raw_ends = array("L"), array("L")
        alphabet = set(raw)
        spaces = {c for c in alphabet if c.isspace()}
        marks = {c for c in alphabet if not c.isascii() and _joins(c)}
        folds = {c: fold_unit(c) for c in alphabet - spaces - marks}
        table = {ord(c): folded for c, folded in folds.items() if len(folded) == 1}
        table.update(dict.fromkeys(map(ord, spaces), " "))
        parts: list[str] = []
        length = at = 0
        for piece in _irregular(folds, marks).finditer(raw):
            start, end = piece.span()
            plain = raw[at:start].translate(table)
            if piece["marked"] or piece["odd"]:
                folded = fold_unit(piece.group())
            else:
                folded = " " if piece["space"] or piece["gap"] else ""
            length += len(plain)
            self._raw_starts.append(start)
            self._raw_ends.append(end)
            self._folded_starts.append(length)
            length += len(folded)
            self._folded_ends.append(length)
            parts += (plain, folded)
            at = end
        parts.append(raw[at:].translate(table))
        self.text = "".join(parts)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the folded [start, end), not empty, came from: offsets of the text that was given.

        Of what was folded as one (a ligature, a letter with its accent) it has all, even if only a part of
        the folding was asked for.
        """
        piece = bisect_right(self._folded_starts, start) - 1
        if piece < 0:
            first = start
        elif start < self._folded_ends[piece]:
            first = self._raw_starts[piece]
        else:
            first = self._raw_ends[piece] + start - self._folded_ends[piece]
        end -= 1
        piece = bisect_right(self._folded_starts, end) - 1
        if piece < 0:
            last = end + 1
        elif end < self._folded_ends[piece]:
            last = self._raw_ends[piece]
        else:
            last = self._raw_ends[piece] + end + 1 - self._folded_ends[piece]
        return first, last

    def find(self, needle: str, most: int) -> tuple[list[tuple[int, int]], bool]:
        """Return where a folded text occurs, as spans of the text that was given, in order and apart.

        At most so many; the second value says whether there are more. Nothing occurs nowhere.
        """
        spans: list[tuple[int, int]] = []
        if not needle:
            return spans, False
        text, at, passed = self.text, 0, 0
        while (at := text.find(needle, at)) >= 0:
            start, end = self.raw_span(at, at + len(needle))
            at += len(needle)
            if start < passed:
                continue  # the second f of a ligature: one and the same place
            if len(spans) == most:
                return spans, True
            spans.append((start, end))
            passed = end
        return spans, False


def _irregular(folds: dict[str, str], marks: Iterable[str]) -> re.Pattern[str]:
    """What finds the pieces of a text that are not folded one code point to one."""
    invisible = "".join(re.escape(c) for c, folded in folds.items() if not folded)
    odd = "".join(re.escape(c) for c, folded in folds.items() if len(folded) > 1)
    joined = "".join(map(re.escape, marks))
    # Something invisible between two spaces does not make them two, nor does an accent without a letter.
    between = rf"\s{invisible}" + "".join(re.escape(c) for c in marks if not fold_unit(c))
    ways = [rf"(?P<space>\s[{between}]++)"]
    if "\u00ad" in folds:
        ways.insert(0, f"(?P<broken>{_LINE_END_AT_SOFT_HYPHEN})")
    # Each run is taken whole, so that no text takes more than linear time.
    ways.append(f"(?P<invisible>[{invisible}]++" if invisible else "(?P<invisible>(?!)")
    ways[-1] += rf"(?P<gap>\s[{between}]*+)?)"
    ways.append(f"(?P<marked>[^\\s{joined}]?[{joined}]{{1,{_MARKS}}})" if joined else "(?P<marked>(?!))")
    ways.append(f"(?P<odd>[{odd}])" if odd else "(?P<odd>(?!))")
    return re.compile("|".join(ways))


# More claims than any project measured has: a list is narrowed again at each letter that is typed.
@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a short text folded: two texts that a search takes for the same come out equal."""
    if text.isascii():  # the same, ten times as fast
        return _SPACES.sub(" ", text.lower()).replace("`", "'")
    return FoldedText(text).text


class Narrowing:
    """Words typed to narrow a list. An entry stays when it has all of them, anywhere, whatever their case."""

    def __init__(self, typed: str) -> None:
        self.words = tuple(fold(typed).split())

    def __bool__(self) -> bool:
        """Whether it narrows anything."""
        return bool(self.words)

    def takes(self, *texts: str) -> bool:
        """Whether an entry that is made of these texts stays."""
        folded = "\n".join(map(fold, texts))
        return all(word in folded for word in self.words)
