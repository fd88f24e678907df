"""What a page says of itself: read off its markup, so that nothing is made up from its prose."""

from __future__ import annotations

import re

from annotations.articles.extraction.visible import unescaped
from annotations.articles.tidy import one_line

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html\s[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z0-9-]{1,35})""", re.IGNORECASE)
#: What sites put between a headline and their own name.
_SEPARATOR = re.compile(r"\s+[-–—|•·»:]+\s+")
#: Short words stand in any two lines.
_TELLING = re.compile(r"\w{4,}")
#: Where pages say when they are from: in values of their markup and in their data for search engines.
_DATE = re.compile(
    r"""(?:content|datetime|value)\s*=\s*["']?(\d{4}-\d\d-\d\d)|"date\w{0,20}"\s*:\s*"(\d{4}-\d\d-\d\d)"""
)
_DATE_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?:/|-|$)")


def title_of_page(page: str) -> str | None:
    """The title of a page, without the name of the site where that stands behind it."""
    found = _TITLE.search(page)
    title = one_line(unescaped(found[1])) if found else None
    return _SEPARATOR.split(title)[0] or title if title else None


def headline(page: str, found: str | None) -> str | None:
    """The headline that an extractor has found, unless the page's own title speaks of something else.

    Boxes that are hidden by style sheets have headings too, and often the first on the page.
    """
    found = one_line(found)
    title = _TITLE.search(page)
    if not found or not title:
        return found or title_of_page(page)
    own = set(_TELLING.findall(unescaped(title[1]).casefold()))
    telling = set(_TELLING.findall(found.casefold()))
    return found if not own or not telling or own & telling else title_of_page(page)


def language(page: str) -> str | None:
    """The language that a page says it is in."""
    found = _LANGUAGE.search(page)
    return found[1] if found else None


def published(page: str, address: str | None, found: str | None) -> str | None:
    """The date that an extractor has found, where the page's markup or its address says it.

    Args:
        page: the page.
        address: where it is from, if that is known.
        found: the date, as ISO 8601 has it; extractors also take dates from the prose, of which nobody knows
            what happened on them.
    """
    if not found:
        return None
    said = {first or second for first, second in _DATE.findall(page)}
    said |= {"-".join(parts) for parts in _DATE_IN_ADDRESS.findall(address or "")}
    return found if found in said else None
