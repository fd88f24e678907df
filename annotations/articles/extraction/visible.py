"""The visible text of a page, in one pass and in linear time, whatever the page is made of.

Not a parser of HTML: it knows where markup ends and text begins, what is never shown, and which elements
begin a line. Parsers that know more take quadratic time on some pages, or drop what lies too deep.
"""

from __future__ import annotations

import html
import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: What is in these is never shown as text. Up to the closing tag, nothing in there is markup.
_RAW = _set("script style title noscript template textarea xmp iframe svg math")
_UNSEEN = _set("select datalist object audio video canvas")
#: What stands on lines of its own.
_BLOCKS = _set(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu
    nav ol option p pre search section summary table tbody td tfoot th thead tr ul"""
)
#: What has no closing tag, or may have none, and so cannot be said to hide what comes after it.
_OPEN = _set(
    """area base br col embed hr html head body img input link meta param source track wbr li dt dd tr
    td th"""
)

_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,40})")
_HIDDEN = re.compile(
    r"""\shidden(?=[\s=/>])(?!\s*=\s*["']?until-found)"""
    r"""|\sstyle\s*=\s*["'][^"']{0,300}?(?:display\s*:\s*none|visibility\s*:\s*hidden)""",
    re.IGNORECASE,
)
# Nothing is tried twice (possessive), so that it takes linear time. A quotation mark that is never closed is
# a slip and not the rest of the page.
_TAG_END = re.compile(r"""(?>[^>"'=]++|=[ \t\r\n\f]*+(?:"[^"]*+"|'[^']*+')|["'=])*+>""")
# Bounded on every side; `html.unescape` alone makes numbers of any number of digits.
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,7}(?![0-9])|#[xX][0-9A-Fa-f]{1,6}(?![0-9A-Fa-f])|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
#: An attribute of a tag is looked at as far as this, in code points.
_TAG_REACH = 1_000


def visible_text(page: str) -> str:
    """The text of a page that a person would see, a line for each block; hidden elements are left out."""
    lines: list[str] = []
    line: list[str] = []
    hiding, depth = "", 0  # the element that hides what is in it, and how many of its name are open
    at = 0
    while at < len(page):
        opening = page.find("<", at)
        if opening < 0:
            opening = len(page)
        if opening > at and not hiding:
            line.append(page[at:opening])
        if opening == len(page):
            break
        name_found = _NAME.match(page, opening + 1)
        if name_found is None:
            at = _behind_other_markup(page, opening)
            if at == opening + 1 and not hiding:
                line.append("<")  # just a sign
            continue
        name, closes = name_found[1].lower(), page[opening + 1] == "/"
        at = _tag_end(page, name_found.end())
        if hiding == "p" and name in _BLOCKS:
            hiding = ""  # a paragraph ends where another block begins
        if hiding:
            if name == hiding:
                depth += -1 if closes else 1
                if depth == 0:
                    hiding = ""
            continue
        if name in _BLOCKS:
            _end_line(lines, line)
        if closes:
            continue
        if name in _RAW:
            at = _closing(page, name, at)
        elif name in _UNSEEN or (
            name not in _OPEN and _HIDDEN.search(page, name_found.end(), min(at, opening + _TAG_REACH))
        ):
            hiding, depth = name, 1
    _end_line(lines, line)
    return "\n\n".join(lines)


def count(text: str) -> int:
    """How many characters of a text are no white space; in code points."""
    return sum(map(len, text.split()))


def unescaped(text: str) -> str:
    """The text with its character references replaced."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def _end_line(lines: list[str], line: list[str]) -> None:
    text = _SPACE.sub(" ", unescaped("".join(line))).strip()
    line.clear()
    if text:
        lines.append(text)


def _behind_other_markup(page: str, opening: int) -> int:
    """Behind a comment, a declaration or an instruction; one further where it is none of them."""
    if page.startswith("<!--", opening):
        end = page.find("-->", opening + 4)
        return len(page) if end < 0 else end + 3
    if page.startswith(("<!", "<?", "</"), opening):
        end = page.find(">", opening)
        return len(page) if end < 0 else end + 1
    return opening + 1


def _tag_end(page: str, at: int) -> int:
    """Behind the end of a tag; the values of its attributes may hold that sign in quotes."""
    found = _TAG_END.match(page, at)
    return found.end() if found else len(page)


def _closing(page: str, name: str, at: int) -> int:
    """Where the closing tag of an element begins in which nothing is markup; the end where there is none."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, at)
    return found.start() if found else len(page)
