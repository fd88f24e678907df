"""Where sentences begin and end, as spans of the untouched text.

A rule-based splitter for news prose. It works line by line: a line end always ends a sentence, so
headlines, bylines and list items stand alone. Between two spans there is only white space, so no
word is ever lost, whatever the rules decide.
"""

import re
from typing import Final

from annotations.text.words import paragraphs

_CLOSERS = "\"'’”“»›)\\]}＂」』）】"
# A run of stops, the quotes, brackets and footnote marks that belong to it.
_STOP: Final = re.compile(
    rf"(?P<stops>[.!?…؟۔।॥]+(?:[ \u00a0]\.)*)(?P<closers>(?:[{_CLOSERS}]|\[\d{{1,3}}\])*)"
    rf"|[。！？｡][。！？｡…]*[{_CLOSERS}]*"
)
# Where such a run may begin: one set, which `re` looks for four times as fast as for the whole.
_STOPS: Final = re.compile("[.!?…؟۔।॥。！？｡]")
_SPACE: Final = re.compile(r"\s*")
_BULLETS: Final = "•·▪‣*–—-"
_OPENERS: Final = "\"'‘“„«‹([{¿¡*_-–—•"

# How far back the word before a full stop is looked for, in code points: longer than any
# abbreviation, short enough to keep a line of a million code points linear.
_REACH: Final = 24


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Titles and the like, written with a capital: a full stop here never ends a sentence.
_TITLES: Final = _set(
    """mr mrs ms mx dr prof rev fr hon gen col lt sgt cpl capt cmdr cdr maj adm brig det insp supt
    sen rep reps gov pres amb atty ste messrs mme mlle hr pvt pfc spc msgr mgr rt"""
)
# Small words that always point on to what follows.
_POINTERS: Final = _set("vs v cf eg ie viz approx ca al fig figs eq vol pp")
# Abbreviations of this kind only when a number follows: elsewhere they are words ("He said no.").
_BEFORE_NUMBER: Final = _set("no nos nr n° nº p pg ch sec art op")
_MONTHS: Final = _set("jan feb mar apr jun jul aug sep sept oct nov dec")
# Abbreviations that may stand at the end of a sentence: the next word decides.
_TRAILING: Final = _set(
    """inc ltd co corp plc llc bros jr sr esq etc est dept univ assn st ave blvd rd mt ft phd ph.d md pct
    ala ariz calif colo conn fla kan ky minn mont neb nev okla tenn tex va vt wis wyo"""
)
# Words that usually begin a sentence and rarely belong to a name.
_STARTERS: Final = _set(
    """a an the this that these those it its he she they we you i his her their our my there here
    in on at by for from with without after before since during under over between among as if
    when while where who what why how which because although though but and or so yet still also
    however meanwhile moreover instead then now later earlier today yesterday officials police
    according some many most several one two three no not both each all others such another"""
)
# After "p.m.": these carry the same sentence on.
_TIMES: Final = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december est edt et cst cdt ct mst mdt pst pdt pt gmt utc
    bst cet cest eet msk ist jst kst local mon tue tues wed thu thurs fri sat sun"""
)
# What a full stop does after one of these depends on more; after any other word it ends a sentence.
_SPECIAL: Final = _TITLES | _POINTERS | _BEFORE_NUMBER | _MONTHS | _TRAILING
_DOTTED: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_WORD: Final = re.compile(r"[^\W_]+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as (start, end) spans in code points, end exclusive.

    Spans are in order, do not overlap, never cross a line end, begin and end with something that is
    not white space, and leave nothing but white space between them. Takes linear time.
    """
    spans: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin = passed = start
        small = _is_small(text, start, end)
        for found in _STOPS.finditer(text, start, end - 1):
            dot = found.start()
            if dot < passed:
                continue  # belongs to the run of stops before it
            if text[dot] == "." and text[dot + 1] == " ":
                # The plain case, by far the commonest, by itself: 2 µs instead of 5.
                if text[dot + 2].islower() and not small:
                    continue
                if text[dot + 2].isalpha() and not small and _is_plain_word(text, begin, dot):
                    spans.append((begin, dot + 1))
                    begin = dot + 2
                    continue
            stop = _STOP.match(text, dot, end)
            assert stop is not None
            after = passed = stop.end()
            if after >= end:
                break
            following = _next_visible(text, after, end)
            if _ends_sentence(text, begin, stop, following, end, small):
                spans.append((begin, after))
                begin = following
        spans.append((begin, end))
    return spans


def _is_small(text: str, start: int, end: int) -> bool:
    """Tell whether a line is written without capitals, so that a small letter can begin a sentence."""
    return text[start].islower() or text.find(" i ", start, end) >= 0


def _is_plain_word(text: str, begin: int, dot: int) -> bool:
    """Tell whether a word of several letters that is no abbreviation stands before the full stop at `dot`."""
    return _is_whole_word(_last_word(text, begin, dot))


def _last_word(text: str, begin: int, dot: int) -> str:
    left = max(begin, dot - _REACH)
    return text[max(left, text.rfind(" ", left, dot) + 1) : dot]


def _is_whole_word(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.lower() not in _SPECIAL


def _next_visible(text: str, offset: int, end: int) -> int:
    match = _SPACE.match(text, offset, end)
    return match.end() if match else offset


def _ends_sentence(text: str, begin: int, stop: re.Match[str], following: int, end: int, small: bool) -> bool:
    """Tell whether the sentence that began at `begin` ends after `stop`; `following` is the next word.

    `small`: the line is written without capitals.
    """
    stops = stop["stops"]
    if stops is None:
        return True  # an ideographic full stop needs no space after it
    if following == stop.end():
        return False  # 3.5, example.org, "Really?!"-he
    word_at = following
    while word_at < end - 1 and word_at < following + 4 and text[word_at] in _OPENERS:
        word_at += 1
    if text[word_at].islower():
        if not small or stop["closers"] or word_at != following:
            return False
        return stops[0] in "!?" or (stops == "." and _is_whole_word(_last_word(text, begin, stop.start())))
    if stops != ".":
        return True
    return _full_stop_ends(text, begin, stop.start(), word_at, end)


def _full_stop_ends(text: str, begin: int, dot: int, word_at: int, end: int) -> bool:
    """Decide for a single full stop at `dot`; the next word starts at `word_at` and is not lower case."""
    left = max(begin, dot - _REACH)
    for offset in range(dot - 1, left - 1, -1):
        if text[offset].isspace() or text[offset] in "—–/(":
            left = offset + 1
            break
    token = text[left:dot].lstrip(_OPENERS)
    folded = token.lower()
    found = _WORD.match(text, word_at, min(end, word_at + _REACH))
    following = found.group() if found else ""
    if following.isdigit():
        if folded in _MONTHS or folded in _BEFORE_NUMBER:
            return False
    elif following.lower() in _STARTERS and (folded in _TRAILING or _DOTTED.fullmatch(token)):
        # "in the U.S. The minister" ends; "at 5 p.m. One" does too, "U.S. One" is too rare to mind
        return True
    if text[begin] in _BULLETS and text[begin + 1 : begin + 2] == " ":
        begin += 2  # "• 1. Item"
    if left == begin and (folded.isdigit() or (len(token) == 1 and token.isalpha())):
        return False  # "1. Item", "a. Item", "J. Smith" at the start
    if folded in _POINTERS or (folded in _TITLES and token[0].isupper()):
        return False
    if folded in _TRAILING:
        return False
    if len(token) == 1 and token.isupper():
        before = text[max(begin, left - _REACH) : left].split()
        if token == "I" and before and before[-1].islower():
            return True  # "you and I. Did"
        # An initial, unless a sentence plainly starts after it ("Vitamin C. The")
        return following.lower() in _STARTERS and following != "I"
    if folded in ("a.m", "p.m"):
        return following.lower() not in _TIMES
    return not _DOTTED.fullmatch(token)
